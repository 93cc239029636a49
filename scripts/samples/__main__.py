"""Write the samples and their truth: ``python -m scripts.samples [FOLDER] [--pdf]``.

Everything but the PDFs comes out the same, byte for byte, on every machine. With ``--pdf`` those PDFs are
printed again that are missing or whose source has changed; that takes a browser and a word processor.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from scripts.samples.corpus import all_files
from scripts.samples.formats import in_every_format, truth_of
from scripts.samples.ningxia import abridged
from scripts.samples.printing import PRINTED, Job, print_all, stale
from scripts.samples.report import SampleReport
from scripts.samples.styles import STYLES
from scripts.samples.truth import tables

FOLDER = Path(__file__).parents[2] / "data" / "samples"
#: Where what is generated stands; what an earlier run left there is taken away.
GENERATED = ("qinghe", "ningxia", "formats", "truth/qinghe", "truth/formats")


def reports() -> dict[str, tuple[SampleReport, str]]:
    """Return every report and its style by the path of its file inside the folder of samples."""
    fictional = {f"qinghe/{file.source}": (file.report, file.layout) for file in all_files()}
    real = {f"ningxia/{item.source}": (item.report, item.style) for item in abridged().values()}
    same = {
        f"formats/{item.name}/{name}": (item.report, style)
        for item in in_every_format()
        for name, style in item.files()
    }
    return fictional | real | same


def contents() -> dict[str, bytes]:
    """Return the bytes of every generated file but the PDFs by its path inside the folder of samples."""
    files = {
        path: STYLES[style].write(report)
        for path, (report, style) in reports().items()
        if not STYLES[style].source
    }
    files |= {f"truth/qinghe/{name}": text.encode() for name, text in tables(all_files()).items()}
    for item in in_every_format():
        files[f"truth/formats/{item.name}.json"] = _json(truth_of(item)).encode()
    return files


def _json(value: object) -> str:
    """Return JSON in which what is innermost, such as one cell, stands on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return re.sub(r"\[[^\[\]{}]*\]", _on_one_line, text) + "\n"


def _on_one_line(found: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", found.group()).replace("[ ", "[").replace(" ]", "]")


def jobs() -> list[Job]:
    """Return every PDF with what it is printed from."""
    return [
        Job(path, STYLES[style].source, STYLES[style].write(report))
        for path, (report, style) in reports().items()
        if STYLES[style].source
    ]


def main(folder: Path, with_pdf: bool) -> None:
    """Write the samples into a folder, and take away what an earlier run left there."""
    files, everything = contents(), jobs()
    wanted = {*files, *(job.path for job in everything)}
    for name in GENERATED:
        for old in (folder / name).rglob("*.*"):
            if old.is_file() and old.relative_to(folder).as_posix() not in wanted:
                old.unlink()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    print(f"{len(files)} files, {sum(map(len, files.values())):,} bytes in {folder}")
    old_jobs = stale(folder, everything)
    if with_pdf:
        print_all(folder, old_jobs, everything)
        print(f"{len(old_jobs)} of {len(everything)} PDFs printed again; {PRINTED} says from what")
    elif old_jobs:
        print(f"{len(old_jobs)} of {len(everything)} PDFs are missing or stale; print them with --pdf")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m scripts.samples", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--pdf", action="store_true", help="print the PDFs that are missing or stale")
    arguments = parser.parse_args()
    main(arguments.folder, arguments.pdf)
