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
from toolkit.recognition.headings import (
    columns_of_groups,
    columns_of_matrix,
    group_stands_first,
    in_printed_unit,
)
from toolkit.recognition.readings import TableReading
from toolkit.recognition.regular_patterns import (
    NEXT_NUMBER,
    NUMBERS_SIDE_BY_SIDE,
    WHOLE_NUMBER,
    Values,
    match_values,
    patterns_of_bands,
    rows_of_matrix,
    values_alone,
)
from toolkit.recognition.stream import Stream, key_text
from toolkit.recognition.sums import breaks
from toolkit.report import Figure

_DIGIT = re.compile(r"\d")
#: Decides whether a stretch of the document holds values.
HoldsValues = Callable[[int, int], bool]


class _Run(NamedTuple):
    """The values of one row.

    The first stands in the line or cell with the number ``part``, each other one ``step`` further on;
    ``spans`` say where, unless each has a cell of its own. ``has_blank`` where some of these are empty,
    ``may_have_moved`` where just one is: a cell may have been lost, and the others moved.
    """

    texts: tuple[str, ...]
    part: int
    step: int = 1
    spans: tuple[tuple[int, int], ...] = ()
    has_blank: bool = False
    may_have_moved: bool = False


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
    text, bare, (start, end) = stream.text, stream.bare, zone
    first, others = rows_of_matrix(table)
    found_first = first.search(text, bare, start, end)
    if found_first is None or _has_digit(text[start : found_first[0]]):
        return None
    label, values = found_first
    columns = _columns_of_matrix(table, key_text(text[start:label]))
    width = len(columns)
    if width < len(table.bands[0].columns) or group_stands_first(table, text[start:label]):
        return None
    run = _run(stream, values, width, may_be_empty=True)
    heading = text[start : text.rfind("\n", start, label) + 1].lstrip()
    at, runs, is_wrapped = values[1].end(), [], False
    may_wrap = NUMBERS_SIDE_BY_SIDE.search(text, start, end) is not None
    for row in others:
        found_next = row.match(text, bare, at, end, may_wrap=may_wrap)
        if found_next is None and (behind := _behind_heading(text, heading, at, end)):
            found_next = row.match(text, bare, behind, end, may_wrap=may_wrap)
        if found_next is None or run is None:
            return None
        runs.append(run)
        way, match = found_next
        if way is None:
            is_wrapped, run = True, _inside(stream, match, width)
        else:
            run = _run(stream, (way, match), width, may_be_empty=not row.is_heading)
        at = match.end()
    if run is None:
        return None
    runs.append(run)
    if not _widths_agree(stream, runs) or _total_is_elsewhere(runs):
        return None
    figures = _figures(stream, form, table, columns, zip(table.rows, runs, strict=True))
    reading = TableReading(table.key, form.key, _in_order(figures, columns, table.bands[0].columns))
    # Values in the middle of their label are between two labels: only the sums can say whose they are.
    is_doubtful = is_wrapped or any(run.may_have_moved for run in runs)
    return None if is_doubtful and not _adds_up(table, reading.figures) else (reading, at)


def _bands(stream: Stream, zone: tuple[int, int], form: Form, table: Table) -> _Found:
    """Read table two: bands under headings of their own."""
    text, bare, (at, end) = stream.text, stream.bare, zone
    reading = TableReading(table.key, form.key)
    for band, (heading, labels, ways) in zip(table.bands, patterns_of_bands(table), strict=True):
        match = heading.match(bare, at, end)
        if match is None:
            return None
        columns = _in_printed_units(band, key_text(match.group()))
        at = match.end()
        runs = []
        for row, pattern in zip(band.rows, labels, strict=True):
            label = pattern.match(bare, at, end)
            values = match_values(ways, text, label.end(), end) if label else None
            run = _run(stream, values, len(columns)) if values else None
            if values is None or run is None or run.may_have_moved:
                return None
            runs.append((row, run))
            at = values[1].end()
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
    values = match_values(values_alone(width), text, max(text.rfind("\n", 0, digit.start()) + 1, start), end)
    run = _run(stream, values, width) if values else None
    if values is None or run is None:
        return None
    match = values[1]
    heading = key_text(text[start : match.start()])
    if not heading:
        return None
    columns = _columns_of_groups(table, heading)
    size = len(band.columns)
    groups = [
        (row, _Run(run.texts[at : at + size], run.part + at * run.step, run.step, run.spans[at : at + size]))
        for row, at in zip(band.rows, range(0, width, size), strict=True)
    ]
    figures = _figures(stream, form, table, columns, groups)
    line = text[text.rfind("\n", 0, match.start(1)) + 1 : match.end()]
    # A line with an empty cell, or with one too many, may be read in several ways: the sums decide.
    if (run.has_blank or line.count("\t") >= width) and not _adds_up(table, figures):
        return None
    return TableReading(table.key, form.key, _in_order(figures, columns, band.columns)), match.end()


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


