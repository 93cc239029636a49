"""Checks of words: what they find in sentences of our own, and what they leave alone."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from toolkit.checks import addresses, borrowed, claims, contents, parts, places, run, years
from toolkit.frames.schema import FRAMES, dtypes
from toolkit.text import squeeze

REPORT = {"report_id": "a", "source": "a.txt", "format": "txt", "year": 2020, "scope": "own", "primary": True, "verified": True}


NOWHERE = dict.fromkeys(("page", "line", "x0", "top", "x1", "bottom"))


def frames(texts: list[str] = [], section: str = "overview", **rows: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:  # noqa: B006
    """Return frames that hold one report with some sentences, and other rows by frame."""
    rows.setdefault("reports", [REPORT])
    rows.setdefault(
        "sentences",
        [{"report_id": "a", "section": section, "sentence": text, "place": NOWHERE | {"line": n}} for n, text in enumerate(texts, 1)],
    )
    return {name: pl.DataFrame(rows.get(name, []), schema=dict(dtypes(name)), orient="row") for name in FRAMES}


# -- years -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plan",
    [
        "2020年，我局将继续抓好公开。",
        "下一步，2020年我局将从三方面改进。",
        "改进措施：2020年，一是加强培训，二是完善制度。",
        "(二)2020年工作打算",
        "2020年，在市委、市政府的坚强领导下，我局将坚持公开为常态。",
        "2020年度，我们要进一步提高认识。",
        "在2020年，我局将采取以下措施：",
        "针对以上问题，2020年我局将进一步改进。",
        "2020年，区科技局将以提高质量为目标。",
        "2020年计划举办培训2期。",
    ],
)
def test_a_plan_names_its_year(plan: str) -> None:
    assert years.planned_year(squeeze(plan)) == 2020


@pytest.mark.parametrize(
    "sentence",
    [
        "2020年，我局将政务公开纳入绩效考核。",
        "针对2020年存在的问题，我局将从三方面改进。",
        "2020年，我局将重点领域信息公开作为主要任务。",
        "2020年，我局制定工作计划，将任务分解到科室。",
        "2020年收到申请3件，将按期答复。",
        "2020年，市局将公开专栏改版，优化栏目。",
        "2020年，我局将在编人员信息全部公开。",
        "2020年，我局将组织机构、职能等信息公开。",
        "2020年，我局将规范性文件集中公开。",
        "2020年，我局将提高公开质量摆在突出位置。",
        "2020年，将继续教育培训情况公开。",
        "2020年公开工作取得成效，但仍有差距，今后将继续改进。",
        "2020年12月，我局将举办开放日。",
        "自2020年起将持续公开。",
    ],
)
def test_a_look_back_is_no_plan(sentence: str) -> None:
    assert years.planned_year(squeeze(sentence)) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "2019年，我局未收到政府信息公开申请。",
        "我局2019年共收到申请12件。",
        "2019年度主动公开政府信息321条。",
        "2、依申请公开情况：2019年我局没有收到申请公开事项。",
        "2019年我镇没有因政府信息公开被申请行政复议。",
        "2019年，全区共办理依申请公开18件，均按期答复。",
        "2019年未收取任何费用。",
        "2019年，没有因政府信息公开申请行政复议、提起行政诉讼的情况。",
        "2019年我局依申请公开收费0元。",
    ],
)
def test_a_count_of_last_year_is_stale(sentence: str) -> None:
    found = years.check(frames([sentence]))
    assert found.select("rule", "expected", "actual").rows() == [("stale_year", 2020, 2019)]
    assert found["place"].struct.field("line").to_list() == [1]


@pytest.mark.parametrize(
    "sentence",
    [
        "与2019年相比，公开信息增加12条。",
        "公开2019年度部门决算信息3条。",
        "收到申请12件，较2019年下降20%。",
        "2019年结转3件，全部办结。",
        "2019年机构改革以来，公开信息300条。",
        "按照《2019年政务公开工作要点》，发布信息30条。",
        "公开了2019年行政执法统计数据1条。",
        "根据国办公开办函〔2019〕60号要求，公开年报1份。",
        "我局2019年成立的领导小组召开会议3次。",
        "本年收到申请9件（2019年为12件）。",
        "主动公开2019年民生实事完成情况12条。",
        "2020年收到申请9件，2019年收到申请12件。",
    ],
)
def test_last_year_may_be_named(sentence: str) -> None:
    assert years.check(frames([sentence])).is_empty()


@pytest.mark.parametrize(
    ("title", "period", "found"),
    [
        ("清河市教育局2019年政府信息公开工作年度报告", "2020年1月1日起至12月31日止", [(2020, 2019)]),
        ("清河市教育局二〇一九年政府信息公开工作年度报告", "自2020 年1月1日起，至2020年12月31日止", [(2020, 2019)]),
        ("清河市教育局2020年政府信息公开工作年度报告", "2020年1月1日起至12月31日止", []),
        ("清河市教育局政府信息公开工作年度报告", "2020年1月1日起至12月31日止", []),
        ("清河市教育局2019—2020年政府信息公开工作年度报告", "2019年1月1日起至2020年12月31日止", []),
    ],
)
def test_the_title_says_the_year_of_the_period(title: str, period: str, found: list[tuple[int, int]]) -> None:
    made = frames([f"数据统计期限为{period}。"], reports=[REPORT | {"title": title}])
    assert years.check(made).filter(pl.col("rule") == "title_period_mismatch").select("expected", "actual").rows() == found


# -- sums --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "whole", "total", "severity"),
    [
        ("全年主动公开865条，其中网站608条、微信172条、微博125条。", 865, 905, "warning"),
        ("共处理工单57次，包括咨询17次、求助12次、投诉38次。", 57, 67, "warning"),
        ("共处理工单57次，包括咨询10次、求助2次、投诉38次。", 57, 50, "warning"),
        ("共召开会议12次，分别为5次、8次。", 12, 13, "warning"),
        ("通过网站公开190条，微信发布90条，微博发布31条，合计主动公开321条。", 321, 311, "warning"),
        ("办结申请28件，其中予以公开10件、部分公开12件、不予公开8件，其余按期答复。", 28, 30, "warning"),
        ("公开信息540条，其中政策98条、动态210条、公告178条。", 540, 486, "note"),
    ],
)
def test_parts_that_do_not_add_up(sentence: str, whole: int, total: int, severity: str) -> None:
    found = run(frames([sentence], section="other"))["findings"].filter(pl.col("rule") == "narrative_sum_mismatch")
    assert found.select("expected", "actual", "severity").rows() == [(whole, total, severity)]


def test_parts_in_the_next_sentence() -> None:
    found = parts.check(frames(["开设新媒体70个。", "其中微博29个，微信公众号48个。"]))
    assert found.select("expected", "actual").rows() == [(70, 77)]


@pytest.mark.parametrize(
    "sentence",
    [
        "共处理工单57次，包括咨询17次、求助2次、投诉38次。",
        "收到申请75件，涉及自然人72件、商业企业3件。",
        "共公开信息760条，其中网站559条，包括机构职能3条，部门文件556条；微博14条；微信187条。",
        "全年公开200条，其中网站100条，包括动态60条、公告40条，微信100条。",
        "新收30件，上年结转2件，其中予以公开20件，不予公开12件。",
        "上年结转2件，新收30件，共办结31件，结转1件，其中予以公开20件，部分公开11件。",
        "全年公开信息155条（上年为141条），包括网站64条、微信64条、微博27条。",
        "共公开信息100条，其中政策文件5条、公告10条、动态20条等。",
        "收到申请10件，其中网络6件、信函4件，已办结9件，结转1件。",
        "公开信息100条，其中政策解读5条。",
        "公开信息1000余条，其中网站800条，微信300条。",
        "在20个工作日内答复5件，其中公开3件，不公开2件。",
        "共答复15件，其中当面5件，网络10件，比上年增加3件。",
        "收到行政复议5件，其中维持3件，纠正1件，其他1件；行政诉讼8件。",
        "设置一级栏目5个，二级栏目12个，其中新增3个。",
        "召开会议5次、培训3期，其中专题会议2次。",
        "公开预算单位100家，其中一级单位60家，公开决算单位98家，其中一级单位60家。",
        "本年新收申请12件、上年结转3件，共15件，其中予以公开8件，部分公开7件。",
        "收到申请20件，其中自然人15件，法人5件，当面3件，网络17件。",
    ],
)
def test_parts_that_add_up_or_are_not_all(sentence: str) -> None:
    assert parts.wrong_sums(squeeze(sentence)) == ()


# -- claims ------------------------------------------------------------------------------------------


def figure(table: str, row: str, column: str, value: float | None) -> dict[str, Any]:
    """Return one row of figures."""
    state = "blank" if value is None else "reported"
    return {"report_id": "a", "form": "2021", "table": table, "row": row, "column": column, "value": value, "state": state}


def claim(kind: str, value: float, sentence: str, **more: Any) -> dict[str, Any]:
    """Return one row of mentions."""
    return {"report_id": "a", "kind": kind, "value": value, "approximate": False, "sentence": sentence, "section": "overview"} | more


TABLES = [
    figure("requests", "received_new", "total", 74),
    figure("requests", "carried_in", "total", 1),
    figure("requests", "processed_total", "total", 75),
    figure("requests", "carried_out", "total", 0),
    figure("reviews", "reconsideration", "total", 2),
    figure("reviews", "litigation_direct", "total", 1),
    figure("reviews", "litigation_after_reconsideration", "total", None),
]


@pytest.mark.parametrize(
    ("mention", "found"),
    [
        (claim("requests_received", 74, "收到申请74件。"), []),
        (claim("requests_received", 47, "收到申请47件。"), [("prose_table", "error", 74, 47)]),
        (claim("requests_received", 75, "收到申请75件。"), [("prose_table", "note", 74, 75)]),
        (claim("requests_received", 0, "没有收到申请。"), [("prose_zero", "error", 74, 0)]),
        (claim("requests_received", 17, "全区收到申请17件。"), [("prose_table", "note", 74, 17)]),
        (claim("requests_received", 70, "收到申请70余件。", approximate=True), []),
        (claim("requests_received", 40, "收到申请40余件。", approximate=True), [("prose_table", "error", 74, 40)]),
        (claim("requests_received", 3, "网上收到3件。", detail="online"), []),
        (claim("requests_received", 12, "2019年收到申请12件。"), []),
        (claim("requests_answered", 75, "答复75件。"), []),
        (claim("requests_carried_out", 2, "结转下年2件。"), [("prose_zero", "error", 0, 2)]),
        (claim("reconsiderations", 3, "行政复议3件。"), [("prose_table", "error", 2, 3)]),
        # A cell of table four is blank: what all lawsuits together are is not known.
        (claim("litigations", 5, "行政诉讼5件。"), []),
        (claim("meetings", 5, "召开会议5次。"), []),
    ],
)
def test_claims_against_the_tables(mention: dict[str, Any], found: list[tuple[Any, ...]]) -> None:
    made = run(frames(mentions=[mention], figures=TABLES))["findings"]
    rows = made.filter(pl.col("rule").str.starts_with("prose")).select("rule", "severity", "expected", "actual")
    assert rows.rows() == found


def test_a_claim_that_another_one_confirms_is_a_note() -> None:
    said = [claim("requests_received", 74, "全年收到申请74件。"), claim("requests_received", 7, "收到申请7件。")]
    found = claims.check(frames(mentions=said, figures=TABLES))
    assert found.select("actual", "severity").rows() == [(7, "note")]


def test_the_statistics_of_2014_are_a_table_too() -> None:
    cells = [figure("statistics", "requests_received", "value", 5)]
    found = claims.check(frames(mentions=[claim("requests_received", 6, "收到申请6件。")], figures=cells))
    assert found.select("expected", "actual").rows() == [(5, 6)]


# -- places and addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("完善创新杭州微信、微博等技术平台的功能，加强互动。", ("杭州",)),
        ("我局通过长沙市人民政府门户网站公开信息，方便群众。", ("长沙市",)),
        ("武汉市民反映的问题，均已答复。", ("武汉市",)),
        ("我局严格落实浙江省政务公开工作要求，完善制度。", ("浙江省",)),
    ],
)
def test_a_place_of_somebody_else(sentence: str, found: tuple[str, ...]) -> None:
    assert places.foreign_places(squeeze(sentence), "640100") == found


@pytest.mark.parametrize(
    "sentence",
    [
        "银川市科技局、宁夏回族自治区科技厅发布信息，群众满意。",
        "北京大学、上海合作组织、中华、南京路、长江，均可。",
        "学习借鉴杭州市、宁波市先进经验，完善制度。",
        "与厦门市开展东西部协作，公开信息3条。",
        "赴深圳市考察政务公开，形成报告。",
        "告知申请人向西安市自然资源局申请，已办结。",
        "参加在成都市举办的培训班，提高能力。",
        "委托北京市某某科技有限公司，改版网站。",
        "长沙市场监管部门，公开信息。",
        "北京冬奥会期间，加强舆情引导，回应关切。",
        "《杭州微信公众号管理办法》已转发，供各单位参考。",
        "固原市等五市统一建设公开平台，方便群众。",
        "邀请来宾群众参观大厅，听取意见。",
        "首页 北京政府网站 上海政府网站",
    ],
)
def test_places_that_may_be_named(sentence: str) -> None:
    assert places.foreign_places(squeeze(sentence), "640100") == ()


def test_a_report_whose_region_is_unknown_has_no_foreign_places() -> None:
    assert places.check(frames(["完善杭州微信平台，加强互动。"])).is_empty()
    known = frames(["完善杭州微信平台，加强互动。"], reports=[REPORT | {"region_code": "640100", "agency": "银川市科技局"}])
    assert places.check(known)["rule"].to_list() == ["foreign_place"]


@pytest.mark.parametrize(
    ("one", "two", "wrong"),
    [
        ("yinchaun", "yinchuan", "yinchaun"),
        ("ninxgia", "ningxia", "ninxgia"),
        ("suzhou", "huzhou", None),
        ("hzga", "hzgs", None),
        ("yinchuan", "guyuan", None),
        ("yinchuan", "yinchuan", None),
    ],
)
def test_a_misspelt_domain(one: str, two: str, wrong: str | None) -> None:
    assert addresses.misspelt(one, two) == addresses.misspelt(two, one) == wrong


def test_an_address_against_that_of_other_reports_of_the_place() -> None:
    reports = [REPORT | {"report_id": name, "region_code": "640105"} for name in "abc"]
    domains = {"a": "www.ycxixai.gov.cn", "b": "www.ycxixia.gov.cn", "c": "kjj.ycxixia.gov.cn"}
    said = [{"report_id": name, "section": "overview", "sentence": f"见{domain}。", "place": NOWHERE} for name, domain in domains.items()]
    found = addresses.check(frames(reports=reports, sentences=said))
    assert found.select("report_id", "message").rows() == [("a", "ycxixai.gov.cn stands here, ycxixia.gov.cn elsewhere")]


# -- sections ----------------------------------------------------------------------------------------

SECTIONS = {
    "overview": "2020年，我局认真做好公开工作。",
    "disclosures": "",
    "requests": "",
    "reviews": "",
    "problems": "公开内容不够全面。",
    "other": "无。",
}


def contents_of(sections: dict[str, str], year: int = 2020, tables: list[dict[str, Any]] = []) -> list[str]:  # noqa: B006
    rows = [{"report_id": "a", "section": code, "heading": code, "text": text} for code, text in sections.items()]
    return contents.check(frames(reports=[REPORT | {"year": year}], sections=rows, figures=tables))["message"].to_list()


def test_six_sections() -> None:
    assert contents_of(SECTIONS) == []
    without = {code: text for code, text in SECTIONS.items() if code not in ("other", "reviews")}
    assert contents_of(without, tables=TABLES) == ["there is no section 其他需要报告的事项 (other)"]
    assert contents_of(without, year=2018) == []


@pytest.mark.parametrize("text", ["无", "暂无。", "", "我局不存在问题。下一步将继续加强公开。", "（一）存在的主要问题：无。"])
def test_section_five_without_a_problem(text: str) -> None:
    assert len(contents_of(SECTIONS | {"problems": text})) == 1


@pytest.mark.parametrize(
    "text", ["公开渠道较为单一。", "工作人员业务能力有待提高。", "没有问题的材料偏少。", "存在问题：一是更新慢。"]
)
def test_section_five_with_a_problem(text: str) -> None:
    assert contents_of(SECTIONS | {"problems": text}) == []


def test_too_few_headings_tell_nothing() -> None:
    found = contents.check(frames(sections=[{"report_id": "a", "section": "overview", "heading": "", "text": "公开"}]))
    assert found["status"].to_list() == ["unknown"]


# -- borrowed ----------------------------------------------------------------------------------------

LAST = "一是办事指南更新偏慢，个别窗口电话变动后没有及时改；二是图解做得少，群众反映文件难懂；三是基层站所人手紧，登记不全。"


@pytest.mark.parametrize(
    ("now", "is_repeated"),
    [
        (LAST, True),
        (LAST.replace("三是", "3.").replace("登记不全", "登记不齐"), True),
        ("一是依申请答复的文书说理不够，退回补正多；二是会议开放少，旁听渠道没有讲清楚；三是新媒体账号多而散，内容重复，管理力量不足。", False),
    ],
)
def test_section_five_of_last_year(now: str, is_repeated: bool) -> None:
    reports = [
        REPORT | {"report_id": name, "source": f"{name}.txt", "agency_id": "清河市水利局", "year": year}
        for name, year in (("a", 2019), ("b", 2020))
    ]
    rows = [{"report_id": n, "section": "problems", "heading": "", "text": t} for n, t in (("a", LAST), ("b", now))]
    found = borrowed.check(frames(reports=reports, sections=rows))
    assert found.select("report_id", "rule").rows() == ([("b", "repeated_section")] if is_repeated else [])


@pytest.mark.parametrize(
    ("published", "passage", "borrowers"),
    [
        ((None, None), "提高认识", ["a", "b"]),
        (("2021-01-05", "2021-01-20"), "提高认识", ["b"]),
        ((None, None), "市水利局提高认识", ["b"]),
    ],
)
def test_who_borrowed_from_whom(published: tuple[str | None, ...], passage: str, borrowers: list[str]) -> None:
    names = {"a": "清河市水利局", "b": "清河市教育局"}
    reports = [
        REPORT | {"report_id": name, "source": f"{name}.txt", "agency": agency, "agency_id": agency, "published": date}
        for (name, agency), date in zip(names.items(), published, strict=True)
    ]
    dated = pl.DataFrame(reports).with_columns(pl.col("published").cast(pl.String).str.to_date())
    pairs = [
        {"report_id": one, "other_id": two, "containment": 0.2, "chars": 80, "passage": passage}
        for one, two in (("a", "b"), ("b", "a"))
    ]
    found = borrowed.check(frames(reports=dated.to_dicts(), similar=pairs))
    assert found["report_id"].to_list() == borrowers
