"""The part of a corpus that a briefing is about: its reports by region, agency, years and scope."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import polars as pl

from toolkit.briefing.plan import PlanError, Reports
from toolkit.charts.peers import FEWEST
from toolkit.corpus import Corpus
from toolkit.frames import FRAMES
from toolkit.wording import Lang, say

_SCOPES = {
    "own": ("仅计本机关口径的报告", "reports of the agency's own scope only"),
    "consolidated": ("仅计汇总口径的报告", "consolidated reports only"),
    "unknown": ("仅计口径不明的报告", "reports of unknown scope only"),
}


def select(corpus: Corpus, asked: Reports) -> Corpus:
    """Return the corpus of the reports asked for; raise `PlanError`, naming what there is, where there is none."""
    reports = corpus.reports
    if reports.is_empty():
        raise PlanError(
            "this corpus holds no report, so there is nothing to brief on; load some reports first"
        )
    if asked == Reports():
        return corpus
    if asked.region:
        reports = _of_region(reports, asked.region)
    if asked.agency:
        reports = _of_agency(reports, asked.agency)
    if asked.years:
        known = reports["year"].drop_nulls().unique().sort().to_list()
        reports = reports.filter(pl.col("year").is_in(asked.years))
        if reports.is_empty():
            raise PlanError(
                f"no such report on {_span(asked.years)}; there are {', '.join(map(str, known)) or 'none with a year'}"
            )
    if asked.scope:
        reports = reports.filter(pl.col("scope") == asked.scope)
        if reports.is_empty():
            raise PlanError(f"none of these reports has the scope {asked.scope}")
    return _of_reports(corpus, reports)


#: What makes agencies peers, the closest first; the last that is left are all agencies of the briefing's reports.
_KINDS = (
    (("level", "function"), "同层级、同职能", "of the same level and function"),
    (("province", "city", "county"), "同一县（市、区）", "of the same county"),
    (("function",), "同职能", "of the same function"),
)


@dataclass(frozen=True, slots=True)
class Peers:
    """An agency with those it is compared with, in a corpus of their own; ``about`` says which these are."""

    corpus: Corpus
    about: str


def with_peers(corpus: Corpus, asked: Reports, lang: Lang) -> Peers:
    """Return the agency that is asked for with its peers: the closest kind of which there are enough for a median."""
    around = select(corpus, replace(asked, agency=""))
    reports = around.reports.drop_nulls("agency_id")
    own = _of_agency(reports, asked.agency)
    for columns, zh, en in _KINDS:
        kinds = own.select(columns).drop_nulls().unique()
        kin = reports.join(kinds, on=columns, how="semi")
        count = kin["agency_id"].n_unique()
        if not kinds.is_empty() and count >= FEWEST:
            kin = reports.filter(pl.col("agency_id").is_in(kin["agency_id"].unique().implode()))
            return Peers(
                _of_reports(around, kin),
                say(
                    lang,
                    f"与{zh}的 {count:,} 个机关相比（含本机关）。",
                    f"Beside the {count:,} agencies {en}, this one among them.",
                ),
            )
    count = reports["agency_id"].n_unique()
    return Peers(
        around,
        say(
            lang,
            f"与全部 {count:,} 个机关相比（含本机关），层级和职能不同。",
            f"Beside all {count:,} agencies, this one among them, of whatever level and function.",
        ),
    )


def _of_reports(corpus: Corpus, reports: pl.DataFrame) -> Corpus:
    """Return the corpus of some reports."""
    ids = reports["report_id"].implode()
    frames = {name: corpus.lazy(name).filter(pl.col("report_id").is_in(ids)).collect() for name in FRAMES}
    return Corpus(frames, corpus.folder)


def _span(years: tuple[int, ...]) -> str:
    if len(years) == 1 or len(years) != years[-1] - years[0] + 1:
        return ", ".join(map(str, years))
    return f"{years[0]}-{years[-1]}"


def _of_region(reports: pl.DataFrame, region: str) -> pl.DataFrame:
    """Return the reports that lie in a region, told by its code or by its name."""
    if re.fullmatch(r"\d{2}(\d{2}){0,2}", region):
        prefix = re.sub(r"(?:00){1,2}$", "", region)
        found = reports.filter(pl.col("region_code").str.starts_with(prefix))
    else:
        columns = ("province", "city", "county")
        found = reports.filter(pl.any_horizontal(pl.col(column) == region for column in columns))
        if found.filter(pl.col("county") == region).select(columns).n_unique() > 1:
            codes = (
                found.drop_nulls("region_code").sort("year").unique(columns, keep="last", maintain_order=True)
            )
            listed = ", ".join(
                f"{''.join(filter(None, names))} {code}"
                for *names, code in codes.select(*columns, "region_code").iter_rows()
            )
            raise PlanError(f"the region {region!r} can be {listed}; give the code")
        found = pl.concat([found, reports.filter(_is_named_for(region))])
        if found.is_empty():
            found = reports.filter(
                pl.any_horizontal(pl.col(column).str.starts_with(region) for column in columns)
            )
            meant = sorted(
                {name for column in columns for name in found[column].drop_nulls() if name.startswith(region)}
            )
            if len(meant) > 1:
                raise PlanError(
                    f"the region {region!r} can be {', '.join(meant)}; give the full name or the code"
                )
    if found.is_empty():
        known = (
            reports["city"].drop_nulls().unique().sort().to_list()
            or reports["province"].drop_nulls().unique().sort().to_list()
        )
        listed = "、".join(known[:10]) + ("…" if len(known) > 10 else "")
        raise PlanError(
            f"no report in this corpus is of the region {region!r}; there are {listed or 'none whose region is known'}"
        )
    return found


def _is_named_for(region: str) -> pl.Expr:
    """Decide whether an agency whose region is not known has a name that begins with a region, or with one above it and then it."""
    return pl.col("region_code").is_null() & pl.col("agency").str.contains(
        rf"^(?:.{{1,12}}[省市区县州盟旗])?{re.escape(region)}"
    ).fill_null(False)


def _of_agency(reports: pl.DataFrame, agency: str) -> pl.DataFrame:
    """Return the reports of one body, under every name it bore."""
    named = reports.filter(pl.col("agency") == agency)
    if named.is_empty():
        near = (
            reports.filter(pl.col("agency").str.contains(agency, literal=True))["agency"]
            .unique()
            .sort()
            .to_list()
        )
        hint = f"; did you mean {'、'.join(near[:5])}?" if near else "; agency takes the full published name"
        raise PlanError(f"no report in this corpus is by {agency}{hint}")
    bodies = named["agency_id"].drop_nulls().unique()
    return reports.filter((pl.col("agency") == agency) | pl.col("agency_id").is_in(bodies.implode()))


def about(asked: Reports, chosen: pl.DataFrame, lang: Lang) -> list[str]:
    """Return in words which reports are counted; nothing where all are."""
    said = []
    if asked.region:
        by_name = int(chosen["region_code"].is_null().sum())
        named = (
            say(
                lang,
                f"（其中 {by_name:,} 份按机关名称归入）",
                f" ({by_name:,} of the reports by the name of the agency)",
            )
            if by_name
            else ""
        )
        said.append(say(lang, f"地区：{asked.region}{named}", f"Region: {asked.region}{named}"))
    if asked.agency:
        said.append(say(lang, f"机关：{asked.agency}", f"Agency: {asked.agency}"))
    told = chosen["year"].drop_nulls()
    # The years of the reports are said anyway.
    if asked.years and (told.is_empty() or (told.min(), told.max()) != (asked.years[0], asked.years[-1])):
        said.append(say(lang, f"年度：{_span(asked.years)}", f"Years: {_span(asked.years)}"))
    if asked.scope:
        said.append(say(lang, *_SCOPES[asked.scope]))
    return said
