"""The form's own arithmetic as a judge: of several readings of a row, which ones add up.

Where cells are run together or one is missing, a row has several readings. A reading survives if
it is part of at least one choice of readings for all rows that satisfies every sum of the form.
What all surviving readings agree on is proven; the rest stays unreadable. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from toolkit.forms import Balance

#: One way to read a row: a number for each column, or nothing where no number is printed.
Reading = tuple[float | None, ...]
Readings = Mapping[str, Sequence[Reading]]
_Side = list[float | None]

#: Above this many steps the search gives up, and what is open stays unreadable.
_MOST_STEPS = 60_000
_MOST_READINGS = 5_000


def splits(digits: Sequence[str], width: int) -> list[tuple[str, ...]]:
    """Return every way to cut runs of digits into ``width`` numbers, none with a leading zero.

    >>> splits(["000"], 3), splits(["0", "00"], 3)
    ([('0', '0', '0')], [('0', '0', '0')])
    >>> splits(["8989"], 3)
    [('8', '9', '89'), ('8', '98', '9'), ('89', '8', '9')]
    """
    found: list[tuple[str, ...]] = []

    def cut(at: int, rest: str, done: tuple[str, ...]) -> None:
        if len(found) >= _MOST_READINGS:
            return
        if not rest:
            if at == len(digits):
                if len(done) == width:
                    found.append(done)
            elif len(done) < width:
                cut(at + 1, digits[at], done)
            return
        still = len(rest) + sum(map(len, digits[at:]))
        if len(done) >= width or len(done) + still < width:
            return
        whole = "." in rest or not rest.isdigit()
        sizes = [len(rest)] if whole else [1] if rest[0] == "0" else range(1, len(rest) + 1)
        for size in sizes:
            cut(at, rest[size:], (*done, rest[:size]))

    cut(0, "", ())
    return found if len(found) < _MOST_READINGS else []


def placements(values: Sequence[float | None], width: int) -> list[Reading]:
    """Return every way to put fewer numbers than columns into the columns, in their order."""
    return [
        tuple(values[places.index(column)] if column in places else None for column in range(width))
        for places in combinations(range(width), len(values))
    ]


def leave_out(count: int, width: int) -> Iterator[tuple[int, ...]]:
    """Yield every choice of ``width`` out of ``count`` cells, in their order."""
    return combinations(range(count), width)


def surviving(
    rows: Readings, columns: Sequence[str], balances: Sequence[Balance]
) -> dict[str, list[Reading]] | None:
    """Return, for each row, the readings that are part of a choice in which every sum holds.

    Sums with an operand that is printed nowhere are left out of account, except that parts must
    not exceed their whole. Returns nothing where no choice adds up, or the search grows too large.
    """
    kept = {key: _row_sums_hold(readings, columns, balances) for key, readings in rows.items()}
    down = [balance for balance in balances if balance.along == "rows"]
    weights = [{**dict.fromkeys(balance.left, 1), **dict.fromkeys(balance.right, -1)} for balance in down]
    complete = [
        (all(key in kept for key in balance.left), all(key in kept for key in balance.right))
        for balance in down
    ]
    # What still has to be added to each sum, in each column. A sum with a missing whole says nothing;
    # with a missing part it says that the parts must not exceed the whole.
    start = tuple(0.0 if known[0] else _OPEN for known in complete for _ in columns)
    loose = tuple(not known[1] for known in complete for _ in columns)
    # Rows that can be read in one way only are counted in at once; the search is for the others.
    weight_of = {key: [weight.get(key, 0) for weight in weights] for key in kept}
    settled = [key for key, readings in kept.items() if len(readings) == 1]
    for key in settled:
        start, loose = _add(start, loose, kept[key][0], weight_of[key])
    order = _order({key: readings for key, readings in kept.items() if len(readings) != 1}, down)
    lefts_end = max((n + 1 for n, key in enumerate(order) if any(key in b.left for b in down)), default=0)
    used: dict[str, set[Reading]] = {key: set() for key in order}
    solved: dict[tuple[int, tuple[float, ...], tuple[bool, ...]], bool] = {}
    steps = 0

    def can_finish(at: int, rest: tuple[float, ...], loose: tuple[bool, ...]) -> bool:
        nonlocal steps
        if at >= lefts_end and any(value < 0 for value in rest):
            return False
        if at == len(order):
            return all(value == 0 or value == _OPEN or may for value, may in zip(rest, loose, strict=True))
        state = (at, rest, loose)
        if state not in solved:
            key = order[at]
            solved[state] = False
            for reading in kept[key]:
                steps += 1
                if steps > _MOST_STEPS:
                    return False
                if can_finish(at + 1, *_add(rest, loose, reading, weight_of[key])):
                    used[key].add(reading)
                    solved[state] = True
        return solved[state]

    if not can_finish(0, start, loose) or steps > _MOST_STEPS:
        return None
    return {key: [r for r in readings if key in settled or r in used[key]] for key, readings in kept.items()}


_OPEN = float("inf")


def _add(
    rest: tuple[float, ...], loose: tuple[bool, ...], reading: Reading, weights: list[int]
) -> tuple[tuple[float, ...], tuple[bool, ...]]:
    """Return what is left of each sum after a row is counted in, and which sums miss a part."""
    values, misses = list(rest), list(loose)
    width = len(reading)
    for n, weight in enumerate(weights):
        if weight:
            for column, number in enumerate(reading):
                at = n * width + column
                if number is not None:
                    values[at] += weight * number
                elif weight > 0:
                    values[at] = _OPEN
                else:
                    misses[at] = True
    return tuple(values), tuple(misses)


def _order(rows: Readings, balances: Sequence[Balance]) -> list[str]:
    """Return the rows with the wholes first, so that parts larger than their whole show early."""
    lefts = {key for balance in balances for key in balance.left}
    rights = {key for balance in balances for key in balance.right}
    return sorted(rows, key=lambda key: (key not in lefts, key not in rights))


def _row_sums_hold(
    readings: Sequence[Reading], columns: Sequence[str], balances: Sequence[Balance]
) -> list[Reading]:
    """Return the readings whose own row adds up; all of them where none does, or only one is there."""
    if len(readings) < 2:
        return list(readings)
    across = [balance for balance in balances if balance.along == "columns"]
    good = [reading for reading in readings if all(_holds(reading, columns, balance) for balance in across)]
    return good or list(readings)


def any_adds_up(readings: Sequence[Reading], columns: Sequence[str], balances: Sequence[Balance]) -> bool:
    """Decide whether some reading of a row breaks none of the sums along it."""
    across = [balance for balance in balances if balance.along == "columns"]
    return any(all(_holds(reading, columns, balance) for balance in across) for reading in readings)


def _holds(reading: Reading, columns: Sequence[str], balance: Balance) -> bool:
    """Decide whether a row's sum holds; with a part missing, whether the rest leaves room for it."""
    values = dict(zip(columns, reading, strict=True))
    left = [values.get(key) for key in balance.left]
    right = [values.get(key) for key in balance.right]
    if any(value is None for value in left):
        return True
    whole = sum(value for value in left if value is not None)
    parts = sum(value for value in right if value is not None)
    return parts == whole if None not in right else parts <= whole


