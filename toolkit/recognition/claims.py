"""The claims of one sentence: its counted numbers read from left to right, what a later one takes back left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.recognition.circumstances import EVENTS, Scene, is_aside
from toolkit.recognition.heads import Claim, Head
from toolkit.recognition.meanings import Meanings
from toolkit.recognition.numerals import Quantity
from toolkit.vocabulary.mentions import mention_words

_JOINED = re.compile(r"^[、，和与及;以]*$")
#: Details of several channels, each with its number.
_OPEN = frozenset({"other", "new_media"})
#: Nouns that stand in a row with others: 行政复议、行政诉讼各1件.
_IN_ROWS = frozenset(
    {
        "reconsideration",
        "litigation",
        "request",
        "own_request",
        "training",
        "meeting",
        "press",
        "interpretation",
    }
    | {"normative", "order", "complaint", "message"}
)


class Claims(Meanings):
    """Reads the counted numbers of one sentence; ``doubtful`` are kinds of which two numbers claim the whole."""

    def __init__(self, scene: Scene, text: str) -> None:
        between = mention_words().like["between"]
        super().__init__(scene, between.sub(lambda found: "□" * len(found.group()), text))
        self.doubtful: set[str] = set()

    def read(self, counted: Sequence[Quantity]) -> list[Claim]:
        """Return the claims among the counted numbers of the sentence."""
        start, number = 0, 0
        counted = [one for one in counted if self.text[one.start] != "□"]
        self.first = counted[0].end if counted else 0
        found: list[Claim] = []
        while number < len(counted):
            one = counted[number]
            apiece, paired = self._paired(counted, number, start)
            if apiece:
                found += paired
                number += apiece
                start = counted[number - 1].end
                continue
            head = self._head(counted, number, start)
            end = one.end
            if head is not None:
                found += self._claims(head, one, start)
                end = max(end, head.end)
            start = end
            number += 1
        return self._settled(found)

    def _paired(self, counted: Sequence[Quantity], number: int, start: int) -> tuple[int, list[Claim]]:
        """Return how many numbers go with as many nouns, and their claims: 网站、微博分别公开信息12条、3条."""
        one = counted[number]
        stretch = self.text[start : one.start]
        if not self._has("apiece", stretch):
            return 0, []
        numbers = [one]
        for other in counted[number + 1 :]:
            if not _JOINED.match(self.text[numbers[-1].end : other.start]):
                break
            numbers.append(other)
        if len(numbers) < 2:
            return 0, []
        at = start + [match.start() for match in self.like["apiece"].finditer(stretch)][-1]
        head = self._before(start, at, across=False)
        row = self._row(head, start) if head else []
        if len(row) == len(numbers) and len(row) > 1:
            return len(numbers), [
                claim
                for noun, each in zip(row, numbers, strict=True)
                for claim in self._claims(noun, each, start, alone=False)
            ]
        return len(numbers), []

    def _claims(self, head: Head, one: Quantity, start: int, alone: bool = True) -> list[Claim]:
        part = max(self.text.rfind(";", 0, one.start) + 1, 0)
        heads = [head]
        if alone and not head.behind and head.classes & _IN_ROWS:
            row = self._row(head, start)
            if len(row) > 1 and not (row[0].classes & row[-1].classes):
                # 各1件 is one of each, 0件 none of either; 共3件 cannot be divided.
                if one.value and not self._has("each", self.text[head.end : one.start]):
                    return []
                heads = row
        found = []
        for noun in heads:
            clause = self._clause(noun, one, start)
            for kind, detail in self._meanings(noun, one, clause, start, part, alone):
                again = (kind, detail) in self.said and not (
                    detail in _OPEN and self._is_open(kind, detail, one)
                )
                if again or one.unit not in {*self.words.kinds[kind].units, "个"}:
                    # 县长信箱12封，局长信箱20封: neither is the whole.
                    if (
                        kind in {"messages", "complaints"}
                        and (kind, detail) in self.said
                        and not self._has("answer", clause)
                    ):
                        self.doubtful.add(kind)
                    continue
                if is_aside(self.scene.owner, self.text, clause, part, one.start, kind) or (
                    kind not in EVENTS and self._runs_on(clause, one.start)
                ):
                    continue
                claim = Claim(kind, detail, one.value, one.unit, one.approximate, one.start, one.end)
                self.said[kind, detail] = claim
                self.scene.now = kind
                found.append(claim)
        return found

    def _is_open(self, kind: str, detail: str | None, one: Quantity) -> bool:
        """Decide whether a second number of a detail is of another channel: 抖音96条、今日头条20条."""
        return not self.like["list"].search(self.text, self.said[kind, detail].end, one.start)

    def _runs_on(self, clause: str, at: int) -> bool:
        """Decide whether 已累计 counts from no year that is named."""
        if self.said or not self._has("running_total", clause):
            return False
        return not any(self._has("whole_year", said) for said in (self.text[:at], self.scene.before))

    def _settled(self, found: list[Claim]) -> list[Claim]:
        """Return the claims without those that the rest of the sentence takes back."""
        kept = [
            claim
            for claim in found
            if claim.detail in _OPEN or self.said.get((claim.kind, claim.detail)) is claim
        ]
        kept = [claim for claim in kept if claim.kind not in self.doubtful]
        sorts = [claim for claim in kept if claim.detail == "sort"]
        whole = any(claim.kind == "interpretations" and claim.detail is None for claim in kept)
        several = self.sorts > 1
        if sorts:
            kept = [claim for claim in kept if claim.detail != "sort"] + [
                claim._replace(detail=None) for claim in sorts if not whole and not several
            ]
        # 咨询 and 建议 counted apart: neither is the whole of consultation_suggestion.
        if self._has("apart", self.text):
            kept = [claim for claim in kept if claim.detail != "consultation_suggestion"]
        return kept
