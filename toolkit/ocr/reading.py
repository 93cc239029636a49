"""A page made ready is read: rules to tables, ink to cells, numbers by their digits, words by Tesseract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple

from toolkit.layout import Frame, Slot, frames
from toolkit.ocr.digits import UNKNOWN
from toolkit.ocr.marks import in_slots, ink_of, open_to
from toolkit.ocr.numbers import compared, readings, written
from toolkit.ocr.picture import POINT, Pixels, Upright
from toolkit.ocr.ruling import ruling
from toolkit.ocr.tesseract import BLOCK, LINE, Words, words_in
from toolkit.ocr.words import rest, strip
from toolkit.text import CJK, is_dash

Box = tuple[float, float, float, float]
#: A cell's text, and what else it may say.
Said = tuple[str, tuple[str, ...]]

_DIGIT = re.compile(r"\d")
#: Ink of this many pixels is worth a look for words.
_INK = 60
#: From this certainty on, of 100, a word such as 无 stands where Tesseract reads it.
_SURE = 80.0


class PageRead(NamedTuple):
    """The lines outside tables and the tables of a page; boxes are in points of the page made ready.

    ``certainty`` is Tesseract's own, 0 to 100, for all words of the page; 100 where there are none.
    """

    lines: list[tuple[str, Box]]
    tables: list[tuple[Frame, list[Said]]]
    certainty: float


def read_upright(page: Upright) -> PageRead:
    """Return what stands on a page made ready."""
    height, width = page.ink.shape
    drawn = ruling(page.ink)
    tables = frames(drawn.rules, width * POINT, height * POINT)
    slots = [slot for table in tables for slot in table.slots]
    ink = ink_of(page, drawn.mask)
    inside, outside = in_slots(ink, slots)
    boxes = [_pixels(slot) for slot in slots]
    is_open = open_to(ink, outside, boxes)
    pairs = zip(inside, boxes, is_open, strict=True)
    cells = [
        cell
        for table in tables
        for cell in compared(
            [written(ink, numbers, box, runs_on) for numbers, box, runs_on in islice(pairs, len(table.slots))]
        )
    ]
    found = iter(readings(ink, [cell for cell in cells if cell is not None]))
    numbers = [next(found) if cell is not None else () for cell in cells]
    worded = [n for n, reading in enumerate(numbers) if not reading or UNKNOWN in reading]
    strips = {n: strip(ink, inside[n]) for n in worded}
    has_rest = sum(ink.pieces[n].area for n in outside if ink.pieces[n].peak >= ink.dark) > _INK
    with ThreadPoolExecutor(2) as both:
        around = both.submit(words_in, [rest(ink, outside)] if has_rest else [], BLOCK)
        in_cells = iter(_in_strips([each.picture for each in strips.values() if each]))
        prose = around.result()[0] if has_rest else []
    words: list[Words] = list(prose)
    said: list[Said] = [(reading[0] if reading else "", reading) for reading in numbers]
    for n, cut in strips.items():
        read = next(in_cells) if cut else []
        words += read
        said[n] = _in_words(cut.text(read) if cut else "", _certainty(read), numbers[n])
    cells_of = iter(said)
    return PageRead(
        [(line.text, _points(line)) for line in prose],
        [(table, [next(cells_of) for _ in table.slots]) for table in tables],
        _certainty(words),
    )


def _in_strips(pictures: list[Pixels]) -> list[list[Words]]:
    """Return the words in each strip; one in which none are found is looked at again as a block."""
    found = words_in(pictures, LINE)
    lost = [n for n, words in enumerate(found) if not words]
    for n, words in zip(lost, words_in([pictures[n] for n in lost], BLOCK), strict=True):
        found[n] = words
    return found


def _in_words(text: str, certainty: float, numbers: tuple[str, ...]) -> Said:
    """Return what Tesseract makes of a cell: its letters are good, its digits are not to be relied on."""
    is_chinese = CJK.search(text) is not None
    is_word = len(CJK.findall(text)) > 1 and certainty >= _SURE
    if numbers and numbers[0] != UNKNOWN and not is_word:
        return numbers[0], numbers
    if not text or (is_dash(text) and not (is_chinese and certainty >= _SURE)):
        # Something stands there: the cell is neither empty nor certain to hold a dash.
        return UNKNOWN, (UNKNOWN,)
    if numbers or _DIGIT.search(text):
        return text, (text, UNKNOWN)
    return text, ()


def _certainty(words: Sequence[Words]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.certainty * len(word.text) for word in words) / letters if letters else 100.0


def _pixels(slot: Slot) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(value / POINT) for value in slot[4:])
    return x0, y0, x1, y1


def _points(line: Words) -> Box:
    return line.x0 * POINT, line.y0 * POINT, line.x1 * POINT, line.y1 * POINT
