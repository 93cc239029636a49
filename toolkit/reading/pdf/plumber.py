"""The same pages as pdfplumber finds them: an independent reading, some twenty times slower."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from toolkit.layout import Glyph, Rule
from toolkit.reading.pdf.characters import UNKNOWN
from toolkit.reading.pdf.sheet import Sheet

#: Digits further apart than this share of their size are two numbers to pdfplumber.
_APART = 0.35
#: From this brightness on a colour cannot be told from white paper.
_LIGHT = 0.94
#: A filled rectangle no thicker than this is a line.
_THIN = 3.5


def read_sheets(data: bytes) -> list[Sheet]:
    """Return every page of a file."""
    with _opened(data) as document:
        return [_sheet(page) for page in document.pages]


def read_sheet(data: bytes, number: int) -> Sheet:
    """Return one page (from 0) of a file."""
    with _opened(data) as document:
        return _sheet(document.pages[number])


def plain_text(data: bytes, number: int) -> str:
    """Return the plain text of a page (from 0); what is printed twice at one place is there once."""
    with _opened(data) as document:
        page = document.pages[number].dedupe_chars(tolerance=1.5, extra_attrs=())
        text: str = page.extract_text(x_tolerance_ratio=_APART)
        return text


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pdfplumber

    # It warns by the hundred of fonts without a bounding box.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(io.BytesIO(data)) as document:
        yield document


def _sheet(page: Any) -> Sheet:
    glyphs, hidden, unknown = [], 0, 0
    for char in page.chars:
        text = char["text"]
        if _is_white(char.get("non_stroking_color")):
            hidden += 1
            continue
        if text.startswith("(cid:"):
            text, unknown = UNKNOWN, unknown + 1
        text = text.strip() or " "
        box = char["x0"], char["top"], char["x1"], char["bottom"]
        glyphs.append(Glyph(text, *box, char["x0"], char["x1"]))
    rules = [Rule(*side) for drawn in (*page.lines, *page.rects) for side in _sides(drawn)]
    pictures = [(image["x0"], image["top"], image["x1"], image["bottom"]) for image in page.images]
    drawn = len(page.rects) + len(page.lines) + len(page.curves)
    return Sheet(
        page.width, page.height, 0, page.extract_text(), glyphs, rules, pictures, hidden, unknown, drawn
    )


def _sides(drawn: dict[str, Any]) -> Iterator[tuple[float, float, float, float]]:
    """Yield the lines of what is drawn: itself where it is thin, the sides of a rectangle, none of shading."""
    x0, top, x1, bottom = drawn["x0"], drawn["top"], drawn["x1"], drawn["bottom"]
    if _is_white(drawn.get("stroking_color" if drawn["stroke"] else "non_stroking_color")):
        return
    if min(x1 - x0, bottom - top) <= _THIN:
        yield x0, top, x1, bottom
    elif drawn["stroke"]:
        yield from (
            (x0, top, x1, top),
            (x0, bottom, x1, bottom),
            (x0, top, x0, bottom),
            (x1, top, x1, bottom),
        )


def _is_white(colour: Any) -> bool:
    """Decide whether a colour in grey or RGB is that of paper; dark backgrounds are not looked at."""
    values = colour if isinstance(colour, tuple | list) else (colour,)
    return len(values) in (1, 3) and all(isinstance(v, int | float) and v > _LIGHT for v in values)
