"""What is true about the sample reports, in one shape for all of them.

``samples()["qinghe/shi-keji-2021.txt"]["figures"]["requests", "granted", "total"]`` is a pair of value
and state. The state is one of the contract's; for the abridged reports a cell without a number has the
state ``None``, which stands for any state but ``reported``.

``formats()`` is about the reports that come as a file of every format: what is true of a report is true
of each of its files, but for what the style of a file cannot carry.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from toolkit.forms import all_forms

FOLDER = Path(__file__).parents[1] / "data" / "samples"
FICTIONAL, ABRIDGED, FORMATS = FOLDER / "qinghe", FOLDER / "ningxia", FOLDER / "formats"
TABLES = ("disclosures", "requests", "reviews")
#: The one table of 2014 to 2018; it has one column.
STATISTICS = "statistics"
#: Where the truth about a report names the edition of each of its tables.
FORMS = {"disclosures": "form_disclosures", "requests": "form_requests", "reviews": "form_requests"}

Key = tuple[str, str, str]
Mention = tuple[str, str | None, float, str | None]


class Truth(TypedDict):
    """Everything known about one report.

    ``report`` holds what is asserted about its identity; what it does not name is not asserted.
    ``printed`` gives every cell as it stands in the file, ``units`` the unit of each amount of money
    (null where the report does not tell it). ``mentions`` must be found; further true ones are welcome.
    ``findings`` are complete for status ``fail``. Those with status ``unknown`` say which sums of the form
    cannot be worked out. ``planted`` says what was done to the report on purpose. ``themes`` are the aspects
    and themes that must be found; further true ones are welcome. ``told`` are items that sentences tell in
    place of the statistics table: they may be read, and nothing else may.
    """

    report: dict[str, Any]
    figures: dict[Key, tuple[float | None, str | None]]
    printed: dict[Key, str]
    units: dict[Key, str | None]
    mentions: list[Mention]
    findings: list[dict[str, str]]
    planted: list[dict[str, str]]
    themes: list[tuple[str, str]]
    told: dict[Key, float]


class Carried(TypedDict):
    """What one file of a report can carry.

    In the tables of ``blanks`` an empty cell can be told from one that is not there; in those of ``rows``
    every row stands apart, so that words in a cell can be told from the row beside.
    """

    style: str
    blanks: list[str]
    rows: list[str]


@cache
def formats() -> dict[str, tuple[Truth, dict[str, Carried]]]:
    """Return the truth about each report that comes in every format, and its files by their path."""
    return dict(_in_every_format(path) for path in sorted((FOLDER / "truth" / FORMATS.name).glob("*.json")))


@cache
def samples() -> dict[str, Truth]:
    """Return the truth about every sample report, by its path below ``data/samples``."""
    return {f"{ABRIDGED.name}/{source}": truth for source, truth in abridged().items()} | {
        f"{FICTIONAL.name}/{source}": truth for source, truth in fictional().items()
    }


@cache
def abridged() -> dict[str, Truth]:
    """Return the truth about the reports that carry real figures, by file name."""
    return dict(_abridged(path) for path in sorted((FOLDER / "truth" / ABRIDGED.name).glob("*.json")))


@cache
def fictional() -> dict[str, Truth]:
    """Return the truth about the reports of the fictional prefecture, by file name."""
    truths = {line["source"]: _identity(line) for line in _lines("reports")}
    for line in _lines("figures"):
        truth = truths[line["source"]]
        if line["states"] == "told":
            truth["told"][STATISTICS, line["row"], "value"] = float(line["values"])
        elif line["table"] == STATISTICS:
            _add(truth, (STATISTICS, line["row"], "value"), line, line["values"], line["states"], line["printed"])
        else:
            _add_row(truth, line, truth["report"][FORMS[line["table"]]])
    for line in _lines("mentions"):
        mention = line["kind"], line["detail"] or None, float(line["value"]), line["unit"] or None
        truths[line["source"]]["mentions"].append(mention)
    for line in _lines("themes"):
        truths[line["source"]]["themes"].append((line["aspect"], line["theme"]))
    for line in _lines("findings"):
        truths[line["source"]]["findings"].append(line)
    for line in _lines("planted"):
        if line["source"] in truths:
            truths[line["source"]]["planted"].append(line)
    return truths


def never_published() -> set[str]:
    """Return the reports, as agency and year, that the fictional corpus leaves out."""
    return {line["source"] for line in _lines("planted") if line["kind"] == "missing_report"}


def similar() -> list[dict[str, str]]:
    """Return each two files of different agencies that share a passage, and the passage."""
    return list(_lines("similar"))


def measures() -> list[dict[str, str]]:
    """Return what the measures must be, by year, of the prefecture (``agency`` is empty) and of each agency."""
    return list(_lines("measures"))


def bodies() -> list[dict[str, str]]:
    """Return every name that a body had, from when to when, and into which other it went."""
    return list(_lines("bodies"))


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / "truth" / FICTIONAL.name / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _empty(report: dict[str, Any]) -> Truth:
    return Truth(
        report=report, figures={}, printed={}, units={}, mentions=[], findings=[], planted=[], themes=[], told={}
    )


def _identity(line: dict[str, str]) -> Truth:
    report: dict[str, Any] = {name: text for name, text in line.items() if text and name != "source"}
    report["year"] = int(report["year"])
    # The places are invented, so that no code of a real region may be given to them.
    report["region_code"] = None
    return _empty(report)


def _add_row(truth: Truth, line: dict[str, str], form: str) -> None:
    table, row = line["table"], line["row"]
    columns = all_forms()[form].table(table).band_of(row).columns
    values = line["values"].split("|")
    states = (line["states"] or "reported").split("|")
    states = states * len(columns) if len(states) == 1 else states
    printed = (line["printed"] or line["values"]).split("|")
    for column, value, state, text in zip(columns, values, states, printed, strict=True):
        told = {"unit": line["unit"] if column.kind == "amount" else ""}
        _add(truth, (table, row, column.key), told, value, state, text)


def _add(truth: Truth, key: Key, line: dict[str, str], value: str, state: str, printed: str) -> None:
    state = state or "reported"
    truth["figures"][key] = (float(value) if value else None, state)
    if state != "absent":
        truth["printed"][key] = printed or value
    if line["unit"]:
        truth["units"][key] = None if line["unit"] == "untold" else line["unit"]


def _abridged(path: Path) -> tuple[str, Truth]:
    data = json.loads(path.read_text("utf-8"))
    truth = _empty(data["report"])
    for table in TABLES:
        for row, columns in data[table].items():
            for column, value in columns.items():
                truth["figures"][table, row, column] = (value, None if value is None else "reported")
    truth["mentions"] = [(kind, detail, value, unit) for kind, detail, value, unit in data["mentions"]]
    nowhere = dict.fromkeys(("table", "row", "column", "expected", "actual"), "")
    truth["findings"] = [
        {"source": data["source"], "rule": rule, "status": "fail", **nowhere} for rule in data["findings"]
    ]
    return data["source"], truth


def _in_every_format(path: Path) -> tuple[str, tuple[Truth, dict[str, Carried]]]:
    data = json.loads(path.read_text("utf-8"))
    truth = _empty(data["report"])
    for table in TABLES:
        for row, columns in data["figures"][table].items():
            for column, (value, state, printed, *unit) in columns.items():
                key = table, row, column
                truth["figures"][key] = (value, state)
                if printed is not None:
                    truth["printed"][key] = printed
                if unit:
                    truth["units"][key] = unit[0]
    truth["mentions"] = [(kind, detail, value, unit) for kind, detail, value, unit in data["mentions"]]
    files = {f"{FORMATS.name}/{path.stem}/{name}": carried for name, carried in data["files"].items()}
    return path.stem, (truth, files)


def kinds() -> dict[str, int]:
    """Return how many reports carry each kind of plant."""
    sources: dict[str, set[str]] = defaultdict(set)
    for line in _lines("planted"):
        sources[line["kind"]].add(line["source"])
    return {kind: len(found) for kind, found in sorted(sources.items())}
