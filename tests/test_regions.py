"""Regions: the table against what was published, and what a name at the head of an agency can mean.

Codes and names can be looked up in the packages that `docs/regions.md` lists; the numbers of prefectures
and counties stand in table 1-1 of the China Statistical Yearbook of the year after.
"""

from __future__ import annotations

import csv
import importlib.util
import itertools
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from toolkit.vocabulary import regions, successions
from toolkit.vocabulary.region_names import chains_named_in, find, find_any_year, match_prefix
from toolkit.vocabulary.regions import chain

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "toolkit" / "vocabulary" / "regions.csv"
YEARS = range(2008, 2026)

#: Prefectures and counties at the end of the year, without Hong Kong, Macao and Taiwan.
OFFICIAL_NUMBERS = {
    2008: (333, 2859), 2009: (333, 2858), 2010: (333, 2856), 2011: (332, 2853), 2012: (333, 2852),
    2013: (333, 2853), 2014: (333, 2854), 2015: (334, 2850), 2016: (334, 2851), 2017: (334, 2851),
    2018: (333, 2851), 2019: (333, 2846), 2020: (333, 2844), 2021: (333, 2843), 2022: (333, 2843),
    2023: (333, 2844), 2024: (333, 2846),
}  # fmt: skip


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(text: str, year: int) -> list[str]:
    match = match_prefix(text, year)
    return [link.code for link in match.chains] if match else []


def covered(text: str, year: int) -> str | None:
    match = match_prefix(text, year)
    return text[: match.length] if match else None


# The table --------------------------------------------------------------------------------------------


def test_years_covered() -> None:
    assert regions.years() == YEARS


def test_rows_are_well_formed_and_sorted() -> None:
    table = rows()
    assert table == sorted(table, key=lambda row: (row["code"], int(row["valid_from"])))
    for row in table:
        assert len(row["code"]) == 6 and row["code"].isdigit()
        assert row["level"] in {"province", "prefecture", "county"}
        assert int(row["valid_from"]) <= int(row["valid_to"] or 2025)
        assert not any(word in row["name"] for word in ("市辖", "直辖", " "))
        assert row["name"] != "县"


def test_one_code_is_one_region_in_each_year() -> None:
    for code, group in itertools.groupby(rows(), key=lambda row: row["code"]):
        spans = [(int(row["valid_from"]), int(row["valid_to"] or 9999)) for row in group]
        for (_, end), (start, _) in itertools.pairwise(spans):
            assert end < start, code


def test_every_parent_is_in_force_while_its_child_is() -> None:
    for row in rows():
        for year in range(int(row["valid_from"]), int(row["valid_to"] or 2025) + 1):
            link = chain(row["code"], year)
            assert link is not None and link.lowest.name == row["name"]
            assert link.province is not None
            if row["level"] == "county":
                parent = link.city if row["parent"][2:] != "0000" else link.province
            else:
                parent = link.province if row["level"] == "prefecture" else None
            assert (parent.code if parent else "") == row["parent"]


@pytest.mark.parametrize("year", OFFICIAL_NUMBERS)
def test_as_many_divisions_as_were_officially_counted(year: int) -> None:
    in_force = [row for row in rows() if int(row["valid_from"]) <= year <= int(row["valid_to"] or 9999)]
    levels = Counter(row["level"] for row in in_force)
    assert levels["province"] == 31
    assert (levels["prefecture"], levels["county"]) == OFFICIAL_NUMBERS[year]


def test_each_province_has_as_many_as_the_yearbook_of_2012_counts() -> None:
    """Table 1-1 of the China Statistical Yearbook 2012: prefectures and counties at the end of 2011."""
    expected = {
        "北京市": (0, 16), "天津市": (0, 16), "河北省": (11, 172), "山西省": (11, 119),
        "内蒙古自治区": (12, 101), "辽宁省": (14, 100), "吉林省": (9, 60), "黑龙江省": (13, 128),
        "上海市": (0, 17), "江苏省": (13, 104), "浙江省": (11, 90), "安徽省": (16, 105), "福建省": (9, 85),
        "江西省": (11, 100), "山东省": (17, 140), "河南省": (17, 159), "湖北省": (13, 103),
        "湖南省": (14, 122), "广东省": (21, 121), "广西壮族自治区": (14, 109), "海南省": (2, 20),
    }  # fmt: skip
    counted: Counter[tuple[str, str]] = Counter()
    for code in {row["code"] for row in rows()}:
        link = chain(code, 2011)
        if link is not None and link.province is not None:
            counted[link.province.name, link.level] += 1
    assert {name: (counted[name, "prefecture"], counted[name, "county"]) for name in expected} == expected


