"""What a briefing says first: how many reports of whom, and three to five sentences made of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from toolkit.charts.framing import span_of
from toolkit.corpus import Corpus
from toolkit.wording import Lang, counted_noun, say

_MOST = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """A briefing's reports in numbers: those loaded, those counted, whose, of which years, and how many prove right."""

    reports: int
    counted: int
    agencies: int
    years: tuple[int, ...]
    verified: int
    place: str

    def span(self, lang: Lang) -> str:
        """Return the years in words."""
        return span_of(self.years, lang)

    def scope(self, lang: Lang) -> list[str]:
        """Return what the numbers stand for, in a few words each."""
        left = self.reports - self.counted
        said = [
            say(lang, f"{self.counted:,} 份报告", counted_noun(self.counted, "report")),
            say(lang, f"{self.agencies:,} 个机关", counted_noun(self.agencies, "agency")),
            self.span(lang),
        ]
        if left:
            said.append(
                say(
                    lang,
                    f"另有 {left:,} 份未计入合计（重复、汇总或年度不明）",
                    f"{left:,} more not in the sums (copies, consolidated, or of unknown year)",
                )
            )
        return said


def facts_of(corpus: Corpus, counted: pl.DataFrame) -> Facts:
    """Return the numbers of the reports; ``place`` is the region that all of them lie in, as far as it is known."""
    return Facts(
        reports=corpus.reports.height,
        counted=counted.height,
        agencies=counted.select(pl.coalesce("agency_id", "agency", "report_id").n_unique()).item(),
        years=tuple(counted["year"].unique().sort()),
        verified=int(counted["verified"].sum()),
        place=_place(counted),
    )


def _place(reports: pl.DataFrame) -> str:
    """Return the smallest region that is that of every report, or nothing."""
    place = ""
    for column in ("province", "city", "county"):
        names = reports[column].unique().to_list()
        if len(names) != 1 or names[0] is None:
            break
        place = str(names[0])
    return place


def sentences(facts: Facts, findings: pl.DataFrame, told: Sequence[str], lang: Lang) -> list[str]:
    """Return up to five sentences: the basis, the first three of those that charts tell, and what the checks found."""
    stop = say(lang, "。", ".")
    basis = say(
        lang,
        f"本简报依据 {facts.agencies:,} 个机关 {facts.span('zh').removesuffix(' 年')} 年的 {facts.counted:,} 份年度报告，其中 {facts.verified:,} 份表内勾稽关系全部成立、无缺格",
        f"This briefing rests on {counted_noun(facts.counted, 'annual report')} by {counted_noun(facts.agencies, 'agency')}, {facts.span('en')}; "
        f"in {facts.verified:,} of them every sum of the form holds and no cell is missing",
    )
    failed = findings.filter(pl.col("status") == "fail")
    errors = failed.filter(pl.col("severity") == "error")
    unknown = findings.filter(pl.col("status") == "unknown").height
    checked = say(
        lang,
        f"核对有 {failed.height:,} 处不成立（其中错误级 {errors.height:,} 处，涉及 {errors['report_id'].n_unique():,} 份报告），另有 {unknown:,} 处因缺数无法核对",
        f"Rules are broken in {counted_noun(failed.height, 'place')} ({errors.height:,} of them errors, in {counted_noun(errors['report_id'].n_unique(), 'report')}); "
        f"{unknown:,} more checks lack a number",
    )
    return [text + stop for text in (basis, *told[: _MOST - 2], checked)]
