"""Pages that are read side by side: two pages on one sheet, and running text in two columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from toolkit.layout.lines import rows_of
from toolkit.layout.marks import Glyph, Rule
from toolkit.text import CJK

#: A sheet this much wider than high can hold two pages.
_WIDE = 1.15
#: Where the gutter between them lies, and how wide it is there at least, in shares of the width.
_FROM, _TO, _GUTTER = 0.4, 0.6, 0.05
#: So many Chinese characters without a gap are a sentence or a heading; labels of columns are shorter.
_RUN = 10
#: So many lines make a column of text, and such a share of them fills such a share of its width.
_LINES, _MOST, _FULL = 6, 0.6, 0.85
#: The narrowest gutter between two columns of text, in points.
_NARROWEST = 8.0


def halves(
    width: float, height: float, glyphs: Sequence[Glyph], rules: Sequence[Rule]
) -> list[tuple[Sequence[Glyph], Sequence[Rule]]]:
    """Return what stands on each page of a sheet: a wide one can hold two, side by side.

    It does where nothing crosses its middle and both sides hold a ruled table or a sentence; the two
    sides of a table without ruling do not, because numbers are no sentence.
    """
    whole = [(glyphs, rules)]
    if width < _WIDE * height:
        return whole
    spans = sorted([(glyph.x0, glyph.x1) for glyph in glyphs] + [(rule.x0, rule.x1) for rule in rules])
    for end, start in _gaps(spans, _GUTTER * width):
        low, high = max(end, _FROM * width), min(start, _TO * width)
        if high - low < _GUTTER * width:
            continue
        middle = (low + high) / 2
        sides = [
            (
                [glyph for glyph in glyphs if (glyph.x0 < middle) == is_left],
                [rule for rule in rules if (rule.x0 < middle) == is_left],
            )
            for is_left in (True, False)
        ]
        return list(sides) if all(_reads_as_page(*side) for side in sides) else whole
    return whole


def _gaps(spans: Sequence[tuple[float, float]], least: float) -> Iterator[tuple[float, float]]:
    """Yield the gaps between intervals in order, each as where it begins and where it ends."""
    reach = spans[0][1] if spans else 0.0
    for start, end in spans:
        if start - reach > least:
            yield reach, start
        reach = max(reach, end)


def _reads_as_page(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> bool:
    across = sum(rule.x1 - rule.x0 > 2 * (rule.bottom - rule.top) for rule in rules)
    if across >= 2 and len(rules) - across >= 2:
        return True
    return any(_longest_run(row) >= _RUN for row in rows_of(glyphs))


def _longest_run(row: Sequence[Glyph]) -> int:
    """Return how many Chinese characters stand on a line without a gap between them."""
    longest = run = 0
    end = 0.0
    for glyph in row:
        is_next = glyph.left - end < (glyph.right - glyph.left) / 2
        run = (run + 1 if is_next else 1) if CJK.match(glyph.text) else 0
        longest, end = max(longest, run), glyph.right
    return longest


# -- columns of text ---------------------------------------------------------------------------------


def in_reading_order(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Return lines of running text in the order in which they are read.

    Text is in two columns where no line crosses a gutter and the lines on both sides are full, as
    those of a paragraph are. The columns of a table without ruling are not: it is read row by row.
    """
    if len(rows) < _LINES:
        return rows
    left = min(row[0].x0 for row in rows)
    right = max(row[-1].x1 for row in rows)
    best: tuple[int, int, float] | None = None
    for share in (0.5, 0.45, 0.55, 0.4, 0.6):
        gutter = left + share * (right - left)
        first, last = _longest_stretch([_is_free(row, gutter) for row in rows])
        if last - first >= _LINES and (best is None or last - first > best[1] - best[0]):
            best = first, last, gutter
    if best is None:
        return rows
    first, last, gutter = best
    sides = [
        [part for row in rows[first:last] if (part := _part(row, gutter, is_left))]
        for is_left in (True, False)
    ]
    if not all(map(_is_column, sides)):
        return rows
    return [*rows[:first], *sides[0], *sides[1], *rows[last:]]


def _is_free(row: Sequence[Glyph], x: float) -> bool:
    """Decide whether a line, from left to right, leaves the gutter free."""
    at = bisect_right(row, x, key=_left)
    return (not at or row[at - 1].x1 < x - _NARROWEST / 2) and (
        at == len(row) or row[at].x0 > x + _NARROWEST / 2
    )


def _left(glyph: Glyph) -> float:
    return glyph.left


def _longest_stretch(flags: Sequence[bool]) -> tuple[int, int]:
    best = start = 0
    found = 0, 0
    for at, flag in enumerate([*flags, False]):
        if not flag:
            if at - start > best:
                best, found = at - start, (start, at)
            start = at + 1
    return found


def _part(row: Sequence[Glyph], x: float, is_left: bool) -> list[Glyph]:
    return [glyph for glyph in row if (glyph.x0 < x) == is_left]


def _is_column(rows: Sequence[list[Glyph]]) -> bool:
    """Decide whether lines are those of a column of text: most are full and hold sentences."""
    if len(rows) < _LINES:
        return False
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    full = [
        row for row in rows if row[-1].x1 - row[0].x0 > _FULL * (right - left) and _longest_run(row) >= _RUN
    ]
    return len(full) >= _MOST * len(rows)
