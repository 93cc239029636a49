"""The table of numbers that stands under a chart: its heads are the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.framing import text_width, wrapped
from toolkit.charts.theme import SMALL_SIZE, TEXT_SIZE, WIDTH

if TYPE_CHECKING:
    import altair as alt

_ROW = 20
_SWATCH = 22
#: Between the numbers of two columns, with room for an asterisk.
_GAP = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as text; ``mark`` follows it (an asterisk), ``muted`` greys it."""

    text: str
    mark: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of one row, by year; ``name`` is the line or bar whose colour its head shows.

    ``short`` is what the head says where rows are turned into columns, beside the column before.
    """

    head: str
    cells: Mapping[int, Cell]
    name: str | None = None
    muted: bool = False
    short: str | None = None


def side_of(heads: Sequence[str], widest: float = 190) -> float:
    """Return how many pixels the heads of rows take, with room for the swatch of a colour."""
    return min(widest, max(text_width(head, TEXT_SIZE) for head in heads)) + _SWATCH + 10


def fits(rows: Sequence[Row], step: float) -> bool:
    """Say whether every number can be read inside the column of its year."""
    return _size(rows, step) >= SMALL_SIZE


def _size(rows: Sequence[Row], step: float) -> float:
    longest = max(text_width(cell.text + cell.mark, TEXT_SIZE) for row in rows for cell in row.cells.values())
    return min(TEXT_SIZE, TEXT_SIZE * (step - 5) / max(longest, 1.0))


def _frame(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"row": row.head, "year": year, "text": cell.text, "mark": cell.mark, "style": "muted" if row.muted or cell.muted else "label"}
            for row in rows
            for year, cell in row.cells.items()
        ]
    )


def under(rows: Sequence[Row], x: alt.X, years: Sequence[int], side: float, colour: alt.Color) -> alt.LayerChart | alt.FacetChart:
    """Return the table with the years of the plot above it as its columns, so that numbers stand below marks."""
    import altair as alt

    heads = [row.head for row in rows]
    width = WIDTH - side
    step = width / len(years)
    size = max(SMALL_SIZE, _size(rows, step))
    longest = max(text_width(cell.text, size) for row in rows for cell in row.cells.values())
    # The longest number stands in the middle of its column, and all end where it ends.
    edge = longest / 2
    y = alt.Y("row:N", sort=heads).axis(title=None, labelPadding=_SWATCH, labelLimit=side)
    x = x.axis(None)
    stripes = (
        alt.Chart(pl.DataFrame({"row": heads[::2]}))
        .mark_rect(style="stripe")
        .encode(x=alt.value(-side), x2=alt.value(width), y=y)
    )
    named = pl.DataFrame({"row": [row.head for row in rows if row.name], "name": [row.name for row in rows if row.name]})
    swatches = alt.Chart(named).mark_square(size=110, opacity=1).encode(x=alt.value(-12), y=y, color=colour)
    base = alt.Chart(_frame(rows)).encode(x=x, y=y)
    texts = []
    for style in ("label", "muted"):
        shown = base.transform_filter(f"datum.style == '{style}'")
        texts.append(shown.mark_text(fontSize=size, align="right", dx=edge, style=style).encode(text="text:N"))
        texts.append(shown.mark_text(fontSize=size, align="left", dx=edge, style=style).encode(text="mark:N"))
    return alt.layer(stripes, swatches, *texts, width=width, height=_ROW * len(heads))


def turned(rows: Sequence[Row], years: Sequence[int], colour: alt.Color) -> alt.LayerChart | alt.FacetChart:
    """Return the table with one row per year, for many years or long numbers."""
    import altair as alt

    left = 44.0
    room = WIDTH - left
    longest = [_longest(row) for row in rows]
    widths = _widths([width + _GAP for width in longest], room)
    # Only a table of more columns than any chart has sets its numbers smaller.
    size = TEXT_SIZE * min(1.0, room / sum(width + _GAP for width in longest))
    ends = list(accumulate(widths))
    columns = pl.DataFrame(
        {
            "row": [row.head for row in rows],
            "name": [row.name for row in rows],
            "head": ["\n".join(wrapped(row.short or row.head, SMALL_SIZE, width - 6)) for row, width in zip(rows, widths, strict=True)],
            "start": [end - width for end, width in zip(ends, widths, strict=True)],
            "end": ends,
            "middle": [end - width / 2 for end, width in zip(ends, widths, strict=True)],
            # The longest number stands in the middle of its column, and all end where it ends.
            "edge": [end - width / 2 + own * size / TEXT_SIZE / 2 for end, width, own in zip(ends, widths, longest, strict=True)],
        }
    )
    tallest = max(text.count("\n") + 1 for text in columns["head"])
    y = alt.Y("year:O").scale(domain=list(years), padding=0).axis(title=None, labelPadding=8)

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q").scale(domain=[0, room], nice=False).axis(None)

    stripes = (
        alt.Chart(pl.DataFrame({"year": list(years)[::2]}))
        .mark_rect(style="stripe")
        .encode(x=alt.value(-left), x2=alt.value(room), y=y)
    )
    base = alt.Chart(_frame(rows).join(columns.select("row", "edge"), on="row")).encode(x=x("edge"), y=y)
    texts = []
    for style in ("label", "muted"):
        shown = base.transform_filter(f"datum.style == '{style}'")
        texts.append(shown.mark_text(fontSize=size, align="right", style=style).encode(text="text:N"))
        texts.append(shown.mark_text(fontSize=size, align="left", style=style).encode(text="mark:N"))
    swatches = alt.Chart(columns.drop_nulls("name")).mark_rect().encode(x=x("start"), x2="end:Q", y=alt.value(-9), y2=alt.value(-4), color=colour)
    titles = (
        alt.Chart(columns)
        .mark_text(baseline="bottom", lineBreak="\n", fontSize=SMALL_SIZE, lineHeight=14)
        .encode(x=x("middle"), y=alt.value(-12 - 14 * (tallest - 1)), text="head:N")
    )
    return alt.layer(stripes, *texts, swatches, titles, width=room, height=18 * len(years))


def _longest(row: Row) -> float:
    """Return how many pixels the longest number of a row takes, at the usual size of type."""
    return max((text_width(cell.text, TEXT_SIZE) for cell in row.cells.values()), default=0.0)


def _widths(needed: Sequence[float], room: float) -> list[float]:
    """Return the widths of columns: as equal as what they need allows, and together the room there is.

    >>> _widths([60, 20, 20], 120), _widths([60, 60], 60)
    ([60, 30.0, 30.0], [30.0, 30.0])
    """
    if sum(needed) >= room:
        return [width * room / sum(needed) for width in needed]
    level = room / len(needed)
    for _ in needed:
        wide = [width for width in needed if width > level]
        level = (room - sum(wide)) / (len(needed) - len(wide))
    return [max(width, level) for width in needed]
