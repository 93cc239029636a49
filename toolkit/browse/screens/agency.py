"""One agency: its numbers over the years, beside its peers, its reports, and the names it bore."""

from __future__ import annotations

import polars as pl

from toolkit.browse.pieces import charts_of, nothing, plain, show_chart, show_table
from toolkit.browse.screens.overview import REPORT_HEADS, open_report, report_rows
from toolkit.browse.view import View, choices_of

TITLE = ("机关", "Agency")


def show(view: View) -> None:
    """Show the page."""
    import streamlit as st

    names = choices_of(view.opened).agencies
    there = set(view.chosen.reports["agency_id"].drop_nulls())
    offered = [code for code in names if code in there]
    if not offered:
        nothing(view, "所选报告都没有写明机关。", "No chosen report says whose it is.")
        return
    chosen = st.selectbox(view.say("机关", "Agency"), offered, format_func=lambda code: names[code], key="agency")
    st.caption(view.say("以下是该机关的全部年份，不受年份等筛选影响。", "All years of the agency follow, whatever the other filters say."))
    own = view.whole.lazy("reports").filter(pl.col("agency_id") == chosen).collect()
    for name in charts_of("agency"):
        if why := show_chart(view, name, of_whole=True, agency=names[chosen]):
            st.caption(plain(why))
    st.subheader(view.say("各年报告", "Reports"))
    listed = report_rows(view, own)
    row = show_table(view, listed, REPORT_HEADS, key="own", choose=True)
    if row is not None:
        open_report(listed["report_id"][row])
    bore = view.whole.agencies().filter(pl.col("agency_id") == chosen)
    if bore.height > 1 or (bore["evidence"] != "").any():
        st.subheader(view.say("名称与区划沿革", "Names and regions"))
        heads = {
            "agency": ("名称", "Name"), "first_year": ("首见年份", "First year"), "last_year": ("末见年份", "Last year"),
            "region": ("当年区划", "Region then"), "region_today_name": ("今属", "Region today"), "evidence": ("依据", "Evidence"),
        }  # fmt: skip
        show_table(view, bore, heads, key="names")