@pytest.mark.parametrize(
    ("year", "theirs_only"),
    [
        (2008, "232701 232702 232703 232704 450331 451402 469031 469032 469033 510802 610403"),
        (2009, "450331 451402 469031 469032 469033"),
        (2011, "220602 320803 450331 451402 469031 469032 469033"),
    ],
)
def test_another_package_has_the_same_codes_and_names(year: int, theirs_only: str) -> None:
    """The rows that differ are those that scripts/regions_overrides.csv explains, one by one."""
    gb2260 = pytest.importorskip("gb2260.data")
    theirs = {
        (str(code), name)
        for code, name in gb2260.data[year].items()
        if name not in {"市辖区", "县"} and "直辖" not in name and str(code)[:2] not in {"71", "81", "82"}
    }
    ours = {
        (row["code"], row["name"])
        for row in rows()
        if int(row["valid_from"]) <= year <= int(row["valid_to"] or 9999)
    }
    assert sorted(code for code, _ in theirs - ours) == theirs_only.split()
    assert {code for code, _ in ours - theirs} - set(theirs_only.split()) <= {"659005"}


# Chains and changes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "year", "names"),
    [
        ("640105", 2021, ("宁夏回族自治区", "银川市", "西夏区")),
        ("640100", 2020, ("宁夏回族自治区", "银川市", None)),
        ("640000", 2020, ("宁夏回族自治区", None, None)),
        ("110105", 2020, ("北京市", "北京市", "朝阳区")),
        ("110000", 2020, ("北京市", None, None)),
        ("500229", 2020, ("重庆市", "重庆市", "城口县")),
        ("419001", 2020, ("河南省", None, "济源市")),
        ("429004", 2020, ("湖北省", None, "仙桃市")),
        ("429021", 2020, ("湖北省", None, "神农架林区")),
        ("659001", 2020, ("新疆维吾尔自治区", None, "石河子市")),
        ("441900", 2020, ("广东省", "东莞市", None)),
        ("350128", 2014, ("福建省", "福州市", "平潭县")),
        ("152500", 2020, ("内蒙古自治区", "锡林郭勒盟", None)),
        ("232700", 2020, ("黑龙江省", "大兴安岭地区", None)),
    ],
)
def test_chain(code: str, year: int, names: tuple[str | None, ...]) -> None:
    link = chain(code, year)
    assert link is not None
    assert (link.code, link.names) == (code, names)


@pytest.mark.parametrize("code", ["110100", "500200", "419000", "659000", "710000", "000000", "640199"])
def test_placeholders_and_unknown_codes_are_no_regions(code: str) -> None:
    assert chain(code, 2020) is None


