"""Drawn lines become tables: pieces that meet are one table, and its walls tell the cells apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.layout.marks import Frame, Rule, Slot

#: Lines nearer to each other than this are one: both lines of a double border, and the two borders
#: that `border-spacing` draws between neighbouring cells. No row of text is as low.
SNAP = 5.5
#: A dotted border is made of pieces as short as this.
_DOT = 2.5
#: Pieces of one line differ by no more points than this.
_LEVEL = 1.0
#: The share of a wall that has to be drawn: an underline inside a cell is no wall.
_WALL = 0.8
#: More lines than any page of tables has, and more stretches than any table: a map, a plan or a chart.
_MOST_LINES, _MOST_STRETCHES = 4000, 40_000

Interval = tuple[float, float]
#: A piece of a line as `_Line` has it, in a plain tuple: there may be a thousand.
_Piece = tuple[float, float, float]


class _Line(NamedTuple):
    """A straight line at ``at`` from ``start`` to ``end``, whichever way it runs."""

    at: float
    start: float
    end: float


class _Walls(NamedTuple):
    """For each level across and down, which of its stretches between two crossing levels are drawn."""

    across: list[list[bool]]
    down: list[list[bool]]


def frames(rules: Sequence[Rule], width: float, height: float, snap: float = SNAP) -> list[Frame]:
    """Return the ruled tables of a page, from top to bottom.

    What is open at the rim is closed: WPS leaves out the bottom line at a page break, and designers
    leave out the sides. A frame around one cell, or around rows that no line cuts into columns, is
    no table.
    """
    across, down = _lines(rules, width, height, snap)
    if not across or not down or len(across) + len(down) > _MOST_LINES:
        return []
    found = [_frame(*table, snap) for table in _connected(across, down, snap)]
    return sorted((frame for frame in found if frame is not None), key=lambda frame: (frame.top, frame.x0))


# -- from pieces to lines ----------------------------------------------------------------------------


def _lines(
    rules: Sequence[Rule], width: float, height: float, snap: float
) -> tuple[list[_Line], list[_Line]]:
    """Return the horizontal and the vertical lines, collinear pieces joined."""
    across: list[_Piece] = []
    down: list[_Piece] = []
    for x0, top, x1, bottom in rules:
        if x1 < 0 or bottom < 0 or x0 > width or top > height:
            continue
        wide, high = x1 - x0, bottom - top
        # A dot belongs to a line in one of the two directions; in the other it stays alone.
        if wide >= high or wide <= _DOT >= high:
            across.append(((top + bottom) / 2, x0, x1))
        if high > wide or wide <= _DOT >= high:
            down.append(((x0 + x1) / 2, top, bottom))
    return _joined(across, snap), _joined(down, snap)


def _joined(pieces: list[_Piece], snap: float) -> list[_Line]:
    """Return lines with collinear pieces joined where they touch, and what is too short left out."""
    pieces.sort()
    joined: list[_Line] = []
    at = 0
    while at < len(pieces):
        after = at + 1
        while after < len(pieces) and pieces[after][0] - pieces[at][0] <= _LEVEL:
            after += 1
        level = pieces[(at + after) // 2][0]
        for start, end in _merged([(start, end) for _, start, end in pieces[at:after]], _DOT):
            if end - start > snap:
                joined.append(_Line(level, start, end))
        at = after
    return joined


def _merged(intervals: list[Interval], gap: float) -> list[Interval]:
    """Return the union of intervals; what lies closer than ``gap`` is joined."""
    intervals.sort()
    merged = [intervals[0]]
    for start, end in intervals[1:]:
        low, high = merged[-1]
        if start <= high + gap:
            if end > high:
                merged[-1] = low, end
        else:
            merged.append((start, end))
    return merged


# -- from lines to tables ----------------------------------------------------------------------------


def _connected(across: list[_Line], down: list[_Line], snap: float) -> list[tuple[list[_Line], list[_Line]]]:
    """Return the lines of each table: lines that cross or touch belong together."""
    owner = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while owner[i] != i:
            owner[i] = owner[owner[i]]
            i = owner[i]
        return i

    # Lines at one height are pieces from left to right, with gaps between them.
    firsts = [i for i, line in enumerate(across) if not i or line.at != across[i - 1].at]
    levels = [across[i].at for i in firsts]
    starts = [line.start - snap for line in across]
    for j, (x, top, bottom) in enumerate(down, start=len(across)):
        own = j
        for level in range(bisect_right(levels, top - snap), bisect_right(levels, bottom + snap)):
            first = firsts[level]
            after = firsts[level + 1] if level + 1 < len(firsts) else len(across)
            i = bisect_right(starts, x, first, after) - 1
            while i >= first and x <= across[i].end + snap:
                if owner[i] != own:
                    other = root(i)
                    if own == j:
                        owner[j] = own = other
                    else:
                        owner[other] = own
                i -= 1
    tables: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for i, line in enumerate(across):
        tables.setdefault(root(i), ([], []))[0].append(line)
    for j, line in enumerate(down, start=len(across)):
        tables.setdefault(root(j), ([], []))[1].append(line)
    return [(rows, columns) for rows, columns in tables.values() if rows and columns]


def _frame(across: list[_Line], down: list[_Line], snap: float) -> Frame | None:
    """Return the table that connected lines make, or nothing where they make none."""
    x0 = min(min(line.start for line in across), down[0].at)
    x1 = max(max(line.end for line in across), down[-1].at)
    top = min(min(line.start for line in down), across[0].at)
    bottom = max(max(line.end for line in down), across[-1].at)
    ys = _levels([*(line.at for line in across), top, bottom], snap)
    xs = _levels([*(line.at for line in down), x0, x1], snap)
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_STRETCHES:
        return None
    return _framed(xs, ys, _slots(xs, ys, _Walls(_drawn(across, ys, xs, snap), _drawn(down, xs, ys, snap))))


def _levels(values: list[float], snap: float) -> list[float]:
    """Return values with those that lie together replaced by their middle."""
    values.sort()
    levels: list[float] = []
    first = last = values[0]
    for value in values[1:]:
        if value - first > snap:
            levels.append(round((first + last) / 2, 2))
            first = value
        last = value
    levels.append(round((first + last) / 2, 2))
    return levels


def _nearest(levels: list[float], value: float) -> int:
    """Return which level a value belongs to."""
    at = bisect_right(levels, value)
    if at == len(levels) or (at and value - levels[at - 1] < levels[at] - value):
        return at - 1
    return at


def _drawn(lines: list[_Line], levels: list[float], crossing: list[float], snap: float) -> list[list[bool]]:
    """Return for each level whether the stretch between two crossing levels is drawn; the rim is."""
    drawn: list[list[Interval]] = [[] for _ in levels]
    for at, start, end in lines:
        drawn[_nearest(levels, at)].append((start, end))
    walls: list[list[bool]] = []
    last = len(levels) - 1
    for level, intervals in enumerate(drawn):
        if level in (0, last):
            walls.append([True] * (len(crossing) - 1))
            continue
        row = [False] * (len(crossing) - 1)
        for start, end in _merged(intervals, snap):
            for i in range(max(bisect_right(crossing, start) - 1, 0), len(row)):
                low, high = crossing[i], crossing[i + 1]
                if low >= end:
                    break
                row[i] = row[i] or min(high, end) - max(low, start) >= _WALL * (high - low)
        walls.append(row)
    return walls


def _slots(xs: list[float], ys: list[float], walls: _Walls) -> list[Slot]:
    """Return the cells in reading order: what no wall parts is one, and every cell is a rectangle.

    Where a wall has a hole, or a page break leaves cells without their tops, what no wall parts is
    no rectangle; then it is cut into such, row by row.
    """
    rows, columns = len(ys) - 1, len(xs) - 1
    is_taken = [[False] * columns for _ in range(rows)]
    slots = []
    for row in range(rows):
        for column in range(columns):
            if not is_taken[row][column]:
                last_row, last_column = _extent(row, column, is_taken, walls)
                for y in range(row, last_row):
                    is_taken[y][column:last_column] = [True] * (last_column - column)
                box = xs[column], ys[row], xs[last_column], ys[last_row]
                slots.append(Slot(row, column, last_row - row, last_column - column, *box))
    return slots


def _extent(row: int, column: int, is_taken: list[list[bool]], walls: _Walls) -> tuple[int, int]:
    """Return how far the cell reaches that begins at a place: the first row and column after it."""
    right, below = column + 1, row + 1
    # The rim is always a wall, so that no step leads out of the table.
    while not walls.down[right][row] and not is_taken[row][right]:
        right += 1
    while not any(walls.across[below][column:right]) and not any(
        walls.down[x][below] for x in range(column + 1, right)
    ):
        below += 1
    return below, right


def _framed(xs: list[float], ys: list[float], slots: list[Slot]) -> Frame | None:
    """Return the table with rows and columns in which no cell begins left out."""
    rows = sorted({slot.row for slot in slots})
    columns = sorted({slot.column for slot in slots})
    if len(columns) < 2:
        return None
    if len(rows) < len(ys) - 1 or len(columns) < len(xs) - 1:
        slots = [_squeezed(slot, rows, columns) for slot in slots]
    return Frame(tuple(slots), len(rows), len(columns), xs[0], ys[0], xs[-1], ys[-1])


def _squeezed(slot: Slot, rows: list[int], columns: list[int]) -> Slot:
    """Return a cell with its place counted in the rows and columns in which a cell begins."""
    first, left = bisect_right(rows, slot.row) - 1, bisect_right(columns, slot.column) - 1
    last = bisect_right(rows, slot.row + slot.rows - 1)
    right = bisect_right(columns, slot.column + slot.columns - 1)
    return Slot(first, left, last - first, right - left, *slot[4:])
