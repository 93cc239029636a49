"""The sums of the form: every balance that a form file declares, over every report that follows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from toolkit.checks import Frames, Rule, plain
from toolkit.forms import Balance, Form, Table, all_forms
from toolkit.frames.schema import PLACE

RULES = {
    "applicant_sum": Rule(
        "error",
        "the six kinds of applicant add up to the total, in every row",
        "六类申请人之和等于总计",
        short_en="applicants against total",
        short_zh="申请人之和与总计",
    ),
    "column_balance": Rule(
        "error",
        "received + carried in = processed + carried over, in every column, as printed on the form",
        "第一项加第二项之和等于第三项加第四项之和",
        short_en="received against processed",
        short_zh="收办结转勾稽",
    ),
    "outcome_sum": Rule(
        "error",
        "the outcomes add up to the total processed, in every column",
        "各办理结果之和等于总计",
        short_en="outcomes against total",
        short_zh="办理结果之和与总计",
    ),
    "review_sum": Rule(
        "error",
        "the four results add up to the total, in every channel",
        "四种结果之和等于总计",
        short_en="results against total",
        short_zh="复议诉讼结果与总计",
    ),
    "statistics_sum": Rule(
        "warning",
        "the parts of an item of the statistics table add up to it; reasons for refusing, of which a reply may have "
        "several, are at least as many as the refusals",
        "统计表各分项之和等于其总项；不同意公开的理由可重复，其和不少于不同意公开答复数",
        short_en="sums of the 2014 form",
        short_zh="统计表分项与总项",
    ),
}
_TOLERANCE = 1e-6


def check(frames: Frames) -> pl.DataFrame:
    """Return the sums that do not hold, and those that cannot be checked because a number is missing."""
    figures = frames["figures"]
    found = [_broken(figures, form, table, balance) for form, table, balance in _balances()]
    return pl.concat(found)


def _balances() -> Iterator[tuple[Form, Table, Balance]]:
    for form in all_forms().values():
        for table in form.tables:
            for balance in table.balances:
                yield form, table, balance


def _broken(figures: pl.DataFrame, form: Form, table: Table, balance: Balance) -> pl.DataFrame:
    operand, line = ("column", "row") if balance.along == "columns" else ("row", "column")
    cells = figures.filter(
        (pl.col("form") == form.edition)
        & (pl.col("table") == table.key)
        & pl.col(operand).is_in([*balance.left, *balance.right])
    )
    is_left = pl.col(operand).is_in(list(balance.left))
    sums = cells.group_by("report_id", line, maintain_order=True).agg(
        pl.col("value").filter(is_left).sum().alias("actual"),
        pl.col("value").filter(~is_left).sum().alias("expected"),
        pl.col("value").filter(is_left).null_count().alias("missing_left"),
        pl.col("value").filter(~is_left).null_count().alias("missing_right"),
        pl.col("place").filter(pl.col(operand) == balance.left[0]).first().alias("place"),
        pl.len().alias("operands"),
    )
    # Two forms of one edition may share a table; the sum is that of the one which asks for all its operands.
    sums = sums.filter(pl.col("operands") == len(balance.left) + len(balance.right))
    differs = (pl.col("actual") - pl.col("expected")).abs() > _TOLERANCE
    missing = pl.col("missing_left") + pl.col("missing_right")
    # Parts are never negative: once they exceed the whole, a missing one cannot mend it.
    exceeds = (pl.col("missing_left") == 0) & (pl.col("expected") > pl.col("actual") + _TOLERANCE)
    fails = ((missing == 0) & differs) | ((missing > 0) & exceeds)
    if balance.overlap:
        # Parts that overlap may be more than the whole, together; only too few contradict it.
        fails = (missing == 0) & (pl.col("expected") < pl.col("actual") - _TOLERANCE)
    names = _names(table, line)
    left, right = _wording(table, balance)
    return (
        sums.filter(fails | (missing > 0))
        .with_columns(
            fails.alias("fails"),
            pl.lit(balance.rule).alias("rule"),
            pl.col(line).replace_strict(names, default=pl.col(line)).alias("name"),
            missing.alias("missing"),
        )
        .with_columns(
            pl.when("fails").then(pl.lit("fail")).otherwise(pl.lit("unknown")).alias("status"),
            pl.when("fails")
            .then(
                pl.format(
                    f"{{}}: {left} is {{}}, but {right} {{}} {{}}",
                    "name",
                    plain("actual"),
                    pl.when(pl.col("missing") > 0).then(pl.lit("is at least")).otherwise(pl.lit("is")),
                    plain("expected"),
                )
            )
            .otherwise(
                pl.format(
                    f"{{}}: {left} against {right} cannot be checked, {{}} of the numbers not printed or unreadable",
                    "name",
                    "missing",
                )
            )
            .alias("message"),
            pl.when("fails").then("expected").alias("expected"),
            pl.when("fails").then("actual").alias("actual"),
        )
        .select("report_id", "rule", "status", "message", "expected", "actual", pl.col("place").cast(PLACE))
    )


def _names(table: Table, line: str) -> Mapping[str, str]:
    """Return what the form calls each row or column in which a sum is taken."""
    if line == "row":
        return {row.key: f"{row.number}{row.label}" for row in table.rows}
    return {column.key: column.label for band in table.bands for column in band.columns}


def _wording(table: Table, balance: Balance) -> tuple[str, str]:
    names = _names(table, "row" if balance.along == "rows" else "column")
    left = " + ".join(names[key] for key in balance.left)
    right = (
        " + ".join(names[key] for key in balance.right)
        if len(balance.right) < 3
        else f"the sum of its {len(balance.right)} parts"
    )
    return left, right