@pytest.mark.parametrize(
    ("name", "code", "first", "last"),
    [
        # name, code, first and last year in force; 2008 is "2008 or earlier"
        ("南汇区", "310119", 2008, 2008),
        ("红寺堡区", "640303", 2009, None),
        ("崇文区", "110103", 2008, 2009),
        ("宣武区", "110104", 2008, 2009),
        ("铜山县", "320323", 2008, 2009),
        ("铜山区", "320312", 2010, None),
        ("襄樊市", "420600", 2008, 2009),
        ("襄阳市", "420600", 2010, None),
        ("望城县", "430122", 2008, 2010),
        ("望城区", "430112", 2011, None),
        ("居巢区", "341402", 2008, 2010),
        ("毕节地区", "522400", 2008, 2010),
        ("七星关区", "520502", 2011, None),
        ("北屯市", "659005", 2011, None),
        ("楚州区", "320803", 2008, 2010),
        ("姜堰区", "321204", 2012, None),
        ("三沙市", "460300", 2012, None),
        ("西沙区", "460302", 2020, None),
        ("海东地区", "632100", 2008, 2012),
        ("海东市", "630200", 2013, None),
        ("浑南区", "210112", 2014, None),
        ("吐鲁番地区", "652100", 2008, 2014),
        ("高昌区", "650402", 2015, None),
        ("邯郸县", "130421", 2008, 2015),
        ("永年区", "130408", 2016, None),
        ("洪泽县", "320829", 2008, 2015),
        ("洪泽区", "320813", 2016, None),
        ("哈密地区", "652200", 2008, 2015),
        ("伊州区", "650502", 2016, None),
        ("玉环市", "331083", 2017, None),
        ("那曲地区", "542400", 2008, 2016),
        ("那曲市", "540600", 2017, None),
        ("漠河县", "232723", 2008, 2017),
        ("漠河市", "232701", 2018, None),
        ("莱芜市", "371200", 2008, 2017),
        ("莱芜区", "370116", 2018, None),
        ("红谷滩区", "360113", 2019, None),
        ("胡杨河市", "659010", 2019, None),
        ("下城区", "330103", 2008, 2020),
        ("江干区", "330104", 2008, 2020),
        ("上城区", "330102", 2008, None),
        ("拱墅区", "330105", 2008, None),
        ("余杭区", "330110", 2008, None),
        ("临平区", "330113", 2021, None),
        ("钱塘区", "330114", 2021, None),
        ("吉利区", "410306", 2008, 2020),
        ("孟津县", "410322", 2008, 2020),
        ("孟津区", "410308", 2021, None),
        ("沙湾市", "654203", 2021, None),
        ("黔西市", "520581", 2021, None),
        ("错那市", "540581", 2023, None),
        ("米林市", "540481", 2023, None),
        ("和康县", "653228", 2024, None),
        ("两江新区", "500157", 2025, None),
        ("渝北区", "500112", 2008, 2024),
        ("平潭县", "350128", 2008, None),
    ],
)
def test_change(name: str, code: str, first: int, last: int | None) -> None:
    (region,) = [region for region in find_any_year(name) if region.code == code]
    assert (region.name, region.valid_from, region.valid_to) == (name, first, last)


@pytest.mark.parametrize(
    ("name", "spans"),
    [
        ("巢湖市", [("340181", 2011, None), ("341400", 2008, 2010)]),
        ("儋州市", [("460400", 2015, None), ("469003", 2008, 2014)]),
        ("三元区", [("350403", 2008, 2020), ("350404", 2021, None)]),
        ("曾都区", [("421302", 2008, 2008), ("421303", 2009, None)]),
    ],
)
def test_same_name_under_a_new_code(name: str, spans: list[tuple[str, int, int | None]]) -> None:
    found = [region for region in find_any_year(name) if region.name == name]
    assert [(region.code, region.valid_from, region.valid_to) for region in found] == spans


def test_years_outside_are_answered_from_the_nearest() -> None:
    assert chain("110103", 1999) == chain("110103", 2008)
    assert chain("110103", 1999) is not None
    assert chain("500157", 2031) == chain("500157", 2025)
    assert chain("500105", 2031) is None


# Names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("宁夏回族自治区", "640000"),
        ("宁夏", "640000"),
        ("内蒙古", "150000"),
        ("银川", "640100"),
        ("银川市", "640100"),
        ("锡林郭勒", "152500"),
        ("恩施州", "422800"),
        ("恩施", "422800 422801"),
        ("海南", "150303 460000 632500"),
        ("吉林", "220000 220200"),
        ("长沙", "430100 430121"),
        ("朝阳区", "110105 220104"),
        ("浦东", "310115"),
        ("神农架", "429021"),
        ("威宁县", "520526"),
        ("市中区", "370103 370402 511002 511102"),
    ],
)
def test_find(name: str, expected: str) -> None:
    assert [region.code for region in find(name, 2020)] == expected.split()


