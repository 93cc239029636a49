"""Time and memory of finding shared passages in corpora of 1,000 to 100,000 reports.

    python -m benchmarks.find_similar [--reports 1000 10000 100000]

The reports are made up of made-up words: ten years of each agency, each year keeping a third of last
year's sentences, a tenth of them from a stock that all agencies use. One report in a hundred borrows
a paragraph of another agency; it is said how many of these are found.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time

import polars as pl

from toolkit.similarity import similar

_YEARS, _SENTENCES = 10, 100


def corpus(reports: int, dice: random.Random) -> tuple[dict[str, pl.DataFrame], set[tuple[str, str]]]:
    """Return the frames of a made-up corpus, and which report borrowed from which."""
    words = ["".join(chr(dice.randint(0x4E00, 0x8FFF)) for _ in range(2)) for _ in range(3000)]

    def sentence() -> str:
        return "".join(dice.choices(words, k=dice.randint(6, 18))) + "。"

    stock = [sentence() for _ in range(500)]
    rows, texts, borrowed = [], [], set[tuple[str, str]]()
    last: list[str] = []
    for number in range(reports):
        agency, year = divmod(number, _YEARS)
        kept = [s for s in last if dice.random() < 1 / 3] if year else []
        new = [dice.choice(stock) if dice.random() < 0.1 else sentence() for _ in range(_SENTENCES - len(kept))]
        last = kept + new
        dice.shuffle(last)
        printed = last
        if number >= 100 and dice.random() < 0.01:
            other = dice.randrange((agency - 1) * _YEARS)
            at = dice.randrange(_SENTENCES - 4)
            paragraph = texts[other].split("\n")[at : at + 4]
            if sum(s not in stock and len(s) > 20 for s in paragraph) == 4:
                printed = [*last[:50], *paragraph, *last[50:]]
                borrowed.add((f"{number:016x}", f"{other:016x}"))
        rows.append({"report_id": f"{number:016x}", "agency_id": f"{agency}"})
        texts.append("\n".join(printed))
    ids = [row["report_id"] for row in rows]
    sections = pl.DataFrame({"report_id": ids, "section": "overview", "heading": "", "text": texts})
    return {"reports": pl.DataFrame(rows), "sections": sections}, borrowed


def main() -> None:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[1000, 10_000, 100_000])
    sizes = parser.parse_args().reports
    if len(sizes) > 1:
        print("reports  seconds  MB before  MB at most  rows     borrowed found", flush=True)
        for size in sizes:
            subprocess.run([sys.executable, "-m", "benchmarks.find_similar", "--reports", str(size)], check=True)
        return
    frames, borrowed = corpus(sizes[0], random.Random(sizes[0]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    started = time.perf_counter()
    found = similar(frames)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    pairs = set(found.select("report_id", "other_id").iter_rows())
    said = f"{len(borrowed & pairs)} of {len(borrowed)}"
    print(f"{sizes[0]:<8} {seconds:<8.1f} {before:<10} {peak:<11} {found.height:<8} {said}", flush=True)


if __name__ == "__main__":
    main()
