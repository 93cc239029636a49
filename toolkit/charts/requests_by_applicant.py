"""Who asks for information, year by year: shares as a bar, and every number beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.agency_names import count_of
from toolkit.charts.framing import (
    Frame,
    about_gaps,
    framed,
    span_of,
)
from toolkit.charts.stacks import Part, Whole, bars_and_numbers
from toolkit.charts.theme import SMALL_N
from toolkit.errors import NothingToDraw
from toolkit.measures.population import Frames, Population, population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

#: The six kinds of applicant in the form's order, and their names as set over a narrow column.
_KINDS = (
    Part("natural_person", "自然人", "Natural\npersons"),
    Part("business", "商业\n企业", "Busi-\nnesses"),
    Part("research_institution", "科研\n机构", "Research"),
    Part("public_welfare_org", "社会公\n益组织", "Public\nwelfare"),
    Part("legal_service", "法律服\n务机构", "Legal\nservices"),
    Part("other_org", "其他", "Other"),
)
_RECEIVED = Whole(("新收\nn", "Received\nn"), ("新收 0 件", "none received"))
APPLICANTS = tuple(kind.code for kind in _KINDS)


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
        raise NothingToDraw(
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
    counted = population_of(corpus.reports)
    counts = _table(corpus, counted)
    known = counts["year"].unique().sort().to_list()
    years = list(range(known[0], known[-1] + 1))
    body = bars_and_numbers(counts.rename({"applicant": "part", "received": "whole"}), _KINDS, _RECEIVED, lang)
    return framed(body, _frame(counts, counted, years, lang, source), lang=lang, dark=dark)


def _frame(
    counts: pl.DataFrame, counted: Population, years: Sequence[int], lang: Lang, source: str | None
) -> Frame:
    each = counts.unique("year")
    n, reports = int(each["received"].sum()), int(each["reports"].sum())
    agencies = count_of(counted.reports.join(each.select("year"), on="year", how="semi"))
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
    if lang == "en" and counts["count"].null_count():
        notes.append("–: no report prints it, which is not zero.")
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
    for kind in _KINDS:
        count = sums.get(kind.code, 0)
        share = f" ({count / n:.0%})" if n >= SMALL_N else ""
        parts.append(f"{kind.name(lang)} {count:,}{share}")
    return say(
        lang,
        f"百分比条形图：{span}新收政府信息公开申请 {n:,} 件，其中{'，'.join(parts)}。",
        f"Bars of shares: {n:,} requests received, {span}: {', '.join(parts)}.",
    )
