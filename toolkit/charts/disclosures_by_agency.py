"""What each agency reports to have disclosed in one year: one panel per figure, one row per agency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.agency_names import body, count_of
from toolkit.charts.disclosure_cells import Figure, Order, cells_of, figures_of, reports_of, table
from toolkit.charts.framing import Frame, framed, grouped, not_printed, text_width, wrapped
from toolkit.charts.theme import SMALL_SIZE, TEXT_SIZE, WIDTH
from toolkit.measures.population import Frames, Population, population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

__all__ = ["draw", "table"]

_LABEL_WIDTH = 190
_NARROWEST_PANEL = 96
_SPACING = 14
_LINE = 14


def draw(
    corpus: Frames,
    *,
    lang: Lang = "zh",
    dark: bool = False,
    year: int | None = None,
    figures: Sequence[str] | None = None,
    agencies: Sequence[str] | None = None,
    order: Order = "region",
    limit: int = 40,
    source: str | None = None,
) -> alt.VConcatChart:
    """Return one panel of horizontal bars per figure, one row per agency, for one year.

    ``year`` is the latest by default; ``figures`` are names such as ``"licensing.decisions"``;
    ``agencies`` are full published names. Rows stand by region and name: sorting them by value makes a
    league table, which has to be asked for. At most ``limit`` rows are drawn, and the notes say so.
    """
    import altair as alt

    counted = population_of(corpus.reports, added=False)
    reports = reports_of(corpus, counted, year, agencies)
    chosen = figures_of(corpus, reports, figures, lang)
    cells = cells_of(corpus, reports, chosen, order)
    kept = cells["report_id"].unique(maintain_order=True).head(limit)
    shown = _labelled(cells.filter(pl.col("report_id").is_in(kept.implode())), lang)
    labels = shown["label"].unique(maintain_order=True).to_list()
    lines = [line for label in labels for line in label.split("\n")]
    side = max(text_width(line, TEXT_SIZE) for line in lines) + 10
    row = _LINE * max(label.count("\n") + 1 for label in labels) + 8
    width = max(_NARROWEST_PANEL, (WIDTH - side - _SPACING * (len(chosen) - 1)) / len(chosen))
    panels = [
        _panel(shown.filter(pl.col("panel") == place), figure, labels, row, width, side if place == 0 else 0)
        for place, figure in enumerate(chosen)
    ]
    frame = _frame(shown, chosen, _notes(cells, kept.len(), counted, reports, order, lang), lang, source)
    return framed(alt.hconcat(*panels, spacing=_SPACING), frame, lang=lang, dark=dark)


def _labelled(cells: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Return the cells with the text of each value and with a label for each row that no other row has."""
    place = pl.concat_str(["province", "city", "county"], ignore_nulls=True)
    whole = pl.when(pl.col("scope") == "consolidated").then(pl.lit(say(lang, "（汇总）", " (consolidated)")))
    unnamed = pl.format(say(lang, "机关不明 {}", "unknown agency {}"), "report_id")
    named = cells.with_columns(
        label=pl.concat_str(pl.col("agency").fill_null(unnamed), whole, ignore_nulls=True)
    )
    # Bodies of one name are told apart by their place and, if that is not enough, by their report.
    for told_apart_by in (place, pl.col("report_id").str.head(6)):
        is_shared = pl.col("report_id").n_unique().over("label") > 1
        more = pl.when(is_shared).then(pl.format("{}（{}）", "label", told_apart_by)).otherwise("label")
        named = named.with_columns(label=more)
    words = {
        "no_unit": say(lang, "单位不明", "unit unknown"),
        "unreadable": say(lang, "读不出", "unreadable"),
        "not_on_form": say(lang, "该版无此项", "not on form"),
        "no_table": say(lang, "无此表", "no table"),
    }
    text = pl.struct("value", "state").map_elements(
        lambda cell: (
            grouped(cell["value"], lang)
            if cell["value"] is not None
            else words.get(cell["state"], not_printed(lang))
        ),
        return_dtype=pl.String,
    )
    set_in_lines = pl.col("label").map_elements(
        lambda label: "\n".join(wrapped(label, TEXT_SIZE, _LABEL_WIDTH)), return_dtype=pl.String
    )
    return named.with_columns(label=set_in_lines, text=text)


def _panel(
    cells: pl.DataFrame, figure: Figure, labels: Sequence[str], row: int, width: float, side: float
) -> alt.LayerChart | alt.FacetChart:
    """Return the bars of one figure; ``side`` is the room left of them for the names of the agencies."""
    import altair as alt

    # Every panel has its own line at zero; the names stand once, at the left.
    axis = alt.Axis(
        title=None,
        domain=True,
        labels=side > 0,
        labelPadding=6 if side else 0,
        labelExpr="split(datum.label, '\\n')",
        labelLimit=0,
        # Vega centres the first line on its row; two lines have to begin higher.
        labelBaseline=alt.condition(
            "indexof(datum.label, '\\n') > 0", alt.value("bottom"), alt.value("middle")
        ),
    )
    y = alt.Y("label:N").scale(domain=list(labels), padding=0).axis(axis)
    values = cells.drop_nulls("value")
    highest = max([0.0, *values["value"].to_list()])
    lowest = min([0.0, *values["value"].to_list()])
    longest = max([0.0, *(text_width(text, TEXT_SIZE) for text in values["text"].to_list())])
    # Room for the number after the longest bar.
    room = (highest - lowest or 1) * width / max(width - longest - 10, width / 4)
    x = alt.X("value:Q").scale(domain=[lowest, lowest + room], nice=False).axis(None)
    stripes = alt.Chart(pl.DataFrame({"label": labels[::2]})).mark_rect(style="stripe")
    bars = (
        alt.Chart(values)
        .mark_bar(size=row * 0.55)
        .encode(
            x=x, y=y, tooltip=[alt.Tooltip("agency:N", title=" "), alt.Tooltip("text:N", title=figure.unit)]
        )
    )
    ends = values.with_columns(end=pl.max_horizontal("value", pl.lit(0.0)))
    nothing = cells.filter(pl.col("value").is_null()).with_columns(end=pl.lit(0.0))
    layers = alt.layer(
        stripes.encode(x=alt.value(-side), x2=alt.value(width), y=y),
        bars,
        alt.Chart(ends).mark_text(align="left", dx=5).encode(x="end:Q", y=y, text="text:N"),
        alt.Chart(nothing)
        .mark_text(align="left", dx=5, style="muted", fontSize=SMALL_SIZE)
        .encode(x="end:Q", y=y, text="text:N"),
    )
    title = alt.Title(
        list(_head(figure, width)),
        fontSize=TEXT_SIZE,
        fontWeight="normal",
        lineHeight=17,
        frame="group",
        offset=8,
    )
    return layers.properties(width=width, height=row * len(labels), title=title)


