"""One page as pdfium finds it: the characters that a reader sees, drawn lines, pictures."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from toolkit.layout import Glyph, Rule
from toolkit.reading.pdf.drawing import Box, Drawing
from toolkit.reading.pdf.library import Numbers, functions

#: Stands for a character of which nobody knows what it is; no number can hold it.
UNKNOWN = "\ufffd"
#: So many characters are looked at to tell which way a page is written and whether its fonts are sound.
_SAMPLE = 30
#: Kinds of notes that hold text: typed onto the page, and fields of a form. Their numbers are pdfium's.
_TYPED = (3, 20)
_AS_SHOWN, _FLATTENED = 0, 1
#: Text that leans more than this (in radians) is a watermark.
_LEANING = 0.1
#: The share of a page's characters that may be bullets of a list.
_MOST_BULLETS = 0.05
_NO_CHARACTER = "\ufffd\ufffe\uffff"
#: What pdfium writes for a hyphen at the end of a line, and where it begins a line or a word itself.
_HYPHEN, _BREAKS, _SPACES = "\x02", "\r\n\t", " \u3000\xa0"

_Columns = tuple[list[float], list[float], list[float], list[float]]


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
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return None
    if _has_typed_notes(page) and pdfium.FPDFPage_Flatten(page, _AS_SHOWN) == _FLATTENED:
        # What was typed onto the page is no part of it until the page is opened again.
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document, number)
    text = pdfium.FPDFText_LoadPage(page)
    try:
        return _sheet(page, text) if text else None
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _has_typed_notes(page: int) -> bool:
    """Decide whether text was typed onto a page, or into the fields of a form on it."""
    pdfium = functions()
    for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, n)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in _TYPED:
            return True
    return False


def _sheet(page: int, text: int) -> Sheet:
    pdfium = functions()
    characters = _characters(text)
    sides = Numbers(ctypes.c_float, 4)
    pdfium.FPDF_GetPageBoundingBox(page, sides.at[0])
    left, top, right, bottom = sides.values
    box = left, bottom, right, top
    drawing = Drawing(page, box)
    rotation = pdfium.FPDFPage_GetRotation(page)
    turn, askew = _directions(text, characters, rotation)
    upright = _Upright(box, (rotation + turn) % 4)
    unknown = _unknown(text, characters, drawing.may_hold_tables())
    glyphs, hidden = _glyphs(text, characters, unknown, askew, drawing, upright)
    width, height = upright.size
    inside = [g for g in glyphs if 0 <= g.x0 + g.x1 <= 2 * width and 0 <= g.top + g.bottom <= 2 * height]
    if turn:
        # pdfium follows the lines of the page as it lies; characters one below the other come from the end.
        inside.sort(key=lambda glyph: (round(glyph.bottom), glyph.left))
    return Sheet(
        width,
        height,
        turn,
        characters,
        inside,
        list(map(Rule._make, upright.boxes(drawing.rules))),
        upright.boxes(drawing.pictures),
        hidden + len(glyphs) - len(inside),
        len(unknown),
        drawing.paths,
        bool(drawing.moved) and _is_astray(text, len(characters), drawing),
    )


def _characters(text: int) -> str:
    """Return the characters of a page, one for each of pdfium's own numbers."""
    pdfium = functions()
    count = pdfium.FPDFText_CountChars(text)
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(text, 0, count, ctypes.addressof(buffer))
    characters = bytes(buffer)[: 2 * max(got - 1, 0)].decode("utf-16-le", "replace")
    if len(characters) == count:
        return characters
    # What has no code is left out there, and what lies beyond the basic plane counts twice.
    codes = [pdfium.FPDFText_GetUnicode(text, i) for i in range(count)]
    return "".join(chr(code) if 0 < code < 0x110000 else UNKNOWN for code in codes)


def _is_astray(text: int, count: int, drawing: Drawing) -> bool:
    """Decide whether a character stands outside the box of the text that it belongs to."""
    object_of = functions().FPDFText_GetTextObject
    moved = [(i, box) for i in range(count) if (box := drawing.moved.get(object_of(text, i)))]
    columns = _pen_boxes(text, [i for i, _ in moved])
    for (_, (left, bottom, right, top)), x0, y0, x1, y1 in zip(moved, *columns, strict=True):
        reach = right - left + top - bottom
        if abs(x0 + x1 - left - right) > 2 * reach or abs(y0 + y1 - bottom - top) > 2 * reach:
            return True
    return False


