"""The reports on 2009 to 2018: prose in six or seven sections, and since 2014 the 统计表 behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scripts.samples import statistics_form as statistics
from scripts.samples.annex import NOTHING, local_annex, statistics_annex
from scripts.samples.cast import STATISTICS_SINCE, Agency
from scripts.samples.dice import Dice
from scripts.samples.early_prose import tell_early, titles_of
from scripts.samples.figures import Figures
from scripts.samples.planting_early import ADDITIONS, EARLY_PLANTS, LOCAL_TABLES, WITHOUT_TABLE
from scripts.samples.report import SampleReport, number
from scripts.samples.sample_file import SampleFile, planted
from scripts.samples.sentences import PHRASES
from scripts.samples.six_sections import style_of
from scripts.samples.styles import STYLES

#: Until 2018 every report was due on 31 March of the next year.
DEADLINE_MONTH = 3


def file_of(agency: Agency, year: int, figures: Figures) -> SampleFile:
    """Return the file of one report."""
    plants = [plant for plant in EARLY_PLANTS if (plant.slug, plant.year) == (agency.slug, year)]
    slips: dict[str, Any] = {}
    for plant in plants:
        slips |= plant.slips
    has_table = year >= STATISTICS_SINCE and (agency.slug, year) not in WITHOUT_TABLE
    cells = {
        key: number(value, unit="万元" if statistics.UNITS[key[1]] == "万元" else None)
        for key, value in figures.items()
    }
    report = SampleReport(
        agency.name,
        year,
        {statistics.TABLE: statistics.EDITION} if has_table else {},
        cells if has_table else {},
    )
    report, known = planted(report, plants)
    printed = {key: cell.value for key, cell in report.cells.items() if cell.value is not None}
    told = tell_early(
        agency,
        year,
        {**figures, **printed},
        slips,
        in_full=year >= STATISTICS_SINCE and not has_table,
    )
    layout = agency.layout(year)
    is_dated = style_of(agency).dates or STYLES[layout].is_page
    report = replace(
        report,
        title=style_of(agency).title.format(agency=agency.name, year=slips.get("title_year", year)),
        published=slips.get("published", _date(agency, year) if is_dated else ""),
        preface=told.preface,
        sections=told.sections,
        titles=titles_of(agency, year),
        closing=(PHRASES["fictional"],),
    )
    if has_table:
        report = with_table(report, agency.slug)
    elif kind := LOCAL_TABLES.get((agency.slug, year)):
        website, total = (
            int(figures["statistics", item, "value"]) for item in ("channel_website", "proactive_total")
        )
        dice = Dice("local", agency.slug, year)
        report = replace(report, annex=local_annex(dice, kind, agency.short, year, website, total - website))
    source = f"{agency.slug}-{year}{STYLES[layout].suffix}"
    return SampleFile(source, layout, agency, report, told, known)


def with_table(report: SampleReport, slug: str) -> SampleReport:
    """Return the report with the 统计表 that prints its cells, and what its agency adds to the form."""
    return replace(report, annex=statistics_annex(report, slug, ADDITIONS.get((slug, report.year), NOTHING)))


def _date(agency: Agency, year: int) -> str:
    dice = Dice("date", agency.slug, year)
    return f"{year + 1}-{dice.between(1, DEADLINE_MONTH):02d}-{dice.between(6, 28):02d}"
