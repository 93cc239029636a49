"""What the style sheets of a page say of words by their class, written into their tags.

Only what makes a number another number is looked at: words that are not shown, struck out or raised stand beside
those that are. Whether a whole table is hidden a script may decide; tables stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from toolkit.markup.colours import Ink, ink_of

_SHEET, _END_OF_SHEET = re.compile(rb"(?i:<style)"), re.compile(rb"(?i:</style)")
_BEFORE_RULES = re.compile(rb"<style(?:\s[^<>]*)?>\s*(?:<!--)?", re.IGNORECASE)
#: Shorter sheets, in bytes, take less time to read over than the page takes to copy without them.
_LONG_SHEET = 20_000
#: What stands at the end of a selector: span.old, .old, td .old, #old, em; what more it may ask is left aside.
_NAMED = re.compile(rb"([.#])([\w-]+)\s*\Z|()(?:\A|[\s>])([a-z][\w-]*)\s*\Z", re.IGNORECASE)
_COMMENT, _CLASSES = re.compile(rb"/\*.*?\*/", re.DOTALL), re.compile(rb"[.#]([\w-]+)")
#: How far before a style sheet it is looked for the comment that it may stand in.
_FAR = 20_000
_ATTRIBUTE = re.compile(rb"\[([\w-]+)[^\]]*\]\s*\Z")
_ASKED = re.compile(rb"\[[^\]]*\]|::?(?:before|after)\b", re.IGNORECASE)
#: At-rules whose rules do not count on a screen of some width.
_ELSEWHERE = re.compile(rb"@media[^{]*(?:print|max-(?:device-)?width)[^{]*\Z")
#: The code of a character in a text that a sheet adds.
_CODE, _DIGIT = re.compile(rb"\\[0-9a-f]{1,6}"), re.compile(rb"\d")


class _Sign(NamedTuple):
    """What a style sheet may say of words: a word that is found quickly, the whole of it, and how a tag says so."""

    word: bytes
    pattern: re.Pattern[bytes]
    style: bytes


_RAISED, _FADED, _SEVERED = b"vertical-align:super", b"opacity:0", b"float:right"
_SIGNS = tuple(
    _Sign(pattern.partition(b"\\")[0].rstrip(b"("), re.compile(pattern), style)
    for style, patterns in (
        (_RAISED, (rb"vertical-align\s*:\s*su[pb]",)),
        (
            _FADED,
            (
                rb"line-through",
                rb"display\s*:\s*none",
                rb"visibility\s*:\s*hidden",
                rb"font-size\s*:\s*0(?![.\d])",
                rb"opacity\s*:\s*0(?![.\d])",
                rb"text-indent\s*:\s*-\d{3}",
                rb"left\s*:\s*-\d{3}",
                rb"clip\s*:\s*rect",
                rb"clip-path\s*:\s*inset",
                rb"width\s*:\s*0(?![.\d%])",
                rb"bidi-override",
            ),
        ),
        (_SEVERED, (rb"float\s*:\s*right",)),
        (b"", (rb"color\s*:\s*(?:white|#[ef]|rgba?\(\s*2[2-5]\d|transparent)", rb"content\s*:\s*[^;\s]")),
    )
    for pattern in patterns
)
_INK, _GROUND = re.compile(rb"(?<![-\w])color\s*:[^;]*"), re.compile(rb"(?<![-\w])background[^;]*")
_CONTENT = re.compile(rb"content\s*:([^;]*)")
#: What a tag has to be for a selector to name it.
_ASKING = {
    b".": rb"<[a-z][^<>]*\sclass\s*=\s*[\"']?[^\"'<>]*(?<![\w-])%b(?![\w-])[^<>]*>",
    b"#": rb"<[a-z][^<>]*\sid\s*=\s*[\"']?%b(?![\w-])[^<>]*>",
    b"[": rb"<[a-z][^<>]*\s%b(?=[\s=>])[^<>]*>",
    b"": rb"<%b(?=[\s>])[^<>]*>",
}
#: Elements that hold more than words; a word processor parts its words over the others, whatever they are in.
_HOLDER = re.compile(
    rb"<(?:html|body|table|tbody|thead|tfoot|tr|div|section|article|main|header|footer|nav|form|[uod]l|li|d[td]|p|h[1-6]|"
    rb"img|input|style|link|script)\b",
    re.IGNORECASE,
)
#: A block with a number and nothing else; it stands beside what is in the same cell.
_NUMBER_ALONE = re.compile(rb"<(?:div|p|section)\b[^<>]*>\s*[-+]?\d[\d.,]*\s*</", re.IGNORECASE)
_CELL, _PARTED = re.compile(rb"<t[dh]\b", re.IGNORECASE), frozenset((b"span", b"font", b"b", b"strong", b"a"))
_STYLE = re.compile(rb"\sstyle\s*=\s*[\"']?", re.IGNORECASE)
#: How many places with the name of a class or the like are looked at, and how long a tag may be.
_MOST_NAMED, _LONGEST_TAG = 200_000, 4096
#: What a selector names: a class after a dot, the one element after a hash, what has an attribute, or a kind of element.
_Name = tuple[bytes, bytes]


def with_styles_in_tags(data: bytes) -> bytes:
    """Return a page in which the tags of words say what the style sheets say of their class.

    Long sheets are left out: they show nothing, and can be most of a page.

    >>> page = b"<style>.old{text-decoration:line-through}</style><b class=old>5</b>"
    >>> with_styles_in_tags(page).partition(b"</style>")[2]
    b'<b class=old style="opacity:0">5</b>'
    """
    found = _sheets(data)
    if not found:
        return data
    styled, sheets = data, [data[start:end] for _, start, end in found]
    styles = _styles(data, [data[start:end] for tag, start, end in found if _is_in_force(data, tag, start)])
    if styles:
        styled = _written(data, styles)
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


def _is_in_force(data: bytes, tag: int, start: int) -> bool:
    """Decide whether a style sheet counts: not in a comment, for paper, or where there are no scripts."""
    if _ELSEWHERE.search(b"@media" + data[tag:start].lower()):
        return False
    before = data[max(0, tag - _FAR) : tag]
    return before.rfind(b"<!--") <= before.rfind(b"-->") and before.rfind(b"<noscript") <= before.rfind(
        b"</noscript"
    )


def _styles(data: bytes, sheets: Sequence[bytes]) -> dict[_Name, bytes]:
    """Return what style sheets say of the words that they name."""
    found: dict[_Name, bytes] = {}
    used: dict[bytes, bool] = {}

    def is_used(name: bytes) -> bool:
        if name not in used:
            used[name] = data.count(name) > sum(sheet.count(name) for sheet in sheets)
        return used[name]

    for source in sheets:
        sheet = _COMMENT.sub(b"", source) if b"/*" in source else source
        lower = sheet.lower()
        for sign in _SIGNS:
            place = sign.pattern.search(lower) if sign.word in lower else None
            while place and (end := sheet.find(b"}", place.start())) >= 0:
                start = sheet.rfind(b"}", 0, place.start()) + 1
                before, _, declarations = sheet[start:end].rpartition(b"{")
                around, _, selectors = before.rpartition(b"{")
                style = _style(sign, declarations.lower())
                names = [
                    name
                    for selector in (selectors.split(b",") if style else ())
                    if (name := _name(selector))
                    and all(map(is_used, _CLASSES.findall(_ASKED.sub(b"", selector))))
                ]
                if names and not _is_elsewhere(lower, start, around.lower()):
                    for name in names:
                        found[name] = found.get(name, b"") + style + b";"
                place = sign.pattern.search(lower, end)
    return found


def _written(data: bytes, styles: Mapping[_Name, bytes]) -> bytes:
    """Return a page in which the tags that a style sheet names say what it says of them."""
    said: dict[int, bytes] = {}
    count = 0
    for (kind, name), style in styles.items():
        asked = re.compile(_ASKING[kind] % re.escape(name), re.IGNORECASE)
        for sought in {name, name.upper()} if not kind else {name}:
            at, last = data.find(sought), -1
            while at >= 0 and count < _MOST_NAMED:
                count += 1
                start = data.rfind(b"<", max(0, at - _LONGEST_TAG), at)
                if start not in (-1, last) and asked.match(data, start, start + _LONGEST_TAG):
                    said[start] = said.get(start, b"") + style * (
                        not _HOLDER.match(data, start) or _NUMBER_ALONE.match(data, start) is not None
                    )
                last, at = start, data.find(sought, at + 1)
    pieces, end = list[bytes](), 0
    for start, style in sorted((start, style) for start, style in said.items() if style):
        close = data.find(b">", start)
        pieces += (data[end:start], _styled(data[start:close], style))
        end = close
    return b"".join([*pieces, data[end:]])


def _style(sign: _Sign, declarations: bytes) -> bytes:
    """Return what a tag has to say that has these declarations, or nothing."""
    if not sign.pattern.search(declarations) or sign.style:
        return sign.style if sign.pattern.search(declarations) else b""
    if sign.word == b"content":
        content = _CONTENT.search(declarations)
        text = content[1] if content else b""
        is_number = b"attr(" in text or b"counter" in text or _DIGIT.search(_CODE.sub(b"", text))
        return b"content:1" if is_number else b""
    ink, ground = _INK.search(declarations), _GROUND.search(declarations)
    style = b";".join(found.group() for found in (ink, ground) if found)
    return b"" if ink_of({}, style) is Ink.PLAIN else style


def _is_elsewhere(sheet: bytes, start: int, around: bytes) -> bool:
    """Decide whether a rule counts for paper or for small screens only."""
    if b"@media" in around:
        return _ELSEWHERE.search(around) is not None
    at = sheet.rfind(b"@media", 0, start)
    if at < 0 or sheet.count(b"{", at, start) == sheet.count(b"}", at, start):
        return False
    return _ELSEWHERE.search(sheet[at : sheet.find(b"{", at)]) is not None


def _name(selector: bytes) -> _Name | None:
    """Return what a selector names, or nothing where a word processor may set it around a part of a number."""
    plain = _ASKED.sub(b"", selector)
    named = _NAMED.search(plain)
    if named is None:
        attribute = _ATTRIBUTE.search(selector)
        return (b"[", attribute[1]) if attribute and not plain.strip(b" *") else None
    if named[2]:
        return named[1], named[2]
    name = named[4].lower()
    is_narrow = b"." in plain or b"#" in plain
    return None if (name in _PARTED and is_narrow) or _HOLDER.match(b"<" + name) else (b"", name)


def _styled(tag: bytes, style: bytes) -> bytes:
    if _CELL.match(tag) and _FADED in style:
        # A script may show it: the row is read with it.
        return tag
    if _HOLDER.match(tag):
        # What a block says of itself does not count for its words.
        return tag + b'><i style="' + style.rstrip(b";") + b'"'
    own = _STYLE.search(tag)
    if own:
        return tag[: own.end()] + style + tag[own.end() :]
    return tag + b' style="' + style.rstrip(b";") + b'"'
