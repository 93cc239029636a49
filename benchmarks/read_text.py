"""How fast text reports are read: ``python -m benchmarks.read_text [FOLDER]``, medians of five in one run.

Beside it stands the floor, reading the bytes and hashing them. Run it on a quiet machine; ratios keep
their meaning on another one, seconds do not.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from toolkit.corpus.files import InputFile, find_files
from toolkit.corpus.loading import read_file

SAMPLES = Path(__file__).parents[1] / "data" / "samples" / "qinghe"
RUNS = 5


def per_second(work: Callable[[InputFile], object], files: Sequence[InputFile]) -> float:
    """Return how many files a second are worked on, the median of five runs after one to warm up."""
    seconds = []
    for run in range(RUNS + 1):
        started = time.perf_counter()
        for file in files:
            work(file)
        if run:
            seconds.append(time.perf_counter() - started)
    return len(files) / median(seconds)


def floor(file: InputFile) -> str:
    """Return the hash of a file's bytes: what no reader can do without."""
    return hashlib.sha256(file.read()).hexdigest()


def main(folder: Path = SAMPLES) -> None:
    """Print reports a second on one core, and how far that is from the floor."""
    files = find_files([folder])
    read, least = per_second(read_file, files), per_second(floor, files)
    print(
        f"{len(files)} files in {folder.name}: {read:.0f} reports a second; reading and hashing alone {least:.0f}"
    )


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
