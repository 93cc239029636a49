"""A compact writer of Word documents: reports set out in the many ways that word processors have.

``document(report)`` is a plain one; each field of `Manner` does one thing that real files do.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from scripts.samples import spans
from scripts.samples.report import SECTIONS, SampleReport
from scripts.samples.spans import Box

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = {
    "r": RELATIONS,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_NUMERALS = "一二三四五六"
#: Of one column, in twentieths of a point.
WIDTH = 600

Rows = Sequence[Sequence[Box]]
#: Makes the runs of one text.
Runs = Callable[[str, random.Random], str]


# -- the package -------------------------------------------------------------------------------------


def package(
    body: str,
    parts: Mapping[str, str] | None = None,
    *,
    main: str = "word/document.xml",
    namespace: str = WORD,
    prefix: str = "w",
) -> bytes:
    """Return a Word document with the given body; ``parts`` are ``numbering`` and ``styles``, if any."""
    folder, name = main.rpartition("/")[::2]
    declared = "".join(f' xmlns:{key}="{value}"' for key, value in _SPACES.items())
    xml = f'<w:document xmlns:w="{namespace}"{declared}><w:body>{body}<w:sectPr/></w:body></w:document>'
    if prefix != "w":
        xml = re.sub(r"(</?|\s)w:", rf"\1{prefix}:", xml).replace("xmlns:w=", f"xmlns:{prefix}=")
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{RELATIONS}/{key}" Target="{key}.xml"/>'
        for at, key in enumerate(parts or {})
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{RELATIONS}/officeDocument" Target="/{main}"/></Relationships>',
        main: xml,
        f"{folder}/_rels/{name}.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        **{
            f"{folder}/{key}.xml": f'<w:{key} xmlns:w="{namespace}">{xml}</w:{key}>'
            for key, xml in (parts or {}).items()
        },
    }
    return archive(files)


def archive(files: Mapping[str, str]) -> bytes:
    """Return a zip archive of texts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            # OpenDocument wants its kind to be legible at the head of the file.
            made.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
    return data.getvalue()


# -- parts of a body ---------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    """Return one run of text."""
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str = "", properties: str = "") -> str:
    """Return a paragraph of runs, or of one run where a plain text is given."""
    inside = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def numbered(text: str, number_id: int, level: int) -> str:
    """Return a paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>')


def cell(content: str, properties: str = "", width: int = WIDTH) -> str:
    """Return a cell of paragraphs, or of one where a plain text is given."""
    inside = content if content.startswith("<") else paragraph(content)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{inside}</w:tc>'


def row(*cells: str, properties: str = "") -> str:
    """Return a row."""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(*rows: str, widths: Sequence[int] = (WIDTH,)) -> str:
    """Return a table; ``widths`` are those of its columns."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    frame = f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl>{frame}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def control(content: str) -> str:
    """Return a content control around anything."""
    return f'<w:sdt><w:sdtPr><w:alias w:val="1999"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def text_box(content: str) -> str:
    """Return a paragraph with a text box, its content told twice as Word does."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def picture(width: int, height: int) -> str:
    """Return a run with a picture of the given size in points."""
    size = f'<wp:extent cx="{width * 12700}" cy="{height * 12700}"/>'
    return f"<w:r><w:drawing><wp:inline>{size}<a:graphic><pic:pic/></a:graphic></wp:inline></w:drawing></w:r>"


def field(code: str, result: str) -> str:
    """Return a field with its code and the result that is printed."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{escape(code)}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def deleted(text: str) -> str:
    """Return text whose deletion was tracked."""
    return f'<w:del w:id="1" w:author="a"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def inserted(content: str) -> str:
    """Return runs whose insertion was tracked."""
    return f'<w:ins w:id="2" w:author="a">{content}</w:ins>'


def level(at: int, number_format: str, text: str, more: str = "") -> str:
    """Return one level of a list."""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def lists(*definitions: Sequence[str]) -> str:
    """Return the part ``numbering``: lists number 1, 2 and so on, each defined by its levels."""
    definition = '<w:abstractNum w:abstractNumId="{}">{}</w:abstractNum>'
    number = '<w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num>'
    levels = [definition.format(at, "".join(each)) for at, each in enumerate(definitions, start=1)]
    return "".join([*levels, *(number.format(at) for at in range(1, len(definitions) + 1))])


# -- manners of writing ------------------------------------------------------------------------------


