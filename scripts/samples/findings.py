"""What a correct check must say about the fictional corpus, worked out from its figures and claims.

Written apart from the toolkit on purpose, so that the two can be held against each other. The sums
are spelled out here rather than read from the forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.samples import statistics_form as statistics
from scripts.samples.cast import STATISTICS_SINCE, YEARS
from scripts.samples.figures import APPLICANTS, CHANNELS, ITEM_ROWS, OUTCOMES, RESULTS, SUB_ITEMS
from scripts.samples.passages import pairs
from scripts.samples.report import Key, plain
from scripts.samples.sample_file import SampleFile

#: Outcomes of the 2019 edition: （六） is one row there.
OLD_OUTCOMES = (*(row for row in OUTCOMES if row not in SUB_ITEMS), "other_processing")
TEN_TIMES, WORTH_A_LOOK, YUAN = 10, 30, 10_000
BALANCE = ("received_new", "carried_in", "processed_total", "carried_out")
STATISTICS_YEARS = range(STATISTICS_SINCE, YEARS[0])
CLAIMED_ROWS = {
    "requests_received": "received_new",
    "requests_answered": "processed_total",
    "requests_carried_out": "carried_out",
}
#: The same claims in the 统计表, each of which is one item there.
CLAIMED_ITEMS = {
    "requests_received": "requests_received",
    "requests_answered": "replies_total",
    "reconsiderations": "reconsiderations",
    "litigations": "litigations",
}
CLAIMED_CHANNELS = {
    "reconsiderations": ("reconsideration",),
    "litigations": ("litigation_direct", "litigation_after_reconsideration"),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One finding: the rule, where it looks, and what it expected and found."""

    source: str
    rule: str
    table: str = ""
    row: str = ""
    column: str = ""
    status: str = "fail"
    expected: str = ""
    actual: str = ""


def findings(files: Sequence[SampleFile]) -> list[Finding]:
    """Return every finding of the corpus, sorted."""
    first = {(file.agency.slug, file.report.year): file for file in files if not file.same_as}
    found: list[Finding] = []
    for file in files:
        if "requests" in file.report.forms:
            found += [*_sums(file), *_rows(file), *_table_two(file)]
        if statistics.TABLE in file.report.forms:
            found += _statistics(file)
        found += [*_claims(file), *_planted(file, first)]
        if last := first.get((file.agency.slug, file.report.year - 1)):
            found += [*_stocks(last, file), *_jumps(last, file)]
    named = {file.source: file for file in files}
    borrowed = [
        borrower for one, other, _ in pairs(files) for borrower in _borrowers(named[one], named[other])
    ]
    found += [Finding(source, "copied_passage") for source in sorted(set(borrowed))]
    return sorted(found)


def _borrowers(one: SampleFile, other: SampleFile) -> list[str]:
    """Return which of two files took the passage that they share over: not the older one, if one of them is."""
    if one.passage_of == other.source:
        return [one.source]
    days, years = (
        [file.report.published for file in (one, other)],
        [file.report.year for file in (one, other)],
    )
    age: list[Any] = days if all(days) and days[0] != days[1] else years
    return [file.source for file, when in zip((one, other), age, strict=True) if when == max(age)]


def _value(file: SampleFile, table: str, row: str, column: str) -> float | None:
    return file.report.cell((table, row, column)).value


def _equal(
    file: SampleFile,
    rule: str,
    place: Key,
    left: Sequence[float | None],
    right: Sequence[float | None],
) -> Iterator[Finding]:
    """Yield a finding if two sums differ, or if one of their parts is not there."""
    known_left, known_right = [v for v in left if v is not None], [v for v in right if v is not None]
    if len(known_left) < len(left) or len(known_right) < len(right):
        yield Finding(file.source, rule, *place, status="unknown")
    elif sum(known_left) != sum(known_right):
        expected, actual = plain(sum(known_right)), plain(sum(known_left))
        yield Finding(file.source, rule, *place, expected=expected, actual=actual)


