"""Charts: their numbers, their words, their colours and their fonts, on a toy corpus of a fictional city.

Three reports, small enough to add up by hand:

- 清河市教育局 2019, old form: 24 granted (20 to natural persons, 4 to businesses), 2 refused as state
  secrets, 3 under other_processing, all natural persons: 29 in all.
- 清河市教育局 2021, new form: 10 granted, 5 not held (businesses), 1 under other_other: 16 in all.
- 清河市水务局 2021, new form: 30 granted, 7 refused as internal affairs, partly_granted not printed: 37.
"""

from __future__ import annotations

import doctest
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pdfplumber
import polars as pl
import pytest

from toolkit import charts
from toolkit.charts import (
    disclosures_by_agency,
    export,
    framing,
    requests_by_applicant,
    requests_by_outcome,
    theme,
    widget,
)
from toolkit.errors import ToolkitError
from toolkit.forms import all_forms
from toolkit.measures import population

NAMES = ["disclosures_by_agency", "requests_by_applicant", "requests_by_outcome"]
TITLES = {
    "disclosures_by_agency": "各机关报告的行政许可、行政处罚、行政规范性文件，2021 年",
    "requests_by_applicant": "谁在申请政府信息公开，2019—2021 年",
    "requests_by_outcome": "政府信息公开申请的办理结果，2019—2021 年",
}
APPLICANTS = requests_by_applicant.APPLICANTS
OUTCOMES = [outcome for outcomes in requests_by_outcome.GROUPS.values() for outcome in outcomes]


@dataclass(frozen=True)
class Toy:
    """One fictional report: outcomes as (natural persons, businesses), all other cells zero."""

    agency: str
    year: int
    outcomes: dict[str, tuple[int, int]] = field(default_factory=dict)
    unprinted: tuple[tuple[str, str], ...] = ()
    disclosures: dict[str, float | None] = field(default_factory=dict)
    identity: dict[str, Any] = field(default_factory=dict)

    @property
    def form(self) -> str:
        return "2021" if self.year >= 2021 else "2019"

    @property
    def report_id(self) -> str:
        return f"{self.agency}-{self.year}-{self.identity.get('scope', 'own')}"

    def report(self) -> dict[str, Any]:
        known = {
            "report_id": self.report_id, "agency": self.agency, "agency_id": self.agency, "year": self.year,
            "form": self.form, "function": "education", "region_code": "990100", "province": "东宁省",
            "city": "清河市", "county": None, "scope": "own", "primary": True,
        }  # fmt: skip
        return known | self.identity

    def requests(self) -> Iterator[dict[str, Any]]:
        given = {
            outcome: dict(zip(("natural_person", "business"), counts, strict=True))
            for outcome, counts in self.outcomes.items()
        }
        sums = {
            kind: sum(counts[kind] for counts in given.values()) for kind in ("natural_person", "business")
        }
        given |= {"processed_total": sums, "received_new": sums}
        for row in all_forms()[self.form].table("requests").rows:
            counts = {kind: given.get(row.key, {}).get(kind, 0) for kind in APPLICANTS}
            counts["total"] = sum(counts.values())
            for kind, count in counts.items():
                is_blank = (row.key, kind) in self.unprinted
                yield {
                    "report_id": self.report_id, "agency": self.agency, "year": self.year, "form": self.form,
                    "outcome": row.key, "applicant": kind, "count": None if is_blank else count,
                    "state": "blank" if is_blank else "reported",
                }  # fmt: skip

    def disclosed(self) -> Iterator[dict[str, Any]]:
        for band in all_forms()[self.form].table("disclosures").bands:
            for row in band.rows:
                for column in band.columns:
                    value = self.disclosures.get(f"{row.key}.{column.key}", 0.0)
                    yield {
                        "report_id": self.report_id, "agency": self.agency, "year": self.year,
                        "form": self.form, "item": row.key, "measure": column.key, "value": value,
                        "unit": column.unit, "state": "absent" if value is None else "reported",
                    }  # fmt: skip


