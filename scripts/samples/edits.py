"""Changes to the cells of a report: what people really do to tables, one function each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scripts.samples.report import ABSENT, BLANK, Cell, SampleReport, Stray, number, plain

Edit = Callable[[SampleReport], SampleReport]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def add(table: str, *changes: tuple[str, str, int]) -> Edit:
    """Return an edit that adds to the numbers of some cells: row, column, how much."""

    def edit(report: SampleReport) -> SampleReport:
        cells = {}
        for row, column, more in changes:
            value = report.cell((table, row, column)).value
            if value is None or value + more < 0:
                raise ValueError(
                    f"{report.agency} {report.year}: {row} {column} is {value}, not to add {more}"
                )
            cells[table, row, column] = number(value + more)
        return report.with_cells(cells)

    return edit


def write(table: str, row: str, **cells: Cell) -> Edit:
    """Return an edit that writes the given cells of one row."""
    return lambda report: report.with_cells({(table, row, column): cell for column, cell in cells.items()})


def drop(table: str, *rows: str) -> Edit:
    """Return an edit that does not print some rows."""

    def edit(report: SampleReport) -> SampleReport:
        keys = [key for key in report.asked() if key[0] == table and key[1] in rows]
        return report.with_cells(dict.fromkeys(keys, ABSENT))

    return edit


def respell(table: str, row: str, spell: Callable[[Cell], Cell], *columns: str) -> Edit:
    """Return an edit that prints cells in another way: of one row, or of all with an empty ``row``."""

    def edit(report: SampleReport) -> SampleReport:
        keys = [key for key in report.asked() if key[0] == table and row in ("", key[1])]
        chosen = [key for key in keys if not columns or key[2] in columns]
        return report.with_cells({key: spell(report.cell(key)) for key in chosen})

    return edit


def stray(table: str, after: str, printed: str) -> Edit:
    """Return an edit that leaves a number on a row of its own."""
    return lambda report: replace(report, strays=(*report.strays, Stray(table, after, printed)))


def full_width(cell: Cell) -> Cell:
    """Return the cell in full-width digits."""
    return replace(cell, printed=(cell.printed or "").translate(FULL_WIDTH))


def thousands(cell: Cell) -> Cell:
    """Return the cell with a comma between thousands."""
    return cell if cell.value is None else replace(cell, printed=f"{cell.value:,.0f}")


def in_yuan(cell: Cell) -> Cell:
    """Return an amount printed in 元; its value stays in 万元."""
    if cell.value is None:
        return cell
    yuan = round(cell.value * 10000)
    return number(yuan / 10000, f"{yuan}元", "万元")


def yuan_for_ten_thousand(cell: Cell) -> Cell:
    """Return an amount in 元 under a heading that says 万元."""
    if cell.value is None:
        return cell
    value = round(cell.value * 10000)
    return number(value, plain(value), cell.unit)


def blank_zero(cell: Cell) -> Cell:
    """Return an empty cell for a zero, and any other cell as it is."""
    return BLANK if cell.value == 0 else cell


def both(row: str, applicant: str, more: int) -> tuple[tuple[str, str, int], tuple[str, str, int]]:
    """Return the changes that keep a row's own sum: one applicant and the total."""
    return (row, applicant, more), (row, "total", more)
