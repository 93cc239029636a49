"""Tables of real cells that span rows and columns, as web pages and word processors draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import lcm

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

DEPTH, COLUMNS = 3, 7


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: its text, how many columns and rows it covers, and what it is.

    ``kind`` is title (of a band), head (of columns), label (of rows) or number.
    """

    text: str
    across: int = 1
    down: int = 1
    kind: str = "number"


#: The boxes that begin in one row, from left to right.
Row = list[Box]


def two(report: SampleReport) -> list[Row]:
    """Return table two as one grid on which the bands, of unlike width, all end at the same edge."""
    parts = disclosures(report)
    width = lcm(*(len(part.headings) for part in parts))
    rows = []
    for part in parts:
        across = width // len(part.headings)
        rows.append([Box(part.title, width, kind="title")])
        rows.append([Box(text, across, kind="head") for text in part.headings])
        for line in part.lines:
            labels = line.labels or ("",)
            label = [Box(text, across, kind="label") for text in labels]
            spare = [""] * (len(part.headings) - len(labels) - len(line.cells))
            rows.append([*label, *(Box(text, across) for text in (*line.cells, *spare))])
    return rows


def three_head(report: SampleReport) -> list[Row]:
    """Return the three heading rows of table three."""
    first, *organisations, total = applicants(report)
    return [
        [Box(printed(report, CORNER), DEPTH, 3, "head"), Box(APPLICANTS, COLUMNS, kind="head")],
        [
            Box(first, down=2, kind="head"),
            Box(ORGANISATIONS, len(organisations), kind="head"),
            Box(total, down=2, kind="head"),
        ],
        [Box(name, kind="head") for name in organisations],
    ]


def three_body(lines: Sequence[Line]) -> list[Row]:
    """Return rows of table three, every group label reaching down over the rows of its group.

    Lines of a piece of the table may be given alone: its groups are then named again at its top.
    """
    groups = _groups(lines)
    rows = []
    for at, line in enumerate(lines):
        labels = [
            Box(text, down=down, kind="label")
            for depth, text in enumerate(groups[at])
            if (down := _height(groups, at, depth))
        ]
        leaf = line.labels[-1] if line.labels else ""
        label = Box(leaf, DEPTH - len(groups[at]), kind="label")
        numbers = [*line.cells, *[""] * (COLUMNS - len(line.cells))]
        rows.append([*labels, label, *map(Box, numbers)])
    return rows


def _groups(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    """Return the groups that each line stands in; a stray or a guest stands in those of the line above."""
    groups: list[tuple[str, ...]] = []
    for at, line in enumerate(lines):
        is_own = len(line.labels) > 1 or (line.labels and line.labels[0][0] in "一二四")
        if is_own:
            groups.append(line.labels[:-1])
        else:
            above = groups[-1] if groups else ()
            below = next((below.labels[:-1] for below in lines[at + 1 :] if len(below.labels) > 1), ())
            shared = [one for one, other in zip(above, below, strict=False) if one == other]
            groups.append(tuple(shared))
    return groups


def _height(groups: Sequence[tuple[str, ...]], at: int, depth: int) -> int:
    """Return over how many rows the group of a row reaches, or 0 where it began above."""
    path = groups[at][: depth + 1]
    if at and groups[at - 1][: depth + 1] == path:
        return 0
    return next(
        (below - at for below in range(at, len(groups)) if groups[below][: depth + 1] != path),
        len(groups) - at,
    )


def three(report: SampleReport) -> list[Row]:
    """Return the whole of table three."""
    return three_head(report) + three_body(requests(report))


def three_pieces(report: SampleReport) -> list[list[Line]]:
    """Return the lines of table three, cut where pages end."""
    lines = requests(report)
    ends = [sum(line.row in PAGE_ENDS for line in lines[:at]) for at in range(len(lines))]
    return [
        [line for _, line in piece] for _, piece in groupby(zip(ends, lines, strict=True), lambda p: p[0])
    ]


def four(report: SampleReport) -> list[Row]:
    """Return table four: three heading rows and one row of fifteen numbers."""
    names, lines = results(report), reviews(report)
    heads = [Box(name, down=2, kind="head") for name in names]
    channels = [Box(line.labels[0], len(names), kind="head") for line in lines[1:]]
    return [
        [Box(RECONSIDERATION, len(names), kind="head"), Box(LITIGATION, 2 * len(names), kind="head")],
        [*heads, *channels],
        [Box(name, kind="head") for name in [*names, *names]],
        [Box(cell) for line in lines for cell in line.cells],
    ]


def annex(table: Annex) -> list[Row]:
    """Return the table behind the prose; a title without cells of its own reaches over the whole of it."""
    head, *body = table.rows
    rows = [[Box(text, kind="head") for text in head]]
    for label, *cells in body:
        if cells:
            rows.append([Box(label, kind="label"), *map(Box, cells)])
        else:
            rows.append([Box(label, table.width, kind="title")])
    return rows


def continued(rows: Sequence[Row]) -> list[Row]:
    """Return rows in which what reaches down from above has a box of its own, of the kind merged.

    >>> [[(box.text, box.across, box.kind) for box in row] for row in continued([[Box("a", 2, 2)], []])]
    [[('a', 2, 'number')], [('', 2, 'merged')]]
    """
    above: dict[int, tuple[int, int]] = {}
    whole: list[Row] = []
    for row in rows:
        boxes: Row = []
        waiting, column = list(row), 0
        while waiting or column in above:
            across, down = above.pop(column, (0, 0))
            box = Box("", across, down, "merged") if down else waiting.pop(0)
            if box.down > 1:
                above[column] = (box.across, box.down - 1)
            boxes.append(box)
            column += box.across
        whole.append(boxes)
    return whole


def unmerged(rows: Sequence[Row]) -> list[Row]:
    """Return rows in which nothing spans: empty boxes stand beside and below what was merged.

    >>> [[box.text for box in row] for row in unmerged([[Box("a", 2, 2), Box("b")], [Box("c")]])]
    [['a', '', 'b'], ['', '', 'c']]
    """
    return [
        [
            replace(box, text="" if place else box.text, across=1, down=1)
            for box in row
            for place in range(box.across)
        ]
        for row in continued(rows)
    ]
