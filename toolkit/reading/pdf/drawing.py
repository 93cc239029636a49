"""What is drawn on a page besides text: lines, filled areas, pictures; and text that nobody sees."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import numpy as np

from toolkit.reading.pdf.library import Numbers, columns, functions, handle

#: Left, bottom, right, top, as in the file.
Box = tuple[float, float, float, float]
_Matrix = tuple[float, ...]
_Point = tuple[float, float]
#: A place in the order of drawing: that of a form, and then the place in it.
_Order = tuple[int, ...]

_PATH, _IMAGE, _FORM = 2, 3, 5
#: Text drawn neither filled nor stroked: a layer under the picture of a page, made to be searched.
_INVISIBLE = (3, 7)
#: A filled rectangle no thicker than this is a line.
_THIN = 3.5
#: From this brightness on, of 255, a colour cannot be told from white paper.
LIGHT = 240
#: From this brightness on text can be of the colour of the area it stands on, and how near they are then.
PALE, _ALIKE = 150, 10
#: The brightness of what is clear.
INVISIBLE = 1000
_WHITE = 255
#: Below this brightness an area is coloured, however faintly.
_PAPER = 252
#: A colour more transparent than this, of 255, draws nothing that could be read; one that hides what is below.
CLEAR, _SOLID = 16, 255
#: Segments of a rectangle: a filled path of more can hold many thin ones. A path begins with a move.
_RECTANGLE, _MOVE = 5, 2
#: The outline of a letter is no larger than this, in points, and one that is as thin as a line no longer.
_LETTER, _STROKE = 40.0, 15.0
#: Darker than this, of 255, an area leaves nothing to be read below it, and text is no watermark.
DARK = 128
#: The share of a picture that has to be opaque to hide what is below; a stamp is mostly clear.
_MOST = 0.9
#: So many points a stroke may lean and still be level or upright.
_LEANING = 1.0
_DEEPEST_FORM = 4
#: A white line parts coloured cells where one of them is no further away than so many points.
_BESIDE = 1.5
#: Further away than any page reaches.
_FAR = 1e6
#: Every so many texts one is asked whether it is clipped.
_SOME = 16
#: The share of a page at each edge where browsers clip what a page break cuts.
_EDGE = 0.15
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Fill(NamedTuple):
    """A filled area or a picture: its place in the order of drawing, its box, and how bright it is, of 255."""

    order: _Order
    box: Box
    brightness: int


class Cover(NamedTuple):
    """An area or a picture drawn after some of the text: its object, its place in the order of drawing, its box."""

    drawn: Any
    order: _Order
    box: Box
    is_picture: bool


class Drawing:
    """What one page draws; boxes are as in the file.

    Rules end where they are clipped: browsers draw a row that a page break cuts on both pages, and clip
    it. ``texts`` gives each text object its place in the order of drawing, ``clips`` says outside of what
    it does not show, ``invisible`` holds those that draw nothing, and ``moved`` where those stand that a
    form puts elsewhere. ``covers`` are what was drawn over text, if there is any below: it was taken out.
    ``shapes`` are as small as letters and may be some. ``paths`` counts paths.
    """

    def __init__(self, document: Any, page: Any, box: Box) -> None:
        """Go through everything on a page once; ``box`` is the part of it that is seen."""
        self.rules: list[Box] = []
        self.pictures: list[Box] = []
        self.shapes: list[Box] = []
        self.fills: list[Fill] = []
        self._pale: list[Box] = []
        self._solid: list[tuple[Cover, int]] = []
        self._document, self._page = document, page
        self.invisible: set[int] = set()
        self.texts: dict[int, _Order] = {}
        self.moved: dict[int, Box] = {}
        self.paths = 0
        self._has_clips = False
        left, bottom, right, top = box
        wide, high = _EDGE * (right - left), _EDGE * (top - bottom)
        self._inner = left + wide, bottom + high, right - wide, top - high
        self._first_text: _Order = ()
        self._pdfium = functions()
        self._floats = Numbers(ctypes.c_float, 6)
        self._colour = Numbers(ctypes.c_uint, 4)
        count = self._pdfium.FPDFPage_CountObjects(page)
        self._draw(page, count, self._pdfium.FPDFPage_GetObject, None, ())
        self.fills.sort()
        self.clips = self._clips_of_texts() if self._has_clips else {}
        self.rules += self._on_colour(self._pale)
        late = [
            (cover, brightness)
            for cover, brightness in self._solid
            if self.texts and cover.order > self._first_text
        ]
        self.covers = [cover for cover, _ in late]
        self.shapes += [cover.box for cover, brightness in late if brightness < DARK and not cover.is_picture]

    def may_hold_tables(self) -> bool:
        """Decide whether lines run in both directions."""
        return any(right - left >= top - bottom for left, bottom, right, top in self.rules) and any(
            top - bottom >= right - left for left, bottom, right, top in self.rules
        )

    def is_seen(self, text: int, x: float, y: float, brightness: int) -> bool:
        """Decide whether a character of a text object shows at a point: drawn, not clipped, and not of its ground's colour.

        Below `PALE` every ``brightness`` shows.
        """
        if text in self.invisible:
            return False
        clip = self.clips.get(text)
        if clip is not None and not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]):
            return False
        if brightness < PALE or brightness == INVISIBLE:
            return brightness < PALE
        order = self.texts.get(text, ())
        below = [
            fill.brightness
            for fill in self.fills
            if fill.order < order and fill.box[0] <= x <= fill.box[2] and fill.box[1] <= y <= fill.box[3]
        ]
        ground = below[-1] if below else _WHITE
        return abs(ground - brightness) >= _ALIKE and (brightness < LIGHT or ground < LIGHT)

    def covered(
        self, text: Any, characters: Sequence[int], xs: Sequence[float], ys: Sequence[float]
    ) -> set[int]:
        """Return which characters, given by their numbers and middles, lie below what was drawn after them.

        What is written once more on top is seen, though pdfium tells only of the first time.
        """
        if not self.covers:
            return set()
        object_of = self._pdfium.FPDFText_GetTextObject
        x, y = np.array(xs), np.array(ys)
        found: set[int] = set()
        for cover in self.covers:
            left, bottom, right, top = cover.box
            inside = np.flatnonzero((left <= x) & (x <= right) & (bottom <= y) & (y <= top)).tolist()
            below = [
                i for n in inside if self.texts.get(object_of(text, i := characters[n]), ()) < cover.order
            ]
            if below and not found.issuperset(below) and self._hides(cover):
                found.update(below)
        if not found:
            return found
        told = set(map(object_of, repeat(text), characters))
        again = {self._rounded(handle(drawn)) for drawn in self.texts if drawn not in told}
        return {i for i in found if self._rounded(handle(object_of(text, i))) not in again}

    def _rounded(self, drawn: Any) -> tuple[int, ...]:
        return tuple(map(round, self._bounds(drawn, None)))

    def _hides(self, cover: Cover) -> bool:
        """Decide whether nothing shows through an area or a picture."""
        if self._pdfium.FPDFPageObj_HasTransparency(cover.drawn):
            return False
        return not cover.is_picture or is_opaque(self._document, self._page, cover.drawn)

    def _clips_of_texts(self) -> dict[int, Box]:
        """Return outside of which box a text object does not show, for those that do not show everywhere."""
        clips = list(map(handle, map(self._pdfium.FPDFPageObj_GetClipPath, map(handle, self.texts))))
        counts = map(self._pdfium.FPDFClipPath_CountPaths, clips)
        found = {
            text: self._clip(clip)
            for text, clip, count in zip(self.texts, clips, counts, strict=True)
            if count > 0
        }
        return {text: box for text, box in found.items() if box is not None}

    def _clip_of(self, drawn: Any) -> Box | None:
        """Return the box outside of which an object does not show, or nothing where it shows everywhere."""
        return self._clip(handle(self._pdfium.FPDFPageObj_GetClipPath(drawn)))

    def _clip(self, clip: Any) -> Box | None:
        pdfium = self._pdfium
        left, bottom, right, top = -_FAR, -_FAR, _FAR, _FAR
        for path in range(pdfium.FPDFClipPath_CountPaths(clip)):
            points = []
            for n in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
                segment = handle(pdfium.FPDFClipPath_GetPathSegment(clip, path, n))
                pdfium.FPDFPathSegment_GetPoint(segment, *self._floats.at[:2])
                points.append(tuple(self._floats.values[:2]))
            if points:
                x0, y0, x1, y1 = _box_of(points)
                left, bottom, right, top = max(left, x0), max(bottom, y0), min(right, x1), min(top, y1)
                self._has_clips = True
        return (left, bottom, right, top) if left > -_FAR else None

    def _rules(self, path: Any, box: Box, lines: Sequence[Box]) -> None:
        """Note the lines of a path that lies in a box, or the parts of them that show."""
        x0, y0, x1, y1 = box
        left, bottom, right, top = self._inner
        is_clipped = self._has_clips or x0 < left or y0 < bottom or x1 > right or y1 > top
        clip = self._clip_of(path) if is_clipped else None
        if clip is None:
            self.rules += lines
            return
        left, bottom, right, top = clip
        for x0, y0, x1, y1 in lines:
            x0, y0, x1, y1 = max(x0, left), max(y0, bottom), min(x1, right), min(y1, top)
            if x0 <= x1 and y0 <= y1:
                self.rules.append((x0, y0, x1, y1))

    def _on_colour(self, pale: Sequence[Box]) -> list[Box]:
        """Return the lines in the colour of paper that part coloured cells."""
        coloured = [fill.box for fill in self.fills if fill.brightness < _PAPER]
        found = []
        for line in pale if coloured else ():
            x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
            if any(
                left - _BESIDE <= x <= right + _BESIDE and bottom - _BESIDE <= y <= top + _BESIDE
                for left, bottom, right, top in coloured
            ):
                found.append(line)
        return found

    def _draw(
        self,
        container: Any,
        count: int,
        item: Callable[[Any, int], int],
        matrix: _Matrix | None,
        outer: _Order,
    ) -> None:
        """Note every object on the page, or in a form on it, whose matrix leads to the page."""
        pdfium = self._pdfium
        addresses = list(map(item, repeat(container), range(count)))
        objects = list(map(handle, addresses))
        # Most objects are text, and only text has such a mode.
        modes = list(map(pdfium.FPDFTextObj_GetTextRenderMode, objects))
        texts = [n for n, mode in enumerate(modes) if mode >= 0]
        if texts:
            self.texts.update({addresses[n]: (*outer, n) for n in texts})
            first = (*outer, texts[0])
            self._first_text = min(self._first_text or first, first)
            self.invisible.update(addresses[n] for n in texts if modes[n] in _INVISIBLE)
            if matrix is not None and matrix != _IDENTITY:
                self.moved.update((addresses[n], self._bounds(objects[n], matrix)) for n in texts)
        for n in texts:
            if not n % _SOME and not self._has_clips:
                self._clip_of(objects[n])
        others = [(n, pdfium.FPDFPageObj_GetType(objects[n])) for n, mode in enumerate(modes) if mode < 0]
        self._paths([((*outer, n), objects[n]) for n, kind in others if kind == _PATH], matrix)
        for n, kind in others:
            if kind == _IMAGE:
                box = self._bounds(objects[n], matrix)
                self.pictures.append(box)
                self.fills.append(Fill((*outer, n), box, 0))
                self._solid.append((Cover(objects[n], (*outer, n), box, True), 0))
            elif kind == _FORM and len(outer) < _DEEPEST_FORM:
                inner = self._matrix(objects[n], matrix)
                inside = pdfium.FPDFFormObj_CountObjects(objects[n])
                self._draw(objects[n], inside, pdfium.FPDFFormObj_GetObject, inner, (*outer, n))

    def _paths(self, ordered: Sequence[tuple[_Order, Any]], matrix: _Matrix | None) -> None:
        """Note the lines of paths: strokes, thin areas, and the sides of stroked rectangles."""
        pdfium, count = self._pdfium, len(ordered)
        self.paths += count
        paths = [path for _, path in ordered]
        modes = columns(ctypes.c_int, 2, pdfium.FPDFPath_GetDrawMode, count, paths)
        boxes = columns(ctypes.c_float, 4, pdfium.FPDFPageObj_GetBounds, count, paths)
        colours = columns(ctypes.c_uint, 4, pdfium.FPDFPageObj_GetFillColor, count, paths)
        drawn = zip(ordered, zip(*boxes, strict=True), *modes, *colours, strict=True)
        for (order, path), box, is_filled, is_stroked, red, green, blue, alpha in drawn:
            if matrix is not None:
                box = _box_moved(matrix, box)
            is_thin = box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN
            brightness = None
            if is_filled and alpha >= CLEAR:
                brightness = min(red, green, blue)
                if not is_thin:
                    self.fills.append(Fill(order, box, brightness))
                    if alpha == _SOLID:
                        self._solid.append((Cover(path, order, box, False), brightness))
            if is_stroked:
                brightness = self._brightness_of_stroke(path)
            if brightness is None:
                continue
            if is_filled and brightness < LIGHT and _is_small(box) and self._is_letter(path, box, is_thin):
                self.shapes.append(box)
                continue
            lines = [box] if is_thin else []
            if not is_thin and (is_stroked or pdfium.FPDFPath_CountSegments(path) > _RECTANGLE):
                parts = self._parts(path, matrix)
                lines = [side for corners in parts for side in _sides(corners, bool(is_stroked))]
            if brightness >= LIGHT:
                self._pale += lines
            elif matrix is None and lines:
                self._rules(path, box, lines)
            else:
                self.rules += lines

    def _is_letter(self, path: Any, box: Box, is_thin: bool) -> bool:
        """Decide whether a small filled path may be the outline of a letter: it is no rectangle."""
        is_short = max(box[2] - box[0], box[3] - box[1]) <= _STROKE
        return (is_short or not is_thin) and self._pdfium.FPDFPath_CountSegments(path) > _RECTANGLE

    def _brightness_of_stroke(self, path: Any) -> int | None:
        """Return how bright the line of a path is, of 255, or nothing where it is clear."""
        self._pdfium.FPDFPageObj_GetStrokeColor(path, *self._colour.at)
        red, green, blue, alpha = self._colour.values
        return min(red, green, blue) if alpha >= CLEAR else None

    def _parts(self, path: Any, matrix: _Matrix | None) -> list[list[_Point]]:
        """Return the corners of each part of a path."""
        pdfium, own = self._pdfium, self._matrix(path, matrix)
        values, (at_x, at_y) = self._floats.values, self._floats.at[:2]
        parts: list[list[_Point]] = []
        for n in range(pdfium.FPDFPath_CountSegments(path)):
            segment = handle(pdfium.FPDFPath_GetPathSegment(path, n))
            pdfium.FPDFPathSegment_GetPoint(segment, at_x, at_y)
            if not n or pdfium.FPDFPathSegment_GetType(segment) == _MOVE:
                parts.append([])
            parts[-1].append(_moved(own, values[0], values[1]))
            if pdfium.FPDFPathSegment_GetClose(segment):
                parts[-1].append(parts[-1][0])
        return parts

    def _bounds(self, drawn: Any, matrix: _Matrix | None) -> Box:
        self._pdfium.FPDFPageObj_GetBounds(drawn, *self._floats.at[:4])
        left, bottom, right, top = self._floats.values[:4]
        if matrix is None:
            return left, bottom, right, top
        return _box_moved(matrix, (left, bottom, right, top))

    def _matrix(self, drawn: Any, outer: _Matrix | None) -> _Matrix:
        """Return the matrix of an object followed by that of the form in which it stands."""
        self._pdfium.FPDFPageObj_GetMatrix(drawn, self._floats.at[0])
        a, b, c, d, e, f = self._floats.values
        if outer is None:
            return a, b, c, d, e, f
        (x0, y0), (x1, y1), (x2, y2) = (
            _moved(outer, *point) for point in ((e, f), (a + e, b + f), (c + e, d + f))
        )
        return x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0


def _is_small(box: Box) -> bool:
    return box[2] - box[0] <= _LETTER and box[3] - box[1] <= _LETTER


def _sides(corners: Sequence[_Point], is_stroked: bool) -> list[Box]:
    """Return the lines of a part of a path: its level and upright sides, or itself where it is thin."""
    if is_stroked:
        return [
            (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            for (x0, y0), (x1, y1) in pairwise(corners)
            if abs(x1 - x0) < _LEANING or abs(y1 - y0) < _LEANING
        ]
    box = _box_of(corners)
    return [box] if min(box[2] - box[0], box[3] - box[1]) <= _THIN else []


def _moved(matrix: _Matrix, x: float, y: float) -> _Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box_moved(matrix: _Matrix, box: Box) -> Box:
    left, bottom, right, top = box
    return _box_of([_moved(matrix, x, y) for x in (left, right) for y in (bottom, top)])


def _box_of(points: Sequence[_Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def is_opaque(document: Any, page: Any, picture: Any) -> bool:
    """Decide whether a picture on a page hides what is below it: a stamp with a clear ground does not."""
    import pypdfium2

    found = functions().FPDFImageObj_GetRenderedBitmap(document, page, picture)
    if not found:
        return True
    # It gives the bitmap back to pdfium when it is let go, which must happen once.
    pixels = pypdfium2.PdfBitmap.from_raw(ctypes.cast(found, pypdfium2.raw.FPDF_BITMAP)).to_numpy()
    return pixels.shape[-1] < 4 or bool((pixels[..., 3] == _SOLID).mean() > _MOST)
