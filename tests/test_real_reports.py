"""The published reports: every figure and every fact of identity that the gold states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.read import figures_of, messages
from toolkit.reading import read as toolkit_read
from toolkit.recognition import recognise
from toolkit.report import Report

SEEDS = (
    "000_bb6a1707b3eabc87",
    "001_9e57d7a1fe14b642",
    "002_edea79ccd25fed89",
    "003_755141a05b3c6162",
    "004_a9dbc25bac2331b1",
)
RUN_TOGETHER = ("pingtan_2019", "pingtan_2022")
#: A PDF: table two in the edition of 2021, table three with the 23 rows of 2019.
PDF = "hongze_2023"
TABLES = ("disclosures", "requests", "reviews")


def read(folder: Path, name: str) -> tuple[Report, dict[str, Any]]:
    """Return a real report as read, and the truth about it."""
    (path,) = [*folder.glob(f"seeds/{name}.*"), *folder.glob(f"real/{name}.*")]
    gold = json.loads((folder / "gold" / f"{name}.json").read_text("utf-8"))
    return recognise(toolkit_read(path.read_bytes(), path.suffix)), gold


@pytest.mark.parametrize("name", [*SEEDS, *RUN_TOGETHER, PDF])
def test_every_figure_of_the_gold(real_reports: Path, name: str) -> None:
    report, gold = read(real_reports, name)
    got = figures_of(report)
    expected = {
        (table, row, column): value
        for table in TABLES
        for row, cells in gold.get(table, {}).items()
        for column, value in cells.items()
    }
    assert {key: got[key].value for key in expected} == expected
    if name in (*SEEDS, PDF):
        assert set(got) == set(expected)
        assert not report.issues, messages(report)


@pytest.mark.parametrize("name", [*SEEDS, PDF, "pingtan_2014", "pingtan_2018", *RUN_TOGETHER])
def test_identity(real_reports: Path, name: str) -> None:
    report, gold = read(real_reports, name)
    # Whether a report is verified is for the checks to say.
    for fact, value in [(fact, value) for fact, value in gold["report"].items() if fact != "verified"]:
        assert (report.form if fact == "form" else getattr(report.identity, fact)) == value, fact


def test_001_prints_no_total_in_two_rows(real_reports: Path) -> None:
    got = figures_of(read(real_reports, SEEDS[1])[0])
    assert [got["requests", row, "total"].state for row in ("granted", "partly_granted")] == ["blank", "blank"]


def test_002_lacks_two_rows_and_prints_procurement_inside_table_three(real_reports: Path) -> None:
    got = figures_of(read(real_reports, SEEDS[2])[0])
    assert {got["requests", "not_processed_excessive", c].state for c in ("business", "total")} == {"absent"}
    purchases = got["disclosures", "procurement", "purchases"]
    assert purchases.place is not None
    assert (purchases.value, purchases.place.line) == (0, 335)


def test_pingtan_numbers_run_together_are_cut_by_the_sums_or_stay_unreadable(real_reports: Path) -> None:
    report, _ = read(real_reports, "pingtan_2022")
    got = figures_of(report)
    assert got["requests", "received_new", "natural_person"].value == 71
    assert got["disclosures", "normative_documents", "issued"].state == "unreadable"
    assert "'8855698'" in messages(report)


@pytest.mark.parametrize("name", SEEDS)
def test_six_sections(real_reports: Path, name: str) -> None:
    report, _ = read(real_reports, name)
    order = ["overview", "disclosures", "requests", "reviews", "problems", "other"]
    assert [passage.section for passage in report.sections] == order
    assert all("第二十条" not in p.text and "结果维持" not in p.text for p in report.sections[1:4])


@pytest.mark.parametrize("name", SEEDS)
def test_every_figure_stands_where_its_place_says(real_reports: Path, name: str) -> None:
    lines = (real_reports / "seeds" / f"{name}.txt").read_text("utf-8").split("\n")
    for figure in read(real_reports, name)[0].figures:
        if figure.state == "reported":
            place = figure.place
            assert place is not None and place.line is not None and place.x0 is not None and place.x1 is not None
            assert lines[place.line - 1][int(place.x0) : int(place.x1)] == figure.raw
