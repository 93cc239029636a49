"""Lines over years: one per segment of a measure, broken where a form changes and where a year is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.framing import whole_ticks
from toolkit.charts.series import Panel, Story, breaks_of
from toolkit.charts.theme import SMALL_N, SMALL_SIZE, TEXT_SIZE
from toolkit.vocabulary.measures import Break
from toolkit.wording import Lang, say

if TYPE_CHECKING:
    import altair as alt

_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_BREAK_WORDS = {
    "2014": ("2014 年表", "2014 form"),
    "2019": ("2019 年版", "2019 form"),
    "2021": ("2021 年版", "2021 form"),
}


def colour_of(names: Sequence[str]) -> alt.Color:
    """Return the colours of up to six lines, the same wherever a name stands."""
    import altair as alt

    return alt.Color("name:N", legend=None).scale(domain=list(names), range="category")


def panel_of(
    rows: pl.DataFrame,
    story: Story,
    panel: Panel,
    names: Mapping[str, str],
    x: alt.X,
    years: Sequence[int],
    width: float,
    is_last: bool,
    lang: Lang,
    *,
    is_head_high: bool = False,
) -> alt.LayerChart | alt.FacetChart:
    """Return one panel of lines; ``names`` gives the name of each measure, in the order of the colours.

    ``is_head_high`` leaves the room that the words of a break take, where panels beside this one have them.
    """
    import altair as alt

    own = rows.filter(pl.col("measure").is_in([line.measure for line in panel.lines]) & pl.col("value").is_not_null())
    is_share = panel.lines[0].known.is_share
    shown = in_pieces(own).with_columns(
        name=pl.col("measure").replace_strict(names, return_dtype=pl.String),
        is_small=(pl.col("denominator") < SMALL_N).fill_null(False),
    ).drop("silent", "unreadable", "unprinted", "approximate")
    x = x.axis(values=list(years), format="d", title=None, grid=False, ticks=False, labelPadding=8, labels=is_last)
    order = list(names.values())
    base = alt.Chart(shown).encode(x=x, y=_y(shown, is_share), color=colour_of(order))
    width_of, size_of = _weights(story, names)
    shape = alt.Shape("name:N", legend=None).scale(domain=order, range=list(_SHAPES[: len(names)]))
    tips = _tips(is_share, lang)
    breaks = breaks_of(rows, panel.lines)
    layers = [
        *(break_rules(breaks, x, panel.height, lang) or ([_room_for_words()] if is_head_high else [])),
        base.mark_line().encode(detail="piece:N", strokeWidth=width_of),
        base.transform_filter("!datum.is_small").mark_point(filled=True, opacity=1).encode(shape=shape, size=size_of, tooltip=tips),
        base.transform_filter("datum.is_small").mark_point(strokeWidth=1.5, opacity=0.6).encode(shape=shape, size=size_of, tooltip=tips),
    ]
    title = title_of(panel, lang, 20 if breaks or is_head_high else 8)
    return alt.layer(*layers, width=width, height=panel.height, title=title)


def in_pieces(own: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with ``piece``: points of one piece are joined by a line.

    A piece ends with its segment, and where twice or half as many reports stand behind the next point: what
    moves then is the number of reports.
    """
    last = pl.col("reports").shift(1).over("measure", "era", "segment", order_by="year")
    jumps = (pl.col("reports") * 2 <= last) | (pl.col("reports") >= last * 2)
    cut = (jumps & pl.col("denominator").is_null()).fill_null(False).cast(pl.Int64)
    run = cut.cum_sum().over("measure", "era", "segment", order_by="year")
    return own.with_columns(piece=pl.format("{} {} {} {}", "measure", "era", "segment", run))


def _weights(story: Story, names: Mapping[str, str]) -> tuple[alt.StrokeWidth, alt.Size]:
    """Return widths of lines and sizes of points: where two run together, the lower shows beside the upper."""
    import altair as alt

    places = {names[line.measure]: place for panel in story.panels for place, line in enumerate(panel.lines)}
    # Panels of one chart share these scales, so each has to name every line.
    widths = [3.2 - 0.5 * place for place in places.values()]
    sizes = [80 - 14 * place for place in places.values()]
    return (
        alt.StrokeWidth("name:N", legend=None).scale(domain=list(places), range=widths),
        alt.Size("name:N", legend=None).scale(domain=list(places), range=sizes),
    )


def _y(shown: pl.DataFrame, is_share: bool) -> alt.Y:
    import altair as alt

    highest = max([0.0, *shown["value"].to_list()])
    if is_share:
        # A share of two per cent must not look like a flood: the axis reaches a fifth at least.
        top = min(1.0, max(0.2, highest * 1.15))
        ticks = [tick / 10 for tick in range(11) if tick / 10 <= top][:: 2 if top > 0.6 else 1]
        return alt.Y("value:Q").scale(domain=[0, max(top, highest)], nice=False).axis(title=None, format=".0%", values=ticks)
    highest = max(4.0, highest)
    return (
        alt.Y("value:Q")
        .scale(domain=[0, highest * 1.1], nice=False)
        .axis(title=None, values=whole_ticks(highest, 5), format=",d")
    )


def title_of(panel: Panel, lang: Lang, offset: int = 8) -> alt.Title:
    """Return the head of a panel, with its unit; ``offset`` leaves room for words between head and plot."""
    import altair as alt

    text = say(lang, f"{panel.title[0]}（{panel.unit('zh')}）", f"{panel.title[1]} ({panel.unit('en')})")
    return alt.Title(text, fontSize=TEXT_SIZE, fontWeight="bold", anchor="start", frame="group", offset=offset)


def _tips(is_share: bool, lang: Lang) -> list[alt.Tooltip]:
    import altair as alt

    tips = [
        alt.Tooltip("year:Q", title=say(lang, "年度", "Year"), format="d"),
        alt.Tooltip("name:N", title=say(lang, "指标", "Measure")),
        alt.Tooltip("value:Q", title=say(lang, "数值", "Value"), format=".1%" if is_share else ",.10~g"),
    ]
    if is_share:
        tips += [alt.Tooltip("numerator:Q", title="n", format=",d"), alt.Tooltip("denominator:Q", title="N", format=",d")]
    tips.append(alt.Tooltip("reports:Q", title=say(lang, "报告（份）", "Reports"), format=",d"))
    tips.append(alt.Tooltip("form:N", title=say(lang, "表式", "Form")))
    return tips


def _room_for_words() -> alt.Chart:
    """Return nothing to see that is as high above the plot as the words of a break."""
    import altair as alt

    nothing: alt.Chart = alt.Chart(pl.DataFrame({"nothing": [0]})).mark_rule(opacity=0)
    return nothing.encode(x=alt.value(0), y=alt.value(-14), y2=alt.value(0))


def break_rules(breaks: Sequence[tuple[float, Break]], x: alt.X, height: float, lang: Lang) -> list[alt.Chart]:
    """Return a dashed line at each break, with the edition that begins there written above it."""
    import altair as alt

    if not breaks:
        return []
    at = pl.DataFrame(
        [{"year": place, "word": say(lang, *_BREAK_WORDS.get(one.after, (one.after, one.after)))} for place, one in breaks]
    )
    base = alt.Chart(at).encode(x=x)
    return [
        base.mark_rule(style="break").encode(y=alt.value(-12), y2=alt.value(height)),
        base.mark_text(align="left", dx=4, fontSize=SMALL_SIZE, style="muted").encode(y=alt.value(-7), text="word:N"),
    ]
