"""The complaint panel: what goes wrong and what people complain about, from five sources that are never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from toolkit.corpus.holder import FrameHolder
from toolkit.errors import QueryError
from toolkit.measures import BY
from toolkit.measures.population import population_of
from toolkit.wording import Lang, say

#: Where one of these is asked for, reports of different bodies are not added together.
_ONE_BODY = ("agency_id", "agency", "report_id")


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the panel: its code, what its values count, and what to mind when reading it."""

    code: str
    unit: str
    zh: str
    en: str


SOURCES = (
    Source(
        "problems", "句",
        "机关自述的不足，不是公众的评价；数值为谈及该主题的句数，写得细不等于问题多。",
        "What agencies say of themselves, not what the public thinks; counts sentences, so a longer section is no worse one.",
    ),
    Source(
        "petition_requests", "件",
        "以公开申请形式提出的信访、举报、投诉，只是投诉的一小部分；与举报投诉数量不是同一统计。",
        "Petitions and complaints that came as disclosure requests, a small part of all; not the number of complaints reported.",
    ),
    Source(
        "refusal_grounds", "件",
        "2019年以后表式的不予公开理由；与2014年版的理由口径不同，不可相加。",
        "Grounds of refusal on the forms since 2019; they are not those of the 2014 form and are not added to them.",
    ),
    Source(
        "refusal_grounds_2014", "件",
        "2014年版统计表的不同意公开理由；一件答复可有几个理由。",
        "Grounds of refusal in the statistics table of 2014 to 2018; one reply may have several.",
    ),
    Source(
        "reviews", "件",
        "表四：因政府信息公开引起的复议、诉讼；纠正指结果纠正，未审结的不在其中。",
        "Table four: reviews over disclosure only; corrected leaves out those still pending.",
    ),
    Source(
        "reviews_2014", "件",
        "2014年版统计表的复议、诉讼，与表四口径不同。",
        "Reviews in the statistics table of 2014 to 2018, counted otherwise than in table four.",
    ),
    Source(
        "complaints_2014", "件",
        "2014年版统计表的举报投诉数量，指对信息公开工作的举报投诉。",
        "Complaints of the statistics table of 2014 to 2018, about disclosure itself.",
    ),
    Source(
        "mentions", "件",
        "文字部分自愿写出的热线、投诉数，多数报告不写；没有写不等于没有；同一报告同一口径写出不同数的不计入。",
        "Hotline and complaint counts that the prose volunteers; most reports give none, which is no zero. A report that "
        "gives different numbers for the same is left out.",
    ),
    Source(
        "complaint_topics", "句",
        "文字部分写到的投诉、信访、复议内容；数值为谈及该内容的句数，不是件数。",
        "What the prose says people complained about; counts sentences, not cases.",
    ),
)  # fmt: skip
_REVIEWS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
_REVIEWS_2014 = ("reconsiderations", "reconsiderations_corrected", "litigations", "litigations_corrected")
#: Kinds of mention that are complaints, with their details: every request for help is none.
_MENTIONS = (("hotline_orders", None), ("hotline_orders", "complaint"), ("complaints", None))


def complaints(
    corpus: FrameHolder, by: Sequence[str] = ("year",), *, reports: pl.DataFrame | None = None, lang: Lang = "zh"
) -> pl.DataFrame:
    """Return the complaint panel: one row per group of ``by``, source and what it counts.

    Columns: those of ``by``, then ``source`` and ``what`` (codes), ``value``, ``unit``, ``reports`` (how many
    say something about it), ``asked`` (how many could have), ``caution`` (in ``lang``). A value is null where
    none of the reports asked says anything: that is no zero. Sources are never added to each other.
    ``reports`` are the reports that count; without them one per agency and year, and no consolidated
    report beside its parts. Raises `QueryError` for a column that is not there.
    """
    columns = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    if unknown := [column for column in columns if column not in BY]:
        raise QueryError(f"complaints are not told by {', '.join(unknown)}; use some of {', '.join(BY)}")
    if reports is None:
        reports = population_of(corpus.frame("reports"), added=not set(columns) & set(_ONE_BODY)).reports
    parts = [
        _themes(corpus, reports, "problems", "problem"),
        _petitions(corpus, reports),
        _refusals(corpus, reports),
        _of_statistics(corpus, reports, "refusal_grounds_2014", pl.col("item").str.starts_with("refused_")),
        _reviews(corpus, reports),
        _of_statistics(corpus, reports, "reviews_2014", pl.col("item").is_in(_REVIEWS_2014)),
        _of_statistics(corpus, reports, "complaints_2014", pl.col("item") == "complaints"),
        _mentions(corpus, reports),
        _themes(corpus, reports, "complaint_topics", "complaint"),
    ]
    # One row per report that could say something about it, its value null where it does not.
    each = pl.concat(part.select("report_id", "source", "what", pl.col("value").cast(pl.Float64)) for part in parts)
    order = pl.col("source").cast(pl.Enum([source.code for source in SOURCES]))
    said = pl.col("value").is_not_null()
    return (
        each.join(reports.select("report_id", *(c for c in columns if c != "report_id")), on="report_id")
        .group_by(*columns, "source", "what")
        .agg(
            pl.when(said.any()).then(pl.col("value").sum()).alias("value"),
            said.sum().cast(pl.Int64).alias("reports"),
            pl.col("report_id").n_unique().cast(pl.Int64).alias("asked"),
        )
        .with_columns(
            pl.col("source").replace_strict({s.code: s.unit for s in SOURCES}).alias("unit"),
            pl.col("source").replace_strict({s.code: say(lang, s.zh, s.en) for s in SOURCES}).alias("caution"),
        )
        .sort(*columns, order, "what", nulls_last=True)
        .select(*columns, "source", "what", "value", "unit", "reports", "asked", "caution")
    )


