"""A document as one string: what recognition reads, with the way back to every printed character.

Tables and running text become one text in which ``\\t`` stands between cells and ``\\n`` ends a
line or a row. It is folded (see `toolkit.text.fold`) character for character, so that an offset
leads to what is printed and to where. All of it is done on the whole text at once: a report has a
thousand lines and cells, and one call for each would cost more than all the rest.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.document import Cell, Document, Line, Place
from toolkit.text import LABEL_MARKS, folding

# Marks of Markdown and HTML that are no part of what is said; blanked out, length for length.
_MARKUP = re.compile(
    r"\*\*|(?:^|(?<=[\t\n])) {0,3}#{1,6}(?= *[^# \t\n])|<br ?/?>|&nbsp;|`|\\(?=[.\-+*_#()\[\]|~>])",
    re.IGNORECASE,
)
_MARKS = ("**", "#", "<", "&", "`", "\\")
LETTERS = "0-9A-Za-z㐀-䶿一-鿿〇"
_NOT_KEY = re.compile(f"[^{LETTERS}]+")
_FIRST_PLANE = 0x10000
Codes = npt.NDArray[np.uint32]


class Piece(NamedTuple):
    """One line or one cell in the stream, from ``start`` to ``end``; ``block`` tells grids apart."""

    start: int
    end: int
    raw: str
    place: Place
    is_cell: bool
    block: int


@dataclass(frozen=True)
class Stream:
    """The folded text of a document, and the lines and cells it is made of, in order.

    ``starts`` says where each of them begins, ``blocks`` in which block of the document it stands.
    ``scanned`` are the pages that were read from pictures, ``widths`` the columns that rows cover.
    """

    text: str
    codes: Codes
    starts: list[int]
    parts: list[Cell | Line]
    blocks: list[int]
    scanned: frozenset[int] = frozenset()
    widths: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_scanned(self) -> bool:
        """Whether pages were read from pictures, so that the sums have to prove what they say."""
        return bool(self.scanned)

    def is_merged(self, offset: int) -> bool:
        """Decide whether an offset lies in a cell that is merged with the one above."""
        part = self.parts[self.number_at(offset)]
        return isinstance(part, Cell) and part.merged

    def width_of_row(self, start: int) -> int:
        """Return how many columns the row that begins at an offset covers, or 0 where nothing tells it."""
        return self.widths.get(start, 0)

    def piece(self, number: int) -> Piece:
        """Return a line or cell by its number."""
        part, start = self.parts[number], self.starts[number]
        raw = part[0]
        piece = (start, start + len(raw), raw, part[1], isinstance(part, Cell), self.blocks[number])
        # What Piece(...) does, without its Python wrapper.
        return tuple.__new__(Piece, piece)

    def without(self, lines: Collection[int]) -> Stream:
        """Return the stream with the lines that begin at these offsets blanked out, length for length."""
        return self.blanked([(start, self.text.find("\n", start)) for start in lines])

    def blanked(self, stretches: Collection[tuple[int, int]]) -> Stream:
        """Return the stream with these stretches blanked out, length for length."""
        if not stretches:
            return self
        codes = self.codes.copy()
        for start, end in stretches:
            codes[start:end] = _SPACE
        return replace(self, text=_as_text(codes), codes=codes)

    def number_at(self, offset: int) -> int:
        """Return the number of the line or cell in which an offset lies."""
        return bisect_right(self.starts, offset) - 1

    def piece_at(self, offset: int) -> Piece:
        """Return the line or cell in which an offset lies."""
        return self.piece(self.number_at(offset))

    def pieces_between(self, start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
        """Yield the pieces that overlap a stretch, each with the part of the stretch inside it."""
        at = max(self.number_at(start), 0)
        while at < len(self.starts) and self.starts[at] < end:
            piece = self.piece(at)
            first, last = piece[0], piece[1]
            low, high = start if start > first else first, end if end < last else last
            if low < high or (low == high == first == last):
                yield piece, low, high
            at += 1

    def printed_between(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Yield what of each line and cell is printed in a stretch, and where it begins."""
        first, stop = max(self.number_at(start), 0), bisect_left(self.starts, end)
        for at, part in zip(self.starts[first:stop], self.parts[first:stop], strict=True):
            raw = part[0]
            if at >= start and at + len(raw) <= end:
                yield at, raw
            elif start < min(at + len(raw), end):
                low = max(start, at)
                yield low, raw[low - at : end - at]

    def raw(self, start: int, end: int) -> str:
        """Return a stretch as printed."""
        number = self.number_at(start)
        first, part = self.starts[number], self.parts[number]
        if end <= first + len(part.text):
            return part.text[start - first : end - first]
        return "\n".join(
            p.raw[low - p.start : high - p.start] for p, low, high in self.pieces_between(start, end)
        )

    def printed(self, start: int, end: int) -> str:
        """Return a stretch as a reader sees it: as printed, without the marks of Markdown."""
        raw = self.raw(start, end)
        return raw if raw.isdigit() else _MARKUP.sub("", raw).strip()

    def place(self, start: int, end: int) -> Place:
        """Return where a stretch begins; in formats with lines, ``x0`` and ``x1`` are characters.

        On a page it is the box of the cell, or of the characters in a line where that is known.
        """
        return self.place_in(self.number_at(start), start, end)

    def place_in(self, number: int, start: int, end: int) -> Place:
        """Return where a stretch stands that begins in the line or cell with this number."""
        part, first = self.parts[number], self.starts[number]
        place = part.place
        if place.page is not None or place.x0 is None:
            return _on_page(part, start - first, end - first)
        shift = int(place.x0) - first
        last = first + len(part.text)
        box = (None, place.line, shift + start, None, shift + (end if end < last else last), None)
        # What Place(...) does, without its Python wrapper.
        return tuple.__new__(Place, box)

    @cached_property
    def bare(self) -> str:
        """The text with every mark that may stand in a label as a space, character for character."""
        return _as_text(np.take(_bare_table(), self.codes))

    @cached_property
    def key(self) -> Key:
        """The characters that labels are made of, without space and punctuation."""
        return Key.of(self.codes)


