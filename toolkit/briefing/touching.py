"""The findings that touch the numbers of a chart: of the reports behind it, in the tables it draws on."""

from __future__ import annotations

import polars as pl

from toolkit import checks
from toolkit.briefing.names import tables_of_rule
from toolkit.corpus import Corpus
from toolkit.wording import Lang


def findings_with_tables(corpus: Corpus, lang: Lang) -> pl.DataFrame:
    """Return every finding with ``tables``, those it is about, and ``agency``, ``year``, ``source``, ``page``, ``line``.

    A sum of the form is about its table. Another finding is about the table of the figure at its place; one
    without a place, as where rows are missing, is about the report, and ``tables`` is empty.
    """
    findings = checks.in_language(corpus.findings, corpus.messages, lang).with_row_index("finding")
    figures = corpus.figures.select("report_id", "table", "place").drop_nulls("place")
    at_place = (
        findings.drop_nulls("place")
        .join(figures, on=["report_id", "place"])
        .group_by("finding")
        .agg(pl.col("table").unique().sort().alias("at_place"))
    )
    known = {rule: sorted(tables_of_rule(rule)) for rule in findings["rule"].unique()}
    of_rule = pl.DataFrame(
        {"rule": list(known), "of_rule": list(known.values())},
        schema={"rule": pl.String, "of_rule": pl.List(pl.String)},
    )
    place = pl.col("place").struct
    reports = corpus.reports.select("report_id", "agency", "year", "source")
    return (
        findings.join(of_rule, on="rule", how="left")
        .join(at_place, on="finding", how="left")
        .with_columns(
            tables=pl.when(pl.col("of_rule").list.len() > 0)
            .then("of_rule")
            .otherwise(pl.col("at_place").fill_null([])),
            page=place.field("page"),
            line=place.field("line"),
        )
        .join(reports, on="report_id", how="left")
        .sort("finding")
        .drop("finding", "of_rule", "at_place")
    )


def touching(findings: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Return the findings about the reports and tables that the cells of a chart stand in."""
    if cells.is_empty():
        return findings.clear()
    tables = cells["table"].unique().to_list()
    behind = findings.join(cells.select("report_id").unique(), on="report_id", how="semi")
    if "findings" in tables:
        return behind
    meets = pl.col("tables").list.eval(pl.element().is_in(tables)).list.any()
    return behind.filter(meets | (pl.col("tables").list.len() == 0))


def by_rule(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the findings counted: ``rule``, ``severity``, ``fail``, ``unknown``; errors first."""
    rank = pl.col("severity").replace_strict({"error": 0, "warning": 1}, default=2, return_dtype=pl.Int64)
    return (
        findings.group_by("rule", "severity")
        .agg(
            (pl.col("status") == "fail").sum().alias("fail"),
            (pl.col("status") == "unknown").sum().alias("unknown"),
        )
        .sort(rank, pl.col("fail"), "rule", descending=[False, True, False])
    )


def grave(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the errors, those that fail, in the order of years and agencies."""
    return findings.filter((pl.col("severity") == "error") & (pl.col("status") == "fail")).sort(
        "year", "agency", "rule", "message", descending=[True, False, False, False], nulls_last=True
    )
