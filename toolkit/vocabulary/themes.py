"""How reports write about problems, plans, complaints and what applicants ask for, from ``themes.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from toolkit.errors import FormError
from toolkit.text import longest_of

Level = Literal["fault", "topic", "hint"]
#: So many characters of one clause may stand where a word of the vocabulary has "…".
_GAP = "[^,;:。]{0,12}?"
_CHOICE = re.compile(r"\(\?:([^()]*)\)(?![?*+{])")


@dataclass(frozen=True, slots=True)
class Code:
    """One theme of a problem or a plan, or one topic of complaints and requests, with its names."""

    code: str
    zh: str
    en: str


class Meaning(NamedTuple):
    """What a word stands for; a ``fault`` says by itself what is wrong, a ``hint`` needs a sentence that agrees."""

    code: str
    level: Level


class Found(NamedTuple):
    """A word of the vocabulary in a text."""

    start: int
    end: int
    code: str
    level: Level


@dataclass(frozen=True, slots=True)
class Words:
    """Words and what each stands for; what a longer word covers counts for no shorter one."""

    pattern: re.Pattern[str]
    meanings: Mapping[str, tuple[Meaning, ...]]
    #: Words with a gap, by their first character, and where one of them may begin.
    wide: Mapping[str, re.Pattern[str]]
    wide_starts: re.Pattern[str]

    def find(self, text: str) -> list[Found]:
        """Return the words that stand in a text, in the order in which they begin.

        >>> [(word.code, word.level) for word in themes().words.find("政策解读形式单一")]
        [('interpretation', 'topic')]
        """
        found = [
            Found(match.start(), match.end(), *meaning)
            for match in self.pattern.finditer(text)
            for meaning in self.meanings[match.group()]
        ]
        wide = list(self._wide(text)) if self.wide else []
        return sorted([*found, *wide]) if wide else found

    def _wide(self, text: str) -> Iterator[Found]:
        end = 0
        for first in self.wide_starts.finditer(text):
            match = self.wide[first.group()].match(text, first.start()) if first.start() >= end else None
            if match:
                end = match.end()
                yield Found(match.start(), end, match.lastgroup or "", "fault")


@dataclass(frozen=True, slots=True)
class Cues:
    """What a clause does with a theme: names what lacks, promises, tells what was done, names what it is against."""

    lacking: re.Pattern[str]
    lacking_general: re.Pattern[str]
    knowledge: re.Pattern[str]
    weak: re.Pattern[str]
    uneven: re.Pattern[str]
    problem: re.Pattern[str]
    heading: re.Pattern[str]
    plan: re.Pattern[str]
    improved: re.Pattern[str]
    done: re.Pattern[str]
    mended: re.Pattern[str]
    past: re.Pattern[str]
    mending: re.Pattern[str]
    future: re.Pattern[str]
    wanting: re.Pattern[str]
    told_off: re.Pattern[str]
    according: re.Pattern[str]
    conceding: re.Pattern[str]
    improving: re.Pattern[str]
    against: re.Pattern[str]
    none_stated: re.Pattern[str]
    general: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list of topics begins and ends, and whose list it is."""

    hint: re.Pattern[str]
    subjects: Words
    opening: re.Pattern[str]
    grieved: re.Pattern[str]
    dispute: re.Pattern[str]
    closed: re.Pattern[str]
    published: re.Pattern[str]
    ending: re.Pattern[str]
    handled: re.Pattern[str]
    continues: re.Pattern[str]
    only_here: re.Pattern[str]
    own_work: re.Pattern[str]
    body: re.Pattern[str]
    between: re.Pattern[str]
    much: re.Pattern[str]
    suffixes: re.Pattern[str]
    told: re.Pattern[str]
    prefixes: re.Pattern[str]
    suffix_codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Themes:
    """The vocabulary of themes and topics."""

    themes: tuple[Code, ...]
    topics: tuple[Code, ...]
    words: Words
    topic_words: Words
    cues: Cues
    listing: Listing


@cache
def themes() -> Themes:
    """Return the vocabulary of themes and topics; raise `FormError` where the file cannot be used."""
    text = resources.files(__package__).joinpath("themes.toml").read_text("utf-8")
    try:
        return _vocabulary(tomllib.loads(text))
    except (KeyError, re.error, tomllib.TOMLDecodeError) as error:
        raise FormError(f"vocabulary/themes.toml cannot be used: {error}; mend the file") from error


