"""What a regular table looks like: a pattern for every heading and every row of a form.

Each begins where the one before ended. Between the letters of a label may stand spaces and punctuation:
labels are looked for in a text in which these are all spaces (`Stream.bare`), values in the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from toolkit.forms import Column, Row, Table
from toolkit.recognition.grids import DASH
from toolkit.text import DASHES, LABEL_MARKS, label_key, longest_of

#: What may stand between the letters of a label, and between a label and its neighbours.
_MARKS = re.escape(LABEL_MARKS)
_GAP = r"\s*+"
_GAP_IN_HEADING = r"[\s/]*+"
_NUMERALS = "一二三四五六七八九十"
#: What may stand between two labels.
_BETWEEN = rf"[\s{_NUMERALS}]"
_REST_OF_CELL = rf"[ {_MARKS}]*+\t"
_REST_OF_LABEL = rf"[\s{_MARKS}]*+"
_WHOLE = r"(?:\d{1,3}(?>(?:,\d{3})+)|0|[1-9]\d*+)"
WHOLE_NUMBER = re.compile(_WHOLE)
#: What every line of values has.
NUMBERS_SIDE_BY_SIDE = re.compile(r"\d ++\d")
_SIGNED = rf"[+-]?{_WHOLE}(?>(?:\.\d++)?)"
_NOTHING = "|".join(sorted(map(re.escape, DASHES), key=len, reverse=True))
# What usually follows a table: the list number of the next heading, which the heading leaves to it.
NEXT_NUMBER = re.compile(rf"[\s{_MARKS}{_NUMERALS}]*+")


def _spelled(text: str, gap: str = _GAP) -> str:
    """Return the pattern of a label with spaces and punctuation anywhere between its letters."""
    key = label_key(text)
    # Most labels have none, and are then compared at once.
    return f"(?>{re.escape(key)}|{gap.join(map(re.escape, key))})"


def _any_of(texts: Sequence[str], gap: str = _GAP) -> str:
    """Return the pattern of one of several wordings, the longest that fits."""
    ordered = sorted(set(map(label_key, texts)), key=len, reverse=True)
    return "(?>" + "|".join(_spelled(text, gap) for text in ordered) + ")"


class Way(NamedTuple):
    """One of the ways in which a row's values are printed, with one group for each value.

    Filled cells with empty ones around them; as many cells as the row has, empty ones among them; the same
    with empty ones around them. With these the first and the last hold numbers. Numbers and dashes on one
    line; one a line.
    """

    pattern: re.Pattern[str]
    in_cells: bool = False
    has_blanks: bool = False
    on_one_line: bool = False


def _ways(numbers: Sequence[str], before: str = _REST_OF_CELL, gap: str = _REST_OF_LABEL) -> tuple[Way, ...]:
    """Return the ways in which a row's values are printed, to be tried one after the other."""
    cells = [rf"( *+(?>(?:{number}|{_NOTHING})?) *+)" for number in numbers]
    filled = [rf" *+({number}|{_NOTHING}) *+" for number in numbers]
    plain = [f"({number}|{DASH.pattern})" for number in numbers]
    around, behind = before + r"(?: *+\t)*", r"(?>(?:\t *+)*)(?=\n|\Z)"
    # A dash at the end of a row that is too long can be a remark.
    first, last = (rf" *+({number}) *+" for number in (numbers[0], numbers[-1]))
    in_order = [first, *filled[1:-1], last] if len(numbers) > 1 else [first]
    with_gaps = [first, *cells[1:-1], last] if len(numbers) > 1 else [first]
    return (
        Way(re.compile(around + r"\t".join(in_order) + behind), in_cells=True),
        Way(re.compile(before + r"\t".join(cells) + r"(?=\n|\Z)"), in_cells=True, has_blanks=True),
        Way(re.compile(around + r"\t".join(with_gaps) + behind), in_cells=True, has_blanks=True),
        Way(re.compile(gap + r" ++".join(plain) + r"(?=\s|\Z)"), on_one_line=True),
        Way(re.compile(gap + r" *+\n *+".join(plain) + r"(?=\s|\Z)")),
    )


#: The values of a row, and the way in which they are printed.
Values = tuple[Way, re.Match[str]]


def match_values(ways: Sequence[Way], text: str, start: int, end: int) -> Values | None:
    """Return the values that are printed at an offset in one of several ways."""
    for way in ways:
        if match := way.pattern.match(text, start, end):
            return way, match
    return None


@cache
def values_alone(width: int) -> tuple[Way, ...]:
    """Return the ways in which a row is printed that has no label."""
    return _ways([_WHOLE] * width, before="", gap=r" *+")


def _numbers(columns: Sequence[Column]) -> list[str]:
    patterns = {"count": _SIGNED, "change": _SIGNED, "amount": rf"{_SIGNED}(?>(?: ?万?元)?)"}
    return [patterns[column.kind] for column in columns]