@pytest.mark.parametrize("name", ["", "城", "赵", "芒", "东乡族县", "自治区", "高新区", "南汇区"])
def test_find_nothing(name: str) -> None:
    assert find(name, 2020) == ()


def test_a_short_name_has_two_characters() -> None:
    for row in rows():
        for name in (row["name"][:1], row["name"][-1:]):
            assert find_any_year(name) == ()


# The head of an agency's name -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("宁夏回族自治区银川市西夏区科学技术局", "宁夏回族自治区银川市西夏区", "640105"),
        ("银川市西夏区审批服务管理局", "银川市西夏区", "640105"),
        ("西夏区科学技术局", "西夏区", "640105"),
        ("红寺堡区科学技术局", "红寺堡区", "640303"),
        ("宁夏回族自治区红寺堡区人民政府", "宁夏回族自治区红寺堡区", "640303"),
        ("固原市科学技术局", "固原市", "640400"),
        ("北京市朝阳区教育局", "北京市朝阳区", "110105"),
        ("北京市教育委员会", "北京市", "110000"),
        ("上海市浦东新区人民政府", "上海市浦东新区", "310115"),
        ("长春市朝阳区教育局", "长春市朝阳区", "220104"),
        ("朝阳市教育局", "朝阳市", "211300"),
        ("吉林省科学技术厅", "吉林省", "220000"),
        ("吉林市科学技术局", "吉林市", "220200"),
        ("吉林省吉林市科学技术局", "吉林省吉林市", "220200"),
        ("海南省教育厅", "海南省", "460000"),
        ("海南藏族自治州教育局", "海南藏族自治州", "632500"),
        ("海南州共和县教育局", "海南州共和县", "632521"),
        ("乌海市海南区教育局", "乌海市海南区", "150303"),
        ("海南区教育局", "海南区", "150303"),
        ("河南省财政厅", "河南省", "410000"),
        ("河南蒙古族自治县财政局", "河南蒙古族自治县", "632324"),
        ("青海省河南县财政局", "青海省河南县", "632324"),
        ("河南省济源市人民政府", "河南省济源市", "419001"),
        ("仙桃市卫生健康委员会", "仙桃市", "429004"),
        ("东莞市教育局", "东莞市", "441900"),
        ("东方市人民政府", "东方市", "469007"),
        ("海东市乐都区教育局", "海东市乐都区", "630202"),
        ("恩施市教育局", "恩施市", "422801"),
        ("恩施州教育局", "恩施州", "422800"),
        ("大理州大理市教育局", "大理州大理市", "532901"),
        ("威宁自治县教育局", "威宁自治县", "520526"),
        ("广西自治区科学技术厅", "广西自治区", "450000"),
        ("长沙市长沙县教育局", "长沙市长沙县", "430121"),
        ("阳泉市矿区教育局", "阳泉市矿区", "140303"),
        ("津市市市场监督管理局", "津市市", "430781"),
        ("吉林市市场监督管理局", "吉林市", "220200"),
        # 市中区 and 市南区 after a city whose 市 is not written twice
        ("济南市中区教育局", "济南市中区", "370103"),
        ("青岛市南区教育局", "青岛市南区", "370202"),
        # what follows belongs to the body, not to the place
        ("中山市东区街道办事处", "中山市", "442000"),
        ("福建省平潭综合实验区管理委员会", "福建省", "350000"),
        ("重庆市两江新区管理委员会", "重庆市", "500000"),
        ("来宾市接待办公室", "来宾市", "451300"),
    ],
)
def test_full_names_at_the_head(text: str, head: str, expected: str) -> None:
    assert covered(text, 2020) == head
    assert codes(text, 2020) == expected.split()


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("宁夏科学技术厅", "宁夏", "640000"),
        ("内蒙古教育厅", "内蒙古", "150000"),
        ("宁夏银川市财政局", "宁夏银川市", "640100"),
        ("宁夏红寺堡区科技局", "宁夏红寺堡区", "640303"),
        ("银川西夏区科技局", "银川西夏区", "640105"),
        ("宁夏银川科技局", "宁夏银川", "640100"),
        ("北京朝阳区教育局", "北京朝阳区", "110105"),
        ("开封科技局", "开封", "410200"),
        ("长沙教育局", "长沙", "430100"),
        ("海南教育厅", "海南", "460000"),
        ("苏州工业园区管理委员会", "苏州", "320500"),
        ("上海海关", "上海", "310000"),
        ("银川市场监督管理局", "银川", "640100"),
    ],
)
def test_short_names_at_the_head(text: str, head: str, expected: str) -> None:
    assert covered(text, 2020) == head
    assert codes(text, 2020) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("朝阳区教育局", "110105 220104"),
        ("和平区人民政府", "120101 210102"),
        ("市中区教育局", "370103 370402 511002 511102"),
        ("四川省市中区教育局", "511002 511102"),
        ("朝阳教育局", "110105 211300 220104"),
        ("朝阳市场监督管理局", "110105 211300 220104"),
        ("海南教育局", "150303 460000 632500"),
        ("吉林科技局", "220000 220200"),
        ("大理教育局", "532900 532901"),
    ],
)
def test_an_ambiguous_name_gives_every_candidate(text: str, expected: str) -> None:
    assert codes(text, 2020) == expected.split()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "新华书店",
        "城关镇人民政府",
        "东方公司",
        "白银公司",
        "开封投资集团有限公司",
        "来宾接待办公室",
        "长治久安办公室",
        "北京路街道办事处",
        "湖南路街道办事处",
        "宁夏",
        "平潭综合实验区管理委员会",
        "新疆生产建设兵团第八师",
        "国家税务总局",
        # words of every day, which some counties bear as names
        "城区街道办事处",
        "郊区人民政府",
        "矿区教育局",
        "东区街道办事处",
        # the city is known, the county is not: the city alone would be wrong
        "银川市朝阳区教育局",
        "大同市城区教育局",
        "大兴安岭地区加格达奇区人民政府",
    ],
)
def test_nothing_rather_than_a_guess(text: str) -> None:
    assert match_prefix(text, 2020) is None


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("洪泽县水利局", 2015, "320829"),
        ("洪泽县水利局", 2016, ""),
        ("淮安市洪泽县水利局", 2023, ""),
        ("淮安市洪泽区水利局", 2023, "320813"),
        ("淮安市洪泽区水利局", 2015, ""),
        ("红寺堡区教育局", 2008, ""),
        ("襄樊市财政局", 2009, "420600"),
        ("襄樊市财政局", 2010, ""),
        ("铜仁市财政局", 2010, "522201"),
        ("铜仁市财政局", 2011, "520600"),
        ("哈密市财政局", 2015, "652201"),
        ("哈密市财政局", 2016, "650500"),
        ("巢湖市财政局", 2010, "341400"),
        ("巢湖市财政局", 2012, "340181"),
        ("杭州市下城区财政局", 2021, ""),
        ("大方县财政局", 2011, "520521"),
        ("三元区财政局", 2021, "350404"),
    ],
)
def test_year_decides(text: str, year: int, expected: str) -> None:
    assert codes(text, year) == expected.split()


