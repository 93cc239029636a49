"""Four reports, each as a file of every format and style: what they say must not depend on it.

Three are of invented agencies, dense with numbers, so that a cell that is taken for its neighbour
cannot hide; the fourth carries the real figures of one of the abridged reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from scripts.samples.cast import Agency
from scripts.samples.dice import Dice
from scripts.samples.edits import blank_zero, drop, full_width, in_yuan, respell, thousands, write
from scripts.samples.figures import APPLICANTS, CHANNELS, OUTCOMES, RESULTS, SUB_ITEMS, Figures
from scripts.samples.ningxia import abridged
from scripts.samples.prose import tell
from scripts.samples.report import TABLES, Cell, Key, SampleReport, dash, keys_of, number, unreadable
from scripts.samples.sentences import PHRASES, Claim
from scripts.samples.styles import STYLES
from toolkit.forms import all_forms

#: The styles that every report comes in: two texts, Markdown, five sites, Word, three PDFs.
EVERY = (
    *("tabs_aligned", "wrapped", "pipes"),
    *("cms", "pasted", "portal", "aspnet", "mobile"),
    *("docx", "pdf_ruled", "pdf_spaced", "pdf_office"),
)
FEES, PROCUREMENT = ("fees", "amount"), ("procurement", "amount")


@dataclass(frozen=True, slots=True)
class InEveryFormat:
    """One report and what is true about it; ``function`` is that of its agency."""

    name: str
    report: SampleReport
    function: str
    claims: tuple[Claim, ...]

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each of its files and the style it is in."""
        for style in EVERY:
            yield style + STYLES[style].suffix, style


@cache
def in_every_format() -> tuple[InEveryFormat, ...]:
    """Return the reports that come in every format."""
    return (_old(), _new(), _odd(), _real())


def _old() -> InEveryFormat:
    agency = _agency("清河市文化广电和旅游局", "市文旅局", "culture_tourism", "景区开放")
    return _told("dense-2020", agency, 2020, dict.fromkeys(TABLES, "2019"), "2021-01-19")


def _new() -> InEveryFormat:
    agency = _agency("岚屏区应急管理局", "区应急局", "emergency", "汛期预警")
    return _told("dense-2023", agency, 2023, dict.fromkeys(TABLES, "2021"), "2024-01-11")


def _odd() -> InEveryFormat:
    """Return a report of two editions with rows left out and cells that are written in unusual ways."""
    agency = _agency("松桥县医疗保障局", "县医保局", "medical_security", "门诊报销")
    forms = {"disclosures": "2019", "requests": "2021", "reviews": "2021"}
    told = _told("odd-2021", agency, 2021, forms, "2022-01-24")
    report = drop("requests", "refused_safety_stability", "not_processed_excessive")(told.report)
    report = respell("requests", "received_new", full_width)(report)
    report = respell("disclosures", "licensing", thousands, "decisions")(report)
    report = respell("disclosures", "procurement", in_yuan, "amount")(report)
    odd = {"change": number(17, "+17"), "decisions": unreadable("见附件")}
    report = write("disclosures", "penalties", **odd)(report)
    report = write("disclosures", "coercion", change=number(-3, "－3"))(report)
    return replace(told, report=replace(report, wording={"社会公益组织": "社会组织"}, half_width=True))


def _real() -> InEveryFormat:
    known = abridged()["xixia-approval-2020"]
    claims = tuple(Claim(kind, detail or "", value, unit) for kind, detail, value, unit in known.mentions)
    return InEveryFormat(known.name, known.report, "administrative_approval", claims)


def _agency(name: str, short: str, function: str, topic: str) -> Agency:
    level = "prefecture" if name.startswith("清河市") else "county"
    return Agency(short, name, short, level, function, topic, 40, 3, 100, 20, 10, ())


def _told(name: str, agency: Agency, year: int, forms: Mapping[str, str], published: str) -> InEveryFormat:
    figures = _figures(Dice("formats", name))
    asked = [key for table in TABLES for key in keys_of(all_forms()[forms[table]].table(table))]
    cells = {key: _cell(key, figures[key]) for key in asked}
    told = tell(agency, year, figures, {}, forms["requests"])
    title = f"{agency.name}{year}年政府信息公开工作年度报告"
    report = SampleReport(
        agency.name,
        year,
        forms,
        cells,
        title=title,
        published=published,
        preface=told.preface,
        sections=told.sections,
        closing=(PHRASES["fictional"],),
    )
    return InEveryFormat(name, _with_empty_cells(report), agency.function, tuple(told.claims))


