"""What the prose claims about requests and reviews, against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from toolkit.checks import Frames, Rule, names
from toolkit.checks.sentences import finding, findings, quoted
from toolkit.text import squeeze
from toolkit.vocabulary.wording import any_of

RULES = {
    "prose_table": Rule(
        "error",
        "requests, answers, requests carried over, reconsiderations and lawsuits claimed in prose are those of the "
        "tables (a note where the prose counts what was carried in too, or another scope)",
        "文中所称申请、答复、结转、复议、诉讼件数与表中一致（含上年结转或口径不同的为提示）",
        short_en="prose against table",
        short_zh="文字与表格不符",
    ),
    "prose_zero": Rule(
        "error",
        "the prose says that there was none exactly where the table has none",
        "文中称没有与表中为零一致",
        short_en="'none' against table",
        short_zh="文字称无而表格有",
    ),
}

#: For each kind of claim the cells it stands for, added up; and, after them, other sums that people mean by it.
_CELLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "requests_received": (
        ("requests received_new total",),
        ("requests received_new total", "requests carried_in total"),
    ),
    "requests_answered": (
        ("requests processed_total total",),
        ("requests received_new total",),
        ("requests received_new total", "requests carried_in total"),
    ),
    "requests_carried_out": (("requests carried_out total",),),
    "reconsiderations": (("reviews reconsideration total",),),
    "litigations": (
        ("reviews litigation_direct total", "reviews litigation_after_reconsideration total"),
        ("reviews litigation_direct total",),
        ("reviews litigation_after_reconsideration total",),
    ),
}
#: The same in the statistics of the 2014 form.
_STATISTICS: dict[str, tuple[tuple[str, ...], ...]] = {
    "requests_received": (("statistics requests_received value",),),
    "requests_answered": (("statistics replies_total value",), ("statistics requests_completed value",)),
    "reconsiderations": (("statistics reconsiderations value",),),
    "litigations": (("statistics litigations value",),),
}
#: A rounded number may be so far from the exact one.
_ROUNDED = (0.8, 1.5)


def check(frames: Frames) -> pl.DataFrame:
    """Return claims that differ from the table; a cell without a number contradicts nothing."""
    claims = frames["mentions"].filter(pl.col("kind").is_in(list(_CELLS)) & pl.col("detail").is_null())
    cells = _cells(frames["figures"], claims["report_id"].unique().to_list())
    reports = frames["reports"].select("report_id", "year", "scope")
    rows = list(claims.join(reports, on="report_id", how="left", maintain_order="left").iter_rows(named=True))
    confirmed = {
        (claim["report_id"], claim["kind"])
        for claim in rows
        if _is_confirmed(claim, cells.get(claim["report_id"], {}))
    }
    return findings(_differing(rows, cells, confirmed))


def _cells(figures: pl.DataFrame, reports: list[str]) -> dict[str, dict[str, float]]:
    """Return for each report the numbers of the cells that claims stand for."""
    wanted = {
        cell for table in (_CELLS, _STATISTICS) for sums in table.values() for cells in sums for cell in cells
    }
    name = pl.format("{} {} {}", "table", "row", "column")
    found: dict[str, dict[str, float]] = {}
    rows = (
        figures.lazy()
        .filter(
            pl.col("table").is_in(["requests", "reviews", "statistics"])
            & pl.col("column").is_in(["total", "value"])
        )
        .filter(pl.col("value").is_not_null() & pl.col("report_id").is_in(reports))
        .select("report_id", name.alias("cell"), "value")
        .filter(pl.col("cell").is_in(list(wanted)))
        .collect()
    )
    for report_id, cell, value in rows.iter_rows():
        found.setdefault(report_id, {})[cell] = value
    return found


def _sums(kind: str, cells: dict[str, float]) -> list[float]:
    """Return what the tables say of a kind, then what else may be meant by it; nothing where a cell is missing."""
    return [
        sum(cells[cell] for cell in added)
        for table in (_CELLS, _STATISTICS)
        for number, added in enumerate(table.get(kind, ()))
        if all(cell in cells for cell in added) and (number == 0 or all(c in cells for c in table[kind][0]))
    ]


def _is_confirmed(claim: dict[str, Any], cells: dict[str, float]) -> bool:
    return claim["value"] in _sums(claim["kind"], cells)[:1]


def _differing(
    claims: list[dict[str, Any]], cells: dict[str, dict[str, float]], confirmed: set[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    seen = set()
    for claim in claims:
        sums = _sums(claim["kind"], cells.get(claim["report_id"], {}))
        if not sums or _agrees(claim, sums[0]):
            continue
        key = (claim["report_id"], claim["kind"], claim["value"])
        sentence = squeeze(claim["sentence"])
        if key in seen or _is_of_another_year(sentence, claim["year"]):
            continue
        seen.add(key)
        value, table = claim["value"], sums[0]
        rule = "prose_zero" if (value == 0) != (table == 0) else "prose_table"
        severity, why, why_zh = None, "", ""
        if value in sums[1:]:
            # 平潭 2022 counts 75 received: 74 new ones and 1 carried in.
            rule, severity = "prose_table", "note"
            why, why_zh = ", but another sum of its cells is", "（与表中另一合计相符）"
        elif _is_of_another_scope(sentence, claim["scope"]):
            severity, why, why_zh = (
                "note",
                "; the sentence may be about another scope",
                "（该句可能是另一口径）",
            )
        elif (claim["report_id"], claim["kind"]) in confirmed:
            severity, why, why_zh = "note", "; another sentence agrees with the table", "（另有一句与表相符）"
        name, said = names.claims()[claim["kind"]], quoted(sentence)
        yield finding(
            rule,
            claim["report_id"],
            f"{claim['kind']}: the prose says {value:g}, the table says {table:g}{why}: {said}",
            f"{name}：文中称 {value:g}，表中为 {table:g}{why_zh}：{said}",
            claim["place"],
            expected=table,
            actual=value,
            severity=severity,
        )


def _agrees(claim: dict[str, Any], table: float) -> bool:
    value = claim["value"]
    if claim["approximate"]:
        return bool(value * _ROUNDED[0] <= table <= value * _ROUNDED[1])
    return bool(value == table)


def _is_of_another_year(sentence: str, year: int | None) -> bool:
    """Decide whether a sentence names other years only, which is for the rules on years."""
    named = set(re.findall(r"(?<![\d〔\[])((?:19|20)\d\d)年", re.sub(r"《[^》]*》", "", sentence)))
    return year is not None and bool(named) and str(year) not in named


def _is_of_another_scope(sentence: str, scope: str | None) -> bool:
    if scope == "own":
        return re.search(any_of("scope", "whole"), sentence) is not None
    return re.search(any_of("scope", "own"), sentence) is not None
