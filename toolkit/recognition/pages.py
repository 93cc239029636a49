"""Page numbers that a text dump leaves between the lines of a table: which lines are nothing else."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from toolkit.document import Cell, Line
from toolkit.recognition.stream import Stream

# - 3 -   — 3 —   第 3 页 共 8 页   Page 3 of 8
_DECORATED = re.compile(
    r"\s*(?:[-—–―·~•]+\s*(?P<dashed>\d{1,3})\s*[-—–―·~•]+"
    r"|(?P<worded>第\s*\d{1,3}\s*页(?:\s*[,/]?\s*共\s*\d{1,3}\s*页)?|page\s*\d{1,3}(?:\s*of\s*\d{1,3})?))\s*",
    re.IGNORECASE,
)
# 3 / 8, which may be two values.
_OF_ALL = re.compile(r"\s*(\d{1,3})\s*/\s*(\d{1,3})\s*")
_MOST_DIGITS = 3
#: So many characters on the lines around a bare number make them paragraphs.
_PARAGRAPH = 8
_MOST_PAGES, _MOST_PAGES_MISSED = 60, 3
# A short line with a digit and hardly more, which begins as these do: most lines of a report need not be looked at.
_SHORT = re.compile(r"\n(?=[^\S\n\t]*+[-—–―·~•第pP\d])([^\n\t\d]{0,12}\d[^\n\t]{0,20})(?=\n)")


def page_number_lines(stream: Stream, zones: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return where lines begin that hold nothing but a page number.

    A dashed or worded one shows it by itself. Those such as 3/8 do where they count upward to one and the same
    number. A bare number does only where bare numbers stand between paragraphs outside the tables, count upward,
    and leave a gap that it alone fills; everything else stays a value, for the sums to judge.
    """
    decorated: set[int] = set()
    of_all: dict[int, tuple[int, int]] = {}
    bare: list[tuple[int, int]] = []
    # With a line end before the first line, so that every line begins behind one.
    for line in _SHORT.finditer("\n" + stream.text):
        start, number = line.start(), line[1].strip()
        if number.isdecimal() and len(number) <= _MOST_DIGITS:
            bare.append((start, int(number)))
        elif fraction := _OF_ALL.fullmatch(number):
            if not _is_cell(stream, start):
                of_all[start] = int(fraction[1]), int(fraction[2])
        elif _DECORATED.fullmatch(line[1]) and not _is_cell(stream, start):
            decorated.add(start)
    if _count_upward(list(of_all.values())):
        decorated.update(of_all)
    outside = [one for one in bare if not any(low <= one[0] < high for low, high in zones)]
    anchors = [one for one in outside if _between_paragraphs(stream, one[0])]
    return frozenset(decorated) | _fillers(stream, bare, anchors)


def _count_upward(pages: Sequence[tuple[int, int]]) -> bool:
    """Decide whether several pages of as many are numbered one after the other."""
    rises = all(a < b for (a, _), (b, _) in itertools.pairwise(pages))
    return len(pages) > 1 and rises and len({last for _, last in pages}) == 1 and pages[-1][0] <= pages[-1][1]


def _is_cell(stream: Stream, start: int) -> bool:
    return isinstance(stream.parts[stream.number_at(start)], Cell)


def _between_paragraphs(stream: Stream, start: int) -> bool:
    n = stream.number_at(start)
    around = [stream.parts[i] for i in (n - 1, n + 1) if 0 <= i < len(stream.parts)]
    return not _is_cell(stream, start) and all(
        isinstance(part, Line) and len(part.text.strip()) >= _PARAGRAPH for part in around
    )


def _fillers(
    stream: Stream, bare: Sequence[tuple[int, int]], anchors: Sequence[tuple[int, int]]
) -> frozenset[int]:
    """Return the bare numbers that are page numbers, or fill the gaps that page numbers leave.

    All are given as where they begin and what they say; the anchors are page numbers in any case.
    """
    counting = all(b > a for (_, a), (_, b) in itertools.pairwise(anchors))
    if len(anchors) < 2 or not counting or anchors[-1][1] > _MOST_PAGES:
        return frozenset()
    found = {start for start, _ in anchors}
    edges = [(-1, 0), *anchors, (len(stream.text), anchors[-1][1] + _MOST_PAGES_MISSED + 1)]
    for (low, first), (high, last) in itertools.pairwise(edges):
        between = [one for one in bare if low < one[0] < high and not _is_cell(stream, one[0])]
        for value in range(first + 1, last):
            fitting = [start for start, number in between if number == value]
            if len(fitting) == 1:
                found.add(fitting[0])
    return frozenset(found)
