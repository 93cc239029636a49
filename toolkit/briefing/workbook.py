"""The workbook: a cover, a sheet for each chart with its numbers and a native chart, then figures, findings and reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.briefing.chart_sheets import write_page
from toolkit.briefing.pack import Pack, Page
from toolkit.briefing.row_sheets import write_figures, write_findings, write_reports
from toolkit.briefing.sheets import Sheets, height_of
from toolkit.briefing.wordings import day, word
from toolkit.wording import Lang, say

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def write_workbook(pack: Pack, path: Path) -> Path:
    """Return the path of the workbook written."""
    from xlsxwriter import Workbook

    with Workbook(
        str(path), {"strings_to_urls": False, "strings_to_formulas": False, "nan_inf_to_errors": True}
    ) as book:
        book.set_properties(
            {
                "title": pack.title,
                "subject": " · ".join(pack.scope),
                "created": datetime(pack.made.year, pack.made.month, pack.made.day),
            }
        )
        sheets = Sheets(book, pack.lang)
        cover = sheets.add(word("summary", pack.lang))
        listed = []
        for chapter, pages in pack.chapters:
            for page in pages:
                sheet = sheets.add(_short(page.title, pack.lang))
                listed.append((chapter, page, sheets.names[-1]))
                write_page(sheets, sheet, page, pack)
        others = [write_figures(sheets, pack), write_findings(sheets, pack), write_reports(sheets, pack)]
        _write_cover(sheets, cover, pack, listed, others)
        cover.activate()
    return path


def _short(title: str, lang: Lang) -> str:
    """Return a title without its years: sheets have short names."""
    return title.rpartition(say(lang, "，", ", "))[0] or title


def _write_cover(
    sheets: Sheets,
    sheet: Worksheet,
    pack: Pack,
    listed: Sequence[tuple[str, Page, str]],
    others: Sequence[str],
) -> None:
    looks, lang = sheets.formats, pack.lang
    sheet.set_row(0, 24)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, pack.title, looks["title"])
    row = 1
    about = [
        text
        for text in (
            pack.subtitle,
            pack.office,
            " · ".join(pack.scope),
            f"{word('made', lang)} {day(pack.made, lang)}",
            pack.introduction,
        )
        if text
    ]
    for text in about:
        sheet.write_string(row, 0, text, looks["muted"])
        row += 1
    row = _lines(sheets, sheet, row + 1, word("summary", lang), pack.sentences)
    sheet.write_string(row, 0, word("contents", lang), looks["bold"])
    row += 1
    for _, page, name in listed:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks["link"], name)
        sheet.write_string(row, 1, page.headline, looks["plain"])
        row += 1
    for name in others:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks["link"], name)
        row += 1
    row = _lines(sheets, sheet, row + 1, word("method", lang), pack.method)
    if pack.left_out:
        _lines(sheets, sheet, row, word("left_out", lang), pack.not_drawn())


def _lines(sheets: Sheets, sheet: Worksheet, row: int, head: str, lines: Iterable[str]) -> int:
    sheet.write_string(row, 0, head, sheets.formats["bold"])
    for line in lines:
        row += 1
        sheet.merge_range(row, 0, row, 1, line, sheets.formats["wrapped"])
        sheet.set_row(row, 16 * height_of(line, 136 * 7))
    return row + 2
