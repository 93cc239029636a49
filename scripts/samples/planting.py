"""What is planted in the fictional reports: contradictions, odd cells, missing rows, slips of the prose.

Everything else in the corpus adds up, so that a finding that is not planted here, or does not follow
from what is, is a mistake of the checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.samples.edits import (
    Edit,
    add,
    blank_zero,
    both,
    drop,
    full_width,
    in_yuan,
    respell,
    stray,
    thousands,
    write,
    yuan_for_ten_thousand,
)
from scripts.samples.report import BLANK, dash, number, unreadable


@dataclass(frozen=True, slots=True)
class Plant:
    """One thing planted in one report.

    ``edit`` changes the cells, ``forms`` the editions of the tables, ``slips`` the prose (see
    `prose.Teller`) and the frame around it (see `corpus`). ``rules`` are the findings that do not follow
    from the figures and the claims: rule, expected and actual.
    """

    slug: str
    year: int
    kind: str
    edit: Edit | None = None
    forms: Mapping[str, str] = field(default_factory=dict)
    slips: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


SIX = (
    "natural_person",
    "business",
    "research_institution",
    "public_welfare_org",
    "legal_service",
    "other_org",
)
PARTS_BLANK = dict.fromkeys(SIX, BLANK)
DASHES = dict.fromkeys((*SIX, "total"), dash("-"))
SLASHES = dict.fromkeys((*SIX, "total"), dash("/"))
OLD_REQUESTS = {"requests": "2019", "reviews": "2019"}
OLD = {"disclosures": "2019", "requests": "2019", "reviews": "2019"}

#: Reports that were never published: agency and year.
MISSING = {
    ("weidu-zhen", 2020),
    ("chengbo-xinfang", 2023),
    ("songqiao-linye", 2022),
    ("xikou-zhengfu", 2012),
    ("shi-jiaoyu", 2016),
}

#: Section five is last year's own, with the years advanced by one.
REPEATED = ("shi-zhujian", 2024)
#: Section five is taken over from another agency: who, from whom, when.
COPIED = ("chengbo-keji", "shi-keji", 2024)
#: Published twice: once more as a page beside the Word document, and once more with other figures.
TWICE = (("shi-bangongshi", 2024, "cms"), ("songqiao-zhengfu", 2011, "tabs"))
REVISED = (("shi-keji", 2025, "tabs"), ("shi-jiaoyu", 2015, "portal"))

PLANTS: tuple[Plant, ...] = (
    # Sums of table three
    Plant("shi-jiaoyu", 2025, "column_balance", add("requests", *both("carried_out", "natural_person", 1))),
    Plant("shi-ziran", 2023, "column_balance", add("requests", *both("received_new", "natural_person", 3))),
    Plant("songqiao-nongye", 2022, "column_balance", add("requests", ("carried_out", "total", 1))),
    Plant(
        "shi-gongan",
        2022,
        "outcome_sum",
        add(
            "requests",
            *both("received_new", "natural_person", 2),
            *both("processed_total", "natural_person", 2),
        ),
    ),
    Plant(
        "lanping-zhengfu",
        2020,
        "outcome_sum",
        add("requests", *both("granted", "natural_person", 6)),
        note="outcomes sum to six more than the total",
    ),
    Plant(
        "shi-shichang",
        2021,
        "applicant_sum",
        add("requests", ("granted", "natural_person", 1), ("partly_granted", "natural_person", -1)),
    ),
    Plant("kaifaqu", 2024, "applicant_sum", add("requests", ("granted", "total", 9))),
    Plant("shi-weijian", 2025, "applicant_sum", add("requests", ("received_new", "business", 1))),
    Plant(
        "songqiao-zhengfu",
        2021,
        "carry_over",
        add(
            "requests", *both("carried_in", "natural_person", 2), *both("received_new", "natural_person", -2)
        ),
        note="from one edition of the form to the next",
    ),
    Plant(
        "shi-shenpi",
        2021,
        "carry_over",
        add(
            "requests", *both("carried_in", "natural_person", 1), *both("received_new", "natural_person", -1)
        ),
        note="from one edition of the form to the next",
    ),
    Plant(
        "chengbo-chengguan",
        2023,
        "carry_over",
        add(
            "requests",
            *both("carried_in", "natural_person", 1),
            *both("received_new", "natural_person", -1),
        ),
    ),
    Plant(
        "shi-bangongshi",
        2022,
        "carry_over",
        add(
            "requests", *both("carried_in", "natural_person", 2), *both("received_new", "natural_person", -2)
        ),
    ),
    # Sums of table four
    Plant(
        "shi-zhujian",
        2021,
        "review_sum",
        write("reviews", "reconsideration", total=number(0)),
        note="parts are filled, total is 0",
    ),
    Plant("chengbo-zhengfu", 2024, "review_sum", add("reviews", ("litigation_direct", "total", 2))),
    # Rows that are not printed
    Plant(
        "shi-keji", 2020, "missing_row", drop("requests", "not_processed_excessive", "not_processed_reissue")
    ),
    Plant("weidu-zhen", 2022, "missing_row", drop("requests", "refused_state_secret")),
    Plant("lanping-minzheng", 2023, "missing_row", drop("requests", "other_fee_unpaid")),
    Plant("shi-renshe", 2024, "missing_row", drop("requests", "processed_total")),
    Plant("tingsong-jiedao", 2023, "missing_row", drop("requests", "carried_in")),
    # Editions
    Plant("shi-jiaoyu", 2021, "mixed_editions", forms={"disclosures": "2019"}),
    Plant("songqiao-nongye", 2021, "mixed_editions", forms=OLD_REQUESTS),
    Plant("shi-weijian", 2021, "mixed_editions", forms=OLD_REQUESTS),
    Plant("lanping-jiaoyu", 2023, "mixed_editions", forms={"disclosures": "2019"}),
    Plant("liping-xiang", 2021, "old_edition", forms=OLD),
    Plant("weidu-zhen", 2021, "old_edition", forms=OLD),
    Plant("chengbo-xinfang", 2022, "old_edition", forms=OLD),
    # Table two
    Plant(
        "songqiao-shuiwu",
        2019,
        "item_change",
        write("disclosures", "licensing", previous_items=number(4), change=number(-6)),
        note="fewer than no items are left",
    ),
    Plant("shi-jiaotong", 2020, "item_change", add("disclosures", ("penalties", "previous_items", 4))),
    Plant("shi-minzheng", 2020, "item_change", add("disclosures", ("licensing", "previous_items", -3))),
    Plant("shi-keji", 2019, "procurement_pair", write("disclosures", "procurement", purchases=number(0))),
    Plant(
        "chengbo-chengguan",
        2020,
        "procurement_pair",
        write("disclosures", "procurement", purchases=number(0)),
    ),
    Plant(
        "songqiao-linye",
        2020,
        "procurement_pair",
        write("disclosures", "procurement", purchases=number(2), amount=number(0)),
    ),
    Plant("shi-shengtai", 2025, "stock_flow", add("disclosures", ("normative_documents", "in_force", 3))),
    Plant(
        "songqiao-zhengfu", 2023, "stock_flow", add("disclosures", ("normative_documents", "in_force", -2))
    ),
    Plant(
        "shi-jiaotong",
        2022,
        "magnitude_jump",
        respell("disclosures", "penalties", lambda cell: number((cell.value or 0) * 10)),
        note="one zero too many",
    ),
    Plant(
        "songqiao-shuiwu",
        2025,
        "fee_unit_jump",
        respell("disclosures", "fees", yuan_for_ten_thousand),
        note="元 under a heading that says 万元",
    ),
    Plant(
        "chengbo-zhengfu",
        2023,
        "magnitude_jump",
        respell("disclosures", "licensing", lambda cell: number((cell.value or 0) // 10)),
        note="the last figure is lost",
    ),
    Plant(
        "shi-gongan",
        2024,
        "fee_unit_jump",
        respell("disclosures", "fees", yuan_for_ten_thousand),
        note="元 under a heading that says 万元",
    ),
    # Cells
    Plant("shi-renshe", 2019, "full_width_digits", respell("requests", "received_new", full_width)),
    Plant("lanxing-jiedao", 2022, "full_width_digits", respell("requests", "received_new", full_width)),
    Plant("shi-gongan", 2019, "thousands_comma", respell("disclosures", "licensing", thousands)),
    Plant("shi-gongan", 2019, "thousands_comma", respell("disclosures", "penalties", thousands)),
    Plant("shi-shenpi", 2022, "thousands_comma", respell("disclosures", "licensing", thousands)),
    Plant(
        "shi-shenpi",
        2020,
        "plus_sign",
        write("disclosures", "licensing", change=number(17, "+17")),
        note="an increase with its sign",
    ),
    Plant("shi-ziran", 2020, "full_width_minus", write("disclosures", "coercion", change=number(-3, "－3"))),
    Plant("shi-weijian", 2023, "amount_in_yuan", respell("disclosures", "fees", in_yuan)),
    Plant("chengbo-chengguan", 2024, "amount_in_yuan", respell("disclosures", "fees", in_yuan)),
    Plant("shi-jiaoyu", 2020, "amount_in_yuan", respell("disclosures", "procurement", in_yuan, "amount")),
    Plant(
        "lanping-shenpi",
        2022,
        "unreadable_cell",
        write("disclosures", "licensing", decisions=unreadable("若干")),
    ),
    Plant(
        "chengbo-zhengfu",
        2021,
        "unreadable_cell",
        write("requests", "refused_internal_affairs", natural_person=unreadable("若干")),
    ),
    Plant(
        "shi-minzheng",
        2025,
        "unreadable_cell",
        write("requests", "unavailable_not_held", natural_person=unreadable("见附件")),
    ),
    Plant("shi-weijian", 2020, "dash_row", write("requests", "not_processed_publication", **DASHES)),
    Plant("lanping-jiaoyu", 2022, "dash_row", write("requests", "refused_state_secret", **SLASHES)),
    Plant("songqiao-linye", 2021, "dash_row", write("requests", "not_processed_excessive", **SLASHES)),
    Plant("lanxing-jiedao", 2023, "blank_zeros", respell("reviews", "", blank_zero)),
    Plant("shi-shichang", 2019, "blank_zeros", respell("reviews", "", blank_zero)),
    Plant("kaifaqu", 2020, "blank_zeros", respell("requests", "", blank_zero)),
    Plant("songqiao-linye", 2019, "blank_zeros", respell("requests", "", blank_zero)),
    Plant("lanping-minzheng", 2019, "blank_zeros", respell("disclosures", "", blank_zero)),
    Plant("kaifaqu", 2022, "blank_total", write("requests", "granted", total=BLANK)),
    Plant("kaifaqu", 2022, "blank_total", write("requests", "partly_granted", total=BLANK)),
    Plant("chengbo-zhengfu", 2022, "blank_total", write("requests", "processed_total", total=BLANK)),
    Plant("shi-zhujian", 2020, "blank_parts", write("requests", "carried_in", **PARTS_BLANK)),
    Plant(
        "shi-ziran",
        2020,
        "stray_number",
        stray("requests", "unavailable_not_held", "88"),
        note="88 below this row",
    ),
    Plant(
        "shi-shichang", 2020, "stray_number", stray("disclosures", "coercion", "12"), note="12 below this row"
    ),
    Plant(
        "lanping-zhengfu",
        2024,
        "stray_number",
        stray("requests", "other_other", "207"),
        note="207 below this row",
    ),
    # Prose
    Plant(
        "shi-minzheng",
        2024,
        "prose_table",
        slips={"received": 47},
        note="the prose claims another number of requests",
    ),
    Plant(
        "shi-renshe",
        2022,
        "prose_table",
        slips={"counts_carried": True, "requests_sentence": "{name}全年共收到政府信息公开申请{received}件。"},
        note="the prose counts new and carried requests together",
    ),
    Plant(
        "songqiao-shuiwu",
        2022,
        "prose_zero",
        slips={"received": 0, "requests_sentence": "{year}年，{name}未收到政府信息公开申请。"},
    ),
    Plant(
        "shi-shichang",
        2023,
        "narrative_sum_mismatch",
        slips={
            "total_less": 40,
            "phrase_proactive": "全年主动公开{total}条，其中网站{website}条、微信{wechat}条、微博{weibo}条。",
        },
        note="the channels sum to 40 more than the total",
    ),
    Plant(
        "liping-xiang",
        2023,
        "stale_year",
        slips={"received": 0, "requests_sentence": "2022年，{name}未收到政府信息公开申请。"},
        rules=(("stale_year", "2023", "2022"),),
    ),
    Plant(
        "shi-keji",
        2023,
        "plan_names_past_year",
        slips={"next": 2023, "phrase_plans_lead": "{next}年，{name}将抓好以下改进："},
        rules=(("plan_names_past_year", "2024", "2023"),),
    ),
    Plant(
        "lanping-minzheng",
        2021,
        "plan_names_past_year",
        slips={"next": 2021, "phrase_plans_lead": "{next}年，{name}将着力改进："},
        rules=(("plan_names_past_year", "2022", "2021"),),
    ),
    Plant(
        "tingsong-jiedao",
        2022,
        "title_period_mismatch",
        slips={"title_year": 2021},
        rules=(("title_period_mismatch", "2022", "2021"),),
    ),
    Plant(
        "liping-xiang",
        2022,
        "section_missing",
        slips={"without": "other"},
        rules=(("section_missing", "other", ""),),
        note="no section six",
    ),
    Plant(
        "lanxing-jiedao",
        2024,
        "section_missing",
        slips={"problems": ("暂无。",)},
        rules=(("section_missing", "problems", "none stated"),),
        note="section five says nothing",
    ),
    Plant(
        "shi-weijian",
        2022,
        "late_publication",
        slips={"published": "2023-02-18"},
        rules=(("late_publication", "2023-01-31", "2023-02-18"),),
    ),
    Plant(
        "shi-jiaotong",
        2024,
        "late_publication",
        slips={"published": "2025-03-05"},
        rules=(("late_publication", "2025-01-31", "2025-03-05"),),
    ),
    Plant(
        "songqiao-zhengfu",
        2022,
        "late_publication",
        slips={"published": "2023-04-09"},
        rules=(("late_publication", "2023-03-31", "2023-04-09"),),
    ),
)
