"""The claims of one sentence: its counted numbers read from left to right, what a later one takes back left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from toolkit.recognition.circumstances import EVENTS, Scene
from toolkit.recognition.heads import Claim, Head, Meaning
from toolkit.recognition.meanings import Meanings
from toolkit.recognition.numerals import Quantity

_JOINED = re.compile(r"^[、，和与及;以]*$")
_NEXT = re.compile(r"[、和][^，;。、\d]{2,14}")
#: Details of several channels, each with its number.
_OPEN = frozenset({"other", "new_media"})
#: Units that go with every kind: none at all, and that of anything.
_ANY_UNIT = frozenset({"", "个"})
#: Kinds whose whole is counted by source: 县长信箱12封、局长信箱20封.
_APART = frozenset({"messages", "hotline_orders", "meetings"})
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


def _comes_apart(kind: str, detail: str | None) -> bool:
    """Decide whether a sentence may count something more than once: two mailboxes, two websites."""
    return kind in _APART if detail is None else kind == "proactive_disclosures"


class Claims(Meanings):
    """Reads the counted numbers of one sentence."""

    def __init__(self, scene: Scene, text: str) -> None:
        super().__init__(scene, text)
        self.clauses: dict[Meaning, list[str]] = {}
        self.answered: set[str] = set()

    def read(self, counted: Sequence[Quantity]) -> list[Claim]:
        """Return the claims among the counted numbers of the sentence."""
        start, number = 0, 0
        counted = [one for one in counted if self.text[one.start] != "□"]
        self.first = counted[0].end if counted else 0
        found: list[Claim] = []
        while number < len(counted):
            one = counted[number]
            apiece, paired = self._paired(counted, number, start) if self.can("apiece") else (0, [])
            if apiece:
                found += paired
                number += apiece
                start = counted[number - 1].end
                continue
            head = self._again(one, start) or self._head(counted, number, start)
            if head is not None and head.clause is None:
                head = self._with_clause(head, one, start)
            self.passed.append((one, head))
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
        if not self.has("apiece", self.text[start : one.start]):
            return 0, []
        numbers = [one]
        for other in counted[number + 1 :]:
            if not _JOINED.match(self.text[numbers[-1].end : other.start]):
                break
            numbers.append(other)
        if len(numbers) < 2:
            return 0, []
        return len(numbers), [
            claim
            for noun, each in self._apiece(numbers, start)
            for claim in self._claims(noun, each, start, alone=False)
        ]

    def _claims(self, head: Head, one: Quantity, start: int, alone: bool = True) -> list[Claim]:
        part = self.text.rfind(";", 0, one.start) + 1
        heads = [head]
        if alone and not head.behind and not head.classes.isdisjoint(_IN_ROWS):
            row = self._row(head, start)
            if len(row) > 1 and not (row[0].classes & row[-1].classes):
                # 各1件 is one of each, 0件 none of either; 共3件 cannot be divided.
                if one.value and not self.has("each", self.text[head.end : one.start]):
                    self.undivided = True
                    return []
                heads = row
        found = []
        for noun in heads:
            near = self._clause(noun, one, start) if noun.clause is None else noun.clause
            for kind, detail in self._meanings(noun, one, near, start, part, alone):
                again = (kind, detail) in self.said and not self._is_another(kind, detail, one, near)
                if again or (one.unit not in _ANY_UNIT and one.unit not in self.words.kinds[kind].units):
                    # 投诉7件，举报5件: neither is the whole.
                    if (
                        kind in {"messages", "complaints"}
                        and (kind, detail) in self.said
                        and not self.has("answer", near)
                    ):
                        self.doubtful.add(kind)
                    continue
                if self.is_aside(near, part, one.start, kind) or (
                    kind not in EVENTS and self._runs_on(near, one.start)
                ):
                    continue
                unit = one.unit or self.words.kinds[kind].unit
                claim = Claim(kind, detail, one.value, unit, one.approximate, one.start, one.end)
                self.said[kind, detail] = claim
                self.scene.now = kind
                self.clauses.setdefault((kind, detail), []).append(near)
                if self.has("answer", near):
                    self.answered.add(kind)
                found.append(claim)
        return found

    def _is_another(self, kind: str, detail: str | None, one: Quantity, clause: str) -> bool:
        """Decide whether a second number is of another channel or source: 抖音96条、今日头条20条."""
        if self.like["list"].search(self.text, self.said[kind, detail].end, one.start):
            return False
        if detail in _OPEN:
            return True
        if kind == "meetings":
            # 领导小组会议2次、专题研究会3次.
            return bool(_NEXT.fullmatch(self.text[self.said[kind, detail].end : one.start]))
        if not _comes_apart(kind, detail):
            return False
        before, here = self._sources(kind, self.clauses[kind, detail]), self._sources(kind, [clause])
        if kind == "proactive_disclosures":
            return bool(before and here) and before.isdisjoint(here)
        # 收到县长信箱来信12封，通过网站回复12封: the same letters again.
        same = self.has("answer", clause) and kind not in self.answered
        return bool(before) and bool(here - before) and not same

    def _sources(self, kind: str, clauses: Iterable[str]) -> set[str]:
        """Return where messages and orders came from, or which of several websites or accounts published."""
        like = self.like["site" if kind == "proactive_disclosures" else "source"]
        return {found.group() for clause in clauses for found in like.finditer(clause)}

    def _runs_on(self, clause: str, at: int) -> bool:
        """Decide whether 已累计 counts from no year that is named."""
        if self.said or not self.has("running_total", clause):
            return False
        return not (self.has("whole_year", self.text[:at]) or self.scene.is_after("whole_year"))

    def _settled(self, found: list[Claim]) -> list[Claim]:
        """Return the claims without those that the rest of the sentence takes back."""
        if not found:
            return found
        kept = [
            claim
            for claim in found
            if self.said.get((claim.kind, claim.detail)) is claim or _comes_apart(claim.kind, claim.detail)
        ]
        if len(kept) > 2:
            kept = [claim for claim in kept if not self._adds_up(claim, kept)]
        if self.doubtful:
            kept = [claim for claim in kept if claim.kind not in self.doubtful]
        if self.sorts:
            sorts = [claim for claim in kept if claim.detail == "sort"]
            whole = any(claim.kind == "interpretations" and claim.detail is None for claim in kept)
            kept = [claim for claim in kept if claim.detail != "sort"]
            if not whole and self.sorts == 1:
                kept += [claim._replace(detail=None) for claim in sorts]
        # 咨询 and 建议 counted apart: neither is the whole of consultation_suggestion.
        if self.has("apart", self.text):
            kept = [claim for claim in kept if claim.detail != "consultation_suggestion"]
        if self.has("apart_complaints", self.text):
            kept = [claim for claim in kept if claim.detail != "complaint"]
        return kept

    def _adds_up(self, claim: Claim, found: Sequence[Claim]) -> bool:
        """Decide whether a claim is one of the parts that another of its kind is the sum of."""
        if claim.kind not in _APART or claim.detail:
            return False
        values = [other.value for other in found if (other.kind, other.detail) == (claim.kind, None)]
        return len(values) > 2 and claim.value != max(values) and 2 * max(values) == sum(values)
