"""The tables of one report, laid out as on the form, with what the paper says in every cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from toolkit.corpus.blocks import Cell, Line, Table
from toolkit.corpus.columns import number
from toolkit.forms import Band, Column, Form, Row, all_forms
from toolkit.forms import Table as FormTable
from toolkit.text import label_key

Key = tuple[str, str, str, str]
Figure = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StateMark:
    """How a cell without a number is shown, and what it means; it is never shown as a zero."""

    mark: str
    en: str
    zh: str


#: What the paper says in a cell. A cell with a number shows the number.
STATES: Mapping[str, StateMark] = {
    "reported": StateMark("", "a number is printed, 0 included", "印有数字（含 0）"),
    "blank": StateMark("▢", "the cell is there and empty, or holds only a space", "有格而空"),
    "dash": StateMark("—", "the cell holds a dash, a slash, 无 or the like", "格内为横线、斜线或“无”等"),
    "absent": StateMark("·", "the form asks for it, this report does not print it", "表式要求而本报告未印"),
    "unreadable": StateMark("？", "something is printed that is no number", "印有内容而非数字"),
    "corrected": StateMark("", "the number was mended by a line of corrections.csv, which raw names", "据 corrections.csv 更正，原文见 raw"),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One band of a table as one edition prints it."""

    form: Form
    table: FormTable
    band: Band


def sheets(figures: pl.DataFrame) -> Iterator[Table]:
    """Yield each table of a report that has figures, and last the figures that no form lays out."""
    cells: dict[Key, Figure] = {
        (row["form"], row["table"], row["row"], row["column"]): row for row in figures.rows(named=True)
    }
    for parts in _printed(cells):
        yield _sheet(parts, cells)
    known = {
        (p.form.edition, p.table.key, r.key, c.key) for p in _parts() for r in p.band.rows for c in p.band.columns
    }
    if others := [cell for key, cell in cells.items() if key not in known]:
        yield _others(others)


def legend(figures: pl.DataFrame) -> str:
    """Return what the marks of the cells without a number mean; empty where every cell has a number."""
    there = set(figures["state"].unique())
    said = [
        f"{mark.mark} {state} {mark.zh}" for state, mark in STATES.items() if mark.mark and state in there
    ]
    return "   ".join(said) + " (none of these is a zero)" if said else ""


def _parts() -> Iterator[_Part]:
    for form in all_forms().values():
        for table in form.tables:
            yield from (_Part(form, table, band) for band in table.bands)


def _printed(cells: Mapping[Key, Figure]) -> Iterator[list[_Part]]:
    """Yield, table by table, the bands that have figures; one table can mix the bands of two editions."""
    there = {key[:3] for key in cells}
    parts = [
        part
        for part in _parts()
        if any((part.form.edition, part.table.key, r.key) in there for r in part.band.rows)
        and part.form.key == _followed(part, cells)
    ]
    for table in dict.fromkeys(part.table.key for part in _parts()):
        order = list(dict.fromkeys(part.band.key for part in _parts() if part.table.key == table))
        if own := [part for part in parts if part.table.key == table]:
            yield sorted(own, key=lambda part: order.index(part.band.key))


def _followed(part: _Part, cells: Mapping[Key, Figure]) -> str:
    """Return which form a table follows, of those of one edition that have it: the one with just its cells."""
    edition, key = part.form.edition, part.table.key
    there = {(row, column) for form, table, row, column in cells if (form, table) == (edition, key)}
    asked = {
        form.key: {(r.key, c.key) for b in form.table(key).bands for r in b.rows for c in b.columns}
        for form in all_forms().values()
        if form.edition == edition and form.has(key)
    }
    return min(asked, key=lambda form: len(asked[form] ^ there))


