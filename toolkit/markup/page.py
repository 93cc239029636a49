"""What a page shows from top to bottom: lines, and tables that are no mere layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.markup.marks import (
    BREAK,
    CELL,
    END_CELL,
    END_LINK,
    END_ROW,
    END_TABLE,
    GROUPS,
    LINK,
    ROW,
    SPANS,
    TABLE,
    unlinked,
)
from toolkit.markup.tables import Cells, lines_of, rows_of

#: A line, in which links are still marked, or the rows of one table or of a piece of one.
Item = str | list[Cells]

_NO_TABLE = f"[^{TABLE}{END_TABLE}{CELL}]*+"
_ONE_CELL = re.compile(f"{TABLE}({_NO_TABLE}){CELL}(?:[0-9]+,[0-9]+{SPANS})?({_NO_TABLE}){END_TABLE}")
_LINKED = re.compile(f"{LINK}[^{LINK}{END_LINK}]*{END_LINK}")
_SPANS = re.compile(f"[0-9]+,[0-9]+{SPANS}")
#: How deep a table of one cell is looked for in a table of one cell.
_MOST_WRAPPERS = 8
#: How long the text of a cell is that may be prose.
_LONG = 100


def items_of(text: str) -> list[Item]:
    """Return the lines and tables of a page from its marked text (see `toolkit.markup.flatten`).

    A table that holds another one is layout in the rows that do, and so is a row of prose; their cells
    become lines.
    """
    for _ in range(_MOST_WRAPPERS):
        text, count = _ONE_CELL.subn(_unwrapped, text)
        if not count:
            break
    items: list[Item] = []
    sections = [section.split(END_TABLE) for section in text.split(TABLE)]
    for number, section in enumerate(sections):
        for place, piece in enumerate(section):
            opened = number > 0 and place == 0
            nests = number + 1 < len(sections) and place + 1 == len(section)
            items += _between_edges(piece, opened, nests)
    return items


def _unwrapped(match: re.Match[str]) -> str:
    inside = GROUPS.sub("", match[1] + BREAK + match[2])
    return BREAK + inside.replace(ROW, "").replace(END_ROW, "").replace(END_CELL, BREAK) + BREAK


def _between_edges(text: str, opened: bool, nests: bool) -> Iterator[Item]:
    """Yield what stands between two edges of tables.

    ``opened`` says that a table begins before the text; else an outer row may go on in it. With ``nests``
    another table begins after it, in the last row unless that is closed.
    """
    if CELL not in text:
        yield from lines_of(GROUPS.sub("", text))
        return
    first, last = 0, len(text)
    if not opened:
        first = text.find(ROW) if ROW in text else len(text)
    if nests and _is_in_cell(text):
        last = max(first, text.rfind(ROW))
    yield from lines_of(GROUPS.sub("", text[:first]))
    yield from _table(text[first:last])
    yield from lines_of(GROUPS.sub("", text[last:]))


def _is_in_cell(text: str) -> bool:
    cell = text.rfind(CELL)
    return cell > text.rfind(END_CELL) and cell > text.rfind(END_ROW)


def _table(text: str) -> Iterator[Item]:
    has_links = LINK in text or END_LINK in text
    if LINK in text and _is_menu(text):
        return
    strays, rows = rows_of(text)
    yield from strays
    if not any(cell and not cell.isspace() for row in rows for cell in row):
        return
    is_list = all(isinstance(row, str) or len(row) == 1 for row in rows)
    piece: list[Cells] = []
    for row in rows:
        if not isinstance(row, str) and not is_list and not _is_layout(row):
            piece.append(Cells([cell and unlinked(cell) for cell in row], row.width) if has_links else row)
            continue
        if piece:
            yield piece
            piece = []
        if isinstance(row, str):
            yield row
        else:
            yield from _lines(row)
    if piece:
        yield piece


def _is_menu(text: str) -> bool:
    """Decide whether a table holds links and nothing else; one of some size may be data all the same."""
    rows, cells = text.count(ROW), text.count(CELL)
    is_large = rows >= 3 and cells >= 3 * rows
    rest = _SPANS.sub("", GROUPS.sub("", _LINKED.sub("", text)))
    return not is_large and not re.search(r"[^\W_]", rest)


def _is_layout(row: Sequence[str | None]) -> bool:
    """Decide whether a row holds prose, or a list of lines, rather than cells of a table."""
    if len(row) == 1:
        text = row[0] or ""
        return text.count("\n") > 1 or (len(text) > 40 and "。" in text)
    if sum(map(len, filter(None, row))) < _LONG:
        return False
    return any(cell and len(cell) >= _LONG and cell.count("\n") >= (2 if "。" in cell else 8) for cell in row)


def _lines(row: Sequence[str | None]) -> Iterator[str]:
    for cell in row:
        if cell:
            yield from (stripped for line in cell.split("\n") if (stripped := line.strip(" ")).strip())
