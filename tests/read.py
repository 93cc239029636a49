"""Short ways for tests to read a text as a report and to look its figures up."""

from __future__ import annotations

from toolkit.reading import read
from toolkit.recognition import recognise
from toolkit.report import Figure, Report

Key = tuple[str, str, str]


def report_of(text: str, suffix: str = ".txt") -> Report:
    """Return what is understood about a text."""
    return recognise(read(text.encode(), suffix))


def figures_of(report: Report) -> dict[Key, Figure]:
    """Return the figures of a report by table, row and column; each may be there only once."""
    found = {(figure.table, figure.row, figure.column): figure for figure in report.figures}
    assert len(found) == len(report.figures), "a figure stands twice in one report"
    return found


def messages(report: Report) -> str:
    """Return everything the toolkit says it did not understand, as one text."""
    return "\n".join(issue.message for issue in report.issues)
