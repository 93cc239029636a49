"""One body, one id: through renames of its region and its own, and never one id for two bodies.

The renames are those of the plans that `toolkit/vocabulary/renames.toml` names, of regions those of
`toolkit/vocabulary/successions.csv`. No report is read here: only names, no figures.
"""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import polars as pl
import pytest

from tests.corpora import corpus_of
from toolkit.recognition.cover import named_in
from toolkit.vocabulary.bodies import identity_of, merger_of, steps_of, written_out

RENAMES = Path(__file__).parents[1] / "toolkit" / "vocabulary" / "renames.toml"


def id_of(agency: str, year: int) -> str | None:
    """Return the id that an agency gets under a title of that year."""
    found = named_in(f"{agency}{year}年政府信息公开工作年度报告")
    assert found is not None, agency
    return found.agency_id


@pytest.mark.parametrize(
    ("names", "agency_id"),
    [
        # the region was renamed
        ({"洪泽县水利局": 2015, "淮安市洪泽县水利局": 2014, "洪泽区水利局": 2017}, "320813-水利局"),
        ({"毕节地区财政局": 2010, "毕节市财政局": 2012}, "520500-财政局"),
        ({"许昌县教育局": 2015, "许昌市建安区教育局": 2018}, "411003-教育局"),
        ({"三元区财政局": 2020, "三明市三元区财政局": 2022}, "350404-财政局"),
        # the body was renamed
        ({"银川市国土资源局": 2017, "银川市自然资源局": 2020}, "640100-自然资源局"),
        ({"西夏区环境保护局": 2017, "西夏区环保局": 2015, "西夏区生态环境局": 2019}, "640105-生态环境局"),
        ({"宁夏回族自治区环境保护厅": 2017, "宁夏回族自治区生态环境厅": 2019}, "640000-生态环境厅"),
        ({"固原市农牧局": 2017, "固原市农业农村局": 2019}, "640400-农业农村局"),
        (
            {"西夏区卫生局": 2012, "西夏区卫生和计划生育局": 2016, "西夏区卫生健康局": 2019, "西夏区卫健委": 2021},
            "640105-卫生健康委员会",
        ),
        ({"银川市安监局": 2017, "银川市安全生产监督管理局": 2016, "银川市应急管理局": 2019}, "640100-应急管理局"),
        ({"银川市林业局": 2015, "银川市林业和草原局": 2020}, "640100-林业和草原局"),
        ({"固原市扶贫开发办公室": 2019, "固原市扶贫办": 2018, "固原市乡村振兴局": 2021}, "640400-乡村振兴局"),
        ({"清河市建设局": 2009, "清河市住建局": 2012, "清河市住房和城乡建设局": 2020}, "清河市住房和城乡建设局"),
        ({"固原市民宗局": 2012, "固原市民族宗教事务局": 2020}, "640400-民族宗教事务局"),
        # both
        ({"洪泽县环境保护局": 2015, "洪泽区环境保护局": 2017, "洪泽区生态环境局": 2019}, "320813-生态环境局"),
        # the same name, written short
        (
            {"洪泽县人民政府办公室": 2015, "洪泽县政府办公室": 2015, "洪泽县府办": 2015, "洪泽区政府办": 2016},
            "320813-人民政府办公室",
        ),
        ({"西夏区": 2020, "西夏区人民政府": 2020, "西夏区政府": 2020}, "640105-人民政府"),
        ({"银川市科技局": 2020, "银川市科学技术局": 2020}, "640100-科学技术局"),
        ({"银川市发改委": 2020, "银川市发展改革委": 2020, "银川市发展和改革委员会": 2020}, "640100-发展和改革委员会"),
        ({"西夏区发展和改革局": 2020, "西夏区发展改革局": 2019}, "640105-发展和改革委员会"),
        ({"重庆市科学技术委员会": 2017, "重庆市科学技术局": 2019}, "500000-科学技术局"),
        ({"西夏区住建局": 2020, "西夏区住房城乡建设局": 2020}, "640105-住房和城乡建设局"),
        ({"西夏区农业农村局(乡村振兴局)": 2021, "西夏区农业农村局": 2020}, "640105-农业农村局"),
        # where the place is not known, the name of the place stays in front
        ({"清河市环保局": 2016, "清河市生态环境局": 2020}, "清河市生态环境局"),
        # zones without a code
        ({"平潭综合实验区管委会": 2014, "福建省平潭综合实验区管理委员会": 2022}, "350000-平潭综合实验区管理委员会"),
        ({"河北雄安新区管委会": 2018, "雄安新区管理委员会": 2019}, "130000-雄安新区管理委员会"),
    ],
)
def test_one_body_under_several_names(names: dict[str, int], agency_id: str) -> None:
    assert {name: id_of(name, year) for name, year in names.items()} == dict.fromkeys(names, agency_id)


