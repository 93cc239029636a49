"""Statistics tables printed just as the form prints them: most are, and differ in nothing but their numbers.

A table is cut at its numbers. What stands between two of them, a title row, a label, a unit, is the
same in thousands of reports, so that it is weighed once and remembered: which words the careful way
(`statistics`) would gather before the number, and which row it would take them for. Whatever the careful way
would have to weigh together with the numbers, two of them in one place, a digit in words, a row too many,
is left to it; for the rest both ways come to the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, repeat
from typing import NamedTuple

from toolkit.document import Cell
from toolkit.forms import Form, Table
from toolkit.recognition.cells import Meanings, meanings_in
from toolkit.recognition.grids import DASH, PROSE, Candidate, is_wording
from toolkit.recognition.item_columns import columns_of_items, heading_words
from toolkit.recognition.item_zones import KEY, without_units_in
from toolkit.recognition.items import MONEY, item_labels, likeliest_form, name_candidates, vocabulary_of
from toolkit.recognition.readings import TableReading, absent, with_unit
from toolkit.recognition.stream import Stream, key_text
from toolkit.report import Figure
from toolkit.text import is_blank, is_dash

_Forms = tuple[tuple[Form, Table], ...]
_Tables = tuple[Table, ...]
#: A number that nothing touches.
_NUMBER = re.compile(r"(?<!\S)((?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?)(?!\S)")
#: More than this never stands between two numbers of a regular table.
_LONGEST = 400
#: What words, titles and list numbers are printed with.
_PLAIN = re.compile(r"[\s㐀-䶿一-鿿〇()《》<>“”\"':.、;,\d]*")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_NO_LIST_NUMBER = re.compile(r"\d(?![.、](?!\s*\d))|(?<=\d)\d")
#: Behind a number on its line, these may belong to it.
_BELONGS_TO_NUMBER = re.compile(r"[ ]*[年月日号时页期件条个项次宗人份篇家万元.、:]")
#: A unit so near behind a number may be that of the number.
_NEAR = 3
#: A row of so many cells is none of this table.
_WIDE = 15


class _Run(NamedTuple):
    """Words that the careful way gathers before a value: a label, with what stands above it, or a title with a dash.

    ``empty`` is where in the gap the value's cell stands, where it holds a dash or nothing.
    """

    key: str
    unit: str | None = None
    empty: tuple[int, int] | None = None


class _Gap(NamedTuple):
    """What is printed before a number: nothing but space, or words, the last of them those of the number.

    ``is_beside`` where words stand on the line of the number before.
    """

    runs: tuple[_Run, ...] = ()
    is_beside: bool = False


class _Planned(NamedTuple):
    """What one value is: which figure, and what its text means; ``at`` counts the numbers before it."""

    row: str
    column: str
    meanings: Meanings
    at: int
    empty: tuple[int, int] | None


class _Plan(NamedTuple):
    """What the values of a table are; rows that are not printed are figures already."""

    form: Form
    table: Table
    values: tuple[_Planned | Figure, ...]


def read_regular_items(
    stream: Stream, zone: tuple[int, int], forms: _Forms, year: int | None
) -> TableReading | None:
    """Return a statistics table that is printed as its form prints it, or nothing; ``year`` is the report's."""
    start, end = zone
    text = stream.text[start:end]
    in_cells = "\t" in text
    if stream.is_scanned:
        return None
    parts = stream.parts[stream.number_at(start) : stream.number_at(end - 1) + 1]
    if not in_cells and any(isinstance(part, Cell) for part in parts):
        return None
    if "序号" in key_text(stream.text[max(0, start - 8) : start + 8]):
        return None
    *pieces, last = _NUMBER.split(text)
    if not pieces or last.strip(" \n") or (not in_cells and "," in text and _YEAR.search(pieces[0])):
        return None
    tables = tuple(table for _, table in forms)
    gaps = []
    for number, piece in enumerate(pieces[::2]):
        gap = _gap(piece, tables, in_cells, number == 0) if len(piece) <= _LONGEST else None
        if gap is None:
            return None
        gaps.append(gap)
    plan = _plan(tuple(gaps), forms, in_cells)
    if plan is None or not _has_columns(plan.table, pieces[0], year):
        return None
    figures = _figures(stream, start, pieces, plan, in_cells)
    return None if figures is None else TableReading(KEY, plan.form.edition, figures)


