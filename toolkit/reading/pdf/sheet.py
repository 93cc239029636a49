"""One page as pdfium finds it: the characters that a reader sees, drawn lines, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

from toolkit.layout import Glyph, Rule
from toolkit.reading.pdf.characters import (
    HYPHEN,
    SOFT_HYPHEN,
    UNKNOWN,
    characters_of,
    cut_off,
    dark_digits,
    directions,
    pale_among,
    unknown_among,
)
from toolkit.reading.pdf.doubts import of_unlike_size, struck_out
from toolkit.reading.pdf.drawing import Box, Drawing
from toolkit.reading.pdf.library import Numbers, columns, functions, handle

#: Kinds of notes that hold text: typed onto the page, and fields of a form. Their numbers are pdfium's.
_TYPED = (3, 20)
#: Flags of notes that are not shown: invisible, hidden, and those for the screen only.
_HIDDEN = 1 | 2 | 32
_AS_SHOWN, _FLATTENED = 0, 1
#: What is smaller than so many points is no character; pictures of one pixel make space.
_DOT = 0.5
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
    does with the radicals that browsers write, on pages put together from other pages. ``drawn`` are
    pictures and shapes with no character over them, some of which may be characters themselves.
    ``has_layers_off`` where the file holds layers that nobody sees, and pdfium does not tell what is on them.
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
    drawn: Sequence[Box] = ()
    has_layers_off: bool = False


def read_sheet(document: Any, number: int) -> Sheet | None:
    """Return what stands on a page (from 0) of an open pdfium document, or nothing if it is damaged."""
    pdfium = functions()
    page = handle(pdfium.FPDF_LoadPage(document, number))
    if not page:
        return None
    notes = _notes(page)
    if notes.are_typed and pdfium.FPDFPage_Flatten(page, _AS_SHOWN) == _FLATTENED:
        # What was typed onto the page is no part of it until the page is opened again.
        pdfium.FPDF_ClosePage(page)
        page = handle(pdfium.FPDF_LoadPage(document, number))
    text = handle(pdfium.FPDFText_LoadPage(page))
    try:
        return _sheet(document, page, text, notes.without_look) if text else None
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


class _Notes(NamedTuple):
    """What was typed onto a page: whether something was, and where its text is left to the program that shows it."""

    are_typed: bool
    without_look: list[Box]


def _notes(page: Any) -> _Notes:
    """Return the notes on a page that hold text typed onto it, or into the fields of a form."""
    pdfium = functions()
    are_typed, boxes = False, []
    for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = handle(pdfium.FPDFPage_GetAnnot(page, n))
        if pdfium.FPDFAnnot_GetSubtype(note) in _TYPED:
            are_typed = True
            has_text = any(pdfium.FPDFAnnot_HasKey(note, key) for key in (b"V", b"Parent", b"Contents"))
            is_hidden = pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN
            if has_text and not is_hidden and not pdfium.FPDFAnnot_HasKey(note, b"AP"):
                sides = Numbers(ctypes.c_float, 4)
                pdfium.FPDFAnnot_GetRect(note, sides.at[0])
                left, top, right, bottom = sides.values
                boxes.append((left, bottom, right, top))
        pdfium.FPDFPage_CloseAnnot(note)
    return _Notes(are_typed, boxes)


def _sheet(document: Any, page: Any, text: Any, notes: Sequence[Box]) -> Sheet:
    pdfium = functions()
    characters = characters_of(text)
    sides = Numbers(ctypes.c_float, 4)
    pdfium.FPDF_GetPageBoundingBox(page, sides.at[0])
    left, top, right, bottom = sides.values
    box = left, bottom, right, top
    drawing = Drawing(document, page, box)
    rotation = pdfium.FPDFPage_GetRotation(page)
    turn, askew = directions(text, characters, rotation)
    upright = _Upright(box, (rotation + turn) % 4)
    unknown = unknown_among(text, characters, drawing.may_hold_tables())
    rules = list(map(_rule, upright.boxes(drawing.rules)))
    glyphs, hidden = _glyphs(text, characters, unknown, askew, drawing, upright, rules)
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
        rules,
        upright.boxes(drawing.pictures),
        hidden + len(glyphs) - len(inside),
        len(unknown),
        drawing.paths,
        bool(drawing.moved) and _is_astray(text, len(characters), drawing),
        _without_text(upright.boxes([*drawing.pictures, *drawing.shapes, *notes]), inside),
    )


def _without_text(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> list[Box]:
    """Return the boxes over which no character stands."""
    return [
        box
        for box in boxes
        if min(box[2] - box[0], box[3] - box[1]) > _DOT
        and not any(
            box[0] < (glyph[1] + glyph[3]) / 2 < box[2] and box[1] < (glyph[2] + glyph[4]) / 2 < box[3]
            for glyph in glyphs
        )
    ]


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
    text: Any,
    characters: str,
    unknown: set[int],
    askew: set[int],
    drawing: Drawing,
    upright: _Upright,
    rules: list[Rule],
) -> tuple[list[Glyph], int]:
    """Return the characters that a reader sees and the spaces between them, and how many nobody sees.

    Lines that only strike characters out are taken from ``rules``.
    """
    shown = [i for i, char in enumerate(characters) if char > " "]
    if askew:
        # What leans is a watermark; a number that leans is as dark as the others, and not to be lost.
        unknown |= dark_digits(text, characters, askew)
    if unknown or askew:
        shown = sorted({*shown, *unknown} - (askew - unknown))
    hidden = 0
    pale = pale_among(text, characters, shown)
    if pale or drawing.invisible or drawing.clips or drawing.covers:
        # Where it shows is where its ink is: WPS sets upright headings with the pen in the next cell.
        xs, ys = _middles(_ink_boxes(text, shown))
        covered = drawing.covered(text, shown, xs, ys)
        object_of = functions().FPDFText_GetTextObject
        seen = [
            i
            for i, x, y in zip(shown, xs, ys, strict=True)
            if i not in covered and drawing.is_seen(object_of(text, i), x, y, pale.get(i, 0))
        ]
        unknown |= cut_off(characters, seen, set(shown) - set(seen), partial(object_of, text))
        shown, hidden = seen, len(shown) - len(seen)
    printed = [characters[i] for i in shown]
    pen = upright.columns(*_pen_boxes(text, shown))
    left, _, right, _ = pen
    digits = [n for n, char in enumerate(printed) if "0" <= char <= "9"]
    for n in of_unlike_size(digits, pen, partial(_ink_height, text, shown)):
        printed[n] = UNKNOWN
    if unknown or HYPHEN in characters or SOFT_HYPHEN in characters:
        printed = [
            UNKNOWN if i in unknown else "-" if c in (HYPHEN, SOFT_HYPHEN) else c
            for i, c in zip(shown, printed, strict=True)
        ]
    boxes = pen
    if drawing.may_hold_tables():
        # Which cell a character stands in only its ink tells: WPS sets upright headings in a font
        # whose boxes lie in the next cell. Outlines take long to look up, so only where it matters.
        boxes = upright.columns(*_ink_boxes(text, shown))
        _mend(boxes, pen)
    found = list(map(_glyph, zip(printed, *boxes, left, right, strict=True)))
    struck, through = struck_out(found, digits, rules)
    for n in struck:
        found[n] = found[n]._replace(text=UNKNOWN)
    if through:
        rules[:] = [rule for rule in rules if rule not in through]
    # Those spaces that pdfium itself adds between words have no width; gaps tell as much.
    spaces = [i for i, char in enumerate(characters) if char in _SPACES and i not in unknown]
    for x0, top, x1, bottom in zip(*upright.columns(*_pen_boxes(text, spaces)), strict=True):
        if x1 > x0:
            found.append(Glyph(" ", x0, top, x1, bottom, x0, x1))
    return found, hidden


def _ink_height(text: Any, shown: Sequence[int], n: int) -> float:
    """Return how high one character is, along its page or across it."""
    (x0,), (y0,), (x1,), (y1,) = _ink_boxes(text, [shown[n]])
    return max(x1 - x0, y1 - y0)


def _middles(boxes: _Columns) -> tuple[list[float], list[float]]:
    left, bottom, right, top = boxes
    return [sum(ends) / 2 for ends in zip(left, right, strict=True)], [
        sum(ends) / 2 for ends in zip(bottom, top, strict=True)
    ]


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
