"""How many cells are read right: ``python -m benchmarks.scorecard``, by format and layout, over all truth at hand.

With ``--write`` the scorecard becomes the page docs/accuracy.md.

Four kinds of truth: the sample reports; made-up reports set out in every style that needs no other
program, their cells dense with numbers that obey the form's sums; the same as scans of several kinds,
where the extra ``ocr`` and Tesseract are installed; and, where ``OGI_REAL_REPORTS`` names their folder,
published reports with what was typed from them by eye.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, redirect_stdout
from io import StringIO
from pathlib import Path

from benchmarks.scorecard_prose import print_prose
from benchmarks.scorecard_themes import print_themes
from scripts.samples.corpus import all_files
from scripts.samples.styles import STYLES
from tests.planted import planted
from tests.planted_statistics import LAYOUTS, as_docx, as_pdf, planted_statistics, source_of
from tests.scans import file_of, pages, scanned
from tests.truth import FOLDER, TABLES, formats, samples
from toolkit.corpus.files import InputFile
from toolkit.corpus.one_file import read_file
from toolkit.errors import UnreadableFile
from toolkit.ocr import require
from toolkit.reading import read
from toolkit.recognition import recognise
from toolkit.report import Figure, Report

MEANINGS = """\
right       the number that is printed, or, where none is printed, the state of the cell
wrong       a number that is not printed there; this column must be 0
missing     a number is printed, and the figure says that there is none
unreadable  a number is printed, and the figure says that it could not be read
state       no number is printed, and the figure says so, but not in which of the ways"""
PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
PAGE_TEXT = """\
# How right it is

Written by `python -m benchmarks.scorecard --write`. Every cell of every report whose truth is known is compared with
what was read: sample reports (figures of published reports in our own words, and a fictional prefecture), reports
made up with numbers that obey the form's sums, set out in many ways and scanned, and published reports whose
figures were typed by eye.

```text
{meanings}
```

## Cells of tables

```text
{cells}
```

## What the prose says

Mentions (numbers that the prose claims) and themes (what a sentence is about), against sentences labelled by hand. Those
called *unseen* were labelled by another hand, and nothing was changed for their sake; *variants* are three manners of
saying the same. Themes are macro F1.