def _figures(
    stream: Stream, start: int, pieces: Sequence[str], plan: _Plan, in_cells: bool
) -> list[Figure] | None:
    """Return the figures, where every number is one that its column can hold."""
    edition, figures = plan.form.edition, []
    ends = list(accumulate(map(len, pieces), initial=start))
    for planned in plan.values:
        if isinstance(planned, Figure):
            figures.append(planned)
            continue
        row, column, meanings, at, empty = planned
        low, high = (
            (ends[2 * at] + empty[0], ends[2 * at] + empty[1]) if empty else ends[2 * at + 1 : 2 * at + 3]
        )
        text = stream.text[low:high]
        printed = text.strip()
        lead, length = len(text) - len(text.lstrip()), len(printed)
        state, value, unit = meanings[printed]
        number = stream.number_at(low)
        part, first = stream.parts[number], stream.starts[number]
        is_cell = isinstance(part, Cell)
        if is_cell is not in_cells or state not in (("blank", "dash") if empty else ("reported",)):
            return None
        if isinstance(part, Cell) and empty and part.merged:
            return None
        raw: str | None = part.text
        if not is_cell:
            raw = part.text[low - first : high - first]
        elif len(part.text) != length or not length:
            raw = stream.printed(first, first + len(part.text)) or None
        place = stream.place_in(number, low + lead, low + lead + length)
        figures.append(Figure(edition, KEY, row, column, value, unit, state, raw, place))
    return figures


# -- between two numbers -----------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def _gap(piece: str, tables: _Tables, in_cells: bool, is_first: bool) -> _Gap | None:
    """Return what is printed before a number, where it holds nothing that has to be weighed."""
    if not key_text(piece):
        is_space = piece.strip(" ") == "\t" if in_cells else piece.isspace()
        return _Gap() if is_space and not is_first else None
    # Units are told by the numbers around them; any number does.
    before = "" if is_first else "0"
    units: dict[int, str] = {}
    text = without_units_in(f"{before}{piece}0", -len(before), units)[len(before) : -1]
    is_near = not is_first and min(units, default=_NEAR) < _NEAR
    if is_near or text.rstrip().endswith("计") or any(map(PROSE.search, text.split("\n"))):
        return None
    runs = _in_cells(text, units, tables, is_first) if in_cells else _in_lines(text, units, tables, is_first)
    if sum(run.unit is not None for run in runs) != len(units):
        return None
    beside = "" if is_first else text.partition("\n")[0]
    return _Gap(runs, bool(key_text(beside))) if runs else None


def _is_plain(text: str, is_first: bool) -> bool:
    """Decide whether a text holds no number but list numbers, and in the heading years."""
    bare = _YEAR.sub("", text) if is_first else text
    return _PLAIN.fullmatch(bare) is not None and not _NO_LIST_NUMBER.search(bare)


def _in_lines(text: str, units: Mapping[int, str], tables: _Tables, is_first: bool) -> tuple[_Run, ...]:
    """Return the run of words in lines, its unit behind it; dashes stand behind titles only."""
    if not is_first and _BELONGS_TO_NUMBER.match(text):
        return ()
    for dash in DASH.finditer(text):
        if not key_text(text[: dash.start()]).endswith(_titles(tables)):
            return ()
    unit = next(iter(units), len(text))
    is_end = not text[unit:].strip() and not text.rstrip().endswith((".", "、"))
    return (
        (_Run(key_text(text), units.get(unit)),)
        if is_end and _is_plain(DASH.sub(" ", text), is_first)
        else ()
    )


