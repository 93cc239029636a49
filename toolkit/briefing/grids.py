"""Tables of numbers shaded by size, and pictures, for what no native chart can show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.briefing.blocks import Block
from toolkit.briefing.pack import Page
from toolkit.briefing.paper import Box, Paper, describe, fill, rgb
from toolkit.charts import export
from toolkit.charts.framing import grouped, text_width

_STEPS, _POINTS = 5, 72
#: Dots of a picture for each point of its drawing, and how much larger than drawn it may stand.
_DENSITY, _LARGER = 3, 1.3


def add_grid(paper: Paper, slide: Any, block: Block, page: Page, box: Box) -> None:
    """Set a table of numbers shaded by size: names in rows, years in columns; a dash stands for a gap.

    The numbers have columns as wide as they need, and the names what is left.
    """
    cells = [[worded(value, one.is_share, paper) for value in one.values] for one in block.series]
    by_name = is_wordy(block)
    if by_name:
        heads = [block.head, *(one.name for one in block.series)]
        rows = [[name, *numbers] for name, numbers in zip(block.names, zip(*cells, strict=True), strict=True)]
    else:
        heads = [block.head, *block.names]
        rows = [[one.name, *numbers] for one, numbers in zip(block.series, cells, strict=True)]
    inner = Box(box.left, box.top + 0.34, box.width, box.height - 0.34)
    size = 13.0
    while size > 9 and paper.height(heads, rows, _widths(heads, rows, size, box.width), size) > inner.height:
        size -= 0.5
    widths = _widths(heads, rows, size, box.width)
    paper.text(slide, [block.heading(paper.lang)], Box(box.left, box.top, box.width, 0.3), size=12)
    table = paper.table(slide, heads, rows, inner, widths, right=range(1, len(heads)), size=size)
    describe(slide.shapes[-1], page.alt_text)
    if not by_name:
        _shade(paper, table, block)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], size: float, width: float) -> list[float]:
    """Return the widths of the columns: numbers as wide as the widest, at most what leaves the names room."""
    widest = max(text_width(row[place], size) for row in [heads, *rows] for place in range(1, len(heads)))
    names = max(text_width(row[0], size) for row in [heads, *rows])
    one = min((widest * 1.15 + 12) / _POINTS, (width - 1.6) / (len(heads) - 1))
    first = min(width - one * (len(heads) - 1), (names * 1.15 + 14) / _POINTS)
    return [first, *[(width - first) / (len(heads) - 1) if len(heads) > 6 else one] * (len(heads) - 1)]


def is_wordy(block: Block) -> bool:
    """Whether the names of the rows are sentences, for which an axis has no room."""
    return max((text_width(name, 1) for name in block.names), default=0) > 24


def worded(value: float | None, is_share: bool, paper: Paper) -> str:
    if value is None:
        return "–"
    return f"{value:.0%}" if is_share else grouped(value, paper.lang)


def _shade(paper: Paper, table: Any, block: Block) -> None:
    inner = [one for one in block.series if one.key.partition(":")[0] not in ("n", "reports")]
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
_RAMP = (
    ("#E4ECF9", "#111111"),
    ("#B9D0F1", "#111111"),
    ("#7FA9E3", "#111111"),
    ("#3A6CC4", "#FFFFFF"),
    ("#0B409C", "#FFFFFF"),
)


def add_picture(paper: Paper, slide: Any, page: Page, box: Box) -> None:
    """Set the picture of a chart that no native one can show, as large as it goes; its words stand on the slide."""
    import io

    import altair as alt

    drawn = export.lay_out(alt.VConcatChart.from_dict(page.bare))
    picture = export.content(drawn, ".png", _DENSITY)
    shape = slide.shapes.add_picture(io.BytesIO(picture), 0, 0)
    left, top, width, height = box.emu()
    # No larger than that its letters are those of the slide.
    largest = shape.image.size[0] / _DENSITY * _LARGER / _POINTS * 914400
    scale = min(width / shape.width, height / shape.height, largest / shape.width)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
    shape.left, shape.top = left + (width - shape.width) // 2, top
    describe(shape, page.alt_text)