@pytest.mark.parametrize(
    "names",
    [
        # merged regions: the bodies of the one that went are not those of the one that took it in
        {"崇文区教育局": 2009, "东城区教育局": 2012},
        {"闸北区教育局": 2014, "静安区教育局": 2016},
        {"杭州市江干区教育局": 2020, "杭州市上城区教育局": 2022, "杭州市钱塘区教育局": 2022},
        # 綦江区 took over the code of 万盛区
        {"重庆市万盛区教育局": 2010, "重庆市綦江区教育局": 2012},
        # 庐山区 became 濂溪区; 庐山市 is another place
        {"九江市庐山区教育局": 2015, "庐山市教育局": 2017},
        # merged bodies
        {
            "西夏区工商行政管理局": 2012,
            "西夏区质量技术监督局": 2012,
            "西夏区食品药品监督管理局": 2012,
            "西夏区市场监督管理局": 2020,
        },
        {"银川市文化局": 2012, "银川市旅游局": 2017, "银川市文化和旅游局": 2020},
        {"银川市规划局": 2017, "银川市国土资源局": 2017, "银川市自然资源和规划局": 2020},
        {"固原市卫生局": 2012, "固原市人口和计划生育局": 2012},
        {"银川市物价局": 2012, "银川市发展和改革委员会": 2012},
        {"银川市司法局": 2020, "银川市法制办公室": 2016},
        {"洪泽县国家税务局": 2015, "洪泽县地方税务局": 2015, "国家税务总局洪泽区税务局": 2019},
        {"固原市乡村振兴局": 2022, "固原市农业农村局": 2022},
        # a branch of the city's bureau is not the county's own
        {"银川市生态环境局西夏分局": 2020, "银川市生态环境局": 2020, "西夏区生态环境局": 2019},
        # a government and its office; a city and its county
        {"西夏区人民政府": 2020, "西夏区人民政府办公室": 2020},
        {"吉林省教育厅": 2020, "吉林市教育局": 2020},
        {"铜仁市教育局": 2012, "铜仁市碧江区教育局": 2012},
        {"西夏区人民政府": 2020, "西夏区人民政府(办公室)": 2020},
        {"西夏区安全生产委员会": 2020, "西夏区安全生产委员会(办公室)": 2020},
        # some places have both
        {"固原市城乡建设局": 2020, "固原市住房和城乡建设局": 2010},
        {"固原市建设局": 2009, "固原市房产管理局": 2009, "固原市规划局": 2009},
        # the same name elsewhere
        {"北京市朝阳区环保局": 2016, "长春市朝阳区环保局": 2016},
    ],
)
def test_two_bodies_are_never_one(names: dict[str, int]) -> None:
    ids = [id_of(name, year) for name, year in names.items()]
    assert len(set(ids)) == len(ids), ids


@pytest.mark.parametrize("agency", ["水务局", "县水务局", "自治区科技厅", "城关镇人民政府", "人民政府"])
def test_what_could_stand_anywhere_is_no_body_that_is_known(agency: str) -> None:
    assert id_of(agency, 2020) is None


def test_bodies_of_the_whole_country_need_no_place() -> None:
    assert id_of("海关总署", 2020) == "海关总署"


#: Bodies that one county had at the same time.
BEFORE_2018 = ["人民政府", "人民政府办公室", "教育局", "科学技术局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局", "国土资源局", "环境保护局", "住房和城乡建设局", "城乡规划局", "城市管理局", "交通运输局", "水利局", "水务局", "农业局", "林业局", "畜牧局", "商务局", "文化局", "旅游局", "体育局", "卫生局", "人口和计划生育局", "审计局", "工商行政管理局", "质量技术监督局", "食品药品监督管理局", "安全生产监督管理局", "统计局", "粮食局", "物价局", "扶贫开发办公室", "法制办公室", "信访局", "发展和改革局", "经济和信息化局", "国家税务局", "地方税务局", "气象局", "人民防空办公室", "机关事务管理局", "国有资产监督管理委员会", "政务服务中心", "住房保障和房产管理局", "农业委员会"]
AFTER_2018 = ["人民政府", "人民政府办公室", "教育局", "科学技术局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局", "自然资源局", "自然资源和规划局", "生态环境局", "住房和城乡建设局", "城市管理局", "交通运输局", "水利局", "农业农村局", "林业和草原局", "商务局", "文化和旅游局", "卫生健康局", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "信访局", "发展和改革局", "工业和信息化局", "粮食和物资储备局", "行政审批服务局", "乡村振兴局", "税务局", "气象局", "国有资产监督管理委员会", "疾病预防控制局", "大数据局", "数据局", "民族宗教事务局"]


