"""Thousands parted by a space in a table that lost its cells: 24 731 may be one number, or two values.

A document is believed to part its thousands where rows of table three add up only with parted numbers in one
piece, and no number of four digits is printed in one. There a row that could be meant either way is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product

from toolkit.recognition.grids import Candidate, Token
from toolkit.recognition.stream import Stream

#: Why a row with such a number is refused.
PARTED = "a space may part the thousands of a number, or stand between two"
_PARTED = re.compile(r"(?<!\d)[1-9]\d{0,2}(?: \d{3})+(?!\d)")
_IN_ONE_PIECE = re.compile(r"\s*\d{4,}\s*")
#: More of them in one row are not tried.
_MOST = 6


def refuse_parted(stream: Stream, rows: Mapping[str, Sequence[Candidate]]) -> bool:
    """Refuse the rows of every table whose numbers may be parted, where the document parts its thousands."""
    every = [row for table in rows.values() for row in table]
    if not _parts_thousands(stream, every, rows.get("requests", ())):
        return False
    found = [row for row in every if is_parted(stream, row) and not _adds_up(_numbers(row.tokens))]
    for row in found:
        row.refused = row.refused or PARTED
    return bool(found)


def is_parted(stream: Stream, row: Candidate) -> bool:
    """Decide whether two values of a row that lost its cells may be one number whose thousands are parted."""
    return not row.in_cells and any(_pairs(stream, row.tokens))


def prints_whole(rows: Iterable[Candidate]) -> bool:
    """Decide whether a number of four digits is printed in one piece."""
    return any(_IN_ONE_PIECE.fullmatch(token.text) for row in rows for token in row.tokens)


def _parts_thousands(stream: Stream, every: Sequence[Candidate], requests: Sequence[Candidate]) -> bool:
    if prints_whole(every):
        return False
    in_cells = any(row.in_cells and any(_PARTED.fullmatch(t.text.strip()) for t in row.tokens) for row in every)
    lines = [row for row in every if not row.in_cells]
    return (
        in_cells
        or any(_adds_up_only_joined(stream, row) for row in requests if not row.in_cells)
        or any(_stands_closer(stream, row) for row in lines)
    )


def _stands_closer(stream: Stream, row: Candidate) -> bool:
    """Decide whether all that a space parts in a row may be one number, and wider gaps or lines part the values."""
    pairs = _pairs(stream, row.tokens)
    gaps = [after.start - before.end for before, after in pairwise(row.tokens)]
    lines = [after.row - before.row for before, after in pairwise(row.tokens)]
    apart = [line or gap > 1 for line, gap, pair in zip(lines, gaps, pairs, strict=True) if not pair]
    return any(pairs) and bool(apart) and all(apart)


def _pairs(stream: Stream, tokens: Sequence[Token]) -> list[bool]:
    """Return for each value but the last whether it and the next may be one number."""
    return [
        (match := _PARTED.match(stream.text, before.start)) is not None and after.start < match.end()
        for before, after in pairwise(tokens)
    ]


def _adds_up_only_joined(stream: Stream, row: Candidate) -> bool:
    pairs = _pairs(stream, row.tokens)
    numbers = _numbers(row.tokens)
    if not 0 < sum(pairs) <= _MOST or _adds_up(numbers):
        return False
    for chosen in product(*((False, True) if pair else (False,) for pair in pairs)):
        joined = [numbers[0]]
        for number, is_joined in zip(numbers[1:], chosen, strict=True):
            if is_joined:
                joined[-1] = joined[-1] * 1000 + number
            else:
                joined.append(number)
        if len(joined) > 1 and _adds_up(joined):
            return True
    return False


def _adds_up(numbers: Sequence[int]) -> bool:
    return sum(numbers[:-1]) == numbers[-1]


def _numbers(tokens: Sequence[Token]) -> list[int]:
    return [int(token.text) if token.text.strip().isdecimal() else 0 for token in tokens]
