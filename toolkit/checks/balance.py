"""The sums of the form: every balance that a form file declares, over every report that follows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from toolkit.checks import Frames, Rule, either, plain, worded
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
    (left, right), (left_zh, right_zh) = _sides(table, balance)
    at_least = pl.col("missing") > 0
    broken = worded(
        f"{{name}}: {left} is {{actual}}, but {right} {{verb}} {{expected}}",
        f"{{name}}：{left_zh}为 {{actual}}，{right_zh}{{verb_zh}} {{expected}}",
        name=pl.col("name"),
        actual=plain("actual"),
        expected=plain("expected"),
        verb=pl.when(at_least).then(pl.lit("is at least")).otherwise(pl.lit("is")),
        verb_zh=pl.when(at_least).then(pl.lit("至少为")).otherwise(pl.lit("为")),
    )
    untold = worded(
        f"{{name}}: {left} against {right} cannot be checked, {{missing}} of the numbers not printed or unreadable",
        f"{{name}}：{left_zh}与{right_zh}无法核对，有 {{missing}} 个数未印出或无法辨认",
        name=pl.col("name"),
        missing=pl.col("missing"),
    )
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
            *either(pl.col("fails"), broken, untold),
            pl.when("fails").then("expected").alias("expected"),
            pl.when("fails").then("actual").alias("actual"),
        )
        .select(
            "report_id",
            "rule",
            "status",
            "message",
            "message_zh",
            "expected",
            "actual",
            pl.col("place").cast(PLACE),
        )
    )


def _names(table: Table, line: str) -> Mapping[str, str]:
    """Return what the form calls each row or column in which a sum is taken."""
    if line == "row":
        return {row.key: f"{row.number}{row.label}" for row in table.rows}
    return {column.key: column.label for band in table.bands for column in band.columns}


def _sides(table: Table, balance: Balance) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return what stands on the left and on the right of a sum, in English and in Chinese."""
    names = _names(table, "row" if balance.along == "rows" else "column")
    left, right = (" + ".join(names[key] for key in side) for side in (balance.left, balance.right))
    parts = len(balance.right)
    if parts < 3:
        return (left, right), (f"“{left}”", f"“{right}”")
    return (left, f"the sum of its {parts} parts"), (f"“{left}”", f"其 {parts} 个分项之和")
