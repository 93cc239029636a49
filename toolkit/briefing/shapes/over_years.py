"""Measures over the years: lines that stop at breaks, one series for each measure and each side of a break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from toolkit.briefing.blocks import BEHIND, Block, Series, Told, column, joined, no_cells, years_between
from toolkit.briefing.names import edition_name, measure_name
from toolkit.charts.framing import grouped, span_of
from toolkit.charts.theme import SMALL_N
from toolkit.measures.formula import cells_behind
from toolkit.vocabulary.measures import measures
from toolkit.wording import counted_noun, say

COLUMNS = ("measure", "year", "value", "denominator", "segment", "form", "reports")


@dataclass(frozen=True, slots=True)
class _Panel:
    """Measures in one unit, with their names."""

    title: str
    lines: Sequence[tuple[str, str]]


def blocks(told: Told) -> list[Block]:
    """Return one block for each panel of the chart."""
    rows = _numbers(told)
    years = [str(year) for year in years_between(rows)]
    found = []
    for panel in _panels(told):
        series = tuple(one for code, name in panel.lines for one in _series(rows, code, name, years, told))
        if not series:
            continue
        known = measures()[panel.lines[0][0]]
        unit = say(told.lang, "占比", "share") if known.is_share else say(told.lang, known.unit, "number")
        found.append(
            Block(
                panel.title, unit, "line", say(told.lang, "年度", "Year"), tuple(years), tuple(years), series
            )
        )
    return found


def behind(told: Told) -> pl.DataFrame:
    """Return the cells of the formulas that were added up, those of the prose too."""
    reports = told.counted.select("report_id", "year")
    found = [no_cells()]
    for code in told.table["measure"].unique(maintain_order=True):
        known = measures()[code]
        eras = {edition: f"{code}:{known.era(edition)}" for edition in known.editions}
        cells = (
            cells_behind(told.corpus, known)
            .join(reports, on="report_id")
            .filter(pl.col("year").is_not_null())
        )
        found.append(
            cells.with_columns(
                pl.col("form").replace_strict(eras, return_dtype=pl.String).alias("series"),
                pl.col("year").cast(pl.String).alias("category"),
            ).select(list(BEHIND))
        )
    return pl.concat(found).unique(maintain_order=True)


def headline(told: Told) -> str:
    """Return the latest numbers of the first panel, and how many reports tell them."""
    rows = _numbers(told)
    for panel in _panels(told):
        own = rows.filter(pl.col("measure").is_in([code for code, _ in panel.lines]))
        if own.is_empty():
            continue
        year = int(own["year"].max())  # type: ignore[arg-type]
        latest = own.filter(pl.col("year") == year).sort("era").unique("measure", keep="last")
        by_code = {row["measure"]: row for row in latest.iter_rows(named=True)}
        parts = [
            (_part(by_code[code], name, told), by_code[code]["reports"])
            for code, name in panel.lines
            if code in by_code
        ]
        counts = {reports for _, reports in parts}
        if len(counts) == 1:
            (n,) = counts
            said = joined([text for text, _ in parts], told.lang)
            if told.is_one_agency:
                return say(told.lang, f"{year} 年{said}", f"{year}: {said}")
            return say(
                told.lang,
                f"{year} 年 {n:,} 份报告合计{said}",
                f"{year}, in {counted_noun(n, 'report')}: {said}",
            )
        each = [
            text + say(told.lang, f"（{n:,} 份报告）", f" ({counted_noun(n, 'report')})") for text, n in parts
        ]
        return say(told.lang, f"{year} 年{joined(each, told.lang)}", f"{year}: {joined(each, told.lang)}")
    return ""


def _numbers(told: Told) -> pl.DataFrame:
    """Return the rows that hold a number; a table without eras tells its segments apart."""
    rows = told.table.filter(pl.col("value").is_not_null())
    return rows if "era" in rows.columns else rows.with_columns(pl.col("segment").alias("era"))


def _panels(told: Told) -> Iterator[_Panel]:
    """Yield the panels of the chart, or, for a chart that says nothing of panels, one for each unit."""
    story = getattr(told.module, "STORY", None)
    if story is not None:
        for panel in story.panels:
            yield _Panel(
                say(told.lang, *panel.title), [(line.measure, line.name(told.lang)) for line in panel.lines]
            )
        return
    by_unit: dict[str, list[tuple[str, str]]] = {}
    for code in told.table["measure"].unique(maintain_order=True):
        by_unit.setdefault(measures()[code].unit, []).append((code, measure_name(code, told.lang)))
    for lines in by_unit.values():
        yield _Panel("", lines)


def _series(rows: pl.DataFrame, code: str, name: str, years: Sequence[str], told: Told) -> Iterator[Series]:
    """Yield a line for each piece: nothing joins two sides of a break, nor numbers of far more or fewer reports."""
    own = rows.filter(pl.col("measure") == code).sort("era", "year")
    is_share = measures()[code].is_share
    eras = own["era"].n_unique()
    last = pl.col("reports").shift(1).over("era", order_by="year")
    jumps = (pl.col("reports") * 2 <= last) | (pl.col("reports") >= last * 2)
    own = own.with_columns(
        pl.lit(0).alias("piece")
        if is_share
        else jumps.fill_null(False).cast(pl.Int64).cum_sum().over("era", order_by="year").alias("piece")
    )
    for (era, _), part in own.group_by("era", "piece", maintain_order=True):
        of_era = own.filter(pl.col("era") == era)["form"].drop_nulls()
        forms = "+".join(sorted({form for text in of_era for form in str(text).split("+") if form}))
        said = [edition_name(forms, told.lang)] if eras > 1 and forms else []
        if own.filter(pl.col("era") == era)["piece"].n_unique() > 1:
            said.append(span_of(part["year"], told.lang))
        words = joined(said, told.lang)
        bracketed = say(told.lang, f"（{words}）", f" ({words})") if words else ""
        few = part.filter(pl.col("denominator") < SMALL_N)["year"].cast(pl.String).to_list()
        yield Series(
            f"{code}:{era}", name + bracketed, column(part, "year", "value", years), is_share, code,
            tuple(year in few for year in years), forms, name,
        )  # fmt: skip


def _part(row: dict[str, Any], name: str, told: Told) -> str:
    known = measures()[row["measure"]]
    if not known.is_share:
        unit = say(told.lang, f" {known.unit}", "")
        return f"{name} {grouped(row['value'], told.lang)}{unit}"
    if row["denominator"] is None:
        return f"{name} {row['value']:.0%}"
    n_of_n = f"{row['numerator']:,.0f}/{row['denominator']:,.0f}"
    if row["denominator"] < SMALL_N:
        return f"{name} {n_of_n}"
    return f"{name} {row['value']:.0%}" + say(told.lang, f"（{n_of_n}）", f" ({n_of_n})")
