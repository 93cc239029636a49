"""What a page shows as blocks of a document, each with its place among the lines that they make."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.document import Block, Grid, row_on_line, whole_line
from toolkit.markup.page import Item


def set_out(items: Sequence[Item], lines: list[str]) -> list[Block]:
    """Return the items as blocks; a line is one of ``lines``, and so is a row, its cells parted by tabs."""
    blocks: list[Block] = []
    for item in items:
        if isinstance(item, str):
            lines.append(item)
            blocks.append(whole_line(item, len(lines)))
            continue
        rows = []
        for cells in item:
            merged = [cell is None for cell in cells] if None in cells else ()
            texts = [cell or "" for cell in cells]
            lines.append("\t".join(texts).replace("\n", " "))
            rows.append(row_on_line(texts, len(lines), merged=merged, width=cells.width))
        blocks.append(Grid(tuple(rows)))
    return blocks
