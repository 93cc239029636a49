"""The agencies of a corpus under every name they bore, with the regions of then and today and the evidence."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from toolkit.corpus.holder import FrameHolder
from toolkit.vocabulary.bodies import Step, identity_of, parts, steps_of
from toolkit.vocabulary.regions import chain
from toolkit.vocabulary.successions import steps_from, today

_ADDED = {"region": pl.String, "region_today": pl.String, "region_today_name": pl.String, "evidence": pl.String}


def agencies(corpus: FrameHolder) -> pl.DataFrame:
    """Return one row for each name of each agency in each region code: the years it bore it, and why it is one.

    ``region_today`` is the region of today that holds the one of then, null where it was shared out
    among several, which ``evidence`` then names. ``evidence`` says step by step how the name and the
    region lead to ``agency_id``; it is empty where they are those of today. Reports without an agency
    are not in it.
    """
    names = (
        corpus.frame("reports")
        .filter(pl.col("agency_id").is_not_null())
        .group_by("agency_id", "agency", "region_code", "function")
        .agg(
            pl.col("year").min().alias("first_year"),
            pl.col("year").max().alias("last_year"),
            pl.len().cast(pl.Int64).alias("reports"),
        )
        .sort("agency_id", "first_year", "agency", "region_code", nulls_last=True)
    )
    rows = names.select("agency_id", "agency", "region_code", "last_year").iter_rows()
    added = pl.DataFrame([_added(*row) for row in rows], schema=_ADDED, orient="row")
    return pl.concat([names, added], how="horizontal").select(
        "agency_id", "agency", "first_year", "last_year", "reports", "function",
        "region_code", "region", "region_today", "region_today_name", "evidence",
    )  # fmt: skip


def _added(agency_id: str, agency: str, code: str | None, year: int | None) -> tuple[str | None, ...]:
    """Return the region of then, that of today with its name, and the evidence."""
    said = list(_body_evidence(agency_id, agency))
    if code is None or year is None:
        return None, None, None, "; ".join(said)
    # The name of a region that ended during the year stands in the report on that year.
    year = year if chain(code, year) else year - 1
    then = chain(code, year)
    said = [*_region_evidence(code, year), *said]
    now = today(code, year)
    names = (then.lowest.name if then else None, now.code if now else None, now.name if now else None)
    return *names, "; ".join(said)


def _region_evidence(code: str, year: int) -> Iterator[str]:
    """Yield what became of a region, step by step, until it is one of today."""
    for step in steps_from(code, year):
        how = {"renamed": "became", "merged": "became part of", "split": "was shared out, also to"}[step.kind]
        yield f"{step.name} {step.code} {how} {step.successor_name} {step.successor} after {step.last_year}: {step.evidence}"
        yield from _region_evidence(step.successor, step.last_year + 1)


def _body_evidence(agency_id: str, agency: str) -> Iterator[str]:
    """Yield why an agency's name stands for the body in its id."""
    for body in parts(agency):
        if agency_id.endswith(identity_of(body)) and steps_of(body):
            yield from map(_said, steps_of(body))
            return


def _said(step: Step) -> str:
    how = {"short": "is short for", "variant": "is the same as", "renamed": "was renamed", "merged": "became part of"}
    return f"{step.name} {how[step.kind]} {step.becomes}: {step.evidence}"
