"""What is planted in the reports on 2009 to 2018; everything else in their tables and their prose adds up."""

from __future__ import annotations

from scripts.samples.annex import Additions
from scripts.samples.edits import add, blank_zero, drop, full_width, respell, write
from scripts.samples.planting import Plant
from scripts.samples.report import BLANK, dash, number

#: Reports since 2014 that tell in prose what the table asks for, and print no table.
WITHOUT_TABLE = {
    ("weidu-zhen", 2016),
    ("chengbo-keji", 2014),
    ("shi-zhijian", 2014),
    ("luwan-zhen", 2014),
    ("shi-keji", 2015),
    ("songqiao-shuiwu", 2016),
}
#: Reports until 2013 with a table that no form describes, by its kind.
LOCAL_TABLES = {
    ("shi-jiaoyu", 2011): "subjects",
    ("shi-ziran", 2010): "quarters",
    ("shi-ziran", 2013): "subjects",
    ("shi-bangongshi", 2009): "register",
    ("shi-bangongshi", 2013): "quarters",
    ("lanping-zhengfu", 2012): "subjects",
    ("shi-weijian", 2010): "register",
    ("shi-zhujian", 2013): "quarters",
    ("songqiao-nongye", 2012): "register",
    ("xikou-zhengfu", 2013): "subjects",
    ("shi-gongshang", 2012): "register",
    ("kaifaqu", 2013): "quarters",
    ("xikou-jiaoyu", 2013): "register",
}
ADDITIONS = {
    ("shi-gongan", 2016): Additions({"received_by_letter": ("5.电话咨询受理数", "件", "12")}),
    ("kaifaqu", 2016): Additions({"channel_other": ("6.园区电子屏公开数", "条", "37")}),
    ("songqiao-zhengfu", 2017): Additions({"complaints": ("其中：上级转来的举报投诉数", "件", "0")}),
    ("shi-gongshang", 2015): Additions({"trainees": ("（四）编印公开简报数", "期", "4")}),
    ("chengbo-zhengfu", 2016): Additions(
        heading="其中：镇街",
        column={
            "proactive_total": "316",
            "channel_website": "204",
            "requests_received": "58",
            "meetings": "2",
        },
    ),
    ("shi-bangongshi", 2017): Additions(
        heading="上年数", column={"proactive_total": "401", "requests_received": "63", "replies_total": "61"}
    ),
}
#: The prose does not tell how the requests came in, so that it does not contradict itself too.
WITHOUT_WAYS = {"phrase_requests": "{name}全年共收到公开申请{received}件，答复{answered}件。"}


def _late(slug: str, year: int, published: str) -> Plant:
    """Return a plant of a report that came after 31 March, the only deadline until 2018."""
    rule = ("late_publication", f"{year + 1}-03-31", published)
    return Plant(slug, year, "late_publication", slips={"published": published}, rules=(rule,))


EARLY_PLANTS: tuple[Plant, ...] = (
    # Sums of the table
    Plant(
        "shi-ziran",
        2015,
        "statistics_sum",
        add("statistics", ("received_online", "value", 2)),
        slips=WITHOUT_WAYS,
    ),
    Plant("lanping-zhengfu", 2017, "statistics_sum", add("statistics", ("reply_granted", "value", 3))),
    Plant(
        "shi-jiaotong",
        2016,
        "statistics_sum",
        add("statistics", ("received_by_letter", "value", 3)),
        slips=WITHOUT_WAYS,
    ),
    Plant("shi-zhujian", 2018, "statistics_sum", add("statistics", ("completed_extended", "value", 4))),
    Plant("shi-weijian", 2017, "statistics_sum", add("statistics", ("reconsiderations", "value", 1))),
    Plant(
        "shi-shengtai",
        2016,
        "magnitude_jump",
        respell("statistics", "proactive_total", lambda cell: number((cell.value or 0) * 10)),
        note="one zero too many",
    ),
    Plant(
        "songqiao-nongye",
        2017,
        "magnitude_jump",
        respell("statistics", "proactive_total", lambda cell: number((cell.value or 0) // 10)),
        note="the last figure is lost",
    ),
    # Cells
    Plant("shi-jiaoyu", 2017, "blank_zeros", respell("statistics", "", blank_zero)),
    Plant("songqiao-zhengfu", 2015, "blank_zeros", respell("statistics", "", blank_zero)),
    Plant("kaifaqu", 2017, "blank_zeros", respell("statistics", "", blank_zero)),
    Plant("lanping-jiaoyu", 2016, "blank_total", write("statistics", "replies_total", value=BLANK)),
    Plant("shi-bangongshi", 2016, "dash_row", write("statistics", "fees_charged", value=dash("/"))),
    Plant("shi-bangongshi", 2016, "dash_row", write("statistics", "special_budget", value=dash("/"))),
    Plant("shi-keji", 2017, "dash_row", write("statistics", "special_budget", value=dash("——"))),
    Plant("chengbo-zhengfu", 2018, "missing_row", drop("statistics", "received_by_fax")),
    Plant("shi-minzheng", 2016, "missing_row", drop("statistics", "channel_weibo", "channel_wechat")),
    Plant("shi-weijian", 2015, "full_width_digits", respell("statistics", "proactive_total", full_width)),
    # Prose
    Plant(
        "shi-zhujian",
        2016,
        "prose_table",
        slips={
            "received": 118,
            "phrase_requests": "{name}全年共收到公开申请{received}件，答复{answered}件。",
        },
        note="the prose claims another number of requests",
    ),
    Plant(
        "kaifaqu",
        2015,
        "prose_zero",
        slips={"received": 0, "requests_sentence": "{year}年，{name}没有收到政府信息公开申请。"},
    ),
    Plant(
        "xikou-zhengfu",
        2010,
        "narrative_sum_mismatch",
        slips={
            "total_less": 20,
            "phrase_proactive_old": (
                "{name}全年主动公开信息{total}条，包括网站{website}条、公报{gazette}条、其他方式{elsewhere}条。"
            ),
        },
        note="the channels sum to 20 more than the total",
    ),
    Plant(
        "shi-gongshang",
        2014,
        "stale_year",
        slips={"requests_sentence": "2013年，{name}共收到公开申请{received}件，答复{answered}件。"},
        rules=(("stale_year", "2014", "2013"),),
    ),
    Plant(
        "songqiao-nongye",
        2013,
        "plan_names_past_year",
        slips={"next": 2013, "phrase_plans_lead": "{next}年，{name}将抓好以下改进："},
        rules=(("plan_names_past_year", "2014", "2013"),),
    ),
    Plant(
        "shi-renshe",
        2016,
        "title_period_mismatch",
        slips={"title_year": 2015},
        rules=(("title_period_mismatch", "2016", "2015"),),
    ),
    _late("lanping-zhengfu", 2011, "2012-04-19"),
    _late("shi-weijian", 2016, "2017-05-08"),
    _late("shi-gongan", 2013, "2014-04-02"),
)
