"""The prose of a fictional report: short sentences that say what its tables say, unless told to slip."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.samples.cast import YEARS, Agency
from scripts.samples.dice import Dice
from scripts.samples.figures import Figures

PHRASES: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
NOTICES = {"2019": "国办公开办函〔2019〕60号文件", "2021": "国办公开办函〔2021〕30号文件"}
ORDINALS = ("一是", "二是", "三是")
_UNIT = "(人次|条|篇|场|次|件|期)"


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that the prose claims, in the codes of the contract."""

    kind: str
    detail: str
    value: float
    unit: str


@dataclass(slots=True)
class Told:
    """The prose of one report, what it claims, and the themes of its problems and of its plans."""

    preface: tuple[str, ...]
    sections: dict[str, tuple[str, ...]]
    claims: list[Claim] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)


#: Which of the numbers of a sentence is a mention, of which kind and detail. The others are none.
MENTIONS = {
    "total": ("proactive_disclosures", ""),
    "website": ("proactive_disclosures", "website"),
    "wechat": ("proactive_disclosures", "wechat"),
    "weibo": ("proactive_disclosures", "weibo"),
    "interpretations": ("interpretations", ""),
    "conferences": ("press_conferences", ""),
    "orders": ("hotline_orders", ""),
    "consultation": ("hotline_orders", "consultation_suggestion"),
    "help": ("hotline_orders", "help"),
    "complaint": ("hotline_orders", "complaint"),
    "trainings": ("trainings", ""),
    "trainees": ("trainees", ""),
    "meetings": ("meetings", ""),
    "received": ("requests_received", ""),
    "answered": ("requests_answered", ""),
    "carried_out": ("requests_carried_out", ""),
    "documents": ("normative_documents", ""),
    "reconsiderations": ("reconsiderations", ""),
    "litigations": ("litigations", ""),
}


def tell(agency: Agency, year: int, figures: Figures, slips: Mapping[str, Any], form: str) -> Told:
    """Return the prose of one report; ``slips`` replaces what a sentence would have said."""
    return Teller(agency, year, figures, slips).tell(form)


