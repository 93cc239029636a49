"""Where a statistics table stands in a document, and its text without the units beside its numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from toolkit.document import Cell
from toolkit.forms import editions_of
from toolkit.recognition.grids import Candidate, Token
from toolkit.recognition.items import UNITS, item_labels, plain_key
from toolkit.recognition.stream import Stream
from toolkit.text import longest_of

KEY = "statistics"
#: So many of its rows have to be printed for a stretch to be the table.
_FEWEST_ROWS, _FEWEST_WITHOUT_HEADING = 4, 10
_LONGEST_HEADING = 60
#: Two labels of the form with more characters between them do not belong to one table.
_WIDEST_GAP = 160
_UNIT = "|".join(UNITS)
NUMBER = r"[\d０-９][\d０-９.,]*"
NOTHING = r"[-—―–/\\]+|无"
# A unit that stands between a label and its number, behind the number, or alone; 文件 ends no unit.
_UNIT_IN_TEXT = re.compile(
    rf"\((?P<a>{_UNIT})\)|(?<![文稿事案信条])(?P<b>{_UNIT})(?=\s*(?:{NUMBER}|(?:{NOTHING})(?:\s|$)))"
    rf"|(?:^|(?<=[\t\n]))[ ]*(?P<c>{_UNIT})[ ]*(?=[\t\n]|$)|(?<=\d)[ ]*(?P<d>{_UNIT})(?![数月日]|员)|(?<=[ ])(?P<e>{_UNIT})(?=[ ]*(?:\n|$))"
)
_COLON = re.compile(r"(?<=[^\d\s]):(?=[ ]*\d)")
# 3信函、传真申请数: a digit that begins a line and is glued to words is a list number; 3件 is a value.
_LINE_NUMBER = re.compile(rf"(\n[ ]*)(\d)(?=[㐀-鿿])(?!\d(?:{_UNIT})\s*(?:\n|$))")
_ONCE = re.compile(r"计(\s*)1(?=\s*[条次件])")
#: A local row behind the last one of the form: words, a unit, a number.
_LOCAL_ROW = re.compile(rf"[\s:：]*[^\d\s。;；，,]{{2,30}}?\s*(?:{_UNIT})\s*(?:{NUMBER}|{NOTHING})(?:[ \t]+{NUMBER})*")
_VALUES = re.compile(rf"[\s:()]*(?:{_UNIT})?[\s):]*(?:(?:{NUMBER}|{NOTHING})\s*(?:{_UNIT})?[ \t]*)*(?:\n[ ]*(?:{_UNIT}|{NUMBER}|{NOTHING})[ ]*(?=\n|$))*")


@cache
def _marks() -> re.Pattern[str]:
    return re.compile("|".join(dict.fromkeys(mark for _, table in editions_of(KEY) for mark in table.marks)))


@cache
def _corners() -> re.Pattern[str]:
    """Return what finds the first words of a heading, a column of serial numbers before them."""
    words = {plain_key(word) for _, table in editions_of(KEY) for word in (table.corner, *table.heading)}
    words = {word for word in words if "单位" not in word and word != "序号"}
    return re.compile(f"(?:序号)?(?:{'|'.join(sorted(words, key=len, reverse=True))})")


@cache
def _labels() -> re.Pattern[str]:
    wordings = sorted({w for _, table in editions_of(KEY) for w in item_labels(table).wordings if len(w) > 3})
    return re.compile(longest_of([*wordings, *(w.replace("计一", "计1") for w in wordings if "计一" in w)]))


@cache
def _list_numbers() -> re.Pattern[str]:
    """Return what finds 1政府公报公开政府信息数: a list number without its stop, where a line or a cell begins."""
    return re.compile(rf"((?:^|(?<=[\t\n]))[ ]*(?:其中[:,]?)?[ ]*)(\d)(?={_labels().pattern})")


def item_zones(stream: Stream) -> list[tuple[int, int]]:
    """Return the stretches that hold the table: behind its heading, or, without one, where many of its rows stand."""
    key = stream.key
    labels = [label.span() for label in _labels().finditer(key.text)]
    if len({key.text[start:end] for start, end in labels}) < _FEWEST_ROWS:
        return []
    marks = [mark.start() for mark in _marks().finditer(key.text)]
    # Behind which character of the key a sentence ends: none does between the rows of a table.
    stops = np.searchsorted(key.offsets, np.flatnonzero(stream.codes == ord("。"))).tolist()
    zones: list[tuple[int, int]] = []
    # The same in the key, where labels are looked for.
    taken: list[range] = []
    for starts, fewest in ((marks, _FEWEST_ROWS), ([start for start, _ in labels], _FEWEST_WITHOUT_HEADING)):
        for at in starts:
            if any(at in found for found in taken):
                continue
            if (end := _end(stream, labels, stops, at, fewest)) is not None:
                zones.append((_with_heading(stream, at), end))
                first, last = np.searchsorted(key.offsets, zones[-1])
                taken.append(range(int(first), int(last)))
    return sorted(zones)


def _with_heading(stream: Stream, at: int) -> int:
    """Return where the heading in other words begins that stands just before a table, else where the table does."""
    key = stream.key
    start, first = key.offset(at), max(0, at - _LONGEST_HEADING)
    corners = list(_corners().finditer(key.text[first:at]))
    if not corners:
        return start
    heading = key.offset(first + corners[-1].start())
    return start if "。" in stream.text[heading:start] else heading


def _end(
    stream: Stream, labels: Sequence[tuple[int, int]], stops: Sequence[int], at: int, fewest: int
) -> int | None:
    """Return where a table ends whose heading begins at a place in the key, if its rows follow."""
    key, last = stream.key, at
    seen: set[str] = set()
    for start, end in labels[bisect_left(labels, (at, at)) :]:
        if start - last > _WIDEST_GAP or (seen and bisect_right(stops, last) < bisect_right(stops, start)):
            break
        last = end
        seen.add(key.text[start:end])
    return _behind(stream, key.offset(last - 1) + 1) if len(seen) >= fewest else None


def _behind(stream: Stream, end: int) -> int:
    """Return where the values of the last row end, and the local rows that follow it."""
    number = stream.number_at(end - 1)
    if isinstance(stream.parts[number], Cell):
        return stream.piece(bisect_right(stream.blocks, stream.blocks[number], number) - 1).end
    match = _VALUES.match(stream.text, end)
    end = match.end() if match else end
    while (match := _LOCAL_ROW.match(stream.text, end)) is not None:
        end = match.end()
    return end


# -- units -------------------------------------------------------------------------------------------


def without_units(stream: Stream, zones: Sequence[tuple[int, int]]) -> tuple[Stream, Mapping[int, str]]:
    """Return the stream with the units of its rows blanked out, length for length, and where each stood."""
    text = stream.text
    units: dict[int, str] = {}
    for start, end in zones:
        text = text[:start] + without_units_in(text[start:end], start, units) + text[end:]
    return replace(stream, text=text), dict(sorted(units.items()))


def without_units_in(part: str, start: int, units: dict[int, str]) -> str:
    """Return a piece of a table with its units blanked out; ``units`` gets each by its offset, the first one ``start``."""
    part = _ONCE.sub(r"计\g<1>一", part)
    part = _COLON.sub(" ", part)
    part = _LINE_NUMBER.sub(lambda match: match[1] + " " * len(match[2]), part)
    part = _list_numbers().sub(lambda match: match[1] + " " * len(match[2]), part)

    def blank(match: re.Match[str]) -> str:
        units[start + match.start()] = next(unit for unit in match.groups() if unit)
        return " " * len(match.group())

    return _UNIT_IN_TEXT.sub(blank, part)


def unit_between(units: Mapping[int, str], first: int, last: int) -> str | None:
    """Return the last unit that begins between two offsets; ``units`` are in the order of the text."""
    places = list(units)
    before = bisect_right(places, last)
    return units[places[before - 1]] if before and places[before - 1] >= first else None


def without_unit_cells(candidate: Candidate, units: Mapping[int, str]) -> Candidate:
    """Return a run of values without the cell of its unit."""

    def is_unit(token: Token) -> bool:
        return token.is_blank and unit_between(units, token.start, max(token.end - 1, token.start)) is not None

    kept = [token for token in candidate.tokens if not is_unit(token)]
    return candidate if len(kept) == len(candidate.tokens) else replace(candidate, tokens=kept)
