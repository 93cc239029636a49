"""How fast PDFs are read: ``python -m benchmarks.read_pdf [FILE_OR_FOLDER...]``, medians of five in one run.

Without files: the sample reports. Pages a second for every step, from the floor (reading the bytes and
hashing them) to the whole toolkit, and for plain pdfplumber as the measure. Run it on a quiet machine;
ratios keep their meaning on another one, seconds do not.
"""

from __future__ import annotations

import hashlib
import io
import logging
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import pdfplumber
import pypdfium2

from toolkit.corpus.files import InputFile, find_files
from toolkit.corpus.one_file import read_file
from toolkit.reading.pdf import read

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
RUNS = 5


def seconds(steps: Sequence[Callable[[InputFile], object]], files: Sequence[InputFile]) -> list[float]:
    """Return how long each step takes for all files, the median of five rounds after one to warm up.

    The steps take turns, so that another program on the machine slows all of them alike.
    """
    taken: list[list[float]] = [[] for _ in steps]
    for round_number in range(RUNS + 1):
        for times, step in zip(taken, steps, strict=True):
            started = time.perf_counter()
            for file in files:
                step(file)
            if round_number:
                times.append(time.perf_counter() - started)
    return [median(times) for times in taken]


def floor(file: InputFile) -> str:
    """Return the hash of a file's bytes: what no reader can do without."""
    return hashlib.sha256(file.read()).hexdigest()


def bare_text(file: InputFile) -> list[str]:
    """Return the text of every page as pdfium gives it."""
    with pypdfium2.PdfDocument(file.read()) as document:
        return [page.get_textpage().get_text_range() for page in document]


def document_only(file: InputFile) -> object:
    """Return the document as our reader gives it, nothing recognised."""
    return read(file.read(), file.suffix)


def plain_pdfplumber(file: InputFile) -> list[object]:
    """Return text and tables of every page as pdfplumber finds them with its own settings."""
    with pdfplumber.open(io.BytesIO(file.read())) as document:
        return [(page.extract_text(), page.extract_tables()) for page in document.pages]


STEPS: dict[str, Callable[[InputFile], object]] = {
    "bytes and hash": floor,
    "pdfium, bare text": bare_text,
    "our reader": document_only,
    "the whole toolkit": read_file,
    "plain pdfplumber": plain_pdfplumber,
}


def pages_in(file: InputFile) -> int:
    """Return how many pages a file has."""
    with pypdfium2.PdfDocument(file.read()) as document:
        return len(document)


def main(paths: Sequence[str]) -> None:
    """Print pages a second for each step, and how many times as fast as pdfplumber it is."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    files = [file for file in find_files(list(paths) or [SAMPLES]) if file.suffix == ".pdf"]
    if not files:
        sys.exit(f"there is no PDF in {', '.join(paths)}")
    pages = sum(map(pages_in, files))
    taken = seconds(list(STEPS.values()), files)
    print(f"{len(files)} files, {pages} pages")
    for name, time_taken in zip(STEPS, taken, strict=True):
        speed, times = pages / time_taken, taken[-1] / time_taken
        print(
            f"{name:20}{speed:10.1f} pages a second{1000 * time_taken / pages:9.2f} ms a page{times:9.1f} x"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
