"""Make toolkit/ocr/digits.npz: what the digits of openly licensed fonts look like on a poor scan.

    python -m scripts.build_digits FOLDER...

The folders are searched for the font files named below (Debian: fonts-liberation, fonts-dejavu,
fonts-noto-cjk, fonts-noto-mono, fonts-crosextra-carlito, fonts-crosextra-caladea, fonts-lxgw-wenkai, fonts-open-sans,
fonts-roboto-unhinted; Noto Sans SC is in this repository). Their licences, OFL, Apache and the
Bitstream Vera licence, all allow it. Every character is printed small, scanned in the ways below,
and cut out by the toolkit's own code; what looks like another of its kind is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from toolkit.ocr.digits import by_pixels, patch
from toolkit.ocr.marks import Piece, ink_of
from toolkit.ocr.picture import POINT, Pixels, upright

TARGET = Path(__file__).parents[1] / "toolkit" / "ocr" / "digits.npz"
OWN = Path(__file__).parents[1] / "toolkit" / "charts" / "fonts"

_STYLES = ("Regular", "Bold", "Italic")
FONTS = [
    *(f"Liberation{name}-{style}.ttf" for name in ("Sans", "Serif", "Mono", "SansNarrow") for style in _STYLES),
    *(f"DejaVu{name}.ttf" for name in ("Sans", "Sans-Bold", "Serif", "Serif-Bold", "SansMono", "SansMono-Bold")),
    *("DejaVuSansCondensed.ttf", "NotoSansMono-Regular.ttf", "NotoSansMono-Bold.ttf"),
    *(f"NotoSansSC-{style}.ttf" for style in ("Regular", "Bold")),
    *(f"NotoSerifCJK-{style}.ttc" for style in ("Regular", "Bold")),
    *(f"{name}-{style}.ttf" for name in ("Carlito", "Caladea") for style in _STYLES),
    *(f"LXGWWenKai-{style}.ttf" for style in ("Light", "Regular", "Bold")),
    *(f"OpenSans-{style}.ttf" for style in ("Regular", "Bold")),
    *(f"Roboto-{style}.ttf" for style in ("Regular", "Bold")),
    "RobotoCondensed-Regular.ttf",
]
CHARACTERS = "0123456789+/"
#: A pattern as like as this to one that is kept adds nothing.
SAME = 0.99
_FINE = 1200


class Scan(NamedTuple):
    """One way to print and scan: dots an inch, size in points, blur and noise of the scanner."""

    dpi: int
    size: float
    blur: float
    noise: float


SCANS = (
    Scan(300, 9, 0.4, 2),
    Scan(300, 9, 1.3, 4),
    Scan(200, 9, 0.5, 4),
    Scan(200, 9, 0.9, 4),
    Scan(150, 9, 0.6, 4),
    Scan(150, 7, 0.6, 4),
    Scan(150, 10.5, 0.9, 4),
)


def main(folders: list[Path]) -> None:
    """Print, scan, cut out, and save."""
    kept: dict[str, list[Pixels]] = {character: [] for character in CHARACTERS}
    random = np.random.default_rng(2023)
    for name in FONTS:
        path = _found(name, [OWN, *folders])
        for scan in SCANS:
            for character, found in _scanned(path, scan, random):
                kept[character] += _new(found, kept[character])
    print({character: len(patches) for character, patches in kept.items()})
    labels = [character for character, patches in kept.items() for _ in patches]
    np.savez_compressed(TARGET, patches=np.stack([patch for patches in kept.values() for patch in patches]), labels=np.array(labels))
    print(TARGET.stat().st_size, "bytes")


def _found(name: str, folders: list[Path]) -> Path:
    for folder in folders:
        for path in sorted(folder.rglob(name)):
            return path
    raise SystemExit(f"no {name} in {', '.join(map(str, folders))}")


def _scanned(path: Path, scan: Scan, random: np.random.Generator) -> Iterator[tuple[str, list[Pixels]]]:
    """Yield every character as it is cut out of a scan: at one place on the grid of pixels, at another."""
    size = round(scan.size * _FINE / 72)
    field = 2 * size
    picture = Image.new("L", (field * len(CHARACTERS), 2 * field), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(path, size)
    for at, character in enumerate(CHARACTERS):
        for row in (0, 1):
            draw.text((at * field + size // 2 + 5 * row, row * field + size // 2), character, font=font, fill=20)
    shrink = scan.dpi / _FINE
    page = cv2.resize(np.asarray(picture), None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    page = cv2.GaussianBlur(page, (0, 0), scan.blur).astype(np.float32) * 0.95
    page = np.clip(page + random.normal(0, scan.noise, page.shape), 0, 255).astype(np.uint8)
    made = upright(page, 72 / scan.dpi)
    ink = ink_of(made, np.zeros_like(made.ink))
    parts: dict[tuple[int, int], list[Piece]] = {}
    pitch = 2 * scan.size / POINT
    for piece in ink.pieces:
        if piece.peak >= ink.dark:
            at, row = int((piece.x0 + piece.x1) / 2 / pitch), int((piece.y0 + piece.y1) / 2 / pitch)
            parts.setdefault((at, row), []).append(piece)
    for at, character in enumerate(CHARACTERS):
        yield character, [patch(ink.pixels, *_box(parts[at, row])) for row in (0, 1)]


def _box(pieces: list[Piece]) -> tuple[int, int, int, int]:
    return (
        min(piece.x0 for piece in pieces),
        min(piece.y0 for piece in pieces),
        max(piece.x1 for piece in pieces),
        max(piece.y1 for piece in pieces),
    )


def _new(found: list[Pixels], kept: list[Pixels]) -> list[Pixels]:
    if not kept:
        return found
    like = (by_pixels(found) @ by_pixels(kept).T).max(axis=1)
    return [one for one, value in zip(found, like, strict=True) if value < SAME]


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
