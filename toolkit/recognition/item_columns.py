"""Which column of a statistics table holds the number of the year, told by its heading alone.

A local table adds columns: one for each layer of government beside a total, last year's number, a
change, a running total. Only a heading that says which one is the report's own number, of the year that
the report is on, is believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from toolkit.forms import Column, Row, Table
from toolkit.recognition.items import MONEY, UNITS, item_labels, plain_key
from toolkit.recognition.numerals import CHINESE_YEAR, in_digits
from toolkit.recognition.stream import key_text
from toolkit.text import longest_of
from toolkit.vocabulary.lists import any_of
from toolkit.vocabulary.tables import table_words

_WORDS = table_words().headings
_YEAR_IN_WORDS = re.compile(f"{CHINESE_YEAR}(?=年)")
_SHORT_YEAR = re.compile(r"(?<!\d)(?=1\d年)")
_YEAR = re.compile(r"20\d\d")
_OWN_YEAR, _CHANGE = any_of(_WORDS.own_year), any_of(_WORDS.change)
_OTHER_YEAR = f"{any_of(_WORDS.other_year)}{any_of(_WORDS.same_time)}?"
#: What may say that a heading means all of its year: 2016年1-12月.
_ALL_YEAR = f"{any_of(_WORDS.whole_year)}|0?1月?至?12月"
_WHEN = re.compile(rf"(?<!\d)20\d\d年?度?|{_OWN_YEAR}|{_ALL_YEAR}")
#: 本年（2016年）, 2015—2016年: one column.
_TWO_TIMES = re.compile(rf"\((?:20\d\d年?度?|{_OWN_YEAR}|{_OTHER_YEAR})\)|20\d\d年?\s*[-—–―~至到、/]\s*20\d\d")
_TOTAL = re.compile(f"{any_of(_WORDS.of_all)}?{any_of(_WORDS.total)}")
#: A heading of one column of numbers that is not the report's own of its year.
_ELSEWHEN = re.compile(rf"{_OTHER_YEAR}|{_CHANGE}|{any_of(_WORDS.not_own)}")
_IS_OWN_YEAR, _IS_OTHER_YEAR, _IS_CHANGE = map(re.compile, (_OWN_YEAR, _OTHER_YEAR, _CHANGE))
_LONGEST = 8
_REMARKS = frozenset(table_words().columns.remarks).union(_WORDS.remarks)
#: The key that a column of no form gets, by its place.
_EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns as printed: those of the form, and those that are none of it; ``why`` where they stay open."""

    columns: tuple[Column, ...]
    extras: tuple[str, ...] = ()
    why: str = ""

    def of_row(self, row: Row, printed_unit: str | None) -> tuple[Column, ...]:
        """Return the columns with the unit of one row; money counts in the unit that is printed beside it."""
        money = row.unit in MONEY
        return _in_unit(self.columns, (printed_unit or "") if money else row.unit, money)


@lru_cache(maxsize=1024)
def _in_unit(columns: tuple[Column, ...], unit: str, is_money: bool) -> tuple[Column, ...]:
    return tuple(replace(column, unit=unit, kind="amount" if is_money else column.kind) for column in columns)


def heading_words(table: Table, text: str, row: int) -> list[str]:
    """Return the words of a printed table before its first label; its first number stands in the line that begins at ``row``."""
    key = key_text(text)
    labels = (*item_labels(table).wordings, *map(key_text, table.heads))
    firsts = [at for word in labels if (at := key.find(word)) >= 0]
    stop = _nth_letter(text, min(firsts)) if firsts else len(text)
    heading = text[: min(stop, row) if row > 0 else stop]
    # 统 计 指 标: letters set apart are one word.
    heading = re.sub(r"(?<![^\s])(\S) (?=\S(?:\s|$))", r"\1", heading)
    words = re.split(r"[\t\n]" if "\t" in heading else r"\s+", heading)
    found = [word for word in words if key_text(word)]
    numeral = re.compile(r"(?:其中)?[一二三四五六七八九十\d]{0,2}")
    while found and numeral.fullmatch(key_text(found[-1])):
        found.pop()
    if found:
        found[-1] = re.sub(r"(?:其中[:,\s]*)?(?:[(]?[一二三四五六七八九十][)、.\s]*)?$", "", found[-1])
    return found


