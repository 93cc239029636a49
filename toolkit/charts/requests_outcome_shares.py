"""In what shares requests were granted, refused or not available, year by year, beside every number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.agency_names import count_of
from toolkit.charts.framing import Frame, about_gaps, framed, span_of
from toolkit.charts.outcome_counts import about_totals, counts_of
from toolkit.charts.stacks import Part, Whole, bars_and_numbers
from toolkit.charts.theme import SMALL_N
from toolkit.measures.population import Frames, Population, population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

_PARTS = (
    Part("granted", "予以\n公开", "Granted\nin full"),
    Part("partly_granted", "部分\n公开", "Granted\nin part"),
    Part("refused", "不予\n公开", "Refused"),
    Part("unavailable", "无法\n提供", "Not avail-\nable"),
    Part("not_processed", "不予\n处理", "Not pro-\ncessed"),
    Part("other", "其他\n处理", "Other"),
)
_PROCESSED = Whole(("办结\nn", "Decided\nn"), ("办结 0 件", "none processed"))


def table(corpus: Frames) -> pl.DataFrame:
    """Return the shares behind the chart, one row per year and group of outcomes, oldest year first.

    Columns: ``year``, ``part`` (the group), ``count`` (null where no report prints it), ``unprinted``, ``n``
    (the sum of the six groups, of which shares are), ``share`` (null where n is zero), and, the same for every
    group of a year, ``whole`` (the printed totals), ``reports``, ``unequal`` (reports whose outcomes do not
    add up to their total) and ``untotalled`` (that print none).
    """
    return _table(corpus, population_of(corpus.reports))


def _table(corpus: Frames, counted: Population) -> pl.DataFrame:
    counts = counts_of(corpus, counted).rename({"group": "part", "processed": "whole"})
    return counts.with_columns(n=pl.col("count").sum().over("year")).with_columns(
        share=pl.when(pl.col("n") > 0).then(pl.col("count") / pl.col("n"))
    )


def draw(
    corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None
) -> alt.VConcatChart:
    """Return the shares of the six groups of outcomes, one bar per year, beside a table of the counts.

    A share of fewer than thirty requests is faded and written as n/N. A year without a report stays a
    gap. ``source`` replaces the source line.
    """
    counted = population_of(corpus.reports)
    counts = _table(corpus, counted)
    known = counts["year"].unique().sort().to_list()
    years = list(range(known[0], known[-1] + 1))
    frame = _frame(counts, counted, years, lang, source)
    return framed(bars_and_numbers(counts, _PARTS, _PROCESSED, lang), frame, lang=lang, dark=dark)


def _frame(
    counts: pl.DataFrame, counted: Population, years: Sequence[int], lang: Lang, source: str | None
) -> Frame:
    each = counts.unique("year")
    n, reports = int(each["n"].sum()), int(each["reports"].sum())
    agencies = count_of(counted.reports.join(each.select("year"), on="year", how="semi"))
    span = span_of(years, lang)
    return Frame(
        name="requests_outcome_shares",
        title=say(lang, f"政府信息公开申请办理结果占比，{span}", f"Shares of outcomes of requests, {span}"),
        question=say(
            lang,
            "当年办结的申请中，公开、不予公开、无法提供的各占多大比例？",
            "What share of the requests decided each year was granted, refused or could not be met?",
        ),
        facts=[
            say(lang, "单位：件，占比 %", "Unit: requests, share in %"),
            f"n = {n:,}",
            say(lang, f"{reports:,} 份报告", counted_noun(reports, "report")),
            say(lang, f"{agencies:,} 个机关", counted_noun(agencies, "agency")),
        ],
        notes=[*_notes(counts, counted, years, lang), *counted.notes(lang)],
        source=source
        or say(
            lang,
            "各机关政府信息公开工作年度报告，收到和处理政府信息公开申请情况表，总计列",
            'annual reports of the agencies, table on requests received and processed, column "total"',
        ),
        unit="件",
        n=n,
        alt_text=_alt_text(counts, n, span, lang),
    )


def _notes(counts: pl.DataFrame, counted: Population, years: Sequence[int], lang: Lang) -> list[str]:
    each = counts.unique("year")
    notes = about_gaps(years, each["year"], int(counts["unprinted"].sum()), lang)
    if lang == "en" and counts["count"].null_count():
        notes.append("–: no report prints it, which is not zero.")
    notes.append(
        say(
            lang,
            "占比以六组之和为分母，含不予处理和其他处理；各行含义在 2019、2021 两版表中可比。",
            "Shares are of the sum of the six groups, those not processed and other among them; the groups mean "
            "the same in the forms of 2019 and 2021.",
        )
    )
    if not each.filter((pl.col("n") > 0) & (pl.col("n") < SMALL_N)).is_empty():
        notes.append(
            say(
                lang,
                f"半透明：不足 {SMALL_N} 件，占比说明不了多少，只写件数 n/N。",
                f"Faded: fewer than {SMALL_N} requests, too few for a share; written as n/N.",
            )
        )
    differs = each.filter(pl.col("whole") != pl.col("n")).height
    if differs:
        notes.append(
            say(
                lang,
                f"{differs} 个年份的所印总计不等于六组之和，均照所印。",
                f"The printed totals differ from the sum of the six groups in {counted_noun(differs, 'year')}; kept as printed.",
            )
        )
    notes += about_totals(counts, lang)
    if counted.reports["year"].min() < years[0]:  # type: ignore[operator]
        notes.append(
            say(
                lang,
                "2019 年以前的表式分类不同，没有画出。",
                "Forms before 2019 group the outcomes in other ways; they are not drawn.",
            )
        )
    return notes


def _alt_text(counts: pl.DataFrame, n: int, span: str, lang: Lang) -> str:
    sums = dict(counts.group_by(pl.col("part").cast(pl.String)).agg(pl.col("count").sum()).iter_rows())
    told = []
    for part in _PARTS:
        count = sums.get(part.code, 0)
        share = f" ({count / n:.0%})" if n >= SMALL_N else ""
        told.append(f"{part.name(lang)} {count:,}{share}")
    return say(
        lang,
        f"百分比条形图：{span}办结政府信息公开申请 {n:,} 件，其中{'，'.join(told)}。",
        f"Bars of shares: {n:,} requests decided, {span}: {', '.join(told)}.",
    )
