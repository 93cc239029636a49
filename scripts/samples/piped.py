"""Tables in Markdown: cells parted by pipes, one heading row, merged cells empty or repeated."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.samples import tabbed
from scripts.samples.report import Annex, SampleReport, printed
from scripts.samples.tables import (
    APPLICANTS,
    CORNER,
    LITIGATION,
    ORGANISATIONS,
    RECONSIDERATION,
    applicants,
    disclosures,
    requests,
    results,
    reviews,
)

Row = list[str]


def lines_of(rows: Sequence[Row]) -> list[str]:
    """Return rows as a Markdown table; the first row is its heading."""
    written = ["| " + " | ".join(row) + " |" for row in rows]
    return [written[0], "|" + " --- |" * len(rows[0]), *written[1:]]


def two(report: SampleReport) -> list[str]:
    """Return table two as one Markdown table."""
    return lines_of(tabbed.two(report))


def two_by_band(report: SampleReport) -> list[str]:
    """Return table two as one small table per band, its title on a line above it."""
    lines: list[str] = []
    for part in disclosures(report):
        width = len(part.headings)
        rows = [list(part.headings), *(tabbed.pad([*line.labels, *line.cells], width) for line in part.lines)]
        lines += [f"**{part.title}**", "", *lines_of(rows), ""]
    return lines[:-1]


def three(report: SampleReport) -> list[str]:
    """Return table three on a strict grid, merged cells empty."""
    return lines_of(tabbed.three_aligned(report))


def three_filled(report: SampleReport) -> list[str]:
    """Return table three with every merged cell repeated, as some converters write spans."""
    first, *organisations, total = applicants(report)
    corner = [printed(report, CORNER)] * tabbed.DEPTH
    header = [
        [*corner, *[APPLICANTS] * tabbed.COLUMNS],
        [*corner, first, *[ORGANISATIONS] * 5, total],
        [*corner, first, *organisations, total],
    ]
    rows = []
    for line in requests(report):
        if not line.labels:
            rows.append(["", "", *line.cells, *[""] * tabbed.COLUMNS])
            continue
        labels = [*line.labels, *[line.labels[-1]] * (tabbed.DEPTH - len(line.labels))]
        rows.append(tabbed.pad([*labels, *line.cells], tabbed.DEPTH + tabbed.COLUMNS))
    return lines_of([*header, *rows])


def annex(table: Annex) -> list[str]:
    """Return the table behind the prose as one Markdown table."""
    return lines_of(tabbed.annex(table))


def four(report: SampleReport) -> list[str]:
    """Return table four, merged cells empty."""
    return lines_of(tabbed.four(report))


def four_filled(report: SampleReport) -> list[str]:
    """Return table four with every merged cell repeated."""
    names, lines = results(report), reviews(report)
    direct, after = (line.labels[0] for line in lines[1:])
    return lines_of(
        [
            [RECONSIDERATION] * 5 + [LITIGATION] * 10,
            [*names, *[direct] * 5, *[after] * 5],
            [*names, *names, *names],
            [cell for line in lines for cell in line.cells],
        ]
    )
