"""What reports count in their prose and how they say so, from ``mentions.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from toolkit.vocabulary.cues import Cues


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mention: its code, its names, the unit of a zero, and the measure words that can count it."""

    code: str
    zh: str
    en: str
    unit: str
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Detail:
    """A part of a kind's total that has a code of its own."""

    kind: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class MentionWords:
    """The vocabulary of mentions.

    ``classes`` says of every word what it stands for: a list of ``[nouns]``, ``[verbs]`` or ``[channels]``.
    ``before`` finds such a word at the end of a text written backwards, behind it fillers; ``before_comma`` also
    across a comma. ``behind`` finds a noun at the beginning of a text. ``like`` are the patterns by their name,
    ``cues`` tells which of them a text can hold.
    """

    kinds: Mapping[str, Kind]
    details: tuple[Detail, ...]
    classes: Mapping[str, frozenset[str]]
    channels: Mapping[str, str]
    before: re.Pattern[str]
    before_comma: re.Pattern[str]
    behind: re.Pattern[str]
    channel: re.Pattern[str]
    conjunction: re.Pattern[str]
    conjunction_across: re.Pattern[str]
    like: Mapping[str, re.Pattern[str]]
    cues: Cues


@cache
def mention_words() -> MentionWords:
    """Return the vocabulary of mentions."""
    data = tomllib.loads(resources.files(__package__).joinpath("mentions.toml").read_text("utf-8"))
    classes: dict[str, set[str]] = {}
    for part in ("nouns", "verbs", "channels"):
        for name, words in data[part].items():
            for word in words:
                classes.setdefault(word, set()).add(name)
    for word in data["hotline"]["parts"]:
        for suffix in data["hotline"]["suffixes"]:
            names = {name for name in classes[word] if name in data["nouns"]}
            classes.setdefault(word + suffix, set()).update(names)
    channels = {word: name for name, words in data["channels"].items() for word in words}
    nouns = [word for word, names in classes.items() if names & data["nouns"].keys()]
    head = one_of(word[::-1] for word in classes)
    words = data["fillers"]["words"]
    joining = one_of(word[::-1] for word in data["fillers"]["conjunctions"])
    like = {
        name.removesuffix("_like"): re.compile(pattern)
        for part in ("fillers", "subjects", "other", "none")
        for name, pattern in data[part].items()
        if name.endswith("_like")
    }
    return MentionWords(
        kinds={item["code"]: _kind(item) for item in data["kind"]},
        details=tuple(Detail(d["kind"], d["code"], d["zh"], d["en"]) for d in data["detail"]),
        classes={word: frozenset(names) for word, names in classes.items()},
        channels=channels,
        before=re.compile(rf"(?P<fillers>(?:{one_of(word[::-1] for word in words)})*)(?P<head>{head})"),
        before_comma=re.compile(
            rf"(?P<fillers>(?:{one_of([*(word[::-1] for word in words), '，', '。'])})*)(?P<head>{head})"
        ),
        behind=re.compile(
            rf"(?P<modifier>[^，。；;:、()]{{0,18}}?)(?P<head>{one_of(nouns)})(?:{data['fillers']['after_like']})"
        ),
        channel=re.compile(one_of(channels)),
        conjunction=re.compile(joining),
        conjunction_across=re.compile(f"[^，。；;:、()\\d]{{0,14}}?{joining}"),
        like=like,
        cues=Cues(like),
    )


def _kind(item: Mapping[str, str | list[str]]) -> Kind:
    code, zh, en, unit = (str(item[name]) for name in ("code", "zh", "en", "unit"))
    return Kind(code, zh, en, unit, frozenset(item["units"]))


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for the longest of many words, which shares their beginnings and so reads each once.

    >>> one_of(["申请", "申请表", "公开"])
    '(?:公开|申请(?:表)?)'
    """
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node: dict[str, object] = tree  # type: ignore[assignment]
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _written(tree)


def _written(node: Mapping[str, object]) -> str:
    branches = [
        re.escape(char) + _written(below)  # type: ignore[arg-type]
        for char, below in sorted(node.items())
        if char
    ]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")
