"""What the heading of a table says about its columns: their order, and the unit of an amount."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from toolkit.forms import Column, Table
from toolkit.text import label_key, longest_of

# 上年 or 占比 behind every column, or as many times on a line of its own.
_BESIDE_EACH = re.compile(r"\0([^\0]{2,8})(?:\0+\1){2,}|([^\0]{2,8}?)\2{3,}")


def columns_of_matrix(table: Table, heading: str) -> tuple[Column, ...]:
    """Return the columns that the key of a heading names, in their order; none where it does not tell that.

    What stands side by side tells it: 自然人 and 总计 may stand a line above the other columns, and so before them.
    A heading with a damaged label is that of the form.
    """
    columns = table.bands[0].columns
    first, total = columns[0], columns[-1]
    if _BESIDE_EACH.search(_words(table).sub("\0", heading)):
        return ()
    runs = _runs(table, heading)
    run = max(reversed(runs), key=len, default=())
    if len(run) == len(columns) and set(run) == set(columns):
        return run
    inner = [column for column in run if column is not total]
    if first in inner:
        return run if len(set(run)) == len(run) > 2 else columns
    if total in run[1:-1] or columns[-2] in inner[:-1]:
        return ()
    named = {column for each in runs for column in each}
    is_whole = len(set(inner)) == len(inner) > 2 and named - {first, total} == set(inner)
    if not is_whole:
        return columns
    return tuple([first] * (first in named) + inner + [total] * (total in named))


@lru_cache(maxsize=1024)
def group_stands_first(table: Table, heading: str) -> bool:
    """Decide whether a heading prints the group of columns before the column that is first.

    That tells the order on one line, or where each cell has its own; a column alone may stand lower on its page.
    """
    group, first, second = (label_key(text) for text in (table.heading[-1], *(c.label for c in table.bands[0].columns[:2])))
    keys = [label_key(line) for line in heading.split("\n")]
    if {group, first, second} <= set(keys):
        return keys.index(group) < keys.index(first)
    return any(0 <= key.find(group) < key.find(first) for key in keys)


def names_columns(table: Table, text: str) -> bool:
    """Decide whether the key of a line is part of a heading: it names several columns, or hardly anything else."""
    named = sum(map(len, _runs(table, text)))
    return named >= _SEVERAL or (named > 0 and len(_words(table).sub("", text)) <= _LONGEST_CORNER)


_SEVERAL = 3
#: What the column of the labels may be called.
_LONGEST_CORNER = 4


def _runs(table: Table, heading: str) -> list[tuple[Column, ...]]:
    """Return the columns that a heading names side by side, each time that it does."""
    runs: list[list[Column]] = [[]]
    end = 0
    for match in _words(table).finditer(heading):
        column = _wordings(table).get(match.group())
        if column is None or match.start() > end:
            runs.append([])
        if column is not None:
            runs[-1].append(column)
        end = match.end()
    return [tuple(run) for run in runs if run]


@cache
def _wordings(table: Table) -> dict[str, Column]:
    return {label_key(text): column for column in table.bands[0].columns for text in (column.label, *column.aliases)}


@cache
def _words(table: Table) -> re.Pattern[str]:
    """Return the pattern of what a heading prints: its columns, and words that name none."""
    return re.compile(longest_of({*_wordings(table), *map(label_key, table.heading)} - {""}))


def columns_of_groups(table: Table, heading: str) -> tuple[Column, ...]:
    """Return the columns of a group in another order than the form's where every heading prints that one."""
    band = table.bands[0]
    columns, groups = band.columns, len(band.rows)
    wordings = {label_key(column.label): column for column in columns}
    printed = [wordings[match.group()] for match in re.finditer("|".join(wordings), heading)]
    first = tuple(printed[: len(columns)])
    is_clear = len(printed) == groups * len(columns) and len(set(first)) == len(columns)
    return first if is_clear and printed == list(first) * groups else columns


def in_printed_unit(column: Column, heading: str) -> Column:
    """Return an amount column with the unit that the key of its heading prints, or with none."""
    if column.kind != "amount":
        return column
    if "万元" in heading:
        return replace(column, unit="万元")
    return replace(column, unit="元" if "单位元" in heading or "金额元" in heading else "")
