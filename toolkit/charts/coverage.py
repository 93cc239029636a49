"""Which agency reported on which year: there, late, not read, or missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import polars as pl

from toolkit.charts.agency_names import bodies_of
from toolkit.charts.bars import legend_of
from toolkit.charts.framing import Frame, framed, span_of, text_width
from toolkit.charts.row_heads import heads_of, height_of, side_of
from toolkit.charts.theme import SMALL_SIZE, WIDTH
from toolkit.errors import NothingToDraw, ToolkitError
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

#: Each status: its name, the place of its colour in the theme, and the sign that tells it without colour.
STATUSES = {
    "there": ("有报告", "there", 0, "", ""),
    "late": ("逾期公布", "late", 3, "迟", "L"),
    "failed": ("未能读取", "not read", 2, "×", "×"),
    "missing": ("缺", "missing", None, "", ""),
}


class Covered(Protocol):
    """What the chart needs of a corpus."""

    def coverage(self) -> pl.DataFrame:
        """Return one row for each agency and year with its ``status``."""


def table(corpus: Covered) -> pl.DataFrame:
    """Return the rows of ``corpus.coverage()`` that say both agency and year, one per agency and year."""
    told = corpus.coverage().drop_nulls(["agency_id", "year"])
    if told.is_empty():
        raise NothingToDraw(
            "no report in this corpus says both its agency and its year, so no coverage can be drawn; load some reports first"
        )
    return told


def draw(
    corpus: Covered,
    *,
    lang: Lang = "zh",
    dark: bool = False,
    agencies: Sequence[str] | None = None,
    limit: int = 60,
    source: str | None = None,
) -> alt.VConcatChart:
    """Return one row per agency and one tile per year, by region and name; at most ``limit`` rows are drawn.

    ``agencies`` are full published names.
    """
    import altair as alt

    told = table(corpus)
    if agencies is not None:
        unknown = set(agencies) - set(told["agency"].drop_nulls())
        if unknown:
            raise ToolkitError(f"no report by {'、'.join(sorted(unknown))}; agency takes the full published name")
        told = told.filter(pl.col("agency_id").is_in(told.filter(pl.col("agency").is_in(list(agencies)))["agency_id"].implode()))
    bodies = bodies_of(_named(told), lang)
    shown = bodies.head(limit)
    labels = dict(shown.select("body", "label").iter_rows())
    own = told.filter(pl.col("agency_id").is_in(list(labels)))
    years = list(range(int(told["year"].min()), int(told["year"].max()) + 1))  # type: ignore[arg-type]
    cells = own.select(
        pl.col("agency_id").replace_strict(labels, return_dtype=pl.String).alias("row"),
        pl.col("year").cast(pl.String).alias("column"),
        "status",
        *(
            pl.col("status").replace_strict({code: words[at] for code, words in STATUSES.items()}, default=None, return_dtype=kind).alias(name)
            for name, at, kind in (("colour", 2, pl.Int64), ("sign", 3 if lang == "zh" else 4, pl.String), ("said", 0 if lang == "zh" else 1, pl.String))
        ),
    )
    rows = list(labels.values())
    side = side_of(rows)
    body = alt.vconcat(legend_of(_kinds(told, lang), side), _grid(cells, rows, years, side), spacing=10)
    frame = _frame(told, shown.height, bodies.height, years, lang, source)
    return framed(body, frame, lang=lang, dark=dark)


def _named(told: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with the columns that a name is told apart by."""
    empty = [pl.lit(None, pl.String).alias(name) for name in ("province", "city", "county") if name not in told.columns]
    return told.with_columns(*empty)


def _kinds(told: pl.DataFrame, lang: Lang) -> list[tuple[str, int | None]]:
    present = dict(told.group_by("status").len().iter_rows())
    return [
        (f"{say(lang, zh, en)}{f' {sign}' if (sign := say(lang, zh_sign, en_sign)) else ''} {present[code]:,}", colour)
        for code, (zh, en, colour, zh_sign, en_sign) in STATUSES.items()
        if code in present
    ]


