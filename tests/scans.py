"""Pages as a scanner makes them: a report drawn as a picture, then turned, blurred, soiled, badly lit.

The font is the one that this repository ships, so that the pictures are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from scripts.samples import spans
from scripts.samples.report import SampleReport
from scripts.samples.spans import Row

FONT = Path(__file__).parents[1] / "toolkit" / "charts" / "fonts" / "NotoSansSC-Regular.ttf"
A4 = (595, 842)
_MARGIN, _SIZE, _LINE = 40, 9, 12.0
Pixels = npt.NDArray[np.uint8]


@dataclass
class Paper:
    """A page in the making; lengths are points, ``dpi`` says how many pixels they are."""

    dpi: int = 200
    size: tuple[float, float] = A4
    top: float = _MARGIN
    picture: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.picture = Image.new("RGB", (self.pixels(self.size[0]), self.pixels(self.size[1])), "white")
        self.draw = ImageDraw.Draw(self.picture)

    def pixels(self, points: float) -> int:
        """Return a length in pixels."""
        return round(points * self.dpi / 72)

    def write(self, text: str, x: float, y: float, size: float = _SIZE, colour: str = "black") -> None:
        """Write text with its upper left corner at a point."""
        font = ImageFont.truetype(FONT, self.pixels(size))
        self.draw.text((self.pixels(x), self.pixels(y)), text, font=font, fill=colour)

    def line(self, text: str, size: float = 12) -> None:
        """Write a line of text below what is on the page."""
        self.write(text, _MARGIN, self.top, size)
        self.top += 1.8 * size

    def table(self, rows: Sequence[Row], widths: Sequence[float]) -> None:
        """Draw a table below what is on the page; ``widths`` are those of its columns."""
        rows = spans.continued(rows)
        edges = [_MARGIN + sum(widths[:n]) for n in range(len(widths) + 1)]
        heights = [
            max(_LINE * len(_wrapped(box.text, edges[at + box.across] - edges[at])) + 5 for at, box in _placed(row) if box.down == 1)
            for row in rows
        ]
        tops = [self.top + sum(heights[:n]) for n in range(len(rows) + 1)]
        for n, row in enumerate(rows):
            for at, box in _placed(row):
                if box.kind == "merged":
                    continue
                x0, x1, y0, y1 = edges[at], edges[at + box.across], tops[n], tops[n + box.down]
                corners = [self.pixels(value) for value in (x0, y0, x1, y1)]
                self.draw.rectangle(corners, outline="black", width=max(self.pixels(0.6), 1))
                self._fill(box.text, x0, y0, x1, y1)
        self.top = tops[-1] + 12

    def _fill(self, text: str, x0: float, y0: float, x1: float, y1: float) -> None:
        lines = _wrapped(text, x1 - x0)
        top = (y0 + y1 - _LINE * len(lines)) / 2 - 1
        for line in lines:
            wide = sum(_SIZE * (1.0 if char > "\xff" else 0.56) for char in line)
            self.write(line, (x0 + x1 - wide) / 2, top)
            top += _LINE


def _placed(row: Row) -> list[tuple[int, spans.Box]]:
    return [(sum(before.across for before in row[:n]), box) for n, box in enumerate(row)]


def _wrapped(text: str, width: float) -> list[str]:
    most = max(int((width - 4) / _SIZE), 1)
    if text.isascii() or len(text) <= most:
        return [text]
    return [text[at : at + most] for at in range(0, len(text), most)]


def pages(report: SampleReport, dpi: int = 200) -> list[Pixels]:
    """Return a report as two pages: prose and table two, then tables three and four."""
    first, second = Paper(dpi), Paper(dpi)
    first.line(report.title, 16)
    first.line(report.preface[0], 10.5)
    titles = list(report.titles.values())
    first.line(f"一、{titles[0]}")
    for words in report.sections["overview"]:
        first.line(words, 10.5)
    first.line(f"二、{titles[1]}")
    rows = spans.two(report)
    columns = sum(box.across for box in rows[0])
    first.table(rows, [480 / columns] * columns)
    second.line(f"三、{titles[2]}")
    second.table(spans.three(report), [40, 60, 150, *[38] * 7])
    second.line(f"四、{titles[3]}")
    second.table(spans.four(report), [34] * 15)
    return [np.asarray(paper.picture) for paper in (first, second)]


def scanned(
    page: Pixels,
    angle: float = 0.0,
    blur: float = 0.0,
    noise: float = 0.0,
    shadow: float = 0.0,
    specks: float = 0.0,
    fade: float = 1.0,
) -> Pixels:
    """Return a page as it comes from a poor scanner.

    ``angle`` in degrees against the clock, ``blur`` and ``noise`` as standard deviations in pixels and
    in grey levels, ``shadow`` the share of light that is lost in the darkest corner, ``specks`` the
    share of black pixels, ``fade`` how dark the ink still is.
    """
    random = np.random.default_rng(7)
    picture = Image.fromarray(page).rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    grey = np.asarray(picture.filter(ImageFilter.GaussianBlur(blur)), np.float32)
    grey = 255 - (255 - grey) * fade
    height, width = grey.shape[:2]
    grey *= 1 - shadow * np.linspace(0, 1, width)[:, None] * np.linspace(0.3, 1, height)[:, None, None]
    grey += random.normal(0, noise, (height, width, 1))
    grey[random.random((height, width)) < specks] = 0
    return np.clip(grey, 0, 255).astype(np.uint8)


def file_of(pictures: Sequence[Pixels], kind: str = "PNG", dpi: int | None = 200) -> bytes:
    """Return pictures as a file; several of them only as TIFF."""
    first, *others = map(Image.fromarray, pictures)
    file = BytesIO()
    about = {} if dpi is None else {"dpi": (dpi, dpi)}
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(file, kind, **about, **more)
    return file.getvalue()
