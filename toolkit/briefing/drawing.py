"""Native charts and tables on slides: data that people can edit, gaps where nothing is printed."""

from __future__ import annotations

from typing import Any

from toolkit.briefing.blocks import Block
from toolkit.briefing.pack import Page
from toolkit.briefing.paper import FONT, Box, Paper, describe, east_asian, fill, rgb
from toolkit.charts import export
from toolkit.charts.framing import grouped

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
    kind = kinds[block.native]
    if _is_one_year(block):
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    frame = slide.shapes.add_chart(kind, *box.emu(), data)
    describe(frame, page.alt_text)
    chart = frame.chart
    _gaps(chart)
    _type(paper, chart, 11)
    title = block.heading(paper.lang)
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    _say(paper, chart.chart_title.text_frame, title, 12)
    _legend(chart, block)
    _axes(paper, chart, block, is_share, has_names)
    _colour(paper, chart, block)
    _label(paper, chart, block, is_share)


def _is_one_year(block: Block) -> bool:
    """Whether lines would be points: then columns show them."""
    return block.native == "line" and len(block.names) == 1


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

    is_line = block.native == "line" and not _is_one_year(block)
    if not is_line:
        plot = chart.plots[0]
        plot.gap_width = 55
        if block.native in ("stacked", "shares"):
            plot.overlap = 100
    for series, one, (place, is_last) in zip(chart.plots[0].series, block.series, block.colours(), strict=True):
        colour = rgb(paper.look.series[place % len(paper.look.series)])
        if not is_line:
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
        for at, (value, is_few) in enumerate(zip(one.values, one.few, strict=False)):
            if is_few and value is not None:
                # Too few cases for a share: a hollow point, as in the picture.
                hollow = series.points[at].marker
                hollow.style, hollow.size = XL_MARKER_STYLE.CIRCLE, 6
                hollow.format.fill.solid()
                hollow.format.fill.fore_color.rgb = rgb(paper.look.background)
                hollow.format.line.color.rgb = colour


def _label(paper: Paper, chart: Any, block: Block, is_share: bool) -> None:
    """Write numbers at the ends of bars; at the points of lines where they can be told apart."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    whole = all(value is None or float(value).is_integer() for one in block.series for value in one.values)
    number = "0%" if is_share else "#,##0" if whole else "#,##0.##"
    if block.native == "bar" or _is_one_year(block):
        labels = chart.plots[0]
        labels.has_data_labels = True
        _look_of(paper, labels.data_labels, number, Pt(10))
        labels.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
        return
    if block.native != "line" or len(block.names) > 12:
        return
    for at in range(len(block.names)):
        there = [(one.values[at], place) for place, one in enumerate(block.series) if one.values[at] is not None]
        if len(there) > 2:
            continue
        # Of two numbers the larger stands above its point, the other below.
        for rank, (_, place) in enumerate(sorted(there, key=lambda item: -float(item[0] or 0))):
            label = chart.plots[0].series[place].points[at].data_label
            label.position = XL_LABEL_POSITION.ABOVE if rank == 0 else XL_LABEL_POSITION.BELOW
            label.font.size = Pt(10 if len(block.names) < 9 else 9)
            label.font.color.rgb = rgb(paper.look.series[block.colours()[place][0] % len(paper.look.series)])
    for series in chart.plots[0].series:
        labels = series._element.find(".//{http://schemas.openxmlformats.org/drawingml/2006/chart}dLbls")
        if labels is not None:
            series.data_labels.show_value = False


def _look_of(paper: Paper, labels: Any, number: str, size: Any) -> None:
    labels.number_format_is_linked = False
    labels.number_format = number
    labels.show_value = True
    labels.font.size = size
    labels.font.color.rgb = rgb(paper.look.text)


def add_grid(paper: Paper, slide: Any, block: Block, page: Page, box: Box) -> None:
    """Set a table of numbers shaded by size: names in rows, years in columns; a dash stands for a gap."""
    cells = [[_worded(value, one.is_share, paper) for value in one.values] for one in block.series]
    by_name = is_wordy(block)
    if by_name:
        heads = [block.head, *(one.name for one in block.series)]
        rows = [[name, *numbers] for name, numbers in zip(block.names, zip(*cells, strict=True), strict=True)]
        first = box.width * 0.74
    else:
        heads = [block.head, *block.names]
        rows = [[one.name, *numbers] for one, numbers in zip(block.series, cells, strict=True)]
        first = max(2.4, min(4.2, box.width * 0.36))
    widths = [first, *[(box.width - first) / (len(heads) - 1)] * (len(heads) - 1)]
    paper.text(slide, [block.heading(paper.lang)], Box(box.left, box.top, box.width, 0.3), size=12)
    table = paper.table(
        slide, heads, rows, Box(box.left, box.top + 0.34, box.width, box.height - 0.34), widths,
        right=range(1, len(heads)), size=13,
    )  # fmt: skip
    describe(slide.shapes[-1], page.alt_text)
    if not by_name:
        _shade(paper, table, block)


def is_wordy(block: Block) -> bool:
    """Whether the names of the rows are sentences, for which an axis has no room."""
    return max((len(name) for name in block.names), default=0) > 24


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

    picture = export.content(page.drawn, ".png", 2.5)
    shape = slide.shapes.add_picture(io.BytesIO(picture), 0, 0)
    left, top, width, height = box.emu()
    scale = min(width / shape.width, height / shape.height)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
    shape.left, shape.top = left + (width - shape.width) // 2, top
    describe(shape, page.alt_text)
