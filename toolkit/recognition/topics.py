"""What people complained about and what applicants asked for: lists of topics in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.recognition.paragraphs import Paragraph, Sentence
from toolkit.vocabulary.themes import Found, themes

_SEGMENT = re.compile(r"[^,;:。!?]+[,;:。!?]*")
_ITEM = re.compile(r"[(]?[一二三四五六七八九十\d]{1,2}[)、.]|[一二三四五六七八九十]是")
#: An item of a list: a topic near its beginning, or a count.
_COUNTED = re.compile(r"\d(?:件|次|起|宗|条|%|个|余件|人次)|占|类")
_NONE = re.compile(r"[^,、;。\d]{0,8}?(?<![\d.])0(?:件|次|起|宗|条|个)")
#: 涉及工伤认定材料的申请
_THOSE = re.compile(r"[^,;:。、]{0,8}的(?:政府信息公开|信息公开|公开)?")
#: What was counted is divided next: 食品类占45%
_SORTS = re.compile(r"[^,;:。\d]{1,12}类[^,;:。\d]{0,6}\d")
_SHARE = re.compile(r"占[^,;:。]{0,6}\d[\d.]*%")
_MUCH = re.compile(r"[^,;。]{0,8}?\d")
#: A subject may stand so far behind where the list of it opens: 主要申请内容为
_BEHIND = 4
_NEAR = 10
#: So far behind what was counted stands a word of quantity.
_AFTER = 8
#: Under these headings a bare word is what the section is about.
_BARE = {"requests": re.compile("申请"), "reviews": re.compile("复议|诉讼|起诉")}
#: So many characters behind a topic what is licensed or punished is still that topic.
_FAR = 6
_DIVIDED = re.compile(r"[、,;:。和及与\d]")
_ASPECTS = {"request": "request_topic", "complaint": "complaint"}


class _Subject(NamedTuple):
    """What a list of topics is about: ``request`` or ``complaint``, and where that is said."""

    start: int
    end: int
    kind: str


class Topics:
    """Reads the sentences of a report one after the other; a list can go on in the next sentence."""

    def __init__(self) -> None:
        """Begin with no list."""
        self._paragraph: Paragraph | None = None
        self._about = ""
        self._is_open = False

    def may_list(self, sentence: Sentence) -> bool:
        """Decide quickly whether a sentence can be about complaints or requests."""
        if sentence.paragraph is not self._paragraph:
            self._paragraph, self._about, self._is_open = sentence.paragraph, "", False
        if sentence.paragraph.lead:
            return False
        may_be = bool(self._about) or sentence.section == "requests"
        return may_be or themes().listing.hint.search(sentence.text) is not None

    def read(self, text: str, sentence: Sentence) -> Iterator[tuple[str, str, int, int]]:
        """Yield aspect, topic and deciding words of everything a sentence lists."""
        listing = themes().listing
        kinds = _subjects(text, sentence.section)
        goes_on = (self._is_open and _ITEM.match(text)) or listing.continues.match(text)
        inherited = self._about if goes_on else ""
        if sentence.section == "requests":
            inherited = inherited or "request"
        self._about = kinds[-1].kind if kinds else inherited
        was_open, self._is_open = self._is_open, False
        if not (kinds or inherited):
            return
        found = themes().topic_words.find(text)
        if not found:
            self._is_open = bool(self._about and text.endswith((":", "方面。", "几类。")))
            return
        seen: set[tuple[str, str]] = set()
        about, is_open = inherited, bool(inherited) and was_open
        if kinds and sentence.section == "reviews":
            about = "complaint"
        for segment in _SEGMENT.finditer(text):
            start, end = segment.span()
            here = [word for word in found if start <= word.start < end]
            own = [subject for subject in kinds if start <= subject.start < end]
            if here and not (
                listing.closed.search(text, start, end) or listing.own_work.search(text, start, end)
            ):
                for kind, word in _of_segment(text, start, end, here, own, about, is_open):
                    if (kind, word.code) not in seen:
                        seen.add((kind, word.code))
                        yield _ASPECTS[kind], word.code, word.start, word.end
            if own:
                about = own[-1].kind
            opens = bool(about) and listing.opening.search(text, start, end) is not None
            if opens or (own and (text[start:end].endswith((":", "中,", "的,")) or _SORTS.match(text, end))):
                is_open = not listing.closed.search(text, start, end)
            elif not (_is_item(text, start, end, here) if here else _SHARE.match(text, start)) or _ends(
                text, start, end
            ):
                is_open = False
        self._is_open = is_open
        if not seen and kinds:
            for kind, word in _said_at_all(text, sentence.section, found, kinds):
                if (kind, word.code) not in seen:
                    seen.add((kind, word.code))
                    yield _ASPECTS[kind], word.code, word.start, word.end


def _subjects(text: str, section: str) -> list[_Subject]:
    """Return what the lists of a sentence may be about."""
    kinds = [_Subject(found.start, found.end, found.code) for found in themes().listing.subjects.find(text)]
    for match in _BARE[section].finditer(text) if section in _BARE else ():
        if not any(said.start <= match.start() < said.end for said in kinds):
            kinds.append(_Subject(*match.span(), "request"))
    if section == "reviews":
        # 复议申请人: who applies there does not ask for information.
        return sorted(subject._replace(kind="complaint") for subject in kinds)
    has_request = any(subject.kind == "request" for subject in kinds)
    if section == "requests" and has_request:
        kinds = [subject for subject in kinds if subject.kind == "request"]
    elif section == "problems":
        # 依申请公开答复不规范: there requests are what lacks.
        kinds = [subject for subject in kinds if subject.kind == "complaint"]
    if has_request or section == "problems":
        dispute = themes().listing.dispute
        kinds = [subject for subject in kinds if not dispute.fullmatch(text, subject.start, subject.end)]
    return sorted(kinds)


def _said_at_all(
    text: str, section: str, found: list[Found], kinds: list[_Subject]
) -> Iterator[tuple[str, Found]]:
    """Yield the topics of a sentence that opens no list: under a heading of its own it is about nothing else."""
    listing = themes().listing
    for segment in _SEGMENT.finditer(text):
        start, end = segment.span()
        own = [subject for subject in kinds if start <= subject.start < end]
        is_told = section in _BARE or listing.told.search(text, start, end)
        if (
            not is_told
            or listing.closed.search(text, start, end)
            or listing.own_work.search(text, start, end)
        ):
            continue
        kind = (own or kinds)[-1].kind
        if kind == "complaint" and listing.published.search(text, start, end):
            continue
        here = [word for word in found if start <= word.start < end and word.code not in listing.suffix_codes]
        yield from ((kind, word) for word in _counted(text, here))


def _of_segment(
    text: str, start: int, end: int, here: list[Found], own: list[_Subject], about: str, is_open: bool
) -> Iterator[tuple[str, Found]]:
    """Yield what a clause lists: topics before what they are of, then those behind where its list opens."""
    for subject in own:
        yield from ((subject.kind, word) for word in _before(text, start, here, subject))
    opened = _opened(text, start, end, here, own, about)
    if opened is None and is_open and about and not own and _is_item(text, start, end, here):
        opened = (start, about)
    if opened is None:
        return
    first, kind = opened
    if kind == "complaint" and themes().listing.published.search(text, start, end):
        return
    last = themes().listing.ending.search(text, first, end)
    until = last.start() if last else end
    yield from (
        (kind, word) for word in _counted(text, [word for word in here if first <= word.start < until])
    )


def _opened(
    text: str, start: int, end: int, here: list[Found], own: list[_Subject], about: str
) -> tuple[int, str] | None:
    """Return where the list of a clause begins and what it is a list of."""
    listing = themes().listing
    grieved = listing.grieved.search(text, start, end)
    if (
        grieved
        and here[-1].start >= grieved.end()
        and "complaint" in (about, *(subject.kind for subject in own))
    ):
        return grieved.end(), "complaint"
    for match in listing.opening.finditer(text, start, end):
        whose = [subject.kind for subject in own if subject.start <= match.start() + _BEHIND] or [about]
        is_bare = not own and start and listing.only_here.match(match.group()) and not text[:start].strip()
        if whose[-1] and not is_bare:
            return match.end(), whose[-1]
    return None


def _before(text: str, start: int, here: list[Found], subject: _Subject) -> list[Found]:
    """Return the topics that stand before what they are topics of.

    噪声扰民投诉35件; 涉及征地拆迁的信息公开申请12件
    """
    listing = themes().listing
    low, high, kind = subject
    handled = [m.end() for m in listing.handled.finditer(text, start, low) if here[-1].start >= m.end()]
    first = handled[-1] if handled else start
    # 消费纠纷: a topic can end in what it is a topic of.
    before = [word for word in here if first <= word.start < low and word.end <= high]
    if not before:
        return []
    opened = listing.opening.search(text, start, before[0].start) is not None
    named = opened and _THOSE.fullmatch(text, before[-1].end, low) is not None
    gap = listing.between.match(text, before[-1].end)
    if not (named or (gap and gap.end() >= low)):
        return []
    asked = any(mark in text[before[-1].end : high] for mark in ("公开", "类", "等"))
    if not (named or asked or kind == "complaint"):
        return []
    behind = text[high : high + _AFTER].partition("、")[0]
    counted = _MUCH.match(text, high) or listing.much.search(behind)
    if handled or counted or opened or listing.opening.search(text, start, low):
        return _counted(text, before)
    return []


def _ends(text: str, start: int, end: int) -> bool:
    """Decide whether a list ends in a clause: 等方面."""
    ending = themes().listing.ending.search(text, start, end)
    return ending is not None and ending.group().startswith("等")


def _counted(text: str, words: list[Found]) -> list[Found]:
    """Return the topics of a list without those that were counted as none and those in names of bodies.

    What is licensed or punished is the topic: 项目立项审批 is about projects.
    """
    listing = themes().listing
    words = [word for word in words if not listing.body.match(text, word.end)]
    starts = {word.start for word in words}
    ends = {word.end for word in words}

    def adds_nothing(word: Found) -> bool:
        is_suffix = word.code in listing.suffix_codes or listing.suffixes.fullmatch(
            text, word.start, word.end
        )
        if is_suffix and any(_touch(text, at, word.start, _FAR) for at in ends):
            return True
        is_prefix = listing.prefixes.fullmatch(text, word.start, word.end)
        return is_prefix is not None and any(_touch(text, word.end, at) for at in starts)

    return [word for word in words if not adds_nothing(word) and not _NONE.match(text, word.end)]


def _touch(text: str, end: int, start: int, far: int = 2) -> bool:
    """Decide whether what begins at ``start`` follows on what ends at ``end`` without a divider."""
    return 0 <= start - end <= far and not _DIVIDED.search(text, end, start)


def _is_item(text: str, start: int, end: int, here: list[Found]) -> bool:
    """Decide whether a clause is an item of a list of topics."""
    return here[0].start - start <= _NEAR and (
        end - start <= 2 * _NEAR or "、" in text[start:end] or bool(_COUNTED.search(text, start, end))
    )