def _nth_letter(text: str, number: int) -> int:
    """Return where in a text the character number ``number`` of its key stands."""
    letters = (at for at, char in enumerate(text) if key_text(char))
    return next(islice(letters, number, None), len(text))


def columns_of_items(
    table: Table,
    heading: Sequence[str],
    widths: Sequence[int],
    numbers: Sequence[int] = (),
    year: int | None = None,
) -> Columns:
    """Return the columns of a statistics table; where rows hold more numbers than columns are named, none is told.

    ``numbers`` are how many numbers rows have, ``year`` is the one that the report is on; see `_named_columns` for the others.
    """
    columns = _named_columns(table, heading, widths, year)
    usual = max(set(numbers), key=lambda count: (numbers.count(count), count), default=0)
    if not columns.why and usual > len(columns.columns):
        why = f"its rows have {usual} numbers, and its heading names {len(columns.columns)} columns"
        return replace(columns, why=why)
    return columns


class _Head(NamedTuple):
    """The heading of one column: which column of the form it names, and the years it prints.

    ``is_number`` where it says of which year, or that a number stands below, and nothing else.
    """

    word: str
    key: str | None
    years: frozenset[int]
    is_number: bool

    def may_be_of(self, year: int | None) -> bool:
        """Decide whether no other year is printed; where the report's is unknown, any one year may be it."""
        return len(self.years) < 2 if year is None else self.years <= {year}

    def is_of(self, year: int | None) -> bool:
        """Decide whether it names the report's own number, of its year."""
        return self.is_number and self.may_be_of(year)

    @property
    def is_time(self) -> bool:
        """Whether it says of which time a number is, and no more."""
        return bool(_WHEN.fullmatch(self.word) or _IS_OTHER_YEAR.fullmatch(self.word))


def _named_columns(table: Table, heading: Sequence[str], widths: Sequence[int], year: int | None) -> Columns:
    """Return the columns of a statistics table; ``heading`` are its printed words, ``widths`` how many values rows have."""
    form = table.bands[0].columns
    printed = [word for text in heading for word in _words(table, text)]
    printed = [word for word in printed if word not in _REMARKS]
    half = len(printed) // 2
    if half and printed[:half] == printed[half:]:
        # Two halves of one table side by side.
        printed = printed[:half]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    if not printed:
        if len(form) == 1:
            return Columns(form)
        return Columns(form, why="the heading that would tell the columns apart is not printed")
    heads = _below(_joined([_head(table, word) for word in printed], table, usual), usual, year)
    # In a heading run together, an unknown word may be several columns.
    is_apart = len(heading) > 1 and len(heads[0].word) <= _LONGEST
    is_own = heads[0].may_be_of(year) and not _ELSEWHEN.search(heads[0].word)
    if len(form) == len(heads) == 1 and is_apart and is_own:
        return Columns(form)
    chosen, why = _own(heads, year)
    if not why and len(heads) > 2 and usual not in (0, len(heads)):
        why = f"its rows have {usual} values, and its heading names {len(heads)} columns"
    missing = [c.label for c in form if c.is_running_total and c.key not in {head.key for head in heads}]
    if not why and missing:
        why = f"the heading has no column {missing[0]}"
    columns = _as_printed(form, heads, chosen)
    return Columns(columns, tuple(c.label for c in columns if c.key.startswith(_EXTRA)), why)


def _own(heads: Sequence[_Head], year: int | None) -> tuple[int, str]:
    """Return which column holds the report's own number, or -1 and why the heading does not tell."""
    years = sorted(frozenset().union(*(head.years for head in heads)))
    own = [at for at, head in enumerate(heads) if head.is_of(year)]
    if len(years) > 1 and year is None:
        own = [at for at in own if _IS_OWN_YEAR.search(heads[at].word)]
    totals = [at for at, head in enumerate(heads) if _TOTAL.fullmatch(head.word)]
    if year is not None and any(other > year for other in years):
        return -1, f"its heading names {years[-1]}, and the report is on {year}"
    if len(own) == 1 and not totals:
        return own[0], ""
    if own and totals:
        return -1, "the heading names a number and a total beside it"
    if years:
        said = " and ".join(map(str, years))
        return -1, f"its heading names {said}, and which column is that of the report's year is not told"
    if len(totals) == 1 and not own and not any(_IS_OTHER_YEAR.search(head.word) for head in heads):
        return totals[0], ""
    return -1, "the heading does not say which column is the total"


