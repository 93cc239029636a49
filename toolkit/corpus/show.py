"""Where a figure stands in its source: the lines around it, or the picture of its row, the value marked."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from toolkit.corpus.cutting import cut_out
from toolkit.corpus.files import InputFile
from toolkit.document import Document, Grid, Place
from toolkit.reading import page_image, read

_AROUND = 2
_STATES = {
    "blank": "the cell is there and empty",
    "dash": "the cell holds a dash or the like",
    "absent": "the form asks for it, this report does not print it",
    "unreadable": "something is printed that is no number, or not one number only",
    "corrected": "the number was mended by a line of corrections.csv",
}
# Long lines are cut to what stands around the value.
_WIDEST = 160
_BETWEEN_CELLS = " │ "


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the source or one row of a page, with the stretch to mark, if it is that of the figure."""

    number: str
    text: str
    mark: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in its source; prints as lines in a terminal, as a picture or a table in a notebook.

    ``picture`` is a PNG of the row on its page, in formats that have pages.
    """

    what: str
    says: str
    lines: tuple[ShownLine, ...]
    picture: bytes | None = None

    def __str__(self) -> str:
        """Return the lines with their numbers, the value between brackets."""
        out = [f"{self.what}: {self.says}"]
        for line in self.lines:
            text = line.text
            if line.mark:
                start, end = line.mark
                text = f"{text[:start]}【{text[start:end]}】{text[end:]}"
            out.append(f"{'>' if line.mark else ' '} {line.number:>5}  {text.expandtabs(4)}")
        return "\n".join(out)

    def __repr__(self) -> str:
        """Return the same as ``str``."""
        return str(self)

    def _repr_html_(self) -> str:
        what = f"<p>{escape(self.what)}: {escape(self.says)}</p>"
        if self.picture is not None:
            (line,) = [line for line in self.lines if line.mark] or self.lines[:1]
            source = f"data:image/png;base64,{b64encode(self.picture).decode()}"
            said = escape(f"{line.number}: {line.text}")
            return f"{what}<img src='{source}' alt='{said}' style='max-width:100%;height:auto'>"
        rows = []
        for line in self.lines:
            if line.mark:
                start, end = line.mark
                text = (
                    f"{escape(line.text[:start])}<mark><b>{escape(line.text[start:end]) or '&nbsp;'}</b></mark>"
                    f"{escape(line.text[end:])}"
                )
            else:
                text = escape(line.text)
            rows.append(
                f"<tr><td style='color:#888;text-align:right'>{line.number}</td>"
                f"<td style='text-align:left;white-space:pre-wrap'>{text}</td></tr>"
            )
        return f"{what}<table>{''.join(rows)}</table>"


def show_figure(file: InputFile, figure: dict[str, Any]) -> Shown:
    """Return where a figure is printed; without lines and picture where it is printed nowhere."""
    what = f"{figure['table']}, {figure['row']}, {figure['column']} (form {figure['form']})"
    says = _says(figure)
    if figure["place"] is None:
        return Shown(what, says, ())
    place = Place(**figure["place"])
    data = file.read()
    document = read(data, file.suffix)
    if place.page is None:
        return Shown(what, says, tuple(_lines(document, place)))
    rows = [row for row in _rows(document) if row.page == place.page]
    at = next((n for n, row in enumerate(rows) if row.find(place) is not None), None)
    if at is None:
        return Shown(what, says, ())
    around = rows[max(at - _AROUND, 0) : at + _AROUND + 1]
    lines = tuple(row.shown(place if row is rows[at] else None, figure["raw"]) for row in around)
    page = page_image(data, file.suffix, place.page)
    return Shown(what, says, lines, cut_out(*page, rows[at].band(place), place) if page else None)


def marked_lines(file: InputFile, places: Sequence[tuple[dict[str, Any], str | None]]) -> list[ShownLine | None]:
    """Return for each place and printed text the line or the row that it stands in, marked; the file is read once.

    ``None`` where the document has no such place any more.
    """
    document = read(file.read(), file.suffix)
    rows: dict[int | None, list[_PageRow]] = {}
    for row in _rows(document):
        rows.setdefault(row.page, []).append(row)
    found: list[ShownLine | None] = []
    for at, raw in places:
        place = Place(**at)
        if place.page is None:
            found.append(next((line for line in _lines(document, place) if line.mark is not None), None))
            continue
        own = next((row for row in rows.get(place.page, ()) if row.find(place) is not None), None)
        found.append(own.shown(place, raw) if own is not None else None)
    return found


# -- formats with lines ------------------------------------------------------------------------------


def _lines(document: Document, place: Place) -> Iterator[ShownLine]:
    if place.line is None:
        return
    mark = (int(place.x0 or 0), int(place.x1 or 0))
    last = len(document.lines)
    for number in range(max(place.line - _AROUND, 1), min(place.line + _AROUND, last) + 1):
        yield _cut(str(number), document.lines[number - 1], mark if number == place.line else None)


# -- formats with pages ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _PageRow:
    """One row of a table, or one line of text, on a page."""

    texts: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def page(self) -> int | None:
        """The page it stands on."""
        return self.places[0].page

    def band(self, place: Place) -> Place:
        """Return the box of the row as high as the cell at a place: labels of groups reach further down."""
        cell = self.places[self.find(place) or 0]
        left, right = min(p.x0 or 0 for p in self.places), max(p.x1 or 0 for p in self.places)
        return Place(self.page, None, left, cell.top, right, cell.bottom)

    def find(self, place: Place) -> int | None:
        """Return which of its cells stands at a place."""
        return next((n for n, own in enumerate(self.places) if _is_inside(place, own)), None)

    def shown(self, place: Place | None, raw: str | None) -> ShownLine:
        """Return it as a line of text, the cell at a place marked."""
        texts = [" ".join(text.split()) for text in self.texts]
        line, mark = _BETWEEN_CELLS.join(texts), None
        cell = self.find(place) if place is not None else None
        if cell is not None:
            start = sum(len(text) + len(_BETWEEN_CELLS) for text in texts[:cell])
            end = start + len(texts[cell])
            if len(self.texts) == 1 and raw and line.count(raw) == 1:
                start = line.index(raw)
                end = start + len(raw)
            mark = (start, end)
        return _cut(f"p. {self.page}", line, mark)


def _is_inside(inner: Place, outer: Place) -> bool:
    if inner.page != outer.page or None in (inner.x0, outer.x0):
        return False
    a, b = ([side or 0 for side in place[2:]] for place in (inner, outer))
    return a[0] >= b[0] - 1 and a[1] >= b[1] - 1 and a[2] <= b[2] + 1 and a[3] <= b[3] + 1


def _rows(document: Document) -> Iterator[_PageRow]:
    for block in document.blocks:
        if not isinstance(block, Grid):
            yield _PageRow((block.text,), (block.place,))
            continue
        for row in block.rows:
            cells = [cell for cell in row.cells if not cell.merged]
            if cells:
                yield _PageRow(tuple(cell.text for cell in cells), tuple(cell.place for cell in cells))


def _says(figure: dict[str, Any]) -> str:
    if figure["state"] == "reported":
        unit = f" {figure['unit']}" if figure["unit"] else ""
        return f"{figure['value']:g}{unit}, printed as {figure['raw']!r}"
    said = _STATES.get(figure["state"], figure["state"])
    if figure["state"] == "corrected":
        return f"{figure['value']:g}, {said}: {figure['raw']}"
    return f"{figure['state']}: {said}" + (f" ({figure['raw']!r})" if figure["raw"] else "")


def _cut(number: str, text: str, mark: tuple[int, int] | None) -> ShownLine:
    if mark is None:
        return ShownLine(number, text if len(text) <= _WIDEST else text[:_WIDEST] + "…")
    start, end = mark
    low = max(0, start - _WIDEST // 2) if len(text) > _WIDEST else 0
    high = low + _WIDEST if len(text) > _WIDEST else len(text)
    lead, tail = ("…" if low else ""), ("…" if high < len(text) else "")
    shift = len(lead) - low
    return ShownLine(number, lead + text[low:high] + tail, (start + shift, min(end, high) + shift))
