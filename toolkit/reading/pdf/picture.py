"""The picture of a page, for people to look at and for the reader of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.layout import Page

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels in a point: 144 dots an inch, sharp enough on any screen, and 300 to read.
SHARP, _TO_READ = 2.0, 300 / 72
#: The most pixels of one picture; a sheet larger than A2 comes coarser.
_MOST = 40_000_000


def page_image(data: bytes, page: int, scale: float = SHARP) -> tuple[Image, float]:
    """Return the picture of a page as people see it, and its pixels in a point."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        sheet = document[page - 1]
        width, height = sheet.get_size()
        scale = min(scale, (_MOST / max(width * height, 1.0)) ** 0.5)
        picture: Image = sheet.render(scale=scale).to_pil()
        return picture, scale


def read_pictures(data: bytes, numbers: Sequence[int]) -> dict[int, Page]:
    """Return pages (from 0) read from their pictures.

    Raises `UnreadableFile`, which says what to install, where pictures cannot be read.
    """
    import numpy as np

    from toolkit.ocr import page_of_picture, require

    require()
    found = {}
    for number in numbers:
        image, scale = page_image(data, number + 1, _TO_READ)
        found[number] = page_of_picture(np.asarray(image.convert("RGB")), number + 1, 1 / scale)
    return found
