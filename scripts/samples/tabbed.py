"""Tables as a word processor pastes them into text: cells parted by tabs, merged cells left empty."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.samples.report import Annex, SampleReport, printed
from scripts.samples.tables import (
    APPLICANTS,
    CORNER,
    LITIGATION,
    ORGANISATIONS,
    PAGE_ENDS,
    RECONSIDERATION,
    Line,
    applicants,
    disclosures,
    requests,
    results,
    reviews,
)

Row = list[str]
DEPTH, COLUMNS, BAND_WIDTH = 3, 7, 4


def two(report: SampleReport) -> list[Row]:
    """Return table two, every row padded to the width of its widest band."""
    rows = []
    for part in disclosures(report):
        rows += [pad([part.title]), pad(list(part.headings))]
        rows += [pad([*line.labels, *line.cells]) for line in part.lines]
    return rows


def pad(row: Row, width: int = BAND_WIDTH) -> Row:
    """Return a row filled up with empty cells."""
    return row + [""] * (width - len(row))


def three_header(report: SampleReport, depth: int) -> list[Row]:
    """Return the three heading rows of table three, below a corner that spans ``depth`` columns."""
    first, *others = applicants(report)
    corner: Row = [printed(report, CORNER)] + [""] * (depth - 1)
    below: Row = [""] * depth
    return [
        [*corner, APPLICANTS, *[""] * 6],
        [*below, first, ORGANISATIONS, *[""] * 5],
        [*below, "", *others],
    ]


def ladder(lines: Sequence[Line]) -> list[tuple[str, str, str]]:
    """Return the three label cells of each line; a group is named on its first line only."""
    labels, above = [], ("", "", "")
    for line in lines:
        if not line.labels:
            labels.append(("", "", ""))
            continue
        path = (*line.labels, *[""] * (DEPTH - len(line.labels)))
        first, second, third = path
        same = first == above[0]
        labels.append(("" if same else first, "" if same and second == above[1] else second, third))
        above = (first, second, third)
    return labels


def three_aligned(report: SampleReport) -> list[Row]:
    """Return table three on a strict grid: three label columns, then seven columns of numbers."""
    lines = requests(report)
    body = [_aligned(line, labels) for line, labels in zip(lines, ladder(lines), strict=True)]
    return three_header(report, DEPTH) + body


def _aligned(line: Line, labels: tuple[str, str, str]) -> Row:
    if not line.labels:
        return ["", "", *line.cells, *[""] * COLUMNS]
    return pad([*labels, *line.cells], DEPTH + COLUMNS)


def three_packed(report: SampleReport) -> list[Row]:
    """Return table three with the first number in column 2 or 3, as merged labels leave it (000, 004)."""
    lines = requests(report)
    body = [packed(line, labels) for line, labels in zip(lines, ladder(lines), strict=True)]
    return [pad(row, DEPTH + COLUMNS) for row in three_header(report, 2)] + body


def packed(line: Line, labels: tuple[str, str, str]) -> Row:
    """Return a row whose labels take two cells, or three where the leaf stands in a group."""
    if not line.labels:
        return ["", *line.cells]
    used = labels if len(line.labels) == DEPTH else labels[:2]
    return pad([*used, *line.cells], DEPTH + COLUMNS)


def three_cut(report: SampleReport, repeats: bool) -> list[list[Row]]:
    """Return table three in three pieces, as page ends cut it.

    With ``repeats`` the group is named again at the top of the next page; without, the row that
    follows the cut has lost it, and its leaf stands in the first column (001, 003, 004).
    """
    pieces: list[list[Row]] = [[pad(row, DEPTH + COLUMNS) for row in three_header(report, 2)]]
    lines = requests(report)
    lost, fresh = False, False
    for line, labels in zip(lines, ladder(lines), strict=True):
        if fresh and repeats and len(line.labels) == DEPTH:
            first, second, third = line.labels
            labels = (first, second, third)
        lost = (lost or fresh) and not repeats and not labels[1]
        fresh = False
        is_bare = lost and line.labels
        pieces[-1].append([line.labels[-1], *line.cells, ""] if is_bare else packed(line, labels))
        if line.row in PAGE_ENDS:
            pieces.append([])
            fresh = True
    return pieces


def two_cut(report: SampleReport) -> list[list[Row]]:
    """Return table two in two pieces: a page ends between the headings of a band and its rows (001, 003)."""
    rows = two(report)
    titles = [index for index, row in enumerate(rows) if row[0].startswith("第二十条")]
    end = titles[1] + 2
    return [rows[:end], rows[end:]]


def four(report: SampleReport) -> list[Row]:
    """Return table four: three heading rows and one row of fifteen numbers."""
    names, lines = results(report), reviews(report)
    direct, after = (line.labels[0] for line in lines[1:])
    gap = [""] * 4
    return [
        [RECONSIDERATION, *gap, LITIGATION, *gap, *[""] * 5],
        [*names, direct, *gap, after, *gap],
        [*[""] * 5, *names, *names],
        [cell for line in lines for cell in line.cells],
    ]


def annex(table: Annex) -> list[Row]:
    """Return the table behind the prose; a title that reaches over it leaves empty cells beside it."""
    return [pad(list(row), table.width) for row in table.rows]


def annex_cut(table: Annex, repeats: bool) -> list[list[Row]]:
    """Return the table behind the prose in two pieces, its heading named again on the second or not."""
    rows = annex(table)
    end = len(rows) // 2
    return [rows[:end], [*rows[:1], *rows[end:]] if repeats else rows[end:]]


def lines_of(rows: Sequence[Row]) -> list[str]:
    """Return rows as lines of cells parted by tabs."""
    return ["\t".join(row) for row in rows]
