"""Labelled sentences of our own writing about problems, plans, complaints and requests, and how well they are read."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from toolkit.document import Document, Line, Place
from toolkit.recognition.paragraphs import paragraphs, sentences
from toolkit.recognition.prose import headings
from toolkit.recognition.stream import stream_of
from toolkit.recognition.themes import read_themes
from toolkit.report import Identity, Issue, Theme

LABELLED = Path(__file__).parent / "labelled" / "themes.toml"
#: The headings below which a labelled text is set.
_HEADINGS = {
    "overview": "一、总体情况",
    "disclosures": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "reviews": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
Told = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence or a short text of one section, and the aspects and themes that a reader finds in it."""

    text: str
    section: str
    year: int
    expected: frozenset[Told]
    half: str


@cache
def labelled() -> tuple[Labelled, ...]:
    """Return the labelled texts."""
    cases = tomllib.loads(LABELLED.read_text("utf-8"))["cases"]
    return tuple(
        Labelled(
            case["text"],
            case["section"],
            case["year"],
            frozenset((said.split()[0], said.split()[1]) for said in case["expected"]),
            case["half"],
        )
        for case in cases
    )


def read_text(text: str, section: str = "problems", year: int | None = 2021) -> tuple[tuple[Theme, ...], tuple[Issue, ...]]:
    """Return what is read in a text below the heading of a section."""
    printed = enumerate([_HEADINGS[section], *text.split("\n")], 1)
    lines = tuple(Line(line, Place(line=number, x0=0, x1=len(line))) for number, line in printed)
    stream = stream_of(Document("txt", lines))
    found = headings(stream)
    return read_themes(sentences(stream, paragraphs(stream, found, ())), Identity(year=year))


def told(text: str, section: str = "problems", year: int | None = 2021) -> set[Told]:
    """Return the aspects and themes that are read in a text."""
    return {(theme.aspect, theme.theme) for theme in read_text(text, section, year)[0]}


@dataclass(frozen=True, slots=True)
class Score:
    """How often a theme was found, found wrongly and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def scores(cases: Iterable[Labelled]) -> Mapping[Told, Score]:
    """Return for each aspect and theme how well the cases are read."""
    right, wrong, missed = Counter[Told](), Counter[Told](), Counter[Told]()
    for case in cases:
        got = told(case.text, case.section, case.year)
        right.update(got & case.expected)
        wrong.update(got - case.expected)
        missed.update(case.expected - got)
    return {key: Score(right[key], wrong[key], missed[key]) for key in sorted({*right, *wrong, *missed})}


def macro_f1(scored: Mapping[Told, Score], aspect: str | None = None) -> float:
    """Return the mean of F1 over the themes of an aspect, or of all."""
    of = [score.f1 for (said, _), score in scored.items() if aspect in (None, said)]
    return sum(of) / len(of)
