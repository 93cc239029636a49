"""What a table asks for and nobody could read: nothing of it is dropped in silence.

A row that was not found on pages that are pictures may be printed there all the same, so that its
numbers are unreadable and not absent. Every row with a number that cannot be read has an issue that
says where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from toolkit.document import Place
from toolkit.forms import all_forms
from toolkit.recognition.readings import TableReading, on_line
from toolkit.recognition.stream import Stream
from toolkit.report import Figure, Issue

#: So many rows are named in one issue; the others are counted.
_NAMED = 3


def account(stream: Stream, readings: Sequence[TableReading], issues: list[Issue]) -> None:
    """Doubt what was not found on pictures of pages, and add an issue for every unreadable row that has none."""
    for reading in readings:
        lost = [figure for figure in reading.figures if figure.state == "absent"] if stream.is_scanned else []
        if lost and _may_be_pictured(stream, reading.figures):
            reading.figures = [
                f._replace(state="unreadable") if f.state == "absent" else f for f in reading.figures
            ]
            issues.append(_not_found(stream, lost))
        issues += list(_without_issue(reading, issues))


def _may_be_pictured(stream: Stream, figures: Sequence[Figure]) -> bool:
    """Decide whether a table may go on on a page that is a picture: it stands on one, before one, or nobody knows where."""
    pages = {figure.place.page for figure in figures if figure.place and figure.place.page is not None}
    return not pages or not stream.scanned.isdisjoint(range(min(pages), max(pages) + 2))


def _not_found(stream: Stream, lost: Sequence[Figure]) -> Issue:
    pages = ", ".join(map(str, sorted(stream.scanned)))
    return Issue(
        "recognise",
        f"table {lost[0].table}, {_rows(lost)}: not all numbers were found, and pages that are pictures ({pages}) may "
        "print them; look at the pages",
    )


def _without_issue(reading: TableReading, issues: Sequence[Issue]) -> Iterator[Issue]:
    """Yield an issue for each row of which none tells, one for all rows that are in doubt over the same values."""
    unreadable = [figure for figure in reading.figures if figure.state == "unreadable" and figure.place]
    if not unreadable:
        return
    own = [issue for issue in issues if issue.message.startswith(f"table {reading.table}")]
    places = {issue.place for issue in own}
    told = {
        f.row for f in unreadable if f.place in places or any(f"row {_label(f)}" in i.message for i in own)
    }
    rows: dict[str, list[Figure]] = {}
    for figure in unreadable:
        if figure.row not in told:
            rows.setdefault(figure.row, []).append(figure)
    same: dict[tuple[tuple[str | None, Place | None], ...], list[Figure]] = {}
    for figures in rows.values():
        same.setdefault(tuple(dict.fromkeys((f.raw, f.place) for f in figures)), []).extend(figures)
    for printed, figures in same.items():
        place = printed[0][1]
        said = " ".join(" ".join((raw or "").split()) for raw, _ in printed).strip()
        where = on_line(place) if place else ""
        yield Issue(
            "recognise",
            f"table {reading.table}, {_rows(figures)}: {said!r}{where} is unreadable: no number can be told from it; "
            "look at it",
            place,
        )


def _rows(figures: Sequence[Figure]) -> str:
    """Return the words that name the rows of figures: row 公民, or row 公民, 法人 and 3 others."""
    labels = list(dict.fromkeys(map(_label, figures)))
    more = len(labels) - _NAMED
    return f"row {', '.join(labels[:_NAMED])}{f' and {more} others' if more > 0 else ''}"


def _label(figure: Figure) -> str:
    return _labels().get((figure.form, figure.table, figure.row), figure.row)


@cache
def _labels() -> dict[tuple[str, str, str], str]:
    """Return the labels of all rows, by the edition, the table and the row."""
    return {
        (name, table.key, row.key): row.label
        for form in all_forms().values()
        for name in (form.edition, form.key)
        for table in form.tables
        for row in table.rows
    }
