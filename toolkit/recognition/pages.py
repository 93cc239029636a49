"""Page numbers that a text dump leaves between the lines of a table: which lines are nothing else."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from toolkit.document import Cell, Line
from toolkit.recognition.stream import Stream

# - 3 -   — 3 —   第 3 页 共 8 页   3 / 8   Page 3 of 8
_DECORATED = re.compile(
    r"\s*(?:[-—–―·~•]+\s*(?P<dashed>\d{1,3})\s*[-—–―·~•]+"
    r"|(?P<worded>第\s*\d{1,3}\s*页(?:\s*[,/]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3}(?!\d)|page\s*\d{1,3}(?:\s*of\s*\d{1,3})?))\s*",
    re.IGNORECASE,
)
_MOST_DIGITS = 3
# A short line with a digit and hardly more, which begins as these do: most lines of a report need not be looked at.
_SHORT = re.compile(r"\n(?=[^\S\n\t]*+[-—–―·~•第pP\d])([^\n\t\d]{0,12}\d[^\n\t]{0,20})(?=\n)")


def page_number_lines(stream: Stream, zones: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return where lines begin that hold nothing but a page number.

    A dashed or worded one shows it by itself. A bare number does only where bare numbers stand
    between paragraphs outside the tables, count upward, and leave a gap that it alone fills;
    everything else stays a value, for the sums to judge.
    """
    decorated: set[int] = set()
    bare: list[tuple[int, int, bool]] = []
    # With a line end before the first line, so that every line begins behind one.
    for line in _SHORT.finditer("\n" + stream.text):
        start, text = line.start(), line[1]
        number = text.strip()
        is_bare = number.isdecimal() and len(number) <= _MOST_DIGITS
        if not is_bare and not _DECORATED.fullmatch(text):
            continue
        n = stream.number_at(start)
        if isinstance(stream.parts[n], Cell):
            continue
        if is_bare:
            is_outside = not any(low <= start < high for low, high in zones)
            bare.append((start, int(number), is_outside and _between_paragraphs(stream, n)))
        else:
            decorated.add(start)
    return frozenset(decorated) | _fillers(bare)


def _between_paragraphs(stream: Stream, n: int) -> bool:
    around = [stream.parts[i] for i in (n - 1, n + 1) if 0 <= i < len(stream.parts)]
    return all(isinstance(part, Line) and len(part.text.strip()) >= 8 for part in around)


def _fillers(bare: Sequence[tuple[int, int, bool]]) -> frozenset[int]:
    """Return the bare numbers that are page numbers, or fill the gaps that page numbers leave."""
    anchors = [(n, value) for n, (_, value, is_anchor) in enumerate(bare) if is_anchor]
    counting = all(b > a for (_, a), (_, b) in itertools.pairwise(anchors))
    if len(anchors) < 2 or not counting or anchors[-1][1] > 60:
        return frozenset()
    found = {bare[n][0] for n, _ in anchors}
    edges = [(-1, 0), *anchors, (len(bare), anchors[-1][1] + 4)]
    for (low, first), (high, last) in itertools.pairwise(edges):
        between = bare[low + 1 : high]
        for value in range(first + 1, last):
            fitting = [start for start, number, _ in between if number == value]
            if len(fitting) == 1:
                found.add(fitting[0])
    return frozenset(found)
