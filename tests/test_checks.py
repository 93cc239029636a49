"""The arithmetic of the form: what holds, what fails, and what cannot be checked."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import toolkit
from scripts.samples.layouts import render
from scripts.samples.report import ABSENT, BLANK, Cell, Key, number
from tests.planted import planted
from toolkit import checks

Cells = Mapping[Key, Cell]


def findings(tmp_path: Path, edition: str, changes: Cells) -> tuple[list[dict[str, Any]], bool]:
    """Return the findings about a report that adds up but for some cells, and whether it is verified."""
    report = planted(random.Random(edition), edition).with_cells(changes)
    path = tmp_path / "report.txt"
    path.write_text(render(report, "tabs_aligned"), "utf-8")
    found = toolkit.read_report(path)
    told = found.findings.join(found.messages, on=["report_id", "rule", "message"], how="left", maintain_order="left")
    return list(told.drop("report_id", "place").iter_rows(named=True)), found.identity["verified"]


def value(edition: str, key: Key) -> float:
    """Return a planted figure."""
    found = planted(random.Random(edition), edition).cells[key].value
    assert found is not None
    return found


def test_the_rules_of_this_version() -> None:
    assert {code: rule.severity for code, rule in checks.rules().items()} == {
        "applicant_sum": "error",
        "column_balance": "error",
        "outcome_sum": "error",
        "review_sum": "error",
        "statistics_sum": "warning",
        "row_count": "note",
        "item_change": "warning",
        "procurement_pair": "note",
        "prose_table": "error",
        "prose_zero": "error",
        "narrative_sum_mismatch": "warning",
        "stale_year": "warning",
        "plan_names_past_year": "warning",
        "title_period_mismatch": "error",
        "foreign_place": "note",
        "suspect_web_address": "note",
        "section_missing": "warning",
        "copied_passage": "note",
        "repeated_section": "note",
        "duplicate_report": "error",
        "carry_over": "error",
        "stock_flow": "warning",
        "magnitude_jump": "note",
        "fee_unit_jump": "warning",
        "late_publication": "note",
    }


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_report_that_adds_up_has_no_finding_and_is_verified(edition: str, tmp_path: Path) -> None:
    quiet: Cells = {}
    if edition == "2019":
        quiet = {
            **{("disclosures", row, "change"): number(0) for row in ("licensing", "other_external_management", "penalties", "coercion", "fees")},
            ("disclosures", "procurement", "purchases"): number(0),
            ("disclosures", "procurement", "amount"): number(0),
        }
    assert findings(tmp_path, edition, quiet) == ([], True)


def test_one_wrong_cell_breaks_its_row_and_its_columns(tmp_path: Path) -> None:
    key = ("requests", "processed_total", "business")
    right = value("2021", key)
    found, verified = findings(tmp_path, "2021", {key: number(right + 5)})
    assert not verified
    assert {(f["rule"], f["status"]) for f in found} == {
        ("applicant_sum", "fail"),
        ("outcome_sum", "fail"),
        ("column_balance", "fail"),
    }
    (outcome,) = [f for f in found if f["rule"] == "outcome_sum"]
    assert (outcome["expected"], outcome["actual"]) == (right, right + 5)
    assert outcome["message"] == (
        f"商业企业: （七）总计 is {right + 5:g}, but the sum of its 21 parts is {right:g}"
    )
    assert outcome["message_zh"] == f"商业企业：“（七）总计”为 {right + 5:g}，其 21 个分项之和为 {right:g}"


def test_a_missing_number_makes_a_sum_unknown_and_not_wrong(tmp_path: Path) -> None:
    found, verified = findings(tmp_path, "2021", {("requests", "granted", "total"): BLANK})
    assert not verified
    assert {(f["rule"], f["status"], f["expected"]) for f in found} == {
        ("applicant_sum", "unknown", None),
        ("outcome_sum", "unknown", None),
    }


def test_parts_larger_than_their_whole_fail_even_where_one_is_missing(tmp_path: Path) -> None:
    most = value("2021", ("requests", "processed_total", "natural_person"))
    found, _ = findings(
        tmp_path,
        "2021",
        {
            ("requests", "granted", "natural_person"): number(most + 100),
            ("requests", "granted", "business"): BLANK,
            ("requests", "not_processed_repeat", "natural_person"): BLANK,
        },
    )
    status = {f["status"] for f in found if f["rule"] == "outcome_sum" and f["message"].startswith("自然人")}
    assert status == {"fail"}


def test_reviews(tmp_path: Path) -> None:
    # Hongze 2023 prints 行政复议 10 + 1 + 0 + 0 with total 0.
    printed = dict(zip(("upheld", "corrected", "other", "pending", "total"), (10, 1, 0, 0, 0), strict=True))
    cells = {("reviews", "reconsideration", column): number(n) for column, n in printed.items()}
    found, _ = findings(tmp_path, "2021", cells)
    assert [(f["rule"], f["expected"], f["actual"]) for f in found] == [("review_sum", 11, 0)]


def test_missing_rows_are_counted_and_named(tmp_path: Path) -> None:
    columns = ["natural_person", "business", "research_institution", "public_welfare_org", "legal_service", "other_org", "total"]
    gone = {("requests", "not_processed_repeat", column): ABSENT for column in columns}
    found, _ = findings(tmp_path, "2021", gone)
    (count,) = [f for f in found if f["rule"] == "row_count"]
    assert (count["severity"], count["expected"], count["actual"]) == ("note", 25, 24)
    assert count["message"] == "table requests prints 24 of 25 rows; missing: 2.重复申请"
    assert count["message_zh"] == "“收到和处理政府信息公开申请情况”应有 25 行，印出 24 行；缺：2.重复申请"


def test_items_cannot_become_fewer_than_none(tmp_path: Path) -> None:
    cells = {("disclosures", "penalties", "previous_items"): number(3), ("disclosures", "penalties", "change"): number(-14)}
    found, _ = findings(tmp_path, "2019", cells)
    (item,) = [f for f in found if f["rule"] == "item_change" and f["message"].startswith("行政处罚")]
    assert (item["severity"], item["expected"], item["actual"]) == ("warning", 0, -11)


@pytest.mark.parametrize(("purchases", "amount", "fails"), [(0, 0, 0), (3, 7, 0), (0, 7, 1), (3, 0, 1)])
def test_procurement(purchases: int, amount: int, fails: int, tmp_path: Path) -> None:
    cells = {
        ("disclosures", "procurement", "purchases"): number(purchases),
        ("disclosures", "procurement", "amount"): number(amount),
    }
    found, _ = findings(tmp_path, "2019", cells)
    assert len([f for f in found if f["rule"] == "procurement_pair"]) == fails


def test_one_report_in_two_formats_contradicts_nothing_unless_the_figures_differ(tmp_path: Path) -> None:
    report = planted(random.Random(5), "2021")
    (tmp_path / "a.txt").write_text(render(report, "tabs_aligned"), "utf-8")
    (tmp_path / "b.md").write_text(render(report, "pipes"), "utf-8")
    assert toolkit.load(tmp_path, progress=False).findings.is_empty()
    key = ("disclosures", "licensing", "decisions")
    changed = value_of(report.cells[key]) + 7
    (tmp_path / "b.md").write_text(render(report.with_cells({key: number(changed)}), "pipes"), "utf-8")
    corpus = toolkit.load(tmp_path, progress=False)
    found = corpus.findings.sort("actual")
    assert found["rule"].to_list() == ["duplicate_report", "duplicate_report"]
    assert found["actual"].to_list() == [changed - 7, changed]
    assert "differ from b.md, a report of the same agency, year and scope: 1;" in found["message"][0]
    assert corpus.reports["verified"].all()
    assert corpus.reports["primary"].sum() == 1


def value_of(cell: Cell) -> float:
    """Return the number that a planted cell prints."""
    assert cell.value is not None
    return cell.value
