"""What stands around numbers in running text, from ``numbers.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from toolkit.vocabulary.lists import read_lists

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Measure words, and words that begin with one and are none."""

    measures: _Words
    others: _Words


@dataclass(frozen=True, slots=True)
class RoundingWords:
    """What makes a number no exact one."""

    before: _Words
    after: _Words


@dataclass(frozen=True, slots=True)
class OtherWords:
    """What makes a number no count."""

    no_count: _Words
    no_numeral: _Words
    no_one: _Words
    counted_titles: _Words


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The vocabulary of numbers."""

    units: UnitWords
    rounding: RoundingWords
    other: OtherWords


@cache
def number_words() -> NumberWords:
    """Return the vocabulary of numbers; raise `FormError` where the file cannot be used."""
    return read_lists("numbers.toml", NumberWords)
