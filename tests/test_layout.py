"""Page geometry by itself: lines become tables, glyphs become words, pages become one text."""

from __future__ import annotations

import pytest

from toolkit.document import Cell, Grid, Line, Place
from toolkit.layout import (
    Frame,
    Glyph,
    Page,
    Rule,
    Table,
    flow_of,
    frames,
    grid_of,
    halves,
    lay_out,
    lines_of,
)

WIDTH, HEIGHT = 595.0, 842.0
Box = tuple[float, float, float, float]


def sides(x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
    """Return the four sides of a box, half a point thick."""
    return [
        Rule(x0, top, x1, top + 0.5),
        Rule(x0, bottom, x1, bottom + 0.5),
        Rule(x0, top, x0 + 0.5, bottom),
        Rule(x1, top, x1 + 0.5, bottom),
    ]


def boxes(*cells: Box) -> list[Rule]:
    """Return the sides of several boxes."""
    return [rule for cell in cells for rule in sides(*cell)]


def glyphs(text: str, x: float, bottom: float, size: float = 10) -> list[Glyph]:
    """Return a text as glyphs, digits half as wide as high; a space makes room."""
    found = []
    for char in text:
        width = size / 2 if char < "\x7f" else size
        if char != " ":
            found.append(Glyph(char, x, bottom - 0.8 * size, x + width, bottom, x, x + width))
        x += width
    return found


def spans(frame: Frame) -> list[tuple[int, int, int, int]]:
    """Return row, column, rows and columns of every slot."""
    return [slot[:4] for slot in frame.slots]


FOUR = boxes((50, 100, 150, 120), (150, 100, 250, 120), (50, 120, 150, 140), (150, 120, 250, 140))
ALL = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


# -- tables ------------------------------------------------------------------------------------------


def test_four_boxes_are_a_table_of_two_rows_and_two_columns() -> None:
    (frame,) = frames(FOUR, WIDTH, HEIGHT)
    assert (frame.rows, frame.columns, spans(frame)) == (2, 2, ALL)
    assert frame.slots[3][4:] == pytest.approx((150, 120, 250, 140), abs=0.6)


def test_a_wall_left_out_makes_one_cell_of_two() -> None:
    across = boxes((50, 100, 250, 120), (50, 120, 150, 140), (150, 120, 250, 140))
    down = boxes((50, 100, 150, 140), (150, 100, 250, 120), (150, 120, 250, 140))
    assert spans(frames(across, WIDTH, HEIGHT)[0]) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert spans(frames(down, WIDTH, HEIGHT)[0]) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]


@pytest.mark.parametrize("gap", [1.5, 4.5])
def test_double_lines_and_spaces_between_borders_are_one_wall(gap: float) -> None:
    apart = [
        (50, 100, 150, 120),
        (150 + gap, 100, 250, 120),
        (50, 120 + gap, 150, 140),
        (150 + gap, 120 + gap, 250, 140),
    ]
    (frame,) = frames(boxes(*apart), WIDTH, HEIGHT)
    assert spans(frame) == ALL


def test_dots_make_a_line() -> None:
    dotted = [Rule(x / 2, y, x / 2 + 0.75, y + 0.75) for x in range(100, 500, 3) for y in (100, 120, 140)]
    dotted += [Rule(x, y / 2, x + 0.75, y / 2 + 0.75) for x in (50, 150, 250) for y in range(200, 280, 3)]
    (frame,) = frames(dotted, WIDTH, HEIGHT)
    assert spans(frame) == ALL


def test_what_is_open_at_the_rim_is_closed() -> None:
    inner = [Rule(50, 120, 250, 120.5), Rule(150, 100, 150.5, 140)]
    (frame,) = frames(inner, WIDTH, HEIGHT)
    assert spans(frame) == ALL


def test_cells_without_tops_at_a_page_break_swallow_no_others() -> None:
    # The group of the page before goes on at the left, open above; the others begin further down.
    rules = [
        Rule(50, 100, 250, 100.5),
        Rule(50, 100, 50.5, 160),
        Rule(100, 100, 100.5, 160),
        Rule(50, 160, 250, 160.5),
    ]
    rules += boxes((100, 112, 250, 136), (100, 136, 250, 160))
    (frame,) = frames(rules, WIDTH, HEIGHT)
    assert [slot[4:] for slot in frame.slots if slot.x0 > 90][1:] == [
        pytest.approx((100, 112, 250, 136), abs=1),
        pytest.approx((100, 136, 250, 160), abs=1),
    ]


@pytest.mark.parametrize(
    "rules",
    [
        sides(50, 100, 250, 140),
        [*sides(50, 100, 250, 140), Rule(50, 120, 250, 120.5)],
        [Rule(50, y, 250, y + 0.5) for y in (100, 120, 140)],
        [Rule(50, y, 250, y + 0.5) for y in (100, 120)] + [Rule(400, 100, 400.5, 140)],
    ],
    ids=["a frame", "rows in a frame", "rows", "a line beside rows"],
)
def test_lines_that_cut_no_columns_are_no_table(rules: list[Rule]) -> None:
    assert frames(rules, WIDTH, HEIGHT) == []


def test_a_map_is_no_table() -> None:
    hatching = [Rule(x, y, x + 8, y + 0.1) for x in range(0, 590, 12) for y in range(0, 840, 6)]
    assert frames([*hatching, *FOUR], WIDTH, HEIGHT) == []