@dataclass(frozen=True)
class RowPattern:
    """How a row is printed: its ``label`` before its ``values``, or wrapped around them.

    Labels are looked for in ``bare``, the text without marks, values in the text. ``is_longer`` where a
    shorter wording of the label is the beginning of a longer one: then the values behind it may stand in
    the middle of the longer one. ``is_heading`` where a column is called the same.
    """

    label: re.Pattern[str]
    values: tuple[Way, ...]
    wrapped: str
    is_longer: bool = False
    is_heading: bool = False

    @cached_property
    def around(self) -> re.Pattern[str]:
        """The row with its values inside or behind its wrapped label, which few reports need and is slow to compile."""
        return re.compile(self.wrapped)

    def match(
        self, text: str, bare: str, start: int, end: int, *, may_wrap: bool
    ) -> tuple[Way | None, re.Match[str]] | None:
        """Return the row that is printed there, and the way of its values, none where its label is wrapped around them.

        No label is where no line holds several values.
        """
        if (
            may_wrap
            and self.is_longer
            and (around := self.around.match(bare, start, end))
            and around.lastindex
        ):
            return None, around
        label = self.label.match(bare, start, end)
        if label and (values := match_values(self.values, text, label.end(), end)):
            return values
        if may_wrap and (around := self.around.match(bare, start, end)):
            return None, around
        return None

    def search(self, text: str, bare: str, start: int, end: int) -> tuple[int, Values] | None:
        """Return where the first label begins that stands before values, and these values."""
        while label := self.label.search(bare, start, end):
            if values := match_values(self.values, text, label.end(), end):
                return label.start(), values
            start = label.start() + 1
        return None


def _label(row: Row, groups: Sequence[str]) -> tuple[str, str]:
    """Return the patterns of what may stand before a row's label, and of its list number."""
    words = "".join(f"|{_any_of([group])}" for group in groups)
    before = rf"(?>(?:{_BETWEEN}++{words})*)"
    digit = row.number.strip("（）().、． ")
    return before, rf"(?:{digit}{_GAP})?" if digit.isdigit() else ""


def _around(row: Row, number: str, width: int) -> str:
    """Return the pattern of a wrapped label with the line of its values somewhere inside or behind it."""
    gap = rf" *+(?>(?:\n? *(\d++(?: ++\d++){{{width - 1}}}) *\n)?)\s*+"
    return f"{number}(?:{longest_of(map(label_key, (row.label, *row.aliases)), gap)}){gap}"


@cache
def rows_of_matrix(table: Table) -> tuple[RowPattern, tuple[RowPattern, ...]]:
    """Return the pattern of a table's first row, to be looked for, and those of the rows that follow it."""
    groups = sorted({row.group for row in table.rows} - {""}, key=len, reverse=True)
    width = len(table.bands[0].columns)
    values = _ways([_WHOLE] * width)
    headings = {label_key(text) for c in table.bands[0].columns for text in (c.label, *c.aliases)}
    rows: list[RowPattern] = []
    for row in table.rows:
        before, number = _label(row, groups)
        wordings = [label_key(text) for text in (row.label, *row.aliases)]
        label = number + _any_of(wordings)
        # A cell that spans columns can be there once for each of them.
        again = rf"(?:{_BETWEEN}*+{label})"
        rows.append(
            RowPattern(
                # The first label is looked for, which is quick where its first letter is the same in all wordings.
                re.compile(
                    f"{before}(?>{again}+)" if rows else f"{number}{longest_of(wordings, _GAP)}(?>{again}*)"
                ),
                values,
                before + _around(row, number, width),
                any(one != other and one.startswith(other) for one in wordings for other in wordings),
                not headings.isdisjoint(wordings),
            )
        )
    return rows[0], tuple(rows[1:])


@cache
def patterns_of_bands(
    table: Table,
) -> tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...], tuple[Way, ...]], ...]:
    """Return for each band the patterns of its heading and of its rows' labels, and the ways of the values behind each."""
    found = []
    for band in table.bands:
        columns = _GAP_IN_HEADING.join(
            _any_of([column.label, *column.aliases], _GAP_IN_HEADING) for column in band.columns
        )
        corner = f"(?:{_spelled(table.corner)})?" if table.corner else ""
        heading = _GAP.join(["", _spelled(band.title), corner, columns])
        if any(column.kind == "amount" for column in band.columns):
            heading += rf"(?:{_GAP}(?:{_spelled('单位')}{_GAP})?(?:万元|元))?{_GAP}"
        labels = tuple(re.compile(_GAP + _any_of([row.label, *row.aliases])) for row in band.rows)
        found.append((re.compile(heading), labels, _ways(_numbers(band.columns))))
    return tuple(found)
