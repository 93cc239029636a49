"""The page itself, drawn anew for every look at it: the filters at its side, and the pages they are for."""

from __future__ import annotations

import os
from functools import partial

from toolkit.browse import names
from toolkit.browse.screens import agency, ask, disclosure, figure, overview, quality, requests, themes
from toolkit.browse.selection import Filters
from toolkit.browse.view import LANGUAGE, Opened, View, choices_of
from toolkit.errors import ToolkitError
from toolkit.wording import Lang, say

_PAGES = (overview, agency, requests, disclosure, themes, quality, figure, ask)
#: Charts are as wide as they are drawn; where the screen is narrower they are moved, not squeezed.
_STYLE = """
<style>
[data-testid="stVegaLiteChart"] {overflow-x: auto; max-width: 100%;}
[data-testid="stMainBlockContainer"] {padding-top: 3.5rem; padding-bottom: 3rem; max-width: 1080px;}
[data-testid="stMetricValue"] {font-size: 1.7rem; font-variant-numeric: tabular-nums;}
@media (max-width: 640px) {[data-testid="stMainBlockContainer"] {padding-top: 4.5rem;}}
h1 {font-size: 1.9rem !important; padding-top: 0 !important;}
h3 {font-size: 1.25rem !important;}
</style>
"""


def main() -> None:
    """Draw the page that was asked for."""
    import streamlit as st

    st.set_page_config(page_title="政府信息公开年度报告", layout="wide")
    st.html(_STYLE)
    try:
        opened = Opened.now()
        view = View(opened, *_asked(opened), dark=st.context.theme.type == "dark")
        pages = [
            st.Page(partial(_show, module, view), title=say(view.lang, *module.TITLE), url_path=name, default=module is overview)
            for name, module in ((module.__name__.rpartition(".")[2], module) for module in _PAGES)
        ]  # fmt: skip
        st.session_state["pages"] = {page.url_path or "overview": page for page in pages}
        st.navigation(pages, expanded=True).run()
    except ToolkitError as error:
        st.error(str(error), icon=":material/error:")


def _show(module: object, view: View) -> None:
    """Show one page, or say that no report is chosen."""
    import streamlit as st

    number = len(view.chosen) if not view.filters.is_empty else len(view.whole)
    st.title(view.say(*module.TITLE))  # type: ignore[attr-defined]
    if number == 0 and module is not ask:
        empty = view.filters.is_empty
        st.info(
            view.say("语料中没有报告。请先用 ogi load 载入。", "This corpus holds no report. Load some with ogi load.")
            if empty
            else view.say("没有报告符合左侧的筛选。放宽一项，或点“清除筛选”。", "No report meets the filters. Ease one of them, or clear them all."),
            icon=":material/filter_alt_off:",
        )
        return
    module.show(view)  # type: ignore[attr-defined]


def _asked(opened: Opened) -> tuple[Filters, Lang]:
    """Return the filters and the language as they are set at the side of the page."""
    import streamlit as st

    there = choices_of(opened)
    with st.sidebar:
        started: Lang = "en" if os.environ.get(LANGUAGE) == "en" else "zh"
        lang: Lang = st.segmented_control(
            "语言 Language", ["zh", "en"], default=started, key="lang", format_func={"zh": "中文", "en": "English"}.get,
            label_visibility="collapsed", required=True,
        ) or started  # fmt: skip
        st.markdown(f"**{say(lang, '筛选', 'Filters')}**")
        years = None
        if len(there.years) > 1:
            ends = (there.years[0], there.years[-1])
            chosen = st.slider(say(lang, "年份", "Years"), *ends, value=ends, key="years")
            years = None if chosen == ends else chosen
        choose = partial(_choose, lang)
        regions = choose("regions", ("地区", "Region"), {name: (name, name) for name in there.regions})
        agencies = choose("agencies", ("机关", "Agency"), {code: (name, name) for code, name in there.agencies.items()})
        functions = choose("functions", ("职能", "Function"), {code: names.function_names().get(code, (code, code)) for code in there.functions})
        forms = choose("forms", ("表式", "Form"), {code: names.form_names().get(code, (code, code)) for code in there.forms})
        scopes = choose("scopes", ("口径", "Scope"), {code: names.SCOPES.get(code, (code, code)) for code in there.scopes})
        verified = st.selectbox(
            say(lang, "勾稽核对", "Arithmetic"),
            [None, True, False],
            format_func=lambda value: {
                None: say(lang, "全部", "all"),
                True: say(lang, "全部成立", "all of it holds"),
                False: say(lang, "有不成立或缺数", "broken or incomplete"),
            }[value],
            key="verified",
        )
        filters = Filters(years, regions, agencies, functions, forms, scopes, verified)
        view = View(opened, filters, lang, dark=False)
        found, whole = len(view.chosen), len(view.whole)
        st.caption(say(lang, f"已选 {found:,} 份报告，共 {whole:,} 份", f"{found:,} of {whole:,} reports chosen"))
        st.button(say(lang, "清除筛选", "Clear filters"), on_click=_clear, disabled=filters.is_empty, width="stretch")
        st.caption(say(lang, f"语料：{opened.folder.name}。仅在本机，不联网。", f"Corpus: {opened.folder.name}. On this machine only, nothing goes online."))
    return filters, lang


def _choose(lang: Lang, key: str, label: tuple[str, str], offered: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """Return what was chosen of one column of the reports; what there is but one of is not asked for."""
    import streamlit as st

    if len(offered) < 2:
        return ()
    return tuple(
        st.multiselect(
            say(lang, *label), list(offered), key=key, placeholder=say(lang, "全部", "all"),
            format_func=lambda code: say(lang, *offered.get(code, (code, code))),
        )
    )  # fmt: skip


def _clear() -> None:
    import streamlit as st

    for key in ("years", "regions", "agencies", "functions", "forms", "scopes", "verified"):
        st.session_state.pop(key, None)


if __name__ == "__main__":
    main()
