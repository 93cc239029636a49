"""The sections of a report: where each heading stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from toolkit.recognition.stream import Stream
from toolkit.text import longest_of
from toolkit.vocabulary.sections import section_titles

_SPACE = r"[\s、,，()（）“”\"'《》]*"
_CHINESE = "一二三四五六七八九十"
# A list number of the first level; "(一)" is a level below and opens no section. After a sentence too: a page
# dumped as one line has no lines to begin with.
_NUMBER = re.compile(
    rf"(?:^[ \t]*|(?<=[。;:.!?])\s*|(?<=\S\s)|(?<=[\d)%元]))"
    rf"(?P<number>(?:第[{_CHINESE}]部分|[{_CHINESE}]|[1-9](?=\s*[、.．]))\s*[、.．,:：]?\s*)\Z",
    re.MULTILINE,
)
#: Where a list number ends, and the only one that is longer than a character.
_ENDS_OF_NUMBERS = frozenset(f"{_CHINESE}123456789分")
_LONG_NUMBER = "第一部分"
_FIRST_LETTERS = f"第{_CHINESE}"
_END_OF_LINE = re.compile(r"[ \t]*[:：]?[ \t]*$", re.MULTILINE)
# What makes a section: two letters that are no list number.
_SECTION = re.compile(r"[^\W一二三四五六七八九十\d][\W一二三四五六七八九十\d]*+[^\W一二三四五六七八九十\d]")
#: What follows a short title that is a heading.
_END_OF_TITLE = re.compile(r"\s*(?:$|\n|[(（\d:：。]|及|和|与|\s)")
#: The list number before a title, of whatever level.
_ANY_NUMBER = re.compile(r"[ \t]*(?:第?[一二三四五六七八九十]+(?:部分)?|\d)\s*[、.．,:：]?\s*$")
_LONGEST_NUMBER = 10
#: A title this long is a heading whatever follows.
_LONG_TITLE = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading: its title stands from ``start`` to ``end`` in the stream, its list number ``begins`` before."""

    section: str
    begins: int
    start: int
    end: int
    number: str = ""


def headings(stream: Stream) -> tuple[Heading, ...]:
    """Return the headings of the sections, in the order in which they stand.

    A list of contents names all sections one after the other; where nothing stands between two
    headings, the first of them is no heading but such an entry, and so is the last one of the list.
    """
    found = list(_titles(stream))
    if any(heading.number[:1] in _FIRST_LETTERS for heading in found if heading.number):
        # 001 numbers the parts of its first section 1、 to 5、: a level below 一、
        found = [heading for heading in found if heading.number[:1] not in "123456789" or not heading.number]
    found.sort(key=lambda heading: heading.start)
    ordered = [h for i, h in enumerate(found) if not i or h.start >= found[i - 1].end]
    kept = []
    listed: set[str] = set()
    last = {heading.section: i for i, heading in enumerate(ordered)}
    for i, heading in enumerate(ordered):
        again = last[heading.section] > i
        is_empty = again and not _SECTION.search(stream.text, heading.end, ordered[i + 1].start)
        is_last_entry = again and bool(listed) and heading.section not in listed
        listed = {*listed, heading.section} if is_empty else set()
        if not (is_empty or is_last_entry):
            kept.append(heading)
    return tuple(kept)


@cache
def _wordings() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Return what finds the longest title at a character, and for each title the sections whose it can be."""
    owned = {(word, title.code) for title in section_titles() for word in (*title.titles, *title.full)}
    words = sorted({word for word, _ in owned})
    meant = {
        longest: tuple(dict.fromkeys(code for word, code in sorted(owned) if longest.startswith(word)))
        for longest in words
    }
    return re.compile(longest_of(words)), meant


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return for each section its titles behind a number and those that stand alone, spaces and brackets anywhere."""
    return {
        title.code: (re.compile(longest_of(title.titles, _SPACE)), re.compile(longest_of(title.full, _SPACE)))
        for title in section_titles()
    }


def _titles(stream: Stream) -> Iterator[Heading]:
    """Yield the titles of sections that stand behind a list number or alone on their lines.

    Most titles stand nowhere in a report, and looking for them in its key is a hundred times cheaper
    than matching the pattern of a heading at every character.
    """
    key, text = stream.key, stream.text
    pattern, meant = _wordings()
    patterns = _patterns()
    match = pattern.search(key.text)
    while match:
        at = match.start()
        number = _number_before(stream, at)
        start = key.offset(at)
        begins_line = number is None and not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t")
        for code in meant[match.group()] if number is not None or begins_line else ():
            numbered, alone = patterns[code]
            if number is not None:
                title = numbered.match(text, start)
                if title and _opens(number, title):
                    yield Heading(code, _before_number(text, start), start, title.end(), number)
            elif (title := alone.match(text, start)) and (end := _END_OF_LINE.match(text, title.end())):
                yield Heading(code, _before_number(text, start), start, end.end())
        match = pattern.search(key.text, at + 1)


def _number_before(stream: Stream, at: int) -> str | None:
    """Return the list number that stands before a character of the key, with what follows it, or None."""
    key = stream.key
    if at == 0 or key.text[at - 1] not in _ENDS_OF_NUMBERS:
        return None
    first = at - (len(_LONG_NUMBER) if key.text[at - 1] == "分" else 1)
    start = key.offset(first - 1) + 1 if first > 0 else 0
    match = _NUMBER.search(stream.text, start, key.offset(at))
    return match["number"] if match else None


def _before_number(text: str, start: int) -> int:
    """Return where the list number before a title begins, or the title where it has none."""
    match = _ANY_NUMBER.search(text[max(0, start - _LONGEST_NUMBER) : start])
    return start - len(match.group()) if match else start


def _opens(number: str, title: re.Match[str]) -> bool:
    """Decide whether a numbered title opens a section: a short one must end its line or clause."""
    if len(title.group()) >= _LONG_TITLE or number[0] in _FIRST_LETTERS:
        return True
    return _END_OF_TITLE.match(title.string[title.end() : title.end() + 12]) is not None
