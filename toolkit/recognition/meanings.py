"""Which kind of the contract a counted number is, told by the noun that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from toolkit.recognition.channels import Channels
from toolkit.recognition.circumstances import Scene
from toolkit.recognition.heads import CHANNELS, END, PEOPLE, VERBS, Head, Meaning
from toolkit.recognition.numerals import Quantity
from toolkit.recognition.shared import CASES

_HOTLINE_PARTS = {
    "consultation_suggestion": "consultation_suggestion",
    "consultation": "consultation_suggestion",
    "help": "help",
    "complaint": "complaint",
}


#: Which rule tells what a number is, by the classes of its noun: the first that has one of them.
_SORTS = {
    "request": frozenset({"own_request", "request"}),
    "case": CASES,
    "publish": CHANNELS | {"info", "publish", "publish_own"},
    "beside": frozenset({"beside"}),
    "verb": frozenset({"receive", "answer"}),
    "normative": frozenset({"normative"}),
    "interpretation": frozenset({"interpretation", "interpretation_sort"}),
    "press": frozenset({"press"}),
    "complaint": frozenset({"complaint"}),
    "message": frozenset({"message", "consultation"}),
    "training": frozenset({"training", "trainee", "trainee_beside"}),
    "meeting": frozenset({"meeting"}),
    "fee": frozenset({"fee"}),
    "account": frozenset({"account"}),
}
#: What a verb without an object goes on to speak of, by the kind that was counted last.
_SUBJECTS = {
    "requests_received": "requests",
    "requests_answered": "requests",
    "hotline_orders": "hotline",
    "messages": "messages",
    "complaints": "complaints",
    "reconsiderations": "reviews",
    "litigations": "reviews",
}


@cache
def _sort(names: frozenset[str]) -> str | None:
    return next((sort for sort, classes in _SORTS.items() if names & classes), None)


@cache
def _hotline_part(names: frozenset[str]) -> str | None:
    """Return the part of the hotline's orders that a noun of these classes can name."""
    if names & (CHANNELS | VERBS | {"own_request", "info"}):
        return None
    return next((detail for name, detail in _HOTLINE_PARTS.items() if name in names), None)


