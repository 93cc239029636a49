"""Which reports share passages word for word: candidates by fingerprint, then their texts letter by letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl

from toolkit.frames.schema import as_frame, dtypes
from toolkit.similarity.fingerprints import GRAM, Hashes, Mask, among
from toolkit.similarity.texts import Prose, proses

#: A passage has so many characters at least, spaces and the wording of all reports not counted.
SHORTEST = 60
#: A stretch is common where more agencies have it: a tenth of them, but five at least and ten at most.
_FEW, _TENTH, _MANY = 5, 10, 10
#: Fingerprints are joined in so many parts, so that the join of a large corpus stays small.
_ROWS_AT_ONCE = 2_000_000


class _Match(NamedTuple):
    """Letters that two texts share: from ``first`` in one, from ``other`` in the other."""

    first: int
    other: int
    length: int


def similar(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the frame ``similar``: reports that share a passage of 60 characters or more.

    One row for each report and each other: a pair stands there twice, once from either side, with the
    passage as that side prints it. Statutory wording and what many agencies write counts for nothing.
    """
    ids, texts, printed = [], [], list[Hashes]()
    for report_id, prose in proses(frames["sections"]):
        ids.append(report_id)
        texts.append(prose.text)
        printed.append(np.unique(prose.kept[0]))
    if not ids:
        return as_frame("similar", [])
    agency = _agencies(frames["reports"], ids)
    table = pl.DataFrame(
        {
            "hash": np.concatenate(printed),
            "report": np.repeat(np.arange(len(ids), dtype=np.uint32), [len(hashes) for hashes in printed]),
        }
    )
    del printed
    limit = min(max(agency.n_unique() // _TENTH, _FEW), _MANY)
    common, pairs = [], []
    parts = table.height // _ROWS_AT_ONCE + 1
    for part in range(parts):
        some = table.filter(pl.col("hash") % parts == part)
        often, shared = _shared(some, agency, limit)
        common.append(often)
        pairs.append(shared)
    del table
    every = pl.concat(pairs).unique().sort("report", "report_other")
    return _rows(every, ids, texts, np.sort(np.concatenate(common)))


def _agencies(reports: pl.DataFrame, ids: list[str]) -> pl.Series:
    """Return a number for the agency of each report; one whose agency is unknown stands for itself."""
    known = dict(reports.select("report_id", pl.col("agency_id").fill_null(pl.col("report_id"))).iter_rows())
    numbers: dict[str, int] = {}
    return pl.Series([numbers.setdefault(known[report_id], len(numbers)) for report_id in ids], dtype=pl.UInt32)


def _shared(table: pl.DataFrame, agency: pl.Series, limit: int) -> tuple[Hashes, pl.DataFrame]:
    """Return the fingerprints that many agencies have, and the pairs of reports that share one that few have."""
    repeated = table.filter(pl.len().over("hash") > 1)
    repeated = repeated.with_columns(agency.gather(repeated["report"]).alias("agency"))
    repeated = repeated.with_columns(pl.col("agency").n_unique().over("hash").alias("agencies"))
    often = repeated.filter(pl.col("agencies") > limit)["hash"].unique().to_numpy()
    rare = repeated.filter(pl.col("agencies") <= limit).select("hash", "report")
    pairs = (
        rare.join(rare, on="hash", suffix="_other")
        .filter(pl.col("report") < pl.col("report_other"))
        .select("report", "report_other")
        .unique()
    )
    return often, pairs


def _rows(pairs: pl.DataFrame, ids: list[str], texts: list[str], common: Hashes) -> pl.DataFrame:
    """Return what each pair shares, seen from both sides."""

    # Pairs come ordered by their first report; the other ones return before long within an agency.
    @lru_cache(maxsize=2000)
    def prose(report: int) -> tuple[Prose, Mask]:
        text = Prose(texts[report])
        return text, text.shared_by_all(common)

    columns: dict[str, list[object]] = {name: [] for name in dtypes("similar")}
    for one, two in pairs.iter_rows():
        (left, left_common), (right, right_common) = prose(one), prose(two)
        matches = _own(_matches(left, right), left, left_common)
        mirrored = [_Match(other, first, length) for first, other, length in matches]
        for here, there, text, shared, found in (
            (one, two, left, left_common, matches),
            (two, one, right, right_common, mirrored),
        ):
            if found:
                longest = max(found, key=lambda match: (match.length, -match.first))
                passage = text.printed(longest.first, longest.first + longest.length)
                columns["report_id"].append(ids[here])
                columns["other_id"].append(ids[there])
                columns["containment"].append(_containment(found, shared))
                columns["chars"].append(len("".join(passage.split())))
                columns["passage"].append(passage)
    return as_frame("similar", pl.DataFrame(columns, schema=dict(dtypes("similar"))))


def _containment(found: list[_Match], common: Mask) -> float:
    """Return which share of a report's own letters, the common ones left out, the other has too."""
    held = np.zeros(len(common), np.bool_)
    for match in found:
        held[match.first : match.first + match.length] = True
    own = ~common
    return round(float((held & own).sum() / own.sum()), 4)


def _matches(left: Prose, right: Prose) -> Iterator[_Match]:
    """Yield the stretches that two texts share, in the order of the first one, each as long as it can be."""
    (hashes, places), (others, there) = left.kept, right.kept
    shared = np.flatnonzero(among(hashes, others))
    end = 0
    for at in shared[np.argsort(places[shared])].tolist():
        start = int(places[at])
        if start + GRAM <= end:
            continue
        first, last = np.searchsorted(others, hashes[at], "left"), np.searchsorted(others, hashes[at], "right")
        match = max(
            (_grown(left.letters, right.letters, start, int(other)) for other in there[first:last]),
            key=lambda match: match.length,
        )
        if match.length >= GRAM:
            yield match
            end = match.first + match.length


def _grown(one: str, two: str, first: int, other: int) -> _Match:
    """Return the longest stretch around a letter of each text that is the same in both."""
    before = _longest(min(first, other), lambda n: one[first - n : first] == two[other - n : other])
    room = min(len(one) - first, len(two) - other)
    after = _longest(room, lambda n: one[first : first + n] == two[other : other + n])
    return _Match(first - before, other - before, before + after)


def _longest(most: int, agrees: Callable[[int], bool]) -> int:
    """Return the greatest length up to ``most`` that agrees, where all shorter ones agree too."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if agrees(middle) else (low, middle - 1)
    return low


def _own(matches: Iterator[_Match], text: Prose, common: Mask) -> list[_Match]:
    """Return the matches long enough without what is common to all, which is cut off at their ends."""
    kept = []
    for first, other, length in matches:
        own = np.flatnonzero(~common[first : first + length])
        if len(own) and text.widths[first + own].sum() >= SHORTEST:
            cut, last = int(own[0]), int(own[-1]) + 1
            kept.append(_Match(first + cut, other + cut, last - cut))
    return kept
