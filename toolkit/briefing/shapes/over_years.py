"""Measures over the years: lines that stop at breaks, one series for each measure and each side of a break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from toolkit.briefing.blocks import BEHIND, Block, Series, Told, column, joined, no_cells, years_between
from toolkit.briefing.names import measure_name
from toolkit.charts.framing import grouped
from toolkit.charts.theme import SMALL_N
from toolkit.measures.formula import cells_behind
from toolkit.vocabulary.measures import measures
from toolkit.wording import counted_noun, say

COLUMNS = ("measure", "year", "value", "segment", "form", "reports")


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
            Block(panel.title, unit, "line", say(told.lang, "年度", "Year"), tuple(years), tuple(years), series)
        )
    return found


def behind(told: Told) -> pl.DataFrame:
    """Return the cells of the formulas that were added up, those of the prose too."""
    reports = told.counted.select("report_id", "year")
    found = [no_cells()]
    for code in told.table["measure"].unique(maintain_order=True):
        known = measures()[code]
        eras = {edition: f"{code}:{known.era(edition)}" for edition in known.editions}
        cells = cells_behind(told.corpus, known).join(reports, on="report_id").filter(pl.col("year").is_not_null())
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
        parts = [(_part(by_code[code], name, told), by_code[code]["reports"]) for code, name in panel.lines if code in by_code]
        counts = {reports for _, reports in parts}
        if len(counts) == 1:
            (n,) = counts
            said = joined([text for text, _ in parts], told.lang)
            return say(told.lang, f"{year} 年 {n:,} 份报告合计{said}", f"{year}, in {counted_noun(n, 'report')}: {said}")
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
            yield _Panel(say(told.lang, *panel.title), [(line.measure, line.name(told.lang)) for line in panel.lines])
        return
    by_unit: dict[str, list[tuple[str, str]]] = {}
    for code in told.table["measure"].unique(maintain_order=True):
        by_unit.setdefault(measures()[code].unit, []).append((code, measure_name(code, told.lang)))
    for lines in by_unit.values():
        yield _Panel("", lines)


def _series(rows: pl.DataFrame, code: str, name: str, years: Sequence[str], told: Told) -> Iterator[Series]:
    own = rows.filter(pl.col("measure") == code)
    is_share = measures()[code].is_share
    eras = own["era"].unique().sort().to_list()
    for era in eras:
        part = own.filter(pl.col("era") == era)
        forms = sorted({form for text in part["form"].drop_nulls() for form in str(text).split("+") if form})
        said = say(told.lang, f"（{'、'.join(forms)} 年表）", f" ({'form' if len(forms) == 1 else 'forms'} {', '.join(forms)})")
        yield Series(f"{code}:{era}", name + (said if len(eras) > 1 else ""), column(part, "year", "value", years), is_share, code)


def _part(row: dict[str, float], name: str, told: Told) -> str:
    known = measures()[str(row["measure"])]
    colon = say(told.lang, " ", " ")
    if not known.is_share:
        unit = say(told.lang, f" {known.unit}", "")
        return f"{name}{colon}{grouped(row['value'], told.lang)}{unit}"
    if row["denominator"] is None:
        return f"{name}{colon}{row['value']:.0%}"
    n_of_n = f"{row['numerator']:,.0f}/{row['denominator']:,.0f}"
    if row["denominator"] < SMALL_N:
        return f"{name}{colon}{n_of_n}"
    return f"{name}{colon}{row['value']:.0%}" + say(told.lang, f"（{n_of_n}）", f" ({n_of_n})")
