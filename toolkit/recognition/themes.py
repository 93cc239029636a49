"""What section five says is wrong and what it promises, sentence by sentence, with the words that decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.recognition.clauses import ABSORBING, beside, decisive, implied, lacking_apiece, stretch
from toolkit.recognition.modes import ITEM, Mode, Signs, Span, body, turn
from toolkit.recognition.paragraphs import Sentence
from toolkit.recognition.topics import Topics
from toolkit.report import Identity, Issue, Theme
from toolkit.vocabulary.themes import Found, themes

_SEGMENT = re.compile(r"[^,;:。!?]+[,;:。!?”]*")
_YEAR = re.compile(r"(20[1-4]\d)年")
#: A heading after section five that no vocabulary knows: 六、说明
_NEXT_HEADING = re.compile(r"[六七八九][、.][^,。:;]{2,24}")
#: More characters say something.
_LONGEST_NOTHING = 50
_DIGIT = re.compile(r"\d")
#: A row of a table that nobody knows: 设置公开栏（处）
_ROW = re.compile(r"[^,;:。]{2,24}\((?:人次|人|名|件|条|次|处|个|册|期|元|万元|份|篇|场)\)[\d.]*")
#: What is annexed is no part of section five.
_ANNEX = re.compile(r"附[件表]?\d?:")
#: New devices are no news: 更新查询终端
_RENEWED = re.compile(r"更新[^,;:。、]{0,10}?$")
#: The 2014 form and older reports call section five by other names, or have none.
_FIRST_WITH_SECTION_FIVE = 2019


class _Said(NamedTuple):
    """A theme of a sentence and the stretch of its plain text that decided it."""

    aspect: str
    theme: str
    start: int
    end: int


@dataclass(slots=True)
class _Course:
    """What is known while the sentences below one heading are read one after the other."""

    mode: Mode
    year: int | None
    #: Themes an item has named without saying yet what is wrong: 政策解读方面，形式单一
    open: list[Found] = field(default_factory=list)
    #: The same of a clause that the next one takes back: 虽然制度逐步完善，但深度不够
    conceded: list[Found] = field(default_factory=list)
    named: bool = False
    absorbs: bool = False
    #: The text says that problems follow, or lists them.
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Plain:
    """A sentence in half width and without spaces, and the way back to what is printed."""

    sentence: Sentence
    text: str
    offsets: tuple[int, ...] | None

    @classmethod
    def of(cls, sentence: Sentence) -> Plain:
        """Return the plain text of a sentence."""
        folded = sentence.folded
        if " " not in folded:
            return cls(sentence, folded, None)
        offsets = tuple(at for at, char in enumerate(folded) if char != " ")
        return cls(sentence, folded.replace(" ", ""), offsets)

    def theme(self, aspect: str, code: str, start: int, end: int) -> Theme:
        """Return a theme decided by a stretch of the plain text."""
        if self.offsets is not None:
            start, end = self.offsets[start], self.offsets[end - 1] + 1
        match = self.sentence.text[start:end]
        return Theme(aspect, code, match, self.sentence.text, self.sentence.place_of(start, end))


def read_themes(said: Sequence[Sentence], identity: Identity) -> tuple[tuple[Theme, ...], tuple[Issue, ...]]:
    """Return the themes of a report's sentences, and the problems that no word of the vocabulary names.

    Each theme of a sentence comes once, with the words that decided it and their place. Problems and plans
    are read in section five, or, in an older report without one, where a sentence says so by itself.
    """
    found: list[Theme] = []
    issues: list[Issue] = []
    nothing: list[Theme] = []
    topics = Topics()
    has_section = any(sentence.section == "problems" for sentence in said)
    is_older = identity.year is None or identity.year < _FIRST_WITH_SECTION_FIVE
    heading, course = None, _Course("silent", identity.year)
    for sentence in said:
        in_section = sentence.section == "problems"
        plain = None
        if in_section or (is_older and not has_section and not sentence.paragraph.lead):
            plain = Plain.of(sentence)
            if heading != sentence.paragraph.heading:
                heading = sentence.paragraph.heading
                course = _Course("problem" if in_section else "silent", identity.year)
            themes_said, unnamed = _read(plain.text, course)
            found += [plain.theme(*one) for one in themes_said]
            has_problem = any(aspect == "problem" for aspect, *_ in themes_said)
            none = list(_nothing(plain)) if in_section and not has_problem else []
            nothing += none
            if unnamed and not none:
                issues.append(
                    Issue(
                        "recognise", f"problem sentence matches no theme: “{sentence.text}”", sentence.place
                    )
                )
        if topics.may_list(sentence):
            plain = plain or Plain.of(sentence)
            found += [plain.theme(*one) for one in topics.read(plain.text, sentence)]
    if nothing and not issues and not any(theme.aspect == "problem" for theme in found):
        found.append(nothing[0])
    return tuple(found), tuple(issues)


def _nothing(plain: Plain) -> Iterator[Theme]:
    """Yield the statement that there is no problem, where a sentence says nothing else."""
    if len(plain.text) > _LONGEST_NOTHING or not any(
        word in plain.text for word in ("无", "没", "未", "不存在")
    ):
        return
    match = themes().cues.none_stated.fullmatch(plain.text)
    if match:
        yield plain.theme("problem", "none_stated", match.start("none"), match.end("none"))


def _read(text: str, course: _Course) -> tuple[list[_Said], bool]:
    """Return the themes of one sentence, and whether it states a problem without naming one."""
    if _ROW.fullmatch(text):
        return [], False
    if _ANNEX.match(text):
        course.mode = "silent"
        return [], False
    if _is_mostly_digits(text) or (
        _NEXT_HEADING.fullmatch(text) and not themes().cues.plan.search(text) and "改进" not in text
    ):
        # A heading or a table that nobody knows: section five has ended.
        if _NEXT_HEADING.match(text):
            course.mode = "silent"
        return [], False
    signs = Signs(text, course.year)
    said: dict[tuple[str, str], _Said] = {}
    against = _against(signs, said, course)
    if against and against.end < against.start:
        return [], False
    course.conceded = []
    # What a sentence before has named stands before the first word of this one.
    named_before = [word._replace(start=0, end=0) for word in course.open]
    heading, course.open = named_before if course.mode == "problem" else [], []
    unnamed = planned = False
    for segment in _SEGMENT.finditer(text):
        start, end = segment.span()
        if against and against.start < end and start < against.end:
            start = min(max(start, against.end), end)
            if start == end:
                continue
        is_item = ITEM.match(text, start) is not None
        if is_item:
            course.open, course.named, course.absorbs = [], False, False
        elif not start:
            course.open = heading
        before = course.mode
        mode, course.mode = turn(signs, start, end, before, planned)
        if mode == "plan" and before == "problem":
            course.named = course.absorbs = False
        if mode == "problem":
            course.stated |= is_item or bool(signs.within("problem", start, end))
        else:
            course.stated = False
        planned |= mode == "plan" and signs.promises(start, end)
        is_about = mode == "problem" or mode == "plan"
        inside = [word for word in signs.words if start <= word.start < end] if is_about else []
        if mode == "problem" and not signs.is_mended(start, end):
            for low, high in lacking_apiece(signs, start, end):
                here = [word for word in inside if low <= word.start < high]
                unnamed |= _problems(signs, low, high, here, course, said)
        elif mode == "plan" and inside:
            _plans(signs, start, end, inside, course, said)
    if planned and said and not any(aspect == "plan" for aspect, _ in said) and signs.all("improving"):
        # 更新不够及时，下一步将加以改进: what is to be mended is what is wrong.
        said |= {("plan", one.theme): one._replace(aspect="plan") for one in list(said.values())}
    if not said and course.stated and not any(signs.all(cue) for cue in ("done", "improving", "plan")):
        # 一是制度挂在墙上: in a list of problems what is named lacks, whatever the words.
        said |= {
            ("problem", word.code): _Said("problem", word.code, word.start, word.end)
            for word in reversed(signs.words)
            if word.level == "topic"
        }
    return list(said.values()), unnamed and not said and not themes().cues.general.search(text)


def _is_mostly_digits(text: str) -> bool:
    """Decide whether digits that are no year make up a fifth of a text."""
    few = len(text) // 5
    return len(_DIGIT.findall(text)) > few and len(_DIGIT.findall(_YEAR.sub("", text))) > few


def _against(signs: Signs, said: dict[tuple[str, str], _Said], course: _Course) -> Span | None:
    """Return the stretch in which a sentence names what it acts against, and note the problems named there.

    The stretch ends before it begins where the sentence tells what was done about it: that is neither
    problem nor plan.
    """
    text = signs.text
    found = signs.all("against") if "针对" in text else []
    if not found or text[: found[0].start].endswith(("未", "不", "没有", "有")):
        return None
    start, end = found[0]
    inside = [word for word in signs.words if start <= word.start < end]
    is_named = not text.startswith(",", end) or any(word.level == "fault" for word in inside)
    if not (is_named or signs.within("lacking", start, end)):
        return None
    done = signs.within("done", end, len(text)) or course.mode == "done"
    if done and not signs.promises(end, len(text)):
        if text.endswith(":"):
            course.mode = "done"
        return Span(0, -1)
    for word in [word for word in inside if word.level != "hint"] or inside:
        said.setdefault(("problem", word.code), _Said("problem", word.code, word.start, word.end))
    if course.mode != "silent":
        course.mode = "plan"
    return found[0]


def _problems(
    signs: Signs,
    start: int,
    end: int,
    inside: Sequence[Found],
    course: _Course,
    said: dict[tuple[str, str], _Said],
) -> bool:
    """Note the problems of one clause; return whether something lacks that no word names."""
    lacking = signs.within("lacking", start, end)
    lacks = lacking or signs.within("lacking_general", start, end)
    inside = list(decisive(signs, start, end, inside, bool(lacks)))
    faults = [word for word in inside if word.level == "fault"]
    topics = [word for word in inside if word.level == "topic"]
    decided: list[tuple[Found, int, int]] = [(word, word.start, word.end) for word in faults]
    if lacks:
        named = topics
        if not (faults or topics):
            opened, conceded = (course.open, course.conceded) if lacking else ([], [])
            named = opened or implied(inside, lacks, course.absorbs) or conceded
        if lacking and not course.absorbs:
            named = [*named, *beside(signs.text, start, end, inside, lacking)]
        decided += [(word, *stretch(word, lacks)) for word in named]
        course.open, course.conceded = [], []
    elif themes().cues.conceding.match(signs.text, body(signs.text, start), end):
        course.conceded += topics
    else:
        course.open += topics
    for word, low, high in decided:
        said.setdefault(("problem", word.code), _Said("problem", word.code, low, high))
    course.named |= bool(decided)
    course.absorbs |= any(word.code in ABSORBING for word, *_ in decided)
    return bool(lacking) and not decided and not signs.within("problem", start, end)


def _plans(
    signs: Signs,
    start: int,
    end: int,
    inside: Sequence[Found],
    course: _Course,
    said: dict[tuple[str, str], _Said],
) -> None:
    """Note the plans of one clause."""
    if themes().cues.according.match(signs.text, body(signs.text, start), end):
        return
    named = [word for word in inside if word.level != "hint"]
    verbs = signs.within("improving", start, end)
    if not named and verbs and not course.named:
        named = [word for word in inside if word.level == "hint"]
    devices = [word.start for word in named if word.code == "facility"]
    for word in named:
        if word.code == "timeliness" and any(_RENEWED.match(signs.text, word.start, at) for at in devices):
            continue
        before = [low for low, high in verbs if high <= word.start]
        low = before[-1] if before else word.start
        said.setdefault(("plan", word.code), _Said("plan", word.code, low, word.end))
    course.named |= bool(named)
