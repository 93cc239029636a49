"""Every cell of every sample report, in every format and layout, is what its truth says: value and state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import polars as pl
import pytest

import toolkit
from tests.truth import FOLDER, samples
from toolkit.corpus import Corpus
from toolkit.corpus.files import InputFile
from toolkit.corpus.one_file import read_file
from toolkit.report import Report

#: The rules of this version; the truth names those of later ones too.
RULES = (
    *("applicant_sum", "column_balance", "outcome_sum", "review_sum", "row_count", "procurement_pair"),
    *("duplicate_report", "item_change", "carry_over", "stock_flow", "magnitude_jump", "fee_unit_jump"),
    "late_publication",
    *("prose_table", "prose_zero"),
    *("narrative_sum_mismatch", "stale_year", "plan_names_past_year", "title_period_mismatch", "section_missing"),
    *("foreign_place", "suspect_web_address", "copied_passage", "repeated_section"),
)


@cache
def report(source: str) -> Report:
    """Return a sample report as read."""
    read = read_file(InputFile(source, FOLDER / source)).report
    assert read is not None
    return read


@pytest.mark.parametrize("source", sorted(samples()))
def test_every_cell_is_what_the_truth_says(source: str) -> None:
    truth, found = samples()[source], report(source)
    got = {(f.table, f.row, f.column): (f.value, f.state) for f in found.figures}
    assert set(got) == set(truth["figures"])
    for key, (value, state) in truth["figures"].items():
        assert got[key][0] == value, key
        # The truth of the abridged reports says only that no number is printed.
        assert got[key][1] == state or (state is None and got[key][1] != "reported"), key
    units = {(f.table, f.row, f.column): f.unit for f in found.figures if f.state == "reported"}
    for key, unit in truth["units"].items():
        if key in units:
            assert units[key] == unit, key


@pytest.mark.parametrize("source", sorted(samples()))
def test_whose_report_it_is(source: str) -> None:
    truth, found = samples()[source]["report"], report(source)
    who = found.identity
    for name in ("agency", "function", "level", "year", "region_code", "province", "city", "county", "scope"):
        if truth.get(name) is not None:
            assert getattr(who, name) == truth[name], name
    if truth.get("published"):
        assert str(who.published) == truth["published"]
    assert found.form == truth.get("form", found.form)


@pytest.fixture(scope="module")
def corpus() -> Iterator[Corpus]:
    yield toolkit.load([FOLDER / "ningxia", FOLDER / "qinghe"], progress=False, jobs=2)


def test_findings_are_those_that_were_planted_and_no_others(corpus: Corpus) -> None:
    sources = dict(corpus.reports.select("report_id", "source").rows())
    found: dict[str, Counter[str]] = {source: Counter() for source in samples()}
    for report_id, rule in corpus.findings.filter(pl.col("status") == "fail").select("report_id", "rule").rows():
        found[sources[report_id]][rule] += 1
    for source, truth in samples().items():
        if not source.startswith("qinghe/"):
            continue
        planted = Counter(f["rule"] for f in truth["findings"] if f["status"] == "fail" and f["rule"] in RULES)
        assert found[source] == planted, source


def test_a_stray_number_is_an_issue_that_quotes_it(corpus: Corpus) -> None:
    strays = [(source, p) for source, truth in samples().items() for p in truth["planted"] if p["kind"] == "stray_number"]
    assert len(strays) == 3
    for source, planted in strays:
        number = planted["note"].split()[0]
        said = corpus.issues.filter(pl.col("source") == source)["message"].to_list()
        assert any(f"'{number}'" in message for message in said), source


def test_nothing_else_in_the_samples_is_not_understood(corpus: Corpus) -> None:
    said = corpus.issues.filter(~pl.col("message").str.starts_with("no region"))["message"].to_list()
    # Three stray numbers, and one report whose title names another year than its period.
    assert len(said) == 4, said


def test_a_report_is_verified_exactly_where_nothing_is_missing_or_contradicted(corpus: Corpus) -> None:
    sources = dict(corpus.reports.select("source", "verified").rows())
    for source, truth in samples().items():
        complete = all(value is not None for value, _ in truth["figures"].values())
        sums = ("applicant_sum", "column_balance", "outcome_sum", "review_sum")
        broken = any(f["rule"] in sums for f in truth["findings"])
        assert sources[source] == (complete and not broken), source


def test_the_same_file_twice_and_a_revised_report(corpus: Corpus) -> None:
    same = corpus.reports.group_by("agency_id", "year", "scope").agg(pl.len(), pl.col("primary").sum())
    assert same.filter(pl.col("len") > 1).height == 2
    assert same["primary"].unique().to_list() == [1]


def test_every_file_is_read(corpus: Corpus) -> None:
    assert corpus.sources["status"].value_counts().rows() == [("loaded", 214)]
