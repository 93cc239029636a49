"""The number in a cell: pieces of ink become digits and signs, and a reading for all that they may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from math import prod
from typing import NamedTuple

import numpy as np

from toolkit.ocr.digits import LIKE, UNKNOWN, Glyph, glyphs, patch
from toolkit.ocr.marks import SPECK, Ink, Piece
from toolkit.ocr.picture import Pixels

#: More readings than this prove nothing.
_MOST = 8

#: Shares of the height of a digit. A piece smaller than a speck is dirt; one smaller than a dot a mark.
_SPECK, _DOT, _BODY, _TALL = 0.07, 0.34, 0.5, 0.75
#: A digit is no wider than this share of its height; what is wider are digits that touch.
_WIDEST, _NARROWEST = 0.92, 0.12
#: A dash is so many times as wide as it is high, blurred as it may be.
_FLAT = 1.5
#: A stop between two digits keeps them this far apart.
_ROOM = 0.1
#: Wider gaps than this part two numbers.
_GAP = 1.4
#: A number is no longer than this share of the height of its digits.
_LONGEST = 7.0
#: Digits are usually as high as those of which so many of 100 are lower; a pen makes some of them taller.
_USUAL = 25
#: How much taller than usual a digit can be, and a slash.
_TALLER, _TALLER_SLASH = 1.18, 1.42
#: So many pixels of red ink may be a number.
_RED = 40
#: What is left of a drawn line is no thicker, and no farther from the rim of the cell, in pixels.
_AT_RIM = 10
#: What was taken for a drawn line farther from the rim than this, in pixels, across and down, may be a stroke of a pen.
_INSIDE = 16, 14
#: Beside an upright wall, so many pixels to each side of its rim, away from the corners, so much ink (255 is one black
#: pixel) that is nowhere else beside it belongs to a digit on the wall.
_BESIDE, _CORNER, _OF_DIGIT = (2, 8), 12, 250.0
#: The smallest digit, in pixels: 4 points.
_SMALLEST = 11


class _Unit(NamedTuple):
    """Pieces of ink that make one character, and what kind: ``digit``, ``dot``, ``dash``."""

    x0: int
    y0: int
    x1: int
    y1: int
    kind: str
    is_doubtful: bool = False
    pieces: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0


#: For each character what it may be.
_Choices = list[tuple[str, ...]]


class Written(NamedTuple):
    """The characters of a cell from left to right; ``is_doubtful`` where ink is left over.

    ``usual`` is how high the characters of its table are, where that is known.
    """

    units: list[_Unit]
    height: int
    is_doubtful: bool
    usual: float = 0.0


def compared(cells: Sequence[Written | None]) -> list[Written | None]:
    """Return the cells of a table, each with the height that characters usually have in it."""
    heights = [cell.height for cell in cells if cell is not None and cell.height]
    usual = float(np.percentile(heights, _USUAL)) if heights else 0.0
    return [cell and cell._replace(usual=usual) for cell in cells]


def written(
    ink: Ink, numbers: Sequence[int], box: tuple[int, int, int, int], runs_on: bool = False
) -> Written | None:
    """Return the characters of a cell on one line, or nothing where it holds words.

    No characters at all: there is no ink in the cell. ``box`` is the cell's, in pixels; ``runs_on`` where
    ink beside it may be its own.
    """
    pieces = [(n, ink.pieces[n]) for n in numbers if not _is_of_rule(ink.pieces[n], box)]
    dark = [(n, piece) for n, piece in pieces if piece.peak >= ink.dark]
    faint = [(n, piece) for n, piece in pieces if piece.peak < ink.dark]
    tall = [piece.height for _, piece in dark if piece.height >= _SMALLEST]
    if not tall:
        empty = _without_digits(ink, pieces, box)
        return Written([], 0, True) if runs_on else empty
    doubt = runs_on or _is_crossed(ink, box)
    height = int(np.median([high for high in tall if high >= 0.7 * max(tall)]))
    bodies = _bodies(dark, faint, height)
    line = _line(bodies, height)
    if line is None or sum(unit.width for unit in bodies) > _LONGEST * height:
        return None
    top, bottom = line
    units = bodies
    known = {n for unit in bodies for n in unit.pieces}
    for n, piece in pieces:
        if n in known or max(piece.width, piece.height) < max(_SPECK * height, 2):
            continue
        mark = _mark(ink, n, bodies, top, bottom, height)
        if mark is not None and piece.peak >= 0.6 * ink.dark:
            units = [*units, mark]
        elif mark is not None or (_is_ink(ink, piece, height) and _is_near(piece, bodies, height)):
            # All ink near a number has to be a part of it: a comma, a sign, a digit that faded.
            doubt = True
    doubt = (
        doubt or _is_taken_off(ink, bodies, top, bottom, height) or any(_is_cut(ink, unit) for unit in bodies)
    )
    return Written(sorted(units, key=lambda unit: unit.x0 + unit.x1), height, doubt)


def _is_crossed(ink: Ink, box: tuple[int, int, int, int]) -> bool:
    """Decide whether an upright line was taken off in the middle of a cell: it may be a 1, or strike one out."""
    (across, down), (x0, y0, x1, y1) = _INSIDE, box
    return bool(ink.rules[y0 + down : y1 - down, x0 + across : x1 - across].any())


def _is_on_wall(ink: Ink, box: tuple[int, int, int, int]) -> bool:
    """Decide whether the flag or the foot of a 1 is left beside a wall that took the rest of it off."""
    (x0, y0, x1, y1), (outside, inside) = box, _BESIDE
    rows = slice(y0 + _CORNER, y1 - _CORNER)
    for side in (slice(max(x0 - outside, 0), x0 + inside), slice(max(x1 - inside, 0), x1 + outside)):
        beside = ink.pixels[rows, side]
        left = np.where(beside > ink.faint, beside, 0).sum(axis=1)
        # What is left along all of the wall is its own rim.
        if len(left) and np.maximum(left - np.median(left), 0).sum() > _OF_DIGIT:
            return True
    return False


def _is_cut(ink: Ink, unit: _Unit) -> bool:
    """Decide whether a character touches a drawn line, so that a part of it was taken off with the line."""
    return bool(ink.rules[max(unit.y0 - 1, 0) : unit.y1 + 1, max(unit.x0 - 1, 0) : unit.x1 + 1].any())


def _is_taken_off(ink: Ink, bodies: Sequence[_Unit], top: int, bottom: int, height: int) -> bool:
    """Decide whether ink was taken off where a stop may have stood: low between two digits."""
    for left, right in pairwise(sorted(bodies)):
        gap = np.s_[bottom - height // 3 : bottom + height // 6, left.x1 : right.x0]
        if right.x0 - left.x1 >= _ROOM * height and ink.taken[gap].any():
            return True
    return False


def _is_of_rule(piece: Piece, box: tuple[int, int, int, int]) -> bool:
    """Decide whether a piece is what is left of a drawn line: thin, and at the rim of the cell."""
    x0, y0, x1, y1 = box
    if piece.x1 <= x0 + _AT_RIM or piece.x0 >= x1 - _AT_RIM:
        # A 1 is thin too, but it does not fill the cell.
        return piece.width <= _AT_RIM and piece.height >= 0.8 * (y1 - y0)
    return piece.height <= 5 < 2 * piece.width and (piece.y1 <= y0 + _AT_RIM or piece.y0 >= y1 - _AT_RIM)


def _without_digits(ink: Ink, pieces: Sequence[tuple[int, Piece]], box: tuple[int, int, int, int]) -> Written:
    """Return the dashes of a cell that holds nothing taller, or nothing at all."""
    x0, y0, x1, y1 = box
    # Ink too small or too faint to be read is ink, and so is red ink: the cell is not empty.
    found = [(n, piece) for n, piece in pieces if _is_ink(ink, piece, 2 * _SMALLEST)]
    is_red = np.count_nonzero(ink.taken[y0:y1, x0:x1]) > _RED and not ink.is_dirty
    if (
        is_red
        or _is_crossed(ink, box)
        or _is_on_wall(ink, box)
        or not all(_is_dash(piece) and piece.peak >= 0.6 * ink.dark for _, piece in found)
    ):
        return Written([], 0, True)
    return Written([_Unit(*piece[:4], "dash", pieces=(n,)) for n, piece in found], 0, False)


def _is_dash(piece: Piece) -> bool:
    return piece.width >= max(_FLAT * piece.height, _SMALLEST - 3)


def _bodies(
    dark: Sequence[tuple[int, Piece]], faint: Sequence[tuple[int, Piece]], height: int
) -> list[_Unit]:
    """Return the large pieces, those that stand above each other as one: a stroke may have broken."""
    large = [(n, piece) for n, piece in dark if piece.height >= _BODY * height]
    units = [_Unit(*piece[:4], "digit", pieces=(n,)) for n, piece in sorted(large, key=lambda e: e[1].x0)]
    merged: list[_Unit] = []
    for unit in units:
        if merged and _overlap(merged[-1], unit) > 0.5 * min(merged[-1].width, unit.width):
            merged[-1] = _together(merged[-1], unit)
        else:
            merged.append(unit)
    known = {n for unit in merged for n in unit.pieces}
    for n, piece in (*dark, *faint):
        if n in known or max(piece.width, piece.height) < 0.15 * height:
            continue
        for at, unit in enumerate(merged):
            if _breaks_off(piece, unit, height):
                merged[at] = _together(unit, _Unit(*piece[:4], "digit", pieces=(n,)))
                break
    return merged


def _breaks_off(piece: Piece, unit: _Unit, height: int) -> bool:
    """Decide whether a small piece is part of a digit whose thin stroke broke."""
    gap = 3
    if (
        piece.x1 < unit.x0 - gap
        or piece.x0 > unit.x1 + gap
        or piece.y1 < unit.y0 - gap
        or piece.y0 > unit.y1 + gap
    ):
        return False
    x0, x1 = min(piece.x0, unit.x0), max(piece.x1, unit.x1)
    # What is small, low and beside a digit is a stop or a comma.
    beside = min(piece.x1, unit.x1) - max(piece.x0, unit.x0) < piece.width / 2
    is_mark = piece.y0 > unit.y1 - 0.4 * height and piece.height < 0.6 * height and beside
    return x1 - x0 <= _WIDEST * height and not is_mark


def _overlap(one: _Unit, other: _Unit) -> int:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _together(one: _Unit, other: _Unit) -> _Unit:
    return one._replace(
        x0=min(one.x0, other.x0),
        y0=min(one.y0, other.y0),
        x1=max(one.x1, other.x1),
        y1=max(one.y1, other.y1),
        pieces=(*one.pieces, *other.pieces),
    )


def _line(bodies: Sequence[_Unit], height: int) -> tuple[int, int] | None:
    """Return the top and the bottom of the one line on which all digits stand, or nothing."""
    tall = [unit for unit in bodies if unit.height >= _TALL * height]
    if not tall or any(unit.height > 1.3 * height for unit in bodies):
        return None
    top, bottom = int(np.median([unit.y0 for unit in tall])), int(np.median([unit.y1 for unit in tall]))
    middles = [(unit.y0 + unit.y1) / 2 for unit in bodies]
    if any(not top <= middle <= bottom for middle in middles):
        return None
    return top, bottom


def _mark(ink: Ink, n: int, bodies: Sequence[_Unit], top: int, bottom: int, height: int) -> _Unit | None:
    """Return a small piece as a stop, a comma or a dash, where it stands as one does."""
    piece = ink.pieces[n]
    middle = (piece.y0 + piece.y1) / 2
    if piece.height <= _DOT * height and piece.width >= max(_FLAT * piece.height, 0.2 * height):
        is_level = top + 0.25 * height < middle < bottom - 0.08 * height
        is_first = piece.x1 <= min(unit.x0 for unit in bodies) + 2
        is_beside = min(abs(unit.x0 - piece.x1) for unit in bodies) < 0.7 * height
        return _Unit(*piece[:4], "dash", not is_first, (n,)) if is_level and is_beside else None
    is_dot = piece.width <= _DOT * height and piece.height <= 1.5 * _DOT * height
    if not is_dot or not bottom - 0.3 * height < middle < bottom + 0.25 * height:
        return None
    # A stop takes up room between two digits; dirt does not.
    after = [unit for unit in bodies if unit.x0 >= piece.x1 - 0.15 * height]
    before = [unit for unit in bodies if unit.x1 <= piece.x0 + 0.3 * height]
    if not before or not after:
        return None
    room = after[0].x0 - before[-1].x1
    if room > height or (room < _ROOM * height and not ink.is_dirty):
        return None
    is_clear = piece.height >= 0.09 * height and piece.width >= 0.09 * height and not ink.is_dirty
    return _Unit(*piece[:4], "dot", not is_clear, (n,))


def _is_ink(ink: Ink, piece: Piece, height: int) -> bool:
    """Decide whether a piece is ink and neither noise nor dirt."""
    if piece.peak >= 0.6 * ink.dark:
        return max(piece.width, piece.height) > (SPECK if ink.is_dirty else max(0.12 * height, 4))
    return piece.height >= _BODY * height


def _is_near(piece: Piece, bodies: Sequence[_Unit], height: int) -> bool:
    return any(
        piece.x0 < unit.x1 + height
        and piece.x1 > unit.x0 - height
        and piece.y0 < unit.y1 + 0.3 * height
        and piece.y1 > unit.y0 - 0.3 * height
        for unit in bodies
    )


# -- readings ----------------------------------------------------------------------------------------


def readings(ink: Ink, cells: Sequence[Written]) -> list[tuple[str, ...]]:
    """Return for each cell all that it may say, the likeliest first; nothing where it holds words."""
    singles = [unit for cell in cells for unit in cell.units if _is_single(unit, cell.height)]
    known = iter(glyphs([_patch(ink, unit) for unit in singles]))
    found = [
        [next(known) if _is_single(unit, cell.height) else None for unit in cell.units] for cell in cells
    ]
    is_number = [all(glyph is None or glyph.likeness >= LIKE for glyph in glyphs_of) for glyphs_of in found]
    touching = [
        _Touching.of(ink, unit, cell.height)
        for cell, is_one in zip(cells, is_number, strict=True)
        for unit in cell.units
        if is_one and unit.kind == "digit" and not _is_single(unit, cell.height)
    ]
    parts = iter(glyphs([_patch(ink, part) for each in touching for part in each.parts]))
    cuts = iter([each.cut([next(parts) for _ in each.parts]) for each in touching])
    return [
        _reading(cell, glyphs_of, cuts) if is_one else ()
        for cell, glyphs_of, is_one in zip(cells, found, is_number, strict=True)
    ]


def _is_single(unit: _Unit, height: int) -> bool:
    return unit.kind == "digit" and unit.width <= _WIDEST * height


def _patch(ink: Ink, unit: _Unit) -> Pixels:
    """Return the pattern of a character without the ink of its neighbours."""
    box = np.s_[unit.y0 : unit.y1, unit.x0 : unit.x1]
    part = ink.pixels[box]
    if unit.pieces:
        own = np.isin(ink.labels[box], [n + 1 for n in unit.pieces])
        part = np.where(own | (ink.labels[box] == 0), part, 0).astype(np.uint8)
    return patch(part, 0, 0, unit.width, unit.height)


def _reading(cell: Written, known: Sequence[Glyph | None], cuts: Iterator[_Choices]) -> tuple[str, ...]:
    if not cell.units:
        return (UNKNOWN,) if cell.is_doubtful else ("",)
    is_word = False
    parts: list[tuple[str, ...]] = []
    is_doubtful = cell.is_doubtful
    last: _Unit | None = None
    for unit, glyph in zip(cell.units, known, strict=True):
        if last is not None and unit.x0 - last.x1 > _GAP * max(cell.height, 1) and cell.height:
            parts.append((" ",))
        last = unit
        if unit.kind == "dash":
            parts.append(("-", "") if unit.is_doubtful else ("-",))
        elif unit.kind == "dot":
            parts.append(_stop(unit, cell))
        elif glyph is not None:
            choices = _of_size(glyph, unit, cell)
            # A stroke of a pen through a digit makes it taller than all others.
            most = _TALLER_SLASH if "/" in choices else _TALLER
            is_doubtful = is_doubtful or not choices or bool(0 < most * cell.usual < cell.height)
            parts.append(choices or glyph.choices)
        else:
            cut = next(cuts)
            is_word = is_word or not cut
            parts += cut
    if is_word:
        return ()
    is_doubtful = is_doubtful or any(UNKNOWN in part for part in parts)
    parts = [tuple(choice for choice in part if choice != UNKNOWN) for part in parts]
    if prod(map(len, parts)) > _MOST:
        return "".join(part[0] for part in parts), UNKNOWN
    found = tuple(dict.fromkeys("".join(way) for way in product(*parts)))
    if is_doubtful and not any(map(str.isdigit, "".join(found))):
        return (UNKNOWN,)
    return (*found, UNKNOWN) if is_doubtful else found


def _of_size(glyph: Glyph, unit: _Unit, cell: Written) -> tuple[str, ...]:
    """Return the choices that are as tall as what is printed: a plus is smaller than a digit."""
    is_tall = unit.height >= _TALL * cell.height
    return tuple(choice for choice in glyph.choices if is_tall != (choice == "+"))


def _stop(unit: _Unit, cell: Written) -> tuple[str, ...]:
    """Return what a small mark on the line may be."""
    bottoms = [other.y1 for other in cell.units if other.kind == "digit"]
    below = unit.y1 - float(np.median(bottoms))
    is_round = unit.height <= 1.35 * unit.width
    found: tuple[str, ...] = (".", ",") if is_round else (",", ".")
    if is_round and below <= 0.07 * cell.height:
        found = (".",)
    elif not is_round and below > 0.07 * cell.height:
        found = (",",)
    return (*found, "") if unit.is_doubtful else found


class _Touching(NamedTuple):
    """A piece of ink in which several characters may touch: where to cut, and the parts between."""

    cuts: list[int]
    spans: list[tuple[int, int]]
    parts: list[_Unit]
    height: int

    @classmethod
    def of(cls, ink: Ink, unit: _Unit, height: int) -> _Touching:
        """Return the parts that may be characters; none where the piece is too large for a number."""
        if unit.height > 1.15 * height or unit.width > _LONGEST * height:
            return cls([], [], [], height)
        profile = ink.soft[unit.y0 : unit.y1, unit.x0 : unit.x1].sum(axis=0).astype(float)
        reach = max(round(0.12 * height), 1)
        inner = range(reach, len(profile) - reach)
        cuts = [at for at in inner if profile[at] == profile[at - reach : at + reach + 1].min()]
        cuts = [0, *cuts, len(profile)]
        spans = [
            (i, j)
            for i in range(len(cuts))
            for j in range(i + 1, len(cuts))
            if _NARROWEST * height <= cuts[j] - cuts[i] <= _WIDEST * height
        ]
        return cls(cuts, spans, [_slice(ink, unit, cuts[i], cuts[j]) for i, j in spans], height)

    def cut(self, found: Sequence[Glyph]) -> _Choices:
        """Return the choices for each character, given what each part may be; nothing for words."""
        # The two cheapest ways to each cut, by how unlike digits their parts are.
        ways: dict[int, list[tuple[float, tuple[Glyph, ...]]]] = {0: [(0.0, ())]}
        for (i, j), part, glyph in sorted(
            zip(self.spans, self.parts, found, strict=True), key=lambda e: e[0]
        ):
            if part.height < _BODY * self.height:
                glyph = _STOP
            elif part.height < _TALL * self.height or glyph.choices[0] == "+":
                continue
            for cost, before in ways.get(i, []):
                way = cost + (1 - glyph.likeness) * part.width, (*before, glyph)
                ways[j] = sorted([*ways.get(j, []), way], key=lambda each: each[0])[:2]
        done = ways.get(len(self.cuts) - 1, [])
        # Strokes of Chinese letters that touch look a little like digits, all of them.
        done = [way for way in done if min(glyph.likeness for glyph in way[1]) >= _TOUCHING]
        if not done:
            return []
        readings = {"".join(glyph.choices[0] for glyph in way): None for _, way in done}
        is_close = len(done) > 1 and done[1][0] < _RIVAL * done[0][0] and len(readings) > 1
        if is_close:
            return [(*readings, UNKNOWN)]
        if any(glyph.is_odd for glyph in done[0][1]):
            return [(next(iter(readings)), UNKNOWN)]
        return [glyph.choices for glyph in done[0][1]]


#: What is small and low between digits that touch, and how much worse another way to cut must be.
_STOP = Glyph((".", ","), 0.8, True)
_RIVAL = 1.5
#: How like digits the parts of a piece of ink have to be.
_TOUCHING = 0.8


def _slice(ink: Ink, unit: _Unit, start: int, end: int) -> _Unit:
    rows = np.flatnonzero(
        ink.soft[unit.y0 : unit.y1, unit.x0 + start : unit.x0 + end].max(axis=1) > ink.faint
    )
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, unit.height)
    return _Unit(unit.x0 + start, unit.y0 + top, unit.x0 + end, unit.y0 + bottom, "digit")
