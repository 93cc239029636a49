"""Native charts and tables on slides: data that people can edit, gaps where nothing is printed."""

from __future__ import annotations

from typing import Any

from toolkit.briefing.blocks import Block
from toolkit.briefing.grids import worded
from toolkit.briefing.pack import Page
from toolkit.briefing.paper import FONT, Box, Paper, describe, east_asian, rgb
from toolkit.charts.framing import text_width

_POINTS, _AXIS_SIZE = 72, 11
#: More columns than these are too narrow for numbers; a part lower than this share of the highest column too low.
_MOST_COLUMNS, _WORTH_A_LABEL = 12, 0.08


def add_chart(
    paper: Paper, slide: Any, block: Block, page: Page, box: Box, *, has_names: bool = True
) -> None:
    """Set a native chart with its data; ``has_names`` is false where the rows are named beside it already."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {
        "line": XL_CHART_TYPE.LINE_MARKERS,
        "stacked": XL_CHART_TYPE.COLUMN_STACKED,
        "shares": XL_CHART_TYPE.COLUMN_STACKED,
        "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    }
    is_share = all(series.is_share for series in block.series)
    data = CategoryChartData(number_format="0%" if is_share else "#,##0.####")
    # Years are words here: as numbers a program would draw them as values.
    data.categories = list(block.names)
    for series, look in zip(block.series, block.looks(), strict=True):
        data.add_series(series.short or series.name if look.is_named else series.name, series.values)
    kind = kinds[block.native]
    if _is_one_year(block):
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    frame = slide.shapes.add_chart(kind, *box.emu(), data)
    describe(frame, page.alt_text)
    chart = frame.chart
    _gaps(chart)
    _type(paper, chart, 11)
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    _title(paper, chart.chart_title.text_frame, block.heading(paper.lang), box.width)
    _legend(chart, block)
    _axes(paper, chart, block, is_share, has_names)
    _turn_names(chart, block, box.width)
    _colour(paper, chart, block)
    _label(paper, chart, block, is_share, box.width)


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


def _title(paper: Paper, frame: Any, text: str, width: float) -> None:
    """Set the title of a chart in one line."""
    from pptx.util import Pt

    size = 13.0
    while size > 10 and text_width(text, size) > width * _POINTS * 0.8:
        size -= 0.5
    frame.text = text
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.name = Pt(size), True, FONT
    run.font.color.rgb = rgb(paper.look.text)
    east_asian(run._r.get_or_add_rPr())


def _legend(chart: Any, block: Block) -> None:
    """Name each measure once: a line in pieces has one colour, and one entry, that of its last piece."""
    from lxml import etree
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.oxml.ns import qn

    named = [look.is_named for look in block.looks()]
    chart.has_legend = sum(named) > 1
    if not chart.has_legend:
        return
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    last = chart.legend._element.find(qn("c:legendPos"))
    for place in [place for place, is_named in enumerate(named) if not is_named]:
        entry = etree.Element(qn("c:legendEntry"))
        etree.SubElement(entry, qn("c:idx")).set("val", str(place))
        etree.SubElement(entry, qn("c:delete")).set("val", "1")
        last.addnext(entry)
        last = entry


def _turn_names(chart: Any, block: Block, width: float) -> None:
    """Turn the years under an axis where they do not fit side by side: some programs would break them into two lines."""
    from pptx.oxml.ns import qn

    if block.native == "bar":
        return
    widest, room = max(text_width(name, _AXIS_SIZE) for name in block.names) + 8, _room(block, width)
    degrees = 0 if widest <= room else 45 if room > _AXIS_SIZE * 1.4 else 90
    chart.category_axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", str(-60000 * degrees))


def _room(block: Block, width: float) -> float:
    """Return the points that each name under an axis has, the numbers of the other axis aside."""
    return max(1.0, (width * _POINTS - 60) / len(block.names))


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
        names.tick_labels.font.size = Pt(_AXIS_SIZE)
        _name_all(chart)
        if not chart.has_legend:
            _fix_bars(chart, has_names)
    else:
        names.tick_labels.font.size = Pt(_AXIS_SIZE)
    if block.native == "shares":
        values.maximum_scale = 1


def _name_all(chart: Any) -> None:
    """Keep programs from naming only every second bar where names stand close."""
    from lxml import etree
    from pptx.oxml.ns import qn

    skip = etree.Element(qn("c:tickLblSkip"))
    skip.set("val", "1")
    chart.category_axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _fix_bars(chart: Any, has_names: bool) -> None:
    """Give the bars their place in the frame, so that the rows of charts side by side stand at one height."""
    from lxml import etree
    from pptx.oxml.ns import qn

    area = chart._chartSpace.find(qn("c:chart")).find(qn("c:plotArea"))
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = etree.Element(qn("c:layout"))
        area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    left = 0.44 if has_names else 0.03
    for name, value in (
        ("layoutTarget", "inner"),
        ("xMode", "edge"),
        ("yMode", "edge"),
        ("x", left),
        ("y", 0.12),
        ("w", 0.97 - left),
        ("h", 0.86),
    ):
        etree.SubElement(manual, qn(f"c:{name}")).set("val", str(value))


def _colour(paper: Paper, chart: Any, block: Block) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE_DASH_STYLE
    from pptx.util import Pt

    is_line = block.native == "line" and not _is_one_year(block)
    if not is_line:
        plot = chart.plots[0]
        # One bar alone would fill the slide.
        plot.gap_width = 55 if len(block.names) > 3 else 400 // len(block.names)
        if block.native in ("stacked", "shares"):
            plot.overlap = 100
    dashes = (None, MSO_LINE_DASH_STYLE.DASH, MSO_LINE_DASH_STYLE.ROUND_DOT, MSO_LINE_DASH_STYLE.DASH_DOT)
    for series, one, look in zip(chart.plots[0].series, block.series, block.looks(), strict=True):
        colour = rgb(_colour_of(paper, look.colour))
        if not is_line:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
            series.invert_if_negative = False
            continue
        series.smooth = False
        series.format.line.width = Pt(2.25)
        series.format.line.color.rgb = colour
        if look.dash:
            series.format.line.dash_style = dashes[min(look.dash, len(dashes) - 1)]
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


def _colour_of(paper: Paper, place: int) -> str:
    return paper.look.series[place % len(paper.look.series)]


def _label(paper: Paper, chart: Any, block: Block, is_share: bool, width: float) -> None:
    """Write numbers at the ends of bars, in columns that have room, at the points of lines where they can be told apart."""
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
    if block.native in ("stacked", "shares"):
        _label_parts(paper, chart, block, number)
        return
    size = 11 if len(block.names) < 9 else 10
    numbers = [
        worded(value, is_share, paper) for one in block.series for value in one.values if value is not None
    ]
    fits = len(block.names) <= _MOST_COLUMNS and max(text_width(text, size) for text in numbers) + 6 <= _room(
        block, width
    )
    newest = max(at for one in block.series for at, value in enumerate(one.values) if value is not None)
    for at in range(len(block.names)) if fits else (newest,):
        there = [
            (one.values[at], place) for place, one in enumerate(block.series) if one.values[at] is not None
        ]
        if len(there) > 2:
            continue
        # Of two numbers the larger stands above its point, the other below.
        for rank, (_, place) in enumerate(sorted(there, key=lambda item: -float(item[0] or 0))):
            label = chart.plots[0].series[place].points[at].data_label
            label.position = XL_LABEL_POSITION.ABOVE if rank == 0 else XL_LABEL_POSITION.BELOW
            label.font.size = Pt(size)
            label.font.color.rgb = rgb(_colour_of(paper, block.looks()[place].colour))
    for series in chart.plots[0].series:
        labels = series._element.find(".//{http://schemas.openxmlformats.org/drawingml/2006/chart}dLbls")
        if labels is not None:
            series.data_labels.show_value = False


def _label_parts(paper: Paper, chart: Any, block: Block, number: str) -> None:
    """Write the number in each part of a column that is high enough for it."""
    from pptx.util import Pt

    sums = [sum(one.values[at] or 0 for one in block.series) for at in range(len(block.names))]
    highest = 1.0 if block.native == "shares" else max(sums, default=0)
    if not highest or len(block.names) > _MOST_COLUMNS:
        return
    for place, (series, one) in enumerate(zip(chart.plots[0].series, block.series, strict=True)):
        for at, value in enumerate(one.values):
            if value is None or value / highest < _WORTH_A_LABEL:
                continue
            label = series.points[at].data_label
            label.font.size = Pt(11)
            label.font.color.rgb = rgb(_on(_colour_of(paper, place)))
        labels = series._element.find(".//{http://schemas.openxmlformats.org/drawingml/2006/chart}dLbls")
        if labels is not None:
            series.data_labels.show_value = False
            series.data_labels.number_format_is_linked = False
            series.data_labels.number_format = number


def _on(colour: str) -> str:
    """Return black or white, whichever can be read upon a colour.

    >>> _on("#0B409C"), _on("#E4ECF9")
    ('#FFFFFF', '#111111')
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 150 else "#111111"


def _look_of(paper: Paper, labels: Any, number: str, size: Any) -> None:
    labels.number_format_is_linked = False
    labels.number_format = number
    labels.show_value = True
    labels.font.size = size
    labels.font.color.rgb = rgb(paper.look.text)
