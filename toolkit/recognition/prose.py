"""The sections of a report: where each heading stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from toolkit.recognition.stream import Stream
from toolkit.text import longest_of
from toolkit.vocabulary.sections import section_titles

_SPACE = r"[\s、,，()（）“”\"'《》]*"
# A list number of the first level; "(一)" is a level below and opens no section.
_FIRST_LEVEL = (
    r"(?:第[一二三四五六七八九十]部分|[一二三四五六七八九十]|[1-9](?=\s*[、.．]\s*[^\d]))\s*[、.．,:：]?\s*"
)
#: What a numbered heading begins with, to be quick where none does.
_FIRST = r"[\s第一二三四五六七八九十1-9]"
_CHINESE = "第一二三四五六七八九十"
# What makes a section: two letters that are no list number.
_SECTION = re.compile(r"[^\W一二三四五六七八九十\d][\W一二三四五六七八九十\d]*+[^\W一二三四五六七八九十\d]")
#: 第一部分: what a heading's list number has at most, in letters.
_NUMBER_LENGTH = 4
#: What follows a short title that is a heading.
_END_OF_TITLE = re.compile(r"\s*(?:$|\n|[(（\d:：。]|及|和|与|\s)")
#: So far around a title its number, its marks and the end of its line are looked for.
_NEAR = 200


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading, from ``start`` to ``end`` in the stream."""

    section: str
    start: int
    end: int
    number: str = ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return for each section what its heading looks like, spaces and brackets anywhere."""
    found = []
    for title in section_titles():
        numbered, alone = longest_of(title.titles, _SPACE), longest_of(title.full, _SPACE)
        found.append(
            (
                title.code,
                re.compile(
                    # After a sentence too: a page dumped as one line has no lines to begin with.
                    rf"(?={_FIRST})(?:^[ \t]*|(?<=[。;:.!?])\s*|(?<=\S\s)|(?<=[\d)%元]))"
                    rf"(?P<number>{_FIRST_LEVEL})(?P<title>{numbered})"
                    rf"|^[ \t]*(?P<alone>{alone})[ \t]*[:：]?[ \t]*$",
                    re.MULTILINE,
                ),
            )
        )
    return tuple(found)


def headings(stream: Stream) -> tuple[Heading, ...]:
    """Return the headings of the sections, in the order in which they stand.

    A list of contents names all sections one after the other; where nothing stands between two
    headings, the first of them is no heading but such an entry, and so is the last one of the list.
    """
    stretches = _stretches(stream)
    found = [
        Heading(
            code,
            match.start("title") if match["title"] else match.start("alone"),
            match.end(),
            match["number"] or "",
        )
        for code, pattern in _patterns()
        for start, end in stretches.get(code, ())
        for match in pattern.finditer(stream.text, start, end)
        if match["alone"] or _opens(match)
    ]
    if any(heading.number[:1] in _CHINESE for heading in found if heading.number):
        # 001 numbers the parts of its first section 1、 to 5、: a level below 一、
        found = [heading for heading in found if heading.number[:1] not in "123456789" or not heading.number]
    found.sort(key=lambda heading: heading.start)
    ordered = [h for i, h in enumerate(found) if not i or h.start >= found[i - 1].end]
    kept = []
    listed: set[str] = set()
    for i, heading in enumerate(ordered):
        again = any(later.section == heading.section for later in ordered[i + 1 :])
        is_empty = again and not _SECTION.search(stream.text, heading.end, ordered[i + 1].start)
        is_last_entry = again and bool(listed) and heading.section not in listed
        listed = {*listed, heading.section} if is_empty else set()
        if not (is_empty or is_last_entry):
            kept.append(heading)
    return tuple(kept)


@cache
def _wordings() -> tuple[re.Pattern[str], dict[str, tuple[tuple[str, int], ...]]]:
    """Return what finds the longest title at a character, and for each title whose it can be, in how many letters at most."""
    owned = {(word, title.code) for title in section_titles() for word in (*title.titles, *title.full)}
    words = {word for word, _ in owned}
    meant = {
        # Of the beginnings of a title that one section has, the longest comes last.
        longest: tuple({code: len(word) for word, code in sorted(owned) if longest.startswith(word)}.items())
        for longest in words
    }
    return re.compile(longest_of(sorted(words))), meant


def _stretches(stream: Stream) -> dict[str, list[tuple[int, int]]]:
    """Return for each section the few stretches of a text in which a title of it stands, spaces and brackets anywhere.

    Most titles stand nowhere in a report, and looking for them in its key is a hundred times cheaper
    than matching the pattern of a heading at every character.
    """
    key, text = stream.key, stream.text
    pattern, meant = _wordings()
    found: dict[str, list[tuple[int, int]]] = {}
    match = pattern.search(key.text)
    while match:
        at = match.start()
        first = key.offset(max(at - _NUMBER_LENGTH, 0))
        start = max(text.rfind("\n", 0, first) + 1, first - _NEAR)
        for code, length in meant[match.group()]:
            last = key.offset(at + length - 1)
            end = text.find("\n", last)
            found.setdefault(code, []).append((start, min(end if end >= 0 else len(text), last + _NEAR)))
        match = pattern.search(key.text, at + 1)
    return {code: _joined(sorted(stretches)) for code, stretches in found.items()}


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches, in the order of the text, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _opens(match: re.Match[str]) -> bool:
    """Decide whether a numbered title opens a section: a short one must end its line or clause."""
    title = match["title"]
    if len(title) >= 8:
        return True
    after = match.string[match.end() : match.end() + 12]
    return match["number"][0] in _CHINESE or _END_OF_TITLE.match(after) is not None
