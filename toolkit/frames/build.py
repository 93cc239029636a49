"""From reports to frames: each report's parts become rows, nothing is added and nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import polars as pl

from toolkit.document import Place
from toolkit.forms import all_forms
from toolkit.frames.schema import PLACE, as_frame, dtypes
from toolkit.report import Figure, Identity, Mention, Report, Statement, Theme

#: The frames that hold one table each, with what they call its rows and columns.
_TABLE_FRAMES: dict[str, tuple[str, str | None, str]] = {
    "requests": ("outcome", "applicant", "count"),
    "disclosures": ("item", "measure", "value"),
    "reviews": ("channel", "result", "count"),
    "statistics": ("item", None, "value"),
}
#: The column of a statistics table that holds the year's number; a running total stands beside it.
_YEAR_COLUMN = "value"
_FORMAT_RANK = ("html", "docx", "txt", "md", "pdf", "doc", "image")


@dataclass(frozen=True, slots=True)
class Source:
    """One input file and what became of it."""

    source: str
    status: str
    toolkit_version: str
    sha256: str | None = None
    bytes: int | None = None
    format: str | None = None
    reason: str | None = None
    report_id: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Loaded:
    """One input file with the report it became, if it became one."""

    source: Source
    report: Report | None = None


#: The frames of what stands in a report many times, and what each row is made of.
_IN_COLUMNS = {"figures": Figure, "sentences": Statement, "mentions": Mention, "themes": Theme}
#: The frames that are made report by report; all others follow from them.
PARTS = ("sources", "reports", "figures", "sections", "sentences", "mentions", "themes", "issues")


def build(loaded: Iterable[Loaded]) -> dict[str, pl.DataFrame]:
    """Return the frames of a set of files, without findings, which the checks add, and without what is similar.

    ``reports.primary`` and ``reports.verified`` are false until `settle` has seen the findings.
    """
    return assemble([parts(loaded)])


def parts(loaded: Iterable[Loaded]) -> dict[str, pl.DataFrame]:
    """Return the rows of some files, frame by frame, neither sorted nor checked: many of them make one corpus."""
    files = _once(loaded)
    reports = [(file.source, file.report) for file in files if file.report is not None]
    rows: dict[str, list[dict[str, Any]]] = {
        "sources": [_fields(file.source) for file in files],
        "reports": [_report(source, report) for source, report in reports],
        "sections": [
            {"report_id": source.report_id, "section": p.section, "heading": p.heading, "text": p.text}
            for source, report in reports
            for p in report.sections
        ],
        "issues": [
            {
                "source": source.source,
                "report_id": source.report_id,
                "stage": issue.stage,
                "message": issue.message,
                "place": _place(issue.place),
            }
            for source, report in reports
            for issue in report.issues
        ],
    }
    frames = {name: pl.DataFrame(found, schema=dict(dtypes(name)), orient="row") for name, found in rows.items()}
    return frames | {name: _column_by_column(reports, name, kind) for name, kind in _IN_COLUMNS.items()}


def _once(loaded: Iterable[Loaded]) -> list[Loaded]:
    """Return the files with every copy of an earlier one as a duplicate that has no report."""
    known: dict[str | None, str] = {}
    files = []
    for file in loaded:
        first = known.setdefault(file.source.report_id, file.source.source)
        is_copy = file.report is not None and first != file.source.source
        source = replace(file.source, status="duplicate", reason=_copy_of(first)) if is_copy else file.source
        files.append(Loaded(source) if is_copy else file)
    return files


def _copy_of(source: str) -> str:
    return f"the same file as {source}"


def assemble(found: Sequence[Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """Return the frames of a corpus from the rows of its parts, sorted and checked; nothing is similar yet.

    A report that is in several parts counts in the first one; in the others its file is a duplicate.
    """
    known: dict[str, str] = {}
    pieces: dict[str, list[pl.DataFrame]] = {name: [] for name in PARTS}
    for part in found:
        for name, frame in _without_copies(part, known).items():
            pieces[name].append(frame)
    empty = parts(())
    whole = {name: as_frame(name, pl.concat([empty[name], *frames])) for name, frames in pieces.items()}
    return with_tables(whole | {"similar": as_frame("similar", [])})


def _without_copies(part: Mapping[str, pl.DataFrame], known: dict[str, str]) -> Mapping[str, pl.DataFrame]:
    """Return the rows of a part without the reports that are known already; those that are new become known."""
    copies: dict[str, str] = {}
    for report_id, source in part["reports"].select("report_id", "source").rows():
        if (first := known.setdefault(report_id, source)) != source:
            copies[report_id] = first
    if not copies:
        return part
    is_copy = pl.col("report_id").is_in(list(copies)).fill_null(False)
    reasons = {report_id: _copy_of(first) for report_id, first in copies.items()}
    said = pl.col("report_id").replace_strict(reasons, default=None, return_dtype=pl.String)
    sources = part["sources"].with_columns(
        pl.when(is_copy).then(pl.lit("duplicate")).otherwise("status").alias("status"),
        pl.when(is_copy).then(said).otherwise("reason").alias("reason"),
    )
    return {name: sources if name == "sources" else frame.filter(~is_copy) for name, frame in part.items()}


def with_tables(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the frames with those of the single tables, which are views of ``figures``."""
    who = frames["reports"].select("report_id", "agency", "year")
    tables = {}
    for table, (row, column, value) in _TABLE_FRAMES.items():
        wanted = dtypes(table)
        own = frames["figures"].filter(pl.col("table") == table)
        if column is None:
            own = own.filter(pl.col("column") == _YEAR_COLUMN)
        names = {"row": row, **({"column": column} if column else {}), **({"value": value} if value != "value" else {})}
        tables[table] = as_frame(
            table,
            own.join(who, on="report_id", how="left")
            .rename(names)
            .with_columns(pl.col(value).cast(wanted[value]))
            .select(list(wanted)),
        )
    return frames | tables


