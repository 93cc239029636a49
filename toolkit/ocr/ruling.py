"""Drawn lines in the picture of a page: long and thin runs of ink, across and down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.layout import Rule
from toolkit.ocr.picture import POINT, Pixels

#: A line is at least this long, in pixels of a page made ready, across and down: longer than a stroke
#: of a letter. Between two title rows of a table a wall can be two low rows high.
_LONG, _HIGH = 75, 46
#: The strokes of a row of letters run together to such a length at most, or further among other ink.
_CERTAIN = 300
#: A line of a table ends at other lines, no more pixels away than this.
_NEAR = 9
#: The share of its length along which a row of letters has ink beside it, and how near, in pixels;
#: another line beside it, as in double borders, is without gaps.
_LETTERS, _PARALLEL, _BESIDE = 0.3, 0.92, 9
#: Gaps this long belong to a dotted line, or to one that the scanner broke.
_GAP = 5
#: A line is no thicker than this; what is thicker is an area.
_THICK = 16
#: Ink as faint as this, of 255, can be a hairline.
_FAINT = 28
#: Letters are darker than this; noise is not.
_CLEAR = 70
#: A line that leans or bends is cut into straight pieces of about this length.
_PIECE = 300


class _Run(NamedTuple):
    """One run of ink: its box in pixels, which of them are its own, and whether it lies across."""

    x0: int
    y0: int
    x1: int
    y1: int
    pixels: npt.NDArray[np.bool_]
    is_across: bool

    @property
    def length(self) -> int:
        return self.x1 - self.x0 if self.is_across else self.y1 - self.y0


class Ruling(NamedTuple):
    """The drawn lines of a page, in points, and the pixels that they cover (255)."""

    rules: list[Rule]
    mask: Pixels


def ruling(ink: Pixels) -> Ruling:
    """Return the drawn lines of a page made ready, and where their ink is."""
    dark = (ink > _FAINT).astype(np.uint8)
    across, down = list(_runs(dark, True)), list(_runs(dark, False))
    letters = (ink > _CLEAR).astype(np.uint8)
    kept = [run for run in across if _is_line(run, down, letters)]
    kept += [run for run in down if _is_line(run, across, letters)]
    mask = np.zeros_like(ink)
    for run in kept:
        mask[run.y0 : run.y1, run.x0 : run.x1][run.pixels] = 255
    return Ruling([rule for run in kept for rule in _pieces(run)], mask)


def _runs(dark: Pixels, is_across: bool) -> Iterator[_Run]:
    """Yield the long thin runs of ink in one direction."""
    import cv2

    def along(length: int, wide: int = 1) -> Pixels:
        return np.ones((wide, length) if is_across else (length, wide), np.uint8)

    found = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, along(_GAP))
    # A line that leans a little steps from one row of pixels to the next.
    found = cv2.dilate(found, along(1, 3))
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, along(_LONG if is_across else _HIGH))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    for number in range(1, count):
        x, y, wide, high, area = boxes[number].tolist()
        length = wide if is_across else high
        thickness = area / length - 2
        if thickness <= _THICK and length > 4 * thickness:
            pixels = labels[y : y + high, x : x + wide] == number
            yield _Run(x, y, x + wide, y + high, pixels, is_across)


def _is_line(run: _Run, crossing: Sequence[_Run], letters: Pixels) -> bool:
    """Decide whether a run of ink is a drawn line and not a row of letters that touch."""
    ends = ((run.x0, run.y0), (run.x1, run.y1))
    ends_at_lines = all(
        any(
            other.x0 - _NEAR <= x <= other.x1 + _NEAR and other.y0 - _NEAR <= y <= other.y1 + _NEAR
            for other in crossing
        )
        for x, y in ends
    )
    if run.length >= _CERTAIN and ends_at_lines:
        return True
    return (run.length >= _CERTAIN or ends_at_lines) and not _is_among_ink(run, letters)


def _is_among_ink(run: _Run, letters: Pixels) -> bool:
    """Decide whether other ink lies close along both sides: strokes of letters above and below."""
    x0, y0, x1, y1 = run[:4]
    if run.is_across:
        before, after = letters[max(y0 - _BESIDE, 0) : max(y0 - 2, 0)], letters[y1 + 2 : y1 + _BESIDE]
        sides = [side[:, x0:x1].any(axis=0) for side in (before, after)]
    else:
        before, after = letters[:, max(x0 - _BESIDE, 0) : max(x0 - 2, 0)], letters[:, x1 + 2 : x1 + _BESIDE]
        sides = [side[y0:y1].any(axis=1) for side in (before, after)]
    return any(_LETTERS < float(side.mean()) < _PARALLEL for side in sides)


def _pieces(run: _Run) -> Iterator[Rule]:
    """Yield a line as straight pieces, in points."""
    pixels = run.pixels if run.is_across else run.pixels.T
    thick, length = pixels.shape
    weight = pixels.sum(axis=0)
    middles = np.arange(thick) @ pixels / np.maximum(weight, 1) + 0.5
    step = length // max(1, round(length / _PIECE))
    for start in range(0, length, step):
        part = slice(start, min(start + step, length))
        filled = weight[part] > 0
        if not filled.any():
            continue
        level = float(np.median(middles[part][filled]))
        half = max(float(np.median(weight[part])) - 2, 1.0) / 2
        low, high = level - half, level + half
        if run.is_across:
            box = np.array([run.x0 + start, run.y0 + low, run.x0 + part.stop, run.y0 + high])
        else:
            box = np.array([run.x0 + low, run.y0 + start, run.x0 + high, run.y0 + part.stop])
        yield Rule(*(box * POINT).tolist())
