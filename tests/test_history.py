"""What this year's report must share with last year's."""

from __future__ import annotations

import polars as pl

from tests.toy import EDUCATION, WATER, Cells, corpus_of, report
from toolkit.frames import Loaded

RULES = ["carry_over", "item_change", "stock_flow", "magnitude_jump", "fee_unit_jump"]
STOCK = "disclosures.normative_documents"


def found(*reports: Loaded) -> list[tuple[str, str, float | None, float | None]]:
    """Return rule, status, expected and actual of what is said across years."""
    said = corpus_of(*reports).findings.filter(pl.col("rule").is_in(RULES))
    return said.select("rule", "status", "expected", "actual").rows()


def requests(column: str, **rows: float | str) -> Cells:
    return {f"requests.{row}.{column}": value for row, value in rows.items()}


def test_what_is_carried_out_is_carried_in_across_the_change_of_form() -> None:
    last = report(EDUCATION, 2020, "2019", requests("total", carried_in=0, carried_out=4) | requests("business", carried_in=0, carried_out=1))
    good = report(EDUCATION, 2021, "2021", requests("total", carried_in=4, carried_out=0) | requests("business", carried_in=1, carried_out=0))
    bad = report(EDUCATION, 2021, "2021", requests("total", carried_in=5, carried_out=0) | requests("business", carried_in=2, carried_out=0))
    assert found(last, good) == []
    assert sorted(found(last, bad), key=str) == [("carry_over", "fail", 1, 2), ("carry_over", "fail", 4, 5)]


def test_another_body_another_scope_or_two_years_later_say_nothing() -> None:
    last = report(EDUCATION, 2020, "2019", requests("total", carried_in=0, carried_out=4))
    for other in (
        report(WATER, 2021, "2021", requests("total", carried_in=5, carried_out=0)),
        report(EDUCATION, 2021, "2021", requests("total", carried_in=5, carried_out=0), scope="consolidated"),
        report(EDUCATION, 2022, "2021", requests("total", carried_in=5, carried_out=0)),
    ):
        assert found(last, other) == []


def test_a_number_that_is_not_printed_makes_it_unknown_and_not_zero() -> None:
    last = report(EDUCATION, 2020, "2019", requests("total", carried_in=0, carried_out="blank"))
    this = report(EDUCATION, 2021, "2021", requests("total", carried_in=0, carried_out=0))
    assert found(last, this) == [("carry_over", "unknown", None, None)]


def test_stocks_follow_from_flows_within_the_2021_form() -> None:
    last = report(EDUCATION, 2021, "2021", {f"{STOCK}.in_force": 15, f"{STOCK}.issued": 0, f"{STOCK}.repealed": 0})
    this = report(EDUCATION, 2022, "2021", {f"{STOCK}.in_force": 16, f"{STOCK}.issued": 1, f"{STOCK}.repealed": 3})
    assert found(last, this) == [("stock_flow", "fail", 13, 16)]
    old = report(EDUCATION, 2021, "2019", {f"{STOCK}.total_published": 15})
    assert found(old, this) == []


def test_items_follow_from_last_years_items_and_their_change() -> None:
    last = report(EDUCATION, 2019, "2019", {"disclosures.penalties.previous_items": 59, "disclosures.penalties.change": 5})
    this = report(EDUCATION, 2020, "2019", {"disclosures.penalties.previous_items": 68, "disclosures.penalties.change": 0})
    assert found(last, this) == [("item_change", "fail", 64, 68)]


def test_leaps_are_pointed_out_from_thirty_on() -> None:
    def licences(year: int, count: float) -> Loaded:
        return report(EDUCATION, year, "2021", {"disclosures.licensing.decisions": count})

    assert found(licences(2021, 765), licences(2022, 8200)) == [("magnitude_jump", "fail", 765, 8200)]
    assert found(licences(2021, 8200), licences(2022, 744)) == [("magnitude_jump", "fail", 8200, 744)]
    assert found(licences(2021, 2), licences(2022, 29)) == []
    assert found(licences(2021, 765), licences(2022, 7649)) == []


def test_an_amount_in_yuan_where_ten_thousands_belong() -> None:
    def fees(year: int, amount: float) -> Loaded:
        return report(EDUCATION, year, "2021", {"disclosures.fees.amount": amount})

    rules = [rule for rule, *_ in found(fees(2024, 16.8), fees(2025, 183817))]
    assert sorted(rules) == ["fee_unit_jump", "magnitude_jump"]
    assert [rule for rule, *_ in found(fees(2024, 16.8), fees(2025, 190))] == ["magnitude_jump"]


def test_of_two_files_on_one_year_the_more_complete_one_counts() -> None:
    last = report(EDUCATION, 2020, "2019", requests("total", carried_in=0, carried_out=4))
    full = report(EDUCATION, 2021, "2021", requests("total", carried_in=4, carried_out=0))
    thin = report(EDUCATION, 2021, "2019", requests("total", carried_in="blank"))
    assert found(last, full, thin) == []
