"""How many of the numbers that prose claims are found, and how many found ones are false.

    python -m benchmarks.scorecard_prose

"right" and "missed" count the claims of the truth; "false" is known only where the truth lists every claim, which
it does for the labelled sentences and for the fictional samples.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.labelled_mentions import measure
from tests.truth import ABRIDGED, FICTIONAL, FOLDER, Mention, samples
from toolkit.corpus.files import InputFile
from toolkit.corpus.loading import read_file

#: True wherever a sample says it, but not written down in the truth of the samples.
_UNWRITTEN: set[Mention] = {("fees_charged", None, 0.0, "元")}


def judged(found: Iterable[Mention], true: Iterable[Mention], whole: bool) -> Counter[str]:
    """Return how many claims were found and missed and, where the truth is whole, how many are false."""
    have, want = Counter(set(found) - _UNWRITTEN), Counter(set(true))
    counts = Counter(right=(have & want).total(), missed=(want - have).total())
    if whole:
        counts["false"] = (have - want).total()
    return counts


def mentions_of(path: Path, name: str) -> list[Mention]:
    """Return the mentions that the toolkit finds in a file, as the truth writes them."""
    report = read_file(InputFile(name, path)).report
    return [] if report is None else [(m.kind, m.detail, m.value, m.unit) for m in report.mentions]


def of_samples(folder: Path, whole: bool) -> Iterator[Counter[str]]:
    """Yield the count of every sample report of a folder."""
    for path, truth in samples().items():
        if path.startswith(f"{folder.name}/"):
            yield judged(mentions_of(FOLDER / path, path), truth["mentions"], whole)


def of_gold(folder: Path) -> Iterator[Counter[str]]:
    """Yield the count of every published report whose mentions have been written down."""
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if "mentions" in gold:
            (file,) = [*folder.glob(f"seeds/{path.stem}.*"), *folder.glob(f"real/{path.stem}.*")]
            true = [(kind, detail, float(value), unit) for kind, detail, value, unit in gold["mentions"]]
            yield judged(mentions_of(file, file.name), true, whole=False)


def print_prose() -> int:
    """Print the precision and recall of mentions; return how many are false."""
    real = os.environ.get("OGI_REAL_REPORTS")
    counts = {
        "labelled, developed": measure("developed"),
        "labelled, held out": measure("held_out"),
        "labelled, later": measure("later"),
        "labelled, by another hand": sum(
            (measure(f"fresh_{number}") for number in range(1, 12)), Counter[str]()
        ),
        "labelled, variants": measure("variants"),
        "labelled, unseen": measure("unseen"),
        "samples, fictional": sum(of_samples(FICTIONAL, whole=True), Counter[str]()),
        "samples, abridged": sum(of_samples(ABRIDGED, whole=False), Counter[str]()),
    }
    if real:
        counts["published"] = sum(of_gold(Path(real)), Counter[str]())
    print(f"{'mentions':26}{'right':>8}{'false':>8}{'missed':>8}{'precision':>11}{'recall':>8}")
    for name, found in counts.items():
        right, false, missed = (found[key] for key in ("right", "false", "missed"))
        precision = right / (right + false) if right + false else 1.0
        print(f"{name:26}{right:8,}{false:8,}{missed:8,}{precision:11.3f}{right / (right + missed):8.3f}")
    return sum(found["false"] for found in counts.values())


if __name__ == "__main__":
    sys.exit(int(print_prose() > 0))
