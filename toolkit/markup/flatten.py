"""A page as one text in which only what shapes the page is left of its tags."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, groupby

from toolkit.errors import UnreadableFile
from toolkit.markup import marks, tags
from toolkit.markup.encoding import decoded
from toolkit.markup.marks import (
    BREAK,
    CELL,
    END_ROW,
    END_TABLE,
    END_VERBATIM,
    ROW,
    TABLE,
    TORN_OFF,
    VERBATIM,
)
from toolkit.markup.tags import Runs

#: More tags than the pages of a thousand reports; the shortest takes three bytes.
_MOST_TAGS, _SHORTEST_TAG = 500_000, 3

_RUNS = Runs()
_CAREFUL_RUNS = Runs(careful=True)
HIDDEN, RAISED, APART = marks.HIDDEN.encode(), marks.RAISED.encode(), marks.APART.encode()
_TORN = marks.TORN.encode()
_SHEETS = (b"<style", b"<STYLE")
_SHEET_BEGINS = re.compile(rb"<style(?:\s[^<>]*)?>\s*(?:<!--)?", re.IGNORECASE)
#: Shorter sheets, in bytes, take less time to read over than the page takes to copy without them.
_LONG_SHEET = 20_000
_DIGIT = re.compile(rb"\d")
_SUPERSCRIPT = {b"%d" % digit: b"&#%d;" % ord(sign) for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_VERBATIM = re.compile(f"{VERBATIM}([^{END_VERBATIM}]*){END_VERBATIM}?")
#: A line end of the source between two Chinese characters, in UTF-8; a browser shows nothing there.
_BETWEEN_CHINESE = re.compile(rb"\n(?=[\xe3-\xe9])(?<=[\x80-\xbf]\n)")
_END_OF_PAGE = re.compile(rb"</(?:html|body)\b", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"\d+\Z")


def without_style_sheets(data: bytes) -> bytes:
    """Return a page without its long style sheets, which show nothing and can be most of it.

    Only what is nothing else is taken away: rules between braces, up to the end of the sheet, or of the
    comment in it, without any tag on the way.

    >>> without_style_sheets(b"<style><!-- p {color: red} " + 2000 * b"td {width: 1pt} " + b"--></style><p>5")
    b'<style><!----></style><p>5'
    """
    name = _SHEETS[0] if _SHEETS[0] in data else _SHEETS[1]
    view = memoryview(data)
    kept: list[memoryview] = []
    at = 0
    start = data.find(name)
    while start >= 0:
        head = _SHEET_BEGINS.match(data, start)
        first = head.end() if head else len(data)
        end = data.find(b"<", first)
        if end - first > _LONG_SHEET:
            rules = data[first:end].partition(b"-->")[0]
            if rules.rstrip().endswith(b"}"):
                kept.append(view[at:first])
                at = first + len(rules)
        start = data.find(name, max(end, start + 1))
    return b"".join([*kept, view[at:]]) if kept else data


def flatten(data: bytes) -> tuple[str, str]:
    """Return the text of a page with `marks` in it, and the encoding of the page.

    White space is as shown: a run of it is one space. What is not shown is gone. Raises `UnreadableFile`
    where the page is far too large, or in no known encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = decoded(data)[0].encode()
    if len(data) > _MOST_TAGS * _SHORTEST_TAG and data.count(b"<") > _MOST_TAGS:
        raise UnreadableFile(f"the page has more than {_MOST_TAGS:,} tags; is it a report?")
    marked = _marked(data)
    # The encoding is sought where nearly all is text: it is there that it shows.
    text, encoding = decoded(marked)
    text = _as_shown(text)
    if text.count(TABLE) > text.count(END_TABLE) and not _END_OF_PAGE.search(data, max(0, len(data) - 1000)):
        # The file ends in the middle of a table: its last number may have had more digits.
        text = _LAST_NUMBER.sub("\ufffd", text) + TORN_OFF
    return text, encoding


def _marked(data: bytes) -> bytes:
    """Return a page with marks for its tags, without what is not shown."""
    runs = _RUNS
    pieces = runs.pattern.split(data)
    values = list(map(runs.__getitem__, pieces[1::2]))
    if _TORN in values:
        runs = _CAREFUL_RUNS
        pieces, values = _mended(data, pieces, values)
    sources = pieces[1::2]
    texts = b"".join(pieces[::2])
    if len(texts.translate(None, marks.CONTROLS)) != len(texts):
        pieces[::2] = [piece.translate(None, marks.CONTROLS) for piece in pieces[::2]]
    pieces[1::2] = values
    marked = b"".join(pieces)
    if HIDDEN in marked or RAISED in marked or APART in marked:
        _show(pieces, sources, runs)
        marked = b"".join(pieces)
    return marked


