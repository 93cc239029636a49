"""Which digit a piece of ink is: the nearest of many printed digits, looked up in two ways.

The patterns in ``digits.npz`` are digits of openly licensed fonts, printed small and scanned badly;
``scripts/build_digits.py`` made them. One way compares the pixels, the other the directions of the
edges. Where both name the same digit, and every other digit is much farther away, there is no doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.ocr.picture import Pixels

Features = npt.NDArray[np.float32]

#: The size of a pattern, the height of the digit in it, and the widest that it may be.
HEIGHT, WIDTH, TALL, WIDE = 24, 20, 20, 16
#: How much farther than the nearest another digit has to be to be ruled out, by pixels and by edges.
_MARGINS = (1.5, 1.2)
#: The same for a digit of an unknown font.
_ODD_MARGINS = (2.2, 1.5)
#: What a pattern says that may be no digit at all.
UNKNOWN = "?"
#: The side of the corner of a pattern, in its pixels, and how dark it is at least where there is ink.
_CORNER, _INKED = 3, 50.0
#: From this likeness on a piece of ink is a digit, whichever.
LIKE = 0.72
#: Below this likeness the digit is of no known font, or damaged.
_SURE = 0.82
#: Below this likeness a slash may be a stroke of a pen through a digit.
_SURE_SLASH = 0.96


class Glyph(NamedTuple):
    """What a piece of ink may be: the likeliest character first, and how like it is, up to 1.

    ``is_odd`` where it is so unlike every digit that it may be something else altogether.
    """

    choices: tuple[str, ...]
    likeness: float
    is_odd: bool


def patch(ink: Pixels, x0: int, y0: int, x1: int, y1: int) -> Pixels:
    """Return the pattern of what stands in a box: all of one height, in the middle, equally dark."""
    import cv2

    part = ink[y0:y1, x0:x1]
    high, wide = part.shape
    width = min(max(round(wide * TALL / high), 1), WIDE)
    how = cv2.INTER_AREA if high > TALL else cv2.INTER_LINEAR
    part = cv2.resize(part, (width, TALL), interpolation=how).astype(np.float32)
    dark = np.partition(part.ravel(), round(0.97 * part.size) - 1)[round(0.97 * part.size) - 1]
    part *= 255 / max(float(dark), 1.0)
    found = np.zeros((HEIGHT, WIDTH), np.uint8)
    top, left = (HEIGHT - TALL) // 2, (WIDTH - width) // 2
    found[top : top + TALL, left : left + width] = np.minimum(part, 255).astype(np.uint8)
    return found


def glyphs(patches: Sequence[Pixels]) -> list[Glyph]:
    """Return what each pattern may be."""
    if not patches:
        return []
    characters, patterns = _patterns()
    ways = [likeness(patches, way) for way in patterns]
    found = [_glyph(characters, [way[number] for way in ways]) for number in range(len(patches))]
    return [
        glyph._replace(choices=(*glyph.choices, UNKNOWN)) if _is_disguised(glyph, each) else glyph
        for glyph, each in zip(found, patches, strict=True)
    ]


def _is_disguised(glyph: Glyph, patch: Pixels) -> bool:
    """Decide whether what looks like a 0 may be the box of a missing font, or a slash a digit that is struck out."""
    return ("0" in glyph.choices and _is_box(patch)) or (
        "/" in glyph.choices and glyph.likeness < _SURE_SLASH
    )


def _is_box(patch: Pixels) -> bool:
    """Decide whether a pattern has all four corners: the box that stands for a character without a font, no 0."""
    columns = np.flatnonzero(patch.max(axis=0))
    if not len(columns):
        return False
    top, left, right = (HEIGHT - TALL) // 2, int(columns[0]), int(columns[-1]) + 1
    rows = slice(top, top + _CORNER), slice(top + TALL - _CORNER, top + TALL)
    sides = slice(left, left + _CORNER), slice(right - _CORNER, right)
    return min(float(patch[row, side].mean()) for row in rows for side in sides) > _INKED


def likeness(patches: Sequence[Pixels], patterns: tuple[str, Features, npt.NDArray[np.intp]]) -> Features:
    """Return how like each pattern is to every character: one row each, one column per character."""
    name, known, starts = patterns
    features = _WAYS[name](patches) @ known
    best: Features = np.maximum.reduceat(features, starts, axis=1)
    return best


def _glyph(characters: str, ways: Sequence[Features]) -> Glyph:
    near: dict[str, float] = {}
    best = float(ways[0].max())
    is_odd = best < _SURE
    for way, margin in zip(ways, _ODD_MARGINS if is_odd else _MARGINS, strict=True):
        far = 1 - way
        for at in np.flatnonzero(far <= margin * far.min() + 1e-6):
            near[characters[at]] = max(near.get(characters[at], -1.0), float(ways[0][at]))
    choices = tuple(sorted(near, key=lambda character: -near[character]))
    return Glyph(choices, best, is_odd)


@cache
def _patterns() -> tuple[str, list[tuple[str, Features, npt.NDArray[np.intp]]]]:
    with files("toolkit.ocr").joinpath("digits.npz").open("rb") as file, np.load(file) as data:
        patches, labels = list(data["patches"]), data["labels"]
    order = np.argsort(labels, kind="stable")
    characters, starts = np.unique(labels[order], return_index=True)
    sorted_patches = [patches[at] for at in order]
    return "".join(characters), [
        (name, np.ascontiguousarray(way(sorted_patches).T), starts) for name, way in _WAYS.items()
    ]


def by_pixels(patches: Sequence[Pixels]) -> Features:
    """Return the pixels of each pattern as one row of length 1, blurred a little."""
    rows = _smooth(patches, 1.0).reshape(len(patches), -1)
    return _unit(rows - rows.mean(axis=1, keepdims=True))


def by_edges(patches: Sequence[Pixels]) -> Features:
    """Return how much edge there is in each of eight directions, in each of thirty fields."""
    smooth = _smooth(patches, 0.7)
    down, across = np.gradient(smooth, axis=(1, 2))
    steep = np.hypot(across, down)
    turn = (np.arctan2(down, across) % (2 * np.pi)) * (8 / (2 * np.pi))
    off = np.abs((turn[:, None] - np.arange(8)[:, None, None] + 4) % 8 - 4)
    planes = steep[:, None] * np.maximum(1 - off, 0)
    fields = planes.reshape(len(patches), 8, HEIGHT * WIDTH) @ _fields()
    return _unit(np.sqrt(fields.reshape(len(patches), -1)))


def _smooth(patches: Sequence[Pixels], blur: float) -> Features:
    """Return patterns blurred, all in one step: one below the other, with room between them."""
    import cv2

    room = 4
    tall = np.pad(np.stack(patches), ((0, 0), (room, room), (room, room)))
    flat = tall.reshape(-1, WIDTH + 2 * room).astype(np.float32)
    blurred: Features = cv2.GaussianBlur(flat, (0, 0), blur).reshape(tall.shape)[:, room:-room, room:-room]
    return blurred


@cache
def _fields() -> Features:
    """Return how much each pixel of a pattern counts in each of six by five fields that overlap."""
    rows, columns = np.arange(HEIGHT)[:, None], np.arange(WIDTH)[:, None]
    down = np.exp(-np.square(rows - (np.arange(6) * 4 + 1.5)) / 10)
    across = np.exp(-np.square(columns - (np.arange(5) * 4 + 1.5)) / 10)
    both = down[:, None, :, None] * across[None, :, None, :]
    fields: Features = both.reshape(HEIGHT * WIDTH, 30).astype(np.float32)
    return fields


def _unit(rows: Features) -> Features:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Features = (rows / np.maximum(length, 1e-6)).astype(np.float32)
    return found


_WAYS = {"pixels": by_pixels, "edges": by_edges}
