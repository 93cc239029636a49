"""The workbook: a sheet for each chart with its numbers and a native chart, then figures, findings and reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from toolkit.briefing import names, touching
from toolkit.briefing.blocks import Block
from toolkit.briefing.marks import without_marks
from toolkit.briefing.pack import Pack, Page
from toolkit.briefing.wordings import both, day, word
from toolkit.charts import theme
from toolkit.charts.framing import text_width
from toolkit.wording import Lang, say

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Excel's own limit, and the characters it refuses.
_LONGEST_NAME = 31
_REFUSED = re.compile(r"[\[\]:*?/\\']")
#: Installed with Excel and WPS on Windows and macOS.
FONT = "Microsoft YaHei"
_CHART_WIDTH, _CHART_HEIGHT = 780, 320
#: The lines of the newest editions are solid.
_DASHES = ("solid", "dash", "round_dot", "dash_dot")
#: The words above the numbers go over these columns: 22 and eight times 14 characters wide.
_HEAD_COLUMNS, _HEAD_PIXELS = 8, 960
#: The room for words in a column of numbers, a line never being filled to its end.
_COLUMN_PIXELS = 80
#: A sheet holds no more rows than this; the figures of a very large corpus are cut, and the sheet says so.
_MOST_ROWS = 1_000_000


class _Sheets:
    """One workbook with its formats and the names of its sheets."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self.book, self.lang = book, lang
        self.names: list[str] = []
        look = theme.LIGHT
        plain: dict[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "top", "font_color": look.text}
        looks: Mapping[str, dict[str, Any]] = {
            "plain": {},
            "wrapped": {"text_wrap": True},
            "subtitle": {"bold": True, "text_wrap": True},
            "small": {"text_wrap": True, "font_color": look.muted, "font_size": 9},
            "title": {"bold": True, "font_size": 15},
            "bold": {"bold": True},
            "muted": {"font_color": look.muted, "font_size": 9},
            "link": {"font_color": look.series[0], "underline": 1},
            "head": {
                "bold": True,
                "text_wrap": True,
                "bottom": 1,
                "bg_color": look.stripe,
                "valign": "vcenter",
            },
            "text": {"num_format": "@"},
            "whole": {"num_format": "#,##0"},
            "share": {"num_format": "0.0%"},
        }
        self.formats = {name: book.add_format({**plain, **more}) for name, more in looks.items()}

    def add(self, title: str) -> Worksheet:
        """Return a new sheet of a name that Excel takes and that no other sheet has."""
        plain = _REFUSED.sub(" ", title).strip() or "-"
        name, count = plain[:_LONGEST_NAME], 1
        while name.lower() in (other.lower() for other in self.names):
            count += 1
            tail = f" {count}"
            name = plain[: _LONGEST_NAME - len(tail)] + tail
        self.names.append(name)
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet


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
        sheets = _Sheets(book, pack.lang)
        cover = sheets.add(word("summary", pack.lang))
        listed = []
        for chapter, pages in pack.chapters:
            for page in pages:
                sheet = sheets.add(_short(page.title, pack.lang))
                listed.append((chapter, page, sheets.names[-1]))
                _write_page(sheets, sheet, page, pack)
        others = [_write_figures(sheets, pack), _write_findings(sheets, pack), _write_reports(sheets, pack)]
        _write_cover(sheets, cover, pack, listed, others)
        cover.activate()
    return path


def _short(title: str, lang: Lang) -> str:
    """Return a title without its years: sheets have short names."""
    return title.rpartition(say(lang, "，", ", "))[0] or title


# -- the first sheet -----------------------------------------------------------------------------------


