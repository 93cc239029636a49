"""The standard charts, on toy reports of a fictional city: their numbers by hand, their words, and that none is forgotten.

清河市教育局: 2017 (2014 form: 12 received, 10 completed; 4 refused, of which 3 for privacy; 500 items disclosed; 2
reconsiderations, 1 corrected; 7 complaints; 3 documents issued), 2019 (30 received, 2 carried in, 28 processed, 4
carried out; 14 granted, 4 refused, 6 not held, 3 petitions, 1 other; 40 reconsiderations, 10 corrected), 2021
(2021 form: 50 received, 45 processed, 30 granted). 清河市水务局: 2019 (5 received, 5 processed, 5 granted; carried
over not printed) and 2021 (8 received, 8 processed, 2 granted; 6 lawsuits, 3 corrected).
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import polars as pl
import pytest

from tests.toy import corpus_of, report
from toolkit import charts
from toolkit.charts import (
    agency_names,
    agency_profile,
    borrowed_passages,
    coverage,
    disclosure_volume,
    export,
    findings_by_rule,
    lines,
    normative_documents,
    peers,
    petition_requests,
    place_names,
    promised_and_repeated,
    refusal_grounds,
    region_tiles,
    requests_flow,
    requests_outcome_shares,
    reviews,
    series,
    theme,
    theme_names,
    themes_heatmap,
    tiles,
)
from toolkit.charts import numbers as numbers_table
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.frames import Loaded
from toolkit.frames.schema import as_frame
from toolkit.wording import Lang

EDUCATION, WATER, FORESTRY = "清河市教育局", "清河市水务局", "清河市松桥县林业局"
ZERO_OUTCOMES = {
    f"requests.{row}.total": 0
    for row in ("partly_granted", "refused_state_secret", "refused_internal_affairs", "unavailable_not_held", "other_other")
}
REPORTS = (
    report(EDUCATION, 2017, "2014", {
        "statistics.requests_received.value": 12, "statistics.requests_completed.value": 10,
        "statistics.reply_refused.value": 4, "statistics.refused_personal_privacy.value": 3,
        "statistics.proactive_total.value": 500, "statistics.channel_website.value": 450,
        "statistics.reconsiderations.value": 2, "statistics.reconsiderations_corrected.value": 1,
        "statistics.complaints.value": 7, "statistics.normative_documents_issued.value": 3,
    }),
    report(EDUCATION, 2019, "2019", {
        "requests.received_new.total": 30, "requests.received_new.natural_person": 30, "requests.carried_in.total": 2,
        "requests.processed_total.total": 28, "requests.carried_out.total": 4, "requests.granted.total": 14,
        "requests.refused_state_secret.total": 3, "requests.refused_internal_affairs.total": 1,
        "requests.unavailable_not_held.total": 6, "requests.not_processed_petition_complaint.total": 3,
        "requests.other_processing.total": 1, "reviews.reconsideration.total": 40, "reviews.reconsideration.corrected": 10,
        "disclosures.normative_documents.made": 9, "disclosures.normative_documents.total_published": 60,
        "disclosures.licensing.decisions": 100, "disclosures.penalties.decisions": 8,
    }, claims={"proactive_disclosures": 80}),
    report(EDUCATION, 2021, "2021", ZERO_OUTCOMES | {
        "requests.received_new.total": 50, "requests.processed_total.total": 45, "requests.granted.total": 30,
        "disclosures.normative_documents.issued": 5, "disclosures.normative_documents.repealed": 2,
        "disclosures.normative_documents.in_force": 33, "disclosures.licensing.decisions": 120,
    }),
    report(WATER, 2019, "2019", {
        "requests.received_new.total": 5, "requests.processed_total.total": 5, "requests.granted.total": 5,
        "requests.carried_out.total": "blank", "requests.refused_state_secret.total": "blank",
    }),
    report(WATER, 2021, "2021", ZERO_OUTCOMES | {
        "requests.received_new.total": 8, "requests.processed_total.total": 8, "requests.granted.total": 2,
        "reviews.litigation_direct.total": 6, "reviews.litigation_direct.corrected": 3,
        "reviews.litigation_after_reconsideration.total": 0, "reviews.litigation_after_reconsideration.corrected": 0,
    }),
)  # fmt: skip


class Whole(Corpus):
    """A corpus that can tell everything that a chart asks for."""

    def coverage(self, by: object = None) -> pl.DataFrame:
        """Return three agencies: one there each year, one late and failed, one missing."""
        rows = [
            (EDUCATION, 2019, "there"), (EDUCATION, 2020, "there"), (WATER, 2019, "late"), (WATER, 2020, "failed"),
            (FORESTRY, 2019, "there"), (FORESTRY, 2020, "missing"), (None, None, "failed"),
        ]  # fmt: skip
        return pl.DataFrame(
            [
                {"agency_id": who, "agency": who, "region_code": None, "year": year, "status": status, "report_id": None}
                for who, year, status in rows
            ],
            schema_overrides={"region_code": pl.String, "report_id": pl.String},
        )

    def promised_and_repeated(self) -> pl.DataFrame:
        """Return three promises on content and one on staff."""
        rows = [("content", "repeated"), ("content", "repeated"), ("content", "not_repeated"), ("staff", "no_report_next_year")]
        return pl.DataFrame(
            [
                {"agency_id": EDUCATION, "agency": EDUCATION, "theme": one, "year": 2019 + at, "status": status}
                for at, (one, status) in enumerate(rows)
            ]
        )

    def lazy(self, name: str) -> pl.LazyFrame:
        """Return one frame; ``similar`` has one pair of agencies, from both sides."""
        if name != "similar":
            return super().lazy(name)
        one, other = (f"{agency}-2021-2021-own" for agency in (EDUCATION, WATER))
        again = f"{EDUCATION}-2019-2019-own"
        pairs = [(one, other, 0.5, 180), (other, one, 0.25, 180), (one, again, 0.9, 900), (again, one, 0.9, 900)]
        return pl.LazyFrame(
            [
                {"report_id": a, "other_id": b, "containment": part, "chars": chars, "passage": ""}
                for a, b, part, chars in pairs
            ]
        )


def whole(*reports: Loaded, **frames: pl.DataFrame) -> Whole:
    return Whole(dict(corpus_of(*reports)._frames) | frames)


def themes_of(*named: tuple[str, int, str, str]) -> pl.DataFrame:
    """Return the frame ``themes`` for agency, year, aspect and theme; each sentence twice, as prose repeats itself."""
    form = {2017: "2014", 2019: "2019", 2021: "2021"}
    rows = [
        {"report_id": f"{agency}-{year}-{form[year]}-own", "aspect": aspect, "theme": one, "match": "", "sentence": str(copy), "place": None}
        for agency, year, aspect, one in named
        for copy in range(2)
    ]  # fmt: skip
    return as_frame("themes", rows)


def findings_of(*found: tuple[str, str, str, str]) -> pl.DataFrame:
    rows = [
        {"report_id": who, "rule": rule, "severity": severity, "status": status, "message": "", "expected": None, "actual": None, "place": None}
        for who, rule, severity, status in found
    ]  # fmt: skip
    return as_frame("findings", rows)


THEMES = themes_of(
    (EDUCATION, 2019, "problem", "content"), (WATER, 2019, "problem", "content"), (EDUCATION, 2019, "problem", "staff"),
    (EDUCATION, 2021, "problem", "none_stated"), (EDUCATION, 2019, "complaint", "land"),
    (WATER, 2021, "request_topic", "housing"), (EDUCATION, 2019, "plan", "content"),
)  # fmt: skip
FINDINGS = findings_of(
    ("a", "outcome_sum", "error", "fail"), ("a", "outcome_sum", "error", "fail"), ("b", "outcome_sum", "error", "unknown"),
    ("b", "procurement_pair", "note", "fail"),
)  # fmt: skip


@cache
def toy() -> Whole:
    return whole(*REPORTS, themes=THEMES, findings=FINDINGS)


@cache
def somewhere() -> Whole:
    """Return two reports of two counties of a province."""
    inside = {"province": "东宁省", "city": "清河市"}
    return whole(
        report(WATER, 2021, "2021", {"requests.received_new.total": 8}, county="南湖区", region_code="990103", **inside),
        report(FORESTRY, 2021, "2021", {"requests.received_new.total": 0}, county="松桥县", region_code="990102", **inside),
        report(EDUCATION, 2021, "2021", {"requests.received_new.total": 3}, region_code="990100", **inside),
        report("清河市民政局", 2021, "2021", {"requests.received_new.total": 90}),
    )


#: What each chart is drawn from here, and two numbers or words that its picture must show.
EXAMPLES: Mapping[str, tuple[Callable[[], Any], tuple[str, str]]] = {
    "agency_profile": (toy, ("清河市教育局", "14/28")),
    "borrowed_passages": (toy, ("180", "清河市水务局")),
    "complaint_themes": (toy, ("投诉", "2019")),
    "coverage": (toy, ("清河市松桥县林业局", "迟")),
    "disclosure_volume": (toy, ("500", "80")),
    "disclosures_by_agency": (toy, ("120", "行政许可")),
    "findings_by_rule": (toy, ("无法核对", "2")),
    "licensing_and_penalties": (toy, ("120", "100")),
    "normative_documents": (toy, ("33", "60")),
    "peers": (toy, ("本机关", "14/28")),
    "petition_requests": (toy, ("3/28", "7")),
    "promised_and_repeated": (toy, ("2 + 1", "又列为问题2/3")),
    "refusal_grounds": (toy, ("属于三类内部事务信息", "涉及个人隐私")),
    "region_tiles": (somewhere, ("南湖区", "清河市本级")),
    "request_topics": (toy, ("申请", "2021")),
    "requests_by_applicant": (toy, ("30", "自然人")),
    "requests_by_outcome": (toy, ("不予公开", "33")),
    "requests_flow": (toy, ("上年结转", "35")),
    "requests_outcome_shares": (toy, ("58%", "32")),
    "reviews": (toy, ("10/40", "25%")),
    "themes_heatmap": (toy, ("报告 n", "2019")),
}


@cache
def drawn(name: str, lang: Lang = "zh", dark: bool = False) -> dict[str, Any]:
    # Altair checks what it writes against its schema, slowly: once for each chart.
    return charts.draw(name, EXAMPLES[name][0](), lang=lang, dark=dark).to_dict(validate=(lang, dark) == ("zh", False))


def words_of(spec: dict[str, Any]) -> str:
    """Return every text and number of a specification, without spaces: what is drawn, and quicker than drawing it."""
    found: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                if key not in ("config", "usermeta", "description"):
                    collect(item)
        elif isinstance(value, list):
            for item in value:
                collect(item)
        elif isinstance(value, str):
            found.append(value)

    collect(spec)
    return "".join("".join(found).split())


def words(name: str, corpus: Any, **options: Any) -> str:
    return words_of(charts.draw(name, corpus, **options).to_dict(validate=False))


# None is forgotten


def test_every_chart_has_an_example_here_and_a_line_in_the_documentation() -> None:
    documented = (Path(__file__).parents[1] / "docs" / "charts.md").read_text("utf-8")
    assert sorted(EXAMPLES) == charts.names()
    assert sorted(re.findall(r"^\| `([a-z_]+)` \|", documented, re.M)) == charts.names()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_says_in_both_languages_what_it_asks_and_shows(name: str, lang: Lang) -> None:
    spec = drawn(name, lang)
    said = spec["usermeta"]["ogi"]
    assert said["name"] == name and said["lang"] == lang and said["unit"] and said["n"] > 0
    assert len(spec["description"]) > 25 and spec["description"] != drawn(name, "en" if lang == "zh" else "zh")["description"]
    assert said["question"].endswith("？" if lang == "zh" else "?")
    if lang == "en":
        in_latin = re.sub(r"清河市[^：:，,;.]*", "", said["title"] + said["question"] + spec["title"]["subtitle"][-1])
        assert not re.search("[一-鿿]", in_latin)
    assert sum(map(len, spec["datasets"].values())) < 1_000


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_chart_shows_its_numbers_its_n_and_its_source(name: str) -> None:
    spec = drawn(name)
    shown = words_of(spec)
    for word in EXAMPLES[name][1]:
        assert word.replace(" ", "") in shown
    assert f"n={spec['usermeta']['ogi']['n']:,}" in shown and "来源：" in shown
    assert len(shown) > 80


@pytest.mark.parametrize("name", ["coverage", "findings_by_rule", "peers", "refusal_grounds", "requests_flow"])
def test_the_dark_look_differs_in_its_configuration_alone(name: str) -> None:
    light, dark = drawn(name), drawn(name, "zh", True)
    assert dark["config"]["background"] == theme.DARK.background
    assert {key: value for key, value in light.items() if key != "config"} == {key: value for key, value in dark.items() if key != "config"}


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"coverage", "promised_and_repeated"}))
def test_a_corpus_without_reports_says_what_to_do(name: str) -> None:
    empty = Whole({frame: rows.clear() for frame, rows in toy()._frames.items()})
    with pytest.raises(ToolkitError, match="load some reports"):
        charts.draw(name, empty)


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"coverage", "promised_and_repeated", "borrowed_passages"}))
def test_reports_without_the_numbers_of_a_chart_say_so(name: str) -> None:
    bare = whole(report(EDUCATION, 2021, "2021", {}), findings=findings_of())
    with pytest.raises(ToolkitError, match=r"^no "):
        charts.draw(name, bare)


def test_a_source_can_be_named() -> None:
    for name in ("reviews", "coverage", "refusal_grounds"):
        assert "来源：虚构样例" in words(name, toy(), source="虚构样例")


# Lines


def numbers(table: pl.DataFrame, measure: str) -> list[tuple[int, float | None]]:
    return table.filter(pl.col("measure") == measure).select("year", "value").rows()


def test_requests_flow_adds_up_as_by_hand() -> None:
    table = requests_flow.table(toy())
    assert numbers(table, "requests_received") == [(2017, 12), (2019, 35), (2021, 58)]
    assert numbers(table, "requests_processed") == [(2017, 10), (2019, 33), (2021, 53)]
    assert numbers(table, "requests_carried_in")[0] == (2019, 2)
    # The bureau that prints no number is left out, and the sum is marked.
    assert numbers(table, "requests_carried_out")[0] == (2019, 4)
    assert "4*" in words("requests_flow", toy())


def test_disclosure_is_told_from_the_statistics_and_from_the_prose() -> None:
    table = disclosure_volume.table(toy())
    assert numbers(table, "proactive_disclosures") == [(2017, 500), (2019, 80), (2021, None)]
    assert numbers(table, "proactive_website") == [(2017, 450), (2019, None), (2021, None)]


def test_documents_of_the_two_forms_are_two_series() -> None:
    table = normative_documents.table(toy())
    issued = table.filter(pl.col("measure") == "normative_documents_issued")
    assert issued.select("year", "value", "segment").rows() == [(2017, 3, 1), (2019, 9, 2), (2021, 5, 3)]
    assert numbers(table, "normative_documents_in_force") == [(2021, 33)]
    assert numbers(table, "normative_documents_published_total") == [(2019, 60)]


def test_petitions_and_complaints_stand_in_panels_of_their_own() -> None:
    table = petition_requests.table(toy())
    assert numbers(table, "petition_complaint_requests")[0] == (2019, 3)
    assert numbers(table, "complaints_reported")[0] == (2017, 7)
    for panel in petition_requests.STORY.panels:
        assert len(panel.lines) == 1


def test_reviews_give_their_shares_with_numerator_and_denominator() -> None:
    table = reviews.table(toy()).filter(pl.col("value").is_not_null())
    shares = table.filter(pl.col("measure").str.ends_with("_share")).select("measure", "year", "numerator", "denominator")
    assert shares.rows() == [
        ("reconsideration_corrected_share", 2017, 1, 2),
        ("reconsideration_corrected_share", 2019, 10, 40),
        ("litigation_corrected_share", 2021, 3, 6),
    ]
    shown = words_of(drawn("reviews"))
    assert "不足30件" in shown and "1/2" in shown and "3/6" in shown


def marks_of(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    """Return every layer of a specification that draws one kind of mark."""
    found = []
    if isinstance(spec.get("mark"), dict) and spec["mark"].get("type") == mark:
        found.append(spec)
    for key in ("layer", "vconcat", "hconcat", "concat"):
        for part in spec.get(key, []):
            found += marks_of(part, mark)
    return found


def data_of(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = spec["datasets"][layer["data"]["name"]]
    return rows


def test_no_line_crosses_a_break_or_a_gap() -> None:
    spec = drawn("requests_flow")
    line = next(layer for layer in marks_of(spec, "line"))
    assert line["encoding"]["detail"]["field"] == "piece"
    pieces = [(row["year"], row["piece"]) for row in data_of(spec, line) if row["measure"] == "requests_received"]
    # 2018 and 2020 have no report, and the form changed in 2019: three years, three pieces.
    assert len(pieces) == len({piece for _, piece in pieces}) == 3
    rules = [row for rule in marks_of(spec, "rule") for row in data_of(spec, rule)]
    assert [(row["year"], row["word"]) for row in rules] == [(2018.5, "2019 年版")]
    assert "2019年条例修订、表式更换，口径不同" in words_of(spec)
    assert "2018、2020年没有报告" in words_of(spec)


def test_a_line_stops_where_half_the_reports_fall_away() -> None:
    many = [report(f"清河市第{place}中学", 2019, "2019", {"requests.received_new.total": 3}) for place in range(4)]
    few = [report("清河市第0中学", 2020, "2019", {"requests.received_new.total": 3})]
    rows = requests_flow.table(whole(*many, *few)).filter(pl.col("measure") == "requests_received")
    assert rows["segment"].to_list() == [1, 1] and lines.in_pieces(rows)["piece"].n_unique() == 2
    rows = rows.with_columns(reports=pl.Series([4, 3]))
    assert lines.in_pieces(rows)["piece"].n_unique() == 1


def test_two_forms_in_one_year_are_told_apart_and_not_added() -> None:
    both = whole(
        report(EDUCATION, 2020, "2019", {"disclosures.normative_documents.made": 4}),
        report(EDUCATION, 2021, "2019", {"disclosures.normative_documents.made": 6}),
        report(WATER, 2021, "2021", {"disclosures.normative_documents.issued": 7}),
    )
    shown = words("normative_documents", both)
    assert "6|7" in shown
    table = normative_documents.table(both)
    assert series.breaks_of(table, normative_documents.STORY.lines)[0][0] == 2020.5


def test_a_single_year_is_drawn_as_bars_and_many_years_as_a_turned_table() -> None:
    one = charts.draw("reviews", whole(REPORTS[1])).to_dict(validate=False)
    assert marks_of(one, "bar") and not marks_of(one, "line")
    assert "25%(10/40)" in words_of(one)
    long = whole(*(report(EDUCATION, year, "2019", {"requests.received_new.total": 1_234_567}) for year in range(2009, 2026)))
    assert "1,234,567" in words("requests_flow", long)


# Shares, tiles and bars


def test_shares_of_outcomes_are_of_the_sum_of_the_groups() -> None:
    table = requests_outcome_shares.table(toy()).filter(pl.col("year") == 2019)
    found = {row["part"]: (row["count"], row["n"]) for row in table.iter_rows(named=True)}
    # 14 + 5 granted, 3 + 1 refused, 6 not held, 3 petitions, 1 other: 33.
    assert found["granted"] == (19, 33) and found["refused"] == (4, 33) and found["not_processed"] == (3, 33)
    assert table["share"].sum() == pytest.approx(1)


def test_grounds_of_the_two_forms_are_two_lists() -> None:
    table = refusal_grounds.table(toy())
    found = {(row["grounds"], row["year"], row["ground"]): (row["count"], row["unprinted"]) for row in table.iter_rows(named=True)}
    assert found["2014", 2017, "refused_personal_privacy"] == (3, 0)
    assert found["2019", 2019, "refused_state_secret"] == (3, 1)
    assert found["2019", 2019, "refused_internal_affairs"] == (1, 0)
    assert "3*" in words("refusal_grounds", toy())


def test_findings_that_fail_and_that_cannot_be_checked_are_counted_apart() -> None:
    table = findings_by_rule.table(toy())
    assert table.rows() == [("outcome_sum", "error", 2, 1, 1, 1), ("procurement_pair", "note", 1, 0, 1, 0)]
    # One rule with two severities is one row.
    two = findings_of(("a", "prose_table", "error", "fail"), ("a", "prose_table", "note", "fail"))
    assert "1+1" in words("findings_by_rule", whole(*REPORTS, findings=two))
    with pytest.raises(ToolkitError, match="'size'"):
        charts.draw("findings_by_rule", toy(), order="size")


def test_coverage_tells_what_is_there_late_failed_and_missing() -> None:
    table = coverage.table(toy())
    assert table.height == 6 and sorted(table["status"].unique()) == ["failed", "late", "missing", "there"]
    shown = words_of(drawn("coverage"))
    for part in ("有报告3", "逾期公布迟1", "未能读取×1", "缺1"):
        assert part in shown
    assert WATER not in words("coverage", toy(), agencies=[EDUCATION])
    assert "只画出前1个机关，共3个" in words("coverage", toy(), limit=1)
    with pytest.raises(ToolkitError, match="清河市图书馆"):
        charts.draw("coverage", toy(), agencies=["清河市图书馆"])


def test_a_report_counts_once_for_a_theme_however_often_it_names_it() -> None:
    table = themes_heatmap.table(toy())
    assert table.filter(pl.col("year") == 2019).select("theme", "reports", "n").rows() == [("content", 2, 2), ("staff", 1, 2)]
    by_agency = themes_heatmap.table(toy(), by="agency").filter(pl.col("body") == EDUCATION)
    assert dict(by_agency.select("theme", "reports").iter_rows()) == {"content": 1, "staff": 1, "none_stated": 1}
    assert WATER in words("themes_heatmap", toy(), by="agency")
    with pytest.raises(ToolkitError, match="'month'"):
        charts.draw("themes_heatmap", toy(), by="month")


def test_promises_are_counted_by_what_became_of_them() -> None:
    table = promised_and_repeated.table(toy())
    assert table.rows() == [("content", "not_repeated", 1), ("content", "repeated", 2), ("staff", "no_report_next_year", 1)]


def test_passages_are_told_between_agencies_and_not_within_one() -> None:
    table = borrowed_passages.table(toy())
    assert table.select("body", "other", "pairs", "chars", "containment").rows() == [
        (EDUCATION, WATER, 1, 180, 0.5),
        (WATER, EDUCATION, 1, 180, 0.25),
    ]
    assert "900" not in words_of(drawn("borrowed_passages"))


def test_regions_stand_in_the_order_of_their_codes() -> None:
    table = region_tiles.table(somewhere())
    assert table.select("county", "value", "reports").rows() == [(None, 3, 1), ("松桥县", 0, 1), ("南湖区", 8, 1)]
    assert "另有1份报告的地区不明" in words("region_tiles", somewhere())
    with pytest.raises(ToolkitError, match="no requests received for 2020; there are 2021"):
        region_tiles.table(somewhere(), year=2020)


def test_regions_without_a_code_are_told_by_the_names_of_their_agencies() -> None:
    received = {"requests.received_new.total": 1}
    named = ("清河市松桥县人民政府", "松桥县林业局", "清河市教育局", "松桥县芦湾镇人民政府", "松岭县水务局")
    table = region_tiles.table(whole(*(report(agency, 2021, "2021", received) for agency in named)))
    # 松岭县 has no report of its government, so that its name alone makes no region.
    assert table.select("city", "county", "value", "region_code").rows() == [("清河市", None, 1, None), ("清河市", "松桥县", 3, None)]


def test_peers_have_quartiles_from_four_agencies_on() -> None:
    own = [report(f"清河市第{place}中学", 2021, "2021", {"requests.received_new.total": value}) for place, value in enumerate((2, 4, 6, 100))]
    table = peers.table(whole(*own), "requests_received", "清河市第0中学")
    assert table.select("value", "q1", "median", "q3", "agencies").rows() == [(2, 3.5, 5, 29.5, 4)]
    table = peers.table(whole(*own[:3]), "requests_received", "清河市第0中学")
    assert table.select("value", "q1", "median", "q3", "agencies").rows() == [(2, None, None, None, 3)]
    with pytest.raises(ToolkitError, match="清河市图书馆"):
        peers.table(toy(), agency="清河市图书馆")


def test_the_profile_is_of_one_agency_alone() -> None:
    table = agency_profile.table(toy(), WATER)
    assert numbers(table, "requests_received") == [(2019, 5), (2021, 8)]
    # Without a name: the one with the most reports.
    assert numbers(agency_profile.table(toy()), "requests_received") == [(2017, 12), (2019, 30), (2021, 50)]


def test_agencies_of_one_name_are_told_apart() -> None:
    two = [
        report("南湖区水务局", 2021, "2021", {}, agency_id=one, province="东宁省", city=city)
        for one, city in (("a", "清河市"), ("b", "清江市"))
    ]
    frame = corpus_of(two[0]).reports.vstack(corpus_of(two[1]).reports)
    labels = [label.replace("\n", "") for label in agency_names.bodies_of(frame, "zh")["label"]]
    assert labels == ["南湖区水务局（东宁省清河市）", "南湖区水务局（东宁省清江市）"]


def test_an_agency_that_was_renamed_is_one() -> None:
    cells = ZERO_OUTCOMES | {
        "requests.received_new.total": 3, "requests.received_new.natural_person": 3, "requests.granted.total": 3,
        "disclosures.licensing.decisions": 3,
    }  # fmt: skip
    renamed = whole(
        report("清河市环境保护局", 2020, "2019", cells, agency_id="环境"), report("清河市生态环境局", 2021, "2021", cells, agency_id="环境")
    )
    for name in ("requests_flow", "requests_by_outcome", "requests_outcome_shares", "requests_by_applicant", "refusal_grounds"):
        assert "1个机关" in words(name, renamed)
    assert "另有" not in words("disclosures_by_agency", renamed)


def test_of_no_cases_there_is_no_share_though_every_number_is_printed() -> None:
    none = ZERO_OUTCOMES | {"requests.processed_total.total": 0, "requests.granted.total": 0, "requests.not_processed_petition_complaint.total": 0}
    one_year = words("petition_requests", whole(report(EDUCATION, 2021, "2021", none)))
    assert "0/0" in one_year and "分母为零" in one_year
    two_years = words("petition_requests", whole(REPORTS[1], report(EDUCATION, 2020, "2019", none)))
    assert "0/0" in two_years and "分母为零" in two_years


def test_only_lines_that_are_drawn_are_spoken_of() -> None:
    shown = words("reviews", whole(report(EDUCATION, 2020, "2019", {"reviews.reconsideration.total": 0}), REPORTS[1]))
    assert "复议纠错：" in shown and "诉讼纠错：" not in shown


def test_no_number_is_set_smaller_than_eleven_pixels() -> None:
    every = {f"proactive_disclosures.{channel}": 12_345 for channel in ("website", "wechat", "weibo", "gazette")} | {"proactive_disclosures": 23_456}
    years = [report(f"清河市第{place}中学", year, "2019", {}, claims=every) for place in range(12) for year in range(2009, 2026)]
    for mark in marks_of(charts.draw("disclosure_volume", whole(*years)).to_dict(validate=False), "text"):
        assert mark["mark"].get("fontSize", theme.TEXT_SIZE) >= theme.SMALL_SIZE


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_numbers_can_be_read_on_every_step_of_the_ramp(look: theme.Colours) -> None:
    from tests.test_charts import contrast

    assert len(look.ramp) == len(look.on_ramp) == tiles.STEPS
    for colour, upon in zip(look.ramp, look.on_ramp, strict=True):
        assert contrast(colour, upon) >= 4.5


def test_the_examples_in_the_modules_hold() -> None:
    for module in (agency_names, numbers_table, place_names, tiles, theme_names):
        found = doctest.testmod(module)
        assert found.failed == 0 and found.attempted > 0


def test_a_picture_keeps_to_the_column_of_a_notebook(tmp_path: Path) -> None:
    for name in ("coverage", "agency_profile"):
        picture = export.save(charts.draw(name, toy()), tmp_path / f"{name}.png", scale=1).read_bytes()
        assert int.from_bytes(picture[16:20], "big") <= 700


def test_a_notebook_says_in_a_sentence_that_there_is_nothing_to_draw() -> None:
    before = alt.renderers.active
    try:
        assert isinstance(charts.show("requests_flow", whole(*REPORTS)), alt.VConcatChart)
        said = repr(charts.show("complaint_themes", whole(*REPORTS)))
        assert said.startswith("complaint_themes: no report in this corpus names a theme of the kind 'complaint'")
        with pytest.raises(ToolkitError, match="ordered by 'rule' or by 'value'"):
            charts.show("findings_by_rule", whole(*REPORTS), order="size")
    finally:
        alt.renderers.enable(before)
