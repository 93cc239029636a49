"""Which column of a statistics table holds the number of the year, told by its heading alone.

A local table adds columns: one for each layer of government beside a total, last year's number, a
running total. Only a heading that says which one is the report's own number is believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from toolkit.forms import Column, Row, Table
from toolkit.recognition.items import MONEY, UNITS, item_labels, plain_key
from toolkit.recognition.stream import key_text

_YEAR = re.compile(r"20\d\d年?度?(?:数|数量|统计数|情况)?")
_TOTAL = re.compile(r"(?:全[省市区县州盟旗]|全系统|汇总)?(?:合计|总计|总数|汇总|汇总数)(?:数)?")
#: A heading of one column of numbers that is not the report's own of its year.
_ELSEWHEN = re.compile(r"上年|去年|上期|往年|历年|累计|计划|目标|预计|同比|增减|本级|下属|所属")
_LONGEST = 8
_REMARK = re.compile(r"备注|说明|注")
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
    table: Table, heading: Sequence[str], widths: Sequence[int], numbers: Sequence[int] = ()
) -> Columns:
    """Return the columns of a statistics table; where rows hold more numbers than columns are named, none is told.

    ``numbers`` are how many numbers rows have, see `_named_columns` for the others.
    """
    columns = _named_columns(table, heading, widths)
    usual = max(set(numbers), key=lambda count: (numbers.count(count), count), default=0)
    if not columns.why and usual > len(columns.columns):
        why = f"its rows have {usual} numbers, and its heading names {len(columns.columns)} columns"
        return replace(columns, why=why)
    return columns


def _named_columns(table: Table, heading: Sequence[str], widths: Sequence[int]) -> Columns:
    """Return the columns of a statistics table; ``heading`` are its printed words, ``widths`` how many values rows have.

    A spanning 统计数 above 合计, 本级, … is no column of its own.
    """
    form = table.bands[0].columns
    printed = [word for text in heading for word in _words(table, text)]
    printed = [word for word in printed if not _REMARK.fullmatch(word)]
    half = len(printed) // 2
    if half and printed[:half] == printed[half:]:
        # Two halves of one table side by side.
        printed = printed[:half]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    if not printed:
        if len(form) == 1:
            return Columns(form)
        return Columns(form, why="the heading that would tell the columns apart is not printed")
    named = [_column(form, word) for word in printed]
    # In a heading run together, an unknown word may be several columns.
    is_apart = len(heading) > 1 and len(printed[0]) <= _LONGEST
    if len(form) == len(printed) == 1 and is_apart and not _ELSEWHEN.search(printed[0]):
        return Columns(form)
    if len(printed) == usual + 1 and usual > 1 and named[0] == "value" and named.count("value") == 1:
        printed, named = printed[1:], named[1:]
    totals = [at for at, word in enumerate(printed) if _TOTAL.fullmatch(word)]
    years = [at for at, word in enumerate(printed) if _YEAR.fullmatch(word)]
    values = [at for at, key in enumerate(named) if key == "value"]
    for choices in (values, totals if len(printed) > 1 or not years else [], years, totals):
        if len(choices) == 1 and (not values or choices is values):
            chosen = choices[0]
            break
    else:
        return Columns(_as_printed(form, printed, named, -1), why="the heading does not say which column is the total")
    if values and totals and totals != values and len(printed) > 1:
        return Columns(_as_printed(form, printed, named, -1), why="the heading names a number and a total beside it")
    missing = [column.label for column in form if column.is_running_total and column.key not in named]
    if missing:
        return Columns(_as_printed(form, printed, named, chosen), why=f"the heading has no column {missing[0]}")
    columns = _as_printed(form, printed, named, chosen)
    extras = tuple(column.label for column in columns if column.key.startswith(_EXTRA))
    return Columns(columns, extras)


def _as_printed(
    form: Sequence[Column], printed: Sequence[str], named: Sequence[str | None], chosen: int
) -> tuple[Column, ...]:
    by_key = {column.key: column for column in form}
    columns = []
    for at, (word, key) in enumerate(zip(printed, named, strict=True)):
        if at == chosen:
            columns.append(by_key["value"])
        elif key and by_key[key].is_running_total and named.count(key) == 1:
            columns.append(by_key[key])
        else:
            columns.append(Column(f"{_EXTRA}{at}", word, word, ""))
    return tuple(columns)


def _column(form: Sequence[Column], word: str) -> str | None:
    """Return which column of the form a word of the heading names."""
    bare = re.sub(r"^20\d\d年?", "", word)
    for column in form:
        wordings = {plain_key(text) for text in (column.label, *column.aliases)}
        if word in wordings or bare in wordings:
            return column.key
    return None


def _words(table: Table, text: str) -> list[str]:
    """Return the columns that a piece of a heading names, without what names no column of numbers."""
    key = re.sub("^[一二三四五六七八九十]$", "", key_text(text))
    form = [plain_key(w) for c in table.bands[0].columns for w in (c.label, *c.aliases)]
    corner = [plain_key(word) for word in (table.corner, *table.heading)]
    corner.append("序号")
    known = sorted({*form, *corner, "备注", "合计", "总计", "本级"} - {""}, key=len, reverse=True)
    pattern = re.compile(f"20\\d\\d年?(?:{'|'.join(known)})|20\\d\\d年?度?|{'|'.join(known)}")
    pieces = pattern.findall(key)
    whole = [key] if "".join(pieces) != key else pieces
    if len(whole) == 1 and (lead := next((word for word in sorted(corner, key=len, reverse=True) if whole[0].startswith(word)), "")):
        whole = [whole[0].removeprefix(lead)]
    return [word for word in whole if word and word not in corner and word not in UNITS]
