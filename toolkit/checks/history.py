"""What this year's report must share with last year's: the same body, the same scope, one year apart."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from toolkit.checks import Frames, Rule, names, plain, worded
from toolkit.frames.schema import PLACE

RULES = {
    "carry_over": Rule(
        "error",
        "requests carried over to next year are those that next year's report carries in, in every column",
        "上年报告的“结转下年度继续办理”等于本年的“上年结转”，逐列相等",
        short_en="carry-over from last year",
        short_zh="上年结转与上年报告",
    ),
    "stock_flow": Rule(
        "warning",
        "in force last year + issued - repealed = in force this year (2021 form)",
        "上年现行有效件数 + 本年制发件数 - 本年废止件数 = 本年现行有效件数（2021 年表）",
        short_en="stock against flow",
        short_zh="现行有效件数与增减",
    ),
    "magnitude_jump": Rule(
        "note",
        "no number is ten times or a tenth of last year's, where the larger one is 30 or more",
        "与上年相比没有十倍以上的增减（较大数不小于 30）",
        short_en="tenfold jump",
        short_zh="十倍增减",
    ),
    "fee_unit_jump": Rule(
        "warning",
        "no amount is about ten thousand times last year's, as where 元 are written for 万元",
        "金额没有约一万倍的增长（疑将元误作万元）",
        short_en="元 taken for 万元",
        short_zh="金额单位疑误",
    ),
}

_TEN_TIMES = 10
_WORTH_A_LOOK = 30
_YUAN = 10_000
_TOLERANCE = 1e-6
_CELL = ["table", "row", "column"]
_LAST_YEAR = pl.col("year") - 1
#: What every finding of this module is made of.
_FOUND = ["report_id", "rule", "status", "message", "message_zh", "expected", "actual", "place"]


def check(frames: Frames) -> pl.DataFrame:
    """Return where a report does not begin as that of the year before ended, and numbers that leap.

    Of several files on one body, year and scope the most complete one counts. Where last year's report
    is not there, or its form does not ask for the number, there is nothing to compare.
    """
    years = _years(frames)
    found = [_carry_over(years), _item_change(years), _stock_flow(years), *_jumps(years)]
    return pl.concat([frame.select(_FOUND) for frame in found])


def _years(frames: Frames) -> pl.DataFrame:
    """Return every figure with what the report of the year before says in the same cell.

    Columns: ``report_id``, ``year``, ``form``, ``table``, ``row``, ``column``, ``value``, ``unit``, ``place``, and of
    the year before ``last_id``, ``last_form``, ``last``, ``last_unit`` (null where the cell is not asked for there).
    """
    figures = frames["figures"]
    printed = figures.group_by("report_id").agg(pl.col("value").count().cast(pl.Int64).alias("printed"))
    body = ["agency_id", "scope", "year"]
    chosen = (
        frames["reports"]
        .drop_nulls(["agency_id", "year"])
        .join(printed, on="report_id")
        .sort([-pl.col("printed"), "report_id"])
        .unique(body, keep="first", maintain_order=True)
        .select("report_id", *body)
    )
    before = chosen.with_columns(pl.col("year") + 1).rename({"report_id": "last_id"})
    pairs = chosen.join(before, on=body).select("report_id", "last_id", "year")
    old = figures.select(
        pl.col("report_id").alias("last_id"), *_CELL,
        pl.col("form").alias("last_form"), pl.col("value").alias("last"), pl.col("unit").alias("last_unit"),
    )  # fmt: skip
    return (
        figures.select("report_id", "form", *_CELL, "value", "unit", "place")
        .join(pairs, on="report_id")
        .join(old, on=["last_id", *_CELL], how="left")
        .sort("report_id", *_CELL)
    )


def _carry_over(years: pl.DataFrame) -> pl.DataFrame:
    carried = years.filter(pl.col("table") == "requests", pl.col("row").is_in(["carried_in", "carried_out"]))
    out = carried.filter(pl.col("row") == "carried_out").select(
        "report_id", "column", expected="last", asked="last_form"
    )
    pairs = (
        carried.filter(pl.col("row") == "carried_in")
        .join(out, on=["report_id", "column"])
        .drop_nulls("asked")
        .with_columns(actual="value")
    )
    said = worded(
        "{name}: {expected} carried over in the report on {last_year}, {actual} carried in here",
        "{name}：{last_year} 年报告“结转下年度继续办理”为 {expected}，本年“上年结转”为 {actual}",
        name=names.column("requests"),
        expected=plain("expected"),
        actual=plain("actual"),
        last_year=_LAST_YEAR,
    )
    return _compared(pairs, "carry_over", said)


def _item_change(years: pl.DataFrame) -> pl.DataFrame:
    """Return items that do not follow from last year's items and their change: a rule of `toolkit.checks.pairs` too."""
    items = years.filter(
        pl.col("table") == "disclosures", pl.col("column").is_in(["previous_items", "change"])
    )
    previous = pl.col("column") == "previous_items"
    pairs = (
        items.group_by("report_id", "row", "year", maintain_order=True)
        .agg(
            pl.col("value", "place").filter(previous).first(),
            pl.col("last").filter(previous).first(),
            pl.col("last").filter(~previous).first().alias("change"),
            pl.col("last_form").filter(previous).first().alias("asked"),
        )
        .drop_nulls("asked")
        .with_columns((pl.col("last") + pl.col("change")).alias("expected"), pl.col("value").alias("actual"))
    )
    said = worded(
        "{name}: {last} items and a change of {change} in the report on {last_year}, but {actual} items last year here",
        "{name}：{last_year} 年报告“上一年项目数量” {last}、“本年增/减” {change}，"
        "本年“上一年项目数量”应为 {expected}，实为 {actual}",
        name=names.row("disclosures"),
        last_year=_LAST_YEAR,
        **{key: plain(key) for key in ("last", "change", "expected", "actual")},
    )
    return _compared(pairs, "item_change", said)


