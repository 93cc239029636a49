"""Where reports contradict themselves, what was not understood, and which reports are not there."""

from __future__ import annotations

import polars as pl

from toolkit import checks
from toolkit.browse import names
from toolkit.browse.pieces import charts_of, nothing, show_charts, show_table
from toolkit.browse.screens.overview import open_report
from toolkit.browse.view import View

TITLE = ("质量", "Quality")


def show(view: View) -> None:
    """Show the page."""
    import streamlit as st

    heads = (("核对发现", "Findings"), ("未能理解", "Issues"), ("覆盖", "Coverage"), ("未读文件", "Files not read"))
    findings, issues, coverage, files = st.tabs([view.say(*head) for head in heads])
    of_page = charts_of("quality")
    with findings:
        st.caption(view.say("报告自相矛盾，或与表式、上年报告矛盾：供核实的线索。", "Reports that contradict themselves, their form or last year's report: leads to follow."))
        show_charts(view, [name for name in of_page if not name.startswith("coverage")])
        _findings(view)
    with issues:
        st.caption(view.say("本工具没有读懂的地方：与报告对错无关。", "What the toolkit did not understand, which says nothing about the report."))
        _issues(view)
    with coverage:
        _coverage(view)
        show_charts(view, [name for name in of_page if name.startswith("coverage")])
    with files:
        _files(view)


def _findings(view: View) -> None:
    import streamlit as st

    found = checks.in_language(view.chosen.findings, view.chosen.messages, view.lang)
    if found.is_empty():
        nothing(view, "所选报告没有发现矛盾。", "No contradiction was found in the chosen reports.")
        return
    left, middle, right = st.columns(3)
    severities = left.multiselect(
        view.say("程度", "Severity"), list(names.SEVERITIES), default=["error", "warning"],
        format_func=lambda code: names.of(names.SEVERITIES, code, view.lang), key="severity",
    )  # fmt: skip
    statuses = middle.multiselect(
        view.say("结果", "Result"), list(names.STATUSES), default=["fail"],
        format_func=lambda code: names.of(names.STATUSES, code, view.lang), key="status",
    )  # fmt: skip
    rules = {code: (rule.zh, rule.en) for code, rule in checks.rules().items()}
    called = {code: (rule.short_zh, rule.short_en) for code, rule in checks.rules().items()}
    counts = dict(found.group_by("rule").len().sort("rule").iter_rows())
    rule = right.selectbox(
        view.say("规则", "Rule"), [None, *counts], key="rule",
        format_func=lambda code: view.say("全部", "all") if code is None else f"{names.of(called, code, view.lang)} ({counts.get(code, 0):,})",
    )  # fmt: skip
    if rule:
        st.caption(view.say("应当成立：", "What must hold: ") + names.of(rules, rule, view.lang) + f" (`{rule}`)")
    rows = found.filter(
        pl.col("severity").is_in(severities or list(names.SEVERITIES)), pl.col("status").is_in(statuses or list(names.STATUSES))
    )
    rows = rows.filter(pl.col("rule") == rule) if rule else rows
    whose = view.chosen.lazy("reports").select("report_id", "agency", "year").collect()
    rows = rows.join(whose, on="report_id", how="left").with_columns(
        *(
            pl.col(column).replace({code: names.of(said, code, view.lang) for code in said}).alias(f"{column}_name")
            for column, said in (("severity", names.SEVERITIES), ("status", names.STATUSES), ("rule", called))
        )
    )
    st.caption(
        view.say(
            f"列出 {rows.height:,} 条，共 {found.height:,} 条。“无法核对”是缺数，不是矛盾。点一行看该报告。",
            f"{rows.height:,} of {found.height:,} findings. What cannot be checked lacks a number and contradicts nothing. Click a row for its report.",
        )
    )
    heads = {
        "severity_name": ("程度", "Severity"), "status_name": ("结果", "Result"), "agency": ("机关", "Agency"), "year": ("年份", "Year"),
        "rule_name": ("规则", "Rule"), "message": ("说明", "Message"), "expected": ("应为", "Expected"), "actual": ("实为", "Printed"),
    }  # fmt: skip
    row = show_table(view, rows, heads, key="findings", choose=True)
    if row is not None:
        open_report(rows["report_id"][row])


def _issues(view: View) -> None:
    rows = view.chosen.issues
    if rows.is_empty():
        nothing(view, "所选报告全部读懂。", "Everything in the chosen reports was understood.")
        return
    heads = {"source": ("文件", "File"), "stage": ("环节", "Stage"), "message": ("说明", "Message")}
    row = show_table(view, rows, heads, key="issues", choose=True)
    if row is not None and rows["report_id"][row]:
        open_report(rows["report_id"][row])


def _coverage(view: View) -> None:
    import streamlit as st

    st.caption(
        view.say(
            "每个机关从首见年份到语料末年，每年应有一份。只随年份、地区、机关、职能筛选；表式、口径、勾稽筛选在此不用。",
            "One report a year is expected from an agency's first year to the last of the corpus. Follows the filters for year, "
            "region, agency and function; those for form, scope and arithmetic are left aside here.",
        )
    )
    rows = view.chosen.coverage()
    counts = {status: int((rows["status"] == status).sum()) for status in names.COVERED}
    for column, (status, number) in zip(st.columns(len(counts)), counts.items(), strict=True):
        column.metric(names.of(names.COVERED, status, view.lang), f"{number:,}", help=view.say("机关×年份", "agencies by years"))
    gone = rows.filter(pl.col("status") != "there").with_columns(
        pl.col("status").replace({code: names.of(names.COVERED, code, view.lang) for code in names.COVERED})
    )
    if gone.is_empty():
        nothing(view, "每个机关每年都有报告，没有逾期。", "Every agency has a report for every year, none of them late.")
        return
    heads = {
        "status": ("状态", "Status"), "agency": ("机关", "Agency"), "year": ("年份", "Year"), "deadline": ("期限", "Deadline"),
        "published": ("公布日期", "Published"), "days_late": ("逾期天数", "Days late"), "note": ("说明", "Note"),
    }  # fmt: skip
    show_table(view, gone, heads, key="coverage")


def _files(view: View) -> None:
    rows = view.whole.lazy("sources").filter(pl.col("status") != "loaded").select("source", "status", "reason").sort("source").collect()
    if rows.is_empty():
        nothing(view, "所有文件都已载入。", "Every file was loaded.")
        return
    show_table(view, rows, {"source": ("文件", "File"), "status": ("状态", "Status"), "reason": ("原因与办法", "Why, and what to do")}, key="files")
