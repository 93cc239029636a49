"""Words by which the checks of prose judge a sentence, from ``wording.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


@cache
def words(group: str, name: str) -> tuple[str, ...]:
    """Return one list of wording, the longest first; an entry with brackets or bars is a pattern."""
    data: dict[str, dict[str, list[str]]] = tomllib.loads(
        resources.files(__package__).joinpath("wording.toml").read_text("utf-8")
    )
    return tuple(sorted(data[group][name], key=len, reverse=True))


@cache
def any_of(group: str, name: str) -> str:
    """Return the pattern of any of one list's words, as a group.

    >>> bool(re.search(any_of("plan", "will"), "2020年，我局将继续抓好公开"))
    True
    >>> bool(re.search(any_of("plan", "will"), "2020年，我局将公开工作纳入考核"))
    False
    """
    is_pattern = re.compile(r"[()|\[\]\\]")
    parts = (word if is_pattern.search(word) else re.escape(word) for word in words(group, name))
    return f"(?:{'|'.join(parts)})"
