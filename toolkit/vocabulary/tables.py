"""What tables print beside the words of the forms, and how sentences tell their items, from ``tables.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from toolkit.vocabulary.lists import read_lists

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """Headings of columns in any table."""

    remarks: _Words


@dataclass(frozen=True, slots=True)
class CellWords:
    """What a cell says beside digits."""

    zero: _Words
    more: _Words
    less: _Words


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Units that are printed beside numbers."""

    cells: _Words
    items: _Words
    local: _Words


@dataclass(frozen=True, slots=True)
class LocalWords:
    """What a table that no form describes is told by."""

    particulars: _Words


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """Headings of columns in a statistics table, which say of which year and of whom the numbers are."""

    remarks: _Words
    own_year: _Words
    whole_year: _Words
    other_year: _Words
    same_time: _Words
    change: _Words
    total: _Words
    of_all: _Words
    number: _Words
    not_own: _Words
    run_together: _Words


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """What stands around the name and the number of an item in a sentence, and makes it the report's own or not."""

    endings: _Words
    quantity: _Words
    amounts_to: _Words
    denying: _Words
    no_more: _Words
    own_year: _Words
    until: _Words
    running_total: _Words
    other: _Words
    one_way: _Words
    last_year: _Words
    same_time: _Words
    compared: _Words
    change: _Words
    no_change: _Words
    percent: _Words


@dataclass(frozen=True, slots=True)
class TableWords:
    """The vocabulary of tables."""

    columns: ColumnWords
    cells: CellWords
    units: UnitWords
    local: LocalWords
    headings: HeadingWords
    sentences: SentenceWords


@cache
def table_words() -> TableWords:
    """Return the vocabulary of tables; raise `FormError` where the file cannot be used."""
    return read_lists("tables.toml", TableWords)
