"""How requests were decided, year by year: a bar for each year, and every number below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.agency_names import count_of
from toolkit.charts.framing import (
    Frame,
    about_gaps,
    framed,
    grouped,
    span_of,
    text_width,
    whole_ticks,
)
from toolkit.charts.outcome_counts import (
    GROUPS,
    about_totals,
    change_of_form,
    counts_of,
    heights,
    short_of_total,
    table,
)
from toolkit.charts.theme import SMALL_N, SMALL_SIZE, TEXT_SIZE, WIDTH
from toolkit.measures.population import Frames, Population, population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

__all__ = ["GROUPS", "draw", "table"]

_NAMES = {
    "granted": ("予以公开", "Granted in full"),
    "partly_granted": ("部分公开", "Granted in part"),
    "refused": ("不予公开", "Refused"),
    "unavailable": ("无法提供", "Not available"),
    "not_processed": ("不予处理", "Not processed"),
    "other": ("其他处理", "Other"),
}
_TALLEST = 240
_ROW = 20


def draw(
    corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None
) -> alt.VConcatChart:
    """Return stacked bars of requests by outcome, one bar per year, over a table of the same numbers.

    A year without a report stays a gap; a single year is drawn as one bar per outcome instead.
    ``source`` replaces the source line.
    """
    import altair as alt

    counted = population_of(corpus.reports)
    counts = counts_of(corpus, counted)
    known = counts["year"].unique().sort().to_list()
    years = list(range(known[0], known[-1] + 1))
    frame = _frame(counts, counted, years, lang, source)
    if len(years) == 1:
        return framed(alt.vconcat(_single_year(counts, lang)), frame, lang=lang, dark=dark)
    step = (WIDTH - _side(lang)) / len(years)
    x = alt.X("year:Q").scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False, zero=False)
    body = alt.vconcat(
        _bars(counts, x, years, step, lang).properties(width=step * len(years), height=_TALLEST),
        _numbers(counts, x, years, step, lang).properties(width=step * len(years)),
        spacing=6,
    )
    return framed(body, frame, lang=lang, dark=dark)


def _side(lang: Lang) -> int:
    """Return how many pixels the names of the rows take, left of the bars."""
    return 112 if lang == "zh" else 136


def _name(group: str, lang: Lang) -> str:
    return say(lang, *_NAMES[group])


def _colour(lang: Lang) -> alt.Color:
    import altair as alt

    names = [_name(group, lang) for group in GROUPS]
    return alt.Color("name:N", legend=None).scale(domain=names, range="ordinal")


def _named(counts: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Return the counts with what a reader is shown for each group, and its place in the form."""
    groups = pl.col("group").cast(pl.String)
    return counts.with_columns(
        name=groups.replace_strict({group: _name(group, lang) for group in GROUPS}),
        rank=groups.replace_strict({group: place for place, group in enumerate(GROUPS)}),
    )


def _bars(
    counts: pl.DataFrame, x: alt.X, years: Sequence[int], step: float, lang: Lang
) -> alt.LayerChart | alt.FacetChart:
    import altair as alt

    tops = heights(counts).with_columns(label=_worded(pl.col("processed"), lang))
    # One request must not look like a flood: the axis reaches four at least.
    highest = max(4, *tops["highest"].to_list())
    thickness = min(64.0, step * 0.62)
    x = x.axis(values=list(years), format="d", title=None, grid=False, ticks=False, labelPadding=8)
    y = alt.Y("count:Q").stack("zero").scale(domain=[0, highest * 1.1], nice=False)
    bars = (
        alt.Chart(_named(counts, lang).drop_nulls("count"))
        .mark_bar(size=thickness, orient="vertical")
        .encode(
            x=x,
            y=y.axis(title=None, values=whole_ticks(highest), format=",d"),
            color=_colour(lang),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("year:Q", title=say(lang, "年度", "Year"), format="d"),
                alt.Tooltip("name:N", title=say(lang, "结果", "Outcome")),
                alt.Tooltip("count:Q", title=say(lang, "件", "Requests"), format=","),
                alt.Tooltip("unprinted:Q", title=say(lang, "未印单元格", "Cells not printed")),
            ],
        )
    )
    gaps = (
        alt.Chart(short_of_total(counts))
        .mark_bar(size=thickness - 1, orient="vertical", style="gap")
        .encode(x=x, y="top:Q", y2="processed:Q")
    )
    # Bold type is a tenth wider.
    size = _fitting(1.1 * max(text_width(text, TEXT_SIZE) for text in tops["label"].to_list()), step)
    labels = (
        alt.Chart(tops)
        .mark_text(dy=-9, fontWeight="bold", fontSize=size)
        .encode(x=x, y="highest:Q", text="label:N")
    )
    return alt.layer(bars, gaps, labels, *_break(x, change_of_form(counts), lang))


def _worded(column: pl.Expr, lang: Lang) -> pl.Expr:
    return column.map_elements(lambda value: grouped(value, lang), return_dtype=pl.String, skip_nulls=False)


