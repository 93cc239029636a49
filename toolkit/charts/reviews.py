"""Reconsiderations and lawsuits about disclosure, and how often the agency was corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.charts.over_years import draw_story
from toolkit.charts.series import Frames, Line, Panel, Story, table_of
from toolkit.wording import Lang

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

STORY = Story(
    name="reviews",
    title=("因政府信息公开提起的行政复议与行政诉讼", "Reconsiderations and lawsuits about disclosure"),
    question=("每年有多少复议和诉讼，其中多大比例纠正了机关的决定？", "How many reconsiderations and lawsuits are there each year, and what share corrected the agency?"),
    source=(
        "各机关政府信息公开工作年度报告，行政复议、行政诉讼情况表，统计表（2014 年表）及文字",
        "annual reports of the agencies, table on reconsiderations and lawsuits, statistics of the 2014 form, and prose",
    ),
    panels=(
        Panel(
            ("复议与诉讼", "Reconsiderations and lawsuits"),
            (Line("reconsiderations", ("行政复议", "Reconsiderations")), Line("litigations", ("行政诉讼", "Lawsuits"))),
        ),
        Panel(
            ("结果纠正占比", "Share corrected"),
            (
                Line("reconsideration_corrected_share", ("复议纠错", "Reconsid. corrected")),
                Line("litigation_corrected_share", ("诉讼纠错", "Lawsuits corrected")),
            ),
            130,
        ),
    ),
    needs="load reports that have the table on reconsiderations and lawsuits (2019 and later)",
)


def table(corpus: Frames) -> pl.DataFrame:
    """Return the numbers behind the chart, one row per measure and year: see `toolkit.charts.series.table_of`."""
    return table_of(corpus, STORY.lines)


def draw(corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None) -> alt.VConcatChart:
    """Return lines of reconsiderations and lawsuits, over the shares that corrected the agency with their n/N."""
    return draw_story(corpus, STORY, lang=lang, dark=dark, source=source)
