"""The picture of one row, cut out of its page, with a value marked in it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from toolkit.document import Place

if TYPE_CHECKING:
    from PIL.Image import Image

#: So many points of the page are shown above and below the row, and on either side of it.
_MARGIN = 22
_SIDE = 10
_FILL, _EDGE = (255, 236, 130), (214, 69, 0)


def cut_out(page: Image, scale: float, row: Place, value: Place) -> bytes:
    """Return a PNG of a row and what is next to it, the value marked.

    ``scale`` is the number of pixels of the page's picture in a point.
    """
    from PIL import Image, ImageChops, ImageDraw

    picture = page.convert("RGB")
    # Multiplied, as a highlighter does: what is printed stays as dark as it is.
    layer = Image.new("RGB", picture.size, "white")
    ImageDraw.Draw(layer).rectangle(
        _pixels(value, scale, 1, 1), fill=_FILL, outline=_EDGE, width=max(1, round(scale))
    )
    marked = ImageChops.multiply(picture, layer)
    left, top, right, bottom = _pixels(row, scale, _SIDE, _MARGIN)
    width, height = picture.size
    cut = marked.crop((max(left, 0), max(top, 0), min(right, width), min(bottom, height)))
    out = BytesIO()
    cut.save(out, "PNG", optimize=True)
    return out.getvalue()


def _pixels(place: Place, scale: float, aside: float, above: float) -> tuple[int, int, int, int]:
    return (
        int(((place.x0 or 0) - aside) * scale),
        int(((place.top or 0) - above) * scale),
        int(((place.x1 or 0) + aside) * scale),
        int(((place.bottom or 0) + above) * scale),
    )
