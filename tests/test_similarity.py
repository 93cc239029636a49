"""Passages that reports share word for word: found where they are the agencies' own, not where they are everybody's."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

import toolkit
from toolkit.similarity import similar

#: Our own writing, 83 characters.
OWN = "每月末由综合科逐栏核对一次，发现链接打不开、附件缺页、电话过期的，当天列单，三天内改完，改不完的写明缘由报分管领导，下月例会通报，连续两次未改的科室不得参加年度评优。"
LAW = (
    "根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
    "（国办公开办函〔2021〕30号）要求，编制本报告。本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
)
FORMULA = "坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十大精神，切实保障人民群众的知情权、参与权、表达权和监督权。"


def other(seed: int, length: int = 200) -> str:
    """Return prose that no other seed has."""
    dice = random.Random(seed)
    return "，".join("".join(chr(dice.randint(0x4E00, 0x8FFF)) for _ in range(12)) for _ in range(length // 13)) + "。"


def corpus(*texts: str, agencies: list[str] | None = None) -> dict[str, pl.DataFrame]:
    """Return the frames of reports with one section each."""
    ids = [f"{n:04d}" for n in range(len(texts))]
    return {
        "reports": pl.DataFrame({"report_id": ids, "agency_id": agencies or ids}),
        "sections": pl.DataFrame({"report_id": ids, "section": "overview", "heading": "", "text": list(texts)}),
    }


def test_a_shared_passage_stands_there_from_either_side() -> None:
    wrapped = OWN[:30] + " \n" + OWN[30:60].replace("，", ",") + "　" + OWN[60:]
    found = similar(corpus(other(1) + OWN + other(2), other(3) + wrapped + other(4), other(5)))
    assert found.select("report_id", "other_id", "chars").rows() == [("0000", "0001", 83), ("0001", "0000", 83)]
    assert found["passage"].to_list() == [OWN, wrapped]
    assert all(0.15 < share < 0.25 for share in found["containment"])


@pytest.mark.parametrize(("length", "is_found"), [(59, False), (60, True), (61, True)])
def test_sixty_characters(length: int, is_found: bool) -> None:
    # The last character is a letter: a stop behind it would count too.
    passage = OWN.replace("，", "而").replace("、", "或")[:length]
    found = similar(corpus(other(1) + passage + "甲" + other(2), other(3) + passage + "乙" + other(4)))
    assert (found.height > 0) == is_found


@pytest.mark.parametrize("text", [LAW, FORMULA, LAW + FORMULA, "第二十条第（五）项。一、本年新收政府信息公开申请数量。" + LAW])
def test_wording_of_the_law_is_nobodys(text: str) -> None:
    assert similar(corpus(other(1) + text, text + other(2))).is_empty()


def test_wording_of_the_law_does_not_make_a_passage_longer() -> None:
    short = OWN[:40]
    assert similar(corpus(other(1) + short + LAW, other(2) + short + LAW)).is_empty()
    found = similar(corpus(other(1) + OWN + LAW, other(2) + OWN + LAW))
    assert found["chars"].to_list() == [83, 83]


def test_what_many_agencies_write_is_nobodys() -> None:
    six = [other(n) + OWN + other(100 + n) for n in range(6)]
    assert similar(corpus(*six)).is_empty()
    assert similar(corpus(*six[:5])).height == 5 * 4


def test_years_of_one_agency_count_once() -> None:
    texts = [other(n) + OWN + other(100 + n) for n in range(8)]
    found = similar(corpus(*texts, agencies=["水利局"] * 7 + ["教育局"]))
    assert found.height == 8 * 7


def test_sections_do_not_run_into_each_other() -> None:
    frames = corpus(*[other(n) for n in range(2)])
    half = [OWN[:42], OWN[42:]]
    rows = [{"report_id": name, "section": "other", "heading": "", "text": text} for name in ("0000", "0001") for text in half]
    frames["sections"] = pl.concat([frames["sections"], pl.DataFrame(rows)])
    assert similar(frames).is_empty()


def test_reports_without_prose_share_nothing() -> None:
    assert similar(corpus("", "无。")).is_empty()
    assert similar({name: frame.head(0) for name, frame in corpus("无").items()}).is_empty()


def test_the_paragraph_of_two_real_reports(real_reports: Path) -> None:
    loaded = toolkit.load(real_reports / "seeds", progress=False)
    source = dict(loaded.reports.select("report_id", pl.col("source").str.head(3)).iter_rows())
    found = [(source[one], source[two], chars) for one, two, chars in loaded.similar.select("report_id", "other_id", "chars").iter_rows()]
    assert sorted(found) == [("001", "002", 95), ("002", "001", 95)]


def test_what_real_reports_say_of_themselves(real_reports: Path) -> None:
    loaded = toolkit.load(real_reports / "seeds", progress=False)
    rules = ["plan_names_past_year", "stale_year", "foreign_place", "suspect_web_address", "narrative_sum_mismatch"]
    found = loaded.findings.filter(pl.col("rule").is_in([*rules, "title_period_mismatch", "section_missing", "repeated_section"]))
    source = dict(loaded.reports.select("report_id", pl.col("source").str.head(3)).iter_rows())
    assert sorted((source[report], rule) for report, rule in found.select("report_id", "rule").iter_rows()) == [
        ("001", "plan_names_past_year"),
        ("002", "foreign_place"),
        ("002", "stale_year"),
        ("002", "suspect_web_address"),
        ("004", "narrative_sum_mismatch"),
    ]
    assert found["place"].null_count() == 0
