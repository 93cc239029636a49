"""The tables of a report as rows and columns of figures, each cell still the figure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from toolkit.browse import names
from toolkit.corpus.columns import number
from toolkit.corpus.sheets import STATES
from toolkit.wording import Lang

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows that are asked for the same columns: each a label with its figures by column; ``heads`` name the columns."""

    title: str
    heads: Mapping[str, str]
    rows: tuple[tuple[str, Mapping[str, Figure]], ...]

    def figure(self, row: int, column: str) -> Figure | None:
        """Return the figure in a cell; a label has none."""
        return self.rows[row][1].get(column) if row < len(self.rows) else None


def sheets_of(figures: pl.DataFrame, lang: Lang) -> Iterator[Sheet]:
    """Yield one table's figures as sheets, in the order of the form; figures of rows no form knows come last."""
    by_row: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in figures.iter_rows(named=True):
        by_row.setdefault((figure["form"], figure["row"]), {})[figure["column"]] = figure
    table = figures["table"][0]
    groups: dict[tuple[str, frozenset[str]], list[str]] = {}
    for form in dict.fromkeys(form for form, _ in by_row):
        known = list(names.row_names(form, table))
        own = [row for edition, row in by_row if edition == form]
        for row in sorted(own, key=lambda row: known.index(row) if row in known else len(known)):
            groups.setdefault((form, frozenset(by_row[form, row])), []).append(row)
    for (form, columns), rows in groups.items():
        heads = names.column_names(form, table)
        order = [column for column in heads if column in columns] + sorted(columns - set(heads))
        labels = names.row_names(form, table)
        units = {column: _common_unit(by_row[form, row][column] for row in rows) for column in order}
        common = set(units.values()) if len(set(units.values())) == 1 else set()
        title = [names.of(names.form_names(), form, lang), *filter(None, common)]
        said = {column: names.of(heads, column, lang) for column in order}
        if not common:
            said = {column: head + (f"（{units[column]}）" if units[column] else "") for column, head in said.items()}
        yield Sheet(
            " · ".join(title),
            said,
            tuple((names.of(labels, row, lang), _with_units(by_row[form, row], units)) for row in rows),
        )


def _common_unit(figures: Iterable[Figure]) -> str | None:
    """Return the unit that all figures of a column share, None where they differ or it is not told."""
    units = {figure["unit"] for figure in figures if figure["value"] is not None}
    return units.pop() if len(units) == 1 else None


def _with_units(figures: Mapping[str, Figure], units: Mapping[str, str | None]) -> dict[str, Figure]:
    """Return the figures of a row, those with another unit than their column's head marked to show it."""
    return {column: figure | {"own_unit": figure["unit"] if figure["unit"] != units[column] else None} for column, figure in figures.items()}


def cell_text(figure: Figure) -> str:
    """Return what stands in a cell: the number, with its unit where that is not the column's, or the mark of its state."""
    if figure["value"] is None:
        state = STATES.get(figure["state"])
        return state.mark if state else str(figure["state"])
    return f"{number(figure['value'])} {figure.get('own_unit') or ''}".strip()
