"""What codes are called on the page: agencies' functions, forms, scopes, and the rows and columns of tables."""

from __future__ import annotations

from functools import cache

from toolkit.browse.selection import NO_FORM
from toolkit.forms import all_forms
from toolkit.vocabulary.agencies import agencies
from toolkit.vocabulary.themes import themes
from toolkit.wording import Lang, say

SCOPES = {"own": ("本机关", "own"), "consolidated": ("汇总", "consolidated"), "unknown": ("不明", "unknown")}
SEVERITIES = {"error": ("错误", "error"), "warning": ("警告", "warning"), "note": ("提示", "note")}
STATUSES = {"fail": ("不成立", "fail"), "unknown": ("无法核对", "unknown")}
COVERED = {"there": ("有报告", "there"), "late": ("逾期", "late"), "failed": ("未能读取", "not read"), "missing": ("缺", "missing")}
ASPECTS = {
    "problem": ("存在问题", "Problems"), "plan": ("改进打算", "Plans"),
    "complaint": ("投诉举报内容", "Complaints"), "request_topic": ("申请内容", "Topics of requests"),
}  # fmt: skip
#: The sources of the complaint panel.
SOURCES = {
    "problems": ("机关自述问题", "Problems stated"), "petition_requests": ("信访举报投诉类申请", "Petitions as requests"),
    "refusal_grounds": ("不予公开理由", "Grounds of refusal"), "refusal_grounds_2014": ("不同意公开理由（2014 年表）", "Grounds of refusal (2014)"),
    "reviews": ("复议诉讼", "Reviews"), "reviews_2014": ("复议诉讼（2014 年表）", "Reviews (2014)"),
    "complaints_2014": ("举报投诉数量（2014 年表）", "Complaints (2014)"), "mentions": ("文字所述热线、投诉", "Hotline and complaints in prose"),
    "complaint_topics": ("投诉内容", "Topics of complaints"),
}  # fmt: skip


def of(names: dict[str, tuple[str, str]], code: str | None, lang: Lang) -> str:
    """Return what a code is called; itself where it has no name."""
    return say(lang, *names.get(code, (code, code))) if code else ""


@cache
def function_names() -> dict[str, tuple[str, str]]:
    """Return what each function of an agency is called."""
    return {function.code: (function.zh, function.en) for function in agencies().functions}


@cache
def theme_names() -> dict[str, tuple[str, str]]:
    """Return what each theme and each topic is called."""
    return {one.code: (one.zh, one.en) for one in (*themes().topics, *themes().themes)}


@cache
def form_names() -> dict[str, tuple[str, str]]:
    """Return what each edition of the form is called."""
    own = {form.edition: (f"{form.edition} 年表", f"form of {form.edition}") for form in all_forms().values()}
    return own | {NO_FORM: ("未套用表式", "no form")}


@cache
def table_names() -> dict[str, tuple[str, str]]:
    """Return what each table is called, in the newest edition that has it."""
    return {table.key: (table.name_zh, table.name_en) for form in all_forms().values() for table in form.tables}


@cache
def row_names(edition: str, table: str) -> dict[str, tuple[str, str]]:
    """Return the rows of a table in the order of the form, as printed and in English."""
    return {
        row.key: (f"{_group_number(row.group)}{row.number}{row.label}", row.en)
        for form in all_forms().values() if form.edition == edition and form.has(table)
        for row in form.table(table).rows
    }  # fmt: skip


def _group_number(group: str) -> str:
    """Return the number of a group, so that its rows are told from those of another: （三）1.属于国家秘密.

    >>> _group_number("（三）不予公开"), _group_number("三、本年度办理结果")
    ('（三）', '')
    """
    return group[: group.index("）") + 1] if group.startswith("（") else ""


@cache
def column_names(edition: str, table: str) -> dict[str, tuple[str, str]]:
    """Return the columns of a table in the order of the form, as printed and in English, each once."""
    return {
        column.key: (column.label, column.en)
        for form in all_forms().values() if form.edition == edition and form.has(table)
        for band in form.table(table).bands for column in band.columns
    }  # fmt: skip
