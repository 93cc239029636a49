"""What section five says is wrong and what it promises, sentence by sentence, with the words that decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from toolkit.recognition.paragraphs import Sentence
from toolkit.recognition.topics import Topics
from toolkit.report import Identity, Issue, Theme
from toolkit.vocabulary.themes import Found, themes

#: What a stretch of section five does: ``improved`` tells or promises, which only its sentences say.
Mode = Literal["problem", "plan", "improved", "done", "silent"]

#: Forms and quality of these are theirs: 政策解读质量不高，形式单一
_ABSORBING = ("interpretation", "interaction", "requests")
_PART = re.compile(r"[^、]+")
_SEGMENT = re.compile(r"[^,;:。!?]+[,;:。!?”]*")
_MARK = (
    r"(?:[(]?[一二三四五六七八九十\d]{1,2}(?:[)、]|\.(?!\d))[)、.]*|[①-⑳]|[第]?[一二三四五六七八九十]要?是(?:要|在)?"
    r"|首先|其次|再次|最后|另外|此外|同时|[“\"]+)"
)
_ITEM = re.compile(_MARK)
_MARKS = re.compile(f"(?:{_MARK})*")
_YEAR = re.compile(r"(20[1-4]\d)年")
#: A clause that only says in what light something is done.
_ACCORDING = re.compile(r"按照|根据|依据|依照|遵循|对照|贯彻|以习近平")
#: Says by itself that something is still to come.
_FUTURE = re.compile("将|下一|下步|今后|明年|未来|来年|打算|计划")
#: Whoever is told off for a problem in a plan does not make the plan a problem.
_PEOPLE = re.compile(r"的(?:单位|部门|科室|人员|责任人|栏目|情况|现象|问题)")
#: A heading after section five that no vocabulary knows: 六、说明
_NEXT_HEADING = re.compile(r"[六七八九][、.][^,。:;]{2,24}")
#: What lacks is said at the end of a clause: in plans words like 有限 stand inside, and say nothing.
_AT_THE_END = 12
#: More characters say something.
_LONGEST_NOTHING = 50
_DIGIT = re.compile(r"\d")
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
    stated: bool = False
    #: Themes an item has named without saying yet what is wrong: 政策解读方面，形式单一
    open: list[Found] = field(default_factory=list)
    named: bool = False
    absorbs: bool = False


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
            none = list(_nothing(plain)) if in_section and not themes_said else []
            nothing += none
            if unnamed and not none:
                issues.append(Issue("recognise", f"problem sentence matches no theme: “{sentence.text}”", sentence.place))
        if topics.may_list(sentence):
            plain = plain or Plain.of(sentence)
            found += [plain.theme(*one) for one in topics.read(plain.text, sentence)]
    if nothing and not issues and not any(theme.aspect == "problem" for theme in found):
        found.append(nothing[0])
    return tuple(found), tuple(issues)


def _nothing(plain: Plain) -> Iterator[Theme]:
    """Yield the statement that there is no problem, where a sentence says nothing else."""
    if len(plain.text) > _LONGEST_NOTHING or not any(word in plain.text for word in ("无", "没有", "未", "不存在")):
        return
    match = themes().cues.none_stated.fullmatch(plain.text)
    if match:
        yield plain.theme("problem", "none_stated", match.start("none"), match.end("none"))


def _read(text: str, course: _Course) -> tuple[list[_Said], bool]:
    """Return the themes of one sentence, and whether it states a problem without naming one."""
    if len(_DIGIT.findall(_YEAR.sub("", text))) * 5 > len(text) or (
        _NEXT_HEADING.fullmatch(text) and not themes().cues.plan.search(text) and "改进" not in text
    ):
        # A heading or a table that nobody knows: section five has ended.
        if _NEXT_HEADING.match(text):
            course.mode = "silent"
        return [], False
    cues = themes().cues
    words = themes().words.find(text)
    said: dict[tuple[str, str], _Said] = {}
    unnamed = False
    planned = False
    against = _against(text, words, said, course)
    if against and against[1] < 0:
        return [], False
    heading = course.open if len(text) > 2 and course.mode == "problem" else []
    course.open = []
    for number, segment in enumerate(_SEGMENT.finditer(text)):
        start, end = segment.span()
        if against and against[0] < end and start < against[1]:
            start = min(max(start, against[1]), end)
            if start == end:
                continue
        clause = text[start:end]
        if _ITEM.match(clause):
            course.open, course.named, course.absorbs = [], False, False
        elif not number and heading:
            course.open = heading
        mode, planned = _turn(clause, text, course, planned)
        inside = [word for word in words if start <= word.start < end]
        if mode == "problem" and not _is_mended(clause, text[end:], course.year):
            unnamed |= _problems(text, start, end, inside, course, said)
        elif mode == "plan":
            _plans(text, start, end, inside, course, said)
    if planned and not any(aspect == "plan" for aspect, _ in said) and cues.improving.search(text):
        # 更新不够及时，下一步将加以改进: what is to be mended is what is wrong.
        said |= {("plan", one.theme): one._replace(aspect="plan") for one in list(said.values())}
    if any(aspect == "problem" for aspect, _ in said):
        course.stated = True
        unnamed = False
    return list(said.values()), unnamed and not said and not cues.general.search(text)


def _against(
    text: str, words: Sequence[Found], said: dict[tuple[str, str], _Said], course: _Course
) -> tuple[int, int] | None:
    """Return the stretch in which a sentence names what it acts against, and note the problems named there.

    The stretch ends before it begins where the sentence tells what was done about it: that is neither
    problem nor plan.
    """
    cues = themes().cues
    match = cues.against.search(text)
    if match is None or text[max(match.start() - 2, 0) : match.start()].endswith(("未", "不", "没有", "有")):
        return None
    stretch = match.group()
    inside = [word for word in words if match.start() <= word.start < match.end()]
    names = not text.startswith(",", match.end()) or cues.lacking.search(stretch)
    if not (names or any(word.level == "fault" for word in inside)):
        return None
    rest = text[match.end() :]
    if not _is_planned(rest, course.year) and (cues.done.search(rest) or course.mode == "done"):
        if rest.endswith(":"):
            course.mode = "done"
        return 0, -1
    strong = [word for word in inside if word.level != "hint"] or inside
    for word in strong:
        said.setdefault(("problem", word.code), _Said("problem", word.code, word.start, word.end))
    if course.mode != "silent":
        course.mode = "plan"
    return match.span()


def _is_mended(clause: str, rest: str, year: int | None) -> bool:
    """Decide whether a clause recalls a problem of an earlier year that the same item says is mended."""
    past = re.search("上年|去年|往年|上一年|前期", clause) or any(
        year is not None and int(said) < year for said in _YEAR.findall(clause)
    )
    return bool(past) and themes().cues.done.search(rest.partition(";")[0]) is not None


def _is_planned(text: str, year: int | None) -> bool:
    """Decide whether a text promises something."""
    return bool(themes().cues.plan.search(text)) or any(
        year is not None and int(said) > year for said in _YEAR.findall(text)
    )


def _turn(clause: str, text: str, course: _Course, planned: bool) -> tuple[Mode, bool]:
    """Return what a clause does, and whether its sentence promises something so far; the course goes on from there."""
    cues = themes().cues
    body = clause[_MARKS.match(clause).end() :]  # type: ignore[union-attr]
    signs = list(cues.lacking.finditer(clause))
    lacks = bool(signs)
    promises = _is_planned(clause, course.year)
    if promises and "了" in clause and not _FUTURE.search(clause) and cues.done.search(clause):
        promises = False  # 采取了以下措施
    if promises and course.mode == "problem" and lacks and "将" not in clause and re.search("有待|需|亟待", clause):
        promises = False  # 有待今后加强 says what lacks
    states = (cues.problem.search(clause) or cues.heading.fullmatch(clause)) is not None and not cues.mending.match(body)
    if promises and not (states and cues.improved.search(clause)):
        if states and not cues.improving.search(clause) and "将" not in clause:
            course.mode = "problem"  # a heading of both: 存在的主要问题和改进措施
            return "problem", planned
        course.mode = "plan"
        return "plan", True
    if states and not planned and not (course.mode == "plan" and cues.mending.search(clause)):
        course.mode = "problem"
        return "problem", planned
    if cues.improved.search(clause):
        course.mode = "improved"
        return "improved", planned
    if course.mode == "silent":
        return "silent", planned
    opens = cues.improving.match(body) is not None
    if course.mode == "problem":
        begins = clause is text or text.startswith(clause) or _ITEM.match(clause) is not None
        orders = cues.mending.match(body) or (opens and not cues.lacking.search(text))
        if begins and orders and not cues.done.search(text):
            course.mode = "plan"
            return "plan", planned
        return "problem", planned
    if cues.done.search(clause):
        if course.mode != "plan" or clause.endswith(":"):
            course.mode = "done"
        return "done", planned
    says_so = lacks and len(clause) - signs[-1].start() <= _AT_THE_END and not clause.startswith("在")
    if says_so and not planned and not opens and not cues.mending.search(clause) and not _PEOPLE.search(clause):
        course.mode = "problem"
        return "problem", planned
    return ("plan" if course.mode == "improved" else course.mode), planned


def _problems(
    text: str, start: int, end: int, inside: Sequence[Found], course: _Course, said: dict[tuple[str, str], _Said]
) -> bool:
    """Note the problems of one clause; return whether something lacks that no word names."""
    cues = themes().cues
    lacking = list(cues.lacking.finditer(text, start, end))
    general = list(cues.lacking_general.finditer(text, start, end))
    faults = [word for word in inside if word.level == "fault"]
    topics = [word for word in inside if word.level == "topic"]
    signs = [match.span() for match in lacking or general]
    decided: list[tuple[Found, int, int]] = [(word, word.start, word.end) for word in faults]
    if signs:
        named = topics
        if not (faults or topics):
            named = course.open if lacking and course.open else []
            if not named and not course.absorbs:
                named = [word for word in inside if word.level == "hint"]
        if lacking and not course.absorbs:
            named = [*named, *_beside(text, start, end, inside, lacking)]
        decided += [(word, *_stretch(word, signs)) for word in named]
        course.open = []
    else:
        course.open += topics
    for word, low, high in decided:
        said.setdefault(("problem", word.code), _Said("problem", word.code, low, high))
    course.named |= bool(decided)
    course.absorbs |= any(word.code in _ABSORBING for word, *_ in decided)
    return bool(lacking) and not decided and not cues.problem.search(text, start, end)


def _beside(
    text: str, start: int, end: int, inside: Sequence[Found], lacking: Sequence[re.Match[str]]
) -> Iterator[Found]:
    """Yield the hints that stand in an enumeration with what is wrong with them: 时效性不强、数量偏少."""
    if "、" not in text[start:end] or any(word.code in _ABSORBING and word.level != "hint" for word in inside):
        return
    lacked = False
    for part in _PART.finditer(text, start, end):
        words = [word for word in inside if part.start() <= word.start < part.end()]
        before, lacked = lacked, any(part.start() <= match.start() < part.end() for match in lacking)
        if before and lacked and all(word.level == "hint" for word in words):
            yield from words


def _stretch(word: Found, signs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch from a word to the nearest sign that it lacks."""
    after = [sign for sign in signs if sign[1] > word.start]
    low, high = after[0] if after else signs[-1]
    return min(word.start, low), max(word.end, high)


def _plans(
    text: str, start: int, end: int, inside: Sequence[Found], course: _Course, said: dict[tuple[str, str], _Said]
) -> None:
    """Note the plans of one clause."""
    cues = themes().cues
    if _ACCORDING.match(text, _MARKS.match(text, start).end(), end):  # type: ignore[union-attr]
        return
    named = [word for word in inside if word.level != "hint"]
    verbs = [match.span() for match in cues.improving.finditer(text, start, end)]
    if not named and verbs and not course.named:
        named = [word for word in inside if word.level == "hint"]
    for word in named:
        before = [low for low, high in verbs if high <= word.start]
        low = before[-1] if before else word.start
        said.setdefault(("plan", word.code), _Said("plan", word.code, low, word.end))
    course.named |= bool(named)
