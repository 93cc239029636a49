"""Harmonised series: one measure over agencies and years, across the editions of the form.

What a measure counts in each edition stands in ``vocabulary/measures.toml``; here it is added up. A
break of meaning is drawn, never bridged, and what was left out of a sum is said beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import polars as pl

from toolkit.errors import ToolkitError
from toolkit.measures.formula import Frames, by_report
from toolkit.measures.notes import with_notes
from toolkit.measures.population import population_of
from toolkit.vocabulary.measures import Measure, measures
from toolkit.wording import Lang

#: What a series can be taken apart by: columns of the frame ``reports``.
BY = (
    "year", "agency_id", "agency", "function", "level", "region_code", "province", "city", "county", "scope", "report_id",
)  # fmt: skip
_SCOPES = ("own", "consolidated", "unknown")
#: Where these are asked for, figures of different bodies are not added together.
_ONE_BODY = ("agency_id", "agency", "report_id")


def measure(
    corpus: Frames,
    name: str,
    by: Sequence[str] = ("year",),
    *,
    scope: str | None = None,
    growth: bool = False,
    lang: Lang = "zh",
) -> pl.DataFrame:
    """Return one measure, one row per group of ``by`` (and per edition, where a break lies within a group).

    Columns: those of ``by``, then ``value``, ``unit``, ``numerator``, ``denominator`` (null where it is no
    share), ``reports`` (how many stand behind it), ``form`` (their editions), ``segment`` (counts up at
    each break and each missing year: draw one line per segment), ``note`` (what was left out, and why, in
    ``lang``). A group whose reports print no number has a null, never a zero. With ``growth`` the column
    ``growth`` follows, null at the start of a segment: the change against the year before as a part of it,
    and for a share the difference to it.

    Only one report per agency and year counts, and a consolidated report is never added to its parts;
    ``scope`` ("own", "consolidated") counts reports of that scope alone. Raises `ToolkitError` for a
    measure or a column that is not there.
    """
    columns = _checked(by, scope)
    rows = told(corpus, name, columns, scope=scope, lang=lang)
    kept = [*columns, "value", "unit", "numerator", "denominator", "reports", "form", "segment", "note"]
    if growth:
        rows = rows.with_columns(_growth(columns, known_measure(name)))
        kept.append("growth")
    return rows.select(kept).sort(*columns, "segment", nulls_last=True)


def told(
    corpus: Frames, name: str, by: Sequence[str] = ("year",), *, scope: str | None = None, lang: Lang = "zh"
) -> pl.DataFrame:
    """Return what `measure` does, and in numbers what its note says in words.

    Columns beside those of `measure`: ``era`` (how many breaks lie before it), ``silent`` and ``unreadable``
    (reports left out because they print no number, or none that is certain), ``unprinted`` (cells of the
    sum without a number), ``approximate``. Rows stand series by series, segment by segment.
    """
    wanted = known_measure(name)
    columns = _checked(by, scope)
    reports = corpus.lazy("reports").collect()
    if scope is not None:
        reports = reports.filter(pl.col("scope") == scope)
    counted = population_of(reports, added=not set(columns) & set(_ONE_BODY))
    found = by_report(corpus, wanted).rename({"form": "edition"})
    asked = pl.col("form").is_in(list(wanted.editions))
    each = (
        counted.reports.join(found, on="report_id", how="left")
        .with_columns(pl.coalesce("edition", pl.when(asked).then("form")).alias("edition"))
        .drop_nulls("edition")
        .with_columns(_era(wanted), pl.col("value").is_not_null().alias("tells"))
    )
    if wanted.is_share:
        each = each.with_columns(pl.col("numerator").is_not_null().alias("tells"))
    rows = _grouped(each, columns, wanted)
    rows = with_notes(rows, counted, columns, wanted, lang)
    return _in_segments(rows, columns)


def known_measure(name: str) -> Measure:
    """Return a measure by its code; raise `ToolkitError` where there is none, naming the nearest."""
    if name not in measures():
        near = get_close_matches(name, measures(), n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise ToolkitError(f"there is no measure {name!r}{hint} All of them: toolkit.measures.catalogue()")
    return measures()[name]


def catalogue() -> pl.DataFrame:
    """Return every measure: code, names, unit, direction, the editions it is told in, its breaks, its caution."""
    return pl.DataFrame(
        [
            {
                "measure": one.code, "zh": one.zh, "en": one.en, "unit": one.unit, "direction": one.direction,
                "forms": list(one.editions), "breaks": [f"{b.before}/{b.after}" for b in one.breaks],
                "caution_zh": one.caution_zh, "caution_en": one.caution_en,
            }
            for one in measures().values()
        ]
    )  # fmt: skip


def _checked(by: Sequence[str], scope: str | None) -> list[str]:
    columns = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    unknown = [column for column in columns if column not in BY]
    if unknown:
        raise ToolkitError(f"a measure is not told by {', '.join(unknown)}; use some of {', '.join(BY)}")
    if scope is not None and scope not in _SCOPES:
        raise ToolkitError(f"there is no scope {scope!r}; use one of {', '.join(_SCOPES)}, or none for all")
    return columns


def _era(wanted: Measure) -> pl.Expr:
    eras = {edition: wanted.era(edition) for edition in wanted.editions}
    return pl.col("edition").replace_strict(eras, return_dtype=pl.Int64).alias("era")


def _grouped(each: pl.DataFrame, columns: Sequence[str], wanted: Measure) -> pl.DataFrame:
    """Return the sums of each group and era; counts of cells and reports for the notes come with them."""
    tells = pl.col("tells")

    def total(name: str) -> pl.Expr:
        return pl.when(tells.any()).then(pl.col(name).filter(tells).sum()).alias(name)

    rows = each.group_by(*columns, "era").agg(
        *([total("numerator"), total("denominator")] if wanted.is_share else [total("value")]),
        tells.sum().cast(pl.Int64).alias("reports"),
        pl.col("edition").filter(tells | ~tells.any()).unique().sort().str.join("+").alias("form"),
        (~tells & ~pl.col("unreadable").fill_null(False)).sum().alias("silent"),
        (~tells & pl.col("unreadable").fill_null(False)).sum().alias("unreadable"),
        pl.col("unprinted").filter(tells).sum().alias("unprinted"),
        pl.col("approximate").filter(tells).any().alias("approximate"),
    )
    if wanted.is_share:
        share = pl.when(pl.col("denominator") != 0).then(pl.col("numerator") / pl.col("denominator"))
        rows = rows.with_columns(share.alias("value"))
    else:
        rows = rows.with_columns(pl.lit(None, pl.Float64).alias("numerator"), pl.lit(None, pl.Float64).alias("denominator"))
    return rows.with_columns(pl.lit(wanted.unit).alias("unit"))


def _in_segments(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return the rows numbered by segment: a break, a missing year or a missing value begins a new one."""
    in_time = ["year"] if "year" in columns else []
    rows = rows.sort(*_others(columns), "era", *in_time, nulls_last=True)
    previous = _before("era", columns)
    begins = previous.is_not_null() & (previous != pl.col("era"))
    if in_time:
        gap = (pl.col("year") - _before("year", columns)) != 1
        nothing = previous.is_not_null() & _before("value", columns).is_null()
        begins = begins | gap.fill_null(False) | nothing
    count = begins.cast(pl.Int64).cum_sum()
    others = _others(columns)
    return rows.with_columns(((count.over(others) if others else count) + 1).alias("segment"))


def _growth(columns: Sequence[str], wanted: Measure) -> pl.Expr:
    """Return the change against the row before, within a segment."""
    if "year" not in columns:
        raise ToolkitError('growth is told from year to year; put "year" into by')
    last = _before("value", columns)
    change = pl.col("value") - last
    relative = change if wanted.is_share else pl.when(last != 0).then(change / last)
    return pl.when(_before("segment", columns) == pl.col("segment")).then(relative).alias("growth")


def _others(columns: Sequence[str]) -> list[str]:
    return [column for column in columns if column != "year"]


def _before(name: str, columns: Sequence[str]) -> pl.Expr:
    """Return what the row before says that belongs to the same series."""
    others = _others(columns)
    return pl.col(name).shift(1).over(others) if others else pl.col(name).shift(1)
