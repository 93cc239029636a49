"""Shares as one bar per year, a hundred per cent long, beside a table of the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.framing import grouped, not_printed, text_width
from toolkit.charts.theme import SMALL_N, SMALL_SIZE, TEXT_SIZE, WIDTH
from toolkit.wording import Lang, say

if TYPE_CHECKING:
    import altair as alt

_ROW = 32
_YEARS_WIDTH = 40
_SPACING = 10
_REPORTS = ("报告\n（份）", "Reports")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: its code, and its name in Chinese and English, broken to stand over a narrow column."""

    code: str
    zh: str
    en: str

    def name(self, lang: Lang) -> str:
        """Return the name in one line."""
        return say(lang, self.zh, self.en).replace("-\n", "").replace("\n", say(lang, "", " "))

    def head(self, lang: Lang) -> str:
        """Return the name as the head of a column."""
        return say(lang, self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Whole:
    """What the parts are parts of: the head of its column, and the words for a year in which it is none."""

    head: tuple[str, str]
    none: tuple[str, str]


def bars_and_numbers(counts: pl.DataFrame, parts: Sequence[Part], whole: Whole, lang: Lang) -> alt.HConcatChart:
    """Return one bar of shares per year beside the counts; up to six parts, in the order of the colours.

    ``counts`` has one row per year and part: ``year``, ``part``, ``count`` (null where no report prints it),
    ``unprinted``, ``n`` (what shares are of), ``share``, and, the same for every part of a year, ``whole``
    (the total as printed) and ``reports``. A share of fewer than thirty is faded and written as n/N. A year
    without a report stays a gap.
    """
    import altair as alt

    known = counts["year"].unique().sort().to_list()
    years = list(range(known[0], known[-1] + 1))
    cells = _cells(counts, parts, whole, years, lang)
    column = max(40.0 if lang == "zh" else 50.0, *(text_width(text, TEXT_SIZE) + 10 for text in cells["text"]))
    width = max(160.0, WIDTH - _YEARS_WIDTH - _SPACING - column * cells["head"].n_unique())
    height = _ROW * len(years)
    return alt.hconcat(
        _bars(counts, parts, whole, years, width, lang).properties(width=width, height=height),
        _numbers(cells, parts, whole, column, lang).properties(height=height),
        spacing=_SPACING,
    )


def _segments(counts: pl.DataFrame, parts: Sequence[Part], width: float, lang: Lang) -> pl.DataFrame:
    """Return where each piece of a bar begins and ends, and what is written on it if there is room."""
    names = {part.code: part.name(lang) for part in parts}
    placed = counts.filter(pl.col("share") > 0).with_columns(
        name=pl.col("part").replace_strict(names),
        end=pl.col("share").cum_sum().over("year"),
        is_small=pl.col("n") < SMALL_N,
    )
    placed = placed.with_columns(
        start=pl.col("end") - pl.col("share"),
        middle=pl.col("end") - pl.col("share") / 2,
        label=pl.when("is_small")
        .then(pl.format("{}/{}", "count", "n"))
        .otherwise(pl.format("{}%", (pl.col("share") * 100).round(0).cast(pl.Int64))),
    )
    # What does not fit stands in the table, and a part that has room in few years is written in none.
    taken = pl.col("label").map_elements(lambda label: text_width(label, SMALL_SIZE) + 3, return_dtype=pl.Float64)
    placed = placed.with_columns(has_room=pl.col("share") * width > taken)
    mostly = pl.col("has_room").mean().over("part", "is_small") >= 0.5
    return placed.with_columns(label=pl.when(pl.col("has_room") & mostly).then("label").otherwise(pl.lit("")))


def _colour(parts: Sequence[Part], lang: Lang) -> alt.Color:
    import altair as alt

    return alt.Color("name:N", legend=None).scale(
        domain=[part.name(lang) for part in parts], range="category"
    )


def _year(years: Sequence[int]) -> alt.Y:
    import altair as alt

    return alt.Y("year:O").scale(domain=list(years), paddingInner=0.3, paddingOuter=0.15)


def _bars(
    counts: pl.DataFrame, parts: Sequence[Part], whole: Whole, years: Sequence[int], width: float, lang: Lang
) -> alt.LayerChart | alt.FacetChart:
    import altair as alt

    y = _year(years).axis(title=None)
    axis = alt.Axis(format="%", values=[0, 0.5, 1], title=None, grid=True, domain=False, ticks=False)
    segments = _segments(counts, parts, width, lang)
    base = alt.Chart(segments).encode(y=y)
    bars = base.mark_bar().encode(
        x=alt.X("start:Q").scale(domain=[0, 1]).axis(axis),
        x2="end:Q",
        color=_colour(parts, lang),
        opacity=alt.condition("datum.is_small", alt.value(0.35), alt.value(1)),
        tooltip=[
            alt.Tooltip("year:O", title=say(lang, "年度", "Year")),
            alt.Tooltip("name:N", title=say(lang, "类别", "Part")),
            alt.Tooltip("count:Q", title=say(lang, "件", "Requests"), format=","),
            alt.Tooltip("n:Q", title="n", format=","),
            alt.Tooltip("share:Q", title=say(lang, "占比", "Share"), format=".1%"),
        ],
    )
    words = [
        base.transform_filter(f"!datum.is_small && datum.part == '{part.code}'")
        .mark_text(fontSize=SMALL_SIZE, style=f"on-{place}")
        .encode(x="middle:Q", text="label:N")
        for place, part in enumerate(parts)
    ]
    small = (
        base.transform_filter("datum.is_small")
        .mark_text(fontSize=SMALL_SIZE)
        .encode(x="middle:Q", text="label:N")
    )
    empty = alt.Chart(_without_bar(counts, whole, years, lang)).mark_text(align="left", dx=6, style="muted")
    return alt.layer(bars, *words, small, empty.encode(x=alt.value(0), y=y, text="why:N"))


def _without_bar(counts: pl.DataFrame, whole: Whole, years: Sequence[int], lang: Lang) -> pl.DataFrame:
    """Return the years that have no bar, each with the reason."""
    reasons = dict.fromkeys(years, say(lang, "没有报告", "no report"))
    for year, is_printed, n in (
        counts.group_by("year")
        .agg(pl.col("count").is_not_null().any().alias("is_printed"), pl.col("n").first())
        .iter_rows()
    ):
        reasons[year] = say(lang, *whole.none) if is_printed else not_printed(lang)
        if n > 0:
            del reasons[year]
    rows = [{"year": year, "why": why} for year, why in reasons.items()]
    return pl.DataFrame(rows, schema={"year": pl.Int64, "why": pl.String})


def _cells(
    counts: pl.DataFrame, parts: Sequence[Part], whole: Whole, years: Sequence[int], lang: Lang
) -> pl.DataFrame:
    """Return the text of every cell of the table; an asterisk marks a sum from which reports are missing."""
    behind, total = say(lang, *_REPORTS), say(lang, *whole.head)
    rows: list[dict[str, str | int | bool]] = []
    found = {(row["year"], row["part"]): row for row in counts.iter_rows(named=True)}
    for year in years:
        any_part = next((row for (known, _), row in found.items() if known == year), None)
        if any_part is None:
            rows.append({"year": year, "head": behind, "text": "0", "mark": "", "is_small": True})
            continue
        is_small = any_part["n"] < SMALL_N
        texts = {behind: grouped(any_part["reports"], lang), total: grouped(any_part["whole"], lang)}
        rows += [
            {"year": year, "head": head, "text": text, "mark": "", "is_small": is_small and head == total}
            for head, text in texts.items()
        ]
        for part in parts:
            row = found.get((year, part.code), {"count": None, "unprinted": 0})
            mark = "*" if row["unprinted"] and row["count"] is not None else ""
            # The English words are wider than a column.
            text = grouped(row["count"], lang) if row["count"] is not None else say(lang, not_printed(lang), "–")
            head = part.head(lang)
            rows.append({"year": year, "head": head, "text": text, "mark": mark, "is_small": is_small})
    return pl.DataFrame(rows)


def _numbers(
    cells: pl.DataFrame, parts: Sequence[Part], whole: Whole, column: float, lang: Lang
) -> alt.LayerChart | alt.FacetChart:
    """Return the table beside the bars: its column heads are the legend."""
    import altair as alt

    years = cells["year"].unique().sort().to_list()
    heads = [
        say(lang, *_REPORTS),
        say(lang, *whole.head),
        *(part.head(lang) for part in parts),
    ]
    x = alt.X("head:N", sort=heads).axis(None).scale(domain=heads, padding=0)
    y = _year(years).axis(None)
    base = alt.Chart(cells).encode(x=x, y=y)
    edge = column / 2 - 9
    layers = []
    for is_small, style in ((False, "label"), (True, "muted")):
        shown = base.transform_filter(f"datum.is_small == {str(is_small).lower()}")
        layers.append(shown.mark_text(align="right", dx=edge, style=style).encode(text="text:N"))
        layers.append(shown.mark_text(align="left", dx=edge, style=style).encode(text="mark:N"))
    named = pl.DataFrame({"head": heads[2:], "name": [part.name(lang) for part in parts]})
    swatches = (
        alt.Chart(named).mark_rect().encode(x=x, y=alt.value(-9), y2=alt.value(-4), color=_colour(parts, lang))
    )
    titles = (
        alt.Chart(pl.DataFrame({"head": heads}))
        .mark_text(baseline="bottom", lineBreak="\n", fontSize=SMALL_SIZE, lineHeight=14)
        .encode(x=x, y=alt.value(-28), text="head:N")
    )
    return alt.layer(*layers, swatches, titles).properties(width=column * len(heads))
