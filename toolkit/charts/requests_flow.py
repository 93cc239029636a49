"""How many requests came in, how many were processed, and how many were carried over, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.charts.over_years import draw_story
from toolkit.charts.series import Frames, Line, Panel, Story, table_of
from toolkit.wording import Lang

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

STORY = Story(
    name="requests_flow",
    title=("政府信息公开申请的收、办、转", "Requests received, processed and carried over"),
    question=("每年新收多少申请，办结多少，有多少结转到下一年？", "How many requests came in, how many were processed, and how many were left for the next year?"),
    source=(
        "各机关政府信息公开工作年度报告，收到和处理政府信息公开申请情况表、统计表（2014 年表）及文字",
        "annual reports of the agencies, table on requests received and processed, statistics of the 2014 form, and prose",
    ),
    panels=(
        Panel(
            ("新收与办结", "Received and processed"),
            (Line("requests_received", ("新收", "Received")), Line("requests_processed", ("办结", "Processed"))),
            170,
            counted="requests",
        ),
        Panel(
            ("结转", "Carried over"),
            (Line("requests_carried_in", ("上年结转", "From last year")), Line("requests_carried_out", ("结转下年", "To next year"))),
            110,
            counted="requests",
        ),
    ),
    needs="load reports that have the table on requests (2019 and later) or the statistics of the 2014 form",
)


def table(corpus: Frames) -> pl.DataFrame:
    """Return the numbers behind the chart, one row per measure and year: see `toolkit.charts.series.table_of`."""
    return table_of(corpus, STORY.lines)


def draw(corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None) -> alt.VConcatChart:
    """Return lines of requests received and processed, over lines of those carried over, over their numbers."""
    return draw_story(corpus, STORY, lang=lang, dark=dark, source=source)
