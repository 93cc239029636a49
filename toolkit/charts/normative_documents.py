"""Normative documents: how many were issued and repealed each year, and how many are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.charts.over_years import draw_story
from toolkit.charts.series import Frames, Line, Panel, Story, table_of
from toolkit.wording import Lang

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

STORY = Story(
    name="normative_documents",
    title=("行政规范性文件的制发、废止与现行有效", "Normative documents issued, repealed and in force"),
    question=("每年制发、废止多少行政规范性文件，年底现行有效多少？", "How many normative documents are issued and repealed each year, and how many are in force?"),
    source=(
        "各机关政府信息公开工作年度报告，主动公开政府信息情况表、统计表（2014 年表）",
        "annual reports of the agencies, table on proactive disclosure and statistics of the 2014 form",
    ),
    panels=(
        Panel(
            ("流量", "Flow"),
            (Line("normative_documents_issued", ("制发", "Issued")), Line("normative_documents_repealed", ("废止", "Repealed"))),
            counted="documents",
        ),
        Panel(
            ("存量", "Stock"),
            (
                Line("normative_documents_in_force", ("现行有效", "In force")),
                Line("normative_documents_published_total", ("对外公开总数", "Published in all")),
            ),
            counted="documents",
        ),
    ),
    needs="load reports that have the table on disclosure (2019 and later) or the statistics of the 2014 form",
)


def table(corpus: Frames) -> pl.DataFrame:
    """Return the numbers behind the chart, one row per measure and year: see `toolkit.charts.series.table_of`."""
    return table_of(corpus, STORY.lines)


def draw(corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None) -> alt.VConcatChart:
    """Return lines of the documents issued and repealed, over lines of those in force or published."""
    return draw_story(corpus, STORY, lang=lang, dark=dark, source=source)
