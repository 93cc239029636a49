"""One page as pdfium finds it: the characters that a reader sees, drawn lines, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

from toolkit.layout import Glyph, Rule
from toolkit.reading.pdf.characters import (
    HYPHEN,
    UNKNOWN,
    characters_of,
    directions,
    pale_among,
    unknown_among,
)
from toolkit.reading.pdf.drawing import CLEAR, Box, Drawing
from toolkit.reading.pdf.library import Numbers, columns, functions, handle

#: Kinds of notes that hold text: typed onto the page, and fields of a form. Their numbers are pdfium's.
_TYPED = (3, 20)
_AS_SHOWN, _FLATTENED = 0, 1
_SPACES = " \u3000\xa0"
_Columns = tuple[list[float], list[float], list[float], list[float]]

#: Hundreds of both are made on every page, from tuples that hold all they need.
_glyph, _rule = partial(tuple.__new__, Glyph), partial(tuple.__new__, Rule)


class Sheet(NamedTuple):
    """What stands on a page, in points from its upper left corner as it is read.

    ``turn`` is by how many quarters the page had to be turned, beyond what the file itself says, for
    its text to be upright. ``text`` is pdfium's own reading. ``hidden`` and ``unknown`` count the
    characters that nobody sees and those whose font does not say what they are; ``paths`` counts
    what is drawn. ``is_astray`` where pdfium places characters elsewhere than they are drawn, as it
    does with the radicals that browsers write, on pages put together from other pages.
    """

    width: float
    height: float
    turn: int
    text: str
    glyphs: list[Glyph]
    rules: list[Rule]
    pictures: list[Box]
    hidden: int
    unknown: int
    paths: int
    is_astray: bool = False


def read_sheet(document: Any, number: int) -> Sheet | None:
    """Return what stands on a page (from 0) of an open pdfium document, or nothing if it is damaged."""
    pdfium = functions()
    page = handle(pdfium.FPDF_LoadPage(document, number))
    if not page:
        return None
    if _has_typed_notes(page) and pdfium.FPDFPage_Flatten(page, _AS_SHOWN) == _FLATTENED:
        # What was typed onto the page is no part of it until the page is opened again.
        pdfium.FPDF_ClosePage(page)
        page = handle(pdfium.FPDF_LoadPage(document, number))
    text = handle(pdfium.FPDFText_LoadPage(page))
    try:
        return _sheet(page, text) if text else None
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _has_typed_notes(page: Any) -> bool:
    """Decide whether text was typed onto a page, or into the fields of a form on it."""
    pdfium = functions()
    for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = handle(pdfium.FPDFPage_GetAnnot(page, n))
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in _TYPED:
            return True
    return False


def _sheet(page: Any, text: Any) -> Sheet:
    pdfium = functions()
    characters = characters_of(text)
    sides = Numbers(ctypes.c_float, 4)
    pdfium.FPDF_GetPageBoundingBox(page, sides.at[0])
    left, top, right, bottom = sides.values
    box = left, bottom, right, top
    drawing = Drawing(page, box)
    rotation = pdfium.FPDFPage_GetRotation(page)
    turn, askew = directions(text, characters, rotation)
    upright = _Upright(box, (rotation + turn) % 4)
    unknown = unknown_among(text, characters, drawing.may_hold_tables())
    glyphs, hidden = _glyphs(text, characters, unknown, askew, drawing, upright)
    width, height = upright.size
    inside = [g for g in glyphs if 0 <= g[1] + g[3] <= 2 * width and 0 <= g[2] + g[4] <= 2 * height]
    if turn:
        # pdfium follows the lines of the page as it lies; characters one below the other come from the end.
        inside.sort(key=lambda glyph: (round(glyph.bottom), glyph.left))
    return Sheet(
        width,
        height,
        turn,
        characters,
        inside,
        list(map(_rule, upright.boxes(drawing.rules))),
        upright.boxes(drawing.pictures),
        hidden + len(glyphs) - len(inside),
        len(unknown),
        drawing.paths,
        bool(drawing.moved) and _is_astray(text, len(characters), drawing),
    )


def _is_astray(text: Any, count: int, drawing: Drawing) -> bool:
    """Decide whether a character stands outside the box of the text that it belongs to."""
    object_of = functions().FPDFText_GetTextObject
    moved = [(i, box) for i in range(count) if (box := drawing.moved.get(object_of(text, i)))]
    pens = _pen_boxes(text, [i for i, _ in moved])
    for (_, (left, bottom, right, top)), x0, y0, x1, y1 in zip(moved, *pens, strict=True):
        reach = right - left + top - bottom
        if abs(x0 + x1 - left - right) > 2 * reach or abs(y0 + y1 - bottom - top) > 2 * reach:
            return True
    return False


def _glyphs(
    text: Any, characters: str, unknown: set[int], askew: set[int], drawing: Drawing, upright: _Upright
) -> tuple[list[Glyph], int]:
    """Return the characters that a reader sees and the spaces between them, and how many nobody sees."""
    shown = [i for i, char in enumerate(characters) if char > " "]
    if unknown or askew:
        shown = sorted({*shown, *unknown} - askew)
    hidden = 0
    pale = pale_among(text, characters, shown)
    if pale or drawing.invisible or drawing.clips or drawing.covers:
        middles = _middles(_pen_boxes(text, shown))
        seen = [i for i, at in zip(shown, middles, strict=True) if _is_seen(text, i, at, drawing, i in pale)]
        shown, hidden = seen, len(shown) - len(seen)
    printed = [characters[i] for i in shown]
    if unknown or HYPHEN in characters:
        printed = [
            UNKNOWN if i in unknown else "-" if c == HYPHEN else c
            for i, c in zip(shown, printed, strict=True)
        ]
    pen = upright.columns(*_pen_boxes(text, shown))
    left, _, right, _ = pen
    boxes = pen
    if drawing.may_hold_tables():
        # Which cell a character stands in only its ink tells: WPS sets upright headings in a font
        # whose boxes lie in the next cell. Outlines take long to look up, so only where it matters.
        boxes = upright.columns(*_ink_boxes(text, shown))
        _mend(boxes, pen)
    found = list(map(_glyph, zip(printed, *boxes, left, right, strict=True)))
    # Those spaces that pdfium itself adds between words have no width; gaps tell as much.
    spaces = [i for i, char in enumerate(characters) if char in _SPACES]
    for x0, top, x1, bottom in zip(*upright.columns(*_pen_boxes(text, spaces)), strict=True):
        if x1 > x0:
            found.append(Glyph(" ", x0, top, x1, bottom, x0, x1))
    return found, hidden


def _middles(boxes: _Columns) -> Iterator[tuple[float, float]]:
    for x0, y0, x1, y1 in zip(*boxes, strict=True):
        yield (x0 + x1) / 2, (y0 + y1) / 2


def _is_seen(text: Any, i: int, middle: tuple[float, float], drawing: Drawing, is_pale: bool) -> bool:
    pdfium = functions()
    if is_pale:
        colour = Numbers(ctypes.c_uint, 4)
        pdfium.FPDFText_GetFillColor(text, i, *colour.at)
        if colour.values[3] < CLEAR:
            return False
    return drawing.is_seen(pdfium.FPDFText_GetTextObject(text, i), *middle, is_pale)


def _pen_boxes(text: Any, shown: Sequence[int]) -> _Columns:
    """Return the box that the pen takes for each character: left, bottom, right, top."""
    box_of = functions().FPDFText_GetLooseCharBox
    left, top, right, bottom = columns(ctypes.c_float, 4, box_of, len(shown), repeat(text), shown, places=1)
    return left, bottom, right, top


def _ink_boxes(text: Any, shown: Sequence[int]) -> _Columns:
    """Return the box of the ink of each character: left, bottom, right, top."""
    box_of = functions().FPDFText_GetCharBox
    left, right, bottom, top = columns(ctypes.c_double, 4, box_of, len(shown), repeat(text), shown)
    return left, bottom, right, top


def _mend(ink: _Columns, pen: _Columns) -> None:
    """Take the pen's box where a character has no ink, and the ink where the pen was elsewhere."""
    x0, top, x1, bottom = ink
    left, above, right, below = pen
    for n in [n for n, (start, end) in enumerate(zip(x0, x1, strict=True)) if end <= start]:
        x0[n], top[n], x1[n], bottom[n] = left[n], above[n], right[n], below[n]
    aside = [n for n, (a, b, c, d) in enumerate(zip(left, x0, x1, right, strict=True)) if d < b or a > c]
    for n in aside:
        left[n], right[n] = x0[n], x1[n]


