"""How requests were decided, year by year: a bar for each year, and every number below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.framing import Frame, counted_noun, framed, grouped, span_of, text_width, whole_ticks
from toolkit.charts.population import Frames, Population, population
from toolkit.charts.theme import SMALL_N, SMALL_SIZE, TEXT_SIZE, WIDTH, Lang, say
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    import altair as alt

#: The groups of the form's section three, in its order, with the outcomes that each takes in.
GROUPS: Mapping[str, Sequence[str]] = {
    "granted": ("granted",),
    "partly_granted": ("partly_granted",),
    "refused": (
        "refused_state_secret",
        "refused_prohibited_by_law",
        "refused_safety_stability",
        "refused_third_party_rights",
        "refused_internal_affairs",
        "refused_process_information",
        "refused_enforcement_file",
        "refused_administrative_query",
    ),
    "unavailable": (
        "unavailable_not_held",
        "unavailable_needs_creation",
        "unavailable_unclear_after_correction",
    ),
    "not_processed": (
        "not_processed_petition_complaint",
        "not_processed_repeat",
        "not_processed_publication",
        "not_processed_excessive",
        "not_processed_reissue",
    ),
    # One row in the 2019 form, three in the 2021 form: as a group they mean the same.
    "other": ("other_processing", "other_not_corrected_in_time", "other_fee_unpaid", "other_other"),
}
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


def table(corpus: Frames) -> pl.DataFrame:
    """Return the counts behind the chart, one row per year and group.

    Columns: ``year``, ``group``, ``count`` (null where no report prints it), ``unprinted`` (cells that
    print no number; they are no zeros), and, the same for every group of a year, ``processed`` (the
    printed totals, or the sum of the outcomes of a report that prints none), ``reports``, ``newer`` (how
    many of them follow the 2021 form) and ``unequal`` (whose outcomes do not add up to their total).
    """
    return _table(corpus, population(corpus.reports))


def _table(corpus: Frames, counted: Population) -> pl.DataFrame:
    cells = (
        corpus.requests.filter(pl.col("applicant") == "total")
        .join(counted.reports.select("report_id"), on="report_id", how="semi")
        .select("report_id", "year", "form", "outcome", pl.col("count").cast(pl.Int64))
    )
    outcomes = cells.with_columns(
        pl.col("outcome").replace_strict(_group_of(), default=None).alias("group")
    ).drop_nulls("group")
    if outcomes.is_empty():
        raise ToolkitError(
            "no report in this corpus has the table on requests, which the form asks for since 2019; "
            "load reports for 2019 or later"
        )
    groups = outcomes.group_by("year", "group").agg(
        _sum(pl.col("count")), pl.col("count").null_count().alias("unprinted")
    )
    return groups.join(_by_year(cells, outcomes), on="year").sort(
        "year", pl.col("group").cast(pl.Enum(list(GROUPS)))
    )


def _group_of() -> dict[str, str]:
    return {outcome: group for group, outcomes in GROUPS.items() for outcome in outcomes}


def _sum(column: pl.Expr) -> pl.Expr:
    """Return a sum that is null, not zero, where there is nothing to add."""
    return pl.when(column.is_not_null().any()).then(column.sum())


def _by_year(cells: pl.DataFrame, outcomes: pl.DataFrame) -> pl.DataFrame:
    """Return what is the same for every group of a year."""
    sums = outcomes.group_by("year", "report_id", "form").agg(
        _sum(pl.col("count")).alias("outcomes"), pl.col("count").is_not_null().all().alias("is_whole")
    )
    totals = cells.filter(pl.col("outcome") == "processed_total").select("report_id", printed="count")
    each = sums.join(totals, on="report_id", how="left").with_columns(
        processed=pl.coalesce("printed", "outcomes"),
        unequal=pl.col("is_whole")
        & pl.col("printed").is_not_null()
        & (pl.col("printed") != pl.col("outcomes")),
    )
    return each.group_by("year").agg(
        _sum(pl.col("processed")).alias("processed"),
        pl.col("report_id").n_unique().cast(pl.Int64).alias("reports"),
        (pl.col("form") == "2021").sum().cast(pl.Int64).alias("newer"),
        pl.col("unequal").sum().cast(pl.Int64).alias("unequal"),
    )


def draw(
    corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None
) -> alt.VConcatChart:
    """Return stacked bars of requests by outcome, one bar per year, over a table of the same numbers.

    A year without a report stays a gap. ``source`` replaces the source line.
    """
    import altair as alt

    counted = population(corpus.reports)
    counts = _table(corpus, counted)
    known = counts["year"].unique().sort().to_list()
    years = list(range(known[0], known[-1] + 1))
    # The column is shared out among the years, but a lone bar does not become a wall.
    step = min(96.0, (WIDTH - _side(lang)) / len(years))
    x = alt.X("year:Q").scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False, zero=False)
    change = _change_of_form(counts)
    body = alt.vconcat(
        _bars(counts, x, years, step, change, lang).properties(width=step * len(years), height=_TALLEST),
        _numbers(counts, x, years, step, change, lang).properties(width=step * len(years)),
        spacing=6,
    )
    return framed(body, _frame(counts, counted, years, change, lang, source), lang=lang, dark=dark)


def _side(lang: Lang) -> int:
    """Return how many pixels the names of the rows take, left of the bars."""
    return 112 if lang == "zh" else 136


def _name(group: str, lang: Lang) -> str:
    return say(lang, *_NAMES[group])


def _change_of_form(counts: pl.DataFrame) -> int | None:
    """Return the first year in which most reports follow the 2021 form, after one in which most do not."""
    by_year = counts.unique("year").sort("year").with_columns(newer=pl.col("newer") * 2 > pl.col("reports"))
    changed = by_year.filter(pl.col("newer") & ~pl.col("newer").shift(1))["year"]
    return None if changed.is_empty() else int(changed[0])


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
    counts: pl.DataFrame, x: alt.X, years: Sequence[int], step: float, change: int | None, lang: Lang
) -> alt.LayerChart | alt.FacetChart:
    import altair as alt

    tops = _tops(counts).with_columns(label=_worded(pl.col("processed"), lang))
    # One request must not look like a flood: the axis reaches four at least.
    highest = max(4, *tops["highest"].to_list())
    x = x.axis(values=list(years), format="d", title=None, grid=False, ticks=False, labelPadding=8)
    y = alt.Y("count:Q").stack("zero").scale(domain=[0, highest * 1.1], nice=False)
    bars = (
        alt.Chart(_named(counts, lang).drop_nulls("count"))
        .mark_bar(size=step * 0.62, orient="vertical")
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
        alt.Chart(_short(counts))
        .mark_bar(size=step * 0.62 - 1, orient="vertical", style="gap")
        .encode(x=x, y="top:Q", y2="processed:Q")
    )
    # Bold type is a tenth wider.
    size = _fitting(1.1 * max(text_width(text, TEXT_SIZE) for text in tops["label"].to_list()), step)
    labels = (
        alt.Chart(tops)
        .mark_text(dy=-9, fontWeight="bold", fontSize=size)
        .encode(x=x, y="highest:Q", text="label:N")
    )
    return alt.layer(bars, gaps, labels, *_break(x, change, lang))


def _tops(counts: pl.DataFrame) -> pl.DataFrame:
    """Return for each year how high its bar is and how high its printed total."""
    tops = counts.group_by("year").agg(pl.col("count").sum().alias("top"), pl.col("processed").first())
    return tops.with_columns(highest=pl.max_horizontal("top", "processed")).sort("year")


def _short(counts: pl.DataFrame) -> pl.DataFrame:
    """Return the years whose printed total is more than the printed outcomes."""
    return _tops(counts).filter(pl.col("processed") > pl.col("top"))


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
    counts: pl.DataFrame, x: alt.X, years: Sequence[int], step: float, change: int | None, lang: Lang
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


def _frame(
    counts: pl.DataFrame,
    counted: Population,
    years: Sequence[int],
    change: int | None,
    lang: Lang,
    source: str | None,
) -> Frame:
    each = counts.unique("year").sort("year")
    n, reports = int(each["processed"].sum()), int(each["reports"].sum())
    agencies = counted.reports.join(each.select("year"), on="year", how="semi")["agency"].n_unique()
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
        notes=[*_notes(counts, years, change, lang), *counted.notes(lang)],
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


def _notes(counts: pl.DataFrame, years: Sequence[int], change: int | None, lang: Lang) -> list[str]:
    notes = []
    unprinted, unequal = int(counts["unprinted"].sum()), int(counts.unique("year")["unequal"].sum())
    missing = sorted(set(years) - set(counts["year"].to_list()))
    if missing:
        listed = say(lang, "、", ", ").join(map(str, missing))
        notes.append(
            say(lang, f"{listed} 年没有报告，留空，不是零。", f"No report for {listed}: a gap, not zero.")
        )
    if unprinted:
        notes.append(
            say(
                lang,
                f"* 有 {unprinted:,} 个单元格未印数字，不作零计，所在合计可能偏小。",
                f"* {counted_noun(unprinted, 'cell')} without a printed number: "
                "not taken as zero, so these sums may be low.",
            )
        )
    if unequal:
        notes.append(
            say(
                lang,
                f"{unequal:,} 份报告的分项之和与所印总计不符，均照所印。",
                f"Outcomes that do not add up to the printed total, kept as printed: "
                f"{counted_noun(unequal, 'report')}.",
            )
        )
    if not _short(counts).is_empty():
        notes.append(
            say(
                lang,
                "虚框：所印总计中，没有印明结果的部分。",
                "Dashed box: the part of the printed total whose outcome is not printed.",
            )
        )
    if change is not None:
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
