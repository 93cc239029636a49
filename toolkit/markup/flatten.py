"""A page as one text in which only what shapes the page is left of its tags."""

from __future__ import annotations

import html
import re
from itertools import groupby

from toolkit.errors import UnreadableFile
from toolkit.markup.encoding import decoded
from toolkit.markup.marking import marked
from toolkit.markup.marks import (
    BREAK,
    CELL,
    END_LINK,
    END_ROW,
    END_TABLE,
    END_VERBATIM,
    LINK,
    ROW,
    SEVERED,
    TABLE,
    TORN_OFF,
    VERBATIM,
)

#: More tags than the pages of a thousand reports; the shortest takes three bytes.
_MOST_TAGS, _SHORTEST_TAG = 500_000, 3

_VERBATIM = re.compile(f"{VERBATIM}([^{END_VERBATIM}]*){END_VERBATIM}?")
#: A line end of the source between two Chinese characters, in UTF-8; a browser shows nothing there.
_BETWEEN_CHINESE = re.compile(rb"\n(?=[\xe3-\xe9])(?<=[\x80-\xbf]\n)")
#: Two numbers that no one takes for one, although nothing stands between them.
_SEVERED = re.compile(f"(?<=\\d) ?{SEVERED}[ {SEVERED}{LINK}{END_LINK}]*(?=\\d)")
_END_OF_PAGE = re.compile(rb"</(?:html|body)\b", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"\d+\Z")


def flatten(data: bytes) -> tuple[str, str]:
    """Return the text of a page with `marks` in it, and the encoding of the page.

    White space is as shown: a run of it is one space. What is not shown is gone. Raises `UnreadableFile`
    where the page is far too large, or in no known encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = decoded(data)[0].encode()
    if len(data) > _MOST_TAGS * _SHORTEST_TAG and data.count(b"<") > _MOST_TAGS:
        raise UnreadableFile(f"the page has more than {_MOST_TAGS:,} tags; is it a report?")
    # The encoding is sought where nearly all is text: it is there that it shows.
    text, encoding = decoded(marked(data))
    text = _as_shown(text)
    if text.count(TABLE) > text.count(END_TABLE) and not _END_OF_PAGE.search(data, max(0, len(data) - 1000)):
        # The file ends in the middle of a table: its last number may have had more digits.
        text = _LAST_NUMBER.sub("\ufffd", text) + TORN_OFF
    return text, encoding


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
    if SEVERED in text:
        # Two pieces that are shifted alike are one.
        text = (
            _SEVERED.sub("\ufffd", text.replace(SEVERED + SEVERED, ""))
            .replace(SEVERED + END_LINK, END_LINK + " ")
            .replace(SEVERED, " ")
        )
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
