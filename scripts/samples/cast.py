"""The agencies of the fictional prefecture 清河市 in 沐岚省: 澄波区, 岚屏区, 松桥县, and 溪口县 until 2015.

None of these names is that of a region of the same kind in the official list of regions. The table
`cast.csv` gives the size in requests, normative documents, licences, penalties and fees (万元) a year, the
years before 2019 of which a report is kept, and where a body that ended went; `names.csv` gives the names
that a body had before.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

#: Years before the six sections that the state prescribes, of which not every report is kept.
EARLY_YEARS = range(2009, 2019)
YEARS = range(2019, 2026)
#: The first year of the national 统计表.
STATISTICS_SINCE = 2014


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency and how busy it is.

    ``level`` is empty where the name does not settle it. ``topic`` is what its prose is about, and
    differs from agency to agency, so that no two of them share a long passage by chance.
    ``layouts`` are used for 2019 and 2020, for 2021 to 2023, and from 2024 on, ``early_layouts`` up to
    2013 and from 2014 on. ``last`` is the last year of a body that ended, 0 of one that did not, and
    ``into`` the body that took over from it. ``former`` holds earlier names, each with its last year.
    """

    slug: str
    name: str
    short: str
    level: str
    function: str
    topic: str
    requests: float
    documents: float
    licences: int
    penalties: int
    fees: float
    layouts: tuple[str, ...]
    early_layouts: tuple[str, ...] = ()
    early_years: tuple[int, ...] = ()
    last: int = 0
    into: str = ""
    county_today: str = ""
    former: tuple[tuple[int, str, str], ...] = ()

    @property
    def is_government(self) -> bool:
        """Decide whether the report is that of a whole county, due on 31 March."""
        return self.function == "government"

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it reports on, published or not."""
        return self.early_years if self.last else (*self.early_years, *YEARS)

    def layout(self, year: int) -> str:
        """Return the layout of one year's report."""
        if year in EARLY_YEARS:
            return self.early_layouts[0 if year < STATISTICS_SINCE else 1]
        return self.layouts[0 if year < 2021 else 1 if year < 2024 else 2]

    def named(self, year: int) -> Agency:
        """Return the agency under the name that it had when it reported on a year."""
        for until, name, short in self.former:
            if year <= until:
                return replace(self, name=name, short=short)
        return self


def _read() -> Iterator[Agency]:
    former = list(_lines("names.csv"))
    for line in _lines("cast.csv"):
        slug = line["slug"]
        yield Agency(
            slug=slug,
            name=line["name"],
            short=line["short"],
            level=line["level"],
            function=line["function"],
            topic=line["topic"],
            requests=float(line["requests"]),
            documents=float(line["documents"]),
            licences=int(line["licences"]),
            penalties=int(line["penalties"]),
            fees=float(line["fees"]),
            layouts=tuple(line["layouts"].split()),
            early_layouts=tuple(line["early_layouts"].split()),
            early_years=tuple(_years(line["early_years"])),
            last=int(line["last"] or 0),
            into=line["into"],
            county_today=line["county_today"],
            former=tuple((int(n["until"]), n["name"], n["short"]) for n in former if n["slug"] == slug),
        )


def _lines(name: str) -> Iterator[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _years(written: str) -> Iterator[int]:
    """Yield the years of a list of years and of spans of years.

    >>> list(_years("2009 2012-2014"))
    [2009, 2012, 2013, 2014]
    """
    for part in written.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


CAST: tuple[Agency, ...] = tuple(_read())
