"""Which item of a statistics table a printed label means, where labels repeat under several parents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from toolkit.forms import Form, Row, Table
from toolkit.recognition.grids import Candidate, Vocabulary
from toolkit.text import Endings, label_key, longest_of
from toolkit.vocabulary.tables import table_words

#: What the unit column of a statistics table prints; the longest first.
UNITS = tuple(sorted(table_words().units.items, key=len, reverse=True))
MONEY = frozenset({"万元", "元"})
_NUMERAL = r"[一二三四五六七八九十\d]"
#: A label that lost more than one character in four, or is shorter, names no row.
_LEFT_OF_LABEL, _SHORTEST = 0.75, 4
#: So much of a label has to stand before its number where the rest stands behind.
_LEAST_BEFORE = 3
_REMEMBERED = 16_384


@lru_cache(maxsize=4096)
def plain_key(text: str) -> str:
    """Return the key of a label in which the 1 of 计1条, which is no value, is a word.

    >>> plain_key("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）")
    '主动公开政府信息数不同渠道和方式公开相同信息计一条'
    """
    return re.sub(r"计1(?=[条次件])", "计一", label_key(text))


@dataclass(frozen=True, eq=False)
class ItemLabels:
    """The rows of one statistics table by what is printed for them."""

    table: Table

    @cached_property
    def rows_of(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows that each wording can mean: several, where parents tell them apart."""
        found: dict[str, tuple[Row, ...]] = {}
        for row in self.table.rows:
            for text in (row.label, *row.aliases):
                key = plain_key(text)
                if row not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), row)
        return found

    @cached_property
    def wordings(self) -> tuple[str, ...]:
        """Every wording, the longest first."""
        return tuple(sorted(self.rows_of, key=len, reverse=True))

    @cached_property
    def _endings(self) -> Endings:
        return Endings(self.wordings)

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The key of the row above each row that is a part of it."""
        by_wording = {
            key: rows[0].key for key, rows in self.rows_of.items() if len(rows) == 1
        }
        return {
            row.key: by_wording[plain_key(row.group)]
            for row in self.table.rows
            if plain_key(row.group) in by_wording
        }

    @cached_property
    def _words_of_heading(self) -> tuple[str, ...]:
        keys = {plain_key(word) for word in (*self.table.heading_words, *self.table.heads)} - {""}
        return tuple(sorted(keys, key=len, reverse=True))

    @cached_property
    def _before_label(self) -> re.Pattern[str]:
        """What may stand between two values beside a label: headings, title rows, rows without a value."""
        words = longest_of([*self._words_of_heading, *self.wordings])
        return re.compile(f"(?>(?:20\\d\\d年?度?|其中|{words}|{longest_of(UNITS)}|{_NUMERAL})*)")

    @cached_property
    def _lead(self) -> re.Pattern[str]:
        return re.compile(f"(?>(?:其中|{longest_of(self._words_of_heading)}|{_NUMERAL})*)")

    @cached_property
    def _wording_or_heading(self) -> re.Pattern[str]:
        # Wordings first: one that is the beginning of a heading is still a row.
        return re.compile("|".join([*self.wordings, *self._words_of_heading]))

    def own(self, key: str) -> str:
        """Return what is left of a printed key without title rows, list numbers and the unit."""
        return _without_unit(self._lead.sub("", key, count=1))

    def is_heading(self, key: str) -> bool:
        """Decide whether a key holds nothing but headings, title rows and rows without a value."""
        return self._before_label.fullmatch(key) is not None

    def exact(self, key: str) -> tuple[str, str] | None:
        """Return the wording with which a printed key ends, and what stands before it, if all of that is known."""
        if key not in self._exact:
            if len(self._exact) >= _REMEMBERED:
                self._exact.clear()
            self._exact[key] = self._find_exact(key)
        return self._exact[key]

    def _find_exact(self, key: str) -> tuple[str, str] | None:
        for end in dict.fromkeys((key, _without_unit(key))):
            for wording in self._endings.of(end):
                if self._before_label.fullmatch(end[: len(end) - len(wording)]):
                    return wording, end[: len(end) - len(wording)]
        return None

    @cached_property
    def _exact(self) -> dict[str, tuple[str, str] | None]:
        """What was found before: most reports print the same labels."""
        return {}

    def is_perhaps_another(self, wording: str, before: str) -> bool:
        """Decide whether a wording may be a longer one that lost a letter: 4.同意公开答复数 was 不同意公开答复数."""
        number = re.search(r"\d$", before)
        if number is None or number.group() in {re.sub(r"\D", "", row.number) for row in self.rows_of[wording]}:
            return False
        return any(
            number.group() in {re.sub(r"\D", "", row.number) for row in self.rows_of[other]}
            for other in self._longer.get(wording, ())
        )

    @cached_property
    def _longer(self) -> Mapping[str, tuple[str, ...]]:
        """The wordings that would be another one if they lost a letter."""
        return {
            short: found
            for short in self.wordings
            if (found := tuple(w for w in self.wordings if len(w) == len(short) + 1 and is_damaged(short, w)))
        }

    def damaged(self, key: str, after: str) -> Iterator[tuple[Row, str]]:
        """Yield the rows that a damaged label may mean, and what of the next text belongs to it."""
        own = self.own(key)
        # 新闻发布会总次 before its number, and 数 behind it: the last character is no unit.
        for begun in dict.fromkeys((self._lead.sub("", key, count=1), own)):
            for wording in self.wordings:
                rest = wording[len(begun) :]
                if len(begun) >= _LEAST_BEFORE and rest and wording.startswith(begun) and after.startswith(rest):
                    for row in self.rows_of[wording]:
                        yield row, rest
                    return
        for wording in self.wordings:
            if is_damaged(own, wording):
                for row in self.rows_of[wording]:
                    yield row, ""

    def named_inside(self, key: str) -> tuple[Row, ...]:
        """Return the rows whose wording stands somewhere in a key that is not theirs alone."""
        own = self.own(key)
        inside = next((wording for wording in self.wordings if wording in own), None)
        return self.rows_of[inside] if inside else ()

    def without_value(self, before: str) -> list[Row]:
        """Return the rows that are printed in a key before its own label: no value stands beside them."""
        found = [self.rows_of.get(wording, ()) for wording in self._wording_or_heading.findall(before)]
        return [rows[0] for rows in found if len(rows) == 1]


def _without_unit(key: str) -> str:
    if not key.endswith(UNITS):
        return key
    return next(key.removesuffix(unit) for unit in UNITS if key.endswith(unit))


def is_damaged(printed: str, wording: str) -> bool:
    """Decide whether a printed label is a wording that lost a few characters, or has one other.

    >>> is_damaged("政府网站公政府信数", "政府网站公开政府信息数"), is_damaged("收到申请数本级", "收到申请数")
    (True, False)
    """
    if min(len(printed), len(wording)) < _SHORTEST:
        return False
    if len(printed) == len(wording):
        return sum(a != b for a, b in zip(printed, wording, strict=True)) == 1
    letters = iter(wording)
    return (
        _LEFT_OF_LABEL * len(wording) <= len(printed) < len(wording) and all(char in letters for char in printed)
    )


@cache
def item_labels(table: Table) -> ItemLabels:
    """Return the labels of a statistics table."""
    return ItemLabels(table)


@cache
def vocabulary_of(tables: tuple[Table, ...]) -> Vocabulary:
    """Return what statistics tables call their rows and columns, a unit behind a label allowed."""
    rows = {wording for table in tables for wording in item_labels(table).wordings}
    ends = Endings(wording + unit for wording in rows for unit in ("", *UNITS))
    headings = {
        plain_key(word) for table in tables for word in (table.corner, *table.heading, *table.column_words)
    }
    above = {plain_key(word) for table in tables for word in (*table.heading_words, *table.heads)}
    return Vocabulary(
        is_label=ends.end,
        is_heading=lambda key: key in headings or _is_year(key),
        is_above=lambda key: key in above or _is_year(key),
        # 1当面申请数: where a digit is a list number, and where a value glued to the next label, is told later.
        is_numbered=lambda number, key: False,
    )


def _is_year(key: str) -> bool:
    return re.fullmatch(r"20\d\d年?度?", key) is not None


def likeliest_form(forms: Iterable[tuple[Form, Table]], key: str) -> tuple[Form, Table]:
    """Return the form of which a text prints most rows, and of two the one of which it prints the larger share."""
    return max(forms, key=lambda one: _likeness(one[1], key))


def _likeness(table: Table, key: str) -> tuple[int, float]:
    printed = {rows[0].key for wording, rows in item_labels(table).rows_of.items() if wording in key}
    return len(printed), len(printed) / len(table.rows)


# -- which row is meant ------------------------------------------------------------------------------


@dataclass(slots=True)
class Named:
    """One run of values with the rows that its label can mean; ``row`` when it is told, ``why`` when it is not."""

    candidate: Candidate
    rows: tuple[Row, ...] = ()
    row: Row | None = None
    is_exact: bool = True
    why: str = ""
    before: str = ""


def name_candidates(labels: ItemLabels, candidates: Sequence[Candidate]) -> list[Named]:
    """Return for each run of values which row it stands for, as far as its label and its parent tell."""
    named: list[Named] = []
    consumed = ""
    for at, candidate in enumerate(candidates):
        key = candidate.key.removeprefix(consumed)
        consumed = ""
        following = candidates[at + 1].key if at + 1 < len(candidates) else ""
        found = labels.exact(key)
        if found is not None:
            rows = labels.rows_of[found[0]]
            if labels.is_perhaps_another(*found):
                named.append(Named(candidate, rows, is_exact=False, before=key, why="its list number is that of another row"))
                continue
            named.append(Named(candidate, rows, rows[0] if len(rows) == 1 else None, before=found[1]))
            continue
        possible = list(labels.damaged(key, following))
        consumed = possible[0][1] if possible else ""
        rows = tuple(row for row, _ in possible)
        named.append(Named(candidate, rows, is_exact=bool(consumed), before=key))
    _tell_damaged(labels, named)
    _tell_repeated(labels, named)
    return named


def _tell_damaged(labels: ItemLabels, named: Sequence[Named]) -> None:
    """Give damaged labels the one row that they can mean at their place among the others."""
    order = {row.key: n for n, row in enumerate(labels.table.rows)}
    for at, one in enumerate(named):
        if one.row is not None or one.why or not one.rows or (one.is_exact and len(one.rows) > 1):
            continue
        taken = {other.row.key for other in named if other.row is not None}
        low = next((order[n.row.key] for n in reversed(named[:at]) if n.row), -1)
        high = next((order[n.row.key] for n in named[at + 1 :] if n.row), len(order))
        one.rows = tuple({row.key: row for row in one.rows}.values())
        fitting = [row for row in one.rows if row.key not in taken and low < order[row.key] < high]
        if len(fitting) == 1:
            one.row, one.rows = fitting[0], (fitting[0],)
        else:
            one.why = "its label is damaged and more than one row may be meant"


def _tell_repeated(labels: ItemLabels, named: Sequence[Named]) -> None:
    """Tell rows of the same label apart by the parent that was printed last before them."""
    parents = labels.parents
    wanted = {parents[row.key] for one in named if one.row is None for row in one.rows if row.key in parents}
    last = ""
    under: dict[int, str] = {}
    for at, one in enumerate(named):
        if one.row is not None and one.row.key in wanted:
            last = one.row.key
        for row in labels.without_value(one.before):
            last = row.key if row.key in wanted else last
        under[at] = last
    printed = {key for key in under.values() if key}
    heads = "".join(one.before for one in named)
    for at, one in enumerate(named):
        if one.row is not None or not one.is_exact or len(one.rows) < 2:
            continue
        group = {row.key: parents.get(row.key, plain_key(row.group)) for row in one.rows}
        by_head = {key: _head_above(named[: at + 1], parent) for key, parent in group.items() if parent not in wanted}
        if by_head:
            nearest = max(by_head, key=lambda key: by_head[key])
            are_known = all(parent in printed or plain_key(parent) in heads for parent in group.values())
            one.row = next((row for row in one.rows if row.key == nearest and by_head[nearest] >= 0 and are_known), None)
        elif all(parent in printed for parent in group.values()):
            one.row = next(
                (row for row in one.rows if group[row.key] == under[at] and _is_next(named[:at], under[at], parents)), None
            )
        if one.row is None:
            one.why = "its label stands under several rows, and the row above that would tell which is not printed"


def _is_next(before: Sequence[Named], parent: str, parents: Mapping[str, str]) -> bool:
    """Decide whether the last row that was told is the parent, or a part of it."""
    last = next((one.row.key for one in reversed(before) if one.row is not None), "")
    return parent == last or parents.get(last) == parent


def _head_above(named: Sequence[Named], head: str) -> int:
    """Return how far down a title row was printed last, or -1."""
    return max((at for at, one in enumerate(named) if head in one.before), default=-1)
