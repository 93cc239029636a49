"""Requests counted by outcome and year: the numbers behind the chart of outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from toolkit.errors import NothingToDraw
from toolkit.measures.population import Frames, Population, population_of
from toolkit.wording import Lang, counted_noun, say

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


def table(corpus: Frames) -> pl.DataFrame:
    """Return the counts behind the chart, one row per year and group.

    Columns: ``year``, ``group``, ``count`` (null where no report prints it), ``unprinted`` (cells that
    print no number; they are no zeros), and, the same for every group of a year, ``processed`` (the
    printed totals, or the sum of the outcomes of a report that prints none), ``reports``, ``newer`` (how
    many of them follow the 2021 form), ``unequal`` (whose outcomes do not add up to their total) and
    ``untotalled`` (that print no total).
    """
    return counts_of(corpus, population_of(corpus.reports))


def counts_of(corpus: Frames, counted: Population) -> pl.DataFrame:
    """Return the table for reports that are chosen already."""
    cells = (
        corpus.requests.filter(pl.col("applicant") == "total")
        .join(counted.reports.select("report_id"), on="report_id", how="semi")
        .select("report_id", "year", "form", "outcome", pl.col("count").cast(pl.Int64))
    )
    outcomes = cells.with_columns(
        pl.col("outcome").replace_strict(_group_of(), default=None).alias("group")
    ).drop_nulls("group")
    if outcomes.is_empty():
        raise NothingToDraw(
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
        (pl.col("printed").is_null() & pl.col("outcomes").is_not_null()).sum().cast(pl.Int64).alias("untotalled"),
    )


def about_totals(counts: pl.DataFrame, lang: Lang) -> list[str]:
    """Return what has to be said of totals that reports do not print."""
    untotalled = int(counts.unique("year")["untotalled"].sum())
    if not untotalled:
        return []
    return [
        say(
            lang,
            f"{untotalled:,} 份报告没有印办结总计，以分项之和计入。",
            f"Total not printed, so that the sum of the outcomes stands for it: {counted_noun(untotalled, 'report')}.",
        )
    ]


def change_of_form(counts: pl.DataFrame) -> int | None:
    """Return the first year in which most reports follow the 2021 form, after one in which most do not."""
    by_year = counts.unique("year").sort("year").with_columns(newer=pl.col("newer") * 2 > pl.col("reports"))
    changed = by_year.filter(pl.col("newer") & ~pl.col("newer").shift(1))["year"]
    return None if changed.is_empty() else int(changed[0])


def heights(counts: pl.DataFrame) -> pl.DataFrame:
    """Return for each year ``top``, where its bar ends, and ``highest``, which its printed total may exceed."""
    by_year = counts.group_by("year").agg(pl.col("count").sum().alias("top"), pl.col("processed").first())
    return by_year.with_columns(highest=pl.max_horizontal("top", "processed")).sort("year")


def short_of_total(counts: pl.DataFrame) -> pl.DataFrame:
    """Return the years whose printed total is more than the printed outcomes."""
    return heights(counts).filter(pl.col("processed") > pl.col("top"))
