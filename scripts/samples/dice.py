"""Random choices that come out the same on every machine and every version of Python."""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")
SEED = "qinghe"


class Dice:
    """A source of choices, seeded by words.

    Only ``random()`` is used: its sequence is promised to stay the same, that of ``choice`` is not.
    """

    def __init__(self, *words: object) -> None:
        self._random = random.Random("-".join(str(word) for word in (SEED, *words))).random

    def chance(self, probability: float) -> bool:
        """Decide, with the given probability."""
        return self._random() < probability

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[int(self._random() * len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        rest = list(items)
        return [rest.pop(int(self._random() * len(rest))) for _ in items]

    def near(self, mean: float, spread: float) -> float:
        """Return a number at most ``spread`` (a share) away from the mean."""
        return mean * (1 + spread * (2 * self._random() - 1))

    def count(self, mean: float) -> int:
        """Return how often something happens that happens ``mean`` times on average."""
        if mean > 30:
            return round(self.near(mean, 0.15))
        left, times = math.exp(-mean), 0
        product = self._random()
        while product > left:
            product *= self._random()
            times += 1
        return times

    def split(self, total: int, weights: Mapping[str, float]) -> dict[str, int]:
        """Return how ``total`` things fall into the named boxes."""
        names, ends = list(weights), list(accumulate(weights.values()))
        boxes = dict.fromkeys(names, 0)
        for _ in range(total):
            boxes[names[bisect_right(ends, self._random() * ends[-1], hi=len(ends) - 1)]] += 1
        return boxes