def _write_cover(
    sheets: _Sheets,
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


def _lines(sheets: _Sheets, sheet: Worksheet, row: int, head: str, lines: Iterable[str]) -> int:
    sheet.write_string(row, 0, head, sheets.formats["bold"])
    for line in lines:
        row += 1
        sheet.merge_range(row, 0, row, 1, line, sheets.formats["wrapped"])
        sheet.set_row(row, 16 * _height(line, 136 * 7))
    return row + 2


def _height(text: str, width: float) -> int:
    return max(1, -(-int(text_width(text, 13)) // int(width)))


# -- a sheet for each chart ----------------------------------------------------------------------------


def _write_page(sheets: _Sheets, sheet: Worksheet, page: Page, pack: Pack) -> None:
    looks, lang = sheets.formats, pack.lang
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 30, 14)
    sheet.write_string(0, 0, page.headline, looks["title"])
    lines = [
        page.title,
        f"{word('question', lang)}{say(lang, '：', ': ')}{page.question}",
        " · ".join(page.facts),
        f"{word('source', lang)}{say(lang, '：', ': ')}{page.source}",
        f"{word('scope', lang)}{say(lang, '：', ': ')}{' · '.join(pack.scope)}",
        f"{word('made', lang)} {day(pack.made, lang)}",
        *(
            f"{word('cautions', lang)}{say(lang, '：', ': ')}{note}"
            for note in without_marks(page.notes, lang)
        ),
        word("gap", lang),
        *_touching(page, lang),
    ]
    sheet.set_row(0, 24)
    for row, line in enumerate(lines, start=1):
        # As wide as a page, whatever the columns of numbers below need.
        sheet.merge_range(row, 0, row, _HEAD_COLUMNS, line, looks["subtitle" if row == 1 else "small"])
        sheet.set_row(row, 15 * _height(line, _HEAD_PIXELS))
    row = len(lines) + 2
    for block in page.blocks:
        row = _write_block(sheets, sheet, page, block, row)
    if not page.blocks:
        row = _write_frame(sheets, sheet, page.table, row)
    sheet.freeze_panes(1, 0)


def _touching(page: Page, lang: Lang) -> list[str]:
    failed = page.findings.filter(pl.col("status") == "fail")
    if page.findings.is_empty():
        return []
    unknown = page.findings.height - failed.height
    colon = say(lang, "：", ": ")
    counts = [
        f"{names.rule_name(row['rule'], lang)} {row['fail']:,}"
        for row in touching.by_rule(failed).iter_rows(named=True)
    ]
    said = say(lang, "；", "; ").join(counts) or "0"
    more = say(lang, f"；无法核对 {unknown:,}", f"; cannot be checked {unknown:,}") if unknown else ""
    return (
        [f"{word('touching', lang)}{colon}{word('fail', lang)} {failed.height:,}（{said}）{more}"]
        if lang == "zh"
        else [f"{word('touching', lang)}: {failed.height:,} fail ({said}){more}"]
    )


def _write_block(sheets: _Sheets, sheet: Worksheet, page: Page, block: Block, row: int) -> int:
    """Write the numbers and, beside or below them, the chart; return the next free row."""
    looks = sheets.formats
    sheet.write_string(row, 0, block.heading(sheets.lang), looks["bold"])
    head = row + 1
    sheet.write_string(head, 0, block.head, looks["head"])
    for place, series in enumerate(block.series, start=1):
        sheet.write_string(head, place, series.name, looks["head"])
    sheet.set_row(head, 15 * max(_height(series.name, _COLUMN_PIXELS) for series in block.series))
    for at, name in enumerate(block.names, start=head + 1):
        # Years are names of rows: as numbers, a chart would draw them.
        sheet.write_string(at, 0, name, looks["text"])
        for place, series in enumerate(block.series, start=1):
            value = series.values[at - head - 1]
            look = (
                "share"
                if series.is_share
                else "whole"
                if value is not None and float(value).is_integer()
                else "plain"
            )
            if value is None:
                sheet.write_blank(at, place, None, looks["plain"])
            else:
                sheet.write_number(at, place, value, looks[look])
    last = head + len(block.names)
    if block.native == "grid":
        _shade(sheet, block, head, last)
    elif block.native != "none" and block.names:
        chart = _native(sheets, sheet.get_name(), page, block, head, last)
        if block.native == "line":
            sheet.write_string(last + 1, 0, block.caption(sheets.lang), looks["muted"])
        sheet.insert_chart(last + 2, 0, chart, {"description": page.alt_text, "object_position": 1})
        return last + 3 + _chart_size(block)[1] // 20
    return last + 2


def _shade(sheet: Worksheet, block: Block, head: int, last: int) -> None:
    """Shade the numbers by size; totals of another kind at the end stay white."""
    columns = [
        place for place, series in enumerate(block.series, start=1) if series.key.partition(":")[0] not in ("n", "reports")
    ]
    sheet.conditional_format(
        head + 1, columns[0], last, columns[-1],
        {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#7FA9E3", "min_type": "num", "min_value": 0},
    )  # fmt: skip


def _chart_size(block: Block) -> tuple[int, int]:
    if block.native == "bar":
        return _CHART_WIDTH, max(_CHART_HEIGHT, 90 + 24 * len(block.names) * len(block.series))
    return _CHART_WIDTH, _CHART_HEIGHT


def _native(sheets: _Sheets, name: str, page: Page, block: Block, head: int, last: int) -> Any:
    kinds: Mapping[str, dict[str, str]] = {
        "line": {"type": "line"},
        "stacked": {"type": "column", "subtype": "stacked"},
        "shares": {"type": "column", "subtype": "stacked"},
        "bar": {"type": "bar"},
    }
    chart = sheets.book.add_chart(kinds[block.native])
    look = theme.LIGHT
    text = {"name": FONT, "size": 9, "color": look.text}
    looks = block.looks()
    for place, (series, drawn) in enumerate(zip(block.series, looks, strict=True), start=1):
        colour, dash = (
            look.series[drawn.colour % len(look.series)],
            _DASHES[min(drawn.dash, len(_DASHES) - 1)],
        )
        one: dict[str, Any] = {
            "name": series.short if series.short and drawn.is_named else [name, head, place],
            "categories": [name, head + 1, 0, last, 0],
            "values": [name, head + 1, place, last, place],
        }
        if block.native == "line":
            one["line"] = {"color": colour, "width": 2.0, "dash_type": dash}
            one["marker"] = {
                "type": "circle",
                "size": 5,
                "fill": {"color": colour},
                "border": {"color": colour},
            }
        else:
            one["fill"] = {"color": colour}
            one["gap"] = 60
        chart.add_series(one)
    is_share = all(series.is_share for series in block.series)
    chart.set_title(
        {"name": block.title or page.title, "name_font": {**text, "size": 11, "bold": True}, "overlay": False}
    )
    number = "0%" if is_share or block.native == "shares" else "#,##0"
    values = {
        "num_font": text,
        "num_format": number,
        "major_gridlines": {"visible": True, "line": {"color": look.grid}},
        "line": {"none": True},
        "min": 0 if block.lowest >= 0 else None,
        "max": 1 if block.native == "shares" else None,
    }
    rows = {"num_font": text, "line": {"color": look.line}, "label_position": "low"}
    if block.native == "bar":
        chart.set_x_axis(values)
        chart.set_y_axis({**rows, "reverse": True})
    else:
        chart.set_y_axis(values)
        chart.set_x_axis({**rows, "text_axis": True})
    hidden = [place for place, drawn in enumerate(looks) if not drawn.is_named]
    chart.set_legend(
        {"position": "bottom", "font": text, "delete_series": hidden}
        if len(looks) - len(hidden) > 1
        else {"none": True}
    )
    width, height = _chart_size(block)
    chart.set_size({"width": width, "height": height})
    # The library leaves the element out for gaps; some programs then draw a zero.
    chart._write_disp_blanks_as = lambda: chart._xml_empty_tag("c:dispBlanksAs", [("val", "gap")])
    return chart


# -- the sheets of rows --------------------------------------------------------------------------------


def _write_frame(sheets: _Sheets, sheet: Worksheet, frame: pl.DataFrame, row: int) -> int:
    plain = frame.select(pl.exclude(pl.Struct, pl.List))
    _write_rows(sheets, sheet, row, plain.columns, plain.iter_rows(), [14] * plain.width)
    return row + plain.height + 2


def _write_rows(
    sheets: _Sheets,
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


def _table_sheet(sheets: _Sheets, title: str, pack: Pack, note: str) -> Worksheet:
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


def _write_figures(sheets: _Sheets, pack: Pack) -> str:
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
    _write_rows(sheets, sheet, 4, heads, shown.iter_rows(), [26, 9, 9, 16, 44, 12, 9, 13, 24, 34, 8, 9])
    return str(sheet.get_name())


def _write_findings(sheets: _Sheets, pack: Pack) -> str:
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
    _write_rows(sheets, sheet, 4, heads, shown.iter_rows(), [26, 9, 40, 10, 14, 60, 12, 12, 34, 8, 9])
    return str(sheet.get_name())


def _write_reports(sheets: _Sheets, pack: Pack) -> str:
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
    _write_rows(sheets, sheet, 4, heads, shown.iter_rows(), [34, 9, 9, 14, 12, 10, 44])
    return str(sheet.get_name())
