"""Words in pictures, read by the program Tesseract with its data for simplified Chinese."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from toolkit.errors import UnreadableFile
from toolkit.ocr.picture import DPI, Pixels

LANGUAGE = "chi_sim"
#: How Tesseract is to take a picture: as a block of lines of the same size, or as one line.
BLOCK, LINE = "6", "7"
_ORIENTATION = "0"
#: What is less certain than this, of 100, is no word: Tesseract says so by -1.
_LEAST = 0.0
#: How much smaller pictures are made first: single lines of 25 pixels are read best, and faster.
_SCALES = {BLOCK: 1.0, LINE: 0.7}
#: A picture that takes longer is no page of text.
_SECONDS = 180
#: Wider gaps than this share of the height of a line are printed spaces.
_GAP = 0.7
_WORD = "5"


class Words(NamedTuple):
    """A line of words, or one of them, its box in pixels, and how certain Tesseract is of it, 0 to 100."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    certainty: float


@cache
def program() -> str:
    """Return the path of Tesseract; raises `UnreadableFile` where it or its data are missing."""
    path = shutil.which("tesseract")
    if path is None:
        raise UnreadableFile(
            "the page is a picture, and reading pictures needs the program Tesseract with its data for "
            f"{LANGUAGE}; install both (Debian: tesseract-ocr tesseract-ocr-chi-sim) and load the file again"
        )
    known = subprocess.run([path, "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    if LANGUAGE not in known:
        raise UnreadableFile(
            f"the page is a picture, and Tesseract has no data for simplified Chinese; install {LANGUAGE} "
            "(Debian: tesseract-ocr-chi-sim) and load the file again"
        )
    return path


def words_in(pictures: Sequence[Pixels], mode: str) -> list[list[Words]]:
    """Return the words that stand in each picture, dark on light; all pictures are read in one go.

    As a block, a picture gives its lines, each as one; as a line it gives every word by itself.
    """
    import cv2

    if not pictures:
        return []
    scale = _SCALES[mode]
    with tempfile.TemporaryDirectory(prefix="ocr-") as folder:
        names = [Path(folder) / f"{number}.png" for number in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            cv2.imwrite(str(name), small, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        listing = Path(folder) / "list.txt"
        listing.write_text("\n".join(map(str, names)), "utf-8")
        table = _run([str(listing), "stdout", "-l", LANGUAGE, "--psm", mode, "--dpi", str(round(DPI * scale)), "tsv"])
    return _words(table, len(pictures), mode)


def quarters_to_turn(picture: Pixels) -> int:
    """Return by how many quarters against the clock a page has to be turned to be upright."""
    import cv2

    with tempfile.TemporaryDirectory(prefix="ocr-") as folder:
        name = Path(folder) / "page.png"
        cv2.imwrite(str(name), picture)
        found = _run([str(name), "stdout", "--psm", _ORIENTATION, "--dpi", str(DPI // 2)], may_fail=True)
    for line in found.splitlines():
        if line.startswith("Orientation in degrees:"):
            return round(int(line.partition(":")[2]) / 90) % 4
    return 0


def _run(arguments: Sequence[str], may_fail: bool = False) -> str:
    try:
        done = subprocess.run(
            [program(), *arguments],
            capture_output=True,
            timeout=_SECONDS,
            check=not may_fail,
            # One page, one core: several files are read at the same time.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(
            f"Tesseract took more than {_SECONDS} seconds for one page; is it a photograph?"
        ) from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UnreadableFile(f"Tesseract could not read a page: {said[-1] if said else error}") from None
    return done.stdout.decode("utf-8", "replace")


def _words(table: str, count: int, mode: str) -> list[list[Words]]:
    """Return what is in Tesseract's table; one row is one word, or a part of one."""
    scale = _SCALES[mode]
    found: list[list[Words]] = [[] for _ in range(count)]
    last: tuple[str, ...] = ()
    for row in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != _WORD or not text or float(row["conf"]) < _LEAST:
            continue
        left, top, wide, high = (int(row[key]) / scale for key in ("left", "top", "width", "height"))
        box = round(left), round(top), round(left + wide), round(top + high)
        word = Words(text, *box, float(row["conf"]))
        line = tuple(row[key] for key in ("page_num", "block_num", "par_num", "line_num"))
        page = found[int(row["page_num"]) - 1]
        page.append(_joined(page.pop(), word) if mode == BLOCK and line == last else word)
        last = line
    return found


def _joined(line: Words, word: Words) -> Words:
    height = max(line.y1 - line.y0, word.y1 - word.y0)
    space = " " if word.x0 - line.x1 > _GAP * height else ""
    letters, more = len(line.text), len(word.text)
    return Words(
        f"{line.text}{space}{word.text}",
        min(line.x0, word.x0),
        min(line.y0, word.y0),
        max(line.x1, word.x1),
        max(line.y1, word.y1),
        (line.certainty * letters + word.certainty * more) / (letters + more),
    )