def plain(text: str, rng: random.Random) -> str:
    """Return a text as one run."""
    return run(text) if text else ""


def one_by_one(text: str, rng: random.Random) -> str:
    """Return a text with every character in a run of its own, as spelling checks leave it."""
    return '<w:proofErr w:type="spellStart"/>'.join(run(char, "<w:b/>") for char in text)


def changed(text: str, rng: random.Random) -> str:
    """Return a text with the number that stood there before, deleted, on one of its sides."""
    old = deleted(str(rng.randint(1, 999))) if text.lstrip("+-").isdigit() else ""
    parts = [inserted(run(text)) if old else run(text), old]
    return "".join(parts if rng.random() < 0.5 else parts[::-1]) if text else ""


def half_changed(text: str, rng: random.Random) -> str:
    """Return a text of which a part was deleted and another part was inserted, inside a number too."""
    cut = rng.randint(0, len(text))
    return run(text[:cut]) * bool(cut) + deleted("7") + inserted(run(text[cut:])) if text else ""


def computed(text: str, rng: random.Random) -> str:
    """Return a number as the result of a field."""
    if not text.isdigit():
        return plain(text, rng)
    if rng.random() < 0.5:
        return f'<w:fldSimple w:instr=" =SUM(LEFT) ">{run(text)}</w:fldSimple>'
    return field(" =SUM(C4:H4) \\# 0 ", text)


def wrapped(text: str, rng: random.Random) -> str:
    """Return a text inside what marks words: a link, a smart tag, a content control, a bookmark, moved text."""
    if not text:
        return ""
    ways = (
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        '<w:smartTag w:element="x"><w:smartTagPr/>{}</w:smartTag>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:bookmarkStart w:id="0" w:name="x"/>{}<w:bookmarkEnd w:id="0"/>',
        '<w:moveFrom w:id="9"><w:r><w:t>12</w:t></w:r></w:moveFrom><w:moveTo w:id="8">{}</w:moveTo>',
        "<m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath>" if text.isdigit() else "{}",
    )
    way = rng.choice(ways)
    return way.format(text if "m:t" in way else run(text))


def hidden(text: str, rng: random.Random) -> str:
    """Return a text with a number beside it that is not shown, a comment's mark and a note's."""
    note = '<w:r><w:commentReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    return run("35", "<w:vanish/>") + (run(text, '<w:vanish w:val="0"/>') if text else "") + note


@dataclass(frozen=True, slots=True)
class Manner:
    """How a report is written.

    ``grid``: spans, empty (nothing merged), before (what lies below a group is left out of the grid),
    spare (an empty column), old (columns joined with hMerge), dragged (every row has edges of its own). ``pieces``: tables cut where pages end.
    ``around``: nothing, box, frame, controls, nested, crowd. ``lists``: headings and labels number themselves.
    ``dropped``: rows and cells that were deleted, the deletion tracked.
    """

    runs: Runs = plain
    grid: str = "spans"
    pieces: bool = False
    around: str = ""
    lists: bool = False
    dropped: bool = False


def document(report: SampleReport, manner: Manner = Manner(), seed: int = 0) -> bytes:
    """Return a report as the bytes of a Word document."""
    rng = random.Random(seed)
    drawn = {"disclosures": _two, "requests": _three, "reviews": _four}
    body = [paragraph(report.title)] + [paragraph(text) for text in report.preface]
    for at, section in enumerate(SECTIONS):
        title = report.titles[section]
        body.append(numbered(title, 1, 0) if manner.lists else paragraph(f"{_NUMERALS[at]}、{title}"))
        body += [paragraph(text) for text in report.sections.get(section, ())]
        pieces = drawn[section](report, manner) if section in drawn else []
        body += [_around(_table(piece, manner, rng), manner, rng) for piece in pieces]
    xml = "".join(body)
    if manner.around == "frame":
        xml = table(row(cell(xml)))
    levels = (
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>'),
        level(2, "decimal", "%3.", '<w:suff w:val="nothing"/>'),
    )
    return package(xml, {"numbering": lists(levels, levels)} if manner.lists else None)


def _two(report: SampleReport, manner: Manner) -> list[Rows]:
    rows = spans.two(report)
    titles = [at for at, each in enumerate(rows) if each[0].kind == "title"]
    return [rows[low:high] for low, high in pairwise([*titles, len(rows)])] if manner.pieces else [rows]


