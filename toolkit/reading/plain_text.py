"""Plain text and Markdown: lines, and the rows of tables that tabs, pipes or box lines make."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from toolkit.document import Block, Document, Grid, Line, Place, Row, row_on_line
from toolkit.errors import UnreadableFile
from toolkit.markup.encoding import decode
from toolkit.markup.kind import is_archive, is_page

FORMATS = ("txt", "md")
SUFFIXES = (".txt", ".text", ".md", ".markdown")

#: A Word or Excel file written as one XML text: words and numbers are in it, but not as they are read.
_OFFICE_XML = b"<?mso-application"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s", re.MULTILINE)
# A Markdown rule has three dashes or a colon; cells that hold one or two dashes are data.
_RULE = r"\s*(?::?-{3,}:?|:-+:?|-+:)\s*"
_SEPARATOR = re.compile(rf"\s*\|?{_RULE}(?:\|{_RULE})*\|?\s*")
_FRAME = re.compile(r"(?=[\s+\-=|┌┬┐├┼┤└┴┘─━│┃═║╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛]+\Z).*(?:[─━═┌└├╔╚╠]|\+[-=]).*")
_BARS = "|│┃║"
_PIPE = re.compile(rf"(?<!\\)[{_BARS}]")


def recognises(head: bytes, size: int) -> bool:
    """Decide whether a file is text: no control bytes, and no web page."""
    if head.startswith((b"%PDF", b"{\\rtf")) or is_page(head) or is_archive(head) or _OFFICE_XML in head:
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return len(_CONTROL.findall(head)) * 100 <= len(head)


def read(data: bytes, suffix: str) -> Document:
    """Return the lines and table rows of a text file, each with the number of its line."""
    text = decode(data)
    if not text.strip():
        raise UnreadableFile("the file holds nothing but space")
    is_markdown = suffix in (".md", ".markdown") or ("#" in text and bool(_HEADING.search(text)))
    # Only \n and \r end a line, so that line numbers are those an editor shows.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Document("md" if is_markdown else "txt", tuple(_blocks(text, lines)), tuple(lines))


def _blocks(text: str, lines: list[str]) -> Iterator[Block]:
    """Yield running lines and, where neighbouring lines are rows of cells, one grid for them."""
    piped = _piped(lines) if any(bar in text for bar in _BARS) else ()
    rows: list[Row] = []
    for number, line in enumerate(lines, start=1):
        cells = _tab_cells(line) if "\t" in line else _pipe_cells(line) if number in piped else None
        if cells is None:
            if rows:
                yield Grid(tuple(rows))
                rows = []
            if line and not line.isspace():
                yield Line(line, Place(None, number, 0, None, len(line)))
        elif cells[1]:
            start, texts = cells
            rows.append(row_on_line(texts, number, start))
    if rows:
        yield Grid(tuple(rows))


#: Where the first cell of a line begins, and the texts of its cells, one character apart.
_Cells = tuple[int, list[str]]


def _tab_cells(line: str) -> _Cells | None:
    """Return the tab-separated cells of a line, or nothing for an indented paragraph."""
    if not line[: line.rfind("\t")].strip():
        return None if line.strip() else (0, [])
    return 0, line.split("\t")


def _pipe_cells(line: str) -> _Cells:
    """Return the cells of a row drawn with pipes; a rule between rows has none."""
    if _FRAME.fullmatch(line) or _SEPARATOR.fullmatch(line):
        return 0, []
    bars = [match.start() for match in _PIPE.finditer(line)]
    start, end = 0, len(line)
    if not line[: bars[0]].strip():
        start = bars.pop(0) + 1
    if bars and not line[bars[-1] + 1 :].strip():
        end = bars.pop()
    edges = [start - 1, *bars, end]
    return start, [line[left + 1 : right] for left, right in itertools.pairwise(edges)]


def _piped(lines: list[str]) -> frozenset[int]:
    """Return the numbers of the lines that belong to a table drawn with pipes.

    A line that starts and ends with a bar does; so do the lines around a Markdown rule such as
    ``---|---``, which may leave the outer bars out.
    """
    bars = {number: count for number, line in enumerate(lines, start=1) if (count := len(_PIPE.findall(line)))}
    inside = set()
    for number, count in bars.items():
        stripped = lines[number - 1].strip()
        if stripped[0] in _BARS + "┌├└╔╠╚+" and (count > 1 or _FRAME.fullmatch(stripped)):
            inside.add(number)
    for number in bars:
        if number not in inside and _SEPARATOR.fullmatch(lines[number - 1]):
            for step in (-1, 1):
                at = number
                while at in bars:
                    inside.add(at)
                    at += step
    return frozenset(inside)
