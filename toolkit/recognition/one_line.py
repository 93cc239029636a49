"""Table four: all rows side by side in one line of values, under headings that repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from toolkit.forms import Balance, Column, Form, Row, Table
from toolkit.recognition.grids import Candidate, Token
from toolkit.recognition.headings import columns_of_groups
from toolkit.recognition.readings import (
    Option,
    RowReading,
    Spot,
    TableReading,
    absent,
    decide,
    figures_of,
    leftovers,
    on_line,
    read_row,
)
from toolkit.recognition.stream import Stream
from toolkit.report import Issue
from toolkit.text import is_dash, label_key

_DIGIT, _LIST_NUMBER = re.compile(r"\d"), re.compile(r"^\s*[(]?\d{1,2}[).、]?(?!\d)")


def read_one_line(
    stream: Stream, rows: list[Candidate], editions: Sequence[tuple[Form, Table]], hint: str | None
) -> TableReading:
    """Return a table whose rows stand side by side: as many groups of cells as it has rows."""
    form, table = next(((f, t) for f, t in editions if f.key == hint), editions[-1])
    reading = TableReading(table.key, form.key)
    band = table.bands[0]
    full = [c for c in rows if c.tokens and not _is_noise(c)]
    columns_of_group = columns_of_groups(table, "".join(candidate.key for candidate in rows))
    keys = [(row, column) for row in band.rows for column in columns_of_group]
    groups = _groups(full, band.rows, len(band.columns))
    if groups is None or any(candidate.refused for candidate in full):
        _refuse(stream, full, table, form, reading)
        return reading
    line = Candidate(
        tokens=[token for group in groups for token in group], in_cells=any(c.in_cells for c in full)
    )
    if not line.tokens:
        # A row of empty cells is a row: blank, not absent. So is one of cells that cannot be read.
        line = next((c for c in rows if len(c.tokens) >= len(keys)), line)
    if not line.tokens:
        if words := _words_with_digits(stream, rows):
            _refuse(stream, [Candidate(tokens=words)], table, form, reading)
        else:
            reading.figures += [absent(form.key, table.key, row.key, column) for row, column in keys]
        return reading
    # One long row: its columns are named row.column, and its sums are those of every group.
    columns = tuple(
        Column(f"{row.key}.{column.key}", column.label, column.en, column.unit) for row, column in keys
    )
    balances = [_spread(balance, row) for balance in table.balances for row in band.rows]
    if stream.is_scanned and len(line.tokens) == len(keys):
        # Each group has sums of its own; fifteen pictures at once have too many readings.
        option, is_open = _decide_each(stream, table, columns_of_group, line)
    else:
        read = read_row(table.key, columns, line, {}, has_sums=True)
        option, is_open = decide(stream, [read], balances)[0]
    for n, row in enumerate(band.rows):
        width = len(band.columns)
        part = RowReading(row.key, tuple(c for r, c in keys if r is row), line, [])
        cells: Option = option[n * width : (n + 1) * width]
        opened = {i - n * width for i in is_open if n * width <= i < (n + 1) * width}
        figures = figures_of(stream, table.key, form.key, part, cells, opened)
        order = {column.key: at for at, column in enumerate(band.columns)}
        reading.figures += sorted(figures, key=lambda figure: order[figure.column])
    if is_open:
        reading.issues.append(_issue(stream, line, table, len(columns)))
    if not is_open:
        used = [token.text.strip() for token in line.tokens]
        for candidate in full:
            if [token.text.strip() for token in candidate.tokens] != used:
                reading.issues += leftovers(stream, candidate, option, table.key)
    return reading


def _decide_each(
    stream: Stream, table: Table, columns: tuple[Column, ...], line: Candidate
) -> tuple[Option, set[int]]:
    """Return the way to read a line whose every group is decided by itself."""
    option: list[Spot | None] = []
    is_open: set[int] = set()
    for n, row in enumerate(table.rows):
        tokens = line.tokens[n * len(columns) : (n + 1) * len(columns)]
        read = read_row(row.key, columns, replace(line, tokens=tokens), {}, has_sums=True)
        part, opened = decide(stream, [read], table.balances)[0]
        option += part
        is_open |= {n * len(columns) + at for at in opened}
    return tuple(option), is_open


def _is_noise(candidate: Candidate) -> bool:
    """Decide whether a candidate holds neither a number nor a dash: empty cells, or a heading."""
    return not any(token.has_digit or is_dash(token.text) for token in candidate.tokens)


def _words_with_digits(stream: Stream, rows: Sequence[Candidate]) -> list[Token]:
    """Return the words that hold digits among the headings, which have none but list numbers: 第27, 共3件."""
    texts = [(start, end, stream.text[start:end]) for row in rows for start, end in row.texts]
    return [Token(*text, -1) for text in texts if _DIGIT.search(_LIST_NUMBER.sub("", text[2]))]


def _spread(balance: Balance, row: Row) -> Balance:
    return Balance(
        balance.rule,
        balance.along,
        tuple(f"{row.key}.{key}" for key in balance.left),
        tuple(f"{row.key}.{key}" for key in balance.right),
    )


def _groups(full: Sequence[Candidate], rows: Sequence[Row], width: int) -> list[list[Token]] | None:
    """Return the values of each row of the table, or nothing where the runs of values do not fit it."""
    runs = [list(candidate.tokens) for candidate in full]
    if not runs:
        return [[] for _ in rows]
    if len(runs) == 1 or all(len(run) == 1 for run in runs):
        return [[token for run in runs for token in run]]
    if len(runs) == len(rows) and all(len(run) == width for run in runs):
        named = [next((r for r, row in enumerate(rows) if label_key(row.label) in c.key), None) for c in full]
        if sorted(n for n in named if n is not None) == list(range(len(rows))):
            return [runs[named.index(r)] for r in range(len(rows))]
        return runs if named == [None] * len(rows) else None
    # Prose without its heading may follow: the one run as long as the table is its line.
    whole = [run for run in runs if len(run) == len(rows) * width]
    same = {tuple(token.text.strip() for token in run) for run in whole}
    return [whole[0]] if len(same) == 1 else None


def _refuse(
    stream: Stream, full: Sequence[Candidate], table: Table, form: Form, reading: TableReading
) -> None:
    band = table.bands[0]
    for row in band.rows:
        part = RowReading(row.key, band.columns, full[0], [])
        nothing: Option = (None,) * len(band.columns)
        reading.figures += figures_of(
            stream, table.key, form.key, part, nothing, set(range(len(band.columns)))
        )
    for candidate in full:
        reading.issues.append(_issue(stream, candidate, table, len(band.rows) * len(band.columns)))


def _issue(stream: Stream, candidate: Candidate, table: Table, cells: int) -> Issue:
    start, end = candidate.tokens[0].start, candidate.tokens[-1].end
    place = stream.place(start, end)
    printed = re.sub(r"\s+", " ", stream.raw(start, end))
    return Issue(
        "recognise",
        f"table {table.key}: {printed!r}{on_line(place)} does not fit its {cells} cells in one way only; look at the page",
        place,
    )
