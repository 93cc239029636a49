"""Native charts and tables on slides: data that people can edit, gaps where nothing is printed."""

from __future__ import annotations

from typing import Any

from toolkit.briefing.blocks import Block
from toolkit.briefing.pack import Page
from toolkit.briefing.paper import FONT, Box, Paper, describe, east_asian, fill, rgb
from toolkit.charts import export
from toolkit.charts.framing import grouped
from toolkit.wording import say

_STEPS = 5


def add_chart(paper: Paper, slide: Any, block: Block, page: Page, box: Box, *, has_names: bool = True) -> None:
    """Set a native chart with its data; ``has_names`` is false where the rows are named beside it already."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {
        "line": XL_CHART_TYPE.LINE_MARKERS,
        "stacked": XL_CHART_TYPE.COLUMN_STACKED,
        "shares": XL_CHART_TYPE.COLUMN_STACKED_100,
        "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    }
    is_share = all(series.is_share for series in block.series)
    data = CategoryChartData(number_format="0%" if is_share else "#,##0.####")
    # Years are words here: as numbers a program would draw them as values.
    data.categories = list(block.names)
    for series in block.series:
        data.add_series(series.name, series.values)
    frame = slide.shapes.add_chart(kinds[block.native], *box.emu(), data)
    describe(frame, page.alt_text)
    chart = frame.chart
    _gaps(chart)
    _type(paper, chart, 11)
    title = " · ".join(filter(None, (block.title, say(paper.lang, f"单位：{block.unit}", f"Unit: {block.unit}"))))
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    _say(paper, chart.chart_title.text_frame, title, 12)
    _legend(chart, block)
    _axes(paper, chart, block, is_share, has_names)
    _colour(paper, chart, block)
    _label(paper, chart, block, is_share)


def _gaps(chart: Any) -> None:
    """Draw nothing where nothing is printed."""
    from lxml import etree
    from pptx.oxml.ns import qn

    space = chart._chartSpace.find(qn("c:chart"))
    shown = space.find(qn("c:dispBlanksAs"))
    if shown is None:
        shown = etree.SubElement(space, qn("c:dispBlanksAs"))
    shown.set("val", "gap")


def _type(paper: Paper, chart: Any, size: float) -> None:
    from pptx.util import Pt

    font = chart.font
    font.size, font.name = Pt(size), FONT
    font.color.rgb = rgb(paper.look.text)
    east_asian(font._rPr)


def _say(paper: Paper, frame: Any, text: str, size: float) -> None:
    from pptx.util import Pt

    frame.text = text
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.name = Pt(size), True, FONT
    run.font.color.rgb = rgb(paper.look.text)
    east_asian(run._r.get_or_add_rPr())


def _legend(chart: Any, block: Block) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION

    chart.has_legend = len(block.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False


def _axes(paper: Paper, chart: Any, block: Block, is_share: bool, has_names: bool) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    names, values = chart.category_axis, chart.value_axis
    names.format.line.color.rgb = rgb(paper.look.line)
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW if has_names else XL_TICK_LABEL_POSITION.NONE
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(paper.look.grid)
    values.major_gridlines.format.line.width = Pt(0.75)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.number_format = "0%" if is_share or block.native == "shares" else "#,##0"
    if block.lowest >= 0:
        values.minimum_scale = 0
    if 0 < block.highest < 4 and not is_share and block.native != "shares":
        # A few cases have no halves.
        values.maximum_scale, values.major_unit = 4, 1
    if block.native == "bar":
        names.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        values.has_major_gridlines = False
        if block.highest > 0:
            values.maximum_scale = block.highest * (1.25 if has_names else 1.35)
        names.tick_labels.font.size = Pt(10)


def _colour(paper: Paper, chart: Any, block: Block) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE_DASH_STYLE
    from pptx.util import Pt

    if block.native != "line":
        plot = chart.plots[0]
        plot.gap_width = 55
        if block.native in ("stacked", "shares"):
            plot.overlap = 100
    for series, (place, is_last) in zip(chart.plots[0].series, block.colours(), strict=True):
        colour = rgb(paper.look.series[place % len(paper.look.series)])
        if block.native != "line":
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
            series.invert_if_negative = False
            continue
        series.smooth = False
        series.format.line.width = Pt(2.25)
        series.format.line.color.rgb = colour
        if not is_last:
            series.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 6
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        series.marker.format.line.color.rgb = colour


def _label(paper: Paper, chart: Any, block: Block, is_share: bool) -> None:
    """Write numbers at the ends of bars, and at the points of lines where there is room."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    plot = chart.plots[0]
    points = len(block.names) * len(block.series)
    if block.native == "bar" or (block.native == "line" and points <= 24):
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format_is_linked = False
        labels.number_format = "0%" if is_share else "#,##0.##"
        if block.highest >= 1 and all(value is None or float(value).is_integer() for one in block.series for value in one.values):
            labels.number_format = "#,##0"
        labels.show_value = True
        labels.position = XL_LABEL_POSITION.OUTSIDE_END if block.native == "bar" else XL_LABEL_POSITION.ABOVE
        labels.font.size = Pt(10)
        labels.font.color.rgb = rgb(paper.look.text)


