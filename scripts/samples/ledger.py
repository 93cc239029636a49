"""The figures of the fictional agencies from 2009 to 2018, which the 统计表 and the prose of those years tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scripts.samples import statistics_form as statistics
from scripts.samples.cast import EARLY_YEARS, STATISTICS_SINCE, Agency
from scripts.samples.dice import Dice
from scripts.samples.figures import Figures, simulate

#: Microblogs and public accounts were not yet there in the first years.
CHANNELS = {
    "channel_gazette": 0.04,
    "channel_website": 0.7,
    "channel_weibo": 0.08,
    "channel_wechat": 0.12,
    "channel_other": 0.06,
}
NEW_MEDIA_SINCE = {"channel_weibo": 2012, "channel_wechat": 2014}
WAYS = dict(zip(statistics.RECEIVED, (0.3, 0.04, 0.46, 0.2), strict=True))
REPLIES = dict(zip(statistics.REPLIES, (0.17, 0.38, 0.06, 0.08, 0.12, 0.12, 0.03, 0.04), strict=True))
REASONS = dict(zip(statistics.REASONS, (0.04, 0.1, 0.26, 0.06, 0.24, 0.3), strict=True))
RESULTS = {"upheld": 0.7, "corrected": 0.15, "other": 0.15}


def simulate_early(agency: Agency) -> Iterator[tuple[int, Figures]]:
    """Yield each year with its figures; what waits at the end of 2018 is carried into 2019."""
    dice = Dice("ledger", agency.slug)
    waiting = 0
    for year in EARLY_YEARS:
        grown = 0.18 + 0.08 * (year - EARLY_YEARS[0])
        received = dice.count(max(agency.requests * grown, 0.3))
        left = _carried_into_2019(agency) if year == EARLY_YEARS[-1] else dice.count(received * 0.03)
        received = max(received, left - waiting)
        completed, waiting = received + waiting - left, left
        counts = (
            _disclosures(agency, dice, year) | _requests(dice, received, completed) | _means(agency, dice)
        )
        figures: Figures = {(statistics.TABLE, item, statistics.COLUMN): n for item, n in counts.items()}
        yield year, figures


def _carried_into_2019(agency: Agency) -> int:
    if agency.last:
        return 0
    _, figures = next(simulate(agency))
    return int(figures["requests", "carried_in", "total"])


def _disclosures(agency: Agency, dice: Dice, year: int) -> dict[str, float]:
    total = round(dice.near((60 + agency.requests * 3) * (0.5 + 0.06 * (year - EARLY_YEARS[0])), 0.2))
    channels = {name: share for name, share in CHANNELS.items() if year >= NEW_MEDIA_SINCE.get(name, 0)}
    issued = dice.count(agency.documents) if agency.documents else 0
    conferences, interviews = dice.between(0, 4), dice.between(0, 3)
    # In the 统计表 the same text in two places counts for each of them: channels make more than the whole.
    more = dice.between(0, 1 + total // 12)
    answers = {"responses_weibo_wechat": dice.between(0, 6), "responses_other": dice.between(0, 5)}
    return {
        "proactive_total": total,
        "proactive_normative_documents": issued - (issued > 2 and dice.chance(0.3)),
        "normative_documents_issued": issued,
        **dict.fromkeys(CHANNELS, 0),
        **dice.split(total + (more if year >= STATISTICS_SINCE else 0), channels),
        "responses_total": max(answers.values()),
        "press_conferences": conferences,
        "press_conferences_by_head": dice.between(0, conferences),
        "web_interviews": interviews,
        "web_interviews_by_head": dice.between(0, interviews),
        "interpretations": dice.between(0, 14),
        **answers,
    }


def _requests(dice: Dice, received: int, completed: int) -> dict[str, float]:
    extended = dice.count(completed * 0.04)
    replies = dice.split(completed, REPLIES)
    return {
        "requests_received": received,
        **dice.split(received, WAYS),
        "requests_completed": completed,
        "completed_on_time": completed - min(extended, completed),
        "completed_extended": min(extended, completed),
        "replies_total": completed,
        **replies,
        **dice.split(replies["reply_refused"], REASONS),
        **_taken_further(dice, "reconsiderations", completed * 0.025, RESULTS),
        **_taken_further(dice, "litigations", completed * 0.015, RESULTS),
        "complaints": dice.count(completed * 0.01),
        "fees_charged": dice.between(1, 90) / 100 if dice.chance(0.1) and completed > 20 else 0,
    }


def _taken_further(dice: Dice, kind: str, mean: float, results: Mapping[str, float]) -> dict[str, int]:
    split = dice.split(dice.count(mean), results)
    return {kind: sum(split.values()), **{f"{kind}_{result}": n for result, n in split.items()}}


def _means(agency: Agency, dice: Dice) -> dict[str, float]:
    full, part = dice.between(0, 2), dice.between(1, 4 + round(agency.requests / 20))
    # Who trains people does so every year: no figure falls to nothing and comes back.
    trainings = dice.between(1, 4) * Dice("trains", agency.slug).chance(0.85)
    return {
        "dedicated_offices": 1,
        "reading_points": dice.between(1, 3 + round(agency.requests / 40)),
        "staff": full + part,
        "staff_full_time": full,
        "staff_part_time": part,
        "special_budget": dice.between(2, 160) / 10 if dice.chance(0.3) else 0,
        "meetings": dice.between(1, 8),
        "trainings": trainings,
        "trainees": trainings * dice.between(20, 40),
    }
