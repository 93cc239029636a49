"""What must hold in a report, and whether it does.

One module per kind of rule, found by listing this folder. A module has ``RULES``, which says of
each of its rules how grave a break is and what must hold, and ``check(frames)``, which returns the
findings; where a break of one rule is less grave than another, with a column ``severity``. Rules whose numbers the forms give (sums and balances) are read from the forms.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

import polars as pl

from toolkit.frames.schema import as_frame, dtypes

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its severity (error, warning, note), what must hold, and a short name, in English and Chinese."""

    severity: str
    en: str
    zh: str
    short_en: str
    short_zh: str


class Check(Protocol):
    """What a module of checks offers."""

    RULES: Mapping[str, Rule]

    def check(self, frames: Frames) -> pl.DataFrame:
        """Return one row for each rule that fails or cannot be checked."""


def plain(column: str) -> pl.Expr:
    """Return a number as text for a message, whole where it is whole."""
    number = pl.col(column)
    return (
        pl.when(number == number.round())
        .then(number.cast(pl.Int64).cast(pl.String))
        .otherwise(number.cast(pl.String))
    )


@cache
def checks() -> tuple[Check, ...]:
    """Return every module of checks in this folder."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(cast(Check, module) for module in modules if hasattr(module, "RULES"))


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its code."""
    return {code: rule for module in checks() for code, rule in sorted(module.RULES.items())}


def run(frames: Frames) -> pl.DataFrame:
    """Return the findings of every check over a set of frames."""
    severity = {code: rule.severity for code, rule in rules().items()}
    wanted = dtypes("findings")
    none = pl.lit(None, dtype=pl.String).alias("severity")
    found = (module.check(frames) for module in checks())
    rows = pl.concat(
        [
            (frame if "severity" in frame.columns else frame.with_columns(none)).select(list(wanted))
            for frame in found
        ]
    )
    of_rule = pl.col("rule").replace_strict(severity, return_dtype=pl.String)
    return as_frame("findings", rows.with_columns(pl.col("severity").fill_null(of_rule)))
