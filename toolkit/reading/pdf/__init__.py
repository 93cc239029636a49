"""PDF: the characters and drawn lines of each page, as pdfium finds them, made into lines and grids."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from toolkit.document import Document
from toolkit.errors import UnreadableFile
from toolkit.layout import Page, flow_of, halves, lay_out, turned_back
from toolkit.reading.pdf import plumber
from toolkit.reading.pdf.layers import has_layers_off
from toolkit.reading.pdf.opinion import confirmed
from toolkit.reading.pdf.picture import page_image, read_pictures
from toolkit.reading.pdf.sheet import Sheet, read_sheet

__all__ = ["FORMATS", "SUFFIXES", "page_image", "read", "read_with_pdfplumber", "recognises"]

FORMATS = ("pdf",)
SUFFIXES = (".pdf",)

#: pdfium's number for a file that is locked with a password.
_LOCKED = 4
#: The end of a file, in which its end mark has to stand; some servers append a few lines.
_TAIL = 2048
#: Fewer characters than this are no text: a page number, a stamp, the mark of a scanner's program.
_FEW = 20
#: The share of a page that a picture takes up before it may hold a table, and before it is the page.
_TABLE, _PAGE = 0.08, 0.3
#: The share of characters of unknown meaning from which on a page cannot be read.
_UNKNOWN = 0.2
#: So many paths without text are text drawn as outlines.
_OUTLINES = 150
_AGAIN = "fetch it again from where it was published"


def recognises(head: bytes, size: int) -> bool:
    """Decide whether a file is a PDF; some begin with a few bytes of something else."""
    return b"%PDF-" in head[:1024]


def read(data: bytes, suffix: str) -> Document:
    """Return what is printed on the pages, read by pdfium; pages that are pictures are read as such.

    ``properties["unread"]`` says which pages and pictures were not read, where there are any. Raises
    `UnreadableFile` where no page can be read, with what to do about it.
    """
    sheets = _sheets(data)
    found: dict[int, list[Page]] = {}
    for number, sheet in enumerate(sheets):
        found[number] = _pages(number, sheet)
        # What pdfium writes down of a page that lies on its side is in no order.
        if sheet is not None and not sheet.turn and any(page.blocks for page in found[number]):
            third = partial(plumber.plain_text, data, number)
            found[number] = confirmed(found[number], sheet.text, third)
    return _document(data, sheets, found)


def read_with_pdfplumber(data: bytes) -> Document:
    """Return what is printed on the pages, read by pdfplumber: slower, and independent of pdfium."""
    sheets = plumber.read_sheets(data)
    return _document(data, sheets, {number: _pages(number, sheet) for number, sheet in enumerate(sheets)})


def needs_ocr(sheet: Sheet | None) -> str | None:
    """Return why a page cannot be read as text (a key of `REASONS`), or nothing where it can or is empty.

    This is the one place that decides which pages go to a reader of pictures.
    """
    if sheet is None:
        return "damaged"
    if sheet.has_layers_off:
        return "layers"
    if sheet.unknown > _UNKNOWN * len(sheet.glyphs):
        return "unknown"
    if len(sheet.glyphs) >= _FEW:
        return None
    covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in sheet.pictures)
    if covered > _PAGE * sheet.width * sheet.height:
        return "picture"
    return "outlines" if sheet.paths > _OUTLINES else None


#: Why pages are not read: what is said of one page, and of several.
REASONS = {
    "damaged": ("is damaged", "are damaged"),
    "unknown": (
        "is set in a font that does not say which characters it holds",
        "are set in fonts that do not say which characters they hold",
    ),
    "layers": (
        "may hold text on a layer that is switched off",
        "may hold text on layers that are switched off",
    ),
    "picture": ("is a picture", "are pictures"),
    "outlines": ("is drawn without text", "are drawn without text"),
    "inset": (
        "holds a picture that was not read",
        "hold pictures that were not read",
    ),
}


# -- opening -----------------------------------------------------------------------------------------


def _sheets(data: bytes) -> list[Sheet | None]:
    """Return what stands on every page, and nothing for a page that is damaged."""
    import pypdfium2

    if _is_cut_off(data):
        raise UnreadableFile(f"the PDF is cut off: its end is missing; {_AGAIN}")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _LOCKED:
            raise UnreadableFile(
                "the PDF is locked with a password; ask for an open copy, or print it into a new PDF"
            ) from None
        raise UnreadableFile(f"the PDF is damaged and cannot be opened; {_AGAIN}") from None
    try:
        sheets = [read_sheet(document.raw, number) for number in range(len(document))]
    finally:
        document.close()
    if has_layers_off(data):
        return [sheet and sheet._replace(has_layers_off=bool(sheet.glyphs)) for sheet in sheets]
    return [
        plumber.read_sheet(data, number) if sheet is not None and sheet.is_astray else sheet
        for number, sheet in enumerate(sheets)
    ]


def _is_cut_off(data: bytes) -> bool:
    """Decide whether the end of a file is missing: pdfium would give what is left without a word."""
    if b"%%EOF" in data[-_TAIL:]:
        return False
    found = list(re.finditer(rb"startxref\s+(\d{1,12})", data[-64 * _TAIL :]))
    place = int(found[-1][1]) + max(data.find(b"%PDF-"), 0) if found else len(data)
    return not re.match(rb"\s*(?:xref|\d+\s+\d+\s+obj)", data[place : place + 40])


# -- putting together --------------------------------------------------------------------------------


def _pages(number: int, sheet: Sheet | None) -> list[Page]:
    """Return the pages on one sheet: one, two where they stand side by side, none where it is no text."""
    if sheet is None or needs_ocr(sheet):
        return []
    parts = halves(sheet.width, sheet.height, sheet.glyphs, sheet.rules)
    pages = [lay_out(number + 1, sheet.width, sheet.height, *part, sheet.drawn) for part in parts]
    return [page._replace(turn=sheet.turn) for page in pages] if sheet.turn else pages


def _document(data: bytes, sheets: Sequence[Sheet | None], found: Mapping[int, Sequence[Page]]) -> Document:
    wanted = [n for n, sheet in enumerate(sheets) if sheet is not None and needs_ocr(sheet)]
    pictures: dict[int, Page] = {}
    pages, cannot = dict(found), ""
    if wanted:
        try:
            pictures = read_pictures(data, wanted)
        except UnreadableFile as error:
            cannot = f"; {error}"
    pages |= {number: [page] for number, page in pictures.items()}
    unread = _unread(sheets, pictures.keys())
    blocks = flow_of([page for number in sorted(pages) for page in pages[number]])
    if not blocks:
        raise UnreadableFile(
            f"there is nothing to read in the PDF: {unread or 'its pages are empty'}{cannot}"
        )
    return Document(
        "pdf",
        turned_back(blocks, {number + 1: parts[0] for number, parts in pages.items() if parts}),
        properties={"unread": unread} if unread else {},
        scanned=frozenset(number + 1 for number in pictures),
    )


def _unread(sheets: Sequence[Sheet | None], read: Collection[int]) -> str:
    """Return which pages were not read and why, or an empty text; ``read`` are those read as pictures."""
    pages: dict[str, list[int]] = {}
    for number, sheet in enumerate(sheets):
        reason = needs_ocr(sheet) or ("inset" if sheet is not None and _holds_picture(sheet) else None)
        if reason and number not in read:
            pages.setdefault(reason, []).append(number + 1)
    parts = []
    for reason, numbers in pages.items():
        is_one = len(numbers) == 1
        names = str(numbers[0]) if is_one else f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
        said = REASONS[reason][not is_one]
        parts.append(f"{'page' if is_one else 'pages'} {names} of {len(sheets)} {said}")
    return "; ".join(parts)


def _holds_picture(sheet: Sheet) -> bool:
    """Decide whether a page holds a picture large enough for a table, with no text over it."""
    for x0, top, x1, bottom in sheet.pictures:
        if (x1 - x0) * (bottom - top) > _TABLE * sheet.width * sheet.height and not any(
            x0 < glyph.x0 < x1 and top < glyph.top < bottom for glyph in sheet.glyphs
        ):
            return True
    return False
