"""What has to be said beside a number: which reports it leaves out, and which cells printed none."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from toolkit.measures.population import Population
from toolkit.vocabulary.measures import Measure
from toolkit.wording import Lang, say

#: Below this many cases a share says little.
SMALL_N = 30

_COUNTS = {
    "consolidated": ("{} 份汇总报告未计入（所含机关另有报告）", "consolidated reports left out, whose parts are here: {}"),
    "unclear": ("{} 份政府报告未写明是否含所属部门", "government reports that may include departments counted here: {}"),
    "double": ("{} 份重复报告未计入", "copies left out: {}"),
    "silent": ("{} 份报告未印此数，未计入", "reports without this number, left out: {}"),
    "unreadable": ("{} 份报告的数字无法确认，未计入", "reports whose number is uncertain, left out: {}"),
    "unprinted": ("合计中 {} 个单元格未印数字，不作零计", "cells of the sum without a number, not taken as zero: {}"),
}


def with_notes(
    rows: pl.DataFrame, counted: Population, columns: Sequence[str], wanted: Measure, lang: Lang
) -> pl.DataFrame:
    """Return the rows with the column ``note``; empty where there is nothing to say."""
    for reason in ("consolidated", "double"):
        left = counted.left_out.filter(pl.col("reason") == reason)
        rows = _counted(rows, left, columns, reason)
    rows = _counted(rows, counted.unclear, columns, "unclear")
    said = [
        pl.when(pl.col(name) > 0).then(pl.format(say(lang, zh, en), name))
        for name, (zh, en) in _COUNTS.items()
    ]
    said.append(pl.when("approximate").then(pl.lit(say(lang, "含约数", "rounded numbers among them"))))
    if wanted.is_share:
        few = pl.col("denominator") < SMALL_N
        said.append(pl.when(few).then(pl.lit(say(lang, f"分母不足 {SMALL_N}", f"fewer than {SMALL_N} cases"))))
    joined = pl.concat_str(said, separator=say(lang, "；", "; "), ignore_nulls=True)
    return rows.with_columns(joined.alias("note"))


def _counted(rows: pl.DataFrame, reports: pl.DataFrame, columns: Sequence[str], name: str) -> pl.DataFrame:
    """Return the rows with how many of the reports lie in the group of each."""
    if not columns:
        return rows.with_columns(pl.lit(reports.height).alias(name))
    counts = reports.group_by(columns).agg(pl.len().cast(pl.Int64).alias(name))
    return rows.join(counts, on=list(columns), how="left", nulls_equal=True).with_columns(pl.col(name).fill_null(0))
