"""Two readings of one page: a number that only one of them has is no number.

Layout sorts characters into cells and lines, pdfium writes them down as plain text. Every run of
digits has to come out of both. Where they differ pdfplumber decides, and what it does not confirm
is marked, so that it reads as printed but unreadable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, groupby

from toolkit.document import Block, Cell, Grid, Line, Row
from toolkit.layout import Page
from toolkit.reading.pdf.characters import UNKNOWN

_DIGITS = re.compile(r"\d+")


def confirmed(pages: list[Page], text: str, third: Callable[[], str]) -> list[Page]:
    """Return the pages of one sheet with every run of digits marked that no second reading has.

    ``text`` is pdfium's plain text; ``third`` gives pdfplumber's, and is asked only where it has to be.
    """
    blocks = [block for page in pages for block in page.blocks]
    runs = Counter(_DIGITS.findall("\n".join(_texts(blocks))))
    doubtful = _unconfirmed(runs, blocks, text)
    if doubtful:
        doubtful &= _unconfirmed(runs, blocks, third())
    if not doubtful:
        return pages
    return [page._replace(blocks=[_marked(block, doubtful) for block in page.blocks]) for page in pages]


def _unconfirmed(runs: Counter[str], blocks: list[Block], text: str) -> set[str]:
    """Return the runs of digits that a plain text has not, or not as often."""
    others = Counter(_DIGITS.findall(text))
    left = runs - others
    return set(left - _parted_by_walls(blocks, others)) if left else set()


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells)


def _parted_by_walls(blocks: Iterable[Block], runs: Counter[str]) -> Counter[str]:
    """Return the numbers of neighbouring cells that plain text runs together, because it sees no lines."""
    parted: Counter[str] = Counter()
    for row in (row for block in blocks if isinstance(block, Grid) for row in block.rows):
        for _, group in groupby(row.cells, key=lambda cell: cell.text.isdigit()):
            numbers = [cell.text for cell in group]
            for first, last in combinations(range(len(numbers) + 1), 2):
                if last - first > 1 and "".join(numbers[first:last]) in runs:
                    parted.update(numbers[first:last])
    return parted


def _marked(block: Block, doubtful: set[str]) -> Block:
    if isinstance(block, Line):
        # In running text a number is found wherever digits stand, so that none may be left.
        return block._replace(text=_mark(block.text, doubtful, lambda run: UNKNOWN * len(run)))
    rows = (Row(tuple(_marked_cell(cell, doubtful) for cell in row.cells), row.width) for row in block.rows)
    return Grid(tuple(rows))


def _marked_cell(cell: Cell, doubtful: set[str]) -> Cell:
    return cell._replace(text=_mark(cell.text, doubtful, lambda run: run + UNKNOWN))


def _mark(text: str, doubtful: set[str], how: Callable[[str], str]) -> str:
    return _DIGITS.sub(lambda run: how(run.group()) if run.group() in doubtful else run.group(), text)