def _break(x: alt.X, change: int | None, lang: Lang) -> list[alt.Chart]:
    """Return the dashed line between two forms with a word on each side above it, or nothing."""
    import altair as alt

    if change is None:
        return []
    at = pl.DataFrame({"year": [change - 0.5], "before": [say(lang, "2019 年版", "2019 form")]})
    at = at.with_columns(after=pl.lit(say(lang, "2021 年版", "2021 form")))
    base = alt.Chart(at).encode(x=x)
    words = base.encode(y=alt.value(-8))
    return [
        base.mark_rule(style="break").encode(y=alt.value(-14), y2=alt.value(_TALLEST)),
        words.mark_text(align="right", dx=-6, fontSize=SMALL_SIZE, style="muted").encode(text="before:N"),
        words.mark_text(align="left", dx=6, fontSize=SMALL_SIZE, style="muted").encode(text="after:N"),
    ]


def _numbers(
    counts: pl.DataFrame, x: alt.X, years: Sequence[int], step: float, lang: Lang
) -> alt.LayerChart | alt.FacetChart:
    """Return the table below the bars: its row heads are the legend."""
    import altair as alt

    cells = _cells(counts, years, lang)
    heads = cells["row"].unique(maintain_order=True).to_list()
    longest = max(text_width(text, TEXT_SIZE) for text in cells["text"].to_list())
    size = _fitting(longest, step)
    # The longest number stands in the middle of its column, and all end where it ends.
    edge = longest * size / TEXT_SIZE / 2
    y = alt.Y("row:N", sort=heads).axis(title=None, labelPadding=22, labelLimit=_side(lang))
    x = x.axis(None)
    stripes = (
        alt.Chart(pl.DataFrame({"row": heads[::2]}))
        .mark_rect(style="stripe")
        .encode(x=alt.value(-_side(lang)), x2=alt.value(step * len(years)), y=y)
    )
    swatches = (
        alt.Chart(pl.DataFrame({"row": [_name(group, lang) for group in GROUPS]}))
        .transform_calculate(name="datum.row")
        .mark_square(size=110, opacity=1)
        .encode(x=alt.value(-12), y=y, color=_colour(lang))
    )
    base = alt.Chart(cells).encode(x=x, y=y)
    numbers = base.mark_text(fontSize=size, align="right", dx=edge).encode(text="text:N")
    marks = base.mark_text(fontSize=size, align="left", dx=edge).encode(text="mark:N")
    return alt.layer(stripes, swatches, numbers, marks).properties(height=_ROW * len(heads))


def _fitting(longest: float, step: float) -> float:
    """Return the size of type at which the longest number of a year stays inside the year's column."""
    return min(TEXT_SIZE, max(7.5, TEXT_SIZE * (step - 10) / longest))


def _cells(counts: pl.DataFrame, years: Sequence[int], lang: Lang) -> pl.DataFrame:
    """Return the text of every cell of the table; an asterisk marks a sum from which cells are missing."""
    total, behind = say(lang, "办结合计 n", "Processed (n)"), say(lang, "报告（份）", "Reports")
    heads = [*(_name(group, lang) for group in GROUPS), total, behind]
    found: dict[tuple[int, str], tuple[str, str]] = {}
    for row in _named(counts, lang).iter_rows(named=True):
        mark = "*" if row["unprinted"] and row["count"] is not None else ""
        found[row["year"], row["name"]] = grouped(row["count"], lang), mark
        found[row["year"], total] = grouped(row["processed"], lang), ""
        found[row["year"], behind] = grouped(row["reports"], lang), ""
    empty = {(year, behind): ("0", "") for year in years}
    cells = {(year, head): ("", "") for head in heads for year in years} | empty | found
    return pl.DataFrame(
        [
            {"year": year, "row": head, "text": text, "mark": mark}
            for (year, head), (text, mark) in cells.items()
        ]
    )


def _single_year(counts: pl.DataFrame, lang: Lang) -> alt.LayerChart | alt.FacetChart:
    """Return one horizontal bar per outcome, with its count and, from thirty requests on, its share."""
    import altair as alt

    rows = _rows_of_year(counts, lang)
    names = rows["name"].to_list()
    width = WIDTH - _side(lang)
    longest = max(text_width(text, TEXT_SIZE) for text in rows["text"].to_list())
    highest = max(4, *rows["count"].drop_nulls().to_list())
    # Room for the number after the longest bar.
    x = alt.X("end:Q").scale(domain=[0, highest * width / (width - longest - 12)], nice=False).axis(None)
    y = alt.Y("name:N").scale(domain=names, padding=0)
    y = y.axis(title=None, domain=True, labelLimit=_side(lang), labelPadding=8)
    stripes = alt.Chart(pl.DataFrame({"name": names[::2]})).mark_rect(style="stripe")
    base = alt.Chart(rows).encode(x=x, y=y)
    return alt.layer(
        stripes.encode(x=alt.value(-_side(lang)), x2=alt.value(width), y=y),
        base.transform_filter("datum.is_outcome").mark_bar(size=16).encode(color=_colour(lang)),
        base.transform_filter("!datum.is_outcome").mark_bar(size=15, style="gap"),
        base.mark_text(align="left", dx=6).encode(text="text:N"),
    ).properties(width=width, height=28 * len(names))


