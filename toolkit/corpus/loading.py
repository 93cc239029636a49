"""From files to a corpus: read each on its own, so that none stops another, then build and check."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from toolkit import checks
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.files import InputFile, find_corrections, find_files
from toolkit.corpus.one_file import read_file, read_part
from toolkit.corpus.single import ReportView
from toolkit.corpus.store import about, open_corpus, save
from toolkit.corpus.workers import read_parts
from toolkit.errors import FrameError, UnreadableFile
from toolkit.frames import build
from toolkit.frames.build import PARTS, assemble, settle, with_tables
from toolkit.frames.corrections import Correction, corrected, parse_corrections
from toolkit.similarity import similar
from toolkit.version import __version__, fingerprint


def load(
    reports: str | Path | Iterable[str | Path],
    out: str | Path | None = None,
    *,
    jobs: int | None = None,
    dask: str | None = None,
    progress: bool = True,
) -> Corpus:
    """Return the corpus of all reports in files, folders, globs and zip archives.

    With ``out`` it is kept in that folder, and a second run reads only files that changed; where none
    did, it opens what is there. ``jobs`` is the number of processes (by default as many as there are
    cores, once there are about 600 files, or 50 PDFs);
    ``dask`` is the address of a Dask scheduler whose workers see the same files. A file that cannot
    be read is a row of ``sources`` with a reason. A ``corrections.csv`` beside the reports is applied (see
    `toolkit.frames.corrections`). Raises `FileNotFoundError` where something named is not there, and
    `CorrectionError` where a correction no longer meets what it expects.
    """
    named = [reports] if isinstance(reports, str | Path) else list(reports)
    files = [file for file in find_files(named) if out is None or not _lies_in(file, Path(out))]
    corrections = _corrections(files)
    kept = _kept(Path(out)) if out is not None else None
    reused = _unchanged(files, kept) - {one.source for one in corrections} if kept is not None else set()
    todo = [file for file in files if file.source not in reused]
    roots = {file.source: str(file.path.resolve()) for file in files}
    if kept is not None and not todo and not corrections and _is_of(kept, roots):
        return kept
    found = _read_all(todo, jobs, dask, progress)
    if kept is not None:
        found.insert(0, _kept_part(kept, reused))
    frames = corrected(assemble(found), corrections)
    if corrections:
        frames = with_tables(frames)
    frames["similar"] = similar(frames)
    frames |= checks.run(frames)
    frames = settle(frames)
    if out is None:
        return Corpus(frames)
    save(frames, Path(out), {"toolkit_version": __version__, "toolkit_fingerprint": fingerprint(), "files": roots})
    return Corpus(frames, Path(out))


def _lies_in(file: InputFile, out: Path) -> bool:
    """Decide whether a file belongs to the corpus folder, which may lie inside the folder of reports."""
    return file.path.resolve().is_relative_to(out.resolve())


def read_report(path: str | Path) -> ReportView:
    """Return everything understood about one file; nothing is written.

    Raises `UnreadableFile` with a reason where the file holds no report, and `FileNotFoundError`
    where there is no such file.
    """
    files = find_files([path])
    if len(files) != 1:
        raise FileNotFoundError(f"{path} holds {len(files)} files; name one report, or load the folder")
    (file,) = files
    one = read_file(file)
    if one.report is None:
        raise UnreadableFile(f"{path}: {one.source.reason}")
    frames = with_tables(corrected(build([one]), _corrections(files)))
    frames["similar"] = similar(frames)
    frames |= checks.run(frames)
    return ReportView(settle(frames), file)


def _corrections(files: Sequence[InputFile]) -> list[Correction]:
    """Return the lines of the corrections files beside the reports that are about a report of this run.

    A line on a report that lies there and is not loaded this time waits; one on nothing is kept, to be refused.
    """
    sources = {file.source for file in files}
    found = []
    for path, beside in find_corrections(files):
        for line in parse_corrections(path.read_text("utf-8-sig"), path.name):
            named = replace(line, source=beside + line.source)
            if named.source in sources or not (path.parent / line.source).exists():
                found.append(named)
    return found


# -- reading all of them -----------------------------------------------------------------------------


def _read_all(
    files: Sequence[InputFile], jobs: int | None, dask: str | None, progress: bool
) -> list[Mapping[str, pl.DataFrame]]:
    """Return the rows of all files, part by part, in the order of their names: which of two copies counts is no accident."""
    return read_parts(read_part, files, processes=jobs, dask=dask, progress=progress)


# -- taking over from an earlier run -----------------------------------------------------------------


def _kept(folder: Path) -> Corpus | None:
    """Return the corpus an earlier run of this version left in a folder."""
    try:
        corpus = open_corpus(folder)
    except FrameError:
        return None
    return corpus if about(folder).get("toolkit_fingerprint") == fingerprint() else None


def _unchanged(files: Sequence[InputFile], kept: Corpus) -> set[str]:
    """Return the sources that were loaded before and whose bytes are the same."""
    # What a correction mended is read again: the line may be gone, or the reading better.
    mended = kept.lazy("figures").filter(pl.col("state") == "corrected").select("report_id").unique().collect()
    loaded = kept.sources.filter(pl.col("status") == "loaded").join(mended, on="report_id", how="anti")
    rows = loaded.select("source", "sha256", "bytes").rows()
    before = {source: (digest, size) for source, digest, size in rows}
    same = set()
    for file in files:
        digest, size = before.get(file.source, (None, None))
        if digest is None or (file.member is None and file.path.stat().st_size != size):
            continue
        try:
            if hashlib.sha256(file.read()).hexdigest() == digest:
                same.add(file.source)
        except UnreadableFile:
            continue
    return same


def _is_of(kept: Corpus, roots: Mapping[str, str]) -> bool:
    """Decide whether a kept corpus is that of these files, none more, none elsewhere."""
    return kept.folder is not None and about(kept.folder).get("files") == roots


def _kept_part(kept: Corpus, sources: set[str]) -> Mapping[str, pl.DataFrame]:
    """Return the rows of unchanged files, taken over from an earlier run."""
    own = kept.sources.filter(pl.col("source").is_in(list(sources)))
    ids = own["report_id"].drop_nulls().to_list()
    others = [name for name in PARTS if name != "sources"]
    return {"sources": own} | {
        name: kept.lazy(name).filter(pl.col("report_id").is_in(ids)).collect() for name in others
    }
