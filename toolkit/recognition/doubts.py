"""Figures that the page does not bear out: they stay unreadable, and an issue says why.

A cell that is merged with the one above prints its number for both, and nobody knows for which. A
number with a space inside is one that was wrapped, or two. What was read from a picture is believed
only where the form's sums prove it; where no sum judges, as in table two, only where the picture can
be read in one way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from toolkit.document import Cell
from toolkit.forms import Table
from toolkit.recognition.readings import WRAPPED, TableReading, on_line
from toolkit.recognition.stream import Stream
from toolkit.recognition.sums import lines_of
from toolkit.report import Figure, Issue

_Key = tuple[str, str]


def doubted(stream: Stream, reading: TableReading, table: Table) -> TableReading:
    """Return a table in which every figure that is not borne out is unreadable."""
    doubts = {figure[2:4]: _MERGED for figure in reading.figures if _is_merged(figure)}
    if stream.is_scanned or any(map(_is_wrapped, reading.figures)):
        doubts |= _unproven(stream, reading, table)
    if not doubts:
        return reading
    figures = [
        figure._replace(value=None, state="unreadable", unit=figure.unit) if figure[2:4] in doubts else figure
        for figure in reading.figures
    ]
    issues = [*reading.issues, *_issues(reading, table, doubts)]
    return TableReading(reading.table, reading.form, figures, issues)


_MERGED = "the cell is merged with the one above, and its number may belong to either"
_CONTRADICTED = "what was read from the picture contradicts a sum of the form"
_NOT_PROVEN = "what was read from the picture is proven by no sum of the form"
_IN_PIECES = "it is one number in pieces or several, and no sum of the form bears out the one"
_SEVERAL = "the picture can be read in more than one way, and no sum of the form decides"


def _is_merged(figure: Figure) -> bool:
    # The one case in which something unreadable is printed and yet nothing stands there.
    return figure.state == "unreadable" and figure.raw is None


def _is_wrapped(figure: Figure) -> bool:
    return figure.state == "reported" and WRAPPED.fullmatch(figure.raw or "") is not None


def _unproven(stream: Stream, reading: TableReading, table: Table) -> dict[_Key, str]:
    """Return the figures in doubt that the sums contradict or do not reach."""
    cells = {part.place: part for part in stream.parts if isinstance(part, Cell) and part.readings}
    values: dict[str, dict[str, float | None]] = {}
    for figure in reading.figures:
        values.setdefault(figure.row, {})[figure.column] = figure.value
    proven, contradicted = _judged(values, table)
    found: dict[_Key, str] = {}
    for figure in reading.figures:
        key = figure.row, figure.column
        if _is_wrapped(figure) and (key in contradicted or key not in proven):
            found[key] = _IN_PIECES
        if figure.place is None or figure.place.page not in stream.scanned:
            continue
        cell = cells.get(figure.place)
        if figure.state in ("dash", "blank"):
            # A faint 1 can look like a dash, and a fainter one like nothing.
            if cell is None or len(cell.readings) != 1:
                found[key] = _SEVERAL
        elif figure.state != "reported":
            continue
        elif key in contradicted:
            found[key] = _CONTRADICTED
        elif table.balances and key not in proven:
            found[key] = _NOT_PROVEN
        elif not table.balances and (cell is None or len(cell.readings) != 1):
            found[key] = _SEVERAL
    return found


def _judged(values: Mapping[str, Mapping[str, float | None]], table: Table) -> tuple[set[_Key], set[_Key]]:
    """Return the cells that a sum proves, and those that one contradicts."""
    proven: set[_Key] = set()
    contradicted: set[_Key] = set()
    for balance in table.sums:
        for keys, left, right in lines_of(values, balance):
            if None in left or None in right:
                continue
            holds = sum(v for v in left if v is not None) == sum(v for v in right if v is not None)
            (proven if holds else contradicted).update(keys)
    return proven, contradicted


def _issues(reading: TableReading, table: Table, doubts: Mapping[_Key, str]) -> Iterator[Issue]:
    """Yield one issue for the cells of a row that are doubted for the same reason."""
    labels = {row.key: row.label for row in table.rows}
    concerned: Sequence[Figure] = [figure for figure in reading.figures if figure[2:4] in doubts]
    for (row, why), group in groupby(concerned, key=lambda figure: (figure.row, doubts[figure[2:4]])):
        figures = list(group)
        place = figures[0].place
        where = on_line(place) if place else ""
        printed = " ".join(figure.raw or "" for figure in figures).strip()
        yield Issue(
            "recognise",
            f"table {table.key}, row {labels.get(row, row)}: {printed!r}{where} is unreadable: {why}; look at the page",
            place,
        )
