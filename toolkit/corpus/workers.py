"""Many files side by side: in this process, in several, or on the workers of a Dask cluster.

Files go out in small parts, and what comes back are frames: a frame crosses from one process to
another at a hundredth of the cost of the objects it is made of.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl

from toolkit.corpus.files import InputFile
from toolkit.errors import ToolkitError
from toolkit.frames import Loaded, Source
from toolkit.frames.build import parts
from toolkit.version import __version__

Part = Sequence[InputFile]
Rows = Mapping[str, pl.DataFrame]
ReadPart = Callable[[Part], Rows]
#: No honest report takes this long; a part that does is read again file by file, and the file is given up.
_SECONDS = 120
_FILES_IN_A_PART = 50
#: Scans take seconds each, so that a part of them would take longer than one file may.
_SLOW = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
_FILES_IN_A_SLOW_PART = 4
#: Another process needs a second to begin, in which this one reads some six parts: with fewer than
#: twice as many it does not pay.
_WORTH_A_POOL = 12


def read_parts(
    read_part: ReadPart, files: Part, *, processes: int | None, dask: str | None, progress: bool
) -> list[Rows]:
    """Return the rows of all files, part by part in the order of the files, with a progress bar.

    Without a number of ``processes`` there are as many as cores, once it pays.
    """
    from tqdm.auto import tqdm

    divided = list(_divided(files))
    if processes is None:
        processes = (os.cpu_count() or 1) if len(divided) >= _WORTH_A_POOL else 1
    if dask is not None:
        results = _on_dask(read_part, divided, dask)
    elif processes > 1 and len(divided) > 1:
        results = _in_processes(read_part, divided, min(processes, len(divided)))
    else:
        results = ((number, read_part(part)) for number, part in enumerate(divided))
    done: dict[int, Rows] = {}
    with tqdm(total=len(files), desc="reports", unit="file", disable=not progress or None) as bar:
        for number, rows in results:
            done[number] = rows
            bar.update(len(divided[number]))
    return [done[number] for number in sorted(done)]


def _divided(files: Part) -> Iterator[Part]:
    """Yield the files in parts; their order is kept."""
    part: list[InputFile] = []
    weight = 0.0
    for file in files:
        part.append(file)
        weight += 1 / (_FILES_IN_A_SLOW_PART if file.suffix in _SLOW else _FILES_IN_A_PART)
        if weight >= 1 - 1e-9:
            yield part
            part, weight = [], 0.0
    if part:
        yield part


def _in_processes(read_part: ReadPart, divided: Sequence[Part], processes: int) -> Iterator[tuple[int, Rows]]:
    """Yield parts as read by several processes; one that crashes or hangs is read again, file by file."""
    from pebble import ProcessPool

    # spawn, because a forked process inherits the locks of polars' threads and waits for ever.
    with (
        _without_main(),
        ProcessPool(max_workers=processes, context=multiprocessing.get_context("spawn")) as pool,
    ):
        try:
            for number, (rows, _) in enumerate(_results(pool, read_part, divided)):
                yield number, rows if rows is not None else _one_by_one(pool, read_part, divided[number])
        except BaseException:
            # An interrupt should not wait for the files that are still queued.
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def _results(pool: Any, read_part: ReadPart, divided: Sequence[Part]) -> Iterator[tuple[Rows | None, str]]:
    """Yield the rows of each part, or why there are none."""
    from concurrent.futures import TimeoutError as TookTooLong

    from pebble import ProcessExpired

    results = pool.map(read_part, divided, chunksize=1, timeout=_SECONDS).result()
    for _ in divided:
        try:
            yield next(results), ""
        except TookTooLong:
            yield None, f"the file took longer than {_SECONDS} s and was given up"
        except ProcessExpired:
            yield None, "the process that read this file crashed; the file may be damaged"


def _one_by_one(pool: Any, read_part: ReadPart, part: Part) -> Rows:
    """Return the rows of a part, each file read on its own, so that a crashing one costs itself only."""
    results = _results(pool, read_part, [[file] for file in part])
    rows = [rows if rows is not None else _given_up(file, why) for file, (rows, why) in zip(part, results, strict=True)]
    return {name: pl.concat([each[name] for each in rows]) for name in rows[0]}


def _given_up(file: InputFile, reason: str) -> Rows:
    return parts([Loaded(Source(source=file.source, status="failed", toolkit_version=__version__, reason=reason))])


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the script that is running from the processes that are started.

    They would run it again from the top, loading and all, where it has no ``if __name__`` guard.
    """
    main: dict[str, Any] = sys.modules["__main__"].__dict__
    hidden: dict[str, Any] = {name: main.pop(name) for name in ("__file__", "__spec__") if name in main}
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(hidden)


def _on_dask(read_part: ReadPart, divided: Sequence[Part], address: str) -> Iterator[tuple[int, Rows]]:
    """Yield parts as read by the workers of a cluster, which must see the files under the same paths."""
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise ToolkitError("--dask needs Dask: install it with pip install 'ogi-toolkit[cluster]'") from error
    with Client(address) as client:
        futures = client.map(read_part, divided, pure=False)
        numbers = {future.key: number for number, future in enumerate(futures)}
        for future, rows in as_completed(futures, with_results=True):
            yield numbers[future.key], rows
