"""How many reports name each theme: the tiles behind the charts of problems, complaints and topics of requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from toolkit.charts.agency_names import bodies_of, body, set_in_lines
from toolkit.charts.framing import Frame, about_gaps, framed, span_of, text_width
from toolkit.charts.row_heads import side_of
from toolkit.charts.series import Frames, Words
from toolkit.charts.theme import SMALL_SIZE, TEXT_SIZE, WIDTH
from toolkit.charts.theme_names import theme_names
from toolkit.charts.tiles import STRONGER, cells_of, grid, step_of
from toolkit.errors import NothingToDraw, ToolkitError
from toolkit.measures.population import Population, population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

By = Literal["year", "agency"]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of the frame ``themes``, and the words of its chart."""

    name: str
    code: str
    title: Words
    question: Words
    source: Words
    base: Words


def table_of(corpus: Frames, aspect: str, by: By = "year") -> pl.DataFrame:
    """Return how many reports name each theme: ``year`` or ``body``, ``theme``, ``reports``, ``n``.

    ``n`` is how many reports name any theme of the aspect, "none" among them; a report counts once for a
    theme, in however many sentences it names it.
    """
    return _table(corpus, population_of(corpus.lazy("reports").collect(), added=False), aspect, by)


def _table(corpus: Frames, counted: Population, aspect: str, by: By) -> pl.DataFrame:
    if by not in ("year", "agency"):
        raise ToolkitError(f"themes are told by 'year' or by 'agency', not by {by!r}")
    column = "year" if by == "year" else "body"
    named = (
        corpus.lazy("themes")
        .filter(pl.col("aspect") == aspect)
        .select("report_id", "theme")
        .unique()
        .collect()
        .join(counted.reports.with_columns(body()).select("report_id", "year", "body"), on="report_id")
    )
    if named.is_empty():
        raise NothingToDraw(
            f"no report in this corpus names a theme of the kind {aspect!r}; load reports whose prose can be read"
        )
    n = named.group_by(column).agg(pl.col("report_id").n_unique().cast(pl.Int64).alias("n"))
    return (
        named.group_by(column, "theme")
        .agg(pl.len().cast(pl.Int64).alias("reports"))
        .join(n, on=column)
        .sort(column, "theme")
    )


def draw_themes(
    corpus: Frames, aspect: Aspect, *, by: By, limit: int, lang: Lang, dark: bool, source: str | None
) -> alt.VConcatChart:
    """Return tiles: themes by year, or agencies by theme."""
    counted = population_of(corpus.lazy("reports").collect(), added=False)
    counts = _table(corpus, counted, aspect.code, by)
    known = theme_names(aspect.code, lang)
    codes = [*known, *(code for code in counts["theme"].unique().sort() if code not in known)]
    names = {code: known.get(code, code) for code in codes}
    tiles, notes = _by_year(counts, names, lang) if by == "year" else _by_agency(counts, names, counted, limit, lang)
    frame = _frame(counts, aspect, names, counted, notes, by, lang, source)
    return framed(_stacked(tiles), frame, lang=lang, dark=dark)


def _stacked(tiles: alt.LayerChart | alt.FacetChart) -> alt.VConcatChart:
    import altair as alt

    return alt.vconcat(tiles)


def _by_year(
    counts: pl.DataFrame, names: Mapping[str, str], lang: Lang
) -> tuple[alt.LayerChart | alt.FacetChart, list[str]]:
    years = list(range(counts["year"].min(), counts["year"].max() + 1))  # type: ignore[operator, arg-type]
    names = _beside(names, len(years))
    behind = say(lang, "报告 n", "Reports n")
    cells = _tiles(counts, names, pl.col("year").cast(pl.String), "theme", lang)
    each = counts.unique("year")
    total = each.select(
        pl.lit(behind).alias("row"), pl.col("year").cast(pl.String).alias("column"),
        pl.col("n").cast(pl.String).alias("text"), pl.lit(None, pl.Int64).alias("step"),
        pl.lit(False).alias("muted"), pl.lit("").alias("tip"),
    )  # fmt: skip
    # A theme that no report names in a year with reports is a zero; a year without reports is a gap.
    zeros = pl.DataFrame({"row": list(names.values())}).join(each.select(pl.col("year").cast(pl.String).alias("column")), how="cross")
    zeros = zeros.join(cells, on=["row", "column"], how="anti").with_columns(
        text=pl.lit("0"), step=pl.lit(None, pl.Int64), muted=pl.lit(True), tip=pl.lit("")
    )
    rows, columns = [*names.values(), behind], [str(year) for year in years]
    parts = [part.select("row", "column", "text", "step", "muted", "tip") for part in (cells, zeros, total)]
    return grid(cells_of(pl.concat(parts), rows, columns), rows, columns), about_gaps(years, each["year"], 0, lang)


def _beside(names: Mapping[str, str], years: int) -> dict[str, str]:
    """Return the names set in lines where the years would have no room beside them."""
    room = WIDTH - years * (text_width("2021", SMALL_SIZE) + 4)
    if side_of(list(names.values())) <= room:
        return dict(names)
    return {code: set_in_lines(name, room - side_of([""])) for code, name in names.items()}


