"""Digits that are printed, and yet make no number with those beside them: of another size, or struck out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import median_low

from toolkit.layout import Glyph, Rule

#: Left, upper, right and lower sides of characters.
Columns = tuple[list[float], list[float], list[float], list[float]]

#: Type is of another size below this share, by the box of the pen, and by the ink; fonts differ less.
_PEN, _INK = 0.9, 0.87
#: Two sizes that differ by fewer points are one.
_SAME = 0.1
#: Digits of one run are no further apart than this share of the larger one, and overlap in height by the other.
_BESIDE, _LEVEL = 0.35, 0.3
#: So many points to each side another digit of a run is looked for.
_REACH = 4
#: A line strikes a digit out where it crosses the middle of it: not within this share of its upper or lower end.
_END = 0.3
#: A line through digits is no longer than so many times what it crosses.
_LONGEST = 1.7
#: Lines no further apart than so many points meet.
_NEAR = 1.5
#: A line in front of a digit is a sign where it is no longer, and no further away, than these shares of the digit's height.
_LONGEST_SIGN, _BEFORE = 1.2, 0.5


def of_unlike_size(digits: Sequence[int], pen: Columns, ink_height: Callable[[int], float]) -> set[int]:
    """Return the digits of runs in which one is of another size: ``12`` and a small ``3`` is no 123.

    ``digits`` are the places of digits in the columns of ``pen``; ``ink_height`` tells how high one is.
    """
    left, top, right, bottom = pen
    sizes = [bottom[n] - top[n] for n in digits]
    if not sizes or min(sizes) >= _PEN * max(sizes):
        return set()
    usual = median_low(sizes)
    odd = [n for n, size in zip(digits, sizes, strict=True) if abs(size - usual) > _SAME]
    starts: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    for n in digits:
        starts[int(left[n])].append(n)
        ends[int(right[n])].append(n)

    def follow(one: int, other: int) -> bool:
        heights = bottom[one] - top[one], bottom[other] - top[other]
        common = min(bottom[one], bottom[other]) - max(top[one], top[other])
        return abs(left[other] - right[one]) <= _BESIDE * max(heights) and common > _LEVEL * min(heights)

    def beside(n: int) -> list[int]:
        before = [
            m for at in range(int(left[n]) - _REACH, int(left[n]) + _REACH) for m in ends[at] if follow(m, n)
        ]
        return before + [
            m
            for at in range(int(right[n]) - _REACH, int(right[n]) + _REACH)
            for m in starts[at]
            if follow(n, m)
        ]

    def differ(one: int, other: int) -> bool:
        small, large = sorted((bottom[n] - top[n]) for n in (one, other))
        if small >= _PEN * large:
            return False
        small, large = sorted(map(ink_height, (one, other)))
        return small < _INK * large

    waiting = [n for one in odd for other in beside(one) if differ(one, other) for n in (one, other)]
    found: set[int] = set()
    while waiting:
        n = waiting.pop()
        if n not in found:
            found.add(n)
            waiting += beside(n)
    return found


def struck_out(
    glyphs: Sequence[Glyph], digits: Sequence[int], rules: Sequence[Rule]
) -> tuple[list[int], set[Rule]]:
    """Return which digits a line crosses in the middle, or has one in front of them as a sign; and these lines.

    ``digits`` are their places among the glyphs. A line that is longer than what it crosses, or ends at
    another one, is not returned: it is one of the table.
    """
    heights = {(rule[1] + rule[3]) / 2 for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]}
    ys = sorted(heights)
    crossed: dict[tuple[float, float], list[Rule]] = {}
    found: list[int] = []
    widths: dict[Rule, float] = defaultdict(float)
    for n in digits:
        _, x0, top, x1, bottom, left, right = glyphs[n]
        lines = crossed.get((top, bottom))
        if lines is None:
            end = _END * (bottom - top)
            first = bisect_left(ys, top + end)
            is_free = first == len(ys) or ys[first] > bottom - end
            lines = (
                []
                if is_free
                else [rule for rule in rules if top + end <= (rule[1] + rule[3]) / 2 <= bottom - end]
            )
            crossed[top, bottom] = lines
        marks = [line for line in lines if _strikes(line, x0, x1) or _is_sign(line, x0, bottom - top)]
        if marks:
            found.append(n)
        for line in marks:
            widths[line] += right - left
    short = {line for line, width in widths.items() if line.x1 - line.x0 <= _LONGEST * width}
    return found, {line for line in short if not any(_meets(line, rule) for rule in rules)}


def _strikes(line: Rule, x0: float, x1: float) -> bool:
    margin = _END * (x1 - x0)
    return line.x0 <= x0 + margin and x1 - margin <= line.x1


def _meets(line: Rule, other: Rule) -> bool:
    """Decide whether a level line ends at an upright one."""
    if (
        other.x1 - other.x0 >= other.bottom - other.top
        or not other.top - _NEAR <= line.top <= other.bottom + _NEAR
    ):
        return False
    return any(other.x0 - _NEAR <= x <= other.x1 + _NEAR for x in (line.x0, line.x1))


def _is_sign(line: Rule, x0: float, height: float) -> bool:
    is_level = line.x1 - line.x0 > line.bottom - line.top
    return is_level and line.x1 - line.x0 <= _LONGEST_SIGN * height and -_BEFORE * height < line.x1 - x0 <= 1
