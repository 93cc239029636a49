"""Which reports stand behind a number: one per agency and year, and never a whole together with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import polars as pl

from toolkit.errors import NothingToDraw
from toolkit.wording import Lang, counted_noun, say

#: Bodies that report for a whole region; the consolidated report of any other covers its own system only.
_REPORTS_FOR_REGION = ("government", "general_office")


class Frames(Protocol):
    """What a chart needs of a corpus."""

    @property
    def reports(self) -> pl.DataFrame:
        """One row per report."""

    @property
    def requests(self) -> pl.DataFrame:
        """One row per cell of the requests table."""

    @property
    def disclosures(self) -> pl.DataFrame:
        """One row per cell of the disclosures table."""


#: Why a report is left out, or in doubt, in the order in which it is said.
_SAID = {
    "consolidated": (
        "{} 份汇总报告与其所含机关的报告并存，为免重复未计入。",
        "Left out so that nothing is counted twice: {} whose parts are here too.",
        "consolidated report",
    ),
    "unclear": (
        "{} 份人民政府报告未写明是否包含所属部门，已计入，可能有重复。",
        "May include departments that are counted here too: {}.",
        "government report",
    ),
    "double": (
        "同一机关同一年度的重复报告 {} 份未计入。",
        "Left out: {} of reports already counted.",
        "further copy",
    ),
    "undated": ("年度不明的报告 {} 份未计入。", "Left out: {} of unknown year.", "report"),
}


@dataclass(frozen=True, slots=True)
class Population:
    """The reports that count, and those left out: the rows of ``reports`` with a ``reason``.

    Reasons are ``consolidated``, ``double`` and ``undated``. ``unclear`` of the reports that count are by
    a government that does not say whether its figures include those of its departments, which are counted
    too.
    """

    reports: pl.DataFrame
    left_out: pl.DataFrame
    unclear: pl.DataFrame

    def count(self, reason: str) -> int:
        """Return how many reports are left out for one reason."""
        return self.left_out.filter(pl.col("reason") == reason).height

    def notes(self, lang: Lang) -> list[str]:
        """Return a sentence for every reason to leave reports out, and one for those in doubt."""
        counts = {"unclear": self.unclear.height} | {
            reason: self.count(reason) for reason in _SAID if reason != "unclear"
        }
        return [
            say(lang, zh.format(counts[reason]), en.format(counted_noun(counts[reason], noun)))
            for reason, (zh, en, noun) in _SAID.items()
            if counts[reason]
        ]


def population_of(reports: pl.DataFrame, *, added: bool = True) -> Population:
    """Return the reports that may be added together, or, with ``added`` false, stand side by side.

    Left out are second copies (``primary`` is false), reports of unknown year, and, where figures are
    added, a consolidated report when a report of one of its parts is there for the same year. Side by
    side an agency's own report and the consolidated one of its system are two; the own one counts.
    """
    if reports.is_empty():
        raise NothingToDraw(
            "this corpus holds no report, so there is nothing to count or to draw; load some reports first"
        )
    primary = pl.col("primary").fill_null(True)
    dated = reports.filter(primary & pl.col("year").is_not_null())
    if dated.is_empty():
        raise NothingToDraw("no report in this corpus says which year it covers, so there is no series")
    out = [_left(reports.filter(~primary), "double"), _left(reports.filter(primary & pl.col("year").is_null()), "undated")]
    marked = dated.with_columns(_prefix().alias("prefix"))
    wholes = _wholes(marked) if added else _of_a_system(dated)
    is_whole = pl.col("report_id").is_in(wholes.implode())
    is_left = is_whole & (pl.col("scope") == "consolidated")
    # An agency's report of unknown scope beside its own may print the same figures again.
    own = dated.filter(pl.col("scope") == "own").select("year", "agency_id").drop_nulls().unique()
    again = dated.filter(pl.col("scope") == "unknown").join(own, on=["year", "agency_id"], how="semi")["report_id"]
    is_again = pl.col("report_id").is_in(again.implode())
    out += [_left(dated.filter(is_left), "consolidated"), _left(dated.filter(is_again), "double")]
    kept = dated.filter(~is_left & ~is_again)
    unclear = kept.filter(is_whole & (pl.col("scope") == "unknown") & (pl.col("function") == "government"))
    return Population(kept, pl.concat(out), unclear)


def _left(reports: pl.DataFrame, reason: str) -> pl.DataFrame:
    return reports.with_columns(reason=pl.lit(reason))


def _of_a_system(reports: pl.DataFrame) -> pl.Series:
    """Return the ids of consolidated reports beside which the same agency has one of its own."""
    consolidated = pl.col("scope") == "consolidated"
    own = reports.filter(~consolidated).select("year", "agency_id").drop_nulls().unique()
    return reports.filter(consolidated).join(own, on=["year", "agency_id"], how="semi")["report_id"]


def _prefix() -> pl.Expr:
    """Return the digits of a region code that its parts begin with: 640000 → 64, 640100 → 6401."""
    return pl.col("region_code").str.replace(r"(?:00){1,2}$", "")


def _wholes(reports: pl.DataFrame) -> pl.Series:
    """Return the ids of reports that include, or may include, another report of the same year."""
    consolidated = pl.col("scope") == "consolidated"
    for_region = pl.col("function").is_null() | pl.col("function").is_in(_REPORTS_FOR_REGION)
    perhaps_whole = (pl.col("scope") == "unknown") & (pl.col("function") == "government")
    marked = reports.with_columns(is_whole=((consolidated & for_region) | perhaps_whole).fill_null(False))
    return pl.concat([_by_code(marked), _by_name(marked), _of_a_system(reports)]).unique()


def _by_code(reports: pl.DataFrame) -> pl.Series:
    """Return the ids of wholes in whose region, by its code, another report of the year lies."""
    whole = pl.col("is_whole")
    # A body inside a region lies in it and in every larger one; a whole lies only in larger ones.
    bodies = [_inside(reports.filter(~whole), digits) for digits in (2, 4, 6)]
    smaller_wholes = [
        _inside(reports.filter(whole & (pl.col("prefix").str.len_chars() > digits)), digits)
        for digits in (2, 4)
    ]
    occupied = pl.concat([*bodies, *smaller_wholes]).drop_nulls().unique()
    return reports.filter(whole).join(occupied, on=["year", "prefix"], how="semi")["report_id"]


def _inside(reports: pl.DataFrame, digits: int) -> pl.DataFrame:
    """Return the years and the regions, told by so many digits, in which the reports lie."""
    return reports.select("year", pl.col("region_code").str.head(digits).alias("prefix"))


def _by_name(reports: pl.DataFrame) -> pl.Series:
    """Return the ids of wholes whose place stands in the name of another report, where a code is missing.

    清河市松桥县人民政府 includes 松桥县林业局; two places called 松桥县 in different cities are kept apart.
    """
    places = _places(reports)
    last = pl.col("depth") == pl.col("depth").max().over("report_id")
    wholes = places.filter(pl.col("is_whole") & last)
    parts = places.filter(~(pl.col("is_whole") & last))
    met = wholes.join(parts, on=["year", "place"], suffix="_part").filter(
        (pl.col("region_code").is_null() | pl.col("region_code_part").is_null())
        & (pl.col("within") == pl.col("within_part")).fill_null(True)
        & (pl.col("report_id") != pl.col("report_id_part"))
    )
    return met["report_id"].unique()


def _places(reports: pl.DataFrame) -> pl.DataFrame:
    """Return one row per place in the name of each agency, with the place named before it."""
    named = reports.select("report_id", "year", "region_code", "is_whole", "agency").drop_nulls("agency")
    units = (
        pl.col("agency").str.replace("人民政府.*", "").str.extract_all("[^省市州盟县区旗]+[省市州盟县区旗]")
    )
    rows = named.with_columns(place=units).explode("place", empty_as_null=True).drop_nulls("place")
    return rows.with_columns(
        depth=pl.int_range(pl.len()).over("report_id"), within=pl.col("place").shift(1).over("report_id")
    ).drop("agency")
