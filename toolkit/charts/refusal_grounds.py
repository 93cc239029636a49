"""On which grounds requests were refused, year by year: a tile for each ground and year, with its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.agency_names import count_of
from toolkit.charts.framing import Frame, about_gaps, framed, grouped, span_of
from toolkit.charts.row_heads import side_of
from toolkit.charts.series import Frames
from toolkit.charts.theme import TEXT_SIZE
from toolkit.charts.tiles import STRONGER, cells_of, grid, step_of
from toolkit.errors import NothingToDraw
from toolkit.measures.population import Population, population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

#: The grounds of the forms since 2019, and those of the 2014 form: two lists, whose rows do not match.
GROUNDS: Mapping[str, tuple[str, str]] = {
    "refused_state_secret": ("属于国家秘密", "State secrets"),
    "refused_prohibited_by_law": ("其他法律行政法规禁止公开", "Prohibited by law"),
    "refused_safety_stability": ("危及“三安全一稳定”", "Safety and stability"),
    "refused_third_party_rights": ("保护第三方合法权益", "Rights of third parties"),
    "refused_internal_affairs": ("属于三类内部事务信息", "Internal affairs"),
    "refused_process_information": ("属于四类过程性信息", "Information on process"),
    "refused_enforcement_file": ("属于行政执法案卷", "Enforcement files"),
    "refused_administrative_query": ("属于行政查询事项", "Administrative queries"),
}
GROUNDS_2014: Mapping[str, tuple[str, str]] = {
    "refused_state_secret": ("涉及国家秘密", "State secrets"),
    "refused_trade_secret": ("涉及商业秘密", "Trade secrets"),
    "refused_personal_privacy": ("涉及个人隐私", "Personal privacy"),
    "refused_safety_stability": ("危及安全和社会稳定", "Safety and stability"),
    "refused_not_government_information": ("不是政府信息", "Not government information"),
    "refused_other_law": ("法律法规规定的其他情形", "Other cases in law"),
}


def table(corpus: Frames) -> pl.DataFrame:
    """Return the numbers behind the chart, one row per list of grounds, ground and year.

    Columns: ``grounds`` ("2019" for the forms since 2019, or "2014"), ``ground``, ``year``, ``count`` (null
    where no report prints it), ``unprinted`` (cells without a number, which are no zeros), ``reports``.
    """
    return _table(corpus, population_of(corpus.lazy("reports").collect()))


def _table(corpus: Frames, counted: Population) -> pl.DataFrame:
    figures = corpus.lazy("figures").select("report_id", "table", "row", "column", "value").collect()
    reports = counted.reports.select("report_id", "year")
    newer = (pl.col("table") == "requests") & (pl.col("column") == "total") & pl.col("row").is_in(list(GROUNDS))
    older = (pl.col("table") == "statistics") & pl.col("row").is_in(list(GROUNDS_2014))
    cells = (
        figures.filter(newer | older)
        .join(reports, on="report_id")
        .with_columns(grounds=pl.when(pl.col("table") == "requests").then(pl.lit("2019")).otherwise(pl.lit("2014")))
    )
    if cells.is_empty():
        raise NothingToDraw(
            "no report in this corpus prints grounds of refusal; load reports that have the table on requests "
            "(2019 and later) or the statistics of the 2014 form"
        )
    value = pl.col("value")
    return (
        cells.group_by("grounds", "year", pl.col("row").alias("ground"))
        .agg(
            pl.when(value.is_not_null().any()).then(value.sum()).cast(pl.Int64).alias("count"),
            value.null_count().cast(pl.Int64).alias("unprinted"),
            pl.col("report_id").n_unique().cast(pl.Int64).alias("reports"),
        )
        .sort("grounds", "year", "ground")
    )


def draw(corpus: Frames, *, lang: Lang = "zh", dark: bool = False, source: str | None = None) -> alt.VConcatChart:
    """Return tiles of refusals by ground and year; the grounds of the 2014 form stand in a grid of their own."""
    import altair as alt

    counted = population_of(corpus.lazy("reports").collect())
    counts = _table(corpus, counted)
    blocks = [
        (title, _block(counts.filter(pl.col("grounds") == grounds), names, lang))
        for grounds, names, title in (
            ("2014", GROUNDS_2014, say(lang, "2014 年表的理由，可重叠", "Grounds of the 2014 form, which may overlap")),
            ("2019", GROUNDS, say(lang, "2019 年起的理由", "Grounds since 2019")),
        )
        if not counts.filter(pl.col("grounds") == grounds).is_empty()
    ]
    side = max(side_of(rows) for _, (_, rows, _) in blocks)
    heads = [
        grid(cells, rows, years, side=side).properties(
            title=alt.Title(title, fontSize=TEXT_SIZE, anchor="start", frame="group", offset=8)
        )
        for title, (cells, rows, years) in blocks
    ]
    body = alt.vconcat(*heads, spacing=18)
    return framed(body, _frame(counts, counted, lang, source), lang=lang, dark=dark)


def _block(
    counts: pl.DataFrame, names: Mapping[str, tuple[str, str]], lang: Lang
) -> tuple[pl.DataFrame, list[str], list[str]]:
    """Return the cells of one list of grounds, its rows and its years."""
    total, behind = say(lang, "合计", "All"), say(lang, "报告（份）", "Reports")
    years = list(range(counts["year"].min(), counts["year"].max() + 1))  # type: ignore[operator, arg-type]
    highest = float(counts["count"].max() or 1)  # type: ignore[arg-type]
    in_words = pl.col("ground").replace_strict({code: say(lang, *words) for code, words in names.items()})
    each = counts.select(
        in_words.alias("row"),
        pl.col("year").cast(pl.String).alias("column"),
        _worded("count", lang).alias("text"),
        step_of(pl.col("count"), highest).alias("step"),
        (pl.col("count").fill_null(0) == 0).alias("muted"),
        pl.col("unprinted"),
    )
    each = each.with_columns(
        text=pl.when((pl.col("unprinted") > 0) & (pl.col("text") != "–")).then(pl.col("text") + "*").otherwise("text"),
        tip=pl.format("{}，{}：{}" if lang == "zh" else "{}, {}: {}", "row", "column", "text"),
    ).drop("unprinted")
    sums = counts.group_by("year").agg(
        pl.col("count").sum(), pl.col("reports").max(), (pl.col("unprinted").sum() > 0).alias("is_short")
    )
    # Grounds that overlap have no sum.
    summed = [(total, "count")] if names is GROUNDS else []
    star = pl.when(pl.col("is_short")).then(pl.lit("*")).otherwise(pl.lit(""))
    below = pl.concat(
        [
            sums.select(
                pl.lit(head).alias("row"), pl.col("year").cast(pl.String).alias("column"),
                pl.concat_str(_worded(name, lang), star if name == "count" else pl.lit("")).alias("text"), pl.lit(None, pl.Int64).alias("step"),
                pl.lit(name == "reports").alias("muted"), pl.lit("").alias("tip"),
            )
            for head, name in (*summed, (behind, "reports"))
        ]
    )  # fmt: skip
    rows = [*(say(lang, *words) for words in names.values()), *(head for head, _ in summed), behind]
    columns = [str(year) for year in years]
    return cells_of(pl.concat([each, below]), rows, columns), rows, columns


def _worded(name: str, lang: Lang) -> pl.Expr:
    return pl.col(name).map_elements(
        lambda value: "–" if value is None else grouped(value, lang), return_dtype=pl.String, skip_nulls=False
    )


def _frame(counts: pl.DataFrame, counted: Population, lang: Lang, source: str | None) -> Frame:
    years = list(range(counts["year"].min(), counts["year"].max() + 1))  # type: ignore[operator, arg-type]
    span = span_of(years, lang)
    reports = counted.reports.filter(pl.col("year").is_in(years))
    n, agencies = reports.height, count_of(reports)
    notes = about_gaps(years, reports["year"], int(counts.filter(pl.col("count").is_not_null())["unprinted"].sum()), lang)
    notes.append(say(lang, *STRONGER))
    if counts["count"].null_count():
        notes.append(say(lang, "–：没有报告印此数，不是零。", "–: no report prints it, which is not zero."))
    if counts["grounds"].n_unique() > 1:
        notes.append(
            say(
                lang,
                "2019 年表式更换，理由的分类不同，两部分不可比，也不相加。",
                "The form was replaced in 2019 and groups the grounds in another way: the two parts neither compare nor add up.",
            )
        )
    title = say(lang, f"不予公开的理由，{span}", f"Grounds on which requests were refused, {span}")
    sums = counts.group_by("grounds", "ground").agg(pl.col("count").sum()).sort("count", "ground", descending=[True, False])
    names = {"2019": GROUNDS, "2014": GROUNDS_2014}
    told = say(lang, "，", ", ").join(
        f"{say(lang, *names[grounds][ground])} {count:,}" for grounds, ground, count in sums.head(3).iter_rows()
    )
    return Frame(
        name="refusal_grounds",
        title=title,
        question=say(lang, "机关以什么理由不予公开，各有多少件？", "On which grounds do agencies refuse, and how often?"),
        facts=[
            say(lang, "单位：件", "Unit: requests"),
            f"n = {n:,} " + say(lang, "份报告", "report" if n == 1 else "reports"),
            say(lang, f"{agencies:,} 个机关", counted_noun(agencies, "agency")),
        ],
        notes=[*notes, *counted.notes(lang)],
        source=source
        or say(
            lang,
            "各机关政府信息公开工作年度报告，收到和处理政府信息公开申请情况表“不予公开”各行、统计表（2014 年表）",
            "annual reports of the agencies, rows on refusal of the table on requests, and statistics of the 2014 form",
        ),
        unit="件",
        n=n,
        alt_text=say(lang, f"热力图：{title}，{n:,} 份报告，最多的是{told}。", f"Heat map: {title}, {counted_noun(n, 'report')}; most often {told}."),
    )