def _mended(data: bytes, pieces: list[bytes], values: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Return the pieces of a page and what its runs of tags come to, those that are torn cut with more care.

    Where such a run really ends, the pieces that follow are what they are; only where it ends inside of
    another run, the whole page has to be cut again.
    """
    runs = _CAREFUL_RUNS
    ends = list(accumulate(map(len, pieces)))
    whole: list[bytes] = []
    known: list[bytes] = []
    at = 0
    for torn in [number for number, value in enumerate(values) if value == _TORN]:
        if 2 * torn < at:
            continue
        whole += pieces[at : 2 * torn + 1]
        known += values[at // 2 : torn]
        run = runs.pattern.match(data, ends[2 * torn])
        end = run.end() if run else -1
        at = bisect_left(ends, end, 2 * torn)
        if at % 2 and end == ends[at]:
            at += 1
        if run is None or at % 2:
            pieces = runs.pattern.split(data)
            return pieces, [runs[run] for run in pieces[1::2]]
        whole.append(run.group())
        known.append(runs[run.group()])
        pieces[at] = data[end : ends[at]]
    return whole + pieces[at:], known + values[at // 2 :]


def _as_shown(text: str) -> str:
    """Return a text with its white space and its entities as a browser shows them."""
    if VERBATIM in text:
        text = _VERBATIM.sub(_lines_kept, text)
    # In bytes, only the white space of the source is white space.
    source = _BETWEEN_CHINESE.sub(b"", text.encode().replace(b"\r\n", b"\n"))
    text = b" ".join(source.split()).decode()
    if "&" in text:
        text = html.unescape(text.replace("&nbsp;", "\xa0"))
        for space in "\t\n\r":
            text = text.replace(space, " ")
    return text


def _lines_kept(match: re.Match[str]) -> str:
    """Return text whose line ends are shown; neighbouring lines with tabs are the rows of a table."""
    kept: list[str] = []
    for has_tabs, lines in groupby(re.split(r"\r\n|\n|\r", match[1]), lambda line: "\t" in line.strip()):
        if has_tabs:
            rows = (ROW + CELL + line.replace("\t", CELL) + END_ROW for line in lines)
            kept.append(TABLE + "".join(rows) + END_TABLE)
        else:
            kept += lines
    return BREAK + BREAK.join(kept) + BREAK


# -- what a browser does not show, or shows apart ----------------------------------------------------


def _show(pieces: list[bytes], sources: Sequence[bytes], runs: Runs) -> None:
    """Take hidden elements out of the pieces of a page, and set raised and separate text apart."""
    values = pieces[1::2]
    marked = {value for value in set(values) if HIDDEN in value or RAISED in value or APART in value}
    end = 0
    for start in [number for number, value in enumerate(values) if value in marked]:
        if start < end:
            continue
        end, hidden = start, None
        while end == start or (hidden and end < len(sources)):
            hidden = _show_run(pieces, 2 * end + 1, sources[end], runs, hidden)
            end += 1


def _show_run(
    pieces: list[bytes], at: int, run: bytes, runs: Runs, hidden: _Hidden | None
) -> _Hidden | None:
    """Do so for one run and the text behind it; return the hidden element that is open at its end."""
    value = pieces[at]
    if hidden or HIDDEN in value:
        shown, hidden = _shown(run, runs, hidden)
        value = runs[shown].replace(HIDDEN, b"")
    if hidden:
        pieces[at + 1] = b""
    if value.endswith(RAISED):
        value = value[:-1]
        pieces[at + 1] = _DIGIT.sub(lambda digit: _SUPERSCRIPT[digit.group()], pieces[at + 1])
    elif value.endswith(APART):
        value = value[:-1]
        pieces[at + 1] = b" " + pieces[at + 1] + b" "
    pieces[at] = value
    return hidden


def _shown(run: bytes, runs: Runs, hidden: _Hidden | None) -> tuple[bytes, _Hidden | None]:
    """Return what of a run stands outside of hidden elements, and the element that is open at its end."""
    pieces = tags.pieces_of(run)
    kept: list[bytes] = []
    at = 0
    while at < len(pieces):
        if hidden:
            at = hidden.end(pieces, at)
            if at < 0:
                return b"".join(kept), hidden
            hidden = None
            continue
        space, tag, name, _ = pieces[at]
        kept += (space, tag)
        at += 1
        if HIDDEN in runs[tag]:
            hidden = _Hidden(name)
    return b"".join(kept), hidden


class _Hidden:
    """An element that is not shown, and what has been opened inside it."""

    def __init__(self, name: bytes) -> None:
        self._name = name
        self._open = {name: 1}
        self._ended_by = tags.ENDED_BY.get(name, frozenset())

    def end(self, pieces: Sequence[tags.Piece], start: int) -> int:
        """Return where in the pieces of a run, from ``start`` on, the element has ended, or -1.

        As in a browser an element ends at the latest with what it stands in, and a paragraph, a list item,
        a row or a cell where the next one begins.
        """
        is_open = self._open
        for at in range(start, len(pieces)):
            _, _, opened, closed = pieces[at]
            if closed:
                count = is_open.get(closed, 0)
                if count:
                    is_open[closed] = count - 1
                    if count == 1 and closed == self._name:
                        return at + 1
                elif closed in tags.ENCLOSING:
                    return at
            elif opened:
                if opened in self._ended_by and not any(map(is_open.get, tags.NESTING)):
                    return at
                is_open[opened] = is_open.get(opened, 0) + 1
        return -1
