"""The cells behind the numbers of a chart, as printed: value, state, raw text, file, page or line."""

from __future__ import annotations

import polars as pl

from toolkit.briefing.blocks import BEHIND
from toolkit.briefing.names import cell_name
from toolkit.charts.theme_names import theme_names
from toolkit.checks import in_language, rules
from toolkit.corpus import Corpus
from toolkit.wording import Lang, say

#: So much of a sentence is quoted; a briefing embeds no report.
_LONGEST = 120
_KEY = ["report_id", "table", "row", "column"]


def with_print(corpus: Corpus, behind: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Return the cells with what is printed in them and where.

    Columns beside those of `BEHIND`: ``agency``, ``year``, ``source``, ``label`` (what stands beside and above
    the cell), ``value``, ``unit``, ``state``, ``raw``, ``page``, ``line`` and ``place``. A claim of the prose
    and a sentence with a theme are quoted in ``raw``, a finding with its message.
    """
    reports = corpus.reports.select("report_id", "agency", "year", "source")
    parts = [
        _figures(corpus, behind, lang),
        _sentences(corpus, behind, lang),
        _findings(corpus, behind, lang),
    ]
    printed = pl.concat(parts, how="diagonal")
    place = pl.col("place").struct
    return (
        printed.join(reports, on="report_id", how="left")
        .with_columns(page=place.field("page"), line=place.field("line"))
        .sort("series", "category", "source", "table", "row", "column", "page", "line", nulls_last=True)
    )


def _figures(corpus: Corpus, behind: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    figures = corpus.lazy("figures").select(*_KEY, "value", "unit", "state", "raw", "place").collect()
    found = behind.join(figures, on=_KEY)
    kinds = found.select("form", "table", "row", "column").unique()
    labels = kinds.with_columns(
        pl.Series(
            "label",
            [cell_name(form, table, row, column, lang) for form, table, row, column in kinds.iter_rows()],
            dtype=pl.String,
        )
    )
    return found.join(labels, on=["form", "table", "row", "column"], how="left")


def _sentences(corpus: Corpus, behind: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Return the claims of the prose, and the sentences that name a theme."""
    claims = corpus.lazy("mentions").select(
        "report_id", pl.lit("mentions").alias("table"), pl.col("kind").alias("row"), pl.col("detail").fill_null("total").alias("column"),
        "value", "unit", pl.lit("reported").alias("state"), pl.col("sentence").alias("raw"), "place", pl.lit(say(lang, "文字所称", "as the prose says")).alias("label"),
    )  # fmt: skip
    names = {
        code: name for aspect in ("problem", "complaint") for code, name in theme_names(aspect, lang).items()
    }
    themes = corpus.lazy("themes").select(
        "report_id", pl.lit("themes").alias("table"), pl.col("theme").alias("row"), pl.col("aspect").alias("column"),
        pl.lit(None, pl.Float64).alias("value"), pl.lit(None, pl.String).alias("unit"), pl.lit("reported").alias("state"),
        pl.col("sentence").alias("raw"), "place", pl.concat_str(pl.col("theme").replace(names), pl.lit(say(lang, "：", ": ")), "match").alias("label"),
    )  # fmt: skip
    quoted = pl.concat([claims, themes]).with_columns(
        pl.when(pl.col("raw").str.len_chars() > _LONGEST)
        .then(pl.col("raw").str.head(_LONGEST) + "…")
        .otherwise("raw")
        .alias("raw")
    )
    return behind.join(quoted.collect(), on=_KEY)


def _findings(corpus: Corpus, behind: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    names = {code: say(lang, rule.zh, rule.en) for code, rule in rules().items()}
    found = in_language(corpus.findings, corpus.messages, lang).lazy().select(
        "report_id", pl.lit("findings").alias("table"), pl.col("rule").alias("row"), pl.concat_str("status", pl.lit(":"), "severity").alias("column"),
        pl.col("actual").alias("value"), pl.lit(None, pl.String).alias("unit"), pl.col("status").alias("state"),
        pl.col("message").alias("raw"), "place", pl.col("rule").replace(names).alias("label"),
    )  # fmt: skip
    return behind.select(list(BEHIND)).join(found.collect(), on=_KEY)
