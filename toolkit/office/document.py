"""A Word document as a `Document`: its body set out in lines and grids, each with its place."""

from __future__ import annotations

import re

from toolkit.document import Block, Document, Grid, Row, row_on_line, whole_line
from toolkit.errors import UnreadableFile
from toolkit.office.colours import HIGHLIGHTS, WHITE, are_alike
from toolkit.office.lightened import lightened
from toolkit.office.numbering import Numbering
from toolkit.office.package import Package, as_utf8, is_flat, packed, parse
from toolkit.office.paragraphs import DRAWN, FLOATING, ParagraphReader
from toolkit.office.styles import LOOKS, Styles
from toolkit.office.tables import BodyReader, Content, Table, TableCell
from toolkit.office.unread import unread_in
from toolkit.text import own_signs_marked

_HEAD = 4096
_LOOKS = [name.encode() for name in LOOKS]
# WPS says of many runs that they are not struck out.
_LOOKS_ON = re.compile(rb':(?:%s)\b(?! \w+:val="(?:0|false|off|none|baseline)")' % b"|".join(_LOOKS))
#: What `toolkit.office.styles.setting` looks for on paper; without the words nothing has to be.
_APART = re.compile(
    rb':(?:position \w+:val="(?:[4-9]|\d\d+)"|color [^<>]*(?:\bval="(?:[D-Fd-f][\dA-Fa-f]){3}"|themeColor="(?:light|background|lt|bg)1")|'
    rb'sz \w+:val="[1-8]"|w \w+:val="1?\d%?"|spacing \w+:val="-(?:[89]\d|\d{3}))'
)
_APART_WORDS = (
    *(b":position ", b":w w:val=", b':spacing w:val="-', b':themeColor="'),
    *(b':color w:val="%c' % digit for digit in b"DEFdef"),
    *(b':sz w:val="%d"' % size for size in range(1, 9)),
)
_INK = re.compile(rb':color [^<>]*?\bval="([0-9A-Fa-f]{6})"')
_GROUND = re.compile(rb':fill="([0-9A-Fa-f]{6})"|:highlight \w+:val="(\w+)"')
_STYLE = re.compile(rb'[rp]Style \w+:val="([^"]*)"')
#: A drawing in running text, unless it may be a part of a number.
_DRAWN_ALONE = re.compile(rf"{FLOATING}|(?<!\d){DRAWN}(?!\d)")
#: A row of one cell with so many lines is a frame around text, and no row of a table.
_FRAMED = 3
# 一、⇥总体情况: a tab behind a list number parts no cells.
_TAB_AFTER_NUMBER = re.compile(
    r"^(\s*(?:[第（(]?[一二三四五六七八九十]{1,3}(?:[）)、.．]|部分)|[（(]?\d{1,2}[）)、.．]))\t(?=[^\t\d][^\t]*$)"
)


def read_document(data: bytes, format: str = "docx") -> Document:
    """Return what is printed in a Word document, without its headers, footers, notes and comments.

    ``properties["unread"]`` says what could not be read, such as pictures. Raises `UnreadableFile` with a
    reason where the file is no Word document or holds no text.
    """
    package = Package(packed(data) if is_flat(data[:_HEAD]) else data)
    source = as_utf8(package.read(package.main) or b"")
    styles, numbering = _styles(package, source)
    has_looks, has_deletions = _has_looks(source, styles), _has_deletions(source)
    is_plain = not has_looks and not has_deletions
    root = parse(lightened(source, has_lists=not numbering.is_empty) if is_plain else source, package.main)
    w = root.tag[: root.tag.rfind("}") + 1]
    body = root.find(f"{w}body")
    if root.tag != f"{w}document" or body is None:
        raise UnreadableFile("the file holds no Word document, whatever its name says; save it anew in Word")
    page = _Page()
    reader = ParagraphReader(w, styles, numbering, has_looks=has_looks, has_deletions=has_deletions)
    page.add(BodyReader(w, reader).content(body))
    page.end_grid()
    unread = unread_in(root, w, source)
    if not page.blocks:
        raise UnreadableFile(
            f"there is no text in the document{f'; {unread}' if unread else ''}; if its pages are pictures, such as "
            "scans, save it as PDF, and the pictures are read"
        )
    return Document(format, tuple(page.blocks), tuple(page.lines), {"unread": unread} if unread else {})


def _styles(package: Package, source: bytes) -> tuple[Styles, Numbering]:
    """Return the styles and the lists, each only where the document makes use of it."""
    raw = as_utf8(package.related("styles") or b"")
    matters = any(word in raw for word in (b"numPr", *_LOOKS)) or _is_apart(raw)
    styles = Styles.of(parse(raw, "styles.xml")) if matters else Styles()
    numbers = package.related("numbering") if b"numPr" in source or b"numPr" in raw else None
    return styles, Numbering.of(parse(numbers, "numbering.xml")) if numbers else Numbering()


