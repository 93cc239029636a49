"""Who asks for information, year by year: shares as a bar, and every number beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.framing import (
    Frame,
    about_gaps,
    framed,
    grouped,
    not_printed,
    span_of,
    text_width,
)
from toolkit.charts.theme import SMALL_N, SMALL_SIZE, TEXT_SIZE, WIDTH
from toolkit.errors import ToolkitError
from toolkit.measures.population import Frames, Population, population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

#: The six kinds of applicant in the form's order, and their names as set over a narrow column.
_NAMES: Mapping[str, tuple[str, str]] = {
    "natural_person": ("自然人", "Natural\npersons"),
    "business": ("商业\n企业", "Busi-\nnesses"),
    "research_institution": ("科研\n机构", "Research"),
    "public_welfare_org": ("社会公\n益组织", "Public\nwelfare"),
    "legal_service": ("法律服\n务机构", "Legal\nservices"),
    "other_org": ("其他", "Other"),
}
APPLICANTS = tuple(_NAMES)
_ROW = 32
_YEARS_WIDTH = 40
_SPACING = 10


def table(corpus: Frames) -> pl.DataFrame:
    """Return the counts behind the chart, one row per year and kind of applicant.

    Columns: ``year``, ``applicant``, ``count`` of requests received in the year (null where no report
    prints it), ``unprinted`` (reports that print no number; they are no zeros), ``n`` (the sum of the six
    kinds), ``share`` (of n; null where n is zero), and, the same for every kind, ``received`` (the printed
    totals, or the sum of the six of a report that prints none), ``reports``, and ``unequal`` (whose six
    kinds do not add up to their total).
    """
    return _table(corpus, population_of(corpus.reports))


def _table(corpus: Frames, counted: Population) -> pl.DataFrame:
    cells = (
        corpus.requests.filter(pl.col("outcome") == "received_new")
        .join(counted.reports.select("report_id"), on="report_id", how="semi")
        .select("report_id", "year", "applicant", pl.col("count").cast(pl.Int64))
    )
    if cells.is_empty():
        raise ToolkitError(
            "no report in this corpus has the table on requests, which the form asks for since 2019; "
            "load reports for 2019 or later"
        )
    kinds = cells.filter(pl.col("applicant").is_in(APPLICANTS))
    by_kind = (
        kinds.group_by("year", "applicant")
        .agg(_sum("count"), pl.col("count").null_count().cast(pl.Int64).alias("unprinted"))
        .with_columns(n=pl.col("count").sum().over("year"))
        .with_columns(share=pl.when(pl.col("n") > 0).then(pl.col("count") / pl.col("n")))
    )
    joined = by_kind.join(_by_year(cells, kinds), on="year")
    return joined.sort("year", pl.col("applicant").cast(pl.Enum(APPLICANTS)))


def _sum(name: str) -> pl.Expr:
    """Return a sum that is null, not zero, where there is nothing to add."""
    column = pl.col(name)
    return pl.when(column.is_not_null().any()).then(column.sum()).alias(name)


def _by_year(cells: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """Return what is the same for every kind of applicant of a year."""
    sums = kinds.group_by("year", "report_id").agg(
        _sum("count"), pl.col("count").is_not_null().all().alias("is_whole")
    )
    totals = cells.filter(pl.col("applicant") == "total").select("report_id", printed="count")
    each = sums.join(totals, on="report_id", how="left").with_columns(
        received=pl.coalesce("printed", "count"),
        unequal=pl.col("is_whole") & (pl.col("printed") != pl.col("count")).fill_null(False),
    )
    return each.group_by("year").agg(
        _sum("received"),
        pl.col("report_id").n_unique().cast(pl.Int64).alias("reports"),
        pl.col("unequal").sum().cast(pl.Int64),
    )


def draw(
    corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None
) -> alt.VConcatChart:
    """Return the shares of the six kinds of applicant, one bar per year, beside a table of the counts.

    A share of fewer than thirty requests is faded and written as n/N. A year without a report stays a
    gap. ``source`` replaces the source line.
    """
    import altair as alt

    counted = population_of(corpus.reports)
    counts = _table(corpus, counted)
    known = counts["year"].unique().sort().to_list()
    years = list(range(known[0], known[-1] + 1))
    cells = _cells(counts, years, lang)
    column = max(
        46.0 if lang == "zh" else 50.0, *(text_width(text, TEXT_SIZE) + 10 for text in cells["text"])
    )
    width = max(160.0, WIDTH - _YEARS_WIDTH - _SPACING - column * cells["head"].n_unique())
    height = _ROW * len(years)
    body = alt.hconcat(
        _bars(counts, years, width, lang).properties(width=width, height=height),
        _numbers(cells, column, lang).properties(height=height),
        spacing=_SPACING,
    )
    return framed(body, _frame(counts, counted, years, lang, source), lang=lang, dark=dark)


def _segments(counts: pl.DataFrame, width: float, lang: Lang) -> pl.DataFrame:
    """Return where each piece of a bar begins and ends, and what is written on it if there is room."""
    names = {kind: _name(kind, lang) for kind in APPLICANTS}
    placed = counts.filter(pl.col("share") > 0).with_columns(
        name=pl.col("applicant").replace_strict(names),
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
    # At eleven pixels a digit is about six wide; what does not fit stands in the table.
    room = pl.col("share") * width > pl.col("label").str.len_chars() * 6.4 + 6
    return placed.with_columns(label=pl.when(room).then("label").otherwise(pl.lit("")))


def _name(kind: str, lang: Lang) -> str:
    return say(lang, *_NAMES[kind]).replace("-\n", "").replace("\n", say(lang, "", " "))


def _colour(lang: Lang) -> alt.Color:
    import altair as alt

    return alt.Color("name:N", legend=None).scale(
        domain=[_name(kind, lang) for kind in APPLICANTS], range="category"
    )


def _year(years: Sequence[int]) -> alt.Y:
    import altair as alt

    return alt.Y("year:O").scale(domain=list(years), paddingInner=0.3, paddingOuter=0.15)


def _bars(
    counts: pl.DataFrame, years: Sequence[int], width: float, lang: Lang
) -> alt.LayerChart | alt.FacetChart:
    import altair as alt

    y = _year(years).axis(title=None)
    axis = alt.Axis(format="%", values=[0, 0.5, 1], title=None, grid=True, domain=False, ticks=False)
    segments = _segments(counts, width, lang)
    base = alt.Chart(segments).encode(y=y)
    bars = base.mark_bar().encode(
        x=alt.X("start:Q").scale(domain=[0, 1]).axis(axis),
        x2="end:Q",
        color=_colour(lang),
        opacity=alt.condition("datum.is_small", alt.value(0.35), alt.value(1)),
        tooltip=[
            alt.Tooltip("year:O", title=say(lang, "年度", "Year")),
            alt.Tooltip("name:N", title=say(lang, "申请人", "Applicant")),
            alt.Tooltip("count:Q", title=say(lang, "件", "Requests"), format=","),
            alt.Tooltip("n:Q", title="n", format=","),
            alt.Tooltip("share:Q", title=say(lang, "占比", "Share"), format=".1%"),
        ],
    )
    words = [
        base.transform_filter(f"!datum.is_small && datum.applicant == '{kind}'")
        .mark_text(fontSize=SMALL_SIZE, style=f"on-{place}")
        .encode(x="middle:Q", text="label:N")
        for place, kind in enumerate(APPLICANTS)
    ]
    small = (
        base.transform_filter("datum.is_small")
        .mark_text(fontSize=SMALL_SIZE)
        .encode(x="middle:Q", text="label:N")
    )
    empty = alt.Chart(_without_bar(counts, years, lang)).mark_text(align="left", dx=6, style="muted")
    return alt.layer(bars, *words, small, empty.encode(x=alt.value(0), y=y, text="why:N"))


def _without_bar(counts: pl.DataFrame, years: Sequence[int], lang: Lang) -> pl.DataFrame:
    """Return the years that have no bar, each with the reason."""
    reasons = dict.fromkeys(years, say(lang, "没有报告", "no report"))
    for year, is_printed, n in (
        counts.group_by("year")
        .agg(pl.col("count").is_not_null().any().alias("is_printed"), pl.col("n").first())
        .iter_rows()
    ):
        reasons[year] = say(lang, "新收 0 件", "none received") if is_printed else not_printed(lang)
        if n > 0:
            del reasons[year]
    rows = [{"year": year, "why": why} for year, why in reasons.items()]
    return pl.DataFrame(rows, schema={"year": pl.Int64, "why": pl.String})


def _cells(counts: pl.DataFrame, years: Sequence[int], lang: Lang) -> pl.DataFrame:
    """Return the text of every cell of the table; an asterisk marks a sum from which reports are missing."""
    behind, received = say(lang, "报告\n（份）", "Reports"), say(lang, "新收\nn", "Received\nn")
    rows: list[dict[str, str | int | bool]] = []
    found = {(row["year"], row["applicant"]): row for row in counts.iter_rows(named=True)}
    for year in years:
        any_kind = next((row for (known, _), row in found.items() if known == year), None)
        if any_kind is None:
            rows.append({"year": year, "head": behind, "text": "0", "mark": "", "is_small": True})
            continue
        is_small = any_kind["n"] < SMALL_N
        texts = {behind: grouped(any_kind["reports"], lang), received: grouped(any_kind["received"], lang)}
        rows += [
            {"year": year, "head": head, "text": text, "mark": "", "is_small": is_small and head == received}
            for head, text in texts.items()
        ]
        for kind in APPLICANTS:
            row = found.get((year, kind), {"count": None, "unprinted": 0})
            mark = "*" if row["unprinted"] and row["count"] is not None else ""
            head, text = say(lang, *_NAMES[kind]), grouped(row["count"], lang)
            rows.append({"year": year, "head": head, "text": text, "mark": mark, "is_small": is_small})
    return pl.DataFrame(rows)


def _numbers(cells: pl.DataFrame, column: float, lang: Lang) -> alt.LayerChart | alt.FacetChart:
    """Return the table beside the bars: its column heads are the legend."""
    import altair as alt

    years = cells["year"].unique().sort().to_list()
    heads = [
        say(lang, "报告\n（份）", "Reports"),
        say(lang, "新收\nn", "Received\nn"),
        *(say(lang, *_NAMES[kind]) for kind in APPLICANTS),
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
    named = pl.DataFrame({"head": heads[2:], "name": [_name(kind, lang) for kind in APPLICANTS]})
    swatches = (
        alt.Chart(named).mark_rect().encode(x=x, y=alt.value(-9), y2=alt.value(-4), color=_colour(lang))
    )
    titles = (
        alt.Chart(pl.DataFrame({"head": heads}))
        .mark_text(baseline="bottom", lineBreak="\n", fontSize=SMALL_SIZE, lineHeight=14)
        .encode(x=x, y=alt.value(-28), text="head:N")
    )
    return alt.layer(*layers, swatches, titles).properties(width=column * len(heads))


def _frame(
    counts: pl.DataFrame, counted: Population, years: Sequence[int], lang: Lang, source: str | None
) -> Frame:
    each = counts.unique("year")
    n, reports = int(each["received"].sum()), int(each["reports"].sum())
    agencies = counted.reports.join(each.select("year"), on="year", how="semi")["agency"].n_unique()
    span = span_of(years, lang)
    return Frame(
        name="requests_by_applicant",
        title=say(lang, f"谁在申请政府信息公开，{span}", f"Who asks for government information, {span}"),
        question=say(
            lang,
            "当年新收的申请由哪类申请人提出，各占多少？",
            "Which kinds of applicant made the requests received each year, and in what shares?",
        ),
        facts=[
            say(lang, "单位：件，占比 %", "Unit: requests, share in %"),
            f"n = {n:,}",
            say(lang, f"{reports:,} 份报告", counted_noun(reports, "report")),
            say(lang, f"{agencies:,} 个机关", counted_noun(agencies, "agency")),
        ],
        notes=[*_notes(counts, years, lang), *counted.notes(lang)],
        source=source
        or say(
            lang,
            "各机关政府信息公开工作年度报告，收到和处理政府信息公开申请情况表，本年新收一行",
            "annual reports of the agencies, table on requests received and processed, row on new requests",
        ),
        unit="件",
        n=n,
        alt_text=_alt_text(counts, int(each["n"].sum()), span, lang),
    )


def _notes(counts: pl.DataFrame, years: Sequence[int], lang: Lang) -> list[str]:
    each = counts.unique("year")
    notes = about_gaps(years, each["year"], int(counts["unprinted"].sum()), lang)
    unequal = int(each["unequal"].sum())
    if not each.filter((pl.col("n") > 0) & (pl.col("n") < SMALL_N)).is_empty():
        notes.append(
            say(
                lang,
                f"半透明：不足 {SMALL_N} 件，占比说明不了多少，只写件数 n/N。",
                f"Faded: fewer than {SMALL_N} requests, too few for a share; written as n/N.",
            )
        )
    if unequal:
        notes.append(
            say(
                lang,
                f"{unequal:,} 份报告六类申请人之和与所印总计不符，均照所印；占比以六类之和为分母。",
                f"Kinds that do not add up to the printed total, kept as printed: "
                f"{counted_noun(unequal, 'report')}; shares are of the sum of the six.",
            )
        )
    return notes


def _alt_text(counts: pl.DataFrame, n: int, span: str, lang: Lang) -> str:
    sums = dict(counts.group_by("applicant").agg(pl.col("count").sum()).iter_rows())
    parts = []
    for kind in APPLICANTS:
        share = f" ({sums.get(kind, 0) / n:.0%})" if n >= SMALL_N else ""
        parts.append(f"{_name(kind, lang)} {sums.get(kind, 0):,}{share}")
    return say(
        lang,
        f"百分比条形图：{span}新收政府信息公开申请 {n:,} 件，其中{'，'.join(parts)}。",
        f"Bars of shares: {n:,} requests received, {span}: {', '.join(parts)}.",
    )
