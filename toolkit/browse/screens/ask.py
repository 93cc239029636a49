"""Questions in SQL over the frames, sealed from everything else on the machine."""

from __future__ import annotations

from toolkit.browse.pieces import MOST_ROWS
from toolkit.browse.view import View
from toolkit.corpus.query import run_sealed_query
from toolkit.errors import QueryError
from toolkit.frames import FRAMES
from toolkit.frames.schema import IN_CHINESE

TITLE = ("SQL 查询", "Ask in SQL")

#: Questions to begin with: what each asks, and how.
EXAMPLES: dict[tuple[str, str], str] = {
    ("每年新收申请（每个机关每年一份）", "Requests received each year"): """select year, sum(count)::bigint as received, count(count) as reports
from requests join reports using (report_id, agency, year)
where outcome = 'received_new' and applicant = 'total' and "primary" and scope <> 'consolidated'
group by year order by year""",
    ("不予公开的理由", "Grounds of refusal"): """select outcome, year, sum(count)::bigint as n, count(count) as reports
from requests join reports using (report_id, agency, year)
where starts_with(outcome, 'refused_') and applicant = 'total' and "primary" and scope <> 'consolidated'
group by outcome, year order by year, n desc""",
    ("没有数字的格：印的是什么", "Cells without a number"): """select state, "table", raw, count(*) as n
from figures where value is null group by all order by n desc""",
    ("发现最多的报告", "Reports with most findings"): """select agency, year, count(*) as findings
from findings join reports using (report_id)
where severity = 'error' and status = 'fail'
group by agency, year order by findings desc, agency, year limit 20""",
    ("各列是什么意思", "What the columns mean"): "select table_name, column_name, comment from duckdb_columns() where comment is not null",
}


def show(view: View) -> None:
    """Show the page."""
    import streamlit as st

    st.caption(
        view.say(
            "在整个语料上查询，不随左侧筛选。只能查询，不能改动；看不到语料以外的文件。",
            "Asks the whole corpus, whatever the filters say. It can only ask, and sees no file but the corpus.",
        )
    )
    asked = list(EXAMPLES)
    for row in range(0, len(asked), 3):
        for column, said in zip(st.columns(3), asked[row : row + 3], strict=False):
            column.button(view.say(*said), on_click=_fill, args=(EXAMPLES[said],), width="stretch")
    if "query" not in st.session_state:
        _fill(EXAMPLES[asked[0]])
    # A widget's own memory ends when its page is left.
    query = st.text_area("SQL", st.session_state["query"], key=f"sql-{st.session_state['filled']}", height=160)
    st.session_state["query"] = query
    if st.button(view.say("查询", "Ask"), type="primary", icon=":material/play_arrow:") or query.strip():
        _answer(view, query)
    with st.expander(view.say("有哪些表", "Which tables there are")):
        st.markdown("\n".join(f"- `{name}` {view.say(IN_CHINESE[name], (schema.__doc__ or '').strip())}" for name, schema in FRAMES.items()))


def _fill(query: str) -> None:
    import streamlit as st

    st.session_state["query"] = query
    st.session_state["filled"] = st.session_state.get("filled", 0) + 1


def _answer(view: View, query: str) -> None:
    import streamlit as st

    try:
        rows, more = run_sealed_query(view.whole, query, most=MOST_ROWS)
    except QueryError as error:
        st.error(str(error), icon=":material/error:")
        return
    if rows.is_empty():
        st.info(view.say("没有符合的行。", "No row meets it."), icon=":material/info:")
        return
    st.dataframe(rows, hide_index=True)
    said = view.say(f"{rows.height:,} 行", f"{rows.height:,} rows")
    if more:
        said += view.say("，后面还有；全部请用 ogi query … --output。", ", and there are more; ogi query … --output gives all of them.")
    st.caption(said)
