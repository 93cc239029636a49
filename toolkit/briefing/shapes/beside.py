"""One agency's number beside the median and the quartiles of its peers, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from inspect import signature

import polars as pl

from toolkit.briefing.blocks import BEHIND, Block, Series, Told, column, no_cells, years_between
from toolkit.briefing.names import edition_name, measure_name
from toolkit.charts.framing import grouped
from toolkit.charts.theme import SMALL_N
from toolkit.measures.formula import cells_behind
from toolkit.vocabulary.measures import Measure, measures
from toolkit.wording import say

COLUMNS = ("year", "era", "value", "q1", "median", "q3", "agencies")
_LINES = {
    "value": ("本机关", "This agency"),
    "median": ("中位数", "Median"),
    "q3": ("上四分位", "Upper quartile"),
    "q1": ("下四分位", "Lower quartile"),
}


def blocks(told: Told) -> list[Block]:
    """Return the years in rows; agency, median and quartiles in columns, a piece for each definition."""
    known = _measure(told)
    years = [str(year) for year in years_between(told.table)]
    series = tuple(
        one
        for key, words in _LINES.items()
        for one in _pieces(told, known, key, say(told.lang, *words), years)
    )
    unit = say(told.lang, "占比", "share") if known.is_share else say(told.lang, known.unit, "number")
    counts = tuple(
        Series(
            f"agencies:{era}",
            say(told.lang, "机关（个）", "Agencies"),
            column(told.table.filter(pl.col("era") == era), "year", "agencies", years),
        )
        for era in told.table["era"].unique().sort()
    )
    head = say(told.lang, "年度", "Year")
    return [
        Block(measure_name(known.code, told.lang), unit, "line", head, tuple(years), tuple(years), series),
        Block(
            say(told.lang, "相比的机关", "Agencies compared"),
            "",
            "none",
            head,
            tuple(years),
            tuple(years),
            counts,
        ),
    ]


def behind(told: Told) -> pl.DataFrame:
    """Return the cells of the agency itself."""
    known = _measure(told)
    reports = told.counted.select("report_id", "year").drop_nulls("year")
    eras = {edition: f"value:{known.era(edition)}" for edition in known.editions}
    cells = cells_behind(told.corpus, known).join(reports, on="report_id")
    if cells.is_empty():
        return no_cells()
    return (
        cells.with_columns(
            pl.col("form").replace_strict(eras, return_dtype=pl.String).alias("series"),
            pl.col("year").cast(pl.String).alias("category"),
        )
        .select(list(BEHIND))
        .unique(maintain_order=True)
    )


def headline(told: Told) -> str:
    """Return the agency's latest number, the median beside it, and of how many agencies."""
    known = _measure(told)
    row = told.table.drop_nulls("value").sort("year", "era").tail(1).row(0, named=True)
    if row["median"] is None:
        return ""
    own = _worded(row["value"], known, told)
    if row["denominator"] is not None:
        of = f"{row['numerator']:,.0f}/{row['denominator']:,.0f}"
        own = of if row["denominator"] < SMALL_N else own + say(told.lang, f"（{of}）", f" ({of})")
    name = measure_name(known.code, told.lang)
    middle, n = _worded(row["median"], known, told), row["agencies"]
    return say(
        told.lang,
        f"{row['year']} 年{name} {own}，{n:,} 个机关的中位数为 {middle}",
        f"{row['year']}: {name[:1].lower()}{name[1:]} {own}, median of {n:,} agencies {middle}",
    )


def _measure(told: Told) -> Measure:
    """Return the measure that the chart draws where nothing else is asked for."""
    return measures()[signature(told.module.table).parameters["measure"].default]


def _pieces(told: Told, known: Measure, key: str, name: str, years: Sequence[str]) -> Iterator[Series]:
    eras = told.table.drop_nulls(key)["era"].unique().sort().to_list()
    for era in eras:
        own = told.table.filter(pl.col("era") == era)
        forms = "+".join(edition for edition in known.editions if known.era(edition) == era)
        said = (
            say(told.lang, f"（{edition_name(forms, 'zh')}）", f" ({edition_name(forms, 'en')})")
            if len(eras) > 1
            else ""
        )
        few = (
            own.filter(pl.col("denominator") < SMALL_N)["year"].cast(pl.String).to_list()
            if key == "value"
            else []
        )
        yield Series(
            f"{key}:{era}", name + said, column(own, "year", key, years), known.is_share, key,
            tuple(year in few for year in years), forms, name,
        )  # fmt: skip


def _worded(value: float, known: Measure, told: Told) -> str:
    return f"{value:.0%}" if known.is_share else grouped(round(value, 1), told.lang)
