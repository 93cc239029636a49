"""Many files side by side: in this process, in several, or on the workers of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from toolkit.corpus.files import InputFile
from toolkit.errors import ToolkitError
from toolkit.frames import Loaded, Source
from toolkit.version import __version__

Read = Callable[[InputFile], Loaded]
#: No honest report takes this long; a file that does is given up.
_SECONDS_PER_FILE = 120
_DASK_CHUNK = 50


def each(
    read: Read, files: Sequence[InputFile], *, processes: int, dask: str | None, progress: bool
) -> Iterator[Loaded]:
    """Yield every file as read, in any order, with a progress bar."""
    from tqdm.auto import tqdm

    if dask is not None:
        results = _on_dask(read, files, dask)
    elif processes > 1 and len(files) > 1:
        results = _in_processes(read, files, min(processes, len(files)))
    else:
        results = map(read, files)
    yield from tqdm(results, total=len(files), desc="reports", unit="file", disable=not progress or None)


def _in_processes(read: Read, files: Sequence[InputFile], processes: int) -> Iterator[Loaded]:
    """Yield files as read by several processes; one that crashes or hangs costs its file only."""
    from concurrent.futures import TimeoutError as TookTooLong

    from pebble import ProcessExpired, ProcessPool

    # spawn, because a forked process inherits the locks of polars' threads and waits for ever.
    with (
        _without_main(),
        ProcessPool(max_workers=processes, context=multiprocessing.get_context("spawn")) as pool,
    ):
        future = pool.map(read, files, chunksize=1, timeout=_SECONDS_PER_FILE)
        results = future.result()
        try:
            for file in files:
                try:
                    yield next(results)
                except TookTooLong:
                    yield _given_up(file, f"the file took longer than {_SECONDS_PER_FILE} s and was given up")
                except ProcessExpired:
                    yield _given_up(file, "the process that read this file crashed; the file may be damaged")
        except BaseException:
            # An interrupt should not wait for the files that are still queued.
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def _given_up(file: InputFile, reason: str) -> Loaded:
    return Loaded(Source(source=file.source, status="failed", toolkit_version=__version__, reason=reason))


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


def _on_dask(read: Read, files: Sequence[InputFile], address: str) -> Iterator[Loaded]:
    """Yield files as read by the workers of a cluster, which must see them under the same paths."""
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise ToolkitError("--dask needs Dask: install it with pip install 'ogi-toolkit[cluster]'") from error
    chunks = [files[at : at + _DASK_CHUNK] for at in range(0, len(files), _DASK_CHUNK)]
    with Client(address) as client:
        futures = client.map(_read_chunk, chunks, read=read, pure=False)
        for _, results in as_completed(futures, with_results=True):
            yield from results


def _read_chunk(files: Sequence[InputFile], read: Read) -> list[Loaded]:
    return [read(file) for file in files]
