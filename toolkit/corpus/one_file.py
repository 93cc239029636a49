"""One file read, or a few of them: the one place that catches what goes wrong in a file."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import polars as pl

from toolkit.corpus.files import InputFile
from toolkit.errors import UnreadableFile
from toolkit.frames import Loaded, Source
from toolkit.frames.build import parts
from toolkit.reading import prepare, prepared_suffixes, read
from toolkit.recognition import recognise
from toolkit.report import Report
from toolkit.version import __version__


def read_part(files: Sequence[InputFile]) -> Mapping[str, pl.DataFrame]:
    """Return the rows that some files become, frame by frame; old Word files are converted all at once."""
    prepare(_bytes([file for file in files if file.suffix in prepared_suffixes()]))
    return parts([read_file(file) for file in files])


def _bytes(files: Sequence[InputFile]) -> Iterator[bytes]:
    """Yield what stands in files, as far as they can be opened; reading them says why they cannot."""
    for file in files:
        try:
            yield file.read()
        except UnreadableFile:
            continue


def read_file(file: InputFile) -> Loaded:
    """Return one file as read; this is the one place that catches what goes wrong in a file."""
    started = time.perf_counter()
    data = b""
    try:
        data = file.read()
        with uncollected():
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
def uncollected() -> Iterator[None]:
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