def _joined(heads: Sequence[_Head], table: Table, usual: int) -> Sequence[_Head]:
    """Return headings in two lines, 2016年 2015年 above 统计数 统计数, as one for each column."""
    if not usual or len(heads) != 2 * usual:
        return heads
    for pairs in (zip(heads[:usual], heads[usual:], strict=True), zip(heads[::2], heads[1::2], strict=True)):
        both = list(pairs)
        if all(_is_split(a, b, is_one=usual == 1) for a, b in both):
            return [_head(table, a.word + b.word) for a, b in both]
    return heads


def _is_split(above: _Head, below: _Head, *, is_one: bool) -> bool:
    """Decide whether two headings are one: a year, and that a number stands below; a total beside a year may be another."""
    time, other = (above, below) if above.is_time else (below, above)
    is_number = other.key == "value" or (not is_one and _TOTAL.fullmatch(other.word) is not None)
    return time.is_time and not other.is_time and is_number


def _below(heads: Sequence[_Head], usual: int, year: int | None) -> Sequence[_Head]:
    """Return headings without the first one, where it spans the others: 统计数 above 合计, 本级, …

    Where a change follows it, that may be beside it, and stand behind those that it spans.
    """
    is_above = len(heads) == usual + 1 > 2 and heads[0].is_of(year)
    return heads[1:] if is_above and not _IS_CHANGE.search(heads[1].word) else heads


def _as_printed(form: Sequence[Column], heads: Sequence[_Head], chosen: int) -> tuple[Column, ...]:
    by_key = {column.key: column for column in form}
    keys = [head.key for head in heads]
    columns = []
    for at, (word, key, *_) in enumerate(heads):
        if at == chosen:
            columns.append(by_key["value"])
        elif key and by_key[key].is_running_total and keys.count(key) == 1:
            columns.append(by_key[key])
        else:
            columns.append(Column(f"{_EXTRA}{at}", word, word, ""))
    return tuple(columns)


def _head(table: Table, word: str) -> _Head:
    """Return what a word of the heading says."""
    word = _SHORT_YEAR.sub("20", _YEAR_IN_WORDS.sub(lambda match: in_digits(match.group()), word))
    form = table.bands[0].columns
    rest = _WHEN.sub("", word)
    key = next((c.key for c in form if {word, rest if c.key == "value" else word} & _wordings(c)), None)
    is_number = key == "value" or (rest != word and (rest in ("", *_WORDS.number) or bool(_TOTAL.fullmatch(rest))))
    return _Head(word, key, frozenset(map(int, _YEAR.findall(word))), is_number)


@cache
def _wordings(column: Column) -> frozenset[str]:
    return frozenset(plain_key(text) for text in (column.label, *column.aliases))


@cache
def _corner(table: Table) -> tuple[str, ...]:
    """Return the words of a heading that name no column of numbers, the longest first."""
    words = {plain_key(word) for word in (table.corner, *table.heading)} - {""}
    return tuple(sorted({*words, "序号"}, key=len, reverse=True))


@cache
def _columns_run_together(table: Table) -> re.Pattern[str]:
    """Return what finds the columns in a heading run together, each with the year that it is of."""
    columns = table.bands[0].columns
    wordings = {wording for column in columns for wording in _wordings(column)}
    numbers = longest_of(["数", *(w for c in columns if c.key == "value" for w in _wordings(c) if not _WHEN.search(w))])
    known = longest_of([*wordings, *_corner(table), *_WORDS.run_together])
    return re.compile(
        rf"20\d\d年?(?:{numbers})|(?:20\d\d年?度?|{_OWN_YEAR}|{_OTHER_YEAR})(?:{numbers})?|{known}|{_CHANGE}率?"
    )


def _words(table: Table, text: str) -> list[str]:
    """Return the columns that a piece of a heading names, without what names no column of numbers."""
    key = re.sub("^[一二三四五六七八九十]$", "", key_text(text))
    corner = _corner(table)
    pieces = [] if _TWO_TIMES.search(text) else _columns_run_together(table).findall(key)
    whole = [key] if "".join(pieces) != key else pieces
    if len(whole) == 1 and (lead := next((word for word in corner if whole[0].startswith(word)), "")):
        whole = [whole[0].removeprefix(lead)]
    return [word for word in whole if word and word not in corner and word not in UNITS]
