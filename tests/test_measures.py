"""Harmonised series, on a toy corpus of a fictional city that can be added up by hand.

清河市教育局: 2016 (2014 form: 12 received, 10 replies of which 6 granted), 2019 (2019 form: 30 received of which
20 by natural persons, 2 carried in, 28 processed of which 14 granted and 3 + 1 refused, 4 carried out), 2020 (33
received, no total processed printed), 2022 (2021 form: 40 received). 清河市水务局: 2019 (5 received, processed 5,
granted unreadable) and 2020 (7 received).
"""

from __future__ import annotations

import polars as pl
import pytest

from tests.toy import EDUCATION, WATER, corpus_of, report
from toolkit.corpus.corpus import Corpus
from toolkit.errors import FormError, ToolkitError
from toolkit.forms import all_forms
from toolkit.measures import BY, catalogue
from toolkit.vocabulary.measures import measures, parse_measures

TOY = (
    report(EDUCATION, 2016, "2014", {
        "statistics.requests_received.value": 12, "statistics.replies_total.value": 10,
        "statistics.reply_granted.value": 6, "statistics.requests_completed.value": "blank",
    }),
    report(EDUCATION, 2019, "2019", {
        "requests.received_new.natural_person": 20, "requests.received_new.total": 30, "requests.carried_in.total": 2,
        "requests.granted.total": 14, "requests.refused_state_secret.total": 3, "requests.refused_internal_affairs.total": 1,
        "requests.refused_third_party_rights.total": "blank", "requests.processed_total.total": 28, "requests.carried_out.total": 4,
        "disclosures.normative_documents.made": 9, "disclosures.licensing.decisions": 100,
    }),
    report(EDUCATION, 2020, "2019", {"requests.received_new.total": 33, "requests.processed_total.total": "dash", "requests.granted.total": 8}),
    report(EDUCATION, 2022, "2021", {
        "requests.received_new.total": 40, "disclosures.normative_documents.issued": 7, "disclosures.licensing.decisions": 120,
        "disclosures.fees.amount": "of no unit",
    }),
    report(WATER, 2019, "2019", {"requests.received_new.total": 5, "requests.processed_total.total": 5, "requests.granted.total": "unreadable"}),
    report(WATER, 2020, "2019", {"requests.received_new.total": 7}),
)  # fmt: skip


@pytest.fixture(scope="module")
def toy() -> Corpus:
    """Return the toy corpus."""
    return corpus_of(*TOY)


def test_a_series_breaks_at_a_new_form_and_at_a_missing_year(toy: Corpus) -> None:
    got = toy.measure("requests_received", lang="en")
    assert got.select("year", "value", "reports", "form", "segment").rows() == [
        (2016, 12, 1, "2014", 1),
        (2019, 35, 2, "2019", 2),
        (2020, 40, 2, "2019", 2),
        (2022, 40, 1, "2021", 3),
    ]
    assert got["unit"].unique().to_list() == ["件"]
    assert got.columns == ["year", "value", "unit", "numerator", "denominator", "reports", "form", "segment", "note"]


def test_growth_crosses_no_break(toy: Corpus) -> None:
    growth = toy.measure("requests_received", growth=True)["growth"].to_list()
    assert growth == [None, None, pytest.approx(1 / 7), None]
    with pytest.raises(ToolkitError, match="put \"year\" into by"):
        toy.measure("requests_received", by=["agency"], growth=True)


def test_a_share_carries_its_numerator_and_denominator_of_the_same_reports(toy: Corpus) -> None:
    got = toy.measure("granted_share", lang="en").rows(named=True)
    shown = [(r["year"], r["value"], r["numerator"], r["denominator"], r["reports"], r["note"]) for r in got]
    assert shown == [
        (2016, 0.6, 6, 10, 1, "fewer than 30 cases"),
        # The bureau whose cell is unreadable is left out of both.
        (2019, 0.5, 14, 28, 1, "reports whose number is uncertain, left out: 1; fewer than 30 cases"),
        # A total that is not printed is no denominator.
        (2020, None, None, None, 0, "reports without this number, left out: 2"),
        (2022, None, None, None, 0, "reports without this number, left out: 1"),
    ]
    assert {r["unit"] for r in got} == {"share"}


def test_carried_over_is_told_of_all_that_was_to_be_done(toy: Corpus) -> None:
    row = toy.measure("carried_over_share").row(0, named=True)
    assert (row["year"], row["numerator"], row["denominator"], row["value"]) == (2019, 4, 32, 0.125)
    assert toy.measure("natural_person_share").row(0, named=True)["value"] == 20 / 30


def test_a_sum_says_which_cells_print_nothing(toy: Corpus) -> None:
    row = toy.measure("refused", by=["agency", "year"], lang="en").filter(pl.col("agency") == EDUCATION, pl.col("year") == 2019).row(0, named=True)
    assert (row["value"], row["note"]) == (4, "cells of the sum without a number, not taken as zero: 1")


def test_what_one_form_leaves_out_is_told_from_the_next_best_cell(toy: Corpus) -> None:
    assert toy.measure("requests_processed").filter(pl.col("year") == 2016)["value"].item() == 10