def _by_agency(
    counts: pl.DataFrame, names: Mapping[str, str], counted: Population, limit: int, lang: Lang
) -> tuple[alt.LayerChart | alt.FacetChart, list[str]]:
    bodies = bodies_of(counted.reports, lang).join(counts, on="body", how="semi", maintain_order="left")
    shown = bodies.head(limit)
    labels = dict(shown.select("body", "label").iter_rows())
    own = counts.filter(pl.col("body").is_in(list(labels)))
    heads = {code: _narrow(name) for code, name in names.items()}
    behind = say(lang, "报告\nn", "n")
    cells = _tiles(own, heads, pl.col("body").replace_strict(labels, return_dtype=pl.String), "body", lang)
    total = own.unique("body").select(
        pl.col("body").replace_strict(labels, return_dtype=pl.String).alias("row"), pl.lit(behind).alias("column"),
        pl.col("n").cast(pl.String).alias("text"), pl.lit(None, pl.Int64).alias("step"),
        pl.lit(False).alias("muted"), pl.lit("").alias("tip"),
    )  # fmt: skip
    rows = list(labels.values())
    turned = lang == "en"
    columns = [*(names if turned else heads).values(), behind]
    if turned:
        cells = cells.with_columns(pl.col("column").replace(dict(zip(heads.values(), names.values(), strict=True))))
    parts = [part.select("row", "column", "text", "step", "muted", "tip") for part in (cells, total)]
    notes = [say(lang, "按地区和名称排列，不是排名；空格：没有提到。", "In order of region and name: no ranking. Blank: not named.")]
    if shown.height < bodies.height:
        notes.append(
            say(
                lang,
                f"只画出前 {shown.height} 个机关，共 {bodies.height} 个。",
                f"The first {shown.height} of {bodies.height} agencies are drawn.",
            )
        )
    return grid(cells_of(pl.concat(parts), rows, columns), rows, columns, turned_heads=turned), notes


def _narrow(name: str) -> str:
    """Return a Chinese name set two characters wide, to stand over a narrow column."""
    return "\n".join(set_in_lines(part, 2 * TEXT_SIZE + 1) for part in name.split("、"))


def _tiles(
    counts: pl.DataFrame, names: Mapping[str, str], other: pl.Expr, rows: Literal["theme", "body"], lang: Lang
) -> pl.DataFrame:
    theme = pl.col("theme").replace_strict(dict(names), return_dtype=pl.String)
    row, column = (theme, other) if rows == "theme" else (other, theme)
    highest = float(counts["reports"].max() or 1)  # type: ignore[arg-type]
    return counts.select(
        row.alias("row"),
        column.alias("column"),
        pl.col("reports").cast(pl.String).alias("text"),
        step_of(pl.col("reports"), highest).alias("step"),
        pl.lit(False).alias("muted"),
        pl.format(say(lang, "{}，{}：{}/{} 份报告", "{}, {}: {} of {} reports"), row, column, "reports", "n").str.replace_all("\n", " ").alias("tip"),
    )


def _frame(
    counts: pl.DataFrame,
    aspect: Aspect,
    names: Mapping[str, str],
    counted: Population,
    notes: Sequence[str],
    by: By,
    lang: Lang,
    source: str | None,
) -> Frame:
    column = "year" if by == "year" else "body"
    n = int(counts.unique(column)["n"].sum())
    years = counts["year"].to_list() if by == "year" else counted.reports["year"].to_list()
    span = span_of(years, lang)
    title = say(lang, f"{aspect.title[0]}，{span}", f"{aspect.title[1]}, {span}")
    sums = counts.group_by("theme").agg(pl.col("reports").sum()).sort("reports", "theme", descending=[True, False]).head(3)
    most = say(lang, "、", ", ").join(f"{names[code]} {number}" for code, number in sums.iter_rows())
    total = counted.reports.height
    return Frame(
        name=aspect.name,
        title=title,
        question=say(lang, *aspect.question),
        facts=[
            say(lang, "单位：份报告", "Unit: reports"),
            say(lang, f"n = {n:,} 份{aspect.base[0]}", f"n = {n:,} {aspect.base[1]}"),
            say(lang, f"共 {total:,} 份报告", f"of {counted_noun(total, 'report')}"),
        ],
        notes=[
            say(
                lang,
                "一份报告可提到多个主题，各主题不得相加；没有提到不等于没有。由词语判定，见数据表 themes 的原句。",
                "A report can name several themes, which do not add up; a theme that is not named may still be there. "
                "Told by words: the frame themes has each sentence.",
            ),
            say(lang, *STRONGER),
            *notes,
            *counted.notes(lang),
        ],
        source=source or say(lang, *aspect.source),
        unit="份",
        n=n,
        alt_text=say(lang, f"热力图：{title}，{n:,} 份{aspect.base[0]}，提到最多的是{most}。", f"Heat map: {title}; {n:,} {aspect.base[1]}; most often {most}."),
    )
