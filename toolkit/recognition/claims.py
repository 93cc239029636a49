"""Which kind of the contract a counted number is, told by the noun that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.recognition.circumstances import Scene, is_aside
from toolkit.recognition.numerals import Quantity
from toolkit.vocabulary.mentions import MentionWords, mention_words

#: Before these a part of a sentence ends; what stands behind one is a part's last clause.
_CLAUSE = "，;:(。"
_JOINED = re.compile(r"^[、，和与及;以]*$")
_END = re.compile("[，。;]")
_PEOPLE = frozenset({"人次", "人", "名"})
_VERBS = frozenset({"receive", "answer", "publish", "publish_own"})
_CASES = frozenset({"reconsideration", "litigation"})
_CHANNELS = frozenset({"website", "wechat", "weibo", "new_media", "gazette", "other"})
_HOTLINE_PARTS = {
    "consultation_suggestion": "consultation_suggestion",
    "consultation": "consultation_suggestion",
    "help": "help",
    "complaint": "complaint",
}
#: Nouns that stand in a row with others: 行政复议、行政诉讼各1件.
_IN_ROWS = frozenset(
    {"reconsideration", "litigation", "request", "own_request", "training", "meeting", "press", "interpretation"}
    | {"normative", "order", "complaint", "message"}
)


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
    """The word that a number belongs to, what it may stand for, and where it stands in the text."""

    word: str
    classes: frozenset[str]
    start: int
    end: int
    behind: bool = False


Meaning = tuple[str, str | None]


class Claims:
    """Reads the counted numbers of one sentence from left to right."""

    def __init__(self, scene: Scene, text: str) -> None:
        self.scene, self.text = scene, text
        self.words: MentionWords = mention_words()
        self.like = self.words.like
        self.said: dict[Meaning, Claim] = {}
        self.first = 0
        self.account: set[str] = set()
        self.parent = scene.last if self.like["list"].match(text) else scene.listing
        self.sorts = 0
        self.doubtful: set[str] = set()

    def read(self, counted: Sequence[Quantity]) -> list[Claim]:
        """Return the claims among the counted numbers of the sentence."""
        start, number = 0, 0
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

    # -- the word that a number belongs to -----------------------------------------------------------------

    def _head(self, counted: Sequence[Quantity], number: int, start: int) -> Head | None:
        one = counted[number]
        first = number == 0 or ";" in self.text[start : one.start]
        if self.like["listed_together"].search(self.text[start : one.start]):
            return Head("", frozenset({"publish"}), one.start, one.start)
        before = self._before(start, one.start, first)
        done = before is not None and self._has("done", self.text[before.end : one.start])
        if before is not None and not before.classes <= _VERBS and not done:
            return before
        limit = counted[number + 1].start if number + 1 < len(counted) else len(self.text)
        found = self.words.behind.match(self.text[one.end : limit])
        if found and (
            not self._has("behind_veto", found["modifier"])
            or (one.unit in {"次", "场"} and self._has("times_behind", found["modifier"]))
        ):
            at = one.end + found.start("head")
            word = found["head"]
            return Head(word, self.words.classes[word] - _VERBS, at, at + len(word), behind=True)
        if before is None and (implied := self._implied(one, start, number)):
            return Head("", frozenset({implied}), one.start, one.start)
        return before

    def _implied(self, one: Quantity, start: int, number: int) -> str | None:
        """Return what a number without a noun stands for: 13件已答复, 共120人次 beside a training."""
        between = self.text[start : one.start]
        if any(self.like[name].match(self.text, one.end) for name in ("answered_behind", "carried_behind")):
            return "answer"
        if self._has("carried", between):
            return "answer"
        if not number and self._has("proactive", self.scene.heading) and self._has("only_time", between):
            return "publish_own"
        if one.unit in _PEOPLE and ("trainings", None) in self.said:
            tail = self.text[one.end : one.end + 12]
            if self._has("trained_before", between) or (self._has("blank", between) and self.like["trained"].match(tail)):
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

    def _row(self, head: Head, start: int) -> list[Head]:
        """Return the nouns joined with one by 、 or 和, from left to right: 行政复议、行政诉讼."""
        row = [head]
        while row[0].start > start:
            joined = self.words.conjunction.match(self.text[start : row[0].start][::-1])
            if not joined:
                break
            before = self._before(start, row[0].start - joined.end(), across=False)
            if before is None or before.classes <= _VERBS or before.end != row[0].start - joined.end():
                break
            row.insert(0, before)
        return row

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

    # -- what it means -------------------------------------------------------------------------------------

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
                if one.unit not in {*self.words.kinds[kind].units, "个"} or (kind, detail) in self.said:
                    # 县长信箱12封，局长信箱20封: neither is the whole.
                    if kind in {"messages", "complaints"} and (kind, detail) in self.said and not self._has("answer", clause):
                        self.doubtful.add(kind)
                    continue
                if is_aside(self.scene.owner, self.text, clause, part, one.start, kind):
                    continue
                claim = Claim(kind, detail, one.value, one.unit, one.approximate, one.start, one.end)
                self.said[kind, detail] = claim
                self.scene.now = kind
                found.append(claim)
        return found

    def _clause(self, head: Head, one: Quantity, start: int) -> str:
        """Return the words around a number that belong to it: from the last comma to the noun or the number."""
        low = min(head.start, one.start)
        begin = max([start, *(self.text.rfind(mark, start, low) + 1 for mark in _CLAUSE)])
        return self.text[begin : one.start] + (self.text[one.end : head.end] if head.behind else "")

    def _is_listed(self, at: int) -> str | None:
        """Return the kind whose parts are being listed at an offset."""
        if self.said:
            last = list(self.said.values())[-1]
            total = next((c for c in self.said.values() if c.detail is None), last)
            if self.like["list"].search(self.text, total.end, at):
                return total.kind
        elif self.first < at and self.like["list"].search(self.text, self.first, at):
            return "unknown"
        return self.parent

    def _is_about_requests(self, upto: str) -> bool:
        return self.scene.section == "requests" or self.scene.is_about("requests", upto)

    def _is_part(self, clause: str) -> bool:
        return self._has("part", self.like["everyone"].sub("", clause))

    def _has(self, name: str, text: str) -> bool:
        return self.like[name].search(text) is not None

    def _subject(self, at: int) -> str | None:
        """Return what a verb without an object is about: the subject named last before it."""
        for said in (self.text[:at], self.scene.before, self.scene.heading):
            last, where = None, -1
            for name in ("requests", "hotline", "messages", "complaints", "reviews"):
                for match in self.like[name].finditer(said):
                    if match.start() >= where:
                        last, where = name, match.start()
            if last:
                return last
        return self.scene.section if self.scene.section == "requests" else None

    def _meanings(
        self, head: Head, one: Quantity, clause: str, start: int, part: int, alone: bool
    ) -> Iterator[Meaning]:
        """Yield what a number says, before it is asked whose and when."""
        names = head.classes
        listed = self._is_listed(one.start)
        upto = self.text[: max(head.end, one.start)]
        if self._has("not_received", clause) and not head.classes & {"fee"}:
            return
        if self._has("carried_word", clause):
            yield from self._carried(clause, one)
            return
        behind = self.like["carried_behind"].match(self.text, one.end)
        if behind and self._is_about_requests(upto) and self._is_next(behind):
            yield "requests_carried_out", None
            return
        hotline = self.scene.is_about("hotline", upto)
        of_hotline = next((detail for name, detail in _HOTLINE_PARTS.items() if name in names), None)
        if of_hotline and hotline and not names & (_CHANNELS | _VERBS | {"own_request", "info"}):
            if not self._is_part(clause) and self._is_hotline(one):
                yield "hotline_orders", of_hotline
            return
        if "order" in names and not names & {"complaint"}:
            if hotline and listed is None and not self._has("not_complaints", clause):
                yield "hotline_orders", None
            return
        if names & {"own_request", "request"}:
            yield from self._requests(head, one, clause, listed)
        elif names & _CASES:
            yield from self._cases(head, clause, upto)
        elif names & ({"info", "publish", "publish_own"} | _CHANNELS):
            if "account" in names and one.unit in self.words.kinds["new_media_accounts"].units:
                yield from self._accounts(clause, one)
            else:
                yield from self._published(head, one, clause, listed, start, part, alone)
        elif "beside" in names:
            if any(detail and kind == "proactive_disclosures" for kind, detail in self.said):
                yield "proactive_disclosures", "other"
        elif names & {"receive", "answer"}:
            yield from self._verb(head, one, clause, listed)
        elif "normative" in names:
            if self._has("normative_verbs", clause) and not self._has("not_normative", clause):
                yield "normative_documents", None
        elif names & {"interpretation", "interpretation_sort"}:
            own = listed is None or (listed in {"proactive_disclosures", "unknown"} and self._has("made", clause))
            if own and not self._has("not_interpretations", clause):
                self.sorts += "interpretation_sort" in names
                yield "interpretations", "sort" if "interpretation_sort" in names else None
        elif "press" in names:
            if not self._has("not_press", clause) and listed is None:
                yield "press_conferences", None
        elif "complaint" in names:
            if listed is None and not self._has("not_complaints", clause) and not self._is_part(clause):
                if not self.scene.owner.deals_with_complaints() or self._has("case_anchor", upto):
                    yield "complaints", None
        elif names & {"message", "consultation"}:
            online = "message" in names or self._has("online", clause)
            if online and listed != "messages" and not self._has("not_messages", clause):
                yield "messages", None
        elif names & {"training", "trainee", "trainee_beside"}:
            yield from self._trained(head, one, clause, upto)
        elif "meeting" in names:
            if self._has("meeting_verbs", clause) and not self._has("not_meetings", clause):
                near = self.text[part : one.start] + self.text[one.end : one.end + 30]
                if self._has("disclosure", near) or self._has("disclosure", self.scene.heading) or self._has("disclosure", self.scene.before):
                    yield "meetings", None
        elif "fee" in names:
            charged = self._has("fee_verbs", clause) and not self._has("not_fees", clause)
            if charged and self.scene.is_about("fees", upto):
                yield "fees_charged", None
        elif "account" in names:
            yield from self._accounts(clause, one)

    def _is_hotline(self, one: Quantity) -> bool:
        """Decide whether a part of orders belongs to the hotline, not to letters named since."""
        said = self.text[: one.start]
        hotline = max((m.start() for m in self.like["hotline"].finditer(said)), default=-1)
        message = max((m.start() for m in self.like["messages"].finditer(said)), default=-1)
        return hotline > message or (hotline < 0 and message < 0)

    def _carried(self, clause: str, one: Quantity) -> Iterator[Meaning]:
        found = self.like["carried"].search(clause)
        if found and self._is_next(found):
            yield "requests_carried_out", None

    def _is_next(self, found: re.Match[str]) -> bool:
        """Decide whether requests are carried to the next year: 结转2021年 in a report on 2020."""
        year = found["year"]
        return year is None or self.scene.owner.year is None or int(year) == self.scene.owner.year + 1

    def _requests(self, head: Head, one: Quantity, clause: str, listed: str | None) -> Iterator[Meaning]:
        own = "own_request" in head.classes
        if not own and not self._is_about_requests(self.text[: max(one.start, head.end)]):
            return
        if self._has("not_requests", clause) or self._is_part(clause):
            return
        verbs = clause
        received, answered = self._has("receive", verbs), self._has("answer", verbs)
        if not received and not answered:
            tail = _END.split(self.text[one.end : one.end + 30])[0]
            if head.behind and self._has("answer", tail) and not self._has("not_received", tail):
                answered = True
            else:
                received = own or bool(self.like["bare_request"].match(clause))
        if received and (listed in {None, "proactive_disclosures"} or (self._has("new", clause) and listed == "requests_received")):
            if listed == "requests_received":
                self.said.pop((listed, None), None)
            yield "requests_received", None
        if answered:
            yield "requests_answered", None

    def _verb(self, head: Head, one: Quantity, clause: str, listed: str | None) -> Iterator[Meaning]:
        subject = self._subject(head.start)
        if self._is_part(clause) or self._has("not_requests", clause):
            return
        if subject == "requests":
            if "receive" in head.classes and (listed is None or self._has("new", clause)):
                if listed and self._has("new", clause):
                    self.said.pop(("requests_received", None), None)
                yield "requests_received", None
                if self._has("answer", clause):
                    yield "requests_answered", None
            elif "answer" in head.classes:
                yield "requests_answered", None
                if self._has("receive", clause) and listed is None:
                    yield "requests_received", None
        elif subject == "hotline" and listed is None:
            yield "hotline_orders", None
        elif subject == "messages" and listed is None and self._has("own_message", self.text[: head.start]):
            yield "messages", None
        elif subject == "complaints" and listed is None:
            before = self.text[: head.start]
            if self._has("complaints", before) and not self._has("not_complaints", before):
                yield "complaints", None

    def _cases(self, head: Head, clause: str, upto: str) -> Iterator[Meaning]:
        if self._has("not_cases", clause):
            return
        anchored = self.scene.section == "reviews" or self.scene.is_about("case_anchor", upto)
        if not anchored and self._has("case_business", clause):
            return
        yield ("reconsiderations" if "reconsideration" in head.classes else "litigations"), None

    def _accounts(self, clause: str, one: Quantity) -> Iterator[Meaning]:
        near = clause + _END.split(self.text[one.end : one.end + 24])[0]
        if self._has("account_verbs", clause) and not self._has("not_accounts", near):
            yield "new_media_accounts", None

    def _trained(self, head: Head, one: Quantity, clause: str, upto: str) -> Iterator[Meaning]:
        trained = {kind for kind, _ in self.said} & {"trainings"}
        if self._has("not_trainings", clause) and not (trained and self._has("trained_before", clause) and not self._has("public", clause)):
            return
        about = self._has("disclosure", upto) or self.scene.is_about("disclosure", upto) or bool(self.like["bare_training"].match(clause))
        if one.unit in _PEOPLE:
            if trained or ("trainee_beside" not in head.classes and about and not ("training" in head.classes and head.behind)):
                yield "trainees", None
        elif "training" in head.classes and about:
            yield "trainings", None

    # -- what is published ---------------------------------------------------------------------------------

    def _published(
        self, head: Head, one: Quantity, clause: str, listed: str | None, start: int, part: int, alone: bool
    ) -> Iterator[Meaning]:
        kind = "proactive_disclosures"
        if one.unit not in {*self.words.kinds[kind].units, "个"} or self._has("not_proactive", clause):
            return
        channel = head.classes & _CHANNELS
        if channel:
            if one.unit != "个" and not self._may_list(one, listed, part) and not self._has("publish", clause):
                return
            row = self._row(head, start) if alone else [head]
            found = {self.words.channels[noun.word] for noun in row if noun.word in self.words.channels}
            if one.unit == "个":
                self.account = found
                return
            yield from self._detail(found, clause if alone else "", listed)
            return
        names = self._named(clause) or self._led(head, start, part)
        if not names and self.account and self.like["go_on"].match(self.text[start : one.start]):
            names = self.account
        if names:
            if self._is_of_all(clause, head):
                yield from self._detail(names, clause, listed)
            return
        if listed == kind:
            return
        if self._is_total(clause, head, one):
            yield kind, None

    def _may_list(self, one: Quantity, listed: str | None, part: int) -> bool:
        """Decide whether a bare channel's name counts what is published: in a list of such, or beside a verb."""
        if listed == "proactive_disclosures" or self.scene.now == "proactive_disclosures":
            return True
        if len(self.like["bare_channel"].findall(self.text)) > 1 and self._has("published", self.text):
            return True
        return bool(self.like["publish_info"].search(self.text, 0, one.start)) and listed in {None, "unknown"}

    def _named(self, clause: str) -> set[str]:
        return {self.words.channels[found.group()] for found in self.words.channel.finditer(clause)}

    def _led(self, head: Head, start: int, part: int) -> set[str]:
        """Return the channels of the clause before, where it says nothing else: 通过政府网站，公开信息12条."""
        before = self.text[max(start, part) : head.start]
        found = self.like["led"].search(before)
        return self._named(found.group()) if found else set()

    def _is_of_all(self, clause: str, head: Head) -> bool:
        """Decide whether a channel's number is of all that it published, not of one subject."""
        return self._has("all_info", clause)

    def _detail(self, names: set[str], clause: str, listed: str | None) -> Iterator[Meaning]:
        kind = "proactive_disclosures"
        open_end = self._has("open_channels", clause)
        if names <= {"wechat", "weibo", "new_media"} and (len(names) > 1 or "new_media" in names or self._has("open_new_media", clause)):
            yield kind, "new_media"
        elif len(names) == 1 and not open_end:
            yield kind, next(iter(names))
        elif listed is None and (len(names) > 1 or open_end) and (open_end or self._has("total", clause)) and "website" in names:
            yield kind, None

    def _is_total(self, clause: str, head: Head, one: Quantity) -> bool:
        if self._has("total_end", clause):
            return True
        if "publish_own" in head.classes:
            return True
        if self.scene.section == "disclosures" or self._has("proactive", self.scene.heading) or self._has("proactive", self.scene.before):
            return bool(self.like["total_under_heading"].match(self.text[: one.start]))
        return False

    # -- the end of the sentence ---------------------------------------------------------------------------

    def _settled(self, found: list[Claim]) -> list[Claim]:
        """Return the claims without those that the rest of the sentence takes back."""
        kept = [claim for claim in found if self.said.get((claim.kind, claim.detail)) is claim]
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
