"""Sentences out of phrases and numbers, with a record of what they claim and what they are about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.samples.cast import YEARS, Agency
from scripts.samples.dice import Dice

ORDINALS = ("一是", "二是", "三是")
_UNIT = "(人次|万元|条|篇|场|次|件|期|元)"
#: Which of the numbers of a sentence is a mention, of which kind and detail. The others are none.
MENTIONS = {
    "total": ("proactive_disclosures", ""),
    "website": ("proactive_disclosures", "website"),
    "wechat": ("proactive_disclosures", "wechat"),
    "weibo": ("proactive_disclosures", "weibo"),
    "gazette": ("proactive_disclosures", "gazette"),
    "elsewhere": ("proactive_disclosures", "other"),
    "interpretations": ("interpretations", ""),
    "conferences": ("press_conferences", ""),
    "orders": ("hotline_orders", ""),
    "consultation": ("hotline_orders", "consultation_suggestion"),
    "help": ("hotline_orders", "help"),
    "complaint": ("hotline_orders", "complaint"),
    "complaints": ("complaints", ""),
    "trainings": ("trainings", ""),
    "trainees": ("trainees", ""),
    "meetings": ("meetings", ""),
    "received": ("requests_received", ""),
    "answered": ("requests_answered", ""),
    "carried_out": ("requests_carried_out", ""),
    "documents": ("normative_documents", ""),
    "reconsiderations": ("reconsiderations", ""),
    "litigations": ("litigations", ""),
    "fees": ("fees_charged", ""),
}


def phrases(name: str) -> Mapping[str, Any]:
    """Return the phrases of a file beside this one."""
    known: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))
    return known


PHRASES = phrases("phrases")


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that the prose claims, in the codes of the contract."""

    kind: str
    detail: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Themed:
    """One sentence, or part of one, that is about something: its aspect and theme, in the contract's codes."""

    aspect: str
    theme: str


@dataclass(slots=True)
class Told:
    """The prose of one report, what it claims, and what it is about.

    ``items`` are those of the 统计表 that sentences tell in its place.
    """

    preface: tuple[str, ...]
    sections: dict[str, tuple[str, ...]]
    claims: list[Claim] = field(default_factory=list)
    themed: list[Themed] = field(default_factory=list)
    items: Mapping[str, float] = field(default_factory=dict)


class Sentences:
    """Says what an agency has to say in one year; remembers its claims and its themes.

    ``said`` are the phrases to choose from, ``values`` the numbers that go into them. A slip named
    ``phrase_x`` replaces every phrase of the kind x.
    """

    def __init__(
        self, agency: Agency, year: int, dice: Dice, said: Mapping[str, Any], slips: Mapping[str, Any]
    ) -> None:
        self.agency, self.year, self.dice, self.said, self.slips = agency, year, dice, said, slips
        self.values: dict[str, Any] = {}
        self.claims: list[Claim] = []
        self.themed: list[Themed] = []

    def say(self, kind: str, **more: object) -> str:
        """Return one sentence of a kind, and note the mentions in it."""
        chosen = self.dice.pick(self.said[kind])
        return self.fill(self.slips.get(f"phrase_{kind}", chosen), **more)

    def fill(self, template: str, **more: object) -> str:
        """Return a phrase with its names and numbers, and note the mentions in it."""
        words = {
            "agency": self.agency.name,
            "name": self.agency.short,
            "topic": self.agency.topic,
            "year": self.year,
            "next": self.year + 1,
        }
        for name, (kind, detail) in MENTIONS.items():
            if match := re.search(f"{{{name}}}{_UNIT}", template):
                self.claims.append(Claim(kind, detail, self.values[name], match.group(1)))
        return template.format(**{**words, **self.values, **more})

    def instead(self, template: str) -> str:
        """Return a slip on how many requests came in, which may be told in words, or of another year."""
        if template[:4].isdigit():
            # What a sentence says of another year is no claim about this one.
            return Sentences(self.agency, self.year, self.dice, self.said, {}).quote(template, self.values)
        if "{received}" not in template:
            self.claims.append(Claim("requests_received", "", self.values["received"], "件"))
        return self.fill(template)

    def quote(self, template: str, values: Mapping[str, Any]) -> str:
        """Return a phrase with numbers from elsewhere; what it claims is noted here, where nobody asks."""
        self.values = dict(values)
        return self.fill(template)

    def none_of(self, *kinds: str) -> None:
        """Note that a sentence says there was none of some kinds."""
        self.claims += [Claim(kind, "", 0, "件") for kind in kinds]

    def problems(self) -> tuple[str, ...]:
        """Return the paragraphs on what is wrong and what will be done about it, two themes a year."""
        # In a fixed order, so that one year's section is never the next year's.
        order = Dice("themes", self.agency.slug).shuffled(list(PHRASES["problem"]))
        first = 2 * (self.year - YEARS[0])
        themes = [order[(first + step) % len(order)] for step in range(2)]
        return self._list("problems_lead", "problem", themes), self._list("plans_lead", "plan", themes)

    def _list(self, lead: str, kind: str, themes: Sequence[str]) -> str:
        items = [self.fill(self.dice.pick(PHRASES[kind][theme])) for theme in themes]
        self.themed += [Themed(kind, theme) for theme in themes]
        chosen = self.dice.pick(PHRASES[lead])
        numbered = [ordinal + item for ordinal, item in zip(ORDINALS, items, strict=False)]
        return self.fill(self.slips.get(f"phrase_{lead}", chosen)) + "；".join(numbered) + "。"

    def about(self, aspect: str) -> str:
        """Return a sentence on what applicants asked for or what people complained about: two themes."""
        own = PHRASES["own_subject"].get(self.agency.function)
        others = self.dice.shuffled([theme for theme in PHRASES["subject"] if theme != own])
        chosen = [own or others[1], others[0]]
        self.themed += [Themed(aspect, theme) for theme in chosen]
        first, second = (self.dice.pick(PHRASES["subject"][theme]) for theme in chosen)
        return self.fill(self.dice.pick(PHRASES[aspect]), first=first, second=second)
