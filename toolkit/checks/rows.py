"""Whether a report prints the rows its edition asks for, and one edition throughout."""

from __future__ import annotations

import polars as pl

from toolkit.checks import Frames, Rule, names, plain, worded
from toolkit.forms import all_forms
from toolkit.frames.schema import PLACE

RULES = {
    "row_count": Rule(
        "note",
        "no row of tables two and three is missing (table three: 25 rows in the 2021 edition, 23 in that of 2019), "
        "and both follow one edition",
        "表二、表三不缺行，且为同一版本",
        short_en="rows missing or editions mixed",
        short_zh="缺行或版本混用",
    ),
}


def check(frames: Frames) -> pl.DataFrame:
    """Return reports with missing rows, and reports that mix two editions."""
    figures = frames["figures"].filter(pl.col("table").is_in(["disclosures", "requests"]))
    return pl.concat([_missing_rows(figures), _mixed(figures)])


def _missing_rows(figures: pl.DataFrame) -> pl.DataFrame:
    labels = {
        f"{form.key} {table.key} {row.key}": f"{row.number}{row.label}"
        for form in all_forms().values()
        for table in form.tables
        for row in table.rows
    }
    rows = (
        figures.group_by("report_id", "form", "table", "row", maintain_order=True)
        .agg((pl.col("state") == "absent").all().alias("missing"))
        .with_columns(
            pl.format("{} {} {}", "form", "table", "row")
            .replace_strict(labels, default=pl.col("row"))
            .alias("label")
        )
    )
    return (
        rows.group_by("report_id", "table", maintain_order=True)
        .agg(
            pl.len().cast(pl.Float64).alias("expected"),
            pl.col("missing").not_().sum().cast(pl.Float64).alias("actual"),
            pl.col("label").filter("missing").alias("missing"),
        )
        .filter(pl.col("actual") < pl.col("expected"))
        .with_columns(
            pl.lit("row_count").alias("rule"),
            pl.lit("fail").alias("status"),
            *worded(
                "table {table} prints {actual} of {expected} rows; missing: {missing}",
                "“{name}”应有 {expected} 行，印出 {actual} 行；缺：{missing_zh}",
                table=pl.col("table"),
                name=names.table(),
                actual=plain("actual"),
                expected=plain("expected"),
                missing=pl.col("missing").list.join("; "),
                missing_zh=pl.col("missing").list.join("；"),
            ),
            pl.lit(None, dtype=PLACE).alias("place"),
        )
        .select("report_id", "rule", "status", "message", "message_zh", "expected", "actual", "place")
    )


def _mixed(figures: pl.DataFrame) -> pl.DataFrame:
    printed = figures.filter(pl.col("state") != "absent")
    return (
        printed.group_by("report_id", maintain_order=True)
        .agg(
            pl.col("form").unique().sort().alias("forms"),
            pl.col("form").n_unique().alias("editions"),
        )
        .filter(pl.col("editions") > 1)
        .with_columns(
            pl.lit("row_count").alias("rule"),
            pl.lit("fail").alias("status"),
            *worded(
                "tables two and three mix the editions {forms}",
                "表二、表三混用 {forms_zh} 年两版表式",
                forms=pl.col("forms").list.join(" and "),
                forms_zh=pl.col("forms").list.join("、"),
            ),
            pl.lit(None, dtype=pl.Float64).alias("expected"),
            pl.lit(None, dtype=pl.Float64).alias("actual"),
            pl.lit(None, dtype=PLACE).alias("place"),
        )
        .select("report_id", "rule", "status", "message", "message_zh", "expected", "actual", "place")
    )
