"""Numbers of table two that bound each other within one report."""

from __future__ import annotations

import polars as pl

from toolkit.checks import Frames, Rule, either, names, plain, worded
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
        "items last year ({first}) plus the change ({second}) is less than none",
        "上一年项目数量（{first}）加本年增减（{second}）小于零",
        expected=pl.lit(0.0),
        actual=pl.col("sum"),
    )
    bought = _pairs(figures, "purchases", "amount")
    unpaid = _finding(
        bought,
        "procurement_pair",
        (pl.col("first") == 0) != (pl.col("second") == 0),
        "{first} purchases, but an amount of {second}",
        "采购项目数量为 {first}，采购总金额却为 {second}",
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
    pairs: pl.DataFrame, rule: str, fails: pl.Expr, en: str, zh: str, *, expected: pl.Expr, actual: pl.Expr
) -> pl.DataFrame:
    missing = pl.col("first").is_null() | pl.col("second").is_null()
    numbers = {"name": names.row(), "first": plain("first"), "second": plain("second")}
    broken = worded(f"{{name}}: {en}", f"{{name}}：{zh}", **numbers)
    untold = worded(
        "{name}: cannot be checked, a number is not printed or unreadable",
        "{name}：无法核对，有一方的数未印出或无法辨认",
        name=names.row(),
    )
    return (
        pairs.filter(missing | fails)
        .with_columns(
            pl.lit(rule).alias("rule"),
            pl.when(missing).then(pl.lit("unknown")).otherwise(pl.lit("fail")).alias("status"),
            *either(missing, untold, broken),
            pl.when(~missing).then(expected).alias("expected"),
            pl.when(~missing).then(actual).alias("actual"),
            pl.col("place").cast(PLACE),
        )
        .select("report_id", "rule", "status", "message", "message_zh", "expected", "actual", "place")
    )
