"""Text and Markdown: what is printed, on which line, in which cell; and files that are neither."""

from __future__ import annotations

import pytest

from toolkit.document import Grid, Line
from toolkit.errors import UnreadableFile
from toolkit.reading import read, readers, suffixes


def cells(text: str, suffix: str = ".txt") -> list[list[str]]:
    """Return the texts of all cells of a text, row by row."""
    blocks = read(text.encode(), suffix).blocks
    return [[cell.text for cell in row.cells] for block in blocks if isinstance(block, Grid) for row in block.rows]


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
    assert [[cell.strip() for cell in row] for row in cells(text, ".md")] == [["信息内容", "件数"], ["规章", "7"]]


def test_a_row_of_dashes_is_data_and_no_rule() -> None:
    text = "| 信息内容 | 件数 |\n|---|---|\n| - | -- |\n"
    assert [[cell.strip() for cell in row] for row in cells(text, ".md")][-1] == ["-", "--"]


def test_tables_without_outer_pipes() -> None:
    assert cells("项目 | 数\n--- | ---\n规章 | 7\n", ".md") == [["项目 ", " 数"], ["规章 ", " 7"]]


def test_box_lines() -> None:
    assert cells("┌──┬──┐\n│规章│7 │\n└──┴──┘\n") == [["规章", "7 "]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
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
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>', "save it as .docx"),
        (bytes(range(32)) * 40, "no text and of no format"),
    ],
)
def test_foreign_and_empty_files_say_what_they_are(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(data)
