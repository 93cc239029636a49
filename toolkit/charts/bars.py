"""Bars by row: what each row has of several kinds, one colour a kind, with the numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.framing import text_width
from toolkit.charts.row_heads import heads_of, height_of, side_of
from toolkit.charts.theme import SMALL_SIZE, TEXT_SIZE, WIDTH

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is counted, its name, and the place of its colour in the theme."""

    code: str
    name: str
    colour: int


@dataclass(frozen=True, slots=True)
class Heap:
    """One panel of bars: its head, and the kinds that stand in it one after the other."""

    head: str
    kinds: Sequence[Kind]


def bars_by_row(counts: pl.DataFrame, rows: Sequence[str], heaps: Sequence[Heap]) -> alt.VConcatChart:
    """Return one panel of stacked horizontal bars per heap, the rows' heads at the left, the kinds as legend above.

    ``counts`` has ``row``, ``kind``, ``count``: at most one row each. A row may hold line breaks.
    """
    import altair as alt

    side = side_of(rows)
    spacing = 22.0
    width = (WIDTH - side - spacing * (len(heaps) - 1)) / len(heaps)
    kinds = [kind for heap in heaps for kind in heap.kinds]
    panels = [
        _panel(counts, heap, rows, width, side if place == 0 else 0.0) for place, heap in enumerate(heaps)
    ]
    return alt.vconcat(legend_of([(kind.name, kind.colour) for kind in kinds], side), alt.hconcat(*panels, spacing=spacing), spacing=6)


def _colour() -> alt.Color:
    """Return the colours, by their place in the theme, so that the dark look has its own."""
    import altair as alt

    return alt.Color("colour:O", legend=None).scale(domain=list(range(6)), range="category")


def _panel(
    counts: pl.DataFrame, heap: Heap, rows: Sequence[str], width: float, side: float
) -> alt.LayerChart | alt.FacetChart:
    import altair as alt

    codes = {kind.code: place for place, kind in enumerate(heap.kinds)}
    named = {kind.code: kind for kind in heap.kinds}
    own = counts.filter(pl.col("kind").is_in(list(codes)) & (pl.col("count") > 0)).with_columns(
        rank=pl.col("kind").replace_strict(codes, return_dtype=pl.Int64),
        colour=pl.col("kind").replace_strict({code: kind.colour for code, kind in named.items()}, return_dtype=pl.Int64),
        name=pl.col("kind").replace_strict({code: kind.name for code, kind in named.items()}, return_dtype=pl.String),
    )
    totals = _totals(own, rows, heap)
    highest = max(4.0, *totals["end"].to_list())
    room = max(text_width(text, TEXT_SIZE) for text in totals["text"]) + 12
    x = alt.X("count:Q").stack("zero").scale(domain=[0, highest * width / max(width - room, width / 3)], nice=False).axis(None)
    y = alt.Y("row:N").scale(domain=list(rows), padding=0).axis(title=None, domain=True, labels=False)
    height = height_of(rows)
    stripes = alt.Chart(pl.DataFrame({"row": list(rows)[::2]})).mark_rect(style="stripe")
    bars = (
        alt.Chart(own)
        .mark_bar(size=min(18.0, height * 0.6))
        .encode(
            x=x, y=y, color=_colour(), order=alt.Order("rank:Q"),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("count:Q", title="n", format=",d")],
        )
    )  # fmt: skip
    layers = alt.layer(
        stripes.encode(x=alt.value(-side), x2=alt.value(width), y=y),
        bars,
        alt.Chart(totals).mark_text(align="left", dx=5).encode(x="end:Q", y=y, text="text:N"),
        *(heads_of(rows, y) if side else []),
    )
    title = alt.Title(heap.head, fontSize=TEXT_SIZE, anchor="start", frame="group", offset=8)
    return layers.properties(width=width, height=height * len(rows), title=title)


def _totals(own: pl.DataFrame, rows: Sequence[str], heap: Heap) -> pl.DataFrame:
    """Return what is written at the end of each bar: each kind's number, in the order of the kinds."""
    found = {(row["row"], row["kind"]): int(row["count"]) for row in own.iter_rows(named=True)}
    told = []
    for row in rows:
        numbers = [found.get((row, kind.code), 0) for kind in heap.kinds]
        present = [f"{number:,}" for number in numbers if number]
        told.append({"row": row, "end": float(sum(numbers)), "text": " + ".join(present) or "0"})
    return pl.DataFrame(told)


def legend_of(kinds: Sequence[tuple[str, int | None]], side: float) -> alt.LayerChart | alt.FacetChart:
    """Return a line of squares and names, from the left edge of the heads; without a colour, an empty square."""
    import altair as alt

    at, places = 6.0 - side, []
    for name, colour in kinds:
        places.append({"x": at, "name": name, "colour": colour})
        at += text_width(name, SMALL_SIZE) + 34
    base = alt.Chart(pl.DataFrame(places, schema={"x": pl.Float64, "name": pl.String, "colour": pl.Int64})).encode(
        x=alt.X("x:Q").scale(domain=[0, WIDTH - side], nice=False).axis(None), y=alt.value(7)
    )
    return alt.layer(
        base.transform_filter("datum.colour !== null").mark_square(size=110, opacity=1).encode(color=_colour()),
        base.transform_filter("datum.colour === null").mark_square(size=100, opacity=1, style="gap"),
        base.mark_text(align="left", dx=11, fontSize=SMALL_SIZE).encode(text="name:N"),
    ).properties(width=WIDTH - side, height=14)
