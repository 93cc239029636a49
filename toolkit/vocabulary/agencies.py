"""What agencies do and how their names are completed, from ``agencies.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Function:
    """What a kind of agency does: its code, its names, and the words that tell it in an agency's name."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agencies:
    """The vocabulary of agency names."""

    functions: tuple[Function, ...]
    completions: tuple[tuple[str, str], ...]
    own: re.Pattern[str]
    consolidated: re.Pattern[str]


@cache
def agencies() -> Agencies:
    """Return the vocabulary of agency names."""
    data = tomllib.loads(resources.files(__package__).joinpath("agencies.toml").read_text("utf-8"))
    return Agencies(
        tuple(Function(f["code"], f["zh"], f["en"], tuple(f["words"])) for f in data["function"]),
        tuple((item["ends"], item["becomes"]) for item in data["completion"]),
        re.compile("|".join(data["scope"]["own"])),
        re.compile("|".join(data["scope"]["consolidated"])),
    )


def function_of(name: str) -> str:
    """Return the code of what an agency does, told by its name without the region.

    >>> function_of("审批服务管理局"), function_of("人民政府办公室"), function_of("兴泾镇人民政府")
    ('administrative_approval', 'general_office', 'township')
    """
    best, length = "other", 0
    for function in agencies().functions:
        for word in function.words:
            if word in name and len(word) > length:
                best, length = function.code, len(word)
    return best


def full_name(name: str) -> str:
    """Return an agency's name with a shortened ending written out.

    >>> full_name("平潭综合实验区管委会"), full_name("丽子园街道")
    ('平潭综合实验区管理委员会', '丽子园街道办事处')
    """
    for ending, becomes in agencies().completions:
        if name.endswith(ending):
            return name.removesuffix(ending) + becomes
    return name
