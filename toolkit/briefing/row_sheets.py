"""The sheets of rows: every cell behind the charts, the findings, the reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.briefing import names
from toolkit.briefing.pack import Pack
from toolkit.briefing.sheets import Sheets
from toolkit.briefing.wordings import both, day, word
from toolkit.wording import say

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: A sheet holds no more rows than this; the figures of a very large corpus are cut, and the sheet says so.
_MOST_ROWS = 1_000_000


def write_frame(sheets: Sheets, sheet: Worksheet, frame: pl.DataFrame, row: int) -> int:
    """Write a table of a shape that is not known as it is; return the next free row."""
    plain = frame.select(pl.exclude(pl.Struct, pl.List))
    write_rows(sheets, sheet, row, plain.columns, plain.iter_rows(), [14] * plain.width)
    return row + plain.height + 2


def write_rows(
    sheets: Sheets,
    sheet: Worksheet,
    row: int,
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    widths: Sequence[float],
) -> None:
    """Write a table: numbers as numbers, nothing as an empty cell."""
    looks = sheets.formats
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.write_string(row, place, head, looks["head"])
        sheet.set_column(place, place, width)
    at = row
    for at, values in enumerate(rows, start=row + 1):
        for place, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                sheet.write_string(at, place, word("yes" if value else "no", sheets.lang), looks["plain"])
            elif isinstance(value, int | float):
                # Years, pages and lines are whole by type, and are written without marks of thousands.
                is_count = isinstance(value, float) and value.is_integer()
                sheet.write_number(at, place, value, looks["whole" if is_count else "plain"])
            else:
                sheet.write_string(at, place, str(value), looks["plain"])
    if at > row:
        sheet.autofilter(row, 0, at, len(heads) - 1)
    sheet.freeze_panes(row + 1, 0)


def _table_sheet(sheets: Sheets, title: str, pack: Pack, note: str) -> Worksheet:
    """Return a sheet that begins with its title, its scope and the date."""
    sheet = sheets.add(title)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, title, sheets.formats["title"])
    sheet.write_string(1, 0, note, sheets.formats["muted"])
    sheet.write_string(
        2,
        0,
        f"{' · '.join(pack.scope)} · {word('made', pack.lang)} {day(pack.made, pack.lang)}",
        sheets.formats["muted"],
    )
    return sheet


def write_figures(sheets: Sheets, pack: Pack) -> str:
    """Write every cell behind the charts; return the name of the sheet."""
    lang = pack.lang
    keys = ["report_id", "table", "row", "column", "raw"]
    cells = pl.concat([page.cells for page in pack.pages], how="diagonal").unique(keys, maintain_order=True)
    cells = cells.filter(pl.col("table") != "findings").sort(
        "agency", "year", "table", "report_id", "row", "column", nulls_last=True
    )
    note = say(
        lang,
        "图中每个数所依据的单元格，照所印；空的数值是没有印出的数，不是零。",
        "Every cell that the charts rest on, as printed; an empty value is a number that is not printed, not a zero.",
    )
    if cells.height > _MOST_ROWS:
        note += say(
            lang,
            f"只列前 {_MOST_ROWS:,} 行，共 {cells.height:,} 行。",
            f" The first {_MOST_ROWS:,} of {cells.height:,} rows.",
        )
    sheet = _table_sheet(sheets, word("figures", lang), pack, note)
    names_of = {code: names.table_name(code, lang) for code in cells["table"].unique()}
    states = {code: names.state_name(code, lang) for code in cells["state"].drop_nulls().unique()}
    shown = cells.head(_MOST_ROWS).select(
        "agency", "year", "form", pl.col("table").replace(names_of), "label", "value", "unit",
        pl.col("state").replace(states), "raw", "source", "page", "line",
    )  # fmt: skip
    heads = both(
        ["agency", "year", "form", "table", "label", "value", "unit", "state", "raw", "file", "page", "line"],
        lang,
    )
    write_rows(sheets, sheet, 4, heads, shown.iter_rows(), [26, 9, 9, 16, 44, 12, 9, 13, 24, 34, 8, 9])
    return str(sheet.get_name())


def write_findings(sheets: Sheets, pack: Pack) -> str:
    """Write every finding; return the name of the sheet."""
    lang = pack.lang
    note = say(
        lang,
        "不成立只说明所印的数字互不相符，不说明哪个数错了。",
        "A finding says that printed numbers do not agree, not which of them is wrong.",
    )
    sheet = _table_sheet(sheets, word("findings", lang), pack, note)
    codes = pack.findings["rule"].unique()
    shown = pack.findings.sort("severity", "status", "year", "agency", nulls_last=True).select(
        "agency", "year", pl.col("rule").replace({code: names.rule_name(code, lang) for code in codes}),
        pl.col("severity").replace({code: names.severity_name(code, lang) for code in ("error", "warning", "note")}),
        pl.col("status").replace({code: word(code, lang) for code in ("fail", "unknown")}),
        "message", "expected", "actual", "source", "page", "line",
    )  # fmt: skip
    heads = both(["agency", "year", "rule", "severity", "status", "message"], lang)
    heads += [
        say(lang, "应为 Expected", "Expected 应为"),
        say(lang, "实为 Actual", "Actual 实为"),
        *both(["file", "page", "line"], lang),
    ]
    write_rows(sheets, sheet, 4, heads, shown.iter_rows(), [26, 9, 40, 10, 14, 60, 12, 12, 34, 8, 9])
    return str(sheet.get_name())


def write_reports(sheets: Sheets, pack: Pack) -> str:
    """Write every report; return the name of the sheet."""
    lang = pack.lang
    note = say(
        lang,
        "本简报的全部报告，含未计入合计的。",
        "All reports of this briefing, those not counted in the sums too.",
    )
    sheet = _table_sheet(sheets, word("reports", lang), pack, note)
    scopes = {code: names.scope_name(code, lang) for code in pack.reports["scope"].drop_nulls().unique()}
    shown = pack.reports.select(
        "agency", "year", "form", pl.col("scope").replace(scopes), "verified", "format", "source"
    )
    heads = both(["agency", "year", "form", "report_scope", "verified", "format", "file"], lang)
    write_rows(sheets, sheet, 4, heads, shown.iter_rows(), [34, 9, 9, 14, 12, 10, 44])
    return str(sheet.get_name())
