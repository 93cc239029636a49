"""What the heading of a table says about its columns: their order, and the unit of an amount."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from toolkit.forms import Column, Table
from toolkit.text import label_key


def columns_of_matrix(table: Table, heading: str) -> tuple[Column, ...]:
    """Return the columns of a table in the order in which the key of its heading names them."""
    columns = table.bands[0].columns
    return in_printed_order(columns, {column.key: where(column, heading) for column in columns})


def where(column: Column, heading: str) -> int:
    """Return where the key of a heading names a column, or -1."""
    return max(heading.find(text) for text in (column.label, *column.aliases))


def in_printed_order(columns: tuple[Column, ...], at: Mapping[str, int]) -> tuple[Column, ...]:
    """Return the columns in the order of a heading that names the inner ones in another order."""
    # The first column and the last two (其他, 总计) occur elsewhere in the heading and tell nothing.
    inner = columns[1:-2]
    if any(at[column.key] < 0 for column in inner):
        return columns
    return (columns[0], *sorted(inner, key=lambda column: at[column.key]), *columns[-2:])


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