def test_who_lost_the_name_during_the_year_stays_a_candidate() -> None:
    """重庆市江北区 was abolished in November 2025, 邢台市桥东区 renamed in 2020."""
    assert codes("江北区教育局", 2024) == ["330205", "500105"]
    assert codes("江北区教育局", 2025) == ["330205", "500105"]
    assert codes("重庆市江北区教育局", 2025) == []
    assert codes("桥东区教育局", 2020) == ["130502", "130702"]
    assert codes("桥东区教育局", 2021) == ["130702"]


@pytest.mark.parametrize("year", [2008, 2016, 2024])
def test_city_and_county_are_read_back_as_they_are_written(year: int) -> None:
    for row in rows():
        link = chain(row["code"], year)
        if link is None or link.lowest.name != row["name"] or link.city is None or link.county is None:
            continue
        written = link.city.name + link.county.name
        match = match_prefix(written + "人民政府办公室", year)
        assert match is not None and (match.length, match.chains) == (len(written), (link,)), written
        assert chains_named_in(f"依照{written}的规定", year) == (link,)


# Running text -----------------------------------------------------------------------------------------


def test_counties_written_out_in_running_text() -> None:
    text = "本局公开吴忠市红寺堡区的信息，另有银川市西夏区、北京市朝阳区；吴忠市红寺堡区再次出现。"
    assert [link.code for link in chains_named_in(text, 2023)] == ["640303", "640105", "110105"]
    assert [link.code for link in chains_named_in(text, 2008)] == ["640105", "110105"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("河南省济源市", "419001"),
        ("宁夏回族自治区红寺堡区", "640303"),
        ("四川省市中区", ""),  # 乐山 and 内江 both have one
        ("银川市朝阳区", ""),
        ("吴忠市、红寺堡区", ""),
        ("我区朝阳区", ""),
        ("安徽省马鞍山市花山区", "340503"),
    ],
)
def test_only_what_is_written_out_counts(text: str, expected: str) -> None:
    assert [link.code for link in chains_named_in(text, 2020)] == expected.split()


