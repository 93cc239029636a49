"""The agencies of the fictional prefecture 清河市 in 沐岚省: 澄波区, 岚屏区, 松桥县 and what stands in them.

None of these names is that of a region of the same kind in the official list of regions. The table
is `cast.csv`: size in requests, normative documents, licences, penalties and fees (万元) a year.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

YEARS = range(2019, 2026)


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency and how busy it is.

    ``level`` is empty where the name does not settle it. ``topic`` is what its prose is about, and
    differs from agency to agency, so that no two of them share a long passage by chance.
    ``layouts`` are used for 2019 and 2020, for 2021 to 2023, and from 2024 on.
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

    @property
    def is_government(self) -> bool:
        """Decide whether the report is that of a whole county, due on 31 March."""
        return self.function == "government"

    def layout(self, year: int) -> str:
        """Return the layout of one year's report."""
        return self.layouts[0 if year < 2021 else 1 if year < 2024 else 2]


def _read() -> Iterator[Agency]:
    with Path(__file__).with_name("cast.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield Agency(
                slug=line["slug"],
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
            )


CAST: tuple[Agency, ...] = tuple(_read())
