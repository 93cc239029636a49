"""Word documents: every figure in the many ways in which they are written, and what is not printed."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from dataclasses import replace

import pytest

from scripts.samples.report import number
from tests import docx
from tests.docx import (
    STRICT,
    Manner,
    archive,
    cell,
    control,
    deleted,
    document,
    field,
    inserted,
    level,
    lists,
    numbered,
    package,
    paragraph,
    picture,
    row,
    run,
    table,
    text_box,
)
from tests.planted import planted
from tests.read import figures_of
from toolkit.document import Document, Grid, Line
from toolkit.errors import UnreadableFile
from toolkit.office.numbering import Numbering
from toolkit.office.package import parse
from toolkit.reading import read
from toolkit.recognition import recognise

MANNERS = {
    "plain": Manner(),
    "every digit in a run of its own": Manner(docx.one_by_one),
    "tracked changes": Manner(docx.changed),
    "changes inside numbers": Manner(docx.half_changed, pieces=True),
    "results of fields": Manner(docx.computed),
    "links, tags, formulas, moved text": Manner(docx.wrapped),
    "hidden numbers": Manner(docx.hidden),
    "nothing merged": Manner(grid="empty"),
    "rows that begin further right": Manner(grid="before"),
    "empty columns": Manner(grid="spare"),
    "columns joined in the old way": Manner(grid="old"),
    "edges dragged in every row": Manner(grid="dragged"),
    "tables in pieces": Manner(pieces=True),
    "text boxes": Manner(around="box", pieces=True),
    "one table around the report": Manner(around="frame"),
    "content controls": Manner(around="controls"),
    "tables in cells": Manner(around="nested"),
    "tables in cells between words": Manner(around="crowd", pieces=True),
    "automatic numbers": Manner(lists=True),
    "rows and cells deleted": Manner(dropped=True),
    "much at once": Manner(docx.changed, "dragged", True, "nested", True, True),
}


def shown(body: str | bytes, **parts: str) -> list[str | list[list[str]]]:
    """Return what a document shows: lines, and tables as rows of texts; ``^`` is a cell merged with one above."""
    data = package(body, parts) if isinstance(body, str) else body
    return [
        block.text
        if isinstance(block, Line)
        else [["^" if cell.merged else cell.text for cell in row.cells] for row in block.rows]
        for block in read(data, ".docx").blocks
    ]


# -- figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("name", MANNERS)
def test_every_figure_in_every_manner(name: str, edition: str) -> None:
    report = planted(random.Random(f"{name} {edition}"), edition)
    found = recognise(read(document(report, MANNERS[name]), ".docx"))
    got = figures_of(found)
    assert {key: got[key].value for key in report.cells} == {
        key: cell.value for key, cell in report.cells.items()
    }
    assert set(got) == set(report.cells)
    assert len(found.sections) == 6


@pytest.mark.parametrize("name", MANNERS)
def test_what_is_cut_out_of_the_source_says_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = document(planted(random.Random(name), "2021"), MANNERS[name])
    found = read(data, ".docx")
    monkeypatch.setattr("toolkit.office.document.lightened", lambda source, has_lists: source)
    assert read(data, ".docx") == found


def test_a_package_written_as_one_file() -> None:
    report = planted(random.Random("flat"), "2021")
    whole = zipfile.ZipFile(io.BytesIO(document(report, Manner(lists=True))))
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{whole.read(name).decode()}</pkg:xmlData></pkg:part>'
        for name in whole.namelist()
    )
    flat = f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    got = figures_of(recognise(read(flat.encode(), ".doc")))
    assert {key: got[key].value for key in report.cells} == {
        key: cell.value for key, cell in report.cells.items()
    }


@pytest.mark.parametrize(
    "cell_source",
    [
        # as Word writes a cell: who wrote it when, how wide it is, where the speller stopped
        '<w:tcPr><w:tcW w:w="600"/></w:tcPr><w:p w:rsidR="00A7"><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:proofErr w:type="gramStart"/><w:r w:rsidRPr="00B1"><w:rPr><w:b/></w:rPr><w:t>1</w:t></w:r>'
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:r><w:lastRenderedPageBreak/><w:t>2</w:t></w:r></w:p>',
        "<w:tcPr><w:vAlign/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r><w:r><w:t>2</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>&#49;2</w:t></w:r></w:p>",
        "<w:p>\n  <w:r>\n    <w:t>\n 12\n</w:t>\n  </w:r>\n</w:p>",
    ],
)
def test_a_number_is_the_same_however_its_cell_is_written(cell_source: str) -> None:
    cells = f"<w:tc>{cell_source}</w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc>"
    assert shown(table(row(cell("规章"), cells))) == [[["规章", "12", "3"]]]


def test_a_figure_knows_its_line_and_characters() -> None:
    document = read(package(paragraph("第一行") + table(row(cell("规章"), cell("12")))), ".docx")
    assert document.lines == ("第一行", "规章\t12")
    (_, grid) = document.blocks
    assert isinstance(grid, Grid)
    place = grid.rows[0].cells[1].place
    assert (place.line, place.x0, place.x1) == (2, 3, 5)


@pytest.mark.parametrize("name", ["plain", "much at once", "text boxes"])
def test_every_place_leads_to_its_text(name: str) -> None:
    found: Document = read(document(planted(random.Random(name), "2021"), MANNERS[name]), ".docx")
    for block in found.blocks:
        for part in (
            [block] if isinstance(block, Line) else [each for line in block.rows for each in line.cells]
        ):
            assert part.place.line is not None and part.place.x0 is not None and part.place.x1 is not None
            printed = found.lines[part.place.line - 1]
            assert printed[int(part.place.x0) : int(part.place.x1)] == part.text.replace("\n", " ")


# -- characters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("1") + run("2"), "12"),
        (deleted("3") + inserted(run("12")), "12"),
        (run("1") + deleted("5") + inserted(run("2")), "12"),
        ('<w:moveFrom w:id="1"><w:r><w:t>7</w:t></w:r></w:moveFrom>' + run("12"), "12"),
        (field(" PAGE ", "12"), "12"),
        # A field in the code of a field: IF page 3 = 1 …
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + field(" PAGE ", "3") +
         '<w:r><w:fldChar w:fldCharType="separate"/><w:t>12</w:t><w:fldChar w:fldCharType="end"/></w:r>', "12"),
        ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>EQ \\o\\ac(○,3)</w:instrText>'
         '<w:fldChar w:fldCharType="end"/></w:r>', "○ 3"),
        (field(" EQ \\o\\ac(○,3)", ""), "○ 3"),
        # Word computes the sum when it shows the file.
        ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>=SUM(LEFT)</w:instrText>'
         '<w:fldChar w:fldCharType="end"/></w:r>', "\ufffd"),
        (run("34", "<w:vanish/>") + run("12"), "12"),
        (run("12", '<w:vanish w:val="0"/>'), "12"),
        # A note's 1 behind a 5 is no 51, and 12 struck out before 15 is no 1215.
        (run("5") + run("1", '<w:vertAlign w:val="superscript"/>'), "5¹"),
        (run("12", "<w:strike/>") + run("15"), "1\u03362\u033615"),
        (run("5") + run("1", '<w:position w:val="8"/><w:sz w:val="12"/>'), "5¹"),
        (run("1", '<w:position w:val="8"/>') + run("2", '<w:position w:val="8"/>'), "12"),
        (run("7", '<w:color w:val="FFFFFF"/>') + run("5"), "7\ufffd5"),
        (run("7", '<w:sz w:val="2"/>') + run("5"), "7\ufffd5"),
        (run("12", '<w:color w:val="FFFFFF"/>'), "12\ufffd"),
        (run("7", '<w:color w:val="FFFFFE"/>') + run("5"), "7\ufffd5"),
        (run("7", '<w:color w:val="auto" w:themeColor="background1"/>') + run("5"), "7\ufffd5"),
        (run("7", '<w:color w:val="7F7F7F" w:themeColor="background1" w:themeShade="80"/>') + run("5"), "75"),
        (run("7", '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>') + run("5"), "7\ufffd5"),
        (run("7", '<w:color w:val="0055AA"/><w:shd w:val="clear" w:fill="0055AA"/>') + run("5"), "7\ufffd5"),
        (run("7", '<w:specVanish/>') + run("5"), "7\ufffd5"),
        # four points beside ten, a hundredth of the width, one digit on top of the other
        (run("7") + run("5", '<w:sz w:val="8"/>'), "7\ufffd5"),
        (run("75", '<w:sz w:val="8"/>'), "75"),
        (run("7", '<w:w w:val="1"/>') + run("5"), "7\ufffd5"),
        (run("75", '<w:w w:val="80"/>'), "75"),
        (run("7", '<w:spacing w:val="-400"/>') + run("5"), "7\ufffd5"),
        (run("7", '<w:spacing w:val="-6"/>') + run("5"), "75"),
        (run("12", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="0055AA"/>'), "12"),
        (run("12", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="auto"/>'), "12\ufffd"),
        (f'<w:bdo w:val="rtl">{run("12")}</w:bdo>', "12\ufffd"),
        (f'<w:bdo w:val="ltr">{run("12")}</w:bdo>', "12"),
        # a font of its own may show any sign there
        (run("\ue612"), "\ufffd"),
        (run("\ue6125"), "\ufffd5"),
        (run("\uf06c其他"), "\uf06c其他"),
        ('<w:r><w:noBreakHyphen/><w:t>2</w:t></w:r>', "-2"),
        ('<w:r><w:t>1</w:t><w:softHyphen/><w:t>2</w:t></w:r>', "12"),
        ('<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t></w:r>', "1 2"),
        ('<w:r><w:t>1</w:t><w:br/><w:t>2</w:t></w:r>', "1\n2"),
        ('<w:r><w:t>\n   12\n  </w:t></w:r>', "12"),
        ('<w:r><w:sym w:font="Symbol" w:char="F032"/></w:r>', "2"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F032"/></w:r>', "\ufffd"),
        ("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>", "12"),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
         "1/2"),
        ("<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
         "10^2"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>9</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>12</w:t></w:r></w:rubyBase></w:ruby></w:r>",
         "12"),
        ('<w:r><w:t>12</w:t><w:footnoteReference w:id="2"/></w:r>', "12"),
        (run("5") + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>', "5^1"),
    ],
)  # fmt: skip
def test_what_a_cell_prints(runs: str, text: str) -> None:
    assert shown(table(row(cell("规章"), cell(paragraph(runs))))) == [[["规章", text]]]


@pytest.mark.parametrize(
    ("maker", "text"), [("http://schemas.microsoft.com/office/word/2010/wordml", "12"), ("urn:unknown", "3")]
)
def test_of_several_wordings_the_first_that_word_understands_counts(maker: str, text: str) -> None:
    runs = (
        f'<mc:AlternateContent><mc:Choice xmlns:x="{maker}" Requires="x">{run("12")}</mc:Choice>'
        f"<mc:Fallback>{run('3')}</mc:Fallback></mc:AlternateContent>"
    )
    assert shown(table(row(cell("规章"), cell(paragraph(runs))))) == [[["规章", text]]]


@pytest.mark.parametrize(
    ("ground", "text"), [("", "12\ufffd"), ('<w:shd w:val="clear" w:color="auto" w:fill="0055AA"/>', "12")]
)
def test_white_numbers_are_read_on_a_coloured_cell(ground: str, text: str) -> None:
    white = paragraph(run("12", '<w:color w:val="FFFFFF"/>'))
    assert shown(table(row(cell("规章"), cell(white, ground)))) == [[["规章", text]]]


def test_numbers_in_the_colour_of_their_cell_are_not_read() -> None:
    blue = paragraph(run("7", '<w:color w:val="0000FF"/>') + run("12", '<w:color w:val="FFFFFF"/>'))
    ground = '<w:shd w:val="clear" w:color="auto" w:fill="0000F0"/>'
    assert shown(table(row(cell("规章"), cell(blue, ground)))) == [[["规章", "7\ufffd12"]]]


def _begin(inside: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="begin">{inside}</w:fldChar></w:r>'


_END = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
_LIST = '<w:ffData><w:ddList>{}<w:listEntry w:val="12"/><w:listEntry w:val="5"/></w:ddList></w:ffData>'


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (picture(20, 10), "\ufffc"),
        (run("1") + picture(8, 10), "1\ufffc"),
        ('<w:r><w:object><v:shape/><o:OLEObject ProgID="Equation.3"/></w:object></w:r>', "\ufffc"),
        ("<w:r><w:pict><v:rect/></w:pict></w:r>", "\ufffc"),
        ('<w:r><mc:AlternateContent><mc:Choice Requires="wpi"><w:drawing><wp:inline/></w:drawing></mc:Choice>'
         "<mc:Fallback/></mc:AlternateContent></w:r>", "\ufffc"),
        # A seal that floats over the table may be anchored in a cell that has its number.
        (run("12") + "<w:r><w:drawing><wp:anchor/></w:drawing></w:r>", "12"),
        ("<w:r><w:drawing><wp:anchor/></w:drawing></w:r>", "\ufffc"),
        ('<w:r><w:pict><v:shape style="position:absolute;width:20pt"/></w:pict></w:r>' + run("12"), "12"),
        (run("12") + f'<w:r><w:rPr><w:vanish/></w:rPr>{picture(8, 10)[5:]}', "12"),
        # A list or a box of a form that Word draws by itself.
        (_begin(_LIST.format('<w:result w:val="1"/><w:default w:val="0"/>')) + "<w:r><w:instrText> FORMDROPDOWN "
         "</w:instrText></w:r>" + _END, "5"),
        (_begin(_LIST.format("")) + "<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>" + _END, "12"),
        (_begin("<w:ffData><w:checkBox/></w:ffData>") + "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>" + _END,
         "\ufffd"),
        (_begin("") + "<w:r><w:instrText> MACROBUTTON NoMacro 12 </w:instrText></w:r>" + _END, "12"),
        (_begin("") + "<w:r><w:instrText> DOCPROPERTY sum </w:instrText></w:r>" + _END, "\ufffd"),
        ('<w:fldSimple w:instr=" =SUM(LEFT) "/>', "\ufffd"),
        (_begin("") + '<w:r><w:instrText> XE "规章" </w:instrText></w:r>' + _END + run("12"), "12"),
        ("<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>" + run("12") + "</w:sdtContent></w:sdt>", "12"),
    ],
)  # fmt: skip
def test_a_cell_in_which_something_is_drawn_is_not_empty(runs: str, text: str) -> None:
    assert shown(table(row(cell("规章"), cell(paragraph(runs))))) == [[["规章", text]]]


def test_drawings_between_words_say_nothing() -> None:
    emblem = picture(20, 10)
    assert shown(paragraph(emblem + run("第一行")) + paragraph(emblem)) == ["第一行"]
    assert shown(paragraph(run("公开1") + emblem + run("2条"))) == ["公开1\ufffc2条"]


@pytest.mark.parametrize("where", ["disclosures", "requests", "reviews"])
def test_a_figure_that_is_drawn_is_unreadable(where: str) -> None:
    report = planted(random.Random("drawn"), "2021")
    key = next(key for key in report.cells if key[0] == where)
    cells = {**report.cells, key: number(7777)}
    data = document(replace(report, cells=cells))
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        files = {name: made.read(name).decode() for name in made.namelist()}
    files["word/document.xml"] = files["word/document.xml"].replace(run("7777"), picture(20, 10))
    got = figures_of(recognise(read(archive(files), ".docx")))
    assert (got[key].state, got[key].value) == ("unreadable", None)
    assert all(got[other].value == cell.value for other, cell in report.cells.items() if other != key)


def test_text_hidden_by_its_style_is_not_printed() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    body = table(row(cell(paragraph(run("34", '<w:rStyle w:val="b"/>') + run("12"))), cell("0")))
    assert shown(body, styles=styles) == [[["12", "0"]]]


_WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'


@pytest.mark.parametrize(
    ("styles", "text"),
    [
        (f'<w:style w:type="character" w:styleId="b">{_WHITE}</w:style>', "34\ufffd12"),
        (f'<w:style w:type="paragraph" w:default="1" w:styleId="a">{_WHITE}</w:style>', "34\ufffd12\ufffd"),
        (f"<w:docDefaults><w:rPrDefault>{_WHITE}</w:rPrDefault></w:docDefaults>"
         '<w:style w:type="character" w:styleId="b"><w:rPr><w:color w:val="000000"/></w:rPr></w:style>', "34\ufffd12\ufffd"),
        (f'<w:style w:type="table" w:styleId="c">{_WHITE}</w:style>', "3412"),
    ],
)  # fmt: skip
def test_numbers_that_their_style_makes_white_are_not_read(styles: str, text: str) -> None:
    body = table(row(cell(paragraph(run("34", '<w:rStyle w:val="b"/>') + run("12"))), cell("规章")))
    assert shown(body, styles=styles) == [[[text, "规章"]]]


def test_a_paragraph_whose_end_was_deleted_runs_on_in_the_next() -> None:
    mark = '<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'
    body = paragraph("1", mark) + paragraph("2") + paragraph(deleted("全部删除"), mark) + paragraph("3")
    assert shown(body) == ["12", "3"]
    begun = paragraph("本年", mark) + numbered("情况", 1, 0)
    assert shown(begun, numbering=HEADINGS) == ["一、 本年情况"]


def test_a_text_box_is_told_twice_and_read_once() -> None:
    assert shown(text_box(paragraph("规章 12"))) == ["规章 12"]


@pytest.mark.parametrize(
    "page",
    [field(" PAGEREF _Toc1 \\h ", "3"), f'<w:fldSimple w:instr="PAGEREF _Toc1">{run("3")}</w:fldSimple>'],
)
def test_a_line_of_a_table_of_contents_is_no_row(page: str) -> None:
    entry = run("一、总体情况") + "<w:r><w:tab/></w:r>" + page
    assert shown(paragraph(entry) + paragraph("正文")) == ["正文"]


def test_a_field_without_an_end_swallows_no_other_paragraph() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert shown(paragraph(run("1") + begun + run("9")) + paragraph("2")) == ["1", "2"]


# -- tables ------------------------------------------------------------------------------------------


def test_merged_cells_stand_where_they_are_and_are_told_once() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        row(cell("组", down), cell("甲", '<w:gridSpan w:val="2"/>'), cell("1")),
        row(cell("不显示的9", on), cell("乙"), cell("丙"), cell("2")),
        row(cell("丁"), cell("戊", '<w:gridSpan w:val="2"/>'), cell("3", on)),
    ]
    # The last cell continues nothing: the one above it is not merged.
    assert shown(table(*rows)) == [[["组", "甲", "1"], ["^", "乙", "丙", "2"], ["丁", "戊", "3"]]]


def test_columns_are_counted_from_where_the_row_begins() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    rows = [
        row(cell("甲", wide), cell("乙", down), cell("1")),
        row(cell("8", on), cell("2"), properties='<w:gridBefore w:val="2"/>'),
        row(
            cell("丙", '<w:hMerge w:val="restart"/>'),
            cell("", '<w:hMerge w:val="continue"/>'),
            cell("9", on),
            cell("3"),
        ),
        row(cell("丁", '<w:cellDel w:id="1"/>'), cell("戊", wide), cell("", on), cell("4")),
    ]
    assert shown(table(*rows)) == [[["甲", "乙", "1"], ["^", "2"], ["丙", "^", "3"], ["戊", "^", "4"]]]


def test_a_deleted_row_is_gone_and_so_is_a_hidden_one() -> None:
    rows = [
        row(cell("规章"), cell("1")),
        row(cell("规章"), cell("2"), properties='<w:del w:id="1" w:author="a"/>'),
        row(cell(paragraph(run("规章", "<w:vanish/>"))), properties="<w:hidden/>"),
    ]
    assert shown(table(*rows)) == [[["规章", "1"]]]


def test_a_table_of_one_row_inside_a_cell_stands_among_the_cells() -> None:
    inner = table(row(cell("1"), cell("2"))) + paragraph()
    assert shown(table(row(cell("规章"), cell(inner), cell("3")))) == [[["规章", "1", "2", "3"]]]


def test_a_table_of_rows_inside_a_cell_is_a_table() -> None:
    inner = table(row(cell("规章"), cell("1")), row(cell("文件"), cell("2")))
    body = table(row(cell(paragraph("左")), cell(paragraph("上") + inner + paragraph("下"))))
    assert shown(body) == ["左", "上", [["规章", "1"], ["文件", "2"]], "下"]


def test_a_table_as_a_frame_around_text_is_text() -> None:
    assert shown(table(row(cell(paragraph("一、总体情况") + paragraph("正文。"))))) == [
        "一、总体情况",
        "正文。",
    ]


def test_content_controls_hide_no_rows_and_cells() -> None:
    body = control(table(control(row(control(cell("规章")), cell(control(paragraph("7")))))))
    assert shown(body) == [[["规章", "7"]]]


def test_tabs_make_rows_as_in_a_text_file() -> None:
    tab = "<w:r><w:tab/></w:r>"
    body = paragraph(run("规章") + tab + run("7") + tab + run("0")) + paragraph(tab + run("缩进的一段。"))
    assert shown(body + paragraph(run("一、") + tab + run("总体情况"))) == [
        [["规章", "7", "0"]],
        "\t缩进的一段。",
        "一、 总体情况",
    ]


# -- automatic numbers -------------------------------------------------------------------------------

HEADINGS = lists(
    [
        level(0, "japaneseCounting", "%1、"),
        level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="nothing"/>'),
        level(2, "decimal", "%3."),
    ]
)


def test_list_numbers_are_counted_as_word_counts_them() -> None:
    body = "".join(
        numbered(text, 1, at)
        for text, at in [
            ("甲", 0),
            ("乙", 1),
            ("丙", 2),
            ("丁", 2),
            ("戊", 1),
            ("己", 2),
            ("庚", 0),
            ("辛", 1),
        ]
    )
    assert shown(body, numbering=HEADINGS) == [
        "一、 甲",
        "（一）乙",
        "1. 丙",
        "2. 丁",
        "（二）戊",
        "1. 己",
        "二、 庚",
        "（一）辛",
    ]


def test_a_style_gives_its_paragraphs_list_numbers_and_a_paragraph_can_refuse() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="i"><w:basedOn w:val="h"/></w:style>'
    )
    named, refused = '<w:pStyle w:val="i"/>', '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("总体情况", named) + paragraph("无号", refused) + paragraph("其他", named)
    assert shown(body, numbering=HEADINGS, styles=styles) == ["一、 总体情况", "无号", "二、 其他"]


def test_another_list_goes_on_counting_unless_it_starts_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    part = HEADINGS + "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="1"/>{more}</w:num>'
        for key, more in ((2, ""), (3, anew))
    )
    body = "".join(numbered("甲", key, 0) for key in (1, 2, 3, 3))
    assert shown(body, numbering=part) == ["一、 甲", "二、 甲", "一、 甲", "二、 甲"]


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("decimal", "12"),
        ("decimalZero", "12"),
        ("decimalFullWidth", "１２"),
        ("lowerLetter", "l"),
        ("upperRoman", "XII"),
        ("chineseCounting", "十二"),
        ("ideographDigital", "一二"),
        ("decimalEnclosedCircleChinese", "⑫"),
        ("ideographZodiac", "亥"),
        ("chineseLegalSimplified", "拾贰"),
        ("bullet", "•"),
        ("none", ""),
        ("someThingNew", "12"),
    ],
)
def test_numerals_of_lists(number_format: str, text: str) -> None:
    xml = f'<w:numbering xmlns:w="{docx.WORD}">{lists([level(0, number_format, "%1")])}</w:numbering>'
    numbering = Numbering.of(parse(xml.encode(), "numbering.xml"))
    assert [numbering.label("1", 0) for _ in range(12)][-1].strip() == text


def test_a_bullet_is_no_minus() -> None:
    part = lists([level(0, "bullet", "-")])
    assert shown(table(row(cell("行政许可"), cell(numbered("5", 1, 0)))), numbering=part) == [
        [["行政许可", "• 5"]]
    ]


# -- packages ----------------------------------------------------------------------------------------

BODY = paragraph("规章") + table(row(cell("规章"), cell("12")))
SHOWN: list[str | list[list[str]]] = ["规章", [["规章", "12"]]]


@pytest.mark.parametrize(
    "data",
    [
        package(BODY, namespace=STRICT),
        package(BODY, main="inhalt/text.xml"),
        package(BODY, prefix="ns0"),
        archive(
            {"word\\document.xml": f'<w:document xmlns:w="{docx.WORD}"><w:body>{BODY}</w:body></w:document>'}
        ),
    ],
    ids=["strict", "another part", "another prefix", "no relations"],
)
def test_packages_of_other_programs(data: bytes) -> None:
    assert shown(data) == SHOWN


def test_a_part_in_utf_16() -> None:
    xml = f'<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="{docx.WORD}"><w:body>{BODY}</w:body></w:document>'
    data = docx.io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr("word/document.xml", xml.encode("utf-16"))
    assert shown(data.getvalue()) == SHOWN


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".txt", ""])
def test_content_decides_and_not_the_name(suffix: str) -> None:
    assert read(package(BODY), suffix).format == "docx"


@pytest.mark.parametrize(
    ("more", "unread"),
    [
        (picture(415, 600) * 2, "2 pictures as large as a table"),
        ('<w:r><w:pict><v:shape style="width:415pt;height:300.5pt"><v:imagedata/></v:shape></w:pict></w:r>', "1 picture as large as a table"),
        ('<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>', "an embedded object (Excel.Sheet.12)"),
        # A seal, and a formula.
        (picture(120, 120), None),
        ('<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>', None),
    ],
)  # fmt: skip
def test_what_could_not_be_read_beside_the_text_is_told(more: str, unread: str | None) -> None:
    document = read(package(paragraph(more) + BODY), ".docx")
    assert len(document.blocks) == 2
    said = f"of the document, {unread} could not be read"
    assert document.properties == ({"unread": said} if unread else {})


def test_another_file_inside_the_document_is_told() -> None:
    document = read(package('<w:altChunk r:id="r1"/>' + BODY), ".docx")
    assert document.properties["unread"] == "of the document, 1 other file put into it could not be read"
    assert "could not be read" in "".join(
        issue.message
        for issue in recognise(
            read(
                package('<w:altChunk r:id="r1"/>' + paragraph("清河市教育局2021年政府信息公开工作年度报告")),
                "",
            )
        ).issues
    )


ENTITY = f'<!DOCTYPE x [<!ENTITY n "12">]><w:document xmlns:w="{docx.WORD}"><w:body><w:p><w:r><w:t>&n;</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "an Excel workbook"),
        (archive({"ppt/presentation.xml": "<x/>"}), "a PowerPoint presentation"),
        (archive({"OFD.xml": "<x/>"}), "an OFD document"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "an OpenDocument spreadsheet"),
        (archive({"mimetype": "application/epub+zip", "META-INF/container.xml": ""}), "an electronic book"),
        (archive({"2021.txt": "报告"}), "a zip archive and no Word document; unpack it"),
        (archive({"word/document.xml": "<x/>"}), "holds no Word document"),
        (archive({"word/document.xml": "<x"}), "no sound XML"),
        (archive({"word/document.xml": ENTITY}), "defines entities"),
        (package(BODY)[:-200], "cut off or damaged"),
        (b"PK\x03\x04" + bytes(40), "cut off or damaged"),
        (package(paragraph(picture(415, 600))), "no text in the document; of the document, 1 picture"),
        (package(paragraph()), "no text in the document; if its pages are pictures"),
        (package('<w:altChunk r:id="r1"/>'), "no text in the document; of the document, 1 other file put into it"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(data, ".docx")


def test_a_part_that_unpacks_to_more_than_any_report_is_left_alone() -> None:
    data = docx.io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", bytes(65 * 1024 * 1024))
    with pytest.raises(UnreadableFile, match="more than 64 MB"):
        read(data.getvalue(), ".docx")


def test_tables_nested_without_end_are_refused() -> None:
    body = BODY
    for _ in range(100):
        body = table(row(cell(body)))
    with pytest.raises(UnreadableFile, match="no sound XML"):
        read(package(body), ".docx")


def test_damaged_documents_are_refused_or_read_and_nothing_else() -> None:
    rng = random.Random(1)
    whole = document(planted(rng, "2021"), MANNERS["much at once"])
    with zipfile.ZipFile(docx.io.BytesIO(whole)) as opened:
        parts = {name: opened.read(name).decode() for name in opened.namelist()}
    xml = parts["word/document.xml"]
    found: Counter[str] = Counter()
    for _ in range(25):
        at = rng.randrange(len(xml))
        end = xml.find(">", at) + 1
        damaged = (
            xml[:at] + xml[end:] if rng.random() < 0.3 else xml.replace(f'w:val="{rng.randint(0, 3)}"', "", 3)
        )
        try:
            read(archive({**parts, "word/document.xml": damaged}), ".docx")
            found["read"] += 1
        except UnreadableFile:
            found["refused"] += 1
    assert found["read"] and found["refused"]
