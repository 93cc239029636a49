"""What there is: how many reports of whom, whether they add up, and any measure over the years."""

from __future__ import annotations

import polars as pl

from toolkit.browse import names
from toolkit.browse.pieces import charts_of, number_card, show_charts, show_table, with_steady_growth
from toolkit.browse.view import View
from toolkit.vocabulary.measures import measures

TITLE = ("概览", "Overview")
_CARDS = ("requests_received", "granted_share", "refused_share", "carried_over_share", "reconsiderations", "litigations")


def show(view: View) -> None:
    """Show the page."""
    import streamlit as st

    reports = view.chosen.reports
    years = sorted(set(reports["year"].drop_nulls()))
    verified = int(reports["verified"].sum())
    unread = int(view.whole.lazy("sources").filter(pl.col("status") == "failed").select(pl.len()).collect().item())
    facts = (
        (view.say("报告", "Reports"), f"{reports.height:,}", None),
        (view.say("机关", "Agencies"), f"{reports['agency_id'].drop_nulls().n_unique():,}", view.say("改名前后算一个", "one through its renames")),
        (view.say("年份", "Years"), f"{years[0]}–{years[-1]}" if years else "—", None),
        (
            view.say("勾稽全部成立", "Arithmetic holds"), f"{verified:,}/{reports.height:,}",
            view.say("表内各项关系都成立，且应填的格都有数", "every sum of the form holds and no required cell is missing"),
        ),
        (view.say("未能读取的文件", "Files not read"), f"{unread:,}", view.say("全部语料；原因见“质量”页", "of the whole corpus; why: page Quality")),
    )  # fmt: skip
    for column, (label, value, hint) in zip(st.columns(len(facts)), facts, strict=True):
        column.metric(label, value, help=hint)
    _latest(view)
    show_charts(view, charts_of("overview"))
    _over_years(view)
    _reports(view, reports)


def _latest(view: View) -> None:
    """Show the last year of the measures people ask for first."""
    import streamlit as st

    st.subheader(view.say("各指标最近有数的一年", "The last year with a number"))
    for row in range(0, len(_CARDS), 3):
        for column, code in zip(st.columns(3), _CARDS[row : row + 3], strict=True):
            one = measures()[code]
            with column:
                series = view.chosen.measure(code, lang=view.lang, growth=True)
                number_card(view, series, view.say(one.zh, one.en), view.say(one.caution_zh, one.caution_en))


def _over_years(view: View) -> None:
    """Show any measure year by year, with what stands behind it and what was left out."""
    import streamlit as st

    st.subheader(view.say("逐年指标", "A measure over the years"))
    known = measures()
    code = st.selectbox(
        view.say("指标", "Measure"), list(known), key="measure", format_func=lambda code: view.say(known[code].zh, known[code].en)
    )
    one = known[code]
    st.caption(view.say(one.caution_zh, one.caution_en))
    series = with_steady_growth(view.chosen.measure(code, lang=view.lang, growth=True))
    heads = {
        "year": ("年份", "Year"), "value": ("数值", "Value"), "unit": ("单位", "Unit"), "numerator": ("分子", "Numerator"),
        "denominator": ("分母", "Denominator"), "growth": ("变化", "Change"), "reports": ("报告数 n", "Reports n"),
        "form": ("表式", "Form"), "note": ("说明", "Note"),
    }  # fmt: skip
    if not one.is_share:
        heads = {column: said for column, said in heads.items() if column not in ("numerator", "denominator")}
    else:
        series = series.with_columns(pl.lit("%").alias("unit"), pl.col("value", "growth") * 100)
        heads |= {"growth": ("变化（百分点）", "Change (points)")}
    if not one.is_share:
        series = series.with_columns(pl.col("growth") * 100)
        heads |= {"growth": ("变化（%）", "Change (%)")}
    show_table(view, series.with_columns(pl.col("value", "growth").round(2)), heads, key="series")
    st.caption(
        view.say(
            "空白是报告没有印，不是零。表式更换处、缺年处，以及报告数比上年多一倍、少一半以上的年份不算变化。",
            "Blank is not printed, which is no zero. No change is told across a change of form or a missing year, nor where "
            "there are more than twice or less than half as many reports as the year before.",
        )
    )


def _reports(view: View, reports: pl.DataFrame) -> None:
    """Show the reports themselves; a click leads to the figures of one."""
    import streamlit as st

    st.subheader(view.say("报告", "Reports"))
    st.caption(view.say("点一行，看该报告的表和原文。", "Click a row to see the tables of a report beside its source."))
    listed = report_rows(view, reports)
    row = show_table(view, listed, REPORT_HEADS, key="reports", choose=True)
    if row is not None:
        open_report(listed["report_id"][row])


REPORT_HEADS = {
    "agency": ("机关", "Agency"), "year": ("年份", "Year"), "form": ("表式", "Form"), "scope_name": ("口径", "Scope"),
    "verified": ("勾稽成立", "Holds"), "published": ("公布日期", "Published"), "source": ("文件", "File"),
}  # fmt: skip


def report_rows(view: View, reports: pl.DataFrame) -> pl.DataFrame:
    """Return reports as they are listed, the newest first."""
    said = {code: names.of(names.SCOPES, code, view.lang) for code in names.SCOPES}
    return reports.sort("year", "region_code", "agency", "source", descending=[True, False, False, False], nulls_last=True).with_columns(
        pl.col("scope").replace(said).alias("scope_name")
    )


def open_report(report_id: str) -> None:
    """Go to the figures of one report."""
    import streamlit as st

    st.session_state["report"] = report_id
    st.switch_page(st.session_state["pages"]["figure"])
