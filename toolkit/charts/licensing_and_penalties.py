"""Decisions that agencies report: licences, penalties and coercion, each on an axis of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.charts.over_years import draw_story
from toolkit.charts.series import Frames, Line, Panel, Story, table_of
from toolkit.wording import Lang

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

# Licences run into thousands where penalties are few: on one axis the few would look like none.
STORY = Story(
    name="licensing_and_penalties",
    title=("行政许可、行政处罚与行政强制的处理决定", "Decisions on licences, penalties and coercion"),
    question=("各机关每年报告作出多少许可、处罚、强制决定？", "How many decisions on licences, penalties and coercion do agencies report each year?"),
    source=(
        "各机关政府信息公开工作年度报告，主动公开政府信息情况表",
        "annual reports of the agencies, table on proactive disclosure",
    ),
    panels=(
        Panel(("行政许可", "Licences"), (Line("licensing_decisions", ("行政许可", "Licences")),), 110, counted="decisions"),
        Panel(("行政处罚", "Penalties"), (Line("penalty_decisions", ("行政处罚", "Penalties")),), 110, counted="decisions"),
        Panel(("行政强制", "Coercion"), (Line("coercion_decisions", ("行政强制", "Coercion")),), 110, counted="decisions"),
    ),
    needs="load reports that have the table on disclosure (2019 and later)",
    notes=(("各栏纵轴不同。", "Each panel has an axis of its own."),),
)


def table(corpus: Frames) -> pl.DataFrame:
    """Return the numbers behind the chart, one row per measure and year: see `toolkit.charts.series.table_of`."""
    return table_of(corpus, STORY.lines)


def draw(corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None) -> alt.VConcatChart:
    """Return one panel of lines for licences, one for penalties and one for coercion, over their numbers."""
    return draw_story(corpus, STORY, lang=lang, dark=dark, source=source)
