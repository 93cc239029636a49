"""What the helpers of a corpus need of it, so that it knows them and they do not have to know it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import polars as pl


class FrameHolder(Protocol):
    """Holds frames by name, in memory or in a folder."""

    folder: Path | None

    def frame(self, name: str) -> pl.DataFrame:
        """Return one frame."""

    def lazy(self, name: str) -> pl.LazyFrame:
        """Return one frame to be read when it is needed."""


class OneReport(FrameHolder, Protocol):
    """Holds the frames of one report."""

    @property
    def identity(self) -> dict[str, Any]:
        """The one row of ``reports``."""
