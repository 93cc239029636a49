"""What the characters of a page are: their meaning, which way they run, and how light they are."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import repeat
from typing import Any

from toolkit.reading.pdf.drawing import CLEAR, DARK, INVISIBLE, PALE
from toolkit.reading.pdf.library import Numbers, columns, functions

#: Stands for a character of which nobody knows what it is; no number can hold it.
UNKNOWN = "\ufffd"
#: What pdfium writes for a hyphen at the end of a line.
HYPHEN = "\x02"
#: What many fonts call their hyphen; one that is printed is a hyphen.
SOFT_HYPHEN = "\xad"
#: Characters that print nothing, and dashes; line breaks that come in pairs are pdfium's own.
_BLANK = " \u3000\xa0\r\n\t\u2028\u2029\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_BLANKS_AND_DASHES = re.compile(r"\r(?!\n)|(?<!\r)\n|[" + _BLANK[:3] + _BLANK[5:] + "\x02\xad–—－−-]")
#: So many characters are looked at to tell which way a page is written and whether its fonts are sound.
_SAMPLE = 30
#: Of the characters that are no digits every third is looked at to tell whether some are white.
_THIRD = 3
#: Text that leans more than this (in radians) is a watermark.
_LEANING = 0.1
#: The share of a page's characters that may be bullets of a list.
_MOST_BULLETS = 0.05
#: The ink of a character is more than so many points wide and high.
_INKED = 0.5
#: What pdfium adds between lines, and codes that mean no character.
_BREAKS, _NO_CHARACTER = "\r\n\t", "\ufffd\ufffe\uffff"


def characters_of(text: Any) -> str:
    """Return the characters of a page, one for each of pdfium's own numbers."""
    pdfium = functions()
    count = pdfium.FPDFText_CountChars(text)
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(text, 0, count, buffer)
    characters = bytes(buffer)[: 2 * max(got - 1, 0)].decode("utf-16-le", "replace")
    if len(characters) == count:
        return characters
    # What has no code is left out there, and what lies beyond the basic plane counts twice.
    codes = map(pdfium.FPDFText_GetUnicode, repeat(text), range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else UNKNOWN for code in codes)


