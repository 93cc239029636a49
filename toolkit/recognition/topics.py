"""What people complained about and what applicants asked for: lists of topics in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.recognition.paragraphs import Paragraph, Sentence
from toolkit.vocabulary.themes import Found, themes

_SEGMENT = re.compile(r"[^,;:。!?]+[,;:。!?]*")
#: Without one of these a sentence is about neither complaints nor requests, and continues no list of them.
_MAY_BE = (
    "申请",
    "诉",
    "举报",
    "信访",
    "12345",
    "热线",
    "工单",
    "复议",
    "来电",
    "问政",
    "来信",
    "来访",
    "留言",
    "反映",
    "信箱",
    "纠纷",
)
_ITEM = re.compile(r"[(]?[一二三四五六七八九十\d]{1,2}[)、.]|[一二三四五六七八九十]是")
#: A sentence that goes on about what the one before it counted.
_CONTINUES = re.compile(
    r"其中(?:反映|涉及|关于)|(?:其中|主要|大多|多|所)?[^,;:。]{0,6}?(?:内容|涉及|集中|反映|类别|类型|领域|从内容|热点|主要)[^,;:。]{0,10}?(?:涉及|集中|为|是|反映|包括|围绕|有|看|分)"
)
#: An item of a list: a topic near its beginning, or a count.
_COUNTED = re.compile(r"\d(?:件|次|起|宗|条|%|个|余件|人次)|占|类")
_NONE = re.compile(r"[^,、;。\d]{0,8}?(?<![\d.])0(?:件|次|起|宗|条|个)")
#: A topic in the name of a body is no topic.
_BODY = re.compile(r"[^,、;:。\d]{0,6}?(?:局|厅|委员会|部门|支队|大队|办公室|系统|机关|委(?=[,、;等]))")
#: What the agency itself does with these topics.
_OWN_WORK = re.compile(
    r"主动公开|发布|解读|推进|重点领域|专栏|栏目|推送|(?<!虚假)宣传|领域信息公开|信息公开工作|开展了|组织"
)
_PUBLISHED = re.compile(r"公开(?<!务公开)(?!引发|引起|产生|导致|[^,;:。]{0,8}(?:复议|诉讼|申请|投诉|举报))")
#: 涉及工伤认定材料的申请
_THOSE = re.compile(r"[^,;:。、]{0,8}的(?:政府信息公开|信息公开|公开)?")
_OF = re.compile(
    r"(?:[一-龥]{1,4}类)?(?:[类的等]|问题|事项|方面|纠纷|引发|引起|产生|导致|信息|因|政府|相关|领域|有关|申请|提起|提出|而|咨询|行为|情况|内容|公开|使用|管理|群众|市民|居民|业主|各类|举报|投诉)*"
)
_MUCH = re.compile(r"[^,;。]{0,8}?\d|[^,;。]{0,6}?(?:较多|居多|占|最多|增多|上升|突出|集中|为主)")
#: What was counted is divided next: 食品类占45%
_SORTS = re.compile(r"[^,;:。\d]{1,12}类[^,;:。\d]{0,6}\d")
_SHARE = re.compile(r"占[^,;:。]{0,6}\d[\d.]*%")
_SUFFIXES = ("licensing", "enforcement", "other")
_NEAR = 10
#: Under the heading of requests these are what it is about.
_BARE_REQUEST = re.compile("申请")
_DIVIDED = re.compile(r"[、,;:。和及与\d]")
_ONLY_HERE = (
    "关于",
    "围绕",
    "以",
    "多",
    "包括",
    "热点",
    "聚焦",
    "分别",
    "涵盖",
    "询问",
    "咨询",
    "要求",
    "其中",
)


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
        text = sentence.text
        if sentence.paragraph.lead:
            return False
        return any(word in text for word in _MAY_BE) or bool(self._about)

    def read(self, text: str, sentence: Sentence) -> Iterator[tuple[str, str, int, int]]:
        """Yield aspect, topic and deciding words of everything a sentence lists."""
        listing, words = themes().listing, themes().topic_words
        kinds = [(subject.start, subject.end, subject.code) for subject in listing.subjects.find(text)]
        if not kinds and sentence.section == "requests":
            kinds = [(*match.span(), "request") for match in _BARE_REQUEST.finditer(text)]
        goes_on = (self._is_open and _ITEM.match(text)) or _CONTINUES.match(text)
        inherited = self._about if goes_on else ""
        self._about = kinds[-1][2] if kinds else inherited
        was_open, self._is_open = self._is_open, False
        if not (kinds or inherited):
            return
        found = words.find(text)
        if not found:
            self._is_open = bool(self._about and text.endswith((":", "方面。", "几类。")))
            return
        seen: set[tuple[str, str]] = set()
        about, is_open = inherited, bool(inherited) and was_open
        for segment in _SEGMENT.finditer(text):
            start, end = segment.span()
            here = [word for word in found if start <= word.start < end]
            own = [subject for subject in kinds if start <= subject[0] < end]
            for aspect, word in self._of_segment(text, start, end, here, own, about, is_open):
                if (aspect, word.code) not in seen:
                    seen.add((aspect, word.code))
                    yield aspect, word.code, word.start, word.end
            opening = listing.opening.search(text, start, end)
            if own:
                about = own[-1][2]
            if (opening and about) or (
                own and (text[start:end].endswith((":", "中,")) or _SORTS.match(text, end))
            ):
                is_open = not listing.closed.search(text, start, end)
            elif not (_is_item(text, start, end, here) if here else _SHARE.match(text, start)) or _ends(
                text, start, end
            ):
                is_open = False
        self._is_open = is_open

    def _of_segment(
        self,
        text: str,
        start: int,
        end: int,
        here: list[Found],
        own: list[tuple[int, int, str]],
        about: str,
        is_open: bool,
    ) -> Iterator[tuple[str, Found]]:
        listing = themes().listing
        if not here or listing.closed.search(text, start, end) or _OWN_WORK.search(text, start, end):
            return
        aspects = {"request": "request_topic", "complaint": "complaint"}
        # 噪声扰民投诉35件, 涉及征地拆迁的信息公开申请12件
        for low, high, kind in own:
            handled = [
                m.end() for m in listing.handled.finditer(text, start, low) if here[-1].start >= m.end()
            ]
            first = handled[-1] if handled else start
            before = [word for word in here if first <= word.start and word.end <= low]
            if not before:
                continue
            gap = _OF.match(text, before[-1].end)
            opened = listing.opening.search(text, start, before[0].start) is not None
            named = opened and _THOSE.fullmatch(text, before[-1].end, low) is not None
            reaches = named or (gap is not None and gap.end() >= low)
            asked = (
                named
                or kind == "complaint"
                or any(mark in text[before[-1].end : high] for mark in ("公开", "类", "等"))
            )
            if (
                reaches
                and asked
                and (handled or _MUCH.match(text, high) or opened or listing.opening.search(text, start, low))
            ):
                yield from ((aspects[kind], word) for word in _counted(text, before))
        opening = None
        for match in listing.opening.finditer(text, start, end):
            whose = [kind for low, _, kind in own if low <= match.start() + 4] or ([about] if about else [])
            if not whose:
                continue
            if not own and match.group().startswith(_ONLY_HERE) and start and not text[:start].strip():
                continue
            opening = (match.end(), whose[-1])
            break
        if opening is None and is_open and about and not own and _is_item(text, start, end, here):
            opening = (start, about)
        if opening is None:
            return
        first, kind = opening
        if kind == "complaint" and _PUBLISHED.search(text, start, end):
            return
        last = listing.ending.search(text, first, end)
        until = last.start() if last else end
        listed = [word for word in here if first <= word.start < until]
        yield from ((aspects[kind], word) for word in _counted(text, listed))


def _ends(text: str, start: int, end: int) -> bool:
    """Decide whether a list ends in a clause: 等方面."""
    ending = themes().listing.ending.search(text, start, end)
    return ending is not None and ending.group().startswith("等")


def _counted(text: str, words: list[Found]) -> list[Found]:
    """Return the topics of a list without those that were counted as none and those in names of bodies.

    What is licensed or punished is the topic: 项目立项审批 is about projects.
    """
    ends = {
        word.end + gap
        for word in words
        for gap in (0, 1, 2)
        if not _DIVIDED.search(text, word.end, word.end + gap)
    }
    return [
        word
        for word in words
        if not (word.code in _SUFFIXES and word.start in ends)
        and not _NONE.match(text, word.end)
        and not _BODY.match(text, word.end)
    ]


def _is_item(text: str, start: int, end: int, here: list[Found]) -> bool:
    """Decide whether a clause is an item of a list of topics."""
    return here[0].start - start <= _NEAR and (
        end - start <= 2 * _NEAR or "、" in text[start:end] or bool(_COUNTED.search(text, start, end))
    )