@dataclass(frozen=True)
class ToyCorpus:
    reports: pl.DataFrame
    requests: pl.DataFrame
    disclosures: pl.DataFrame


def corpus_of(*toys: Toy) -> ToyCorpus:
    # Frames may hold 32-bit numbers, which wrap silently when added.
    return ToyCorpus(
        pl.DataFrame(
            [toy.report() for toy in toys], schema_overrides={"county": pl.String, "region_code": pl.String}
        ),
        pl.DataFrame([row for toy in toys for row in toy.requests()], schema_overrides={"count": pl.Int32}),
        pl.DataFrame(
            [row for toy in toys for row in toy.disclosed()], schema_overrides={"value": pl.Float64}
        ),
    )


EDUCATION_2019 = Toy(
    "清河市教育局",
    2019,
    {"granted": (20, 4), "refused_state_secret": (2, 0), "other_processing": (3, 0)},
)
EDUCATION_2021 = Toy(
    "清河市教育局",
    2021,
    {"granted": (10, 0), "unavailable_not_held": (0, 5), "other_other": (1, 0)},
    disclosures={"licensing.decisions": 12.0, "penalties.decisions": None},
)
WATER_2021 = Toy(
    "清河市水务局",
    2021,
    {"granted": (30, 0), "refused_internal_affairs": (7, 0)},
    unprinted=(("partly_granted", "total"),),
    disclosures={"licensing.decisions": 3.0, "normative_documents.in_force": 5.0},
)
THREE = (EDUCATION_2019, EDUCATION_2021, WATER_2021)


@pytest.fixture(scope="module")
def corpus() -> ToyCorpus:
    return corpus_of(*THREE)


@cache
def three(name: str, lang: theme.Lang = "zh", dark: bool = False) -> alt.VConcatChart:
    """Return one chart of the three reports, drawn once for all tests."""
    return charts.draw(name, corpus_of(*THREE), lang=lang, dark=dark)


def words_of(chart: alt.VConcatChart) -> str:
    """Return everything that a chart shows, as one text."""
    theme.register_fonts()
    return export.shown_text(export._as_svg(chart.to_dict()))


@cache
def words_of_three(name: str, lang: theme.Lang = "zh") -> str:
    """Return everything that one chart of the three reports shows."""
    return words_of(three(name, lang))


def by_year_and(table: pl.DataFrame, key: str, value: str) -> dict[tuple[int, str], Any]:
    return {(year, code): number for year, code, number in table.select("year", key, value).iter_rows()}


# Finding the charts


def test_every_module_with_a_draw_function_is_a_chart() -> None:
    assert set(NAMES) < set(charts.names())


def test_a_module_without_draw_is_no_chart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "toy_helper.py").write_text("COLOUR = 'blue'\n", "utf-8")
    (tmp_path / "toy_chart.py").write_text(
        "def draw(corpus, **options):\n    return corpus, options\n", "utf-8"
    )
    monkeypatch.setattr(charts, "__path__", [*charts.__path__, str(tmp_path)])
    charts._charts.cache_clear()
    try:
        assert "toy_chart" in charts.names() and "toy_helper" not in charts.names()
        assert charts.draw("toy_chart", 1, lang="en") == (1, {"lang": "en"})
    finally:
        charts._charts.cache_clear()


def test_an_unknown_chart_is_refused_with_the_names_of_those_there_are(corpus: ToyCorpus) -> None:
    with pytest.raises(ToolkitError, match=r"'pie'.*requests_by_outcome"):
        charts.draw("pie", corpus)


def test_importing_the_charts_imports_no_heavy_library() -> None:
    code = "import sys, toolkit.charts; sys.exit(any(m in sys.modules for m in ('altair', 'vl_convert')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Numbers


