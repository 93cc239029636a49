"""Pictures of pages: numbers with all their readings, tables with their places, and reasons where nothing can be read."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from importlib.util import find_spec

import numpy as np
import pytest

from scripts.samples.spans import Box
from tests.planted import planted
from tests.read import figures_of
from tests.scans import Paper, Pixels, file_of, pages, scanned
from toolkit.document import Cell, Grid, Line
from toolkit.errors import UnreadableFile
from toolkit.ocr import UNKNOWN, blocks_of_picture, require
from toolkit.reading import read
from toolkit.recognition import recognise

if find_spec("cv2") is None:
    pytest.skip("OpenCV is not installed: reading pictures is the extra 'ocr'", allow_module_level=True)

from toolkit.ocr.picture import upright
from toolkit.ocr.reading import read_upright


@pytest.fixture(scope="session")
def tesseract() -> None:
    """Skip where Tesseract or its Chinese data are missing."""
    try:
        require()
    except UnreadableFile as missing:
        pytest.skip(str(missing))


def table(numbers: list[list[str]], dpi: int = 200) -> Pixels:
    """Return a page with one table of numbers."""
    paper = Paper(dpi, (360, 40 + 20 * len(numbers)))
    paper.top = 20
    paper.table([[Box(text) for text in row] for row in numbers], [70] * len(numbers[0]))
    return np.asarray(paper.picture)


def readings(picture: Pixels, dpi: int = 200) -> list[tuple[str, ...]]:
    """Return the readings of all cells of the only table in a picture."""
    ((_, cells),) = read_upright(upright(picture, 72 / dpi)).tables
    return [said for _, said in cells]


PRINTED = [
    ["0", "1", "27", "104"],
    ["11034", "103.3879", "+117", "-2"],
    ["", "/", "-", "1,234"],
    ["5689", "732", "40", "6"],
]
FLAT = [text for row in PRINTED for text in row]


def test_what_is_printed_clearly_has_one_reading() -> None:
    found = readings(scanned(table(PRINTED), angle=1.0, noise=3))
    assert all(text in said or UNKNOWN in said for said, text in zip(found, FLAT, strict=True))
    assert sum(said == (text,) for said, text in zip(found, FLAT, strict=True)) >= 13


def test_digits_of_thirteen_pixels() -> None:
    found = readings(scanned(table(PRINTED, 150), angle=1.0, noise=3), 150)
    assert all(text in said or UNKNOWN in said for said, text in zip(found, FLAT, strict=True))
    assert sum(len(said) == 1 for said in found) >= 12


@pytest.mark.parametrize("spoil", [{"blur": 1.6}, {"fade": 0.15}, {"specks": 0.02}])
def test_what_is_printed_badly_is_never_certain_and_wrong(spoil: dict[str, float]) -> None:
    rng = random.Random(1)
    printed = [
        [str(rng.choice([rng.randint(0, 9), rng.randint(10, 99999)])) for _ in range(4)] for _ in range(12)
    ]
    flat = [text for row in printed for text in row]
    tables = read_upright(upright(scanned(table(printed), **spoil), 72 / 200)).tables
    found = [said for _, cells in tables for _, said in cells]
    certain = {said[0] for said in found if len(said) == 1} - {UNKNOWN, ""}
    assert certain <= set(flat)
    if len(found) == 48:
        for said, text in zip(found, flat, strict=True):
            assert not said or text in said or UNKNOWN in said


def test_touching_digits_are_cut() -> None:
    paper = Paper(200, (360, 80))
    paper.top = 20
    paper.table([[Box(""), Box("12")], [Box("5"), Box("0")]], [70, 70])
    for at, digit in enumerate("5084"):
        paper.write(digit, 55 + 4.5 * at, 23)
    said = readings(np.asarray(paper.picture))[0]
    assert said[0] == "5084"


@pytest.mark.parametrize("top", [14.5, 15.5, 16.5, 17.5])
def test_a_digit_on_a_line_is_in_doubt(top: float) -> None:
    paper = Paper(200, (360, 80))
    paper.top = 20
    paper.table([[Box(""), Box("12")], [Box("5"), Box("0")]], [70, 70])
    # A 7 that loses its upper bar to the line looks like a 1.
    paper.write("7", 70, top)
    said = readings(np.asarray(paper.picture))[0]
    assert UNKNOWN in said or not said


def test_the_box_of_a_missing_font_is_no_0() -> None:
    paper = Paper(200, (360, 80))
    paper.top = 20
    paper.table([[Box(""), Box("0")], [Box("5"), Box("0")]], [70, 70])
    paper.draw.rectangle([paper.pixels(v) for v in (70, 24, 74, 31)], outline="black", width=2)
    first, *others = readings(np.asarray(paper.picture))
    assert UNKNOWN in first and others == [("0",), ("5",), ("0",)]


def test_a_digit_with_a_stroke_of_a_pen_through_it_is_in_doubt() -> None:
    paper = Paper(200, (360, 80))
    paper.top = 20
    paper.table([[Box("7"), Box("12")], [Box("5"), Box("0")]], [70, 70])
    for x in (74.5, 75.5):
        paper.draw.line([paper.pixels(v) for v in (x, 23, x, 34)], fill="black", width=2)
    first, *others = readings(np.asarray(paper.picture))
    assert (UNKNOWN in first or not first) and others == [("12",), ("5",), ("0",)]


@pytest.mark.parametrize("left", [3.5, 2.5, 1.5, 0.5])
def test_a_digit_on_a_wall_is_in_doubt(left: float) -> None:
    paper = Paper(200, (360, 80))
    paper.top = 20
    paper.table([[Box(""), Box("")], [Box("5"), Box("0")]], [70, 70])
    # The wall takes the stem of the 1 off, and leaves its flag and its foot.
    paper.write("1", 110 - left, 21)
    found = readings(np.asarray(paper.picture))
    assert found[:2] != [("",), ("",)] and found[2:] == [("5",), ("0",)]


def test_a_cell_whose_wall_is_not_drawn_is_not_empty_where_ink_stands_beside_it() -> None:
    paper = Paper(200, (360, 80))
    paper.top = 20
    paper.table([[Box("5"), Box("")], [Box("3"), Box("")]], [70, 70])
    for top in (20, 37):
        # The lines end early, and the last wall is lost with a number before it.
        paper.draw.rectangle([paper.pixels(v) for v in (160, top - 2, 190, top + 20)], fill="white")
        paper.draw.line([paper.pixels(v) for v in (160, 20, 160, 28)], fill="black", width=2)
        paper.write("2", 165, top + 2)
    found = readings(np.asarray(paper.picture))
    assert ("",) not in found


def test_a_1_with_a_slash_through_it_is_no_slash() -> None:
    paper = Paper(200, (360, 80))
    paper.top = 20
    paper.table([[Box("1"), Box("/")], [Box("1"), Box("/")]], [70, 70])
    for middle in (28.5, 45.5):
        for high in (5, 6):
            line = (75 - 0.8 * high, middle + high, 75 + 0.8 * high, middle - high)
            paper.draw.line([paper.pixels(v) for v in line], fill="black", width=2)
    found = readings(np.asarray(paper.picture))
    assert all(UNKNOWN in said or not said for said in found[::2]) and found[1::2] == [("/",), ("/",)]


def test_red_ink_is_taken_off_and_a_red_number_is_not_nothing() -> None:
    paper = Paper(200, (360, 80))
    paper.top = 20
    paper.table([[Box("104"), Box("27")], [Box(""), Box("")]], [70, 70])
    paper.draw.ellipse([paper.pixels(v) for v in (60, 15, 100, 35)], outline=(220, 30, 40), width=5)
    paper.write("9", 70, 38, colour="#d01020")
    first, *others = readings(np.asarray(paper.picture))
    assert first[0] == "104" and others == [("27",), (UNKNOWN,), ("",)]


def test_cells_are_where_they_stand_in_the_turned_picture(tesseract: None) -> None:
    flat, turned = table(PRINTED), scanned(table(PRINTED), angle=1.5)
    height, width = flat.shape[:2]
    for cell, other in zip(cells_of(flat), cells_of(turned), strict=True):
        x, y = middle(cell)
        # Turned against the clock around the middle of the page.
        a, cx, cy = np.radians(1.5), width * 0.18, height * 0.18
        expected = (
            cx + (x - cx) * np.cos(a) + (y - cy) * np.sin(a),
            cy - (x - cx) * np.sin(a) + (y - cy) * np.cos(a),
        )
        assert middle(other) == pytest.approx(expected, abs=1.5)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_cells_are_where_they_stand_on_a_page_that_lies_on_its_side(
    quarters: int, monkeypatch: pytest.MonkeyPatch, tesseract: None
) -> None:
    # A table of numbers alone does not tell Tesseract which way it lies.
    monkeypatch.setattr("toolkit.ocr._CERTAIN", 101)
    monkeypatch.setattr("toolkit.ocr.tesseract.quarters_to_turn", lambda picture: -quarters % 4)
    flat = table([*PRINTED, ["行政许可处理决定数量", "行政处罚处理决定", "规范性文件", "规章"]])
    high, wide = (side * 0.36 for side in flat.shape[:2])
    for cell, other in zip(cells_of(flat), cells_of(np.rot90(flat, quarters)), strict=True):
        x, y = middle(cell)
        expected = {1: (y, wide - x), 2: (wide - x, high - y), 3: (high - y, x)}[quarters]
        assert middle(other) == pytest.approx(expected, abs=1.5)


def cells_of(picture: Pixels) -> list[Cell]:
    """Return the cells of the only table in a picture."""
    (grid,) = blocks_of_picture(picture, 3, 72 / 200)
    assert isinstance(grid, Grid)
    cells = [cell for row in grid.rows for cell in row.cells]
    assert {cell.place.page for cell in cells} == {3}
    return cells


def middle(cell: Cell) -> tuple[float, float]:
    """Return the middle of a cell in points."""
    _, _, x0, top, x1, bottom = cell.place
    assert x0 is not None and top is not None and x1 is not None and bottom is not None
    return (x0 + x1) / 2, (top + bottom) / 2


# -- whole pages -------------------------------------------------------------------------------------


def test_a_scanned_report(tesseract: None) -> None:
    report = planted(random.Random(5), "2021")
    scans = [scanned(page, angle=-1.2, blur=0.5, noise=5, shadow=0.3) for page in pages(report)]
    document = read(file_of(scans, "TIFF"))
    assert (document.format, document.scanned) == ("image", {1, 2})
    understood = recognise(document)
    # Versions of Tesseract differ in the words of the title, of which none may make another agency.
    assert understood.identity.agency in ("清河市教育局", None) and understood.identity.year == 2022
    found = figures_of(understood)
    count = Counter(
        "unreadable" if found[key].value is None else "right" if found[key].value == cell.value else "wrong"
        for key, cell in report.cells.items()
    )
    assert count["wrong"] == 0
    # 10 numbers in table two, 175 in table three, 15 in table four.
    assert count["right"] >= 190 and count.total() == 200


@pytest.mark.parametrize("quarters", [2])
def test_a_page_that_lies_on_its_side_or_head(tesseract: None, quarters: int) -> None:
    paper = Paper(150, (595, 220))
    for words in [
        "清河市教育局二〇二二年政府信息公开工作年度报告",
        *["公开的内容还不够全面，更新不够及时，需要改进工作。"] * 5,
    ]:
        paper.line(words, 14)
    lines = blocks_of_picture(np.rot90(np.asarray(paper.picture), quarters), 1, 72 / 150)
    assert isinstance(lines[0], Line) and "政府信息公开" in lines[0].text


# -- files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "BMP"])
def test_kinds_of_files(tesseract: None, kind: str) -> None:
    document = read(file_of([table(PRINTED[:2])], kind))
    (grid,) = document.blocks
    assert isinstance(grid, Grid) and [cell.text for cell in grid.rows[0].cells] == PRINTED[0]


def test_without_a_resolution_a_page_is_as_wide_as_a4(tesseract: None) -> None:
    paper = Paper(150)
    paper.table([[Box("7"), Box("12")], [Box("3"), Box("104")]], [200, 100])
    (grid,) = read(file_of([np.asarray(paper.picture)], dpi=None)).blocks
    assert isinstance(grid, Grid)
    place = grid.rows[1].cells[1].place
    assert (place.x0, place.x1) == (pytest.approx(240, abs=1), pytest.approx(340, abs=1))


def refused(data: bytes) -> str:
    """Return the reason why a file is not read."""
    with pytest.raises(UnreadableFile) as caught:
        read(data)
    return str(caught.value)


def test_pictures_that_hold_no_page(tesseract: None) -> None:
    noise = np.random.default_rng(1).normal(128, 30, (800, 600, 1)).clip(0, 255).astype(np.uint8)
    assert "no words that can be read" in refused(file_of([np.full((900, 700, 3), 255, np.uint8)], dpi=100))
    whole = file_of([np.repeat(noise, 3, 2)], dpi=100)
    assert "damaged" in refused(whole[: len(whole) // 2])
    assert "too few" in refused(file_of([np.full((500, 400, 3), 255, np.uint8)], dpi=None))


def test_without_tesseract_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.ocr.tesseract import program

    program.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "tesseract-ocr-chi-sim" in refused(file_of([table(PRINTED)]))
    program.cache_clear()


def test_without_opencv_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.ocr.find_spec", lambda name: None)
    assert "ogi-toolkit[ocr]" in refused(file_of([table(PRINTED)]))
