"""Tables drawn with bars and rules: which lines are rows, and which carry on the cells of the one above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from unicodedata import east_asian_width

from toolkit.document import Grid, Row

_DIGIT = re.compile(r"\d")
#: Stands for a line drawn between rows.
BETWEEN = Row(())
#: So many stretches between rules, each of them a row, tell a table with a rule below every row.
_FEWEST_STRETCHES = 3
#: A space on either side of what fills a cell.
_PADDING = 2


def drawn_rows(rows: Sequence[Row]) -> Iterator[Grid]:
    """Yield the rows of a table; where a rule is drawn below each, lines between two rules are one row."""
    if BETWEEN not in rows:
        if rows:
            yield Grid(tuple(_single(rows)))
        return
    stretches = [list(group) for is_rule, group in groupby(rows, BETWEEN.__eq__) if not is_rule]
    if stretches:
        yield Grid(tuple(row for stretch in _whole(stretches) for row in stretch))


def _whole(stretches: Sequence[list[Row]]) -> Sequence[list[Row]]:
    """Return the rows between rules with their wrapped cells in one piece.

    A number is carried on only right below itself, where it fills its cell; and in a table of which all lines are
    filled alike none is.
    """
    if not any(map(_stacked, stretches)):
        is_ruled = len(stretches) >= _FEWEST_STRETCHES and all(map(_is_even, stretches))
        return [[_one_row(stretch)] for stretch in stretches] if is_ruled else stretches
    narrow = _narrow_columns([row for stretch in stretches for row in stretch])
    if len(stretches) < _FEWEST_STRETCHES or not all(_is_full(stretch, narrow) for stretch in stretches):
        return _without_rest(stretches, narrow)
    if not any(_tells_rest(below, above) for rows in stretches for above, below in pairwise(rows)):
        return stretches
    return [[_one_row(stretch)] if _is_even(stretch) else stretch for stretch in stretches]


def _single(rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows in which two signs stand between any two cells, the headings too, as if there were one."""
    if any(cell.text.strip() for row in rows for cell in row.cells[1::2]):
        return rows
    filled = [[cell.text for cell in row.cells if cell.text.strip()] for row in rows]
    if not any(len(texts) > 2 and not _DIGIT.search("".join(texts)) for texts in filled):
        return rows
    return [row._replace(cells=row.cells[::2]) for row in rows]


def _is_even(rows: Sequence[Row]) -> bool:
    return len({len(row.cells) for row in rows}) == 1


def _numbers(row: Row) -> dict[int, str]:
    """Return the whole numbers of a row, by the place of their cell."""
    return {n: text for n, cell in enumerate(row.cells) if (text := cell.text.strip()).isdecimal()}


def _stacked(rows: Sequence[Row]) -> list[tuple[int, str]]:
    """Return the numbers that have another one right below them, with the place of their cell."""
    return [
        (n, text) for above, below in pairwise(map(_numbers, rows)) for n, text in above.items() if n in below
    ]


def _narrow_columns(rows: Sequence[Row]) -> dict[int, int]:
    """Return how wide the columns are that are as wide in every row, counted as a screen shows them or in characters."""
    usual = max(len(row.cells) for row in rows)
    columns = list(zip(*([cell.text for cell in row.cells] for row in rows if len(row.cells) == usual), strict=True))
    even = [any(len(set(map(measure, texts))) == 1 for measure in (len, _width, _widest)) for texts in columns]
    rooms = {n: {len(row.cells[n].text) for row in rows if n in _numbers(row)} for n in range(usual) if even[n]}
    return {n: room.pop() for n, room in rooms.items() if len(room) == 1}


def _width(text: str, wide: str = "WF") -> int:
    return sum(2 if east_asian_width(char) in wide else 1 for char in text)


def _widest(text: str) -> int:
    return _width(text, "WFA")


def _is_full(rows: Sequence[Row], narrow: dict[int, int]) -> bool:
    """Decide whether every number that has another one below fills its cell."""
    return all(len(text) >= narrow.get(n, len(text) + _PADDING + 1) - _PADDING for n, text in _stacked(rows))


def _tells_rest(row: Row, above: Row) -> bool:
    """Decide whether a line looks like the rest of the one above: it has fewer numbers, or nothing but numbers."""
    numbers = _numbers(row)
    return len(numbers) < len(_numbers(above)) or len(numbers) == sum(bool(cell.text.strip()) for cell in row.cells)


def _is_rest(row: Row, above: Row, narrow: dict[int, int]) -> bool:
    """Decide whether each number of a line stands below one that fills its cell."""
    numbers = _numbers(row)
    return (
        bool(numbers)
        and _is_even([above, row])
        and numbers.keys() <= _numbers(above).keys()
        and _is_full([above, row], narrow)
    )


def _without_rest(stretches: Sequence[list[Row]], narrow: dict[int, int]) -> list[list[Row]]:
    """Return the rows of a table, most without a rule below, in which lines that only carry on numbers are part of the row above.

    Where one line tells it, it may be so wherever it can be.
    """
    pairs = [
        pair for stretch in stretches for pair in pairwise(stretch) if _is_rest(pair[1], pair[0], narrow)
    ]
    if not any(_tells_rest(row, above) for above, row in pairs):
        return list(stretches)
    found = []
    for stretch in stretches:
        rows = [stretch[:1]]
        for above, row in pairwise(stretch):
            if _is_rest(row, above, narrow):
                rows[-1].append(row)
            else:
                rows.append([row])
        found.append([_one_row(lines) for lines in rows])
    return found


def _one_row(rows: Sequence[Row]) -> Row:
    """Return the row whose cells are wrapped over these lines."""
    if len(rows) == 1:
        return rows[0]
    cells = []
    for column in zip(*(row.cells for row in rows), strict=True):
        printed = [cell for cell in column if cell.text.strip()] or column[:1]
        whole = "\n".join(cell.text.strip() for cell in printed)
        cells.append(printed[0] if len(printed) == 1 else printed[0]._replace(text=whole))
    return Row(tuple(cells))