def test_a_cell_is_given_once_and_marked_where_it_reaches_down() -> None:
    rules = boxes((50, 100, 150, 140), (150, 100, 250, 120), (150, 120, 250, 140))
    (frame,) = frames(rules, WIDTH, HEIGHT)
    cells = [Cell(text, Place(1)) for text in ("三、", "1", "2")]
    grid = grid_of(frame, cells)
    assert [[(cell.text, cell.merged) for cell in row.cells] for row in grid.rows] == [
        [("三、", False), ("1", False)],
        [("", True), ("2", False)],
    ]


def test_a_table_stands_between_the_lines_around_it() -> None:
    text = [*glyphs("后", 50, 180), *glyphs("7", 160, 115), *glyphs("规章", 60, 115), *glyphs("前", 50, 90)]
    page = lay_out(3, WIDTH, HEIGHT, text, FOUR)
    assert [type(block) for block in page.blocks] == [Line, Grid, Line]
    assert [block.text for block in page.blocks if isinstance(block, Line)] == ["前", "后"]
    grid = page.blocks[1]
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [["规章", "7"], ["", ""]]
    assert grid.rows[0].cells[1].place == (3, None, *page.tables[0].frame.slots[1][4:])


# -- lines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "gap", "other", "text"),
    [
        ("规章", 3, "12", "规章 12"),
        ("规章", 1, "12", "规章12"),
        ("总", 5, "计", "总计"),
        ("总", 7, "计", "总 计"),
        ("12", 2, "34", "1234"),
        ("12", 3, "34", "12 34"),
    ],
)
def test_a_gap_parts_words(one: str, gap: float, other: str, text: str) -> None:
    first = glyphs(one, 50, 100)
    assert [line.text for line in lines_of(first + glyphs(other, first[-1].right + gap, 100))] == [text]


def test_stops_and_dashes_stay_on_their_line() -> None:
    comma = Glyph("，", 71, 98, 73, 101, 70, 80)
    below = glyphs("第二行", 50, 116)
    assert [line.text for line in lines_of([*below, comma, *glyphs("公开", 50, 100)])] == ["公开，", "第二行"]


def test_numbers_of_two_rows_without_lines_stay_numbers() -> None:
    rows = [
        *glyphs("规章 245 3", 50, 100),
        *glyphs("行政许可", 50, 112),
        *glyphs("7", 75, 124),
        *glyphs("8", 110, 124),
    ]
    page = lay_out(1, WIDTH, HEIGHT, rows, [])
    assert [block.text for block in page.blocks if isinstance(block, Line)] == [
        "规章 245 3",
        "行政许可",
        "7 8",
    ]


def test_a_rule_between_two_numbers_keeps_them_apart() -> None:
    rows = [*glyphs("245", 80, 100), *glyphs("31", 120, 100), *glyphs("7", 80, 112), *glyphs("8", 120, 112)]
    apart = lay_out(1, WIDTH, HEIGHT, rows, [Rule(50, 102, 250, 102.5)])
    together = lay_out(1, WIDTH, HEIGHT, rows, [])
    assert [block.text for block in apart.blocks if isinstance(block, Line)] == ["245 31", "7 8"]
    assert not any(
        char.isdigit() for block in together.blocks if isinstance(block, Line) for char in block.text
    )


# -- pages -------------------------------------------------------------------------------------------


def page_of(*lines: tuple[str, float]) -> Page:
    """Return a page with lines at the given heights."""
    return lay_out(1, WIDTH, HEIGHT, [glyph for text, y in lines for glyph in glyphs(text, 60, y)], [])


def texts(pages: list[Page]) -> list[str]:
    """Return the lines of all pages."""
    return [block.text for block in flow_of(pages) if isinstance(block, Line)]


def test_a_header_whose_words_stand_nowhere_else_is_kept_once() -> None:
    pages = [page_of(("清河市教育局年度报告", 40), (f"正文第{n}段", 300)) for n in "一二三"]
    assert texts(pages) == ["清河市教育局年度报告", "正文第一段", "正文第二段", "正文第三段"]


def test_a_number_at_the_foot_of_one_page_only_is_kept_unless_it_is_the_page_s_own() -> None:
    assert texts([page_of(("正文", 300), ("7", 800))]) == ["正文", "7"]
    assert texts([page_of(("正文", 300), ("1", 800))]) == ["正文"]
    assert texts([page_of(("正文", 300), ("1", 790), ("2", 800))]) != ["正文"]


def test_values_that_do_not_count_up_are_no_page_numbers() -> None:
    assert texts([page_of(("正文", 300), (value, 800)) for value in ("5", "9", "4")]) == [
        "正文",
        "5",
        "正文",
        "9",
        "正文",
        "4",
    ]


def test_grids_without_glyphs_join_no_rows() -> None:
    (frame,) = frames(FOUR, WIDTH, HEIGHT)
    grid = grid_of(frame, [Cell(str(n), Place(1, None, *slot[4:])) for n, slot in enumerate(frame.slots)])
    page = Page(WIDTH, HEIGHT, [grid], [Table(frame, [[] for _ in frame.slots])])
    assert flow_of([page, page]) == (grid, grid)


def test_a_wide_sheet_holds_two_pages_and_a_wide_table_one() -> None:
    left, right = (
        glyphs("我局高度重视政府信息公开工作", 50, 100),
        glyphs("我局高度重视政府信息公开工作", 650, 100),
    )
    assert [len(part[0]) for part in halves(1190, 842, left + right, [])] == [14, 14]
    numbers = glyphs("104 27 8 0 0 0 139", 650, 100)
    assert len(halves(1190, 842, left + numbers, [])) == 1
    assert len(halves(595, 842, left + right, [])) == 1
