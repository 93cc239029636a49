"""What else a number may be about: another year, a part of the year, another body, a plan, a growth, a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.report import Identity
from toolkit.vocabulary.mentions import mention_words

#: Agencies whose report covers a whole region: 全市 is their own, not so for a department.
_WHOLE = frozenset(
    {"government", "general_office", "development_zone", "township", "subdistrict_office", "other"}
)
_COMPLAINTS = frozenset(
    {
        "market_regulation",
        "ecology_environment",
        "human_resources",
        "petition",
        "urban_management",
        "public_security",
    }
)
_APPLICATIONS = frozenset({"administrative_approval", "human_resources", "medical_security", "civil_affairs"})
#: What may have taken place once, so that its month does not make it a part of the year.
EVENTS = frozenset({"trainings", "trainees", "press_conferences", "meetings"})
#: What is written in place of what is blanked out.
_WRITTEN = "□年"
#: What there is at a moment, so that 截至 is no running total.
STOCKS = frozenset({"new_media_accounts"})
_BODIES = frozenset({"own_body", "other_body", "whole_body"})
_HINTS = _BODIES | {"part_of_year", "growth", "rate", "plan", "running"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose report it is: the year it covers, the agency's name, and whether it speaks for a whole region."""

    identity: Identity

    @property
    def year(self) -> int | None:
        """The year that the report covers."""
        return self.identity.year

    def is_own(self, year: int) -> bool:
        """Decide whether a year is the report's own."""
        return self.year is None or year == self.year

    def is_self(self, body: str) -> bool:
        """Decide whether a body named in the prose is the agency: its characters stand in its name in order.

        >>> Owner(Identity(agency="银川市西夏区科学技术局")).is_self("西夏区科技局")
        True
        >>> Owner(Identity(agency="清河市水务局")).is_self("市农业局")
        False
        """
        name = self.identity.agency or self.identity.title
        if name is None:
            return True
        characters = iter(name + "办公室机关")
        return all(char in characters for char in body)

    def is_business(self, word: str) -> bool:
        """Decide whether a word is what the agency's name says that it does.

        >>> owner = Owner(Identity(agency="清河市松桥县水务局"))
        >>> owner.is_business("水务"), owner.is_business("许可")
        (True, False)
        """
        return word in (self.identity.agency or "")

    def deals_with_complaints(self) -> bool:
        """Decide whether complaints are the agency's daily business, and no news about its disclosure."""
        return self.identity.function in _COMPLAINTS

    def deals_with_applications(self) -> bool:
        """Decide whether applications are the agency's daily business, so that 申请 alone may be for anything."""
        return self.identity.function in _APPLICATIONS

    def speaks_for_all(self) -> bool:
        """Decide whether 全市 or 各部门 are the report's own: so they are in a government's report."""
        return self.identity.function in {None, *_WHOLE}


@dataclass(slots=True)
class Scene:
    """What has been said before a sentence: the heading above it, the sentence before, what was counted last."""

    owner: Owner
    section: str = "overview"
    heading: str = ""
    before: str = ""
    last: str | None = None
    now: str | None = None
    listing: str | None = None

    def new_paragraph(self) -> None:
        """Forget what was counted in the paragraph before."""
        self.before, self.last, self.now, self.listing = "", None, None, None

    def passed(self, text: str) -> None:
        """Note that a sentence has been read."""
        if self.now and mention_words().like["list_head"].search(text):
            self.listing = self.now
        elif not text.endswith((";", "；")):
            self.listing = None
        self.before, self.last, self.now = text, self.now, None

    def is_about(self, subject: str) -> bool:
        """Decide whether the sentence before or the heading is about a subject."""
        return self.is_under(subject) or self.is_after(subject)

    def is_under(self, subject: str) -> bool:
        """Decide whether the heading is about a subject."""
        return mention_words().like[subject].search(self.heading) is not None

    def is_after(self, subject: str) -> bool:
        """Decide whether the sentence before is about a subject."""
        return mention_words().like[subject].search(self.before) is not None


