"""The prose of a report on 2009 to 2018: its sections, and sentences that say what the 统计表 says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.samples import statistics_form as statistics
from scripts.samples.cast import STATISTICS_SINCE, Agency
from scripts.samples.dice import Dice
from scripts.samples.figures import Figures
from scripts.samples.ledger import NEW_MEDIA_SINCE
from scripts.samples.prose import EVENTS
from scripts.samples.sentences import Sentences, Told, phrases

SAID = phrases("early")
TITLES = {
    "overview": ("概述", "基本情况"),
    "disclosures": ("主动公开政府信息情况", "主动公开情况"),
    "responses": ("回应解读情况",),
    "requests": ("依申请公开政府信息情况", "依申请公开情况"),
    "fees": ("政府信息公开收费及减免情况", "收费情况"),
    "reviews": ("因政府信息公开申请行政复议、提起行政诉讼情况", "行政复议和行政诉讼情况"),
    "problems": ("存在的主要问题和改进措施", "存在问题和改进措施", "主要问题及改进情况"),
}
#: Which item of the 统计表 each number of a sentence is.
ITEMS = {
    "total": "proactive_total",
    "website": "channel_website",
    "gazette": "channel_gazette",
    "weibo": "channel_weibo",
    "wechat": "channel_wechat",
    "elsewhere": "channel_other",
    "documents": "normative_documents_issued",
    "interpretations": "interpretations",
    "conferences": "press_conferences",
    "received": "requests_received",
    "in_person": "received_in_person",
    "by_fax": "received_by_fax",
    "completed": "requests_completed",
    "on_time": "completed_on_time",
    "extended": "completed_extended",
    "public": "reply_already_public",
    "refused": "reply_refused",
    "elsewhere_held": "reply_not_this_agency",
    "nonexistent": "reply_nonexistent",
    "corrected": "reply_needs_correction",
    "other_route": "reply_other_route",
    "online": "received_online",
    "by_letter": "received_by_letter",
    "answered": "replies_total",
    "granted": "reply_granted",
    "partly": "reply_partly_granted",
    "reconsiderations": "reconsiderations",
    "litigations": "litigations",
    "complaints": "complaints",
    "fees": "fees_charged",
    "points": "reading_points",
    "staff": "staff",
    "full": "staff_full_time",
    "part": "staff_part_time",
    "meetings": "meetings",
    "trainings": "trainings",
    "trainees": "trainees",
}


def titles_of(agency: Agency, year: int) -> dict[str, str]:
    """Return the headings of a report's sections in their order, the same every year."""
    dice = Dice("early titles", agency.slug)
    titles = {section: dice.pick(known) for section, known in TITLES.items()}
    if year < STATISTICS_SINCE:
        del titles["responses"]
    return titles


def tell_early(
    agency: Agency, year: int, figures: Figures, slips: Mapping[str, Any], *, in_full: bool
) -> Told:
    """Return the prose of one report; ``slips`` replaces what a sentence would have said.

    ``in_full`` asks for the requests in every detail, because no table will tell them.
    """
    teller = EarlyTeller(agency, year, figures, slips)
    teller.has_table = not in_full
    return teller.tell()


class EarlyTeller(Sentences):
    """Writes one report's prose; ``has_table`` says that a table will tell the requests once more."""

    has_table = True

    def __init__(self, agency: Agency, year: int, figures: Figures, slips: Mapping[str, Any]) -> None:
        super().__init__(agency, year, Dice("early prose", agency.slug, year), SAID, slips)
        self.items: dict[str, float] = {}
        counts = {name: figures[statistics.TABLE, item, statistics.COLUMN] for name, item in ITEMS.items()}
        self.values = {name: int(n) if n == int(n) else n for name, n in counts.items()}
        self.values |= {
            "nth": year - 2007,
            "before": self.values["total"] + self.dice.between(5, 40),
            "cumulative": self.values["total"] * (year - 2007) + self.dice.between(10, 90),
            "visitors": self.dice.between(200, 90000),
            "percent": self.dice.between(3, 19),
        }
        self.values |= dict(slips)
        self.values["total"] -= slips.get("total_less", 0)

    def fill(self, template: str, **more: object) -> str:
        """Return a phrase with its names and numbers, and note which items of the 统计表 it tells."""
        self.items |= {item: self.values[name] for name, item in ITEMS.items() if f"{{{name}}}" in template}
        return super().fill(template, **more)

    def tell(self) -> Told:
        """Return the whole prose."""
        preface = self._preface()
        sections = {
            "overview": self._overview(),
            "disclosures": self._disclosures(),
            "responses": (self._responses(),) if self.year >= STATISTICS_SINCE else (),
            "requests": self._requests(),
            "fees": (self.say("fees" if self.values["fees"] else "fees_none"),),
            "reviews": self._reviews(),
            "problems": self.problems(),
        }
        return Told(preface, sections, self.claims, self.themed, {} if self.has_table else self.items)

    def _preface(self) -> tuple[str, ...]:
        text = self.say("preface", period=self.say("period"), phone=self.dice.between(100, 999))
        scope = {"government": "scope_consolidated", "general_office": "scope_own"}.get(self.agency.function)
        return (text + self.fill(SAID[scope]),) if scope else (text,)

    def _overview(self) -> tuple[str, ...]:
        paragraphs = [self.say("opening")]
        if event := EVENTS.get(f"{self.agency.slug}-{self.year}"):
            paragraphs.insert(0, self.fill(event))
        if self.dice.chance(0.6):
            paragraphs.append(self.say("means"))
        if self.dice.chance(0.6):
            paragraphs.append(self.say("training" if self.values["trainings"] else "training_none"))
        if self.dice.chance(0.3):
            paragraphs.append(self.say("visitors"))
        return tuple(paragraphs)

    def _disclosures(self) -> tuple[str, ...]:
        old = "proactive_weibo" if self.year >= NEW_MEDIA_SINCE["channel_weibo"] else "proactive_old"
        paragraphs = [self.say("proactive" if self.year >= STATISTICS_SINCE else old)]
        if self.dice.chance(0.3):
            paragraphs.append(self.say("cumulative"))
        if self.values["documents"] and self.dice.chance(0.6):
            paragraphs.append(self.say("documents"))
        return tuple(paragraphs)

    def _responses(self) -> str:
        return self.say("responses" if self.values["conferences"] else "responses_only")

    def _requests(self) -> tuple[str, ...]:
        if "requests_sentence" in self.slips:
            return (self.instead(str(self.slips["requests_sentence"])),)
        if self.has_table and not self.values["received"] and not self.values["answered"]:
            self.none_of("requests_received")
            return (self.say("requests_none"),)
        text = self.say("requests" if self.has_table else "requests_in_full")
        if self.values["received"] > 2 and self.dice.chance(0.5):
            text += self.about("request_topic")
        return (text,)

    def _reviews(self) -> tuple[str, ...]:
        if self.values["reconsiderations"] or self.values["litigations"]:
            text = self.say("reviews")
        else:
            self.none_of("reconsiderations", "litigations")
            text = self.say("reviews_none")
        if self.values["complaints"]:
            text += self.say("complaints") + (self.about("complaint") if self.dice.chance(0.7) else "")
        return (text,)