def add_grid(paper: Paper, slide: Any, block: Block, page: Page, box: Box) -> None:
    """Set a table of numbers shaded by size: names in rows, years in columns; a dash stands for a gap."""
    heads = [block.head, *block.names]
    rows = [[one.name, *(_worded(value, one.is_share, paper) for value in one.values)] for one in block.series]
    first = max(2.4, min(4.2, box.width * 0.36))
    widths = [first, *[(box.width - first) / max(1, len(block.names))] * len(block.names)]
    title = " · ".join(filter(None, (block.title, say(paper.lang, f"单位：{block.unit}", f"Unit: {block.unit}"))))
    paper.text(slide, [title], Box(box.left, box.top, box.width, 0.3), size=12)
    table = paper.table(
        slide, heads, rows, Box(box.left, box.top + 0.34, box.width, box.height - 0.34), widths,
        right=range(1, len(heads)), size=13,
    )  # fmt: skip
    describe(slide.shapes[-1], page.alt_text)
    _shade(paper, table, block)


def _worded(value: float | None, is_share: bool, paper: Paper) -> str:
    if value is None:
        return "–"
    return f"{value:.0%}" if is_share else grouped(value, paper.lang)


def _shade(paper: Paper, table: Any, block: Block) -> None:
    inner = [one for one in block.series if one.key not in ("n", "reports")]
    highest = max((value for one in inner for value in one.values if value is not None), default=0)
    for at, series in enumerate(block.series, start=1):
        for place, value in enumerate(series.values, start=1):
            if not value or series not in inner or not highest:
                continue
            step = min(_STEPS - 1, int(value / highest * _STEPS))
            cell = table.cell(at, place)
            fill(cell, _RAMP[step][0])
            cell.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(_RAMP[step][1])


#: Five steps of the first colour from little to much, and the colour of text upon each.
_RAMP = (("#E4ECF9", "#111111"), ("#B9D0F1", "#111111"), ("#7FA9E3", "#111111"), ("#3A6CC4", "#FFFFFF"), ("#0B409C", "#FFFFFF"))


def add_picture(paper: Paper, slide: Any, page: Page, box: Box) -> None:
    """Set the picture of a chart that no native one can show, as large as it goes."""
    import io

    picture = export.as_png(page.chart, scale=2.5)
    shape = slide.shapes.add_picture(io.BytesIO(picture), 0, 0)
    left, top, width, height = box.emu()
    scale = min(width / shape.width, height / shape.height)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
    shape.left, shape.top = left + (width - shape.width) // 2, top
    describe(shape, page.alt_text)