def test_requests_by_outcome_adds_up_as_by_hand(corpus: ToyCorpus) -> None:
    table = requests_by_outcome.table(corpus)
    counts = by_year_and(table, "group", "count")
    assert [counts[2019, group] for group in requests_by_outcome.GROUPS] == [24, 0, 2, 0, 0, 3]
    assert [counts[2021, group] for group in requests_by_outcome.GROUPS] == [40, 0, 7, 5, 0, 1]
    assert by_year_and(table, "group", "processed")[2019, "granted"] == 29
    assert by_year_and(table, "group", "processed")[2021, "granted"] == 53
    assert by_year_and(table, "group", "reports")[2021, "granted"] == 2


def test_every_outcome_of_both_forms_stands_in_one_group() -> None:
    on_form = {row.key for form in ("2019", "2021") for row in all_forms()[form].table("requests").rows}
    assert len(OUTCOMES) == len(set(OUTCOMES))
    assert on_form - set(OUTCOMES) == {"received_new", "carried_in", "processed_total", "carried_out"}


def test_a_cell_without_a_number_is_no_zero() -> None:
    alone = corpus_of(WATER_2021)
    table = requests_by_outcome.table(alone)
    assert by_year_and(table, "group", "count")[2021, "partly_granted"] is None
    assert by_year_and(table, "group", "unprinted")[2021, "partly_granted"] == 1
    assert "未印" in words_of(charts.draw("requests_by_outcome", alone))


def test_a_sum_from_which_a_cell_is_missing_is_marked() -> None:
    words = words_of_three("requests_by_outcome")
    assert "* 有 1 个单元格未印数字，不作零计" in words


def test_a_year_without_a_report_stays_a_gap(corpus: ToyCorpus) -> None:
    assert 2020 not in requests_by_outcome.table(corpus)["year"]
    for name in ("requests_by_outcome", "requests_by_applicant"):
        assert "2020 年没有报告，留空，不是零。" in words_of_three(name)


def test_large_counts_do_not_wrap() -> None:
    large = {"granted": (2_000_000_000, 0)}
    two = corpus_of(Toy("清河市教育局", 2021, large), Toy("清河市水务局", 2021, large))
    assert requests_by_outcome.table(two)["processed"].max() == 4_000_000_000
    assert requests_by_applicant.table(two)["n"].max() == 4_000_000_000


def test_requests_by_applicant_adds_up_as_by_hand(corpus: ToyCorpus) -> None:
    table = requests_by_applicant.table(corpus)
    counts, shares = by_year_and(table, "applicant", "count"), by_year_and(table, "applicant", "share")
    assert [counts[2019, kind] for kind in APPLICANTS] == [25, 4, 0, 0, 0, 0]
    assert [counts[2021, kind] for kind in APPLICANTS] == [48, 5, 0, 0, 0, 0]
    assert shares[2021, "natural_person"] == pytest.approx(48 / 53)


def test_a_share_of_fewer_than_thirty_is_written_as_n_of_n() -> None:
    words = words_of_three("requests_by_applicant")
    assert "25/29" in words and "不足 30 件" in words
    assert "86%" not in words and "91%" in words


def test_one_report_with_one_request_is_drawn() -> None:
    one = corpus_of(Toy("清河市教育局", 2021, {"granted": (1, 0)}))
    assert "1/1" in words_of(charts.draw("requests_by_applicant", one))
    assert charts.draw("requests_by_outcome", one).to_dict()["usermeta"]["ogi"]["n"] == 1


def test_a_single_year_is_drawn_with_counts_and_shares() -> None:
    words = words_of(charts.draw("requests_by_outcome", corpus_of(EDUCATION_2021, WATER_2021)))
    for part in ("40（75%）", "7（13%）", "5（9%）", "1（2%）"):
        assert part in words


