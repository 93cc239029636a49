"""One report with everything understood about it: its frames, and the way back to its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.files import InputFile
from toolkit.corpus.show import Shown, show_figure
from toolkit.errors import UnknownForm


class ReportView(Corpus):
    """One report: a corpus of one, so that every frame has the same columns, plus its identity and `show`."""

    def __init__(self, frames: Mapping[str, pl.DataFrame], file: InputFile) -> None:
        """Hold the frames of one report and the file it came from."""
        super().__init__(frames)
        self._file = file

    @property
    def identity(self) -> dict[str, Any]:
        """The one row of ``reports``: whose it is and what it covers."""
        return self.reports.row(0, named=True)

    def show(self, table: str, row: str, column: str) -> Shown:
        """Return where a figure stands in its source: the lines around it or the picture of its row, marked.

        Raises `UnknownForm` where the report has no such figure; codes are those of the contract.
        """
        figures = self.figures.filter(
            (pl.col("table") == table) & (pl.col("row") == row) & (pl.col("column") == column)
        )
        if figures.is_empty():
            raise UnknownForm(self._no_such_figure(table, row, column))
        return show_figure(self._file, figures.row(0, named=True))

    def _no_such_figure(self, table: str, row: str, column: str) -> str:
        for name, asked in (("table", table), ("row", row), ("column", column)):
            seen = self.figures
            if name in ("row", "column"):
                seen = seen.filter(pl.col("table") == table)
            if name == "column":
                seen = seen.filter(pl.col("row") == row)
            there = seen[name].unique(maintain_order=True).to_list()
            if asked not in there:
                return f"this report has no {name} {asked!r} there; it has {', '.join(there) or 'none'}"
        return f"this report has no figure {table}, {row}, {column}"

    def __repr__(self) -> str:
        from toolkit.corpus.display import report_text

        return report_text(self)

    def _repr_html_(self) -> str:
        from toolkit.corpus.display import report_html

        return report_html(self)
