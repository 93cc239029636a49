"""Fingerprints of texts: hashes of short stretches, few of them, the same wherever the same words stand.

Winnowing (Schleimer, Wilkerson, Aiken 2003): of every `WINDOW` stretches in a row the one with the
least hash is kept, so that two texts that share `GRAM` + `WINDOW` - 1 letters share a fingerprint.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

#: Letters in a stretch; and how many stretches compete to be kept.
GRAM, WINDOW = 20, 20
_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)


def grams(letters: str, size: int = GRAM) -> Hashes:
    """Return the hash of every stretch of ``size`` letters, in order.

    >>> first, second = grams("清河市教育局公开", 4), grams("市教育局", 4)
    >>> int(np.flatnonzero(first == second[0])[0])
    2
    """
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(codes) < size:
        return np.empty(0, np.uint64)
    up, down = _powers(1 << max(len(codes).bit_length(), 12))
    # Whatever overflows is dropped, as a polynomial hash modulo 2 to the 64th wants it.
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * up[: len(codes)], dtype=np.uint64)])
    hashes = (sums[size:] - sums[:-size]) * down[: len(codes) - size + 1]
    hashes ^= hashes >> _HALF
    hashes *= _MIX
    return np.asarray(hashes ^ (hashes >> _HALF), np.uint64)


@cache
def _powers(length: int) -> tuple[Hashes, Hashes]:
    """Return the powers of the base and of its inverse."""
    up = np.full(length, _BASE, np.uint64)
    down = np.full(length, pow(_BASE, -1, 1 << 64), np.uint64)
    up[0] = down[0] = 1
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


def winnow(hashes: Hashes) -> npt.NDArray[np.intp]:
    """Return which stretches are kept: the least of every window."""
    if len(hashes) <= WINDOW:
        return np.array([int(hashes.argmin())] if len(hashes) else [], np.intp)
    least = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW).argmin(axis=1)
    return np.unique(least + np.arange(len(least)))


def covered(length: int, starts: npt.NDArray[np.intp], size: int) -> Mask:
    """Return which of ``length`` letters lie in a stretch of ``size`` letters that begins at one of ``starts``.

    >>> covered(6, np.array([1]), 3).tolist()
    [False, True, True, True, False, False]
    """
    steps = np.zeros(length + 1, np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, np.minimum(starts + size, length), -1)
    return np.asarray(np.cumsum(steps)[:length] > 0, np.bool_)


def among(hashes: Hashes, ordered: Hashes) -> Mask:
    """Decide of each hash whether it is in a sorted list."""
    if not len(ordered):
        return np.zeros(len(hashes), np.bool_)
    at = np.minimum(np.searchsorted(ordered, hashes), len(ordered) - 1)
    return np.asarray(ordered[at] == hashes, np.bool_)
