"""The numbers of a chart as a person would lay them out: rows, columns, and the cells behind each number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Literal

import polars as pl

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


@dataclass(frozen=True, slots=True)
class Series:
    """One column of numbers: ``None`` is a gap, never a zero.

    ``of`` names the measure of which this is one piece, so that all pieces have one colour; ``few`` marks
    shares of fewer than thirty cases.
    """

    key: str
    name: str
    values: tuple[float | None, ...]
    is_share: bool = False
    of: str = ""
    few: tuple[bool, ...] = ()


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

    def colours(self) -> list[tuple[int, bool]]:
        """Return for each series the number of its colour, and whether it is the last piece of its measure."""
        measures = [one.of or one.key for one in self.series]
        order = list(dict.fromkeys(measures))
        return [(order.index(of), of not in measures[place + 1 :]) for place, of in enumerate(measures)]


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
