"""A page with marks in place of its tags, and without what a browser does not show.

Most runs of tags mean the same wherever they stand: these are found by the texts between them, all at once.
A page is read run by run only where one of them says something about what follows: where a comment or a
script begins, a quote is not closed, an element is hidden, raised or set apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress, count

from toolkit.markup import marks, tags
from toolkit.markup.colours import is_on_pale
from toolkit.markup.tags import PlainRuns, Runs, Tag

_RUNS = Runs()
_CAREFUL_RUNS = Runs(careful=True)
_PLAIN_RUNS = PlainRuns()
_TORN, _HIDDEN = marks.TORN.encode(), marks.HIDDEN.encode()
_FOLLOWERS = _APART, _SHIFTED, _SEVERED, _RAISED, _PALE, _FAINT = tuple(
    mark.encode()
    for mark in (marks.APART, marks.SHIFTED, marks.SEVERED, marks.RAISED, marks.PALE, marks.FAINT)
)
#: A text between two runs of tags; it takes the last bracket of the one and the first of the other with it.
_TEXT = re.compile(rb">(\s*+[^<\s][^<]*+)<")
_DIGIT = re.compile(rb"\d")
_NUMBER = re.compile(rb"\d[\d.,]*")
#: Behind a number that is not what a reader sees: the mark of what cannot be read.
_SPOILT = rb"\g<0>&#65533;"
_SUPERSCRIPT = {b"%d" % digit: b"&#%d;" % ord(sign) for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


def marked(data: bytes) -> bytes:
    """Return a page with marks for its tags, without what is not shown.

    >>> marked(b"<p>1<sup>2</sup><i hidden>3</i></p>")
    b'\\x081&#178;\\x08'
    """
    # A run, a text, a run, a text, ..., a run. At both ends there may be text, too: they are looked at in any case.
    pieces = _TEXT.split(data)
    sizes = list(map(len, pieces))
    ends = [_TORN] if len(pieces) > 1 else []
    values = [_TORN, *map(_PLAIN_RUNS.__getitem__, pieces[2:-1:2]), *ends]
    texts = b"".join(pieces[1::2])
    if len(texts.translate(None, marks.CONTROLS)) != len(texts):
        pieces[1::2] = [text.translate(None, marks.CONTROLS) for text in pieces[1::2]]
    pieces[::2] = values
    shown: list[bytes] = []
    number = start = 0
    for torn in compress(count(0, 2), map(_TORN.__eq__, values)):
        if torn < number:
            continue
        shown += pieces[number:torn]
        start += sum(sizes[number:torn]) + torn - number
        behind = _read_on(data, sizes, torn, start, shown)
        if behind is None:
            return run_by_run(data)
        number, start = behind
    return b"".join(shown + pieces[number:])


def run_by_run(data: bytes) -> bytes:
    """Return the same, every run read by itself."""
    shown: list[bytes] = []
    if _read_on(data, [len(data)], 0, 0, shown) is None:
        shown.clear()
        _read_on(data, [len(data)], 0, 0, shown, _CAREFUL_RUNS)
    return b"".join(shown)


def _read_on(
    data: bytes, sizes: Sequence[int], number: int, start: int, shown: list[bytes], runs: Runs = _RUNS
) -> tuple[int, int] | None:
    """Add what a page shows run by run, from a piece on up to the first text where nothing is open any more.

    Returns the number of the piece behind that text and where it starts, as for the first one. Returns nothing
    where a quote that is not closed makes more of the page than its neighbourhood something else.
    """
    follower = b""
    hidden: _Hidden | None = None
    at, end = max(start - 1, 0), start + sizes[number]
    while found := runs.pattern.search(data, at):
        if found.start() > at:
            shown.append(_text(data[at : found.start()], hidden, follower))
        run, at = found.group(), found.end()
        value = runs[run]
        if value == _TORN:
            whole = _CAREFUL_RUNS.pattern.match(data, found.start())
            if whole is None or _is_inside_run(data, found, whole.end()):
                return None
            run, at = whole.group(), whole.end()
            value = _CAREFUL_RUNS[run]
        if hidden or _HIDDEN in value:
            run, hidden = _shown(run, hidden)
            value = _CAREFUL_RUNS[run].replace(_HIDDEN, b"")
        follower = value[-1:]
        if follower == _PALE:
            follower = _FAINT if is_on_pale(data, at) else _SHIFTED
            value = value[:-1] + follower
        shown.append(value[:-1] if follower in _FOLLOWERS else value)
        if hidden or follower in _FOLLOWERS:
            continue
        while end < at:
            number += 1
            end += 1 + sizes[number]
        if number % 2:
            shown.append(_text(data[at:end]))
            return number + 1, end + 1
    shown.append(_text(data[at:], hidden, follower))
    return len(sizes), len(data)


def _is_inside_run(data: bytes, run: re.Match[bytes] | None, place: int) -> bool:
    """Decide whether a place on a page is inside of a run of tags, of this one or one behind it."""
    while run and run.end() < place:
        run = _RUNS.pattern.search(data, run.end())
    return run is not None and run.start() < place < run.end()


def _text(text: bytes, hidden: _Hidden | None = None, follower: bytes = b"") -> bytes:
    """Return a text as it is shown behind a run of tags."""
    text = b"" if hidden else text.translate(None, marks.CONTROLS)
    if follower == _RAISED:
        return _DIGIT.sub(lambda digit: _SUPERSCRIPT[digit.group()], text)
    if follower == _FAINT:
        return b" " + _NUMBER.sub(_SPOILT, text) + b" "
    if follower == _SHIFTED:
        return _SEVERED + text + _SEVERED
    if follower == _SEVERED:
        return b" " + _SEVERED + text + _SEVERED + b" "
    return b" " + text + b" " if follower == _APART else text


def _shown(run: bytes, hidden: _Hidden | None) -> tuple[bytes, _Hidden | None]:
    """Return what of a run stands outside of hidden elements, and the element that is open at its end."""
    found = tags.tags_of(run)
    kept: list[bytes] = []
    at = 0
    while at < len(found):
        if hidden:
            at = hidden.end(found, at)
            if at < 0:
                return b"".join(kept), hidden
            hidden = None
            continue
        space, source, tag = found[at]
        kept += (space, source)
        at += 1
        if marks.HIDDEN in tag.value:
            hidden = _Hidden(tag.opened)
    return b"".join(kept), hidden


class _Hidden:
    """An element that is not shown, and what has been opened inside it."""

    def __init__(self, name: bytes) -> None:
        self._name = name
        self._open = {name: 1}
        self._ended_by = tags.ENDED_BY.get(name, frozenset())

    def end(self, found: Sequence[tuple[bytes, bytes, Tag]], start: int) -> int:
        """Return where among the tags of a run, from ``start`` on, the element has ended, or -1.

        As in a browser an element ends at the latest with what it stands in, and a paragraph, a list item,
        a row or a cell where the next one begins.
        """
        is_open = self._open
        for at in range(start, len(found)):
            opened, closed, *_ = found[at][2]
            if closed:
                count = is_open.get(closed, 0)
                if count:
                    is_open[closed] = count - 1
                    if count == 1 and closed == self._name:
                        return at + 1
                elif closed in tags.ENCLOSING:
                    return at
            elif opened:
                if opened in self._ended_by and not any(map(is_open.get, tags.NESTING)):
                    return at
                is_open[opened] = is_open.get(opened, 0) + 1
        return -1
