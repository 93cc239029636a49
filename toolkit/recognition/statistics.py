"""The statistics table of 2014 to 2018 and its local kin: an item a row, with a unit and a number.

Its rows are runs of values like those of any table (`grids`), read by the same ways and judged by the
same sums (`readings`, `sums`). What is its own: units stand between labels and numbers, labels repeat
under several parents (`items`), and local columns stand beside the year's number (`item_columns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.forms import Form, Row, Table, editions_of
from toolkit.recognition.doubts import doubted
from toolkit.recognition.grids import Candidate, Token, candidates
from toolkit.recognition.item_choices import by_position, decide_items, plausible
from toolkit.recognition.item_columns import Columns, columns_of_items, heading_words
from toolkit.recognition.item_zones import (
    KEY,
    NOTHING,
    NUMBER,
    unit_between,
    without_unit_cells,
    without_units,
)
from toolkit.recognition.items import (
    MONEY,
    ItemLabels,
    Named,
    item_labels,
    likeliest_form,
    name_candidates,
    vocabulary_of,
)
from toolkit.recognition.readings import (
    Option,
    RowReading,
    TableReading,
    absent,
    figures_of,
    leftovers,
    on_line,
    read_row,
    unreadable_row,
)
from toolkit.recognition.regular_items import read_regular_items
from toolkit.recognition.stream import Stream, key_text
from toolkit.report import Figure, Issue

_NUMBER_ALONE = re.compile(rf"\s*(?:{NUMBER}|{NOTHING})\s*$")
#: A column's heading that the scanner takes for a value, or an empty cell beside it.
_YEAR_OR_BLANK = re.compile(r"\s*(?:(?:19|20)\d\d\s*(?:年.*)?)?")


def read_statistics(
    stream: Stream, zones: Sequence[tuple[int, int]], year: int | None, *, carefully: bool = False
) -> TableReading:
    """Return the statistics table that is printed in these stretches, in a report on this year.

    A regular table is read at once; ``carefully`` reads it row by row like all others, which must come to the same.
    """
    forms = tuple(editions_of(KEY))
    if len(zones) == 1 and not carefully and (regular := read_regular_items(stream, zones[0], forms, year)):
        return regular
    words = vocabulary_of(tuple(table for _, table in forms))
    plain, units = without_units(stream, zones)
    rows = [row for start, end in zones for row in candidates(plain, start, end, words)]
    rows = [without_unit_cells(row, units) for row in rows]
    form, table = likeliest_form(forms, "".join(key_text(plain.text[start:end]) for start, end in zones))
    reading = _Reader(plain, form, table, rows, zones, units, year).read()
    return doubted(stream, reading, table)


# -- reading -----------------------------------------------------------------------------------------


@dataclass
class _Reader:
    """One way to read the table: as the table of one form."""

    stream: Stream
    form: Form
    table: Table
    candidates: Sequence[Candidate]
    zones: Sequence[tuple[int, int]]
    units: Mapping[int, str]
    year: int | None

    def __post_init__(self) -> None:
        """Name every run of values, and tell the columns from the heading."""
        self.labels: ItemLabels = item_labels(self.table)
        self.named: list[Named] = name_candidates(
            self.labels,
            [self._own_row(c, before) for before, c in zip([None, *self.candidates], self.candidates, strict=False)],
        )
        self._drop_merged_units()
        widths = [len(one.candidate.tokens) for one in self.named if one.rows and one.candidate.tokens]
        self.columns: Columns = columns_of_items(self.table, self._heading(), widths, self._numbers(), self.year)

    def read(self) -> TableReading:
        """Return the table."""
        reading = TableReading(KEY, self.form.edition)
        rows = self._rows(reading)
        if self._why and rows:
            self._refuse(rows, reading)
        decided = decide_items(self.stream, self.zones, self.table, rows)
        figures: dict[str, list[Figure]] = {}
        for one, (option, is_open) in zip(rows, decided, strict=True):
            self._add(one, option, is_open, figures, reading)
        self._without_number(figures, reading)
        for row in self.table.rows:
            reading.figures += figures[row.key]
        if not rows:
            place = self.stream.place(*self.zones[0])
            reading.issues.append(
                Issue("recognise", f"table {KEY}{on_line(place)}: no number stands beside its labels; look at it", place)
            )
        return reading

    # -- what is printed -----------------------------------------------------------------------------

    def _own_row(self, candidate: Candidate, before: Candidate | None) -> Candidate:
        """Return a run of values without what stands above its row and is no label of the form.

        In cells, that is every row above; in lines, a remark behind the values of the row before, or the
        heading of the table.
        """
        if not candidate.tokens or self.labels.exact(candidate.key):
            return candidate
        text, texts = self.stream.text, candidate.texts
        if candidate.in_cells:
            ways = [[(a, b) for a, b in texts if "\n" not in text[b : candidate.tokens[0].start]]]
        elif before is None:
            ways = [texts[at:] for at in range(1, len(texts))]
        else:
            end = before.tokens[-1].end if before.tokens else 0
            ways = [[(a, b) for a, b in texts if "\n" in text[end:a] or text[end:a].strip()]]
        for own in ways:
            key = "".join(key_text(text[a:b]) for a, b in own)
            if self.labels.exact(key):
                return replace(candidate, texts=own, key=key)
        return candidate

    def _numbers(self) -> list[int]:
        """Return how many numbers each row of its own has; a serial number behind them is none of them."""
        spare = self._has_serials
        rows = [one.candidate for one in self.named if one.rows and one.candidate.tokens]
        counts = [sum(token.has_digit for token in row.tokens) - (spare and not row.in_cells) for row in rows]
        return [count for count in counts if count > 0]

    def _drop_merged_units(self) -> None:
        """Take the empty cell out of rows whose unit stands in a cell above that covers several rows."""
        widths = [len(one.candidate.tokens) for one in self.named if one.rows and one.candidate.in_cells]
        usual = max(set(widths), key=lambda width: (widths.count(width), -width), default=0)
        for one in self.named:
            tokens = one.candidate.tokens
            if one.candidate.in_cells and len(tokens) == usual + 1 and tokens[0].is_blank:
                one.candidate = replace(one.candidate, tokens=tokens[1:])

    def _heading(self) -> list[str]:
        """Return the words between the beginning of the table and its first label."""
        start, end = self.zones[0]
        values = (token for one in self.named if one.rows or not _is_years(one.candidate) for token in one.candidate.tokens)
        value = next((token for token in values if token.has_digit), None)
        row = self.stream.text.rfind("\n", 0, value.start) + 1 - start if value else 0
        return heading_words(self.table, self.stream.text[start:end], row)

    def _unit(self, candidate: Candidate) -> str | None:
        """Return the unit that is printed beside the value."""
        first = candidate.texts[-1][0] if candidate.texts else candidate.tokens[0].start
        last = candidate.tokens[-1].end
        return unit_between(self.units, first, last + 2)

    # -- rows ----------------------------------------------------------------------------------------

    def _rows(self, reading: TableReading) -> list[RowReading]:
        """Return the ways to read each named run of values; what has no name becomes an issue."""
        rows = []
        for number, (one, following) in enumerate(zip(self.named, [*self.named[1:], None], strict=True)):
            one.candidate = self._without_list_number(number, one, following)
            if not one.candidate.tokens:
                continue
            if one.row is None:
                self._nameless(one, reading)
                continue
            self._keep_own_line(one, reading)
            unit = self._unit(one.candidate)
            row = read_row(one.row.key, self.columns.of_row(one.row, unit), one.candidate, {})
            self._with_list_number(row, following)
            if self._why:
                row.refused = self._why
            elif unit and (unit in MONEY) != (one.row.unit in MONEY):
                row.refused = f"its unit is {unit}, which is not that of the form"
            else:
                row.options = by_position(row) if self.columns.extras else plausible(self.stream, row)
                if not row.options:
                    row.refused = "nothing says in which columns its numbers stand"
            rows.append(row)
        return rows

    @cached_property
    def _why(self) -> str:
        """Why no row of the table can be read; empty where nothing stands in the way."""
        return "the numbers stand above their labels" if self._is_shifted() else self.columns.why

    def _refuse(self, rows: Sequence[RowReading], reading: TableReading) -> None:
        """Write the one issue of a table of which no row can be read."""
        place = self.stream.place(*self.zones[0])
        first = rows[0].candidate
        quoted = " ".join(self.stream.raw(self.zones[0][0], first.tokens[-1].end).split())
        message = f"table {KEY}{on_line(place)} is unreadable in {len(rows)} rows: {self._why}; it begins {quoted!r}"
        reading.issues.append(Issue("recognise", message, place))

    def _keep_own_line(self, one: Named, reading: TableReading) -> None:
        """Leave out what stands behind a complete row: a remark in its cell, a page number on a line of its own."""
        tokens, width = one.candidate.tokens, len(self.columns.columns)
        own, rest = tokens[:width], tokens[width:]
        if one.candidate.in_cells:
            is_complete = all(key_text(token.text) and not _NUMBER_ALONE.match(token.text) for token in rest)
        else:
            is_complete = one.candidate.is_beside and len({token.row for token in own}) == 1
            is_complete = is_complete and all(token.row != own[0].row for token in rest)
        if rest and is_complete:
            reading.issues += leftovers(self.stream, replace(one.candidate, texts=[], tokens=rest), (), KEY)
            one.candidate = replace(one.candidate, tokens=own)

    def _is_shifted(self) -> bool:
        """Decide whether a number stands before the first label, and none behind the last."""
        full = [at for at, one in enumerate(self.named) if one.candidate.tokens]
        if not full or full[-1] == len(self.named) - 1:
            return False
        first, last = self.named[full[0]], self.named[-1]
        numbers = [token for token in first.candidate.tokens if token.has_digit]
        return not first.rows and bool(numbers) and self.labels.is_heading(first.candidate.key) and bool(last.rows)

    def _with_list_number(self, row: RowReading, following: Named | None) -> None:
        """Add the way to read a number whose last digit may be the list number of the label glued to it."""
        last = row.candidate.tokens[-1]
        if len(row.options) != 1 or not self._is_glued(last, following):
            return
        spot = row.options[0][-1]
        if spot is None or spot.end != last.end:
            return
        if len(row.columns) > 1 and spot.end - spot.start == 1:
            row.options = []
            return
        shorter = spot._replace(end=spot.end - 1) if spot.end - spot.start > 1 else None
        row.options = [row.options[0], (*row.options[0][:-1], shorter)]

    def _is_glued(self, last: Token, following: Named | None) -> bool:
        """Decide whether a number ends with the list number of the label that follows it without a space."""
        if following is None or not following.candidate.texts or following.before:
            return False
        numbers = {re.sub(r"\D", "", row.number) for row in following.rows} - {""}
        digits = last.text.strip()
        behind = self.stream.text[last.end : last.end + 1]
        is_next = following.candidate.texts[0][0] == last.end and not (behind.isspace() or behind.isdigit())
        return is_next and digits.isdigit() and digits[-1] in numbers

    def _without_list_number(self, number: int, one: Named, following: Named | None) -> Candidate:
        """Return a run of values without a list number that was taken for its last value."""
        tokens = one.candidate.tokens
        if not tokens or one.candidate.in_cells or following is None or not following.candidate.texts:
            return one.candidate
        last = tokens[-1]
        is_list_number = self._is_glued(last, following) and len(last.text.strip()) == 1
        # 序号: the number of the next row stands behind the values of this one.
        is_serial = self._has_serials and last.text.strip() == str(number + 1)
        is_too_many = len(tokens) > len(self.columns.columns) or not one.rows
        is_dropped = (is_list_number or is_serial) and is_too_many
        return replace(one.candidate, tokens=tokens[:-1]) if is_dropped else one.candidate

    @cached_property
    def _has_serials(self) -> bool:
        """Whether the heading begins with a column of serial numbers."""
        start = self.zones[0][0]
        return "序号" in key_text(self.stream.text[max(0, start - 8) : start + 8])

    def _nameless(self, one: Named, reading: TableReading) -> None:
        """Write the issue of a run of values that belongs to no row, or to one of several."""
        numbers = [token for token in one.candidate.tokens if token.has_digit]
        is_below = not one.rows and any(word in one.candidate.key for word in _keys(self.table.foot))
        if not numbers or is_below or (not one.rows and self._is_in_heading(one)):
            return
        if one.why:
            label = " / ".join(dict.fromkeys(row.label for row in one.rows))
            reading.issues.append(unreadable_row(self.stream, one.candidate, KEY, label, one.why))
        else:
            reading.issues += leftovers(self.stream, one.candidate, (), KEY)

    def _is_in_heading(self, one: Named) -> bool:
        """Decide whether a run of numbers is the years that a heading prints."""
        return _is_years(one.candidate) and self.labels.is_heading(one.candidate.key) and one is self.named[0]

    # -- writing down --------------------------------------------------------------------------------

    def _add(
        self,
        one: RowReading,
        option: Option,
        is_open: set[int],
        figures: dict[str, list[Figure]],
        reading: TableReading,
    ) -> None:
        """Add the figures of a row; printed twice with different numbers, neither is believed."""
        row = self._rows_by_key[one.row]
        found = figures_of(self.stream, KEY, self.form.edition, one, option, is_open)
        own = [f for f in found if f.column in self._keys]
        if is_open:
            why = one.refused or "the cells can be read in more than one way and nothing decides"
            if why != self._why:
                reading.issues.append(unreadable_row(self.stream, one.candidate, KEY, row.label, why))
            own = [self._unreadable(one, key, row) for key in self._keys]
        else:
            extra = [figure for figure in found if figure.column not in self._keys and figure.state == "reported"]
            self._beside(row, extra, one, reading)
            reading.issues += leftovers(self.stream, one.candidate, option, KEY)
        before = figures.get(one.row)
        if before is None:
            figures[one.row] = sorted(own, key=lambda figure: self._keys.index(figure.column))
        elif [f.value for f in before] != [f.value for f in own]:
            why = "the row is printed twice with different numbers"
            reading.issues.append(unreadable_row(self.stream, one.candidate, KEY, row.label, why))
            figures[one.row] = [f._replace(value=None, state="unreadable") for f in before]

    @cached_property
    def _keys(self) -> list[str]:
        return [column.key for column in self.table.bands[0].columns]

    @cached_property
    def _rows_by_key(self) -> Mapping[str, Row]:
        return {row.key: row for row in self.table.rows}

    def _unreadable(self, one: RowReading, column: str, row: Row) -> Figure:
        start, end = one.candidate.tokens[0].start, one.candidate.tokens[-1].end
        raw, place = self.stream.raw(start, end).strip(), self.stream.place(start, end)
        return Figure(self.form.edition, KEY, row.key, column, None, row.unit, "unreadable", raw, place)

    def _beside(self, row: Row, extra: Sequence[Figure], one: RowReading, reading: TableReading) -> None:
        """Write the issue of the numbers in columns that are none of the form's."""
        if not extra:
            return
        names = {column.key: column.label for column in one.columns}
        place = extra[0].place
        said = ", ".join(f"{names[figure.column]} {figure.raw!r}" for figure in extra)
        where = on_line(place) if place else ""
        message = f"table {KEY}, row {row.label}: {said}{where} stand in columns of their own, and in no figure"
        reading.issues.append(Issue("recognise", message, place))

    def _without_number(self, figures: dict[str, list[Figure]], reading: TableReading) -> None:
        """Add the rows that no run of values stands for: blank, absent, or in doubt."""
        inside, has_values = self._in_doubt(), bool(figures)
        printed = {
            row.key
            for one in self.named
            for row in self.labels.without_value(one.before if one.rows else one.candidate.key)
        }
        for row in self.table.rows:
            if row.key in figures:
                continue
            columns = self.columns.of_row(row, row.unit)
            by_key = {column.key: column for column in columns}
            missing = [
                absent(self.form.edition, KEY, row.key, by_key.get(key, column))
                for key, column in zip(self._keys, self.table.bands[0].columns, strict=True)
            ]
            missing = [figure._replace(unit=row.unit) for figure in missing]
            if row.key in inside:
                one = inside[row.key]
                start, end = one.tokens[0].start, one.tokens[-1].end
                raw, place = self.stream.raw(start, end).strip(), self.stream.place(start, end)
                missing = [f._replace(state="unreadable", raw=raw or None, place=place) for f in missing]
            elif self._why:
                missing = [f._replace(state="unreadable") for f in missing]
            elif row.key in printed:
                # Labels without a single value between them: the numbers stand somewhere else.
                missing = [f._replace(state="blank" if has_values else "unreadable") for f in missing]
            figures[row.key] = missing

    def _in_doubt(self) -> dict[str, Candidate]:
        """Return the rows for which a run of values may stand that could not be told."""
        found: dict[str, Candidate] = {}
        for one in self.named:
            if one.row is not None or not any(token.has_digit for token in one.candidate.tokens):
                continue
            for row in one.rows or self.labels.named_inside(one.candidate.key):
                found.setdefault(row.key, one.candidate)
        for one in self.named:
            # Labels before a run of several numbers: each may be one of theirs.
            if one.row is not None and len(one.candidate.tokens) > len(self.columns.columns):
                for row in self.labels.without_value(one.before):
                    found.setdefault(row.key, one.candidate)
        return found


def _is_years(candidate: Candidate) -> bool:
    """Decide whether a run of values is years, as headings of columns print them."""
    return all(_YEAR_OR_BLANK.fullmatch(token.text) for token in candidate.tokens)


def _keys(texts: Sequence[str]) -> Iterator[str]:
    return (key_text(text) for text in texts)
