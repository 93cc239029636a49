"""One report as its tables have it, and any of its figures beside the place in the file where it is printed."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl

from toolkit import checks
from toolkit.browse import names
from toolkit.browse.pieces import nothing, plain
from toolkit.browse.sheet import Sheet, cell_text, sheets_of
from toolkit.browse.view import View, choices_of
from toolkit.corpus.origin import show_in_source
from toolkit.corpus.sheets import STATES
from toolkit.corpus.show import Shown
from toolkit.errors import UnreadableFile

TITLE = ("报告与原文", "Report and source")
_ROW_HEIGHT = 35


def show(view: View) -> None:
    """Show the page."""
    import streamlit as st

    report = _report(view)
    if report is None:
        return
    figures = view.whole.lazy("figures").filter(pl.col("report_id") == report["report_id"]).collect()
    if figures.is_empty():
        nothing(view, "这份报告没有印统计表，只有文字。", "This report prints none of the tables, only prose.")
    else:
        there = set(figures["table"])
        tables = [table for table in names.table_names() if table in there]
        asked = st.query_params.get("table")
        table = st.segmented_control(
            view.say("表", "Table"), tables, default=asked if asked in tables else tables[0], key=f"table-{report['report_id']}",
            required=True, label_visibility="collapsed", format_func=lambda key: names.of(names.table_names(), key, view.lang),
        ) or tables[0]  # fmt: skip
        st.caption(
            view.say("点任何一格，下面就显示它在原文件中的位置。", "Click any cell to see below where it stands in the file.") + " " + _legend(view, figures)
        )
        _in_source(view, _chosen(view, figures.filter(pl.col("table") == table)))
    _findings(view, report["report_id"])


# -- which report --------------------------------------------------------------------------------------


def _report(view: View) -> dict[str, Any] | None:
    """Return the report that is to be shown: the one that was clicked or linked to, or one chosen here."""
    import streamlit as st

    linked = st.session_state.pop("report", None) or st.query_params.get("report")
    reports = view.whole.lazy("reports")
    found = reports.filter(pl.col("report_id") == linked).collect() if linked else None
    agencies = choices_of(view.opened).agencies
    ids = view.chosen.lazy("reports").select("agency_id").unique().collect()["agency_id"]
    offered: list[str | None] = [code for code in agencies if code in set(ids)]
    offered += [None] if ids.null_count() else []
    if found is not None and not found.is_empty():
        # A link leads to its report whatever the filters say.
        own = found["agency_id"][0]
        offered = offered if own in offered else [own, *offered]
        if st.session_state.get("shown") != linked:
            st.session_state["shown-agency"], st.session_state["shown"] = own, linked
    left, right = st.columns([3, 2])
    agency = left.selectbox(
        view.say("机关", "Agency"), offered, key="shown-agency",
        format_func=lambda code: agencies.get(code, code) if code else view.say("未写明机关", "agency not said"),
    )  # fmt: skip
    own_reports = reports.filter(pl.col("agency_id").eq_missing(agency)).sort("year", "scope", "source", descending=[True, False, False]).collect()
    rows = {row["report_id"]: row for row in own_reports.iter_rows(named=True)}
    now = st.session_state.get("shown")
    chosen: str = right.selectbox(
        view.say("报告", "Report"), list(rows), index=list(rows).index(now) if now in rows else 0,
        format_func=lambda code: _name(view, rows[code]) if code in rows else code,
    )  # fmt: skip
    if chosen != st.query_params.get("report"):
        st.query_params.from_dict({"report": chosen})
    st.session_state["shown"] = chosen
    report = rows[chosen]
    st.caption(_about(view, report))
    return report


def _name(view: View, report: dict[str, Any]) -> str:
    year = report["year"] or view.say("年份不明", "year not said")
    return f"{year} · {names.of(names.SCOPES, report['scope'], view.lang)} · {report['source']}"


def _about(view: View, report: dict[str, Any]) -> str:
    """Return in one line what the report is."""
    holds = view.say("勾稽全部成立", "all of its arithmetic holds") if report["verified"] else view.say("勾稽有不成立或缺数", "its arithmetic is broken or incomplete")
    facts = [
        report["title"], names.of(names.form_names(), report["form"], view.lang), holds,
        report["published"] and view.say(f"公布于 {report['published']}", f"published {report['published']}"),
        None if report["primary"] else view.say("同一年度的另一份，不计入指标", "a further copy for its year, not counted in measures"),
    ]  # fmt: skip
    return " · ".join(plain(str(fact)) for fact in facts if fact)


# -- its tables ----------------------------------------------------------------------------------------


def _legend(view: View, figures: pl.DataFrame) -> str:
    there = set(figures["state"].unique())
    said = [f"{one.mark} {view.say(one.zh, one.en)}" for state, one in STATES.items() if one.mark and state in there]
    return view.say(f"无数的格：{'；'.join(said)}；都不是零。", f"No number: {'; '.join(said)}; none is a zero.") if said else ""


def _chosen(view: View, figures: pl.DataFrame) -> dict[str, Any]:
    """Show one table of the form and return the figure that was clicked, or linked to, or the first with a number."""
    import streamlit as st

    clicked = None
    for number, sheet in enumerate(sheets_of(figures, view.lang)):
        event = st.dataframe(
            _grid(sheet), hide_index=True, key=f"sheet-{figures['report_id'][0]}-{figures['table'][0]}-{number}",
            on_select="rerun", selection_mode="single-cell", height=_ROW_HEIGHT * (len(sheet.rows) + 1) + 3,
            column_config={"": st.column_config.TextColumn(sheet.title, width=300)}
            | {name: st.column_config.TextColumn(head, alignment="right") for name, head in sheet.heads.items()},
        )  # fmt: skip
        for at, column in event["selection"]["cells"]:
            clicked = sheet.figure(at, column) or clicked
    linked = {name: st.query_params.get(name) for name in ("row", "column")}
    asked = figures.filter(pl.col("row").eq_missing(linked["row"]), pl.col("column").eq_missing(linked["column"])).to_dicts()
    numbers = figures.filter(pl.col("value").fill_null(0) != 0).to_dicts() or figures.to_dicts()
    figure = clicked or next(iter(asked), numbers[0])
    # The address of the page is then that of the figure.
    st.query_params.update({name: figure[name] for name in ("table", "row", "column")})
    return figure


def _grid(sheet: Sheet) -> pl.DataFrame:
    columns: dict[str, list[str]] = {"": [label for label, _ in sheet.rows]}
    for column in sheet.heads:
        columns[column] = [cell_text(cells[column]) if column in cells else "" for _, cells in sheet.rows]
    return pl.DataFrame(columns)


# -- its source ----------------------------------------------------------------------------------------


def _in_source(view: View, figure: dict[str, Any]) -> None:
    """Show one figure as the corpus has it, beside what is printed."""
    import streamlit as st

    row = names.of(names.row_names(figure["form"], figure["table"]), figure["row"], view.lang)
    column = names.of(names.column_names(figure["form"], figure["table"]), figure["column"], view.lang)
    with st.container(border=True):
        left, right = st.columns([2, 5])
        unit = figure["unit"] or (view.say("单位不明", "unit not told") if figure["value"] is not None else "")
        left.metric(f"{row} · {column}", f"{cell_text(figure | {'own_unit': None})} {unit}".strip())
        state = STATES[figure["state"]]
        left.caption(view.say(state.zh, state.en))
        if figure["raw"] is not None:
            left.markdown(view.say("原文：", "Printed: ") + f"`{figure['raw']}`" if figure["raw"].strip() else view.say("原文：空格", "Printed: a space"))
        left.caption(f"{figure['table']} · {figure['row']} · {figure['column']}")
        with right:
            try:
                shown = show_in_source(view.whole, figure)
            except UnreadableFile as error:
                st.warning(view.say("无法显示原文：", "The source cannot be shown: ") + plain(str(error)), icon=":material/folder_off:")
                return
            _shown(view, shown, figure)


def _shown(view: View, shown: Shown, figure: dict[str, Any]) -> None:
    import streamlit as st

    place = figure["place"] or {}
    if not shown.lines:
        st.caption(view.say("原文没有印这一格，没有可指的位置。", "This is printed nowhere in the file, so there is no place to show."))
        return
    where = (
        view.say(f"原文第 {place['page']} 页", f"Page {place['page']} of the file")
        if place.get("page")
        else view.say(f"原文第 {place['line']} 行", f"Line {place['line']} of the file")
    )
    st.caption(where)
    if shown.picture is not None:
        st.image(shown.picture)
    else:
        st.html(lines_html(shown))


def lines_html(shown: Shown) -> str:
    """Return the lines around a figure as HTML, escaped, its own stretch marked."""
    rows = []
    for line in shown.lines:
        text = escape(line.text)
        if line.mark:
            start, end = line.mark
            text = f"{escape(line.text[:start])}<mark><b>{escape(line.text[start:end]) or '&nbsp;'}</b></mark>{escape(line.text[end:])}"
        rows.append(f"<tr><td style='opacity:.55;text-align:right;padding-right:1em;vertical-align:top'>{escape(line.number)}</td>"
                    f"<td style='white-space:pre-wrap;overflow-wrap:anywhere'>{text}</td></tr>")  # fmt: skip
    return f"<table style='font-size:.85rem;border-collapse:collapse'>{''.join(rows)}</table>"


def _findings(view: View, report_id: str) -> None:
    """Show what the report contradicts, and what of it was not understood."""
    import streamlit as st

    own = pl.col("report_id") == report_id
    found, messages, issues = (
        view.whole.lazy(name).filter(own).collect() for name in ("findings", "messages", "issues")
    )
    found = checks.in_language(found, messages, view.lang)
    called = {code: view.say(rule.short_zh, rule.short_en) for code, rule in checks.rules().items()}
    signs = {"error": ":red[●]", "warning": ":orange[●]", "note": ":gray[●]"}
    if found.height:
        st.subheader(view.say(f"核对发现（{found.height}）", f"Findings ({found.height})"))
        order = pl.col("severity").cast(pl.Enum(list(names.SEVERITIES)))
        unknown = pl.col("status") != "fail"
        for row in found.filter(~unknown).sort(order, "rule", maintain_order=True).iter_rows(named=True):
            st.markdown(f"{signs[row['severity']]} **{plain(called[row['rule']])}** · {plain(row['message'])}")
        if (rest := found.filter(unknown)).height:
            with st.expander(view.say(f"{rest.height} 项缺数，无法核对", f"{rest.height} cannot be checked: a number is missing")):
                for row in rest.iter_rows(named=True):
                    st.markdown(f"**{plain(called[row['rule']])}** · {plain(row['message'])}")
    if issues.height:
        st.subheader(view.say(f"未能理解（{issues.height}）", f"Issues ({issues.height})"))
        for message in issues["message"]:
            st.markdown(f"- {plain(message)}")
