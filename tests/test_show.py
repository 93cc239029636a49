"""Where a figure stands in its source: lines with the value marked, or the picture of its row."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

import pytest
from PIL import Image

import toolkit
from tests.truth import FOLDER

REPORT = FOLDER / "formats" / "dense-2023"
#: What the truth about this report says of 予以公开, 总计.
PRINTED = "179"


@pytest.fixture(scope="module")
def ruled() -> toolkit.ReportView:
    return toolkit.read_report(REPORT / "pdf_ruled.pdf")


@pytest.mark.parametrize("name", ["cms.html", "mobile.html", "docx.docx", "pipes.md", "pdf_ruled.pdf", "pdf_office.pdf"])
def test_the_value_is_marked_in_its_row(name: str) -> None:
    shown = str(toolkit.read_report(REPORT / name).show("requests", "granted", "total"))
    (marked,) = [line for line in shown.splitlines() if line.startswith(">")]
    assert f"【{PRINTED}】" in marked.replace(" ", "")
    assert "予以公开" in marked


def test_a_page_is_shown_as_the_picture_of_the_row(ruled: toolkit.ReportView) -> None:
    shown = ruled.show("requests", "granted", "total")
    assert shown.picture is not None
    picture = Image.open(BytesIO(shown.picture)).convert("RGB")
    width, height = picture.size
    assert width > 800
    assert 60 < height < 300
    marked = [x for x in range(width) for y in range(0, height, 3) if picture.getpixel((x, y)) == (255, 236, 130)]
    # The total is the last column.
    assert marked
    assert min(marked) > 0.8 * width


def test_the_marked_cell_moves_with_the_figure(ruled: toolkit.ReportView) -> None:
    first = ruled.show("requests", "granted", "natural_person").picture
    last = ruled.show("requests", "granted", "total").picture
    assert first != last


def test_a_notebook_shows_the_picture_and_says_what_it_shows(ruled: toolkit.ReportView) -> None:
    html = ruled.show("requests", "granted", "total")._repr_html_()
    data = html.split("base64,")[1].split("'")[0]
    assert b64decode(data).startswith(b"\x89PNG")
    assert PRINTED in html.split("alt='")[1].split("'")[0]


def test_the_terminal_names_the_page(ruled: toolkit.ReportView) -> None:
    figure = ruled.figures.filter(table="requests", row="granted", column="total").row(0, named=True)
    assert f"> p. {figure['place']['page']} " in str(ruled.show("requests", "granted", "total")).replace("  ", " ")


def test_what_is_printed_nowhere_has_no_place() -> None:
    report = toolkit.read_report(FOLDER / "formats" / "odd-2021" / "pdf_ruled.pdf")
    absent = report.figures.filter(state="absent").row(0, named=True)
    shown = report.show(absent["table"], absent["row"], absent["column"])
    assert (shown.lines, shown.picture) == ((), None)
    assert "does not print it" in str(shown)
