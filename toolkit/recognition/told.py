"""Items of the statistics table that a report tells in sentences instead: 收到申请12件，其中当面申请3件.

Only what names an item in the form's own words, next to one number and its unit, is a figure; everything
else that prose claims is a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from toolkit.forms import Form, Row, Table, editions_of
from toolkit.recognition.items import MONEY, UNITS, item_labels, plain_key
from toolkit.recognition.paragraphs import Sentence
from toolkit.recognition.readings import TableReading, absent, on_line, with_unit
from toolkit.recognition.stream import Stream
from toolkit.report import Figure, Identity, Issue
from toolkit.text import fold
from toolkit.vocabulary.lists import any_of, not_after
from toolkit.vocabulary.tables import table_words

KEY = "statistics"
#: So many items have to be told for the sentences to stand for the table.
_FEWEST_ITEMS = 5
_SHORTEST = 4
_SHORTEST_NAME = 3
_WORDS = table_words().sentences
_LINK = rf"{any_of(_WORDS.quantity)}?\s*的?\s*(?:{any_of(_WORDS.amounts_to)}|[:：])?\s*"
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)"
_NOT = not_after(_WORDS.denying)
_AND_NO_MORE = f"(?!{any_of(_WORDS.no_more)}|/)"
# What says that the numbers behind it are of another year, of a part of this one, of another body, or not yet true.
_OTHER = re.compile(rf"{any_of(_WORDS.other)}|(?<!\d)(?:0?[2-9]|1[01])月|(?<!\d)0?1月(?!1日)")
_OWN_YEAR = any_of(_WORDS.own_year)
_NOT_UNTIL, _RUNNING_TOTAL = not_after(_WORDS.until), any_of(_WORDS.running_total)
_ONE_WAY = re.compile(any_of(_WORDS.one_way))
_BODY = re.compile(r"[一-鿿]{1,2}(?<![我本全])[局厅]")
# 同比增加5件, (上年为82条): a comparison that is over; of what 其中 behind it speaks is not certain.
_LAST_YEAR, _SAME_TIME = any_of(_WORDS.last_year), f"{any_of(_WORDS.same_time)}?"
_COMPARED = f"(?:{any_of(_WORDS.compared)}|[较比]{_LAST_YEAR}{_SAME_TIME})"
_CHANGE = f"{any_of(_WORDS.change)}了?"
_AMOUNT = rf"[\d.,]+{any_of([*_WORDS.percent, *UNITS])}"
_COMPARISON = re.compile(
    rf",{_COMPARED}(?:{_CHANGE}{_AMOUNT}|{any_of(_WORDS.no_change)})(?=[,;)])(?!,其中)"
    rf"|\((?:(?:(?:19|20)\d\d年|{_LAST_YEAR}){_SAME_TIME}(?:为|是)?|{_COMPARED}{_CHANGE}){_AMOUNT}\)"
)


def _names(row: Row) -> frozenset[str]:
    """Return the words with which prose names an item: the form's own, without the last 数, and those of the form file."""
    texts = (row.label, *row.aliases)
    words = {plain_key(text) for text in texts} | {fold(text) for text in texts}
    words |= {word.removesuffix(ending) for word in words for ending in _WORDS.endings}
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


def read_told(said: Iterable[Sentence], identity: Identity) -> TableReading | None:
    """Return the items that the sentences of a report without the table tell, if they tell enough of them."""
    form, table = next((form, table) for form, table in editions_of(KEY) if form.key == form.edition)
    told: dict[str, list[Figure]] = {}
    for figure in _told(said, form, table, identity):
        told.setdefault(figure.row, []).append(figure)
    if len(told) < _FEWEST_ITEMS:
        return None
    reading = TableReading(KEY, form.edition)
    column = table.bands[0].columns[0]
    for row in table.rows:
        figures = told.get(row.key, [])
        if len({figure.value for figure in figures}) > 1:
            printed = ", ".join(repr(figure.raw) for figure in figures)
            place = figures[0].place
            where = on_line(place) if place else ""
            reading.issues.append(
                Issue("recognise", f"table {KEY}, row {row.label}: {printed}{where} are told for one item", place)
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
    return re.compile(rf"{_NOT}(?P<name>{names}){_LINK}{_NUMBER}\s*(?P<unit>{units}){_AND_NO_MORE}"), single


def _told(said: Iterable[Sentence], form: Form, table: Table, identity: Identity) -> Iterator[Figure]:
    pattern, rows = _pattern()
    column = table.bands[0].columns[0].key
    for sentence in said:
        text, stream = sentence.folded, sentence.stream
        for match in pattern.finditer(text):
            row, number = rows[match["name"]], match["number"]
            is_whole = "." not in number or row.unit in MONEY
            if match["unit"] != row.unit or not is_whole or not _is_own(text[: match.start()], identity):
                continue
            at = sentence.start + match.start("number")
            first, start, last = map(sentence.paragraph.offset, (sentence.start + match.start(), at, at + len(number) - 1))
            # 1 at the end of a line and 2件 on the next may be 12, or a list; cells side by side may be anything.
            if last - start != len(number) - 1 or "\t" in stream.text[first:last]:
                continue
            yield Figure(
                form.edition, KEY, row.key, column, float(number.replace(",", "")),
                row.unit, "reported", stream.raw(start, last + 1), stream.place(start, last + 1),
            )  # fmt: skip


def _is_own(before: str, identity: Identity) -> bool:
    """Decide whether what stands before a number in its sentence lets it be the report's own, of its whole year."""
    if _ONE_WAY.search(re.split(r"[,、;:()]", before)[-1]):
        return False
    own = f"(?:{identity.year}年度?|{_OWN_YEAR})"
    this_year = f"{_NOT_UNTIL}{own}+{_RUNNING_TOTAL}|{own}"
    before = _COMPARISON.sub("", before)
    rest = before[max((match.end() for match in re.finditer(this_year, before)), default=0) :]
    for name in _names_of(identity.agency or ""):
        rest = rest.replace(name, "我局")
    if re.search(r"(?:19|20)\d\d年", rest) or _OTHER.search(rest):
        return False
    return all(_is_short_for(body, identity.agency or "") for body in _BODY.findall(rest))


def _names_of(agency: str) -> list[str]:
    """Return how a report can call its own agency: 清河市松桥县水务局, 松桥县水务局, 县水务局, 水务局."""
    names = [agency, agency.removesuffix("人民政府")]
    return [name[at:] for name in names for at in range(len(name) - _SHORTEST_NAME + 1)]


def _is_short_for(name: str, whole: str) -> bool:
    """Decide whether a name holds letters of another in their order, and no others: 质监局, 质量技术监督局."""
    letters = iter(whole)
    return all(letter in letters for letter in name)
