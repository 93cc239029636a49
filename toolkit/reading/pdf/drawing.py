"""What is drawn on a page besides text: lines, filled areas, pictures; and text that nobody sees."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from toolkit.reading.pdf.library import Numbers, functions

#: Left, bottom, right, top, as in the file.
Box = tuple[float, float, float, float]
_Matrix = tuple[float, ...]
_Point = tuple[float, float]

_PATH, _IMAGE, _FORM = 2, 3, 5
#: Text drawn neither filled nor stroked: a layer under the picture of a page, made to be searched.
_INVISIBLE = (3, 7)
#: A filled rectangle no thicker than this is a line.
_THIN = 3.5
#: From this brightness on, of 255, a colour cannot be told from white paper.
LIGHT = 240
#: Below this brightness an area is coloured, however faintly.
_PAPER = 252
#: A colour more transparent than this, of 255, draws nothing that could be read; one that hides what is below.
CLEAR, _SOLID = 16, 255
#: Segments of a rectangle: a filled path of more can hold many thin ones. A path begins with a move.
_RECTANGLE, _MOVE = 5, 2
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

    order: int
    box: Box
    brightness: int


class Drawing:
    """What one page draws; boxes are as in the file.

    Rules end where they are clipped: browsers draw a row that a page break cuts on both pages, and clip
    it. ``has_clips`` where anything on the page is. ``texts`` gives each text object its place in the
    order of drawing, ``invisible`` holds those that draw nothing, and ``moved`` where those stand that
    a form puts elsewhere. ``covers`` are areas drawn over the text when all of it was written: what
    they cover was taken out. ``paths`` counts paths.
    """

    def __init__(self, page: int, box: Box) -> None:
        """Go through everything on a page once; ``box`` is the part of it that is seen."""
        self.rules: list[Box] = []
        self.pictures: list[Box] = []
        self.fills: list[Fill] = []
        self._pale: list[Box] = []
        self._solid: list[tuple[int, int, Box]] = []
        self._clips: dict[int, Box | None] = {}
        self.invisible: set[int] = set()
        self.texts: dict[int, int] = {}
        self.moved: dict[int, Box] = {}
        self.paths = 0
        self.has_clips = False
        left, bottom, right, top = box
        wide, high = _EDGE * (right - left), _EDGE * (top - bottom)
        self._inner = left + wide, bottom + high, right - wide, top - high
        self._order = self._last_text = 0
        self._pdfium = functions()
        self._floats = Numbers(ctypes.c_float, 6)
        self._colour = Numbers(ctypes.c_uint, 4)
        self._mode = Numbers(ctypes.c_int, 2)
        count = self._pdfium.FPDFPage_CountObjects(page)
        self._draw(page, count, self._pdfium.FPDFPage_GetObject, None, 0)
        self.rules += self._on_colour(self._pale)
        self.covers = [
            area
            for path, order, area in self._solid
            if order > self._last_text and not self._pdfium.FPDFPageObj_HasTransparency(path)
        ]

    def may_hold_tables(self) -> bool:
        """Decide whether lines run in both directions."""
        across = down = False
        for left, bottom, right, top in self.rules:
            across = across or right - left >= top - bottom
            down = down or top - bottom >= right - left
        return across and down

    def is_seen(self, text: int, x: float, y: float, is_pale: bool) -> bool:
        """Decide whether a character of a text object shows at a point: drawn, and not covered or clipped.

        One that is pale as paper shows only on a dark area that was drawn before it.
        """
        if text in self.invisible or any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in self.covers):
            return False
        clip = self._clip_of(text) if self.has_clips else None
        if clip is not None and not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]):
            return False
        if not is_pale:
            return True
        order = self.texts.get(text, 0)
        below = [
            fill.brightness
            for fill in self.fills
            if fill.order < order and fill.box[0] <= x <= fill.box[2] and fill.box[1] <= y <= fill.box[3]
        ]
        return bool(below) and below[-1] < LIGHT

    def _clip_of(self, drawn: int) -> Box | None:
        """Return the box outside of which an object does not show, or nothing where it shows everywhere."""
        if drawn not in self._clips:
            self._clips[drawn] = self._clip(self._pdfium.FPDFPageObj_GetClipPath(drawn))
        return self._clips[drawn]

    def _clip(self, clip: int | None) -> Box | None:
        pdfium = self._pdfium
        left, bottom, right, top = -_FAR, -_FAR, _FAR, _FAR
        for path in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
            points = []
            for n in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
                segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, n)
                pdfium.FPDFPathSegment_GetPoint(segment, *self._floats.at[:2])
                points.append(tuple(self._floats.values[:2]))
            if points:
                x0, y0, x1, y1 = _box_of(points)
                left, bottom, right, top = max(left, x0), max(bottom, y0), min(right, x1), min(top, y1)
                self.has_clips = True
        return (left, bottom, right, top) if left > -_FAR else None

    def _rule(self, drawn: int, box: Box, matrix: _Matrix | None) -> None:
        """Note a line, or the part of it that shows."""
        x0, y0, x1, y1 = box
        left, bottom, right, top = self._inner
        if matrix is None and (self.has_clips or x0 < left or y0 < bottom or x1 > right or y1 > top):
            clip = self._clip_of(drawn)
            if clip is not None:
                x0, y0, x1, y1 = max(x0, clip[0]), max(y0, clip[1]), min(x1, clip[2]), min(y1, clip[3])
                if x0 > x1 or y0 > y1:
                    return
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
        self, container: int, count: int, item: Callable[[int, int], int], matrix: _Matrix | None, depth: int
    ) -> None:
        """Note every object on the page, or in a form on it, whose matrix leads to the page."""
        pdfium, texts = self._pdfium, self.texts
        kind_of, mode_of = pdfium.FPDFPageObj_GetType, pdfium.FPDFTextObj_GetTextRenderMode
        for n in range(count):
            drawn = item(container, n)
            self._order += 1
            # Most objects are text, and only text has such a mode.
            mode = mode_of(drawn)
            if mode >= 0:
                texts[drawn] = self._last_text = self._order
                if mode in _INVISIBLE:
                    self.invisible.add(drawn)
                if not n % _SOME and not self.has_clips:
                    self._clip_of(drawn)
                if matrix is not None and matrix != _IDENTITY:
                    self.moved[drawn] = self._bounds(drawn, matrix)
                continue
            kind = kind_of(drawn)
            if kind == _PATH:
                self.paths += 1
                self._path(drawn, matrix)
            elif kind == _IMAGE:
                box = self._bounds(drawn, matrix)
                self.pictures.append(box)
                self.fills.append(Fill(self._order, box, 0))
            elif kind == _FORM and depth < _DEEPEST_FORM:
                inner = self._matrix(drawn, matrix)
                inside = pdfium.FPDFFormObj_CountObjects(drawn)
                self._draw(drawn, inside, pdfium.FPDFFormObj_GetObject, inner, depth + 1)

    def _path(self, path: int, matrix: _Matrix | None) -> None:
        """Note the lines of one path: strokes, thin areas, and the sides of stroked rectangles."""
        pdfium = self._pdfium
        pdfium.FPDFPath_GetDrawMode(path, *self._mode.at)
        is_filled, is_stroked = self._mode.values
        if not is_filled and not is_stroked:
            return
        box = self._bounds(path, matrix)
        is_thin = min(box[2] - box[0], box[3] - box[1]) <= _THIN
        brightness: int | None = None
        if is_filled:
            brightness = self._brightness(pdfium.FPDFPageObj_GetFillColor, path)
            if brightness is not None and not is_thin:
                self.fills.append(Fill(self._order, box, brightness))
                if self._colour.values[3] == _SOLID:
                    self._solid.append((path, self._order, box))
        if is_stroked:
            brightness = self._brightness(pdfium.FPDFPageObj_GetStrokeColor, path)
        if brightness is None:
            return
        lines = [box] if is_thin else []
        if not is_thin and (is_stroked or pdfium.FPDFPath_CountSegments(path) > _RECTANGLE):
            parts = self._parts(path, matrix)
            lines = [side for corners in parts for side in _sides(corners, bool(is_stroked))]
        for line in lines:
            if brightness < LIGHT:
                self._rule(path, line, matrix)
            else:
                self._pale.append(line)

    def _brightness(self, colour_of: Callable[..., int], drawn: int) -> int | None:
        """Return how bright the colour of an object is, of 255, or nothing where it is clear."""
        colour_of(drawn, *self._colour.at)
        red, green, blue, alpha = self._colour.values
        return min(red, green, blue) if alpha >= CLEAR else None

    def _parts(self, path: int, matrix: _Matrix | None) -> list[list[_Point]]:
        """Return the corners of each part of a path."""
        pdfium, own = self._pdfium, self._matrix(path, matrix)
        parts: list[list[_Point]] = []
        for n in range(pdfium.FPDFPath_CountSegments(path)):
            segment = pdfium.FPDFPath_GetPathSegment(path, n)
            pdfium.FPDFPathSegment_GetPoint(segment, *self._floats.at[:2])
            point = _moved(own, self._floats.values[0], self._floats.values[1])
            if pdfium.FPDFPathSegment_GetType(segment) == _MOVE or not parts:
                parts.append([])
            parts[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                parts[-1].append(parts[-1][0])
        return parts

    def _bounds(self, drawn: int, matrix: _Matrix | None) -> Box:
        self._pdfium.FPDFPageObj_GetBounds(drawn, *self._floats.at[:4])
        left, bottom, right, top = self._floats.values[:4]
        if matrix is None:
            return left, bottom, right, top
        return _box_of([_moved(matrix, x, y) for x in (left, right) for y in (bottom, top)])

    def _matrix(self, drawn: int, outer: _Matrix | None) -> _Matrix:
        """Return the matrix of an object followed by that of the form in which it stands."""
        self._pdfium.FPDFPageObj_GetMatrix(drawn, self._floats.at[0])
        a, b, c, d, e, f = self._floats.values
        if outer is None:
            return a, b, c, d, e, f
        (x0, y0), (x1, y1), (x2, y2) = (
            _moved(outer, *point) for point in ((e, f), (a + e, b + f), (c + e, d + f))
        )
        return x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0


def _sides(corners: Sequence[_Point], is_stroked: bool) -> list[Box]:
    """Return the lines of a part of a path: its level and upright sides, or itself where it is thin."""
    if is_stroked:
        sides = [_box_of(side) for side in pairwise(corners)]
        return [side for side in sides if min(side[2] - side[0], side[3] - side[1]) < _LEANING]
    box = _box_of(corners)
    return [box] if min(box[2] - box[0], box[3] - box[1]) <= _THIN else []


def _moved(matrix: _Matrix, x: float, y: float) -> _Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box_of(points: Sequence[_Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
