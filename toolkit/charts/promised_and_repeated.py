"""What agencies promised to mend, and whether the next year's report names it as a problem again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import polars as pl

from toolkit.charts.agency_names import set_in_lines
from toolkit.charts.bars import Heap, Kind, bars_by_row
from toolkit.charts.framing import Frame, framed, span_of
from toolkit.charts.theme_names import theme_names
from toolkit.errors import NothingToDraw
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

_STATUSES = {
    "repeated": ("下一年又列为问题", "a problem again next year", 2),
    "not_repeated": ("下一年未再提", "not named next year", 0),
    "no_problems_section": ("下一年未写问题", "next year states no problems", 4),
    "no_report_next_year": ("下一年没有报告", "no report for next year", 5),
}


class Promises(Protocol):
    """What the chart needs of a corpus."""

    def promised_and_repeated(self) -> pl.DataFrame:
        """Return one row per agency, year and theme promised, with its ``status`` in the next year."""


def table(corpus: Promises) -> pl.DataFrame:
    """Return how many promises of each theme came to what: ``theme``, ``status``, ``count``."""
    found = corpus.promised_and_repeated()
    return found.group_by("theme", "status").agg(pl.len().cast(pl.Int64).alias("count")).sort("theme", "status")


def draw(corpus: Promises, *, lang: Lang = "zh", dark: bool = False, source: str | None = None) -> alt.VConcatChart:
    """Return bars by theme: promises that can be followed into the next year, and those that cannot."""
    found = corpus.promised_and_repeated()
    if found.is_empty():
        raise NothingToDraw(
            "no report in this corpus says what it will mend, so nothing can be followed; load reports of two years "
            "in a row whose prose can be read"
        )
    counts = table(corpus)
    known = theme_names("plan", lang)
    present = set(counts["theme"])
    codes = [code for code in known if code in present] + sorted(present - set(known))
    labels = {code: set_in_lines(known.get(code, code)) for code in codes}
    cells = counts.select(
        pl.col("theme").replace_strict(labels, return_dtype=pl.String).alias("row"), pl.col("status").alias("kind"), "count"
    )
    kinds = {code: Kind(code, say(lang, zh, en), colour) for code, (zh, en, colour) in _STATUSES.items()}
    heaps = [
        Heap(say(lang, "可以对照（项）", "Can be followed"), [kinds["repeated"], kinds["not_repeated"]]),
        Heap(say(lang, "无从对照（项）", "Cannot be followed"), [kinds["no_problems_section"], kinds["no_report_next_year"]]),
    ]
    body = bars_by_row(cells, list(labels.values()), heaps)
    return framed(body, _frame(found, labels, lang, source), lang=lang, dark=dark)


def _frame(found: pl.DataFrame, labels: dict[str, str], lang: Lang, source: str | None) -> Frame:
    n, agencies = found.height, found["agency_id"].n_unique()
    span = span_of(found["year"].to_list(), lang)
    by_status = dict(found.group_by("status").len().iter_rows())
    again, followed = by_status.get("repeated", 0), by_status.get("repeated", 0) + by_status.get("not_repeated", 0)
    title = say(lang, f"承诺改进的方面，下一年是否又成问题，{span}", f"What was promised, and what was a problem again, {span}")
    return Frame(
        name="promised_and_repeated",
        title=title,
        question=say(
            lang,
            "报告说要改进的方面，下一年的报告又列为问题的有多少？",
            "Of what reports say they will mend, how much does the next year's report name as a problem again?",
        ),
        facts=[
            say(lang, "单位：项（机关、年、主题）", "Unit: promises (agency, year and theme)"),
            f"n = {n:,}",
            say(lang, f"{agencies:,} 个机关", counted_noun(agencies, "agency")),
            say(lang, f"又列为问题 {again:,}/{followed:,}", f"named again {again:,}/{followed:,}"),
        ],
        notes=[
            say(
                lang,
                "又列为问题不证明没有改进，未再提也不证明已经改进；由词语判定，见原句。",
                "Named again is no proof that nothing was done, and not named no proof that it was. Told by words: see the sentences.",
            ),
            say(lang, "按主题的固定次序排列，不是排名。", "In the fixed order of themes: no ranking."),
        ],
        source=source
        or say(lang, "各机关政府信息公开工作年度报告，存在的主要问题及改进情况", "annual reports of the agencies, section on problems and improvement"),
        unit="项",
        n=n,
        alt_text=say(
            lang,
            f"条形图：{title}：{n:,} 项承诺中 {followed:,} 项可以对照，其中 {again:,} 项下一年又列为问题。",
            f"Bars: {title}: of {n:,} promises {followed:,} can be followed, and {again:,} of these are a problem again.",
        ),
    )
