"""Which words of a clause of section five say what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.recognition.modes import Signs, Span
from toolkit.vocabulary.themes import Found, themes

#: Forms and quality of these are theirs: 政策解读质量不高，形式单一
ABSORBING = ("interpretation", "interaction", "requests", "facility", "imbalance")
#: Hints of these are theirs too; attention, places and imbalance beside them are another thing.
ABSORBED = ("content", "timeliness", "channel", "staff", "system", "errors", "data", "interaction")
_STAFF, _SYSTEM, _IMBALANCE, _REQUESTS = "staff", "system", "imbalance", "requests"
_MARK = re.compile("、")
_PART = re.compile(r"[^、]+")


def lacking_apiece(signs: Signs, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a clause that each say what lacks: 解读不够深入、平台管理不够规范.

    A part that says nothing belongs to the next: 时效性、准确性不足.
    """
    low = start
    marks = [match.end() for match in _MARK.finditer(signs.text, start, end)]
    lacking = signs.within("lacking", start, end) if marks else []
    for at in marks:
        if any(low <= span.start < at for span in lacking) and any(at <= span.start for span in lacking):
            yield low, at
            low = at
    yield low, end


def decisive(signs: Signs, start: int, end: int, inside: Sequence[Found], lacks: bool) -> Iterator[Found]:
    """Yield the words of a clause that may say what is wrong in it.

    What somebody does not know is not what lacks, unless it is how requests are handled; a fault that has become
    rarer is none. Where the basis lacks something that is named, only that is wrong (基层公开力量薄弱); where
    something is of uneven quality from one body to the next, only the imbalance is (部门之间公开质量差距较大).
    """
    known = [
        span
        for span in signs.within("knowledge", start, end)
        if not any(word.code == _REQUESTS and span.start <= word.start < span.end for word in inside)
    ]
    mends = not lacks and bool(signs.within("mending", start, end))
    uneven = [word for word in inside if word.code == _IMBALANCE and word.level == "fault"]
    weak = [
        word
        for word in uneven
        if themes().cues.weak.search(signs.text, word.start, word.end)
        and any(
            other.code not in (_IMBALANCE, _SYSTEM) and other.level != "hint"
            for other in _within(word, inside)
        )
    ]
    uneven = [word for word in uneven if themes().cues.uneven.search(signs.text, word.start, word.end)]
    for word in inside:
        if word.level == "fault":
            if not mends and word not in weak:
                yield word
        elif (
            word.code == _STAFF or not any(span.start <= word.start < span.end for span in known)
        ) and not any(other.start <= word.start and word.end <= other.end for other in uneven):
            yield word
    if known and not any(word.code == _STAFF or word.level == "fault" for word in inside):
        yield Found(known[0].start, known[0].end, _STAFF, "fault")


def _within(word: Found, inside: Sequence[Found]) -> Iterator[Found]:
    return (other for other in inside if word.start <= other.start and other.end <= word.end)


def implied(inside: Sequence[Found], lacks: Sequence[Span], absorbs: bool) -> list[Found]:
    """Return the hints that say what lacks where no topic does.

    What is not as it should be says more than how it should be: 受理登记不规范.
    """
    hints = [word for word in inside if word.level == "hint" and not (absorbs and word.code in ABSORBED)]
    what = [word for word in hints if not any(low < word.start and word.end <= high for low, high in lacks)]
    return what or hints


def beside(
    text: str, start: int, end: int, inside: Sequence[Found], lacking: Sequence[Span]
) -> Iterator[Found]:
    """Yield the hints that stand in an enumeration with what is wrong with them: 时效性不强、数量偏少."""
    if "、" not in text[start:end] or any(word.code in ABSORBING and word.level != "hint" for word in inside):
        return
    lacked = False
    for part in _PART.finditer(text, start, end):
        words = [word for word in inside if part.start() <= word.start < part.end()]
        before, lacked = lacked, any(part.start() <= span.start < part.end() for span in lacking)
        if before and lacked and all(word.level == "hint" for word in words):
            # 重业务、轻公开 names no business that lacks.
            yield from (word for word in words if not any(low <= word.start < high for low, high in lacking))


def stretch(word: Found, signs: Sequence[Span]) -> tuple[int, int]:
    """Return the stretch from a word to the nearest sign that it lacks."""
    after = [sign for sign in signs if sign[1] > word.start]
    low, high = after[0] if after else signs[-1]
    return min(word.start, low), max(word.end, high)
