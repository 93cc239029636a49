"""Whether a number counts all that was published, or what one channel published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.recognition.circumstances import Scene
from toolkit.recognition.heads import CHANNELS, Head, Meaning
from toolkit.recognition.numerals import Quantity
from toolkit.recognition.shared import Shared


class Channels(Shared):
    """Tells what a number beside a verb of publishing or a channel's name counts.

    ``account`` are the channels whose accounts were counted last: 微博29个，共发布信息1992条.
    """

    def __init__(self, scene: Scene, text: str) -> None:
        super().__init__(scene, text)
        self.account: set[str] = set()

    def _published(
        self, head: Head, one: Quantity, clause: str, listed: str | None, start: int, part: int, alone: bool
    ) -> Iterator[Meaning]:
        kind = "proactive_disclosures"
        if one.unit not in self.words.kinds[kind].units and one.unit not in {"", "个"}:
            return
        if self.has("not_proactive", clause):
            return
        clause = self._of_all(clause)
        channel = head.classes & CHANNELS
        if one.unit == "期" and channel & {"gazette", "other"}:
            # 公报12期, 公开栏更新12期: what they contain is counted by the piece.
            self.account = set(channel)
            return
        if channel:
            if one.unit != "个" and not self._may_list(one, listed, part) and not self.has("publish", clause):
                return
            row = self._row(head, start) if alone else [head]
            found = {self.words.channels[noun.word] for noun in row if noun.word in self.words.channels}
            if one.unit == "个" and not self.has("all_info", clause):
                self.account = found
                return
            yield from self._detail(found, clause if alone else "", listed)
            return
        names = self._named(clause) or self._led(head, start, part)
        if not names and self.account and self.like["go_on"].match(self.text[start : one.start]):
            names = self.account
        if names:
            if one.unit == "期" and names <= {"gazette", "other"}:
                self.account = names
                return
            loose = names <= {"gazette", "other"} and self.has("all_beside", clause)
            if self.has("all_info", clause) or loose:
                yield from self._detail(names, clause, listed)
            return
        of_documents = one.unit in {"件", "份"} and self.has("documents", self.text[: one.start])
        if listed == kind or (of_documents and "info" not in head.classes):
            return
        if self.has("general_total", clause) or self.has("pushed", clause):
            # 微信公众号运行良好，全年发布信息120条: one channel named before is what published.
            names = self._named(self.text[part : head.start])
            if len(names) == 1 and alone and not any((kind, name) in self.said for name in names):
                yield from self._detail(names, clause, listed)
                return
        if self._is_total(clause, head, one) or (listed is None and self._is_own_share(clause, one)):
            yield kind, None

    def _is_own_share(self, clause: str, one: Quantity) -> bool:
        """Decide whether an agency's own number stands behind that of all: 全区发布信息5000条，我街道发布612条."""
        before = self.passed[:-1]
        if not before or not self.has("own_published", clause):
            return False
        last, head = before[-1]
        return last.unit == one.unit and head is not None and "info" in head.classes

    def _of_all(self, clause: str) -> str:
        """Return a clause without the name of the agency's own business: 水务信息 of a water bureau."""

        def without(found: re.Match[str]) -> str:
            own = found["always"] or self.scene.owner.is_business(found["word"])
            return "" if own else found.group()

        return self.like["business"].sub(without, clause) if self.can("business") else clause

    def _may_list(self, one: Quantity, listed: str | None, part: int) -> bool:
        """Decide whether a bare channel's name counts what is published: in a list of such, or beside a verb."""
        if listed == "proactive_disclosures" or self.scene.now == "proactive_disclosures":
            return True
        bare = len(self.like["bare_channel"].findall(self.text)) > 1
        if bare and (self.has("published", self.text) or not self.has("messages", self.text)):
            return True
        return listed in {None, "unknown"} and self.between("publish_info", 0, one.start) is not None

    def _named(self, clause: str) -> set[str]:
        return {self.words.channels[found.group()] for found in self.words.channel.finditer(clause)}

    def _led(self, head: Head, start: int, part: int) -> set[str]:
        """Return the channels of the clause before, where it says nothing else: 通过政府网站，公开信息12条."""
        before = self.text[max(start, part) : head.start]
        found = self.like["led"].search(before) if self.can("led") else None
        return self._named(found.group()) if found else set()

    def _detail(self, names: set[str], clause: str, listed: str | None) -> Iterator[Meaning]:
        kind = "proactive_disclosures"
        open_end = self.has("open_channels", clause)
        if names <= {"wechat", "weibo", "new_media"} and (
            len(names) > 1 or "new_media" in names or self.has("open_new_media", clause)
        ):
            yield kind, "new_media"
        elif len(names) == 1 and (not open_end or "other" in names):
            yield kind, next(iter(names))
        elif (
            listed is None
            and (len(names) > 1 or open_end)
            and (open_end or self.has("total", clause))
            and "website" in names
        ):
            yield kind, None

    def _is_total(self, clause: str, head: Head, one: Quantity) -> bool:
        if self.has("total_end", clause):
            return True
        if "publish_own" in head.classes:
            return True
        if self.has("general_total", clause):
            said = self.scene.heading + self.scene.before + self.text[: one.start]
            return self.words.channel.search(said) is None
        if (
            self.scene.section == "disclosures"
            or self.scene.is_under("proactive")
            or self.scene.is_after("proactive")
        ):
            return bool(self.like["total_under_heading"].match(self.text[: one.start]))
        return False
