"""The reports a person chose: filters over ``reports``, and a corpus of just those, read only as far as needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import polars as pl

from toolkit.corpus import Corpus
from toolkit.corpus.coverage import STATUSES
from toolkit.errors import FrameError

#: The regions of a report, from the largest down.
_REGION = ("province", "city", "county")
#: A form of reports whose tables follow none; it can be asked for like the others.
NO_FORM = "-"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person chose; what is empty chooses everything.

    ``years`` are the first and the last. ``regions`` are names as in ``region_name``, and choose all that lies in them;
    ``agencies`` are ids, which follow an agency through its renames.
    """

    years: tuple[int, int] | None = None
    regions: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    verified: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything is chosen."""
        return self == Filters()

    def condition(self) -> pl.Expr:
        """Return what holds of the rows of ``reports`` that are chosen."""
        parts = [pl.lit(True)]
        if self.years is not None:
            parts.append(pl.col("year").is_between(*self.years))
        if self.regions:
            parts.append(pl.any_horizontal(region_name(depth).is_in(self.regions) for depth in range(len(_REGION))))
        if self.forms:
            parts.append(pl.col("form").fill_null(NO_FORM).is_in(self.forms))
        for column, wanted in (("agency_id", self.agencies), ("function", self.functions), ("scope", self.scopes)):
            if wanted:
                parts.append(pl.col(column).is_in(wanted))
        if self.verified is not None:
            parts.append(pl.col("verified") == self.verified)
        return pl.all_horizontal(part.fill_null(False) for part in parts)


def region_name(depth: int) -> pl.Expr:
    """Return the region of a report down to a depth, with those it lies in: two counties may share a name."""
    parts = [pl.col(name) for name in _REGION[: depth + 1]]
    # 北京市 is its own prefecture, and is not said twice.
    shown = [parts[0], *(pl.when(own != above).then(own).when(above.is_null()).then(own) for above, own in pairwise(parts))]
    return pl.when(parts[-1].is_not_null()).then(pl.concat_str(shown, separator=" ", ignore_nulls=True))


class Selection(Corpus):
    """The chosen reports of a corpus with everything that belongs to them.

    Frames are read when they are asked for, and no more of them than belongs to these reports. What can only
    be told from an agency's whole history, whether a year is missing or a promise was kept, is told from the
    whole corpus and then narrowed to the agencies and years chosen.
    """

    def __init__(self, whole: Corpus, filters: Filters) -> None:
        """Choose from a corpus."""
        super().__init__(folder=whole.folder)
        self.whole = whole
        self.filters = filters

    def lazy(self, name: str) -> pl.LazyFrame:
        """Return the rows of one frame that belong to the chosen reports; files that became none only if all are chosen."""
        if name in self._frames or self.filters.is_empty:
            return super().lazy(name) if name in self._frames else self.whole.lazy(name)
        chosen = self.whole.lazy("reports").filter(self.filters.condition())
        if name == "reports":
            return chosen
        ids = chosen.select("report_id")
        # The order of a frame is part of what it is.
        return self.whole.lazy(name).join(ids, on="report_id", how="semi", maintain_order="left")

    def coverage(self, by: str | Sequence[str] | None = None) -> pl.DataFrame:
        """Return the coverage of the chosen agencies and years; a report that was filtered out is not missing."""
        rows = self._of_chosen(self.whole.coverage(), unplaced=self.filters.is_empty)
        if by is None:
            return rows
        columns = [by] if isinstance(by, str) else list(by)
        if unknown := [name for name in columns if name not in rows.columns]:
            raise FrameError(f"coverage has no column {', '.join(unknown)}; there are {', '.join(rows.columns)}")
        counts = [(pl.col("status") == status).sum().cast(pl.Int64).alias(status) for status in STATUSES]
        return rows.group_by(columns).agg(counts).sort(columns, nulls_last=True)

    def promised_and_repeated(self) -> pl.DataFrame:
        """Return the promises of the chosen agencies and years beside the next year's report, chosen or not."""
        return self._of_chosen(self.whole.promised_and_repeated())

    def _of_chosen(self, rows: pl.DataFrame, *, unplaced: bool = False) -> pl.DataFrame:
        if self.filters.is_empty:
            return rows if unplaced else rows.filter(pl.col("agency_id").is_not_null())
        bodies = replace(self.filters, years=None, forms=(), scopes=(), verified=None)
        ids = self.whole.lazy("reports").filter(bodies.condition()).select("agency_id").unique().collect()["agency_id"]
        rows = rows.filter(pl.col("agency_id").is_in(ids.drop_nulls().implode()))
        return rows.filter(pl.col("year").is_between(*self.filters.years)) if self.filters.years else rows


@dataclass(frozen=True, slots=True)
class Options:
    """What there is to choose from, in the order in which it is offered."""

    years: tuple[int, ...]
    regions: tuple[str, ...]
    agencies: dict[str, str]
    functions: tuple[str, ...]
    forms: tuple[str, ...]
    scopes: tuple[str, ...]


def options_of(corpus: Corpus) -> Options:
    """Return what the reports of a corpus can be told apart by; agencies are ids with their latest names."""
    reports = corpus.lazy("reports")
    columns = (pl.col(name).drop_nulls().unique() for name in ("year", "function", "scope"))
    years, functions, scopes = (reports.select(column).collect().to_series().sort().to_list() for column in columns)
    forms = reports.select(pl.col("form").fill_null(NO_FORM).unique()).collect().to_series().sort().to_list()
    names = [reports.select("region_code", region_name(depth).alias("name"), depth=depth) for depth in range(len(_REGION))]
    regions = (
        pl.concat(names).drop_nulls("name").group_by("name", "depth").agg(pl.col("region_code").min())
        .sort("region_code", "depth", "name", nulls_last=True).collect()["name"].unique(maintain_order=True).to_list()
    )  # fmt: skip
    agencies = (
        reports.drop_nulls(["agency_id", "agency"]).sort("year", nulls_last=False).group_by("agency_id")
        .agg(pl.col("agency", "region_code").last()).sort("region_code", "agency", nulls_last=True).collect()
    )  # fmt: skip
    return Options(
        tuple(years), tuple(regions), dict(agencies.select("agency_id", "agency").iter_rows()),
        tuple(functions), tuple(forms), tuple(scopes),
    )  # fmt: skip
