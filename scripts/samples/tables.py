"""The three tables of a report as lines of labels and cells, before any layout decides how they look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.samples.report import SampleReport, label_of, printed
from toolkit.forms import Band, Column, Row

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = "申请人情况"
ORGANISATIONS = "法人或其他组织"
RESULTS = "三、本年度办理结果"
RECONSIDERATION, LITIGATION = "行政复议", "行政诉讼"

#: Rows of table three after which a page ends; both stand in the middle of a group.
PAGE_ENDS = ("refused_internal_affairs", "not_processed_repeat")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row: its labels from the outermost group to the leaf, and its cells.

    A stray number is a line without labels. ``row`` is the row's key, empty for a stray.
    """

    row: str
    labels: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One band of table two: its title, the headings of its columns, and its lines."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def disclosures(report: SampleReport) -> list[Part]:
    """Return the bands of table two, without the rows that are printed elsewhere."""
    table = report.table("disclosures")
    parts = []
    for band in table.bands:
        headings = (printed(report, table.corner), *(_heading(report, column) for column in band.columns))
        lines = [
            line
            for row in band.rows
            if row.key not in report.displaced
            for line in _row(report, "disclosures", band, row, (label_of(report, row),))
        ]
        parts.append(Part(band.title, headings, tuple(lines)))
    return parts


def requests(report: SampleReport) -> list[Line]:
    """Return the rows of table three, and what strayed in between them."""
    (band,) = report.table("requests").bands
    lines: list[Line] = []
    for row in band.rows:
        lines += _row(report, "requests", band, row, _path(report, row))
        guests = [key for key, after in report.displaced.items() if after == row.key]
        lines += [line for key in guests for line in _guest(report, key)]
    return lines


def applicants(report: SampleReport) -> list[str]:
    """Return the seven column labels of table three."""
    (band,) = report.table("requests").bands
    return [printed(report, column.label) for column in band.columns]


def results(report: SampleReport) -> list[str]:
    """Return the five column labels that table four repeats for each channel."""
    (band,) = report.table("reviews").bands
    return [printed(report, column.label) for column in band.columns]


def reviews(report: SampleReport) -> list[Line]:
    """Return the three channels of table four."""
    (band,) = report.table("reviews").bands
    return [
        line for row in band.rows for line in _row(report, "reviews", band, row, (label_of(report, row),))
    ]


def _heading(report: SampleReport, column: Column) -> str:
    # The 2021 form prints the unit of the fees in the heading; the 2019 form prints none.
    is_fee = column.kind == "amount" and report.forms["disclosures"] == "2021"
    return printed(report, column.label + ("（单位：万元）" if is_fee else ""))


def _path(report: SampleReport, row: Row) -> tuple[str, ...]:
    label = label_of(report, row)
    if not row.group:
        return (label,)
    if row.group == RESULTS:
        return (printed(report, RESULTS), label)
    return (printed(report, RESULTS), printed(report, row.group), label)


def _row(report: SampleReport, table: str, band: Band, row: Row, labels: tuple[str, ...]) -> Iterator[Line]:
    if report.has_row(table, row.key):
        cells = (report.cell((table, row.key, column.key)).printed for column in band.columns)
        yield Line(row.key, labels, tuple(cell or "" for cell in cells))
    for stray in report.strays:
        if (stray.table, stray.after) == (table, row.key):
            yield Line("", (), (stray.printed,))


def _guest(report: SampleReport, key: str) -> Iterator[Line]:
    band = report.table("disclosures").band_of(key)
    row = next(row for row in band.rows if row.key == key)
    yield from _row(report, "disclosures", band, row, (label_of(report, row),))
