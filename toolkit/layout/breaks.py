"""Rows that a page break cuts in two: what ran over to the next page goes back to where it began.

A label or a number that did not fit its column goes on in the next line, and a page can end between
the two. Then one page shows ``45`` and the next one ``9``, and the cell says neither. Geometry tells:
text runs over only where its last line has no room for what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from toolkit.document import Block, Cell, Grid, Row
from toolkit.layout.lines import rows_of
from toolkit.layout.marks import Glyph, Slot
from toolkit.layout.page import Page, Table
from toolkit.text import CJK, list_number

#: Columns of two pages are the same where their sides differ by no more points than this.
_SAME = 4.0
#: The margins of a cell, left and right together: the most that is left empty on a full line.
_MARGINS = 14.0


class _Pair(NamedTuple):
    """The two parts of what may be one cell: on the page that ends, and on the one that begins."""

    upper: Slot
    lower: Slot
    before: list[Glyph]
    after: list[Glyph]


def with_cut_rows_joined(pages: Sequence[Page], blocks: Sequence[Sequence[Block]]) -> list[Block]:
    """Return the blocks of all pages as one; ``blocks`` are those of each page that are to be kept."""
    flow: list[Block] = []
    last: Table | None = None
    for page, kept in zip(pages, blocks, strict=True):
        tables = iter(page.tables)
        for at, block in enumerate(kept):
            table = next(tables) if isinstance(block, Grid) else None
            if at == 0 and table is not None and last is not None:
                upper = flow[-1]
                assert isinstance(upper, Grid) and isinstance(block, Grid)
                first = _repeated_rows(upper, block)
                if _is_cut(last, table, first):
                    flow[-1], block = _joined(upper, block, first)
            last = table
            if not isinstance(block, Grid) or block.rows:
                flow.append(block)
    return flow


def _is_cut(above: Table, below: Table, first: int) -> bool:
    """Decide whether the last row above a page break and row ``first`` below it are one row."""
    pairs = _paired(above, below, first)
    # A group label reaches over many rows; where it goes on says nothing about this one.
    leaves = [pair for pair in pairs if pair.upper.rows == pair.lower.rows == 1]
    return bool(leaves) and _runs_over(leaves, above)


def _repeated_rows(upper: Grid, lower: Grid) -> int:
    """Return how many rows at the top of a page repeat the heading of the table."""
    count = 0
    for one, other in zip(upper.rows, lower.rows, strict=False):
        texts = [cell.text for cell in one.cells]
        if texts != [cell.text for cell in other.cells] or not any(map(CJK.search, texts)):
            break
        count += 1
    return count


def _paired(above: Table, below: Table, first: int) -> list[_Pair]:
    """Return the cells that reach the page break with those below it, or nothing where columns differ."""
    ending = [
        (slot, cell)
        for slot, cell in zip(above.frame.slots, above.cells, strict=True)
        if slot.row + slot.rows == above.frame.rows
    ]
    beginning = [
        (slot, cell) for slot, cell in zip(below.frame.slots, below.cells, strict=True) if slot.row == first
    ]
    ending.sort(key=lambda entry: entry[0].x0)
    beginning.sort(key=lambda entry: entry[0].x0)
    pairs = [_Pair(u, v, a, b) for (u, a), (v, b) in zip(ending, beginning, strict=False)]
    # The next page can have another margin, and can stand beside this one on the same sheet.
    aside = below.frame.x0 - above.frame.x0
    is_same = len(ending) == len(beginning) and all(
        abs(pair.upper.x0 + aside - pair.lower.x0) < _SAME
        and abs(pair.upper.x1 + aside - pair.lower.x1) < _SAME
        for pair in pairs
    )
    return pairs if is_same else []


def _runs_over(leaves: Sequence[_Pair], above: Table) -> bool:
    """Decide whether the cells below a page break go on with those above it."""
    both = [pair for pair in leaves if pair.before and pair.after]
    if any(not _can_run_over(pair, above) for pair in both):
        return False
    label = leaves[0]
    if not label.after:
        return any(pair.after for pair in leaves)
    numbers = leaves[1:]
    has_above, has_below = any(pair.before for pair in numbers), any(pair.after for pair in numbers)
    if not label.before:
        # A label of two lines found no room beside its numbers of one line, and moved on without them.
        return has_above and not has_below
    if list_number("".join(glyph.text for glyph in label.after[:4])):
        return False
    # Numbers on both sides, and none of them cut: two rows that print their zeros as blanks.
    return len(both) > 1 or not (has_above and has_below)


def _can_run_over(pair: _Pair, above: Table) -> bool:
    """Decide whether the last line above has no room for what follows, and both are of one kind."""
    line, following = rows_of(pair.before)[-1], rows_of(pair.after)[0]
    is_number = line[-1].text.isdigit()
    if following[0].text.isdigit() != is_number:
        return False
    used, more = line[-1].right - line[0].left, following[0].right - following[0].left
    if pair.upper.x1 - pair.upper.x0 - used >= more + _MARGINS:
        return False
    # A number that is wrapped is as wide as any in its column.
    return not is_number or used + more > _widest(pair.upper, above)


def _widest(like: Slot, table: Table) -> float:
    """Return the width of the widest line of digits in a column."""
    widths = [0.0]
    for slot, cell in zip(table.frame.slots, table.cells, strict=True):
        if abs(slot.x0 - like.x0) < _SAME and abs(slot.x1 - like.x1) < _SAME:
            widths += [row[-1].right - row[0].left for row in rows_of(cell) if row[0].text.isdigit()]
    return max(widths)


def _joined(upper: Grid, lower: Grid, first: int) -> tuple[Grid, Grid]:
    """Return both grids with row ``first`` below the break put back into the last row above it."""
    over = lower.rows[first].cells
    last = upper.rows[-1]
    whole = Row(tuple(map(_whole, last.cells, over)), last.width)
    rows = [*lower.rows[:first], *lower.rows[first + 1 :]]
    if first < len(rows):
        # A group label that begins in the row that goes away begins in the next one.
        begins = {cell.place: cell for cell in over}
        cells = tuple(begins.get(cell.place, cell) if cell.merged else cell for cell in rows[first].cells)
        rows[first] = Row(cells, rows[first].width)
    return Grid((*upper.rows[:-1], whole)), Grid(tuple(rows))


def _whole(before: Cell, after: Cell) -> Cell:
    """Return one cell of what two pages print of it."""
    if before.merged or not after.text:
        return before
    if not before.text:
        return after
    return before._replace(text=f"{before.text}\n{after.text}")
