"""Numbers that were too wide for their column: ``2457`` can be printed as ``245`` above ``7``.

With ruling both parts stand in one cell, and the cell shows what happened. Without it they look like
two numbers of two rows, and either would be read for the whole. They are made unreadable here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from toolkit.layout.marks import Glyph, Rule
from toolkit.text import list_number

#: Stands for a character that cannot be told; no number can hold it.
UNKNOWN = "\ufffd"
#: A number in a column of its own stands so far from its neighbours, in shares of the type size.
_APART = 0.45
#: Lines of one cell follow each other at no more than so many times the type size.
_PITCH = 1.9
_DIGITS = frozenset("0123456789")
#: Two numbers of one column overlap by this share of the narrower one.
_OVERLAP = 0.5


class _Number(NamedTuple):
    """A free-standing number: where its glyphs begin and end on the line, and its sides."""

    first: int
    end: int
    x0: float
    x1: float

    def is_under(self, other: _Number) -> bool:
        """Decide whether both stand in one column."""
        common = min(self.x1, other.x1) - max(self.x0, other.x0)
        return common > _OVERLAP * min(self.x1 - self.x0, other.x1 - other.x0)


class _Words(NamedTuple):
    """Words in a column of their own, and their sides."""

    text: str
    x0: float
    x1: float


class _Line(NamedTuple):
    """The numbers of a line, the words before the first of them, its middle, and the size of its type."""

    numbers: list[_Number]
    is_bare: bool
    labels: list[_Words]
    middle: float
    size: float


def with_wrapped_numbers_unreadable(rows: list[list[Glyph]], rules: Sequence[Rule]) -> list[list[Glyph]]:
    """Return lines with the digits of numbers that may be parts of one number made unknown.

    They may where numbers stand one above the other on neighbouring lines with no rule between them,
    and one of the lines holds nothing but numbers, or one holds more of them and the upper number is
    the widest of its column. A line that begins with a list number is a row of its own.
    """
    lines = [_line(row) for row in rows]
    if not any(upper.numbers and lower.numbers for upper, lower in pairwise(lines)):
        return rows
    doubtful: set[tuple[int, int]] = set()
    for at, (upper, lower) in enumerate(pairwise(lines)):
        if not upper.numbers or not lower.numbers or not _are_near(upper, lower):
            continue
        # A value on each line, and nothing else, is how some text is set out.
        if upper.is_bare and lower.is_bare and len(upper.numbers) == len(lower.numbers) == 1:
            continue
        between = [rule for rule in rules if upper.middle < (rule.top + rule.bottom) / 2 < lower.middle]
        for number in upper.numbers:
            for below in lower.numbers:
                if (
                    below.is_under(number)
                    and _may_go_on(number, upper, lower, lines)
                    and not any(rule.x0 < number.x1 and number.x0 < rule.x1 for rule in between)
                ):
                    doubtful |= {(at, number.first), (at + 1, below.first)}
    for at, first in doubtful:
        number = next(number for number in lines[at].numbers if number.first == first)
        row = rows[at] = list(rows[at])
        for n in range(number.first, number.end):
            if row[n].text.isdigit():
                row[n] = row[n]._replace(text=UNKNOWN)
    return rows


def numbers_beside(row: Sequence[Glyph]) -> int:
    """Return how many numbers stand on a line in columns of their own.

    Digits set so wide that each stands by itself are one number, as far as anybody can see.
    """
    numbers = _line(row).numbers
    return len(numbers) if any(number.end - number.first > 1 for number in numbers) else min(len(numbers), 1)


def _may_go_on(number: _Number, upper: _Line, lower: _Line, lines: Sequence[_Line]) -> bool:
    """Decide whether a number can go on below: the line of which only a part went over has no label."""
    if upper.is_bare or lower.is_bare:
        return True
    if len(upper.numbers) == len(lower.numbers):
        return False
    fewer, fuller = sorted((upper, lower), key=lambda line: len(line.numbers))
    if any(list_number(own.text) for own in _in_column(fewer.labels, fuller.labels)):
        return False
    widest = max(n.x1 - n.x0 for line in lines for n in line.numbers if n.is_under(number))
    # With one digit more it would be wider than any number that the column holds.
    return number.x1 - number.x0 + max(upper.size, lower.size) / 2 > widest


def _in_column(labels: Sequence[_Words], others: Sequence[_Words]) -> list[_Words]:
    """Return the labels in the column of the last one of another line: not those of the groups before it."""
    return [own for own in labels for leaf in others[-1:] if own.x0 < leaf.x1 and leaf.x0 < own.x1]


def _are_near(upper: _Line, lower: _Line) -> bool:
    return lower.middle - upper.middle <= _PITCH * max(upper.size, lower.size)


def _line(row: Sequence[Glyph]) -> _Line:
    """Return the numbers of a line that stand in columns of their own."""
    if _DIGITS.isdisjoint([glyph.text for glyph in row]):
        return _Line([], False, [], 0.0, 0.0)
    printed = [n for n, glyph in enumerate(row) if glyph.text != " "]
    numbers: list[_Number] = []
    is_bare = True
    at = 0
    while at < len(printed):
        end = at + 1
        size = 2 * (row[printed[at]].right - row[printed[at]].left)
        is_signed = (
            row[printed[at]].text in "+-"
            and end < len(printed)
            and _goes_on(row[printed[at]], row[printed[end]], size)
        )
        if not is_signed and not row[printed[at]].text.isdigit():
            is_bare = False
            at = end
            continue
        while end < len(printed) and _goes_on(row[printed[end - 1]], row[printed[end]], size):
            end += 1
        first, last = row[printed[at]], row[printed[end - 1]]
        before = first.left - row[printed[at - 1]].right if at else _APART * size
        after = row[printed[end]].left - last.right if end < len(printed) else _APART * size
        if min(before, after) >= _APART * size:
            numbers.append(_Number(printed[at], printed[end - 1] + 1, first.x0, last.x1))
        else:
            is_bare = False
        at = end
    if not numbers:
        return _Line([], False, [], 0.0, 0.0)
    first = row[numbers[0].first]
    size = 2 * (first.right - first.left)
    middle = (first.top + first.bottom) / 2
    return _Line(numbers, is_bare, _labels(row[: numbers[0].first], size), middle, size)


def _labels(glyphs: Sequence[Glyph], size: float) -> list[_Words]:
    """Return the words before the numbers, column by column."""
    found: list[_Words] = []
    for glyph in glyphs:
        if found and glyph.left - found[-1].x1 < _APART * size:
            found[-1] = _Words(found[-1].text + glyph.text, found[-1].x0, glyph.right)
        else:
            found.append(_Words(glyph.text, glyph.left, glyph.right))
    return found


def _goes_on(one: Glyph, other: Glyph, size: float) -> bool:
    """Decide whether a number goes on with the next glyph."""
    return (other.text.isdigit() or other.text in ".,") and other.left - one.right < 0.35 * size