def _grid(cells: pl.DataFrame, rows: Sequence[str], years: Sequence[int], side: float) -> alt.LayerChart | alt.FacetChart:
    import altair as alt

    width = min(WIDTH - side, 90.0 * len(years))
    step = width / len(years)
    height = height_of(rows) - 4
    columns = [str(year) for year in years]
    x = alt.X("column:N").scale(domain=columns, padding=0).axis(None)
    y = alt.Y("row:N").scale(domain=list(rows), padding=0).axis(None)
    base = alt.Chart(cells).encode(x=x, y=y, tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("column:N", title=" "), alt.Tooltip("said:N", title=" ")])
    wide, high = alt.RelativeBandSize(band=0.86), alt.RelativeBandSize(band=0.72)
    colour = alt.Color("colour:O", legend=None).scale(domain=list(range(6)), range="category")
    heads = alt.Chart(pl.DataFrame({"column": columns}))
    size = min(SMALL_SIZE, max(8.0, SMALL_SIZE * (step - 3) / text_width("2021", SMALL_SIZE)))
    layers = [
        base.transform_filter("datum.colour !== null").mark_rect(width=wide, height=high).encode(color=colour),
        base.transform_filter("datum.colour === null").mark_rect(style="gap", width=wide, height=high),
        *(
            base.transform_filter(f"datum.colour === {place}").mark_text(fontSize=SMALL_SIZE, style=f"on-{place}").encode(text="sign:N")
            for place in (2, 3)
        ),
        heads.mark_text(baseline="bottom", fontSize=size).encode(x=x, y=alt.value(-5), text="column:N"),
    ]
    return alt.layer(*layers, *heads_of(rows, y)).properties(width=width, height=height * len(rows))


def _frame(
    told: pl.DataFrame, drawn: int, agencies: int, years: Sequence[int], lang: Lang, source: str | None
) -> Frame:
    n = told.height
    counts = dict(told.group_by("status").len().iter_rows())
    listed = say(lang, "、", ", ").join(
        f"{say(lang, zh, en)} {counts[code]:,}" for code, (zh, en, *_) in STATUSES.items() if code in counts
    )
    span = span_of(years, lang)
    title = say(lang, f"哪些机关哪一年有报告，{span}", f"Which agency reported on which year, {span}")
    notes = [
        say(lang, "按地区和名称排列，不是排名。", "In order of region and name: no ranking."),
    ]
    if "missing" in counts:
        words = (
            "缺：本语料中没有这一年的报告，机关可能已公布。每个机关自第一份报告的年份算起。",
            "Missing: not in this corpus, though the agency may have published it. Each agency is counted from its first year here.",
        )
        notes.append(say(lang, *words))
    if "late" in counts:
        notes.append(say(lang, "逾期：首次公布日期晚于规定的截止日；没有印明日期的不判为逾期。", "Late: first published after its deadline; where no date is printed, none is called late."))
    if "failed" in counts:
        notes.append(say(lang, "未能读取：有文件，本工具没有读成，见数据表 sources。", "Not read: there is a file that this toolkit could not read; see the frame sources."))
    if drawn < agencies:
        notes.append(
            say(
                lang,
                f"只画出前 {drawn} 个机关，共 {agencies} 个；用 agencies 指定机关。",
                f"The first {drawn} of {agencies} agencies are drawn; choose others with agencies.",
            )
        )
    return Frame(
        name="coverage",
        title=title,
        question=say(lang, "每个机关每一年的报告在不在，是否按时？", "Is each agency's report for each year there, and was it on time?"),
        facts=[
            say(lang, "单位：机关·年", "Unit: agency and year"),
            f"n = {n:,}",
            say(lang, f"{agencies:,} 个机关", counted_noun(agencies, "agency")),
        ],
        notes=notes,
        source=source or say(lang, "所载入的各机关政府信息公开工作年度报告", "the annual reports of the agencies that were loaded"),
        unit="机关·年",
        n=n,
        alt_text=say(lang, f"方格图：{title}，{agencies:,} 个机关：{listed}。", f"Grid: {title}; {counted_noun(agencies, 'agency')}: {listed}."),
    )
