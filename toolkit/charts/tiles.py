"""Tiles: a grid of numbers, each on a colour that is stronger the larger it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.framing import text_width
from toolkit.charts.row_heads import heads_of, height_of, side_of
from toolkit.charts.theme import LIGHT, SMALL_SIZE, TEXT_SIZE, WIDTH

if TYPE_CHECKING:
    import altair as alt

STEPS = len(LIGHT.ramp)
#: The note that explains the colours, on a light and on a dark background.
STRONGER = ("底色与背景反差越大，数越大；0 不着色。", "The more a tile stands out, the larger the number; zero has no colour.")


def step_of(value: pl.Expr, highest: float) -> pl.Expr:
    """Return which of five steps of colour a number stands on: none for zero, the strongest for the highest.

    >>> pl.DataFrame({"n": [0, 1, 5, 10, None]}).select(step_of(pl.col("n"), 10)).to_series().to_list()
    [None, 0, 2, 4, None]
    """
    part = (value * STEPS / (highest or 1)).ceil().cast(pl.Int64) - 1
    return pl.when(value > 0).then(part.clip(0, STEPS - 1))


def grid(
    cells: pl.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    width: float | None = None,
    side: float | None = None,
    top: bool = True,
    turned_heads: bool = False,
) -> alt.LayerChart | alt.FacetChart:
    """Return a grid of tiles with the text of each upon it.

    ``cells`` has ``row``, ``column``, ``text``, ``step`` (null for no colour), ``muted`` and ``tip``. Heads of
    rows may hold line breaks. ``top`` puts the heads of columns above the grid.
    """
    import altair as alt

    side = side_of(rows) if side is None else side
    width = min(WIDTH - side, 110.0 * len(columns)) if width is None else width
    step = width / max(1, len(columns))
    x = alt.X("column:N").scale(domain=list(columns), padding=0)
    y = alt.Y("row:N").scale(domain=list(rows), padding=0)
    x = x.axis(None)
    y = y.axis(None)
    base = alt.Chart(cells).encode(x=x, y=y)
    shade = alt.Color("step:O", legend=None).scale(domain=list(range(STEPS)), range="ramp")
    longest = max((text_width(text, TEXT_SIZE) for text in cells["text"]), default=0.0)
    size = min(TEXT_SIZE, max(8.0, TEXT_SIZE * (step - 4) / max(longest, 1)))
    layers = [
        base.transform_filter("datum.step !== null")
        .mark_rect(width=alt.RelativeBandSize(band=0.95), height=alt.RelativeBandSize(band=0.9))
        .encode(color=shade, tooltip=[alt.Tooltip("tip:N", title=" ")])
    ]
    for place in range(STEPS):
        shown = base.transform_filter(f"datum.step === {place}")
        layers.append(shown.mark_text(fontSize=size, style=f"on-ramp-{place}").encode(text="text:N"))
    for muted in (False, True):
        shown = base.transform_filter(f"datum.step === null && datum.muted === {str(muted).lower()}")
        layers.append(shown.mark_text(fontSize=size, style="muted" if muted else "label").encode(text="text:N"))
    return alt.layer(*layers, *heads_of(rows, y), *(_column_heads(columns, x, step, turned_heads) if top else [])).properties(width=width, height=height_of(rows) * len(rows))


def _column_heads(columns: Sequence[str], x: alt.X, step: float, turned: bool) -> list[alt.Chart]:
    """Return the heads of the columns above the grid, in lines, or turned by a quarter where they are long."""
    import altair as alt

    longest = max(text_width(line, SMALL_SIZE) for head in columns for line in head.split("\n"))
    size = SMALL_SIZE if turned else min(SMALL_SIZE, max(8.0, SMALL_SIZE * (step - 3) / longest))
    by_lines: dict[int, list[str]] = {}
    for head in columns:
        by_lines.setdefault(head.count("\n") + 1, []).append(head)
    marks = []
    for lines, heads in sorted(by_lines.items()):
        base = alt.Chart(pl.DataFrame({"column": heads}))
        mark = (
            base.mark_text(align="left", baseline="middle", angle=270, fontSize=size)
            if turned
            else base.mark_text(baseline="bottom", lineBreak="\n", lineHeight=14, dy=-14 * (lines - 1), fontSize=size)
        )
        marks.append(mark.encode(x=x, y=alt.value(-6), text="column:N"))
    return marks


def cells_of(found: pl.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> pl.DataFrame:
    """Return a cell for each row and column, empty where nothing was found."""
    every = pl.DataFrame({"row": list(rows)}, schema={"row": pl.String}).join(
        pl.DataFrame({"column": list(columns)}, schema={"column": pl.String}), how="cross"
    )
    return every.join(found, on=["row", "column"], how="left").with_columns(
        pl.col("text").fill_null(""), pl.col("muted").fill_null(True), pl.col("tip").fill_null("")
    )