def _stock_flow(years: pl.DataFrame) -> pl.DataFrame:
    columns = ["issued", "repealed", "in_force"]
    stocks = years.filter(pl.col("table") == "disclosures", pl.col("column").is_in(columns))
    at = {column: pl.col("column") == column for column in columns}
    pairs = (
        stocks.group_by("report_id", "row", "year", maintain_order=True)
        .agg(
            pl.col("value", "place").filter(at["in_force"]).first(),
            pl.col("last").filter(at["in_force"]).first(),
            pl.col("last_form").filter(at["in_force"]).first().alias("asked"),
            *(pl.col("value").filter(at[name]).first().alias(name) for name in ("issued", "repealed")),
        )
        .drop_nulls("asked")
        .with_columns(
            (pl.col("last") + pl.col("issued") - pl.col("repealed")).alias("expected"),
            pl.col("value").alias("actual"),
        )
    )
    said = worded(
        "{name}: {last} in force at the end of {last_year}, {issued} issued and {repealed} repealed, but {actual} in force now",
        "{name}：{last_year} 年末现行有效 {last} 件，本年制发 {issued} 件、废止 {repealed} 件，"
        "现行有效应为 {expected} 件，实为 {actual} 件",
        name=names.row("disclosures"),
        last_year=_LAST_YEAR,
        **{key: plain(key) for key in ("last", "issued", "repealed", "expected", "actual")},
    )
    return _compared(pairs, "stock_flow", said)


def _compared(pairs: pl.DataFrame, rule: str, said: Sequence[pl.Expr]) -> pl.DataFrame:
    """Return the pairs that differ, and for each report one line on those that cannot be compared."""
    missing = pl.col("expected").is_null() | pl.col("actual").is_null()
    differs = (pl.col("expected") - pl.col("actual")).abs() > _TOLERANCE
    fails = pairs.filter(~missing & differs).with_columns(
        pl.lit(rule).alias("rule"), pl.lit("fail").alias("status"), *said
    )
    number = pl.lit(None, pl.Float64)
    unknown = (
        pairs.filter(missing)
        .group_by("report_id", "year", maintain_order=True)
        .agg(pl.len().alias("cells"), pl.col("place").first())
        .with_columns(
            pl.lit(rule).alias("rule"),
            pl.lit("unknown").alias("status"),
            *worded(
                "against the report on {last_year}: cannot be checked in {cells} {places}, a number is not printed or unreadable",
                "与 {last_year} 年报告有 {cells} 处无法核对：有一方的数未印出或无法辨认",
                last_year=_LAST_YEAR, cells=pl.col("cells"),
                places=pl.when(pl.col("cells") == 1).then(pl.lit("place")).otherwise(pl.lit("places")),
            ),
            number.alias("expected"),
            number.alias("actual"),
        )
    )  # fmt: skip
    return pl.concat(
        [frame.select(_FOUND).with_columns(pl.col("place").cast(PLACE)) for frame in (fails, unknown)]
    )


def _jumps(years: pl.DataFrame) -> list[pl.DataFrame]:
    """Return numbers that are far from last year's; of two units unlike each other nothing is said."""
    both = years.drop_nulls(["value", "last"]).filter(pl.col("unit").eq_missing(pl.col("last_unit")))
    larger = pl.max_horizontal("value", "last")
    leaps = (pl.col("value") >= _TEN_TIMES * pl.col("last")) | (
        pl.col("last") >= _TEN_TIMES * pl.col("value")
    )
    said = worded(
        "{name}: {last} in the report on {last_year}, {value} here",
        "{name}：{last_year} 年报告为 {last}，本年为 {value}",
        name=names.cell(),
        last=plain("last"),
        last_year=_LAST_YEAR,
        value=plain("value"),
    )
    times = pl.col("value") / pl.col("last") / _YUAN
    is_money = pl.col("unit").is_in(["万元", "元"])
    return [
        both.filter(fails).with_columns(
            pl.lit(rule).alias("rule"),
            pl.lit("fail").alias("status"),
            *said,
            pl.col("last").alias("expected"),
            pl.col("value").alias("actual"),
            pl.col("place").cast(PLACE),
        )
        for rule, fails in (
            ("magnitude_jump", leaps & (larger >= _WORTH_A_LOOK)),
            ("fee_unit_jump", is_money & (pl.col("last") > 0) & (times > 0.5) & (times < 2)),
        )
    ]  # fmt: skip