def _has_looks(source: bytes, styles: Styles) -> bool:
    """Decide whether any text of a document is hidden, struck out, raised or lowered."""
    if any(name in source for name in _LOOKS) and _LOOKS_ON.search(source):
        return True
    if _is_apart(source) or _is_on_its_colour(source):
        return True
    named = {name.decode("utf-8", "replace") for name in _STYLE.findall(source)} if styles.by_id else set()
    return any(map(styles.tell, named | {styles.default}))


def _is_apart(source: bytes) -> bool:
    return any(word in source for word in _APART_WORDS) and _APART.search(source) is not None


def _is_on_its_colour(source: bytes) -> bool:
    """Decide whether a document names a colour as that of words and as that of their ground, other than paper."""
    grounds = {
        fill.decode() or HIGHLIGHTS.get(name.decode(), "") for fill, name in set(_GROUND.findall(source))
    }
    grounds -= {WHITE, ""}
    inks = {ink.decode() for ink in _INK.findall(source)} if grounds else set()
    return any(are_alike(ink, ground) for ink in inks for ground in grounds)


def _has_deletions(source: bytes) -> bool:
    return b":del" in source or b":moveFrom" in source


class _Page:
    """The document as it is set out so far."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lines: list[str] = []
        self._rows: list[Row] = []

    def add(self, content: Content) -> None:
        """Set out paragraphs and tables one below the other."""
        for part in content:
            if isinstance(part, Table):
                self._table(part)
            else:
                for line in part.split("\n"):
                    self._line(line)

    def end_grid(self) -> None:
        """Close the table that is being set out, if one is."""
        if self._rows:
            self.blocks.append(Grid(tuple(self._rows)))
            self._rows = []

    def _line(self, text: str) -> None:
        """Set out a line; where tabs part it into cells, it is a row, as in a text file."""
        if "\t" in text:
            text = _TAB_AFTER_NUMBER.sub(r"\1 ", text)
        printed = _DRAWN_ALONE.sub("", text)
        is_row = bool(printed[: printed.rfind("\t") + 1].strip())
        if is_row:
            self._row([(_in_cell(cell), False) for cell in text.split("\t")])
            return
        text = printed
        self.lines.append(text)
        if text.strip() or "\t" not in text:
            self.end_grid()
        if text.strip():
            self.blocks.append(whole_line(text, len(self.lines)))

    def _row(self, cells: list[tuple[str, bool]], width: int = 0) -> None:
        texts = [text for text, _ in cells]
        self.lines.append("\t".join(texts).replace("\n", " "))
        merged = [is_merged for _, is_merged in cells]
        self._rows.append(row_on_line(texts, len(self.lines), merged=merged, width=width))

    def _table(self, table: Table) -> None:
        self.end_grid()
        is_frame = all(len(row) == 1 for row in table.rows)
        for row in table.rows:
            cells = None if is_frame or _is_framed_text(row) else _cells(row)
            if cells is not None:
                self._row(cells, sum(cell.columns for cell in row) if len(cells) == len(row) else 0)
                continue
            self.end_grid()
            for cell in row:
                self.add(cell.content)
            self.end_grid()
        self.end_grid()


def _in_cell(text: str) -> str:
    """Return the text of a cell; where something is drawn, no one can say that the cell is empty."""
    text = text.replace("\t", " ").strip("\n")
    if FLOATING in text:
        text = text.replace(FLOATING, "") if text.strip(FLOATING).strip() else DRAWN
    return own_signs_marked(text)


def _is_framed_text(row: list[TableCell]) -> bool:
    """Decide whether a row is one cell of running text: tables serve as frames around whole reports."""
    return len(row) == 1 and sum(map(bool, row[0].content)) >= _FRAMED


def _cells(row: list[TableCell]) -> list[tuple[str, bool]] | None:
    """Return the text of each cell and whether it is merged; nothing where a cell holds a table of rows.

    A table of one row inside a cell stands among the cells beside it, and one of a single cell is text.
    """
    found: list[tuple[str, bool]] = []
    for content, merged, _ in row:
        if len(content) == 1 and isinstance(text := content[0], str):
            found.append((_in_cell(text), merged))
            continue
        tables = [part for part in content if isinstance(part, Table)]
        text = _in_cell("\n".join([part for part in content if isinstance(part, str)]))
        if not tables:
            found.append((text, merged))
        elif len(tables) == 1 and not text.strip() and len(tables[0].rows) == 1:
            inside = _cells(tables[0].rows[0])
            if inside is None:
                return None
            found += inside
        elif all(len(table.rows) == 1 and len(table.rows[0]) == 1 for table in tables):
            inner = [_cells(part.rows[0]) if isinstance(part, Table) else [(part, False)] for part in content]
            if any(each is None or len(each) != 1 for each in inner):
                return None
            found.append(("\n".join(text for each in inner for text, _ in each or ()).strip("\n"), merged))
        else:
            return None
    return found