def test_what_the_printed_total_has_beyond_the_outcomes_is_shown_as_such() -> None:
    short = Toy("清河市水务局", 2021, {"granted": (30, 0)}, unprinted=(("granted", "total"),))
    assert "未列明结果" in words_of(charts.draw("requests_by_outcome", corpus_of(short)))
    assert "虚框" in words_of(charts.draw("requests_by_outcome", corpus_of(EDUCATION_2019, short)))


def test_a_total_that_is_not_printed_is_the_sum_of_its_parts() -> None:
    bare = Toy("清河市水务局", 2021, {"granted": (30, 2)}, unprinted=(("received_new", "total"),))
    table = requests_by_applicant.table(corpus_of(bare))
    assert (table["received"].max(), table["unequal"].max()) == (32, 0)
    bare = Toy("清河市水务局", 2021, {"granted": (30, 2)}, unprinted=(("processed_total", "total"),))
    table = requests_by_outcome.table(corpus_of(bare))
    assert (table["processed"].max(), table["unequal"].max()) == (32, 0)


def test_a_report_without_requests_has_no_share() -> None:
    none = corpus_of(Toy("清河市教育局", 2021))
    assert requests_by_applicant.table(none)["share"].null_count() == 6
    assert "新收 0 件" in words_of(charts.draw("requests_by_applicant", none))


def test_disclosures_by_agency_takes_the_latest_year_in_order_of_pinyin(corpus: ToyCorpus) -> None:
    table = disclosures_by_agency.table(corpus)
    assert table["year"].unique().to_list() == [2021]
    assert table.select("agency", "item", "value").rows() == [
        ("清河市教育局", "licensing", 12.0),
        ("清河市教育局", "penalties", None),
        ("清河市教育局", "normative_documents", 0.0),
        ("清河市水务局", "licensing", 3.0),
        ("清河市水务局", "penalties", 0.0),
        ("清河市水务局", "normative_documents", 5.0),
    ]
    assert "未印" in words_of_three("disclosures_by_agency")


def test_disclosures_of_the_old_form_ask_for_what_it_has(corpus: ToyCorpus) -> None:
    table = disclosures_by_agency.table(corpus, year=2019)
    assert table["measure"].to_list() == ["decisions", "decisions", "total_published"]
    table = disclosures_by_agency.table(corpus, year=2019, figures=["normative_documents.in_force"])
    assert table["state"].to_list() == ["not_on_form"]


def test_an_agency_without_the_table_is_shown_without_numbers(corpus: ToyCorpus) -> None:
    without = corpus.disclosures.filter(pl.col("report_id") != WATER_2021.report_id)
    bare = ToyCorpus(corpus.reports, corpus.requests, without)
    table = disclosures_by_agency.table(bare)
    assert set(table.filter(pl.col("agency") == "清河市水务局")["state"]) == {"no_table"}


def test_an_amount_of_unknown_unit_is_not_drawn() -> None:
    toy = Toy("清河市教育局", 2021, disclosures={"fees.amount": 8040.0})
    built = corpus_of(toy)
    unsure = built.disclosures.with_columns(unit=pl.lit(None, pl.String))
    table = disclosures_by_agency.table(
        ToyCorpus(built.reports, built.requests, unsure), figures=["fees.amount"]
    )
    assert table.select("value", "state").rows() == [(None, "no_unit")]


def test_sorting_agencies_by_value_has_to_be_asked_for(corpus: ToyCorpus) -> None:
    figures = ["normative_documents.in_force"]
    ranked = disclosures_by_agency.table(corpus, figures=figures, order="value")
    assert ranked["agency"].to_list() == ["清河市水务局", "清河市教育局"]
    assert "不是排名" in words_of_three("disclosures_by_agency")