class Teller:
    """Writes one report's prose; remembers which numbers its sentences have claimed."""

    def __init__(self, agency: Agency, year: int, figures: Figures, slips: Mapping[str, Any]) -> None:
        self.agency, self.year, self.slips = agency, year, slips
        self.dice = Dice("prose", agency.slug, year)
        self.claims: list[Claim] = []
        self.values = self._values(figures) | dict(slips)
        self.values["total"] -= slips.get("total_less", 0)
        if slips.get("counts_carried"):
            self.values["received"] += self.values["carried_in"]

    def tell(self, form: str) -> Told:
        """Return the whole prose."""
        themes = self._themes()
        preface = self._preface(form)
        problems = (self._list("problems_lead", "problem", themes), self._list("plans_lead", "plan", themes))
        sections = {
            "overview": self._overview(),
            "disclosures": self._disclosures(),
            "reviews": self._reviews(),
            "problems": self.slips.get("problems", problems),
            "other": (self._say("other"),),
        }
        return Told(preface, sections, self.claims, [] if "problems" in self.slips else themes)

    def _values(self, figures: Figures) -> dict[str, Any]:
        dice, agency = self.dice, self.agency
        size = 40 + round(agency.requests * 3)
        values: dict[str, Any] = {
            "website": dice.between(size, size * 2),
            "wechat": dice.between(size // 2, size),
            "weibo": dice.between(size // 4, size // 2),
            "interpretations": dice.between(2, 6 + size // 20),
            "conferences": dice.between(1, 6),
            "consultation": dice.between(size // 3, size // 2),
            "help": dice.between(size // 4, size // 3),
            "complaint": dice.between(size // 5, size // 3),
            "trainings": dice.between(1, 6),
            "trainees": dice.between(20, 180),
            "meetings": dice.between(2, 9),
            "visitors": dice.between(200, 90000),
            "guests": dice.between(12, 90),
            "percent": dice.between(3, 19),
        }
        values["total"] = values["website"] + values["wechat"] + values["weibo"]
        values["before"] = values["total"] - dice.between(5, 30)
        values["orders"] = values["consultation"] + values["help"] + values["complaint"]
        for name, row in [
            ("received", "received_new"),
            ("carried_in", "carried_in"),
            ("answered", "processed_total"),
            ("carried_out", "carried_out"),
        ]:
            values[name] = int(figures["requests", row, "total"])
        values["natural"] = int(figures["requests", "received_new", "natural_person"])
        values["legal"] = values["received"] - values["natural"]
        values["documents"] = int(figures["disclosures", "normative_documents", "issued"])
        values["reconsiderations"] = int(figures["reviews", "reconsideration", "total"])
        values["litigations"] = int(
            figures["reviews", "litigation_direct", "total"]
            + figures["reviews", "litigation_after_reconsideration", "total"]
        )
        return values

    def _say(self, phrases: str, **more: object) -> str:
        """Return one sentence of a kind, and note the mentions in it."""
        chosen = self.dice.pick(PHRASES[phrases])
        return self._fill(self.slips.get(f"phrase_{phrases}", chosen), **more)

    def _fill(self, template: str, **more: object) -> str:
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

    def _preface(self, form: str) -> tuple[str, ...]:
        phone = self.dice.between(100, 999)
        text = self._say("preface", notice=NOTICES[form], period=self._say("period"), phone=phone)
        scope = {"government": "scope_consolidated", "general_office": "scope_own"}.get(self.agency.function)
        return (text + self._fill(PHRASES[scope]),) if scope else (text,)

    def _overview(self) -> tuple[str, ...]:
        dice = self.dice
        if self.agency.level == "township":
            public = self._fill_website()
        else:
            public = self._say("proactive") + (self._say("interpretation") if dice.chance(0.6) else "")
        paragraphs = [self._say("opening"), public, self._requests()]
        if self.agency.requests > 20 and dice.chance(0.5):
            paragraphs.append(self._say("hotline"))
        if dice.chance(0.5):
            paragraphs.append(self._say("training"))
        if dice.chance(0.3):
            paragraphs.append(self._say("visitors"))
        return _headed(paragraphs, dice.between(0, 2))

    def _fill_website(self) -> str:
        self.values["total"] = self.values["website"]
        return self._say("proactive_website")

    def _requests(self) -> str:
        if "requests_sentence" in self.slips:
            self.claims.append(Claim("requests_received", "", self.values["received"], "件"))
            return self._fill(str(self.slips["requests_sentence"]))
        if not self.values["received"] and not self.values["carried_in"]:
            self.claims.append(Claim("requests_received", "", 0, "件"))
            return self._say("requests_none")
        if self.values["legal"] > 0 and "received" not in self.slips and self.dice.chance(0.2):
            return self._say("requests_by_applicant")
        return self._say("requests")

    def _disclosures(self) -> tuple[str, ...]:
        if not self.dice.chance(0.35):
            return ()
        if self.values["documents"]:
            return (self._say("documents"),)
        return (self._say("disclosures"),)

    def _reviews(self) -> tuple[str, ...]:
        if not self.dice.chance(0.4):
            return ()
        if self.values["reconsiderations"] or self.values["litigations"]:
            return (self._say("reviews"),)
        self.claims += [Claim(kind, "", 0, "件") for kind in ("reconsiderations", "litigations")]
        return (self._say("reviews_none"),)

    def _themes(self) -> list[str]:
        # Two themes a year in a fixed order, so that one year's section is never the next year's.
        order = Dice("themes", self.agency.slug).shuffled(list(PHRASES["problem"]))
        first = 2 * (self.year - YEARS[0])
        return [order[(first + step) % len(order)] for step in range(2)]

    def _list(self, lead: str, kind: str, themes: Sequence[str]) -> str:
        items = [self._fill(self.dice.pick(PHRASES[kind][theme])) for theme in themes]
        numbered = [ordinal + item for ordinal, item in zip(ORDINALS, items, strict=False)]
        return self._say(lead) + "；".join(numbered) + "。"


def _headed(paragraphs: Sequence[str], style: int) -> tuple[str, ...]:
    """Return paragraphs with no numbers, with bracketed ones, or joined into one paragraph."""
    if style == 0:
        return tuple(paragraphs)
    if style == 1:
        numbers = [f"（{numeral}）" for numeral in "一二三四五六"]
        return tuple(number + text for number, text in zip(numbers, paragraphs, strict=False))
    return ("".join(paragraphs),)
