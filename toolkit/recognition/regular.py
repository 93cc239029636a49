"""Tables printed just as the form prints them: most are, and nothing has to be weighed in them.

A form says in which order its labels and its numbers stand, so that a regular table is one run of
patterns, each beginning where the one before ended. Whatever does not follow them to the last
character, a label in other words, a number too many, an empty cell that may be a lost one, is left
to the careful way (`matrix`, `disclosures`, `one_line`), which gives the same figures for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from toolkit.document import Cell, Place
from toolkit.forms import Band, Column, Form, Row, Table
from toolkit.recognition.cells import meanings_in
from toolkit.recognition.headings import columns_of_groups, columns_of_matrix, in_printed_unit
from toolkit.recognition.readings import TableReading
from toolkit.recognition.regular_patterns import (
    NEXT_NUMBER,
    NUMBERS_SIDE_BY_SIDE,
    ON_ONE_LINE,
    WAYS_OF_CELLS,
    WHOLE_NUMBER,
    WITH_BLANKS,
    patterns_of_bands,
    rows_of_matrix,
    values_alone,
    without_marks,
)
from toolkit.recognition.stream import Stream, key_text
from toolkit.recognition.sums import breaks
from toolkit.report import Figure

_DIGIT = re.compile(r"\d")
#: Decides whether a stretch of the document holds values.
HoldsValues = Callable[[int, int], bool]


class _Run(NamedTuple):
    """The values of one row: their spans, and whether some of them are empty cells.

    The first stands in the line or cell with the number ``part``, each other one ``step`` further on.
    """

    spans: tuple[tuple[int, int], ...]
    part: int
    step: int
    has_blank: bool = False


def read_regular(
    stream: Stream,
    zone: tuple[int, int],
    editions: Sequence[tuple[Form, Table]],
    hint: str | None,
    holds_values: HoldsValues,
) -> TableReading | None:
    """Return a table that follows one edition of its form in every label and number, or nothing."""
    if stream.is_scanned:
        return None
    # Where the heading tells nothing, the newest edition is the likeliest.
    for form, table in sorted(editions, key=lambda one: (one[0].key != hint, -one[0].usual_years[0])):
        if table.layout == "one_line":
            found = _one_line(stream, zone, form, table)
        elif len(table.bands) > 1:
            found = _bands(stream, zone, form, table)
        else:
            found = _matrix(stream, zone, form, table)
        if found is not None:
            reading, end = found
            rest = stream.text[end : zone[1]]
            return reading if NEXT_NUMBER.fullmatch(rest) or not holds_values(end, zone[1]) else None
    return None


_Found = tuple[TableReading, int] | None


def _matrix(stream: Stream, zone: tuple[int, int], form: Form, table: Table) -> _Found:
    """Read a table of many rows under one set of columns."""
    text, (start, end) = stream.text, zone
    bare = _bare(stream, zone)
    first, others = rows_of_matrix(table)
    found_first = first.search(text, bare, start, end)
    if found_first is None or _has_digit(text[start : found_first[0]]):
        return None
    label, match = found_first
    columns = _columns_of_matrix(table, key_text(text[start:label]))
    at, is_wrapped = match.end(), False
    runs = [_run(stream, match, len(columns), may_be_empty=True)]
    may_wrap = NUMBERS_SIDE_BY_SIDE.search(text, start, end) is not None
    for row in others:
        found_next = row.match(text, bare, at, end, may_wrap=may_wrap)
        if found_next is None or runs[-1] is None:
            return None
        match, is_around = found_next, found_next.re is not row.values
        is_wrapped = is_wrapped or is_around
        runs.append(
            _inside(stream, match, len(columns))
            if is_around
            else _run(stream, match, len(columns), may_be_empty=not row.is_heading)
        )
        at = match.end()
    found = [run for run in runs if run is not None]
    if len(found) < len(runs) or not _widths_agree(stream, found) or _total_is_elsewhere(text, found):
        return None
    figures = _figures(stream, form, table, columns, zip(table.rows, found, strict=True))
    reading = TableReading(table.key, form.key, _in_order(figures, columns, table.bands[0].columns))
    # Values in the middle of their label are between two labels: only the sums can say whose they are.
    return None if is_wrapped and not _adds_up(table, reading.figures) else (reading, at)


def _bands(stream: Stream, zone: tuple[int, int], form: Form, table: Table) -> _Found:
    """Read table two: bands under headings of their own."""
    text, (at, end) = stream.text, zone
    bare = _bare(stream, zone)
    reading = TableReading(table.key, form.key)
    for band, (heading, labels, values) in zip(table.bands, patterns_of_bands(table), strict=True):
        match = heading.match(bare, at, end)
        if match is None:
            return None
        columns = _in_printed_units(band, key_text(match.group()))
        at = match.end()
        runs = []
        for row, pattern in zip(band.rows, labels, strict=True):
            label = pattern.match(bare, at, end)
            match = values.match(text, label.end(), end) if label else None
            run = _run(stream, match, len(columns)) if match else None
            if match is None or run is None:
                return None
            runs.append((row, run))
            at = match.end()
        reading.figures += _figures(stream, form, table, columns, runs)
    if any(figure.state not in ("reported", "dash") for figure in reading.figures):
        return None
    return reading, at


def _one_line(stream: Stream, zone: tuple[int, int], form: Form, table: Table) -> _Found:
    """Read a table whose rows stand side by side in one line of values."""
    text, (start, end) = stream.text, zone
    band = table.bands[0]
    width = len(band.columns) * len(band.rows)
    digit = _DIGIT.search(text, start, end)
    if digit is None:
        return None
    match = values_alone(width).match(text, max(text.rfind("\n", 0, digit.start()) + 1, start), end)
    run = _run(stream, match, width) if match else None
    if match is None or run is None:
        return None
    heading = key_text(text[start : match.start()])
    if not heading:
        return None
    columns = _columns_of_groups(table, heading)
    size = len(band.columns)
    groups = [
        (row, _Run(run.spans[at : at + size], run.part + at * run.step, run.step))
        for row, at in zip(band.rows, range(0, width, size), strict=True)
    ]
    figures = _figures(stream, form, table, columns, groups)
    return TableReading(table.key, form.key, _in_order(figures, columns, band.columns)), match.end()


def _bare(stream: Stream, zone: tuple[int, int]) -> str:
    """Return the text with every mark in a zone as a space; what stands behind the zone is left away."""
    start, end = zone
    return stream.text[:start] + without_marks(stream.text[start:end])


# -- columns and values ----------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _columns_of_matrix(table: Table, heading: str) -> tuple[Column, ...]:
    return columns_of_matrix(table, heading)


@lru_cache(maxsize=1024)
def _columns_of_groups(table: Table, heading: str) -> tuple[Column, ...]:
    return columns_of_groups(table, heading)


@lru_cache(maxsize=1024)
def _in_printed_units(band: Band, heading: str) -> tuple[Column, ...]:
    return tuple(in_printed_unit(column, heading) for column in band.columns)


def _run(stream: Stream, match: re.Match[str], width: int, *, may_be_empty: bool = False) -> _Run | None:
    """Return the values of a row, where the lines and cells they stand in are what they look like."""
    last = match.lastindex or width
    spans = match.regs[last - width + 1 : last + 1]
    way = last // width - 1
    part = stream.number_at(spans[0][0])
    if isinstance(stream.parts[part], Cell) is not (way < WAYS_OF_CELLS):
        return None
    if way != WITH_BLANKS:
        return _Run(spans, part, int(way != ON_ONE_LINE))
    cells = stream.parts[part : part + width]
    blank = sum(not stream.text[start:end].strip() for start, end in spans)
    # One too few may be a lost cell, which is to be weighed; nothing at all may be a heading.
    if blank == 1 or (blank == width and not may_be_empty) or any(isinstance(cell, Cell) and cell.merged for cell in cells):
        return None
    return _Run(spans, part, 1, has_blank=True)


def _inside(stream: Stream, match: re.Match[str], width: int) -> _Run | None:
    """Return the values that stand on one line inside or behind a wrapped label."""
    lines = [span for span in match.regs[1:] if span[0] >= 0]
    if len(lines) != 1:
        return None
    start, end = lines[0]
    numbers = list(re.finditer(r"\S+", stream.text[start:end]))
    if len(numbers) != width or not all(WHOLE_NUMBER.fullmatch(number.group()) for number in numbers):
        return None
    spans = tuple(number.span() for number in numbers)
    part = stream.number_at(start)
    if isinstance(stream.parts[part], Cell):
        return None
    return _Run(tuple((start + low, start + high) for low, high in spans), part, 0)


def _adds_up(table: Table, figures: Sequence[Figure]) -> bool:
    values: dict[str, dict[str, float | None]] = {}
    for figure in figures:
        values.setdefault(figure.row, {})[figure.column] = figure.value
    return not any(breaks(values, balance) for balance in table.balances)


def _widths_agree(stream: Stream, runs: Sequence[_Run]) -> bool:
    """Decide whether no row lost a cell: where all cells are filled none did, else all rows are as long."""
    if not any(run.has_blank for run in runs):
        return True
    lengths = set()
    for run in runs:
        start = run.spans[0][0]
        row = stream.text.rfind("\n", 0, start) + 1
        lengths.add(stream.width_of_row(row) or stream.text.count("\t", row, start) + len(run.spans))
    return len(lengths) == 1


def _total_is_elsewhere(text: str, runs: Sequence[_Run]) -> bool:
    """Decide whether numbers stand in rows that do not end in their total: it may stand in front."""
    told = False
    for run in runs:
        printed = [text[start:end].strip() for start, end in run.spans]
        if all(map(str.isdigit, printed)):
            *parts, total = map(int, printed)
            if total or any(parts):
                if sum(parts) == total:
                    return False
                told = True
    return told


def _figures(
    stream: Stream, form: Form, table: Table, columns: Sequence[Column], rows: Iterable[tuple[Row, _Run]]
) -> list[Figure]:
    """Return the figures of rows. This is the innermost loop of reading: two hundred rounds a report."""
    text, starts, parts = stream.text, stream.starts, stream.parts
    form_key, table_key = form.key, table.key
    keys = [(column.key, meanings_in(column.kind, column.unit)) for column in columns]
    figures = []
    for row, (spans, at, step, _) in rows:
        row_key = row.key
        for (column_key, meanings), (start, end) in zip(keys, spans, strict=True):
            state, value, unit, lead, length = meanings[text[start:end]]
            raw: str | None
            raw, place = parts[at][:2]
            if len(raw) != length or not length:
                low = start + lead - starts[at]
                raw = raw[low : low + length] or None
                if place.page is not None:
                    place = stream.place_in(at, start + lead, start + lead + length)
                elif place.x0 is not None:
                    x0 = place.x0 + low
                    # What Place(...) and Figure(...) do, without their Python wrappers.
                    place = tuple.__new__(Place, (None, place.line, x0, None, x0 + length, None))
            at += step
            figures.append(
                tuple.__new__(Figure, (form_key, table_key, row_key, column_key, value, unit, state, raw, place))
            )
    return figures


def _in_order(figures: list[Figure], printed: Sequence[Column], columns: Sequence[Column]) -> list[Figure]:
    """Return the figures of rows with their columns in the order of the form."""
    if printed == columns:
        return figures
    order = [printed.index(column) for column in columns]
    return [figures[row + at] for row in range(0, len(figures), len(columns)) for at in order]


def _has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None
