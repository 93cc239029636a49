"""Plain text and Markdown: lines, and the rows of tables that tabs, pipes, box lines, commas or tags make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.document import Block, Cell, Document, Place, Row, row_on_line, whole_line
from toolkit.errors import UnreadableFile
from toolkit.markup.blocks import set_out
from toolkit.markup.drawn import BETWEEN, drawn_rows
from toolkit.markup.encoding import decode
from toolkit.markup.flatten import flatten
from toolkit.markup.kind import is_archive, is_page
from toolkit.markup.page import items_of
from toolkit.markup.wiki import with_tags

FORMATS = ("txt", "md")
SUFFIXES = (".txt", ".text", ".md", ".markdown")

#: A Word or Excel file written as one XML text: words and numbers are in it, but not as they are read.
_OFFICE_XML = b"<?mso-application"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_DIGIT = re.compile(r"\d")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s", re.MULTILINE)
# A Markdown rule has three dashes or a colon; cells that hold one or two dashes are data.
_RULE = r"\s*(?::?-{3,}:?|:-+:?|-+:)\s*"
_SEPARATOR = re.compile(rf"\s*\|?{_RULE}(?:\|{_RULE})*\|?\s*")
_FRAME = re.compile(r"(?=[\s+\-=|┌┬┐├┼┤└┴┘─━│┃═║╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛]+\Z).*(?:[─━═┌└├╔╚╠]|\+[-=]).*")
_TABLE = re.compile(r"<(/?)table(?=[\s/>])", re.IGNORECASE)
_ROW = re.compile(r"<tr(?=[\s/>])", re.IGNORECASE)
_BARS = "|│┃║┆┇┊┋╎╏¦｜"
_CORNERS = "+┌├└╔╠╚┏┣┗"
_TO_PIPES = str.maketrans(dict.fromkeys(_BARS[1:], "|"))
#: As long as the bar that it keeps from being one.
_ESCAPED, _NO_BAR = "\\|", "\0\0"


def recognises(head: bytes, size: int) -> bool:
    """Decide whether a file is text: no control bytes, and no web page."""
    if head.startswith((b"%PDF", b"{\\rtf")) or is_page(head) or is_archive(head) or _OFFICE_XML in head:
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return len(_CONTROL.findall(head)) * 100 <= len(head)


def read(data: bytes, suffix: str) -> Document:
    """Return the lines and table rows of a text file, each with the number of its line."""
    text, torn = _torn_off(decode(data))
    if not text.strip():
        raise UnreadableFile("the file holds nothing but space")
    is_markdown = suffix in (".md", ".markdown") or ("#" in text and bool(_HEADING.search(text)))
    format_ = "md" if is_markdown else "txt"
    lines = _lines(text)
    if "{|" in text:
        lines = with_tags(lines)
        text = "\n".join(lines)
    tagged = _tagged(lines) if "<" in text else []
    properties = {"unread": f"the file does not end its last line: {torn!r} may have gone on"} if torn else {}
    if not tagged:
        return Document(format_, tuple(_blocks(text, lines)), tuple(lines), properties)
    shown: list[str] = []
    blocks: list[Block] = []
    at = 0
    for start, end in tagged:
        blocks += _written(lines[at:start], shown)
        blocks += _drawn_by_tags(lines[start:end], shown)
        at = end
    blocks += _written(lines[at:], shown)
    return Document(format_, tuple(blocks), tuple(shown), properties)


def _tagged(lines: list[str]) -> list[tuple[int, int]]:
    """Return where tables of HTML stand in a text: from the line in which one begins to behind that of its end."""
    found: list[tuple[int, int]] = []
    start = depth = 0
    for number, line in enumerate(lines):
        for closes in _TABLE.findall(line) if "<" in line else ():
            if not closes:
                start = start if depth else number
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    if found and found[-1][1] > start:
                        start = found.pop()[0]
                    found.append((start, number + 1))
    return found


def _written(lines: list[str], shown: list[str]) -> Iterator[Block]:
    """Return the blocks of lines that come after those that are shown already."""
    after = len(shown)
    shown += lines
    return _blocks("\n".join(lines), lines, after)


def _drawn_by_tags(lines: list[str], shown: list[str]) -> list[Block]:
    """Return what lines with tables of HTML show; as far as there are fewer rows, the lines below keep their number."""
    after = len(shown) + len(lines)
    first_row = next((at for at, line in enumerate(lines) if _ROW.search(line)), 0)
    shown += [""] * first_row
    blocks = set_out(items_of(flatten("\n".join(lines).encode())[0]), shown)
    shown += [""] * (after - len(shown))
    return blocks


def _lines(text: str) -> list[str]:
    """Return the lines of a text; only \\n and \\r end one, so that line numbers are those an editor shows."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blocks(text: str, lines: list[str], after: int = 0) -> Iterator[Block]:
    """Yield running lines and, where neighbouring lines are rows of cells, one grid for them.

    ``after`` is how many lines come before them.
    """
    drawn = _drawn(text, lines)
    piped = _piped(lines, drawn) if drawn else {}
    separated = _separated(lines, after) if "," in text else {}
    if not separated and text.count(";") >= _FEWEST_ROWS:
        # As a spreadsheet writes them where a comma stands before decimals.
        separated = _separated([line.replace(";", ",") for line in lines], after)
    rows: list[Row] = []
    for number, line in enumerate(lines, start=1):
        if number in separated:
            rows.append(separated[number])
            continue
        if "\t" in line:
            cells = _tab_cells(line)
        else:
            is_cut = number in piped or (piped and line.lstrip()[:1] in _CORNERS and _FRAME.fullmatch(line))
            cells = _pipe_cells(line, drawn[number - 1], piped.get(number, 0)) if is_cut else None
        if cells is None:
            if rows:
                yield from drawn_rows(rows)
                rows = []
            if line and not line.isspace():
                yield whole_line(line, after + number)
        elif cells[1]:
            start, texts = cells
            rows.append(row_on_line(texts, after + number, start))
        else:
            rows.append(BETWEEN)
    yield from drawn_rows(rows)


