"""A document as one string: what recognition reads, with the way back to every printed character.

Tables and running text become one text in which ``\t`` stands between cells and ``\n`` ends a
line or a row. It is folded (see `toolkit.text.fold`) character for character, so that an offset
leads to what is printed and to where.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from toolkit.document import Cell, Document, Grid, Line, Place
from toolkit.text import fold

# Marks of Markdown and HTML that are no part of what is said; blanked out, length for length.
_MARKUP = re.compile(r"\*\*|^\s{0,3}#{1,6}(?=\s|[^#\s])|<br\s*/?>|&nbsp;|`|\\(?=[.\-+*_#()\[\]|~>])", re.IGNORECASE)
_KEY = re.compile(r"[0-9A-Za-z㐀-䶿一-鿿〇]")
_NOT_KEY = re.compile(r"[^0-9A-Za-z㐀-䶿一-鿿〇]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One line or one cell in the stream, from ``start`` to ``end``; ``block`` tells grids apart."""

    start: int
    end: int
    raw: str
    place: Place
    is_cell: bool
    block: int


@dataclass(frozen=True)
class Stream:
    """The folded text of a document and its pieces, in order."""

    text: str
    pieces: tuple[Piece, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def piece_at(self, offset: int) -> Piece:
        """Return the line or cell in which an offset lies."""
        return self.pieces[max(bisect_right(self._starts, offset) - 1, 0)]

    def pieces_between(self, start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
        """Yield the pieces that overlap a stretch, each with the part of the stretch inside it."""
        at = max(bisect_right(self._starts, start) - 1, 0)
        while at < len(self.pieces) and self.pieces[at].start < end:
            piece = self.pieces[at]
            low, high = max(start, piece.start), min(end, piece.end)
            if low < high or (low == high == piece.start == piece.end):
                yield piece, low, high
            at += 1

    def raw(self, start: int, end: int) -> str:
        """Return a stretch as printed."""
        return "\n".join(
            p.raw[low - p.start : high - p.start] for p, low, high in self.pieces_between(start, end)
        )

    def printed(self, start: int, end: int) -> str:
        """Return a stretch as a reader sees it: as printed, without the marks of Markdown."""
        return _MARKUP.sub("", self.raw(start, end)).strip()

    def place(self, start: int, end: int) -> Place:
        """Return where a stretch begins; in formats with lines, ``x0`` and ``x1`` are characters."""
        piece = self.piece_at(start)
        place = piece.place
        if place.page is not None or place.x0 is None:
            return place
        shift = place.x0 - piece.start
        last = min(max(end, start), piece.end)
        return Place(None, place.line, shift + start, place.top, shift + last, place.bottom)

    @cached_property
    def key(self) -> Key:
        """The characters that labels are made of, without space and punctuation."""
        return Key.of(self.text)


@dataclass(frozen=True)
class Key:
    """A text reduced to letters, digits and Chinese characters, and where each of them stands."""

    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Key:
        """Return the key of a folded text."""
        found = [(match.group(), match.start()) for match in _KEY.finditer(text)]
        return cls("".join(char for char, _ in found), tuple(offset for _, offset in found))

    def offset(self, at: int) -> int:
        """Return where in the full text the character number ``at`` of the key stands."""
        return self.offsets[at] if at < len(self.offsets) else (self.offsets[-1] + 1 if self.offsets else 0)


def key_text(text: str) -> str:
    """Return a folded text reduced to letters, digits and Chinese characters.

    >>> key_text("1. 属于 国家秘密")
    '1属于国家秘密'
    """
    return _NOT_KEY.sub("", text)


def stream_of(document: Document) -> Stream:
    """Return the stream of a document."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for block, raw, place, is_cell, closes in _printed(document):
        folded = _MARKUP.sub(lambda match: " " * len(match.group()), fold(raw).replace("\t", " "))
        pieces.append(Piece(at, at + len(folded), raw, place, is_cell, block))
        parts += [folded, closes]
        at += len(folded) + 1
    return Stream("".join(parts), tuple(pieces))


def _printed(document: Document) -> Iterator[tuple[int, str, Place, bool, str]]:
    for at, block in enumerate(document.blocks):
        if isinstance(block, Line):
            yield at, block.text.replace("\n", " "), block.place, False, "\n"
        elif isinstance(block, Grid):
            for row in block.rows:
                last = len(row.cells) - 1
                for number, cell in enumerate(row.cells):
                    yield at, *_cell(cell), True, "\n" if number == last else "\t"


def _cell(cell: Cell) -> tuple[str, Place]:
    return cell.text.replace("\n", " "), cell.place
