"""What agencies say is wrong with their disclosure: how many reports name each problem, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.charts import theme_tiles
from toolkit.charts.series import Frames
from toolkit.charts.theme_tiles import Aspect, By, draw_themes
from toolkit.wording import Lang

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

ASPECT = Aspect(
    name="themes_heatmap",
    code="problem",
    title=("报告自述的存在问题", "Problems that reports state"),
    question=("报告在“存在的主要问题”中说了哪些方面的问题？", "Which problems do reports name in their section on problems?"),
    source=("各机关政府信息公开工作年度报告，存在的主要问题及改进情况", "annual reports of the agencies, section on problems and improvement"),
    base=("写明问题或写明没有问题的报告", "reports that state problems, or that there are none"),
)


def table(corpus: Frames, by: By = "year") -> pl.DataFrame:
    """Return how many reports name each theme: see `toolkit.charts.theme_tiles.table_of`."""
    return theme_tiles.table_of(corpus, ASPECT.code, by)


def draw(
    corpus: Frames,
    *,
    lang: Lang = "zh",
    dark: bool = False,
    by: By = "year",
    limit: int = 40,
    source: str | None = None,
) -> alt.VConcatChart:
    """Return tiles of themes by year or, with ``by="agency"``, of at most ``limit`` agencies by theme."""
    return draw_themes(corpus, ASPECT, by=by, limit=limit, lang=lang, dark=dark, source=source)