```text
{prose}
```
"""

Key = tuple[str, str, str]
Cells = Mapping[Key, tuple[float | None, str | None]]
COLUMNS = ("right", "wrong", "missing", "unreadable", "state")
#: So many made-up reports of each edition in each style.
PLANTED = 10
#: So many made-up reports of each kind of scan; a page takes a second or two.
SCANNED = 2


def judged(figure: Figure | None, value: float | None, state: str | None) -> str:
    """Return the column in which a cell is counted."""
    if figure is not None and figure.value is not None:
        return "right" if figure.value == value else "wrong"
    if value is not None:
        return "unreadable" if figure is not None and figure.state == "unreadable" else "missing"
    said = figure.state if figure is not None else "absent"
    return "right" if state in (None, said) else "state"


def count(report: Report | None, cells: Cells) -> Counter[str]:
    """Return how many cells of a report fall in each column."""
    found = {(f.table, f.row, f.column): f for f in report.figures} if report is not None else {}
    return Counter(judged(found.get(key), *cell) for key, cell in cells.items())


def of_samples() -> Iterator[tuple[str, str, Counter[str]]]:
    """Yield format, layout and count of every sample report."""
    layouts = {f"qinghe/{file.source}": file.layout for file in all_files()}
    truths = {path: (truth["figures"], layouts.get(path, "abridged")) for path, truth in samples().items()}
    for truth, files in formats().values():
        truths |= {path: (truth["figures"], known["style"]) for path, known in files.items()}
    for path, (cells, layout) in truths.items():
        loaded = read_file(InputFile(path, FOLDER / path))
        yield loaded.source.format or Path(path).suffix[1:], layout, count(loaded.report, cells)


def of_planted() -> Iterator[tuple[str, str, Counter[str]]]:
    """Yield format, layout and count of made-up reports in every style that this program can write."""
    for name, style in STYLES.items():
        if style.source:
            continue
        for seed in range(PLANTED):
            for edition in ("2019", "2021"):
                made = planted(random.Random(f"{name} {seed}"), edition)
                document = read(style.write(made), style.suffix)
                cells = {key: (cell.value, cell.state) for key, cell in made.cells.items()}
                yield document.format, f"planted {name}", count(recognise(document), cells)


def of_statistics() -> Iterator[tuple[str, str, Counter[str]]]:
    """Yield format, layout and count of made-up statistics tables, national and local, in every layout."""
    for form in ("2014", "local_fujian"):
        for seed in range(PLANTED):
            made = planted_statistics(random.Random(f"{form} {seed}"), form)
            files = {name: source_of(made, name) for name in LAYOUTS}
            files |= {"word": (as_docx(made), ".docx"), "drawn": (as_pdf(made), ".pdf")}
            cells = {("statistics", *key): (value, "reported") for key, value in made.truth.items()}
            for name, (data, suffix) in files.items():
                document = read(data, suffix)
                yield document.format, f"{form} {name}", count(recognise(document), cells)


#: How pages come from a scanner: dots an inch, and what it does to them.
SCANS: Mapping[str, tuple[int, Mapping[str, float]]] = {
    "scan 300 dpi": (300, {"angle": 0.4, "blur": 0.6, "noise": 4}),
    "scan 200 dpi": (200, {"angle": -0.8, "blur": 0.5, "noise": 5}),
    "scan 150 dpi": (150, {"angle": 0.6, "noise": 4}),
    "scan badly lit": (200, {"angle": 1.2, "blur": 0.5, "noise": 5, "shadow": 0.4}),
    "scan soiled": (200, {"angle": -0.5, "noise": 4, "specks": 0.0005}),
    "scan faded": (200, {"angle": 0.3, "blur": 0.6, "noise": 6, "fade": 0.45}),
}


def of_scans() -> Iterator[tuple[str, str, Counter[str]]]:
    """Yield format, layout and count of made-up reports as scans of every kind, where they can be read here."""
    try:
        require()
    except UnreadableFile as missing:
        print(f"scans are left out: {missing}", file=sys.stderr)
        return
    for name, (dpi, spoil) in SCANS.items():
        for seed in range(SCANNED):
            made = planted(random.Random(f"{name} {seed}"), ("2019", "2021")[seed % 2])
            document = read(
                file_of([scanned(page, **spoil) for page in pages(made, dpi)], "TIFF", dpi), ".tiff"
            )
            cells = {key: (cell.value, cell.state) for key, cell in made.cells.items()}
            yield document.format, f"planted {name}", count(recognise(document), cells)


def of_real(folder: Path) -> Iterator[tuple[str, str, Counter[str]]]:
    """Yield format, source and count of every published report."""
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        (file,) = [*folder.glob(f"seeds/{path.stem}.*"), *folder.glob(f"real/{path.stem}.*")]
        cells = {
            (table, row, column): (value, None)
            for table in TABLES
            for row, columns in gold.get(table, {}).items()
            for column, value in columns.items()
        }
        cells |= {
            ("statistics", item, "value"): (value, None) for item, value in gold.get("statistics", {}).items()
        }
        loaded = read_file(InputFile(file.name, file))
        if cells:
            yield (
                loaded.source.format or file.suffix[1:],
                f"published {path.stem[:12]}",
                count(loaded.report, cells),
            )


def print_cells() -> Counter[str]:
    """Print how many cells are read right, by format and layout; return the counts of all."""
    real = os.environ.get("OGI_REAL_REPORTS")
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for source in (
        of_samples(),
        of_planted(),
        of_statistics(),
        of_scans(),
        of_real(Path(real)) if real else (),
    ):
        for format_, layout, found in source:
            counts[format_, layout] += found + Counter(reports=1)
    print(f"{'format':8}{'layout':29}{'reports':>9}" + "".join(f"{name:>12}" for name in COLUMNS))
    total: Counter[str] = Counter()
    for (format_, layout), found in sorted(counts.items()):
        print(line(format_, layout, found))
        total += found
    print(line("all", "", total))
    return total


def main(*, write: bool = False) -> int:
    """Print the scorecard, or write it down; return 1 if a single cell is wrong."""
    printed = StringIO()
    with redirect_stdout(printed) if write else nullcontext():
        total = print_cells()
        print_prose()
        print_themes()
    if write:
        cells, prose = printed.getvalue().split("\nmentions", 1)
        PAGE.write_text(
            PAGE_TEXT.format(meanings=MEANINGS, cells=cells, prose=f"mentions{prose}".rstrip()), "utf-8"
        )
    return int(total["wrong"] > 0)


def line(format_: str, layout: str, found: Counter[str]) -> str:
    """Return one line of the scorecard."""
    return f"{format_:8}{layout:29}{found['reports']:9,}" + "".join(f"{found[name]:12,}" for name in COLUMNS)


if __name__ == "__main__":
    sys.exit(main(write="--write" in sys.argv))
