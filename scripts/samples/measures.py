"""What the measures must be, worked out from what the reports print and claim, and not by the toolkit.

The report that counts for an agency and a year is the revised one where there are two. A cell without a
number adds nothing. A report counts for a measure if it prints a cell of it, for a share one above and one
below. For the whole prefecture, a government's report that includes those of its departments and towns is
left out where one of theirs is there for the year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from scripts.samples import statistics_form as statistics
from scripts.samples.report import plain
from scripts.samples.sample_file import SampleFile

FORMULAS: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text("utf-8")
)

#: Stands in a formula for what the prose claims: kind, and detail or total.
MENTIONS = "mentions"
#: The rows and the numbers of a report by edition, table and column.
Told = dict[tuple[str, str, str], list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One value, of an agency or, with an empty name, of the prefecture.

    Only a share has a numerator and a denominator; it has no value where the denominator is nothing.
    """

    measure: str
    year: int
    agency: str
    value: str
    numerator: str
    denominator: str
    reports: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one report adds to a measure; ``below`` is null where the measure is no share."""

    above: float
    below: float | None


def measures(files: Sequence[SampleFile]) -> Iterator[Measured]:
    """Yield every measure that can be told, year by year, of the whole prefecture and of each agency."""
    counting = list(_counting(files))
    wholes = {file.source for file in counting if _is_in_parts(file, counting)}
    told = {file.source: _told(file) for file in counting}
    for name, formula in FORMULAS.items():
        for year in sorted({file.report.year for file in counting}):
            this_year = [file for file in counting if file.report.year == year]
            parts = [(file, part) for file in this_year if (part := _part(told[file.source], formula))]
            if added := [part for file, part in parts if file.source not in wholes]:
                yield _measured(name, year, "", added)
            for file, part in parts:
                yield _measured(name, year, file.report.agency, [part])


def _counting(files: Sequence[SampleFile]) -> Iterator[SampleFile]:
    """Yield one file for each report: the last one published of those with other figures."""
    revised = {file.same_as for file in files if "-revised." in file.source}
    for file in files:
        if file.source not in revised and (not file.same_as or "-revised." in file.source):
            yield file


def _is_in_parts(file: SampleFile, others: Sequence[SampleFile]) -> bool:
    """Decide whether a report includes another one of the same year."""
    place = file.agency.short
    return file.agency.is_government and any(
        place in other.report.agency and other.report.year == file.report.year and other is not file
        for other in others
    )


def _told(file: SampleFile) -> Told:
    """Return the numbers of a report by edition, table and column: of its cells, its claims, and its sentences.

    A claim comes under the edition of the whole report, a sentence in place of the 统计表 under that of 2014.
    """
    told: Told = {}
    for table, row, column in file.report.asked():
        value = file.report.cell((table, row, column)).value
        if value is not None:
            told.setdefault((file.report.forms[table], table, column), []).append((row, value))
    for kind, detail, value in {(c.kind, c.detail or "total", c.value) for c in file.told.claims}:
        told.setdefault((file.form, MENTIONS, detail), []).append((kind, value))
    if file.told.items:
        told[statistics.EDITION, statistics.TABLE, statistics.COLUMN] = list(file.told.items.items())
    return told


def _part(told: Told, formula: Mapping[str, Any]) -> Part | None:
    above = list(_values(told, formula))
    if not above:
        return None
    if "of" not in formula:
        return Part(sum(above), None)
    below = list(_values(told, formula["of"]))
    return Part(sum(above), sum(below)) if below else None


def _values(told: Told, formula: Mapping[str, Any]) -> Iterator[float]:
    for edition, cells in formula.items():
        for table, wanted, column in (cell.split() for cell in cells if edition != "of"):
            numbers = told.get((edition, table, column), [])
            yield from (value for row, value in numbers if fnmatch(row, wanted))


def _measured(name: str, year: int, agency: str, parts: Sequence[Part]) -> Measured:
    above = sum(part.above for part in parts)
    if "of" not in FORMULAS[name]:
        return Measured(name, year, agency, plain(above), "", "", len(parts))
    below = sum(part.below or 0 for part in parts)
    value = f"{above / below:.6f}" if below else ""
    return Measured(name, year, agency, value, plain(above), plain(below), len(parts))
