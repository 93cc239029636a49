"""The labelled sentences of ``tests/labelled/mentions.toml``: what the toolkit says about them against what is true."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from toolkit.reading import read
from toolkit.recognition import recognise
from toolkit.report import Mention

FILE = Path(__file__).parent / "labelled" / "mentions.toml"
SECTIONS = {
    "overview": "一、总体情况",
    "disclosures": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "reviews": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
_EXPECTED = re.compile(r"([a-z_]+)(?:/([a-z_]+))? ([\d.]+)(\D+?)?(~)?")

Said = tuple[str, str | None, float, str | None, bool]


@dataclass(frozen=True, slots=True)
class Case:
    """One paragraph and what it claims."""

    text: str
    expect: tuple[Said, ...]
    year: int = 2022
    section: str = "overview"
    agency: str = "清河市松桥县水务局"

    def found(self) -> tuple[Said, ...]:
        """Return what the toolkit says that it claims, as a report of which it is the only paragraph."""
        return tuple(map(said, self.mentions()))

    def mentions(self) -> tuple[Mention, ...]:
        """Return the mentions of the report."""
        title = f"{self.agency}{self.year}年政府信息公开工作年度报告"
        period = f"本报告所列数据的统计期限自{self.year}年1月1日起至{self.year}年12月31日止。"
        whole = f"{title}\n\n{period}\n\n{SECTIONS[self.section]}\n\n{self.text}\n"
        return recognise(read(whole.encode(), ".txt")).mentions


def said(mention: Mention) -> Said:
    """Return what a mention claims, without its place."""
    return mention.kind, mention.detail, mention.value, mention.unit, mention.approximate


@cache
def cases(half: str) -> tuple[Case, ...]:
    """Return one half of the labelled sentences: ``developed`` or ``held_out``."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(
        Case(
            **{
                **case,
                "text": case["text"].replace("\\n", "\n"),
                "expect": tuple(map(_expected, case["expect"])),
            }
        )
        for case in data[half]
    )


def measure(half: str) -> Counter[str]:
    """Return how many claims were found, how many are false, and how many were missed."""
    counts: Counter[str] = Counter()
    for case in cases(half):
        found, expect = Counter(case.found()), Counter(case.expect)
        counts += Counter(
            right=(found & expect).total(), false=(found - expect).total(), missed=(expect - found).total()
        )
    return counts


def _expected(text: str) -> Said:
    match = _EXPECTED.fullmatch(text)
    assert match, f"not of the form 'kind/detail number unit': {text}"
    kind, detail, value, unit, rounded = match.groups()
    return kind, detail, float(value), unit, rounded is not None
