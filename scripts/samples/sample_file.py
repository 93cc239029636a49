"""One file of the fictional corpus, with everything that is true about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scripts.samples import statistics_form as statistics
from scripts.samples.cast import STATISTICS_SINCE, Agency
from scripts.samples.planting import Plant
from scripts.samples.report import Key, SampleReport
from scripts.samples.sentences import Told
from scripts.samples.styles import STYLES

#: The form of a report without a table that is asked for everywhere.
NO_NATIONAL_FORM = "2008"


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file of the corpus with everything that is true about it.

    ``plants`` come with the cells that they changed; a whole row has an empty column. ``same_as`` names
    the file of which this is a second one, ``passage_of`` the one that section five is taken from.
    ``shared`` are the passages that other files hold as well. ``agency`` bears the name it had that year.
    """

    source: str
    layout: str
    agency: Agency
    report: SampleReport
    told: Told
    plants: tuple[tuple[Plant, tuple[Key, ...]], ...] = ()
    same_as: str = ""
    passage_of: str = ""
    shared: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """The form of the report: of table three, else of the 统计表, else, before there was one, 2008."""
        forms = self.report.forms
        early = NO_NATIONAL_FORM if self.report.year < STATISTICS_SINCE else ""
        return forms.get("requests") or forms.get(statistics.TABLE) or early

    @property
    def data(self) -> bytes:
        """The bytes of the file, or of that from which it is printed."""
        return STYLES[self.layout].write(self.report)


def planted(
    report: SampleReport, plants: Iterable[Plant]
) -> tuple[SampleReport, tuple[tuple[Plant, tuple[Key, ...]], ...]]:
    """Return a report after the edits of its plants, and each plant with the cells that it changed."""
    known = []
    for plant in plants:
        before, report = report, plant.edit(report) if plant.edit else report
        known.append((plant, changed(before, report)))
    return report, tuple(known)


def changed(before: SampleReport, after: SampleReport) -> tuple[Key, ...]:
    """Return the cells that differ; a row that differs throughout is one place with an empty column."""
    strays = [(stray.table, stray.after, "") for stray in after.strays if stray not in before.strays]
    changed = [key for key in after.asked() if before.cell(key) != after.cell(key)]
    places = dict.fromkeys(strays)
    for table, row, column in changed:
        width = 1 if table == statistics.TABLE else len(after.table(table).band_of(row).columns)
        is_row = width > 1 and sum(key[:2] == (table, row) for key in changed) == width
        places[table, row, "" if is_row else column] = None
    return tuple(places)
