"""What agencies do and how their names are completed, from ``agencies.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_RANK = re.compile("^(?:自治[区州县旗]|省|市(?!场)|县|区(?!划)|州|旗(?!县)|盟)(?=..)")


@dataclass(frozen=True, slots=True)
class Function:
    """What a kind of agency does: its code, its names, and the words that tell it in an agency's name, or at its end."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Agencies:
    """The vocabulary of agency names."""

    functions: tuple[Function, ...]
    completions: tuple[tuple[str, str], ...]
    own: re.Pattern[str]
    consolidated: re.Pattern[str]
    ends: re.Pattern[str]
    no_name: re.Pattern[str]
    nobody: re.Pattern[str]
    central: re.Pattern[str]
    office: re.Pattern[str]
    national: re.Pattern[str]


@cache
def agencies() -> Agencies:
    """Return the vocabulary of agency names."""
    data = tomllib.loads(resources.files(__package__).joinpath("agencies.toml").read_text("utf-8"))
    return Agencies(
        tuple(
            Function(f["code"], f["zh"], f["en"], tuple(f["words"]), f.get("at_end", False))
            for f in data["function"]
        ),
        tuple((item["ends"], item["becomes"]) for item in data["completion"]),
        re.compile("|".join(data["scope"]["own"])),
        re.compile("|".join(data["scope"]["consolidated"])),
        re.compile(data["names"]["ends"]),
        re.compile(data["names"]["none"]),
        re.compile(data["names"]["nobody"]),
        re.compile(data["names"]["central"]),
        re.compile(data["names"]["office"]),
        re.compile(data["names"]["national"]),
    )


def function_of(name: str) -> str:
    """Return the code of what an agency does, told by its name without the region.

    >>> function_of("审批服务管理局"), function_of("人民政府办公室"), function_of("兴泾镇人民政府")
    ('administrative_approval', 'general_office', 'township')
    >>> function_of("高新区教育局"), function_of("高新区管理委员会"), function_of("国有资产监督管理委员会")
    ('education', 'development_zone', 'other')
    """
    best, length = "other", 0
    for function in agencies().functions:
        for word in function.words:
            if len(word) > length and (name.endswith(word) if function.at_end else word in name):
                best, length = function.code, len(word)
    return best


def without_rank(name: str) -> str:
    """Return an agency's name without the rank that people write for the name of its region.

    >>> without_rank("市教委"), without_rank("县水务局"), without_rank("市场监督管理局"), without_rank("区划办公室")
    ('教委', '水务局', '市场监督管理局', '区划办公室')
    """
    return _RANK.sub("", name)


def full_name(name: str) -> str:
    """Return an agency's name with a shortened ending written out.

    >>> full_name("平潭综合实验区管委会"), full_name("丽子园街道")
    ('平潭综合实验区管理委员会', '丽子园街道办事处')
    """
    for ending, becomes in agencies().completions:
        if name.endswith(ending):
            return name.removesuffix(ending) + becomes
    return name
