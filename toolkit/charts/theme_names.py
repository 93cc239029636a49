"""What themes are called, from the vocabulary of themes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from toolkit.wording import Lang, say

#: Aspects whose codes are themes; the others have topics.
_OF_THEMES = ("problem", "plan")


def theme_names(aspect: str, lang: Lang) -> Mapping[str, str]:
    """Return the short name of each theme of an aspect by its code, in the order of the vocabulary."""
    kind = "theme" if aspect in _OF_THEMES else "topic"
    return {code: _short(say(lang, zh, en), lang) for code, zh, en in _listed(kind)}


@cache
def _listed(kind: str) -> tuple[tuple[str, str, str], ...]:
    file = resources.files("toolkit.vocabulary").joinpath("themes.toml")
    found = tomllib.loads(file.read_text("utf-8")).get(kind, []) if file.is_file() else []
    return tuple((item["code"], item["zh"], item["en"]) for item in found)


def _short(name: str, lang: Lang) -> str:
    """Return the name up to its explanation.

    >>> _short("时效：更新、发布不及时", "zh"), _short("timeliness: late or rare updates", "en")
    ('时效', 'Timeliness')
    """
    head = name.split(say(lang, "：", ":"))[0]
    return head[:1].upper() + head[1:]
