"""PDFs in which something stands that is no number, or not the number that its characters spell."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

import toolkit.reading.pdf as reader
from scripts.samples.report import number
from tests.pdf_tables import draw_report
from tests.pdf_writer import Page, Pdf, _shows
from tests.planted import planted
from tests.read import figures_of
from tests.test_pdf import WORDS, document_of, grids, lines, ruled
from toolkit.errors import UnreadableFile
from toolkit.layout import Page as Found
from toolkit.reading import read
from toolkit.recognition import recognise

ROWS = [["规章", "7"], ["行政许可", "8"]]
#: What the first number of `ROWS` reads as where nobody can say what it is; the others are read in any case.
DOUBT = "\ufffd"


def drawn() -> tuple[Pdf, Page]:
    """Return a PDF of one page with the table `ROWS`, and the page."""
    page = (pdf := Pdf()).page()
    ruled(page, 700, ROWS)
    return pdf, page


def first_number(pdf: Pdf) -> str:
    """Return what is read in the cell of the first number; all other cells hold what was drawn there."""
    (rows,) = grids(document_of(pdf))
    assert [rows[0][0], rows[1]] == ["规章", ROWS[1]]
    return rows[0][1]


def turned(page: Page, matrix: str, x: float, y: float, text: str) -> None:
    """Write a text with a matrix of its own."""
    page.content.append(f"q BT {matrix} {x} {y} Tm {' '.join(_shows(page.pdf, text, 10))} ET Q")


# -- how digits are set ------------------------------------------------------------------------------


def test_italics_made_by_slanting_upright_digits_are_read() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", ""], ["行政许可", "8"]])
    turned(page, "1 0 0.33 1", 115, 686, "104")
    assert first_number(pdf) == "104"


def test_a_number_that_leans_is_neither_read_nor_lost() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", ""], ["行政许可", "8"]])
    turned(page, "0.98 0.2 -0.2 0.98", 115, 684, "104")
    page.text(50, 500, WORDS)
    assert first_number(pdf) == 3 * DOUBT


def test_numbers_on_their_head_are_not_read_backwards() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", ""], ["行政许可", "8"]])
    turned(page, "-1 0 0 -1", 135, 693, "1104")
    page.text(50, 500, WORDS)
    assert set(first_number(pdf)) == {DOUBT}


@pytest.mark.parametrize(("size", "up"), [(5, 4), (5, -2), (1, 0)])
def test_a_small_mark_behind_a_number_is_no_digit_of_it(size: float, up: float) -> None:
    pdf, page = drawn()
    page.text(120.2, 686 + up, "3", size)
    page.text(50, 500, "收到申请12")
    page.text(100.2, 500 + up, "3", size)
    page.text(105, 500, "件")
    assert "7" not in first_number(pdf)
    assert not any(char.isdigit() for char in lines(document_of(pdf))[0])


def test_the_shadow_of_a_number_is_no_second_one() -> None:
    pdf, page = drawn()
    page.text(117.5, 685.5, "7")
    assert not first_number(pdf).isdigit()


def test_a_number_struck_out_is_not_read_with_the_one_beside_it() -> None:
    pdf, page = drawn()
    page.text(120.2, 686, "12")
    page.line(114, 690, 121, 690)
    assert not first_number(pdf).isdigit()


def test_a_line_in_front_of_a_number_is_a_sign() -> None:
    pdf, page = drawn()
    page.line(111, 689, 114, 689)
    assert not first_number(pdf).isdigit()


def test_digits_spread_over_their_cell_stay_in_it() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", ""], ["行政许可", "", "8"], ["行政处罚", "", "9"]])
    for n, digit in enumerate("104"):
        page.text(115 + 15 * n, 686, digit)
        page.text(115 + 15 * n, 666, digit)
    (rows,) = grids(document_of(pdf))
    assert rows[1:] == [["行政许可", "1 0 4", "8"], ["行政处罚", "", "9"]]


# -- what is drawn over text, or instead of it -------------------------------------------------------


def test_what_was_painted_over_is_left_out_though_more_was_written_afterwards() -> None:
    pdf, page = drawn()
    page.text(125, 686, "91")
    page.rect(123, 682, 20, 16, before="1 1 1 rg")
    page.text(50, 500, "公开的内容还不够全面")
    assert first_number(pdf) == "7"


def test_what_is_written_again_on_top_of_the_paint_is_read() -> None:
    pdf, page = drawn()
    page.rect(112, 682, 20, 16, before="1 1 1 rg")
    page.text(115, 686, "7")
    assert first_number(pdf) == "7"


def test_a_number_blacked_out_is_not_nothing() -> None:
    pdf, page = drawn()
    page.rect(112, 682, 50, 16, before="0 0 0 rg")
    assert first_number(pdf) == DOUBT


def test_a_number_under_a_picture_is_not_read() -> None:
    pdf, page = drawn()
    page.image(112, 682, 50, 16)
    assert first_number(pdf) == DOUBT


def test_a_text_below_the_picture_of_a_page_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(data: bytes, numbers: object) -> dict[int, Found]:
        raise UnreadableFile("install the extra 'ocr'")

    monkeypatch.setattr(reader, "read_pictures", refuse)
    pdf, page = drawn()
    page.image(0, 0, 595, 842)
    with pytest.raises(UnreadableFile, match="page 1 of 1 is a picture"):
        document_of(pdf)


def test_a_number_in_the_colour_of_its_cell_is_not_seen() -> None:
    page = (pdf := Pdf()).page()
    page.rect(110, 680, 60, 20, before="0.8 0.8 0.8 rg")
    ruled(page, 700, ROWS)
    page.text(125, 686, "91", before="0.8 0.8 0.8 rg")
    assert first_number(pdf) == "7"


def test_a_number_that_is_a_picture_or_a_drawing_is_not_nothing() -> None:
    for draw in (
        lambda page: page.image(115, 686, 10, 8),
        lambda page: page.content.append(
            "q 115 686 m 120 686 l 120 694 l 118 694 l 118 688 l 115 688 l h f Q"
        ),
        lambda page: page.content.append(
            "q 115 686 m 117 686 l 117 694 l 116 694 l 116 692 l 115 692 l h f Q"
        ),
    ):
        page = (pdf := Pdf()).page()
        ruled(page, 700, [["规章", ""], ["行政许可", "8"]])
        draw(page)
        assert first_number(pdf) == DOUBT


def test_the_field_of_a_form_whose_text_no_program_drew_is_not_empty() -> None:
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 /T (a) /V (12) /Rect [112 682 150 698] >>"
    page = (pdf := Pdf()).page(Annots=f"[{field}]")
    ruled(page, 700, [["规章", ""], ["行政许可", "8"]])
    assert first_number(pdf) == DOUBT


def test_text_on_a_layer_that_is_switched_off_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(data: bytes, numbers: object) -> dict[int, Found]:
        raise UnreadableFile("install the extra 'ocr'")

    monkeypatch.setattr(reader, "read_pictures", refuse)
    pdf, _ = drawn()
    off = b"/OCProperties << /OCGs [1 0 R] /D << /OFF [1 0 R] >> >> /Type /Catalog"
    with pytest.raises(UnreadableFile, match="may hold text on a layer that is switched off"):
        read(pdf.bytes().replace(b"/Type /Catalog", off), ".pdf")
    shown = off.replace(b"/OFF [1 0 R]", b"/OFF []")
    assert read(pdf.bytes().replace(b"/Type /Catalog", shown), ".pdf").blocks


# -- what a font says --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [" ", "\u200b", "\xa0", "\t", "\n", "-", "\xad"])
def test_a_digit_that_its_font_calls_a_blank_or_a_dash_is_not_left_out(code: str) -> None:
    page = (pdf := Pdf(means={"3": code})).page()
    ruled(page, 700, [["规章", "837"], ["行政许可", "8"]])
    assert DOUBT in first_number(pdf)


def test_a_printed_soft_hyphen_is_a_dash() -> None:
    page = (pdf := Pdf(means={"-": "\xad"})).page()
    ruled(page, 700, [["规章", "-14"], ["行政许可", "8"]])
    assert first_number(pdf) == "-14"


def test_a_row_of_which_no_digit_can_be_read_is_unreadable_and_not_absent() -> None:
    report = planted(random.Random("marks"), "2021")
    reviews = {key: number(3) for key in report.cells if key[0] == "reviews"}
    pdf = draw_report(replace(report, cells={**report.cells, **reviews}), "lines")
    pdf.means = {"3": "\ue033"}
    found = figures_of(recognise(document_of(pdf)))
    assert {found[key].state for key in reviews} == {"unreadable"}
