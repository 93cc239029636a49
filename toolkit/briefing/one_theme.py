"""One theme: in how many reports it is a problem, a plan, a complaint or what was asked for, and in whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from toolkit.charts.agency_names import bodies_of, body
from toolkit.charts.framing import Frame, about_gaps, framed, span_of
from toolkit.charts.series import Frames
from toolkit.charts.theme_names import theme_names
from toolkit.charts.tiles import STRONGER, cells_of, grid, step_of
from toolkit.errors import ToolkitError
from toolkit.measures.population import population_of
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

#: The aspects under which reports name a theme or a topic.
ASPECTS: Mapping[str, tuple[str, str]] = {
    "problem": ("存在的问题", "as a problem"),
    "plan": ("改进打算", "as a plan"),
    "complaint": ("投诉举报", "as a complaint"),
    "request_topic": ("申请内容", "as asked for"),
}
_LANGS: tuple[Lang, Lang] = ("zh", "en")
_MOST_AGENCIES = 40
#: The room for the names of agencies, the same for both grids so that the years stand in one line.
_SIDE = 250.0


def theme_code(name: str) -> str | None:
    """Return the code of a theme that is named by its code or by its short name in either language.

    >>> theme_code("timeliness"), theme_code("时效"), theme_code("征地拆迁、土地"), theme_code("weather")
    ('timeliness', 'timeliness', 'land', None)
    """
    for aspect in ("problem", "complaint"):
        for lang in _LANGS:
            for code, short in theme_names(aspect, lang).items():
                if name.lower() in (code, short.lower()):
                    return code
    return None


def theme_codes() -> list[str]:
    """Return the codes of all themes, of problems and of complaints and requests."""
    return list(dict.fromkeys([*theme_names("problem", "en"), *theme_names("complaint", "en")]))


def names_of_theme(code: str) -> tuple[str, str]:
    """Return what a theme is called in Chinese and in English."""
    zh, en = ({**theme_names("complaint", lang), **theme_names("problem", lang)} for lang in _LANGS)
    return zh[code], en[code]


def table(corpus: Frames, theme: str) -> pl.DataFrame:
    """Return who names the theme: ``aspect``, ``theme``, ``body``, ``agency``, ``year``, ``sentences``, ``reports``, ``n``.

    One row for each aspect, agency and year whose reports say anything under that aspect; ``sentences`` is zero
    where they do not name the theme, ``reports`` are those that do, of ``n`` that say anything.
    """
    counted = population_of(corpus.lazy("reports").collect(), added=False).reports
    reports = counted.with_columns(body()).select("report_id", "body", "year").drop_nulls("year")
    said = corpus.lazy("themes").collect().join(reports, on="report_id")
    if said.filter(pl.col("theme") == theme).is_empty():
        raise ToolkitError(f"no report of this corpus names the theme {theme!r}")
    names = dict(bodies_of(counted, "zh").select("body", pl.col("label").str.replace_all("\n", "")).iter_rows())
    own = pl.col("theme") == theme
    aspects = said.filter(own)["aspect"].unique()
    order = pl.col("aspect").replace_strict({code: at for at, code in enumerate(ASPECTS)}, return_dtype=pl.Int64)
    return (
        said.filter(pl.col("aspect").is_in(aspects.implode()))
        .group_by("aspect", "body", "year")
        .agg(
            own.sum().cast(pl.Int64).alias("sentences"),
            pl.col("report_id").filter(own).n_unique().cast(pl.Int64).alias("reports"),
            pl.col("report_id").n_unique().cast(pl.Int64).alias("n"),
        )
        .with_columns(pl.lit(theme).alias("theme"), pl.col("body").replace(names).alias("agency"))
        .select("aspect", "theme", "body", "agency", "year", "sentences", "reports", "n")
        .sort(order, "agency", "year")
    )


def naming(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the agencies that name the theme, in the order of the table, with their sentences of each year."""
    named = rows.filter(pl.col("sentences") > 0)["body"].unique()
    return (
        rows.filter(pl.col("body").is_in(named.implode()))
        .group_by("body", "agency", "year", maintain_order=True)
        .agg(pl.col("sentences").sum())
    )


