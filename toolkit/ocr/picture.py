"""The picture of a page made ready for reading: upright, evenly lit, stamps gone, 300 dots an inch."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

#: Every page is brought to this many dots an inch, so that sizes in pixels mean the same everywhere.
DPI = 300
#: Points in one pixel of a page made ready.
POINT = 72 / DPI
#: The most pixels a page made ready may have: an A4 page has nine million.
MOST_PIXELS = 120_000_000

#: How far a page may be turned, in degrees, and how fine the search for the angle is.
_MOST_SKEW, _STEPS = 4.0, (0.5, 0.1, 0.02)
_SEARCH_DPI, _STRIPS = 150, 40
#: Red ink: this much redder than green and blue.
_RED = 50
#: A speck sticks out by this much, of 255; a page with a larger share of specks than this is dirty.
_SPECK, _DIRTY = 40, 0.0001
#: Light changes slowly: what is larger than this many pixels, twelfths of an inch, is paper.
_LIGHT = 17
_SHRINK = 8


class Upright(NamedTuple):
    """A page made ready: ``ink`` is 0 on paper and 255 on black; ``taken`` is where ink was taken off: stamps, specks.

    ``back`` leads from its pixels to those of the picture it was made from.
    """

    ink: Pixels
    taken: Pixels
    back: npt.NDArray[np.float64]


def upright(picture: Pixels, points_per_pixel: float, quarters: int = 0) -> Upright:
    """Return a page made ready; ``picture`` is grey (two axes) or red, green, blue (three).

    ``quarters`` is how many quarters it is turned against the clock first; ``back`` then leads to the
    pixels of the turned picture.
    """
    import cv2

    turned = np.rot90(picture, quarters)
    grey, taken = _without_red(np.ascontiguousarray(turned))
    grey, specks = _without_specks(grey)
    taken |= specks
    scale = points_per_pixel / POINT
    angle = _skew(grey, scale * _SEARCH_DPI / DPI)
    height, width = grey.shape
    size = math.ceil(width * scale), math.ceil(height * scale)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    # From a pixel of the page made ready to the picture: around the middle, by the angle, by the scale.
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    turn = np.array([[cos, -sin], [sin, cos]]) / scale
    shift = middle - turn @ np.array([(size[0] - 1) / 2, (size[1] - 1) / 2])
    back = np.column_stack([turn, shift])
    how = (cv2.INTER_CUBIC if scale >= 1 else cv2.INTER_AREA) | cv2.WARP_INVERSE_MAP
    if scale < 1:
        # Sampling alone would lose thin strokes.
        grey = cv2.GaussianBlur(grey, (0, 0), 0.4 / scale)
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    flat = cv2.warpAffine(grey, back, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    taken = cv2.warpAffine(taken, back, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    return Upright(_evenly_lit(flat), taken, back)


def _without_red(picture: Pixels) -> tuple[Pixels, Pixels]:
    """Return a grey picture in which red ink is as light as paper, and a mask of where it was.

    Red ink reflects red light as paper does; what is black reflects none, also below a stamp.
    """
    import cv2

    if picture.ndim == 2:
        return picture, np.zeros_like(picture)
    red, green, blue = cv2.split(picture[..., :3])
    is_red = cv2.subtract(red, cv2.max(green, blue)) > _RED
    grey = cv2.cvtColor(picture[..., :3], cv2.COLOR_RGB2GRAY)
    if is_red.any():
        near = cv2.dilate(is_red.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        grey = np.where(near, np.maximum(red, grey), grey)
    return grey, is_red.astype(np.uint8)


def _without_specks(grey: Pixels) -> tuple[Pixels, Pixels]:
    """Return a picture without lone pixels that stick out from all around them, and where they were.

    Only where there are many of them: one alone may be a stop.
    """
    import cv2

    around = np.ones((3, 3), np.uint8)
    around[1, 1] = 0
    is_dark = cv2.subtract(cv2.erode(grey, around), grey) > _SPECK
    is_light = cv2.subtract(grey, cv2.dilate(grey, around)) > _SPECK
    lone = is_dark | is_light
    if lone.mean() < _DIRTY:
        return grey, np.zeros_like(grey)
    return np.where(lone, cv2.medianBlur(grey, 3), grey), is_dark.astype(np.uint8)


def _skew(grey: Pixels, shrink: float) -> float:
    """Return by how many degrees a page is turned: lines of text and rules are sharpest across it."""
    import cv2

    scale = min(shrink, 1.0)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.blur(small, (31, 31))
    dark = np.clip(paper.astype(np.int16) - small - 12, 0, 80)
    # Shearing is turning for small angles, and upright strips can be shifted as a whole.
    strips = np.array_split(dark, min(_STRIPS, dark.shape[1]), axis=1)
    profiles = [strip.sum(axis=1, dtype=np.float64) for strip in strips]
    middles = np.cumsum([strip.shape[1] for strip in strips]) - dark.shape[1] / 2
    rows = np.arange(dark.shape[0])

    def sharpness(angle: float) -> float:
        shifts = middles * math.tan(math.radians(angle))
        total = sum(np.interp(rows + shift, rows, profile) for profile, shift in zip(profiles, shifts, strict=True))
        return float(np.square(np.diff(total)).sum())

    best, reach = 0.0, _MOST_SKEW
    for step in _STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=sharpness))
        reach = step
    return best if abs(best) < _MOST_SKEW - _STEPS[0] / 2 else 0.0


def _evenly_lit(grey: Pixels) -> Pixels:
    """Return how much darker than the paper around it each pixel is, 0 to 255."""
    import cv2

    small = cv2.resize(grey, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_LIGHT, _LIGHT))
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), 5)
    # A dark heading with white letters is no shadow.
    floor = 0.45 * float(np.percentile(paper, 90))
    paper = np.maximum(paper, max(floor, 1.0)).astype(np.uint8)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    light: Pixels = cv2.divide(grey, paper, scale=255)
    return np.subtract(255, light, dtype=np.uint8)
