"""One agency on one page: six small panels of its own numbers, over the table of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts import numbers
from toolkit.charts.agency_names import body, one_body
from toolkit.charts.framing import framed
from toolkit.charts.lines import colour_of, panel_of
from toolkit.charts.one_year import bars_of
from toolkit.charts.over_years import frame_of, is_told, rows_of
from toolkit.charts.series import Frames, Line, Panel, Story, breaks_of, table_of, within_told
from toolkit.charts.theme import WIDTH
from toolkit.measures.population import population_of
from toolkit.wording import Lang

if TYPE_CHECKING:
    import altair as alt

_HEIGHT = 96
_GAP = 62
_LEFT = 44

STORY = Story(
    name="agency_profile",
    title=("年度报告概览", "what its annual reports say"),
    question=("这个机关历年的报告说了哪些数？", "Which numbers does this agency report, year by year?"),
    source=("该机关历年政府信息公开工作年度报告", "the agency's own annual reports"),
    panels=(
        Panel(("新收申请", "Requests received"), (Line("requests_received", ("新收申请", "Requests")),), _HEIGHT, "requests"),
        Panel(("公开占比（含部分公开）", "Granted in full or part"), (Line("disclosed_share", ("公开占比", "Granted")),), _HEIGHT),
        Panel(("结转下年占比", "Carried over to next year"), (Line("carried_over_share", ("结转占比", "Carried over")),), _HEIGHT),
        Panel(("行政复议", "Reconsiderations"), (Line("reconsiderations", ("行政复议", "Reconsid.")),), _HEIGHT),
        Panel(("主动公开信息", "Items disclosed"), (Line("proactive_disclosures", ("主动公开", "Disclosed")),), _HEIGHT, "items"),
        Panel(("行政许可决定", "Licensing decisions"), (Line("licensing_decisions", ("行政许可", "Licences")),), _HEIGHT, "decisions"),
    ),
    notes=(("各栏纵轴不同。", "Each panel has an axis of its own."),),
)


@dataclass(frozen=True, slots=True)
class OneBody:
    """The frames of a corpus with the reports of one body alone."""

    corpus: Frames
    chosen: str

    def lazy(self, name: str) -> pl.LazyFrame:
        """Return one frame, to be read when it is needed."""
        frame = self.corpus.lazy(name)
        return frame.filter(body() == self.chosen) if name == "reports" else frame


def table(corpus: Frames, agency: str | None = None) -> pl.DataFrame:
    """Return the numbers behind the chart of one agency: see `toolkit.charts.series.table_of`."""
    chosen, _ = one_body(corpus.lazy("reports").collect(), agency)
    return table_of(OneBody(corpus, chosen), STORY.lines)


def draw(
    corpus: Frames, *, agency: str | None = None, lang: Lang = "zh", dark: bool = False, source: str | None = None
) -> alt.VConcatChart:
    """Return six small panels of one agency, followed through its renames.

    ``agency`` is a full published name; without it the agency with the most reports is drawn.
    """
    import altair as alt

    population_of(corpus.lazy("reports").collect(), added=False)
    chosen, name = one_body(corpus.lazy("reports").collect(), agency)
    own = OneBody(corpus, chosen)
    story = replace(STORY, title=(f"{name}：{STORY.title[0]}", f"{name}: {STORY.title[1]}"))
    counted = population_of(own.lazy("reports").collect(), added=False)
    rows = within_told(table_of(own, story.lines, lang), story.needs)
    years = list(range(int(rows["year"].min()), int(rows["year"].max()) + 1))  # type: ignore[arg-type]
    frame = frame_of(rows, story, counted, years, lang, source)
    if len(years) == 1:
        return framed(alt.vconcat(*bars_of(rows, story, lang), spacing=14), frame, lang=lang, dark=dark)
    names = {line.measure: line.name(lang) for line in story.lines}
    x = alt.X("year:Q").scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False, zero=False)
    width = (WIDTH - _LEFT - _GAP) / 2
    told = [panel for panel in story.panels if is_told(rows, panel)]
    is_cut = any(breaks_of(rows, panel.lines) for panel in told)
    panels = [panel_of(rows, story, panel, names, x, years, width, True, lang, is_head_high=is_cut) for panel in told]
    # Flush bounds keep the plots of a column under each other, however long the numbers of an axis are.
    page = alt.concat(*panels, columns=2, align="all", bounds="flush", spacing={"row": 78, "column": _GAP})
    cells = rows_of(rows, story.lines, counted, years, lang)
    grid = numbers.turned(cells, years, colour_of(list(names.values())))
    body_of_chart = alt.vconcat(page, grid, spacing=20)
    return framed(body_of_chart, frame, lang=lang, dark=dark)
