"""Web pages, and what calls itself a Word document and is one: lines and tables as a browser shows them."""

from __future__ import annotations

import re
from html import unescape

from toolkit.document import Document
from toolkit.errors import UnreadableFile
from toolkit.markup.archive import page_of
from toolkit.markup.blocks import set_out
from toolkit.markup.colours import with_hidden_ink
from toolkit.markup.flatten import flatten
from toolkit.markup.furniture import without_furniture
from toolkit.markup.kind import is_archive, is_page
from toolkit.markup.marks import DAMAGED
from toolkit.markup.page import items_of
from toolkit.markup.styles import with_styles_in_tags
from toolkit.markup.tags import attributes

FORMATS = ("html",)
SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")

_META = re.compile(rb"""<[mM][eE][tT][aA](?=[\s/])(?>(?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*)(?:>|\Z)""")
_WINDOW = re.compile(rb"<[tT][iI][tT][lL][eE](?:\s[^>]*)?>([^<]*)")
#: How far the head of a page is read.
_LONGEST_HEAD = 65_536
_BODY = re.compile(rb"<[bB][oO][dD][yY][\s>]")
#: The names that government sites give their articles' title and date by rule, and common variants.
_NAMES = {b"articletitle": "title", b"pubdate": "published", b"publishdate": "published"}


def recognises(head: bytes, size: int) -> bool:
    """Decide whether a file is a web page, or one in a mail message."""
    return is_archive(head) or is_page(head)


def read(data: bytes, suffix: str) -> Document:
    """Return the lines and tables of a page, without the furniture of its site.

    Raises `UnreadableFile` where a page shows no text.
    """
    if is_archive(data[:4096]):
        data = page_of(data)
    data = with_styles_in_tags(with_hidden_ink(data))
    text, encoding = flatten(data)
    properties = _said_of_itself(data, encoding)
    if damaged := text.count(DAMAGED):
        properties["unread"] = (
            f"{damaged} damaged {'tag' if damaged == 1 else 'tags'} may hide what follows them"
        )
    items = without_furniture(items_of(text), properties.get("title", ""), properties.get("window", ""))
    if not items:
        raise UnreadableFile(
            "the page shows no text: its report is a picture, or comes from a frame, a script or an attachment; "
            "open the page and save what it shows, or save the attachment"
        )
    lines: list[str] = []
    blocks = set_out(items, lines)
    return Document("html", tuple(blocks), tuple(lines), properties)


def _said_of_itself(data: bytes, encoding: str) -> dict[str, str]:
    """Return what the head of a page says of the article, and as ``window`` the title of the window.

    The rest is set by sites for each article; the window often has the name of the site, or that of the
    document from which the page was once made.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data, encoding = data.decode("utf-16", "replace").encode(), "utf-8"
    head = _BODY.split(data[:_LONGEST_HEAD], 1)[0]
    found: dict[str, str] = {}
    for tag in _META.findall(head):
        own = attributes(tag)
        name = _NAMES.get(own.get(b"name", b"").lower())
        value = unescape(own.get(b"content", b"").decode(encoding, "replace")).strip()
        if name and value:
            found.setdefault(name, value)
    window = _WINDOW.search(head)
    if window:
        found["window"] = unescape(window[1].decode(encoding, "replace"))
    return found