class Meanings(Channels):
    """Tells what a number says by its noun, the verbs beside it, and what is being listed.

    ``first`` is where the first number ends, ``parent`` the kind whose parts the sentence goes on to list,
    ``sorts`` how often interpretations of one sort were counted, ``undivided`` whether a number of several nouns was.
    """

    def __init__(self, scene: Scene, text: str) -> None:
        super().__init__(scene, text)
        self.first = self.sorts = 0
        self.undivided = False
        self.parent = scene.last if self.at("list", 0) else scene.listing

    def _is_listed(self, at: int) -> str | None:
        """Return the kind whose parts are being listed at an offset."""
        if self.said:
            last = list(self.said.values())[-1]
            total = next((c for c in self.said.values() if c.detail is None), last)
            if self.between("list", total.end, at):
                return total.kind
        elif not self.undivided and self.first < at and self.between("list", self.first, at):
            return "unknown"
        return self.parent

    def _is_about_requests(self, upto: str) -> bool:
        counted = self._counted("requests_received") or self._counted("requests_answered")
        return counted or self.scene.section == "requests" or self.is_about("requests", upto)

    def _counted(self, kind: str) -> bool:
        """Decide whether the whole of a kind has been counted, in this sentence or as the last thing before it."""
        return (kind, None) in self.said or self.scene.last == kind

    def _is_part(self, clause: str) -> bool:
        return self.has("part", self.like["everyone"].sub("", clause) if self.can("everyone") else clause)

    def _subject(self, at: int) -> str | None:
        """Return what a verb without an object is about: the subject named last before it."""
        counted = [
            (c.start, _SUBJECTS[c.kind]) for c in self.said.values() if c.start < at and c.kind in _SUBJECTS
        ]
        before = [(0, _SUBJECTS[self.scene.last])] if self.scene.last in _SUBJECTS else []
        for said, told in ((self.text[:at], counted), (self.scene.before, before), (self.scene.heading, [])):
            where, last = max(told, default=(-1, ""))
            for name in ("requests", "hotline", "messages", "complaints", "reviews"):
                for match in self.like[name].finditer(said):
                    if match.start() >= where:
                        where, last = match.start(), name
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
        if self.has("not_received", clause) and not head.classes & {"fee"}:
            return
        if self.has("carried_word", clause):
            yield from self._carried(clause, one)
            return
        behind = self.at("carried_behind", one.end)
        if (
            behind
            and self._is_next(behind)
            and (self._is_about_requests(self.text[: behind.end()]) or self._is_bare_rest(behind.group()))
        ):
            yield "requests_carried_out", None
            return
        of_hotline = _hotline_part(names)
        if (
            of_hotline
            and self.is_about("hotline", upto)
            and not self.has("other_hotline", clause)
            and not self._are_others(of_hotline, clause)
        ):
            if not self._is_part(clause) and self._is_hotline(one):
                yield "hotline_orders", of_hotline
            return
        if "order" in names and "complaint" not in names:
            if self.has("orders_and_messages", clause):
                self.undivided = True
                return
            by_letter = self.has("own_message", clause) and not self.has("hotline", clause)
            if by_letter and listed is None:
                yield "messages", None
            elif (
                listed is None
                and self.is_about("hotline", upto)
                and not (self.has("not_complaints", clause) or self.has("other_hotline", clause))
            ):
                yield "hotline_orders", None
            return
        sort = _sort(names)
        if sort == "request":
            yield from self._requests(head, one, clause, listed)
        elif sort == "case":
            yield from self._cases(head, one, clause, upto)
        elif sort == "publish":
            if "account" in names and one.unit in self.words.kinds["new_media_accounts"].units:
                yield from self._accounts(clause, one)
            else:
                yield from self._published(head, one, clause, listed, start, part, alone)
                if one.unit == "个" and self._is_only_account(head, clause, listed):
                    yield from self._accounts(clause, one)
        elif sort == "beside":
            if any(detail and kind == "proactive_disclosures" for kind, detail in self.said):
                yield "proactive_disclosures", "other"
        elif sort == "verb":
            yield from self._verb(head, one, clause, listed)
        elif sort == "normative":
            # 制定规章2件、规范性文件18件: the verb stands before the first of them.
            begin = self._begin(head.start)
            if self.at("list", begin):
                begin = self._begin(begin - 1)
                begin = begin if self.has("documents", self.text[begin : one.start]) else one.start
            row = self.text[begin : one.start]
            if self.has("normative_verbs", row + clause) and not self.has("not_normative", row + clause):
                yield "normative_documents", None
        elif sort == "interpretation":
            own = listed is None or (
                listed in {"proactive_disclosures", "unknown"} and self.has("made", clause)
            )
            if own and not self.has("not_interpretations", clause):
                self.sorts += "interpretation_sort" in names
                yield "interpretations", "sort" if "interpretation_sort" in names else None
        elif sort == "press":
            if not self.has("not_press", clause) and listed is None:
                yield "press_conferences", None
        elif sort == "complaint":
            said = self.like["done_with"].split(clause)[-1]
            # Consumers' complaints are all that a market regulator receives, and one sort of many to a county.
            some = not self.scene.owner.deals_with_complaints() and self.has("sort_of_complaint", said)
            about_else = some or self.has("not_complaints", said) or self._is_part(clause)
            if listed is None and not about_else:
                yield "complaints", None
        elif sort == "message":
            online = "message" in names or self.has("online", clause)
            if self.has("complaint_letters", clause):
                if listed is None:
                    yield "complaints", None
            elif self.has("orders_and_messages", clause):
                self.undivided = True
            elif online and listed != "messages" and not self.has("not_messages", clause):
                yield "messages", None
        elif sort == "training":
            yield from self._trained(head, one, clause, upto)
        elif sort == "meeting":
            other = self.at("part_about_disclosure", one.end)
            held = not head.word or self.has(
                "meeting_verbs", self.text[self._begin(head.start) : one.start] + clause
            )
            if held and not self.has("not_meetings", clause) and not other:
                near = self.text[: one.end + 30]
                if (
                    self.has("disclosure", near)
                    or self.scene.is_under("disclosure")
                    or self.scene.is_under("about_disclosure")
                    or self.scene.is_after("disclosure")
                ):
                    yield "meetings", None
        elif sort == "fee":
            charged = self.has("fee_verbs", clause) and not self.has("not_fees", clause)
            if charged and (not one.value or self.is_about("fees", upto)):
                yield "fees_charged", None
        elif sort == "account":
            yield from self._accounts(clause, one)

    def _are_others(self, part: str, clause: str) -> bool:
        """Decide whether complaints are counted beside the hotline's orders, not among them."""
        return (
            part == "complaint"
            and self._counted("hotline_orders")
            and (self.has("receive", clause) or self.has("answer", clause))
            and not self.has("hotline", clause)
        )

    def _begin(self, at: int) -> int:
        """Return where a row begins, whose first noun has the verb for all: 召开工作会议2次、研究会3次."""
        return max(self.text.rfind(mark, 0, at) for mark in "，;。:") + 1

    def _is_hotline(self, one: Quantity) -> bool:
        """Decide whether a part of orders belongs to the hotline, not to letters named since."""
        said = self.text[: one.start]
        if not self.can("messages"):
            return True
        hotline = max((m.start() for m in self.like["hotline"].finditer(said)), default=-1)
        message = max((m.start() for m in self.like["messages"].finditer(said)), default=-1)
        return hotline > message or (hotline < 0 and message < 0)

    def _carried(self, clause: str, one: Quantity) -> Iterator[Meaning]:
        found = self.like["carried"].search(clause)
        bare = (
            self.like["carried_bare"].match(clause.lstrip("、")) and ("requests_answered", None) in self.said
        )
        if bare or (found and self._is_next(found)):
            yield "requests_carried_out", None

    def _is_next(self, found: re.Match[str]) -> bool:
        """Decide whether requests are carried to the next year: 结转2021年 in a report on 2020."""
        year = found["year"]
        return year is None or self.scene.owner.year is None or int(year) == self.scene.owner.year + 1

    def _requests(self, head: Head, one: Quantity, clause: str, listed: str | None) -> Iterator[Meaning]:
        own = "own_request" in head.classes
        if self.can("one_way") and self.text.count("申请") == 1:
            clause = self.like["one_way"].sub("", clause)
        if not (
            own or self._is_plain(clause) or self._is_about_requests(self.text[: max(one.start, head.end)])
        ):
            return
        if self.has("not_requests", clause) or self._is_part(clause):
            return
        verbs = clause
        received, answered = self.has("receive", verbs), self.has("answer", verbs)
        if not received and not answered:
            tail = END.split(self.text[one.end : one.end + 30])[0]
            if (
                head.behind
                and not self.has("had", clause)
                and self.has("answer", tail)
                and not self.has("not_received", tail)
            ):
                answered = True
            else:
                received = own or (not head.behind and self.has("bare_request", clause))
        # 公开信息436条，其中依申请公开0条 says that there was no request; another number is of what was given out.
        free = listed is None or (listed == "proactive_disclosures" and not one.value)
        new = self.has("new", clause)
        if received and (free or (new and listed == "requests_received")):
            if new:
                # 申请8件（上年结转1件，本年新收7件）: what is new was received.
                self.said.pop(("requests_received", None), None)
            yield "requests_received", None
        if answered:
            yield "requests_answered", None

    def _is_plain(self, clause: str) -> bool:
        """Decide whether 申请 stands without a name, and is not counted by the ways in which it came."""
        if self.has("way", clause) and len(set(self.like["way"].findall(self.text))) > 1:
            return False
        return self.has("plain_request", clause) or self._is_bare(clause)

    def _is_bare_rest(self, carried: str) -> bool:
        """Decide whether what is carried over are requests for information: 1件申请正在办理，结转至2023年."""
        bare = self.has("request_word", carried) and not self.has("not_requests", self.text)
        return bare and not self.scene.owner.deals_with_applications()

    def _is_bare(self, clause: str) -> bool:
        """Decide whether 申请 without a name asks for information: where nothing else to apply for is spoken of."""
        return (
            self.has("bare_received", clause)
            and not self.has("not_requests", self.text)
            and not self.scene.owner.deals_with_applications()
        )

    def _verb(self, head: Head, one: Quantity, clause: str, listed: str | None) -> Iterator[Meaning]:
        subject = self._subject(head.start)
        if self._is_part(clause) or self.has("not_requests", clause):
            return
        if subject == "requests":
            if "receive" in head.classes and (listed is None or self.has("new", clause)):
                if self.has("new", clause):
                    self.said.pop(("requests_received", None), None)
                yield "requests_received", None
                if self.has("answer", clause):
                    yield "requests_answered", None
            elif "answer" in head.classes:
                yield "requests_answered", None
                if self.has("receive", clause) and listed is None:
                    yield "requests_received", None
        elif subject == "hotline" and listed is None:
            yield "hotline_orders", None
        elif subject == "messages" and listed is None and self.has("own_message", self.text[: head.start]):
            yield "messages", None
        elif subject == "complaints" and listed is None:
            before = self.text[: head.start]
            if self.has("complaints", before) and not self.has("not_complaints", before):
                yield "complaints", None

    def _cases(self, head: Head, one: Quantity, clause: str, upto: str) -> Iterator[Meaning]:
        parts = self.has("caused", clause) or (self.undivided and self.like["list"].match(clause))
        if (self.has("not_cases", clause) and not parts) or self.has(
            "other_cases", self.text[max(one.end, head.end) :]
        ):
            return
        anchored = self.scene.section == "reviews" or self.is_about("case_anchor", upto)
        if not anchored and self.has("case_business", clause):
            return
        yield ("reconsiderations" if "reconsideration" in head.classes else "litigations"), None

    def _is_only_account(self, head: Head, clause: str, listed: str | None) -> bool:
        """Decide whether the accounts of one channel are all that there are: 开设官方微信公众号1个."""
        opened = (
            listed is None
            and head.classes <= {"wechat", "weibo", "new_media"}
            and self.has("account_opened", clause)
        )
        return opened and len(self.like["channel_accounts"].findall(self.text)) == 1

    def _accounts(self, clause: str, one: Quantity) -> Iterator[Meaning]:
        near = clause + END.split(self.text[one.end : one.end + 24])[0]
        if self.has("account_verbs", clause) and not self.has("not_accounts", near):
            yield "new_media_accounts", None

    def _trained(self, head: Head, one: Quantity, clause: str, upto: str) -> Iterator[Meaning]:
        trained = {kind for kind, _ in self.said} & {"trainings"}
        other = self.has("other_trainings", clause) and not self.has("disclosure", clause)
        if (other or self.has("not_trainings", clause)) and not (
            trained and self.has("trained_before", clause) and not self.has("public", clause)
        ):
            return
        if one.unit in PEOPLE and not trained and self.has("not_trainings", upto):
            return
        topic = self.between("training_topic", one.end, len(self.text))
        if topic and not self.has("disclosure", topic["topic"]):
            return
        about = (
            self.has("disclosure", upto)
            or self.is_about("disclosure", upto)
            or self.has("bare_training", clause)
            or self.has("only_training", self.text)
            or (not head.word and one.unit in PEOPLE and not self.has("public", clause))
        )
        if one.unit in PEOPLE:
            if trained or (
                ("trainee_beside" not in head.classes or self.has("trainees_named", upto))
                and about
                and not ("training" in head.classes and head.behind)
            ):
                yield "trainees", None
        elif "training" in head.classes and about:
            yield "trainings", None