def test_evidence_settles_an_ambiguous_name() -> None:
    candidates = match_prefix("朝阳区教育局", 2020)
    assert candidates is not None
    (named,) = chains_named_in("长春市朝阳区政务公开专栏", 2020)
    assert named in candidates.chains


# What became of regions -------------------------------------------------------------------------------

SUCCESSIONS = ROOT / "toolkit" / "vocabulary" / "successions.csv"


def steps() -> list[dict[str, str]]:
    with SUCCESSIONS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_region_that_ended_leads_to_one_that_was_in_force_a_year_later() -> None:
    ended = {(row["code"], row["name"], row["valid_to"]) for row in rows() if row["valid_to"]}
    assert len(ended) == 394
    assert {(step["code"], step["name"], step["last_year"]) for step in steps()} == ended
    for step in steps():
        link = chain(step["successor"], int(step["last_year"]) + 1)
        assert link is not None and link.lowest.name == step["successor_name"], step
        assert step["evidence"]
    assert Counter(step["kind"] for step in steps()) == {"renamed": 323, "merged": 60, "split": 26}


def test_what_was_split_has_several_heirs_and_what_was_renamed_or_merged_has_one() -> None:
    for (code, _), group in itertools.groupby(steps(), key=lambda step: (step["code"], step["last_year"])):
        kinds = [step["kind"] for step in group]
        assert (set(kinds) == {"split"}) == (len(kinds) > 1), code


@pytest.mark.parametrize(
    ("code", "year", "names"),
    [
        ("320829", 2015, "洪泽区"),
        ("110103", 2009, "东城区"),
        ("310108", 2014, "静安区"),
        ("310106", 2014, "静安区"),
        ("330103", 2020, "拱墅区"),
        ("330104", 2020, "上城区 钱塘区"),
        ("130421", 2015, "邯山区 丛台区"),
        ("140202", 2017, "平城区 云冈区"),
        # twice renamed: 毕节地区黔西县, 毕节市黔西县, 黔西市; 无为县 of two cities, 无为市
        ("522423", 2010, "黔西市"),
        ("341422", 2010, "无为市"),
        ("542623", 2014, "米林市"),
        ("632121", 2012, "平安区"),
        # a prefecture shared out among three; one merged into another
        ("341400", 2010, "合肥市 芜湖市 马鞍山市"),
        ("371200", 2017, "济南市"),
        ("371202", 2017, "莱芜区"),
        ("632100", 2012, "海东市"),
        ("652201", 2015, "伊州区"),
        # the name of a town of the same stem is not the heir: 庐山区 became 濂溪区, 星子县 became 庐山市
        ("360402", 2015, "濂溪区"),
        ("360427", 2015, "庐山市"),
        # a code that went to another division
        ("500110", 2010, "綦江区"),
        ("500222", 2010, "綦江区"),
        # merged, and what it was merged into is still there
        ("500105", 2024, "两江新区"),
        ("500112", 2024, "北碚区 两江新区"),
        ("640105", 2010, "西夏区"),
        ("320829", 2016, ""),
    ],
)
def test_regions_of_today(code: str, year: int, names: str) -> None:
    found = successions.successors(code, year)
    assert " ".join(region.name for region in found) == names
    assert all(region.valid_to is None for region in found)
    assert successions.today(code, year) == (found[0] if len(found) == 1 else None)


