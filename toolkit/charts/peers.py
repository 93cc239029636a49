"""One agency among others: its own number beside the median and the middle half of all agencies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import polars as pl

from toolkit.charts import numbers
from toolkit.charts.agency_names import one_body
from toolkit.charts.framing import Frame, about_gaps, framed, grouped, span_of, whole_ticks
from toolkit.charts.lines import break_rules, colour_of
from toolkit.charts.numbers import Cell, Row
from toolkit.charts.series import Frames, Line, breaks_of
from toolkit.charts.theme import SMALL_N, WIDTH
from toolkit.errors import NothingToDraw, ToolkitError
from toolkit.measures import known_measure, told
from toolkit.measures.population import population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

Among = Literal["all", "function", "level"]
_HEIGHT = 220
#: Quartiles of fewer agencies say nothing.
FEWEST = 4


def table(corpus: Frames, measure: str = "disclosed_share", agency: str | None = None, among: Among = "all") -> pl.DataFrame:
    """Return the numbers behind the chart, one row per year and edition.

    Columns: ``year``, ``era``, ``segment``, ``value``, ``numerator``, ``denominator`` (of the agency), ``q1``,
    ``median``, ``q3`` (of all agencies that print the number, the agency among them; null where they are fewer
    than four), ``agencies`` (how many), ``few`` (how many of their shares are of fewer than thirty cases).
    """
    return _table(corpus, measure, agency, among)[0]


def _chosen(reports: pl.DataFrame, each: pl.DataFrame, agency: str | None) -> tuple[str, str]:
    """Return the id and the name of the agency: of those that print the number, where none is named."""
    with_id = reports.drop_nulls("agency_id")
    if with_id.is_empty():
        raise NothingToDraw("no report in this corpus says whose it is, so no agency can be compared")
    telling = with_id.join(each, on=["agency_id", "year"], how="semi")
    return one_body(with_id if agency or telling.is_empty() else telling, agency)


def _table(corpus: Frames, measure: str, agency: str | None, among: Among) -> tuple[pl.DataFrame, str]:
    """Return the numbers behind the chart, and the name of its agency."""
    if among not in ("all", "function", "level"):
        raise ToolkitError(f"an agency is compared among 'all', its 'function' or its 'level', not {among!r}")
    reports = corpus.lazy("reports").collect()
    population_of(reports, added=False)
    columns = ["year", "agency_id"] if among == "all" else ["year", "agency_id", among]
    each = told(corpus, measure, columns).drop_nulls(["value", "agency_id"])
    chosen, name = _chosen(reports, each, agency)
    own = pl.col("agency_id") == chosen
    if among != "all":
        kinds = reports.filter(own)[among].drop_nulls().unique()
        each = each.filter(pl.col(among).is_in(kinds.implode()))
    if each.filter(own).is_empty():
        raise NothingToDraw(f"no report by {name} prints {known_measure(measure).en}; choose another measure or agency")
    value = pl.col("value")
    enough = pl.len() >= FEWEST
    spread = each.group_by("year", "era").agg(
        *(pl.when(enough).then(value.quantile(at, "linear")).alias(label) for label, at in (("q1", 0.25), ("median", 0.5), ("q3", 0.75))),
        pl.len().cast(pl.Int64).alias("agencies"),
        (pl.col("denominator") < SMALL_N).sum().cast(pl.Int64).alias("few"),
    )
    mine = each.filter(own).select("year", "era", "segment", "value", "numerator", "denominator")
    first, last = mine["year"].min(), mine["year"].max()
    rows = (
        spread.filter(pl.col("year").is_between(first, last))
        .join(mine, on=["year", "era"], how="left")
        .select("year", "era", "segment", "value", "numerator", "denominator", "q1", "median", "q3", "agencies", "few")
        .sort("year", "era")
    )
    return rows, name


def draw(
    corpus: Frames,
    *,
    measure: str = "disclosed_share",
    agency: str | None = None,
    among: Among = "all",
    beside: str | None = None,
    lang: Lang = "zh",
    dark: bool = False,
    source: str | None = None,
) -> alt.VConcatChart:
    """Return the line of one agency over the band of the middle half of agencies and their median.

    ``measure`` is the code of a share or of a count; ``agency`` a full published name (without it the agency
    with the most reports that print the number); ``among`` compares with all agencies, or those of its function or level alone.
    Where the corpus holds chosen agencies only, ``beside`` says in a note which they are.
    """
    import altair as alt

    rows, name = _table(corpus, measure, agency, among)
    line = Line(measure)
    years = list(range(rows["year"].min(), rows["year"].max() + 1))  # type: ignore[operator, arg-type]
    # Two heads of rows in few words, for the name of an agency is long.
    mine, middle = say(lang, "本机关", "This agency"), say(lang, "中位数", "Median")
    cells = _rows(rows, line, mine, middle, lang)
    side = numbers.side_of([row.head for row in cells])
    under = numbers.fits(cells, (WIDTH - side) / len(years))
    left = side if under else 60.0
    x = alt.X("year:Q").scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False, zero=False)
    colour = colour_of([mine, middle])
    plot = _plot(rows, line, mine, middle, x, years, lang).properties(width=WIDTH - left, height=_HEIGHT)
    below = numbers.under(cells, x, years, left, colour) if under else numbers.turned(cells, years, colour)
    frame = _frame(rows, line, name, among, beside, years, lang, source)
    return framed(alt.vconcat(plot, below, spacing=8 if under else 18), frame, lang=lang, dark=dark)


def _plot(
    rows: pl.DataFrame, line: Line, mine: str, middle: str, x: alt.X, years: Sequence[int], lang: Lang
) -> alt.LayerChart | alt.FacetChart:
    import altair as alt

    is_share = line.known.is_share
    highest = max(v for name in ("value", "q3") for v in [0.0, *rows[name].drop_nulls().to_list()])
    top = min(1.0, max(0.2, highest * 1.1)) if is_share else max(4.0, highest * 1.1)
    axis = (
        alt.Axis(title=None, format=".0%", tickCount=5)
        if is_share
        else alt.Axis(title=None, format=",d", values=whole_ticks(max(4.0, highest), 6))
    )
    scale = alt.Scale(domain=[0, max(top, highest)], nice=False)
    x = x.axis(values=list(years), format="d", title=None, grid=False, ticks=False, labelPadding=8)
    gap = (pl.col("year") - pl.col("year").shift(1).over("era", order_by="year")) != 1
    shown = rows.with_columns(
        run=pl.format("{} {}", "era", gap.fill_null(False).cast(pl.Int64).cum_sum().over("era", order_by="year")),
        piece=pl.format("{} {}", "era", "segment"),
    )
    shown = shown.with_columns(
        is_alone=pl.len().over("run") == 1,
        is_small=(pl.col("denominator") < SMALL_N).fill_null(False),
    )
    spread = alt.Chart(shown.drop_nulls("median").with_columns(name=pl.lit(middle))).encode(x=x, color=colour_of([mine, middle]))
    own = alt.Chart(shown.drop_nulls("value").with_columns(name=pl.lit(mine))).encode(
        x=x, color=colour_of([mine, middle])
    )
    form = ".1%" if is_share else ",.10~g"
    tips = [alt.Tooltip("year:Q", title=say(lang, "年度", "Year"), format="d"), alt.Tooltip("value:Q", title=mine, format=form), alt.Tooltip("median:Q", title=middle, format=form)]

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q").scale(scale).axis(axis)

    return alt.layer(
        spread.mark_area(opacity=0.22).encode(y=y("q1"), y2="q3:Q", detail="run:N"),
        # A year alone has no area.
        spread.transform_filter("datum.is_alone").mark_rule(opacity=0.35, strokeWidth=7).encode(y=y("q1"), y2="q3:Q"),
        spread.mark_line(strokeWidth=1.6, strokeDash=[5, 3]).encode(y=y("median"), detail="run:N"),
        spread.mark_point(filled=True, opacity=1, size=30, shape="square").encode(y=y("median")),
        *break_rules(breaks_of(shown.with_columns(measure=pl.lit(line.measure)), [line]), x, _HEIGHT, lang),
        own.mark_line(strokeWidth=2.6).encode(y=y("value"), detail="piece:N"),
        own.transform_filter("!datum.is_small").mark_point(filled=True, opacity=1, size=60).encode(y=y("value"), tooltip=tips),
        own.transform_filter("datum.is_small").mark_point(strokeWidth=1.5, size=60, opacity=0.7).encode(y=y("value"), tooltip=tips),
    )


def _worded(value: object, line: Line, lang: Lang) -> str:
    if not isinstance(value, float | int):
        return "–"
    return f"{value:.0%}" if line.known.is_share else grouped(round(value, 1), lang)


def _rows(rows: pl.DataFrame, line: Line, mine: str, middle: str, lang: Lang) -> list[Row]:
    def cells(make: object) -> dict[int, Cell]:
        assert callable(make)
        found: dict[int, Cell] = {}
        for row in rows.iter_rows(named=True):
            new: Cell = make(row)
            old = found.get(row["year"])
            found[row["year"]] = Cell(f"{old.text} | {new.text}", muted=new.muted) if old else new
        return found

    def is_small(row: dict[str, float | None]) -> bool:
        return (row["denominator"] or SMALL_N) < SMALL_N

    told_rows = [Row(mine, cells(lambda row: Cell(_worded(row["value"], line, lang), muted=is_small(row))), mine)]
    if line.known.is_share:
        part = cells(lambda row: Cell("–" if row["numerator"] is None else f"{row['numerator']:,.0f}/{row['denominator']:,.0f}"))
        told_rows.append(Row("n/N", part, muted=True))
    told_rows += [
        Row(middle, cells(lambda row: Cell(_worded(row["median"], line, lang))), middle),
        Row(say(lang, "上四分位", "Upper quartile"), cells(lambda row: Cell(_worded(row["q3"], line, lang))), muted=True),
        Row(say(lang, "下四分位", "Lower quartile"), cells(lambda row: Cell(_worded(row["q1"], line, lang))), muted=True),
        Row(say(lang, "机关（个）", "Agencies"), cells(lambda row: Cell(f"{row['agencies']:,}"))),
    ]
    return told_rows


def _frame(
    rows: pl.DataFrame, line: Line, name: str, among: Among, beside: str | None, years: Sequence[int], lang: Lang, source: str | None
) -> Frame:
    known = line.known
    span, n = span_of(years, lang), int(rows["agencies"].max())  # type: ignore[arg-type]
    title = say(lang, f"{name}：{known.zh}，与其他机关相比，{span}", f"{name}: {known.en}, beside other agencies, {span}")
    unit = "%" if known.is_share else known.unit
    notes = [
        say(
            lang,
            "色带：居中一半机关（下四分位到上四分位）；虚线：中位数，含本机关。",
            "Band: the middle half of agencies, from the lower to the upper quartile; dashed line: their median, this agency among them.",
        ),
        beside
        or {
            "all": say(lang, "与语料中印有此数的全部机关相比，职能和层级不同。", "Beside all agencies of the corpus that print this number, of whatever function and level."),
            "function": say(lang, "与语料中职能相同、印有此数的机关相比。", "Beside the agencies of the same function that print this number."),
            "level": say(lang, "与语料中层级相同、印有此数的机关相比。", "Beside the agencies of the same level that print this number."),
        }[among],
        *about_gaps(years, rows["year"], 0, lang),
        say(lang, known.caution_zh, known.caution_en),
    ]
    if rows["median"].null_count():
        notes.append(say(lang, f"不足 {FEWEST} 个机关的年份不算中位数和四分位数。", f"No median and no quartiles in years with fewer than {FEWEST} agencies."))
    few = int(rows["few"].sum())
    if few:
        notes.append(
            say(
                lang,
                f"其中 {few:,} 个机关·年的占比分母不足 {SMALL_N}，已计入中位数；本机关的以空心点和灰色标出。",
                f"Of these shares {few:,} are of fewer than {SMALL_N} cases; they count in the median, and the agency's own are hollow and grey.",
            )
        )
    notes += [f"{say(lang, '虚竖线：', 'Dashed rule: ')}{say(lang, one.zh, one.en)}" for _, one in breaks_of(rows.with_columns(measure=pl.lit(line.measure)), [line])]
    last = rows.drop_nulls("value").tail(1).row(0, named=True)
    return Frame(
        name="peers",
        title=title,
        question=say(lang, "这个机关的数，与其他机关的中位数和居中一半相比如何？", "How does this agency's number stand beside the median and the middle half of agencies?"),
        facts=[
            say(lang, f"单位：{unit}", f"Unit: {'share in %' if known.is_share else 'cases' if unit == '件' else unit}"),
            f"n = {n:,} " + say(lang, "个机关（最多的一年）", "agencies (in the year with most)"),
        ],
        notes=notes,
        source=source or say(lang, "各机关政府信息公开工作年度报告", "annual reports of the agencies"),
        unit=unit,
        n=n,
        alt_text=say(
            lang,
            f"折线图：{title}。{last['year']} 年本机关 {_worded(last['value'], line, lang)}，{last['agencies']} 个机关的中位数 {_worded(last['median'], line, lang)}。",
            f"Lines: {title}. In {last['year']} this agency {_worded(last['value'], line, lang)}, median of "
            f"{counted_noun(last['agencies'], 'agency')} {_worded(last['median'], line, lang)}.",
        ),
    )