def _sums(file: SampleFile) -> Iterator[Finding]:
    is_old = file.report.forms["requests"] == "2019"
    outcomes = OLD_OUTCOMES if is_old else tuple(OUTCOMES)
    for column in (*APPLICANTS, "total"):
        counts = {row: _value(file, "requests", row, column) for row in (*outcomes, *BALANCE)}
        new, carried_in, processed, carried_out = (counts[row] for row in BALANCE)
        place = ("requests", "", column)
        yield from _equal(file, "column_balance", place, [new, carried_in], [processed, carried_out])
        yield from _equal(file, "outcome_sum", place, [processed], [counts[row] for row in outcomes])
    for row in (*outcomes, *BALANCE):
        parts = [_value(file, "requests", row, name) for name in APPLICANTS]
        total = _value(file, "requests", row, "total")
        yield from _equal(file, "applicant_sum", ("requests", row, ""), [total], parts)
    for channel in CHANNELS:
        parts = [_value(file, "reviews", channel, name) for name in RESULTS]
        total = _value(file, "reviews", channel, "total")
        yield from _equal(file, "review_sum", ("reviews", channel, ""), [total], parts)


def _statistics(file: SampleFile) -> Iterator[Finding]:
    """Yield where a sum of the 统计表 does not hold."""
    for total, items in statistics.SUMS.items():
        parts = [_value(file, *_item(item)) for item in items]
        whole = _value(file, *_item(total))
        # One refusal may have several reasons: only fewer of them than refusals are a contradiction.
        may_overlap = total == "reply_refused" and whole is not None and None not in parts
        if not (may_overlap and sum(filter(None, parts)) > (whole or 0)):
            yield from _equal(file, "statistics_sum", _item(total), [whole], parts)


def _item(item: str) -> Key:
    return statistics.TABLE, item, statistics.COLUMN


def _rows(file: SampleFile) -> Iterator[Finding]:
    """Yield a finding if a row of table three is not there, or the tables are of two editions."""
    rows = [row.key for row in file.report.table("requests").rows]
    there = [row for row in rows if file.report.has_row("requests", row)]
    editions = {file.report.forms["disclosures"], file.report.forms["requests"]}
    if len(there) < len(rows) or len(editions) > 1:
        yield Finding(file.source, "row_count", "requests", expected=str(len(rows)), actual=str(len(there)))


def _table_two(file: SampleFile) -> Iterator[Finding]:
    if file.report.forms["disclosures"] != "2019":
        return
    for row in ITEM_ROWS:
        previous = _value(file, "disclosures", row, "previous_items")
        change = _value(file, "disclosures", row, "change")
        if previous is not None and change is not None and previous + change < 0:
            left = plain(previous + change)
            yield Finding(file.source, "item_change", "disclosures", row, expected="0", actual=left)
    purchases = _value(file, "disclosures", "procurement", "purchases")
    amount = _value(file, "disclosures", "procurement", "amount")
    if purchases is not None and amount is not None and (purchases == 0) != (amount == 0):
        yield Finding(
            file.source,
            "procurement_pair",
            "disclosures",
            "procurement",
            expected=plain(purchases),
            actual=plain(amount),
        )


def _claims(file: SampleFile) -> Iterator[Finding]:
    """Yield what the prose says otherwise than the tables, and the parts that do not make up a whole."""
    claims = {(claim.kind, claim.detail): claim.value for claim in file.told.claims}
    for kind, keys in _claimed(file):
        values = [file.report.cell(key).value for key in keys]
        claimed, known = claims.get((kind, "")), [value for value in values if value is not None]
        if claimed is None or len(known) < len(values) or claimed == sum(known):
            continue
        rule = "prose_table" if claimed and sum(known) else "prose_zero"
        table, row, column = keys[0]
        expected, actual = plain(sum(known)), plain(claimed)
        yield Finding(file.source, rule, table, row, column, expected=expected, actual=actual)
    for kind in ("proactive_disclosures", "hotline_orders"):
        parts = [value for (name, detail), value in claims.items() if name == kind and detail]
        # Since 2014 one text may be counted in several channels: they need not make up the whole.
        is_whole = kind != "proactive_disclosures" or file.report.year not in STATISTICS_YEARS
        if parts and is_whole and (kind, "") in claims and sum(parts) != claims[kind, ""]:
            expected, actual = plain(claims[kind, ""]), plain(sum(parts))
            yield Finding(file.source, "narrative_sum_mismatch", "", kind, expected=expected, actual=actual)