def test_a_code_stands_for_one_region_at_a_time() -> None:
    """Renamed regions share the last code; what was merged, and what took over its code, do not."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in rows():
        link = chain(row["code"], int(row["valid_from"]))
        assert link is not None
        spans.setdefault(successions.body_code(link.lowest), []).append(
            (int(row["valid_from"]), int(row["valid_to"] or 9999))
        )
    for code, of_code in spans.items():
        assert all(end < start for (_, end), (start, _) in itertools.pairwise(sorted(of_code))), code
    assert [code for code in spans if "@" in code] == ["500110@2010", "500111@2010"]


# The module and the script ----------------------------------------------------------------------------


def test_import_does_not_read_the_table() -> None:
    code = "from toolkit.vocabulary import regions; assert regions.all_rows.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_regions", ROOT / "scripts" / "build_regions.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_override_says_why(script: ModuleType) -> None:
    with script.OVERRIDES.open(encoding="utf-8", newline="") as file:
        overrides = list(csv.DictReader(file))
    assert overrides == sorted(overrides, key=lambda row: (row["code"], row["first_year"]))
    for row in overrides:
        assert row["action"] in {"add", "drop", "name"}
        assert row["note"].strip()
        assert int(row["first_year"]) <= int(row["last_year"])


@pytest.mark.parametrize("action", ["add", "drop", "name"])
def test_an_override_that_changes_nothing_stops_the_build(script: ModuleType, action: str) -> None:
    lists = {2020: {} if action == "drop" else {"640303": "红寺堡区"}}
    override = {"code": "640303", "name": "红寺堡区", "first_year": "2020", "last_year": "2020"}
    with pytest.raises(SystemExit, match="640303 红寺堡区 in 2020"):
        script.apply_overrides(lists, [override | {"action": action}])


def test_a_name_that_comes_and_goes_stops_the_build(script: ModuleType) -> None:
    with pytest.raises(SystemExit, match="130604 南市区 comes and goes"):
        script.spans({2013: {"130604": "南市区"}, 2014: {}, 2015: {"130604": "南市区"}})


def test_a_county_without_its_city_stops_the_build(script: ModuleType) -> None:
    with pytest.raises(SystemExit, match="640303 红寺堡区 has no 640300"):
        script.check_parents({2020: {"640000": "宁夏回族自治区", "640303": "红寺堡区"}})


COUNTIES = [("320829", "洪泽县", "county", "320800", "2008", "2015"), ("320813", "洪泽区", "county", "320800", "2016", "")]


def test_the_same_name_of_another_rank_is_the_heir(script: ModuleType) -> None:
    (step,) = script.succeed(COUNTIES, [])
    assert step[:6] == ("320829", "洪泽县", "2015", "320813", "洪泽区", "renamed")


def test_two_of_the_same_name_leave_it_open(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    other = ("321399", "洪泽市", "county", "321300", "2016", "")
    assert script.succeed([*COUNTIES, other], []) == []
    assert capsys.readouterr().out == "320829 洪泽县 ended in 2015: no successor is known\n"


@pytest.mark.parametrize(
    "line", [{"code": "320813", "name": "洪泽区"}, {"successor": "320814"}, {"successor_name": "洪泽县"}]
)
def test_a_line_by_hand_that_fits_no_division_stops_the_build(script: ModuleType, line: dict[str, str]) -> None:
    right = {
        "code": "320829", "name": "洪泽县", "successor": "320813", "successor_name": "洪泽区",
        "kind": "renamed", "evidence": "国函〔2016〕100号",
    }  # fmt: skip
    assert len(script.succeed(COUNTIES, [right])) == 1
    with pytest.raises(SystemExit, match="did not end, or its heir was not in force"):
        script.succeed(COUNTIES, [right | line])