def unknown_among(text: Any, characters: str, may_hold_tables: bool) -> set[int]:
    """Return which characters have no known meaning, because their font does not map them to Unicode.

    pdfium then gives the number that the file has for them, which can look like another character.
    Codes for private use are the bullets of lists; in a cell they stand where a number belongs.
    """
    is_lost = functions().FPDFText_HasUnicodeMapError
    kinds = set(characters)
    odd: list[int] = []
    if any((char < " " and char not in _BREAKS) or _is_private(char) for char in kinds):
        odd = [i for i, char in enumerate(characters) if char < " " and char not in _BREAKS]
        private = [i for i, char in enumerate(characters) if _is_private(char)]
        if may_hold_tables or len(private) > _MOST_BULLETS * len(characters):
            odd += private
    looked_at = [i for i, char in enumerate(characters) if "0" <= char <= "9"]
    looked_at += range(0, len(characters), len(characters) // _SAMPLE + 1)
    if 1 in map(is_lost, repeat(text), (*odd, *looked_at)):
        odd += [i for i in range(len(characters)) if is_lost(text, i) > 0]
    if not kinds.isdisjoint(_NO_CHARACTER):
        odd += [i for i, char in enumerate(characters) if char in _NO_CHARACTER]
    if may_hold_tables:
        odd += _unlike_their_code(text, characters)
    return {i for i in odd if characters[i] != HYPHEN or is_lost(text, i) > 0}


def _unlike_their_code(text: Any, characters: str) -> list[int]:
    """Return the blank characters that have ink, and the dashes that are higher than wide: they are others."""
    places = [found.start() for found in _BLANKS_AND_DASHES.finditer(characters)]
    left, right, bottom, top = columns(
        ctypes.c_double, 4, functions().FPDFText_GetCharBox, len(places), repeat(text), places
    )
    return [
        i
        for i, x0, x1, y0, y1 in zip(places, left, right, bottom, top, strict=True)
        if min(x1 - x0, y1 - y0) > _INKED and (characters[i] in _BLANK or y1 - y0 > x1 - x0)
    ]


def _is_private(char: str) -> bool:
    return "\ue000" <= char < "\uf900"


def directions(text: Any, characters: str, rotation: int) -> tuple[int, set[int]]:
    """Return by how many quarters a page still has to be turned to be read, and what stands askew on it.

    Most of the text tells the former; the latter are the characters of a watermark, and those on their head.
    """
    printed = [i for i, char in enumerate(characters) if char > " "]
    step = len(printed) // _SAMPLE + 1
    # Clockwise, as the rotation of the page. A watermark is written first or last.
    sample = {*printed[::step], *printed[:4], *printed[-4:]}
    quarters: Counter[int | None] = Counter()
    angles = Counter(map(functions().FPDFText_GetCharAngle, repeat(text), sample))
    for angle, times in angles.items():
        quarters[_quarter(angle)] += times
    askew: set[int] = set()
    if quarters[None]:
        quarters = Counter(_quarter(_baseline(text, i)) for i in sample)
        askew = {i for i in printed if _quarter(_baseline(text, i)) is None}
        del quarters[None]
    if not quarters:
        return 0, askew
    quarter, most = quarters.most_common(1)[0]
    if quarter is not None and (quarter + 2) % 4 in quarters:
        askew |= {i for i in printed if _quarter(_baseline(text, i)) == (quarter + 2) % 4}
    is_clear = quarter is not None and most * 3 > 2 * quarters.total()
    return -(quarter + rotation) % 4 if quarter is not None and is_clear else 0, askew


def _baseline(text: Any, i: int) -> float:
    """Return which way a character runs, clockwise; an italic that leans stands on a level line all the same."""
    matrix = Numbers(ctypes.c_float, 6)
    functions().FPDFText_GetMatrix(text, i, matrix.at[0])
    return -math.atan2(matrix.values[1], matrix.values[0])


def _quarter(angle: float) -> int | None:
    """Return the quarter turn that an angle is, or nothing where it leans."""
    quarters = angle / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) * (math.pi / 2) < _LEANING else None


def pale_among(text: Any, characters: str, shown: Sequence[int]) -> dict[int, int]:
    """Return how bright those characters are that are light or clear; if no digit is, some of the others tell.

    What is clear is brighter than paper.
    """
    colour_of = functions().FPDFText_GetFillColor

    def pale(looked_at: Sequence[int]) -> dict[int, int]:
        colours = columns(ctypes.c_uint, 4, colour_of, len(looked_at), repeat(text), looked_at)
        return {
            i: min(red, green, blue) if alpha >= CLEAR else INVISIBLE
            for i, red, green, blue, alpha in zip(looked_at, *colours, strict=True)
            if red >= PALE <= min(green, blue) or alpha < CLEAR
        }

    digits = [i for i in shown if "0" <= characters[i] <= "9"]
    return pale(shown) if pale(digits + list(shown[::_THIRD])) else {}


def dark_digits(text: Any, characters: str, among: Collection[int]) -> set[int]:
    """Return the digits among some characters that are as dark as text is."""
    digits = [i for i in among if "0" <= characters[i] <= "9"]
    colours = columns(ctypes.c_uint, 4, functions().FPDFText_GetFillColor, len(digits), repeat(text), digits)
    return {i for i, *colour, alpha in zip(digits, *colours, strict=True) if max(colour) < DARK <= alpha}


def cut_off(
    characters: str, seen: Sequence[int], hidden: Collection[int], object_of: Callable[[int], int]
) -> set[int]:
    """Return the digits that are seen of numbers of which other digits are not."""
    known = set(seen)
    return {
        other
        for i in hidden
        for other in (i - 1, i + 1)
        if "0" <= characters[i] <= "9" and other in known and "0" <= characters[other] <= "9"
        if object_of(i) == object_of(other)
    }
