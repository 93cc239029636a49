"""Which agency reported on which year: there, late, failed, or missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import PurePosixPath

import polars as pl

from toolkit.checks.punctuality import deadline
from toolkit.corpus.holder import FrameHolder
from toolkit.errors import FrameError
from toolkit.recognition.cover import named_in
from toolkit.vocabulary.bodies import Step, merger_of, parts
from toolkit.vocabulary.successions import code_in, ended_in

STATUSES = ("there", "late", "failed", "missing")
_SCHEMA = {
    "agency_id": pl.String, "agency": pl.String, "region_code": pl.String, "function": pl.String,
    "year": pl.Int64, "status": pl.String, "report_id": pl.String, "published": pl.Date,
    "deadline": pl.Date, "days_late": pl.Int64, "source": pl.String, "note": pl.String,
}  # fmt: skip
#: What people put before a title to sort their files: 001_, 12. and the like.
_NUMBERED = re.compile(r"\d{1,3}[-_.、\s]+")


@dataclass(frozen=True, slots=True)
class _Row:
    agency_id: str | None
    agency: str | None
    region_code: str | None
    function: str | None
    year: int | None
    status: str
    report_id: str | None = None
    published: date | None = None
    deadline: date | None = None
    days_late: int | None = None
    source: str | None = None
    note: str | None = None


def coverage(corpus: FrameHolder, by: str | Sequence[str] | None = None) -> pl.DataFrame:
    """Return one row for each agency and year, from its first year in the corpus to the corpus's last.

    ``status`` is ``there``, ``late`` (there, but first published after its ``deadline``), ``failed`` (a
    file whose name says agency and year was not read) or ``missing``. Copies and scopes of one year
    count once. An agency that was merged away, or whose region was, is not missing afterwards. What
    cannot be placed, a report without agency or year or a failed file whose name does not say whose it
    is, has a row of its own with nulls. With ``by``, columns of this table, the rows are counted by status.
    """
    rows = list(_rows(corpus))
    frame = pl.DataFrame([asdict(row) for row in rows], schema=_SCHEMA).sort(
        "agency_id", "year", "source", nulls_last=True, maintain_order=True
    )
    if by is None:
        return frame
    columns = [by] if isinstance(by, str) else list(by)
    if unknown := [name for name in columns if name not in _SCHEMA]:
        raise FrameError(f"coverage has no column {', '.join(unknown)}; there are {', '.join(_SCHEMA)}")
    counts = [(pl.col("status") == status).sum().cast(pl.Int64).alias(status) for status in STATUSES]
    return frame.group_by(columns).agg(counts).sort(columns, nulls_last=True)


def _rows(corpus: FrameHolder) -> Iterator[_Row]:
    reports = [_of_report(row) for row in corpus.frame("reports").sort("source").iter_rows(named=True)]
    known = {row.agency_id for row in reports}
    failed = [_of_failed(source, reason, known) for source, reason in _failed(corpus).iter_rows()]
    by_agency: dict[str, dict[int, _Row]] = {}
    for row in (*reports, *failed):
        if row.agency_id is None or row.year is None:
            yield row
            continue
        years = by_agency.setdefault(row.agency_id, {})
        years[row.year] = _together(years[row.year], row) if row.year in years else row
    last = max((year for years in by_agency.values() for year in years), default=0)
    for years in by_agency.values():
        yield from _of_agency(years, last)


def _of_report(report: dict[str, object]) -> _Row:
    """Return the row of one loaded report."""
    row = _Row(status="there", **{name: report[name] for name in _FROM_REPORTS})  # type: ignore[arg-type]
    due = deadline(row.function, row.year, row.agency)
    late = (row.published - due).days if row.published and due else 0
    note = None if row.agency_id and row.year else "the report says no year" if row.agency_id else "the report says no agency"
    return replace(
        row, deadline=due, status="late" if late > 0 else "there", days_late=late if late > 0 else None, note=note
    )


_FROM_REPORTS = ("agency_id", "agency", "region_code", "function", "year", "report_id", "published", "source")


def _failed(corpus: FrameHolder) -> pl.DataFrame:
    sources = corpus.frame("sources").filter(pl.col("status") == "failed")
    return sources.select("source", "reason").sort("source")


def _of_failed(source: str, reason: str | None, known: set[str | None]) -> _Row:
    """Return the row of a file that was not read; whose it is only where its name is a title that says so."""
    stem = _NUMBERED.sub("", PurePosixPath(source).stem, count=1)
    said = named_in(stem)
    if said is None or (said.region_code is None and said.agency_id not in known):
        return _Row(None, None, None, None, None, "failed", source=source, note=reason)
    due = deadline(said.function, said.year, said.agency)
    who = (said.agency_id, said.agency, said.region_code, said.function, said.year)
    return _Row(*who, "failed", deadline=due, source=source, note=reason)


def _together(one: _Row, other: _Row) -> _Row:
    """Return one row for two files of the same agency and year: the one that was read, the earlier date."""
    first, second = sorted((one, other), key=lambda row: (row.status == "failed", row.published or date.max))
    if second.status != "failed":
        return first
    note = f"{second.source} was not read: {second.note}"
    return replace(first, note=f"{first.note}; {note}" if first.note else note)


def _of_agency(years: dict[int, _Row], last: int) -> Iterator[_Row]:
    """Yield the rows of one agency, with the years between and after those it is there for."""
    seen = years[min(years)]
    final = max(years)
    merger = _merger(seen.agency_id or "")
    for year in range(min(years), max(final, min(last, _expected_until(years[final], merger, last))) + 1):
        if year in years:
            seen = years[year]
            yield seen
            continue
        code = seen.region_code and seen.year and code_in(seen.region_code, seen.year, year)
        due = deadline(seen.function, year, seen.agency)
        note = None
        if year > final:
            note = f"last there for {final}"
            if merger:
                note += f"; may have become part of {merger.becomes}: {merger.evidence}"
        yield _Row(seen.agency_id, seen.agency, code or None, seen.function, year, "missing", deadline=due, note=note)


def _merger(agency_id: str) -> Step | None:
    """Return the merger by which an agency ended, where its name tells one."""
    body = agency_id.partition("-")[2]
    return next(filter(None, map(merger_of, [body] if body else parts(agency_id))), None)


def _expected_until(row: _Row, merger: Step | None, last: int) -> int:
    """Return the last year on which an agency can be expected to report."""
    end = ended_in(row.region_code, row.year) if row.region_code and row.year else None
    ends = [end] if end else []
    if merger and merger.by:
        ends.append(merger.by - 1)
    return min([last, *ends])