def _unknown(text: int, characters: str, may_hold_tables: bool) -> set[int]:
    """Return which characters have no known meaning, because their font does not map them to Unicode.

    pdfium then gives the number that the file has for them, which can look like another character.
    Codes for private use are the bullets of lists; in a cell they stand where a number belongs.
    """
    is_lost = functions().FPDFText_HasUnicodeMapError
    odd = [i for i, char in enumerate(characters) if char < " " and char not in _BREAKS]
    private = [i for i, char in enumerate(characters) if "\ue000" <= char < "\uf900"]
    if may_hold_tables or len(private) > _MOST_BULLETS * len(characters):
        odd += private
    looked_at = [i for i, char in enumerate(characters) if "0" <= char <= "9" or char in _NO_CHARACTER]
    looked_at += range(0, len(characters), len(characters) // _SAMPLE + 1)
    if any(is_lost(text, i) > 0 for i in (*odd, *looked_at)):
        odd += [i for i in range(len(characters)) if is_lost(text, i) > 0]
    odd += [i for i in looked_at if characters[i] in _NO_CHARACTER]
    return {i for i in odd if characters[i] != _HYPHEN or is_lost(text, i) > 0}


def _directions(text: int, characters: str, rotation: int) -> tuple[int, set[int]]:
    """Return by how many quarters a page still has to be turned to be read, and what stands askew on it.

    Most of the text tells the former; the latter are the characters of a watermark.
    """
    angle_of = functions().FPDFText_GetCharAngle
    printed = [i for i, char in enumerate(characters) if char > " "]
    step = len(printed) // _SAMPLE + 1
    # Clockwise, as the rotation of the page. A watermark is written first or last.
    angles = {i: angle_of(text, i) for i in (*printed[::step], *printed[:4], *printed[-4:])}
    quarters = Counter(_quarter(angle) for angle in angles.values())
    askew: set[int] = set()
    if quarters[None]:
        askew = {i for i in printed if _quarter(angle_of(text, i)) is None}
        del quarters[None]
    if not quarters:
        return 0, askew
    quarter, most = quarters.most_common(1)[0]
    is_clear = quarter is not None and most * 3 > 2 * quarters.total()
    return -(quarter + rotation) % 4 if quarter is not None and is_clear else 0, askew


def _quarter(angle: float) -> int | None:
    """Return the quarter turn that an angle is, or nothing where it leans."""
    quarters = angle / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) * (math.pi / 2) < _LEANING else None


def _glyphs(
    text: int, characters: str, unknown: set[int], askew: set[int], drawing: Drawing, upright: _Upright
) -> tuple[list[Glyph], int]:
    """Return the characters that a reader sees and the spaces between them, and how many nobody sees."""
    shown = [i for i, char in enumerate(characters) if (char > " " or i in unknown) and i not in askew]
    hidden = 0
    if drawing.light or drawing.invisible or drawing.has_clips or drawing.covers:
        seen = [i for i in shown if _is_seen(text, i, drawing)]
        shown, hidden = seen, len(shown) - len(seen)
    printed = [characters[i] for i in shown]
    for n, i in enumerate(shown):
        if i in unknown:
            printed[n] = UNKNOWN
        elif printed[n] == _HYPHEN:
            printed[n] = "-"
    # Those that pdfium itself adds between words have no width; gaps tell as much.
    spaces = [i for i, char in enumerate(characters) if char in _SPACES]
    pen = upright.columns(*_pen_boxes(text, shown + spaces))
    left, _, right, _ = pen
    glyphs = zip(printed + [" "] * len(spaces), *pen, left, right, strict=True)
    if drawing.may_hold_tables():
        # Which cell a character stands in only its ink tells: WPS sets upright headings in a font
        # whose boxes lie in the next cell. Outlines take long to look up, so only where it matters.
        ink = upright.columns(*_ink_boxes(text, shown))
        for column, wide in zip(ink, pen, strict=True):
            column += wide[len(shown) :]
        _mend(ink, pen)
        glyphs = zip(printed + [" "] * len(spaces), *ink, left, right, strict=True)
    found = list(map(partial(tuple.__new__, Glyph), glyphs))
    return found[: len(shown)] + [space for space in found[len(shown) :] if space.x1 > space.x0], hidden


def _is_seen(text: int, i: int, drawing: Drawing) -> bool:
    (x0,), (y0,), (x1,), (y1,) = _pen_boxes(text, [i])
    return drawing.is_seen(functions().FPDFText_GetTextObject(text, i), (x0 + x1) / 2, (y0 + y1) / 2)


def _pen_boxes(text: int, shown: Sequence[int]) -> _Columns:
    """Return the box that the pen takes for each character: left, bottom, right, top."""
    box_of = functions().FPDFText_GetLooseCharBox
    values = (ctypes.c_float * (4 * len(shown)))()
    at = ctypes.addressof(values)
    for i in shown:
        box_of(text, i, at)
        at += 16
    return values[0::4], values[3::4], values[2::4], values[1::4]


def _ink_boxes(text: int, shown: Sequence[int]) -> _Columns:
    """Return the box of the ink of each character: left, bottom, right, top."""
    box_of = functions().FPDFText_GetCharBox
    values = (ctypes.c_double * (4 * len(shown)))()
    at = ctypes.addressof(values)
    for i in shown:
        box_of(text, i, at, at + 16, at + 8, at + 24)
        at += 32
    return values[0::4], values[1::4], values[2::4], values[3::4]


def _mend(ink: _Columns, pen: _Columns) -> None:
    """Take the pen's box where a character has no ink, and the ink where the pen was elsewhere."""
    x0, top, x1, bottom = ink
    left, above, right, below = pen
    for n in [n for n, (start, end) in enumerate(zip(x0, x1, strict=True)) if end <= start]:
        x0[n], top[n], x1[n], bottom[n] = left[n], above[n], right[n], below[n]
    for n in [n for n in range(len(x0)) if right[n] < x0[n] or left[n] > x1[n]]:
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
        return list(zip(*self.columns(*map(list, zip(*boxes, strict=True))), strict=True)) if boxes else []
