"""The reports since 2019: six sections and three tables, in the habits of their agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scripts.samples.cast import Agency
from scripts.samples.dice import Dice
from scripts.samples.figures import Figures
from scripts.samples.planting import PLANTS
from scripts.samples.prose import tell
from scripts.samples.report import (
    SECTION_TITLES,
    TABLES,
    Cell,
    Key,
    SampleReport,
    dash,
    keys_of,
    number,
    plain,
)
from scripts.samples.sample_file import SampleFile, planted
from scripts.samples.sentences import PHRASES
from scripts.samples.styles import STYLES
from toolkit.forms import all_forms

FORM_YEAR = 2021
TITLES = ("{agency}{year}年政府信息公开工作年度报告", "{agency}{year}年度政府信息公开工作年度报告")
PROBLEM_TITLES = ("存在的主要问题及改进情况", "存在的问题和工作改进措施", "存在的主要问题和改进情况")
REVIEW_TITLES = (SECTION_TITLES["reviews"], "因政府信息公开工作被申请行政复议、提起行政诉讼情况")
PROCUREMENT = "采购总金额"
PARTLY = "部分公开（区分处理的，只计这一情形，不计其他情形）"
CHANGES = {("disclosures", row, "change") for row in ("licensing", "other_external_management", "fees")}


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of one agency, the same every year."""

    half_width: bool
    signs_increases: bool
    strikes_rules: bool
    procurement: str
    title: str
    titles: Mapping[str, str]
    wording: Mapping[str, str]
    dates: bool


def style_of(agency: Agency) -> Style:
    """Return the habits of an agency."""
    dice = Dice("style", agency.slug)
    procurement = dice.pick(["heading", "cell", "bare"])
    wording = {PROCUREMENT: PROCUREMENT + "（万元）"} if procurement == "heading" else {}
    if dice.chance(0.15):
        wording["社会公益组织"] = "社会组织"
    half_width = dice.chance(0.3)
    wording[PARTLY] = (
        "部分公开" if half_width or dice.chance(0.2) else PARTLY.replace("（", "(").replace("）", ")")
    )
    reviews = dice.pick([*REVIEW_TITLES, REVIEW_TITLES[0]])
    titles = {**SECTION_TITLES, "problems": dice.pick(PROBLEM_TITLES), "reviews": reviews}
    return Style(
        half_width=half_width,
        signs_increases=dice.chance(0.3),
        strikes_rules=agency.level == "township" and dice.chance(0.6),
        procurement=procurement,
        title=dice.pick(TITLES),
        titles=titles,
        wording=wording,
        # Who is responsible in a township or for a whole government is not always plain from the name.
        dates=dice.chance(0.4)
        and agency.level in ("prefecture", "county")
        and agency.slug != "shi-bangongshi",
    )


def file_of(agency: Agency, year: int, figures: Figures) -> SampleFile:
    """Return the file of one report."""
    plants = tuple(plant for plant in PLANTS if (plant.slug, plant.year) == (agency.slug, year))
    slips: dict[str, Any] = {}
    forms = dict.fromkeys(TABLES, "2019" if year < FORM_YEAR else "2021")
    for plant in plants:
        slips |= plant.slips
        forms |= plant.forms
    style = style_of(agency)
    report = _filled(SampleReport(agency.name, year, forms, {}, wording=style.wording), figures, style)
    report, known = planted(report, plants)
    printed = {key: cell.value for key, cell in report.cells.items() if cell.value is not None}
    told = tell(agency, year, {**figures, **printed}, slips, forms["requests"])
    layout = agency.layout(year)
    is_dated = style.dates or STYLES[layout].is_page
    published = slips.get("published", date_of(agency, year) if is_dated else "")
    report = replace(
        report,
        title=style.title.format(agency=agency.name, year=slips.get("title_year", year)),
        published=published,
        preface=told.preface,
        sections=told.sections,
        titles={key: text for key, text in style.titles.items() if key != slips.get("without")},
        half_width=style.half_width,
        closing=(PHRASES["fictional"],),
    )
    source = f"{agency.slug}-{year}{STYLES[layout].suffix}"
    return SampleFile(source, layout, agency, report, told, known)


def _filled(report: SampleReport, figures: Figures, style: Style) -> SampleReport:
    """Return the report with the cells that its forms ask for."""
    keys = [key for name in TABLES for key in keys_of(all_forms()[report.forms[name]].table(name))]
    return report.with_cells({key: _cell(key, figures[key], style) for key in keys})


def _cell(key: Key, value: float, style: Style) -> Cell:
    _, row, column = key
    if row == "rules" and style.strikes_rules:
        return dash("/")
    if key in CHANGES and value > 0 and style.signs_increases:
        return number(value, f"+{plain(value)}")
    if column != "amount":
        return number(value)
    if row == "procurement" and style.procurement == "cell" and value:
        return number(value, f"{plain(value)}万元", "万元")
    told = row == "fees" or style.procurement == "heading"
    return number(value, unit="万元" if told else None)


def date_of(agency: Agency, year: int) -> str:
    """Return a date of publication before the deadline of the agency's kind."""
    day = Dice("date", agency.slug, year).between(6, 28)
    return f"{year + 1}-{'03' if agency.is_government else '01'}-{day:02d}"
