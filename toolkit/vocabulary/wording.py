"""Words by which the checks of prose judge a sentence, from ``wording.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from toolkit.vocabulary import lists


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

    >>> import re
    >>> bool(re.search(any_of("plan", "will"), "2020年，我局将继续抓好公开"))
    True
    >>> bool(re.search(any_of("plan", "will"), "2020年，我局将公开工作纳入考核"))
    False
    """
    return lists.any_of(words(group, name))
