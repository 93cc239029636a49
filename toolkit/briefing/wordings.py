"""The words of a briefing that are no numbers: headings, column heads, notes; in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from toolkit.wording import Lang, say

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WORDS: Mapping[str, tuple[str, str]] = {
    "summary": ("要点", "In brief"),
    "contents": ("目录", "Contents"),
    "data": ("数据", "Data"),
    "figures": ("数据出处", "Figures behind the charts"),
    "findings": ("核对发现", "Findings"),
    "reports": ("报告清单", "Reports"),
    "method": ("口径与方法", "Method"),
    "left_out": ("未列图表", "Charts left out"),
    "question": ("问题", "Question"),
    "source": ("来源", "Source"),
    "cautions": ("注意", "Cautions"),
    "made": ("编制日期", "Made on"),
    "scope": ("范围", "Scope"),
    "touching": ("涉及这些数字的核对发现", "Findings that touch these numbers"),
    "agency": ("机关", "Agency"),
    "year": ("年度", "Year"),
    "form": ("表式", "Form"),
    "format": ("格式", "Format"),
    "verified": ("勾稽成立", "Verified"),
    "report_scope": ("口径", "Scope"),
    "table": ("表", "Table"),
    "label": ("行 · 列", "Row · column"),
    "value": ("数值", "Value"),
    "unit": ("单位", "Unit"),
    "state": ("印刷状态", "State"),
    "raw": ("所印文字", "As printed"),
    "file": ("文件", "File"),
    "page": ("页", "Page"),
    "line": ("行号", "Line"),
    "chart": ("图", "Chart"),
    "series": ("数列", "Series"),
    "category": ("类别", "Category"),
    "rule": ("规则", "Rule"),
    "holds": ("应当成立", "What must hold"),
    "severity": ("程度", "Severity"),
    "status": ("结果", "Result"),
    "fail": ("不成立", "Does not hold"),
    "unknown": ("无法核对", "Cannot be checked"),
    "message": ("说明", "Message"),
    "gap": ("空单元格：没有印出的数，不是零。", "An empty cell is a number that is not printed, not a zero."),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
}


def word(name: str, lang: Lang) -> str:
    """Return one word of the briefing."""
    return say(lang, *WORDS[name])


def both(names: Sequence[str], lang: Lang) -> list[str]:
    """Return column heads in both languages, that of the briefing first."""
    other: Lang = "en" if lang == "zh" else "zh"
    return [f"{word(name, lang)} {word(name, other)}" for name in names]


def day(made: date, lang: Lang) -> str:
    """Return a date in words.

    >>> from datetime import date
    >>> day(date(2026, 3, 1), "zh"), day(date(2026, 3, 1), "en")
    ('2026 年 3 月 1 日', '1 March 2026')
    """
    return say(
        lang,
        f"{made.year} 年 {made.month} 月 {made.day} 日",
        f"{made.day} {_MONTHS[made.month - 1]} {made.year}",
    )


def place_of(page: int | None, line: int | None, lang: Lang) -> str:
    """Return where something is printed, in a few words.

    >>> place_of(3, None, "zh"), place_of(None, 41, "en"), place_of(None, None, "zh")
    ('第 3 页', 'line 41', '')
    """
    if page is not None:
        return say(lang, f"第 {page} 页", f"p. {page}")
    return say(lang, f"第 {line} 行", f"line {line}") if line is not None else ""
