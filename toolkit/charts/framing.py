"""What stands around a chart: title, question, n, unit, notes, source and alt text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.charts import theme
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

#: What may not begin a line in Chinese setting.
_NEVER_FIRST = "，。、；：！？）】》”’%·"
#: A number stays with what is counted, a span of years in one piece.
_TIED = re.compile(r"(?<![\w.,/=(])(\d[\d,.]*(?:—\d+)?(?: [一-鿿])?)")
#: Signs that are narrower or wider than most, in em.
_SIGNS = {" ": 0.23, "%": 0.92, "+": 0.56, "–": 0.54, "*": 0.47}


@dataclass(frozen=True, slots=True)
class Frame:
    """The words around one chart.

    ``facts`` says unit, n and what stands behind it; ``notes`` says what a reader must know before
    quoting a number; ``alt_text`` says in one or two sentences what the picture shows.
    """

    name: str
    title: str
    question: str
    facts: Sequence[str]
    notes: Sequence[str]
    source: str
    unit: str
    n: int | None
    alt_text: str


def framed(
    body: alt.HConcatChart | alt.VConcatChart, frame: Frame, *, lang: Lang, dark: bool
) -> alt.VConcatChart:
    """Return the chart with its words around it and its look fixed, ready to show or to save.

    Its ``description`` is the alt text; ``usermeta["ogi"]`` carries title, question, facts, notes, n, unit
    and source, so that a briefing can print them beside the picture.
    """
    import altair as alt

    notes = [*frame.notes, say(lang, "来源：", "Source: ") + frame.source]
    caption = alt.Title(
        [line for note in notes for line in wrapped(note, theme.SMALL_SIZE, theme.WIDTH)],
        orient="bottom",
        anchor="start",
        frame="bounds",
        style="caption",
        # A style gives colour and size, but a title stays bold unless it says otherwise itself.
        fontWeight="normal",
        lineHeight=17,
        offset=14,
    )
    facts = " · ".join(frame.facts)
    title = alt.Title(
        list(wrapped(frame.title, theme.TITLE_SIZE, theme.WIDTH)),
        subtitle=[
            *wrapped(frame.question, theme.SUBTITLE_SIZE, theme.WIDTH),
            *wrapped(facts, theme.SUBTITLE_SIZE, theme.WIDTH),
        ],
    )
    # The body was made for this frame: Altair's own way to set a title would copy all of it, twice.
    body.title = caption
    return alt.vconcat(
        body,
        title=title,
        description=frame.alt_text,
        config=theme.config(dark),
        usermeta={
            "ogi": {
                "name": frame.name,
                "lang": lang,
                "title": frame.title,
                "question": frame.question,
                "facts": list(frame.facts),
                "notes": list(frame.notes),
                "source": frame.source,
                "unit": frame.unit,
                "n": frame.n,
            },
            # The menu's editor entry would open a web page.
            "embedOptions": {
                "actions": {"export": True, "source": False, "compiled": False, "editor": False}
            },
        },
    )


def text_width(text: str, size: float) -> float:
    """Return about how many pixels a text takes in the shipped font.

    >>> text_width("清河市", 10), text_width("2021", 10)
    (30.0, 22.2)
    """
    return round(sum(_advance(char) for char in text) * size, 1)


def _advance(char: str) -> float:
    """Return the width of one character in the shipped font, in em: mean widths of its kind."""
    if _is_wide(char):
        return 1.0
    if char.isdigit():
        return 0.555
    if char.isalpha():
        return 0.64 if char.isupper() else 0.53
    return _SIGNS.get(char, 0.35)


def wrapped(text: str, size: float, width: float) -> Iterator[str]:
    """Yield the lines of a text set to a width: between any two Chinese characters, else at spaces.

    >>> list(wrapped("清河市 2021 年，共三份报告", 10, 75))
    ['清河市 2021 年，', '共三份报告']
    """
    line = ""
    for piece in _pieces(text):
        if line and text_width(line + piece.rstrip(), size) > width and piece not in _NEVER_FIRST:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be cut: one wide character, or a run of narrow ones up to the next space.

    >>> list(_pieces("共 2014—2025 年"))
    ['共', ' ', '2014—2025 年']
    """
    for place, part in enumerate(_TIED.split(text)):
        if place % 2:
            yield part
            continue
        for is_wide, run in groupby(part, _is_wide):
            if is_wide:
                yield from run
                continue
            words = "".join(run).split(" ")
            yield from (f"{word} " for word in words[:-1])
            if words[-1]:
                yield words[-1]


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"


def grouped(number: float | None, lang: Lang) -> str:
    """Return a number with thousands marked, or the word for "nothing is printed".

    >>> grouped(12345, "zh"), grouped(0.5, "zh"), grouped(None, "zh")
    ('12,345', '0.5', '未印')
    """
    if number is None:
        return not_printed(lang)
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.4f}".rstrip("0")


def not_printed(lang: Lang) -> str:
    """Return the word that stands where a report prints no number; it is never a zero."""
    return say(lang, "未印", "not printed")


def span_of(years: Iterable[int], lang: Lang) -> str:
    """Return a span of years in words.

    >>> span_of([2019, 2021], "zh"), span_of([2021], "en")
    ('2019—2021 年', '2021')
    """
    known = sorted(set(years))
    ends = (
        str(known[0]) if known[0] == known[-1] else say(lang, "—", "–").join((str(known[0]), str(known[-1])))
    )
    return say(lang, f"{ends} 年", ends)


def whole_ticks(highest: float, most: int = 6) -> list[int]:
    """Return whole round numbers from zero up to the highest value, for an axis that counts things.

    >>> whole_ticks(1), whole_ticks(42), whole_ticks(11584)
    ([0, 1], [0, 10, 20, 30, 40], [0, 2000, 4000, 6000, 8000, 10000])
    """
    step = next(
        factor * 10**power
        for power in range(16)
        for factor in (1, 2, 5)
        if highest / (factor * 10**power) < most
    )
    return list(range(0, int(highest) + 1, step))


def about_gaps(years: Iterable[int], known: Iterable[int], unprinted: int, lang: Lang) -> list[str]:
    """Return what has to be said of years without a report and of cells without a number.

    >>> about_gaps([2019, 2020], [2019], 0, "en")
    ['No report for 2020: a gap, not zero.']
    """
    notes = []
    missing = sorted(set(years) - set(known))
    if missing:
        listed = say(lang, "、", ", ").join(map(str, missing))
        notes.append(
            say(lang, f"{listed} 年没有报告，留空，不是零。", f"No report for {listed}: a gap, not zero.")
        )
    if unprinted:
        notes.append(
            say(
                lang,
                f"* 有 {unprinted:,} 个单元格未印数字，不作零计，所在合计可能偏小。",
                f"* {counted_noun(unprinted, 'cell')} without a printed number: "
                "not taken as zero, so these sums may be low.",
            )
        )
    return notes
