"""Lines of words on a page made ready: cut out of the cells of tables, and of what stands around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from toolkit.ocr.marks import Ink, Piece
from toolkit.ocr.picture import Pixels
from toolkit.ocr.tesseract import Words

#: White around a line of words, in pixels.
_MARGIN = 12
#: Parts of a line that lie above each other, such as those of 三, are no taller together than a letter.
_TALLER = 1.2
#: Words that stand one above the other, one letter a line, are about as wide as they are tall.
_WIDE = 1.5


class Strip(NamedTuple):
    """The lines of a cell laid side by side, dark on light, and where each of them begins."""

    picture: Pixels
    starts: list[int]

    def text(self, words: Sequence[Words]) -> str:
        """Return what was read from the strip, the lines of the cell parted by line breaks."""
        lines: list[list[str]] = [[] for _ in self.starts]
        for word in sorted(words, key=lambda word: word.x0):
            lines[max(bisect_right(self.starts, (word.x0 + word.x1) / 2) - 1, 0)].append(word.text)
        return "\n".join("".join(line) for line in lines if line)


def strip(ink: Ink, numbers: Sequence[int]) -> Strip | None:
    """Return the words of a cell as one line, given the numbers of its pieces of ink; none without ink.

    One line is read better than several short ones, and better than letters one above the other.
    """
    bands = _bands([ink.pieces[n] for n in numbers if ink.pieces[n].peak >= ink.dark])
    if not bands:
        return None
    pictures = [_cut_out(ink, numbers, band) for band in bands]
    is_column = len(bands) > 1 and all(x1 - x0 <= _WIDE * max(y1 - y0, 20) for x0, y0, x1, y1 in bands)
    height = max(picture.shape[0] for picture in pictures)
    gap = 3 if is_column else round(0.8 * height)
    starts, parts, at = [], [], _MARGIN
    for picture in pictures:
        above = (height - picture.shape[0]) // 2
        below = height - picture.shape[0] - above
        parts.append(np.pad(picture, ((above, below), (0, gap)), constant_values=255))
        starts.append(at - gap // 2)
        at += parts[-1].shape[1]
    whole = np.pad(np.hstack(parts), _MARGIN, constant_values=255)
    return Strip(whole, starts[:1] if is_column else starts)


def rest(ink: Ink, numbers: Sequence[int]) -> Pixels:
    """Return what stands outside all tables, dark on light, where it stands on the page."""
    picture = np.full(ink.pixels.shape, 255, np.uint8)
    if numbers:
        own = np.zeros(len(ink.pieces) + 1, bool)
        own[np.array(numbers) + 1] = True
        own[0] = False
        picture[own[ink.labels]] = 255 - ink.pixels[own[ink.labels]]
    return picture


def _bands(pieces: Sequence[Piece]) -> list[tuple[int, int, int, int]]:
    """Return the boxes of lines: pieces that overlap in height are on one line."""
    found: list[list[int]] = []
    for piece in sorted(pieces, key=lambda piece: piece.y0):
        if found and piece.y0 < found[-1][3]:
            box = found[-1]
            box[0], box[2], box[3] = min(box[0], piece.x0), max(box[2], piece.x1), max(box[3], piece.y1)
        else:
            found.append([piece.x0, piece.y0, piece.x1, piece.y1])
    tallest = max((box[3] - box[1] for box in found), default=0)
    merged: list[list[int]] = []
    for box in found:
        if merged and box[3] - merged[-1][1] <= _TALLER * tallest:
            last = merged[-1]
            merged[-1] = [min(last[0], box[0]), last[1], max(last[2], box[2]), box[3]]
        else:
            merged.append(box)
    return [(box[0], box[1], box[2], box[3]) for box in merged if box[3] - box[1] >= 0.25 * tallest]


def _cut_out(ink: Ink, numbers: Sequence[int], band: tuple[int, int, int, int]) -> Pixels:
    x0, y0, x1, y1 = band
    box = np.s_[max(y0 - 2, 0) : y1 + 2, max(x0 - 2, 0) : x1 + 2]
    own = np.isin(ink.labels[box], np.array(numbers) + 1)
    return np.where(own, 255 - ink.pixels[box], 255).astype(np.uint8)
