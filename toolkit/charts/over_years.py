"""A chart of measures over years: panels of lines over the table of their numbers, and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts import numbers
from toolkit.charts.agency_names import count_of
from toolkit.charts.framing import Frame, about_gaps, framed, grouped, span_of
from toolkit.charts.lines import colour_of, panel_of
from toolkit.charts.numbers import Cell, Row
from toolkit.charts.one_year import bars_of
from toolkit.charts.series import Frames, Line, Panel, Story, about, by_measure, table_of, within_told
from toolkit.charts.theme import SMALL_N, WIDTH
from toolkit.measures.population import Population, population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt


def draw_story(corpus: Frames, story: Story, *, lang: Lang, dark: bool, source: str | None) -> alt.VConcatChart:
    """Return the chart of a story: lines over the years, or, where there is one year alone, a bar per measure."""
    import altair as alt

    counted = population_of(corpus.lazy("reports").collect())
    rows = within_told(table_of(corpus, story.lines, lang), story.needs)
    years = list(range(int(rows["year"].min()), int(rows["year"].max()) + 1))  # type: ignore[arg-type]
    frame = frame_of(rows, story, counted, years, lang, source)
    if len(years) == 1:
        return framed(alt.vconcat(*bars_of(rows, story, lang), spacing=14), frame, lang=lang, dark=dark)
    names = {line.measure: line.name(lang) for line in story.lines}
    cells = rows_of(rows, story.lines, counted, years, lang)
    heads = [row.head for row in cells]
    side = numbers.side_of(heads)
    under = numbers.fits(cells, (WIDTH - side) / len(years))
    left = side if under else 60.0
    x = alt.X("year:Q").scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False, zero=False)
    told = [panel for panel in story.panels if is_told(rows, panel)]
    panels = [panel_of(rows, story, panel, names, x, years, WIDTH - left, panel is told[-1], lang) for panel in told]
    colour = colour_of(list(names.values()))
    table = numbers.under(cells, x, years, left, colour) if under else numbers.turned(cells, years, colour)
    body = alt.vconcat(alt.vconcat(*panels, spacing=16), table, spacing=8 if under else 18)
    return framed(body, frame, lang=lang, dark=dark)


def is_told(rows: pl.DataFrame, panel: Panel) -> bool:
    """Whether any report prints a number of the panel."""
    return bool(rows.filter(pl.col("measure").is_in([line.measure for line in panel.lines]))["value"].count())


def rows_of(rows: pl.DataFrame, lines: Sequence[Line], counted: Population, years: Sequence[int], lang: Lang) -> list[Row]:
    """Return the rows of the table: each measure, n/N of a share, who tells a sparse one, and the reports of the year."""
    by_name = by_measure(rows)
    found: list[Row] = []
    for line in lines:
        # A measure that no edition of these reports asks for has no rows at all.
        own, name = by_name.get(line.measure, rows.clear()), line.name(lang)
        if own["value"].null_count() == own.height:
            continue
        found.append(Row(name, _told(own, line, lang), name))
        if line.known.is_share:
            head = f"{name} n/N"
            found.append(Row(head, _joined(own, lambda row: Cell(_part(row))), muted=True, short="n/N"))
        if line.sparse:
            head = say(lang, f"{name}：报告数", f"{name}: told by")
            told = _joined(own, lambda row: Cell(f"{row['reports']:,}"))
            found.append(Row(head, told, muted=True, short=say(lang, "报告数", "Told by")))
    each = dict(counted.reports.group_by("year").len().iter_rows())
    total = {year: Cell(f"{each.get(year, 0):,}") for year in years}
    return [*found, Row(say(lang, "报告（份）", "Reports"), total, short=say(lang, "报告", "Reports"))]


def _told(own: pl.DataFrame, line: Line, lang: Lang) -> dict[int, Cell]:
    def cell(row: dict[str, object]) -> Cell:
        value = row["value"]
        if not isinstance(value, float | int):
            return Cell("–", muted=True)
        missing = row["unprinted"] or row["unreadable"] or (row["silent"] and not line.sparse)
        text = f"{value:.0%}" if line.known.is_share else grouped(value, lang)
        denominator = row["denominator"]
        small = isinstance(denominator, float | int) and denominator < SMALL_N
        return Cell(text, "*" if missing else "", small)

    return _joined(own, cell)


def _part(row: dict[str, object]) -> str:
    numerator, denominator = row["numerator"], row["denominator"]
    return "" if numerator is None else f"{numerator:,.0f}/{denominator:,.0f}"


def _joined(own: pl.DataFrame, cell: object) -> dict[int, Cell]:
    """Return a cell for each year; numbers of two editions in one year stand side by side."""
    assert callable(cell)
    found: dict[int, Cell] = {}
    for row in own.sort("year", "era").iter_rows(named=True):
        new: Cell = cell(row)
        old = found.get(row["year"])
        if old is None or old.text in ("", "–"):
            found[row["year"]] = new
        elif new.text not in ("", "–"):
            found[row["year"]] = Cell(f"{old.text} | {new.text}", old.mark or new.mark, old.muted and new.muted)
    return found


def frame_of(
    rows: pl.DataFrame, story: Story, counted: Population, years: Sequence[int], lang: Lang, source: str | None
) -> Frame:
    """Return the words around the chart of a story."""
    reports = counted.reports.filter(pl.col("year").is_in(list(years)))
    n, agencies = reports.height, count_of(reports)
    span = span_of(years, lang)
    title = say(lang, f"{story.title[0]}，{span}", f"{story.title[1]}, {span}")
    return Frame(
        name=story.name,
        title=title,
        question=say(lang, *story.question),
        facts=[
            say(lang, "单位：", "Unit: ") + story.unit(lang),
            f"n = {n:,} " + say(lang, "份报告", "report" if n == 1 else "reports"),
            say(lang, f"{agencies:,} 个机关", counted_noun(agencies, "agency")),
        ],
        notes=[
            *(say(lang, *words) for words in story.notes),
            *about_gaps(years, reports["year"], 0, lang),
            *about(rows, story.lines, lang),
            *counted.notes(lang),
        ],
        source=source or say(lang, *story.source),
        unit=story.unit("zh"),
        n=n,
        alt_text=_alt_text(rows, story, title, lang),
    )


def _alt_text(rows: pl.DataFrame, story: Story, title: str, lang: Lang) -> str:
    """Return the first and the last number of each measure, in one sentence."""
    parts = []
    by_name = by_measure(rows.filter(pl.col("value").is_not_null()))
    for line in story.lines:
        if line.measure not in by_name:
            continue
        own = by_name[line.measure].sort("year", "era")
        ends = own.head(1) if own.height == 1 else pl.concat([own.head(1), own.tail(1)])
        told = [
            f"{year} {say(lang, '年 ', ': ')}{f'{value:.0%}' if line.known.is_share else grouped(value, lang)}".replace(" :", ":")
            for year, value in ends.select("year", "value").iter_rows()
        ]
        parts.append(f"{line.name(lang)}{say(lang, '：', ': ')}{say(lang, '，', ', ').join(told)}")
    return f"{title}{say(lang, '。', '. ')}{say(lang, '；', '; ').join(parts)}{say(lang, '。', '.')}"
