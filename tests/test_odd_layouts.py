"""Tables as other programs write them, with cells left empty: every figure is right, or it is not told."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from scripts.samples import tabbed
from scripts.samples.report import BLANK, SampleReport
from scripts.samples.report import number as plain_number
from scripts.samples.tables import applicants, requests
from tests.planted import SMALL, planted
from tests.read import figures_of, messages, report_of
from toolkit.document import Grid
from toolkit.reading import read

Rows = list[list[str]]
Layout = Callable[[Rows], list[str]]


def with_blanks(rng: random.Random, edition: str, share: float) -> SampleReport:
    report = planted(rng, edition, SMALL)
    return replace(report, cells={key: BLANK if rng.random() < share else cell for key, cell in report.cells.items()})


def text_of(report: SampleReport, layout: Layout, three: Rows | None = None) -> str:
    """Return a report whose tables are set out in a layout; ``three`` takes the place of table three."""
    tables = {"disclosures": tabbed.two(report), "requests": three or tabbed.three_aligned(report), "reviews": tabbed.four(report)}
    lines = [report.title, *report.preface]
    for number, (heading, paragraphs, table) in zip("一二三四五六", report.parts(), strict=True):
        lines += [f"{number}、{heading}", *paragraphs, "", *(layout(tables[table]) if table else []), ""]
    return "\n".join(lines) + "\n"


def flat(report: SampleReport) -> Rows:
    """Return table three under one line of headings, with one label in each row."""
    lines = requests(report)
    return [["项目", *applicants(report)], *([line.labels[-1], *line.cells] for line in lines)]


def compare(text: str, report: SampleReport, suffix: str = ".txt") -> Counter[str]:
    count: Counter[str] = Counter()
    for key, figure in figures_of(report_of(text, suffix)).items():
        value = report.cells[key].value if key in report.cells else None
        count["right" if figure.value == value else "not told" if figure.value is None else "wrong"] += 1
    return count


def chunks(text: str, width: int) -> Sequence[str]:
    found = [""]
    for char in text:
        room = sum(2 if ord(c) > 0x2000 else 1 for c in found[-1] + char)
        found = [*found, char] if room > width else [*found[:-1], found[-1] + char]
    return found


def wiki(rows: Rows) -> list[str]:
    return ['{| class="wikitable"', *(line for row in rows for line in ("|-", "| " + " || ".join(row))), "|}"]


def wiki_cells(rows: Rows) -> list[str]:
    lines = [line for row in rows for line in ("|-", *(f"| {cell}" for cell in row))]
    return ['{| class="wikitable"', *lines, "|}"]


def tabs(rows: Rows) -> list[str]:
    return ["\t".join(row) for row in rows]


def tabs_dropped(rows: Rows) -> list[str]:
    return ["\t".join(filter(None, row)) for row in rows]


def tabs_trimmed(rows: Rows) -> list[str]:
    return ["\t".join(row).rstrip() for row in rows]


def spaces(rows: Rows) -> list[str]:
    return [" ".join(filter(None, row)) for row in rows]


def cell_a_line(rows: Rows) -> list[str]:
    return [cell for row in rows for cell in row if cell]


def boxes(rows: Rows, bar: str = "|", every: bool = True) -> list[str]:
    """Return a table in boxes so narrow that numbers of three digits are broken over two lines."""
    last = rows[-1]
    widths = [
        max(2, min(max(len(row[n].encode("gbk", "replace")) for row in rows), 2 if last[n].isdigit() else 16))
        for n in range(len(last))
    ]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    lines = [rule]
    for number, row in enumerate(rows):
        cells = [chunks(cell, width) for cell, width in zip(row, widths, strict=True)]
        for at in range(max(map(len, cells))):
            texts = [cell[at] if at < len(cell) else "" for cell in cells]
            padded = [
                text + " " * (width - sum(2 if ord(char) > 0x2000 else 1 for char in text))
                for text, width in zip(texts, widths, strict=True)
            ]
            lines.append(bar + bar.join(f" {text} " for text in padded) + bar)
        lines += [rule] if every or not number else []
    return [*lines, rule]


@pytest.mark.parametrize("layout", [wiki, wiki_cells])
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_tables_of_a_wiki_with_empty_cells(layout: Layout, edition: str) -> None:
    report = with_blanks(random.Random(f"wiki {edition}"), edition, 0.3)
    assert set(compare(text_of(report, layout), report)) == {"right"}


def test_cells_of_a_wiki_that_span_columns() -> None:
    table = ["{|", '! colspan="2" | 合计 !! 数', "|-", "| 规章 || || style='x' | 7", "|}"]
    (grid,) = read("\n".join(table).encode()).blocks
    assert isinstance(grid, Grid)
    assert [[cell.text.strip() for cell in row.cells] for row in grid.rows] == [["合计", "数"], ["规章", "", "7"]]


@pytest.mark.parametrize("layout", [tabs_dropped, tabs_trimmed])
@pytest.mark.parametrize("share", [0.05, 0.3])
def test_empty_cells_that_were_dropped_move_no_number(layout: Layout, share: float) -> None:
    count: Counter[str] = Counter()
    for seed in range(5):
        report = with_blanks(random.Random(f"dropped {share} {seed}"), "2021", share)
        count += compare(text_of(report, layout), report)
    assert not count["wrong"]


@pytest.mark.parametrize("every", [True, False])
def test_a_number_broken_over_two_lines_of_its_cell_is_never_its_first_digits(every: bool) -> None:
    count: Counter[str] = Counter()
    for seed in range(4):
        report = planted(random.Random(f"boxes {seed}"), "2021")
        count += compare(text_of(report, lambda rows: boxes(rows, every=every)), report)
    assert not count["wrong"]
    assert count["right"] > 0.85 * count.total()


@pytest.mark.parametrize("layout", [tabs, wiki, spaces, cell_a_line])
def test_columns_in_another_order_under_one_line_of_headings(layout: Layout) -> None:
    for seed in range(4):
        rng = random.Random(f"order {seed}")
        report = with_blanks(rng, "2021", 0.1)
        order = rng.sample(range(1, 8), 7)
        rows = [[row[0], *(row[n] for n in order)] for row in flat(report)]
        assert not compare(text_of(report, layout, rows), report)["wrong"]


@pytest.mark.parametrize("column", range(1, 8))
def test_a_column_that_is_left_out_moves_no_other(column: int) -> None:
    report = with_blanks(random.Random(f"left out {column}"), "2021", 0.1)
    rows = [[cell for n, cell in enumerate(row) if n != column] for row in flat(report)]
    assert not compare(text_of(report, tabs, rows), report)["wrong"]


@pytest.mark.parametrize("layout", [tabs, spaces])
@pytest.mark.parametrize("heading", ["上年", "2020年"])
def test_last_year_beside_every_count_is_not_this_year(layout: Layout, heading: str) -> None:
    for seed in range(3):
        rng = random.Random(f"beside {seed}")
        report = with_blanks(rng, "2021", 0.3)
        head, *body = flat(report)
        rows = [[head[0], *(text for cell in head[1:] for text in (cell, heading))]]
        rows += [[row[0], *(text for cell in row[1:] for text in (cell, cell and str(rng.choice([0, 3, 17]))))] for row in body]
        count = compare(text_of(report, layout, rows), report)
        assert not count["wrong"]


@pytest.mark.parametrize("layout", [tabs, spaces, cell_a_line])
def test_values_before_their_labels_are_those_of_no_other_row(layout: Layout) -> None:
    for seed in range(4):
        report = with_blanks(random.Random(f"before {seed}"), "2021", 0.2)
        rows = [[*row[1:], row[0]] for row in flat(report)]
        text = text_of(report, layout, rows)
        assert not compare(text, report)["wrong"]
        if layout is tabs:
            lost = [f for f in report_of(text).figures if f.table == "requests" and f.state == "absent"]
            assert not lost
            assert "its label stands behind its values" in messages(report_of(text))


def test_digits_set_wide_are_no_numbers_of_two_rows() -> None:
    report = planted(random.Random(1), "2021", SMALL)
    row = "refused_state_secret"
    keys = [key for key in report.cells if key[:2] == ("requests", row)]
    numbers = dict(zip(keys, (14, 10, 10, 10, 10, 10, 64), strict=True))
    report = replace(report, cells=report.cells | {key: plain_number(value) for key, value in numbers.items()})
    printed = [" ".join(str(value)) for value in numbers.values()]
    rows = [
        [label, *(printed if cells == list(map(str, numbers.values())) else cells)] for label, *cells in flat(report)
    ]
    text = text_of(report, spaces, rows)
    assert "1 4 1 0 1 0 1 0 1 0 1 0 6 4" in text
    got = figures_of(report_of(text))
    assert {got[key].state for key in keys} == {"unreadable"}
    assert compare(text, report)["wrong"] == 0


@pytest.mark.parametrize("layout", [spaces, cell_a_line])
@pytest.mark.parametrize("gap", [None, 9])
def test_serial_numbers_in_front_of_labels_are_no_values(layout: Layout, gap: int | None) -> None:
    for seed in range(4):
        report = with_blanks(random.Random(f"serial {seed}"), "2021", 0.2)
        head, *body = flat(report)
        rows = [
            ["序号", *head],
            *([str(n + (gap is not None and n > gap)), *row] for n, row in enumerate(body, start=1)),
        ]
        text = text_of(report, layout, rows)
        assert not compare(text, report)["wrong"]
        assert gap is None or "cannot be told from its values" in messages(report_of(text))


@pytest.mark.parametrize("layout", [tabs, spaces])
def test_a_serial_number_before_the_one_row_of_table_four_is_no_value(layout: Layout) -> None:
    for seed in range(6):
        report = with_blanks(random.Random(f"serial of one row {seed}"), "2021", 0.1 * (seed % 3))
        *heads, row = tabbed.four(report)
        rows = [[text, *line] for text, line in zip(["序号", "", "", "1"], [*heads, row], strict=True)]
        text = text_of(report, layout).replace(
            "\n".join(layout(tabbed.four(report))), "\n".join(layout(rows))
        )
        assert "序号" in text
        assert not compare(text, report)["wrong"]


@pytest.mark.parametrize("layout", [tabs, spaces, cell_a_line])
def test_thousands_parted_by_a_space_are_never_two_values(layout: Layout) -> None:
    def parted(rows: Rows) -> Rows:
        return [[f"{int(cell):,}".replace(",", " ") if cell.isdecimal() else cell for cell in row] for row in rows]

    for seed in range(6):
        report = with_blanks(random.Random(f"thousands {seed}"), "2021", 0.1 * (seed % 3))
        text = text_of(report, lambda rows: layout(parted(rows)))
        assert not compare(text, report)["wrong"]


def test_two_numbers_side_by_side_are_no_parted_one_where_every_row_adds_up() -> None:
    report = planted(random.Random("side by side"), "2021")
    row = {"natural_person": 5, "business": 120, "total": 125}
    cells = dict(report.cells)
    for key in cells:
        if key[0] == "requests":
            count = row.get(key[2], 0)
            cells[key] = replace(cells[key], printed=str(count), value=float(count), state="reported")
    report = replace(report, cells=cells)
    assert compare(text_of(report, spaces, flat(report)), report)["right"] == len(cells)


@pytest.mark.parametrize(("lines", "page"), [(["3/8", "4/8"], True), (["23/30"], False), (["4/8", "3/8"], False)])
def test_a_fraction_on_its_line_is_a_page_number_where_pages_count_upward(lines: list[str], page: bool) -> None:
    report = planted(random.Random("fraction"), "2021")
    rows = text_of(report, spaces).split("\n")
    at = [n for n, line in enumerate(rows) if line.startswith(("2.重复申请", "3.要求提供"))]
    for number, line in reversed(list(zip(at, lines, strict=False))):
        rows.insert(number + 1, line)
    count = compare("\n".join(rows), report)
    assert not count["wrong"]
    assert ("belong" in messages(report_of("\n".join(rows)))) is not page


def test_a_last_row_with_empty_cells_is_whole_where_its_sum_holds() -> None:
    report = planted(random.Random("torn"), "2021")
    whole = text_of(report, tabs, flat(report))
    text = whole[: whole.index("\n\n四、")]
    row = text.rsplit("\n", 1)[1].split("\t")
    empty = "\t".join(cell if cell != "0" else "" for cell in row)
    for last in ("\t".join(row), empty):
        got = figures_of(report_of(text.rsplit("\n", 1)[0] + "\n" + last))
        assert got["requests", "carried_out", "total"].value == report.cells["requests", "carried_out", "total"].value
    cut = figures_of(report_of(text.rsplit("\n", 1)[0] + "\n" + "\t".join([*row[:-1], row[-1][:-1] or "1"])))
    assert cut["requests", "carried_out", "total"].value is None
    key = "requests", "carried_out", "natural_person"
    assert cut[key].value == report.cells[key].value


@pytest.mark.parametrize("layout", [tabs, spaces, cell_a_line, wiki])
@pytest.mark.parametrize("to", [5, 9])
def test_the_first_column_behind_the_others_under_a_heading_of_several_lines(layout: Layout, to: int) -> None:
    report = planted(random.Random(f"behind {to}"), "2021", SMALL)
    rows = [list(row) for row in tabbed.three_aligned(report)]
    for row in rows:
        row.insert(to, row.pop(3))
    assert not compare(text_of(report, layout, rows), report)["wrong"]


@pytest.mark.parametrize("layout", [tabs, wiki, spaces])
def test_rows_and_columns_exchanged_are_told(layout: Layout) -> None:
    report = planted(random.Random("exchanged"), "2021")
    rows = [list(column) for column in zip(*tabbed.three_aligned(report), strict=True)]
    assert not compare(text_of(report, layout, rows), report)["wrong"]
    assert "table requests" in messages(report_of(text_of(report, layout, rows)))


def test_numbers_behind_the_names_of_their_columns_are_not_lost_in_silence() -> None:
    report = planted(random.Random("names"), "2021")
    head, *body = flat(report)
    lines = [[line] for row in body for line in (row[0], *(f"{n}：{c}" for n, c in zip(head[1:], row[1:], strict=True)))]
    text = text_of(report, spaces, lines)
    assert not compare(text, report)["wrong"]
    assert "table requests" in messages(report_of(text))


@pytest.mark.parametrize("mark", ["^1", " 1)"])
def test_the_mark_of_a_footnote_is_no_value_and_no_digit(mark: str) -> None:
    report = planted(random.Random("footnote"), "2021")
    rng = random.Random(mark)
    rows = [[c + mark if n and rng.random() < 0.1 else c for n, c in enumerate(row)] for row in flat(report)]
    for layout in (spaces, cell_a_line):
        assert not compare(text_of(report, layout, [flat(report)[0], *rows[1:]]), report)["wrong"]


def test_values_before_labels_in_quoted_fields() -> None:
    def quoted(rows: Rows) -> list[str]:
        behind = 1 if len(rows[0]) == 8 else 0
        return [",".join(f'"{cell}"' for cell in (*row[behind:], *row[:behind])) for row in rows]

    for seed in range(4):
        report = with_blanks(random.Random(f"quoted {seed}"), "2021", 0.2)
        assert not compare(text_of(report, quoted, flat(report)), report)["wrong"]
