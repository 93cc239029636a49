"""What the prose of a report claims: numbers with their kind, and that there was none of something.

A number belongs to the noun right before it (申请12件) or right behind it (12件申请), or to the list that it
continues (其中网站559条). Whatever else could be meant, such as another year, another body, a growth or a plan,
makes it no mention: a missed one is better than a false one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.recognition.circumstances import Owner, Scene
from toolkit.recognition.claims import Claims
from toolkit.recognition.heads import Claim
from toolkit.recognition.nothing import denials, nothing_here
from toolkit.recognition.numerals import Plain, Quantity, plain, quantities
from toolkit.recognition.paragraphs import Paragraph, Sentence
from toolkit.report import Identity, Mention
from toolkit.vocabulary.mentions import mention_words

#: A digit or numeral before a measure word, a naught, or a negation: nothing else can hold a claim.
_MAY_CLAIM = re.compile(
    r"[\d０-９一二两三四五六七八九十百千万亿未没无零不：:为](?:(?<=[未没无零])|(?<=不)存在"
    r"|(?<![不：:为])\s*[余多来]?\s*[百千万亿]?\s*[余多来]?\s*[条件篇次期场个份宗起人名家元单项封则例轮部班批通张]"
    r"|(?<=[0０])(?!\s*[\d０-９.．])|(?<=[：:为])\s*[\d０-９]+\s*[，；;。])"
)
_UNITLESS = re.compile(r"[:为是]\d[\d,]*(?:[，;。]|$)")
_NONE = re.compile(r"[未没无零0０]")
_MAY_DENY = re.compile(r"[未没无零]|不存在|0(?!\d*[.,]?\d*[^，。；;、)\d])")
_LIST_NUMBER = re.compile(
    r"[#*\s]*(?:第[一二三四五六七八九十]+|[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．])"
)
#: A line that ends so goes on in the next paragraph: the entries of a list.
_GOING_ON = "；;：:，、"
#: No heading inside a section is longer.
_HEADING = 60
#: A sentence that says nothing but none is not longer.
_FEW = 20
_TOLD = re.compile(r"[：:]\s*(?:暂?无|零|\d)")
_COUNTED = re.compile(r"[\d０-９]\s*[条件篇次期场个份]")
_STOP = re.compile(r"[。！？；，,;]")


def read_mentions(said: Sequence[Sentence], identity: Identity) -> tuple[Mention, ...]:
    """Return the mentions in the sentences of a report, in the order in which they are printed."""
    reader = _Reader(identity)
    for sentence in said:
        reader.read(sentence)
    return tuple(reader.mentions())


class _Reader:
    """Goes through a report sentence by sentence; knows the heading above and what was counted last."""

    def __init__(self, identity: Identity) -> None:
        self.owner = Owner(identity)
        self.scene = Scene(self.owner)
        self.found: list[tuple[Sentence, Plain, Claim]] = []
        self.late: list[tuple[Sentence, Plain, Claim]] = []
        self.paragraph: Paragraph | None = None
        self.section: str | None = None
        self.goes_on = False

    def read(self, sentence: Sentence) -> None:
        """Note what one sentence claims."""
        raw = sentence.text
        if sentence.section != self.section:
            self.section, self.scene.heading = sentence.section, ""
        if sentence.paragraph is not self.paragraph:
            self.paragraph = sentence.paragraph
            if not self.goes_on:
                self.scene.new_paragraph()
            if (
                len(raw) <= 30
                and not _STOP.search(raw)
                and not _TOLD.search(raw)
                and not _COUNTED.search(raw)
                and len(raw) == len(sentence.paragraph.text.strip())
            ):
                self.scene.heading = plain(raw).text
                return
        self.goes_on = raw[-1] in _GOING_ON
        if len(raw) <= _FEW and _NONE.search(raw):
            self.scene.section = sentence.section
            text = plain(raw)
            none = list(nothing_here(self.scene, text.text))
            self.found += [(sentence, text, claim) for claim in none]
            if none:
                return
        if _LIST_NUMBER.match(raw) and (
            heading := mention_words().like["heading"].match(plain(raw[:_HEADING]).text)
        ):
            self.scene.heading = heading[1]
        if not (_MAY_CLAIM.search(raw) and mention_words().like["subject"].search("".join(raw.split()))):
            self.scene.passed(raw)
            return
        text = plain(raw)
        self.scene.section = sentence.section
        self._read(sentence, text)
        self.scene.passed(text.text)

    def _read(self, sentence: Sentence, text: Plain) -> None:
        if counted := self._counted(sentence, text):
            self.found += [(sentence, text, claim) for claim in Claims(self.scene, text.text).read(counted)]
        for claim, year in denials(self.scene, text.text) if _MAY_DENY.search(text.text) else ():
            own = year is None or self.owner.is_own(year)
            if own:
                self.found.append((sentence, text, claim))
            elif self.owner.year is not None and year == self.owner.year - 1:
                # 002 on 2020 writes 2019年没有接收到: last year's sentence left standing, where no other says it.
                self.late.append((sentence, text, claim))

    def _counted(self, sentence: Sentence, text: Plain) -> list[Quantity]:
        like = mention_words().like
        counted = quantities(text.text)
        if _UNITLESS.search(text.text):
            counted += (
                Quantity(float(found["number"].replace(",", "")), "", False, *found.span("number"))
                for found in like["unitless"].finditer(text.text)
            )
            counted.sort(key=lambda one: one.start)
        if len(sentence.paragraph.spans) > 1:
            counted = [one for one in counted if not _is_broken(sentence, text, one.start, one.end)]
        if "12" in text.text:
            counted = [
                one
                for one in counted
                if not like["hotline_number"].match(text.text, one.start, one.end - len(one.unit))
            ]
        return counted

    def mentions(self) -> Iterator[Mention]:
        """Yield everything found, in the order of the report."""
        said = {claim.kind for _, _, claim in self.found}
        late = [item for item in self.late if item[2].kind not in said]
        everything = [*self.found, *late]
        everything.sort(key=lambda item: (item[0].paragraph.offset(item[0].start), item[2].start))
        for sentence, text, claim in everything:
            start, end = text.offset(claim.start), text.offset(claim.end - 1) + 1
            yield Mention(
                claim.kind,
                claim.detail,
                claim.value,
                claim.unit,
                claim.approximate,
                sentence.text,
                sentence.section,
                sentence.place_of(start, end),
            )


def _is_broken(sentence: Sentence, text: Plain, start: int, end: int) -> bool:
    """Decide whether a line ends inside a number: 1 at its end and 2条 on the next may be 12, or a list."""
    inside = range(start, end - 1)
    at = [sentence.paragraph.offset(sentence.start + text.offset(n)) for n in (start, end - 1)]
    if at[1] - at[0] == text.offset(end - 1) - text.offset(start):
        return False
    return any(
        text.text[n].isdigit()
        and text.text[n + 1].isdigit()
        and sentence.paragraph.offset(sentence.start + text.offset(n + 1))
        - sentence.paragraph.offset(sentence.start + text.offset(n))
        > 1
        for n in inside
    )
