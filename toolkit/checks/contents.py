"""Whether a report has its six sections, and names a problem in the fifth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from toolkit.checks import Frames, Rule
from toolkit.checks.sentences import finding, findings, quoted
from toolkit.text import label_key, squeeze
from toolkit.vocabulary.sections import section_titles
from toolkit.vocabulary.wording import any_of, words

RULES = {
    "section_missing": Rule(
        "warning",
        "a report on 2019 or later has the six sections, and the fifth names a problem at least",
        "2019 年以来的报告六个部分齐全，第五部分至少写明一个问题",
        short_en="section missing",
        short_zh="部分缺失",
    ),
}

_FIRST_YEAR = 2019
#: Fewer headings than this, and it is not known which sections there are.
_SURE = 3
#: Above the first heading stands no more than this where the first section is missing with its heading.
_PREAMBLE = 300


def check(frames: Frames) -> pl.DataFrame:
    """Return the sections that a report lacks; a table stands for the section it belongs to."""
    return findings(_missing(frames))


def _missing(frames: Frames) -> Iterator[dict[str, Any]]:
    reports = frames["reports"].filter(pl.col("year") >= _FIRST_YEAR).select("report_id")
    texts: dict[str, dict[str, str]] = {}
    for report_id, section, text in (
        frames["sections"]
        .join(reports, on="report_id", how="semi")
        .select("report_id", "section", "text")
        .iter_rows()
    ):
        by_section = texts.setdefault(report_id, {})
        by_section[section] = by_section.get(section, "") + text
    tables = {
        (report_id, table)
        for report_id, table in frames["figures"]
        .filter(pl.col("state") != "absent")
        .select("report_id", "table")
        .unique()
        .iter_rows()
    }
    length = pl.col("sentence").str.len_chars().sum()
    overviews = dict(
        frames["sentences"]
        .filter(pl.col("section") == "overview")
        .group_by("report_id")
        .agg(length)
        .iter_rows()
    )
    names = {title.code: title.full[0] for title in section_titles()}
    for report_id in reports["report_id"]:
        found = texts.get(report_id, {})
        if len(found) < _SURE:
            yield finding(
                "section_missing",
                report_id,
                f"cannot be checked: the headings of {len(found)} of 6 sections were found",
                f"无法核对：六个部分的标题只认出 {len(found)} 个",
                status="unknown",
            )
            continue
        for code in (title.code for title in section_titles()):
            is_there = code in found or (report_id, code) in tables
            if not is_there and not (code == "overview" and overviews.get(report_id, 0) > _PREAMBLE):
                yield finding(
                    "section_missing",
                    report_id,
                    f"there is no section {names[code]} ({code})",
                    f"缺“{names[code]}”部分",
                )
        if "problems" in found and names_no_problem(found["problems"]):
            said = quoted(squeeze(found["problems"])) if found["problems"] else ""
            yield finding(
                "section_missing",
                report_id,
                f"section five names no problem; it says {said or 'nothing'}",
                f"第五部分未写明问题，{f'只写{said}' if said else '没有文字'}",
            )


def names_no_problem(text: str) -> bool:
    """Decide whether section five says that there is no problem, or nothing about problems at all.

    >>> names_no_problem("无。"), names_no_problem("暂不存在问题。下一步将继续加强公开。")
    (True, True)
    >>> names_no_problem("公开内容不够全面。")
    False
    """
    key = label_key(text)
    if not key or key in {label_key(word) for word in words("problems", "none")}:
        return True
    rest = re.sub(any_of("problems", "none_said"), "", squeeze(text))
    return re.search(any_of("problems", "hints"), rest) is None
