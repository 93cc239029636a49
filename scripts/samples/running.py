"""Tables as running text: what is left when a table is copied out of a page without its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scripts.samples import tabbed
from scripts.samples.report import Annex, SampleReport, printed
from scripts.samples.tables import (
    APPLICANTS,
    CORNER,
    LITIGATION,
    ORGANISATIONS,
    RECONSIDERATION,
    Line,
    applicants,
    disclosures,
    requests,
    results,
    reviews,
)

#: Characters a line of each column holds before a label is wrapped, as in 002.
GROUP_WIDTH, LEAF_WIDTH, SECOND_WIDTH, CORNER_WIDTH, ANNEX_WIDTH, TEXT_WIDTH = 4, 8, 12, 16, 14, 28

_PIECES = re.compile(r"[（《“〔]?(?:[0-9A-Za-z.,:/@%+-]+|.)")
_NEVER_FIRST = "，。、；：？！）》”"
_MEETS_NUMBER = re.compile(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])")


def two(report: SampleReport) -> list[str]:
    """Return table two, one row a line, cells parted by spaces."""
    lines = []
    for part in disclosures(report):
        lines += [part.title, " ".join(part.headings)]
        lines += [" ".join([*line.labels, *line.cells]) for line in part.lines]
    return lines


def three(report: SampleReport) -> list[str]:
    """Return table three, one row a line, its group in front of the first leaf."""
    lines = requests(report)
    names = applicants(report)
    body = [
        " ".join([*filter(None, labels), *line.cells])
        for line, labels in zip(lines, tabbed.ladder(lines), strict=True)
    ]
    corner = printed(report, CORNER)
    return [corner, APPLICANTS, f"{names[0]} {ORGANISATIONS}", " ".join(names[1:]), *body]


def four(report: SampleReport) -> list[str]:
    """Return table four: its headings line by line, then fifteen numbers in one line."""
    names, lines = " ".join(results(report)), reviews(report)
    return [
        f"{RECONSIDERATION} {LITIGATION}",
        f"{names} {lines[1].labels[0]} {lines[2].labels[0]}",
        f"{names} {names}",
        " ".join(cell for line in lines for cell in line.cells),
    ]


def annex(table: Annex) -> list[str]:
    """Return the table behind the prose, one row a line, cells parted by spaces."""
    return [" ".join(filter(None, row)) for row in table.rows]


def annex_wrapped(table: Annex, between: bool) -> list[str]:
    """Return the table behind the prose with its labels wrapped, the numbers below or in the middle."""
    lines = [" ".join(table.rows[0]), ""]
    for label, *cells in table.rows[1:]:
        line = Line("", (label,), tuple(filter(None, cells)))
        lines += (
            _wrapped_row(line, ANNEX_WIDTH, between, gap=False) if line.cells else wrap(label, ANNEX_WIDTH)
        )
    return lines


def one_by_one(rows: Sequence[list[str]]) -> list[str]:
    """Return a table with every cell on a line of its own, empty ones left out."""
    return [cell for row in rows for cell in row if cell]


def glued(lines: Iterable[str]) -> list[str]:
    """Return lines with the spaces between labels and numbers lost; only the sums can part them again."""
    return [re.sub(r" (?=[-+]?\d[\d.]*(?: |$))", "", line) for line in lines]


def two_wrapped(report: SampleReport) -> list[str]:
    """Return table two as a page of narrow columns gives it (002)."""
    lines: list[str] = []
    for part in disclosures(report):
        lines += [part.title, "", " ".join(part.headings), ""]
        for line in part.lines:
            lines += [*_wrapped_row(line, LEAF_WIDTH + 1, between=False, gap=False), ""]
    return lines[:-1]


def three_wrapped(report: SampleReport, between: bool) -> list[str]:
    """Return table three as a page of narrow columns gives it: headings one character a line (002).

    The numbers of a wrapped label stand on a line of their own, below the label, or with
    ``between`` in the middle of it.
    """
    names = applicants(report)
    lines = [*wrap(printed(report, CORNER), CORNER_WIDTH), "", APPLICANTS, "", *names[0], ""]
    lines += [ORGANISATIONS, ""]
    for name in names[1:]:
        lines += [*name, ""]
    rows = requests(report)
    for line, labels in zip(rows, tabbed.ladder(rows), strict=True):
        for group in labels[: len(line.labels) - 1]:
            lines += [*wrap(group, GROUP_WIDTH), ""] if group else []
        width = {1: 40, 2: SECOND_WIDTH}.get(len(line.labels), LEAF_WIDTH)
        written = _wrapped_row(line, width, between, gap=True)
        # 002 leaves no empty line below a leaf that fits on one line.
        lines += [*written, *([""] if len(written) > 1 or len(line.labels) == 1 else [])]
    return lines[:-1]


def four_wrapped(report: SampleReport) -> list[str]:
    """Return table four with its headings one character a line (002)."""
    names, lines = results(report), reviews(report)
    upright = [piece for name in names for piece in [*name, ""]]
    channels = f"{lines[1].labels[0]} {lines[2].labels[0]}"
    numbers = " ".join(cell for line in lines for cell in line.cells)
    head = [f"{RECONSIDERATION} {LITIGATION}", "", *upright, channels, "", *upright, *upright]
    return [*head, numbers]


def _wrapped_row(line: Line, width: int, between: bool, gap: bool) -> list[str]:
    numbers = " ".join(line.cells)
    if not line.labels:
        return [numbers]
    pieces = wrap(line.labels[-1], width)
    if len(pieces) == 1:
        return [f"{pieces[0]} {numbers}"]
    if between:
        middle = len(pieces) // 2
        return [*pieces[:middle], numbers, *pieces[middle:]]
    return [*pieces, *([""] if gap else []), numbers]


def wrap(text: str, width: int) -> list[str]:
    """Return text in lines of about ``width`` characters; a number is never broken.

    >>> wrap("2.没有现成信息需要另行制作", 8)
    ['2.没有现成信息', '需要另行制作']
    """
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and len(lines[-1]) + len(piece) > width and piece not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def spaced(text: str) -> str:
    """Return text with a space wherever a number meets a Chinese character, as PDF text has it.

    >>> spaced("2020年收到3件")
    '2020 年收到 3 件'
    """
    return _MEETS_NUMBER.sub(" ", text)
