"""What commands write: tables for people, and csv, json and parquet for programs."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

import polars as pl

from toolkit.corpus.columns import number, printable, table

Format = Literal["table", "csv", "json", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
#: A terminal is no place for more rows; a file gets them all.
MOST_ROWS = 1000
# Excel takes a csv for the encoding of the country unless it begins like this.
_BYTE_ORDER_MARK = "\ufeff"


def frame_table(frame: pl.DataFrame, most: int | None = MOST_ROWS) -> str:
    """Return a frame as a table for a terminal, with all text and all digits; says how many rows it left out."""
    shown = frame if most is None else frame.head(most)
    right = [dtype.is_numeric() for dtype in frame.dtypes]
    lines = table([[printable(name) for name in frame.columns], *map(_texts, shown.rows())], right)
    if frame.height > shown.height:
        lines.append(f"{shown.height:,} of {frame.height:,} rows; --format csv gives them all")
    elif frame.is_empty():
        lines.append("no rows")
    return "\n".join(lines)


def _texts(row: tuple[Any, ...]) -> list[str]:
    return [printable(_text(value)) for value in row]


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, float) and math.isfinite(value):
        return number(value)
    return _nested(value) if isinstance(value, list | dict | bool) else str(value)


# -- files and pipes -----------------------------------------------------------------------------------


def write_frame(frame: pl.DataFrame, form: Format, output: Path | None) -> None:
    """Write a frame in one of the formats, to a file or, without one, to standard output."""
    if form == "parquet" and output is not None:
        frame.write_parquet(output)
    elif form == "table":
        _write(frame_table(frame, MOST_ROWS if output is None else None) + "\n", output)
    elif form == "csv":
        _write((_BYTE_ORDER_MARK if output else "") + _flat(frame).write_csv(), output)
    else:
        _write(frame_json(frame), output)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, "utf-8", newline="")


def frame_json(frame: pl.DataFrame) -> str:
    """Return a frame as a JSON list with one row on each line."""
    rows = ",\n".join(_nested(row) for row in frame.iter_rows(named=True))
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with its places and lists written out as JSON, which a csv can hold."""
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
    written = [
        pl.Series(
            name, [None if value is None else _nested(value) for value in frame[name].to_list()], pl.String
        )
        for name in nested
    ]
    return frame.with_columns(written)


def _nested(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, default=str)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it; what is no finite number becomes its name."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


# -- findings ------------------------------------------------------------------------------------------

_GRAVITY = {"error": 0, "warning": 1, "note": 2}


def findings_table(findings: pl.DataFrame, reports: pl.DataFrame) -> str:
    """Return findings as a table, the gravest first, each with its report and its place."""
    gravity = pl.col("severity").replace_strict(_GRAVITY, default=3, return_dtype=pl.Int64)
    place = [pl.col("place").struct.field(name) for name in ("page", "line")]
    listed = (
        findings.join(
            reports.select("report_id", "source"), on="report_id", how="left", maintain_order="left"
        )
        .sort(pl.col("status") != "fail", gravity, "rule", "source", maintain_order=True)
        .select("status", "severity", "rule", "source", *place, "message")
    )
    empty = [name for name in ("page", "line") if listed[name].is_null().all()]
    head = [name for name in listed.columns if name not in empty]
    rows = [["" if text == "null" else text for text in _texts(row)] for row in listed.select(head).rows()]
    return "\n".join(
        [*table([head, *rows], [name in ("page", "line") for name in head]), *_summary(findings)]
    )


def _summary(findings: pl.DataFrame) -> Iterator[str]:
    fails = findings.filter(pl.col("status") == "fail")
    errors = fails.filter(pl.col("severity") == "error").height
    yield f"{fails.height:,} fail ({errors:,} of them errors), {findings.height - fails.height:,} unknown"
