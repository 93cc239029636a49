"""One theme: reports that name it by aspect and year, and the sentences of each agency."""

from __future__ import annotations

import polars as pl

from toolkit.briefing.blocks import BEHIND, Block, Series, Told, column, years_between
from toolkit.briefing.one_theme import ASPECTS, names_of_theme, naming
from toolkit.charts.agency_names import body
from toolkit.measures.population import population_of
from toolkit.wording import counted_noun, say

COLUMNS = ("aspect", "theme", "body", "year", "sentences", "n")


def blocks(told: Told) -> list[Block]:
    """Return years in rows: aspects with their n in columns, then agencies with their sentences."""
    years = [str(year) for year in years_between(told.table)]
    head = say(told.lang, "年度", "Year")
    sums = told.table.group_by("aspect", "year").agg(pl.col("reports", "n").sum())
    aspects = []
    for code, words in ASPECTS.items():
        own = sums.filter(pl.col("aspect") == code)
        if own.is_empty():
            continue
        name = say(told.lang, *words)
        n = say(told.lang, f"写明{name}的报告 n", f"n, reports that say anything {name}")
        aspects += [
            Series(code, name[:1].upper() + name[1:], column(own, "year", "reports", years)),
            Series(f"n:{code}", n, column(own, "year", "n", years)),
        ]
    by_agency = tuple(
        Series(str(code), str(part["agency"][0]), column(part, "year", "sentences", years))
        for (code,), part in naming(told.table).group_by("body", maintain_order=True)
    )
    named = (
        told.table.filter(pl.col("sentences") > 0)
        .group_by("body", "agency", maintain_order=True)
        .agg(pl.col("year").n_unique().alias("years"))
    )
    bodies, agencies = (tuple(map(str, named[name])) for name in ("body", "agency"))
    theme = _name(told)
    title = say(told.lang, f"谈到“{theme}”的报告", f"Reports that name “{theme}”")
    each = say(told.lang, "各机关谈到的句数", "Sentences of each agency")
    keys = tuple(years)
    return [
        Block(title, say(told.lang, "份", "reports"), "grid", head, keys, keys, tuple(aspects)),
        Block(
            say(told.lang, "各机关谈到的年份数", "Years in which each agency names it"), say(told.lang, "年", "years"), "bar",
            say(told.lang, "机关", "Agency"), bodies, agencies,
            (Series("years", say(told.lang, "年份数", "Years"), tuple(map(float, named["years"]))),),
        ),
        Block(each, say(told.lang, "句", "sentences"), "none", head, keys, keys, by_agency),
    ]  # fmt: skip


def behind(told: Told) -> pl.DataFrame:
    """Return the sentences, as rows of the table ``themes``: by aspect, and by agency."""
    counted = population_of(told.corpus.reports, added=False).reports
    reports = counted.with_columns(body()).select(
        "report_id", "form", "body", pl.col("year").cast(pl.String).alias("category")
    )
    found = (
        told.corpus.lazy("themes")
        .filter(pl.col("theme") == told.table["theme"][0])
        .select("report_id", pl.lit("themes").alias("table"), pl.col("theme").alias("row"), pl.col("aspect").alias("column"))
        .unique()
        .collect()
        .join(reports, on="report_id")
        .drop_nulls("category")
        .with_columns(pl.col("form").fill_null(""))
    )
    sides = [found.with_columns(pl.col(name).alias("series")) for name in ("column", "body")]
    years = found.with_columns(pl.lit("years").alias("series"), pl.col("body").alias("category"))
    return pl.concat([side.select(list(BEHIND)) for side in (*sides, years)])


def headline(told: Told) -> str:
    """Return how many agencies name the theme, and how many reports of the latest year."""
    year = int(told.table["year"].max())  # type: ignore[arg-type]
    bodies = naming(told.table)["body"].n_unique()
    own = told.table.filter(pl.col("year") == year).group_by("aspect").agg(pl.col("reports", "n").sum())
    counts = {code: (reports, n) for code, reports, n in own.iter_rows()}
    first = next((code for code in ASPECTS if code in counts), None)
    theme = _name(told)
    lead = say(told.lang, f"{bodies:,} 个机关谈到“{theme}”", f"{counted_noun(bodies, 'agency')} name “{theme}”")
    if first is None:
        return lead
    reports, n = counts[first]
    aspect = say(told.lang, *ASPECTS[first])
    return lead + say(
        told.lang,
        f"；{year} 年写明{aspect}的 {n:,} 份报告中有 {reports:,} 份",
        f"; in {year} {reports:,} of {n:,} reports {aspect}",
    )


def _name(told: Told) -> str:
    return say(told.lang, *names_of_theme(told.table["theme"][0]))
