"""The numbers of a chart as a person would lay them out: rows, columns, and the cells behind each number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Literal

import polars as pl

from toolkit.briefing.names import edition_name
from toolkit.charts.theme import SMALL_N
from toolkit.corpus import Corpus
from toolkit.wording import Lang, say

#: What shows a block in a workbook or on a slide: lines and columns over the years, columns that fill up to
#: 100 %, horizontal bars, a table shaded by size; "none" where only the picture can show it.
Native = Literal["line", "stacked", "shares", "bar", "grid", "none"]

#: The cells behind the numbers: which number of which chart, and where each cell is printed.
BEHIND = {
    "series": pl.String,
    "category": pl.String,
    "report_id": pl.String,
    "form": pl.String,
    "table": pl.String,
    "row": pl.String,
    "column": pl.String,
}


#: What tells the lines of different editions apart, the newest edition first.
_DASHES = (
    ("实线：", "solid: "),
    ("虚线：", "dashed: "),
    ("点线：", "dotted: "),
    ("点划线：", "dash-dotted: "),
)


@dataclass(frozen=True, slots=True)
class Series:
    """One column of numbers: ``None`` is a gap, never a zero.

    ``of`` names the measure of which this is one piece, so that all pieces have one colour, and ``era`` the
    editions of the form whose definition the piece follows (``2019+2021``); ``short`` is the name without
    them. ``few`` marks shares of fewer than thirty cases.
    """

    key: str
    name: str
    values: tuple[float | None, ...]
    is_share: bool = False
    of: str = ""
    few: tuple[bool, ...] = ()
    era: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a series is drawn: the number of its colour, that of its dash, and whether the legend names it.

    Pieces of one measure have one colour and one entry in the legend; dash 0 is a solid line, that of the
    newest editions.
    """

    colour: int
    dash: int
    is_named: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One table of numbers in one unit; ``keys`` and ``names`` are those of its rows, ``head`` says what these are."""

    title: str
    unit: str
    native: Native
    head: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    series: tuple[Series, ...]

    def heading(self, lang: Lang) -> str:
        """Return title and unit in one line."""
        if not self.title:
            return say(lang, f"单位：{self.unit}", f"Unit: {self.unit}") if self.unit else ""
        return self.title + (say(lang, f"（{self.unit}）", f" ({self.unit})") if self.unit else "")

    @property
    def lowest(self) -> float:
        """The smallest number, or zero where there is none."""
        return min((value for one in self.series for value in one.values if value is not None), default=0.0)

    @property
    def highest(self) -> float:
        """The largest number, or zero where there is none."""
        return max((value for one in self.series for value in one.values if value is not None), default=0.0)

    def looks(self) -> list[Look]:
        """Return how each series is drawn: the last piece of each measure is named in the legend."""
        measures = [one.of or one.key for one in self.series]
        order, eras = list(dict.fromkeys(measures)), self.eras()
        return [
            Look(order.index(of), eras.index(one.era) if one.era else 0, of not in measures[place + 1 :])
            for place, (of, one) in enumerate(zip(measures, self.series, strict=True))
        ]

    def eras(self) -> list[str]:
        """Return the editions that the series follow, the newest first."""
        return sorted(
            {one.era for one in self.series if one.era}, key=lambda era: era.split("+")[::-1], reverse=True
        )

    def caption(self, lang: Lang) -> str:
        """Return which line is of which editions, where there are several, and what a hollow point is."""
        eras = self.eras()
        said = []
        if len(eras) > 1:
            said = [
                say(lang, *_DASHES[min(at, len(_DASHES) - 1)]) + edition_name(era, lang)
                for at, era in enumerate(eras)
            ]
        if any(
            is_few and value is not None
            for one in self.series
            for is_few, value in zip(one.few, one.values, strict=False)
        ):
            said.append(say(lang, f"空心点：不足 {SMALL_N} 件", f"hollow: fewer than {SMALL_N} cases"))
        return say(lang, "；", "; ").join(said)


@dataclass(frozen=True)
class Told:
    """One chart's numbers, with all that it takes to lay them out."""

    name: str
    module: ModuleType
    table: pl.DataFrame
    corpus: Corpus
    counted: pl.DataFrame
    lang: Lang
    title: str
    themes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def is_one_agency(self) -> bool:
        """Whether all reports are by one agency: then a year's numbers are no sums of reports."""
        return (
            int(self.counted.select(pl.coalesce("agency_id", "agency", "report_id").n_unique()).item()) == 1
        )


def years_between(table: pl.DataFrame) -> list[int]:
    """Return every year from the first to the last, those without a report too: they are gaps."""
    known = table["year"].drop_nulls()
    return list(range(int(known.min()), int(known.max()) + 1)) if known.len() else []  # type: ignore[arg-type]


def column(rows: pl.DataFrame, key: str, value: str, keys: Sequence[str]) -> tuple[float | None, ...]:
    """Return the value at each key, ``None`` where there is no row or no number."""
    found = dict(rows.select(pl.col(key).cast(pl.String), pl.col(value).cast(pl.Float64)).iter_rows())
    return tuple(found.get(one) for one in keys)


def no_cells() -> pl.DataFrame:
    """Return the cells behind numbers that come from no cell."""
    return pl.DataFrame(schema=BEHIND)


def joined(parts: Sequence[str], lang: Lang) -> str:
    """Return parts of a sentence as a list of the language."""
    return ("、" if lang == "zh" else ", ").join(parts)
