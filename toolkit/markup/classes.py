"""What the style sheet of a page says of words by their class, written into their tags.

Only what makes a number another number is looked at: words that are not shown, struck out or raised stand beside
those that are. Whether a whole table is hidden a script may decide; tables stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

_RULE = re.compile(rb"([^{}]+)\{([^{}]*)\}")
#: The class of a selector that has one at its end: span.old, .old, td .old
_CLASS = re.compile(rb"\.([\w-]+)\s*\Z")
# One pattern for each property: each begins with a word, which is found quickly in long sheets.
_RAISED = (re.compile(rb"vertical-align\s*:\s*su[pb]"),)
_APART = tuple(
    map(re.compile, (rb"line-through", rb"display\s*:\s*none", rb"visibility\s*:\s*hidden", rb"font-size\s*:\s*0(?![.\d])",
                     rb"opacity\s*:\s*0(?![.\d])"))
)  # fmt: skip
_WORDS = rb"<(?:span|font|b|i|u|em|strong|small|big|a|label)\s(?:[^>]*\s)?class\s*=\s*(?:[\"'][^\"'>]*|)(?<![\w-])(%b)(?![\w-])[^>]*"
_STYLE = re.compile(rb"\sstyle\s*=\s*[\"']?", re.IGNORECASE)
_MOST_CLASSES = 100


def with_styles_of_classes(data: bytes) -> bytes:
    """Return a page in which the tags of words say what the style sheet says of their class.

    >>> page = b"<style>.old{text-decoration:line-through}</style><b class=old>5</b>"
    >>> with_styles_of_classes(page).partition(b"</style>")[2]
    b'<b class=old style="float:left">5</b>'
    """
    sheets = _sheets(data)
    for signs, style in ((_RAISED, b"vertical-align:super"), (_APART, b"float:left")):
        names = _classes(data, sheets, signs)
        if names:
            words = re.compile(_WORDS % b"|".join(map(re.escape, sorted(names))), re.IGNORECASE)
            data = words.sub(partial(_styled, style), data)
    return data


def _sheets(data: bytes) -> list[bytes]:
    """Return the style sheets of a page."""
    lower = data.lower()
    found, at = [], lower.find(b"<style")
    while at >= 0:
        start, end = lower.find(b">", at) + 1, lower.find(b"</style", at)
        if not 0 < start <= end:
            break
        found.append(data[start:end])
        at = lower.find(b"<style", end)
    return found


def _classes(data: bytes, sheets: Sequence[bytes], signs: Sequence[re.Pattern[bytes]]) -> set[bytes]:
    """Return the classes with one of some signs in a style sheet that stand outside of the sheets, too."""
    found: set[bytes] = set()
    for sheet in sheets:
        lower = sheet.lower()
        if not any(sign.search(lower) for sign in signs):
            continue
        for selectors, declarations in _RULE.findall(sheet):
            if any(sign.search(declarations.lower()) for sign in signs):
                found.update(name[1] for selector in selectors.split(b",") if (name := _CLASS.search(selector)))
    used = {name for name in found if data.count(name) > sum(sheet.count(name) for sheet in sheets)}
    return used if len(used) <= _MOST_CLASSES else set()


def _styled(style: bytes, found: re.Match[bytes]) -> bytes:
    tag = found.group()
    own = _STYLE.search(tag)
    if own:
        return tag[: own.end()] + style + b";" + tag[own.end() :]
    return tag + b' style="' + style + b'"'
