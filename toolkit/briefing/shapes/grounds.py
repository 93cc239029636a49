"""Grounds of refusal by year: a table for each list of grounds, since the lists of two forms do not match."""

from __future__ import annotations

import polars as pl

from toolkit.briefing.blocks import BEHIND, Block, Series, Told, column, joined, years_between
from toolkit.briefing.names import row_name
from toolkit.charts.framing import grouped
from toolkit.forms import all_forms
from toolkit.wording import counted_noun, say

COLUMNS = ("grounds", "ground", "year", "count", "reports")
_TITLES = {
    "2014": ("2014 年表的理由，可重叠", "Grounds of the 2014 form, which may overlap"),
    "2019": ("2019 年起的理由", "Grounds since 2019"),
}


def blocks(told: Told) -> list[Block]:
    """Return one block for each list of grounds: years in rows, grounds in columns."""
    found = []
    for grounds in told.table["grounds"].unique().sort():
        own = told.table.filter(pl.col("grounds") == grounds)
        years = [str(year) for year in years_between(own)]
        codes = _in_order(own, str(grounds))
        series = tuple(
            Series(
                f"{grounds}:{code}",
                row_name(code, told.lang),
                column(own.filter(pl.col("ground") == code), "year", "count", years),
            )
            for code in codes
        )
        title = say(told.lang, *_TITLES.get(str(grounds), (str(grounds), str(grounds))))
        found.append(
            Block(
                title,
                say(told.lang, "件", "requests"),
                "grid",
                say(told.lang, "年度", "Year"),
                tuple(years),
                tuple(years),
                series,
            )
        )
    return found


def _in_order(own: pl.DataFrame, grounds: str) -> list[str]:
    """Return the grounds in the order of the form."""
    present = set(own["ground"])
    table = "statistics" if grounds == "2014" else "requests"
    forms = [form for form in all_forms().values() if form.has(table)]
    listed = [row.key for form in forms for row in form.table(table).rows if row.key in present]
    return [*dict.fromkeys(listed), *sorted(present - set(listed))]


def behind(told: Told) -> pl.DataFrame:
    """Return the rows on refusal, total column, of the table on requests, or those of the statistics."""
    grounds = told.table.select("grounds", "ground").unique()
    of_table = pl.col("table").replace_strict(
        {"requests": "2019", "statistics": "2014"}, default=None, return_dtype=pl.String
    )
    cells = (
        told.corpus.lazy("figures")
        .filter(
            ((pl.col("table") == "requests") & (pl.col("column") == "total"))
            | (pl.col("table") == "statistics")
        )
        .with_columns(of_table.alias("grounds"))
        .join(grounds.lazy(), left_on=["grounds", "row"], right_on=["grounds", "ground"], how="semi")
        .with_columns(pl.concat_str("grounds", pl.lit(":"), "row").alias("series"))
    )
    years = told.counted.lazy().select("report_id", pl.col("year").cast(pl.String).alias("category"))
    return cells.join(years, on="report_id").drop_nulls("category").select(list(BEHIND)).collect()


def headline(told: Told) -> str:
    """Return the ground named most often in the latest year, ties together."""
    newest = told.table.filter(pl.col("grounds") == told.table["grounds"].max())
    year = int(newest["year"].max())  # type: ignore[arg-type]
    own = newest.filter(pl.col("year") == year)
    most = own["count"].max()
    if most is None:
        return ""
    if most == 0:
        return say(
            told.lang,
            f"{year} 年报告所印的各项不予公开理由均为 0 件",
            f"{year}: every ground of refusal is printed as 0",
        )
    names = [row_name(code, told.lang) for code in own.filter(pl.col("count") == most)["ground"].sort()]
    if len(names) > 3:
        return ""
    said, number = joined(names, told.lang), grouped(float(most), told.lang)  # type: ignore[arg-type]
    n = int(own["reports"].max())  # type: ignore[arg-type]
    each = say(told.lang, "各 ", "each ") if len(names) > 1 else ""
    of_zh, of_en = (
        ("", "") if told.is_one_agency else (f"（{n:,} 份报告）", f" ({counted_noun(n, 'report')})")
    )
    return say(
        told.lang,
        f"{year} 年不予公开的理由最多的是“{said}”，{each}{number} 件{of_zh}",
        f"{year}: most often refused as “{said}”, {each}{number}{of_en}",
    )
