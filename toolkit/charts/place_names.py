"""Regions that no table knows, told by the names in the reports: those whose own government reports."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from toolkit.charts.series import Frames

#: 清河市松桥县人民政府 governs 松桥县 in 清河市; 松桥县芦湾镇人民政府 governs a township, which is no region of a map.
_GOVERNMENT = re.compile(
    r"(?P<city>[^市州盟县区旗]+[市州盟])?(?P<county>[^市州盟县区旗]+[县区旗])?人民政府(?:办公[厅室])?"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """The frames of a corpus, its reports in the regions that their agencies' names say."""

    corpus: Frames

    def lazy(self, name: str) -> pl.LazyFrame:
        """Return one frame, to be read when it is needed."""
        frame = self.corpus.lazy(name)
        return placed(frame.collect()).lazy() if name == "reports" else frame


def placed(reports: pl.DataFrame) -> pl.DataFrame:
    """Return the reports, those of no known region with ``city`` and ``county`` as their agencies' names begin.

    A city or a county is known by a report of its people's government. 松桥县林业局 lies in 松桥县 of 清河市
    where 清河市松桥县人民政府 reports; a name that begins with no such place, or with one that two cities
    have, is left as it is.
    """
    regions = _regions(reports["agency"].drop_nulls().unique().to_list())
    found = {
        agency: region
        for agency in reports["agency"].drop_nulls().unique()
        if (region := _region_of(agency, regions)) is not None
    }
    unknown = pl.col("province").is_null() & pl.col("agency").is_in(list(found))
    return reports.with_columns(
        pl.when(unknown)
        .then(
            pl.col("agency").replace_strict(
                {agency: region[place] for agency, region in found.items()},
                default=None,
                return_dtype=pl.String,
            )
        )
        .otherwise(name)
        .alias(name)
        for place, name in enumerate(("city", "county"))
    )


def _regions(agencies: list[str]) -> set[tuple[str | None, str | None]]:
    """Return the city and county of every government that reports.

    >>> sorted(_regions(["清河市松桥县人民政府", "松桥县林业局", "松桥县芦湾镇人民政府"]))
    [('清河市', '松桥县')]
    """
    met = (_GOVERNMENT.fullmatch(agency) for agency in agencies)
    return {(one["city"], one["county"]) for one in met if one and (one["city"] or one["county"])}


def _region_of(
    agency: str, regions: set[tuple[str | None, str | None]]
) -> tuple[str | None, str | None] | None:
    """Return the smallest region with which the name begins, if it is one.

    >>> _region_of("松桥县林业局", {("清河市", "松桥县")}), _region_of("清河市教育局", {("清河市", "松桥县")})
    (('清河市', '松桥县'), ('清河市', None))
    """
    counties = {
        (city, county)
        for city, county in regions
        if county and agency.startswith((f"{city or ''}{county}", county))
    }
    if counties:
        return counties.pop() if len(counties) == 1 else None
    cities = {city for city, _ in regions if city and agency.startswith(city)}
    return (cities.pop(), None) if len(cities) == 1 else None
