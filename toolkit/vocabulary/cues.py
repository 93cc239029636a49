"""Which of many patterns can stand in a text at all, told by the characters that each cannot do without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


class Cues:
    """Patterns by their name, and which of them a text can hold.

    A sentence holds one cue of ten. Which others it cannot hold is known from its characters, so that nobody has to
    look for them, in whatever part of the sentence and however often. ``bits`` has a bit for each pattern.
    """

    def __init__(self, like: Mapping[str, re.Pattern[str]]) -> None:
        """Take patterns by their name."""
        self.like = like
        self.bits = {name: 1 << number for number, name in enumerate(like)}
        # A character of few patterns is rare in what they are looked for in, and so tells most.
        common = Counter(char for pattern in like.values() for char in pattern.pattern)
        self._always = 0
        self._by_character: dict[str, int] = {}
        for name, pattern in like.items():
            needed = _needed(parser.parse(pattern.pattern), common)
            if needed is None:
                self._always |= self.bits[name]
            for char in needed or ():
                self._by_character[char] = self._by_character.get(char, 0) | self.bits[name]
        self._characters = frozenset(self._by_character)

    def possible(self, text: str) -> int:
        """Return the bits of the patterns that can match in a text, or in whatever is made of its characters.

        >>> cues = Cues({"all": re.compile("共计?"), "none": re.compile("[未没]有"), "any": re.compile(".?")})
        >>> possible = cues.possible("共3件")
        >>> [name for name, bit in cues.bits.items() if possible & bit]
        ['all', 'any']
        """
        possible, by_character = self._always, self._by_character
        for char in self._characters.intersection(text):
            possible |= by_character[char]
        return possible


def _needed(tree: Iterable[tuple[Any, Any]], common: Mapping[str, int]) -> frozenset[str] | None:
    """Return characters of which every text that a pattern matches holds one, or none where nothing is sure."""
    sure = [needed for code, what in tree if (needed := _needed_by(code, what, common)) is not None]
    return min(sure, key=lambda chars: sum(common[char] for char in chars), default=None)


def _needed_by(code: Any, what: Any, common: Mapping[str, int]) -> frozenset[str] | None:
    if code is op.LITERAL:
        return frozenset(chr(what))
    if code is op.IN:
        chars = frozenset(chr(value) for kind, value in what if kind is op.LITERAL)
        return chars if len(chars) == len(what) else None
    if code is op.BRANCH:
        branches = [_needed(branch, common) for branch in what[1]]
        return None if None in branches else frozenset().union(*filter(None, branches))
    if code is op.SUBPATTERN:
        return _needed(what[3], common)
    if code in _REPEATS:
        return _needed(what[2], common) if what[0] else None
    if code is op.ASSERT:
        return _needed(what[1], common)
    return _needed(what, common) if code is op.ATOMIC_GROUP else None
