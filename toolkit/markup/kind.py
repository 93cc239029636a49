"""Whether the first bytes of a file are those of a web page, whatever the file is called."""

from __future__ import annotations

import re

_LEAD = re.compile(rb"(?>(?:\s++|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))*)", re.DOTALL)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_FRAGMENT = re.compile(
    rb"<(?:a|article|b|base|blockquote|br|center|div|dl|em|font|form|h[1-6]|header|i|img|link|main|nav|ol|p|pre|script|"
    rb"section|span|strong|style|table|tbody|td|tr|u|ul)(?=[\s/>])[^>]*>",
    re.IGNORECASE,
)
_SHAPING = re.compile(rb"</?(?:br|div|h[1-6]|p|span|table|td|th|tr)(?=[\s/>])[^>]*>", re.IGNORECASE)
# A heading or the rule of a table: Markdown may hold tags, and may even begin with one.
_MARKDOWN = re.compile(rb"^ {0,3}(?:#{1,6} |\|? ?:?-{3,}:? ?\|)", re.MULTILINE)
_TABLE = re.compile(rb"<table(?=[\s/>]).*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)
#: How many tags make a text a page that does not begin with one.
_MANY_TAGS = 12


def is_page(head: bytes) -> bool:
    """Decide whether a file is HTML, or a fragment of it; text that holds a few tags is none.

    >>> is_page(b"<table><tr><td>1"), is_page(b"a < b"), is_page(b"# Title\\n<table><tr><td>1")
    (True, False, False)
    """
    head = _as_bytes(head)
    if b"<" not in head:
        return False
    lead = _LEAD.match(head)
    start = lead.end() if lead else 0
    if _PAGE.match(head, start):
        return True
    looks_like_page = _FRAGMENT.match(head, start) or _PAGE.search(head[:2048]) or _has_many_tags(head)
    return bool(looks_like_page) and not _MARKDOWN.search(head)


def _has_many_tags(head: bytes) -> bool:
    """Decide whether a text holds many tags; those of tables do not count, which text may hold as well."""
    if len(_SHAPING.findall(head)) < _MANY_TAGS:
        return False
    return len(_SHAPING.findall(_TABLE.sub(b"", head))) >= _MANY_TAGS


def is_archive(head: bytes) -> bool:
    """Decide whether a file is a web page kept as a mail message, as word processors and browsers do."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:2048].lower()
    if not re.match(rb"[a-z-]+:", start):
        return False
    return (
        b"mime-version:" in start and b"content-type:" in start
    ) or b"content-type: multipart/related" in start


def _as_bytes(head: bytes) -> bytes:
    """Return the first bytes of a file without a mark of its encoding, one byte a letter of the tags."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode()
    return head.removeprefix(b"\xef\xbb\xbf")
