"""How fast reports are read: ``python -m benchmarks.read_reports [FOLDER...]``, medians of five in one run.

For each format: reports a second on one core with nothing but reading and hashing the bytes, which no
reader can do without; as far as the document; to the figures of its tables, with identity and issues; and
to the whole report, whose prose is read sentence by sentence. The steps take turns, so that another program
on the machine slows all alike. Without folders: the sample reports, and web pages of 135 KB, as word
processors export them (each with widths and sizes of its own), and disturbed: comments with cells in
them, quoted brackets, entities and empty elements at every twentieth tag, as in the tests. Run it on a
quiet machine; ratios keep their meaning on another one, seconds do not. PDF has a benchmark of its own,
`benchmarks.read_pdf`.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.pages import page
from tests.planted import planted
from toolkit.corpus.files import InputFile, find_files
from toolkit.corpus.one_file import read_file, uncollected
from toolkit.reading import read
from toolkit.recognition import read_form

SAMPLES = Path(__file__).parents[1] / "data" / "samples" / "qinghe"
RUNS = 5
#: So many made-up pages, of so many bytes.
PAGES, SIZE = 40, 135_000
_SIZES = re.compile(r"((?:width|height|size)[=:])(\d+)")

Step = Callable[[InputFile], object]


def floor(file: InputFile) -> str:
    """Return the hash of a file's bytes."""
    return hashlib.sha256(file.read()).hexdigest()


def document(file: InputFile) -> object:
    """Return what is printed in a file."""
    return read(file.read(), file.suffix)


def figures(file: InputFile) -> object:
    """Return what the tables of a file say, and whose report it is."""
    data = file.read()
    with uncollected():
        hashlib.sha256(data).hexdigest()
        return read_form(read(data, file.suffix)).figures


STEPS: Mapping[str, Step] = {"floor": floor, "document": document, "figures": figures, "report": read_file}


def seconds(files: Sequence[InputFile]) -> list[float]:
    """Return how long each step takes for all files, the median of five rounds after one to warm up."""
    taken: list[list[float]] = [[] for _ in STEPS]
    for run in range(RUNS + 1):
        for times, step in zip(taken, STEPS.values(), strict=True):
            started = time.perf_counter()
            for file in files:
                step(file)
            if run:
                times.append(time.perf_counter() - started)
    return [median(times) for times in taken]


def exported(folder: Path, *, disturbed: bool = False) -> list[InputFile]:
    """Return web pages of the usual size: every cell a paragraph of spans with styles of their own."""
    for number in range(PAGES):
        rng = random.Random(number)
        report = planted(rng, rng.choice(["2019", "2021"]))
        text = (
            page(report, "word", "document", rng)
            if disturbed
            else _resized(page(report, "word", "document"), rng)
        )
        missing = SIZE - len(text.encode())
        # What word processors write into the head.
        style = "<style>" + "p.MsoNormal {margin:0cm; font-size:10.5pt}\n" * (missing // 43) + "</style>"
        (folder / f"{number}.html").write_text(text.replace("</head>", f"{style}</head>", 1), "utf-8")
    return find_files([folder])


def _resized(text: str, rng: random.Random) -> str:
    """Return a page with other widths, heights and sizes of letters, the same everywhere on it."""
    sizes: dict[str, str] = {}
    return _SIZES.sub(lambda found: found[1] + sizes.setdefault(found[2], str(rng.randint(8, 180))), text)


def main(folders: Sequence[Path]) -> None:
    """Print reports a second for every format."""
    by_format: dict[str, list[InputFile]] = {}
    for file in find_files(folders or [SAMPLES]):
        format_ = read_file(file).source.format
        if format_ is not None and format_ != "pdf":
            by_format.setdefault(format_, []).append(file)
    with TemporaryDirectory() as as_exported, TemporaryDirectory() as disturbed:
        if not folders:
            by_format[f"html {SIZE // 1000} KB"] = exported(Path(as_exported))
            by_format[f"html {SIZE // 1000} KB disturbed"] = exported(Path(disturbed), disturbed=True)
        print(
            f"one core of {os.cpu_count()}; reports a second\n{'format':24}{'files':>7}{'KB each':>9}", end=""
        )
        print("".join(f"{name:>11}" for name in STEPS))
        for format_, files in sorted(by_format.items()):
            size = sum(len(file.read()) for file in files) / len(files) / 1000
            rates = [len(files) / taken for taken in seconds(files)]
            print(f"{format_:24}{len(files):7}{size:9.0f}" + "".join(f"{rate:11,.0f}" for rate in rates))


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
