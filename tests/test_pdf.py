"""PDFs as programs write them: every figure of planted reports, and one test for each trick of theirs."""

from __future__ import annotations

import json
import random
from io import BytesIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

import toolkit.reading.pdf as reader
from scripts.samples import tabbed
from tests.pdf_tables import draw_report
from tests.pdf_writer import Page, Pdf, width_of
from tests.planted import planted
from tests.read import figures_of
from toolkit.document import Document, Grid, Line
from toolkit.errors import UnreadableFile
from toolkit.layout import Page as Found
from toolkit.reading import read
from toolkit.reading.pdf.opinion import confirmed
from toolkit.recognition import recognise

Rows = list[list[str]]
WORDS = "我局高度重视政府信息公开工作，不断完善制度，推动工作规范有序开展"


def document_of(pdf: Pdf) -> Document:
    """Return what is read from a PDF."""
    return read(pdf.bytes(), ".pdf")


def grids(document: Document) -> list[Rows]:
    """Return the texts of every grid, row by row; what is merged from above is ``^``."""
    return [
        [["^" if cell.merged else cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def lines(document: Document) -> list[str]:
    """Return the texts of all lines."""
    return [block.text for block in document.blocks if isinstance(block, Line)]


def ruled(
    page: Page, top: float, rows: Rows, width: float = 60, height: float = 20, left: float = 50
) -> None:
    """Draw a table of equal cells with a line around each, its upper side at ``top``; text stands in the middle."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            x, y = left + c * width, top - (r + 1) * height
            page.rect(x, y, width, height, "S")
            if text:
                page.text(x + 5, y + 6, text)


# -- whole reports -----------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("style", ["lines", "rects", "thin", "one_path", "open"])
def test_every_figure_of_a_planted_report(style: str, edition: str) -> None:
    report = planted(random.Random(f"{style} {edition}"), edition)
    got = figures_of(recognise(document_of(draw_report(report, style))))
    assert {key: figure.value for key, figure in got.items()} == {k: c.value for k, c in report.cells.items()}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_report_on_pages_that_lie_on_their_side(turn: int) -> None:
    report = planted(random.Random(turn), "2021")
    with pypdfium2.PdfDocument(draw_report(report, "lines").bytes()) as document:
        for page in document:
            page.set_rotation(turn)
        got = figures_of(recognise(read(_saved(document), ".pdf")))
    assert {key: got[key].value for key in report.cells} == {
        k: cell.value for k, cell in report.cells.items()
    }


def test_two_pages_on_one_sheet() -> None:
    report = planted(random.Random("sheet"), "2021")
    with pypdfium2.PdfDocument(draw_report(report, "lines").bytes()) as document:
        both = pypdfium2.PdfDocument(pdfium.FPDF_ImportNPagesToOne(document.raw, 1190, 842, 2, 1))
        got = figures_of(recognise(read(_saved(both), ".pdf")))
        both.close()
    assert {key: got[key].value for key in report.cells} == {
        k: cell.value for k, cell in report.cells.items()
    }


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


# -- lines -------------------------------------------------------------------------------------------


def test_the_bottom_line_that_wps_leaves_out_at_a_page_break() -> None:
    page = (pdf := Pdf()).page()
    for y in (700, 680):
        page.line(50, y, 170, y)
    for x in (50, 110, 170):
        page.line(x, 700, x, 660)
    for y, row in ((686, "规章"), (666, "行政许可")):
        page.text(55, y, row)
        page.text(115, y, "7")
    assert grids(document_of(pdf)) == [[["规章", "7"], ["行政许可", "7"]]]


def test_white_rectangles_behind_text_and_shading_are_no_cells() -> None:
    page = (pdf := Pdf()).page()
    for n in range(4):
        page.rect(50, 700 - 20 * n, 200, 20, before="1 1 1 rg")
        page.rect(250, 700 - 20 * n, 200, 20, before="0.8 0.9 1 rg")
        page.text(55, 706 - 20 * n, f"{n}、{WORDS[:12]}")
    assert grids(document_of(pdf)) == []


def test_a_stray_underline_cuts_no_cell() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["行政许可", "7"], ["行政处罚", "8"]])
    page.line(55, 684, 90, 684)
    assert grids(document_of(pdf)) == [[["行政许可", "7"], ["行政处罚", "8"]]]


def test_cells_with_a_space_between_their_borders() -> None:
    page = (pdf := Pdf()).page()
    for r, row in enumerate([["行政许可", "12"], ["行政处罚", "8"]]):
        for c, text in enumerate(row):
            page.rect(50 + 64 * c, 680 - 24 * r, 60, 20, "S")
            page.text(55 + 64 * c, 686 - 24 * r, text)
    assert grids(document_of(pdf)) == [[["行政许可", "12"], ["行政处罚", "8"]]]


def test_a_cell_that_reaches_down_is_marked_in_the_rows_below() -> None:
    page = (pdf := Pdf()).page()
    for box in ((50, 660, 60, 40), (110, 680, 60, 20), (110, 660, 60, 20)):
        page.rect(*box, "S")
    page.text(55, 675, "三、")
    page.text(115, 686, "1")
    page.text(115, 666, "2")
    assert grids(document_of(pdf)) == [[["三、", "1"], ["^", "2"]]]


def test_only_horizontal_lines_leave_lines_of_words_in_visual_order() -> None:
    page = (pdf := Pdf()).page()
    for n, label in enumerate(["规章", "行政许可"]):
        page.line(50, 700 - 20 * n, 400, 700 - 20 * n)
        page.text(300, 686 - 20 * n, "34")
        page.text(200, 686 - 20 * n, "12")
        page.text(55, 686 - 20 * n, label)
    document = document_of(pdf)
    assert (grids(document), lines(document)) == ([], ["规章 12 34", "行政许可 12 34"])


# -- characters --------------------------------------------------------------------------------------


def test_a_number_in_a_line_has_a_place_of_its_own() -> None:
    report = planted(random.Random("places"), "2021")
    pdf = Pdf()
    page = pdf.page()
    page.text(50, 790, report.title)
    page.text(50, 770, "一、总体情况")
    page.text(50, 750, "2022年收到政府信息公开申请23件。")
    page.text(50, 730, "二、主动公开政府信息情况")
    # a table without ruling
    columns = [50, 250, 350, 450]
    for at, row in enumerate(tabbed.two(report)):
        for x, text in zip(columns, row, strict=True):
            page.text(x, 700 - 24 * at, text)
    found = recognise(document_of(pdf))
    places = {
        (50 + width_of("2022年收到政府信息公开申请"), "23件"): next(
            mention.place for mention in found.mentions if mention.kind == "requests_received"
        )
    }
    for measure, x in zip(("issued", "repealed", "in_force"), columns[1:], strict=True):
        for row in ("rules", "normative_documents"):
            figure = figures_of(found)["disclosures", row, measure]
            assert figure.value == report.cells["disclosures", row, measure].value
            places[x, figure.raw or ""] = figure.place
    assert len(places) == 7
    for (x, text), place in places.items():
        assert (place.x0, place.x1) == (pytest.approx(x, abs=1), pytest.approx(x + width_of(text), abs=1))


def test_a_digit_drawn_twice_for_bold_counts_once() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", "0"], ["行政许可", "100"]])
    page.text(115.4, 686, "0")
    page.text(115.4, 666.2, "100")
    assert grids(document_of(pdf)) == [[["规章", "0"], ["行政许可", "100"]]]


def test_one_digit_over_another_makes_no_number() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", "0"], ["行政许可", "5"]])
    page.text(116, 686, "5")
    (rows,) = grids(document_of(pdf))
    assert not rows[0][1].isdigit()
    assert rows[1] == ["行政许可", "5"]


def test_text_that_nobody_sees_is_left_out() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", "", "7"], ["行政许可", "", "8"]])
    page.text(115, 686, "91", before="3 Tr")
    page.text(115, 666, "92", before="1 1 1 rg")
    page.text(-40, 666, "93")
    assert grids(document_of(pdf)) == [[["规章", "", "7"], ["行政许可", "", "8"]]]


def test_what_was_covered_when_the_page_was_written_is_left_out() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", "7"], ["行政许可", "8"]])
    page.rect(112, 662, 50, 16, before="1 1 1 rg")
    assert grids(document_of(pdf)) == [[["规章", "7"], ["行政许可", ""]]]


def test_a_watermark_is_no_part_of_the_cells() -> None:
    page = (pdf := Pdf()).page()
    page.content.append("q 0.707 0.707 -0.707 0.707 60 600 cm")
    page.text(0, 0, "内部资料不得外传", 30)
    page.content.append("Q")
    ruled(page, 700, [["规章", "7"], ["行政许可", "8"]])
    assert (grids(document_of(pdf)), lines(document_of(pdf))) == ([[["规章", "7"], ["行政许可", "8"]]], [])


def test_numbers_typed_onto_an_empty_form_are_read() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", ""], ["行政许可", "8"]])
    page.note(115, 686, "12")
    assert grids(document_of(pdf)) == [[["规章", "12"], ["行政许可", "8"]]]


def test_white_text_on_a_dark_cell_is_seen() -> None:
    page = (pdf := Pdf()).page()
    page.rect(50, 680, 120, 20, before="0.1 0.3 0.5 rg")
    ruled(page, 700, [["", ""], ["行政许可", "8"]])
    page.text(55, 686, "规章", before="1 1 1 rg")
    page.text(115, 686, "7", before="1 1 1 rg")
    assert grids(document_of(pdf)) == [[["规章", "7"], ["行政许可", "8"]]]


def test_values_written_before_their_labels_stand_in_their_rows() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["", "1"], ["", "2"]])
    page.text(55, 666, "行政许可")
    page.text(55, 686, "规章")
    assert grids(document_of(pdf)) == [[["规章", "1"], ["行政许可", "2"]]]


def test_digits_set_wide_are_one_number_and_upright_words_keep_their_order() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", ""], ["", "8"]], height=50)
    for n, digit in enumerate("104"):
        page.text(115 + 7 * n, 670, digit)
    for n, char in enumerate("自然人"):
        page.text(70, 636 - 14 * n, char)
    assert grids(document_of(pdf)) == [[["规章", "104"], ["自\n然\n人", "8"]]]


def test_a_number_printed_across_a_line_belongs_to_no_cell() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", "", "3"], ["行政许可", "7", "8"]])
    page.text(158, 686, "11034")
    (rows,) = grids(document_of(pdf))
    assert not rows[0][1].isdigit()
    assert not rows[0][2].isdigit()
    assert rows[1] == ["行政许可", "7", "8"]


def test_a_cell_with_a_character_of_private_use_is_not_empty() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", "\ue031"], ["行政许可", "8"]])
    assert grids(document_of(pdf))[0][0][1] == "\ufffd"


def test_a_number_wrapped_in_a_narrow_column_without_lines_is_unreadable() -> None:
    page = (pdf := Pdf()).page()
    page.text(50, 700, "245")
    page.text(50, 688, "7")
    page.text(100, 688, "31")
    page.text(150, 688, "2488")
    assert lines(document_of(pdf)) == ["���", "� 31 2488"]


# -- pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["- {} -", "{}", "第{}页 共3页", "{}/3", "Page {} of 3"])
def test_page_numbers_and_headers_are_left_out(number: str) -> None:
    pdf = Pdf()
    for n in range(1, 4):
        page = pdf.page()
        page.text(280, 40, number.format(n))
        page.text(60, 810, "清河市教育局年度报告")
        page.text(60, 700 - n, f"{WORDS}，清河市教育局年度报告，共{n}件")
    assert lines(document_of(pdf)) == [f"{WORDS}，清河市教育局年度报告，共{n}件" for n in (1, 2, 3)]


def test_values_at_the_foot_of_pages_are_no_page_numbers() -> None:
    pdf = Pdf()
    for values in ("0 0 0", "0 0 0"):
        page = pdf.page()
        page.text(60, 700, WORDS)
        page.text(60, 80, values)
    assert lines(document_of(pdf)).count("0 0 0") == 2


def test_a_row_cut_by_a_page_break_is_one_row() -> None:
    pdf = Pdf()
    ruled(pdf.page(), 120, [["规章", "12"], ["8.属", "47"]], width=28)
    ruled(pdf.page(), 780, [["于", "9"], ["其他", "3"]], width=28)
    assert grids(document_of(pdf)) == [[["规章", "12"], ["8.属\n于", "47\n9"]], [["其他", "3"]]]


def test_a_label_that_moves_to_the_next_page_without_its_numbers_is_one_row() -> None:
    pdf = Pdf()
    ruled(pdf.page(), 120, [["规章", "12", "4"], ["", "47", "5"]])
    ruled(pdf.page(), 780, [["3.其他", "", ""], ["行政强制", "9", "6"]])
    assert grids(document_of(pdf)) == [
        [["规章", "12", "4"], ["3.其他", "47", "5"]],
        [["行政强制", "9", "6"]],
    ]


def test_two_rows_on_two_pages_stay_two() -> None:
    pdf = Pdf()
    ruled(pdf.page(), 120, [["规章", "12"], ["行政处罚", "47"]])
    ruled(pdf.page(), 780, [["行政强制", "9"]])
    assert grids(document_of(pdf)) == [[["规章", "12"], ["行政处罚", "47"]], [["行政强制", "9"]]]


def test_a_heading_repeated_on_the_next_page_does_not_hide_the_cut_row() -> None:
    pdf = Pdf()
    ruled(pdf.page(), 120, [["信息", "件数"], ["8.属", "47"]], width=28)
    ruled(pdf.page(), 780, [["信息", "件数"], ["于", "9"]], width=28)
    assert grids(document_of(pdf)) == [[["信息", "件数"], ["8.属\n于", "47\n9"]], [["信息", "件数"]]]


def test_text_in_two_columns_is_read_down_the_left_one_first() -> None:
    page = (pdf := Pdf()).page()
    for n in range(7):
        page.text(50, 700 - 15 * n, f"左{n}{WORDS[:20]}")
        page.text(320, 697 - 15 * n, f"右{n}{WORDS[:20]}")
    assert [line[:2] for line in lines(document_of(pdf))] == [
        f"{side}{n}" for side in "左右" for n in range(7)
    ]


def test_text_that_runs_sideways_is_read_and_placed_on_the_page_as_it_lies() -> None:
    page = (pdf := Pdf()).page()
    page.content.append("q 0 1 -1 0 595 0 cm")
    ruled(page, 500, [["规章", "7"], ["行政许可", "8"]])
    page.content.append("Q")
    (block,) = document_of(pdf).blocks
    assert isinstance(block, Grid)
    assert [[cell.text for cell in row.cells] for row in block.rows] == [["规章", "7"], ["行政许可", "8"]]
    # Upright the cell goes from 110 to 170 and from 480 to 500 above the lower edge.
    assert tuple(block.rows[0].cells[1].place) == pytest.approx((1, None, 95, 672, 115, 732), abs=1)


def test_the_box_of_a_cell_counts_from_the_corner_that_is_cut_out() -> None:
    page = (pdf := Pdf()).page(CropBox="[30 20 500 800]")
    ruled(page, 700, [["规章", "7"], ["行政许可", "8"]])
    (block,) = document_of(pdf).blocks
    assert isinstance(block, Grid)
    assert tuple(block.rows[0].cells[1].place) == pytest.approx((1, None, 80, 100, 140, 120), abs=1)


# -- what cannot be read -----------------------------------------------------------------------------


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make reading pictures fail, as where OpenCV or Tesseract is missing."""

    def refuse(data: bytes, numbers: object) -> dict[int, Found]:
        raise UnreadableFile("install the extra 'ocr'")

    monkeypatch.setattr(reader, "read_pictures", refuse)


@pytest.mark.usefixtures("without_ocr")
def test_pages_that_are_pictures_say_so() -> None:
    pdf = Pdf()
    for _ in range(2):
        pdf.page().image(0, 0, 595, 842)
    with pytest.raises(UnreadableFile, match=r"pages 1 and 2 of 2 are pictures; install the extra 'ocr'"):
        document_of(pdf)


@pytest.mark.usefixtures("without_ocr")
def test_a_layer_of_unseen_text_under_a_picture_is_not_read() -> None:
    page = (pdf := Pdf()).page()
    page.image(0, 0, 595, 842)
    page.text(50, 700, WORDS, before="3 Tr")
    with pytest.raises(UnreadableFile, match="page 1 of 1 is a picture"):
        document_of(pdf)


@pytest.mark.usefixtures("without_ocr")
def test_fonts_without_unicode_are_told_from_pictures() -> None:
    pdf = Pdf(unicode=False)
    pdf.page().text(50, 700, WORDS)
    with pytest.raises(
        UnreadableFile, match="page 1 of 1 is set in a font that does not say which characters"
    ):
        document_of(pdf)


@pytest.mark.usefixtures("without_ocr")
def test_a_picture_among_pages_of_text_does_not_pass_unseen() -> None:
    pdf = Pdf()
    pdf.page().text(50, 700, WORDS)
    pdf.page().image(0, 0, 595, 842)
    page = pdf.page()
    page.text(50, 700, WORDS)
    page.image(50, 300, 400, 200)
    assert document_of(pdf).properties["unread"] == (
        "page 2 of 3 is a picture; page 3 of 3 holds a picture that was not read"
    )


def test_pictures_are_read_where_that_is_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    page_two = read(_one_page("第二页").bytes(), ".pdf").blocks
    monkeypatch.setattr(
        reader, "read_pictures", lambda data, numbers: {1: Found(595, 842, list(page_two), [])}
    )
    pdf = _one_page("第一页")
    pdf.page().image(0, 0, 595, 842)
    document = document_of(pdf)
    assert [line[:3] for line in lines(document)] == ["第一页", "第二页"]
    assert (document.scanned, dict(document.properties)) == ({2}, {})


def _one_page(words: str) -> Pdf:
    pdf = Pdf()
    pdf.page().text(50, 700, words + WORDS)
    return pdf


def test_damaged_files_say_what_is_wrong() -> None:
    whole = _one_page("").bytes()
    locked = whole.replace(
        b"/Root",
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%b) /U (%b) >> /ID [(a) (b)] /Root"
        % ((b"x" * 32,) * 2),
    )
    for data, reason in (
        (whole[: len(whole) // 2], "is cut off"),
        (whole[:9] + bytes(300) + b"%%EOF", "is damaged and cannot be opened"),
        (Pdf().bytes(), "is damaged and cannot be opened"),
        (locked, "is locked with a password"),
        (_empty().bytes(), "its pages are empty"),
    ):
        with pytest.raises(UnreadableFile, match=reason):
            read(data, ".pdf")


def _empty() -> Pdf:
    pdf = Pdf()
    pdf.page()
    return pdf


# -- more than one opinion ---------------------------------------------------------------------------


def test_a_number_that_no_second_reading_has_is_marked() -> None:
    page = (pdf := Pdf()).page()
    ruled(page, 700, [["规章", "12"], ["行政许可", "7"]])
    page.text(50, 500, "共 12 件")
    found = [Found(595, 842, list(document_of(pdf).blocks), [])]
    assert confirmed(found, "规章 12 7 12", lambda: pytest.fail("not needed")) == found
    assert confirmed(found, "规章 1 2 7 1 2", lambda: "12 7 12") == found
    (marked,) = confirmed(found, "规章 1 2 7 1 2", lambda: "1 2 7 1 2")
    assert [
        block.text if isinstance(block, Line) else block.rows[0].cells[1].text for block in marked.blocks
    ] == [
        "12\ufffd",
        "共 \ufffd\ufffd 件",
    ]


@pytest.mark.parametrize("style", ["rects", "thin"])
def test_pdfplumber_reads_the_same(style: str) -> None:
    data = draw_report(planted(random.Random(style), "2021"), style).bytes()
    assert grids(reader.read_with_pdfplumber(data)) == grids(read(data, ".pdf"))


# -- a published report ------------------------------------------------------------------------------


def test_hongze_2023(real_reports: Path) -> None:
    data = (real_reports / "real" / "hongze_2023.pdf").read_bytes()
    gold = json.loads((real_reports / "gold" / "hongze_2023.json").read_text("utf-8"))
    document = read(data, ".pdf")
    got = figures_of(recognise(document))
    truth = {
        (table, row, column): value
        for table in ("disclosures", "requests", "reviews")
        for row, cells in gold[table].items()
        for column, value in cells.items()
    }
    assert len(truth) == 186
    assert {key: got[key].value for key in truth} == truth
    assert set(got) == set(truth)
    assert grids(reader.read_with_pdfplumber(data)) == grids(document)
    assert not any(line.startswith("- ") for line in lines(document))
