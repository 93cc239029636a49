"""From reports to frames: each report's parts become rows, nothing is added and nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from toolkit.document import Place
from toolkit.forms import all_forms
from toolkit.frames.schema import PLACE, as_frame, dtypes
from toolkit.report import Figure, Report

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


def build(loaded: Iterable[Loaded]) -> dict[str, pl.DataFrame]:
    """Return the frames of a set of files, without findings, which the checks add.

    ``reports.primary`` and ``reports.verified`` are false until `settle` has seen the findings.
    """
    files = list(loaded)
    reports = [(file.source, file.report) for file in files if file.report is not None]
    frames = {
        "sources": as_frame("sources", [asdict(file.source) for file in files]),
        "reports": as_frame("reports", [_report(source, report) for source, report in reports]),
        "figures": as_frame("figures", _figures(reports)),
        "sections": as_frame(
            "sections",
            [
                {"report_id": source.report_id, "section": p.section, "heading": p.heading, "text": p.text}
                for source, report in reports
                for p in report.sections
            ],
        ),
        "mentions": as_frame("mentions", _said(reports, "mentions")),
        "themes": as_frame("themes", _said(reports, "themes")),
        "issues": as_frame(
            "issues",
            [
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
        ),
    }
    return with_tables(frames)


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
        **asdict(report.identity),
        "form": report.form,
        "primary": False,
        "verified": False,
    }


def _figures(reports: Sequence[tuple[Source, Report]]) -> pl.DataFrame:
    """Return the figures of all reports, column by column: there are two hundred of them in each."""
    wanted = dtypes("figures")
    columns: dict[str, Sequence[Any]] = dict.fromkeys(wanted, ())
    columns["report_id"] = [source.report_id for source, report in reports for _ in report.figures]
    figures = [figure for _, report in reports for figure in report.figures]
    columns |= zip(Figure._fields, zip(*figures, strict=True), strict=False)
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


def _said(reports: Sequence[tuple[Source, Report]], name: str) -> list[dict[str, Any]]:
    """Return the rows of what the prose of all reports says: their mentions or their themes."""
    return [
        {"report_id": source.report_id, **said._asdict(), "place": _place(said.place)}
        for source, report in reports
        for said in getattr(report, name)
    ]


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else place._asdict()
