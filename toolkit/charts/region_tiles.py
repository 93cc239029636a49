"""One measure by region as tiles, in the order of the region codes: no map is needed, and none is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import polars as pl

from toolkit.charts.agency_names import pinyin
from toolkit.charts.framing import Frame, framed, grouped, wrapped
from toolkit.charts.place_names import Placed
from toolkit.charts.series import Frames, Line
from toolkit.charts.theme import SMALL_N, SMALL_SIZE, WIDTH
from toolkit.charts.tiles import STEPS, STRONGER, step_of
from toolkit.errors import NothingToDraw, ToolkitError
from toolkit.measures import known_measure, told
from toolkit.measures.population import population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

Level = Literal["province", "city", "county"]
_LEVELS: tuple[Level, ...] = ("province", "city", "county")
_COLUMNS = 5
_HEIGHT = 74


def table(corpus: Frames, measure: str = "requests_received", year: int | None = None, level: Level | None = None) -> pl.DataFrame:
    """Return the numbers behind the chart, one row per region, in the order of the region codes.

    Columns: ``province``, and down to ``level`` ``city`` and ``county`` (null for the bodies of the larger
    region itself), ``region_code`` (the smallest of its reports; null where no table knows the region and the
    names of the agencies tell it: see `toolkit.charts.place_names`), ``year``, ``value``, ``numerator``,
    ``denominator``, ``reports`` (that tell it).
    """
    known_measure(measure)
    corpus = Placed(corpus)
    counted = population_of(corpus.lazy("reports").collect())
    chosen = _level(counted.reports, level)
    places = list(_LEVELS[: _LEVELS.index(chosen) + 1])
    each = told(corpus, measure, ["year", *places]).drop_nulls("value")
    each = each.filter(~pl.all_horizontal(pl.col(places).is_null()))
    if each.is_empty():
        raise NothingToDraw(f"no report whose region is known prints {known_measure(measure).en}; choose another measure, or load reports of agencies whose names say their region")
    years = each["year"].unique().sort().to_list()
    wanted = years[-1] if year is None else year
    if wanted not in years:
        raise ToolkitError(f"no {known_measure(measure).en} for {wanted}; there are {', '.join(map(str, years))}")
    codes = counted.reports.group_by(places).agg(pl.col("region_code").min())
    # Where two editions stand side by side in one year, the one with more reports is told; they do not add up.
    return (
        each.filter(pl.col("year") == wanted)
        .sort("reports", "era", descending=True)
        .unique(places, keep="first", maintain_order=True)
        .join(codes, on=places, how="left", nulls_equal=True)
        .sort(pl.col("region_code").is_null(), "region_code", *(pinyin(place) for place in places))
        .select(*places, "region_code", "year", "value", "numerator", "denominator", "reports")
    )


def _level(reports: pl.DataFrame, level: Level | None) -> Level:
    """Return the level that is asked for, or the largest that tells regions apart."""
    if level is not None:
        if level not in _LEVELS:
            raise ToolkitError(f"regions are told by {', '.join(_LEVELS)}, not by {level!r}")
        return level
    return next((one for one in _LEVELS if reports[one].drop_nulls().n_unique() > 1), "county")


def draw(
    corpus: Frames,
    *,
    measure: str = "requests_received",
    year: int | None = None,
    level: Level | None = None,
    order: Literal["region", "value"] = "region",
    lang: Lang = "zh",
    dark: bool = False,
    source: str | None = None,
) -> alt.VConcatChart:
    """Return a tile for each region with its number, for one year (the latest by default).

    ``level`` is "province", "city" or "county", by default the largest that tells regions apart.
    ``order="value"`` puts the largest first, which makes a league table and has to be asked for.
    """
    import altair as alt

    if order not in ("region", "value"):
        raise ToolkitError(f"tiles are ordered by 'region' or by 'value', not by {order!r}")
    rows = table(corpus, measure, year, level)
    if order == "value":
        rows = rows.sort("value", descending=True, maintain_order=True)
    line = Line(measure)
    columns = min(_COLUMNS, rows.height)
    width = WIDTH / _COLUMNS
    cells = _cells(rows, line, columns, width, lang)
    x = alt.X("x:O").scale(domain=list(range(columns)), padding=0).axis(None)
    y = alt.Y("y:O").scale(domain=list(range(-(-rows.height // columns))), padding=0).axis(None)
    base = alt.Chart(cells).encode(x=x, y=y)
    shade = alt.Color("step:O", legend=None).scale(domain=list(range(STEPS)), range="ramp")
    wide, high = alt.RelativeBandSize(band=0.96), alt.RelativeBandSize(band=0.92)
    layers = [
        base.transform_filter("datum.step !== null").mark_rect(width=wide, height=high).encode(color=shade, tooltip=[alt.Tooltip("tip:N", title=" ")]),
        base.transform_filter("datum.step === null").mark_rect(width=wide, height=high, style="gap"),
    ]
    for step in (*range(STEPS), None):
        style = "label" if step is None else f"on-ramp-{step}"
        shown = base.transform_filter(f"datum.step === {'null' if step is None else step}")
        layers += [
            shown.mark_text(dy=-14, fontSize=SMALL_SIZE, style=style, lineBreak="\n", lineHeight=13).encode(text="name:N"),
            shown.mark_text(dy=14, fontSize=15, fontWeight="bold", style=style).encode(text="text:N"),
            shown.mark_text(dy=29, fontSize=SMALL_SIZE, style=style).encode(text="part:N"),
        ]
    body = alt.layer(*layers).properties(width=width * columns, height=_HEIGHT * len(cells["y"].unique()))
    return framed(alt.vconcat(body), _frame(corpus, rows, line, order, lang, source), lang=lang, dark=dark)


def _name(row: dict[str, str | None], places: Sequence[str], lang: Lang) -> str:
    """Return the name of the smallest region that is known; a larger region's own bodies are said to be that."""
    names = [row[place] for place in places]
    if names[-1]:
        return str(names[-1])
    known = next((name for name in reversed(names) if name), "")
    return f"{known}{say(lang, '本级', ' itself')}"


