"""Connected pieces of ink on a page made ready: where they are, how dark, and which cell they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.layout import Slot
from toolkit.ocr.picture import POINT, Pixels, Upright

#: Ink fainter than this, of 255, is never told from paper; noise can raise the limit.
_FAINTEST, _NOISE = 18.0, 5.0
#: Every piece of a letter has somewhere at least this share of the darkness of the page's letters.
_DARK = 0.45
#: A cell is closed to a side of which so much is drawn, no more pixels away; ink so near beyond an open one may be its own.
_DRAWN, _OFF, _BEYOND = 0.6, 9, 150
#: So many pixels beside a drawn line are taken for a part of it.
_RIM = 1
#: A speck is no larger than this; a page with a larger share of specks than this is dirty.
SPECK, _DIRTY = 9, 0.15


class Piece(NamedTuple):
    """One connected piece of ink: its box in pixels, its area, and the darkest of its ink."""

    x0: int
    y0: int
    x1: int
    y1: int
    area: int
    peak: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0


class Ink(NamedTuple):
    """The ink of a page without its rules: ``pixels`` as they are, ``soft`` with noise smoothed away.

    ``labels`` has for each pixel the number of its piece, 0 for paper. A piece whose ``peak`` is below
    ``dark`` is a shadow of noise, or a hairline that broke off a letter. ``rules`` is where drawn lines
    were, and ``taken`` where other ink was taken off the page; on a page that ``is_dirty`` specks are as large as stops.
    """

    pixels: Pixels
    soft: Pixels
    labels: npt.NDArray[np.int32]
    pieces: list[Piece]
    faint: float
    dark: float
    rules: Pixels
    taken: Pixels
    is_dirty: bool


def ink_of(page: Upright, rules: Pixels) -> Ink:
    """Return the pieces of ink on a page; ``rules`` is the mask of its drawn lines."""
    import cv2

    pixels = page.ink
    soft = cv2.GaussianBlur(pixels, (0, 0), 1.0)
    # The rim of a line is grey, and no ink of its own.
    rules = cv2.dilate(rules, np.ones((2 * _RIM + 1, 2 * _RIM + 1), np.uint8))
    is_rule = rules > 0
    soft[is_rule] = 0
    faint = _faint(soft)
    labels: npt.NDArray[np.int32]
    count, labels, boxes, _ = cv2.connectedComponentsWithStats((soft > faint).astype(np.uint8), connectivity=8)
    inked = labels > 0
    peaks = np.zeros(count, np.uint8)
    np.maximum.at(peaks, labels[inked], soft[inked])
    letters = peaks[1:][(boxes[1:, 3] >= 12) & (boxes[1:, 3] <= 90)]
    dark = _DARK * float(np.percentile(letters, 75)) if len(letters) else 255.0
    boxes[:, 2] += boxes[:, 0]
    boxes[:, 3] += boxes[:, 1]
    pieces = [
        Piece(x0, y0, x1, y1, area, peak)
        for (x0, y0, x1, y1, area), peak in zip(boxes[1:].tolist(), peaks[1:].tolist(), strict=True)
    ]
    clean = pixels.copy()
    clean[is_rule] = 0
    dark = max(dark, 1.5 * faint)
    return Ink(clean, soft, labels, pieces, faint, dark, rules, page.taken, _is_dirty(pieces, dark))


def _is_dirty(pieces: Sequence[Piece], dark: float) -> bool:
    """Decide whether many pieces are specks: as dark as letters, and no larger than a stop."""
    sizes = [max(piece.width, piece.height) for piece in pieces if piece.peak >= dark]
    specks = sum(size <= SPECK for size in sizes)
    return specks > _DIRTY * len(sizes)


def _faint(soft: Pixels) -> float:
    """Return from which darkness on something is ink: above the noise of the paper."""
    sample = soft[::7, ::7]
    sample = sample[sample < 60]
    if not len(sample):
        return _FAINTEST
    middle = float(np.median(sample))
    spread = 1.4826 * float(np.median(np.abs(sample - middle)))
    return max(_FAINTEST, middle + _NOISE * spread)


def in_slots(ink: Ink, slots: Sequence[Slot]) -> tuple[list[list[int]], list[int]]:
    """Return for each slot the numbers of its pieces (from 0), and those of pieces in no slot."""
    owner = np.full(ink.labels.shape, -1, np.int32)
    for number, slot in enumerate(slots):
        x0, y0, x1, y1 = (round(value / POINT) for value in slot[4:])
        owner[max(y0, 0) : y1, max(x0, 0) : x1] = number
    inside: list[list[int]] = [[] for _ in slots]
    outside: list[int] = []
    for number, piece in enumerate(ink.pieces):
        at = int(owner[(piece.y0 + piece.y1) // 2, (piece.x0 + piece.x1) // 2])
        (inside[at] if at >= 0 else outside).append(number)
    return inside, outside


def open_to(ink: Ink, outside: Sequence[int], boxes: Sequence[tuple[int, int, int, int]]) -> list[bool]:
    """Return for each cell whether ink in no cell stands beside it, without a wall between: a line may have broken."""
    own = np.zeros(len(ink.pieces) + 1, bool)
    own[[n + 1 for n in outside if ink.pieces[n].peak >= ink.dark]] = True
    free = own[ink.labels]
    found = []
    for x0, y0, x1, y1 in boxes:
        beyond = (x0, slice(max(x0 - _BEYOND, 0), x0)), (x1, slice(x1, x1 + _BEYOND))
        found.append(
            any(
                free[y0 + _OFF : y1 - _OFF, side].any()
                and (ink.rules[y0:y1, max(x - _OFF, 0) : x + _OFF] > 0).any(axis=1).mean() < _DRAWN
                for x, side in beyond
            )
        )
    return found