def _head(figure: Figure, width: float) -> Iterator[str]:
    """Yield the lines at the head of a column: the item, then the measure with its unit in one piece."""
    yield from wrapped(figure.item_name[:1].upper() + figure.item_name[1:], TEXT_SIZE, width)
    together = figure.measure_name + figure.unit_in_brackets
    if text_width(together, TEXT_SIZE) <= width:
        yield together
    else:
        yield from wrapped(figure.measure_name, TEXT_SIZE, width)
        yield figure.unit_in_brackets.strip()


def _notes(
    cells: pl.DataFrame, drawn: int, counted: Population, reports: pl.DataFrame, order: Order, lang: Lang
) -> list[str]:
    """Return what a reader must know: the order, what is not shown, and what the words for nothing mean."""
    notes = [
        say(lang, "按地区和名称排列，不是排名。", "In order of region and name: no ranking.")
        if order == "region"
        else say(lang, "按第一栏由大到小排列。", "Sorted by the first column.")
    ]
    states = set(cells.filter(pl.col("value").is_null())["state"])
    if states & {"blank", "dash", "absent"}:
        notes.append(
            say(
                lang,
                "未印：表内应填，报告没有印数字，不是零。",
                "Not printed: the form asks for it and the report prints no number, which is not zero.",
            )
        )
    if "not_on_form" in states:
        notes.append(
            say(
                lang,
                "该版无此项：报告所用的表没有这一项。",
                "Not on form: the report's edition does not ask for it.",
            )
        )
    if "no_table" in states:
        notes.append(
            say(lang, "无此表：报告中没有找到这张表。", "No table: this table was not found in the report.")
        )
    rows = cells["report_id"].n_unique()
    if drawn < rows:
        notes.append(
            say(
                lang,
                f"只画出前 {drawn} 份报告，共 {rows} 份；用 agencies 指定机关。",
                f"The first {drawn} of {rows} reports are drawn; choose others with agencies.",
            )
        )
    shown = reports.select(body())
    elsewhere = counted.reports.with_columns(body()).join(shown, on="body", how="anti")
    elsewhere = elsewhere.join(reports.select("year"), on="year", how="anti")
    if not elsewhere.is_empty():
        number, years = count_of(elsewhere), elsewhere["year"].unique().sort().to_list()
        listed = say(lang, "、", ", ").join(map(str, years))
        notes.append(
            say(
                lang,
                f"另有 {number} 个机关只有其他年度（{listed}）的报告，没有画出。",
                f"Not drawn: {counted_noun(number, 'agency')} with reports for other years only ({listed}).",
            )
        )
    notes += counted.notes(lang)
    return notes


def _frame(
    shown: pl.DataFrame, figures: Sequence[Figure], notes: Sequence[str], lang: Lang, source: str | None
) -> Frame:
    year, n = shown["year"][0], shown["report_id"].n_unique()
    items = list(dict.fromkeys(figure.item_name for figure in figures))
    listed = say(lang, "、", ", ").join(items)
    printed = shown.drop_nulls("value").group_by("panel").agg(pl.len()).sort("panel")
    by_panel = dict(printed.iter_rows())
    counts = say(lang, "，", "; ").join(
        say(
            lang,
            f"{figure.item_name}{by_panel.get(place, 0)} 份",
            f"{figure.item_name} {by_panel.get(place, 0)}",
        )
        for place, figure in enumerate(figures)
    )
    return Frame(
        name="disclosures_by_agency",
        title=say(lang, f"各机关报告的{listed}，{year} 年", f"What agencies report on disclosure, {year}"),
        question=say(
            lang,
            "每个机关这一年各报告了多少？",
            "How much did each agency report for the year?",
        ),
        facts=[
            say(lang, "单位：见各栏", "Unit: at the head of each column"),
            f"n = {n:,} " + say(lang, "份报告", "report" if n == 1 else "reports"),
        ],
        notes=notes,
        source=source
        or say(
            lang,
            "各机关政府信息公开工作年度报告，主动公开政府信息情况表",
            "annual reports of the agencies, table on proactive disclosure",
        ),
        unit=say(lang, "、", ", ").join(dict.fromkeys(figure.unit for figure in figures)),
        n=n,
        alt_text=say(
            lang,
            f"条形图：{year} 年 {n} 份报告所印的{listed}；印出数字的报告：{counts}。",
            f"Bars: {listed} as printed in {counted_noun(n, 'report')} for {year}; "
            f"reports with a number: {counts}.",
        ),
    )