def _sheet(parts: Sequence[_Part], cells: Mapping[Key, Figure]) -> Table:
    table, editions = parts[-1].table, list(dict.fromkeys(part.form.edition for part in parts))
    units = {column.unit for part in parts for column in part.band.columns}
    unit = units.pop() if len(units) == 1 else ""
    has_units = any(row.unit for row in table.rows)
    columns = max(len(part.band.columns) for part in parts) + has_units
    paged = any(cell["place"] and cell["place"]["page"] for cell in cells.values())
    lines: list[Line] = []
    for part in parts:
        tag = f" ({part.form.edition})" if len(editions) > 1 else ""
        corner = part.table.corner if has_units else part.band.title
        head = [corner + tag, *["单位"] * has_units, *(_heading(column, unit) for column in part.band.columns)]
        head += [""] * (columns + 1 - len(head)) + ["page" if paged else "line"]
        lines.append(Line(tuple(map(Cell, head)), is_head=True))
        lines.extend(_rows(part, cells, columns))
    facts = [f"{table.name_zh} {table.name_en}", table.key, f"form {' and '.join(editions)}", unit]
    caption = " · ".join(fact for fact in facts if fact)
    right = [False, *[True] * (columns - 1)] if has_units else [True] * columns
    return Table(caption, tuple(lines), (False, *right, True))


def _heading(column: Column, unit: str) -> str:
    return column.label if unit or not column.unit else f"{column.label}\n({column.unit})"


def _rows(part: _Part, cells: Mapping[Key, Figure], columns: int) -> Iterator[Line]:
    """Yield the rows of a band, each group under its own label."""
    groups: set[str] = set()
    labels = {label_key(row.label) for row in part.band.rows}
    for row in part.band.rows:
        keys = [(part.form.edition, part.table.key, row.key, column.key) for column in part.band.columns]
        found = [cells.get(key) for key in keys]
        if not any(found):
            continue
        if row.group and row.group not in groups and label_key(row.group) not in labels:
            groups.add(row.group)
            yield Line((Cell(row.group),), depth=_depth(row.group))
        units = [Cell(row.unit, "faint")] if row.unit else []
        shown = [*units, *(_cell(f, row.unit or c.unit) for f, c in zip(found, part.band.columns, strict=True))]
        shown += [Cell("")] * (columns - len(shown))
        at = Cell(_span(cell["place"] for cell in found if cell), "faint")
        yield Line((Cell(f"{row.number}{row.label}"), *shown, at), depth=_row_depth(row))


def _depth(group: str) -> int:
    """Return how deep a group stands: 三、 at the margin, （三） one step in."""
    return 1 if group.startswith("（") else 0


def _row_depth(row: Row) -> int:
    return _depth(row.group) + 1 if row.group else 0


def _cell(figure: Figure | None, unit: str) -> Cell:
    if figure is None:
        return Cell("")
    hint = ", ".join(figure[name] for name in ("table", "row", "column")) + f" · {figure['state']}"
    hint += f" · {figure['raw']!r}" if figure["raw"] is not None else ""
    hint += f" · {place}" if (place := where(figure["place"])) else ""
    if figure["value"] is None:
        state = STATES.get(figure["state"])
        return Cell(state.mark if state else figure["state"], "mark", hint)
    text = number(figure["value"])
    if figure["unit"] != unit:
        text += figure["unit"] or "（单位不明）"
    if figure["state"] != "reported":
        return Cell(f"{text}（{figure['state']}）", "mark", hint)
    return Cell(text, "faint" if figure["value"] == 0 else "", hint)


def _others(cells: Sequence[Figure]) -> Table:
    """Return figures that stand in no table of the forms, so that none is left out."""
    head = Line(tuple(map(Cell, ("table", "row", "column", "value"))), is_head=True)
    rows = [
        Line(
            (
                *(Cell(cell[name]) for name in ("table", "row", "column")),
                Cell(_plain(cell), "", where(cell["place"])),
            )
        )
        for cell in cells
    ]
    return Table("figures of no known table", (head, *rows), (False, False, False, True))


def _plain(cell: Figure) -> str:
    return (
        str(cell["state"])
        if cell["value"] is None
        else f"{number(cell['value'])} {cell['unit'] or ''}".strip()
    )


# -- places --------------------------------------------------------------------------------------------


def where(place: Mapping[str, Any] | None) -> str:
    """Return a place in words; empty where it is not known.

    >>> where({"page": None, "line": 45}), where({"page": 3, "line": None}), where(None)
    ('line 45', 'page 3', '')
    """
    if place is None:
        return ""
    return ", ".join(f"{name} {place[name]}" for name in ("page", "line") if place[name] is not None)


def _span(places: Iterable[Mapping[str, Any] | None]) -> str:
    """Return the lines, or the pages, on which the cells of a row stand: 12, or 12–18."""
    known = [place for place in places if place]
    for name in ("page", "line"):
        if numbers := sorted({place[name] for place in known if place[name] is not None}):
            return f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
    return ""
