"""Whose report it is, which year it covers, and where: told by what is printed, never guessed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import toolkit
from scripts.samples.layouts import render
from tests.planted import planted
from tests.read import messages, report_of
from toolkit.report import Identity, Report


def report(title: str, preface: str = "", **changes: object) -> Report:
    """Return a report under a title, with a first paragraph."""
    sample = replace(planted(random.Random("cover"), "2021"), title=title, preface=(preface,) if preface else ())
    return report_of(render(replace(sample, **changes), "tabs"))  # type: ignore[arg-type]


def who(title: str, preface: str = "") -> Identity:
    return report(title, preface).identity


@pytest.mark.parametrize(
    "title",
    [
        "银川市西夏区科学技术局2021年政府信息公开工作年度报告",
        "银川市西夏区科学技术局 2021 年政府信息公开工作年度报告",
        "银川市西夏区科学技术局２０２１年度政府信息公开工作年度报告",
        "银川市西夏区科学技术局关于2021年政府信息公开工作的年度报告",
        "2021年银川市西夏区科学技术局政府信息公开工作年度报告",
        "银川市西夏区科学技术局政府信息公开工作2021年度报告",
        "银川市西夏区科学技术局政府信息公开工作年度报告（2021年度）",
        "银川市西夏区科学技术局二〇二一年政府信息公开工作年度报告",
        "银川市西夏区科学技术局2021年政府信息公开年报",
        "标题: 银川市西夏区科学技术局2021年政府信息公开工作年度报告",
        "银川市西夏区科学\n技术局2021年政府信息\n公开工作年度报告",
        "# 银川市西夏区科学技术局\n\n## 2021 年政府信息公开工作年度报告",
        "**银川市西夏区科学技术局2021年政府信息公开工作年度报告**",
        "关于印发《银川市西夏区科学技术局2021年政府信息公开工作年度报告》的通知",
        "名 称\t银川市西夏区科学技术局2021年政府信息公开工作年度报告",
        "首页\n政务公开\n银川市西夏区科学技术局2021年政府信息公开工作年度报告\n浏览次数：1234",
        "2021年度政府信息公开工作年度报告\n（银川市西夏区科学技术局）",
    ],
)
def test_titles(title: str) -> None:
    found = who(title)
    assert (found.agency, found.year) == ("银川市西夏区科学技术局", 2021)
    assert (found.region_code, found.province, found.city, found.county) == (
        "640105", "宁夏回族自治区", "银川市", "西夏区",
    )  # fmt: skip
    assert (found.function, found.level, found.agency_id) == ("science_technology", "county", "640105-科学技术局")


def test_hongsipu_finds_its_city() -> None:
    found = who("红寺堡区科学技术局2023年政府信息公开工作年度报告")
    assert (found.region_code, found.city, found.county) == ("640303", "吴忠市", "红寺堡区")
    assert found.agency == "红寺堡区科学技术局"


def test_a_name_that_fits_several_places_gives_candidates_and_no_guess() -> None:
    found = report("朝阳区教育局2021年政府信息公开工作年度报告")
    assert (found.identity.region_code, found.identity.level, found.identity.function) == (None, None, "education")
    assert "'朝阳区' fits several places (北京市朝阳区, 吉林省长春市朝阳区)" in messages(found)


def test_a_name_that_fits_several_places_is_settled_by_what_the_report_writes_out() -> None:
    found = report("朝阳区教育局2021年政府信息公开工作年度报告", "本报告可在北京市朝阳区人民政府网站查阅。")
    assert found.identity.region_code == "110105"


@pytest.mark.parametrize(
    ("agency", "year", "code"),
    [("淮安市洪泽县民政局", 2015, "320829"), ("淮安市洪泽区民政局", 2023, "320813")],
)
def test_regions_are_those_of_the_year(agency: str, year: int, code: str) -> None:
    assert who(f"{agency}{year}年政府信息公开工作年度报告").region_code == code


def test_a_place_that_is_not_known_is_an_issue() -> None:
    found = report("清河市教育局2022年政府信息公开工作年度报告")
    assert found.identity.region_code is None
    assert found.identity.agency == found.identity.agency_id == "清河市教育局"
    assert "'清河市教育局' begins with no region in force in 2022" in messages(found)


@pytest.mark.parametrize(
    ("title", "agency", "function", "level"),
    [
        ("银川市西夏区2021年政府信息公开工作年度报告", "银川市西夏区人民政府", "government", "county"),
        ("银川市西夏区人民政府办公室2021年政府信息公开工作年度报告", "银川市西夏区人民政府办公室", "general_office", "county"),
        ("银川市西夏区镇北堡镇2021年政府信息公开工作年度报告", "银川市西夏区镇北堡镇人民政府", "township", "township"),
        ("银川市西夏区朔方路街道2021年政府信息公开工作年度报告", "银川市西夏区朔方路街道办事处", "subdistrict_office", "township"),
        ("宁夏回族自治区科学技术厅2021年政府信息公开工作年度报告", "宁夏回族自治区科学技术厅", "science_technology", "province"),
        ("国家税务总局银川市税务局2021年政府信息公开工作年度报告", "国家税务总局银川市税务局", "tax", "prefecture"),
    ],
)
def test_names_functions_and_levels(title: str, agency: str, function: str, level: str) -> None:
    found = who(title)
    assert (found.agency, found.function, found.level) == (agency, function, level)


def test_agency_from_the_first_paragraph_where_the_title_names_none() -> None:
    found = who("2021年政府信息公开工作年度报告", "本报告由银川市科学技术局根据《中华人民共和国政府信息公开条例》编制。")
    assert (found.agency, found.year, found.region_code) == ("银川市科学技术局", 2021, "640100")


def test_no_agency_and_no_year_are_issues() -> None:
    found = report("政府信息公开工作年度报告", sections={})
    assert (found.identity.agency, found.identity.year) == (None, None)
    assert "no agency" in messages(found) and "no year" in messages(found)


def test_the_year_is_that_of_the_figures_and_a_contradiction_is_told() -> None:
    found = report(
        "银川市科学技术局2021年政府信息公开工作年度报告", "本报告统计期限自2022年1月1日起至2022年12月31日止。"
    )
    # The prose of the planted report speaks of 2022.
    assert found.identity.year == 2022
    assert "the title says 2021, the period says 2022" in messages(found)


@pytest.mark.parametrize(
    ("preface", "scope"),
    [
        ("本报告由全区各部门的数据汇总而成。", "consolidated"),
        ("所列数据包括各部门和各乡镇、街道的数据。", "consolidated"),
        ("本报告只统计办公室机关的情况，不含市直其他部门。", "own"),
        ("", "unknown"),
    ],
)
def test_scope_of_a_government(preface: str, scope: str) -> None:
    assert who("银川市西夏区人民政府2021年政府信息公开工作年度报告", preface).scope == scope


def test_a_department_reports_on_itself() -> None:
    assert who("银川市科学技术局2021年政府信息公开工作年度报告").scope == "own"


def test_date_of_publication() -> None:
    found = who("银川市科学技术局2021年政府信息公开工作年度报告", "发布时间：2022-01-28 15:07")
    assert found.published == date(2022, 1, 28)


def test_contents_are_no_headings() -> None:
    contents = "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况"
    found = report("银川市科学技术局2021年政府信息公开工作年度报告", contents)
    assert [passage.section for passage in found.sections].count("overview") == 1
    assert "318条" in found.sections[0].text


def test_contents_end_where_the_opening_begins() -> None:
    contents = "一、总体情况 1\n二、主动公开政府信息情况 2\n为方便查阅，本报告附有目录。"
    found = report("银川市科学技术局2021年政府信息公开工作年度报告", contents)
    sections = [passage.section for passage in found.sections]
    assert sections == list(dict.fromkeys(sections))
    assert found.identity.agency == "银川市科学技术局"


def test_the_day_is_not_made_of_the_day_and_the_hour() -> None:
    found = who("银川市科学技术局2021年政府信息公开工作年度报告", "发布时间：2022-1-1 15:07")
    assert found.published == date(2022, 1, 1)


def test_a_contradiction_of_title_and_period_is_settled_by_the_date() -> None:
    found = who(
        "银川市科学技术局2021年政府信息公开工作年度报告",
        "发布日期：2022-02-01\n本报告统计期限自2020年1月1日起至2020年12月31日止。",
    )
    assert found.year == 2021


def test_two_signs_that_differ_name_no_agency() -> None:
    closing = ("隆德县水务局", "2023年1月16日")
    found = report("2022年政府信息公开工作年度报告", "本报告由隆德县审计局根据条例编制。", closing=closing)
    assert found.identity.agency is None
    assert "the first paragraph says '隆德县审计局'; the signature says '隆德县水务局'" in messages(found)


def test_two_bodies_of_one_name_are_not_taken_for_one(tmp_path: Path) -> None:
    # 北京市 and 长春市 both have a 朝阳区; neither text says which of them it is.
    for number in (3, 4):
        text = f"朝阳区教育局2020年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息{number}条。\n"
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    reports = toolkit.load(tmp_path, progress=False).reports
    assert reports["agency_id"].to_list() == [None, None]
    assert reports["primary"].to_list() == [True, True]
