"""What must hold in a report, and whether it does.

One module per kind of rule, found by listing this folder. A module has ``RULES``, which says of
each of its rules how grave a break is and what must hold, and ``check(frames)``, which returns the
findings, each with its message in English and in Chinese; where a break of one rule is less grave than
another, with a column ``severity``. Rules whose numbers the forms give (sums and balances) are read from
the forms.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any, Protocol, cast

import polars as pl

from toolkit.frames.schema import as_frame, dtypes
from toolkit.wording import Lang

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


def worded(en: str, zh: str, **fields: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return the columns ``message`` and ``message_zh``: two wordings, each with the fields it names in its own order."""
    return _filled(en, fields).alias("message"), _filled(zh, fields).alias("message_zh")


def either(test: pl.Expr, one: Sequence[pl.Expr], other: Sequence[pl.Expr]) -> list[pl.Expr]:
    """Return one pair of messages where a test holds, and the other where it does not."""
    return [pl.when(test).then(first).otherwise(second) for first, second in zip(one, other, strict=True)]


def _filled(wording: str, fields: Mapping[str, pl.Expr]) -> pl.Expr:
    parts: list[pl.Expr] = []
    for text, name, _, _ in Formatter().parse(wording):
        parts += [pl.lit(text)] if text else []
        parts += [fields[name].cast(pl.String)] if name else []
    return pl.concat_str(parts)


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


def in_language(findings: pl.DataFrame, messages: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Return findings with their ``message`` in the language asked for, which the frame ``messages`` gives."""
    if lang == "en":
        return findings
    said = findings.join(messages, on=_SAID, how="left", maintain_order="left")
    return said.with_columns(message="message_zh").drop("message_zh")


#: What a finding and its message in both languages share.
_SAID = ["report_id", "rule", "message"]


@cache
def columns() -> Mapping[str, Any]:
    """Return the polars type of each column of what a check returns: findings, and their messages in Chinese."""
    return {**dtypes("findings"), "message_zh": pl.String}


def run(frames: Frames) -> dict[str, pl.DataFrame]:
    """Return the findings of every check over a set of frames, and the frame of their messages."""
    severity = {code: rule.severity for code, rule in rules().items()}
    none = pl.lit(None, dtype=pl.String).alias("severity")
    found = (module.check(frames) for module in checks())
    rows = pl.concat(
        [
            (frame if "severity" in frame.columns else frame.with_columns(none)).select(list(columns()))
            for frame in found
        ]
    )
    of_rule = pl.col("rule").replace_strict(severity, return_dtype=pl.String)
    rows = rows.with_columns(pl.col("severity").fill_null(of_rule))
    said = rows.select(*_SAID, "message_zh").unique(_SAID, keep="first", maintain_order=True)
    return {"findings": as_frame("findings", rows.drop("message_zh")), "messages": as_frame("messages", said)}