class _Time(NamedTuple):
    """A time that a sentence names, the year, and up to where it can govern what stands behind it."""

    start: int
    end: int
    closed: int
    year: int | str
    part: bool
    whole: bool


class Circumstances:
    """What one sentence tells about its numbers besides what they count: when, whose and how sure.

    ``can`` and ``has`` look for a cue only where the characters of the sentence allow it.
    """

    def __init__(self, scene: Scene, text: str) -> None:
        self.scene, self.owner = scene, scene.owner
        self.words = words = mention_words()
        self.like, self._bits = words.like, words.cues.bits
        self._possible = words.cues.possible(text + _WRITTEN)
        self.text = text
        self._times: list[_Time] | None = None
        self._hints: frozenset[str] | None = None

    def can(self, name: str) -> bool:
        """Decide whether a cue may stand in the sentence, or in what is made of its characters."""
        return self._possible & self._bits[name] != 0

    def has(self, name: str, part: str) -> bool:
        """Decide whether a cue stands in something made of the sentence's characters."""
        return self._possible & self._bits[name] != 0 and self.like[name].search(part) is not None

    def at(self, name: str, start: int) -> re.Match[str] | None:
        """Return a cue that stands at an offset."""
        return self.like[name].match(self.text, start) if self._possible & self._bits[name] else None

    def between(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """Return the first of a cue in a stretch of the sentence."""
        return self.like[name].search(self.text, start, end) if self._possible & self._bits[name] else None

    def all(self, name: str) -> Iterator[re.Match[str]]:
        """Return every place where a cue stands in the sentence."""
        return self.like[name].finditer(self.text) if self._possible & self._bits[name] else iter(())

    def is_about(self, subject: str, part: str) -> bool:
        """Decide whether something of the sentence, the sentence before it or the heading is about a subject."""
        return self.has(subject, part) or self.scene.is_about(subject)

    def year_of(self, at: int) -> tuple[int | str | None, bool]:
        """Return the year that governs what stands at an offset, and whether it is only a part of a year.

        ``last`` is another year without its number, ``own`` the report's own, none where nothing is said.

        >>> Circumstances(Scene(Owner(Identity())), "2019年收到5件，2020年收到8件").year_of(16)
        (2020, False)
        >>> Circumstances(Scene(Owner(Identity())), "全年收到8件（上年为5件）").year_of(12)
        ('last', False)
        """
        times = self._named_times()
        text, start = self._dated, max(self._dated.rfind(";", 0, at), 0)
        found: int | str | None = None
        part, last, since = False, start, start
        for time in times:
            if time.start < start or time.end > at or time.closed < at:
                continue
            if time.whole:
                since = time.end
                if found is not None and "，" not in text[last : time.start]:
                    continue
            found, part, last = time.year, time.part, time.end
        if self.can("part_of_year") and self.like["part_of_year"].search(text, since, at):
            part = True
        return found, part

    def _named_times(self) -> list[_Time]:
        """Return the times that the sentence names, read once for all its numbers."""
        if self._times is None:
            like, text = self.like, self.text
            if "截" in text:
                # The end of the year is no part of it: 截至2022年底.
                text = like["year_end"].sub(
                    lambda end: (f"{end['year'][:4]}年" if end["year"] else "").rjust(len(end.group()), "□"),
                    text,
                )
            if "12月" in text:
                text = like["whole_months"].sub(lambda months: "□" * len(months.group()), text)
            self._dated = text
            self._times = [
                _time(match)
                for match in (like["time"].finditer(text) if self.can("time") else ())
                if not like["time_aside"].search(text[max(0, match.start() - 3) : match.start()])
                and not like["time_of_carried"].match(text, match.end())
            ]
        return self._times

    def is_aside(self, near: str, start: int, at: int, kind: str) -> bool:
        """Decide whether a number is about something other than this agency's own year.

        ``near`` is its own clause, ``start`` and ``at`` where its part of the sentence begins and where it stands.
        """
        like, text, owner = self.like, self.text, self.owner
        if self._hints is None:
            # The circumstances that the sentence speaks of at all: each is looked for once.
            self._hints = frozenset([name for name in _HINTS if self.can(name) and like[name].search(text)])
        hints = self._hints
        part = text[start:at]
        year, partial = self.year_of(at)
        if year == "last" or (isinstance(year, int) and not owner.is_own(year)):
            return True
        if partial and kind not in EVENTS | STOCKS:
            return True
        if hints:
            if kind in EVENTS and "part_of_year" in hints and like["half_year"].search(near):
                return True
            if any(name in hints and like[name].search(near) for name in ("growth", "rate")):
                return True
            if "plan" in hints and like["plan"].search(part):
                return True
            if "running" in hints and kind not in STOCKS and _is_running(text[:at], kind):
                return True
        if self.has("others_site", near) and not self.has("own_site", near) and self.has("own_site", text):
            return True
        if kind in EVENTS:
            # Whoever holds a training for 全县 holds it; 各乡镇举办 is another who does.
            others = not owner.speaks_for_all() and self.has("held_by_others", part)
            return others or self._is_named(part, near)
        return self._is_of_another(part, near, hints)

    def is_of_another(self, part: str, near: str) -> bool:
        """Decide whether a part of the sentence speaks of another body than the agency."""
        return self._is_of_another(part, near, _HINTS)

    def _is_of_another(self, part: str, near: str, hints: frozenset[str]) -> bool:
        like, owner = self.like, self.owner
        if (
            self.can("system")
            and (system := like["system"].search(part))
            and owner.is_business(system["word"])
        ):
            return False
        if not hints & _BODIES:
            return self._is_named(part, near)
        if self.has("own_body", near) and not self.has("other_body", near):
            return False
        other = like["other_body"].search(part) if self.can("other_body") else None
        whole = like["whole_body"].search(part) if self.can("whole_body") else None
        if other and not (
            owner.speaks_for_all() and self.has("all_bodies", part) and not self.has("list", part)
        ):
            if not (whole and owner.speaks_for_all() and whole.start() < other.start() + 12):
                return True
        elif whole and not owner.speaks_for_all() and not self.has("own_body", part):
            return part[whole.start()] == "全"
        if self.has("own_body", part):
            return False
        return self._is_named(part, near)

    def _is_named(self, part: str, near: str) -> bool:
        """Decide whether a body that is not the agency stands at the head of a part or of its last clause."""
        return self.can("body") and any(
            not (self.owner.is_self(body[1]) or self.like["with"].match(body[1]))
            for said in {part, near}
            if (body := self.like["body"].match(said)) is not None
        )


def _time(match: re.Match[str]) -> _Time:
    """Return a time with what it says; what stands in brackets that are closed governs nothing behind them."""
    text, (start, end) = match.string, match.span()
    year: int | str = int(match[1]) if match[1] else "last" if match[3] else "own"
    part = match[1] is not None and match[2] is not None and not _is_range(text, start)
    closing = text.find(")", end)
    closed = closing if closing >= 0 and "(" not in text[end:closing] else len(text)
    return _Time(start, end, closed, year, part, match["whole"] is not None)


def _is_range(text: str, at: int) -> bool:
    """Decide whether a date is an end of 1月1日至12月31日."""
    near = text[max(0, at - 14) : at + 30]
    return "1月1日" in near and "12月31日" in near


def _is_running(said: str, kind: str) -> bool:
    """Decide whether a number runs on from earlier years: 截至目前, 自开通以来."""
    like = mention_words().like
    found = list(like["running"].finditer(said))
    if not found:
        return False
    last = found[-1]
    # 截至12月31日，全年共收到: the year is whole; 累计公开8650条，其中2022年公开640条: so is what follows.
    end = like["year_end"].match(said, last.start())
    if end and not (kind == "proactive_disclosures" and like["total_of_years"].search(said, end.end())):
        return False
    return not like["whole_year"].search(said, end.end() if end else last.end())
