"""A sheet for each chart: its words, its numbers and a native chart of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from toolkit.briefing import names, touching
from toolkit.briefing.blocks import Block
from toolkit.briefing.marks import without_marks
from toolkit.briefing.pack import Pack, Page
from toolkit.briefing.row_sheets import write_frame
from toolkit.briefing.sheets import FONT, Sheets, height_of
from toolkit.briefing.wordings import day, word
from toolkit.charts import theme
from toolkit.wording import Lang, say

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_CHART_WIDTH, _CHART_HEIGHT = 780, 320
#: The lines of the newest editions are solid.
_DASHES = ("solid", "dash", "round_dot", "dash_dot")
#: The words above the numbers go over these columns: 22 and eight times 14 characters wide.
_HEAD_COLUMNS, _HEAD_PIXELS = 8, 960
#: The room for words in a column of numbers, a line never being filled to its end.
_COLUMN_PIXELS = 80


def write_page(sheets: Sheets, sheet: Worksheet, page: Page, pack: Pack) -> None:
    """Write the words, the numbers and the native charts of one chart."""
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
        sheet.set_row(row, 15 * height_of(line, _HEAD_PIXELS))
    row = len(lines) + 2
    for block in page.blocks:
        row = _write_block(sheets, sheet, page, block, row)
    if not page.blocks:
        row = write_frame(sheets, sheet, page.table, row)
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


def _write_block(sheets: Sheets, sheet: Worksheet, page: Page, block: Block, row: int) -> int:
    """Write the numbers and, beside or below them, the chart; return the next free row."""
    looks = sheets.formats
    sheet.write_string(row, 0, block.heading(sheets.lang), looks["bold"])
    head = row + 1
    sheet.write_string(head, 0, block.head, looks["head"])
    for place, series in enumerate(block.series, start=1):
        sheet.write_string(head, place, series.name, looks["head"])
    sheet.set_row(head, 15 * max(height_of(series.name, _COLUMN_PIXELS) for series in block.series))
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


def _native(sheets: Sheets, name: str, page: Page, block: Block, head: int, last: int) -> Any:
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
