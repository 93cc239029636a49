"""What the prose says: problems, plans, complaints and topics, with the sentences themselves."""

from __future__ import annotations

import polars as pl

from toolkit.browse import names
from toolkit.browse.pieces import charts_of, nothing, show_charts, show_table
from toolkit.browse.screens.overview import open_report
from toolkit.browse.view import View

TITLE = ("问题与诉求", "Problems and complaints")


def show(view: View) -> None:
    """Show the page."""
    show_charts(view, charts_of("themes"))
    _sentences(view)
    _panel(view)


def _sentences(view: View) -> None:
    """Show the sentences behind a theme."""
    import streamlit as st

    st.subheader(view.say("原句", "Sentences"))
    left, right = st.columns(2)
    aspect = left.selectbox(
        view.say("方面", "Aspect"), list(names.ASPECTS), format_func=lambda code: names.of(names.ASPECTS, code, view.lang), key="aspect"
    )
    rows = view.chosen.lazy("themes").filter(pl.col("aspect") == aspect)
    there = rows.group_by("theme").len().sort("len", "theme", descending=[True, False]).collect()
    if there.is_empty():
        nothing(view, "所选报告没有写到这一方面；换一个方面或放宽筛选。", "No chosen report says anything of this; choose another aspect, or ease the filters.")
        return
    counts = dict(there.iter_rows())
    theme = right.selectbox(
        view.say("主题", "Theme"), list(counts), key="theme",
        format_func=lambda code: f"{names.of(names.theme_names(), code, view.lang)} ({counts[code]:,})" if code in counts else code,
    )  # fmt: skip
    reports = view.chosen.lazy("reports").select("report_id", "agency", "year")
    found = (
        rows.filter(pl.col("theme") == theme).join(reports, on="report_id").select("agency", "year", "match", "sentence", "report_id")
        .sort("year", "agency", "sentence", descending=[True, False, False], nulls_last=True).collect()
    )  # fmt: skip
    st.caption(view.say("句数多不等于问题多：写得细的报告句子多。点一行看该报告。", "More sentences are not more problems: some reports write at length. Click a row for its report."))
    heads = {"agency": ("机关", "Agency"), "year": ("年份", "Year"), "match": ("判定词", "Words"), "sentence": ("原句", "Sentence")}
    row = show_table(view, found, heads, key="sentences", choose=True)
    if row is not None:
        open_report(found["report_id"][row])


def _panel(view: View) -> None:
    """Show the complaint panel, source by source, never added."""
    import streamlit as st

    st.subheader(view.say("诉求各来源", "Complaints by source"))
    panel = view.chosen.complaints(lang=view.lang)
    if panel.is_empty():
        nothing(view, "所选报告没有这些来源。", "No chosen report has any of these sources.")
        return
    sources = panel["source"].unique(maintain_order=True).to_list()
    source = st.selectbox(view.say("来源", "Source"), sources, format_func=lambda code: names.of(names.SOURCES, code, view.lang), key="panel")
    own = panel.filter(pl.col("source") == source)
    st.caption(own["caution"][0] + view.say("各来源口径不同，不能相加。", " Sources count differently and are never added."))
    # Years side by side, so that a row reads as a story; what is not said stays blank.
    said = own["what"].replace({code: names.of(names.theme_names(), code, view.lang) for code in own["what"].unique()})
    wide = own.with_columns(said).select("what", "year", "value", "unit", "reports", "asked").sort("year", "what", descending=[True, False])
    heads = {
        "year": ("年份", "Year"), "what": ("内容", "What"), "value": ("数值", "Value"), "unit": ("单位", "Unit"),
        "reports": ("写到的报告", "Reports that say"), "asked": ("可能写到的报告", "Reports that could"),
    }  # fmt: skip
    show_table(view, wide, heads, key="complaints")