def _drawn(text: str, lines: list[str]) -> list[str]:
    """Return the lines of a text with one sign for every bar between cells, if there are any bars."""
    if not any(bar in text for bar in _BARS):
        return []
    plain = text.translate(_TO_PIPES) if any(bar in text for bar in _BARS[1:]) else text
    if _ESCAPED in plain:
        plain = plain.replace(_ESCAPED, _NO_BAR)
    return lines if plain is text else _lines(plain)


#: Where the first cell of a line begins, and the texts of its cells, one character apart.
_Cells = tuple[int, list[str]]


def _tab_cells(line: str) -> _Cells | None:
    """Return the tab-separated cells of a line, or nothing for an indented paragraph."""
    if not line[: line.rfind("\t")].strip():
        return None if line.strip() else (0, [])
    return 0, line.split("\t")


def _pipe_cells(line: str, drawn: str, width: int) -> _Cells:
    """Return the cells of a row drawn with pipes; a rule between rows has none.

    ``width`` is how many cells a row has in a table without outer bars, so that an empty cell at
    the edge is not taken for what stands outside of a bar.
    """
    if _FRAME.fullmatch(line) or _SEPARATOR.fullmatch(line):
        return 0, []
    texts = drawn.split("|")
    start = 0
    if len(texts) != width:
        if not texts[0].strip():
            start = len(texts.pop(0)) + 1
        if len(texts) > 1 and not texts[-1].strip():
            texts.pop()
    if drawn is not line:
        at = start
        for number, text in enumerate(texts):
            texts[number] = line[at : at + len(text)]
            at += len(text) + 1
    return start, texts