def _claimed(file: SampleFile) -> Iterator[tuple[str, list[Key]]]:
    """Yield each kind of claim with the cells that make up the number it tells."""
    if statistics.TABLE in file.report.forms:
        yield from ((kind, [_item(item)]) for kind, item in CLAIMED_ITEMS.items())
    elif file.report.forms:
        yield from ((kind, [("requests", row, "total")]) for kind, row in CLAIMED_ROWS.items())
        for kind, rows in CLAIMED_CHANNELS.items():
            yield kind, [("reviews", row, "total") for row in rows]


def _stocks(last: SampleFile, file: SampleFile) -> Iterator[Finding]:
    """Yield where this year does not begin as last year ended; what is not known is passed over."""
    for column in (*APPLICANTS, "total"):
        out = _value(last, "requests", "carried_out", column)
        came = _value(file, "requests", "carried_in", column)
        yield from _differs(file, "carry_over", ("requests", "carried_in", column), out, came)
    editions = {other.report.forms.get("disclosures") for other in (last, file)}
    if len(editions) > 1 or None in editions:
        return
    if editions == {"2019"}:
        for row in ITEM_ROWS:
            before = _sum(last, row, ("previous_items", 1), ("change", 1))
            now = _value(file, "disclosures", row, "previous_items")
            yield from _differs(file, "item_change", ("disclosures", row, "previous_items"), before, now)
        return
    for row in ("rules", "normative_documents"):
        before = _value(last, "disclosures", row, "in_force")
        flow = _sum(file, row, ("issued", 1), ("repealed", -1))
        now = _value(file, "disclosures", row, "in_force")
        expected = None if before is None or flow is None else before + flow
        yield from _differs(file, "stock_flow", ("disclosures", row, "in_force"), expected, now)


def _sum(file: SampleFile, row: str, *columns: tuple[str, int]) -> float | None:
    values = [(_value(file, "disclosures", row, column), sign) for column, sign in columns]
    known = [value * sign for value, sign in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _differs(
    file: SampleFile, rule: str, place: Key, expected: float | None, actual: float | None
) -> Iterator[Finding]:
    if expected is not None and actual is not None and expected != actual:
        yield Finding(file.source, rule, *place, expected=plain(expected), actual=plain(actual))


def _jumps(last: SampleFile, file: SampleFile) -> Iterator[Finding]:
    for key in file.report.asked():
        before, now = last.report.cell(key).value, file.report.cell(key).value
        if before is None or now is None or max(before, now) < WORTH_A_LOOK:
            continue
        if now >= TEN_TIMES * before or before >= TEN_TIMES * now:
            yield Finding(file.source, "magnitude_jump", *key, expected=plain(before), actual=plain(now))
        if key[2] == "amount" and before and 0.5 < now / before / YUAN < 2:
            yield Finding(file.source, "fee_unit_jump", *key, expected=plain(before), actual=plain(now))


def _planted(file: SampleFile, first: dict[tuple[str, int], SampleFile]) -> Iterator[Finding]:
    """Yield the findings that are about words, dates and other files."""
    for plant, _ in file.plants:
        for rule, expected, actual in plant.rules:
            yield Finding(file.source, rule, expected=expected, actual=actual)
    if file.passage_of.startswith(file.agency.slug):
        yield Finding(file.source, "repeated_section", row="problems", expected=file.passage_of)
    original = first[file.agency.slug, file.report.year]
    if file.same_as and file.report.cells != original.report.cells:
        # Which of two files is the right one, neither of them says: the finding stands on both.
        yield Finding(file.source, "duplicate_report", expected=original.source)
        yield Finding(original.source, "duplicate_report", expected=file.source)
