"""Glyphs become lines of text: what stands beside each other is a line, a gap is a space."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from toolkit.layout.marks import Glyph
from toolkit.text import CJK

#: Gaps from which on two glyphs are two words, in shares of the type size. Chinese is often set wide
#: (自 然 人), and so are digits in a cell, where the number beside them stands behind a line.
_GAP, _GAP_DIGITS, _GAP_CHINESE = 0.25, 0.35, 0.6
#: Gaps and overlaps of fewer points than this mean nothing in any font that can be read.
_NEAR = 0.8
#: A glyph lower than this share of the usual height is a stop or a dash and makes no line of its own.
_SMALL = 0.5
#: The share of its own width by which a glyph printed a second time is moved: fake bold.
_SHIFT = 0.4
#: The share of its own width by which a digit lies over the one before it where they are no number, as in a
#: shadow. The boxes of italics lie over each other by a third.
_OVER = 0.45


class TextLine(NamedTuple):
    """One line of text and the box of its ink; ``sides`` are those of each character, where they are known."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    sides: tuple[float, ...] = ()


def lines_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Return the lines that glyphs make, from top to bottom, words parted by one space."""
    return [line_of(row) for row in rows_of(glyphs)]


def line_of(row: Sequence[Glyph]) -> TextLine:
    """Return the text of glyphs that stand on one line, from left to right, and its box."""
    top, bottom = min([glyph.top for glyph in row]), max([glyph.bottom for glyph in row])
    sides: list[float] = []
    text = spaced(row, sides=sides)
    # Words of a picture are glyphs too; in them nobody knows.
    del sides[2 * len(text) :]
    are_known = len(sides) == 2 * len(text) and all(len(glyph.text) == 1 for glyph in row)
    return TextLine(
        text, row[0].x0, top, max(row[-1].x1, row[0].x1), bottom, tuple(sides) if are_known else ()
    )


def text_in_cell(glyphs: Sequence[Glyph]) -> str:
    """Return what a cell holds, its lines parted by line breaks.

    Upright and turned headings are read in the order in which they were written, character for
    character: geometry does not know whether a turned word begins at its top or at its bottom.
    """
    if len(glyphs) == 1:
        return glyphs[0].text.strip()
    printed = [glyph for glyph in glyphs if glyph.text != " "]
    if len(printed) > 1 and is_upright(printed):
        return "\n".join(glyph.text for glyph in printed)
    return "\n".join(spaced(row, _GAP_DIGITS) for row in rows_of(glyphs))


def is_upright(glyphs: Sequence[Glyph]) -> bool:
    """Decide whether glyphs were written one above the other, all in one direction."""
    up = down = aside = 0
    for one, other in pairwise(glyphs):
        size = max(one.bottom - one.top, one.x1 - one.x0)
        lower = other.top + other.bottom - one.top - one.bottom
        if abs(lower) <= size or abs(other.x0 + other.x1 - one.x0 - one.x1) > size:
            aside += 1
            if aside * 4 >= len(glyphs):
                return False
        elif lower > 0:
            down += 1
        else:
            up += 1
    return not up or not down


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return glyphs line by line, from top to bottom, each line from left to right."""
    if not glyphs:
        return []
    if max([glyph.top for glyph in glyphs]) < min([glyph.bottom for glyph in glyphs]):
        return [sorted(glyphs, key=_left)]
    # Characters of one font have the same box above and below their line; most are sorted together.
    levels: dict[tuple[float, float], list[Glyph]] = {}
    for glyph in glyphs:
        levels.setdefault((glyph.top, glyph.bottom), []).append(glyph)
    usual = median([glyph.bottom - glyph.top for glyph in glyphs])
    small: list[Glyph] = []
    tall: list[tuple[float, float, list[Glyph]]] = []
    for (top, bottom), group in levels.items():
        if bottom - top < _SMALL * usual:
            small += group
        else:
            tall.append(((top + bottom) / 2, (bottom - top) / 2, group))
    tall.sort(key=_height)
    rows: list[list[Glyph]] = []
    middles: list[float] = []
    row: list[Glyph] = []
    mean = reach = -1.0
    for middle, half, group in tall:
        away = middle - mean
        if row and (away <= half or away <= reach):
            row += group
            mean += away * len(group) / len(row)
            reach = max(reach, half)
        else:
            middles.append(mean)
            row = group
            rows.append(row)
            mean, reach = middle, half
    middles = [*middles[1:], mean]
    for glyph in small:
        _add_small(glyph, rows, middles, usual)
    for row in rows:
        row.sort(key=_left)
    return rows


def _left(glyph: Glyph) -> float:
    return glyph.left


def _height(level: tuple[float, float, list[Glyph]]) -> tuple[float, float]:
    return level[:2]


def _add_small(glyph: Glyph, rows: list[list[Glyph]], middles: list[float], usual: float) -> None:
    """Put a stop or a dash on the nearest line that it stands on."""
    middle = (glyph.top + glyph.bottom) / 2
    nearest = min(range(len(middles)), key=lambda i: abs(middles[i] - middle))
    if abs(middles[nearest] - middle) <= 0.75 * usual:
        rows[nearest].append(glyph)
        return
    at = nearest + (middle > middles[nearest])
    rows.insert(at, [glyph])
    middles.insert(at, middle)


def spaced(row: Sequence[Glyph], digits: float = _GAP, sides: list[float] | None = None) -> str:
    """Return the text of one line; a glyph that is printed twice at one place counts once.

    ``digits`` is the gap, in shares of the type size, from which on two digits are two numbers. To
    ``sides`` is added where every character begins and ends.
    """
    parts: list[str] = []
    edges = [] if sides is None else sides
    before, start, end = "", 0.0, row[0].left
    for text, x0, _, x1, _, left, right in row:
        if text == " ":
            if parts and parts[-1] != " ":
                parts.append(" ")
                edges += x0, x1
            continue
        gap = left - end
        if -_NEAR < gap < _NEAR or not before:
            pass
        elif gap > 0:
            size = max(_size(before, end - start), _size(text, right - left))
            if gap > _gap(before, text, digits) * size and parts[-1] != " ":
                parts.append(" ")
                edges += end, left
        elif text == before and left - start < _SHIFT * (right - left):
            continue
        elif gap < -_OVER * (right - left) and text.isdigit() and before.isdigit():
            # One digit over another: nobody can say which of them counts, so they make no number.
            parts.append(" ")
            edges += end, left
        parts.append(text)
        edges += x0, x1
        before, start, end = text, left, right
    return "".join(parts).rstrip(" ")


def _size(text: str, width: float) -> float:
    """Return the size of the type, told by its width: digits and letters are half as wide as high."""
    return 2 * width / len(text) if text < "\x7f" else width / len(text)


def _gap(one: str, other: str, digits: float) -> float:
    """Return the share of the type size from which on a gap parts two characters."""
    if one.isdigit() and other.isdigit():
        return digits
    return _GAP_CHINESE if CJK.match(one) and CJK.match(other) else _GAP
