"""What one cell of a table says: a number, nothing, a dash, or something that is no number."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from toolkit.forms import Column, ColumnKind
from toolkit.report import State
from toolkit.text import fold, is_blank, is_dash
from toolkit.vocabulary.lists import any_of
from toolkit.vocabulary.tables import table_words

_WORDS = table_words()
_SIGNS = dict.fromkeys(_WORDS.cells.more, 1) | dict.fromkeys(_WORDS.cells.less, -1)
# A number with the measure word that people add, and a remark in brackets: 22（其中修订 16 件）
_NUMBER = re.compile(
    rf"(?P<sign>{any_of(_SIGNS)})?\s*(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<decimals>\.\d+)?"
    rf"\s*(?P<unit>{any_of(_WORDS.units.cells)})?(?P<remark>\s*\([^()]*\))?"
)
_REMEMBERED = 16_384
#: So many digits a frame's number holds exactly; more of them are cells run together, and would be rounded.
_MOST_DIGITS = 15
_PRINTED_ZERO = frozenset(_WORDS.cells.zero)


class CellValue(NamedTuple):
    """What a cell says, as the column understands it; ``value`` is null unless it is a number."""

    state: State
    value: float | None = None
    unit: str | None = None


def read_cell(raw: str, column: Column) -> CellValue:
    """Return what a printed cell says in a column.

    Counts are whole and not negative, changes are whole, amounts are given in 万元: a bare one
    counts in ``column.unit``, which is what the heading prints, empty where it prints none. A number that
    breaks these rules is ``unreadable``: something is printed, and it is no such number.

    >>> from toolkit.forms import all_forms
    >>> amount = all_forms()["2021"].table("disclosures").band_of("fees").columns[0]
    >>> read_cell("251000元", amount)
    CellValue(state='reported', value=25.1, unit='万元')
    """
    return _read_cell(raw, column.kind, column.unit)


class Meanings(dict[str, CellValue]):
    """What texts mean in one kind of column: most cells of most reports hold the same few numbers."""

    def __init__(self, kind: ColumnKind, unit: str) -> None:
        """Hold what is worked out when it is first asked for."""
        super().__init__()
        self._kind: ColumnKind = kind
        self._unit = unit

    def __missing__(self, text: str) -> CellValue:
        said = _read_cell(text, self._kind, self._unit)
        if said.state != "reported":
            said = said._replace(unit=self._unit or None)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = said
        return said


@cache
def meanings_in(kind: ColumnKind, unit: str) -> Meanings:
    """Return what texts mean in a column of a kind, whose heading prints a unit."""
    return Meanings(kind, unit)


@lru_cache(maxsize=_REMEMBERED)
def _read_cell(raw: str, kind: ColumnKind, unit: str) -> CellValue:
    if is_blank(raw):
        return CellValue("blank")
    if is_dash(raw):
        return CellValue("dash")
    folded = fold(raw).strip()
    if folded in _PRINTED_ZERO:
        return CellValue("reported", 0.0, unit)
    match = _NUMBER.fullmatch(folded)
    if match is None or has_leading_zero(match["digits"]):
        return CellValue("unreadable")
    if sum(map(str.isdecimal, match["digits"] + (match["decimals"] or ""))) > _MOST_DIGITS:
        return CellValue("unreadable")
    number = Decimal(match["digits"].replace(",", "") + (match["decimals"] or ""))
    if match["sign"] and number:
        number *= _SIGNS[match["sign"]]
    if kind == "amount":
        return _amount(number, match["unit"], unit)
    whole = number == number.to_integral_value()
    money = match["unit"] in ("元", "万元")
    signed = kind == "change"
    if not whole or money or (match["sign"] and not signed):
        return CellValue("unreadable")
    return CellValue("reported", float(number), unit)


def has_leading_zero(digits: str) -> bool:
    """Decide whether a run of digits starts with a zero that no number starts with.

    Such a run is several cells that lost the space between them (``000``), or a damaged number.
    """
    return len(digits) > 1 and digits[0] == "0"


def _amount(number: Decimal, printed: str | None, heading: str) -> CellValue:
    if number < 0 or printed not in (None, "元", "万元"):
        return CellValue("unreadable")
    # A bare number counts in the unit of the heading; zero is zero in any unit.
    unit = printed or heading or ("万元" if not number else None)
    if unit == "元":
        number, unit = number / 10_000, "万元"
    return CellValue("reported", float(number), unit)
