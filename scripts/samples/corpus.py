"""The fictional corpus: every agency's report of every year, with its plants, ready to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from scripts.samples import early, six_sections
from scripts.samples import statistics_form as statistics
from scripts.samples.cast import CAST, Agency
from scripts.samples.edits import add
from scripts.samples.figures import simulate
from scripts.samples.ledger import simulate_early
from scripts.samples.passages import with_passages
from scripts.samples.planting import COPIED, MISSING, REPEATED, REVISED, TWICE
from scripts.samples.report import SampleReport, number
from scripts.samples.sample_file import SampleFile
from scripts.samples.styles import STYLES

#: The aspects of section five.
SECTION_FIVE = ("problem", "plan")


def files() -> Iterator[SampleFile]:
    """Yield the files of the corpus, agency by agency and year by year."""
    earlier: dict[tuple[str, int], SampleFile] = {}
    for agency in CAST:
        for file in _reports(agency):
            file = with_passages(_borrowed(file, earlier))
            earlier[agency.slug, file.report.year] = file
            yield file
            yield from _published_again(file)


def _reports(agency: Agency) -> Iterator[SampleFile]:
    """Yield the reports of an agency that were published and kept, each under the name of its year."""
    kept = {year for year in agency.years if (agency.slug, year) not in MISSING}
    for year, figures in simulate_early(agency):
        if year in kept:
            yield early.file_of(agency.named(year), year, figures)
    for year, figures in simulate(agency):
        if year in kept:
            yield six_sections.file_of(agency.named(year), year, figures)


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
    own = [themed for themed in file.told.themed if themed.aspect not in SECTION_FIVE]
    borrowed = [themed for themed in source.told.themed if themed.aspect in SECTION_FIVE]
    told = replace(file.told, themed=own + borrowed)
    return replace(file, report=report, told=told, passage_of=source.source)


def _a_year_later(text: str) -> str:
    return re.sub(r"20\d\d", lambda match: str(int(match.group()) + 1), text)


def _published_again(file: SampleFile) -> Iterator[SampleFile]:
    """Yield a second file of the same report, if `TWICE` or `REVISED` say so."""
    slug, year = file.agency.slug, file.report.year
    for plans, name in ((TWICE, "copy"), (REVISED, "revised")):
        for agency, when, layout in plans:
            if (slug, year) == (agency, when):
                source = f"{slug}-{year}-{name}{STYLES[layout].suffix}"
                report = _revised(file.report, slug) if name == "revised" else file.report
                if STYLES[layout].is_page and not report.published:
                    report = replace(report, published=six_sections.date_of(file.agency, year))
                yield replace(
                    file, source=source, layout=layout, report=report, same_as=file.source, plants=()
                )


def _revised(report: SampleReport, slug: str) -> SampleReport:
    """Return the report with one case moved from one outcome to another; every sum still holds."""
    if statistics.TABLE in report.forms:
        move = add(statistics.TABLE, ("reply_granted", "value", -1), ("reply_nonexistent", "value", 1))
        return early.with_table(move(report), slug)
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