def test_figures_of_two_meanings_are_never_added(toy: Corpus) -> None:
    late = report(WATER, 2022, "2019", {"disclosures.normative_documents.made": 2})
    got = corpus_of(*TOY, late).measure("normative_documents_issued")
    # The year 2022 has both forms, and neither line runs on from 2019; all years together are two numbers as well.
    assert got.drop_nulls("value").select("year", "value", "form").rows() == [(2019, 9, "2019"), (2022, 2, "2019"), (2022, 7, "2021")]
    assert got.drop_nulls("value")["segment"].n_unique() == 3
    assert corpus_of(*TOY, late).measure("normative_documents_issued", by=[])["value"].to_list() == [None, 11, 7]


def test_decisions_mean_the_same_in_both_forms(toy: Corpus) -> None:
    late = report(WATER, 2022, "2019", {"disclosures.licensing.decisions": 3})
    got = corpus_of(*TOY, late).measure("licensing_decisions").drop_nulls("value").select("year", "value", "form").rows()
    assert got == [(2019, 100, "2019"), (2022, 123, "2019+2021")]


def test_an_amount_of_no_known_unit_is_no_amount(toy: Corpus) -> None:
    row = toy.measure("fee_amount", lang="en").row(0, named=True)
    assert (row["value"], row["reports"], row["note"]) == (None, 0, "reports whose number is uncertain, left out: 1")


def test_a_consolidated_report_is_not_added_to_its_parts_and_the_note_says_so() -> None:
    codes = {"region_code": "990100", "function": "government"}
    whole = report("清河市人民政府", 2019, "2019", {"requests.received_new.total": 500}, scope="consolidated", **codes)
    part = report(EDUCATION, 2019, "2019", {"requests.received_new.total": 30}, region_code="990100")
    both = corpus_of(whole, part)
    row = both.measure("requests_received", lang="en").row(0, named=True)
    assert (row["value"], row["reports"]) == (30, 1)
    assert row["note"] == "consolidated reports left out, whose parts are here: 1"
    assert both.measure("requests_received", scope="consolidated")["value"].to_list() == [500]
    # Side by side nothing is added, so both are there.
    assert sorted(both.measure("requests_received", by=["agency", "year"])["value"]) == [30, 500]


def test_prose_counts_where_no_table_asks_and_two_claims_tell_nothing() -> None:
    claimed = report(EDUCATION, 2022, "2021", {}, claims={"proactive_disclosures": 1660, "proactive_disclosures.website": 559})
    silent = report(WATER, 2022, "2021", {})
    got = corpus_of(claimed, silent).measure("proactive_disclosures", lang="en").row(0, named=True)
    assert (got["value"], got["reports"], got["note"]) == (1660, 1, "reports without this number, left out: 1")
    twice = corpus_of(*[report(EDUCATION, 2022, "2021", {}, claims={"complaints": 3})])
    assert twice.measure("complaints_reported")["value"].to_list() == [3]


def test_who_asks_for_what_is_not_there_is_told_what_is(toy: Corpus) -> None:
    with pytest.raises(ToolkitError, match=r"no measure 'request_recieved'; did you mean requests_received"):
        toy.measure("request_recieved")
    with pytest.raises(ToolkitError, match=r"not told by colour; use some of year, agency_id"):
        toy.measure("granted", by=["colour"])
    with pytest.raises(ToolkitError, match=r"no scope 'all'; use one of own, consolidated, unknown"):
        toy.measure("granted", scope="all")


#: CONTRACT, section 6.
PROMISED = ["requests_received", "requests_processed", "granted", "partly_granted", "refused", "unavailable", "not_processed", "granted_share", "refused_share", "natural_person_share", "carried_over_share", "petition_complaint_requests", "complaints_reported", "reconsiderations", "reconsideration_corrected_share", "litigations", "litigation_corrected_share", "proactive_disclosures", "normative_documents_in_force", "licensing_decisions", "penalty_decisions"]


def test_every_measure_that_is_promised_is_there() -> None:
    assert set(PROMISED) <= set(catalogue()["measure"])
    assert set(BY) <= set(pl.DataFrame(schema=corpus_of(*TOY).reports.schema).columns)


@pytest.mark.parametrize("name", list(measures()))
def test_every_cell_of_a_formula_is_asked_for_by_its_form(name: str) -> None:
    one = measures()[name]
    for formula in one.parts.values():
        for form, ways in formula.items():
            for cell in (cell for way in ways for cell in way):
                if cell.table == "mentions":
                    continue
                table = all_forms()[form].table(cell.table)
                rows = [row for row in table.rows if row.key == cell.row or (cell.row.endswith("*") and row.key.startswith(cell.row[:-1]))]
                assert rows, f"{name}: {form} has no row {cell.row}"
                for row in rows:
                    assert cell.column in [column.key for column in table.band_of(row.key).columns]


def test_a_file_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(FormError, match="odd needs a formula, or a numerator and a denominator"):
        parse_measures('[[measure]]\ncode="odd"\nzh=""\nen=""\ndirection="more"\nbreaks=[]\ncaution_zh=""\ncaution_en=""\nunit="件"')
    with pytest.raises(FormError, match="lacks 'code'"):
        parse_measures('[[measure]]\nzh=""')
