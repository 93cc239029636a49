"""Items of the statistics table that a report tells in sentences instead: 收到申请12件，其中当面申请3件.

Only what names an item in the form's own words, next to one number and its unit, is a figure; everything
else that prose claims is a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from toolkit.forms import Form, Row, Table, editions_of
from toolkit.recognition.items import UNITS, item_labels, plain_key
from toolkit.recognition.readings import TableReading, absent, on_line, with_unit
from toolkit.recognition.stream import Stream
from toolkit.report import Figure, Issue

KEY = "statistics"
#: So many items have to be told for the sentences to stand for the table.
_FEWEST_ITEMS = 5
_SHORTEST = 4
_ENDING = re.compile(r"(?:总次数|总数量?|次数|数量|人员数|数)$")
_LINK = r"(?:总数|数量|次数|人数|数)?\s*(?:共计|共有|合计|为|共|有|[:：])?\s*"
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)"
# What says that the numbers behind it are of another year, of another body, or not yet true; and what ends that.
_OTHER = re.compile(
    r"上年|去年|前年|往年|同比|环比|累计|历年|以来|上半年|下半年|季度|截至|目标|计划|预计|将|拟"
    r"|街道|乡镇|镇|县|区|部门|单位|下属|本级"
)
_SENTENCE = re.compile(r"[^。!?;；\n\t]+")


def _names(row: Row) -> frozenset[str]:
    """Return the words with which prose names an item: the form's own, without the last 数, and those of the form file."""
    words = {plain_key(text) for text in (row.label, *row.aliases)}
    words |= {_ENDING.sub("", word) for word in words}
    return frozenset(word for word in words | set(row.told) if len(word) >= _SHORTEST)


def told_numbers(stream: Stream, zones: Sequence[tuple[int, int]], row: Row) -> frozenset[float]:
    """Return the numbers that the prose outside the tables names for an item, next to its unit."""
    names = "|".join(sorted(map(re.escape, _names(row)), key=len, reverse=True))
    pattern = re.compile(rf"(?:{names}){_LINK}{_NUMBER}{row.unit}(?![次员])")
    found = pattern.finditer(_prose(stream, zones))
    return frozenset(float(match["number"].replace(",", "")) for match in found)


def _prose(stream: Stream, zones: Sequence[tuple[int, int]]) -> str:
    at, kept = 0, []
    for start, end in zones:
        kept.append(stream.text[at:start])
        at = end
    return "".join("".join([*kept, stream.text[at:]]).split())


# -- a table in sentences ----------------------------------------------------------------------------


def read_told(stream: Stream, year: int) -> TableReading | None:
    """Return the items that the sentences of a report without the table tell, if they tell enough of them."""
    form, table = next((form, table) for form, table in editions_of(KEY) if form.key == form.edition)
    told: dict[str, list[Figure]] = {}
    for figure in _told(stream, form, table, year):
        told.setdefault(figure.row, []).append(figure)
    if len(told) < _FEWEST_ITEMS:
        return None
    reading = TableReading(KEY, form.edition)
    column = table.bands[0].columns[0]
    for row in table.rows:
        figures = told.get(row.key, [])
        if len({figure.value for figure in figures}) > 1:
            said = ", ".join(repr(figure.raw) for figure in figures)
            place = figures[0].place
            where = on_line(place) if place else ""
            reading.issues.append(
                Issue("recognise", f"table {KEY}, row {row.label}: {said}{where} are told for one item", place)
            )
            figures = [figures[0]._replace(value=None, state="unreadable")]
        none = absent(form.edition, KEY, row.key, with_unit(column, row.unit))
        reading.figures.append(figures[0] if figures else none)
    reading.issues.append(
        Issue("recognise", f"table {KEY} was not found; {len(told)} of its items are taken from sentences that name them")
    )
    return reading


@cache
def _pattern() -> tuple[re.Pattern[str], Mapping[str, Row]]:
    """Return what finds an item in a sentence, and the row that each of its names means."""
    table = next(table for form, table in editions_of(KEY) if form.key == form.edition)
    shared = {name for name, rows in item_labels(table).rows_of.items() if len(rows) > 1}
    rows: dict[str, list[Row]] = {}
    for row in table.rows:
        for name in _names(row) - shared:
            rows.setdefault(name, []).append(row)
    single = {name: found[0] for name, found in rows.items() if len(found) == 1}
    names = "|".join(sorted(map(re.escape, single), key=len, reverse=True))
    units = "|".join(UNITS)
    return re.compile(rf"(?<![不未非无])(?P<name>{names}){_LINK}{_NUMBER}\s*(?P<unit>{units})(?![次员])"), single


def _told(stream: Stream, form: Form, table: Table, year: int) -> Iterator[Figure]:
    pattern, rows = _pattern()
    this_year = re.compile(rf"{year}年|今年|本年|全年|当年")
    for sentence in _SENTENCE.finditer(stream.text):
        for match in pattern.finditer(sentence.group()):
            row = rows[match["name"]]
            before = sentence.group()[: match.start()]
            if match["unit"] != row.unit or not _is_of_year(before, this_year, year):
                continue
            start = sentence.start() + match.start("number")
            end = sentence.start() + match.end("number")
            yield Figure(
                form.edition, KEY, row.key, table.bands[0].columns[0].key, float(match["number"].replace(",", "")),
                row.unit, "reported", stream.raw(start, end), stream.place(start, end),
            )  # fmt: skip


def _is_of_year(before: str, this_year: re.Pattern[str], year: int) -> bool:
    """Decide whether what stands before a number in its sentence lets it be the report's own, of its year."""
    last = max((match.end() for match in this_year.finditer(before)), default=0)
    rest = before[last:]
    other = [match for match in re.finditer(r"(?:19|20)\d\d年", rest) if match.group() != f"{year}年"]
    return not other and _OTHER.search(rest) is None
