"""Promised and repeated: what one year's report says it will mend, beside the next year's problems."""

from __future__ import annotations

import polars as pl

from toolkit.corpus.holder import FrameHolder
from toolkit.measures.population import population_of

#: A plan of a report and a problem of the next meet in these.
_KEY = ("agency_id", "year", "theme")


def promised_and_repeated(corpus: FrameHolder, *, reports: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return each theme that an agency planned to mend, with what its report of the next year says.

    One row per agency, year and theme: ``agency_id``, ``agency``, ``theme``, ``year``, ``next_year``,
    ``promised`` (the sentence), ``repeated`` (null where the next year says nothing), ``problem`` (the
    sentence in which it is a problem again), ``status``: ``repeated``, ``not_repeated``,
    ``no_report_next_year``, ``no_problems_section``. A theme that is named again is no proof that nothing
    was done, and one that is not named no proof that it was. Reports of one agency are told apart by their
    year only: ``reports`` are those that count; without them one per agency and year, its own before the
    consolidated one.
    """
    if reports is None:
        reports = population_of(corpus.frame("reports"), added=False).reports
    reports = reports.drop_nulls(["agency_id", "year"]).sort("report_id").unique(["agency_id", "year"], keep="first")
    who = reports.select("report_id", "agency_id", "agency", "year")
    themes = corpus.frame("themes").join(who, on="report_id", maintain_order="left")
    problems = themes.filter(pl.col("aspect") == "problem")
    sections = corpus.frame("sections").filter(pl.col("section") == "problems").select("report_id")
    speaks = pl.concat([sections, problems.select("report_id")]).unique()
    followed = who.select(
        "agency_id",
        (pl.col("year") - 1).alias("year"),
        pl.lit(True).alias("is_followed"),
        pl.col("report_id").is_in(speaks["report_id"].implode()).alias("speaks"),
    )
    again = problems.group_by(_KEY, maintain_order=True).agg(pl.col("sentence").first().alias("problem"))
    again = again.with_columns(pl.col("year") - 1)
    said = pl.col("problem").is_not_null()
    heard = pl.col("speaks").fill_null(False)
    return (
        themes.filter(pl.col("aspect") == "plan")
        .group_by(_KEY, maintain_order=True)
        .agg(pl.col("agency").first(), pl.col("sentence").first().alias("promised"))
        .join(followed, on=["agency_id", "year"], how="left")
        .join(again, on=_KEY, how="left")
        .with_columns(
            (pl.col("year") + 1).alias("next_year"),
            pl.when(heard).then(said).alias("repeated"),
            pl.when(pl.col("is_followed").is_null())
            .then(pl.lit("no_report_next_year"))
            .when(~heard)
            .then(pl.lit("no_problems_section"))
            .when(said)
            .then(pl.lit("repeated"))
            .otherwise(pl.lit("not_repeated"))
            .alias("status"),
        )
        .select("agency_id", "agency", "theme", "year", "next_year", "promised", "repeated", "problem", "status")
        .sort("agency_id", "year", "theme")
    )
