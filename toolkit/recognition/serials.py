"""Serial numbers before the labels of a table whose cells were lost: they are no values of the row above.

Where they do not count up without a gap, nobody knows which numbers are serial numbers and which are values: the
rows of such a table are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from toolkit.document import Line
from toolkit.recognition.stream import Stream, key_text

_SPAN = tuple[int, int]
# A number before the words of its line, and one on a line of its own before a line of words.
_BESIDE = re.compile(r"\n *(\d{1,2})(?= +(?:\d{1,2}[.、] *)?[(㐀-鿿])")
_ABOVE = re.compile(r"\n *(\d{1,2})(?= *\n *(?:\d{1,2}[.、] *)?[(㐀-鿿])")
_LIST_NUMBER = re.compile(r"^ *\d{1,2}[.、]")
_VALUES = re.compile(r" \d")
#: The labels of a row, from the outermost group to its own.
_LABELS = 3
#: So many of them count upward, one by one.
_FEWEST = 4


#: What heads their column.
_HEADING = "序号"
#: Why a row among them is refused.
MIXED = "serial numbers before the labels cannot be told from its values"


class Serials(NamedTuple):
    """Where serial numbers stand, and the tables in which they cannot be told from values."""

    spans: list[_SPAN]
    mixed: list[_SPAN]


def serial_numbers(stream: Stream, zones: Sequence[_SPAN], is_label: Callable[[str], bool]) -> Serials:
    """Return where the serial numbers of tables stand: every number before a label is one more than that before."""
    spans: list[_SPAN] = []
    mixed: list[_SPAN] = []
    for zone in zones:
        is_settled = is_in_doubt = False
        for pattern in (_BESIDE, _ABOVE):
            found = list(pattern.finditer(stream.text, max(zone[0] - 1, 0), zone[1]))
            matches = [match for match in found if _is_before_label(stream, match, is_label)] if len(found) >= _FEWEST else []
            numbers = [int(match[1]) for match in matches]
            if len(numbers) < _FEWEST:
                continue
            if numbers == list(range(1, len(numbers) + 1)):
                spans += [match.span(1) for match in matches]
                is_settled = True
            else:
                in_order = sum(after == before + 1 for before, after in pairwise(numbers))
                is_in_doubt |= in_order * 2 >= len(numbers)
        if is_in_doubt or (not is_settled and _HEADING in _heading_lines(stream.text, zone)):
            mixed.append(zone)
    return Serials(spans, mixed)


def _is_before_label(stream: Stream, number: re.Match[str], is_label: Callable[[str], bool]) -> bool:
    """Decide whether a number stands on a line of text, and a label behind it."""
    if not isinstance(stream.parts[stream.number_at(number.start(1))], Line):
        return False
    return any(is_label(key_text(line)) for line in _labels_behind(stream.text, number.end()))


def _heading_lines(text: str, zone: _SPAN) -> str:
    """Return the lines of a table, with all of the first and the one above it."""
    start, end = zone
    above = text.rfind("\n", 0, start)
    return text[text.rfind("\n", 0, max(above, 0)) + 1 : end]


def _labels_behind(text: str, at: int) -> list[str]:
    """Return the words behind a number: the rest of its line, or the next lines without numbers."""
    lines = text[at : at + 400].split("\n")[: _LABELS + 1]
    return [_VALUES.split(_LIST_NUMBER.sub("", line))[0] for line in lines]