def lines_of(
    values: Mapping[str, Mapping[str, float | None]], balance: Balance
) -> Iterator[tuple[list[tuple[str, str]], _Side, _Side]]:
    """Yield each line in which a sum must hold: its cells as (row, column), and the numbers of both sides."""
    keys = (*balance.left, *balance.right)
    is_row = balance.along == "columns"
    for line, left, right in _sides(values, balance):
        yield [(line, key) if is_row else (key, line) for key in keys], left, right


def _sides(
    values: Mapping[str, Mapping[str, float | None]], balance: Balance
) -> Iterator[tuple[str, _Side, _Side]]:
    """Yield each row or column along which a sum must hold, and the numbers of both sides."""
    if balance.along == "columns":
        for row, cells in values.items():
            yield row, [cells.get(c) for c in balance.left], [cells.get(c) for c in balance.right]
        return
    left, right = ([values.get(row, {}) for row in rows] for rows in (balance.left, balance.right))
    for column in {column: None for row in values.values() for column in row}:
        yield column, [cells.get(column) for cells in left], [cells.get(column) for cells in right]


def breaks(values: Mapping[str, Mapping[str, float | None]], balance: Balance) -> bool:
    """Decide whether a sum fails somewhere; a missing operand breaks nothing."""
    return any(
        None not in left
        and None not in right
        and sum(v for v in left if v is not None) != sum(v for v in right if v is not None)
        for _, left, right in _sides(values, balance)
    )
