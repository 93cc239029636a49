"""Text and Markdown: what is printed, on which line, in which cell; and files that are neither."""

from __future__ import annotations

import random
import re

import pytest

from tests.pages import DRAWN, article
from tests.planted import planted
from tests.read import figures_of, report_of
from toolkit.document import Grid, Line
from toolkit.errors import UnreadableFile
from toolkit.reading import read, readers, suffixes


def cells(text: str, suffix: str = ".txt") -> list[list[str]]:
    """Return the texts of all cells of a text, row by row."""
    blocks = read(text.encode(), suffix).blocks
    return [
        [cell.text for cell in row.cells] for block in blocks if isinstance(block, Grid) for row in block.rows
    ]


def test_readers_are_found_by_listing_the_folder() -> None:
    names = [module.__name__ for module in readers()]  # type: ignore[attr-defined]
    assert {"toolkit.reading.html", "toolkit.reading.plain_text"} <= set(names)
    assert {".txt", ".md", ".html", ".htm", ".mht"} <= suffixes()


def test_tabs_make_cells_and_keep_empty_ones() -> None:
    assert cells("规章\t0\t\t3\n") == [["规章", "0", "", "3"]]


def test_a_cell_knows_its_line_and_characters() -> None:
    (grid,) = read("\n规章\t12\n".encode()).blocks
    assert isinstance(grid, Grid)
    place = grid.rows[0].cells[1].place
    assert (place.line, place.x0, place.x1) == (2, 3, 5)


def test_an_indented_paragraph_is_no_row() -> None:
    (block,) = read("\t我局高度重视政府信息公开工作。".encode()).blocks
    assert isinstance(block, Line)


def test_pipes_make_cells_and_rules_between_them_none() -> None:
    text = "| 信息内容 | 件数 |\n|---|:-:|\n| 规章 | 7 |\n"
    assert [[cell.strip() for cell in row] for row in cells(text, ".md")] == [
        ["信息内容", "件数"],
        ["规章", "7"],
    ]


def test_a_row_of_dashes_is_data_and_no_rule() -> None:
    text = "| 信息内容 | 件数 |\n|---|---|\n| - | -- |\n"
    assert [[cell.strip() for cell in row] for row in cells(text, ".md")][-1] == ["-", "--"]


def test_tables_without_outer_pipes() -> None:
    assert cells("项目 | 数\n--- | ---\n规章 | 7\n", ".md") == [["项目 ", " 数"], ["规章 ", " 7"]]


def test_box_lines() -> None:
    assert cells("┌──┬──┐\n│规章│7 │\n└──┴──┘\n") == [["规章", "7 "]]


def test_lines_between_two_rules_are_one_row() -> None:
    # As pandoc draws tables whose cells are longer than their column.
    rule = "+------+----+\n"
    rows = ["| 规章 | 12 |\n", "| 行政 | 7  |\n| 许可 |    |\n", "| 收费 | 3  |\n"]
    text = rule + rule.join(rows) + rule
    assert [[cell.strip() for cell in row] for row in cells(text)] == [
        ["规章", "12"],
        ["行政\n许可", "7"],
        ["收费", "3"],
    ]
    (grid,) = read(text.encode()).blocks
    assert isinstance(grid, Grid)
    assert grid.rows[1].cells[1].place.line == 4


def test_rows_with_few_rules_between_them_stay_rows() -> None:
    rule = "+------+----+\n"
    text = f"{rule}| 项目 | 数 |\n{rule}| 规章 | 12 |\n| 许可 | 7  |\n{rule}| 总计 | 19 |\n{rule}"
    assert [row[0].strip() for row in cells(text)] == ["项目", "规章", "许可", "总计"]


# -- tables of HTML in Markdown ----------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize(
    "drawn",
    ["clean", "cut", "heads", "nested", "spare_columns", "uneven", "unmerged", "without_ends", "word"],
)
def test_every_figure_of_a_table_of_html_in_markdown(drawn: str, edition: str) -> None:
    report = planted(random.Random(f"{drawn} {edition}"), edition)
    text = re.sub(r"<p><b>(.*?)</b></p>", r"\n## \1\n", article(report, DRAWN[drawn]))
    got = figures_of(report_of(f"# {report.title}\n\n{re.sub('</?p>', chr(10), text)}", ".md"))
    assert {key: got[key].value for key in report.cells} == {
        key: cell.value for key, cell in report.cells.items()
    }


def test_a_table_of_html_stands_on_the_lines_on_which_it_is_written() -> None:
    table = "<table>\n<tr><td rowspan=2>规章</td><td>1<b>2</b></td></tr>\n<tr><td>&nbsp;7</td></tr>\n</table>"
    document = read(f"# 年度报告\n\n{table}\n\n以上。\n".encode(), ".md")
    assert document.format == "md"
    heading, grid, line = document.blocks
    assert (
        isinstance(grid, Grid)
        and isinstance(line, Line)
        and heading == read("# 年度报告".encode(), ".md").blocks[0]
    )
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [["规章", "12"], ["", "\xa07"]]
    assert [[cell.merged for cell in row.cells] for row in grid.rows] == [[False, False], [True, False]]
    assert [(cell.place.line, cell.place.x0, cell.place.x1) for row in grid.rows for cell in row.cells] == [
        *[(4, 0, 2), (4, 3, 5)],
        *[(5, 0, 0), (5, 1, 3)],
    ]
    assert (line.text, line.place.line, document.lines[7]) == ("以上。", 8, "以上。")