def test_no_more_agencies_are_drawn_than_asked_for(corpus: ToyCorpus) -> None:
    words = words_of(charts.draw("disclosures_by_agency", corpus, limit=1))
    assert "只画出前 1 份报告，共 2 份" in words and "清河市水务局" not in words


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"year": 2018}, "no table on disclosures for 2018; there are 2019, 2021"),
        ({"figures": ["licensing.amount"]}, "licensing.amount.*licensing.decisions"),
        ({"agencies": ["清河市图书馆"]}, "清河市图书馆"),
        ({"order": "rank"}, "'rank'"),
        ({"lang": "fr"}, "'fr'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(corpus: ToyCorpus, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ToolkitError, match=message):
        charts.draw("disclosures_by_agency", corpus, **options)


@pytest.mark.parametrize("name", NAMES)
def test_a_corpus_without_reports_says_so(corpus: ToyCorpus, name: str) -> None:
    empty = ToyCorpus(corpus.reports.clear(), corpus.requests.clear(), corpus.disclosures.clear())
    with pytest.raises(ToolkitError, match="no report"):
        charts.draw(name, empty)


@pytest.mark.parametrize("name", NAMES)
def test_a_corpus_without_the_table_says_so(corpus: ToyCorpus, name: str) -> None:
    bare = ToyCorpus(corpus.reports, corpus.requests.clear(), corpus.disclosures.clear())
    with pytest.raises(ToolkitError, match="load reports for 2019 or later"):
        charts.draw(name, bare)


# Which reports are counted

WHOLE_CITY = Toy(
    "清河市人民政府",
    2021,
    {"granted": (900, 0)},
    identity={"function": "government", "scope": "consolidated"},
)


def test_a_consolidated_report_is_never_added_to_its_parts() -> None:
    both = corpus_of(*THREE, WHOLE_CITY)
    assert requests_by_outcome.table(both).filter(pl.col("year") == 2021)["processed"].max() == 53
    assert "1 份汇总报告与其所含机关的报告并存" in words_of(charts.draw("requests_by_outcome", both))


def test_a_consolidated_report_counts_where_no_part_of_it_is_there() -> None:
    other_year = corpus_of(EDUCATION_2019, WHOLE_CITY)
    assert requests_by_outcome.table(other_year).filter(pl.col("year") == 2021)["processed"].max() == 900


def test_a_larger_whole_gives_way_to_a_smaller_one() -> None:
    county = Toy(
        "清河市南湖区人民政府",
        2021,
        {"granted": (80, 0)},
        identity={"function": "government", "scope": "consolidated", "region_code": "990103"},
    )
    found = population.population_of(corpus_of(WHOLE_CITY, county).reports)
    assert found.reports["agency"].to_list() == ["清河市南湖区人民政府"]
    elsewhere = Toy("清江市教育局", 2021, identity={"region_code": "990200"})
    assert population.population_of(corpus_of(WHOLE_CITY, elsewhere).reports).count("consolidated") == 0


def test_parts_are_told_by_name_where_a_region_is_unknown() -> None:
    nowhere = {"region_code": None}
    whole = Toy(
        "清河市松桥县人民政府", 2021, identity=nowhere | {"function": "government", "scope": "consolidated"}
    )
    for name, consolidated in [
        ("松桥县林业局", 1),
        ("清河市松桥县水务局", 1),
        ("清江市松桥县水务局", 0),
        ("清河市南湖区水务局", 0),
        ("清河市水务局", 0),
    ]:
        part = Toy(name, 2021, identity=nowhere)
        assert population.population_of(corpus_of(whole, part).reports).count("consolidated") == consolidated, name
    city = Toy("清河市人民政府", 2021, identity=nowhere | {"function": "government", "scope": "consolidated"})
    found = population.population_of(corpus_of(city, whole).reports)
    assert found.reports["agency"].to_list() == ["清河市松桥县人民政府"]


def test_a_system_report_gives_way_to_the_bureau_alone_and_to_nobody_else() -> None:
    system = Toy("清河市水务局", 2021, identity={"scope": "consolidated"})
    assert population.population_of(corpus_of(WATER_2021, system).reports).count("consolidated") == 1
    assert population.population_of(corpus_of(EDUCATION_2021, system).reports).count("consolidated") == 0


def test_a_government_of_unknown_scope_beside_its_departments_is_pointed_out() -> None:
    unclear = Toy("清河市人民政府", 2021, identity={"function": "government", "scope": "unknown"})
    found = population.population_of(corpus_of(WATER_2021, unclear).reports)
    assert (found.reports.height, found.unclear.height) == (2, 1)
    assert "可能有重复" in "".join(found.notes("zh"))


def test_second_copies_and_undated_reports_are_left_out() -> None:
    copy = Toy("清河市水务局", 2021, {"granted": (99, 0)}, identity={"report_id": "copy", "primary": False})
    undated = Toy("清河市民政局", 2021, identity={"report_id": "undated", "year": None})
    found = population.population_of(corpus_of(WATER_2021, copy, undated).reports)
    assert (found.reports.height, found.count("double"), found.count("undated")) == (1, 1, 1)


def test_a_report_of_unknown_scope_is_not_added_to_the_agencys_own() -> None:
    twin = Toy("清河市水务局", 2021, {"granted": (99, 0)}, identity={"scope": "unknown"})
    found = population.population_of(corpus_of(WATER_2021, twin).reports)
    assert (found.reports["scope"].to_list(), found.count("double")) == (["own"], 1)


# Words


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_every_chart_says_what_it_asks_n_unit_and_source(name: str, lang: theme.Lang, dark: bool) -> None:
    spec = three(name, lang, dark).to_dict()
    words = spec["usermeta"]["ogi"]
    assert words["name"] == name and words["n"] in {2, 82} and words["unit"]
    shown = words_of_three(name, lang).replace(" ", "")
    for part in (words["title"], words["question"], words["source"], f"n = {words['n']}"):
        assert part.replace(" ", "") in shown
    assert ("来源：" if lang == "zh" else "Source:") in shown
    assert len(spec["description"]) > 40
    assert spec["config"]["background"] == theme.colours(dark).background
    assert spec["config"]["font"].endswith("sans-serif")


def test_another_source_can_be_named(corpus: ToyCorpus) -> None:
    assert "来源：虚构样例" in words_of(charts.draw("requests_by_outcome", corpus, source="虚构样例"))


def test_charts_in_english_hold_no_chinese_but_names() -> None:
    for name in ("requests_by_outcome", "requests_by_applicant"):
        assert not re.search("[一-鿿]", words_of_three(name, "en"))


def test_the_words_are_measured_and_broken_as_the_examples_say() -> None:
    for module in (framing, export):
        assert doctest.testmod(module).failed == 0
    assert doctest.testmod(framing).attempted > 5


# Colours


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_colours_have_the_contrast_that_wcag_asks_for(look: theme.Colours) -> None:
    for text in (look.text, look.muted):
        assert contrast(text, look.background) >= 4.5 and contrast(text, look.stripe) >= 4.5
    for colour, upon in zip(look.series, look.on_series, strict=True):
        assert contrast(colour, look.background) >= 3
        assert contrast(colour, upon) >= 4.5


# Fonts and files


def test_the_fonts_are_small_enough_licensed_and_hold_all_of_gbk() -> None:
    fonts = sorted(theme.FONT_FOLDER.glob("*.ttf"))
    assert [font.name for font in fonts] == ["NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf"]
    assert all(font.stat().st_size < 12_000_000 for font in fonts)
    assert "SIL OPEN FONT LICENSE Version 1.1" in (theme.FONT_FOLDER / "OFL.txt").read_text("utf-8")
    pairs = (
        bytes([lead, trail]) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF) if trail != 0x7F
    )
    gbk = {char for pair in pairs for char in pair.decode("gbk", "ignore") if not char.isascii()}
    # Noto Sans SC itself has no ≒.
    assert {char for char in gbk if ord(char) not in export._drawable(export.REGULAR)} == {"≒"}
    assert len(gbk) > 21_000


