"""Figures survive what conversions do to a report, or become unreadable: they never become others."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from scripts.samples.layouts import LAYOUTS, render
from scripts.samples.styles import STYLES
from tests.disturb import DISTURBANCES
from tests.planted import SMALL, SPARSE, planted
from tests.read import figures_of, report_of
from toolkit.reading import read
from toolkit.recognition.form import read_tables
from toolkit.recognition.prose import headings
from toolkit.recognition.stream import stream_of

#: The share of figures that must still be read; what is missing is really gone or cannot be told.
LEAST = {
    "two_rows_deleted": 0.90,
    "numbers_of_two_rows_deleted": 0.90,
    "one_character_in_25_lost": 0.85,
    "two_cells_lost": 0.95,
    "values_above_the_label": 0.75,
    # With figures as dense as these most cuts cannot be told apart; see below for real ones.
    "everything_run_together": 0.0,
}
#: Disturbances of whole rows.
OF_ROWS = {"three_labels_lost", "two_rows_deleted", "numbers_of_two_rows_deleted", "two_cells_lost"}
WITHOUT_CELLS = [
    (layout, name)
    for layout in ("spaces", "wrapped", "wrapped_between", "lines")
    for name in sorted(set(DISTURBANCES) - {"everything_run_together"})
    # A disturbance of whole rows needs rows that stand on one line.
    if layout == "spaces" or name not in OF_ROWS
]
TABBED = sorted(name for name, layout in LAYOUTS.items() if name.startswith("tabs"))


def compare(text: str, truth: dict[tuple[str, str, str], float | None]) -> Counter[str]:
    """Return how many figures of a text are right, wrong, or not told."""
    got = figures_of(report_of(text))
    count: Counter[str] = Counter()
    for key, value in truth.items():
        figure = got.get(key)
        said = figure.value if figure else None
        count["right" if said == value else "not told" if said is None else "wrong"] += 1
    count["wrong"] += sum(figure.value is not None for key, figure in got.items() if key not in truth)
    return count


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"glued"}))
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_layout_gives_every_figure(layout: str, edition: str) -> None:
    for seed in range(3):
        report = planted(random.Random(f"{layout} {edition} {seed}"), edition)
        truth = {key: cell.value for key, cell in report.cells.items()}
        assert compare(render(report, layout), truth) == Counter(right=len(truth)), seed


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"glued"}))
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_regular_tables_come_to_the_same_row_by_row(layout: str, edition: str) -> None:
    for counts in (SMALL, SPARSE):
        report = planted(random.Random(f"{layout} {edition}"), edition, counts)
        stream = stream_of(read(render(report, layout).encode(), ".txt"))
        quick, careful = (read_tables(stream, headings(stream), carefully=way) for way in (False, True))
        assert [reading.figures for reading in quick.readings] == [reading.figures for reading in careful.readings]
        assert (quick.zones, quick.issues) == (careful.zones, careful.issues)


@pytest.mark.parametrize("name", sorted(name for name, style in STYLES.items() if not style.source))
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_regular_tables_of_every_style_come_to_the_same_row_by_row(name: str, edition: str) -> None:
    style = STYLES[name]
    stream = stream_of(read(style.write(planted(random.Random(f"{name} {edition}"), edition, SMALL)), style.suffix))
    quick, careful = (read_tables(stream, headings(stream), carefully=way) for way in (False, True))
    assert [reading.figures for reading in quick.readings] == [reading.figures for reading in careful.readings]
    assert (quick.zones, quick.issues) == (careful.zones, careful.issues)


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("name", sorted(DISTURBANCES))
def test_no_figure_becomes_another(name: str, edition: str) -> None:
    count: Counter[str] = Counter()
    for seed in range(6):
        rng = random.Random(f"{name} {edition} {seed}")
        report = planted(rng, edition)
        truth = {key: cell.value for key, cell in report.cells.items()}
        lines = render(report, TABBED[seed % len(TABBED)]).split("\n")
        count += compare("\n".join(DISTURBANCES[name](rng, lines)), truth)
    assert count["wrong"] == 0
    assert count["right"] >= LEAST.get(name, 0.97) * count.total(), count


@pytest.mark.parametrize(("layout", "name"), WITHOUT_CELLS)
def test_no_figure_becomes_another_where_there_are_no_cells(layout: str, name: str) -> None:
    count: Counter[str] = Counter()
    for seed in range(3):
        rng = random.Random(f"{name} {layout} {seed}")
        report = planted(rng, rng.choice(["2019", "2021"]))
        truth = {key: cell.value for key, cell in report.cells.items()}
        lines = render(report, layout).split("\n")
        count += compare("\n".join(DISTURBANCES[name](rng, lines)), truth)
    assert count["wrong"] == 0
    assert count["right"] >= 0.7 * count.total(), count


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_run_together_cells_are_cut_where_only_one_cut_adds_up(edition: str) -> None:
    count: Counter[str] = Counter()
    for seed in range(6):
        rng = random.Random(f"glued {edition} {seed}")
        report = planted(rng, edition, SPARSE)
        truth = {key: cell.value for key, cell in report.cells.items() if key[0] != "disclosures"}
        lines = render(report, "tabs").split("\n")
        got = figures_of(report_of("\n".join(DISTURBANCES["everything_run_together"](rng, lines))))
        for key, value in truth.items():
            count[
                "right" if got[key].value == value else "not told" if got[key].value is None else "wrong"
            ] += 1
    assert count["wrong"] == 0
    assert count["right"] >= 0.8 * count.total(), count


@pytest.mark.parametrize(("edition", "seed"), [("2019", 0), ("2021", 10)])
def test_the_tail_of_the_label_above_does_not_name_a_row(edition: str, seed: int) -> None:
    # 行政查询事项 （四）无法提供 on the line of the next row's values made them those of 行政查询事项.
    name = "values_between_the_label"
    rng = random.Random(f"mass {name} {edition} {seed}")
    report = planted(rng, edition)
    truth = {key: cell.value for key, cell in report.cells.items()}
    lines = render(report, TABBED[seed % len(TABBED)]).split("\n")
    assert compare("\n".join(DISTURBANCES[name](rng, lines)), truth)["wrong"] == 0
