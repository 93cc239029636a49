"""Rows of cells from the marked text of a table: each cell once, and what reaches down from above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from toolkit.errors import UnreadableFile
from toolkit.markup.marks import (
    BREAK,
    CELL,
    DAMAGED,
    END_CELL,
    END_FIELD,
    END_ROW,
    FIELD,
    GROUP,
    GROUPS,
    IMAGE,
    ROW,
    SPANS,
    TORN_OFF,
)
from toolkit.text import own_signs_marked


class Cells(list[str | None]):
    """The cells of one row; ``None`` stands for the part of a cell that began in a row above.

    ``width`` is the number of columns that they cover together.
    """

    __slots__ = ("width",)

    def __init__(self, texts: Iterable[str | None], width: int) -> None:
        """Hold the texts of a row that covers ``width`` columns."""
        list.__init__(self, texts)
        self.width = width


_PADDING = " " + BREAK
_BREAKS = re.compile(f" *(?:{BREAK} *)+")
_SPANS = re.compile(rf"{CELL}\d+,\d+{SPANS}")
_FIELDS = re.compile(f"{FIELD}[^{END_FIELD}]*{END_FIELD}")
#: Stand for what cannot be read.
_SPOILT = "\ufffd"
_COUNT = re.compile(rf"[-+\d,.](?=[\s{BREAK}]*\Z)")
_PICTURE = "\ufffc"
_BESIDE_DIGIT = re.compile(f"{IMAGE}(?=\\d)|(?<=\\d){IMAGE}")
_NUMBER = re.compile(r"\d")
#: What stands after the end of a row, and in no other; the same of a cell.
_AFTER_ROW = re.compile(f"{END_ROW}[{_PADDING}]*[^{_PADDING}{ROW}]")
_AFTER_CELL = re.compile(f"{END_CELL}[{_PADDING}]*[^{_PADDING}{CELL}{ROW}{END_ROW}{GROUP}{END_CELL}]")
#: No table that people read has so many columns; beyond, cells are not followed downwards.
_MOST_REACHING = 200
_MOST_CELLS = 200_000
#: How many texts of cells are kept, and how long they may be.
_MOST_SHOWN, _LONGEST_SHOWN = 20_000, 200
#: A cell that reaches down: its first column, the one after its last, and how many rows are left.
_Reach = tuple[int, int, int]


def lines_of(text: str) -> list[str]:
    """Return the lines of running text that are not empty; cells of a layout begin lines of their own."""
    if SPANS in text:
        text = _SPANS.sub(CELL, text)
    if FIELD in text:
        text = _FIELDS.sub("", text)
    text = text.replace(DAMAGED, _SPOILT)
    for mark in (ROW, END_ROW, END_CELL, IMAGE, TORN_OFF):
        text = text.replace(mark, " ")
    lines = [line.strip(" ") for line in text.replace(CELL, BREAK).split(BREAK)]
    return [line for line in lines if line and not line.isspace()]


def rows_of(text: str) -> tuple[list[str], list[Cells | str]]:
    """Return the lines that stand in a table outside of its rows, and the rows.

    A damaged row, in which a number stands beside the cells or a tag is spoilt, is one line: which of its
    cells is which can no longer be told by counting them. In the row in which a file breaks off, every number
    has the mark of what cannot be read beside it.

    ``text`` is what stands between the marks of the table, without another table inside. Raises
    `UnreadableFile` where the table is larger than those of a thousand reports.
    """
    strays: list[str] = []
    rows: list[Cells | str] = []
    count = 0
    text = text.replace(FIELD, "").replace(END_FIELD, "")
    may_be_damaged = TORN_OFF in text or DAMAGED in text or _AFTER_CELL.search(text)
    if not may_be_damaged:
        text = text.replace(END_CELL, "")
    for group in _groups(text):
        reaching: list[_Reach] = []
        for source in _sources(group):
            before, *fields = source.split(CELL)
            if before.strip(_PADDING):
                strays += lines_of(before)
            line = _damaged(fields, strays) if may_be_damaged else ""
            if SPANS in source:
                row, reaching = _spanning(fields, reaching)
            elif reaching:
                row = _beside([*map(_SHOWN.__getitem__, fields)], reaching)
                reaching = [(start, end, down - 1) for start, end, down in reaching if down != 1]
            else:
                row = Cells(map(_SHOWN.__getitem__, fields), len(fields))
            if fields:
                rows.append(line or row)
                count += len(row)
            if count > _MOST_CELLS:
                raise UnreadableFile(
                    f"the page has a table of more than {_MOST_CELLS:,} cells; is it a report?"
                )
    return strays, rows


def _damaged(fields: list[str], strays: list[str]) -> str:
    """Return the line that a damaged row makes, or nothing; take the text beside cells out of its fields."""
    parts = [part for field in fields for part in field.rpartition(SPANS)[2].split(END_CELL)]
    beside = [field.partition(END_CELL)[2] for field in fields]
    fields[:] = [field.partition(END_CELL)[0] for field in fields]
    if any(TORN_OFF in part for part in parts):
        # Not even how many cells it had is known: none of its numbers can stand for a figure.
        fields[:] = [_COUNT.sub(rf"\g<0>{_SPOILT}", field.replace(TORN_OFF, "")) for field in fields]
        return ""
    if any(map(_NUMBER.search, beside)) or any(DAMAGED in part for part in parts):
        cells = [_SHOWN[part.replace(DAMAGED, _SPOILT)].replace("\n", " ") for part in parts]
        return " ".join(cell for cell in cells if cell.strip())
    for text in beside:
        strays += lines_of(GROUPS.sub("", text))
    return ""


def _groups(text: str) -> list[str]:
    """Return the row groups of a table in the order in which they are shown; cells do not span groups."""
    if GROUP not in text:
        return [text]
    first, *others = text.split(GROUP)
    groups = [("b", [first])]
    is_open = False
    for other in others:
        mark, kind, rows = other[0], other[0].lower(), other[1:]
        if mark == kind:
            groups.append((kind, [rows]))
            is_open = True
        elif is_open and kind == groups[-1][0]:
            groups.append(("b", [rows]))
            is_open = False
        else:
            # An end without a beginning ends nothing.
            groups[-1][1].append(rows)
    return ["".join(rows) for _, rows in sorted(groups, key=lambda group: "hbf".index(group[0]))]


def _sources(group: str) -> list[str]:
    """Return the source of every row; cells for which no row was opened make one."""
    rows_are_apart = not _AFTER_ROW.search(group)
    first, *others = (group.replace(END_ROW, "") if rows_are_apart else group).split(ROW)
    if first.strip(_PADDING):
        others.insert(0, first)
    if rows_are_apart:
        return others
    sources: list[str] = []
    for source in others:
        row, _, rest = source.partition(END_ROW)
        sources.append(row)
        if rest.strip(_PADDING):
            sources += (piece for piece in rest.split(END_ROW) if piece.strip(_PADDING))
    return sources


class _Shown(dict[str, str]):
    """The texts of cells as shown; most cells of a report stand in many others, and are worked out once."""

    def __missing__(self, source: str) -> str:
        text = source.strip(_PADDING)
        if BREAK in text:
            text = _BREAKS.sub("\n", text)
        if IMAGE in text:
            # A number may be drawn there, or a digit of it: no one can say that the cell is empty.
            text = _BESIDE_DIGIT.sub(_PICTURE, text).replace(IMAGE, " ").strip(" \n")
            text = text if text.strip() else _PICTURE
        text = own_signs_marked(text)
        if len(self) >= _MOST_SHOWN:
            self.clear()
        if len(source) <= _LONGEST_SHOWN:
            self[source] = text
        return text


_SHOWN = _Shown()


def _beside(texts: list[str | None], reaching: Sequence[_Reach]) -> Cells:
    """Return a row of cells that span nothing with the parts of cells from above at their places."""
    row: list[str | None] = []
    used = column = 0
    for start, end, _ in reaching:
        if start > column:
            row += texts[used : used + start - column]
            used += start - column
        row.append(None)
        column = max(column, end)
    return Cells(row + texts[used:], len(texts) + sum(end - start for start, end, _ in reaching))


@lru_cache(maxsize=1024)
def _size(spans: str) -> tuple[int, int]:
    across, _, down = spans.partition(",")
    return int(across), int(down)


def _spanning(fields: Sequence[str], reaching: Sequence[_Reach]) -> tuple[Cells, list[_Reach]]:
    """Return a row with the parts of cells from above at their places, and what reaches on below it."""
    row: list[str | None] = []
    column = above = width = 0
    below = []
    for start, end, down in reaching:
        width += end - start
        if down != 1:
            below.append((start, end, down - 1))
    for field in fields:
        while above < len(reaching) and reaching[above][0] <= column:
            row.append(None)
            column = max(column, reaching[above][1])
            above += 1
        across = 1
        if SPANS in field:
            spans, _, field = field.partition(SPANS)
            across, down = _size(spans)
            if down != 1 and len(below) < _MOST_REACHING:
                below.append((column, column + across, down - 1))
        row.append(_SHOWN[field])
        column += across
        width += across
    row += [None] * (len(reaching) - above)
    below.sort()
    return Cells(row, width), below
