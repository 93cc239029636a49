"""A PDF writer for tests: text and lines where a test puts them, with the tricks that programs play.

The font draws a box for every character (Type 3), so that what is read depends on no installed font.
Coordinates are points from the lower left corner of the page, as in PDF itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

A4 = (595, 842)
#: Codes of one font; more characters make more fonts.
_CODES = 250


def width_of(text: str, size: float = 10) -> float:
    """Return how wide a text is: half the size for each ASCII character, the size for any other."""
    return sum(size / 2 if char < "\x7f" else size for char in text)


@dataclass
class Pdf:
    """A PDF in the making: pages, and the characters that its fonts have to know.

    ``unicode`` False leaves out what the codes mean, as some print drivers do; ``means`` names characters of
    which a font says that they are others.
    """

    unicode: bool = True
    means: dict[str, str] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    characters: dict[str, int] = field(default_factory=dict)

    def page(self, size: tuple[float, float] = A4, **entries: str) -> Page:
        """Add a page; ``entries`` go into its dictionary, as ``Rotate="90"``."""
        self.pages.append(Page(self, size, entries))
        return self.pages[-1]

    def codes(self, text: str) -> Iterable[tuple[int, int]]:
        """Yield the number of the font and the code of each character."""
        for char in text:
            number = self.characters.setdefault(char, len(self.characters))
            yield divmod(number, _CODES)

    def bytes(self) -> bytes:
        """Return the file."""
        fonts = -(-len(self.characters) // _CODES)
        out = _Objects()
        boxes = [
            out.stream(f"{width} 0 50 -100 {width - 50} 800 d1 50 -100 {width - 100} 900 re f")
            for width in (500, 1000)
        ]
        # A space has no ink, and a dash is flat.
        boxes += [out.stream("500 0 0 0 0 0 d1"), out.stream("500 0 50 300 450 380 d1 50 300 400 80 re f")]
        names = list(self.characters)
        resources = []
        for number in range(fonts):
            part = names[number * _CODES : (number + 1) * _CODES]
            resources.append(f"/F{number} {self._font(out, part, boxes)} 0 R")
        pages = out.reserve()
        kids = []
        for page in self.pages:
            content = out.stream("\n".join(page.content))
            images = " ".join(f"/I{n} {out.image(w, h)} 0 R" for n, (w, h) in enumerate(page.images))
            extra = " ".join(f"/{key} {value}" for key, value in page.entries.items())
            if page.notes:
                extra += f" /Annots [{' '.join(self._note(out, note, resources) for note in page.notes)}]"
            kids.append(
                out.add(
                    f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {page.size[0]} {page.size[1]}] {extra} "
                    f"/Contents {content} 0 R /Resources << /Font << {' '.join(resources)} >> /XObject << {images} >> >> >>"
                )
            )
        out.objects[pages - 1] = (
            f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
        )
        return out.file(out.add(f"<< /Type /Catalog /Pages {pages} 0 R >>"))

    def _note(self, out: _Objects, note: tuple[float, float, str], resources: Sequence[str]) -> str:
        """Return a note that shows a text, as a program for typing onto pages writes it."""
        x, y, text = note
        wide = width_of(text)
        size = f"0 0 {wide} 12"
        look = out.stream(
            "\n".join(["BT 1 0 0 1 0 2 Tm", *_shows(self, text, 10), "ET"]),
            f"/Type /XObject /Subtype /Form /BBox [{size}] /Resources << /Font << {' '.join(resources)} >> >>",
        )
        rect = f"{x} {y - 2} {x + wide} {y + 10}"
        return (
            f"<< /Type /Annot /Subtype /FreeText /F 4 /Rect [{rect}] /Contents (x) /AP << /N {look} 0 R >> >>"
        )

    def _font(self, out: _Objects, part: Sequence[str], boxes: Sequence[int]) -> int:
        widths = [int(width_of(char, 1000)) for char in part]
        looks = [
            2 if char == " " else 3 if char == "-" else width > 500
            for char, width in zip(part, widths, strict=True)
        ]
        procs = " ".join(f"/g{n} {boxes[look]} 0 R" for n, look in enumerate(looks))
        names = " ".join(f"/g{n}" for n in range(len(part)))
        meaning = ""
        if self.unicode:
            told = [self.means.get(char, char) for char in part]
            pairs = "\n".join(f"<{n:02x}> <{char.encode('utf-16-be').hex()}>" for n, char in enumerate(told))
            cmap = f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n{len(part)} beginbfchar\n{pairs}\nendbfchar endcmap end"
            meaning = f"/ToUnicode {out.stream(cmap)} 0 R"
        return out.add(
            f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 1000 900] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 0 "
            f"/LastChar {len(part) - 1} /Widths [{' '.join(map(str, widths))}] /CharProcs << {procs} >> "
            f"/Encoding << /Type /Encoding /Differences [0 {names}] >> /Resources << >> {meaning} >>"
        )


@dataclass
class Page:
    """One page: its content is written in the order of the calls."""

    pdf: Pdf
    size: tuple[float, float]
    entries: dict[str, str]
    content: list[str] = field(default_factory=list)
    images: list[tuple[int, int]] = field(default_factory=list)
    notes: list[tuple[float, float, str]] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 10, before: str = "") -> None:
        """Write text with its baseline at ``y``; ``before`` are operators such as ``3 Tr``."""
        shows = " ".join(_shows(self.pdf, text, size))
        self.content.append(f"q BT {before} 1 0 0 1 {x} {y} Tm {shows} ET Q")

    def note(self, x: float, y: float, text: str) -> None:
        """Put a note on the page that shows a text with its baseline at ``y``."""
        self.notes.append((x, y, text))
        list(self.pdf.codes(text))

    def line(self, x0: float, y0: float, x1: float, y1: float, before: str = "") -> None:
        """Draw a line."""
        self.content.append(f"q {before} {x0} {y0} m {x1} {y1} l S Q")

    def rect(
        self, x: float, y: float, width: float, height: float, paint: str = "f", before: str = ""
    ) -> None:
        """Draw a rectangle; ``before`` are operators such as ``1 1 1 rg``."""
        self.content.append(f"q {before} {x} {y} {width} {height} re {paint} Q")

    def image(self, x: float, y: float, width: float, height: float) -> None:
        """Put a grey picture on the page."""
        self.images.append((8, 8))
        self.content.append(f"q {width} 0 0 {height} {x} {y} cm /I{len(self.images) - 1} Do Q")


def _shows(pdf: Pdf, text: str, size: float) -> list[str]:
    """Return the operators that show a text, character by character."""
    return [f"/F{font} {size} Tf <{code:02x}> Tj" for font, code in pdf.codes(text)]


class _Objects:
    """The numbered objects of a file."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def reserve(self) -> int:
        self.objects.append(b"null")
        return len(self.objects)

    def add(self, body: str) -> int:
        self.objects.append(body.encode())
        return len(self.objects)

    def stream(self, body: str, entries: str = "") -> int:
        data = zlib.compress(body.encode())
        self.objects.append(
            f"<< /Length {len(data)} /Filter /FlateDecode {entries} >>\nstream\n".encode()
            + data
            + b"\nendstream"
        )
        return len(self.objects)

    def image(self, width: int, height: int) -> int:
        return self.stream(
            "\x7f" * (width * height),
            f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8",
        )

    def file(self, root: int) -> bytes:
        out, places = b"%PDF-1.7\n", []
        for number, body in enumerate(self.objects, start=1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
        return (
            out
            + f"trailer\n<< /Size {len(places) + 1} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
        )
