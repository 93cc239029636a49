"""What codes are called: rows and columns of the forms, measures, rules, states; in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from toolkit.checks import rules
from toolkit.forms import all_forms
from toolkit.vocabulary.measures import measures
from toolkit.wording import Lang, say

_TABLES = {
    "requests": ("申请情况表", "requests"),
    "disclosures": ("主动公开情况表", "disclosures"),
    "reviews": ("复议、诉讼情况表", "reviews"),
    "statistics": ("统计表", "statistics"),
    "mentions": ("文字", "prose"),
    "themes": ("文字", "prose"),
    "findings": ("核对", "checks"),
}
_STATES = {
    "reported": ("已印数字", "printed"),
    "blank": ("空格", "blank"),
    "dash": ("横线或“无”", "dash"),
    "absent": ("未印此项", "not printed"),
    "unreadable": ("无法辨认", "unreadable"),
    "corrected": ("已更正", "corrected"),
}
_SCOPES = {"own": ("本机关", "own"), "consolidated": ("汇总", "consolidated"), "unknown": ("不明", "unknown")}
_SEVERITIES = {"error": ("错误", "error"), "warning": ("警告", "warning"), "note": ("提示", "note")}


#: Charts as a list names them that has no numbers to make a title of; another has its own name.
_CHARTS = {
    "agency_profile": ("机关概览", "agency profile"),
    "borrowed_passages": ("报告间的相同段落", "shared passages"),
    "complaint_themes": ("投诉举报的内容", "themes of complaints"),
    "coverage": ("报告的有无", "coverage"),
    "disclosure_volume": ("主动公开的数量", "volume of disclosure"),
    "disclosures_by_agency": ("各机关的许可、处罚与规范性文件", "disclosures by agency"),
    "findings_by_rule": ("核对发现", "findings by rule"),
    "licensing_and_penalties": ("许可、处罚与强制", "licensing and penalties"),
    "normative_documents": ("行政规范性文件", "normative documents"),
    "peers": ("与其他机关比较", "comparison with peers"),
    "petition_requests": ("信访举报投诉类申请", "petitions among requests"),
    "promised_and_repeated": ("改进承诺与再现的问题", "promises and repeated problems"),
    "refusal_grounds": ("不予公开的理由", "grounds of refusal"),
    "region_tiles": ("按地区的方格图", "tiles by region"),
    "request_topics": ("申请的内容", "topics of requests"),
    "requests_by_applicant": ("申请人", "applicants"),
    "requests_by_outcome": ("申请的办理结果", "outcomes of requests"),
    "requests_flow": ("申请的收、办、转", "flow of requests"),
    "requests_outcome_shares": ("办理结果占比", "shares of outcomes"),
    "reviews": ("行政复议与行政诉讼", "reconsiderations and lawsuits"),
    "themes_heatmap": ("存在的问题", "problems stated"),
}


def chart_name(code: str, lang: Lang) -> str:
    """Return what a chart is called where it is not drawn."""
    return _capital(say(lang, *_CHARTS.get(code, (code, code))))


def table_name(code: str, lang: Lang) -> str:
    """Return what a table is called in a list of sources."""
    return say(lang, *_TABLES.get(code, (code, code)))


def state_name(code: str, lang: Lang) -> str:
    """Return what the paper says: a number, a blank, a dash."""
    return say(lang, *_STATES.get(code, (code, code)))


def scope_name(code: str, lang: Lang) -> str:
    """Return whose numbers a report holds."""
    return say(lang, *_SCOPES.get(code, (code, code)))


def severity_name(code: str, lang: Lang) -> str:
    """Return how grave a finding is."""
    return say(lang, *_SEVERITIES.get(code, (code, code)))


def rule_name(code: str, lang: Lang) -> str:
    """Return what a rule is called in a few words."""
    known = rules().get(code)
    return _capital(say(lang, known.short_zh, known.short_en)) if known else code


def rule_meaning(code: str, lang: Lang) -> str:
    """Return what must hold."""
    known = rules().get(code)
    return _capital(say(lang, known.zh, known.en)) if known else code


def edition_name(era: str, lang: Lang) -> str:
    """Return the editions that share a definition; before the first national form the prose tells the numbers.

    >>> edition_name("2019+2021", "zh"), edition_name("2008+2014", "en")
    ('2019、2021 年表', 'prose since 2008, form 2014')
    """
    tables = [code for code in era.split("+") if all_forms()[code].tables]
    prose = [code for code in era.split("+") if code not in tables]
    said = [say(lang, f"{code} 年起的文字", f"prose since {code}") for code in prose]
    if tables:
        said.append(
            say(
                lang,
                f"{'、'.join(tables)} 年表",
                f"{'form' if len(tables) == 1 else 'forms'} {', '.join(tables)}",
            )
        )
    return say(lang, "、", ", ").join(said)


def measure_name(code: str, lang: Lang) -> str:
    """Return what a measure, or a group of outcomes named as one, is called."""
    known = measures().get({"other": "other_processing"}.get(code, code))
    return _capital(say(lang, known.zh, known.en)) if known else code


def row_name(code: str, lang: Lang) -> str:
    """Return what a row of a form is called; the latest edition's wording wins."""
    return say(lang, *_rows().get(code, (code, code)))


def column_name(code: str, lang: Lang) -> str:
    """Return what a column of a form is called."""
    return say(lang, *_columns().get(code, (code, code)))


def cell_name(form: str, table: str, row: str, column: str, lang: Lang) -> str:
    """Return what the paper prints beside and above a cell."""
    return say(lang, *_cells().get((form, table, row, column), (f"{row} · {column}",) * 2))


def tables_of_rule(rule: str) -> frozenset[str]:
    """Return the tables in which a sum of the forms must hold; none for rules of another kind."""
    return _balances().get(rule, frozenset())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _rows() -> Mapping[str, tuple[str, str]]:
    return {
        row.key: (row.label, _capital(row.en or row.label))
        for form in all_forms().values()
        for table in form.tables
        for row in table.rows
    }


@cache
def _columns() -> Mapping[str, tuple[str, str]]:
    return {
        column.key: (column.label, _capital(column.en or column.label))
        for form in all_forms().values()
        for table in form.tables
        for band in table.bands
        for column in band.columns
    }


@cache
def _cells() -> Mapping[tuple[str, str, str, str], tuple[str, str]]:
    found: dict[tuple[str, str, str, str], tuple[str, str]] = {}
    for form in all_forms().values():
        for table in form.tables:
            for band in table.bands:
                for row in band.rows:
                    for column in band.columns:
                        alone = len(band.columns) == 1
                        words = (
                            f"{row.number}{row.label}" + ("" if alone else f" · {column.label}"),
                            _capital(row.en or row.label)
                            + ("" if alone else f" · {column.en or column.label}"),
                        )
                        # A local form comes after the national one of its edition, whose wording counts.
                        found.setdefault((form.edition, table.key, row.key, column.key), words)
    return found


@cache
def _balances() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form in all_forms().values():
        for table in form.tables:
            for balance in table.balances:
                found.setdefault(balance.rule, set()).add(table.key)
    return {rule: frozenset(tables) for rule, tables in found.items()}
