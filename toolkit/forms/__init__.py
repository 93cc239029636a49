"""The editions of the statutory form, read from the TOML files in this folder.

A form says which tables it has, which rows and columns each asks for, what they are called on
paper, in which unit they count, and which sums must hold. Adding an edition is adding one file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Literal

from toolkit.errors import FormError, UnknownForm

ColumnKind = Literal["count", "change", "amount"]
Along = Literal["rows", "columns"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``kind`` says whether it holds a count, a signed change or an amount of money.

    ``is_running_total`` where it adds up all years, so that it is never less than the year's number.
    """

    key: str
    label: str
    en: str
    unit: str
    kind: ColumnKind = "count"
    aliases: tuple[str, ...] = ()
    is_running_total: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its printed list number, its leaf label, and the label of the group it stands in.

    ``unit`` where a table prints a unit in every row. ``told`` are other words with which prose, not a
    table, gives the number of this row: 收到政府信息公开申请.
    """

    key: str
    label: str
    en: str
    number: str = ""
    group: str = ""
    aliases: tuple[str, ...] = ()
    unit: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a table whose rows share one set of columns, under one title."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """A sum of the form: the ``left`` keys together equal the ``right`` keys together.

    ``along`` tells what the keys name. Along ``rows`` the sum must hold in every column,
    along ``columns`` in every row. Where the parts of the right may ``overlap``, together they can be
    more than the whole, and such a sum proves no number.
    """

    rule: str
    along: Along
    left: tuple[str, ...]
    right: tuple[str, ...]
    note: str = ""
    overlap: bool = False


@dataclass(frozen=True, eq=False)
class Table:
    """One table of a form.

    ``layout`` is ``one_line`` where all rows are printed side by side, and ``items`` where every row
    is an item with a unit of its own. ``marks`` are patterns of what only this table's heading prints,
    spaces and punctuation taken out; ``heading`` and ``corner`` are words of the heading that name no
    column, ``heads`` the title rows inside the table, which hold no number, ``foot`` words of the lines
    below it (联系电话), whose numbers are none of the table's.
    """

    key: str
    name_zh: str
    name_en: str
    marks: tuple[str, ...]
    bands: tuple[Band, ...]
    balances: tuple[Balance, ...] = ()
    layout: Literal["rows", "one_line", "items"] = "rows"
    corner: str = ""
    heading: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all bands, from top to bottom."""
        return tuple(row for band in self.bands for row in band.rows)

    @cached_property
    def column_words(self) -> tuple[str, ...]:
        """The words that head columns of numbers."""
        columns = (column for band in self.bands for column in band.columns)
        return tuple(word for column in columns for word in (column.label, *column.aliases))

    @cached_property
    def heading_words(self) -> tuple[str, ...]:
        """The words above the columns and beside groups of rows, which belong to no row of their own."""
        words = (self.corner, *self.heading, *(row.group for row in self.rows), *self.column_words)
        return tuple(word for word in dict.fromkeys(words) if word)

    @property
    def sums(self) -> tuple[Balance, ...]:
        """The sums whose parts do not overlap, which can prove how a number is to be read."""
        return tuple(balance for balance in self.balances if not balance.overlap)

    def band_of(self, row: str) -> Band:
        """Return the band in which a row stands."""
        for band in self.bands:
            if any(item.key == row for item in band.rows):
                return band
        raise UnknownForm(
            f"table {self.key} has no row {row!r}; it has {', '.join(r.key for r in self.rows)}"
        )


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of the form, or a local one of its time: ``edition`` is the code its figures carry."""

    key: str
    name_zh: str
    name_en: str
    notice: str
    usual_years: tuple[int, int]
    tables: tuple[Table, ...]
    edition: str

    def table(self, key: str) -> Table:
        """Return one table of this form."""
        for table in self.tables:
            if table.key == key:
                return table
        raise UnknownForm(
            f"form {self.key} has no table {key!r}; it has {', '.join(t.key for t in self.tables)}"
        )

    def has(self, key: str) -> bool:
        """Decide whether this form has a table of that name."""
        return any(table.key == key for table in self.tables)


@cache
def all_forms() -> Mapping[str, Form]:
    """Return every form by its key, oldest first; a local one after the national one of its years."""
    folder = resources.files(__name__)
    texts = {item.name: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".toml")}
    forms = [parse_form(text, name) for name, text in sorted(texts.items())]
    return {form.key: form for form in sorted(forms, key=lambda form: form.usual_years)}


def editions_of(table: str) -> Iterator[tuple[Form, Table]]:
    """Yield each form that has the table, with that table."""
    return ((form, form.table(table)) for form in all_forms().values() if form.has(table))


def parse_form(text: str, name: str) -> Form:
    """Return the form that a TOML text describes; raise `FormError` where it contradicts itself."""
    try:
        data = tomllib.loads(text)
        form = Form(
            key=data["key"],
            name_zh=data["name_zh"],
            name_en=data["name_en"],
            notice=data["notice"],
            usual_years=(data["usual_years"][0], data["usual_years"][1]),
            tables=tuple(_table(item) for item in data.get("table", ())),
            edition=data.get("edition", data["key"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise FormError(f"{name}: not a form file: {error!r}; compare it with form_2021.toml") from error
    for table in form.tables:
        _check(table, name)
    return form


def _table(data: dict[str, Any]) -> Table:
    bands = tuple(
        Band(
            key=item["key"],
            title=item.get("title", ""),
            columns=tuple(Column(**_tuples(column)) for column in item["columns"]),
            rows=tuple(Row(**_tuples(row)) for row in item["rows"]),
        )
        for item in data["band"]
    )
    balances = tuple(Balance(**_tuples(item)) for item in data.get("balance", ()))
    plain = {key: value for key, value in _tuples(data).items() if key not in ("band", "balance")}
    return Table(**plain, bands=bands, balances=balances)


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _check(table: Table, name: str) -> None:
    if table.layout == "items" and (bare := [row.key for row in table.rows if not row.unit]):
        raise FormError(f"{name}: table {table.key} has rows without a unit: {', '.join(bare)}")
    rows = [row.key for row in table.rows]
    if len(set(rows)) != len(rows):
        raise FormError(f"{name}: table {table.key} names a row twice; give each row a key of its own")
    columns = {column.key for band in table.bands for column in band.columns}
    for balance in table.balances:
        known = set(rows) if balance.along == "rows" else columns
        unknown = {*balance.left, *balance.right} - known
        if unknown:
            raise FormError(
                f"{name}: rule {balance.rule} of table {table.key} adds up {', '.join(sorted(unknown))}, "
                f"which are no {balance.along} of that table"
            )
