"""What was read from a picture is believed only where the form's sums prove it."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from scripts.samples.layouts import render
from scripts.samples.report import Cell as Printed
from tests.planted import planted
from tests.read import figures_of
from toolkit.document import Cell, Document, Grid, Place, Row
from toolkit.reading import read
from toolkit.recognition import recognise


def as_picture(document: Document, rng: random.Random, misread: float, doubtful: float) -> Document:
    """Return a document as if it had been read from a picture, some of its digits wrong or in doubt.

    A misread cell has one reading, a wrong one; a doubtful one has the right reading among two.
    """
    blocks = []
    for n, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            rows = [
                Row(tuple(_seen(cell, Place(1, None, 40 * c, 1000 * n + 20 * r), rng, misread, doubtful)
                          for c, cell in enumerate(row.cells)))
                for r, row in enumerate(block.rows)
            ]  # fmt: skip
            blocks.append(Grid(tuple(rows)))
        else:
            blocks.append(block._replace(place=Place(1, None, 0, 1000 * n)))
    return replace(document, format="image", blocks=tuple(blocks), lines=(), scanned=frozenset({1}))


def _seen(cell: Cell, place: Place, rng: random.Random, misread: float, doubtful: float) -> Cell:
    text = cell.text.strip()
    readings = (text,)
    if text.isdigit():
        other = str(int(text[:-1] + str((int(text[-1]) + rng.choice([1, 3, 7])) % 10)))
        chance = rng.random()
        if chance < misread:
            readings = (other,)
        elif chance < misread + doubtful:
            readings = (text, other) if rng.random() < 0.5 else (other, text)
    return Cell(readings[0], place, False, readings)


def outcome(edition: str, misread: float, doubtful: float, reports: int, tables: set[str]) -> Counter[str]:
    """Return how many printed numbers came out right, wrong and unreadable."""
    count: Counter[str] = Counter()
    for seed in range(reports):
        rng = random.Random(seed)
        report = planted(rng, edition)
        document = as_picture(read(render(report, "tabs").encode(), ".txt"), rng, misread, doubtful)
        understood = recognise(document)
        found = figures_of(understood)
        for key, cell in report.cells.items():
            if key[0] in tables and cell.state == "reported":
                figure = found[key]
                state = (
                    figure.state
                    if figure.value is None
                    else "right"
                    if figure.value == cell.value
                    else "wrong"
                )
                count[state] += 1
                if state == "unreadable":
                    assert understood.issues
    return count


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_picture_read_without_doubt_is_believed(edition: str) -> None:
    count = outcome(edition, 0, 0, 3, {"disclosures", "requests", "reviews"})
    assert count["right"] == count.total() > 500


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_sums_choose_between_readings(edition: str) -> None:
    count = outcome(edition, 0, 0.05, 6, {"requests", "reviews"})
    assert count["wrong"] == 0
    assert count["right"] > 0.95 * count.total()


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_misread_number_is_never_reported(edition: str) -> None:
    count = outcome(edition, 0.01, 0.03, 12, {"requests", "reviews"})
    assert count["wrong"] == 0
    assert count["unreadable"] > 0
    assert count["right"] > 0.4 * count.total()


def test_without_a_sum_only_one_reading_is_believed() -> None:
    count = outcome("2021", 0, 0.5, 6, {"disclosures"})
    assert count["wrong"] == 0
    assert count["unreadable"] > 0 < count["right"]


def test_a_cell_merged_with_the_one_above_is_unreadable() -> None:
    document = read(render(planted(random.Random(1), "2021"), "tabs").encode(), ".txt")
    merged = [
        Grid(tuple(
            Row(tuple(cell._replace(text="", merged=True) if n == 2 and "予以公开" in row.cells[1].text else cell
                      for n, cell in enumerate(row.cells)))
            if len(row.cells) > 3 else row
            for row in block.rows
        )) if isinstance(block, Grid) else block
        for block in document.blocks
    ]  # fmt: skip
    report = recognise(replace(document, blocks=tuple(merged)))
    figure = figures_of(report)["requests", "granted", "natural_person"]
    assert (figure.state, figure.value) == ("unreadable", None)
    assert any("merged with the one above" in issue.message for issue in report.issues)


def without_rows(document: Document, *labels: str) -> Document:
    """Return a document whose tables lost the rows with these labels."""
    blocks = [
        Grid(tuple(row for row in block.rows if not any(cell.text in labels for cell in row.cells)))
        if isinstance(block, Grid)
        else block
        for block in document.blocks
    ]
    return replace(document, blocks=tuple(blocks))


def test_what_is_not_found_on_a_picture_is_unreadable_and_named() -> None:
    rng = random.Random(3)
    document = without_rows(read(render(planted(rng, "2021"), "tabs").encode(), ".txt"), "规章", "行政许可")
    assert figures_of(recognise(document))["disclosures", "licensing", "decisions"].state == "absent"
    report = recognise(as_picture(document, rng, 0, 0))
    states = {figure.row: figure.state for figure in report.figures if figure.table == "disclosures"}
    assert states == {**dict.fromkeys(states, "reported"), "rules": "unreadable", "licensing": "unreadable"}
    (issue,) = (issue for issue in report.issues if "table disclosures" in issue.message)
    assert "行政许可" in issue.message and "规章" in issue.message and "(1)" in issue.message


def test_what_is_not_found_before_a_page_that_is_a_picture_is_unreadable() -> None:
    rng = random.Random(3)
    document = without_rows(read(render(planted(rng, "2021"), "tabs").encode(), ".txt"), "行政许可")
    seen = as_picture(document, rng, 0, 0)
    for scanned, state in ((2, "unreadable"), (3, "absent")):
        figures = figures_of(recognise(replace(seen, scanned=frozenset({scanned}))))
        assert figures["disclosures", "licensing", "decisions"].state == state


def test_a_picture_without_a_year_has_an_issue_for_each_table_that_was_not_found() -> None:
    rng = random.Random(3)
    seen = as_picture(read(render(planted(rng, "2021"), "tabs").encode(), ".txt"), rng, 0, 0)
    grids = [block for block in seen.blocks if isinstance(block, Grid)]
    report = recognise(replace(seen, blocks=(grids[1],)))
    assert report.identity.year is None
    assert {"two", "four"} <= {word for issue in report.issues for word in issue.message.split()}


@pytest.mark.parametrize("layout", ["tabs", "pipes"])
def test_every_unreadable_row_has_an_issue(layout: str) -> None:
    planned = planted(random.Random(3), "2021")
    key = "disclosures", "licensing", "decisions"
    text = render(replace(planned, cells={**planned.cells, key: Printed("若干", None, "unreadable")}), layout)
    report = recognise(read(text.encode(), ".md" if layout == "pipes" else ".txt"))
    figure = figures_of(report)[key]
    assert (figure.state, figure.raw) == ("unreadable", "若干")
    (issue,) = (issue for issue in report.issues if "table disclosures" in issue.message)
    assert issue.place == figure.place and "row 行政许可: '若干' on line" in issue.message
