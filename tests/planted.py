"""Reports with planted figures that obey every sum of the form, so that a shifted cell cannot hide."""

from __future__ import annotations

import random

from scripts.samples.report import Cell, Key, SampleReport, number, plain
from toolkit.forms import Table, all_forms

SMALL = (0, 0, 0, 0, 0, 1, 2, 3, 5, 8, 12, 27, 104)
#: As real reports have them: one number in twenty is not zero.
SPARSE = (*[0] * 19, 1, 2, 7, 23)


def planted(rng: random.Random, edition: str, counts: tuple[int, ...] = SMALL) -> SampleReport:
    """Return a report of a fictional agency whose cells hold random figures; all sums hold."""
    cells: dict[Key, float] = {}
    form = all_forms()[edition]
    _fill_disclosures(rng, form.table("disclosures"), cells)
    _fill_requests(rng, form.table("requests"), cells, counts)
    for row in form.table("reviews").rows:
        parts = [_count(rng, counts) for _ in range(4)]
        for column, value in zip(("upheld", "corrected", "other", "pending"), parts, strict=True):
            cells["reviews", row.key, column] = value
        cells["reviews", row.key, "total"] = sum(parts)
    year = {"2019": 2020, "2021": 2022}[edition]
    agency = "清河市教育局"
    return SampleReport(
        agency,
        year,
        dict.fromkeys(("disclosures", "requests", "reviews"), edition),
        {key: _printed(rng, key, value) for key, value in cells.items()},
        title=f"{agency}{year}年政府信息公开工作年度报告",
        preface=(f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",),
        sections={
            "overview": (f"{year}年，我局全年主动公开政府信息318条，组织培训2次。",),
            "problems": ("公开的内容还不够全面，更新不够及时。",),
            "other": ("无其他需要报告的事项。",),
        },
    )


def _count(rng: random.Random, counts: tuple[int, ...]) -> int:
    return rng.choice([*counts, rng.randint(1, 999)] if counts is SMALL else counts)


def _printed(rng: random.Random, key: Key, value: float) -> Cell:
    signed = key[2] == "change" and value > 0 and rng.random() < 0.5
    return number(value, "+" + plain(value) if signed else None)


def _fill_disclosures(rng: random.Random, table: Table, cells: dict[Key, float]) -> None:
    for band in table.bands:
        for row in band.rows:
            for column in band.columns:
                choices = {
                    "count": [0, 1, 7, 83, 11034, rng.randint(0, 99999)],
                    "change": [0, 117, -2, -14, 3],
                    "amount": [0, 103.3879, 12.5, 7],
                }
                cells[table.key, row.key, column.key] = rng.choice(choices[column.kind])


def _fill_requests(rng: random.Random, table: Table, cells: dict[Key, float], counts: tuple[int, ...]) -> None:
    columns = [column.key for column in table.bands[0].columns][:-1]
    outcomes = [row.key for row in table.rows][2:-2]
    rows = {key: [_count(rng, counts) for _ in columns] for key in outcomes}
    rows["processed_total"] = [sum(rows[key][i] for key in outcomes) for i in range(len(columns))]
    rows["carried_out"] = [_count(rng, counts) for _ in columns]
    handled = [a + b for a, b in zip(rows["processed_total"], rows["carried_out"], strict=True)]
    rows["carried_in"] = [min(_count(rng, counts), most) for most in handled]
    rows["received_new"] = [most - old for most, old in zip(handled, rows["carried_in"], strict=True)]
    for key, values in rows.items():
        for column, value in zip([*columns, "total"], [*values, sum(values)], strict=True):
            cells[table.key, key, column] = value
