"""What became of agencies' reports or promises: how many of each status, by year or by theme."""

from __future__ import annotations

import polars as pl

from toolkit.briefing.blocks import Block, Native, Series, Told, no_cells
from toolkit.wording import say

COLUMNS = ("status",)
_WORDS = {
    "there": ("有报告", "There"),
    "late": ("逾期公布", "Late"),
    "failed": ("未能读取", "Not read"),
    "missing": ("缺", "Missing"),
    "repeated": ("下一年又列为问题", "A problem again next year"),
    "not_repeated": ("下一年未再提", "Not named next year"),
    "no_problems_section": ("下一年未写问题", "Next year states no problems"),
    "no_report_next_year": ("下一年没有报告", "No report for next year"),
}


def blocks(told: Told) -> list[Block]:
    """Return years or themes in rows and statuses in columns; where rows were counted, none is a zero."""
    key = "year" if "year" in told.table.columns else "theme"
    if key not in told.table.columns:
        return []
    counts = _counts(told, key)
    if key == "year":
        keys = sorted(set(counts[key].to_list()))
        names, head = {one: one for one in keys}, say(told.lang, "年度", "Year")
        unit = say(told.lang, "个机关", "agencies")
    else:
        present = set(counts[key])
        keys = [code for code in told.themes if code in present] + sorted(present - set(told.themes))
        names, head = {one: told.themes.get(one, one) for one in keys}, say(told.lang, "主题", "Theme")
        unit = say(told.lang, "项", "promises")
    found = {(row[key], row["status"]): float(row["count"]) for row in counts.iter_rows(named=True)}
    statuses = [code for code in _WORDS if code in set(counts["status"])]
    series = tuple(
        Series(code, say(told.lang, *_WORDS[code]), tuple(found.get((one, code), 0.0) for one in keys))
        for code in statuses
    )
    native: Native = "stacked" if key == "year" else "bar"
    return [Block("", unit, native, head, tuple(keys), tuple(names[one] for one in keys), series)]


def behind(told: Told) -> pl.DataFrame:
    """Return nothing: a report that is there, or is not, stands in no cell."""
    return no_cells()


def headline(told: Told) -> str:
    """Return how many agencies reported on the latest year, as far as the corpus knows them."""
    if "year" not in told.table.columns:
        return ""
    year = max(told.table["year"].to_list())
    own = told.table.filter(pl.col("year") == year)
    if told.is_one_agency:
        return ""
    there = own.filter(pl.col("status").is_in(["there", "late"])).height
    late = own.filter(pl.col("status") == "late").height
    said = say(
        told.lang,
        f"{year} 年，已知 {own.height:,} 个机关中 {there:,} 个有报告",
        f"{year}: {there:,} of {own.height:,} known agencies reported",
    )
    return said + (say(told.lang, f"，其中 {late:,} 个逾期公布", f", {late:,} of them late") if late else "")


def _counts(told: Told, key: str) -> pl.DataFrame:
    value = pl.col("count").sum() if "count" in told.table.columns else pl.len().cast(pl.Int64)
    return (
        told.table.group_by(pl.col(key).cast(pl.String), "status")
        .agg(value.alias("count"))
        .sort(key, "status")
    )
