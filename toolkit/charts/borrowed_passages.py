"""Who shares passages with whom: a tile for each pair of agencies, with the length of the longest one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import polars as pl

from toolkit.charts.agency_names import bodies_of, body
from toolkit.charts.framing import Frame, framed, span_of
from toolkit.charts.tiles import STRONGER, cells_of, grid, step_of
from toolkit.errors import NothingToDraw
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt


class Frames(Protocol):
    """What the chart needs of a corpus."""

    def lazy(self, name: str) -> pl.LazyFrame:
        """Return one frame, to be read when it is needed."""


def table(corpus: Frames) -> pl.DataFrame:
    """Return one row per pair of agencies that share a passage, from either side.

    Columns: ``body``, ``other`` (the two agencies), ``pairs`` (of reports), ``chars`` (of the longest passage),
    ``containment`` (largest share of a report of ``body`` that a report of ``other`` has too). Reports of one
    agency are not compared with each other.
    """
    reports = corpus.lazy("reports").collect().with_columns(body()).select("report_id", "body")
    pairs = corpus.lazy("similar").select("report_id", "other_id", "containment", "chars").collect()
    return (
        pairs.join(reports, on="report_id")
        .join(reports.rename({"report_id": "other_id", "body": "other"}), on="other_id")
        .filter(pl.col("body") != pl.col("other"))
        .group_by("body", "other")
        .agg(pl.len().cast(pl.Int64).alias("pairs"), pl.col("chars").max(), pl.col("containment").max())
        .sort("body", "other")
    )


def draw(
    corpus: Frames, *, lang: Lang = "zh", dark: bool = False, limit: int = 20, source: str | None = None
) -> alt.VConcatChart:
    """Return a grid of agencies against agencies; at most ``limit`` of those that share a passage are drawn."""
    import altair as alt

    reports = corpus.lazy("reports").collect()
    if reports.is_empty():
        raise NothingToDraw("this corpus holds no report, so none can be compared; load some reports first")
    pairs = table(corpus)
    if pairs.is_empty():
        raise NothingToDraw(
            f"no two agencies of {counted_noun(reports.height, 'report')} share a passage, so there is nothing to draw"
        )
    bodies = bodies_of(reports, lang).join(pairs, on="body", how="semi", maintain_order="left")
    shown = bodies.head(limit).with_row_index("number", offset=1)
    numbers = {row["body"]: str(row["number"]) for row in shown.iter_rows(named=True)}
    labels = {row["body"]: f"{row['label']}  {row['number']}" for row in shown.iter_rows(named=True)}
    own = pairs.filter(pl.col("body").is_in(list(labels)) & pl.col("other").is_in(list(labels)))
    cells = own.select(
        pl.col("body").replace_strict(labels, return_dtype=pl.String).alias("row"),
        pl.col("other").replace_strict(numbers, return_dtype=pl.String).alias("column"),
        pl.col("chars").cast(pl.String).alias("text"),
        step_of(pl.col("chars"), float(pairs["chars"].max() or 1)).alias("step"),  # type: ignore[arg-type]
        pl.lit(False).alias("muted"),
        pl.format(say(lang, "{} 对报告，最长 {} 字，占 {}%", "{} pairs of reports, longest {} characters, {}%"), "pairs", "chars", (pl.col("containment") * 100).round(0).cast(pl.Int64)).alias("tip"),
    )
    itself = pl.DataFrame(
        [{"row": labels[one], "column": numbers[one], "text": "·", "step": None, "muted": True, "tip": ""} for one in labels],
        schema_overrides={"step": pl.Int64},
    )
    rows, columns = list(labels.values()), list(numbers.values())
    filled = cells_of(pl.concat([cells, itself.select(cells.columns)]), rows, columns)
    frame = _frame(reports, pairs, shown.height, bodies.height, lang, source)
    return framed(alt.vconcat(grid(filled, rows, columns)), frame, lang=lang, dark=dark)


def _frame(reports: pl.DataFrame, pairs: pl.DataFrame, drawn: int, agencies: int, lang: Lang, source: str | None) -> Frame:
    years = reports["year"].drop_nulls().to_list()
    span = span_of(years, lang) if years else say(lang, "年度不明", "year unknown")
    n = reports.height
    between = pairs.filter(pl.col("body") < pl.col("other")).height or pairs.height
    longest = int(pairs["chars"].max() or 0)  # type: ignore[arg-type]
    title = say(lang, f"哪些机关的报告有相同段落，{span}", f"Which agencies' reports share passages, {span}")
    notes = [
        say(lang, "格中为两个机关任意两份报告最长相同段落的字数，法定用语和常用表述已除去；谁抄谁无从判定，也可能同出一稿。", "Each tile: characters of the longest passage that any two of their reports share, statutory and common wording left out. It does not tell who wrote it first; both may follow a third."),
        say(lang, *STRONGER),
        say(lang, "按地区和名称排列，不是排名；列号即行首机关的编号。", "In order of region and name: no ranking. The number of a column is that of the agency at the head of a row."),
    ]
    if drawn < agencies:
        notes.append(say(lang, f"只画出前 {drawn} 个有相同段落的机关，共 {agencies} 个。", f"The first {drawn} of {agencies} agencies that share a passage are drawn."))
    return Frame(
        name="borrowed_passages",
        title=title,
        question=say(lang, "哪些机关的报告之间有 60 字以上的相同段落？", "Between which agencies' reports are there passages of 60 characters or more in common?"),
        facts=[
            say(lang, "单位：字", "Unit: characters"),
            f"n = {n:,} " + say(lang, "份报告", "report" if n == 1 else "reports"),
            say(lang, f"{agencies:,} 个机关有相同段落", f"{counted_noun(agencies, 'agency')} with a passage in common"),
        ],
        notes=notes,
        source=source or say(lang, "各机关政府信息公开工作年度报告，文字部分", "annual reports of the agencies, prose"),
        unit="字",
        n=n,
        alt_text=say(lang, f"方格图：{title}，{between:,} 对机关有相同段落，最长 {longest:,} 字。", f"Grid: {title}; {counted_noun(between, 'pair')} of agencies share a passage, the longest of {longest:,} characters."),
    )