def _vocabulary(data: Mapping[str, Any]) -> Themes:
    levels: tuple[tuple[str, Level], ...] = (("faults", "fault"), ("topics", "topic"), ("hints", "hint"))
    meant = [
        (word, Meaning(item["code"], level))
        for item in data["theme"]
        for name, level in levels
        for word in item[name]
    ]
    meant += [
        (f"{first}…{then}", Meaning(item["code"], "fault"))
        for item in data["theme"]
        for pair in item.get("pairs", ())
        for first in pair["first"]
        for then in pair["then"]
    ]
    asked = [(word, Meaning(item["code"], "topic")) for item in data["topic"] for word in item["words"]]
    listing = data["listing"]
    subjects = [(word, Meaning(kind, "topic")) for kind in ("request", "complaint") for word in listing[kind]]
    return Themes(
        tuple(Code(item["code"], item["zh"], item["en"]) for item in data["theme"]),
        tuple(Code(item["code"], item["zh"], item["en"]) for item in data["topic"]),
        _words(meant, data["ignored"]),
        _words(asked, data["listing"]["not_topic"]),
        Cues(**_patterns(Cues, data["cues"])),
        Listing(
            subjects=_words(subjects, listing["not_subject"]),
            suffix_codes=frozenset(listing["suffix_codes"]),
            **_patterns(Listing, listing),
        ),
    )


def _patterns(kind: type, wordings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the regular expression of every wording that a class has as a pattern."""
    said = {field.name: wordings[field.name] for field in fields(kind) if field.type == "re.Pattern[str]"}
    return {
        name: re.compile("|".join(part for line in lines for part in _spelled_out(line)))
        for name, lines in (
            (name, [lines] if isinstance(lines, str) else lines) for name, lines in said.items()
        )
    }


def _spelled_out(line: str) -> list[str]:
    """Return an expression that begins with a choice as the expressions that begin with each of it.

    Where all begin with a character of their own, a text is searched for these alone.

    >>> _spelled_out("(?:多|主要)反映")
    ['多反映', '主要反映']
    """
    choice = _CHOICE.match(line)
    return [first + line[choice.end() :] for first in choice.group(1).split("|")] if choice else [line]


def _words(meant: Iterable[tuple[str, Meaning]], ignored: Iterable[str] = ()) -> Words:
    """Return words as one pattern that finds the longest at each character."""
    meanings: dict[str, tuple[Meaning, ...]] = dict.fromkeys(ignored, ())
    wide: dict[str, dict[tuple[str, str], list[str]]] = {}
    second: dict[str, set[str]] = {}
    for word, meaning in meant:
        first, gap, rest = word.partition("…")
        if gap:
            then = _GAP.join(map(re.escape, rest.split("…")))
            wide.setdefault(word[0], {}).setdefault((meaning.code, first), []).append(then)
            second.setdefault(word[0], set()).add(word[1])
        elif meaning not in meanings.get(word, ()):
            meanings[word] = (*meanings.get(word, ()), meaning)
    return Words(
        re.compile(longest_of(meanings)),
        MappingProxyType(meanings),
        MappingProxyType({char: _wide(parts) for char, parts in wide.items()}),
        re.compile("|".join(_beginning(*item) for item in second.items())),
    )


def _wide(parts: Mapping[tuple[str, str], Sequence[str]]) -> re.Pattern[str]:
    """Return words with a gap, each as what stands before it and all that may follow, in one group for each code."""
    by_code: dict[str, list[str]] = {}
    for (code, first), rest in parts.items():
        by_code.setdefault(code, []).append(f"{re.escape(first)}{_GAP}(?:{'|'.join(rest)})")
    return re.compile("|".join(f"(?P<{code}>{'|'.join(words)})" for code, words in by_code.items()))


def _beginning(first: str, second: Iterable[str]) -> str:
    """Return the pattern of the first character of words; ``…`` behind it lets any character follow."""
    return first if "…" in second else f"{first}(?=[{re.escape(''.join(sorted(second)))}])"