def _piped(lines: list[str], drawn: list[str]) -> dict[int, int]:
    """Return the numbers of the lines that belong to a table drawn with pipes.

    A line that starts and ends with a bar does; so do the lines around a Markdown rule such as
    ``---|---``, which may leave the outer bars out: to these belongs the number of their cells, else 0.
    """
    bars = {number: line.count("|") for number, line in enumerate(drawn, start=1) if "|" in line}
    inside: dict[int, int] = {}
    for number, count in bars.items():
        stripped = lines[number - 1].strip()
        if stripped[0] in _BARS + _CORNERS and (count > 1 or _FRAME.fullmatch(stripped)):
            inside[number] = 0
    for number in bars:
        if number not in inside and _SEPARATOR.fullmatch(lines[number - 1]):
            for step in (-1, 1):
                at = number
                while at in bars:
                    inside[at] = bars[number] + 1
                    at += step
    return inside


# -- cells parted by commas --------------------------------------------------------------------------

_FIELD = re.compile(r'"[^"]*"(?=,|\Z)|[^,]*')
_VALUE = re.compile(r"[-+]?\d+(?:\.\d+)?|[-—/]+|无|")
_QUOTED_VALUE = re.compile(r'"(?:[-+]?\d{1,3}(?:,\d{3})*(?:\.\d+)?|[-+]?\d+|[-—/]+|无|)"')
_QUOTED = re.compile(r'"[^"]*"')
_THOUSANDS = re.compile(r"(?<!\d)[1-9]\d{0,2},\d{3}(?!\d)")
_WORD = re.compile(r"[^\W\d]")
#: So many rows make a table; a sentence or a line of addresses may look like one.
_FEWEST_ROWS, _LONGEST_LABEL, _MOST_LABELS, _VALUES_ALONE = 4, 60, 3, 7

_Fields = list[tuple[int, int]]


def _separated(lines: Sequence[str], after: int) -> dict[int, Row]:
    """Return the rows of tables whose cells are parted by commas, by the number of their line.

    Of 1,234 nobody can say whether it is one cell or two, unless all rows with one are as long as others.
    """
    fields = {n: found for n, line in enumerate(lines, start=1) if "," in line and (found := _fields(line))}
    valued = {n for n, found in fields.items() if _is_row(lines[n - 1], found)}
    if len(valued) < _FEWEST_ROWS:
        return {}
    doubtful = {n for n in valued if _THOUSANDS.search(_QUOTED.sub("", lines[n - 1]))}
    lengths = Counter(len(found) for n, found in fields.items() if n not in doubtful)
    unlike = {n for n in doubtful if lengths[len(fields[n])] < 2}
    has_thousands = any(_WORD.search(lines[n - 1]) for n in unlike)
    kept = valued - (doubtful if has_thousands else unlike)
    heads = {n for n in fields.keys() - valued if {n - 1, n + 1, n + 2, n + 3} & kept}
    return {n: _row(lines[n - 1], after + n, fields[n]) for n in kept | heads}


def _fields(line: str) -> _Fields:
    """Return where the fields of a line begin and end; none where it is a sentence."""
    if "\t" in line or "。" in line or not line.isprintable():
        return []
    found: _Fields = []
    at = 0
    while at <= len(line):
        match = _FIELD.match(line, at)
        end = match.end() if match else len(line)
        found.append((at, end))
        at = end + 1
    return found if all(end - start <= _LONGEST_LABEL for start, end in found) else []


def _is_row(line: str, fields: _Fields) -> bool:
    """Decide whether a line is a label, or a few inside each other, and values; in quotes they may stand before it."""
    texts = [line[start:end].strip() for start, end in fields]
    values = [bool(_VALUE.fullmatch(text) or _QUOTED_VALUE.fullmatch(text)) for text in texts]
    if all(values):
        return len(texts) >= _VALUES_ALONE
    first, last = values.index(False), max(n for n, is_value in enumerate(values) if not is_value)
    if line[:1] == line[-1:] == '"' and any(texts[:first]) and last + 1 == len(texts):
        return len(texts) - first <= _MOST_LABELS and bool(_WORD.search(texts[first]))
    return last < _MOST_LABELS and any(texts[last + 1 :]) and bool(_WORD.search(texts[last]))


