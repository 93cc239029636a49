"""What each measure counts in each edition of the form, from ``measures.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from toolkit.errors import FormError


class Cell(NamedTuple):
    """One cell of a table, or one claim of the prose (table ``mentions``); a row may end in a star."""

    table: str
    row: str
    column: str


#: Cells whose numbers add up to one number.
Sum = tuple[Cell, ...]
#: By edition, the ways to tell a number; the first that is printed counts.
Formula = Mapping[str, tuple[Sum, ...]]


@dataclass(frozen=True, slots=True)
class Break:
    """Where a meaning changes: between the edition ``before`` and the edition ``after``."""

    before: str
    after: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One harmonised series; ``parts`` has a formula for ``value``, or for ``numerator`` and ``denominator``."""

    code: str
    zh: str
    en: str
    unit: str
    direction: str
    caution_zh: str
    caution_en: str
    breaks: tuple[Break, ...]
    parts: Mapping[str, Formula]

    @property
    def is_share(self) -> bool:
        """Whether the measure is a numerator over a denominator."""
        return "denominator" in self.parts

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions of the form for which the measure has a formula, oldest first."""
        return tuple(sorted(next(iter(self.parts.values()))))

    def era(self, edition: str) -> int:
        """Return how many breaks lie between the first edition and this one."""
        return sum(one.after <= edition for one in self.breaks)


#: The unit of a share: a part of one.
SHARE = "share"
_FORMULAS = ("formula", "numerator", "denominator")
_DIRECTIONS = ("more", "less", "neutral")


@cache
def measures() -> Mapping[str, Measure]:
    """Return every measure by its code, in the order of the file."""
    return parse_measures(resources.files(__package__).joinpath("measures.toml").read_text("utf-8"))


def parse_measures(text: str) -> Mapping[str, Measure]:
    """Return the measures that a TOML text describes; raise `FormError` where it contradicts itself."""
    data = tomllib.loads(text)
    breaks = {item["key"]: _break(item) for item in data.get("break", ())}
    found: dict[str, Measure] = {}
    for item in data["measure"]:
        try:
            measure = _measure(item, breaks)
        except KeyError as error:
            raise FormError(f"measures.toml: {item.get('code', 'a measure')} lacks {error}, or names no break of the file") from error
        if measure.code in found:
            raise FormError(f"measures.toml: {measure.code} is there twice; give each measure a code of its own")
        found[measure.code] = measure
    return found


def _break(item: dict[str, Any]) -> Break:
    before, after = item["key"].split("/")
    return Break(before, after, item["zh"], item["en"])


def _measure(item: dict[str, Any], breaks: Mapping[str, Break]) -> Measure:
    code = item["code"]
    parts = {
        "value" if name == "formula" else name: {form: tuple(map(_sum, sums)) for form, sums in item[name].items()}
        for name in _FORMULAS
        if name in item
    }
    if set(parts) not in ({"value"}, {"numerator", "denominator"}):
        raise FormError(f"measures.toml: {code} needs a formula, or a numerator and a denominator")
    if len({frozenset(formula) for formula in parts.values()}) > 1:
        raise FormError(f"measures.toml: {code} has a numerator and a denominator for different editions")
    if item["direction"] not in _DIRECTIONS:
        raise FormError(f"measures.toml: {code} has the direction {item['direction']!r}; use one of {', '.join(_DIRECTIONS)}")
    return Measure(
        code=code,
        zh=item["zh"],
        en=item["en"],
        unit=SHARE if "denominator" in parts else item["unit"],
        direction=item["direction"],
        caution_zh=item["caution_zh"],
        caution_en=item["caution_en"],
        breaks=tuple(breaks[key] for key in item["breaks"]),
        parts=parts,
    )


def _sum(text: str) -> Sum:
    """Return the cells of a sum as it is written.

    >>> _sum("requests.refused_*.total + mentions.complaints")
    (Cell(table='requests', row='refused_*', column='total'), Cell(table='mentions', row='complaints', column='total'))
    """
    cells = []
    for term in text.split(" + "):
        table, row, *column = term.strip().split(".")
        cells.append(Cell(table, row, *column) if column else Cell(table, row, "total"))
    return tuple(cells)
