"""The figures on disclosure of one year, agency by agency: the numbers behind the chart of disclosures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from toolkit.charts.agency_names import pinyin
from toolkit.errors import NothingToDraw, ToolkitError
from toolkit.forms import Column, Row, editions_of
from toolkit.measures.population import Frames, Population, population_of
from toolkit.wording import Lang, say

Order = Literal["region", "value"]

#: What is drawn unless asked otherwise. 2019 asks for documents made public, 2021 for those in force:
#: these are two measures, so the default follows the form that most reports of the year follow.
DEFAULT_FIGURES = {
    "2019": ("licensing.decisions", "penalties.decisions", "normative_documents.total_published"),
    "2021": ("licensing.decisions", "penalties.decisions", "normative_documents.in_force"),
}
_UNITS_EN = {"件": "number", "项": "number", "万元": "CNY 10,000"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the table on disclosures, with its words in the language of the chart."""

    item: str
    measure: str
    item_name: str
    measure_name: str
    unit: str
    unit_in_brackets: str


def table(
    corpus: Frames,
    *,
    year: int | None = None,
    figures: Sequence[str] | None = None,
    agencies: Sequence[str] | None = None,
    order: Order = "region",
) -> pl.DataFrame:
    """Return the figures behind the chart, one row per report and figure, in the order they are drawn.

    Columns: ``report_id``, ``agency``, ``scope``, ``year``, ``item``, ``measure``, ``value`` (null unless
    a number with a known unit is printed), and ``state`` as in the frame, or ``no_unit``, or
    ``not_on_form`` where the report's form does not ask for the figure, or ``no_table`` where the report
    has no such table.
    """
    reports = reports_of(corpus, population_of(corpus.reports, added=False), year, agencies)
    return cells_of(corpus, reports, figures_of(corpus, reports, figures, "zh"), order)


def reports_of(
    corpus: Frames, counted: Population, year: int | None, agencies: Sequence[str] | None
) -> pl.DataFrame:
    """Return the reports of one year: the year asked for, or the latest that has the table."""
    with_table = counted.reports.join(corpus.disclosures, on="report_id", how="semi")
    if with_table.is_empty():
        raise NothingToDraw(
            "no report in this corpus has the table on disclosures, which the form asks for since 2019; "
            "load reports for 2019 or later"
        )
    years = with_table["year"].unique().sort().to_list()
    chosen = years[-1] if year is None else year
    if chosen not in years:
        raise ToolkitError(f"no table on disclosures for {chosen}; there are {', '.join(map(str, years))}")
    reports = counted.reports.filter(pl.col("year") == chosen)
    if agencies is None:
        return reports
    unknown = set(agencies) - set(reports["agency"].drop_nulls())
    if unknown:
        raise ToolkitError(
            f"no report for {chosen} by {'、'.join(sorted(unknown))}; agency takes the full published name"
        )
    return reports.filter(pl.col("agency").is_in(list(agencies)))


def figures_of(
    corpus: Frames, reports: pl.DataFrame, names: Sequence[str] | None, lang: Lang
) -> list[Figure]:
    """Return the figures to draw; a name is an item and a measure of the contract with a dot between."""
    if names is None:
        cells = corpus.disclosures.join(reports, on="report_id", how="semi").unique("report_id")
        newer = cells.filter(pl.col("form") == "2021").height
        names = DEFAULT_FIGURES["2021" if newer * 2 >= cells.height else "2019"]
    known = _known_figures()
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise ToolkitError(f"no figure {', '.join(unknown) or 'named'}; there are {', '.join(sorted(known))}")
    return [_figure(*known[name], lang) for name in names]


def _known_figures() -> dict[str, tuple[Row, Column]]:
    """Return every figure that an edition of the form asks for; the latest wording wins."""
    return {
        f"{row.key}.{column.key}": (row, column)
        for _, form_table in editions_of("disclosures")
        for band in form_table.bands
        for row in band.rows
        for column in band.columns
    }


def _figure(row: Row, column: Column, lang: Lang) -> Figure:
    unit = say(lang, column.unit, _UNITS_EN.get(column.unit, column.unit))
    return Figure(
        item=row.key,
        measure=column.key,
        item_name=say(lang, row.label, row.en),
        measure_name=say(lang, column.label, column.en),
        unit=unit,
        unit_in_brackets=say(lang, f"（{unit}）", f" ({unit})"),
    )


def cells_of(corpus: Frames, reports: pl.DataFrame, figures: Sequence[Figure], order: Order) -> pl.DataFrame:
    """Return every figure of every report, in order; what is not there has a state that says why."""
    asked = pl.DataFrame([{"item": figure.item, "measure": figure.measure} for figure in figures])
    cells = corpus.disclosures.select("report_id", "item", "measure", "value", "unit", "state")
    has_table = reports.join(cells, on="report_id", how="semi")["report_id"]
    rows = (
        reports.select("report_id", "agency", "scope", "region_code", "province", "city", "county", "year")
        .join(asked.with_row_index("panel"), how="cross")
        .join(cells, on=["report_id", "item", "measure"], how="left")
    )
    missing = pl.when(pl.col("report_id").is_in(has_table.implode())).then(pl.lit("not_on_form"))
    rows = rows.with_columns(state=pl.coalesce("state", missing.otherwise(pl.lit("no_table"))))
    # A number whose unit is not known cannot stand beside others.
    is_unsure = pl.col("value").is_not_null() & pl.col("unit").is_null()
    rows = rows.with_columns(
        value=pl.when(~is_unsure).then("value"),
        state=pl.when(is_unsure).then(pl.lit("no_unit")).otherwise("state"),
    )
    return _ordered(rows, order)


def _ordered(rows: pl.DataFrame, order: Order) -> pl.DataFrame:
    """Return the rows by region and then by name in pinyin, or by the first figure, largest first."""
    if order not in ("region", "value"):
        raise ToolkitError(f"rows are ordered by 'region' or by 'value', not by {order!r}")
    rows = rows.with_columns(
        pinyin=pinyin("agency"), first=pl.col("value").filter(pl.col("panel") == 0).first().over("report_id")
    )
    by = ["region_code", "pinyin", "report_id", "panel"]
    if order == "value":
        return rows.sort(["first", *by], descending=[True] + [False] * len(by), nulls_last=True)
    return rows.sort(by, nulls_last=True)
