"""Which of several ways to read the rows of a statistics table is believed: what is plausible, told, or adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.forms import Balance, Table
from toolkit.recognition.items import item_labels
from toolkit.recognition.readings import Option, RowReading, decide, values_of
from toolkit.recognition.stream import Stream
from toolkit.recognition.told import told_numbers

#: A number in prose shorter than this can be a part of a run of digits by chance.
_TELLING = 100
#: A way to read a row, and the columns in which that stays open.
Decision = tuple[Option, set[int]]


def plausible(stream: Stream, row: RowReading) -> list[Option]:
    """Return the ways to read numbers run together in which no running total is less than the year's number."""
    if len(row.options) < 2 or len(row.candidate.tokens) >= len(row.columns):
        return row.options
    keys = [column.key for column in row.columns]
    running = [at for at, column in enumerate(row.columns) if column.is_running_total]
    kept = []
    for option in row.options:
        values = values_of(stream, option, row.columns)
        year = values[keys.index("value")] if "value" in keys else None
        totals = [values[at] for at in running]
        if year is None or all(total is None or total >= year for total in totals):
            kept.append(option)
    return kept


def by_position(row: RowReading) -> list[Option]:
    """Return the ways to read a row that has a value, or an empty cell, for each column; else none.

    The sums of the form hold in last year's column, or in that of one layer, as they do in the report's
    own: they cannot say which is which.
    """
    candidate, width = row.candidate, len(row.columns)
    if candidate.numbers == len(candidate.tokens) == width:
        return row.options
    if not candidate.in_cells or candidate.is_narrow or len(candidate.tokens) < width:
        return []
    ways = [row.preferred] if row.preferred is not None else row.options
    return ways if len(ways) == 1 else []


def decide_items(
    stream: Stream, zones: Sequence[tuple[int, int]], table: Table, rows: Sequence[RowReading]
) -> list[Decision]:
    """Return for each row the way to read it: what the prose names, what its whole prints, what adds up."""
    readable = [row for row in rows if row.refused is None]
    for row in readable:
        if len(row.options) > 1:
            row.options = _by_prose(stream, zones, table, row)
    by_key = {row.row: row for row in readable}
    for row in readable:
        whole = by_key.get(item_labels(table).parents.get(row.row, ""))
        if len(row.options) > 1 and whole is not None and len(whole.options) == 1:
            row.options = _as_whole(stream, row, whole)
    once = {row.row: row for row in readable if row.options}
    found: dict[str, Decision] = {}
    sums = table.sums
    for keys in _together(sums, once):
        decided = decide(stream, [once[key] for key in keys], sums)
        found |= zip(keys, decided, strict=True)
    settled: list[Decision] = []
    for row in rows:
        if row is once.get(row.row):
            settled.append(found[row.row])
        elif row.refused is None and len(row.options) == 1:
            settled.append((row.options[0], set()))
        else:
            settled.append(((None,) * len(row.columns), set(range(len(row.columns)))))
    return settled


def _together(sums: Sequence[Balance], rows: Mapping[str, RowReading]) -> list[list[str]]:
    """Return the rows that have to be decided together, because a sum ties them to one another."""
    groups = [{*balance.left, *balance.right} & rows.keys() for balance in sums]
    joined: list[set[str]] = []
    for group in filter(None, groups):
        apart = [other for other in joined if not other & group]
        joined = [*apart, group.union(*(other for other in joined if other & group))]
    together = [[key for key in rows if key in group] for group in joined]
    return [*together, *([key] for key in rows if not any(key in group for group in joined))]


def _by_prose(
    stream: Stream, zones: Sequence[tuple[int, int]], table: Table, row: RowReading
) -> list[Option]:
    """Return the one way to read a run of digits whose number the report's own prose names for this item."""
    item = next(item for item in table.rows if item.key == row.row)
    told = told_numbers(stream, zones, item)
    at = [column.key for column in row.columns].index("value")
    fitting = []
    for option in row.options:
        value = values_of(stream, option, row.columns)[at]
        if value is not None and value in told and value >= _TELLING:
            fitting.append(option)
    return fitting if len(fitting) == 1 else row.options


def _as_whole(stream: Stream, row: RowReading, whole: RowReading) -> list[Option]:
    """Return the ways to read a part; where it prints just what its whole prints, it is cut alike."""
    if [token.text for token in row.candidate.tokens] != [token.text for token in whole.candidate.tokens]:
        return row.options
    values = values_of(stream, whole.options[0], whole.columns)
    return [option for option in row.options if values_of(stream, option, row.columns) == values]
