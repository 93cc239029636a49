"""What is on the page, nothing interpreted: lines and grids of cells, each with its place.

The small parts are named tuples: a report has hundreds of cells, and a corpus hundreds of thousands
of reports, so that what a cell costs to make decides how fast reports are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import compress, count
from typing import NamedTuple


class Place(NamedTuple):
    """Where something is printed.

    On a page (PDF, pictures): ``page`` counts from 1, and the box is in points from the page's upper
    left corner. In formats without pages: ``line`` counts from 1 in `Document.lines`, and ``x0`` and
    ``x1`` are the first character on that line and the one after the last, counted from 0.
    """

    page: int | None = None
    line: int | None = None
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None


class Line(NamedTuple):
    """One line of running text.

    ``sides`` tells, on a page and where it is known, where on the line every character begins and ends:
    two numbers for each of them.
    """

    text: str
    place: Place
    sides: tuple[float, ...] = ()


class Cell(NamedTuple):
    """One printed cell; ``text`` is kept as printed, an empty cell is ``""``.

    ``merged`` marks the part of a cell that began in a row above: its text stands there.
    ``readings`` is for cells read from a picture: every reading that is possible, the likeliest
    first. In all other formats what is printed is certain, and there are none.
    """

    text: str
    place: Place
    merged: bool = False
    readings: tuple[str, ...] = ()


class Row(NamedTuple):
    """The cells of one row of a table, from left to right; one that spans columns is there once.

    ``width`` is the number of columns that they cover together, where the format tells it, else 0.
    """

    cells: tuple[Cell, ...]
    width: int = 0


def whole_line(text: str, line: int) -> Line:
    """Return running text that is a line of its own.

    >>> whole_line("一、总体情况", 3).place.x1
    6
    """
    # What Place(...) and Line(...) do, without their Python wrappers.
    place = tuple.__new__(Place, (None, line, 0, None, len(text), None))
    return tuple.__new__(Line, (text, place, ()))


def row_on_line(
    texts: Iterable[str], line: int, start: int = 0, *, merged: Iterable[bool] = (), width: int = 0
) -> Row:
    """Return a row whose cells stand on one line from ``start`` on, one character apart.

    >>> [cell.place.x0 for cell in row_on_line(["（一）予以公开", "3", "0"], 7).cells]
    [0, 8, 10]
    """
    # What Place(...), Cell(...) and Row(...) do, without their Python wrappers.
    new = tuple.__new__
    cells: list[Cell] = []
    for text in texts:
        end = start + len(text)
        cells.append(new(Cell, (text, new(Place, (None, line, start, None, end, None)), False, ())))
        start = end + 1
    for number in compress(count(), merged):
        text, place, *_ = cells[number]
        cells[number] = new(Cell, (text, place, True, ()))
    return new(Row, (tuple(cells), width))


class Grid(NamedTuple):
    """Rows of cells that were printed as one table, or as one piece of a table."""

    rows: tuple[Row, ...]


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file as printed: its blocks from top to bottom.

    ``format`` is one of the format codes of the contract (txt md html pdf docx doc image).
    ``lines`` are, in formats without pages, the lines of the file as a reader sees them, the first
    being line 1: a paragraph is one line, and so is a row of a table, its cells separated by tabs.
    ``properties`` is what a file says of itself outside its text: ``title``, ``published``, and ``window``,
    the title of a page's window; and in ``unread`` what of it could not be read, and why.
    ``scanned`` are the pages that were read from a picture.
    """

    format: str
    blocks: tuple[Block, ...]
    lines: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    scanned: frozenset[int] = frozenset()
