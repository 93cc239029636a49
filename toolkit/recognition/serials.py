"""Serial numbers before the labels of a table whose cells were lost: they are no values of the row above."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from toolkit.document import Line
from toolkit.recognition.stream import Stream, key_text

_SPAN = tuple[int, int]
# A number before the words of its line, and one on a line of its own before a line of words.
_BESIDE = re.compile(r"(?<=\n) *(\d{1,2})(?= +[(㐀-鿿])")
_ABOVE = re.compile(r"(?<=\n) *(\d{1,2})(?= *\n *[(㐀-鿿])")
#: The labels of a row, from the outermost group to its own.
_LABELS = 3
#: So many of them count upward, one by one.
_FEWEST = 4


def serial_numbers(stream: Stream, zones: Sequence[_SPAN], is_label: Callable[[str], bool]) -> list[_SPAN]:
    """Return where the serial numbers of tables stand: every number before a label is one more than that before."""
    found: list[_SPAN] = []
    for start, end in zones:
        for pattern in (_BESIDE, _ABOVE):
            numbers = [
                match
                for match in pattern.finditer(stream.text, start, end)
                if isinstance(stream.parts[stream.number_at(match.start(1))], Line)
                and any(is_label(key_text(line)) for line in _labels_behind(stream.text, match.end()))
            ]
            if len(numbers) >= _FEWEST and [int(match[1]) for match in numbers] == list(range(1, len(numbers) + 1)):
                found += [match.span(1) for match in numbers]
    return found


def _labels_behind(text: str, at: int) -> list[str]:
    """Return the words behind a number: the rest of its line, or the next lines without numbers."""
    lines = text[at : at + 400].split("\n")[: _LABELS + 1]
    return [re.split(r" \d", line)[0] for line in lines]
