"""The names of agencies as heads of rows: one for each body, none like another, in order of region and pinyin."""

from __future__ import annotations

import polars as pl

from toolkit.charts.framing import text_width, wrapped
from toolkit.charts.theme import TEXT_SIZE
from toolkit.errors import NothingToDraw, ToolkitError
from toolkit.wording import Lang, say

_LABEL_WIDTH = 180
_WIDEST = 290


def pinyin(column: str) -> pl.Expr:
    """Return what sorts Chinese names by their pinyin.

    >>> pl.DataFrame({"a": ["水务局", "教育局"]}).sort(pinyin("a"))["a"].to_list()
    ['教育局', '水务局']
    """
    # Two-byte Chinese encodings keep the common characters in the order of their pinyin.
    return (
        pl.col(column)
        .fill_null("")
        .map_elements(lambda name: name.encode("gb18030").hex(), return_dtype=pl.String)
    )


def bodies_of(reports: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Return one row per body, in order: ``body``, ``agency``, ``region_code``, ``label``.

    ``body`` is what `body` gives for each report; a body that was renamed has its latest name. ``label`` is
    set in lines and no other body has it.
    """
    named = (
        reports.with_columns(body())
        .sort("year", nulls_last=False)
        .group_by("body")
        .agg(pl.col("agency", "region_code", "province", "city", "county").drop_nulls().last())
    )
    place = pl.concat_str(["province", "city", "county"], ignore_nulls=True)
    unnamed = pl.format(say(lang, "机关不明 {}", "unknown agency {}"), "body")
    named = named.with_columns(label=pl.col("agency").fill_null(unnamed))
    for told_apart_by in (place, pl.col("body")):
        is_shared = pl.len().over("label") > 1
        more = pl.when(is_shared).then(pl.format("{}（{}）", "label", told_apart_by)).otherwise("label")
        named = named.with_columns(label=more)
    # The longest name takes two lines: every row is as high as the highest.
    longest = max((text_width(label, TEXT_SIZE) for label in named["label"]), default=0.0)
    width = min(_WIDEST, max(_LABEL_WIDTH, longest / 2 + 14))
    in_lines = pl.col("label").map_elements(lambda label: set_in_lines(label, width), return_dtype=pl.String)
    return (
        named.sort("region_code", pinyin("agency"), "body", nulls_last=True)
        .with_columns(label=in_lines)
        .select("body", "agency", "region_code", "label")
    )


def body() -> pl.Expr:
    """Return which body a report is by: its id through renames, else its name, else the report alone."""
    return pl.coalesce("agency_id", "agency", "report_id").alias("body")


def count_of(reports: pl.DataFrame) -> int:
    """Return how many bodies the reports are by; one that was renamed is one."""
    return int(reports.select(body().n_unique()).item())


def set_in_lines(label: str, width: float = _LABEL_WIDTH) -> str:
    """Return a name broken into lines that fit beside a chart."""
    return "\n".join(wrapped(label, TEXT_SIZE, width))


def one_body(reports: pl.DataFrame, agency: str | None) -> tuple[str, str]:
    """Return the body that is asked for by its full published name, or the one with the most reports.

    Returns its ``body`` and its latest name; raises `ToolkitError` where no report is by that agency.
    """
    known = reports.with_columns(body()).drop_nulls("agency")
    if agency is None:
        most = known.group_by("body").len().join(bodies_of(known, "zh"), on="body")
        if most.is_empty():
            raise NothingToDraw("no report in this corpus says whose it is, so no agency can be drawn")
        row = most.sort("len", "region_code", pinyin("agency"), descending=[True, False, False]).row(0, named=True)
        return row["body"], row["agency"]
    found = known.filter(pl.col("agency") == agency)
    if found.is_empty():
        raise ToolkitError(f"no report in this corpus is by {agency}; agency takes the full published name")
    one = found["body"][0]
    return one, known.filter(pl.col("body") == one).sort("year")["agency"][-1]