def _run(stream: Stream, values: Values, width: int, *, may_be_empty: bool = False) -> _Run | None:
    """Return the values of a row, where the lines and cells they stand in are what they look like."""
    way, match = values
    part = stream.number_at(match.start(1))
    if isinstance(stream.parts[part], Cell) is not way.in_cells:
        return None
    texts = match.groups()
    if not way.in_cells:
        return _Run(texts, part, int(not way.on_one_line), match.regs[1:])
    if not way.has_blanks:
        return _Run(texts, part)
    texts = tuple([text.strip() for text in texts])
    blank = texts.count("")
    # Nothing at all may be a heading.
    if blank == width and not may_be_empty:
        return None
    if any(isinstance(cell, Cell) and cell.merged for cell in stream.parts[part : part + width]):
        return None
    return _Run(texts, part, has_blank=blank > 0, may_have_moved=blank == 1)


def _inside(stream: Stream, match: re.Match[str], width: int) -> _Run | None:
    """Return the values that stand on one line inside or behind a wrapped label."""
    lines = [span for span in match.regs[1:] if span[0] >= 0]
    if len(lines) != 1:
        return None
    start, end = lines[0]
    numbers = list(re.finditer(r"\S+", stream.text[start:end]))
    texts = tuple(number.group() for number in numbers)
    if len(numbers) != width or not all(map(WHOLE_NUMBER.fullmatch, texts)):
        return None
    part = stream.number_at(start)
    if isinstance(stream.parts[part], Cell):
        return None
    spans = tuple((start + number.start(), start + number.end()) for number in numbers)
    return _Run(texts, part, 0, spans)


def _behind_heading(text: str, heading: str, at: int, end: int) -> int:
    """Return where a table goes on behind its heading, which a new page prints again, or 0."""
    start = at + len(text[at:end]) - len(text[at:end].lstrip())
    return start + len(heading) if heading and text.startswith(heading, start, end) else 0


def _adds_up(table: Table, figures: Sequence[Figure]) -> bool:
    """Decide whether every sum of a table holds, where nothing stands for naught."""
    values: dict[str, dict[str, float | None]] = {}
    for figure in figures:
        values.setdefault(figure.row, {})[figure.column] = figure.value or 0.0
    return not any(breaks(values, balance) for balance in table.balances)


def _widths_agree(stream: Stream, runs: Sequence[_Run]) -> bool:
    """Decide whether no row lost a cell: where all cells are filled none did, else all rows are as long."""
    if not any(run.has_blank for run in runs):
        return True
    lengths = set()
    for run in runs:
        start = run.spans[0][0] if run.spans else stream.starts[run.part]
        row = stream.text.rfind("\n", 0, start) + 1
        lengths.add(stream.width_of_row(row) or stream.text.count("\t", row, start) + len(run.texts))
    return len(lengths) == 1


def _total_is_elsewhere(runs: Sequence[_Run]) -> bool:
    """Decide whether numbers stand in rows that do not end in their total: it may stand in front."""
    told = False
    for run in runs:
        if all(map(str.isdecimal, run.texts)):
            *parts, total = map(int, run.texts)
            if total or any(parts):
                if sum(parts) == total:
                    return False
                told = True
    return told


def _figures(
    stream: Stream, form: Form, table: Table, columns: Sequence[Column], rows: Iterable[tuple[Row, _Run]]
) -> list[Figure]:
    """Return the figures of rows. This is the innermost loop of reading: two hundred rounds a report."""
    form_key, table_key, starts, parts = form.key, table.key, stream.starts, stream.parts
    keys = [(column.key, meanings_in(column.kind, column.unit)) for column in columns]
    # What Place(...) and Figure(...) do, without their Python wrappers.
    new, figures = tuple.__new__, list[Figure]()
    for row, run in rows:
        row_key, at = row.key, run.part
        raw: str | None
        if not run.spans:
            for (column_key, meanings), text in zip(keys, run.texts, strict=True):
                state, value, unit = meanings[text]
                part = parts[at]
                raw, place = part[0], part[1]
                if raw != text or not text:
                    raw, place = _inside_cell(stream, at, text)
                at += 1
                figures.append(
                    new(Figure, (form_key, table_key, row_key, column_key, value, unit, state, raw, place))
                )
            continue
        for (column_key, meanings), text, (start, end) in zip(keys, run.texts, run.spans, strict=True):
            state, value, unit = meanings[text]
            part, first = parts[at], starts[at]
            raw, place = part[0][start - first : end - first], part[1]
            if place.page is not None:
                place = stream.place_in(at, start, end)
            elif place.x0 is not None:
                x0 = place.x0 + start - first
                place = new(Place, (None, place.line, x0, None, x0 + end - start, None))
            at += run.step
            figures.append(
                new(Figure, (form_key, table_key, row_key, column_key, value, unit, state, raw, place))
            )
    return figures


def _inside_cell(stream: Stream, number: int, text: str) -> tuple[str | None, Place]:
    """Return a value as printed and its place, in a cell that holds more than it, or holds it in full width."""
    raw, place = stream.parts[number][:2]
    start = stream.starts[number]
    folded = stream.text[start : start + len(raw)]
    low = len(folded) - len(folded.lstrip())
    if place.page is None and place.x0 is not None:
        x0 = place.x0 + low
        place = Place(None, place.line, x0, None, x0 + len(text), None)
    return raw[low : low + len(text)] or None, place


def _in_order(figures: list[Figure], printed: Sequence[Column], columns: Sequence[Column]) -> list[Figure]:
    """Return the figures of rows with their columns in the order of the form."""
    if printed == columns:
        return figures
    order = [printed.index(column) for column in columns]
    return [figures[row + at] for row in range(0, len(figures), len(columns)) for at in order]


def _has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None
