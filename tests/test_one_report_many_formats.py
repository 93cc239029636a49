"""One report gives the same figures whatever file it comes as: text, Markdown, web page, Word, PDF."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.truth import FOLDER, Carried, Key, Truth, formats
from toolkit.corpus.files import InputFile
from toolkit.corpus.one_file import read_file
from toolkit.frames import Loaded
from toolkit.report import Figure, Report

#: Every file with the name of its report.
FILES = {path: name for name, (_, files) in formats().items() for path in files}


@cache
def loaded(path: str) -> Loaded:
    """Return a file as read."""
    return read_file(InputFile(path, FOLDER / path))


def report(path: str) -> Report:
    """Return what is understood about a file."""
    found = loaded(path).report
    assert found is not None, loaded(path).source.reason
    return found


@cache
def figures(path: str) -> dict[Key, Figure]:
    """Return the figures of a file by table, row and column; each may be there only once."""
    found = {(figure.table, figure.row, figure.column): figure for figure in report(path).figures}
    assert len(found) == len(report(path).figures), path
    return found


def known(path: str) -> tuple[Truth, Carried]:
    """Return what is true about a file, and what its style can carry."""
    truth, files = formats()[FILES[path]]
    return truth, files[path]


def untold(truth: Truth, carried: Carried) -> set[Key]:
    """Return the cells of which the style of a file cannot say what they hold: whole rows, never more.

    In a row with an empty cell, where nothing marks its place, the other cells can stand in several
    columns. Words in place of a number can belong to the label of the row below.
    """
    rows = {
        key[:2]
        for key, (_, state) in truth["figures"].items()
        if (state == "blank" and key[0] not in carried["blanks"])
        or (state == "unreadable" and key[0] not in carried["rows"])
    }
    return {key for key in truth["figures"] if key[:2] in rows}


def test_every_report_comes_in_every_format() -> None:
    assert len(formats()) == 4
    for _, files in formats().values():
        assert len(files) == 12
        suffixes = [path.rsplit(".", 1)[1] for path in files]
        assert Counter(suffixes) == {"txt": 2, "md": 1, "html": 5, "docx": 1, "pdf": 3}
        assert {loaded(path).source.format for path in files} == {"txt", "md", "html", "docx", "pdf"}


def test_the_reports_hold_what_makes_formats_differ() -> None:
    for name in ("dense-2020", "dense-2023", "odd-2021"):
        truth, _ = formats()[name]
        cells = list(truth["figures"].values())
        states = [state for _, state in cells]
        assert sum(bool(value) for value, _ in cells) > 150, name
        assert states.count("blank") >= 11, name
        assert states.count("dash") >= 10, name
    odd, _ = formats()["odd-2021"]
    states = [state for _, state in odd["figures"].values()]
    assert states.count("absent") == 14
    assert states.count("unreadable") == 1
    assert {"８４７", "9,946", "+17", "－3", "见附件"} <= set(odd["printed"].values())


@pytest.mark.parametrize("path", FILES)
def test_every_figure_is_that_of_the_report(path: str) -> None:
    truth, carried = known(path)
    found, open_cells = figures(path), untold(truth, carried)
    assert set(found) == set(truth["figures"])
    wrong = {}
    for key, (value, state) in truth["figures"].items():
        got = (found[key].value, found[key].state)
        # A number is never another one, even where the style leaves it open.
        if got != (value, state) and not (key in open_cells and got[0] in (value, None)):
            wrong[key] = (
                f"{got} for {value, state}, printed {truth['printed'].get(key)!r}, read {found[key].raw!r}"
            )
    assert not wrong, f"{len(wrong)} of {len(found)}"


@pytest.mark.parametrize("path", FILES)
def test_units_are_those_of_the_report(path: str) -> None:
    truth, _ = known(path)
    found = figures(path)
    for key, unit in truth["units"].items():
        if found[key].value:
            assert found[key].unit == unit, key


@pytest.mark.parametrize("path", FILES)
def test_whose_report_it_is_and_when_it_was_published(path: str) -> None:
    truth, _ = known(path)
    expected, who = truth["report"], report(path).identity
    assert (who.agency, who.function, who.year) == (
        expected["agency"],
        expected["function"],
        expected["year"],
    )
    assert who.title == expected["title"]
    assert (str(who.published) if who.published else None) == expected["published"]
    assert report(path).form == expected["form_requests"]


@pytest.mark.parametrize("name", formats())
def test_all_files_of_a_report_agree(name: str) -> None:
    truth, files = formats()[name]
    for key in truth["figures"]:
        numbers = {figures(path)[key].value for path in files} - {None}
        assert len(numbers) <= 1, (key, {path: figures(path)[key].value for path in files})


@pytest.mark.parametrize("path", FILES)
def test_nothing_around_the_report_is_taken_for_a_part_of_it(path: str) -> None:
    truth, _ = known(path)
    printed = {text for text in truth["printed"].values() if text}
    for key, figure in figures(path).items():
        if figure.value is not None:
            assert (figure.raw or "").replace("\n", "") in printed, key
