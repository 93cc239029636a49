"""Plain text and Markdown: lines, and the rows of tables that tabs, pipes or box lines make."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from toolkit.document import Block, Cell, Document, Grid, Line, Place, Row
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
_FRAME = re.compile(r"(?=.*(?:[─━═┌└├╔╚╠]|\+[-=]))[\s+\-=|┌┬┐├┼┤└┴┘─━│┃═║╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛]+")
_PIPE = re.compile(r"(?<!\\)[|│┃║]")


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
    is_markdown = suffix in (".md", ".markdown") or bool(_HEADING.search(text))
    # Only \n and \r end a line, so that line numbers are those an editor shows.
    lines = re.split(r"\r\n|\n|\r", text)
    return Document("md" if is_markdown else "txt", tuple(_blocks(lines)), tuple(lines))


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Yield running lines and, where neighbouring lines are rows of cells, one grid for them."""
    piped = _piped(lines)
    rows: list[Row] = []
    for number, line in enumerate(lines, start=1):
        cells = _tab_cells(line) if "\t" in line else _pipe_cells(line) if number in piped else None
        if cells is None:
            if rows:
                yield Grid(tuple(rows))
                rows = []
            if line.strip():
                yield Line(line, Place(None, number, 0, None, len(line)))
        elif cells:
            rows.append(Row(tuple([Cell(line[a:b], Place(None, number, a, None, b)) for a, b in cells])))
    if rows:
        yield Grid(tuple(rows))


def _tab_cells(line: str) -> list[tuple[int, int]] | None:
    """Return where the tab-separated cells of a line stand, or nothing for an indented paragraph."""
    if not line[: line.rfind("\t")].strip():
        return None if line.strip() else []
    cells, at = [], 0
    for text in line.split("\t"):
        cells.append((at, at + len(text)))
        at += len(text) + 1
    return cells


def _pipe_cells(line: str) -> list[tuple[int, int]]:
    """Return where the cells of a row drawn with pipes stand; a rule between rows has none."""
    if _FRAME.fullmatch(line) or _SEPARATOR.fullmatch(line):
        return []
    bars = [match.start() for match in _PIPE.finditer(line)]
    start, end = 0, len(line)
    if not line[: bars[0]].strip():
        start = bars.pop(0) + 1
    if bars and not line[bars[-1] + 1 :].strip():
        end = bars.pop()
    return _between(line, bars, start, end)


def _between(line: str, bars: list[int], start: int, end: int) -> list[tuple[int, int]]:
    edges = [start - 1, *bars, end]
    return [(left + 1, right) for left, right in itertools.pairwise(edges)]


def _piped(lines: list[str]) -> frozenset[int]:
    """Return the numbers of the lines that belong to a table drawn with pipes.

    A line that starts and ends with a bar does; so do the lines around a Markdown rule such as
    ``---|---``, which may leave the outer bars out.
    """
    drawn = [number for number, line in enumerate(lines, start=1) if _PIPE.search(line)]
    bars = {number: len(_PIPE.findall(lines[number - 1])) for number in drawn}
    inside = set()
    for number, count in bars.items():
        stripped = lines[number - 1].strip()
        if stripped[0] in "|│┃║┌├└╔╠╚+" and (count > 1 or _FRAME.fullmatch(stripped)):
            inside.add(number)
    for number in bars:
        if number not in inside and _SEPARATOR.fullmatch(lines[number - 1]):
            for step in (-1, 1):
                at = number
                while at in bars:
                    inside.add(at)
                    at += step
    return frozenset(inside)
