"""The sentences that checks of words look at, and the findings that they make of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import polars as pl

from toolkit.checks import Frames, columns
from toolkit.text import squeeze

Place = dict[str, Any] | None
#: A message quotes so much of a sentence.
_QUOTED = 60


class Said(NamedTuple):
    """One sentence: ``text`` without spaces and in half width, ``before`` the one in front of it."""

    report_id: str
    section: str
    text: str
    before: str
    place: Place
    year: int | None


def said(frames: Frames, pattern: str) -> Iterator[Said]:
    """Yield the sentences that match a pattern of polars, read without spaces, with the year of their report."""
    text = pl.col("sentence").str.replace_all(r"\s", "")
    same = pl.col("report_id") == pl.col("report_id").shift(1)
    rows = (
        frames["sentences"]
        .lazy()
        .with_columns(pl.when(same).then(pl.col("sentence").shift(1)).fill_null("").alias("before"))
        .filter(text.str.contains(pattern))
        .join(
            frames["reports"].lazy().select("report_id", "year"),
            on="report_id",
            how="left",
            maintain_order="left",
        )
        .select("report_id", "section", "sentence", "before", "place", "year")
        .collect()
    )
    for report_id, section, sentence, before, place, year in rows.iter_rows():
        yield Said(report_id, section, squeeze(sentence), squeeze(before), place, year)


def quoted(text: str) -> str:
    """Return a text in quotation marks, those of both languages, cut where it is long."""
    return f"“{text if len(text) <= _QUOTED else text[:_QUOTED] + '…'}”"


def finding(
    rule: str,
    report_id: str,
    message: str,
    message_zh: str,
    place: Place = None,
    *,
    expected: float | None = None,
    actual: float | None = None,
    severity: str | None = None,
    status: str = "fail",
) -> dict[str, Any]:
    """Return one row of findings, its message in English and in Chinese; without a ``severity`` it has its rule's."""
    return {
        "report_id": report_id,
        "rule": rule,
        "severity": severity,
        "status": status,
        "message": message,
        "message_zh": message_zh,
        "expected": expected,
        "actual": actual,
        "place": place,
    }


def findings(rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Return rows of findings as a frame."""
    return pl.DataFrame(list(rows), schema=dict(columns()), orient="row")
