"""Places on a page that was turned to be read, as they are on the page that people see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.document import Block, Grid, Line, Place, Row
from toolkit.layout.page import Page


def turned_back(blocks: Sequence[Block], pages: Mapping[int, Page]) -> tuple[Block, ...]:
    """Return blocks with their places on the pages as these lie; ``pages`` have the numbers that places have."""
    turned = {number: page for number, page in pages.items() if page.turn}
    return tuple([_turned_back(block, turned) for block in blocks]) if turned else tuple(blocks)


def _turned_back(block: Block, turned: Mapping[int, Page]) -> Block:
    if isinstance(block, Line):
        place = _place_back(block.place, turned)
        return block if place == block.place else Line(block.text, place)
    rows = (
        Row(tuple(cell._replace(place=_place_back(cell.place, turned)) for cell in row.cells), row.width)
        for row in block.rows
    )
    return Grid(tuple(rows))


def _place_back(place: Place, turned: Mapping[int, Page]) -> Place:
    number, _, x0, top, x1, bottom = place
    page = turned.get(number or 0)
    if page is None or x0 is None or top is None or x1 is None or bottom is None:
        return place
    wide, high = page.width, page.height
    box = (
        (x0, top, x1, bottom),
        (top, wide - x1, bottom, wide - x0),
        (wide - x1, high - bottom, wide - x0, high - top),
        (high - bottom, x0, high - top, x1),
    )[page.turn]
    return Place(number, None, *box)