class _Upright:
    """How boxes of the file stand on the page as it is read: turned, and from its upper left corner."""

    def __init__(self, box: Box, quarters: int) -> None:
        self.box, self.quarters = box, quarters

    @property
    def size(self) -> tuple[float, float]:
        left, bottom, right, top = self.box
        sides = right - left, top - bottom
        return sides if self.quarters % 2 == 0 else (sides[1], sides[0])

    def columns(self, x0: list[float], y0: list[float], x1: list[float], y1: list[float]) -> _Columns:
        """Return the left, upper, right and lower sides of boxes given by columns."""
        left, bottom, right, top = self.box
        if self.quarters == 0:
            return (
                [x - left for x in x0],
                [top - y for y in y1],
                [x - left for x in x1],
                [top - y for y in y0],
            )
        if self.quarters == 1:
            return (
                [y - bottom for y in y0],
                [x - left for x in x0],
                [y - bottom for y in y1],
                [x - left for x in x1],
            )
        if self.quarters == 2:
            return (
                [right - x for x in x1],
                [y - bottom for y in y0],
                [right - x for x in x0],
                [y - bottom for y in y1],
            )
        return [top - y for y in y1], [right - x for x in x1], [top - y for y in y0], [right - x for x in x0]

    def boxes(self, boxes: Sequence[Box]) -> list[Box]:
        """Return boxes one by one."""
        if self.quarters == 0:
            left, _, _, top = self.box
            return [(x0 - left, top - y1, x1 - left, top - y0) for x0, y0, x1, y1 in boxes]
        return list(zip(*self.columns(*map(list, zip(*boxes, strict=True))), strict=True)) if boxes else []
