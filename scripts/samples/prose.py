"""The prose of a report since 2019: short sentences that say what its tables say, unless told to slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scripts.samples.cast import Agency
from scripts.samples.dice import Dice
from scripts.samples.figures import Figures
from scripts.samples.sentences import PHRASES, Sentences, Themed, Told, phrases

NOTICES = {"2019": "国办公开办函〔2019〕60号文件", "2021": "国办公开办函〔2021〕30号文件"}
EVENTS: Mapping[str, str] = phrases("events")


def tell(agency: Agency, year: int, figures: Figures, slips: Mapping[str, Any], form: str) -> Told:
    """Return the prose of one report; ``slips`` replaces what a sentence would have said."""
    return Teller(agency, year, figures, slips).tell(form)


class Teller(Sentences):
    """Writes one report's prose."""

    def __init__(self, agency: Agency, year: int, figures: Figures, slips: Mapping[str, Any]) -> None:
        super().__init__(agency, year, Dice("prose", agency.slug, year), PHRASES, slips)
        self.values = self._values(figures) | dict(slips)
        self.values["total"] -= slips.get("total_less", 0)
        if slips.get("counts_carried"):
            self.values["received"] += self.values["carried_in"]

    def tell(self, form: str) -> Told:
        """Return the whole prose."""
        preface = self._preface(form)
        sections = {
            "overview": self._overview(),
            "disclosures": self._disclosures(),
            "reviews": self._reviews(),
            "problems": self._problems(),
            "other": (self.say("other"),),
        }
        return Told(preface, sections, self.claims, self.themed)

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

    def _preface(self, form: str) -> tuple[str, ...]:
        phone = self.dice.between(100, 999)
        text = self.say("preface", notice=NOTICES[form], period=self.say("period"), phone=phone)
        scope = {"government": "scope_consolidated", "general_office": "scope_own"}.get(self.agency.function)
        return (text + self.fill(PHRASES[scope]),) if scope else (text,)

    def _overview(self) -> tuple[str, ...]:
        dice = self.dice
        if self.agency.level == "township":
            public = self.say("proactive_website")
        else:
            public = self.say("proactive") + (self.say("interpretation") if dice.chance(0.6) else "")
        requests = self._requests()
        if self.values["received"] > 2 and dice.chance(0.4):
            requests += self.about("request_topic")
        paragraphs = [self.say("opening"), public, requests]
        if event := EVENTS.get(f"{self.agency.slug}-{self.year}"):
            paragraphs.insert(0, self.fill(event))
        if self.agency.requests > 20 and dice.chance(0.5):
            paragraphs.append(self.say("hotline") + (self.about("complaint") if dice.chance(0.7) else ""))
        if dice.chance(0.5):
            paragraphs.append(self.say("training"))
        if dice.chance(0.3):
            paragraphs.append(self.say("visitors"))
        return _headed(paragraphs, dice.between(0, 2))

    def _requests(self) -> str:
        if "requests_sentence" in self.slips:
            return self.instead(str(self.slips["requests_sentence"]))
        if not self.values["received"] and not self.values["carried_in"]:
            self.none_of("requests_received")
            return self.say("requests_none")
        if self.values["legal"] > 0 and "received" not in self.slips and self.dice.chance(0.2):
            return self.say("requests_by_applicant")
        return self.say("requests")

    def _disclosures(self) -> tuple[str, ...]:
        if not self.dice.chance(0.35):
            return ()
        if self.values["documents"]:
            return (self.say("documents"),)
        return (self.say("disclosures"),)

    def _problems(self) -> tuple[str, ...]:
        if none_stated := self.slips.get("problems"):
            self.themed.append(Themed("problem", "none_stated"))
            return tuple(none_stated)
        return self.problems()

    def _reviews(self) -> tuple[str, ...]:
        if not self.dice.chance(0.4):
            return ()
        if self.values["reconsiderations"] or self.values["litigations"]:
            return (self.say("reviews"),)
        self.none_of("reconsiderations", "litigations")
        return (self.say("reviews_none"),)


def _headed(paragraphs: Sequence[str], style: int) -> tuple[str, ...]:
    """Return paragraphs with no numbers, with bracketed ones, or joined into one paragraph."""
    if style == 0:
        return tuple(paragraphs)
    if style == 1:
        numbers = [f"（{numeral}）" for numeral in "一二三四五六七"]
        return tuple(number + text for number, text in zip(numbers, paragraphs, strict=False))
    return ("".join(paragraphs),)
