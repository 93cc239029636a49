"""Findings by rule: what does not hold, and what cannot be checked."""

from __future__ import annotations

import polars as pl

from toolkit.briefing.blocks import BEHIND, Block, Series, Told, column
from toolkit.briefing.names import rule_name, severity_name
from toolkit.wording import counted_noun, say

COLUMNS = ("rule", "severity", "fail", "unknown")


def blocks(told: Told) -> list[Block]:
    """Return rules in rows; what fails and what is unknown are two columns that do not add up."""
    # One rule can be an error in one case and a note in another.
    table = told.table.with_columns(pl.concat_str("rule", pl.lit(":"), "severity").alias("key"))
    keys = table["key"].to_list()
    twice = set(table.filter(table["rule"].is_duplicated())["rule"])
    names = tuple(
        rule_name(rule, told.lang)
        + (say(told.lang, f"（{severity_name(grade, 'zh')}）", f" ({grade})") if rule in twice else "")
        for rule, grade in table.select("rule", "severity").iter_rows()
    )
    head = say(told.lang, "规则", "Rule")
    series = tuple(
        Series(key, name, column(table, "key", key, keys))
        for key, name in (
            ("fail", say(told.lang, "不成立", "Does not hold")),
            ("unknown", say(told.lang, "无法核对", "Cannot be checked")),
        )
    )
    return [Block("", say(told.lang, "处", "findings"), "bar", head, tuple(keys), names, series)]


def behind(told: Told) -> pl.DataFrame:
    """Return the findings, as rows of the table ``findings``."""
    return (
        told.corpus.lazy("findings")
        .join(told.corpus.lazy("reports").select("report_id", "form"), on="report_id", how="left")
        .select(
            pl.col("status").alias("series"), pl.concat_str("rule", pl.lit(":"), "severity").alias("category"), "report_id", pl.col("form").fill_null(""),
            pl.lit("findings").alias("table"), pl.col("rule").alias("row"), pl.concat_str("status", pl.lit(":"), "severity").alias("column"),
        )
        .select(list(BEHIND))
        .unique()
        .collect()
    )  # fmt: skip


def headline(told: Told) -> str:
    """Return how many findings fail, and in how many reports."""
    found = told.corpus.findings.filter(pl.col("status") == "fail")
    reports, total = found["report_id"].n_unique(), told.corpus.reports.height
    unknown = int(told.table["unknown"].sum())
    if found.is_empty():
        return say(
            told.lang,
            f"{total:,} 份报告中没有核对不成立之处；{unknown:,} 处因缺数无法核对",
            f"Every rule that can be checked holds in {counted_noun(total, 'report')}; {unknown:,} checks lack a number",
        )
    return say(
        told.lang,
        f"{total:,} 份报告中 {reports:,} 份有核对不成立之处，共 {found.height:,} 处",
        f"{reports:,} of {counted_noun(total, 'report')} {'breaks' if reports == 1 else 'break'} a rule, in {counted_noun(found.height, 'place')}",
    )
