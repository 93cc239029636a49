"""Web addresses that misspell the agency's own domain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import polars as pl

from toolkit.checks import Frames, Rule
from toolkit.checks.sentences import Said, finding, findings, said

RULES = {
    "suspect_web_address": Rule(
        "note",
        "the domain of an address is spelt as it is elsewhere in the report, or in reports of the same place",
        "网址域名与本报告他处或同地其他报告的写法一致",
        short_en="web address misspelt",
        short_zh="网址疑误",
    ),
}

_DOMAIN = re.compile(r"(?<![\w-])(?:[\w-]+\.)*?([a-z0-9-]+)\.gov\.cn(?![\w-])", re.IGNORECASE)
#: Shorter names are initials, in which one letter makes another body: hzga, hzgs.
_SHORTEST = 6
#: So many other reports of a place make the spelling of a domain sure.
_SURE = 2
_SYLLABLE = (
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)(?:uang|iang|iong|ang|eng|ing|ong|uai|iao|uan|ian"
    r"|ai|ei|ui|ao|ou|iu|ie|ue|an|en|in|un|ia|ua|uo|a|o|e|i|u|v)"
    r"|ang|eng|er|ai|ei|ao|ou|an|en|a|o|e)"
)
_PINYIN = re.compile(f"{_SYLLABLE}+")


def check(frames: Frames) -> pl.DataFrame:
    """Return addresses of which one letter is wrong, or two have changed places."""
    return findings(_suspect(frames))


def _suspect(frames: Frames) -> Iterator[dict[str, Any]]:
    region = dict(frames["reports"].select("report_id", pl.col("region_code").str.head(4)).iter_rows())
    printed: dict[str, dict[str, Said]] = {}
    for sentence in said(frames, r"(?i)gov\.cn"):
        for match in _DOMAIN.finditer(sentence.text):
            printed.setdefault(sentence.report_id, {}).setdefault(match[1].lower(), sentence)
    users = Counter((region.get(report_id), name) for report_id, names in printed.items() for name in names)
    of_region: dict[str, set[str]] = {}
    for (code, name), count in users.items():
        if code is not None and count >= _SURE:
            of_region.setdefault(code, set()).add(name)
    for report_id, names in printed.items():
        code = region.get(report_id)
        others = of_region.get(code, set()) if code is not None else set()
        pairs = {tuple(sorted(pair)) for pair in combinations(names, 2)}
        pairs |= {tuple(sorted((name, other))) for name in names for other in others if other != name}
        for one, two in sorted(pairs):
            wrong = misspelt(one, two, users[code, one], users[code, two])
            if wrong in names:
                right = two if wrong == one else one
                yield finding(
                    "suspect_web_address",
                    report_id,
                    f"{wrong}.gov.cn stands here, {right}.gov.cn elsewhere",
                    f"此处为 {wrong}.gov.cn，他处为 {right}.gov.cn",
                    names[wrong].place,
                )


def misspelt(one: str, two: str, uses_of_one: int = 1, uses_of_two: int = 1) -> str | None:
    """Return which of two names is a misspelling of the other, or None where both may be right.

    What more reports of the place use is right; where that does not tell, what can be read as pinyin.

    >>> misspelt("yinchaun", "yinchuan")
    'yinchaun'
    >>> misspelt("suzhou", "huzhou"), misspelt("hzga", "hzgs")
    (None, None)
    """
    if min(len(one), len(two)) < _SHORTEST or not _is_slip(one, two):
        return None
    can_be = {name: _PINYIN.fullmatch(name) is not None for name in (one, two)}
    if can_be[one] and can_be[two]:
        return None
    if can_be[one] != can_be[two]:
        return two if can_be[one] else one
    if uses_of_one == uses_of_two:
        return None
    return one if uses_of_one < uses_of_two else two


def _is_slip(one: str, two: str) -> bool:
    """Decide whether two names differ by one letter, added, dropped or changed, or by two that changed places."""
    if one == two or abs(len(one) - len(two)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    a, b = one[start:], two[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
