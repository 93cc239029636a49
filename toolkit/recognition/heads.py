"""The word that a counted number belongs to, and the words around both."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.recognition.circumstances import Circumstances, Scene
from toolkit.recognition.numerals import Quantity

#: Before these a part of a sentence ends; what stands behind one is a part's last clause.
CLAUSE = "，;:(。"
_CLAUSE_MARK = re.compile(f"[{CLAUSE}]")
PEOPLE = frozenset({"人次", "人", "名"})
VERBS = frozenset({"receive", "answer", "publish", "publish_own"})
END = re.compile("[，。;]")
_OF_PEOPLE = frozenset({"training", "trainee", "trainee_beside", "meeting"})
CHANNELS = frozenset({"website", "wechat", "weibo", "new_media", "gazette", "other"})

Meaning = tuple[str, str | None]


class Claim(NamedTuple):
    """One number of a kind; ``start`` and ``end`` say where it stands in the plain text of the sentence."""

    kind: str
    detail: str | None
    value: float
    unit: str | None
    approximate: bool
    start: int
    end: int


class Head(NamedTuple):
    """The word that a number belongs to, what it may stand for, and where it stands in the text.

    ``clause`` are the words around it, where it is not those beside the number that tell.
    """

    word: str
    classes: frozenset[str]
    start: int
    end: int
    behind: bool = False
    clause: str | None = None


class Heads(Circumstances):
    """Finds the word that a number of one sentence belongs to; ``passed`` are the numbers before with theirs.

    ``doubtful`` are kinds of which two numbers claim the whole.
    """

    def __init__(self, scene: Scene, text: str) -> None:
        super().__init__(scene, text)
        if self.can("between"):
            self.text = text = self.like["between"].sub(lambda found: "□" * len(found.group()), text)
        self.said: dict[Meaning, Claim] = {}
        self.begins = [mark.end() for mark in _CLAUSE_MARK.finditer(text)]
        self.passed: list[tuple[Quantity, Head | None]] = []
        self.doubtful: set[str] = set()

    def _head(self, counted: Sequence[Quantity], number: int, start: int) -> Head | None:
        one = counted[number]
        first = number == 0 or ";" in self.text[start : one.start]
        if told := self._told(one, self.text[start : one.start]):
            return Head("", frozenset({told}), one.start, one.start)
        before = self._before(start, one.start, first)
        done = before is not None and self.has("done", self.text[before.end : one.start])
        if before is not None and not before.classes <= VERBS and not done:
            return before
        if before is None and (row := self.between("each_of_row", start, one.start)):
            # 参加新闻发布会、在线访谈各1次: what else there was one of is of no kind.
            return self._before(start, row.start(), across=False)
        limit = counted[number + 1].start if number + 1 < len(counted) else len(self.text)
        found = self.words.behind.match(self.text[one.end : limit])
        if found and (
            not self.has("behind_veto", found["modifier"])
            or (one.unit in {"次", "场"} and self.has("times_behind", found["modifier"]))
        ):
            at = one.end + found.start("head")
            word = found["head"]
            if self._can_count(one, self.words.classes[word]):
                return Head(word, self.words.classes[word] - VERBS, at, at + len(word), behind=True)
        if before is None and (implied := self._implied(one, start, number)):
            return Head("", frozenset({implied}), one.start, one.start)
        return before

    def _told(self, one: Quantity, between: str) -> str | None:
        """Return what the words before a number say together, whatever noun or verb is the last of them."""
        kinds = self.words.kinds
        if self.has("listed_together", between) and one.unit in kinds["proactive_disclosures"].units:
            return "publish"
        if self.has("interpreted", between):
            return "interpretation_sort"
        if self.has("met", between) and one.unit in kinds["meetings"].units:
            return "meeting"
        if self.has("all_orders", between) and self.has("hotline", self.text[: one.start]):
            return "order"
        return None

    def _can_count(self, one: Quantity, names: frozenset[str]) -> bool:
        """Decide whether a measure word goes with a noun behind it: 4名申请人减免费用 counts no fee."""
        if "fee" in names:
            return one.unit in self.words.kinds["fees_charged"].units
        return one.unit not in PEOPLE or bool(names & _OF_PEOPLE)

    def _implied(self, one: Quantity, start: int, number: int) -> str | None:
        """Return what a number without a noun stands for: 13件已答复, 共120人次 beside a training."""
        between = self.text[start : one.start]
        if self.at("answered_behind", one.end) or self.at("carried_behind", one.end):
            return "answer"
        after_answer = (
            self.can("carried_bare")
            and ("requests_answered", None) in self.said
            and self.has("carried_bare", between.lstrip(CLAUSE + "、"))
        )
        if after_answer or self.has("carried", between):
            return "answer"
        if not number and self.scene.is_under("proactive") and self.has("only_time", between):
            return "publish_own"
        if one.unit in self.words.kinds["trainings"].units and self.has("trained_people", between):
            return "training"
        before = self.text[: one.start]
        if self.has("issued", between) and "规范性文件" in before:
            return "normative"
        if self.has("caused", between):
            return "reconsideration" if before.rfind("复议") > before.rfind("诉讼") else "litigation"
        if one.unit in PEOPLE and (then := self.at("to_be_trained", one.end)):
            # It trains where the words behind would do so alone: 50余人开展业务培训.
            return "trainee" if self.has("bare_training", then.group()) else None
        if one.unit in PEOPLE and ("trainings", None) in self.said:
            tail = self.text[one.end : one.end + 12]
            if self.has("trained_before", between) or (
                self.has("blank", between) and self.like["trained"].match(tail)
            ):
                return "trainee_beside"
        return None

    def _before(self, start: int, end: int, across: bool) -> Head | None:
        """Return the word at the end of a stretch of the text, fillers left aside."""
        stretch = self.text[start:end][::-1]
        pattern = self.words.before_comma if across else self.words.before
        found = pattern.match(stretch)
        if not found:
            return None
        word = found["head"][::-1]
        at = end - found.end("head")
        return Head(word, self.words.classes[word], at, at + len(word))

    def _row(self, head: Head, start: int, across: bool = False) -> list[Head]:
        """Return the nouns joined with one by 、 or 和, from left to right: 行政复议、行政诉讼.

        ``across`` what each does for itself: 召开会议、举办培训.
        """
        row = [head]
        conjunction = self.words.conjunction_across if across else self.words.conjunction
        while row[0].start > start:
            joined = conjunction.match(self.text[start : row[0].start][::-1])
            if not joined:
                break
            before = self._before(start, row[0].start - joined.end(), across=False)
            if before is None or before.classes <= VERBS or before.end != row[0].start - joined.end():
                break
            row.insert(0, before)
        return row

    def _clause(self, head: Head, one: Quantity, start: int) -> str:
        """Return the words around a number that belong to it: from the last comma to the noun or the number."""
        low = min(head.start, one.start)
        low -= low == one.start and self.text[low - 1 : low] == ":"
        before = bisect_right(self.begins, low)
        begin = max(start, self.begins[before - 1]) if before else start
        closing = self.text.rfind(")", begin, low) + 1
        if closing and "(" not in self.text[begin:closing]:
            begin = closing
        if not head.behind:
            return self.text[begin : one.start]
        return (
            self.like["about_so_many"].sub("", self.text[begin : one.start]) + self.text[one.end : head.end]
        )
