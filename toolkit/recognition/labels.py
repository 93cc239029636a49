"""Which row of a form a printed label means, and how a run of rows lines up with the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from toolkit.forms import Row
from toolkit.text import label_key, list_number

#: From this likeness on a damaged label still names its row: one or two lost characters in ten.
NAMES_ITS_ROW = 0.7
#: A wording of this length names one row of one table and no other.
_CLEAR = 4
#: The same damaged labels come again in every report of one maker.
_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class RowLabel:
    """A row of a form as it can be printed: its wordings without space and punctuation."""

    row: Row
    wordings: tuple[str, ...]
    number: str

    @property
    def key(self) -> str:
        """The key of the row."""
        return self.row.key


@cache
def row_label(row: Row) -> RowLabel:
    """Return a row's wordings, the longest first."""
    wordings = sorted({label_key(text) for text in (row.label, *row.aliases)}, key=len, reverse=True)
    return RowLabel(row, tuple(wordings), list_number(row.number + "x") if row.number else "")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well a printed label names a row: ``exact`` where the wording of the form stands there."""

    score: float
    exact: bool = False
    length: int = 0


@lru_cache(maxsize=_REMEMBERED)
def ends_with(printed: str, label: RowLabel) -> Likeness:
    """Return how well the end of a printed key names a row: the label nearest the numbers counts."""
    exact = ends_exactly(printed, label)
    if exact is not None:
        return exact
    tail = printed[-max(map(len, label.wordings)) - 4 :]
    return Likeness(max(_likeness(wording, tail) for wording in label.wordings))


@lru_cache(maxsize=_REMEMBERED)
def ends_exactly(printed: str, label: RowLabel) -> Likeness | None:
    """Return how well a printed key that ends with a wording of the form names its row, if it does."""
    for wording in label.wordings:
        if printed.endswith(wording):
            head = printed[: len(printed) - len(wording)]
            return _with_number(len(wording), _number_at_end(head), label)
    return None


def ends_in_table(printed: str, labels: Sequence[RowLabel]) -> list[Likeness]:
    """Return how well the end of a printed key names each row of a table.

    Where a wording of four characters or more stands there in full, no other row is meant.
    """
    exact = [ends_exactly(printed, label) for label in labels]
    if any(like is not None and like.exact and like.length >= _CLEAR for like in exact):
        return [like or Likeness(0.0) for like in exact]
    return [like or ends_with(printed, label) for like, label in zip(exact, labels, strict=True)]


@lru_cache(maxsize=_REMEMBERED)
def begins_with(printed: str, label: RowLabel) -> Likeness:
    """Return how well the beginning of a printed key names a row, its list number allowed first."""
    for wording in label.wordings:
        for number in (label.number, ""):
            if printed.startswith(number + wording):
                return _with_number(len(wording), number, label)
    head = printed[: max(map(len, label.wordings)) + 4]
    return Likeness(max(_likeness(wording, head) for wording in label.wordings))


@lru_cache(maxsize=_REMEMBERED)
def split_around(before: str, after: str, label: RowLabel, least: int = 0) -> Likeness:
    """Return how well a row is named by what stands before and after its numbers taken together.

    ``least`` characters of the label have to stand before them.
    """
    for wording in label.wordings:
        for cut in range(len(wording), min(least, len(wording)) - 1, -1):
            if before.endswith(wording[:cut]) and after.startswith(wording[cut:]):
                head = before[: len(before) - cut]
                return _with_number(len(wording), _number_at_end(head), label)
    return Likeness(0.0)


def _number_at_end(head: str) -> str:
    return head[-1] if head and head[-1] in "一二三四五六七八九十0123456789" else ""


def _with_number(length: int, number: str, label: RowLabel) -> Likeness:
    """Return full likeness, doubted where a short label carries another row's list number."""
    if label.number and number and number != label.number and length <= 4:
        return Likeness(0.4)
    bonus = 0.05 if number and number == label.number else 0.0
    return Likeness(1.0 + bonus + min(length, 20) / 1000, exact=True, length=length)


@cache
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _likeness(wording: str, printed: str) -> float:
    """Return the share of a wording's character pairs that stand in what is printed."""
    pairs = _pairs(wording)
    if len(pairs) < 3:
        return 0.0
    near = {printed[i : i + 2] for i in range(len(printed) - 1)}
    return len(pairs & near) / len(pairs)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which candidate stands for which row: ``pairs`` of their numbers, both ascending."""

    score: float
    pairs: tuple[tuple[int, int], ...]


_PAIR, _ROW, _CANDIDATE = range(3)


def align(
    candidates: int,
    rows: int,
    worth: Callable[[int, int], float],
    skip_candidate: Sequence[float],
    skip_row: float,
) -> Alignment:
    """Return the best way to line up candidates with the rows of a form, in their order.

    ``worth(i, r)`` is what pairing candidate i with row r is worth; leaving a candidate or a row
    out costs what the other two say. Solved by dynamic programming over all pairs.
    """
    above = [-skip_row * r for r in range(rows + 1)]
    steps = [bytes([_ROW]) * (rows + 1)]
    for i in range(candidates):
        cost = skip_candidate[i]
        best = [above[0] - cost]
        step = bytearray([_CANDIDATE])
        for r in range(rows):
            value, move = above[r] + worth(i, r), _PAIR
            if (other := best[r] - skip_row) > value:
                value, move = other, _ROW
            if (other := above[r + 1] - cost) > value:
                value, move = other, _CANDIDATE
            best.append(value)
            step.append(move)
        above = best
        steps.append(bytes(step))
    pairs: list[tuple[int, int]] = []
    i, r = candidates, rows
    while i or r:
        move = steps[i][r]
        if move == _PAIR:
            pairs.append((i - 1, r - 1))
        i -= move != _ROW
        r -= move != _CANDIDATE
    return Alignment(above[rows], tuple(reversed(pairs)))
