"""Years that do not fit: in a look back, in a plan, in the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import polars as pl

from toolkit.checks import Frames, Rule
from toolkit.checks.sentences import Said, finding, findings, quoted, said
from toolkit.vocabulary.wording import any_of

RULES = {
    "plan_names_past_year": Rule(
        "warning",
        "a plan names a year after that of the report",
        "工作打算所称年份晚于报告年份",
        short_en="plan for a past year",
        short_zh="打算所称年份已过",
    ),
    "stale_year": Rule(
        "warning",
        "a count in a look back is of the year of the report, not of the year before",
        "回顾本年数据的句子不写上一年份",
        short_en="last year's date in a look back",
        short_zh="回顾写作上一年",
    ),
    "title_period_mismatch": Rule(
        "error",
        "the year in the title is that of the period covered",
        "标题年份与统计期限年份一致",
        short_en="year in title and period",
        short_zh="标题与期间年份不一",
    ),
}

# Titles of documents and their numbers carry years of their own, and so do comparisons in brackets.
_ASIDE = re.compile(r"《[^》]*》|〈[^〉]*〉|<[^>]*>|[〔\[]\d{4}[〕\]]|(?<!^)\([^()]*(?:19|20)\d\d[^()]*\)")
_YEAR = re.compile(r"(?<![\d年.\-/])((?:19|20)\d\d)年(?!\d{1,2}月)")
_HEAD = r"(?:^|[。，；;:：,!]|\)|[一二三四五六七八九十]是|^[一二三四五六七八九十\d]+[、.])"
_PERIOD = re.compile(r"((?:19|20)\d\d)年0?1月0?1日[^。;]{0,8}?(?:((?:19|20)\d\d)年|同年|当年|本年)?12月31日")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def check(frames: Frames) -> pl.DataFrame:
    """Return looks back that name the year before, plans that name a year gone by, and titles of another year."""
    with_year = [
        sentence._replace(text=_ASIDE.sub("", sentence.text))
        for sentence in said(frames, r"(?:19|20)\d\d年")
        if sentence.year is not None
    ]
    return findings([*_plans(with_year), *_stale(with_year), *_titles(frames)])


def _plans(sentences: list[Said]) -> Iterator[dict[str, Any]]:
    for sentence in sentences:
        planned = planned_year(sentence.text)
        if planned is not None and sentence.year is not None and planned <= sentence.year:
            yield finding(
                "plan_names_past_year",
                sentence.report_id,
                f"a plan for {planned} in a report on {sentence.year}: {quoted(sentence.text)}",
                f"{sentence.year} 年度报告把打算写作 {planned} 年的：{quoted(sentence.text)}",
                sentence.place,
                expected=sentence.year + 1,
                actual=planned,
            )


def planned_year(text: str) -> int | None:
    """Return the year for which a sentence plans, or None where it names none or is no plan.

    >>> planned_year("(二)改进措施:2020年,我局将继续认真抓好政府信息公开工作。")
    2020
    >>> planned_year("针对2020年存在的问题,我局将从三个方面改进。")
    >>> planned_year("2020年,我局将政务公开工作纳入重要议事日程。")
    """
    patterns = _plan_patterns()
    match = next((found for pattern in patterns if (found := pattern.search(text))), None)
    return int(match["year"]) if match else None


@cache
def _plan_patterns() -> tuple[re.Pattern[str], ...]:
    head = rf"(?:{_HEAD}|{any_of('plan', 'announced')}[^，。；,;\d]{{0,6}}|在(?=(?:19|20)\d\d年))"
    year = r"(?P<year>(?:19|20)\d\d)年度?"
    back = any_of("plan", "looking_back")
    between = rf"(?:(?!{back}|(?:19|20)\d\d年|[。；;]).){{0,60}}?"
    after = rf"(?!(?:[^，。；,;]){{0,30}}{any_of('plan', 'not_will')})"
    announced = any_of("plan", "announced")
    return (
        re.compile(rf"{head}{year}[，,、]?(?!\d){between}{any_of('plan', 'will')}{after}"),
        re.compile(rf"{announced}[^，。；,;\d]{{0,4}}[:：，,]{year}[，,](?!.*已)"),
        re.compile(
            rf"^(?:\(?[一二三四五六七八九十\d]+[)、.]*)?{year}[^，。；,;]{{0,8}}{any_of('plan', 'titles')}[:：。]?$"
        ),
    )


def _stale(sentences: list[Said]) -> Iterator[dict[str, Any]]:
    for sentence in sentences:
        assert sentence.year is not None
        if looks_back_at(sentence.text) == sentence.year - 1:
            yield finding(
                "stale_year",
                sentence.report_id,
                f"the report is on {sentence.year}, this sentence on {sentence.year - 1}: {quoted(sentence.text)}",
                f"报告年度为 {sentence.year} 年，此句写作 {sentence.year - 1} 年：{quoted(sentence.text)}",
                sentence.place,
                expected=sentence.year,
                actual=sentence.year - 1,
            )


def looks_back_at(text: str) -> int | None:
    """Return the one year for which a sentence counts what was done, or None.

    >>> looks_back_at("银川市科技局2019年没有接收到依申请公开事项。")
    2019
    >>> looks_back_at("与2019年相比,公开信息增加12条。"), looks_back_at("公开2019年度部门决算信息3条。")
    (None, None)
    """
    years = set(_YEAR.findall(text))
    if len(years) != 1 or re.search(any_of("retrospect", "compares"), text):
        return None
    return int(years.pop()) if _retrospect().search(text) else None


@cache
def _retrospect() -> re.Pattern[str]:
    """Return the pattern of a year that says when something counted, or denied, was done."""
    none, did = any_of("retrospect", "none"), any_of("retrospect", "did")
    counted = rf"\d[\d,.]*万?余?多?(?:{any_of('sums', 'measures')}|元)"
    # The year begins the sentence or a clause, or follows the agency; a verb before it makes it an object.
    subject = r"(?:[局委办厅府镇乡院会]|街道|机关|单位|中心|公司|[省市区县州旗我]|(?:情况|方面|工作)[:：。]?)"
    return re.compile(
        rf"(?:{_HEAD}|{subject}|截至|在)(?:19|20)\d\d年(?!{any_of('retrospect', 'of_something')})[^。；;]*?"
        rf"(?:{none}[^，。；;]{{0,16}}{did}|{did}[^。；;]*?{counted}|{counted}[^。；;]{{0,20}}?{did})"
    )


def _titles(frames: Frames) -> Iterator[dict[str, Any]]:
    titles = dict(
        frames["reports"]
        .filter(pl.col("title").is_not_null() & pl.col("year").is_not_null())
        .select("report_id", "title")
        .iter_rows()
    )
    seen = set()
    for sentence in said(frames, "12月31日"):
        title = titles.get(sentence.report_id)
        period = _PERIOD.search(sentence.text)
        if (
            title is None
            or period is None
            or sentence.report_id in seen
            or period[2] not in (None, period[1])
        ):
            continue
        seen.add(sentence.report_id)
        named = title_years(title)
        covered = int(period[1])
        if len(named) == 1 and covered not in named:
            yield finding(
                "title_period_mismatch",
                sentence.report_id,
                f"the title says {named[0]}, the period covered is {covered}: {quoted(sentence.text)}",
                f"标题为 {named[0]} 年，统计期间为 {covered} 年：{quoted(sentence.text)}",
                sentence.place,
                expected=covered,
                actual=named[0],
            )


def title_years(title: str) -> tuple[int, ...]:
    """Return the years that a title names.

    >>> title_years("清河市教育局二〇二一年政府信息公开工作年度报告")
    (2021,)
    """
    found = re.findall(r"((?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})(?=年|\))", title)
    return tuple(sorted({int(year.translate(_DIGITS)) for year in found}))