def _cells(rows: pl.DataFrame, line: Line, columns: int, width: float, lang: Lang) -> pl.DataFrame:
    places = [place for place in _LEVELS if place in rows.columns]
    is_share = line.known.is_share
    highest = max(1e-9, *rows["value"].to_list(), 0.0)
    cells = []
    for at, row in enumerate(rows.iter_rows(named=True)):
        lines = list(wrapped(_name(row, places, lang), SMALL_SIZE, width - 12))
        small = (row["denominator"] or SMALL_N) < SMALL_N
        part = f"{row['numerator']:,.0f}/{row['denominator']:,.0f}" if is_share else ""
        text = f"{row['value']:.0%}" if is_share else grouped(row["value"], lang)
        cells.append(
            {
                "x": at % columns, "y": at // columns, "name": "\n".join(lines[:2]), "value": row["value"],
                # A share of few cases is written as n/N alone.
                "text": part if small else text, "part": "" if small else part, "is_small": small,
                "tip": f"{_name(row, places, lang)} {text} {part}",
            }
        )  # fmt: skip
    frame = pl.DataFrame(cells)
    step = pl.when(~pl.col("is_small")).then(step_of(pl.col("value"), highest))
    return frame.with_columns(step=step)


def _frame(corpus: Frames, rows: pl.DataFrame, line: Line, order: str, lang: Lang, source: str | None) -> Frame:
    known, year = line.known, rows["year"][0]
    unit = "%" if known.is_share else known.unit
    n = int(rows["reports"].sum())
    title = say(lang, f"{known.zh}，按地区，{year} 年", f"{known.en[:1].upper()}{known.en[1:]} by region, {year}")
    counted = population_of(Placed(corpus).lazy("reports").filter(pl.col("year") == year).collect())
    notes = [
        say(lang, "按行政区划代码排列，不是排名。", "In the order of region codes: no ranking.")
        if order == "region"
        else say(lang, "按数值由大到小排列。", "Sorted by value."),
        say(lang, "各地所载入的报告数不同，数的大小首先取决于此；“本级”为上级地区自己的机关。", "Regions differ in how many reports are loaded, which comes before all else; “itself” marks the bodies of the larger region."),
        say(lang, *STRONGER),
        say(lang, known.caution_zh, known.caution_en),
    ]
    if known.is_share and not rows.filter(pl.col("denominator") < SMALL_N).is_empty():
        notes.append(say(lang, f"虚框：不足 {SMALL_N} 件，只写 n/N。", f"Dashed: fewer than {SMALL_N} cases, written as n/N alone."))
    if rows["region_code"].null_count():
        notes.append(
            say(
                lang,
                "没有区划代码的地区按机关名称认定，列在最后；限于有人民政府报告的市、县、区。",
                "Regions without a code are told by the names of the agencies, if their government reports too; they come last.",
            )
        )
    unknown = counted.reports.filter(pl.all_horizontal(pl.col(_LEVELS).is_null())).height
    if unknown:
        notes.append(say(lang, f"另有 {unknown:,} 份报告的地区不明，没有画出。", f"Not drawn: {counted_noun(unknown, 'report')} of unknown region."))
    regions = rows.height
    return Frame(
        name="region_tiles",
        title=title,
        question=say(lang, "各地区的报告加起来是多少？", "What do the reports of each region come to?"),
        facts=[
            say(lang, f"单位：{unit}", f"Unit: {'share in %' if known.is_share else 'cases' if unit == '件' else unit}"),
            f"n = {n:,} " + say(lang, "份报告", "report" if n == 1 else "reports"),
            say(lang, f"{regions:,} 个地区", counted_noun(regions, "region")),
        ],
        notes=[*notes, *counted.notes(lang)],
        source=source or say(lang, "各机关政府信息公开工作年度报告", "annual reports of the agencies"),
        unit=unit,
        n=n,
        alt_text=say(lang, f"方格图：{title}，{regions:,} 个地区，{n:,} 份报告。", f"Tiles: {title}; {counted_noun(regions, 'region')}, {counted_noun(n, 'report')}."),
    )
