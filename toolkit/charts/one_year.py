"""One year alone: a horizontal bar for each measure, with its number, in place of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.framing import grouped, not_printed, text_width
from toolkit.charts.lines import colour_of, title_of
from toolkit.charts.numbers import side_of
from toolkit.charts.series import Line, Story
from toolkit.charts.theme import SMALL_N, TEXT_SIZE, WIDTH
from toolkit.wording import Lang, say

if TYPE_CHECKING:
    import altair as alt

_ROW = 28


def bars_of(rows: pl.DataFrame, story: Story, lang: Lang) -> list[alt.LayerChart | alt.FacetChart]:
    """Return one panel of bars for each panel of the story; a measure without a number says so."""
    import altair as alt

    names = [line.name(lang) for line in story.lines]
    side = side_of(names)
    panels = []
    for panel in story.panels:
        bars = pl.DataFrame(
            [_bar(row, line, lang) for line in panel.lines for row in rows.filter(pl.col("measure") == line.measure).iter_rows(named=True)],
            schema={"name": pl.String, "end": pl.Float64, "text": pl.String, "is_small": pl.Boolean},
        )
        if bars.is_empty():
            continue
        own = bars["name"].unique(maintain_order=True).to_list()
        width = WIDTH - side
        room = max(text_width(text, TEXT_SIZE) for text in bars["text"]) + 12
        highest = max(0.2 if panel.lines[0].known.is_share else 4.0, *bars["end"].to_list())
        x = alt.X("end:Q").scale(domain=[0, highest * width / (width - room)], nice=False).axis(None)
        y = alt.Y("name:N").scale(domain=own, padding=0).axis(title=None, domain=True, labelLimit=side, labelPadding=8)
        stripes = alt.Chart(pl.DataFrame({"name": own[::2]})).mark_rect(style="stripe")
        base = alt.Chart(bars).encode(x=x, y=y)
        shade = alt.condition("datum.is_small", alt.value(0.35), alt.value(1))
        layers = alt.layer(
            stripes.encode(x=alt.value(-side), x2=alt.value(width), y=y),
            base.mark_bar(size=16).encode(color=colour_of(names), opacity=shade),
            base.mark_text(align="left", dx=6).encode(text="text:N"),
        )
        panels.append(layers.properties(width=width, height=_ROW * len(own), title=title_of(panel, lang)))
    return panels


def _bar(row: dict[str, object], line: Line, lang: Lang) -> dict[str, object]:
    value, numerator, denominator = row["value"], row["numerator"], row["denominator"]
    if not isinstance(value, float | int):
        # Of no cases at all there is no share, though the report prints every number.
        text = "0/0" if denominator == 0 else not_printed(lang)
        return {"name": line.name(lang), "end": 0.0, "text": text, "is_small": False}
    small = isinstance(denominator, float | int) and denominator < SMALL_N
    mark = "*" if row["unprinted"] or row["unreadable"] or (row["silent"] and not line.sparse) else ""
    if line.known.is_share:
        part = f"{numerator:,.0f}/{denominator:,.0f}"
        text = part + mark if small else f"{value:.0%}{mark} ({part})"
    else:
        text = grouped(value, lang) + mark
    if line.sparse:
        text += say(lang, f"（{row['reports']} 份报告）", f" ({row['reports']} reports)")
    return {"name": line.name(lang), "end": float(value), "text": text, "is_small": small}
