"""How an element looks by its own style: whether a reader sees what it holds, where and how it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.markup.colours import Ink, ink_of
from toolkit.markup.marks import APART, FAINT, IMAGE, PALE, RAISED, SEVERED, SHIFTED

#: A number as a field or an attribute has it.
A_NUMBER = re.compile(rb"\s*[-+]?\d[\d,.]*\s*")
#: How many bytes of a style are looked at.
_LONGEST = 2000
_NOT_SHOWN = re.compile(rb"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all")
#: Until a script fades it in, as WeChat does with its articles.
_FADED_IN = frozenset((b"article", b"body", b"div", b"main", b"section"))
_WAITING = re.compile(
    rb"visibility\s*:\s*hidden.*(?:opacity|animation)|(?:opacity|animation).*visibility\s*:\s*hidden"
)
_RAISING = re.compile(rb"vertical-align\s*:\s*(?:super|sub)\b")
#: Nobody sees it, or not as it is written.
_FADING = re.compile(
    rb"(?<![-\w])(?:opacity\s*:\s*(?:0(?:\.0\d*)?|\.0\d*)(?![.\d])|font-size\s*:\s*(?:0?\.\d+(?:pt|px)|[01](?:\.\d*)?(?:pt|px)|0(?![.\d]))|"
    rb"(?:text-indent|left|top|right|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect|clip-path\s*:\s*(?:inset|circle|polygon)|"
    rb"(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:;.*)?overflow\s*:\s*hidden|"
    rb"transform\s*:[^;]*(?:scale[xy]?\(\s*(?:0(?!\.)|-)|rotate[xyz]?\(\s*-?[1-9]|matrix\(\s*-)|content\s*:|"
    rb"unicode-bidi\s*:\s*(?:isolate-|bidi-)override)|line-through"
)
#: It stands elsewhere than the text around it, or above or below it.
_SEVERING = re.compile(rb"(?<![-\w])(?:position\s*:\s*(?:absolute|fixed)|float\s*:\s*right|order\s*:\s*-?\d)")
_SHIFTING = re.compile(
    rb"(?<![-\w])(?:position\s*:\s*relative\s*;(?:.*;)?\s*(?:top|left|right|bottom)\s*:\s*-?[\d.]*[1-9]|"
    rb"vertical-align\s*:\s*(?:text-|-?[\d.]*[1-9])|mso-text-raise\s*:\s*-?[\d.]*[1-9]|"
    rb"transform\s*:\s*translate|font-size\s*:\s*(?:[1-7]?\d(?:\.\d*)?%|0?\.[1-7]\d*em|smaller|xx?-small))"
)
_PARTING = re.compile(
    rb"float\s*:\s*left|display\s*:\s*(?:block|flex|grid|table|list-item|inline-(?:block|flex|grid|table))"
)
#: Attributes with a number that a script shows in place of what is there, or counts up to.
_COUNTED_UP = frozenset((b"data-to", b"data-target", b"data-end"))
_VALUES = _COUNTED_UP | frozenset(
    (b"x:num", b"data-v", b"data-value", b"data-val", b"data-num", b"data-number", b"data-count")
)
_PICTURED = re.compile(rb"background(?:-image)?\s*:[^;]*url\(|(?<![-\w])content\s*:")


def is_hidden(own: Mapping[bytes, bytes], name: bytes = b"") -> bool:
    """Decide whether an element is not shown, unless a script is going to fade it in."""
    style = own.get(b"style", b"").lower()
    if b"hidden" in own:
        return True
    waits = name in _FADED_IN and _WAITING.search(style[:_LONGEST]) is not None
    return not waits and _NOT_SHOWN.search(style) is not None


def picture_in(own: Mapping[bytes, bytes]) -> str:
    """Return the mark of a picture where an element shows one behind its text, or a number that a script fills in."""
    if _PICTURED.search(own.get(b"style", b"").lower()[:_LONGEST]):
        return IMAGE
    is_filled_in = any(A_NUMBER.fullmatch(own[name]) for name in _VALUES.intersection(own))
    return IMAGE + " " if is_filled_in else ""


def is_reversed(own: Mapping[bytes, bytes]) -> bool:
    """Decide whether what a block holds stands in it from right to left."""
    return b"row-reverse" in own.get(b"style", b"").lower()


def follower_of(name: bytes, own: Mapping[bytes, bytes]) -> str:
    """Return the mark for the text in an element with a style, if any."""
    style = own.get(b"style", b"").lower()[:_LONGEST]
    ink = ink_of(own, style)
    if _FADING.search(style) or ink is Ink.NONE or _COUNTED_UP.intersection(own):
        return FAINT
    if ink is Ink.PALE:
        return PALE
    if name in (b"td", b"th"):
        return ""
    if _RAISING.search(style):
        return RAISED
    if _SEVERING.search(style):
        return SEVERED
    if ink is Ink.UNKNOWN or _SHIFTING.search(style) or own.get(b"size") == b"1":
        return SHIFTED
    return APART if _PARTING.search(style) else ""
