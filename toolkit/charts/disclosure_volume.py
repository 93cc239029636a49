"""How much government information agencies disclosed of their own accord, year by year and by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.charts.over_years import draw_story
from toolkit.charts.series import Frames, Line, Panel, Story, table_of
from toolkit.wording import Lang

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

STORY = Story(
    name="disclosure_volume",
    title=("主动公开政府信息的数量", "Items disclosed proactively"),
    question=("各机关每年称主动公开了多少条信息，经由哪些渠道？", "How many items do agencies say they disclosed each year, and through which channels?"),
    source=(
        "各机关政府信息公开工作年度报告，文字部分与统计表（2014 年表）",
        "annual reports of the agencies, prose and the statistics of the 2014 form",
    ),
    panels=(
        Panel(("总数", "Total"), (Line("proactive_disclosures", ("公开总数", "Total"), sparse=True),), 130, counted="items"),
        Panel(
            ("按渠道，不得相加", "By channel, which do not add up"),
            (
                Line("proactive_website", ("政府网站", "Website"), sparse=True),
                Line("proactive_wechat", ("政务微信", "WeChat"), sparse=True),
                Line("proactive_weibo", ("政务微博", "Weibo"), sparse=True),
                Line("proactive_gazette", ("政府公报", "Gazette"), sparse=True),
            ),
            150,
            counted="items",
        ),
    ),
    needs="load reports whose prose, or whose statistics (2014 form), say how much was disclosed",
    notes=(
        ("各年报告数不同，逐年比较前先看报告数。", "The number of reports differs from year to year: see how many tell a number before comparing."),
    ),
)


def table(corpus: Frames) -> pl.DataFrame:
    """Return the numbers behind the chart, one row per measure and year: see `toolkit.charts.series.table_of`."""
    return table_of(corpus, STORY.lines)


def draw(corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None) -> alt.VConcatChart:
    """Return lines of the items disclosed in all and by channel, broken where the form changes."""
    return draw_story(corpus, STORY, lang=lang, dark=dark, source=source)
