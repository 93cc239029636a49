"""What the paper calls tables, rows and cells, and what claims of the prose are called: the names in messages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from toolkit.forms import all_forms, editions_of
from toolkit.vocabulary.mentions import mention_words

_CELL = ("table", "row", "column")


@cache
def cells() -> Mapping[str, str]:
    """Return the name of each cell of the forms by table, row and column: 属于国家秘密（总计）."""
    return {
        f"{table.key}.{row.key}.{column.key}": f"{row.label}（{column.label}）"
        for form in all_forms().values()
        for table in form.tables
        for band in table.bands
        for row in band.rows
        for column in band.columns
    }


def cell() -> pl.Expr:
    """Return the name of the cell in the columns ``table``, ``row`` and ``column``."""
    key = pl.concat_str(_CELL, separator=".")
    return key.replace_strict(dict(cells()), default=key)


def row(table: str | None = None) -> pl.Expr:
    """Return the name of the row in the column ``row``, of one table or of any."""
    names = {
        row.key: row.label
        for form in all_forms().values()
        for one in form.tables
        if table in (None, one.key)
        for row in one.rows
    }
    return pl.col("row").replace_strict(names, default=pl.col("row"))


def column(table: str) -> pl.Expr:
    """Return the name of the column in the column ``column``."""
    names = {c.key: c.label for _, one in editions_of(table) for band in one.bands for c in band.columns}
    return pl.col("column").replace_strict(names, default=pl.col("column"))


def table() -> pl.Expr:
    """Return the Chinese name of the table in the column ``table``."""
    names = {one.key: one.name_zh for form in reversed(list(all_forms().values())) for one in form.tables}
    return pl.col("table").replace_strict(names, default=pl.col("table"))


@cache
def claims() -> Mapping[str, str]:
    """Return what each kind of claim is called in Chinese."""
    return {code: kind.zh for code, kind in mention_words().kinds.items()}
