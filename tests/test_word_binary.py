"""Old Word, RTF and OpenDocument files: what they are, and that no conversion changes a number unseen."""

from __future__ import annotations

import gzip
import os
import stat
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.docx import archive, cell, deleted, package, paragraph, row, run, table
from toolkit.document import Grid, Line
from toolkit.errors import UnreadableFile
from toolkit.office import libreoffice
from toolkit.office.compound import CompoundFile
from toolkit.office.fidelity import Numbers, compare, numbers_in
from toolkit.reading import read, word_binary

#: A table with merged cells, a number that replaced a deleted 35, a hidden 404 and a page number.
WORD_97 = gzip.decompress((Path(__file__).parent / "data" / "word97.doc.gz").read_bytes())
RTF = (
    rb"{\rtf1{\fonttbl{\f0 Font 12;}}{\*\generator 7.4}{\header 33}\pard\u35268 ?\u31456 ? 2021\par"
    rb"\trowd\cellx900\cellx1800\cellx2700\intbl\u35268 ?\u31456 ?\cell 1{\b 2}\cell 34\cell\row"
    rb"{\field{\*\fldinst PAGE}{\fldrslt 5}}\par}"
)
SECTOR = 512


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file of streams, each filled up to the size from which it is no small one."""
    contents = [data.ljust(4096, b"\0") for data in streams.values()]
    entries = [_entry("Root Entry", 5, 1 if streams else -1, -1, -2, 0)]
    table, at = [], 0
    for number, (name, data) in enumerate(zip(streams, contents, strict=True), start=1):
        count = -(-len(data) // SECTOR)
        table += [*range(at + 1, at + count), -2]
        entries.append(_entry(name, 2, -1, number + 1 if number < len(streams) else -1, at, len(data)))
        at += count
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0")
    table += [*range(at + 1, at + len(directory) // SECTOR), -2, -3]
    places = len(table) - 1
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        word_binary.MAGIC,
        62,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        at,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
    )
    header += struct.pack("<109i", places, *[-1] * 108)
    data = b"".join(each.ljust(-(-len(each) // SECTOR) * SECTOR, b"\0") for each in contents)
    return header + data + directory + struct.pack(f"<{len(table)}i", *table).ljust(SECTOR, b"\xff")


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack("<64sHBBiii36xiII", text, len(text) + 2, kind, 1, -1, right, child, start, size, 0)


#: A row with three cells and places for two.
ODD_RTF = RTF.replace(rb"\cellx2700", b"")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"


# -- what a file is ----------------------------------------------------------------------------------


def test_the_top_level_of_a_compound_file() -> None:
    file = CompoundFile(compound({"Workbook": b"first", "WordDocument": bytes(5000) + b"last"}))
    assert set(file.streams) == {"Workbook", "WordDocument"}
    assert file.stream("WordDocument").rstrip(b"\0").endswith(b"last")
    assert set(CompoundFile(WORD_97).streams) >= {"WordDocument", "1Table"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (compound({"Workbook": b""}), "an old Excel workbook"),
        (compound({"PowerPoint Document": b""}), "an old PowerPoint presentation"),
        (compound({"EncryptedPackage": b"", "EncryptionInfo": b""}), "protected by a password"),
        (compound({"__properties_version1.0": b""}), "an e-mail message"),
        (compound({"MatOST": b""}), "of an old office program and no Word document"),
        (compound({"WordDocument": struct.pack("<HH6xH", 0xA5EC, 0xC1, 0x0100)}), "protected by a password"),
        (compound({"WordDocument": struct.pack("<HH6xH", 0xA5EC, 0x65, 0)}), "of Word 95 or older"),
        (WORD_97[:6000], "cut off or damaged"),
        (word_binary.MAGIC + bytes(64), "cut off or damaged"),
        (RTF[:-20], "the RTF file is cut off"),
        (archive({"mimetype": OPEN_DOCUMENT})[:-10], "cut off or damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(data, ".doc")


def test_a_file_whose_last_sectors_are_missing_is_cut_off() -> None:
    data = bytearray(compound({"WordDocument": b""}))
    data[-4:] = struct.pack("<i", -2)
    with pytest.raises(UnreadableFile, match="cut off"):
        read(bytes(data), ".doc")


def test_a_table_of_sectors_that_runs_in_a_circle_ends() -> None:
    data = bytearray(compound({"WordDocument": b""}))
    data[-SECTOR : -SECTOR + 4] = struct.pack("<I", 0)
    with pytest.raises(UnreadableFile, match="damaged"):
        read(bytes(data), ".doc")


# -- numbers kept ------------------------------------------------------------------------------------


def test_the_numbers_of_an_old_word_file() -> None:
    said = numbers_in(WORD_97, ".doc")
    # 357 is the deleted 35 and the 7 that took its place; the page number is a field, and is left out.
    assert said.runs == Counter({"2021": 1, "318": 1, "357": 1, "12": 1, "83": 2, "19": 1, "404": 1})
    assert said.fleeting == 1


def test_the_numbers_of_an_rtf_file() -> None:
    said = numbers_in(RTF, ".rtf")
    assert said.runs == Counter({"2021": 1, "12": 1, "34": 1})
    assert said.fleeting == 1


def open_document(body: str) -> str:
    """Return the part ``content.xml`` of an OpenDocument text."""
    names = {"office": "office", "text": "text", "table": "table", "draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in names.items()
    )
    return (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def test_the_numbers_of_an_open_document() -> None:
    body = (
        "<text:tracked-changes><text:p>35</text:p></text:tracked-changes><text:p>1<text:span>2</text:span>"
        "<text:tab/>3<text:note><text:p>99</text:p></text:note></text:p><text:p><text:date>2021</text:date></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>7</text:p></table:table-cell><table:table-cell>"
        "<text:p>83</text:p></table:table-cell></table:table-row></table:table>"
    )
    said = numbers_in(archive({"mimetype": OPEN_DOCUMENT, "content.xml": open_document(body)}), ".odt")
    assert said.runs == Counter({"12": 1, "3": 1, "7": 1, "83": 1})
    assert said.fleeting == 1


def word(*cells: str) -> bytes:
    """Return a .docx that a conversion may have made."""
    changed = cell(paragraph(deleted("35") + run("7")))
    body = paragraph("2021年") + paragraph("318条，第1页") + paragraph(run("404", "<w:vanish/>"))
    return package(body + table(row(changed, *map(cell, cells))))


#: As Word 2003 saves its files as XML: a table, a deleted 35, a note, a footer and the number of a page.
WORD_2003 = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    ' xmlns:aml="http://schemas.microsoft.com/aml/2001/core"><w:body><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid><w:tr>'
    "<w:tc><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>1</w:t></w:r><w:r><w:t>2</w:t></w:r></w:p></w:tc>"
    '<w:tc><w:p><aml:annotation aml:id="1" w:type="Word.Deletion"><aml:content><w:r><w:delText>35</w:delText></w:r>'
    "</aml:content></aml:annotation><w:r><w:t>7</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>4</w:t></w:r></w:fldSimple></w:p>'
    "<w:sectPr><w:ftr><w:p><w:r><w:t>99</w:t></w:r></w:p></w:ftr></w:sectPr></w:body></w:wordDocument>"
).encode()


def test_the_numbers_of_word_2003_xml() -> None:
    said = numbers_in(WORD_2003, ".xml")
    assert said == Numbers(Counter({"12": 1, "7": 1}), fleeting=1)
    with pytest.raises(UnreadableFile, match="holds no Word document"):
        numbers_in(
            b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', ".xml"
        )


def test_a_conversion_that_keeps_all_numbers_passes() -> None:
    compare(numbers_in(WORD_97, ".doc"), ".doc", word("83", "12", "", "19", "83"))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("1283", "19", "83"), r"loses .*12.* and adds .*1283"),
        (("83", "12", "19"), r"loses 83"),
        (("83", "12", "91", "83"), r"loses 19 and adds .*91"),
    ],
)
def test_a_conversion_that_joins_loses_or_changes_numbers_does_not(cells: tuple[str, ...], said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        compare(numbers_in(WORD_97, ".doc"), ".doc", word(*cells))


def test_a_conversion_that_adds_numbers_does_not_pass_either() -> None:
    made = package(paragraph("12和34"))
    with pytest.raises(UnreadableFile, match="adds 34"):
        compare(Numbers(Counter({"12": 1})), ".rtf", made)
    # A date that was worked out anew has three numbers.
    compare(Numbers(Counter(), 1), ".rtf", made)


def test_deleted_text_stands_apart_in_an_open_document() -> None:
    compare(Numbers(Counter({"12": 1})), ".odt", package(paragraph(run("12") + deleted("34"))))


# -- LibreOffice -------------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a program that takes the place of LibreOffice and does nothing."""
    path = tmp_path / "soffice"
    path.write_text("#!/bin/sh\nexit 0\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(libreoffice, "_program", lambda: str(path))
    return path


def test_without_libreoffice_the_reason_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_program", lambda: None)
    with pytest.raises(UnreadableFile, match=r"LibreOffice, which is not installed.*save it as \.docx"):
        read(WORD_97, ".doc")


def test_a_file_that_libreoffice_cannot_open(program: Path) -> None:
    with pytest.raises(UnreadableFile, match="LibreOffice cannot open the file"):
        read(WORD_97, ".doc")


def test_a_conversion_that_hangs_is_ended_with_all_it_started(
    program: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program.write_text(f"#!/bin/sh\nsleep 20 &\necho $! > {tmp_path}/child\nwait\n")
    monkeypatch.setattr(libreoffice, "SECONDS_TO_START", 0.5)
    monkeypatch.setattr(libreoffice, "SECONDS_PER_FILE", 0)
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="took longer than"):
        read(WORD_97, ".doc")
    assert time.monotonic() - started < 10
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        if not _is_running(child):
            return
        time.sleep(0.1)
    os.kill(child, 9)
    pytest.fail("the program that the conversion had started goes on")


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture(scope="module")
def asked_for() -> Iterator[list[str]]:
    """Convert files of all kinds at once; return what was asked of the web meanwhile."""
    if not libreoffice.is_installed():
        pytest.skip("LibreOffice (soffice) is not installed")
    paths: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def handle(self) -> None:
            paths.append(str(self.rfile.readline()))

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        word_binary.prepare([WORD_97, b"no document", RTF, ODD_RTF, _linked(server.server_port)])
        server.shutdown()
    yield paths


def _linked(port: int) -> bytes:
    """Return an OpenDocument text with a picture that lies on a web server."""
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (("/", OPEN_DOCUMENT), ("content.xml", "text/xml"))
    )
    picture = (
        '<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char"><draw:image '
        f'xlink:href="http://127.0.0.1:{port}/x.png" xlink:type="simple"/></draw:frame>'
    )
    return archive(
        {
            "mimetype": OPEN_DOCUMENT,
            "content.xml": open_document(f"<text:p>12{picture}</text:p>"),
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}">{entries}</manifest:manifest>',
        }
    )


