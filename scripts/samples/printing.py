"""PDFs of the sample reports, printed by a browser and by a word processor.

What a PDF is printed from is the same on every machine, the PDF itself is not: its bytes hold the hour
and whatever the programs of that day make of it. So PDFs are printed once and kept, and the table
`PRINTED` says by SHA-256 from what. A PDF of which the source has changed is stale.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

#: Where the table of what was printed from what stands in the folder of samples.
PRINTED = "truth/printed.csv"
COLUMNS = ("source", "printed_from", "producer", "sha256", "source_sha256")
PROGRAMS = {".html": ("chromium", "chromium-browser", "google-chrome"), ".docx": ("soffice", "libreoffice")}
PRODUCERS = {".html": "chromium", ".docx": "libreoffice"}
#: Outlines in CFF come out of both programs twice as large as those in TrueType.
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include><selectfont><rejectfont><pattern>
<patelt name="fontformat"><string>CFF</string></patelt></pattern></rejectfont></selectfont></fontconfig>
"""
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF to print: its path in the folder of samples, the suffix and the bytes of its source."""

    path: str
    suffix: str
    source: bytes

    @property
    def hash(self) -> str:
        """The SHA-256 of what it is printed from."""
        return sha256(self.source).hexdigest()


def stale(folder: Path, jobs: Sequence[Job]) -> list[Job]:
    """Return the PDFs that are missing, were changed by hand, or were printed from something else."""
    known = read_table(folder)
    return [job for job in jobs if not _is_fresh(folder / job.path, job, known.get(job.path, {}))]


def read_table(folder: Path) -> dict[str, dict[str, str]]:
    """Return the lines of the table by the path of their PDF."""
    path = folder / PRINTED
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {line["source"]: line for line in csv.DictReader(file)}


def _is_fresh(path: Path, job: Job, line: Mapping[str, str]) -> bool:
    return (
        path.is_file()
        and line.get("source_sha256") == job.hash
        and line.get("sha256") == sha256(path.read_bytes()).hexdigest()
    )


def print_all(folder: Path, jobs: Sequence[Job], everything: Sequence[Job]) -> None:
    """Print PDFs into the folder and write the table of everything that belongs there.

    Raises `FileNotFoundError` if a program is not at hand.
    """
    with tempfile.TemporaryDirectory() as scratch:
        for suffix in PROGRAMS:
            chosen = [job for job in jobs if job.suffix == suffix]
            if chosen:
                _print(Path(scratch), folder, suffix, chosen)
    lines = [
        (
            job.path,
            job.suffix,
            PRODUCERS[job.suffix],
            sha256((folder / job.path).read_bytes()).hexdigest(),
            job.hash,
        )
        for job in sorted(everything, key=lambda job: job.path)
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *lines])
    (folder / PRINTED).write_text(text.getvalue(), encoding="utf-8", newline="\n")


def _print(scratch: Path, folder: Path, suffix: str, jobs: Sequence[Job]) -> None:
    program = next(filter(None, map(shutil.which, PROGRAMS[suffix])), None)
    if program is None:
        raise FileNotFoundError(f"none of {', '.join(PROGRAMS[suffix])} is at hand to print {len(jobs)} PDFs")
    fonts = scratch / "fonts.conf"
    fonts.write_text(_FONTS, encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    for number, job in enumerate(jobs):
        source = scratch / f"{number}{suffix}"
        source.write_bytes(job.source)
        result = source.with_suffix(".pdf")
        command = (
            _browser(program, source, result) if suffix == ".html" else _office(program, source, scratch)
        )
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=_SECONDS)
        (folder / job.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(result, folder / job.path)


def _browser(program: str, source: Path, result: Path) -> list[str]:
    # The structure for screen readers would make up two thirds of the file.
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-pdf-tagging"]
    return [program, *quiet, f"--print-to-pdf={result}", source.as_uri()]


def _office(program: str, source: Path, scratch: Path) -> list[str]:
    profile = (scratch / "profile").as_uri()
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(source)]
    return [program, f"-env:UserInstallation={profile}", *convert]
