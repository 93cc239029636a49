"""What people complained about, as reports tell it: how many reports name each topic, year by year."""

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
    name="complaint_themes",
    code="complaint",
    title=("报告所述的投诉举报内容", "What people complained about, as reports tell"),
    question=("报告说群众投诉、举报、复议、诉讼涉及哪些方面？", "What do reports say people complained, petitioned or sued about?"),
    source=("各机关政府信息公开工作年度报告，文字部分", "annual reports of the agencies, prose"),
    base=("写明投诉内容的报告", "reports that say what complaints were about"),
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
