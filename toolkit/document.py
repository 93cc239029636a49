"""What is on the page, nothing interpreted: lines and grids of cells, each with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed.

    ``line`` counts from 1. ``x0`` and ``x1`` are points on a page, or, in formats that have lines
    instead of pages, the first character and the one after the last, counted from 0.
    """

    page: int | None = None
    line: int | None = None
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text, with the line of the file it stands on."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell; ``text`` is kept as printed, an empty cell is ``""``."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row of a table, from left to right."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells that were printed as one table, or as one piece of a table."""

    rows: tuple[Row, ...]


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file as printed: its blocks from top to bottom.

    ``format`` is one of the format codes of the contract (txt md html pdf docx doc image).
    ``lines`` are the lines of the file, the first being line 1, in formats that have lines.
    """

    format: str
    blocks: tuple[Block, ...]
    lines: tuple[str, ...] = ()
