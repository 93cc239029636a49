"""Measures over years: what a chart of lines is given, and what has to be said beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from toolkit.charts.theme import SMALL_N
from toolkit.errors import NothingToDraw
from toolkit.measures import told
from toolkit.vocabulary.measures import Break, Measure, measures
from toolkit.wording import Lang, counted_noun, say

Words = tuple[str, str]


class Frames(Protocol):
    """What a chart of measures needs of a corpus."""

    def lazy(self, name: str) -> pl.LazyFrame:
        """Return one frame, to be read when it is needed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of a chart; ``words`` names it where its own name is too long for the head of a row.

    ``sparse`` says that only some reports tell it (numbers of the prose), so that each year has to say how many.
    """

    measure: str
    words: Words | None = None
    sparse: bool = False

    @property
    def known(self) -> Measure:
        """What the vocabulary says of the measure."""
        return measures()[self.measure]

    def name(self, lang: Lang) -> str:
        """Return what the line is called."""
        zh, en = self.words or (self.known.zh, self.known.en[:1].upper() + self.known.en[1:])
        return say(lang, zh, en)


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines that share one axis, and so one unit."""

    title: Words
    lines: Sequence[Line]
    height: int = 150
    counted: str = "cases"

    def unit(self, lang: Lang) -> str:
        """Return the unit as it is written; ``counted`` says in English what is counted."""
        known = self.lines[0].known
        return say(lang, "%", "share in %") if known.is_share else say(lang, known.unit, self.counted)


@dataclass(frozen=True, slots=True)
class Story:
    """A chart of measures over years, in words; ``needs`` says what to load where there is nothing to draw."""

    name: str
    title: Words
    question: Words
    source: Words
    panels: Sequence[Panel]
    needs: str = "load reports for 2019 or later"
    notes: Sequence[Words] = field(default=())

    @property
    def lines(self) -> list[Line]:
        """Every line of every panel."""
        return [line for panel in self.panels for line in panel.lines]

    def unit(self, lang: Lang) -> str:
        """Return the units of the chart as they are written."""
        return say(lang, "、", ", ").join(dict.fromkeys(panel.unit(lang) for panel in self.panels))


def table_of(corpus: Frames, lines: Sequence[Line], lang: Lang = "zh") -> pl.DataFrame:
    """Return the numbers of a chart: one row per measure and year, and per edition where both are in one year.

    Columns: ``measure``, ``year``, ``value`` (null where reports print no number), ``numerator``,
    ``denominator``, ``reports`` (that tell it), ``form``, ``era``, ``segment``, ``silent``, ``unreadable``,
    ``unprinted``, ``approximate``: see `toolkit.measures.told`.
    """
    kept = (
        "year", "value", "numerator", "denominator", "reports", "form", "era", "segment", "silent",
        "unreadable", "unprinted", "approximate",
    )  # fmt: skip
    each = [
        told(corpus, line.measure, lang=lang).select(pl.lit(line.measure).alias("measure"), *kept)
        for line in lines
    ]
    return pl.concat([one.cast({"era": pl.Int64}) for one in each])


def within_told(rows: pl.DataFrame, needs: str) -> pl.DataFrame:
    """Return the rows between the first and the last year with a number; raise `NothingToDraw` without any."""
    years = rows.filter(pl.col("value").is_not_null())["year"]
    if years.is_empty():
        raise NothingToDraw(f"no report in this corpus prints the numbers of this chart; {needs}")
    return rows.filter(pl.col("year").is_between(years.min(), years.max()))


def breaks_of(rows: pl.DataFrame, lines: Sequence[Line]) -> list[tuple[float, Break]]:
    """Return where the lines break: the place on the axis of years, and what changes there."""
    found: dict[str, tuple[float, Break]] = {}
    for line in lines:
        own = rows.filter((pl.col("measure") == line.measure) & pl.col("value").is_not_null())
        eras = own.group_by("era").agg(pl.col("year").min().alias("first"), pl.col("year").max().alias("last"))
        spans = {era: (first, last) for era, first, last in eras.iter_rows()}
        for era, one in enumerate(line.known.breaks, start=1):
            before = max((last for other, (_, last) in spans.items() if other < era), default=None)
            after = min((first for other, (first, _) in spans.items() if other >= era), default=None)
            if before is not None and after is not None:
                found.setdefault(f"{one.before}/{one.after}", (_between(before, after, one), one))
    return sorted(found.values(), key=lambda item: item[0])


def _between(before: int, after: int, one: Break) -> float:
    """Return where a break is drawn, between the last year of the old edition and the first of the new one."""
    first = int(one.after)
    # Some agencies follow an edition for years after it was replaced: then both are drawn beyond the line.
    return after - 0.5 if after <= before or after == first else max(before + 0.5, min(first - 0.5, after - 0.5))


