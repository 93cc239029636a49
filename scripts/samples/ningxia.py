"""The abridged reports: figures of five published reports, told in words of our own."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from scripts.samples.report import (
    ABSENT,
    BLANK,
    SECTION_TITLES,
    SECTIONS,
    TABLES,
    Cell,
    Key,
    SampleReport,
    number,
)
from scripts.samples.styles import STYLES

TRUTH = Path(__file__).parents[2] / "data" / "samples" / "truth" / "ningxia"
SITE = "政务公开样例网"
OWN_WORDS = "（本文为本项目编写的缩略版，数字取自{title}；文字为另行撰写，不是原文。）"
#: As all five print it.
WORDING = {
    "部分公开（区分处理的，只计这一情形，不计其他情形）": "部分公开(区分处理的，只计这一情形，不计其他情形)"
}


@dataclass(frozen=True, slots=True)
class Abridged:
    """One abridged report: its name, the style of its file, and what it says."""

    name: str
    style: str
    report: SampleReport
    mentions: tuple[tuple[str, str | None, float, str], ...]

    @property
    def source(self) -> str:
        """The name of its file."""
        return self.name + STYLES[self.style].suffix


@cache
def abridged() -> dict[str, Abridged]:
    """Return the abridged reports by name, their figures from the truth and their prose from `ningxia.toml`."""
    prose = tomllib.loads(Path(__file__).with_name("ningxia.toml").read_text("utf-8"))
    return {name: _abridged(name, told) for name, told in prose.items()}


def _abridged(name: str, told: Mapping[str, Any]) -> Abridged:
    known = json.loads((TRUTH / f"{name}.json").read_text("utf-8"))
    agency, year, form = (known["report"][key] for key in ("agency", "year", "form"))
    title = f"{agency}{year}年政府信息公开工作年度报告"
    report = SampleReport(
        agency=agency,
        year=year,
        forms=dict.fromkeys(TABLES, form),
        cells=dict(_cells(known)),
        title=title,
        site=SITE,
        preface=tuple(told["preface"]),
        sections={section: tuple(told[section]) for section in SECTIONS if section in told},
        titles={**SECTION_TITLES, **told.get("titles", {})},
        closing=(OWN_WORDS.format(title=title),),
        wording={**WORDING, **told.get("wording", {})},
        half_width=told.get("half_width", False),
        displaced=told.get("displaced", {}),
    )
    spelt = {(t, row, column): printed for t, row, column, printed in told.get("printed", ())}
    report = report.with_cells({key: replace(report.cell(key), printed=text) for key, text in spelt.items()})
    return Abridged(name, told["style"], report, tuple(map(tuple, known["mentions"])))


def _cells(known: Mapping[str, Any]) -> Iterator[tuple[Key, Cell]]:
    """Yield the cells of the truth: without a number a cell is blank, a whole row is not printed."""
    for table in TABLES:
        for row, columns in known[table].items():
            nothing = BLANK if any(value is not None for value in columns.values()) else ABSENT
            for column, value in columns.items():
                yield (table, row, column), nothing if value is None else number(value)