def _cell(key: Key, value: float) -> Cell:
    return number(value, unit="万元" if key[1:] == FEES else None)


def _with_empty_cells(report: SampleReport) -> SampleReport:
    """Return the report with zeros left out here and there, and dashes and slashes in whole rows."""
    columns = (*APPLICANTS, "total")
    report = write("requests", "refused_state_secret", **dict.fromkeys(columns, dash("-")))(report)
    for row in ("unavailable_needs_creation", "not_processed_publication", "carried_in"):
        report = respell("requests", row, blank_zero)(report)
    report = respell("reviews", "litigation_direct", blank_zero)(report)
    rules = [column.key for column in report.table("disclosures").band_of("rules").columns]
    return write("disclosures", "rules", **dict.fromkeys(rules, dash("/")))(report)


def _figures(dice: Dice) -> Figures:
    """Return figures for both editions, nearly all of them more than nothing; every sum holds."""
    rows = {row: {name: dice.between(1, 96) for name in APPLICANTS} for row in OUTCOMES}
    for row in ("refused_state_secret", "not_processed_publication", "refused_safety_stability"):
        rows[row] = dict.fromkeys(APPLICANTS, 0)
    rows["not_processed_excessive"] = dict.fromkeys(APPLICANTS, 0)
    rows["unavailable_needs_creation"] |= dict.fromkeys(("business", "legal_service"), 0)
    processed = _sum([rows[row] for row in OUTCOMES])
    carried_out = {name: dice.between(1, 40) for name in APPLICANTS}
    carried_in = {name: dice.between(1, 30) for name in APPLICANTS} | {"other_org": 0}
    received = {name: processed[name] + carried_out[name] - carried_in[name] for name in APPLICANTS}
    rows |= {
        "received_new": received,
        "carried_in": carried_in,
        "other_processing": _sum([rows[row] for row in SUB_ITEMS]),
        "processed_total": processed,
        "carried_out": carried_out,
    }
    figures: Figures = {}
    for row, counts in rows.items():
        figures |= {("requests", row, name): count for name, count in counts.items()}
        figures["requests", row, "total"] = sum(counts.values())
    for channel in CHANNELS:
        results = {name: dice.between(1, 25) for name in RESULTS}
        if channel == "litigation_direct":
            results["corrected"] = 0
        figures |= {("reviews", channel, name): count for name, count in results.items()}
        figures["reviews", channel, "total"] = sum(results.values())
    return figures | _disclosures(dice)


def _sum(rows: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in APPLICANTS}


def _disclosures(dice: Dice) -> Figures:
    figures: Figures = {}
    for form in ("2019", "2021"):
        for key in keys_of(all_forms()[form].table("disclosures")):
            figures.setdefault(key, dice.between(2, 990))
    for row in ("licensing", "penalties"):
        figures["disclosures", row, "decisions"] = dice.between(1200, 98000)
    for row in ("licensing", "other_external_management", "penalties", "coercion", "fees"):
        figures["disclosures", row, "change"] = dice.between(-2, 9)
    figures["disclosures", *FEES] = dice.between(10_000, 9_999_999) / 10_000
    figures["disclosures", *PROCUREMENT] = dice.between(100_000, 99_999_999) / 10_000
    return figures


def truth_of(item: InEveryFormat) -> dict[str, object]:
    """Return what is true about a report, whichever of its files is read, and what its files can carry."""
    report = item.report
    return {
        "report": {
            "title": report.title,
            "agency": report.agency,
            "function": item.function,
            "year": report.year,
            "published": report.published or None,
            "form_disclosures": report.forms["disclosures"],
            "form_requests": report.forms["requests"],
        },
        "files": {
            name: {"style": style, "blanks": STYLES[style].blanks, "rows": STYLES[style].rows}
            for name, style in item.files()
        },
        "figures": {table: _rows(report, table) for table in TABLES},
        "mentions": [[claim.kind, claim.detail or None, claim.value, claim.unit] for claim in item.claims],
    }


def _rows(report: SampleReport, table: str) -> dict[str, dict[str, list[object]]]:
    """Return value, state, what is printed and, for money, the unit of each cell, by row and column."""
    rows: dict[str, dict[str, list[object]]] = {}
    for band in report.table(table).bands:
        for row, column in product(band.rows, band.columns):
            cell = report.cell((table, row.key, column.key))
            unit = [cell.unit] if column.kind == "amount" else []
            rows.setdefault(row.key, {})[column.key] = [cell.value, cell.state, cell.printed, *unit]
    return rows
