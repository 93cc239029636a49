"""How many reports name each theme, by year or by agency, as the prose says."""

from __future__ import annotations

import polars as pl

from toolkit.briefing.blocks import BEHIND, Block, Series, Told, joined, no_cells, years_between
from toolkit.measures.population import population_of
from toolkit.wording import say

COLUMNS = ("theme", "reports", "n")


def blocks(told: Told) -> list[Block]:
    """Return themes in columns and years in rows; a theme that no report of a year names is a zero."""
    if "year" not in told.table.columns:
        return []
    years = [str(year) for year in years_between(told.table)]
    base = dict(told.table.select(pl.col("year").cast(pl.String), "n").iter_rows())
    names = _names(told)
    series = []
    for code, name in names.items():
        own = told.table.filter(pl.col("theme") == code)
        found = dict(own.select(pl.col("year").cast(pl.String), "reports").iter_rows())
        values = tuple(float(found.get(year, 0)) if year in base else None for year in years)
        series.append(Series(code, name, values))
    n = Series(
        "n",
        say(told.lang, "写明的报告 n", "Reports that say, n"),
        tuple(float(base[year]) if year in base else None for year in years),
    )
    head, unit = say(told.lang, "年度", "Year"), say(told.lang, "份报告", "reports")
    return [Block("", unit, "grid", head, tuple(years), tuple(years), (*series, n))]


def behind(told: Told) -> pl.DataFrame:
    """Return the sentences that name a theme, as rows of the table ``themes``."""
    aspect = getattr(getattr(told.module, "ASPECT", None), "code", None)
    if aspect is None or "year" not in told.table.columns:
        return no_cells()
    # A sentence is not added to another: a whole and its parts stand side by side, as in the chart.
    counted = population_of(told.corpus.reports, added=False).reports
    years = counted.lazy().select("report_id", "form", pl.col("year").cast(pl.String).alias("category"))
    return (
        told.corpus.lazy("themes")
        .filter(pl.col("aspect") == aspect)
        .select(
            "report_id",
            pl.col("theme").alias("series"),
            pl.lit("themes").alias("table"),
            pl.col("theme").alias("row"),
            pl.lit(aspect).alias("column"),
        )
        .unique()
        .join(years, on="report_id")
        .with_columns(pl.col("form").fill_null(""))
        .drop_nulls("category")
        .select(list(BEHIND))
        .collect()
    )


def headline(told: Told) -> str:
    """Return the theme that most reports of the latest year name."""
    if "year" not in told.table.columns:
        return ""
    year = int(told.table["year"].max())  # type: ignore[arg-type]
    own = told.table.filter((pl.col("year") == year) & (pl.col("theme") != "none_stated"))
    if own.is_empty():
        return ""
    most, n = int(own["reports"].max()), int(own["n"].max())  # type: ignore[arg-type]
    codes = own.filter(pl.col("reports") == most)["theme"].sort().to_list()
    if len(codes) > 3:
        return ""
    names = _names(told)
    said = joined([names[code] for code in codes], told.lang)
    if told.is_one_agency:
        return say(told.lang, f"{year} 年报告谈到“{said}”", f"{year}: the report names “{said}”")
    each = say(told.lang, "各 ", "each ") if len(codes) > 1 else ""
    return say(
        told.lang,
        f"{year} 年写明的 {n:,} 份报告中，谈到“{said}”的最多，{each}{most:,} 份",
        f"{year}: of {n:,} reports that say, {each}{most:,} name “{said}”",
    )


def _names(told: Told) -> dict[str, str]:
    """Return the themes of the table in the order of the vocabulary, as the chart names them."""
    known = told.themes
    present = set(told.table["theme"])
    ordered = [code for code in known if code in present] + sorted(present - set(known))
    return {code: known.get(code, code) for code in ordered}
