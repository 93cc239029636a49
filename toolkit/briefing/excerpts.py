"""The line of the source around a figure, for reports whose files are still there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from toolkit.corpus import Corpus
from toolkit.corpus.files import InputFile
from toolkit.corpus.show import marked_lines
from toolkit.corpus.store import about
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.briefing.pack import Pack

#: A line, and from where to where it is marked.
Excerpt = tuple[str, int, int]


def files_of(corpus: Corpus) -> Mapping[str, Path]:
    """Return where each source was when it was loaded; nothing for a corpus that is not kept in a folder."""
    if corpus.folder is None:
        return {}
    files = about(corpus.folder).get("files")
    return {source: Path(path) for source, path in files.items()} if isinstance(files, dict) else {}


def excerpts_of(
    pack: Pack, cells: pl.DataFrame, files: Mapping[str, Path]
) -> tuple[list[Excerpt], Mapping[int, int]]:
    """Return the lines, each once, and for each numbered cell that has one the place of its line.

    Every file is read once more, so this is done only up to as many reports as the plan says.
    """
    sources = cells["source"].drop_nulls().unique(maintain_order=True).to_list()
    if len(sources) > pack.excerpts:
        return [], {}
    lines: dict[Excerpt, int] = {}
    quoted: dict[int, int] = {}
    for source in sources:
        path = files.get(source)
        if path is None or not path.is_file():
            continue
        own = cells.filter(
            (pl.col("source") == source)
            & pl.col("place").is_not_null()
            & ~pl.col("table").is_in(["mentions", "themes"])
        )
        rows: list[dict[str, Any]] = own.select("number", "place", "raw").to_dicts()
        member = None if source.endswith(path.name) else source.partition(f"{path.name}/")[2]
        try:
            shown = marked_lines(
                InputFile(source, path, member or None), [(row["place"], row["raw"]) for row in rows]
            )
        except ToolkitError:
            # The file changed or is damaged since it was loaded: the cell is still shown as it was printed.
            continue
        for row, line in zip(rows, shown, strict=True):
            if line is not None and line.mark is not None:
                quoted[row["number"]] = lines.setdefault((line.text, *line.mark), len(lines))
    return list(lines), quoted
