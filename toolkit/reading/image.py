"""Pictures of pages, such as scans and photographs of them: PNG, JPEG, TIFF (several pages) and BMP."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from toolkit.document import Document
from toolkit.errors import UnreadableFile
from toolkit.layout import flow_of, turned_back
from toolkit.ocr import page_of_picture, require
from toolkit.ocr.picture import DPI, MOST_PIXELS, Pixels

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("image",)
SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
#: The size of an A4 page, and how long the longer side of a page can be at all, in points.
_A4 = (595.3, 841.9)
_SHORTEST, _LONGEST = 280.0, 3000.0


def recognises(head: bytes, size: int) -> bool:
    """Decide whether a file is a picture that can hold a page."""
    return head.startswith(_MAGIC[:4]) or (head.startswith(_MAGIC[4]) and head[6:10] == b"\0\0\0\0")


def read(data: bytes, suffix: str) -> Document:
    """Return what stands on the pages, read from the picture."""
    require()
    pages = [
        page_of_picture(pixels, number, points)
        for number, (pixels, points) in enumerate(_pictures(data), start=1)
    ]
    blocks = flow_of(pages)
    if not blocks:
        raise UnreadableFile("the picture holds no words that can be read; is it a page, sharp and upright?")
    blocks = turned_back(blocks, dict(enumerate(pages, start=1)))
    return Document("image", blocks, scanned=frozenset(range(1, len(pages) + 1)))


def page_image(data: bytes, page: int) -> tuple[Image.Image, float]:
    """Return the picture of a page as people see it, and its pixels in a point."""
    from PIL import Image

    pixels, points = next(islice(_pictures(data), page - 1, None))
    return Image.fromarray(pixels), 1 / points


def _pictures(data: bytes) -> Iterator[tuple[Pixels, float]]:
    """Yield the pages of a file as red, green and blue, and how many points wide a pixel is."""
    from PIL import Image, ImageOps, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as file:
                for frame in ImageSequence.Iterator(file):
                    points = _points_per_pixel(frame)
                    _check_size(frame, points)
                    upright = ImageOps.exif_transpose(frame)
                    # What is transparent lies on paper.
                    paper = Image.new("RGBA", upright.size, "white")
                    paper.alpha_composite(upright.convert("RGBA"))
                    yield np.asarray(paper.convert("RGB")), points
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(
            f"the picture is damaged ({error}); save it again from the program that made it"
        ) from None


def _points_per_pixel(picture: Image.Image) -> float:
    """Return the size of a pixel as the file says; where that cannot be, as on a page as wide as A4."""
    width, height = picture.size
    try:
        dpi = float(picture.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    if dpi > 0 and _SHORTEST <= max(width, height) * 72 / dpi <= _LONGEST:
        return 72 / dpi
    return min(_A4) / width if width <= height else max(_A4) / width


def _check_size(picture: Image.Image, points_per_pixel: float) -> None:
    width, height = picture.size
    scale = points_per_pixel * DPI / 72
    if width * height * scale * scale > MOST_PIXELS:
        raise UnreadableFile(
            f"the picture is {width} by {height} pixels, too large for one page; cut it into pages and load these"
        )
    if 72 / points_per_pixel < 75:
        raise UnreadableFile(
            f"the picture has {72 / points_per_pixel:.0f} dots an inch, too few for digits to be told apart; "
            "scan the page with 200 or more"
        )
