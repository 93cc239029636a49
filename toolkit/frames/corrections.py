"""Corrections that people keep beside the reports: what was read wrong, with the reason and the evidence.

A file ``corrections.csv`` has one line per cell: ``source``, ``table``, ``row``, ``column``, ``expect`` (what the
toolkit reads today: the number, or the state of a cell without one), ``value``, ``reason``, ``evidence``,
``author``, ``date``. A line that no longer meets what it expects is refused, so that a correction never
outlives the mistake it mends.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

import polars as pl

from toolkit.errors import CorrectionError
from toolkit.frames.schema import as_frame
from toolkit.report import State

NAME = "corrections.csv"
_COLUMNS = ("source", "table", "row", "column", "expect", "value", "reason", "evidence", "author", "date")
_CELL = ["source", "table", "row", "column"]


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a corrections file; ``where`` names the file and the line."""

    source: str
    table: str
    row: str
    column: str
    expect: float | str
    value: float
    reason: str
    where: str


def parse_corrections(text: str, name: str) -> list[Correction]:
    """Return the lines of a corrections file; raise `CorrectionError` naming the line that is not one."""
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [column for column in _COLUMNS if column not in (lines.fieldnames or ())]
    if missing:
        raise CorrectionError(f"{name}: lacks the column {', '.join(missing)}; it needs {', '.join(_COLUMNS)}")
    return [_correction(line, f"{name}, line {number}") for number, line in enumerate(lines, 2)]


def _correction(line: Mapping[str, str | None], where: str) -> Correction:
    said = {column: (line.get(column) or "").strip() for column in _COLUMNS}
    for column in ("source", "table", "row", "column", "value", "reason", "author"):
        if not said[column]:
            raise CorrectionError(f"{where}: {column} is empty; say which cell, what it is, why, and who says so")
    value = _number(said["value"])
    if value is None:
        raise CorrectionError(f"{where}: the value {said['value']!r} is no number; write digits, such as 12 or 0.5")
    expect: float | str | None = _number(said["expect"])
    if expect is None:
        expect = said["expect"]
        if expect not in get_args(State):
            states = ", ".join(state for state in get_args(State) if state != "reported")
            raise CorrectionError(f"{where}: expect is {expect!r}; write the number that is read today, or one of {states}")
    return Correction(
        said["source"], said["table"], said["row"], said["column"], expect, value, said["reason"], where
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def corrected(frames: dict[str, pl.DataFrame], corrections: Iterable[Correction]) -> dict[str, pl.DataFrame]:
    """Return the frames with the corrections in ``figures``: state ``corrected``, the printed text kept in ``raw``.

    Raises `CorrectionError` naming every line whose report or cell is not there, or whose ``expect`` does
    not meet what the toolkit reads.
    """
    lines = list(corrections)
    if not lines:
        return frames
    figures = frames["figures"].join(frames["reports"].select("report_id", "source"), on="report_id", how="left")
    table = pl.DataFrame(
        [
            {
                "source": one.source, "table": one.table, "row": one.row, "column": one.column, "mended": one.value,
                "expect": one.expect if isinstance(one.expect, float) else None,
                "expect_state": one.expect if isinstance(one.expect, str) else "reported",
                "why": one.reason, "where": one.where,
            }
            for one in lines
        ],
        schema_overrides={"expect": pl.Float64, "mended": pl.Float64, "expect_state": pl.String},
    )  # fmt: skip
    _check(table, figures)
    mended = pl.col("mended").is_not_null()
    printed = pl.coalesce("raw", pl.lit(""))
    result = figures.join(table, on=_CELL, how="left").with_columns(
        pl.when(mended).then("mended").otherwise("value").alias("value"),
        pl.when(mended).then(pl.lit("corrected")).otherwise("state").alias("state"),
        pl.when(mended)
        .then(pl.format("{} → {} ({}: {})", printed, pl.col("mended"), pl.col("where"), pl.col("why")))
        .otherwise("raw")
        .alias("raw"),
    )
    return frames | {"figures": as_frame("figures", result.select(frames["figures"].columns))}


def _check(table: pl.DataFrame, figures: pl.DataFrame) -> None:
    """Raise `CorrectionError` for the lines that cannot be applied, all in one message."""
    twice = table.filter(pl.struct(_CELL).is_duplicated())
    if not twice.is_empty():
        raise CorrectionError(f"{' and '.join(twice['where'])} correct the same cell; keep one of them")
    read = table.join(figures.select(*_CELL, "value", "state"), on=_CELL, how="left", maintain_order="left")
    stale = read.filter(
        pl.col("state").is_null()
        | (pl.col("state") != pl.col("expect_state"))
        | pl.col("value").ne_missing(pl.col("expect"))
    )
    said = []
    for line in stale.rows(named=True):
        cell = f"{line['table']}, {line['row']}, {line['column']} of {line['source']}"
        expect = line["expect_state"] if line["expect"] is None else f"{line['expect']:g}"
        if line["state"] is None:
            said.append(f"{line['where']}: there is no cell {cell}")
        else:
            now = line["state"] if line["value"] is None else f"{line['value']:g}"
            said.append(f"{line['where']}: expects {expect} at {cell}, but {now} is read")
    if said:
        raise CorrectionError(f"{'; '.join(said)}; look at the report again, and mend or remove the line")
