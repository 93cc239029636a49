"""Which tables a document holds, in which edition, and what each of their cells says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from toolkit.forms import Form, Table, all_forms, editions_of
from toolkit.recognition.disclosures import read_disclosures
from toolkit.recognition.doubts import doubted
from toolkit.recognition.grids import Candidate, Vocabulary, candidates
from toolkit.recognition.headings import names_columns
from toolkit.recognition.item_zones import KEY as STATISTICS
from toolkit.recognition.item_zones import item_zones
from toolkit.recognition.labels import row_label
from toolkit.recognition.matrix import read_matrix
from toolkit.recognition.one_line import read_one_line
from toolkit.recognition.pages import page_number_lines
from toolkit.recognition.parted import refuse_parted
from toolkit.recognition.prose import Heading
from toolkit.recognition.readings import TableReading, leftovers, on_line
from toolkit.recognition.regular import read_regular
from toolkit.recognition.serials import MIXED, serial_numbers
from toolkit.recognition.statistics import read_statistics
from toolkit.recognition.stream import Stream, key_text
from toolkit.report import Issue
from toolkit.text import CJK, Endings, label_key

_DIGITS = "0123456789"
_NUMBER = re.compile(f"[{_DIGITS}]+")
#: The words with which a mark begins, before what is a pattern in it.
_WORDS = re.compile(r"\w+(?![?*{])")


#: What may stand above the labels of a table: 项目, 序号.
_LONGEST_CORNER = 4


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the document that holds a table, or a piece of one."""

    table: str
    start: int
    end: int


@dataclass(slots=True)
class Tables:
    """Everything the tables of a document say; ``editions`` gives the edition of each table.

    ``page_numbers`` are the lines inside tables that hold nothing but the number of a page.
    """

    readings: list[TableReading] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    page_numbers: frozenset[int] = frozenset()

    @property
    def editions(self) -> Mapping[str, str]:
        """The edition of each table that was found."""
        return {reading.table: reading.form for reading in self.readings}


def read_tables(stream: Stream, headings: Sequence[Heading], *, carefully: bool = False) -> Tables:
    """Return the figures of every table the forms describe, wherever its rows are printed.

    Of the statistics table it is told where it stands; what it says is for `add_statistics`.
    Regular tables are read at once; ``carefully`` reads them row by row like all others, which must
    come to the same.
    """
    zones = find_zones(stream, headings)
    statistics = [Zone(STATISTICS, start, end) for start, end in item_zones(stream)]
    found = Tables(zones=zones + statistics)
    if not found.zones:
        return found
    skip = page_number_lines(stream, [(zone.start, zone.end) for zone in zones])
    serials = serial_numbers(stream, [(zone.start, zone.end) for zone in zones], vocabulary().is_label)
    whole, stream = stream, stream.blanked(serials.spans)

    def rows_between(start: int, end: int) -> list[Candidate]:
        rows = candidates(stream, start, end, vocabulary(), skip)
        for row in rows:
            if row.tokens and not row.in_cells and any(low <= row.start < high for low, high in serials.mixed):
                row.refused = MIXED
        return rows

    edition = _likely_edition(stream) if zones else None
    left = zones
    if not carefully and not serials.mixed:
        left, edition = _read_regular(stream.without(skip), zones, edition, rows_between, found)
    rows: dict[str, list[Candidate]] = {zone.table: [] for zone in left}
    for zone in left:
        for candidate in rows_between(zone.start, zone.end):
            rows.setdefault(_home(candidate, zone.table), []).append(candidate)
    if refuse_parted(stream, rows) and not carefully:
        return read_tables(whole, headings, carefully=True)
    for key in sorted(rows, key=_READING_ORDER.index):
        if key in found.editions:
            # A row of a table that is complete without it.
            for candidate in rows[key]:
                found.issues += leftovers(stream, candidate, (), key)
            continue
        reading = _read(stream, rows[key], _editions(key), edition)
        reading = doubted(stream, reading, all_forms()[reading.form].table(key))
        reading.issues += _lost(stream, [zone for zone in left if zone.table == key], reading)
        if key == "requests":
            edition = reading.form
        found.readings.append(reading)
        found.issues += reading.issues
    found.readings = [_in_edition(reading, edition) for reading in found.readings]
    found.readings.sort(key=lambda reading: _PRINTED_ORDER.index(reading.table))
    found.page_numbers = skip
    return found


def _lost(stream: Stream, zones: Sequence[Zone], reading: TableReading) -> Iterator[Issue]:
    """Yield the issue of a table that is hardly found, though it prints numbers that became no figure and no issue."""
    told = {(figure.place.line, figure.place.x0) for figure in reading.figures if figure.place}
    absent = sum(figure.state == "absent" for figure in reading.figures)
    if reading.issues or absent * 2 < len(reading.figures):
        return
    for zone in zones:
        numbers = list(_COUNT.finditer(stream.text, zone.start, zone.end))
        numbers = [n for n in numbers if stream.place(*n.span())[1:3] not in told]
        if len(numbers) >= _SEVERAL:
            place = stream.place(*numbers[0].span())
            quoted = ", ".join(repr(match.group()) for match in numbers[:_SEVERAL])
            yield Issue(
                "recognise",
                f"table {reading.table}{on_line(place)}: its numbers {quoted} and so on stand nowhere where the form "
                "has them; look whether rows and columns are exchanged, or headings stand beside every number",
                place,
            )


