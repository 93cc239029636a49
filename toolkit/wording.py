"""The two languages that charts, measures and briefings speak."""

from __future__ import annotations

from typing import Literal

from toolkit.errors import ToolkitError

Lang = Literal["zh", "en"]


def say(lang: Lang, zh: str, en: str) -> str:
    """Return the wording in the language asked for."""
    if lang not in ("zh", "en"):
        raise ToolkitError(f"the toolkit speaks 'zh' and 'en', not {lang!r}; pass lang=\"zh\" or lang=\"en\"")
    return zh if lang == "zh" else en


def counted_noun(number: int, noun: str) -> str:
    """Return an English count with its noun, plural where it should be.

    >>> counted_noun(1, "report"), counted_noun(3, "agency")
    ('1 report', '3 agencies')
    """
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {plural}"