def _asked(ids: pl.DataFrame, source: str, said: pl.DataFrame, codes: Sequence[str] | None = None) -> pl.DataFrame:
    """Return what the reports asked say: every one of them for every code, null where it says nothing.

    ``said`` has one row per report and ``what``; without ``codes`` those that anyone says are asked for.
    """
    what = pl.DataFrame({"what": list(codes)}) if codes is not None else said.select("what").unique()
    return (
        ids.select("report_id")
        .unique()
        .join(what, how="cross")
        .join(said.select("report_id", "what", "value"), on=["report_id", "what"], how="left")
        .with_columns(pl.lit(source).alias("source"))
    )


def _of(corpus: FrameHolder, frame: str, reports: pl.DataFrame) -> pl.DataFrame:
    return corpus.frame(frame).join(reports.select("report_id"), on="report_id", how="semi")


def _themes(corpus: FrameHolder, reports: pl.DataFrame, source: str, aspect: str) -> pl.DataFrame:
    """Return how many sentences of each report name a theme; asked are those with section five, or any prose."""
    rows = _of(corpus, "themes", reports).filter(pl.col("aspect") == aspect)
    said = rows.group_by("report_id", pl.col("theme").alias("what")).agg(pl.col("sentence").n_unique().alias("value"))
    sections = _of(corpus, "sections", reports)
    if aspect == "problem":
        sections = sections.filter(pl.col("section") == "problems")
    asked = pl.concat([sections.select("report_id"), rows.select("report_id")])
    return _asked(asked, source, said)


def _total(frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return the printed counts added up; null where one of them is not printed."""
    value = pl.col("value")
    return frame.group_by(keys).agg(pl.when(value.is_not_null().all()).then(value.sum()).alias("value"))


def _petitions(corpus: FrameHolder, reports: pl.DataFrame) -> pl.DataFrame:
    code = "not_processed_petition_complaint"
    rows = _of(corpus, "requests", reports).filter(pl.col("outcome") == code, pl.col("applicant") == "total")
    rows = rows.select("report_id", pl.col("outcome").alias("what"), pl.col("count").alias("value"))
    return _asked(rows, "petition_requests", rows, [code])


def _refusals(corpus: FrameHolder, reports: pl.DataFrame) -> pl.DataFrame:
    of_total = pl.col("outcome").str.starts_with("refused_") & (pl.col("applicant") == "total")
    rows = _of(corpus, "requests", reports).filter(of_total)
    rows = rows.select("report_id", pl.col("outcome").alias("what"), pl.col("count").alias("value"))
    return _asked(rows, "refusal_grounds", rows)


def _reviews(corpus: FrameHolder, reports: pl.DataFrame) -> pl.DataFrame:
    """Return reconsiderations and lawsuits, the two ways to court together: all and those corrected."""
    rows = _of(corpus, "reviews", reports).filter(
        pl.col("result").is_in(["total", "corrected"]), pl.col("channel").is_in(_REVIEWS)
    )
    kind = pl.when(pl.col("channel") == "reconsideration").then(pl.lit("reconsiderations")).otherwise(pl.lit("litigations"))
    what = pl.when(pl.col("result") == "total").then(kind).otherwise(kind + "_corrected")
    named = rows.select("report_id", what.alias("what"), pl.col("count").alias("value"))
    return _asked(named, "reviews", _total(named, ["report_id", "what"]))


def _of_statistics(corpus: FrameHolder, reports: pl.DataFrame, source: str, items: pl.Expr) -> pl.DataFrame:
    rows = _of(corpus, "statistics", reports).filter(items)
    rows = rows.select("report_id", pl.col("item").alias("what"), "value")
    return _asked(rows, source, rows)


def _mentions(corpus: FrameHolder, reports: pl.DataFrame) -> pl.DataFrame:
    """Return the counts that the prose gives; a report that gives two for the same has none that can be used."""
    rows = _of(corpus, "mentions", reports)
    picked = pl.any_horizontal(
        (pl.col("kind") == kind) & pl.col("detail").eq_missing(pl.lit(detail, pl.String)) for kind, detail in _MENTIONS
    )
    what = pl.concat_str("kind", "detail", separator="_", ignore_nulls=True).alias("what")
    said = (
        rows.filter(picked)
        .group_by("report_id", what)
        .agg(pl.when(pl.col("value").n_unique() == 1).then(pl.col("value").first()).alias("value"))
    )
    codes = [kind if detail is None else f"{kind}_{detail}" for kind, detail in _MENTIONS]
    return _asked(reports, "mentions", said, codes)
