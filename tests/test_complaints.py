"""The complaint panel and what was promised and repeated, on frames small enough to count by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import toolkit
from tests.truth import FOLDER, samples
from toolkit.corpus import Corpus
from toolkit.corpus.complaints import SOURCES
from toolkit.errors import QueryError
from toolkit.frames.schema import dtypes

REPORTS = [
    # The county's report includes its bureau's: they are never added.
    ("county-2021", "清河市松桥县人民政府", "government", 2021, "consolidated", True),
    ("bureau-2021", "清河市松桥县林业局", "forestry", 2021, "own", True),
    ("bureau-2021-copy", "清河市松桥县林业局", "forestry", 2021, "own", False),
    ("bureau-2022", "清河市松桥县林业局", "forestry", 2022, "own", True),
    ("office-2021", "清河市松桥县水务局", "water", 2021, "own", True),
    ("bureau-2017", "清河市松桥县林业局", "forestry", 2017, "own", True),
]


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(dtypes(name)), orient="row")


def theme(report_id: str, aspect: str, code: str, sentence: str) -> dict[str, Any]:
    return {"report_id": report_id, "aspect": aspect, "theme": code, "match": code, "sentence": sentence}


def request(report_id: str, outcome: str, count: int | None) -> dict[str, Any]:
    state = "dash" if count is None else "reported"
    return {"report_id": report_id, "form": "2021", "outcome": outcome, "applicant": "total", "count": count, "state": state}


def review(report_id: str, channel: str, result: str, count: int | None) -> dict[str, Any]:
    return {"report_id": report_id, "form": "2021", "channel": channel, "result": result, "count": count}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    petitions = "not_processed_petition_complaint"
    ids = [report[0] for report in REPORTS]
    return Corpus(
        {
            "reports": frame(
                "reports",
                [
                    {"report_id": r, "agency": a, "agency_id": a, "function": f, "year": y, "scope": s, "primary": p}
                    for r, a, f, y, s, p in REPORTS
                ],
            ),
            "sections": frame("sections", [{"report_id": r, "section": "problems"} for r in ids if r != "office-2021"]),
            "themes": frame(
                "themes",
                [
                    theme("county-2021", "problem", "staff", "county"),
                    theme("bureau-2021", "problem", "staff", "one"),
                    theme("bureau-2021", "problem", "staff", "two"),
                    theme("bureau-2021-copy", "problem", "staff", "one"),
                    theme("bureau-2021", "plan", "staff", "will train"),
                    theme("bureau-2021", "plan", "channel", "will open a channel"),
                    theme("bureau-2022", "problem", "staff", "still too few"),
                    theme("bureau-2022", "plan", "system", "will write rules"),
                    theme("bureau-2021", "complaint", "land", "land"),
                ],
            ),
            "requests": frame(
                "requests",
                [
                    request("county-2021", petitions, 90),
                    request("bureau-2021", petitions, 4),
                    request("office-2021", petitions, None),
                    request("bureau-2022", petitions, 0),
                    request("bureau-2021", "refused_state_secret", 2),
                ],
            ),
            "reviews": frame(
                "reviews",
                [
                    review("bureau-2021", "litigation_direct", "total", 3),
                    review("bureau-2021", "litigation_after_reconsideration", "total", 2),
                    review("bureau-2021", "litigation_direct", "corrected", 1),
                    review("bureau-2021", "litigation_after_reconsideration", "corrected", None),
                ],
            ),
            "statistics": frame(
                "statistics", [{"report_id": "bureau-2017", "item": "complaints", "value": 7.0, "state": "reported"}]
            ),
            "mentions": frame(
                "mentions",
                [
                    {"report_id": "bureau-2021", "kind": "complaints", "detail": None, "value": 12.0},
                    {"report_id": "office-2021", "kind": "complaints", "detail": None, "value": 5.0},
                    {"report_id": "office-2021", "kind": "complaints", "detail": None, "value": 6.0},
                    {"report_id": "bureau-2021", "kind": "hotline_orders", "detail": "help", "value": 99.0},
                ],
            ),
        }
    )


def row(panel: pl.DataFrame, year: int, source: str, what: str) -> tuple[float | None, int, int]:
    chosen = panel.filter(pl.col("year") == year, pl.col("source") == source, pl.col("what") == what)
    (found,) = chosen.select("value", "reports", "asked").rows()
    return found


def test_each_source_says_how_many_reports_stand_behind_it(corpus: Corpus) -> None:
    panel = corpus.complaints()
    # The county's own 90 and its sentence are left out beside its parts, and so is the second copy.
    assert row(panel, 2021, "problems", "staff") == (2.0, 1, 1)
    assert row(panel, 2021, "petition_requests", "not_processed_petition_complaint") == (4.0, 1, 2)
    assert row(panel, 2021, "refusal_grounds", "refused_state_secret") == (2.0, 1, 1)
    assert row(panel, 2021, "reviews", "litigations") == (5.0, 1, 1)
    assert row(panel, 2021, "complaint_topics", "land") == (1.0, 1, 1)


def test_not_said_is_no_zero(corpus: Corpus) -> None:
    panel = corpus.complaints()
    # 2022 prints a zero; a result of which one part is missing is not added up.
    assert row(panel, 2022, "petition_requests", "not_processed_petition_complaint") == (0.0, 1, 1)
    assert row(panel, 2021, "reviews", "litigations_corrected") == (None, 0, 1)
    assert row(panel, 2022, "mentions", "complaints") == (None, 0, 1)


def test_a_report_that_gives_two_counts_for_the_same_gives_none(corpus: Corpus) -> None:
    assert row(corpus.complaints(), 2021, "mentions", "complaints") == (12.0, 1, 2)
    assert "help" not in set(corpus.complaints()["what"])


def test_complaints_of_the_2014_form_stay_a_series_of_their_own(corpus: Corpus) -> None:
    panel = corpus.complaints()
    assert row(panel, 2017, "complaints_2014", "complaints") == (7.0, 1, 1)
    assert panel.filter(pl.col("year") == 2017, pl.col("source") == "petition_requests").is_empty()


def test_side_by_side_a_whole_stands_beside_its_parts(corpus: Corpus) -> None:
    panel = corpus.complaints(by=["agency", "year"])
    petitions = panel.filter(pl.col("source") == "petition_requests", pl.col("year") == 2021)
    assert dict(petitions.select("agency", "value").rows())["清河市松桥县人民政府"] == 90.0


def test_every_row_has_its_caution_in_both_languages(corpus: Corpus) -> None:
    assert set(corpus.complaints()["caution"]) <= {source.zh for source in SOURCES}
    assert set(corpus.complaints(lang="en")["caution"]) <= {source.en for source in SOURCES}
    with pytest.raises(QueryError, match="complaints are not told by colour"):
        corpus.complaints(by=["colour"])


def test_promised_and_repeated(corpus: Corpus) -> None:
    said = corpus.promised_and_repeated()
    assert said.select("theme", "year", "next_year", "promised", "repeated", "problem", "status").rows() == [
        ("channel", 2021, 2022, "will open a channel", False, None, "not_repeated"),
        ("staff", 2021, 2022, "will train", True, "still too few", "repeated"),
        ("system", 2022, 2023, "will write rules", None, None, "no_report_next_year"),
    ]


def test_a_next_report_without_section_five_says_nothing(corpus: Corpus) -> None:
    themes = corpus.themes.filter(pl.col("report_id") != "bureau-2022")
    sections = corpus.sections.filter(pl.col("report_id") != "bureau-2022")
    silent = Corpus({"reports": corpus.reports, "themes": themes, "sections": sections})
    said = silent.promised_and_repeated()
    assert said.select("theme", "repeated", "status").rows() == [
        ("channel", None, "no_problems_section"),
        ("staff", None, "no_problems_section"),
    ]


def test_sample_reports_of_one_agency_promise_and_repeat() -> None:
    names = [f"qinghe/lanxing-jiedao-{year}.html" for year in (2022, 2023)]
    corpus = toolkit.load([FOLDER / name for name in names], progress=False)
    plans, problems = (
        {theme for aspect, theme in samples()[name]["themes"] if aspect == wanted}
        for name, wanted in zip(names, ("plan", "problem"), strict=True)
    )
    expected = {theme: "repeated" if theme in problems else "not_repeated" for theme in plans}
    assert len(expected) >= 2
    said = corpus.promised_and_repeated().filter(pl.col("year") == 2022)
    assert dict(said.select("theme", "status").rows()) == expected
