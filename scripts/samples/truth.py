"""The truth about the fictional corpus as CSV, one table per question."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields

from scripts.samples import statistics_form as statistics
from scripts.samples.annex import NOTHING
from scripts.samples.cast import CAST, Agency
from scripts.samples.findings import Finding, findings
from scripts.samples.measures import Measured, measures
from scripts.samples.passages import pairs
from scripts.samples.planting import MISSING
from scripts.samples.planting_early import ADDITIONS, LOCAL_TABLES, WITHOUT_TABLE
from scripts.samples.report import Cell, plain
from scripts.samples.sample_file import SampleFile

UNTOLD = "untold"
#: The state of an item of the 统计表 that stands in a sentence and in no table.
TOLD = "told"
REPORT_COLUMNS = (
    *("source", "body", "agency", "year", "form", "form_disclosures", "form_requests", "level", "function"),
    *("scope", "published", "layout", "county_today", "same_as"),
)
SCOPES = {"government": "consolidated", "general_office": "own"}


def tables(files: Sequence[SampleFile]) -> dict[str, str]:
    """Return the CSV texts by file name, one table per question."""
    return {
        "reports.csv": _csv(REPORT_COLUMNS, (_report(file) for file in files)),
        "bodies.csv": _csv(
            ("body", "agency", "first", "last", "into", "county_today"),
            (line for agency in CAST for line in _names(agency)),
        ),
        "figures.csv": _csv(
            ("source", "table", "row", "values", "states", "printed", "unit"),
            (line for file in files for line in _figures(file)),
        ),
        "mentions.csv": _csv(
            ("source", "kind", "detail", "value", "unit"),
            (
                (file.source, claim.kind, claim.detail, plain(claim.value), claim.unit)
                for file in files
                for claim in file.told.claims
            ),
        ),
        "themes.csv": _csv(
            ("source", "aspect", "theme"),
            ((file.source, themed.aspect, themed.theme) for file in files for themed in file.told.themed),
        ),
        "similar.csv": _csv(("source", "other", "passage"), sorted(pairs(files))),
        "measures.csv": _csv(
            [field.name for field in fields(Measured)], (astuple(line) for line in measures(files))
        ),
        "findings.csv": _csv(
            [field.name for field in fields(Finding)], (astuple(finding) for finding in findings(files))
        ),
        "planted.csv": _csv(
            ("source", "kind", "table", "row", "column", "note"),
            sorted(line for file in files for line in _planted(file)) + sorted(_missing()),
        ),
    }


def _csv(header: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue()


def _report(file: SampleFile) -> tuple[object, ...]:
    report, agency = file.report, file.agency
    forms = report.forms
    scope = SCOPES.get(agency.function, "")
    # Of a place that does not exist only a township's name tells the level: a 市 can be two.
    level = agency.level if agency.level == "township" else ""
    return (
        *(file.source, agency.slug, agency.name, report.year, file.form),
        *(forms.get("disclosures", ""), forms.get("requests", ""), level, agency.function, scope),
        *(report.published, file.layout, agency.county_today, file.same_as),
    )


def _figures(file: SampleFile) -> Iterator[tuple[str, ...]]:
    """Yield one line per row of the form, its cells joined by bars in the order of the form's columns.

    ``states`` is empty where every cell is reported and one word where all are alike; ``printed`` is
    empty where every number is printed as in ``values``.
    """
    for item, value in sorted(file.told.items.items()):
        yield file.source, statistics.TABLE, item, plain(value), TOLD, "", ""
    for name in file.report.forms:
        if name == statistics.TABLE:
            yield from _statistics(file)
            continue
        for band in file.report.table(name).bands:
            for row in band.rows:
                cells = [file.report.cell((name, row.key, column.key)) for column in band.columns]
                values = ["" if cell.value is None else plain(cell.value) for cell in cells]
                printed = [cell.printed or "" for cell in cells]
                has_amount = any(column.kind == "amount" for column in band.columns)
                yield (
                    *(file.source, name, row.key, "|".join(values), _states(cells)),
                    "" if printed == values else "|".join(printed),
                    _unit(cells[-1]) if has_amount else "",
                )


def _statistics(file: SampleFile) -> Iterator[tuple[str, ...]]:
    """Yield one line per item of the 统计表, its one cell in the same columns."""
    for key in statistics.KEYS:
        cell = file.report.cell(key)
        value = "" if cell.value is None else plain(cell.value)
        printed = "" if (cell.printed or "") == value else cell.printed or ""
        yield file.source, *key[:2], value, _states([cell]), printed, cell.unit or ""


def _names(agency: Agency) -> Iterator[tuple[object, ...]]:
    """Yield each name that a body had, with its first and last year, where they are known, and its end."""
    first: object = ""
    for until, name, _ in agency.former:
        yield agency.slug, name, first, until, "", agency.county_today
        first = until + 1
    last = agency.last or ""
    yield agency.slug, agency.name, first, last, agency.into, agency.county_today


def _unit(amount: Cell) -> str:
    """Return the unit that the report tells; nothing is the same in every unit."""
    return amount.unit or (UNTOLD if amount.value else "")


def _states(cells: Sequence[Cell]) -> str:
    states = [cell.state for cell in cells]
    if len(set(states)) > 1:
        return "|".join(states)
    return "" if states[0] == "reported" else states[0]


def _planted(file: SampleFile) -> Iterator[tuple[str, ...]]:
    for plant, places in file.plants:
        yield from ((file.source, plant.kind, *place, plant.note) for place in places or [("", "", "")])
    if not file.same_as:
        yield from ((file.source, kind, "", "", "", note) for kind, note in _of_early(file))
    if file.same_as:
        kind = "same_report_twice" if "-copy." in file.source else "revised_report"
        yield file.source, kind, "", "", "", file.same_as
    elif file.passage_of:
        same = file.passage_of.startswith(file.agency.slug)
        yield file.source, "repeated_section" if same else "copied_passage", "", "", "", file.passage_of


def _of_early(file: SampleFile) -> Iterator[tuple[str, str]]:
    """Yield what is unusual about the table of an early report: kind and note."""
    here = (file.agency.slug, file.report.year)
    if here in WITHOUT_TABLE:
        yield "table_told_in_sentences", ""
    if here in LOCAL_TABLES:
        yield "local_table", LOCAL_TABLES[here]
    added = ADDITIONS.get(here, NOTHING)
    yield from (("local_row", f"{row[-1]} below {item}") for item, row in added.rows.items())
    if added.heading:
        yield "local_column", f"{added.heading}: {' '.join(added.column.values())}"


def _missing() -> Iterator[tuple[str, ...]]:
    return ((f"{slug}-{year}", "missing_report", "", "", "", "never published") for slug, year in MISSING)