def _three(report: SampleReport, manner: Manner) -> list[Rows]:
    if not manner.pieces:
        return [spans.three(report)]
    head, *others = spans.three_pieces(report)
    return [spans.three_head(report) + spans.three_body(head), *map(spans.three_body, others)]


def _four(report: SampleReport, manner: Manner) -> list[Rows]:
    return [spans.four(report)]


def _table(rows: Rows, manner: Manner, rng: random.Random) -> str:
    whole = spans.continued([list(each) for each in rows])
    laid = spans.unmerged([list(each) for each in rows]) if manner.grid == "empty" else whole
    edges = [_edges(boxes, manner, rng) for boxes in laid]
    grid = sorted({edge for each in edges for edge in each})
    xml = []
    for boxes, own in zip(laid, edges, strict=True):
        placed = list(zip(boxes, pairwise(own), strict=True))
        skipped = 0
        if manner.grid == "before":
            while placed[0][0].kind == "merged" and any(box.kind == "number" for box in boxes):
                skipped += placed.pop(0)[0].across
        cells = [made for box, (low, high) in placed for made in _cells(box, low, high, grid, manner, rng)]
        if manner.grid == "spare":
            first = next((at for at, box in enumerate(boxes) if box.kind == "number"), 1)
            cells = [*cells[:first], cell(""), *cells[first:], cell("")]
        if manner.dropped and rng.random() < 0.3:
            gone = cell(paragraph(deleted(str(rng.randint(1, 99)))), '<w:cellDel w:id="5"/>')
            cells.insert(rng.randint(0, len(cells)), gone)
        if manner.around == "controls":
            cells = [control(made) if rng.random() < 0.3 else made for made in cells]
        made = row(*cells, properties=f'<w:gridBefore w:val="{skipped}"/>' if skipped else "")
        xml.append(control(made) if manner.around == "controls" and rng.random() < 0.3 else made)
        if manner.dropped and boxes[-1].kind == "number" and rng.random() < 0.3:
            numbers = [cell(str(rng.randint(0, 99))) for _ in boxes[1:]]
            xml.append(row(cell("（二）部分公开"), *numbers, properties='<w:del w:id="4" w:author="a"/>'))
    return table(*xml, widths=[high - low for low, high in pairwise(grid)])


def _edges(boxes: Sequence[Box], manner: Manner, rng: random.Random) -> list[int]:
    """Return where the cells of a row begin and end, the edges between numbers dragged about."""
    edges, at = [0], 0
    for left, right in pairwise([*boxes, Box("", kind="end")]):
        at += left.across
        is_free = manner.grid == "dragged" and left.kind == right.kind == "number"
        edges.append(at * WIDTH + (rng.randint(-90, 90) if is_free else 0))
    return edges


def _cells(
    box: Box, low: int, high: int, grid: Sequence[int], manner: Manner, rng: random.Random
) -> list[str]:
    count = sum(low < edge <= high for edge in grid)
    across = f'<w:gridSpan w:val="{count}"/>' if count > 1 else ""
    down = "<w:vMerge/>" if box.kind == "merged" else '<w:vMerge w:val="restart"/>' if box.down > 1 else ""
    written = _written(box, manner, rng)
    if manner.grid == "old" and box.across > 1:
        rest = [cell("", f'<w:hMerge w:val="continue"/>{down}') for _ in range(box.across - 1)]
        return [cell(written, f'<w:hMerge w:val="restart"/>{down}'), *rest]
    return [cell(written, across + down, high - low)]


def _written(box: Box, manner: Manner, rng: random.Random) -> str:
    text = box.text
    if manner.lists and box.kind == "label":
        for at, pattern in enumerate((r"[一二三四]、", r"（[一二三四五六七]）", r"\d\.")):
            if re.match(pattern, text):
                return numbered(re.sub(pattern, "", text, count=1), 2, at)
    return paragraph(manner.runs(text, rng) or "")


def _around(xml: str, manner: Manner, rng: random.Random) -> str:
    if manner.around == "box":
        return text_box(xml + paragraph())
    if manner.around == "nested":
        return table(row(cell(paragraph("统计表") + xml + paragraph())))
    if manner.around == "crowd":
        return table(
            row(cell("附"), cell(xml + paragraph()), cell("表")), row(cell("注"), cell("以上为全年数据"))
        )
    return control(xml) if manner.around == "controls" else xml