def read_pdf(path: Path) -> tuple[str, set[str]]:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(path) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
        return text, {char["fontname"].split("+")[-1] for page in pdf.pages for char in page.chars}


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_reads_back_in_chinese_and_in_our_font(name: str, tmp_path: Path) -> None:
    path = export.save(three(name), tmp_path / "deep" / "chart.pdf")
    text, fonts = read_pdf(path)
    assert TITLES[name].replace(" ", "") in text.replace(" ", "")
    assert "来源：" in text
    assert fonts == {"NotoSansSC-Regular", "NotoSansSC-Bold"}


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_saved_light_and_dark(name: str, tmp_path: Path) -> None:
    chart = three(name, "en")
    light = export.save(chart, tmp_path / "light.png").read_bytes()
    dark = export.save(chart, tmp_path / "dark.png", dark=True).read_bytes()
    assert light.startswith(b"\x89PNG") and dark.startswith(b"\x89PNG") and light != dark
    width = int.from_bytes(light[16:20], "big")
    assert 1000 <= width <= 1400
    svg = export.save(chart, tmp_path / "dark.svg", dark=True).read_text("utf-8")
    assert theme.DARK.background in svg and theme.LIGHT.text not in svg


def test_an_svg_carries_its_font_and_its_alt_text(tmp_path: Path) -> None:
    chart = three("requests_by_outcome")
    picture = export.save(chart, tmp_path / "chart.svg").read_text("utf-8")
    root = ElementTree.fromstring(picture)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == chart.to_dict()["description"]
    assert picture.count("@font-face") >= 2 and len(picture) < 300_000