def add_statistics(stream: Stream, found: Tables, year: int | None, *, carefully: bool = False) -> None:
    """Add what the statistics table of 2014 to 2018 says, if there is one.

    Its heading can name several years, so that the one that the report is on has to be known before.
    """
    stretches = [(zone.start, zone.end) for zone in found.zones if zone.table == STATISTICS]
    if stretches:
        stream = stream.without(found.page_numbers)
        reading = read_statistics(stream, stretches, year, carefully=carefully)
        found.readings.append(reading)
        found.issues += reading.issues


def _read_regular(
    stream: Stream,
    zones: Sequence[Zone],
    edition: str | None,
    rows_between: Callable[[int, int], list[Candidate]],
    found: Tables,
) -> tuple[list[Zone], str | None]:
    """Read the tables that are printed just as the form prints them; return the zones of the others."""
    left = []

    def holds_values(start: int, end: int) -> bool:
        return any(row.tokens for row in rows_between(start, end))

    for zone in sorted(zones, key=lambda zone: (_READING_ORDER.index(zone.table), zone.start)):
        is_whole = sum(other.table == zone.table for other in zones) == 1
        editions = _editions(zone.table) if is_whole else ()
        reading = read_regular(stream, (zone.start, zone.end), editions, edition, holds_values)
        if reading is None:
            left.append(zone)
        else:
            found.readings.append(reading)
            edition = reading.form if zone.table == "requests" else edition
    return sorted(left, key=lambda zone: zone.start), edition


def _in_edition(reading: TableReading, edition: str | None) -> TableReading:
    """Return a table that looks the same in all editions in the one that table three follows."""
    table = _editions(reading.table)[0][1]
    if table.layout != "one_line" or edition in (None, reading.form):
        return reading
    figures = [figure._replace(form=edition) for figure in reading.figures]
    return TableReading(reading.table, edition or reading.form, figures, reading.issues)


#: A number that is neither a date nor the number of a list or of an article.
_COUNT = re.compile(r"(?<![\d.第(])\d+(?![\d年月日.、)条])")
#: Fewer of them make no table.
_SEVERAL = 3
#: Table three first: its rows tell its edition best, and where headings are lost table two follows it.
_READING_ORDER = ("requests", "disclosures", "reviews")
_PRINTED_ORDER = ("disclosures", "requests", "reviews")


def _read(
    stream: Stream, rows: list[Candidate], editions: Sequence[tuple[Form, Table]], hint: str | None
) -> TableReading:
    table = editions[0][1]
    if table.layout == "one_line":
        return read_one_line(stream, rows, editions, hint)
    if len(table.bands) > 1:
        return read_disclosures(stream, rows, editions, hint)
    return read_matrix(stream, rows, editions, hint)


def _likely_edition(stream: Stream) -> str | None:
    """Return the edition of whose own column headings the document prints most, to break ties."""
    count = {key: sum(stream.key.text.count(text) for text in own) for key, own in _own_headings().items()}
    best = max(count, key=lambda key: count[key])
    return best if count[best] and list(count.values()).count(count[best]) == 1 else None


@cache
def _own_headings() -> dict[str, frozenset[str]]:
    """Return for each edition the column headings that no other edition has."""
    labels: dict[str, frozenset[str]] = {}
    for form, table in _tables():
        own = frozenset(label_key(column.label) for band in table.bands for column in band.columns)
        labels[form.key] = labels.get(form.key, frozenset()) | own
    return {
        key: own - frozenset().union(*(other for name, other in labels.items() if name != key))
        for key, own in labels.items()
    }


@cache
def _editions(table: str) -> tuple[tuple[Form, Table], ...]:
    """Return each form that has a table, with that table."""
    return tuple(editions_of(table))


@cache
def _tables() -> tuple[tuple[Form, Table], ...]:
    """Return the tables of all forms that are read here; statistics tables have words of their own."""
    return tuple((form, t) for form in all_forms().values() for t in form.tables if t.layout != "items")


def find_zones(stream: Stream, headings: Sequence[Heading]) -> list[Zone]:
    """Return the stretches that hold tables, told by the marks in their headings."""
    hits = sorted((_with_bracket(stream.text, start), table) for start, table in _marked(stream))
    stops = [(heading.start, heading.section) for heading in headings]
    zones: list[Zone] = []
    for number, (start, table) in enumerate(hits):
        if zones and zones[-1].end > start:
            continue
        # Up to the next table, or to the heading of the next section: what stands between is prose.
        next_table = next((at for at, other in hits[number + 1 :] if other != table), len(stream.text))
        next_heading = next((at for at, _ in stops if at > start), len(stream.text))
        zones.append(
            Zone(table, _first_line(stream, table, start, zones, headings), min(next_table, next_heading))
        )
    return zones


