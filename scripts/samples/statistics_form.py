"""The national 统计表 of 2014 to 2018 (国办发〔2014〕32号): its lines, in the codes of the contract.

The table `statistics_form.csv` is written from the form itself and not from what the toolkit knows of it, so
that the two can be held against each other. A line without an item is a title and prints no number.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

TABLE, COLUMN, EDITION = "statistics", "value", "2014"
TITLE = "政府信息公开情况统计表"
HEADINGS = ("统计指标", "单位", "统计数")


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of the form; ``item`` and ``unit`` are empty for a title."""

    item: str
    label: str
    unit: str


def _read() -> tuple[FormLine, ...]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return tuple(FormLine(line["item"], line["label"], line["unit"]) for line in csv.DictReader(file))


LINES = _read()
UNITS = {line.item: line.unit for line in LINES if line.item}
KEYS = tuple((TABLE, item, COLUMN) for item in UNITS)

REPLIES = (
    *("reply_already_public", "reply_granted", "reply_partly_granted", "reply_refused"),
    *("reply_not_this_agency", "reply_nonexistent", "reply_needs_correction", "reply_other_route"),
)
REASONS = (
    *("refused_state_secret", "refused_trade_secret", "refused_personal_privacy", "refused_safety_stability"),
    *("refused_not_government_information", "refused_other_law"),
)
RECEIVED = ("received_in_person", "received_by_fax", "received_online", "received_by_letter")
#: What each sum of the form is made of.
SUMS: dict[str, tuple[str, ...]] = {
    "requests_received": RECEIVED,
    "requests_completed": ("completed_on_time", "completed_extended"),
    "replies_total": REPLIES,
    "reply_refused": REASONS,
    **{
        total: tuple(f"{total}_{result}" for result in ("upheld", "corrected", "other"))
        for total in ("reconsiderations", "litigations")
    },
}
