"""Tables of numbers that no form describes: quoted in an issue each, so that nothing is passed over in silence.

Up to 2013 every place had tables of its own, and later many kept them beside the national one. A table
is a grid, or lines one after the other, in which words stand before numbers; menus, particulars such as
索引号, lists of links with their dates, and lists of contents are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.document import Cell
from toolkit.recognition.readings import on_line
from toolkit.recognition.stream import Stream
from toolkit.report import Issue
from toolkit.text import CJK, is_dash
from toolkit.vocabulary.lists import any_of
from toolkit.vocabulary.tables import table_words

_FEWEST_ROWS, _FEWEST_NUMBERS = 2, 3
#: Running text has to look more like a table than cells that are really there.
_FEWEST_LINES, _FEWEST_IN_ONE_LINE = 3, 4
_LONGEST_CELL = 24
#: Two words, a unit and a digit each.
_SHORTEST_RUN = 4 * _FEWEST_IN_ONE_LINE - 1
_QUOTED = 12
_WORDS = table_words()
_UNIT = any_of([*_WORDS.units.items, *_WORDS.units.local])
_NUMBER = re.compile(rf"[+-]?\d[\d,]*(?:\.\d+)?\s*{_UNIT}?")
_PARTICULARS = re.compile(any_of(_WORDS.local.particulars))
_DATE = re.compile(r"(?:19|20)\d\d\s*[-年./]\s*\d{1,2}(?:\s*[-月./]\s*\d{1,2})?")
#: 主动公开数 条 120: a line of a table that lost its cells.
_ROW = re.compile(rf"^[ ]*(?P<label>[^。;,]{{2,40}}?)[ :]+(?:{_UNIT}[ ]+)?(?P<values>(?:[+-]?\d[\d,]*(?:\.\d+)?%?|[-—/]{{1,2}})(?:[ ]+{_UNIT})?(?:[ ]+(?:[+-]?\d[\d,]*(?:\.\d+)?%?|[-—/]{{1,2}}))*)[ ]*$")
#: The same, run together on one line: words, a unit, a number, and so on.
_RUN = re.compile(rf"(?:[ ]*[㐀-鿿()、:.\d]{{0,3}}[㐀-鿿()、:]{{2,30}}?[ ]*{_UNIT}[ ]*\d[\d,]*(?:\.\d+)?(?:[ ]+\d[\d,]*(?:\.\d+)?)*[ ]*(?=[㐀-鿿(\d]|$)){{{_FEWEST_IN_ONE_LINE},}}")
#: What stands in no such run.
_NOT_IN_RUN = re.compile(r"[^ \d.,%㐀-鿿()、:]|(?<!\d),")
#: What every number of such a run has before it.
_UNIT_BEFORE_NUMBER = re.compile(rf"{_UNIT}[ ]*\d")
_NO_CELL = re.compile(r"[。;,\t]")
_DATE_OR_PHONE = re.compile(r"\d{3,4}-\d{6,}|\d{11}|\d{1,2}:\d\d")


def local_tables(stream: Stream, zones: Sequence[tuple[int, int]]) -> list[Issue]:
    """Return an issue for each table of numbers outside the stretches that were read as tables of a form."""
    lines = list(_printed_lines(stream.text, zones))
    found = [*_grids(stream, zones), *_lines(stream, lines, zones), *_cell_a_line(lines)]
    return [_issue(stream, start, end) for start, end in sorted(found)]


def _issue(stream: Stream, start: int, end: int) -> Issue:
    cells = [text for text in re.split(r"[\t\n]|[ ]{1,}", stream.printed(start, end).replace("\n", " ")) if text]
    more = " …" if len(cells) > _QUOTED else ""
    place = stream.place(start, end)
    return Issue(
        "recognise",
        f"a table that no form describes{on_line(place)}: {' | '.join(cells[:_QUOTED])}{more}; its numbers are in no frame, "
        "see docs/adding-a-form.md",
        place,
    )


def _is_outside(zones: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return not any(low < end and start < high for low, high in zones)


# -- cells -------------------------------------------------------------------------------------------


def _grids(stream: Stream, zones: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    number, count = 0, len(stream.starts)
    while number < count:
        first = number
        number = bisect_right(stream.blocks, stream.blocks[first], first)
        if not isinstance(stream.parts[first], Cell):
            continue
        start, end = stream.starts[first], stream.piece(number - 1).end
        if _is_outside(zones, start, end) and _holds_numbers(stream.text[start:end]):
            yield start, end


def _holds_numbers(text: str) -> bool:
    """Decide whether rows of cells are a table of numbers: words and numbers in several rows."""
    rows = [[cell.strip() for cell in row.split("\t")] for row in text.split("\n")]
    rows = [row for row in rows if len(row) > 1 and not _PARTICULARS.search("".join(row))]
    numbers = [sum(_NUMBER.fullmatch(cell) is not None and not _is_date(cell) for cell in row) for row in rows]
    worded = [any(CJK.search(cell) for cell in row) for row in rows]
    telling = sum(1 for count, words in zip(numbers, worded, strict=True) if count and words)
    filled = sum(numbers)
    # One row of headings above one row of numbers is a table too.
    is_flat = len(rows) >= _FEWEST_ROWS and worded[0] and not numbers[0] and filled >= _FEWEST_NUMBERS
    return filled >= _FEWEST_NUMBERS and (telling >= _FEWEST_ROWS or is_flat)


def _is_date(cell: str) -> bool:
    return _DATE.search(cell) is not None or _DATE_OR_PHONE.search(cell) is not None


# -- running text ------------------------------------------------------------------------------------


class _PrintedLine(NamedTuple):
    """A line or a row of cells; ``is_outside`` where no table of a form was read from it."""

    start: int
    end: int
    text: str
    is_outside: bool


def _printed_lines(text: str, zones: Sequence[tuple[int, int]]) -> Iterator[_PrintedLine]:
    """Yield the lines that are not blank; of those of a table that was read, the first and the last."""
    nowhere = (len(text) + 1, len(text) + 1)
    further = iter(sorted(zones))
    low, high = next(further, nowhere)
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        while high <= start:
            low, high = next(further, nowhere)
        line = text[start:end]
        if line and not line.isspace():
            yield _PrintedLine(start, end, line, end <= low)
        # The last line of the table that is not blank begins behind this.
        before = text.rfind("\n", end, end + len(text[end:high].rstrip())) if end > low else end
        start = max(before, end) + 1


def _lines(
    stream: Stream, lines: Sequence[_PrintedLine], zones: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    run: list[tuple[int, int]] = []
    above = (0, 0)
    for start, end, line, is_outside in lines:
        if is_outside and "\t" not in line and _is_row(line):
            run = [above] if not run and _is_heading(stream.text[slice(*above)]) else run
            run.append((start, end))
            continue
        above = (start, end)
        if run:
            yield from _as_table(run)
            run = []
        # On one line with everything else: only what repeats, a unit before every number.
        if len(line) > 40 and _may_hold_run(line) and not _is_cells(stream, start):
            for low, high in _runs(line):
                if _is_outside(zones, start + low, start + high):
                    yield start + low, start + high
    yield from _as_table(run)


def _runs(line: str) -> Iterator[tuple[int, int]]:
    """Yield where on a line words, a unit and a number follow each other again and again."""
    low = 0
    for end in [*(match.start() for match in _NOT_IN_RUN.finditer(line)), len(line)]:
        if end - low > _SHORTEST_RUN and _may_hold_run(line[low:end]):
            # With the character behind: what ends a run is not the end of the line.
            yield from (match.span() for match in _RUN.finditer(line, low, end + 1))
        low = end + 1


def _may_hold_run(text: str) -> bool:
    return len(_UNIT_BEFORE_NUMBER.findall(text)) >= _FEWEST_IN_ONE_LINE


def _cell_a_line(lines: Sequence[_PrintedLine]) -> Iterator[tuple[int, int]]:
    """Yield stretches of short lines in which numbers alone follow words alone: a table with a cell a line."""
    run: list[_PrintedLine] = []
    for line in lines:
        text = line.text
        if line.is_outside and len(text.strip()) <= _LONGEST_CELL and not _NO_CELL.search(text):
            run.append(line)
        elif run:
            yield from _as_cells(run)
            run = []
    yield from _as_cells(run)


def _as_cells(run: Sequence[_PrintedLine]) -> Iterator[tuple[int, int]]:
    cells = [line.text.strip() for line in run]
    numbers = sum(_NUMBER.fullmatch(cell) is not None and not _is_date(cell) for cell in cells)
    if numbers < _FEWEST_IN_ONE_LINE or numbers * 3 < len(cells) or numbers >= len(cells) - 1:
        return
    if not any(_PARTICULARS.search(cell) for cell in cells):
        yield run[0].start, run[-1].end


def _is_cells(stream: Stream, start: int) -> bool:
    return stream.piece_at(start).is_cell


def _is_row(line: str) -> bool:
    match = _ROW.match(line)
    if match is None or _PARTICULARS.search(line) or _is_date(line):
        return False
    return CJK.search(match["label"]) is not None and not is_dash(match["values"])


def _is_heading(line: str) -> bool:
    """Decide whether a line is the heading of columns: a few words, and no number but a year."""
    return 2 <= len(line.split()) <= _QUOTED and not re.search(r"[。;,:]|(?<!\d)\d{1,3}(?!\d)", line)


def _as_table(run: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if len(run) >= _FEWEST_LINES:
        yield run[0][0], run[-1][1]