def _rows_of_year(counts: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Return the bars of a single year, and one for what the printed total has beyond them."""
    n = counts["processed"][0]
    rows = [
        {
            "name": row["name"],
            "count": row["count"],
            "mark": "*" if row["unprinted"] else "",
            "is_outcome": True,
        }
        for row in _named(counts, lang).iter_rows(named=True)
    ]
    for beyond in short_of_total(counts).select(pl.col("processed") - pl.col("top")).to_series():
        name = say(lang, "未列明结果", "Outcome not printed")
        rows.append({"name": name, "count": beyond, "mark": "", "is_outcome": False})
    for row in rows:
        row["end"] = row["count"] or 0
        row["text"] = _count_and_share(row["count"], n, row.pop("mark"), lang)
    return pl.DataFrame(rows, schema_overrides={"count": pl.Int64})


def _count_and_share(count: int | None, n: int | None, mark: str, lang: Lang) -> str:
    """Return a count with its share of n, or, where n is small, as n/N."""
    if not count or not n:
        return grouped(count, lang) + mark * (count is not None)
    if n < SMALL_N:
        return f"{count}{mark}/{n}"
    share = f"{count / n:.0%}" if n < 1000 else f"{count / n:.1%}"
    return f"{count:,}{mark}" + say(lang, f"（{share}）", f" ({share})")


def _frame(
    counts: pl.DataFrame,
    counted: Population,
    years: Sequence[int],
    lang: Lang,
    source: str | None,
) -> Frame:
    each = counts.unique("year").sort("year")
    n, reports = int(each["processed"].sum()), int(each["reports"].sum())
    agencies = count_of(counted.reports.join(each.select("year"), on="year", how="semi"))
    span = span_of(years, lang)
    return Frame(
        name="requests_by_outcome",
        title=say(
            lang, f"政府信息公开申请的办理结果，{span}", f"How requests for information were decided, {span}"
        ),
        question=say(
            lang,
            "当年办结的申请中，公开、不予公开、无法提供的各有多少？",
            "Of the requests decided each year, how many were granted, refused or could not be met?",
        ),
        facts=[
            say(lang, "单位：件", "Unit: requests"),
            f"n = {n:,}",
            say(lang, f"{reports:,} 份报告", counted_noun(reports, "report")),
            say(lang, f"{agencies:,} 个机关", counted_noun(agencies, "agency")),
        ],
        notes=[*_notes(counts, years, lang), *counted.notes(lang)],
        source=source
        or say(
            lang,
            "各机关政府信息公开工作年度报告，收到和处理政府信息公开申请情况表，总计列",
            'annual reports of the agencies, table on requests received and processed, column "total"',
        ),
        unit="件",
        n=n,
        alt_text=_alt_text(counts, years, n, lang),
    )


def _notes(counts: pl.DataFrame, years: Sequence[int], lang: Lang) -> list[str]:
    notes = about_gaps(years, counts["year"], int(counts["unprinted"].sum()), lang)
    unequal = int(counts.unique("year")["unequal"].sum())
    if unequal:
        notes.append(
            say(
                lang,
                f"{unequal:,} 份报告的分项之和与所印总计不符，均照所印。",
                f"Outcomes that do not add up to the printed total, kept as printed: "
                f"{counted_noun(unequal, 'report')}.",
            )
        )
    notes += about_totals(counts, lang)
    if len(years) == 1 and unequal:
        notes.append(say(lang, "占比以办结总计为分母。", "Shares are of the total."))
    if len(years) > 1 and not short_of_total(counts).is_empty():
        notes.append(
            say(
                lang,
                "虚框：所印总计中，没有印明结果的部分。",
                "Dashed box: the part of the printed total whose outcome is not printed.",
            )
        )
    if change_of_form(counts) is not None:
        notes.append(
            say(
                lang,
                "虚线：2021 年版把“其他处理”由一行改为三行，其余各行不变，六组前后可比。",
                'Dashed line: the 2021 form splits "other" into three rows; the six groups stay comparable.',
            )
        )
    return notes


def _alt_text(counts: pl.DataFrame, years: Sequence[int], n: int, lang: Lang) -> str:
    sums = counts.group_by("group").agg(pl.col("count").sum())
    by_group = dict(zip(sums["group"].cast(pl.String), sums["count"], strict=True))
    parts = []
    for group in GROUPS:
        count = by_group.get(group, 0)
        share = f" ({count / n:.0%})" if n >= SMALL_N else ""
        parts.append(f"{_name(group, lang)} {count:,}{share}")
    span = span_of(years, lang)
    return say(
        lang,
        f"堆叠柱形图：{span}办结政府信息公开申请 {n:,} 件，其中{'，'.join(parts)}。",
        f"Stacked bars: {n:,} requests decided, {span}: {', '.join(parts)}.",
    )
