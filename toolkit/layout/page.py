"""One page: which glyphs stand in which cell of which table, and what is left as lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import combinations
from statistics import median
from typing import NamedTuple

from toolkit.document import Block, Cell, Grid, Line, Place, Row
from toolkit.layout.columns import in_reading_order
from toolkit.layout.lines import line_of, rows_of, text_in_cell
from toolkit.layout.marks import Frame, Glyph, Rule, Slot
from toolkit.layout.ruling import SNAP, frames
from toolkit.layout.wraps import UNKNOWN, numbers_beside, with_wrapped_numbers_unreadable
from toolkit.text import CJK

#: Left, upper, right, lower.
Box = tuple[float, float, float, float]

_DIGIT = re.compile(r"\d")
#: Digits of one number follow each other at no more than so many points; between two cells is a line.
_TOUCHING = 0.15
#: A digit that reaches over the side of its cell by this share of its width belongs to neither cell for sure.
_ACROSS = 0.25


class Table(NamedTuple):
    """A ruled table and the glyphs in each of its slots."""

    frame: Frame
    cells: list[list[Glyph]]


class Page(NamedTuple):
    """One page: its size, its blocks from top to bottom, and a table for each grid among them.

    ``turn`` is by how many quarters clockwise it was turned to be read.
    """

    width: float
    height: float
    blocks: list[Block]
    tables: list[Table]
    turn: int = 0


def lay_out(
    number: int,
    width: float,
    height: float,
    glyphs: Sequence[Glyph],
    rules: Sequence[Rule],
    drawn: Sequence[Box] = (),
) -> Page:
    """Return what stands on page ``number``: a grid for every ruled table, and lines around them.

    ``glyphs`` come in the order in which they were written, which need not be the order in which
    they are read. A glyph without ink parts words only where the page really holds a space; gaps
    do without it. ``drawn`` are small pictures and shapes: one in a cell may be a number.
    """
    tables = frames(rules, width, height, _snap(glyphs)) if rules else []
    inside, free = _sorted_into(tables, glyphs)
    cut = [table for table, cells in zip(tables, inside, strict=True) if not _is_uncut(cells)]
    if len(cut) < len(tables):
        tables = cut
        inside, free = _sorted_into(tables, glyphs)
    regions: list[list[Glyph]] = [[] for _ in range(len(tables) + 1)]
    tops = [table.top for table in tables]
    for glyph in free:
        regions[bisect_right(tops, (glyph.top + glyph.bottom) / 2)].append(glyph)
    blocks, kept = _lines(number, regions[0], rules), []
    for table, cells, below in zip(tables, inside, regions[1:], strict=True):
        if drawn:
            _add_drawn(table, cells, drawn)
        if any(cells):
            found = [
                Cell(text_in_cell(cell) if cell else "", Place(number, None, *slot[4:]))
                for cell, slot in zip(cells, table.slots, strict=True)
            ]
            blocks.append(grid_of(table, found))
            kept.append(Table(table, cells))
        blocks += _lines(number, below, rules)
    return Page(width, height, blocks, kept)


def _add_drawn(table: Frame, cells: Sequence[list[Glyph]], drawn: Sequence[Box]) -> None:
    """Mark the cells in which something is drawn that may be a number, or a digit of one."""
    for box in drawn:
        for slot, cell in zip(table.slots, cells, strict=True):
            if _lies_in(box, slot) and not any(CJK.match(glyph.text) for glyph in cell):
                cell.append(Glyph(UNKNOWN, *box, box[0], box[2]))


def _lies_in(box: Box, slot: Slot) -> bool:
    x0, top, x1, bottom = box
    is_inside = (
        slot.x0 - SNAP <= x0
        and x1 <= slot.x1 + SNAP
        and slot.top - SNAP <= top
        and bottom <= slot.bottom + SNAP
    )
    return is_inside and slot.x0 < (x0 + x1) / 2 < slot.x1 and slot.top < (top + bottom) / 2 < slot.bottom


def _lines(number: int, glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> list[Block]:
    """Return running text as lines, in the order in which they are read."""
    found: list[Block] = []
    for row in in_reading_order(with_wrapped_numbers_unreadable(rows_of(glyphs), rules)):
        text, x0, top, x1, bottom, sides = line_of(row)
        box = round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
        # Only of numbers it is asked where on the line they stand.
        found.append(Line(text, Place(number, None, *box), sides if _DIGIT.search(text) else ()))
    return found


def grid_of(frame: Frame, cells: Sequence[Cell]) -> Grid:
    """Return the rows of a table, given one cell for each slot in the order of ``frame.slots``.

    A cell stands in the row in which it begins; into every row further down that it reaches goes an
    empty cell marked ``merged``.
    """
    rows: list[list[tuple[int, Cell]]] = [[] for _ in range(frame.rows)]
    for slot, cell in zip(frame.slots, cells, strict=True):
        rows[slot.row].append((slot.column, cell))
        for below in range(slot.row + 1, slot.row + slot.rows):
            rows[below].append((slot.column, Cell("", cell.place, merged=True)))
    return Grid(
        tuple(Row(tuple(cell for _, cell in sorted(row, key=_column)), frame.columns) for row in rows)
    )


def _column(entry: tuple[int, Cell]) -> int:
    return entry[0]


def _snap(glyphs: Sequence[Glyph]) -> float:
    """Return how near lines can be and still be one: nearer than the rows of the smallest text."""
    heights = [glyph.bottom - glyph.top for glyph in glyphs[:: max(len(glyphs) // 60, 1)]]
    return min(SNAP, median(heights)) if heights else SNAP


def _is_uncut(cells: Sequence[Sequence[Glyph]]) -> bool:
    """Decide whether the lines of a table leave numbers of several columns in one cell.

    Then they are no walls but ornament, or some of them were not found; the table is read as lines.
    """
    found = 0
    for cell in cells:
        if len(cell) > 2 and sum(glyph.text.isdigit() for glyph in cell) > 1:
            found += sum(numbers_beside(row) > 1 for row in rows_of(cell))
    return found > 1


# -- which cell --------------------------------------------------------------------------------------


class _Locator:
    """Where a point of the page lies in a table."""

    def __init__(self, frame: Frame) -> None:
        self.slots = frame.slots
        self.left, self.top, self.right, self.bottom = frame[3:]
        self.area = (frame.x1 - frame.x0) * (frame.bottom - frame.top)
        self.xs = sorted({x for slot in frame.slots for x in (slot.x0, slot.x1)})
        self.ys = sorted({y for slot in frame.slots for y in (slot.top, slot.bottom)})
        self.cells: list[list[Glyph]] = [[] for _ in frame.slots]
        self.at: dict[tuple[int, int], int] = {}
        columns = {x: n for n, x in enumerate(self.xs)}
        rows = {y: n for n, y in enumerate(self.ys)}
        for number, (_, _, _, _, x0, top, x1, bottom) in enumerate(frame.slots):
            for row in range(rows[top], rows[bottom]):
                for column in range(columns[x0], columns[x1]):
                    self.at[row, column] = number

    def meets(self, other: _Locator) -> bool:
        """Decide whether a part of another table lies in this one."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the number of the slot in which a point lies, or nothing outside the table."""
        if not (self.left <= x < self.right and self.top <= y < self.bottom):
            return None
        return self.at.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def _sorted_into(
    frames: Sequence[Frame], glyphs: Sequence[Glyph]
) -> tuple[list[list[list[Glyph]]], Sequence[Glyph]]:
    """Return the glyphs in each slot of each table, and those that stand in none."""
    if not frames:
        return [], glyphs
    tables = [_Locator(frame) for frame in frames]
    # A table inside a cell of another one comes first.
    inner_first = sorted(tables, key=lambda table: table.area)
    are_apart = not any(one.meets(other) for one, other in combinations(tables, 2))
    free: list[Glyph] = []
    last: Glyph | None = None
    cell = last_cell = free
    slot: Slot | None = None
    left = upper = right = lower = 0.0
    for glyph in glyphs:
        text, x0, top, x1, bottom, _, _ = glyph
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        # Most glyphs stand in the cell of the one before.
        if not (left <= x < right and upper <= y < lower):
            cell, slot = free, None
            left = right = 0.0
            for table in inner_first:
                number = table.cell_at(x, y)
                if number is not None:
                    cell, slot = table.cells[number], table.slots[number]
                    if are_apart:
                        left, upper, right, lower = slot[4:]
                    break
        if text.isdigit():
            if slot and _sticks_out(glyph, slot):
                cell.append(_doubt(glyph))
            if cell is not last_cell and last is not None and _are_one_number(last, glyph):
                cell.append(_doubt(glyph))
                last_cell.append(_doubt(last))
        cell.append(glyph)
        last, last_cell = glyph, cell
    return [table.cells for table in tables], free


def _doubt(glyph: Glyph) -> Glyph:
    """Return a sign that no number can hold, for a cell of which nobody can say which digits are its own."""
    return glyph._replace(text=UNKNOWN, left=glyph.right)


def _sticks_out(glyph: Glyph, slot: Slot) -> bool:
    """Decide whether a digit is printed across the side of its cell."""
    beyond = _ACROSS * (glyph.x1 - glyph.x0)
    return glyph.x0 < slot.x0 - beyond or glyph.x1 > slot.x1 + beyond


def _are_one_number(one: Glyph, other: Glyph) -> bool:
    """Decide whether a digit goes on with the number of the glyph before it."""
    return (
        one.text.isdigit() and abs(other.left - one.right) < _TOUCHING and abs(other.bottom - one.bottom) < 1
    )
