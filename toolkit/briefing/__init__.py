"""Briefings: charts with their numbers, sources, cautions and findings, as a page, slides, a workbook and pictures.

``toolkit.briefing(corpus, "out")`` makes one: the module itself can be called, since the folder and the
function bear one name.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from toolkit.briefing.making import FORMATS, briefing
from toolkit.briefing.plan import Plan, PlanError, read_plan

__all__ = ["FORMATS", "Plan", "PlanError", "briefing", "read_plan"]


class _Callable(ModuleType):
    def __call__(self, *args: Any, **options: Any) -> list[Path]:
        return briefing(*args, **options)


sys.modules[__name__].__class__ = _Callable
