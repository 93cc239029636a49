"""Pictures of pages: from pixels to lines and grids, with every reading that a number may have.

The page is turned upright and lit evenly; its drawn lines become tables by the same code that reads
PDFs; the numbers in their cells are looked up among printed digits, and words go to Tesseract. OpenCV
and Tesseract are optional: where they are missing, an `UnreadableFile` says what to install.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np

from toolkit.document import Block, Cell, Line, Place
from toolkit.errors import UnreadableFile
from toolkit.layout import Frame, Page, Table, grid_of, turned_back
from toolkit.ocr.digits import UNKNOWN
from toolkit.ocr.picture import POINT, Pixels, Upright, upright

__all__ = ["UNKNOWN", "blocks_of_picture", "page_of_picture", "require"]

#: A page whose words are less certain than this, of 100, may stand on its head.
_CERTAIN = 60.0


def require() -> None:
    """Raise `UnreadableFile`, which says what to install, where pictures cannot be read."""
    from toolkit.ocr.tesseract import program

    if find_spec("cv2") is None or find_spec("PIL") is None:
        raise UnreadableFile(
            "the page is a picture, and reading pictures needs OpenCV and Pillow; install the toolkit with "
            "its extra 'ocr' (pip install 'ogi-toolkit[ocr]') and load the file again"
        )
    program()


def blocks_of_picture(picture: Pixels, page: int, points_per_pixel: float) -> list[Block]:
    """Return what stands in the picture of a page: grids of cells, and lines of words around them.

    ``picture`` is grey (height, width) or red, green, blue (height, width, 3); ``points_per_pixel`` is
    72 over its dots an inch. Places are in points of the picture as it is read, ``page`` is theirs.
    Cells with numbers have ``readings``: one where there is no doubt, and `UNKNOWN` among them where
    the cell may say something else altogether. Raises `UnreadableFile` where OpenCV or Tesseract is
    missing.
    """
    read = page_of_picture(picture, page, points_per_pixel)
    return list(turned_back(read.blocks, {page: read}))


def page_of_picture(picture: Pixels, page: int, points_per_pixel: float) -> Page:
    """Return the same as `blocks_of_picture`, as a page for `toolkit.layout.flow_of`."""
    require()
    from toolkit.ocr.reading import read_upright
    from toolkit.ocr.tesseract import quarters_to_turn

    turned, turn = upright(picture, points_per_pixel), 0
    found = read_upright(turned)
    if found.certainty < _CERTAIN:
        import cv2

        half = cv2.resize(255 - turned.ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        quarters = quarters_to_turn(half)
        if quarters:
            again = upright(picture, points_per_pixel, quarters)
            other = read_upright(again)
            if other.certainty > found.certainty:
                turned, found = again, other
                picture, turn = np.rot90(picture, quarters), -quarters % 4
    placing = _Placing(turned, points_per_pixel, page)
    height, width = picture.shape[:2]
    read = _page(found.lines, found.tables, placing, width * points_per_pixel, height * points_per_pixel)
    return read._replace(turn=turn)


class _Placing:
    """From boxes on a page made ready to places in the picture: turned a little, sides kept upright."""

    def __init__(self, page: Upright, points_per_pixel: float, number: int) -> None:
        self.back, self.points_per_pixel, self.number = page.back, points_per_pixel, number

    def place(self, x0: float, top: float, x1: float, bottom: float) -> Place:
        """Return the place of a box given in points of the page made ready."""
        middle = np.array([(x0 + x1) / 2 / POINT, (top + bottom) / 2 / POINT, 1.0])
        x, y = (self.back @ middle * self.points_per_pixel).tolist()
        wide, high = (x1 - x0) / 2, (bottom - top) / 2
        return Place(
            self.number, None, round(x - wide, 2), round(y - high, 2), round(x + wide, 2), round(y + high, 2)
        )


def _page(
    lines: Sequence[tuple[str, tuple[float, float, float, float]]],
    tables: Sequence[tuple[Frame, list[tuple[str, tuple[str, ...]]]]],
    placing: _Placing,
    width: float,
    height: float,
) -> Page:
    """Return lines and tables as the blocks of a page, from top to bottom."""
    found: list[tuple[float, Block, Table | None]] = []
    for text, box in lines:
        found.append((box[1], Line(text, placing.place(*box)), None))
    for frame, texts in tables:
        cells = [
            Cell(text, placing.place(*slot[4:]), readings=readings)
            for slot, (text, readings) in zip(frame.slots, texts, strict=True)
        ]
        found.append((frame.top, grid_of(frame, cells), Table(frame, [[] for _ in frame.slots])))
    found.sort(key=lambda entry: entry[0])
    return Page(width, height, [block for _, block, _ in found], [table for *_, table in found if table])
