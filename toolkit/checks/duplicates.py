"""Reports that came more than once: the same agency, year and scope, but not the same figures."""

from __future__ import annotations

import polars as pl

from toolkit.checks import Frames, Rule, names, plain, worded
from toolkit.frames.schema import PLACE

RULES = {
    "duplicate_report": Rule(
        "error",
        "two reports of the same agency, year and scope have the same figures",
        "同一机关、同一年度、同一范围的两份年报，数据一致",
        short_en="two reports that differ",
        short_zh="同一报告两份不同",
    ),
}

_CELL = ["form", "table", "row", "column"]


def check(frames: Frames) -> pl.DataFrame:
    """Return reports whose figures differ from those of another report on the same.

    The same report as a web page and as a PDF is no contradiction. Only numbers that both print
    are compared: what one format cannot carry differs from nothing.
    """
    figures = (
        frames["figures"].filter(pl.col("value").is_not_null()).select("report_id", *_CELL, "value", "place")
    )
    twins = _twins(frames["reports"])
    both = (
        twins.join(figures, on="report_id", maintain_order="left")
        .join(
            figures.drop("place"),
            left_on=["other_id", *_CELL],
            right_on=["report_id", *_CELL],
            suffix="_other",
        )
        .filter(pl.col("value") != pl.col("value_other"))
        .sort("report_id", "other_source", *_CELL)
    )
    return (
        both.group_by("report_id", "other_source", maintain_order=True)
        .agg(pl.len().alias("cells"), pl.col("table", "row", "column", "value", "value_other", "place").first())
        .with_columns(
            pl.lit("duplicate_report").alias("rule"),
            pl.lit("fail").alias("status"),
            *worded(
                "figures that differ from {other_source}, a report of the same agency, year and scope: {cells}; "
                "the first is {table}, {row}, {column}: {value} here, {there} there",
                "与同一机关、同一年度、同一口径的 {other_source} 有 {cells} 个数不同；首处为{cell}：本报告 {value}，另一份 {there}",
                **{name: pl.col(name) for name in ("other_source", "cells", "table", "row", "column")},
                cell=names.cell(), value=plain("value"), there=plain("value_other"),
            ),
            pl.col("value_other").alias("expected"),
            pl.col("value").alias("actual"),
            pl.col("place").cast(PLACE),
        )
        .select("report_id", "rule", "status", "message", "message_zh", "expected", "actual", "place")
    )  # fmt: skip


def _twins(reports: pl.DataFrame) -> pl.DataFrame:
    """Return each report with each other report on the same agency, year and scope."""
    same = ["agency_id", "year", "scope"]
    known = reports.filter(pl.col("agency_id").is_not_null() & pl.col("year").is_not_null())
    others = known.select(
        *same, pl.col("report_id").alias("other_id"), pl.col("source").alias("other_source")
    )
    return (
        known.select(*same, "report_id")
        .join(others, on=same, maintain_order="left")
        .filter(pl.col("report_id") != pl.col("other_id"))
        .select("report_id", "other_id", "other_source")
    )