def draw(
    corpus: Frames, *, theme: str, lang: Lang = "zh", dark: bool = False, source: str | None = None
) -> alt.VConcatChart:
    """Return tiles: reports that name the theme by aspect and year, and the sentences of each agency that does."""
    import altair as alt

    rows = table(corpus, theme)
    years = list(range(int(rows["year"].min()), int(rows["year"].max()) + 1))  # type: ignore[arg-type]
    name = say(lang, *names_of_theme(theme))
    tops, agencies = _by_aspect(rows, years, lang), _by_agency(rows, years, lang)
    title = say(lang, f"“{name}”见于哪些报告，{span_of(years, 'zh')}", f"“{name}”: which reports name it, {span_of(years, 'en')}")
    named, bodies = rows.filter(pl.col("sentences") > 0), naming(rows)["body"].n_unique()
    reports = int(named["reports"].sum())
    notes = [
        say(lang, "上：谈到的报告份数/写明该方面的报告份数；下：各机关谈到的句数，0 为写明该方面而未谈到，空格为没有写。", "Above: reports that name it of those that say anything under that aspect; below: the sentences of each agency. 0: it is not named; blank: nothing is said."),
        say(lang, *STRONGER),
        say(lang, "由词语判定，没有谈到不等于没有；按地区和名称排列，不是排名。", "Told by words: not named is not absent. In order of region and name, which is no ranking."),
        *about_gaps(years, rows["year"], 0, lang),
    ]
    if bodies > _MOST_AGENCIES:
        notes.append(say(lang, f"只画出前 {_MOST_AGENCIES} 个机关，共 {bodies} 个，全部见数据。", f"The first {_MOST_AGENCIES} of {bodies} agencies are drawn; all are in the data."))
    frame = Frame(
        name="one_theme",
        title=title,
        question=say(lang, "哪些机关、哪些年的报告谈到这个主题？", "Which agencies name this theme, and in which years?"),
        facts=[
            say(lang, "单位：份报告；句", "Unit: reports; sentences"),
            say(lang, f"n = {reports:,} 份·方面", f"n = {counted_noun(reports, 'report')} by aspect"),
            say(lang, f"{bodies:,} 个机关", counted_noun(bodies, "agency")),
        ],
        notes=notes,
        source=source or say(lang, "各机关政府信息公开工作年度报告，文字部分", "annual reports of the agencies, prose"),
        unit="份",
        n=reports,
        alt_text=say(lang, f"方格图：{title}。{bodies:,} 个机关谈到。", f"Tiles: {title}; {counted_noun(bodies, 'agency')} name it."),
    )  # fmt: skip
    return framed(alt.vconcat(tops, agencies, spacing=22), frame, lang=lang, dark=dark)


def _by_aspect(rows: pl.DataFrame, years: Sequence[int], lang: Lang) -> alt.LayerChart | alt.FacetChart:
    sums = rows.group_by("aspect", "year", maintain_order=True).agg(pl.col("reports", "n").sum())
    highest = float(sums["reports"].max() or 1)  # type: ignore[arg-type]
    names = {code: say(lang, *ASPECTS[code]) for code in ASPECTS if code in set(rows["aspect"])}
    cells = sums.select(
        pl.col("aspect").replace_strict(names, return_dtype=pl.String).alias("row"),
        pl.col("year").cast(pl.String).alias("column"),
        pl.format("{}/{}", "reports", "n").alias("text"),
        step_of(pl.col("reports"), highest).alias("step"),
        (pl.col("reports") == 0).alias("muted"),
        pl.format(say(lang, "{} 年：{}/{} 份报告", "{}: {} of {} reports"), "year", "reports", "n").alias("tip"),
    )
    columns = [str(year) for year in years]
    return grid(cells_of(cells, list(names.values()), columns), list(names.values()), columns, side=_SIDE)


def _by_agency(rows: pl.DataFrame, years: Sequence[int], lang: Lang) -> alt.LayerChart | alt.FacetChart:
    own = naming(rows)
    shown = own["agency"].unique(maintain_order=True).head(_MOST_AGENCIES).to_list()
    highest = float(own["sentences"].max() or 1)  # type: ignore[arg-type]
    cells = own.filter(pl.col("agency").is_in(shown)).select(
        pl.col("agency").alias("row"),
        pl.col("year").cast(pl.String).alias("column"),
        pl.col("sentences").cast(pl.String).alias("text"),
        step_of(pl.col("sentences"), highest).alias("step"),
        (pl.col("sentences") == 0).alias("muted"),
        pl.format(say(lang, "{}，{} 年：{} 句", "{}, {}: {} sentences"), "agency", "year", "sentences").alias("tip"),
    )
    columns = [str(year) for year in years]
    return grid(cells_of(cells, shown, columns), shown, columns, side=_SIDE, top=False)