def test_an_old_word_file_as_it_stands(asked_for: list[str]) -> None:
    old = read(WORD_97, ".docx")
    assert old.format == "doc"
    assert [block.text for block in old.blocks if isinstance(block, Line)][1:] == [
        "一、 总体情况",
        "全年公开318条，见第1页。",
        "隐藏的数",
    ]
    (grid,) = [block for block in old.blocks if isinstance(block, Grid)]
    assert [["^" if cell.merged else cell.text for cell in row.cells] for row in grid.rows] == [
        ["三、本年度办理结果", "（一）予以公开", "7", "83"],
        ["^", "（二）部分公开", "12", ""],
        ["（七）总计", "19", "83"],
    ]


def test_word_2003_xml_under_the_name_of_an_old_word_file(asked_for: list[str]) -> None:
    (grid, *_) = read(WORD_2003, ".doc").blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[0].cells] == ["规章", "12", "7"]


def test_rtf_under_another_name(asked_for: list[str]) -> None:
    (grid,) = [block for block in read(RTF, ".doc").blocks if isinstance(block, Grid)]
    assert [cell.text for cell in grid.rows[0].cells] == ["规章", "12", "34"]


def test_a_cell_that_the_conversion_loses_is_not_lost_unseen(asked_for: list[str]) -> None:
    with pytest.raises(UnreadableFile, match="loses 34"):
        read(ODD_RTF, ".rtf")


def test_nothing_is_fetched_that_a_document_names(asked_for: list[str]) -> None:
    assert asked_for == []
