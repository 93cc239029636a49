"""The heads of rows: text of one or several lines, centred on its row, left of a plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.framing import text_width
from toolkit.charts.theme import TEXT_SIZE

if TYPE_CHECKING:
    import altair as alt

_LINE = 15
_GAP = 8


def side_of(rows: Sequence[str]) -> float:
    """Return how many pixels the heads of the rows take."""
    return max((text_width(line, TEXT_SIZE) for row in rows for line in row.split("\n")), default=0.0) + _GAP + 6


def height_of(rows: Sequence[str]) -> int:
    """Return how high a row is, so that the head with the most lines finds room."""
    return max(24, _LINE * max((row.count("\n") + 1 for row in rows), default=1) + 8)


def heads_of(rows: Sequence[str], y: alt.Y) -> list[alt.Chart]:
    """Return the heads as marks: an axis would centre the first line, not the whole."""
    import altair as alt

    by_lines: dict[int, list[str]] = {}
    for row in rows:
        by_lines.setdefault(row.count("\n") + 1, []).append(row)
    return [
        alt.Chart(pl.DataFrame({"row": heads}))
        .mark_text(align="right", baseline="middle", lineBreak="\n", lineHeight=_LINE, dy=-_LINE * (lines - 1) / 2)
        .encode(x=alt.value(-_GAP), y=y, text="row:N")
        for lines, heads in sorted(by_lines.items())
    ]