def _on_page(part: Cell | Line, start: int, end: int) -> Place:
    """Return the box of some characters of a line, where it is known, or that of the whole."""
    if isinstance(part, Cell) or not part.sides or start >= len(part.text):
        return part.place
    sides = part.sides[2 * start : 2 * max(end, start + 1)]
    return part.place._replace(x0=round(min(sides), 2), x1=round(max(sides), 2))


@dataclass(frozen=True)
class Key:
    """A text reduced to letters, digits and Chinese characters, and where each of them stands."""

    text: str
    offsets: npt.NDArray[np.intp]

    @classmethod
    def of(cls, codes: Codes) -> Key:
        """Return the key of a folded text."""
        belongs = np.take(_key_table(), codes)
        return cls(_as_text(codes[belongs]), np.flatnonzero(belongs))

    def offset(self, at: int) -> int:
        """Return where in the full text the character number ``at`` of the key stands."""
        if at < len(self.offsets):
            return int(self.offsets[at])
        return int(self.offsets[-1]) + 1 if len(self.offsets) else 0


def key_text(text: str) -> str:
    """Return a folded text reduced to letters, digits and Chinese characters.

    >>> key_text("1. 属于 国家秘密")
    '1属于国家秘密'
    """
    return _NOT_KEY.sub("", text)


def stream_of(document: Document) -> Stream:
    """Return the stream of a document."""
    parts: list[Cell | Line] = []
    blocks: list[int] = []
    row_ends: list[int] = []
    wide: list[tuple[int, int]] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Line):
            parts.append(block)
            blocks.append(number)
            row_ends.append(len(parts) - 1)
            continue
        for cells, width in block.rows:
            if cells:
                if width:
                    wide.append((len(parts), width))
                parts += cells
                blocks += [number] * len(cells)
                row_ends.append(len(parts) - 1)
    texts = [part[0] for part in parts]
    lengths = np.fromiter(map(len, texts), np.intp, len(texts)) + 1
    ends = np.cumsum(lengths)
    # Every line and cell with a space behind it, which then becomes what stands between them.
    codes = np.take(_fold_table(), _codes(" ".join([*texts, ""])))
    codes[ends - 1] = _TAB
    codes[ends[row_ends] - 1] = _LINE_END
    text = _as_text(codes)
    if any(mark in text for mark in _MARKS):
        text = _MARKUP.sub(lambda match: " " * len(match.group()), text)
        codes = _codes(text)
    starts = (ends - lengths).tolist()
    widths = {starts[part]: width for part, width in wide}
    return Stream(text, codes, starts, parts, blocks, document.scanned, widths)


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _as_text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


_TAB, _LINE_END, _SPACE = ord("\t"), ord("\n"), ord(" ")


@cache
def _fold_table() -> Codes:
    """Return for every character what `toolkit.text.fold` makes of it; nothing inside a cell ends one."""
    table = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    for code, to in {**folding(), **dict.fromkeys(b"\t\n\r", " ")}.items():
        table[code] = ord(to)
    return table


@cache
def _bare_table() -> Codes:
    """Return for every character itself, and for a mark that may stand in a label a space."""
    table = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    table[[ord(mark) for mark in LABEL_MARKS]] = _SPACE
    return table


@cache
def _key_table() -> npt.NDArray[np.bool_]:
    """Return for every character whether keys are made of it."""
    table = np.zeros(sys.maxunicode + 1, dtype=np.bool_)
    for match in re.finditer(f"[{LETTERS}]", "".join(map(chr, range(_FIRST_PLANE)))):
        table[match.start()] = True
    return table
