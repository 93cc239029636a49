"""What the style sheet of a page says of words by their class, written into their tags.

Only what makes a number another number is looked at: words that are not shown, struck out or raised stand beside
those that are. Whether a whole table is hidden a script may decide; tables stay as they are.
"""

from __future__ import annotations

import re
from functools import partial

_SHEET = re.compile(rb"<style\b[^>]*>(.*?)</style", re.IGNORECASE | re.DOTALL)
_RULE = re.compile(rb"([^{}]+)\{([^{}]*)\}")
#: The class of a selector that has one at its end: span.old, .old, td .old
_CLASS = re.compile(rb"\.([\w-]+)\s*\Z")
_RAISED = re.compile(rb"vertical-align\s*:\s*su[pb]", re.IGNORECASE)
_APART = re.compile(
    rb"line-through|display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d])", re.IGNORECASE
)
_WORDS = rb"<(?:span|font|b|i|u|em|strong|small|big|a|label)\s(?:[^>]*\s)?class\s*=\s*(?:[\"'][^\"'>]*|)(?<![\w-])(%b)(?![\w-])[^>]*"
_STYLE = re.compile(rb"\sstyle\s*=\s*[\"']?", re.IGNORECASE)
_MOST_CLASSES = 100


def with_styles_of_classes(data: bytes) -> bytes:
    """Return a page in which the tags of words say what the style sheet says of their class.

    >>> page = b"<style>.old{text-decoration:line-through}</style><b class=old>5</b>"
    >>> with_styles_of_classes(page).partition(b"</style>")[2]
    b'<b class=old style="float:left">5</b>'
    """
    if b"<style" not in data and b"<STYLE" not in data:
        return data
    for pattern, style in ((_RAISED, b"vertical-align:super"), (_APART, b"float:left")):
        names = _classes(data, pattern)
        if names:
            words = re.compile(_WORDS % b"|".join(map(re.escape, sorted(names))), re.IGNORECASE)
            data = words.sub(partial(_styled, style), data)
    return data


def _classes(data: bytes, pattern: re.Pattern[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    sheets = _SHEET.findall(data)
    for sheet in sheets:
        if not pattern.search(sheet):
            continue
        for selectors, declarations in _RULE.findall(sheet):
            if pattern.search(declarations):
                found.update(name[1] for selector in selectors.split(b",") if (name := _CLASS.search(selector)))
    used = {name for name in found if data.count(name) > sum(sheet.count(name) for sheet in sheets)}
    return used if len(used) <= _MOST_CLASSES else set()


def _styled(style: bytes, found: re.Match[bytes]) -> bytes:
    tag = found.group()
    own = _STYLE.search(tag)
    if own:
        return tag[: own.end()] + style + b";" + tag[own.end() :]
    return tag + b' style="' + style + b'"'
