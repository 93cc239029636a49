"""What each tag of a page comes to: one of a few marks where it shapes the page, or nothing.

A report from a word processor is nine tenths tags, and most of them say how a letter looks. Runs of
neighbouring tags repeat all over such a page, so that each is worked out once and then looked up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.markup.looks import A_NUMBER, follower_of, is_hidden, is_reversed, picture_in
from toolkit.markup.marks import (
    BREAK,
    CELL,
    DAMAGED,
    END_CELL,
    END_FIELD,
    END_LINK,
    END_ROW,
    END_TABLE,
    END_VERBATIM,
    FAINT,
    FIELD,
    GROUP,
    HIDDEN,
    IMAGE,
    LINK,
    RAISED,
    ROW,
    SEVERED,
    SHIFTED,
    SPANS,
    TABLE,
    TORN,
    VERBATIM,
)

#: How many bytes of runs are kept, and how many tags, and how long they may be.
_MOST_BYTES, _LONGEST_RUN = 16_000_000, 65_536
_MOST_TAGS, _LONGEST_TAG = 4096, 2048
#: What keeping a run takes beside its own bytes.
_ENTRY = 200
_TORN = TORN.encode()
_COMMENT_ENDS = (b"--", b"--!")
_BEGINS_TAG = frozenset(chr(code).encode() for code in (*range(65, 91), *range(97, 123), *b"/!?"))
_MOST_COLUMNS, _MOST_ROWS = 1000, 65_534

_BLOCKS = frozenset(
    b"address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure "
    b"footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu ol option p section "
    b"summary ul".split()
)
_OPENS = dict.fromkeys(_BLOCKS, BREAK) | {
    b"table": BREAK + TABLE,
    b"thead": GROUP + "h",
    b"tbody": GROUP + "b",
    b"tfoot": GROUP + "f",
    b"tr": ROW,
    b"td": CELL,
    b"th": CELL,
    b"pre": BREAK + VERBATIM,
}
_CLOSES = dict.fromkeys(_BLOCKS, BREAK) | {
    b"table": END_TABLE + BREAK,
    b"thead": GROUP + "H",
    b"tbody": GROUP + "B",
    b"tfoot": GROUP + "F",
    b"tr": END_ROW,
    b"td": END_CELL,
    b"th": END_CELL,
    b"pre": END_VERBATIM + BREAK,
    b"a": END_LINK,
}
_CELLS = frozenset((b"td", b"th"))
#: What the text in them comes to, by element.
_FOLLOWERS = (
    dict.fromkeys((b"sup", b"sub", b"rt", b"rtc"), RAISED)
    | dict.fromkeys((b"s", b"strike", b"del", b"bdo"), FAINT)
    | {b"small": SHIFTED}
)
#: Elements of which a browser shows nothing.
_NEVER_SHOWN = frozenset(b"datalist nav template xml".split())
#: Of which it shows something that is no text of the page: it may be a number, or a part of one, all the same.
_DRAWN = frozenset(b"canvas mfrac mroot msub msubsup msup object svg".split())
#: Of which it shows something beside the text.
_BESIDE = frozenset(b"applet audio button iframe meter progress select textarea video".split())
#: Pictures without content.
_PICTURES = frozenset((b"embed", b"v:imagedata"))
#: Elements without content.
VOID = frozenset(b"area base br col embed frame hr img input link meta param source track wbr".split())
#: Whose end ends everything inside.
ENCLOSING = frozenset(
    b"article blockquote body center dd div dl dt fieldset form html li main ol section table tbody td tfoot th "
    b"thead tr ul".split()
)
#: Inside of which another row, cell, item or paragraph can stand.
NESTING = frozenset(b"dl ol table ul".split())
_GROUPS = frozenset((b"thead", b"tbody", b"tfoot"))
_IN_PARAGRAPHS = frozenset(b"br caption head html legend option".split())
#: Elements that need no end, and what ends them.
ENDED_BY = {
    b"p": (_BLOCKS | {b"table", b"pre"}) - _IN_PARAGRAPHS,
    b"li": frozenset((b"li",)),
    b"dt": frozenset((b"dt", b"dd")),
    b"dd": frozenset((b"dt", b"dd")),
    b"tr": _GROUPS | {b"tr"},
    b"td": _GROUPS | {b"tr", b"td", b"th"},
    b"th": _GROUPS | {b"tr", b"td", b"th"},
    b"thead": _GROUPS,
    b"tbody": _GROUPS,
    b"tfoot": _GROUPS,
}

# -- where tags begin and end ------------------------------------------------------------------------


#: Elements whose content is no markup, up to their end or the end of the page.
_SKIPPED_ELEMENTS = frozenset(b"script style title noscript noframes xmp".split())
_SKIPPED = b"|".join(
    [
        rb"!--(?:-?>|[^-]*+(?>(?:-(?!-!?>)[^-]*+)*)(?:--!?>)?)",
        *(
            rb"(?i:%b)(?=[\s/>])[^<]*+(?>(?:<(?!/(?i:%b)[\s/>])[^<]*+)*)(?:</[^>]*+>?)?" % (name, name)
            for name in sorted(_SKIPPED_ELEMENTS)
        ),
    ]
)
_PLAIN_REST = rb"[^>]*+"
# As the standard reads attributes: a quote counts only where a value begins.
_QUOTED_REST = rb"""[^>=]*+(?>(?:=\s*+(?>(?:"[^"]*+"|'[^']*+')?)[^>=]*+)*)"""


def _tag(rest: bytes) -> bytes:
    """Return a pattern for a tag, or an element that is skipped, after its angle bracket.

    Most tags begin with other letters than those elements: only where they do not, these are tried.
    """
    end = rest + rb">"
    return (
        rb"/%b|[a-hj-mo-ru-wyzA-HJ-MO-RU-WYZ?]%b|[sS](?![cCtT])%b|[tT](?![eEiI])%b|%b|[a-zA-Z/!?]%b(?:>|\Z)"
        % (end, end, end, end, _SKIPPED, rest)
    )


# Inside a run every tag is whole: the run was cut that way.
_TAGS = re.compile(rb"(?:<(?:%b)|(<[a-zA-Z/!?]%b(?:>|\Z)))" % (_SKIPPED, _QUOTED_REST))
_NAME = re.compile(rb"</?([a-zA-Z][^\s/>]*)")
_SOUND_NAME = re.compile(rb"[a-z][a-z0-9:._-]*")
_WHOLE = re.compile(rb"""<[^>"']*+(?>(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*)>""")
#: A tag in which all quotes stand around values.
_REGULAR = re.compile(rb"""[^"'=]*+(?>(?:=\s*+(?>(?:"[^"]*+"|'[^']*+')?)[^"'=]*+)*)""")
_PART_OF_TABLE = re.compile(rb"</?t[dhr]\b", re.IGNORECASE)


class Tag(NamedTuple):
    """What a tag comes to: the name of the element that it opens, or that it closes, in lower case.

    ``value`` are its marks, and ``follower`` is the mark for the text that follows. A tag that is not whole
    seems to end inside a quoted value.
    """

    opened: bytes = b""
    closed: bytes = b""
    value: str = ""
    follower: str = ""
    is_whole: bool = True


def tags_of(run: bytes) -> list[tuple[bytes, bytes, Tag]]:
    """Return the tags of a run, each behind the space before it; comments, scripts and the like are empty.

    Behind the last one stands another that is empty, with the space that follows.

    >>> [(space, source, tag.opened, tag.closed) for space, source, tag in tags_of(b"</SPAN> <o:p>")]
    [(b'', b'</SPAN>', b'', b'span'), (b' ', b'<o:p>', b'o:p', b''), (b'', b'', b'', b'')]
    """
    pieces = [*_TAGS.split(run), b""]
    return [
        (space or b"", source or b"", tag_of(source or b""))
        for space, source in zip(pieces[::2], pieces[1::2], strict=True)
    ]


def tag_of(source: bytes) -> Tag:
    """Return what a tag comes to."""
    return _short_tag(source) if len(source) <= _LONGEST_TAG else _tag_of(source)


def _tag_of(source: bytes) -> Tag:
    name = _NAME.match(source) if source.endswith(b">") else None
    if name is None:
        return Tag(value=IMAGE if source.startswith(b"<![CDATA[") else "")
    opened, closed = (b"", name[1].lower()) if source.startswith(b"</") else (name[1].lower(), b"")
    if not _is_sound(source, opened or closed):
        value, follower = DAMAGED, ""
    elif closed:
        value, follower = _CLOSES.get(closed, ""), ""
    else:
        value, follower = value_of(source, opened)
    return Tag(opened, closed, value, follower, _WHOLE.fullmatch(source) is not None)


_short_tag = lru_cache(_MOST_TAGS)(_tag_of)


class _Known(dict[bytes, bytes]):
    """What pieces of pages come to; each is worked out when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._bytes = 0

    def __missing__(self, piece: bytes) -> bytes:
        value = self._value(piece)
        if self._bytes > _MOST_BYTES:
            self.clear()
            self._bytes = 0
        if len(piece) <= _LONGEST_RUN:
            self[piece] = value
            self._bytes += len(piece) + _ENTRY
        return value

    def _value(self, piece: bytes) -> bytes:
        raise NotImplementedError


class Runs(_Known):
    """What runs of tags come to, comments and scripts between them included.

    With ``careful``, tags are taken to end where the standard says, and are never torn.
    """

    def __init__(self, *, careful: bool = False) -> None:
        super().__init__()
        self._careful = careful
        tag = rb"<(?:%b)\s*+" % _tag(_QUOTED_REST if careful else _PLAIN_REST)
        #: Finds the runs of a page.
        self.pattern = re.compile(rb"(?>%b(?:%b)*)" % (tag, tag))

    def _value(self, piece: bytes) -> bytes:
        shaped: list[bytes] = []
        followers: list[tuple[bytes, str]] = []
        for space, _, tag in tags_of(piece):
            if not (tag.is_whole or self._careful):
                return _TORN
            shaped += (space, tag.value.encode())
            if tag.closed:
                followers = [one for one in followers if one[0] != tag.closed]
            elif tag.follower:
                followers.append((tag.opened, tag.follower))
        return b"".join(shaped) + max((follower for _, follower in followers), default="").encode()


class _PlainTags(_Known):
    """What a tag comes to, wherever it stands, with the space behind it; the mark of torn ones where that matters.

    The tag is without its first bracket.
    """

    def _value(self, piece: bytes) -> bytes:
        inside, bracket, space = piece.partition(b">")
        if not bracket or space.strip():
            return _TORN
        if inside.startswith(b"!--"):
            return space if inside[3:].endswith(_COMMENT_ENDS) or inside in (b"!--", b"!---") else _TORN
        tag = tag_of(b"<" + inside + bracket)
        if not _REGULAR.fullmatch(inside) or tag.opened in _SKIPPED_ELEMENTS or inside[:1] not in _BEGINS_TAG:
            return _TORN
        return _TORN if tag.follower or HIDDEN in tag.value else tag.value.encode() + space


class PlainRuns(_Known):
    """What a run of tags comes to, wherever it stands; the mark of torn ones where that matters.

    The run is without its first and its last bracket, and text follows.
    """

    def __init__(self) -> None:
        super().__init__()
        self._tags = _PlainTags()

    def _value(self, piece: bytes) -> bytes:
        value = b"".join(map(self._tags.__getitem__, (piece + b">").split(b"<")))
        return _TORN if _TORN in value else value


def _is_sound(tag: bytes, name: bytes) -> bool:
    """Decide whether a tag is what it seems: its name may be spoilt, or a lost quote lets it swallow others."""
    if name in _CELLS and _PART_OF_TABLE.search(tag, 1):
        return False
    return _SOUND_NAME.fullmatch(name) is not None


# -- what they come to -------------------------------------------------------------------------------

_ATTRIBUTE = re.compile(rb"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
#: No other tag needs its attributes looked at.
_CONSPICUOUS = re.compile(
    rb"span\s*=|hidden|display\s*:|row-reverse|mso-hide|mso-text-raise|vertical-align\s*:\s*(?:s|-?\d|text)|line-through|float\s*:|"
    rb"position\s*:|font-size\s*:\s*(?:[01.x]|smaller|\d\d?%)|opacity\s*:\s*0|text-indent\s*:\s*-|transform|bidi|clip|order\s*:|content\s*:|"
    rb"url\(|background|x:num\s*=|data-(?:src|original|v|value|val|num|number|count|to|target|end)\s*=|size\s*=\s*[\"']?1\b|color\s*[:=]\s*[\"']?(?:#[ef]|"
    rb"#[0-9a-f]{3}0\b|#[0-9a-f]{6}00\b|[a-z]*(?:white|snow|ivory|smoke)|transparent|rgb|hsl|var)"
)
_INTEGER = re.compile(rb"\s*\+?(\d{1,9})")
#: Kinds of fields that show nothing of their value.
_WITHOUT_TEXT = frozenset(b"checkbox file hidden password radio range".split())


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a tag by name, lower case; of one that is there twice, the first counts.

    >>> attributes(b"<TD RowSpan=2 style='width:1pt' hidden>")
    {b'rowspan': b'2', b'style': b'width:1pt', b'hidden': b''}
    """
    named = _NAME.match(tag)
    found: dict[bytes, bytes] = {}
    for name, *values in _ATTRIBUTE.findall(tag, named.end() if named else 1):
        found.setdefault(name.lower(), b"".join(values))
    return found


def value_of(tag: bytes, name: bytes) -> tuple[str, str]:
    """Return what an opening tag comes to, and the mark for the text that follows it, if any."""
    value = _OPENS.get(name, "")
    if name in _NEVER_SHOWN:
        return value + HIDDEN, ""
    if name in _DRAWN:
        return IMAGE + HIDDEN, ""
    if name in _BESIDE:
        return " " + IMAGE + HIDDEN, ""
    if name in _FOLLOWERS:
        return value, _FOLLOWERS[name]
    if name in _PICTURES:
        return IMAGE, ""
    if name == b"img":
        return _image(attributes(tag)), ""
    if name == b"input":
        return _field(attributes(tag)), ""
    if name == b"a":
        return _link(attributes(tag))
    if not _CONSPICUOUS.search(tag.lower()):
        return value, ""
    own = attributes(tag)
    if name in _CELLS:
        value += _spans(own)
    if is_hidden(own, name):
        # An invisible cell still takes its place; one that is not displayed leaves it to the next.
        takes_place = (
            name in _CELLS and b"hidden" not in own and b"none" not in own.get(b"style", b"").lower()
        )
        return "" if name in VOID else (value if takes_place else "") + HIDDEN, ""
    if value and name not in _CELLS:
        return value, SEVERED if is_reversed(own) else ""
    return value + picture_in(own), follower_of(name, own)


def _spans(own: dict[bytes, bytes]) -> str:
    across, down = _INTEGER.match(own.get(b"colspan", b"1")), _INTEGER.match(own.get(b"rowspan", b"1"))
    columns = min(int(across[1]) if across else 1, _MOST_COLUMNS) or 1
    rows = min(int(down[1]) if down else 1, _MOST_ROWS)
    return "" if columns == rows == 1 else f"{columns},{rows}{SPANS}"


def _link(own: dict[bytes, bytes]) -> tuple[str, str]:
    """Tell links to other pages from those to notes, and from anchors, which a word processor sets at every heading."""
    target = own.get(b"href")
    if target is None:
        return "" if b"name" in own or b"id" in own else LINK, ""
    return ("", SHIFTED) if target.startswith(b"#") else (LINK, "")


def _image(own: dict[bytes, bytes]) -> str:
    """Tell pictures from the invisible ones that keep a place open."""
    is_thin = own.get(b"width") in (b"0", b"1") or own.get(b"height") in (b"0", b"1")
    is_lazy = any(name.startswith(b"data-") for name in own)
    return "" if (is_thin and not is_lazy) or is_hidden(own) else IMAGE


def _field(own: dict[bytes, bytes]) -> str:
    kind, value = own.get(b"type", b"text").lower(), own.get(b"value", b"")
    if is_hidden(own) or kind in _WITHOUT_TEXT:
        return ""
    if kind in (b"text", b"number", b"") and A_NUMBER.fullmatch(value):
        return FIELD + value.decode() + END_FIELD
    return " " + IMAGE if kind == b"image" or value.strip() or own.get(b"placeholder") else ""