@pytest.mark.parametrize("bodies", [BEFORE_2018, AFTER_2018])
def test_bodies_of_one_time_stay_apart(bodies: list[str]) -> None:
    for one, other in itertools.combinations(bodies, 2):
        assert identity_of(one) != identity_of(other)


def test_every_rename_says_why_and_leads_to_an_end() -> None:
    data = tomllib.loads(RENAMES.read_text("utf-8"))
    names = [name for entry in data["rename"] for name in entry["from"]]
    assert len(set(names)) == len(names)
    for entry in data["rename"]:
        assert entry["kind"] in {"renamed", "merged", "variant"}
        assert entry["evidence"]
        assert (entry["kind"] == "variant") == ("year" not in entry)
        for name in (*entry["from"], entry["to"]):
            assert written_out(name) == name
            assert identity_of(identity_of(name)) == identity_of(name)
            assert all(step.kind != "merged" for step in steps_of(name)[:-1])


def test_a_merger_is_known_but_makes_no_one_of_two() -> None:
    step = merger_of("工商局")
    assert step is not None and (step.becomes, step.year, step.by) == ("市场监督管理局", 2018, 2019)
    assert merger_of("市场监督管理局") is None


@pytest.mark.parametrize("name", ["政法委", "人大办", "居委", "管委会", "第一中学", "卫健中心", "国土所"])
def test_what_is_not_known_stays_as_it_is(name: str) -> None:
    assert identity_of(name) == name


@pytest.mark.parametrize(
    ("agency", "province", "city", "code"),
    [
        ("平潭综合实验区管委会", "福建省", None, None),
        ("平潭综合实验区经济发展局", "福建省", None, None),
        ("河北雄安新区管理委员会", "河北省", None, None),
        ("兰州新区财政局", "甘肃省", "兰州市", None),
        ("西咸新区教育体育局", "陕西省", None, None),
        ("两江新区管委会", "重庆市", None, None),
        ("平潭县教育局", "福建省", "福州市", "350128"),
        ("某某经济开发区管委会", None, None, None),
    ],
)
def test_zones_without_a_code_know_their_province(
    agency: str, province: str | None, city: str | None, code: str | None
) -> None:
    found = corpus_of({f"{agency}2020年政府信息公开工作年度报告": None}).reports.row(0, named=True)
    assert (found["province"], found["city"], found["county"] and code, found["region_code"]) == (
        province, city, code, code,
    )  # fmt: skip


def test_agencies_of_a_corpus_with_the_evidence() -> None:
    frame = corpus_of(
        {
            "洪泽县环境保护局2014年政府信息公开工作年度报告": None,
            "洪泽县环境保护局2015年政府信息公开工作年度报告": None,
            "洪泽区环境保护局2017年政府信息公开工作年度报告": None,
            "洪泽区生态环境局2019年政府信息公开工作年度报告": None,
            "杭州市江干区教育局2019年政府信息公开工作年度报告": None,
            "清河市工商局2016年政府信息公开工作年度报告": None,
        }
    ).agencies()
    rows = {(row["agency"], row["first_year"], row["last_year"]): row for row in frame.iter_rows(named=True)}
    assert [name for name in rows if rows[name]["agency_id"] == "320813-生态环境局"] == [
        ("洪泽县环境保护局", 2014, 2015),
        ("洪泽区环境保护局", 2017, 2017),
        ("洪泽区生态环境局", 2019, 2019),
    ]
    first = rows["洪泽县环境保护局", 2014, 2015]
    assert (first["region_code"], first["region"]) == ("320829", "洪泽县")
    assert (first["region_today"], first["region_today_name"], first["reports"]) == ("320813", "洪泽区", 2)
    assert first["evidence"] == (
        "洪泽县 320829 became 洪泽区 320813 after 2015: the same name with another rank in the list of the year after; "
        "环境保护局 was renamed 生态环境局: 《深化党和国家机构改革方案》 (2018): 环境保护部 became 生态环境部"
    )
    assert rows["洪泽区生态环境局", 2019, 2019]["evidence"] == ""
    shared = rows["杭州市江干区教育局", 2019, 2019]
    assert (shared["region_today"], "钱塘区" in shared["evidence"], "上城区" in shared["evidence"]) == (None, True, True)
    merged = rows["清河市工商局", 2016, 2016]
    assert merged["agency_id"] == "清河市工商行政管理局"
    assert "工商行政管理局 became part of 市场监督管理局" in merged["evidence"]


def test_agencies_of_an_empty_corpus() -> None:
    assert corpus_of({}).agencies().is_empty()
    assert corpus_of({}).agencies().schema["first_year"] == pl.Int64
