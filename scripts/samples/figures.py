"""The figures of the fictional agencies, year by year, such that every sum of the forms holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scripts.samples.cast import YEARS, Agency
from scripts.samples.dice import Dice
from scripts.samples.report import Key

#: Every cell of both editions; a report takes those that its own edition asks for.
Figures = dict[Key, float]

APPLICANTS = {
    "natural_person": 0.83,
    "business": 0.09,
    "research_institution": 0.004,
    "public_welfare_org": 0.006,
    "legal_service": 0.045,
    "other_org": 0.025,
}
OUTCOMES = {
    "granted": 0.42,
    "partly_granted": 0.12,
    "refused_state_secret": 0.004,
    "refused_prohibited_by_law": 0.008,
    "refused_safety_stability": 0.006,
    "refused_third_party_rights": 0.016,
    "refused_internal_affairs": 0.022,
    "refused_process_information": 0.02,
    "refused_enforcement_file": 0.024,
    "refused_administrative_query": 0.016,
    "unavailable_not_held": 0.16,
    "unavailable_needs_creation": 0.03,
    "unavailable_unclear_after_correction": 0.012,
    "not_processed_petition_complaint": 0.03,
    "not_processed_repeat": 0.02,
    "not_processed_publication": 0.003,
    "not_processed_excessive": 0.002,
    "not_processed_reissue": 0.007,
    "other_not_corrected_in_time": 0.026,
    "other_fee_unpaid": 0.002,
    "other_other": 0.052,
}
SUB_ITEMS = ("other_not_corrected_in_time", "other_fee_unpaid", "other_other")
RESULTS = {"upheld": 0.55, "corrected": 0.15, "other": 0.2, "pending": 0.1}
#: How many of a hundred processed requests are taken further.
CHANNELS = {"reconsideration": 3.0, "litigation_direct": 0.9, "litigation_after_reconsideration": 0.7}
ITEM_ROWS = ("licensing", "other_external_management", "penalties", "coercion", "fees")


@dataclass(slots=True)
class Stock:
    """What one year hands on to the next."""

    waiting: dict[str, int]
    items: dict[str, int]
    published: dict[str, int]
    in_force: dict[str, int]
    decisions: dict[str, float] = field(default_factory=dict)


def simulate(agency: Agency) -> Iterator[tuple[int, Figures]]:
    """Yield each year with its figures; requests carried out come back as requests carried in."""
    dice = Dice("figures", agency.slug)
    stock = _opening_stock(agency, dice)
    requests = agency.requests
    for year in YEARS:
        requests = max(dice.near(requests * 1.02, 0.1), 0.2)
        figures = _requests(dice, dice.count(requests), stock)
        processed = figures["requests", "processed_total", "total"]
        yield year, {**_disclosures(agency, dice, stock), **figures, **_reviews(dice, processed)}


def _opening_stock(agency: Agency, dice: Dice) -> Stock:
    busy = {
        "licensing": agency.licences,
        "other_external_management": agency.licences // 3,
        "penalties": agency.penalties,
        "coercion": agency.penalties // 12,
        "fees": agency.fees,
    }
    documents = {"rules": 7 if agency.function == "general_office" else 0}
    documents["normative_documents"] = round(agency.documents * 6)
    return Stock(
        waiting=dice.split(dice.count(agency.requests * 0.05), APPLICANTS),
        items={row: dice.between(3, 80) if busy[row] else 0 for row in ITEM_ROWS},
        published={row: count + dice.between(0, count) for row, count in documents.items()},
        in_force=documents,
        decisions={row: float(value) for row, value in busy.items()},
    )


def _requests(dice: Dice, received: int, stock: Stock) -> Figures:
    rows: dict[str, dict[str, int]] = {"received_new": dice.split(received, APPLICANTS)}
    rows["carried_in"] = stock.waiting
    open_cases = {name: rows["received_new"][name] + stock.waiting[name] for name in APPLICANTS}
    rows["carried_out"] = {name: sum(dice.chance(0.05) for _ in range(n)) for name, n in open_cases.items()}
    rows["processed_total"] = {name: n - rows["carried_out"][name] for name, n in open_cases.items()}
    outcomes = {name: dice.split(n, OUTCOMES) for name, n in rows["processed_total"].items()}
    for row in OUTCOMES:
        rows[row] = {name: outcomes[name][row] for name in APPLICANTS}
    rows["other_processing"] = {name: sum(outcomes[name][row] for row in SUB_ITEMS) for name in APPLICANTS}
    stock.waiting = rows["carried_out"]
    figures: Figures = {}
    for row, counts in rows.items():
        figures |= {("requests", row, name): count for name, count in counts.items()}
        figures["requests", row, "total"] = sum(counts.values())
    return figures


def _reviews(dice: Dice, processed: float) -> Figures:
    figures: Figures = {}
    for channel, share in CHANNELS.items():
        results = dice.split(dice.count(processed * share / 100), RESULTS)
        figures |= {("reviews", channel, name): count for name, count in results.items()}
        figures["reviews", channel, "total"] = sum(results.values())
    return figures


def _disclosures(agency: Agency, dice: Dice, stock: Stock) -> Figures:
    figures: Figures = {}
    for row, mean in {"rules": stock.in_force["rules"] / 14, "normative_documents": agency.documents}.items():
        issued = dice.count(mean) if mean else 0
        repealed = min(dice.count(mean * 0.7) if mean else 0, stock.in_force[row])
        stock.in_force[row] += issued - repealed
        stock.published[row] += issued
        figures |= _row(row, made=issued, published=issued, total_published=stock.published[row])
        figures |= _row(row, issued=issued, repealed=repealed, in_force=stock.in_force[row])
    for row in ITEM_ROWS:
        previous = stock.items[row]
        change = dice.between(-2, 5) if previous else 0
        stock.items[row] = previous + change
        figures |= _row(row, previous_items=previous, change=change)
        stock.decisions[row] = dice.near(stock.decisions[row] * 1.01, 0.12)
        if row != "fees":
            figures |= _row(row, decisions=round(stock.decisions[row]))
    # The number of decimals differs from report to report, up to six (FORMS: six decimals of 万元).
    figures |= _row("fees", amount=round(stock.decisions["fees"], dice.pick([2, 2, 2, 4, 6])))
    # Who buys anything buys every year: no figure falls to nothing and comes back.
    purchases = max(1, dice.count(5)) if agency.requests > 5 else 0
    price = 31 if agency.level == "prefecture" or agency.is_government else 7
    figures |= _row("procurement", purchases=purchases, amount=round(purchases * dice.near(price, 0.3), 4))
    return figures


def _row(row: str, **values: float) -> Figures:
    return {("disclosures", row, column): value for column, value in values.items()}
