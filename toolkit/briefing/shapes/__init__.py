"""How the numbers of a chart are laid out: one module for each shape of table, found by listing the folder.

A shape has ``COLUMNS``, by which the table of a chart is known; ``blocks(told)``, its numbers in rows and
columns; ``behind(told)``, the cells that each number is made of; and ``headline(told)``, a sentence that
the numbers say, or nothing where they say none. A chart may name what shows it best as ``NATIVE``.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection
from functools import cache
from importlib import import_module
from typing import Protocol, cast

import polars as pl

from toolkit.briefing.blocks import Block, Told


class Shape(Protocol):
    """What a module of shapes offers."""

    COLUMNS: Collection[str]

    def blocks(self, told: Told) -> list[Block]:
        """Return the numbers in rows and columns."""

    def behind(self, told: Told) -> pl.DataFrame:
        """Return the cells behind the numbers, with the columns of `toolkit.briefing.blocks.BEHIND`."""

    def headline(self, told: Told) -> str:
        """Return what the numbers say, or nothing."""


def shape_of(table: pl.DataFrame) -> Shape | None:
    """Return the shape of a table, the one that knows most of its columns; ``None`` where no shape fits."""
    fitting = [shape for shape in _shapes() if set(shape.COLUMNS) <= set(table.columns)]
    return max(fitting, key=lambda shape: len(shape.COLUMNS), default=None)


@cache
def _shapes() -> tuple[Shape, ...]:
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return tuple(cast(Shape, import_module(f"{__name__}.{name}")) for name in names)
