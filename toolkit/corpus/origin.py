"""From a figure of a corpus back to the file it was read from, which may have moved since."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.corpus.files import InputFile, find_files
from toolkit.corpus.holder import FrameHolder
from toolkit.corpus.show import Shown, show_figure
from toolkit.corpus.store import about
from toolkit.errors import UnreadableFile


def show_in_source(corpus: FrameHolder, figure: dict[str, Any]) -> Shown:
    """Return where one row of ``figures`` stands in its source, from the file that the corpus was made from.

    Raises `UnreadableFile` where the file is not at hand as it was: the corpus is in memory only, or the
    file was moved, changed or damaged since. The message says where it was.
    """
    return show_figure(origin_of(corpus, figure["report_id"]), figure)


def origin_of(corpus: FrameHolder, report_id: str) -> InputFile:
    """Return the file of a report, whose bytes are still those that were read; raise `UnreadableFile` otherwise."""
    own = pl.col("report_id") == report_id
    read = corpus.lazy("sources").filter(own & (pl.col("status") == "loaded")).select("source", "sha256").collect()
    if read.is_empty():
        raise UnreadableFile(f"the corpus names no file for report {report_id}")
    source, digest = read.row(0)
    was = about(corpus.folder).get("files", {}) if corpus.folder is not None else {}
    if not isinstance(was, dict) or source not in was:
        raise UnreadableFile(f"{source}: the corpus does not say where this file was; load the reports again")
    path = Path(was[source])
    again = f"put it back, or load the reports again with: ogi load REPORTS --out {corpus.folder}"
    if not path.is_file():
        raise UnreadableFile(f"{source} is no longer where it was, {path}; {again}")
    for file in find_files([path]):
        # Inside an archive the source goes on where the archive's own name ends.
        is_it = file.member is None or source.endswith(f"/{file.source.removeprefix(path.name + '/')}")
        # Of another version of the file, the picture of a wrong row would be believed.
        if is_it and hashlib.sha256(file.read()).hexdigest() == digest:
            return replace(file, source=source)
    raise UnreadableFile(f"{source} was changed since it was loaded, so that places in it no longer hold; it is {path}; {again}")