def test_rows_that_share_one_line_move_what_follows_down() -> None:
    document = read("# 年报\n<table><tr><td>a<td>1<tr><td>b<td>2</table>\n以上。".encode(), ".md")
    assert document.lines == ("# 年报", "a\t1", "b\t2", "以上。")
    assert document.blocks[-1].place.line == 4  # type: ignore[union-attr]


def test_a_table_of_html_without_an_end_stays_text() -> None:
    assert cells("# 年报\n<table><tr><td>规章</td><td>1\n", ".md") == []


# -- cells parted by commas --------------------------------------------------------------------------

_ROWS = "信息内容,本年制发件数,现行有效件数\n规章,0,12\n行政规范性文件,3,104\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_ROWS + "行政许可,,5\n行政处罚,7,", [["行政许可", "", "5"], ["行政处罚", "7", ""]]),
        # All rows are equally long: 12,104 are two cells.
        (_ROWS + "行政许可,12,104\n行政处罚,7,8", [["行政许可", "12", "104"], ["行政处罚", "7", "8"]]),
        (_ROWS + '行政许可,"12,104",0\n行政处罚,7,8', [["行政许可", "12,104", "0"], ["行政处罚", "7", "8"]]),
        # One is longer: nobody can say which commas part cells.
        (_ROWS + "行政许可,12,104,5\n行政处罚,7,8", [["规章", "0", "12"], ["行政处罚", "7", "8"]]),
    ],
)
def test_commas_make_cells_where_many_rows_have_them(text: str, expected: list[list[str]]) -> None:
    assert cells(text + "\n")[-2:] == expected


def test_a_sentence_with_commas_is_no_row() -> None:
    line = "2021年,公开信息1,234条,培训3次\n"
    assert all(isinstance(block, Line) for block in read((line * 5).encode()).blocks)


# -- encodings, formats ------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_encodings_that_chinese_offices_use(encoding: str) -> None:
    text = "清河市教育局2021年政府信息公开工作年度报告\n规章\t0\n"
    (line, _) = read(text.encode(encoding)).blocks
    assert isinstance(line, Line)
    assert line.text == "清河市教育局2021年政府信息公开工作年度报告"


def test_big5() -> None:
    text = "清河市教育局政府資訊公開工作年度報告，本年主動公開的情況如下，本機關的工作數量和項目見下表。"
    (line,) = read(text.encode("big5")).blocks
    assert isinstance(line, Line)
    assert line.text == text


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends(ends: str) -> None:
    first, second = read(f"甲{ends}{ends}乙".encode()).blocks
    assert (first.place.line, second.place.line) == (1, 3)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"  \n\t ", "the file is empty"),
        ("　\n　".encode(), "nothing but space"),
        (b"GIF89a" + bytes(20), "a GIF picture"),
        (
            b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>',
            "save it as .docx",
        ),
        (bytes(range(32)) * 40, "no text and of no format"),
    ],
)
def test_foreign_and_empty_files_say_what_they_are(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an empty cell at the edge of a table without outer bars
        (
            "规章 | 甲 | 乙\n--- | --- | ---\n行政许可 | 5 | \n | 7 | 8\n",
            [["行政许可 ", " 5 ", " "], [" ", " 7 ", " 8"]],
        ),
        ("| 规章 | 甲 |\n|---|---|\n| 行政许可 | |\n| | 7 |\n", [[" 行政许可 ", " "], [" ", " 7 "]]),
        ("｜行政许可｜5｜｜8｜\n┆行政处罚┆6┆┆9┆\n", [["行政许可", "5", "", "8"], ["行政处罚", "6", "", "9"]]),
        # spreadsheets write their empty cells with quotes or without, and some part cells by semicolons
        (
            '"规章","0",""\n"许可","",""\n"处罚","3","4"\n"强制","","5"\n',
            [["处罚", "3", "4"], ["强制", "", "5"]],
        ),
        ("规章;0;\n许可;;1\n处罚;3;4\n强制;;5\n", [["处罚", "3", "4"], ["强制", "", "5"]]),
    ],
)
def test_empty_cells_stay_where_they_are(text: str, expected: list[list[str]]) -> None:
    assert cells(text)[-2:] == expected


@pytest.mark.parametrize("between", ["\t\t", "||"])
def test_two_signs_between_cells_are_one(between: str) -> None:
    rows = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "", "12"], ["行政许可", "5", ""]]
    edge = "|" if between == "||" else ""
    text = "".join(f"{edge}{between.join(row)}{edge}\n" for row in rows)
    assert cells(text) == rows
    # Without a heading nobody knows what the empty cells are.
    assert len(cells(text.split("\n", 1)[1])[0]) > 3
