"""What stands on a page before anything is made of it: glyphs with their boxes, and drawn lines."""

from __future__ import annotations

from typing import NamedTuple


class Glyph(NamedTuple):
    """One printed character, or one word of a picture, with the box of its ink.

    ``left`` and ``right`` are where the pen stood before and after it; they tell how wide the gap
    to the next glyph is. Where only the ink is known they are ``x0`` and ``x1`` again.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    left: float
    right: float


class Rule(NamedTuple):
    """One drawn line as the box of its ink: horizontal where it is wider than high, else vertical."""

    x0: float
    top: float
    x1: float
    bottom: float


class Slot(NamedTuple):
    """One cell of a ruled table: where it begins, how far it spans, and its box on the page."""

    row: int
    column: int
    rows: int
    columns: int
    x0: float
    top: float
    x1: float
    bottom: float


class Frame(NamedTuple):
    """One ruled table: its cells in reading order, each once, and the box of the whole."""

    slots: tuple[Slot, ...]
    rows: int
    columns: int
    x0: float
    top: float
    x1: float
    bottom: float