def _row(line: str, number: int, fields: _Fields) -> Row:
    cells = []
    for start, end in fields:
        if line[start : start + 1] == '"':
            start, end = start + 1, end - 1
        cells.append(Cell(line[start:end], Place(None, number, start, None, end)))
    return Row(tuple(cells))


# -- a file that breaks off --------------------------------------------------------------------------

# The values at the end of a text, over lines that hold nothing else; telephone numbers and addresses are none.
_LAST_VALUES = re.compile(
    rf"(?<![\dA-Za-z:：/.@-])(?:[\s{_BARS},\"]*+(?:[-+−－＋]?\d[\d.,，．]*+|[-+−－＋—/]))*[ \t{_BARS},\"]*+\Z"
)
_MOST_BEHIND = 400
#: A date whose day no further digit can follow: 2023.1.16, and 2023.1.4, but not 2023.1.1.
_WHOLE_DATE = re.compile(r"(?:19|20)\d\d([-./])\d{1,2}\1(?:[4-9]|\d\d)\Z")
#: Rows whose last values are sums: of the six before, or each fifth of the four before.
_SUMMED = {7: 7, 15: 5}
_ROW_SUMMED, _WIDEST_SUMMED = _SUMMED
_COUNT = re.compile(r"\s*(?:\d+|[-−－—–/]*)\s*")
#: Stands for what cannot be read.
_SPOILT = "\ufffd"


def _torn_off(text: str) -> tuple[str, str]:
    """Return a text with a mark in place of the values with which a line ends that does not end, and that line.

    Nobody knows whether the file broke off inside of the last one, or how many were to follow: 12 may have
    been 125. In a row with as many cells as the one above, only the last is in doubt.
    """
    behind = text[-_MOST_BEHIND:]
    is_ended = text.endswith(("\n", "\r")) or _WHOLE_DATE.search(behind)
    values = None if is_ended else _LAST_VALUES.search(behind)
    if values is None or not values[0].strip(" "):
        return text, ""
    lines = behind.splitlines()[-2:]
    cells = _cells_as_above(lines)
    if _is_whole(values[0], lines, cells):
        return text, ""
    spoilt = cells[-1] if cells and cells[-1].strip() else values[0]
    return text[: len(text) - len(spoilt.lstrip())] + _SPOILT, lines[-1].strip()


def _cells_as_above(lines: Sequence[str]) -> list[str]:
    """Return the cells of the last line, if it has as many as the one above."""
    mark = next((mark for mark in ("\t", *_BARS, ",") if mark in lines[-1]), "")
    is_same = mark and len(lines) > 1 and len({line.count(mark) for line in lines}) == 1
    return lines[-1].split(mark) if is_same else []


def _is_whole(values: str, lines: Sequence[str], cells: Sequence[str]) -> bool:
    """Decide whether a row has all its values: it ends as the one above, or sums hold, in which nothing is naught."""
    end = lines[-1][-1]
    if end in ("\t", ",", *_BARS) and all(line[-1:] == end for line in lines):
        return bool(cells)
    if cells and _QUOTED.fullmatch(cells[-1].strip()):
        return True
    numbers = [int(number) for number in re.findall(r"\d+", values)]
    width = _WIDEST_SUMMED if len(cells) > _WIDEST_SUMMED else _ROW_SUMMED
    if len(numbers) not in _SUMMED and len(cells) >= width and all(map(_COUNT.fullmatch, cells[-width:])):
        numbers = [int(cell) if cell.strip().isdecimal() else 0 for cell in cells[-width:]]
    size = _SUMMED.get(len(numbers))
    if size is None:
        return False
    return all(
        sum(numbers[at : at + size - 1]) == numbers[at + size - 1] for at in range(0, len(numbers), size)
    )