def test_an_html_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = export.save(three("requests_by_outcome"), tmp_path / "chart.html").read_text("utf-8")
    assert not re.findall(r"""(?:src|href)\s*=\s*["']https?:""", page)
    assert not re.findall(r"""@import|url\(\s*["']?https?:|<link\b|<script[^>]+src""", page)
    assert page.count("data:font/woff;base64,") >= 2
    assert '<html lang="zh-CN">' in page and f"<title>{TITLES['requests_by_outcome']}</title>" in page
    # What the page adds to the scripts of Vega, the chart itself among it, names no address at all.
    own = page[page.rindex("const spec") :]
    assert "http" not in own and "清" not in own and "办结合计" in own


def test_drawing_and_saving_are_reproducible(corpus: ToyCorpus, tmp_path: Path) -> None:
    for name in NAMES:
        assert charts.draw(name, corpus).to_dict() == three(name).to_dict()
    for suffix in (".png", ".svg", ".html"):
        saved = [export.save(three(NAMES[2]), tmp_path / f"{copy}{suffix}").read_bytes() for copy in "ab"]
        assert saved[0] == saved[1]


def test_a_character_that_the_font_lacks_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    # U+9FEE is a Chinese character of 2017 that is neither in GBK nor in the national list of 2013.
    named = corpus_of(Toy("清河市\u9fee湖区教育局", 2021))
    chart = charts.draw("disclosures_by_agency", named)
    for suffix in export.SUFFIXES:
        with pytest.raises(export.FontError, match=r"U\+9FEE"):
            export.save(chart, tmp_path / f"chart{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("font", ["Songti Nowhere", "sans-serif", "Nowhere One, Nowhere Two"])
def test_text_in_a_font_that_is_not_registered_is_refused(font: str, tmp_path: Path) -> None:
    data = pl.DataFrame({"机关": ["清河市教育局"], "件": [3]})
    chart = alt.Chart(data).mark_text(font=font).encode(x="件:Q", text="机关:N")
    with pytest.raises(export.FontError, match=f"清河市教育局.*{font}.*Noto Sans SC"):
        export.save(chart, tmp_path / "own.png")
    assert list(tmp_path.iterdir()) == []


def test_a_picture_without_any_text_is_refused(tmp_path: Path) -> None:
    chart = alt.Chart(pl.DataFrame({"a": [1.0]})).mark_bar().encode(x=alt.X("a:Q").axis(None))
    with pytest.raises(export.FontError, match="no text"):
        export.save(chart, tmp_path / "own.svg")


def test_what_a_briefing_prints_beside_a_chart_comes_with_it() -> None:
    words = three("requests_by_outcome").to_dict()["usermeta"]["ogi"]
    assert words["facts"] == ["单位：件", "n = 82", "3 份报告", "2 个机关"]
    assert "2020 年没有报告，留空，不是零。" in words["notes"]


def test_rare_place_names_are_in_the_font(tmp_path: Path) -> None:
    # 𬭎 stands outside the basic plane and 垚 outside the bold font: a bold title falls back as a whole.
    chart = charts.draw("disclosures_by_agency", corpus_of(Toy("清河市𬭎垚镇人民政府", 2021)))
    text, fonts = read_pdf(export.save(chart, tmp_path / "chart.pdf"))
    assert "清河市𬭎垚镇人民政府" in text and "NotoSansSC-Regular" in fonts


def test_a_name_that_says_no_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match=r"end the name in \.png, \.svg, \.pdf, \.html"):
        export.save(three("requests_by_outcome"), tmp_path / "chart.bmp")


