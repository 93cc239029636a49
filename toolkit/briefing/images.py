"""The charts of a briefing as pictures, one file for each chart and format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.briefing.pack import Pack
from toolkit.charts import export

FORMATS = ("png", "svg", "pdf")


def write_images(pack: Pack, folder: Path, formats: Sequence[str]) -> Mapping[str, list[Path]]:
    """Return the files written, by chart: ``requests_by_outcome.png``, ``.svg``, ``.pdf``."""
    return {
        page.name: export.write(page.drawn, [folder / f"{page.name}.{form}" for form in formats])
        for page in pack.pages
    }
