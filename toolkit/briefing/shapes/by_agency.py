"""Figures of one year, report by report: one row for each report, one column for each figure."""

from __future__ import annotations

import polars as pl

from toolkit.briefing.blocks import BEHIND, Block, Series, Told, column
from toolkit.briefing.names import column_name, row_name
from toolkit.wording import counted_noun, say

COLUMNS = ("report_id", "agency", "item", "measure", "value", "unit", "state", "year")


def blocks(told: Told) -> list[Block]:
    """Return one block for each figure: its unit is its own."""
    keys = told.table["report_id"].unique(maintain_order=True).to_list()
    names = _names(told)
    found = []
    for item, measure in _figures(told):
        own = told.table.filter((pl.col("item") == item) & (pl.col("measure") == measure))
        unit = own["unit"].drop_nulls()
        name = _name(item, measure, told)
        series = Series(f"{item}.{measure}", name, column(own, "report_id", "value", keys))
        head = say(told.lang, "机关", "Agency")
        found.append(
            Block(
                name,
                str(unit[0]) if unit.len() else "",
                "bar",
                head,
                tuple(keys),
                tuple(names[key] for key in keys),
                (series,),
            )
        )
    return found


def behind(told: Told) -> pl.DataFrame:
    """Return the cells themselves; what a form does not ask for, and so no report prints, is none."""
    wanted = told.table.select(
        "report_id", pl.col("item").alias("row"), pl.col("measure").alias("column"),
        pl.col("report_id").alias("category"), pl.concat_str("item", pl.lit("."), "measure").alias("series"),
    )  # fmt: skip
    cells = told.corpus.lazy("figures").filter(pl.col("table") == "disclosures")
    return cells.join(wanted.lazy(), on=["report_id", "row", "column"]).select(list(BEHIND)).collect()


def headline(told: Told) -> str:
    """Return how many reports print the first figure; a sum over bodies that may contain each other is none."""
    figures = _figures(told)
    if not figures or told.is_one_agency:
        return ""
    item, measure = figures[0]
    own = told.table.filter((pl.col("item") == item) & (pl.col("measure") == measure))
    printed, n, year = own["value"].count(), own.height, own["year"][0]
    name = _name(item, measure, told)
    return say(
        told.lang,
        f"{year} 年 {n:,} 份报告中，{printed:,} 份印有“{name}”",
        f"{year}: {printed:,} of {counted_noun(n, 'report')} {'prints' if printed == 1 else 'print'} “{name}”",
    )


def _figures(told: Told) -> list[tuple[str, str]]:
    return told.table.select("item", "measure").unique(maintain_order=True).rows()


def _name(item: str, measure: str, told: Told) -> str:
    return f"{row_name(item, told.lang)} · {column_name(measure, told.lang)}"


def _names(told: Told) -> dict[str, str]:
    """Return a name for each report that no other one has."""
    rows = told.table.unique("report_id", maintain_order=True)
    found: dict[str, str] = {}
    for report, agency, scope in rows.select("report_id", "agency", "scope").iter_rows():
        name = agency or say(told.lang, f"机关不明 {report}", f"unknown agency {report}")
        if scope == "consolidated":
            name += say(told.lang, "（汇总）", " (consolidated)")
        found[report] = name if name not in found.values() else f"{name}（{report[:6]}）"
    return found
