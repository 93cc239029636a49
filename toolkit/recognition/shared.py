"""Nouns that a number shares with others: 网站、微博分别公开12条、3条; 上年收到5件，今年8件; 咨询5件、求助3件，合计8件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.recognition.heads import CHANNELS, CLAUSE, VERBS, Head, Heads
from toolkit.recognition.numerals import Quantity

CASES = frozenset({"reconsideration", "litigation"})
_YEAR = re.compile(r"20\d\d")
_REQUESTS = frozenset({"request", "own_request"})
_EVENTS = frozenset({"training", "meeting", "press"})
_INTERPRETED = frozenset({"interpretation", "interpretation_sort", "info"})
_ORDERS = frozenset({"consultation", "consultation_suggestion", "help", "complaint"})
#: What a word before a colon says of the sum of what stands behind it.
_WHOLE = {"publish": "publish_own", "info": "publish_own", "interpretation_sort": "interpretation"}
#: What several numbers of a sort add up to.
_SUMMED = frozenset({"interpretation", "interpretation_sort", "message", "complaint"}) | _EVENTS


class Shared(Heads):
    """Finds the noun of a number that has none of its own, with the words around that noun as its clause."""

    def _apiece(self, numbers: Sequence[Quantity], start: int) -> list[tuple[Head, Quantity]]:
        """Return the nouns of a row with the number of each."""
        first = numbers[0]
        stretch = self.text[start : first.start]
        if (own := self._own_year(stretch, len(numbers))) is not None:
            head = self._before(start, first.start, across=False)
            return [(self._with_clause(head, first, start), numbers[own])] if head else []
        at = start + [match.start() for match in self.like["apiece"].finditer(stretch)][-1]
        row = self._nouns(stretch, start, at, len(numbers))
        return [
            (noun if noun.clause is not None else self._with_clause(noun, first, start), one)
            for noun, one in zip(row, numbers, strict=False)
        ]

    def _own_year(self, stretch: str, count: int) -> int | None:
        """Return which of as many years is the report's own: 2020年、2021年分别公开150条、180条."""
        years = self.like["years_apiece"].search(stretch) if self.can("years_apiece") else None
        named = [int(year) for year in _YEAR.findall(years.group())] if years else []
        if len(named) != count:
            return None
        return next((number for number, year in enumerate(named) if self.scene.owner.year == year), None)

    def _nouns(self, stretch: str, start: int, at: int, count: int) -> list[Head]:
        """Return the nouns that as many numbers go with."""
        if count == 2 and (both := self.like["received_and_answered"].search(stretch)):
            end = start + both.end()
            return [
                Head("", frozenset({name}), end, end, clause=both[name]) for name in ("receive", "answer")
            ]
        if self.has("cases_apiece", stretch):
            # 行政复议5件、行政诉讼2件，其中涉及信息公开的分别为1件、0件: the nouns stand before the first numbers.
            heads = [head for _, head in self.passed[-count:] if head and head.classes & CASES]
            return [head._replace(clause="") for head in heads] if len(heads) == count else []
        verb = self.like["publish_tail"].search(self.text, start, at)
        for end, across in ((at, False), (verb.start() if verb else at, False), (at, True)):
            head = self._before(start, end, across=False)
            row = self._row(head, start, across) if head else []
            if len(row) == count:
                return row
        return []

    def _again(self, one: Quantity, start: int) -> Head | None:
        """Return the noun of the numbers before, where one goes on to count the same."""
        between = self.text[start : one.start]
        if not self.passed:
            return None
        last, head = self.passed[-1]
        if head and last.unit == one.unit and self.has("this_year", between):
            return head
        if head and "meeting" in head.classes and self.like["part_about_disclosure"].match(between):
            return head
        if not self.has("sum", between) or self.words.behind.match(self.text, one.end):
            return None
        if head and last.unit == one.unit and head.classes & _EVENTS and self.has("rate", head.clause or ""):
            # 3月、9月各培训1次，全年共2次.
            return head._replace(
                clause=self.like["rate"].sub(lambda rate: rate.group()[-2:], head.clause or "")
            )
        return self._summed(one)

    def _summed(self, one: Quantity) -> Head | None:
        """Return what the sum of the numbers before stands for: 自然人申请2件、企业申请1件，合计3件."""
        parts = [(part, head) for part, head in self.passed if part.unit == one.unit]
        if len(parts) < 2 or sum(part.value for part, _ in parts) != one.value:
            return None
        summed = self._whole(parts)
        if summed:
            # The sum is the whole, not the first of its parts.
            starts = {part.start for part, _ in parts}
            self.doubtful.clear()
            self.said = {
                meaning: claim
                for meaning, claim in self.said.items()
                if meaning[1] or claim.start not in starts
            }
        return summed

    def _whole(self, parts: Sequence[tuple[Quantity, Head | None]]) -> Head | None:
        """Return the noun of which several numbers count parts: the one before a colon, or what theirs have in common."""
        colon = self.text.rfind(":", 0, parts[0][0].start)
        if colon >= 0 and (lead := self._before(0, colon, across=False)):
            begin = max(self.text.rfind(mark, 0, lead.start) for mark in CLAUSE) + 1
            own = {_WHOLE.get(name, name) for name in lead.classes}
            return lead._replace(classes=frozenset(own), clause=self.text[begin:colon])
        said = self.text[: parts[0][0].start]
        if self.has("dispositions", self.text[parts[0][0].end : parts[-1][0].start]):
            # 依申请公开答复中，予以公开4件、不予公开2件，合计6件.
            at = parts[-1][0].end
            return Head("", frozenset({"answer"}), at, at) if self.has("answer", said) else None
        heads = [head for _, head in parts if head]
        if len(heads) < len(parts) and (verb := self.like["published_by"].search(said)):
            return Head("", frozenset({"publish"}), verb.start(), verb.end(), clause=verb.group())
        if len(heads) < len(parts):
            return None
        at = parts[-1][0].end
        if all(head.classes & _REQUESTS and self._is_sort(head) for head in heads):
            return Head("", frozenset({"own_request"}), at, at)
        if all(self._is_published_by(head) for head in heads):
            return Head("", frozenset({"publish_own"}), at, at)
        if all("info" in head.classes for head in heads) and (
            verb := self.like["publish"].search(heads[0].clause or "")
        ):
            # 政府网站发布公告86条、工作动态214条，共300条.
            return Head("", frozenset({"publish"}), at, at, clause=(heads[0].clause or "")[: verb.end()])
        if all(head.classes & _ORDERS for head in heads) and self.has("hotline", said):
            return Head("", frozenset({"order"}), at, at)
        common = frozenset.intersection(_SUMMED, *(head.classes for head in heads))
        if common:
            return heads[-1]._replace(classes=common)
        if all(head.classes & _INTERPRETED for head in heads) and "info" not in heads[0].classes:
            # 文字解读12条、视频2条，共14条.
            return heads[0]._replace(classes=frozenset({"interpretation"}))
        return None

    def _is_published_by(self, head: Head) -> bool:
        """Decide whether a number is of what one channel published: 网站12条, 公众号推送3条."""
        named = self.words.channel.search(head.clause or "") is not None
        return bool(head.classes & CHANNELS) or (named and bool(head.classes & {"info", *VERBS}))

    def _is_sort(self, request: Head) -> bool:
        """Decide whether requests are counted by who asked or how, and for information: 书面申请, 企业申请."""
        clause = request.clause or ""
        sort = self.has("way", clause) or self.has("part", clause)
        return sort and not self.has("carried_word", clause) and not self.has("not_requests", self.text)

    def _with_clause(self, head: Head, one: Quantity, start: int) -> Head:
        word, classes, first, end, behind, _ = head
        return Head(word, classes, first, end, behind, self._clause(head, one, start))
