"""Petitions made as requests for information, and complaints that agencies report: two things, never joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.charts.over_years import draw_story
from toolkit.charts.series import Frames, Line, Panel, Story, table_of
from toolkit.wording import Lang

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

STORY = Story(
    name="petition_requests",
    title=("信访举报投诉：以申请形式提出的与机关报告收到的", "Petitions made as requests, and complaints reported"),
    question=(
        "有多少申请被认定为信访、举报、投诉而不予处理？机关报告收到多少举报投诉？",
        "How many requests were taken for petitions and not processed? How many complaints do agencies report?",
    ),
    source=(
        "各机关政府信息公开工作年度报告，收到和处理政府信息公开申请情况表；举报投诉数见文字与统计表（2014 年表）",
        "annual reports of the agencies, table on requests; complaints from prose and the statistics of the 2014 form",
    ),
    panels=(
        Panel(
            ("信访举报投诉类申请", "Petition-type requests"),
            (Line("petition_complaint_requests", ("信访类申请", "Petition requests")),),
            120,
        ),
        Panel(
            ("占办理总数", "Share of all requests handled"),
            (Line("petition_complaint_share", ("信访类申请占比", "Petition share")),),
            100,
        ),
        Panel(
            ("机关报告的举报投诉，另一回事", "Complaints reported, another matter"),
            (Line("complaints_reported", ("举报投诉", "Complaints"), sparse=True),),
            120,
        ),
    ),
    needs="load reports that have the table on requests (2019 and later) or that tell of complaints",
)


def table(corpus: Frames) -> pl.DataFrame:
    """Return the numbers behind the chart, one row per measure and year: see `toolkit.charts.series.table_of`."""
    return table_of(corpus, STORY.lines)


def draw(corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None) -> alt.VConcatChart:
    """Return petition-type requests, their share, and in a panel of their own the complaints reported."""
    return draw_story(corpus, STORY, lang=lang, dark=dark, source=source)
