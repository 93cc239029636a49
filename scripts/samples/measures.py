"""What the measures must be, worked out from the cells as the reports print them, and not by the toolkit.

The report that counts for an agency and a year is the revised one where there are two. A cell without a
number adds nothing. A report counts for a measure if it prints a cell of it; for a rate it must also print
every cell of the denominator, which must be more than nothing. For the whole prefecture, a government's report
that includes those of its departments and towns is left out where one of theirs is there for the year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from scripts.samples.report import Key, plain
from scripts.samples.sample_file import SampleFile

FORMULAS: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One value: of an agency, or with an empty name of the prefecture. Of no rate, only the value is told."""

    measure: str
    year: int
    agency: str
    value: str
    numerator: str
    denominator: str
    reports: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one report adds to a measure; ``below`` is null where the measure is no rate."""

    above: float
    below: float | None


def measures(files: Sequence[SampleFile]) -> Iterator[Measured]:
    """Yield every measure that can be told, year by year, of the whole prefecture and of each agency."""
    counting = list(_counting(files))
    for name, formula in FORMULAS.items():
        for year in sorted({file.report.year for file in counting}):
            this_year = [file for file in counting if file.report.year == year]
            parts = [(file, part) for file in this_year if (part := _part(file, formula))]
            added = [part for file, part in parts if not _is_in_parts(file, this_year)]
            if added:
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
        place in other.report.agency and other is not file for other in others
    )


def _part(file: SampleFile, formula: Mapping[str, Any]) -> Part | None:
    above = [value for value in _values(file, formula) if value is not None]
    if not above:
        return None
    if "of" not in formula:
        return Part(sum(above), None)
    below = list(_values(file, formula["of"]))
    known = [value for value in below if value is not None]
    return Part(sum(above), sum(known)) if len(known) == len(below) and sum(known) else None


def _values(file: SampleFile, formula: Mapping[str, Any]) -> Iterator[float | None]:
    """Yield the number of each cell that the formula names for the edition of its table."""
    for table, edition in file.report.forms.items():
        for wanted in formula.get(edition, ()):
            keys: Iterator[Key] = (key for key in file.report.asked() if key[0] == table)
            yield from (file.report.cell(key).value for key in keys if _is_wanted(key, wanted))


def _is_wanted(key: Key, wanted: str) -> bool:
    return all(fnmatch(name, pattern) for name, pattern in zip(key, wanted.split(), strict=True))


def _measured(name: str, year: int, agency: str, parts: Sequence[Part]) -> Measured:
    above = sum(part.above for part in parts)
    if "of" not in FORMULAS[name]:
        return Measured(name, year, agency, plain(above), "", "", len(parts))
    below = sum(part.below or 0 for part in parts)
    return Measured(name, year, agency, f"{above / below:.6f}", plain(above), plain(below), len(parts))