def _in_cells(text: str, units: Mapping[int, str], tables: _Tables, is_first: bool) -> tuple[_Run, ...]:
    """Return the runs of words in rows of cells; a title that has a dash beside it is one of its own."""
    words = vocabulary_of(tables)
    runs: list[_Run] = []
    pending = ""
    end = -1
    for row in text.split("\n"):
        start, end = end + 1, end + 1 + len(row)
        if start == 0 and not is_first:
            # What stands behind the number in its row.
            if row.strip(" "):
                return ()
            continue
        label, *cells = row.split("\t")
        dashes = [is_dash(cell) for cell in cells]
        key = key_text(label)
        if len(cells) >= _WIDE or not _is_plain(label, is_first) or (key and not is_wording(label, key)):
            return ()
        if cells and words.is_label(key) and not words.is_heading(key):
            unit = next((at for at in units if start <= at < end), None)
            # Label, unit, value; or label and value.
            has_unit_cell = unit is not None and start + len(label) < unit < end - len(cells[-1])
            is_row = len(cells) == 1 + has_unit_cell and all(map(is_blank, cells[:-1]))
            if not is_row or not (dashes[-1] or is_blank(cells[-1])):
                return ()
            runs.append(
                _Run(pending + key, units[unit] if unit is not None else None, (end - len(cells[-1]), end))
            )
            pending = ""
        elif all(dash or is_blank(cell) for cell, dash in zip(cells, dashes, strict=True)):
            if not key and any(dashes):
                return ()
            pending += key
            if any(dashes):
                runs.append(_Run(pending))
                pending = ""
        else:
            named = [key_text(cell) for cell in cells]
            is_heading = sum(map(words.is_heading, [key, *named])) > 1
            if not is_heading or not all(map(_is_plain, cells, repeat(is_first))):
                return ()
            pending += key + "".join(
                own for cell, own in zip(cells, named, strict=True) if is_wording(cell, own)
            )
    last = runs[-1].empty if runs else None
    if last is None or last[1] != len(text) or text[slice(*last)].strip():
        return ()
    # The value of the last one is the number.
    return (*runs[:-1], runs[-1]._replace(empty=None))


# -- what the rows are -------------------------------------------------------------------------------


@cache
def _titles(tables: _Tables) -> tuple[str, ...]:
    """Return the title rows that no row's label ends."""
    is_label = vocabulary_of(tables).is_label
    return tuple(key for table in tables for key in map(key_text, table.heads) if not is_label(key))


@lru_cache(maxsize=1024)
def _plan(gaps: tuple[_Gap, ...], forms: _Forms, in_cells: bool) -> _Plan | None:
    """Return what the values between and behind these words are, where each is known, and none is there twice."""
    form, table = likeliest_form(forms, "0".join("".join(run.key for run in gap.runs) for gap in gaps))
    labels, columns = item_labels(table), table.bands[0].columns
    starts = [at for at, gap in enumerate(gaps) if gap.runs]
    if [*starts, len(gaps)] != [*range(0, len(gaps) + 1, len(columns))]:
        return None
    named = name_candidates(labels, [Candidate(key=run.key) for gap in gaps for run in gap.runs])
    printed = ((at, gap, run) for at, gap in enumerate(gaps) for run in gap.runs)
    found: dict[str, list[_Planned | Figure]] = {}
    for one, (at, gap, run) in zip(named, printed, strict=True):
        is_number = run is gap.runs[-1]
        if not is_number and run.empty is None:
            # A title, which has to be no row's label.
            if one.rows:
                return None
            continue
        row = one.row
        if row is None or not one.is_exact or row.key in found or (run.empty and len(columns) > 1):
            return None
        # A label around its number: what stands on the line of the number before would be a remark.
        if not labels.exact(run.key) and (gap.is_beside or in_cells or not at):
            return None
        is_money = row.unit in MONEY
        if run.unit and (run.unit in MONEY) is not is_money:
            return None
        found[row.key] = [
            _Planned(
                row.key,
                column.key,
                meanings_in("amount", run.unit or "") if is_money else meanings_in(column.kind, row.unit),
                at + n,
                run.empty,
            )
            for n, column in enumerate(columns)
        ]
    bare = {
        row.key
        for one in named
        for row in labels.without_value(one.before if one.rows else one.candidate.key)
    }
    for row in table.rows:
        if row.key in bare and row.key not in found:
            return None
        missing = [absent(form.edition, KEY, row.key, with_unit(column, row.unit)) for column in columns]
        found.setdefault(row.key, [*missing])
    return _Plan(form, table, tuple(value for row in table.rows for value in found[row.key]))


@lru_cache(maxsize=1024)
def _has_columns(table: Table, before: str, year: int | None) -> bool:
    """Decide whether the heading, the words before the first number, names the columns of the form."""
    text = without_units_in(f"{before}0", 0, {})[:-1]
    columns = table.bands[0].columns
    width = [len(columns)]
    words = heading_words(table, text, text.rfind("\n") + 1)
    found = columns_of_items(table, words, width, width, year)
    return not found.why and found.columns == columns
