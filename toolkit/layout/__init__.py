"""Page geometry, whatever the format: characters with boxes and drawn lines become lines and grids.

The readers of PDFs and of pictures both end here. They find out what stands on a page, as `Glyph`
and `Rule`; this package makes of it what `toolkit.document` calls lines and grids. Nothing is
interpreted: no label and no number means anything here.

All lengths are points (1/72 inch); ``x`` grows to the right and ``top`` and ``bottom`` grow downward
from the upper left corner of the page as it is read (a page that lies on its side is turned first).

``lay_out(number, width, height, glyphs, rules)``
    one page in one step: a `Page` with its blocks from top to bottom.
``halves(width, height, glyphs, rules)``
    the glyphs and rules of each page of a sheet, where a wide one holds two; call it first.
``flow_of(pages)``
    the blocks of a whole file: without page numbers, headers and footers, which stand at the same
    edge of several pages, and with the rows joined that a page break cut in two.

``turned_back(blocks, pages)``
    the same blocks with their places on the pages as these lie, where some were turned to be read.

A reader of pictures that reads cell by cell uses the steps one by one:

``frames(rules, width, height)``
    the ruled tables of a page without their text: slots with spans and boxes.
``grid_of(frame, cells)``
    rows of cells, given one cell for each slot in the order of ``frame.slots``; wherever a slot
    reaches down from a row above stands an empty ``merged`` cell.
``lines_of(glyphs)``
    running text: the lines that glyphs make, from top to bottom, words parted by one space.
``Page(width, height, blocks, tables)``
    what it made of these, to hand to ``flow_of``; ``tables`` holds for each grid among the blocks
    the frame with the glyphs in its slots (lists without any where cells were read as a whole; then
    no rows are joined over page breaks).
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.document import Block
from toolkit.layout.breaks import with_cut_rows_joined
from toolkit.layout.columns import halves
from toolkit.layout.heads import without_running_heads
from toolkit.layout.lines import TextLine, lines_of
from toolkit.layout.marks import Frame, Glyph, Rule, Slot
from toolkit.layout.page import Page, Table, grid_of, lay_out
from toolkit.layout.ruling import frames
from toolkit.layout.turns import turned_back

__all__ = [
    "Frame",
    "Glyph",
    "Page",
    "Rule",
    "Slot",
    "Table",
    "TextLine",
    "flow_of",
    "frames",
    "grid_of",
    "halves",
    "lay_out",
    "lines_of",
    "turned_back",
]


def flow_of(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the blocks of all pages, one page after the other, as a reader would read them."""
    return tuple(with_cut_rows_joined(pages, without_running_heads(pages)))
