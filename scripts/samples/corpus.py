"""The fictional corpus: every agency's report of every year, with its plants, ready to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from scripts.samples.cast import CAST, Agency
from scripts.samples.dice import Dice
from scripts.samples.figures import Figures, simulate
from scripts.samples.planting import COPIED, MISSING, PLANTS, REPEATED, REVISED, TWICE, Plant
from scripts.samples.prose import PHRASES, Told, tell
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


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file of the corpus with everything that is true about it.

    ``plants`` come with the cells that they changed; a whole row has an empty column. ``same_as`` names
    the file of which this is a second one, ``passage_of`` the one that section five is taken from.
    """

    source: str
    layout: str
    agency: Agency
    report: SampleReport
    told: Told
    plants: tuple[tuple[Plant, tuple[Key, ...]], ...] = ()
    same_as: str = ""
    passage_of: str = ""

    @property
    def data(self) -> bytes:
        """The bytes of the file, or of that from which it is printed."""
        return STYLES[self.layout].write(self.report)


def files() -> Iterator[SampleFile]:
    """Yield the files of the corpus, agency by agency and year by year."""
    earlier: dict[tuple[str, int], SampleFile] = {}
    for agency in CAST:
        for year, figures in simulate(agency):
            if (agency.slug, year) in MISSING:
                continue
            file = _borrowed(_file(agency, year, figures), earlier)
            earlier[agency.slug, year] = file
            yield file
            yield from _published_again(file)


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


def _file(agency: Agency, year: int, figures: Figures) -> SampleFile:
    plants = tuple(plant for plant in PLANTS if (plant.slug, plant.year) == (agency.slug, year))
    slips: dict[str, Any] = {}
    forms = dict.fromkeys(TABLES, "2019" if year < FORM_YEAR else "2021")
    for plant in plants:
        slips |= plant.slips
        forms |= plant.forms
    style = style_of(agency)
    report = _filled(SampleReport(agency.name, year, forms, {}, wording=style.wording), figures, style)
    planted = []
    for plant in plants:
        before, report = report, plant.edit(report) if plant.edit else report
        planted.append((plant, _changed(before, report)))
    printed = {key: cell.value for key, cell in report.cells.items() if cell.value is not None}
    told = tell(agency, year, {**figures, **printed}, slips, forms["requests"])
    layout = agency.layout(year)
    is_dated = style.dates or STYLES[layout].is_page
    published = slips.get("published", _date(agency, year) if is_dated else "")
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
    return SampleFile(source, layout, agency, report, told, tuple(planted))


def _filled(report: SampleReport, figures: Figures, style: Style) -> SampleReport:
    """Return the report with the cells that its forms ask for."""
    keys = [key for name in TABLES for key in keys_of(all_forms()[report.forms[name]].table(name))]
    return report.with_cells({key: _cell(key, figures[key], style) for key in keys})


def _changed(before: SampleReport, after: SampleReport) -> tuple[Key, ...]:
    """Return the cells that differ; a row that differs throughout is one place with an empty column."""
    strays = [(stray.table, stray.after, "") for stray in after.strays if stray not in before.strays]
    changed = [key for key in after.asked() if before.cell(key) != after.cell(key)]
    places = dict.fromkeys(strays)
    for table, row, column in changed:
        width = len(after.table(table).band_of(row).columns)
        is_row = width > 1 and sum(key[:2] == (table, row) for key in changed) == width
        places[table, row, "" if is_row else column] = None
    return tuple(places)


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


def _date(agency: Agency, year: int) -> str:
    """Return a date of publication before the deadline of the agency's kind."""
    day = Dice("date", agency.slug, year).between(6, 28)
    return f"{year + 1}-{'03' if agency.is_government else '01'}-{day:02d}"


def _borrowed(file: SampleFile, earlier: Mapping[tuple[str, int], SampleFile]) -> SampleFile:
    """Return the file with section five taken from where `REPEATED` and `COPIED` say, if they do."""
    here = (file.agency.slug, file.report.year)
    copier, model, year = COPIED
    if here == REPEATED:
        source = earlier[here[0], here[1] - 1]
        return _with_problems(file, source, tuple(_a_year_later(text) for text in _problems(source)))
    if here == (copier, year):
        return _with_problems(file, earlier[model, year], _problems(earlier[model, year]))
    if here == (model, year):
        # One paragraph, so that what the other agency takes over is one long passage.
        return _with_problems(file, None, ("".join(_problems(file)),))
    return file


def _problems(file: SampleFile) -> tuple[str, ...]:
    return file.report.sections["problems"]


def _with_problems(file: SampleFile, source: SampleFile | None, texts: tuple[str, ...]) -> SampleFile:
    report = replace(file.report, sections={**file.report.sections, "problems": texts})
    if source is None:
        return replace(file, report=report)
    told = replace(file.told, themes=source.told.themes)
    return replace(file, report=report, told=told, passage_of=source.source)


def _a_year_later(text: str) -> str:
    return re.sub(r"20\d\d", lambda match: str(int(match.group()) + 1), text)


def _published_again(file: SampleFile) -> Iterator[SampleFile]:
    """Yield a second file of the same report, if `TWICE` or `REVISED` say so."""
    slug, year = file.agency.slug, file.report.year
    for (agency, when, layout), name in ((TWICE, "copy"), (REVISED, "revised")):
        if (slug, year) == (agency, when):
            source = f"{slug}-{year}-{name}{STYLES[layout].suffix}"
            report = _revised(file.report) if name == "revised" else file.report
            if STYLES[layout].is_page:
                report = replace(report, published=_date(file.agency, year))
            yield replace(file, source=source, layout=layout, report=report, same_as=file.source, plants=())


def _revised(report: SampleReport) -> SampleReport:
    """Return the report with one case moved from one outcome to another; every sum still holds."""
    moved = {}
    for applicant in ("natural_person", "total"):
        for row, more in (("granted", -1), ("partly_granted", 1)):
            key = ("requests", row, applicant)
            moved[key] = number((report.cell(key).value or 0) + more)
    return report.with_cells(moved)


@cache
def all_files() -> tuple[SampleFile, ...]:
    """Return the whole corpus in the order of its sources."""
    return tuple(sorted(files(), key=lambda file: file.source))
