"""Numbers of table two that bound each other within one report."""

from __future__ import annotations

import polars as pl

from toolkit.checks import Frames, Rule, plain
from toolkit.forms import all_forms
from toolkit.frames.schema import PLACE

RULES = {
    "item_change": Rule(
        "warning",
        "items last year plus this year's change is not negative",
        "上一年项目数量加本年增减不为负",
        short_en="items against change",
        short_zh="项目数量与增减",
    ),
    "procurement_pair": Rule(
        "note",
        "no purchases exactly where no amount was spent",
        "采购项目数量为零当且仅当采购总金额为零",
        short_en="purchases against amount",
        short_zh="采购项目与金额",
    ),
}


def check(frames: Frames) -> pl.DataFrame:
    """Return pairs of numbers that cannot both be right, and pairs of which one is missing."""
    figures = frames["figures"].filter(pl.col("table") == "disclosures")
    items = _pairs(figures, "previous_items", "change")
    items = items.with_columns((pl.col("first") + pl.col("second")).alias("sum"))
    negative = _finding(
        items,
        "item_change",
        pl.col("sum") < 0,
        "items last year ({}) plus the change ({}) is less than none",
        expected=pl.lit(0.0),
        actual=pl.col("sum"),
    )
    bought = _pairs(figures, "purchases", "amount")
    unpaid = _finding(
        bought,
        "procurement_pair",
        (pl.col("first") == 0) != (pl.col("second") == 0),
        "{} purchases, but an amount of {}",
        expected=pl.lit(None, dtype=pl.Float64),
        actual=pl.col("second"),
    )
    return pl.concat([negative, unpaid])


def _pairs(figures: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    """Return the rows that have both columns, with their two numbers."""
    return (
        figures.filter(pl.col("column").is_in([first, second]))
        .group_by("report_id", "row", maintain_order=True)
        .agg(
            pl.col("value").filter(pl.col("column") == first).first().alias("first"),
            pl.col("value").filter(pl.col("column") == second).first().alias("second"),
            pl.col("place").filter(pl.col("column") == second).first().alias("place"),
            pl.len().alias("cells"),
        )
        .filter(pl.col("cells") == 2)
    )


def _finding(
    pairs: pl.DataFrame, rule: str, fails: pl.Expr, message: str, *, expected: pl.Expr, actual: pl.Expr
) -> pl.DataFrame:
    labels = {
        row.key: row.label for form in all_forms().values() for table in form.tables for row in table.rows
    }
    missing = pl.col("first").is_null() | pl.col("second").is_null()
    name = pl.col("row").replace_strict(labels, default=pl.col("row"))
    return (
        pairs.filter(missing | fails)
        .with_columns(
            pl.lit(rule).alias("rule"),
            pl.when(missing).then(pl.lit("unknown")).otherwise(pl.lit("fail")).alias("status"),
            pl.when(missing)
            .then(pl.format("{}: cannot be checked, a number is not printed or unreadable", name))
            .otherwise(pl.format("{}: " + message, name, plain("first"), plain("second")))
            .alias("message"),
            pl.when(~missing).then(expected).alias("expected"),
            pl.when(~missing).then(actual).alias("actual"),
            pl.col("place").cast(PLACE),
        )
        .select("report_id", "rule", "status", "message", "expected", "actual", "place")
    )