def about(rows: pl.DataFrame, lines: Sequence[Line], lang: Lang) -> list[str]:
    """Return what has to be said of the numbers: breaks, what was left out, small shares, cautions."""
    lines = drawn(rows, lines)
    notes = [f"{say(lang, '虚线：', 'Dashed line: ')}{say(lang, one.zh, one.en)}{say(lang, '，两侧不相连。', '; nothing is joined across it.')}" for _, one in breaks_of(rows, lines)]
    notes += _left_out(rows, lines, lang)
    shares = [line.measure for line in lines if line.known.is_share]
    if not rows.filter(pl.col("measure").is_in(shares) & pl.col("value").is_not_null() & (pl.col("denominator") < SMALL_N)).is_empty():
        notes.append(
            say(
                lang,
                f"灰色占比、空心点：不足 {SMALL_N} 件，占比说明不了多少，见 n/N。",
                f"Grey shares and hollow points: fewer than {SMALL_N} cases, too few for a share; see n/N.",
            )
        )
    twice = rows.filter(pl.col("value").is_not_null()).group_by("measure", "year").len().filter(pl.col("len") > 1)
    if not twice.is_empty():
        notes.append(
            say(
                lang,
                "a | b：这一年两种表式并存，口径不同，分列不相加。",
                "a | b: two forms in one year with different definitions, told apart and not added.",
            )
        )
    by_words: dict[str, list[str]] = {}
    for line in lines:
        caution = say(lang, line.known.caution_zh, line.known.caution_en)
        by_words.setdefault(caution, []).append(line.name(lang))
    notes += [f"{say(lang, '、', ', ').join(names)}{say(lang, '：', ': ')}{caution}" for caution, names in by_words.items()]
    return notes


def drawn(rows: pl.DataFrame, lines: Sequence[Line]) -> list[Line]:
    """Return the lines of which the chart shows something: in a single year also those without a number."""
    if rows["year"].n_unique() > 1:
        rows = rows.filter(pl.col("value").is_not_null())
    measures = set(rows["measure"])
    return [line for line in lines if line.measure in measures]


def _left_out(rows: pl.DataFrame, lines: Sequence[Line], lang: Lang) -> list[str]:
    """Return a sentence for each reason for which reports or cells are not in the sums of the chart."""
    dense = [line.measure for line in lines if not line.sparse]
    shown = rows.filter(pl.col("value").is_not_null())
    cells = int(shown["unprinted"].sum())
    silent = int(shown.filter(pl.col("measure").is_in(dense))["silent"].sum())
    unsure = int(shown["unreadable"].sum())
    notes = []
    if cells or silent or unsure:
        parts = [
            (silent, say(lang, f"{silent:,} 处报告未印此数", f"{counted_noun(silent, 'number')} that reports do not print")),
            (unsure, say(lang, f"{unsure:,} 处数字无法确认", f"{counted_noun(unsure, 'number')} that cannot be told for certain")),
            (cells, say(lang, f"合计中 {cells:,} 个单元格未印", f"{counted_noun(cells, 'cell')} of the sums not printed")),
        ]
        listed = say(lang, "，", ", ").join(text for number, text in parts if number)
        notes.append(say(lang, f"* {listed}，不作零计，合计可能偏小。", f"* Not taken as zero, so these sums may be low: {listed}."))
    if any(line.sparse for line in lines):
        notes.append(
            say(
                lang,
                "报告数：写明此数的报告有几份；没有写明不等于零。",
                "Told by: how many reports tell this number; not telling it is not zero.",
            )
        )
    without = rows.filter(pl.col("value").is_null() & pl.col("measure").is_in([line.measure for line in lines]))
    is_empty = (pl.col("denominator") == 0).fill_null(False)
    if not without.filter(~is_empty).is_empty():
        notes.append(say(lang, "“–”、“未印”：有报告，但都没有印此数，不是零。", '"–", "not printed": there are reports, none of which prints it: not zero.'))
    if not without.filter(is_empty).is_empty():
        notes.append(say(lang, "0/0：分母为零，没有占比。", "0/0: there is nothing to take a share of."))
    asked = rows.select("year").unique().join(pl.DataFrame({"measure": [line.measure for line in lines]}), how="cross")
    if not asked.join(rows, on=["year", "measure"], how="anti").is_empty():
        notes.append(say(lang, "空格：当年报告所用的表式没有这一项。", "Blank: the form that the reports of the year follow has no such item."))
    if bool(shown["approximate"].fill_null(False).any()):
        notes.append(say(lang, "部分数字在文中为约数。", "Some of the numbers are rounded in the text."))
    if _is_cut(shown):
        notes.append(
            say(
                lang,
                "线中断而无虚线处：缺年，或报告数比上年多一倍、少一半以上，数的升降主要来自报告多少。",
                "A line that stops without a dashed line: a missing year, or half or twice as many reports as the "
                "year before, so that the change is mostly one of reports.",
            )
        )
    return notes


def _is_cut(shown: pl.DataFrame) -> bool:
    """Whether some line is cut within an edition: by a year that is missing, or by a jump in reports."""
    last = pl.col("reports").shift(1).over("measure", "era", order_by="year")
    jumps = (pl.col("reports") * 2 <= last) | (pl.col("reports") >= last * 2)
    gaps = pl.col("segment") != pl.col("segment").shift(1).over("measure", "era", order_by="year")
    cut = gaps | (jumps & pl.col("denominator").is_null())
    return bool(shown.select(cut.fill_null(False).any()).item())


def by_measure(rows: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """Return the rows of each measure."""
    return {str(name): part for (name,), part in rows.group_by("measure", maintain_order=True)}
