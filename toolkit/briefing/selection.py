"""The part of a corpus that a briefing is about: its reports by region, agency, years and scope."""

from __future__ import annotations

import re

import polars as pl

from toolkit.briefing.plan import PlanError, Reports
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
        raise PlanError("this corpus holds no report, so there is nothing to brief on; load some reports first")
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
            raise PlanError(f"no such report on {_span(asked.years)}; there are {', '.join(map(str, known)) or 'none with a year'}")
    if asked.scope:
        reports = reports.filter(pl.col("scope") == asked.scope)
        if reports.is_empty():
            raise PlanError(f"none of these reports has the scope {asked.scope}")
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
        if found.is_empty():
            found = reports.filter(pl.any_horizontal(pl.col(column).str.starts_with(region) for column in columns))
            meant = sorted(
                {name for column in columns for name in found[column].drop_nulls() if name.startswith(region)}
            )
            if len(meant) > 1:
                raise PlanError(f"the region {region!r} can be {', '.join(meant)}; give the full name or the code")
    if found.is_empty():
        known = reports["city"].drop_nulls().unique().sort().to_list() or reports["province"].drop_nulls().unique().sort().to_list()
        listed = "、".join(known[:10]) + ("…" if len(known) > 10 else "")
        raise PlanError(f"no report in this corpus is of the region {region!r}; there are {listed or 'none whose region is known'}")
    return found


def _of_agency(reports: pl.DataFrame, agency: str) -> pl.DataFrame:
    """Return the reports of one body, under every name it bore."""
    named = reports.filter(pl.col("agency") == agency)
    if named.is_empty():
        near = reports.filter(pl.col("agency").str.contains(agency, literal=True))["agency"].unique().sort().to_list()
        hint = f"; did you mean {'、'.join(near[:5])}?" if near else "; agency takes the full published name"
        raise PlanError(f"no report in this corpus is by {agency}{hint}")
    bodies = named["agency_id"].drop_nulls().unique()
    return reports.filter((pl.col("agency") == agency) | pl.col("agency_id").is_in(bodies.implode()))


def about(asked: Reports, lang: Lang) -> list[str]:
    """Return in words which reports are counted; nothing where all are."""
    said = []
    if asked.region:
        said.append(say(lang, f"地区：{asked.region}", f"Region: {asked.region}"))
    if asked.agency:
        said.append(say(lang, f"机关：{asked.agency}", f"Agency: {asked.agency}"))
    if asked.years:
        said.append(say(lang, f"年度：{_span(asked.years)}", f"Years: {_span(asked.years)}"))
    if asked.scope:
        said.append(say(lang, *_SCOPES[asked.scope]))
    return said