def settle(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the frames with ``verified`` and ``primary`` told from the figures and the findings."""
    reports = frames["reports"].drop("verified", "primary")
    figures = frames["figures"]
    complete = figures.group_by("report_id").agg(
        pl.col("value").is_not_null().all().alias("all_reported"),
        pl.col("value").is_not_null().sum().cast(pl.Int64).alias("reported"),
        pl.col("table").unique().alias("tables"),
    )
    has_tables = pl.any_horizontal(
        (pl.col("form") == form.edition)
        & pl.all_horizontal(pl.col("tables").list.contains(t.key) for t in form.tables)
        for form in all_forms().values()
        if form.tables
    )
    # Verified is a matter of the form's own arithmetic, whatever else was found.
    sums = {balance.rule for form in all_forms().values() for t in form.tables for balance in t.balances}
    contradicted = frames["findings"].filter(pl.col("rule").is_in(sums))["report_id"].unique()
    judged = reports.join(complete, on="report_id", how="left", maintain_order="left").with_columns(
        (
            pl.col("all_reported").fill_null(False)
            & has_tables.fill_null(False)
            & ~pl.col("report_id").is_in(contradicted.to_list())
        ).alias("verified")
    )
    rank = pl.col("format").replace_strict(
        dict(zip(_FORMAT_RANK, range(7), strict=True)), default=9, return_dtype=pl.Int64
    )
    same = ["agency_id", "year", "scope"]
    first = (
        judged.sort([pl.col("verified").not_(), -pl.col("reported").fill_null(0), rank, "report_id"])
        .unique(same, keep="first", maintain_order=True)
        .select("report_id")
    )
    known = pl.col("agency_id").is_not_null() & pl.col("year").is_not_null()
    settled = judged.with_columns(
        (~known | pl.col("report_id").is_in(first["report_id"].to_list())).alias("primary")
    )
    return frames | {"reports": as_frame("reports", settled.select(list(dtypes("reports"))))}


def _report(source: Source, report: Report) -> dict[str, Any]:
    return {
        "report_id": source.report_id,
        "source": source.source,
        "format": source.format,
        **_fields(report.identity),
        "form": report.form,
        "primary": False,
        "verified": False,
    }


def _fields(value: Source | Identity) -> dict[str, Any]:
    """Return the fields of a value; `dataclasses.asdict` copies what is in them too, and took half the time."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _column_by_column(
    reports: Sequence[tuple[Source, Report]], name: str, kind: type[Figure | Statement | Mention | Theme]
) -> pl.DataFrame:
    """Return everything of one kind in all reports: there are hundreds in each, so that no row is made of them."""
    wanted = dtypes(name)
    columns: dict[str, Sequence[Any]] = dict.fromkeys(wanted, ())
    columns["report_id"] = [source.report_id for source, report in reports for _ in getattr(report, name)]
    found = [one for _, report in reports for one in getattr(report, name)]
    columns |= zip(kind._fields, zip(*found, strict=True), strict=False)
    return _with_places(columns, wanted)


def _with_places(columns: Mapping[str, Sequence[Any]], wanted: Mapping[str, Any]) -> pl.DataFrame:
    """Return columns as a frame in which the places are structs."""
    places = [place or Place() for place in columns["place"]]
    parts = [
        pl.Series(name, values, dtype, strict=False)
        for (name, dtype), values in zip(PLACE.to_schema().items(), zip(*places, strict=True), strict=False)
    ]
    frame = pl.DataFrame({name: columns[name] for name in wanted if name != "place"}, schema_overrides=dict(wanted))
    if not parts:
        return frame.with_columns(pl.lit(None, PLACE).alias("place")).select(list(wanted))
    place = pl.DataFrame(parts).select(
        pl.when(~pl.all_horizontal(pl.all().is_null())).then(pl.struct(pl.all())).alias("place")
    )
    return frame.with_columns(place["place"]).select(list(wanted))


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else place._asdict()
