"""What became of regions that ended: renamed, merged into another, or split among several.

The table is `successions.csv`, built by `scripts/build_regions.py` and described in `docs/regions.md`. It
says what became of the division as such; towns that changed hands between two that go on are not in it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from toolkit.vocabulary.regions import Region, chain_in, covered_year, years

_TABLE = Path(__file__).with_name("successions.csv")


@dataclass(frozen=True, slots=True)
class Succession:
    """One step: a division that was last in force in ``last_year``, and what stood in its place a year later.

    ``kind`` is ``renamed`` (the same division under another name, code or rank), ``merged`` (all of it
    became part of another, or of a new one) or ``split`` (shared out; one step for each that got a part).
    """

    code: str
    name: str
    last_year: int
    successor: str
    successor_name: str
    kind: str
    evidence: str


@cache
def _steps() -> Mapping[tuple[str, int], tuple[Succession, ...]]:
    """Return the steps by the code that ended and its last year."""
    steps: dict[tuple[str, int], tuple[Succession, ...]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for code, name, last_year, *rest in lines:
            step = Succession(code, name, int(last_year), *rest)
            key = (step.code, step.last_year)
            steps[key] = (*steps.get(key, ()), step)
    return steps


def steps_from(code: str, year: int) -> tuple[Succession, ...]:
    """Return what became of the region that a code meant in a year: nothing while it is in force.

    >>> [(step.successor_name, step.kind, step.evidence) for step in steps_from("330104", 2015)]
    [('上城区', 'split', '浙政发〔2021〕7号'), ('钱塘区', 'split', '浙政发〔2021〕7号')]
    """
    link = chain_in(code, covered_year(year))
    if link is None or link.lowest.valid_to is None:
        return ()
    return _steps().get((code, link.lowest.valid_to), ())


def lineage(code: str, year: int) -> tuple[Succession, ...]:
    """Return the renamings that lead from a region to the last name it had.

    A merger or a split ends it: what was merged is no longer itself.

    >>> [(step.name, step.successor_name) for step in lineage("522423", 2010)]
    [('黔西县', '黔西县'), ('黔西县', '黔西市')]
    >>> lineage("110103", 2009)
    ()
    """
    found: list[Succession] = []
    steps = steps_from(code, year)
    while len(steps) == 1 and steps[0].kind == "renamed":
        found.append(steps[0])
        steps = steps_from(steps[0].successor, steps[0].last_year + 1)
    return tuple(found)


def last_code(code: str, year: int) -> str:
    """Return the code that a region had last under any of its names: today's where it still is.

    >>> last_code("320829", 2015), last_code("110103", 2009), last_code("640105", 2020)
    ('320813', '110103', '640105')
    """
    steps = lineage(code, year)
    return steps[-1].successor if steps else code


def body_code(region: Region) -> str:
    """Return the code that stands for a region through its renames: the last it had, as in ``agency_id``.

    万盛区 was merged into 綦江区, which took over its code: there the last year tells the two apart.

    >>> from toolkit.vocabulary.regions import chain
    >>> body_code(chain("320829", 2015).lowest), body_code(chain("500110", 2010).lowest)
    ('320813', '500110@2010')
    """
    code = last_code(region.code, region.valid_from)
    is_taken = code == region.code and region.valid_to and chain_in(code, years()[-1])
    return f"{code}@{region.valid_to}" if is_taken and not lineage(code, region.valid_from) else code


def successors(code: str, year: int) -> tuple[Region, ...]:
    """Return the regions of today that a region of a year lies in, sorted by code; itself where nothing changed.

    More than one where it was shared out: how much of it went to which is not said. None where the code
    meant nothing in that year.

    >>> [region.name for region in successors("320829", 2015)]
    ['洪泽区']
    >>> [region.name for region in successors("110103", 2009)]
    ['东城区']
    >>> [region.name for region in successors("330104", 2020)]
    ['上城区', '钱塘区']
    >>> successors("320829", 2020)
    ()
    """
    link = chain_in(code, covered_year(year))
    if link is None:
        return ()
    if link.lowest.valid_to is None:
        return (link.lowest,)
    found = {
        region.code: region
        for step in steps_from(code, year)
        for region in successors(step.successor, step.last_year + 1)
    }
    return tuple(found[code] for code in sorted(found))


def today(code: str, year: int) -> Region | None:
    """Return the one region of today that a region of a year lies in, or None where there are several or none.

    >>> today("320829", 2015).code, today("310108", 2014).name, today("330104", 2020)
    ('320813', '静安区', None)
    """
    found = successors(code, year)
    return found[0] if len(found) == 1 else None


def code_in(code: str, year: int, later: int) -> str:
    """Return the code that a region of one year bore in a later one, followed through its renames.

    >>> code_in("320829", 2014, 2015), code_in("320829", 2014, 2016)
    ('320829', '320813')
    """
    for step in lineage(code, year):
        if step.last_year < later:
            code = step.successor
    return code


def ended_in(code: str, year: int) -> int | None:
    """Return the last year of a region under any of its names, or None while it is in force.

    >>> ended_in("110103", 2008), ended_in("320829", 2008)
    (2009, None)
    """
    steps = lineage(code, year)
    last = chain_in(steps[-1].successor, steps[-1].last_year + 1) if steps else chain_in(code, covered_year(year))
    return last.lowest.valid_to if last else None
