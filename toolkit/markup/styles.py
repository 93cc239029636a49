"""What the style sheets of a page say of words by their class, written into their tags.

Only what makes a number another number is looked at: words that are not shown, struck out or raised stand beside
those that are. Whether a whole table is hidden a script may decide; tables stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

_SHEET, _END_OF_SHEET = re.compile(rb"(?i:<style)"), re.compile(rb"(?i:</style)")
_BEFORE_RULES = re.compile(rb"<style(?:\s[^<>]*)?>\s*(?:<!--)?", re.IGNORECASE)
#: Shorter sheets, in bytes, take less time to read over than the page takes to copy without them.
_LONG_SHEET = 20_000
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


def with_styles_in_tags(data: bytes) -> bytes:
    """Return a page in which the tags of words say what the style sheets say of their class.

    Long sheets are left out: they show nothing, and can be most of a page.

    >>> page = b"<style>.old{text-decoration:line-through}</style><b class=old>5</b>"
    >>> with_styles_in_tags(page).partition(b"</style>")[2]
    b'<b class=old style="float:left">5</b>'
    """
    found = _sheets(data)
    if not found:
        return data
    styled, sheets = data, [data[start:end] for _, start, end in found]
    for signs, style in ((_RAISED, b"vertical-align:super"), (_APART, b"float:left")):
        names = _classes(styled, sheets, signs)
        if names:
            words = re.compile(_WORDS % b"|".join(map(re.escape, sorted(names))), re.IGNORECASE)
            styled = words.sub(partial(_styled, style), styled)
    if max(map(len, sheets)) > _LONG_SHEET:
        return _without_rules(styled, found if styled is data else _sheets(styled))
    return styled


def _sheets(data: bytes) -> list[tuple[int, int, int]]:
    """Return where the style sheets of a page are: their tags, what is in them, and its end."""
    found, begins = [], _SHEET.search(data)
    while begins:
        start, ends = data.find(b">", begins.start()) + 1, _END_OF_SHEET.search(data, begins.start())
        if not (ends and 0 < start <= ends.start()):
            break
        found.append((begins.start(), start, ends.start()))
        begins = _SHEET.search(data, ends.start())
    return found


def _without_rules(data: bytes, sheets: Sequence[tuple[int, int, int]]) -> bytes:
    """Return a page without what is rules between braces and nothing else in its long style sheets.

    >>> page = b"<style><!-- p {color: red} " + 2000 * b"td {width: 1pt} " + b"--></style><p>5"
    >>> _without_rules(page, _sheets(page))
    b'<style><!----></style><p>5'
    """
    kept, at = [], 0
    for tag, start, end in sheets:
        head = _BEFORE_RULES.match(data, tag)
        if head and end - start > _LONG_SHEET:
            rules = data[head.end() : end].partition(b"-->")[0]
            if b"<" not in rules and rules.rstrip().endswith(b"}"):
                kept.append(data[at : head.end()])
                at = head.end() + len(rules)
    return b"".join([*kept, data[at:]])


def _classes(data: bytes, sheets: Sequence[bytes], signs: Sequence[re.Pattern[bytes]]) -> set[bytes]:
    """Return the classes with one of some signs in a style sheet that stand outside of the sheets, too."""
    found: set[bytes] = set()
    for sheet in sheets:
        lower = sheet.lower()
        for sign in signs:
            place = sign.search(lower)
            while place and (end := sheet.find(b"}", place.start())) >= 0:
                start = sheet.rfind(b"}", 0, place.start()) + 1
                selectors, _, declarations = sheet[start:end].rpartition(b"{")
                if sign.search(declarations.lower()):
                    parts = selectors.rpartition(b"{")[2].split(b",")
                    found.update(name[1] for part in parts if (name := _CLASS.search(part)))
                place = sign.search(lower, end)
    used = {name for name in found if data.count(name) > sum(sheet.count(name) for sheet in sheets)}
    return used if len(used) <= _MOST_CLASSES else set()


def _styled(style: bytes, found: re.Match[bytes]) -> bytes:
    tag = found.group()
    own = _STYLE.search(tag)
    if own:
        return tag[: own.end()] + style + b";" + tag[own.end() :]
    return tag + b' style="' + style + b'"'