def test_a_chart_of_the_user_is_saved_in_our_font(tmp_path: Path) -> None:
    chart = (
        alt.Chart(pl.DataFrame({"机关": ["清河市教育局"], "件": [3]})).mark_bar().encode(x="件:Q", y="机关:N")
    )
    text, fonts = read_pdf(export.save(chart, tmp_path / "own.pdf"))
    assert "清河市教育局" in text and fonts <= {"NotoSansSC-Regular", "NotoSansSC-Bold"}


def test_the_theme_can_be_given_to_every_chart_of_a_session() -> None:
    before = alt.theme.active
    try:
        theme.enable(dark=True)
        assert alt.theme.active == "ogi_dark"
        config = alt.Chart(pl.DataFrame({"a": [1]})).mark_bar().to_dict()["config"]
        assert config["background"] == theme.DARK.background
        theme.enable()
        assert alt.theme.active == "ogi_light"
    finally:
        alt.theme.enable(before)


def test_notebooks_show_charts_without_a_network() -> None:
    before = alt.renderers.active
    try:
        theme.show_offline()
        shown = alt.renderers.get()(three("requests_by_outcome").to_dict())
        assert "application/vnd.jupyter.widget-view+json" in str(shown)
        # The scripts are carried along; the module of Altair's own widget would import them from a server.
        script = widget.chart_class()._esm
        assert len(script) > 500_000
        assert not re.search(r"""from\s*["']https?://""", script)
    finally:
        alt.renderers.enable(before)


def test_a_chart_in_a_notebook_is_light_or_dark_as_the_page_is() -> None:
    light, dark = three("requests_by_outcome").to_dict(), three("requests_by_outcome", dark=True).to_dict()
    looks = widget.looks_of(light)
    assert looks is not None
    assert [looks[name]["background"] for name in ("light", "dark")] == [theme.LIGHT.background, theme.DARK.background]
    # What was asked for stays; so does a chart of another theme.
    assert widget.looks_of(dark) is None
    assert widget.looks_of({"mark": "bar"}) is None


# Size


def test_a_chart_holds_sums_not_cells() -> None:
    many = [Toy(f"清河市第{place}中学", year) for place in range(60) for year in range(2019, 2026)]
    built = corpus_of(*many)
    assert built.requests.height > 5_000
    for name in NAMES:
        datasets = charts.draw(name, built).to_dict()["datasets"]
        assert sum(map(len, datasets.values())) < 1_000
