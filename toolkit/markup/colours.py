"""In which colour a page sets its words, and on which ground: whether a reader can see them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache

_INK = re.compile(rb"(?<![-\w])color\s*:\s*([^;]+)")
_GROUND = re.compile(rb"(?<![-\w])background(?:-color)?\s*:\s*([^;]+)")
_VALUE = re.compile(rb"rgba?\([^)]*\)|[#\w]+")
_HEX = re.compile(rb"#?(?:([0-9a-f]{3})[0-9a-f]?|([0-9a-f]{6})(?:[0-9a-f]{2})?)")
_RGB = re.compile(rb"rgba?\(\s*([\d.]+)(%?)[\s,]+([\d.]+)%?[\s,]+([\d.]+)%?[^)]*\)")
_CLEAR = re.compile(
    rb"transparent|#[0-9a-f]{3}0|#[0-9a-f]{6}00|(?:rgb|hsl)a?\((?:(?:[^,)]*,){3}|[^/)]*/)\s*0?(?:\.0*)?%?\s*\)"
)
_NAMED = {
    b"white": (255, 255, 255),
    b"snow": (255, 250, 250),
    b"ivory": (255, 255, 240),
    b"whitesmoke": (245, 245, 245),
    b"ghostwhite": (248, 248, 255),
    b"floralwhite": (255, 250, 240),
    b"black": (0, 0, 0),
    b"red": (255, 0, 0),
    b"blue": (0, 0, 255),
    b"green": (0, 128, 0),
    b"yellow": (255, 255, 0),
    b"gray": (128, 128, 128),
    b"grey": (128, 128, 128),
    b"navy": (0, 0, 128),
    b"silver": (192, 192, 192),
}
#: From here on a colour is that of paper, on which no one sees it; and how far two colours are apart to be told.
_PALE, _TELLING = 224, 40
_TAG = re.compile(rb"<[a-z][^<>]*>")
_CLASSES = re.compile(rb"\sclass\s*=\s*[\"']?([^\"'>]*)")
_PICTURE = re.compile(rb"\sbackground\s*=|url\(")
_BGCOLOR = re.compile(rb"\sbgcolor\s*=\s*[\"']?([#\w]+)")
_ANY_GROUND = re.compile(rb"bgcolor\s*=([^>]{,40})"), re.compile(rb"background(?:-color)?\s*:([^;}>]{,60})")
_ANY_INK = re.compile(rb"color\s*[:=]\s*[\"']?(rgba?\([^)]*\)|[#\w]+)")
_INKED_TAG = re.compile(
    rb"<(?P<name>(?!t[dhr]\b|table|link|meta)[a-z][\w:-]*)(?=\s)[^<>]*?[\s\"';]color\s*[:=]\s*[\"']?(rgba?\([^)]*\)|[#\w]+)[^<>]*>"
)
_STYLE = re.compile(rb"\sstyle\s*=\s*[\"']?")
_SHEET = re.compile(rb"<style[\s>].*?</style", re.DOTALL)
_CLASS_GROUND = re.compile(rb"\.([\w-]+)\s*\{[^{}]*?(?<![-\w])background(?:-color)?\s*:\s*([^;}]+)")
#: How far before words their ground is looked for in a table, and elsewhere.
_FAR, _NEAR = 100_000, 4000

Colour = tuple[int, int, int]


class Ink(Enum):
    """How words stand out from their ground: not at all, not on a pale one, as nobody can say, or plainly."""

    NONE = auto()
    PALE = auto()
    UNKNOWN = auto()
    PLAIN = auto()


def ink_of(own: Mapping[bytes, bytes], style: bytes) -> Ink:
    """Return how words stand out whose element has these attributes, and this style in lower case.

    >>> ink_of({b"color": b"#FFF"}, b""), ink_of({}, b"color:#eee;background:#eee"), ink_of({}, b"color:red")
    (<Ink.PALE: 2>, <Ink.NONE: 1>, <Ink.PLAIN: 4>)
    """
    said = _INK.search(style)
    name = (said[1] if said else own.get(b"color", b"").lower()).removesuffix(b"!important").strip()
    if not name:
        return Ink.PLAIN
    if _CLEAR.fullmatch(name):
        return Ink.NONE
    ink = colour(name)
    if ink is None:
        return Ink.UNKNOWN if name.startswith((b"var", b"hsl")) else Ink.PLAIN
    ground = _ground(own.get(b"bgcolor", b""), style)
    if ground is not None:
        return Ink.NONE if _are_alike(ink, ground) else Ink.PLAIN
    return Ink.PALE if min(ink) >= _PALE else Ink.PLAIN


@lru_cache(256)
def colour(name: bytes) -> Colour | None:
    """Return the red, green and blue of a colour, or nothing where they are not known.

    >>> colour(b"#EEE"), colour(b"rgb(255, 0, 10)"), colour(b"inherit")
    ((238, 238, 238), (255, 0, 10), None)
    """
    name = name.lower().strip()
    if name in _NAMED:
        return _NAMED[name]
    if found := _HEX.fullmatch(name):
        digits = found[2] or b"".join(digit * 2 for digit in (found[1][:1], found[1][1:2], found[1][2:]))
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.fullmatch(name):
        scale = 2.55 if found[2] else 1
        red, green, blue = (round(float(found[part]) * scale) for part in (1, 3, 4))
        return red, green, blue
    return None


def with_hidden_ink(data: bytes) -> bytes:
    """Return a page in which the tags of words in the dark colour of their own cell, row or table say that they are hidden.

    >>> with_hidden_ink(b"<table><td bgcolor=blue><b style='color:#00F'>7</b><font color=red>5</font></table>")
    b"<table><td bgcolor=blue><b style='opacity:0;color:#00F'>7</b><font color=red>5</font></table>"
    """
    if b"bgcolor" not in data and b"background" not in data:
        return data
    lower = data.lower()
    said = {ground for pattern in _ANY_GROUND for ground in pattern.findall(lower)}
    named = {value for each in said for value in _VALUE.findall(each)}
    grounds = {ground for value in named if (ground := colour(value)) and min(ground) < _PALE}
    inks = (
        {value for value in set(_ANY_INK.findall(lower)) if _is_one_of(value, grounds)} if grounds else set()
    )
    if not inks:
        return data
    pieces, end = list[bytes](), 0
    for tag in _INKED_TAG.finditer(lower):
        ink = colour(tag[2])
        if (
            tag[2] in inks
            and ink
            and (ground := _ground_around(data, lower, tag.start()))
            and _are_alike(ink, ground)
        ):
            name = tag.end("name")
            style = _STYLE.search(lower, name, tag.end())
            at = style.end() if style else name
            pieces += (data[end:at], b"opacity:0;" if style else b' style="opacity:0"')
            end = at
    return b"".join([*pieces, data[end:]])


def _is_one_of(value: bytes, grounds: set[Colour]) -> bool:
    ink = colour(value)
    return ink is not None and any(_are_alike(ink, ground) for ground in grounds)


def _ground_around(data: bytes, lower: bytes, at: int) -> Colour | None:
    """Return the ground of a place in a table, where its cell, its row or the table names one."""
    table = lower.rfind(b"<table", max(0, at - _FAR), at)
    if table <= lower.rfind(b"</table", max(0, at - _FAR), at):
        return None
    row = max(table, lower.rfind(b"<tr", table, at))
    cell = max(row, lower.rfind(b"<td", row, at), lower.rfind(b"<th", row, at))
    holders = (lower[start : lower.find(b">", start) + 1] for start in (cell, row, table))
    return next(
        (
            ground
            for tag in (lower[max(cell, at - _NEAR) : at], *holders)
            if (ground := _last_ground(data, tag))
        ),
        None,
    )


def _last_ground(data: bytes, piece: bytes) -> Colour | None:
    """Return the last ground named in a piece of a page, in lower case."""
    for tag in reversed(_TAG.findall(piece)):
        bgcolor, named = _BGCOLOR.search(tag), _CLASSES.search(tag)
        ground = _ground(bgcolor[1] if bgcolor else b"", tag)
        for name in named[1].split() if named and ground is None else ():
            ground = ground or _grounds_of_classes(data).get(name)
        if ground is not None:
            return ground
    return None


def is_on_pale(data: bytes, at: int) -> bool:
    """Decide whether words at a place of a page stand on pale ground.

    Outside of tables the ground is that of what was opened just before, and has to be named; a table is white.
    """
    before = data[max(0, at - _FAR) : at].lower()
    table = before.rfind(b"<table")
    if table <= before.rfind(b"</table"):
        return _palest(data, before[-_NEAR:]) is True
    row = max(table, before.rfind(b"<tr"))
    cell = max(row, before.rfind(b"<td", row), before.rfind(b"<th", row))
    holders = (before[at : before.find(b">", at) + 1] for at in (cell, row, table))
    for piece in (before[max(cell, len(before) - _NEAR) :], *holders):
        is_pale = _palest(data, piece)
        if is_pale is not None:
            return is_pale
    return True


def _palest(data: bytes, piece: bytes) -> bool | None:
    """Return whether the last ground named in a piece of a page is pale, or nothing where none is named."""
    if not any(word in piece for word in (b"background", b"bgcolor", b"class")):
        return None
    for tag in reversed(_TAG.findall(piece)):
        bgcolor, named = _BGCOLOR.search(tag), _CLASSES.search(tag)
        ground = _ground(bgcolor[1] if bgcolor else b"", tag)
        for name in named[1].split() if named and ground is None else ():
            ground = ground or _grounds_of_classes(data).get(name)
        if ground is None and _PICTURE.search(tag):
            return False
        if ground is not None:
            return min(ground) >= _PALE - _TELLING
    return None


@lru_cache(1)
def _grounds_of_classes(data: bytes) -> dict[bytes, Colour]:
    """Return the grounds that the style sheets of a page give to classes."""
    found = {}
    for sheet in _SHEET.findall(data.lower()):
        for name, value in _CLASS_GROUND.findall(sheet):
            if ground := _ground(b"", b"background:" + value):
                found[name] = ground
    return found


def _ground(bgcolor: bytes, style: bytes) -> Colour | None:
    said = _GROUND.search(style)
    values = (*_VALUE.findall(said[1]), bgcolor) if said else (bgcolor,)
    return next((ground for value in values if value and (ground := colour(value)) is not None), None)


def _are_alike(ink: Colour, ground: Colour) -> bool:
    return all(abs(one - other) < _TELLING for one, other in zip(ink, ground, strict=True))
