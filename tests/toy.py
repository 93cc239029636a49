"""Reports of a fictional city made cell by cell, small enough to add up by hand."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit import checks
from toolkit.corpus.corpus import Corpus
from toolkit.frames import Loaded, Source, build
from toolkit.frames.build import settle
from toolkit.report import Figure, Identity, Mention, Report

Cells = Mapping[str, float | str | None]
EDUCATION = "清河市教育局"
WATER = "清河市水务局"


def report(agency: str, year: int, form: str, cells: Cells, *, scope: str = "own", claims: Cells | None = None, **identity: str) -> Loaded:
    """Return a report with a few cells, ``table.row.column``: a number, or the state of a cell without one."""
    figures = []
    for name, value in cells.items():
        table, row, column = name.split(".")
        said = value if isinstance(value, float | int) else None
        unit = None if value == "of no unit" else "万元" if column == "amount" else "件"
        if value == "of no unit":
            said = 8040.0
        state = "reported" if said is not None else value or "blank"
        figures.append(Figure(form, table, row, column, said, unit, state))  # type: ignore[arg-type]
    mentions = tuple(
        Mention(*(*kind.split("."), None)[:2], float(value), "件", False, "", "overview")  # type: ignore[arg-type, call-arg, misc]
        for kind, value in (claims or {}).items()
    )
    who = Identity(agency=agency, year=year, scope=scope, **{"agency_id": agency, "function": "education", **identity})  # type: ignore[arg-type]
    name = f"{agency}-{year}-{form}-{scope}"
    source = Source(name, "loaded", "0", sha256="0", bytes=0, format="txt", report_id=name)
    return Loaded(source, Report(who, form, tuple(figures), mentions=mentions))


def corpus_of(*reports: Loaded) -> Corpus:
    """Return the corpus of some reports."""
    frames = build(reports)
    frames |= checks.run(frames)
    return Corpus(settle(frames))
