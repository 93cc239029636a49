"""What can be said about a corpus in a few lines, counted without loading it into memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from toolkit.corpus.holder import FrameHolder
from toolkit.frames import FRAMES

#: Issues that differ in what they quote and in their numbers alone are of one kind.
_KIND = pl.col("message").str.replace_all(r"'[^']*'|“[^”]*”|\d+(\.\d+)?", "…").alias("kind")


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule failed, and how often it could not be checked."""

    rule: str
    severity: str
    fail: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Facts:
    """A corpus in numbers.

    ``editions`` counts reports by form and year, either of which may be unknown; ``failed`` holds the
    first few files with the reason; ``issues`` the kinds that came most often: how often, and the first of
    each with source, place and message. ``kinds`` is how many kinds there are.
    """

    rows: Mapping[str, int]
    statuses: Mapping[str, int]
    formats: Mapping[str, int]
    failed: Sequence[tuple[str, str]]
    agencies: int
    nameless: int
    verified: int
    secondary: int
    editions: Mapping[tuple[str | None, int | None], int]
    states: Mapping[str, int]
    rules: Sequence[RuleCount]
    issues: Sequence[tuple[int, str, Mapping[str, int | None] | None, str]]
    kinds: int


def facts(corpus: FrameHolder, *, failed: int | None = 5, issues: int = 5) -> Facts:
    """Return a corpus in numbers, with the first few failed files and issues; ``None`` means all."""
    queries = _queries(corpus, failed, issues)
    answers = dict(zip(queries, pl.collect_all(list(queries.values())), strict=True))
    about = answers["reports"].row(0, named=True)
    return Facts(
        rows={name: int(answers[f"rows of {name}"].item()) for name in FRAMES},
        statuses=dict(answers["statuses"].rows()),
        formats=dict(answers["formats"].rows()),
        failed=answers["failed"].rows(),
        **about,
        editions={(form, year): count for form, year, count in answers["editions"].rows()},
        states=dict(answers["states"].rows()),
        rules=[RuleCount(*row) for row in answers["rules"].rows()],
        issues=answers["issues"].rows(),
        kinds=int(answers["kinds"].item()),
    )


def _queries(corpus: FrameHolder, failed: int | None, issues: int) -> dict[str, pl.LazyFrame]:
    sources, reports = corpus.lazy("sources"), corpus.lazy("reports")
    unread = sources.filter(pl.col("status") == "failed").select("source", "reason").sort("source")
    first = (pl.col(name).first() for name in ("source", "place", "message"))
    kinds = corpus.lazy("issues").group_by("stage", _KIND, maintain_order=True).agg(pl.len(), *first)
    queries = {
        "statuses": sources.group_by("status").len().sort("status"),
        "formats": reports.group_by("format").len().sort("len", "format", descending=[True, False]),
        "failed": unread if failed is None else unread.head(failed),
        "reports": reports.select(
            pl.col("agency_id").drop_nulls().n_unique().alias("agencies"),
            pl.col("agency_id").null_count().alias("nameless"),
            pl.col("verified").sum(),
            pl.col("primary").not_().sum().alias("secondary"),
        ),
        "editions": reports.group_by("form", "year").len().sort("form", "year", nulls_last=True),
        "states": corpus.lazy("figures")
        .group_by("state")
        .len()
        .sort("len", "state", descending=[True, False]),
        "rules": corpus.lazy("findings")
        .group_by("rule", "severity")
        .agg(
            (pl.col("status") == "fail").sum().alias("fail"),
            (pl.col("status") != "fail").sum().alias("unknown"),
        )
        .sort("rule"),
        "issues": kinds.sort("len", "source", descending=[True, False]).select("len", "source", "place", "message").head(issues),
        "kinds": kinds.select(pl.len()),
    }
    return queries | {f"rows of {name}": corpus.lazy(name).select(pl.len()) for name in FRAMES}