def _marked(stream: Stream) -> Iterator[tuple[int, str]]:
    """Yield where the marks of tables stand; a mark that is printed whole nowhere can be wrapped around values."""
    key, without_digits = stream.key, ""
    for table, marks in _marks().items():
        starts = _places(marks, key.text)
        if not starts:
            without_digits = without_digits or _NUMBER.sub("", key.text)
            starts = [_with_digits(key.text, start) for start in _places(marks, without_digits)[:1]]
        yield from ((key.offset(start), table) for start in starts)


def _places(marks: Mapping[str, re.Pattern[str]], text: str) -> list[int]:
    """Return where marks begin; each is looked for by the words with which it does, which is quick."""
    found = []
    for words, pattern in marks.items():
        at = text.find(words)
        while at >= 0:
            if pattern.match(text, at):
                found.append(at)
            at = text.find(words, at + 1)
    return sorted(found)


def _with_digits(text: str, at: int) -> int:
    """Return where the character stands that is number ``at`` once digits are left out."""
    return next(islice((place for place, char in enumerate(text) if char not in _DIGITS), at, None))


def _with_bracket(text: str, start: int) -> int:
    """Return where a heading begins that opens with a bracket: （本列数据的勾稽关系…"""
    return start - 1 if text[max(0, start - 1) : start] in ("(", "“") else start


def _first_line(
    stream: Stream, table: str, start: int, zones: Sequence[Zone], headings: Sequence[Heading]
) -> int:
    """Return where a table begins; the values of a one-line table can stand above its heading."""
    form = _editions(table)[0][1]
    if form.layout != "one_line":
        return _with_headings(stream, form, start) if len(form.bands) == 1 else start
    before = [heading for heading in headings if heading.end <= start]
    if not before or before[-1].section != table or (zones and zones[-1].end > before[-1].end):
        return start
    between = stream.text[before[-1].end : start]
    return start if CJK.search(between) else before[-1].end


def _with_headings(stream: Stream, table: Table, start: int) -> int:
    """Return where the lines begin that name the columns above the first row of a table, values that stand between too."""
    text, at = stream.text, stream.text.rfind("\n", 0, start) + 1
    while at:
        before = text.rfind("\n", 0, at - 1) + 1
        line = text[before : at - 1]
        key = key_text(line)
        if "。" not in line and names_columns(table, key):
            start = before
        elif CJK.search(line) and len(key) > _LONGEST_CORNER:
            break
        at = before
    return start


@cache
def _marks() -> dict[str, dict[str, re.Pattern[str]]]:
    """Return the marks of each table by the words with which they begin."""
    wordings: dict[str, dict[str, dict[str, None]]] = {}
    for _, table in _tables():
        for mark in table.marks:
            words = _WORDS.match(mark)
            wordings.setdefault(table.key, {}).setdefault(words.group() if words else "", {})[mark] = None
    return {
        table: {words: re.compile("|".join(marks)) for words, marks in by_words.items()}
        for table, by_words in wordings.items()
    }


@cache
def _row_labels() -> dict[str, tuple[str, ...]]:
    """Return, for each wording of a row's label, the tables that have such a row."""
    found: dict[str, dict[str, None]] = {}
    for _, table in _tables():
        for row in table.rows:
            for wording in row_label(row).wordings:
                found.setdefault(wording, {})[table.key] = None
    return {wording: tuple(tables) for wording, tables in found.items()}


@cache
def _label_endings() -> Endings:
    """Return the wordings of all rows' labels, by how they end."""
    return Endings(_row_labels())


@cache
def vocabulary() -> Vocabulary:
    """Return what all forms together call their rows and columns."""
    headings = {
        label_key(word) for _, table in _tables() for word in (table.corner, *table.column_words) if word
    }
    above = {
        label_key(word)
        for _, table in _tables()
        for word in (*table.heading_words, *(band.title for band in table.bands))
        if word
    }
    marks = re.compile("|".join(mark for _, table in _tables() for mark in table.marks))
    numbered = {
        (label.number, wording[:4])
        for _, table in _tables()
        for label in map(row_label, table.rows)
        if label.number
        for wording in label.wordings
    }
    by_number: dict[str, tuple[str, ...]] = {}
    for number, head in sorted(numbered):
        by_number[number] = (*by_number.get(number, ()), head)
    return Vocabulary(
        is_label=_label_endings().end,
        is_heading=lambda key: key in headings,
        is_above=lambda key: key in above or marks.search(key) is not None,
        is_numbered=lambda number, key: key.startswith(by_number.get(number, ("\0",))),
    )


def _home(candidate: Candidate, table: str) -> str:
    """Return the table a row belongs to: 002 prints 政府集中采购 inside table three."""
    if not candidate.tokens:
        return table
    longest = next(iter(_label_endings().of(candidate.key)), None)
    if longest is None:
        return table
    homes = _row_labels()[longest]
    return table if table in homes or len(longest) < 4 else homes[0]
