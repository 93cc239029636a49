"""What a measure comes to in each report: cells added up as its formula says, and what was not printed."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Protocol

import polars as pl

from toolkit.forms import all_forms
from toolkit.vocabulary.measures import Cell, Measure

_CELL = ("form", "table", "row", "column")


class Frames(Protocol):
    """What a measure needs of a corpus."""

    def lazy(self, name: str) -> pl.LazyFrame:
        """Return one frame, to be read when it is needed."""


def by_report(corpus: Frames, measure: Measure) -> pl.DataFrame:
    """Return what a measure comes to in each report that has one of its cells.

    Columns: ``report_id``, ``form``, ``value``, ``numerator``, ``denominator`` (null where they cannot be
    told), ``unprinted`` (cells of the sum that print no number: no zeros, but nothing to add either),
    ``unreadable`` (whether a cell prints something that could not be read, or an amount of no known
    unit, or the prose claims two different numbers: then nothing is told), ``approximate``.
    """
    sums = _chosen_sums(_cells(corpus, measure))
    told = pl.when(pl.col("is_printed") & ~pl.col("unreadable")).then("sum")
    part = {name: told.filter(pl.col("part") == name).first().alias(name) for name in ("value", "numerator", "denominator")}
    found = sums.group_by("report_id", "form").agg(
        *part.values(),
        pl.col("unprinted").sum(),
        pl.col("unreadable").any(),
        pl.col("approximate").any(),
    )
    if not measure.is_share:
        return found
    both = pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()
    return found.with_columns(
        pl.when(both).then("numerator").alias("numerator"),
        pl.when(both).then("denominator").alias("denominator"),
        pl.when(both & (pl.col("denominator") != 0)).then(pl.col("numerator") / pl.col("denominator")).alias("value"),
    )


def cells_behind(corpus: Frames, measure: Measure) -> pl.DataFrame:
    """Return the cells that `by_report` adds up: ``report_id``, ``form``, ``table``, ``row``, ``column``, ``part``.

    Claims of the prose have the table ``mentions``, their kind as row and their detail, or "total", as column.
    """
    cells = _cells(corpus, measure)
    chosen = _chosen_sums(cells).select("report_id", "form", "part", "way")
    return cells.join(chosen, on=["report_id", "form", "part", "way"]).select("report_id", *_CELL, "part").unique()


def _cells(corpus: Frames, measure: Measure) -> pl.DataFrame:
    """Return every cell of every way to tell a measure, in every report that has it."""
    plan = _plan(measure)
    cells = pl.concat([_figures(corpus, plan, measure.unit), _mentions(corpus, plan)])
    return cells.join(plan, on=list(_CELL), how="inner")


def _chosen_sums(cells: pl.DataFrame) -> pl.DataFrame:
    """Return for each report and part the sum that counts, and what is missing from it."""
    return (
        cells.group_by("report_id", "form", "part", "way")
        .agg(
            pl.col("value").sum().alias("sum"),
            pl.col("value").is_not_null().any().alias("is_printed"),
            pl.col("is_unreadable").any().alias("unreadable"),
            (pl.col("value").is_null() & ~pl.col("is_unreadable")).sum().cast(pl.Int64).alias("unprinted"),
            pl.col("approximate").any(),
        )
        # The first way that is printed in full view counts; else the first, to say why nothing does.
        .sort("report_id", "form", "part", ~(pl.col("is_printed") & ~pl.col("unreadable")), "way")
        .unique(["report_id", "form", "part"], keep="first", maintain_order=True)
    )


def _plan(measure: Measure) -> pl.DataFrame:
    """Return every cell of every formula: ``part``, ``way`` (the number of the alternative), and the cell."""
    rows = [
        (form, *cell, part, way)
        for part, formula in measure.parts.items()
        for form, ways in formula.items()
        for way, cells in enumerate(ways)
        for star in cells
        for cell in _expanded(form, star)
    ]
    schema = dict.fromkeys(_CELL, pl.String) | {"part": pl.String, "way": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _expanded(form: str, cell: Cell) -> list[Cell]:
    """Return the cells that a star in the row stands for.

    >>> [cell.row for cell in _expanded("2021", Cell("requests", "unavailable_*", "total"))]
    ['unavailable_not_held', 'unavailable_needs_creation', 'unavailable_unclear_after_correction']
    """
    if "*" not in cell.row:
        return [cell]
    rows = [row.key for row in all_forms()[form].table(cell.table).rows]
    return [cell._replace(row=row) for row in rows if fnmatchcase(row, cell.row)]


def _figures(corpus: Frames, plan: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Return the figures of a plan; an amount of money counts only in the unit of the measure."""
    is_money = pl.col("unit").is_in(["万元", "元"]) | (pl.col("unit").is_null() & pl.lit(unit == "万元"))
    strange = is_money & pl.col("unit").ne_missing(pl.lit(unit)) & pl.col("value").ne_missing(0.0)
    unreadable = (pl.col("state") == "unreadable") | (strange & pl.col("value").is_not_null())
    return (
        corpus.lazy("figures")
        .join(plan.lazy().select(_CELL).unique(), on=list(_CELL), how="semi")
        .select(
            "report_id", *_CELL,
            pl.when(~unreadable).then("value").alias("value"),
            unreadable.alias("is_unreadable"),
            pl.lit(False).alias("approximate"),
        )
        .collect()
    )  # fmt: skip


def _mentions(corpus: Frames, plan: pl.DataFrame) -> pl.DataFrame:
    """Return the claims of a plan as cells; two different numbers for one thing tell nothing."""
    one = pl.col("value").n_unique() == 1
    return (
        corpus.lazy("mentions")
        .join(corpus.lazy("reports").select("report_id", "form"), on="report_id")
        .with_columns(pl.lit("mentions").alias("table"), pl.col("kind").alias("row"), pl.col("detail").fill_null("total").alias("column"))
        .join(plan.lazy().select(_CELL).unique(), on=list(_CELL), how="semi")
        .group_by("report_id", *_CELL)
        .agg(
            pl.when(one).then(pl.col("value").first()).alias("value"),
            (~one).alias("is_unreadable"),
            pl.col("approximate").any(),
        )
        .collect()
    )  # fmt: skip
