"""Where development zones lie that are no administrative divisions, from ``zones.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from toolkit.vocabulary.regions import Chain, chain_in, covered_year


@dataclass(frozen=True, slots=True)
class Zone:
    """A development zone: the codes of what it lies in, ``city`` only where that is one prefecture."""

    name: str
    province: str
    city: str | None
    evidence: str

    @property
    def code(self) -> str:
        """Return the code of the lowest region that is known to hold the zone."""
        return self.city or self.province


@cache
def _zones() -> Mapping[str, Zone]:
    """Return the zones by each of their names."""
    data = tomllib.loads(resources.files(__package__).joinpath("zones.toml").read_text("utf-8"))
    return {
        name: Zone(entry["names"][-1], entry["province"], entry.get("city"), entry["evidence"])
        for entry in data["zone"]
        for name in entry["names"]
    }


def zone_at_head(agency: str) -> tuple[Zone, int] | None:
    """Return the zone whose name an agency's name begins with, and where it ends; None if there is none.

    >>> zone_at_head("平潭综合实验区管理委员会")[0].province, zone_at_head("河北雄安新区教育局")[1]
    ('350000', 6)
    >>> zone_at_head("经济开发区管理委员会")
    """
    for name, zone in _zones().items():
        if agency.startswith(name):
            return zone, len(name)
    return None


def place_of(zone: Zone, year: int) -> Chain | None:
    """Return the lowest region that is known to hold a zone.

    >>> zone, _ = zone_at_head("兰州新区管理委员会")
    >>> place_of(zone, 2020).names
    ('甘肃省', '兰州市', None)
    """
    return chain_in(zone.code, covered_year(year))
