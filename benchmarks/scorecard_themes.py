"""How well themes are read: ``python -m benchmarks.scorecard_themes``, macro F1 by aspect over labelled sentences.

The sentences of ``tests/labelled/themes.toml`` are of our own writing, in parts: ``first`` is what the
vocabulary was developed on; the others were written before they were measured, each after the part before it was mended.
The file says what each part gave when it was new: that is how unseen sentences are read.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.themes_truth import Labelled, labelled, macro_f1, scores

ASPECTS = ("problem", "plan", "complaint", "request_topic")


def line(name: str, cases: Sequence[Labelled]) -> str:
    """Return one line of the scorecard: a part, its texts, and macro F1 of all themes and of each aspect."""
    scored = scores(cases)
    figures = [macro_f1(scored), *(macro_f1(scored, aspect) for aspect in ASPECTS)]
    return f"{name:8}{len(cases):7,}" + "".join(f"{figure:15.3f}" for figure in figures)


def print_themes() -> int:
    """Print the scorecard, then every theme that is read below 0.9; return 1 if the whole is."""
    cases = labelled()
    print(f"{'part':8}{'texts':>7}" + "".join(f"{name:>15}" for name in ("all", *ASPECTS)))
    for part in dict.fromkeys(case.half for case in cases):
        print(line(part, [case for case in cases if case.half == part]))
    print(line("all", cases))
    scored = scores(cases)
    for (aspect, theme), score in scored.items():
        if score.f1 < 0.9:
            print(f"{aspect} {theme}: {score.right} right, {score.wrong} wrong, {score.missed} missed, {score.f1:.2f}")
    return int(macro_f1(scored) < 0.9)


if __name__ == "__main__":
    sys.exit(print_themes())
