"""From files to a corpus: read each on its own, so that none stops another, then build and check."""

from __future__ import annotations

import gc
import hashlib
import os
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import polars as pl

from toolkit import checks
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.files import InputFile, find_corrections, find_files
from toolkit.corpus.single import ReportView
from toolkit.corpus.store import about, open_corpus, save
from toolkit.corpus.workers import each
from toolkit.errors import FrameError, UnreadableFile
from toolkit.frames import Loaded, Source, build
from toolkit.frames.build import settle, with_tables
from toolkit.frames.corrections import Correction, corrected, parse_corrections
from toolkit.frames.schema import as_frame
from toolkit.reading import read
from toolkit.recognition import recognise
from toolkit.report import Report
from toolkit.version import __version__

#: Below this many files a second process costs more than it saves.
_WORTH_A_POOL = 400


def load(
    reports: str | Path | Iterable[str | Path],
    out: str | Path | None = None,
    *,
    jobs: int | None = None,
    dask: str | None = None,
    progress: bool = True,
) -> Corpus:
    """Return the corpus of all reports in files, folders, globs and zip archives.

    With ``out`` it is kept in that folder, and a second run reads only files that changed. ``jobs``
    is the number of processes (by default as many as there are cores, once there are many files);
    ``dask`` is the address of a Dask scheduler whose workers see the same files. A file that cannot
    be read is a row of ``sources`` with a reason. A ``corrections.csv`` beside the reports is applied (see
    `toolkit.frames.corrections`). Raises `FileNotFoundError` where something named is not there, and
    `CorrectionError` where a correction no longer meets what it expects.
    """
    named = [reports] if isinstance(reports, str | Path) else list(reports)
    files = [file for file in find_files(named) if out is None or not _lies_in(file, Path(out))]
    corrections = _corrections(files)
    kept = _kept(Path(out)) if out is not None else None
    loaded, reused = _read_all(files, kept, {one.source for one in corrections}, jobs, dask, progress)
    frames = build(loaded)
    if reused and kept is not None:
        frames = _with_kept(frames, kept, reused)
    frames = with_tables(corrected(frames, corrections))
    frames["findings"] = checks.run(frames)
    frames = settle(frames)
    if out is None:
        return Corpus(frames)
    roots = {file.source: str(file.path.resolve()) for file in files}
    save(frames, Path(out), {"toolkit_version": __version__, "files": roots})
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
    frames["findings"] = checks.run(frames)
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


def read_file(file: InputFile) -> Loaded:
    """Return one file as read; this is the one place that catches what goes wrong in a file."""
    started = time.perf_counter()
    data = b""
    try:
        data = file.read()
        with _uncollected():
            format_, report = _understood(data, file.suffix)
    except UnreadableFile as unreadable:
        return Loaded(_source(file, data, started, "failed", reason=str(unreadable)))
    except Exception as error:  # noqa: BLE001 - one bad file must not stop the others, nor pass unseen
        reason = f"the toolkit failed on this file, which is a defect: {type(error).__name__}: {error}; please report it"
        return Loaded(_source(file, data, started, "failed", reason=reason))
    return Loaded(_source(file, data, started, "loaded", format=format_), report)


def _understood(data: bytes, suffix: str) -> tuple[str, Report]:
    """Return the format and the report of a file; what was only needed on the way is gone by then."""
    document = read(data, suffix)
    return document.format, recognise(document)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles of objects meanwhile.

    A report is a thousand small tuples and no cycle; looking at them again and again while they
    pile up took a third of the time, and once more at the end, while they are there, a tenth.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _source(
    file: InputFile,
    data: bytes,
    started: float,
    status: str,
    *,
    format: str | None = None,
    reason: str | None = None,
) -> Source:
    digest = hashlib.sha256(data).hexdigest()
    return Source(
        source=file.source,
        status=status,
        toolkit_version=__version__,
        sha256=digest,
        bytes=len(data),
        format=format,
        reason=reason,
        report_id=digest[:16] if status == "loaded" else None,
        seconds=round(time.perf_counter() - started, 4),
    )


# -- reading all of them -----------------------------------------------------------------------------


def _read_all(
    files: Sequence[InputFile],
    kept: Corpus | None,
    anew: Collection[str],
    jobs: int | None,
    dask: str | None,
    progress: bool,
) -> tuple[list[Loaded], set[str]]:
    """Return the files as read, and the sources whose rows are taken over from an earlier run."""
    reused = _unchanged(files, kept) - set(anew) if kept is not None else set()
    todo = [file for file in files if file.source not in reused]
    processes = jobs if jobs is not None else (os.cpu_count() or 1) if len(todo) >= _WORTH_A_POOL else 1
    loaded: list[Loaded] = []
    known = dict(_kept_ids(kept, reused)) if kept is not None else {}
    for one in _ordered(each(read_file, todo, processes=processes, dask=dask, progress=progress)):
        copy_of = known.get(one.source.report_id or "")
        if copy_of is not None:
            loaded.append(Loaded(_duplicate(one.source, copy_of)))
        else:
            if one.source.report_id is not None:
                known[one.source.report_id] = one.source.source
            loaded.append(one)
    return loaded, reused


def _ordered(results: Iterator[Loaded]) -> list[Loaded]:
    """Return the results in the order of their names: which of two copies counts is no accident."""
    return sorted(results, key=lambda one: one.source.source)


def _duplicate(source: Source, copy_of: str) -> Source:
    return Source(
        source=source.source,
        status="duplicate",
        toolkit_version=source.toolkit_version,
        sha256=source.sha256,
        bytes=source.bytes,
        format=source.format,
        reason=f"the same file as {copy_of}",
        report_id=source.report_id,
        seconds=source.seconds,
    )


# -- taking over from an earlier run -----------------------------------------------------------------


def _kept(folder: Path) -> Corpus | None:
    """Return the corpus an earlier run of this version left in a folder."""
    try:
        corpus = open_corpus(folder)
    except FrameError:
        return None
    return corpus if about(folder).get("toolkit_version") == __version__ else None


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


def _kept_ids(kept: Corpus, reused: set[str]) -> list[tuple[str, str]]:
    rows = kept.sources.filter(pl.col("source").is_in(list(reused)), pl.col("status") == "loaded")
    return [(report_id, source) for report_id, source in rows.select("report_id", "source").rows()]


def _with_kept(frames: dict[str, pl.DataFrame], kept: Corpus, reused: set[str]) -> dict[str, pl.DataFrame]:
    """Return the frames with the rows of unchanged files taken over from an earlier run."""
    sources = kept.sources.filter(pl.col("source").is_in(list(reused)))
    ids = sources["report_id"].drop_nulls().to_list()
    merged = {"sources": as_frame("sources", pl.concat([frames["sources"], sources]))}
    for name in ("reports", "figures", "sections", "mentions", "themes", "issues"):
        rows = kept.lazy(name).filter(pl.col("report_id").is_in(ids)).collect()
        merged[name] = as_frame(name, pl.concat([frames[name], rows]))
    return with_tables(frames | merged)
