"""What the clauses of section five do: name a problem, promise something, or tell what was done."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from toolkit.vocabulary.themes import Found, themes

#: ``improved`` tells or promises, which only its sentences say; ``silent`` is outside section five.
Mode = Literal["problem", "plan", "improved", "done", "silent"]

_ITEM = (
    r"(?:[(]?[一二三四五六七八九十\d]{1,2}(?:[)、]|\.(?!\d))[)、.]*|[①-⑳]|[第]?[一二三四五六七八九十]要?是(?:要|在)?|[一二三四五六七]要(?![是点求害素务])"
    r"|首先|其次|再次|最后|另外|此外|同时|[“\"]+)"
)
#: Begins an item of a list.
ITEM = re.compile(_ITEM)
_MARKS = re.compile(f"(?:{_ITEM})*")
_YEAR = re.compile(r"(20[1-4]\d)年")
_CLAUSE_END = re.compile("[,;:。]")
#: What lacks is said at the end of a clause: in plans words like 有限 stand inside, and say nothing.
_AT_THE_END = 12


class Span(NamedTuple):
    """A stretch of a sentence."""

    start: int
    end: int


class Signs:
    """The cues and words of one sentence, each looked for once, and only if asked for."""

    def __init__(self, text: str, year: int | None) -> None:
        """Take a sentence of the report of a year."""
        self.text = text
        self._found: dict[str, list[Span]] = {}
        self._words: list[Found] | None = None
        has_years = year and "20" in text
        years = [(match.start(), int(match[1])) for match in _YEAR.finditer(text)] if has_years else []
        self._later = [at for at, said in years if said > (year or 0)]
        self._earlier = [at for at, said in years if said < (year or 0)]

    @property
    def words(self) -> list[Found]:
        """The words of themes in the sentence."""
        if self._words is None:
            self._words = themes().words.find(self.text)
        return self._words

    def all(self, cue: str) -> list[Span]:
        """Return where a cue of the vocabulary stands."""
        found = self._found.get(cue)
        if found is None:
            pattern: re.Pattern[str] = getattr(themes().cues, cue)
            found = self._found[cue] = [Span._make(match.span()) for match in pattern.finditer(self.text)]
        return found

    def within(self, cue: str, start: int, end: int) -> list[Span]:
        """Return where a cue begins inside a stretch."""
        found = self.all(cue)
        return [span for span in found if start <= span[0] < end] if found else found

    def opens(self, cue: str, start: int) -> bool:
        """Decide whether a cue stands at an offset."""
        return bool(self.within(cue, start, start + 1))

    def promises(self, start: int, end: int) -> bool:
        """Decide whether a stretch promises something: by its words, or by a year to come."""
        if self.within("plan", start, end):
            return True
        return bool(self._later) and any(start <= at < end for at in self._later)

    def lacks_unmended(self) -> bool:
        """Decide whether something lacks that no word before it in its clause mends: 避免表述不当."""
        mending = self.all("mending")
        return any(
            not any(
                word.end <= span.start and not _CLAUSE_END.search(self.text, word.end, span.start)
                for word in mending
            )
            for span in self.all("lacking")
        )

    def is_mended(self, start: int, end: int) -> bool:
        """Decide whether a clause recalls a problem of an earlier year that the same item says is mended."""
        if self.within("mended", start, end):
            return True
        past = any(start <= at < end for at in self._earlier) or self.within("past", start, end)
        item = self.text.find(";", end)
        # 去年的更新不及时问题已解决: what was done may stand behind what lacked in one clause.
        lacked = max((span.end for span in self.within("lacking", start, end)), default=start)
        return bool(past) and bool(self.within("done", lacked, item if item >= 0 else len(self.text)))


def body(text: str, start: int) -> int:
    """Return where a clause begins behind its list number."""
    marks = _MARKS.match(text, start)
    return marks.end() if marks else start


def turn(signs: Signs, start: int, end: int, mode: Mode, planned: bool) -> tuple[Mode, Mode]:
    """Return what a clause does, and what the clauses behind it do until one says otherwise.

    ``mode`` is what the clauses before did; ``planned`` says that the sentence has promised something.
    """
    text = signs.text
    if signs.promises(start, end) and _keeps(signs, start, end, mode):
        if not _states(signs, start, end) or signs.opens("mending", body(text, start)):
            return "plan", "plan"
        # A heading of both, 存在的主要问题和改进措施, is about the problems first.
        plans = "将" in text[start:end] or signs.within("improving", start, end)
        return (
            ("plan", "plan") if plans and not signs.within("improved", start, end) else ("problem", "problem")
        )
    if _states(signs, start, end) and not planned and not _mends(signs, start, end, mode):
        return "problem", "problem"
    if signs.within("improved", start, end):
        return "improved", "improved"
    if mode == "silent":
        return "silent", "silent"
    if mode == "problem":
        return ("plan", "plan") if _orders(signs, start) else ("problem", "problem")
    clause = text[start:end]
    if signs.within("done", start, end):
        return "done", "done" if mode != "plan" or clause.endswith(":") else mode
    if not planned and _says_what_lacks(signs, start, end):
        return "problem", "problem"
    return "plan" if mode == "improved" else mode, mode


def _keeps(signs: Signs, start: int, end: int, mode: Mode) -> bool:
    """Decide whether a clause that seems to promise something does."""
    clause = signs.text[start:end]
    if "了" in clause and signs.within("done", start, end) and not themes().cues.future.search(clause):
        return False  # 采取了以下措施
    wants = mode == "problem" and "将" not in clause and themes().cues.wanting.search(clause)
    return not (wants and signs.within("lacking", start, end))


def _mends(signs: Signs, start: int, end: int, mode: Mode) -> bool:
    """Decide whether a clause names problems only to mend them."""
    mending = signs.within("mending", start, end)
    return bool(mending) and (mode == "plan" or signs.opens("mending", body(signs.text, start)))


def _orders(signs: Signs, start: int) -> bool:
    """Decide whether a clause among problems begins a sentence or an item with what to do: 加强培训."""
    if (start and not ITEM.match(signs.text, start)) or signs.all("done"):
        return False
    first = body(signs.text, start)
    return signs.opens("mending", first) or (signs.opens("improving", first) and not signs.lacks_unmended())


def _says_what_lacks(signs: Signs, start: int, end: int) -> bool:
    """Decide whether a clause ends in what lacks, and does not order it to be mended."""
    clause, lacking = signs.text[start:end], signs.within("lacking", start, end)
    if not lacking or end - lacking[-1].start > _AT_THE_END or clause.startswith("在"):
        return False
    mends = signs.within("mending", start, end) or signs.opens("improving", body(signs.text, start))
    return not mends and not themes().cues.told_off.search(clause)


def _states(signs: Signs, start: int, end: int) -> bool:
    """Decide whether a clause says that problems follow, or is a heading that does."""
    return bool(signs.within("problem", start, end)) or bool(
        themes().cues.heading.fullmatch(signs.text, start, end)
    )
