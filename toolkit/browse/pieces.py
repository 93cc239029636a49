"""What pages are made of: charts, numbers with their unit and n, tables, and what stands where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from toolkit import charts
from toolkit.browse.view import View, drawn
from toolkit.charts.theme import SMALL_N
from toolkit.vocabulary.measures import SHARE
from toolkit.wording import counted_noun

#: Which charts stand on which page: by the beginning of their names, in the order of the page.
#: A chart that is none of these stands on the first page, so that a new one is never lost.
_PLACES: Mapping[str, tuple[str, ...]] = {
    "agency": ("agency_profile", "peers"),
    "requests": ("requests_", "refusal", "petition", "reviews"),
    "disclosure": ("disclosure", "normative", "licensing"),
    "themes": ("themes", "promised", "complaint", "request_topics", "borrowed"),
    "quality": ("findings", "coverage"),
    "overview": ("region",),
}
#: A table longer than this is cut, and says so: a page is no place to read on.
MOST_ROWS = 1000


def charts_of(page: str) -> list[str]:
    """Return the names of the charts of one page, in order.

    >>> charts_of("requests")[:2]
    ['requests_by_applicant', 'requests_by_outcome']
    """
    if page == "overview":
        placed = {name for other in _PLACES if other != "overview" for name in charts_of(other)}
        return [name for name in charts.names() if name not in placed]
    return [name for start in _PLACES[page] for name in charts.names() if name.startswith(start)]


def show_charts(view: View, names: Sequence[str]) -> None:
    """Show charts one below the other; those with nothing to show are named at the end."""
    import streamlit as st

    empty = []
    for name in names:
        with st.container(key=f"chart-{name}"):
            why = show_chart(view, name)
        empty += [(name, why)] if why else []
    if empty:
        with st.expander(view.say(f"{len(empty)} 张图没有可画的内容", f"{len(empty)} charts with nothing to draw")):
            for name, why in empty:
                st.markdown(f"`{name}` {plain(why)}")


def show_chart(view: View, name: str, *, of_whole: bool = False, **options: str) -> str | None:
    """Show one chart of the chosen reports, or of the whole corpus; return why, where there is nothing to draw."""
    import streamlit as st

    with st.spinner(view.say("正在画图……", "Drawing …")):
        spec = drawn(view, name, of_whole, tuple(sorted(options.items())))
    if isinstance(spec, str):
        return spec
    st.vega_lite_chart(None, spec, theme=None, width="content")
    return None


def plain(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> print(plain("a_b [1] $x$ <b>"))
    a\_b \[1\] \$x\$ \<b\>
    """
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+-.!|<>~$:" and char not in ".-:" else char for char in text)


def with_steady_growth(series: pl.DataFrame) -> pl.DataFrame:
    """Return a measure without the changes that come of another number of reports: more than twice, less than half."""
    before = pl.col("reports").shift(1).over("segment", order_by="year")
    steady = (pl.col("reports") <= 2 * before) & (2 * pl.col("reports") >= before)
    return series.with_columns(pl.when(steady).then(pl.col("growth")).alias("growth"))


def number_card(view: View, series: pl.DataFrame, title: str, caution: str) -> None:
    """Show the last year of one measure as a number with unit, reports and change; its caution on its mark."""
    import streamlit as st

    rows = with_steady_growth(series).drop_nulls("value")
    if rows.is_empty():
        st.metric(title, "—", help=caution, border=True)
        st.caption(view.say("所选报告没有这一数字", "no chosen report tells it"))
        return
    row = rows.sort("year", "segment").row(-1, named=True)
    reports = view.say(f"{row['reports']:,} 份报告", counted_noun(row["reports"], "report"))
    st.metric(title, value_text(row), change_text(view, row), help=caution, border=True, delta_color="off")
    said = [str(row["year"]), reports]
    if row["denominator"] is not None:
        said.append(f"{row['numerator']:,.0f}/{row['denominator']:,.0f}")
    if rows.filter(pl.col("year") == row["year"]).height > 1:
        # Reports of another form of the same year are not added: they count otherwise.
        said.append(view.say(f"仅 {row['form']} 年表", f"form of {row['form']} only"))
    st.caption(" · ".join(said))


def value_text(row: Mapping[str, Any]) -> str:
    """Return the value of a row of a measure with its unit; a share of few is written as n/N.

    >>> value_text({"value": 0.25, "unit": "share", "numerator": 2.0, "denominator": 8.0})
    '2/8'
    >>> value_text({"value": 1234.0, "unit": "件", "numerator": None, "denominator": None})
    '1,234 件'
    """
    if row["unit"] == SHARE:
        few = row["denominator"] is not None and row["denominator"] < SMALL_N
        return f"{row['numerator']:,.0f}/{row['denominator']:,.0f}" if few else f"{row['value']:.1%}"
    return f"{row['value']:,.{0 if row['value'] == round(row['value']) else 2}f} {row['unit'] or ''}".strip()


def change_text(view: View, row: Mapping[str, Any]) -> str | None:
    """Return the change against the year before; nothing across a break, a gap, or where the share is of few."""
    growth = row["growth"]
    if growth is None or (row["denominator"] is not None and row["denominator"] < SMALL_N):
        return None
    if row["unit"] == SHARE:
        return view.say(f"{growth * 100:+.1f} 个百分点", f"{growth * 100:+.1f} points")
    # Its sign comes first: by it Streamlit points the arrow.
    return view.say(f"{growth:+.1%}，较上年", f"{growth:+.1%} on the year before")


def show_table(view: View, rows: pl.DataFrame, names: Mapping[str, tuple[str, str]], *, key: str, choose: bool = False) -> int | None:
    """Show a frame under Chinese or English heads; return the row that was chosen, where one can be.

    ``names`` are the columns to show, in order, with their heads.
    """
    import streamlit as st

    shown = rows.head(MOST_ROWS).select(list(names))
    heads = {column: view.say(*said) for column, said in names.items()}
    event = st.dataframe(
        shown,
        column_config={column: _column(head, shown[column].dtype) for column, head in heads.items()},
        hide_index=True,
        key=key,
        on_select="rerun" if choose else "ignore",
        selection_mode="single-row",
        placeholder="",
    )
    if rows.height > MOST_ROWS:
        st.caption(view.say(f"只列出前 {MOST_ROWS:,} 行，共 {rows.height:,} 行", f"the first {MOST_ROWS:,} of {rows.height:,} rows"))
    chosen = event["selection"]["rows"] if choose else []
    return int(chosen[0]) if chosen and chosen[0] < shown.height else None


def _column(head: str, dtype: pl.DataType) -> Any:
    import streamlit as st

    config = st.column_config
    if dtype == pl.Int64 and head in ("年份", "Year"):
        return config.NumberColumn(head, format="%d")
    if dtype.is_numeric():
        return config.NumberColumn(head, format="localized")
    if dtype == pl.Date:
        return config.DateColumn(head, format="YYYY-MM-DD")
    return config.CheckboxColumn(head) if dtype == pl.Boolean else config.Column(head)


def nothing(view: View, zh: str, en: str) -> None:
    """Say that there is nothing here, and what to do."""
    import streamlit as st

    st.info(view.say(zh, en), icon=":material/info:")
