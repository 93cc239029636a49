"""Counts of parts of a whole, year by year: outcomes of requests, or kinds of applicant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from toolkit.briefing.blocks import BEHIND, Block, Native, Series, Told, column, no_cells, years_between
from toolkit.briefing.names import column_name, measure_name
from toolkit.charts.framing import grouped
from toolkit.charts.outcome_counts import GROUPS
from toolkit.charts.theme import SMALL_N
from toolkit.wording import Lang, counted_noun, say

COLUMNS = ("year", "count", "unprinted", "reports")
_PARTS = ("group", "part", "applicant")
#: The whole of which the counts are parts.
_WHOLES = {
    "processed": ("办结合计", "Processed"),
    "whole": ("办结合计", "Processed"),
    "received": ("新收合计", "Received"),
}


def blocks(told: Told) -> list[Block]:
    """Return the counts and, where the chart draws shares, the shares."""
    parts = _codes(told)
    if not parts:
        return []
    years = [str(year) for year in years_between(told.table)]
    is_of_shares = "share" in told.table.columns
    # Where no year has thirty cases, columns that all reach 100 % would say more than there is.
    has_many = is_of_shares and (told.table["n"].max() or 0) >= SMALL_N  # type: ignore[operator]
    drawn: tuple[Native, Native] = ("none", "shares") if has_many else ("stacked", "none")
    head = say(told.lang, "年度", "Year")
    found = [
        Block(
            say(told.lang, "件数", "Requests"), say(told.lang, "件", "requests"), drawn[0], head,
            tuple(years), tuple(years), _series(told, parts, "count", years),
        )
    ]  # fmt: skip
    wholes = _whole(told)
    if wholes:
        name, values = wholes
        found.append(
            Block(
                say(told.lang, "合计（所印总计；未印总计的报告以分项之和计）", "Totals as printed, or the sum of the parts of a report that prints none"),
                say(told.lang, "件", "requests"), "none", head, tuple(years), tuple(years),
                (Series("whole", name, column(values, "year", "value", years)), Series("reports", say(told.lang, "报告（份）", "Reports"), column(values, "year", "reports", years))),
            )
        )  # fmt: skip
    if is_of_shares:
        found.append(
            Block(
                say(told.lang, "占比", "Shares"), "%", drawn[1], head,
                tuple(years), tuple(years), _series(told, parts, "share", years, is_share=True),
            )
        )  # fmt: skip
    return found


def behind(told: Told) -> pl.DataFrame:
    """Return the cells of the table on requests that the counts are sums of."""
    kind = _kind(told)
    cells = told.corpus.lazy("figures").filter(pl.col("table") == "requests")
    if kind == "applicant":
        cells = cells.filter(pl.col("row") == "received_new").with_columns(
            pl.when(pl.col("column") == "total").then(pl.lit("whole")).otherwise("column").alias("series")
        )
    elif kind in ("group", "part"):
        group_of = {outcome: group for group, outcomes in GROUPS.items() for outcome in outcomes} | {
            "processed_total": "whole"
        }
        cells = cells.filter(
            (pl.col("column") == "total") & pl.col("row").is_in(list(group_of))
        ).with_columns(
            pl.col("row").replace_strict(group_of, return_dtype=pl.String, default=None).alias("series")
        )
    else:
        return no_cells()
    years = told.counted.lazy().select("report_id", pl.col("year").cast(pl.String).alias("category"))
    return cells.join(years, on="report_id").drop_nulls("category").select(list(BEHIND)).collect()


def headline(told: Told) -> str:
    """Return the whole of the latest year and its first part: with its share, or as n/N where it is small."""
    parts, wholes = _codes(told), _whole(told)
    if not parts or not wholes:
        return ""
    name, values = wholes
    year = int(told.table["year"].max())  # type: ignore[arg-type]
    row = values.filter(pl.col("year") == year).row(0, named=True)
    whole, reports = row["value"], row["reports"]
    if whole is None:
        return ""
    own = told.table.filter(pl.col("year") == year)
    first = next(iter(parts))
    counts = dict(own.select(pl.col(_kind(told)).cast(pl.String), "count").iter_rows())
    count = counts.get(first)
    n = float(own["n"].max()) if "n" in own.columns else whole  # type: ignore[arg-type]
    n_zh = "" if told.is_one_agency else f"{reports:,.0f} 份报告"
    n_en = "" if told.is_one_agency else counted_noun(int(reports), "report")
    said_whole = name.replace("合计", "") if told.lang == "zh" else name.lower()
    if "share" in own.columns and count is not None and n:
        share = f"{count / n:.0%}" if n >= SMALL_N else ""
        of = f"{count:,.0f}/{n:,.0f}"
        return say(
            told.lang,
            f"{year} 年{said_whole}的申请中，{parts[first]}占 {share or of}{_bracketed([of if share else '', n_zh], 'zh')}",
            f"{year}: {parts[first].lower()}, {share or of} of requests {said_whole}{_bracketed([of if share else '', n_en], 'en')}",
        )
    lead = say(
        told.lang,
        f"{year} 年{said_whole} {grouped(whole, 'zh')} 件{_bracketed([n_zh], 'zh')}",
        f"{year}: {grouped(whole, 'en')} requests {said_whole}{_bracketed([n_en], 'en')}",
    )
    if count is None or not n:
        return lead
    part = f"{count:,.0f}/{n:,.0f}" if n < SMALL_N else f"{count / n:.0%}"
    separator = say(told.lang, "，", ", ")
    return (
        f"{lead}{separator}{parts[first] if told.lang == 'zh' else parts[first].lower()} {count:,.0f}"
        + say(told.lang, f" 件（{part}）", f" ({part})")
    )


def _bracketed(parts: Sequence[str], lang: Lang) -> str:
    """Return the parts that there are in brackets."""
    said = say(lang, "，", ", ").join(filter(None, parts))
    return say(lang, f"（{said}）", f" ({said})") if said else ""


def _kind(told: Told) -> str:
    return next((name for name in _PARTS if name in told.table.columns), "")


def _codes(told: Told) -> Mapping[str, str]:
    """Return the parts in the order of the table, with their names."""
    kind = _kind(told)
    if not kind:
        return {}
    codes = (
        told.table.sort("year", maintain_order=True)[kind]
        .cast(pl.String)
        .unique(maintain_order=True)
        .to_list()
    )
    ordered = [code for code in GROUPS if code in codes] + [code for code in codes if code not in GROUPS]
    name = column_name if kind == "applicant" else measure_name
    return {code: name(code, told.lang) for code in ordered}


def _series(
    told: Told, parts: Mapping[str, str], value: str, years: Sequence[str], *, is_share: bool = False
) -> tuple[Series, ...]:
    kind = pl.col(_kind(told)).cast(pl.String)
    return tuple(
        Series(code, name, column(told.table.filter(kind == code), "year", value, years), is_share)
        for code, name in parts.items()
    )


def _whole(told: Told) -> tuple[str, pl.DataFrame] | None:
    """Return what the whole is called, and its value and its reports in each year."""
    for name, words in _WHOLES.items():
        if name in told.table.columns:
            values = told.table.group_by("year").agg(
                pl.col(name).max().alias("value"), pl.col("reports").max()
            )
            return say(told.lang, *words), values.sort("year")
    return None
