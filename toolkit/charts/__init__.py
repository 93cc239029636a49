"""The charts, one module each: any module of this folder that has a function ``draw`` is a chart.

A chart takes a corpus and returns an Altair chart with its title, its question, n, unit and source.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from toolkit.errors import NothingToDraw, ToolkitError

if TYPE_CHECKING:
    import altair as alt

    from toolkit.measures.population import Frames


def names() -> list[str]:
    """Return the names of all charts, in alphabetical order."""
    return sorted(_charts())


def draw(name: str, corpus: Frames, **options: Any) -> alt.VConcatChart:
    """Return one chart of a corpus.

    Every chart takes ``lang`` ("zh" or "en"), ``dark`` and ``source``; further options stand in the
    module of the chart.
    """
    drawn: alt.VConcatChart = module(name).draw(corpus, **options)
    return drawn


def show(name: str, corpus: Frames, **options: Any) -> alt.VConcatChart | Nothing:
    """Return one chart for the last line of a notebook cell, or why there is nothing to draw.

    It shows without a network, light or dark as JupyterLab is; the options are those of `draw`.
    """
    from toolkit.charts import theme

    theme.show_offline()
    try:
        return draw(name, corpus, **options)
    except NothingToDraw as error:
        return Nothing(f"{name}: {error}")


@dataclass(frozen=True, slots=True)
class Nothing:
    """What stands in a notebook in place of a chart: the reports hold nothing that it could show."""

    why: str

    def __repr__(self) -> str:
        """Return the sentence itself."""
        return self.why


def module(name: str) -> ModuleType:
    """Return the module of a chart: its ``draw``, and its ``table``, the tidy numbers behind it.

    A chart may say with ``NATIVE`` what shows its numbers in a workbook or on a slide: ``"line"``,
    ``"stacked"``, ``"shares"``, ``"bar"``, ``"grid"`` or ``"none"``; otherwise the shape of its table does.
    """
    charts = _charts()
    if name not in charts:
        raise ToolkitError(f"there is no chart {name!r}; there are {', '.join(sorted(charts))}")
    return charts[name]


@cache
def _charts() -> dict[str, ModuleType]:
    """Return the modules that are charts, found by listing the folder."""
    modules = {item.name: import_module(f"{__name__}.{item.name}") for item in pkgutil.iter_modules(__path__)}
    return {name: module for name, module in modules.items() if callable(getattr(module, "draw", None))}
