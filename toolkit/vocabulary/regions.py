"""Provinces, prefectures and counties by code, as they were in force at the end of each year.

The table is `regions.csv`, built by `scripts/build_regions.py` and described in `docs/regions.md`.
It is read and indexed on first use. A year before the first or after the last covered one is answered
from the nearest covered year. What a name means is read by `region_names`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("regions.csv")


@dataclass(frozen=True, slots=True)
class Region:
    """One division under one name and code; years are inclusive, ``valid_to`` is None while in force."""

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: int
    valid_to: int | None

    def is_in_force(self, year: int) -> bool:
        """Decide whether the region was in force at the end of a covered year."""
        return self.valid_from <= year and (self.valid_to is None or year <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Chain:
    """A region with those above it.

    The counties of a municipality have the municipality as city too (北京市, 北京市, 朝阳区); a county
    directly under a province has no city (河南省, None, 济源市).
    """

    province: Region | None
    city: Region | None
    county: Region | None

    @property
    def lowest(self) -> Region:
        """Return the region that the chain leads to."""
        region = self.county or self.city or self.province
        assert region is not None
        return region

    @property
    def code(self) -> str:
        """Return the six digits of the lowest region."""
        return self.lowest.code

    @property
    def level(self) -> str:
        """Return the level of the lowest region: province, prefecture or county."""
        return self.lowest.level

    @property
    def names(self) -> tuple[str | None, str | None, str | None]:
        """Return the names of province, city and county."""
        return (
            self.province.name if self.province else None,
            self.city.name if self.city else None,
            self.county.name if self.county else None,
        )

    def is_below(self, other: Chain) -> bool:
        """Decide whether this region lies inside the other one."""
        if other.county is not None:
            return False
        if other.city is not None:
            return self.city is other.city and self.county is not None
        return self.province is other.province and self.level != "province"


@cache
def years() -> range:
    """Return the years that the table covers.

    >>> years()
    range(2008, 2026)
    """
    # A row that ended proves the year after it; a row still in force proves the year it began.
    last = max(row.valid_from if row.valid_to is None else row.valid_to + 1 for row in all_rows())
    return range(min(row.valid_from for row in all_rows()), last + 1)


def chain(code: str, year: int) -> Chain | None:
    """Return the chain of a six-digit code, or None if no region had that code at the end of the year.

    >>> chain("110105", 2020).names
    ('北京市', '北京市', '朝阳区')
    >>> chain("419001", 2020).names
    ('河南省', None, '济源市')
    >>> chain("320829", 2015).names, chain("320829", 2016)
    (('江苏省', '淮安市', '洪泽县'), None)
    """
    return chain_in(code, covered_year(year))


# The table ------------------------------------------------------------------------------------------


@cache
def all_rows() -> tuple[Region, ...]:
    """Return the table, sorted by code and year."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return tuple(
            Region(code, name, level, parent or None, int(first), int(last) if last else None)
            for code, name, level, parent, first, last in lines
        )


@cache
def _by_code() -> Mapping[str, list[Region]]:
    """Return the regions of all years by code."""
    codes: dict[str, list[Region]] = {}
    for row in all_rows():
        codes.setdefault(row.code, []).append(row)
    return codes


def covered_year(year: int) -> int:
    """Return the covered year nearest to ``year``."""
    covered = years()
    return min(max(year, covered[0]), covered[-1])


@cache
def chain_in(code: str, year: int) -> Chain | None:
    """Return the chain of a code in a covered year."""
    region = next((row for row in _by_code().get(code, ()) if row.is_in_force(year)), None)
    if region is None:
        return None
    above = chain_in(region.parent, year) if region.parent else None
    if above is None:
        return Chain(region, None, None)
    if region.level == "prefecture":
        return Chain(above.province, region, None)
    city = above.city
    if city is None and above.lowest.name.endswith("市"):  # a municipality stands for its own city
        city = above.province
    return Chain(above.province, city, region)
