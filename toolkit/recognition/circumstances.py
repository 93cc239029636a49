"""What else a number may be about: another year, a part of the year, another body, a plan, a growth, a rate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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
#: What there is at a moment, so that 截至 is no running total.
STOCKS = frozenset({"new_media_accounts"})
_HINTS = frozenset(
    {"part_of_year", "growth", "rate", "plan", "running", "own_body", "other_body", "whole_body"}
)


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

    def is_about(self, subject: str, text: str) -> bool:
        """Decide whether the text, the sentence before it or the heading is about a subject."""
        like = mention_words().like[subject]
        return any(like.search(said) for said in (text, self.before, self.heading))


def year_of(text: str, at: int) -> tuple[int | str | None, bool]:
    """Return the year that governs what stands at an offset, and whether it is only a part of a year.

    ``last`` is another year without its number, ``own`` the report's own, none where nothing is said.

    >>> year_of("2019年收到5件，2020年收到8件", 16), year_of("全年收到8件（上年为5件）", 12)
    ((2020, False), ('last', False))
    """
    like = mention_words().like
    start = max(text.rfind(";", 0, at), 0)
    found: int | str | None = None
    part, last, since = False, start, start
    if "截" in text:
        # The end of the year is no part of it: 截至2022年底.
        text = like["year_end"].sub(
            lambda end: (f"{end['year'][:4]}年" if end["year"] else "").rjust(len(end.group()), "□"), text
        )
    if "12月" in text:
        text = like["whole_months"].sub(lambda months: "□" * len(months.group()), text)
    for match in like["time"].finditer(text, start, at):
        if like["time_aside"].search(text[max(0, match.start() - 3) : match.start()]) or like[
            "time_of_carried"
        ].match(text, match.end()):
            continue
        closing = text.find(")", match.end(), at)
        if closing >= 0 and "(" not in text[match.end() : closing]:
            continue
        if match["whole"]:
            since = match.end()
            if found is not None and "，" not in text[last : match.start()]:
                continue
        last = match.end()
        if match[1]:
            whole = match[2] is None or _is_range(text, match.start())
            found, part = int(match[1]), not whole
        else:
            found, part = ("last", False) if match[3] else ("own", False)
    if "part_of_year" in _hints(text) and like["part_of_year"].search(text, since, at):
        part = True
    return found, part


def _is_range(text: str, at: int) -> bool:
    """Decide whether a date is an end of 1月1日至12月31日."""
    near = text[max(0, at - 14) : at + 30]
    return "1月1日" in near and "12月31日" in near


def is_aside(owner: Owner, text: str, near: str, start: int, at: int, kind: str) -> bool:
    """Decide whether a number is about something other than this agency's own year.

    ``near`` is its own clause, ``start`` and ``at`` where its part of the sentence begins and where it stands.
    """
    like, hints = mention_words().like, _hints(text)
    part = text[start:at]
    year, partial = year_of(text, at)
    if year == "last" or (isinstance(year, int) and not owner.is_own(year)):
        return True
    if partial and kind not in EVENTS | STOCKS:
        return True
    if kind in EVENTS and "part_of_year" in hints and like["half_year"].search(near):
        return True
    if any(name in hints and like[name].search(near) for name in ("growth", "rate")):
        return True
    if "plan" in hints and like["plan"].search(part):
        return True
    if "running" in hints and kind not in STOCKS and _is_running(text[:at], kind):
        return True
    if (
        like["others_site"].search(near)
        and not like["own_site"].search(near)
        and like["own_site"].search(text)
    ):
        return True
    if kind in EVENTS:
        # Whoever holds a training for 全县 holds it; 各乡镇举办 is another who does.
        others = not owner.speaks_for_all() and like["held_by_others"].search(part) is not None
        return others or _is_named(owner, part, near)
    return is_of_another(owner, part, near, hints)


@lru_cache(maxsize=4)
def _hints(text: str) -> frozenset[str]:
    """Return which circumstances a sentence may speak of at all, so that each is looked for once."""
    like = mention_words().like
    return frozenset(name for name in _HINTS if like[name].search(text))


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


def is_of_another(owner: Owner, part: str, near: str, hints: frozenset[str] = _HINTS) -> bool:
    """Decide whether a part of a sentence speaks of another body than the agency."""
    like = mention_words().like
    if (system := like["system"].search(part)) and owner.is_business(system["word"]):
        return False
    if not hints & {"own_body", "other_body", "whole_body"}:
        return _is_named(owner, part, near)
    if like["own_body"].search(near) and not like["other_body"].search(near):
        return False
    if (other := like["other_body"].search(part)) and not (
        owner.speaks_for_all() and like["all_bodies"].search(part) and not like["list"].search(part)
    ):
        whole = like["whole_body"].search(part)
        if not (whole and owner.speaks_for_all() and whole.start() < other.start() + 12):
            return True
    elif like["whole_body"].search(part) and not owner.speaks_for_all() and not like["own_body"].search(part):
        return part[like["whole_body"].search(part).start()] == "全"  # type: ignore[union-attr]
    if like["own_body"].search(part):
        return False
    return _is_named(owner, part, near)


def _is_named(owner: Owner, part: str, near: str) -> bool:
    """Decide whether a body that is not the agency stands at the head of a part or of its last clause."""
    like = mention_words().like
    return any(
        not (owner.is_self(body[1]) or like["with"].match(body[1]))
        for said in {part, near}
        if (body := like["body"].match(said)) is not None
    )
