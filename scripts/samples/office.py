"""A report as a Word document: one zip of XML, the same bytes on every machine.

Nothing in it is compressed, because what comes out of a compressor differs from machine to machine.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from scripts.samples import spans
from scripts.samples.report import NUMERALS, Annex, SampleReport, in_words
from scripts.samples.spans import Box, Row

#: Width of the text on A4 paper with the margins of official documents, in twentieths of a point.
WIDTH = 8844
#: How wide the label columns of table three are.
LABELS = (900, 1150, 2370)
HEAD_ROWS = 3
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_DEFAULT = ' w:default="1"'

_CONTENT_TYPES = f"""{_XML}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>\
<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"""

_LINKS = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"""

_PARTS = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/relationships/footer" Target="footer1.xml"/></Relationships>"""

_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_FOOTER = (
    f'{_XML}<w:ftr xmlns:w="{_WORD}"><w:p><w:pPr><w:pStyle w:val="foot"/></w:pPr>'
    f'<w:r><w:t xml:space="preserve">— </w:t></w:r>{_FIELD}<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
)

#: Name of a paragraph style: font, half points, alignment, first line, line height in twentieths of a point.
_STYLES = {
    "title": ("方正小标宋简体", 44, "center", 0, 640),
    "head": ("黑体", 32, "both", 640, 560),
    "body": ("仿宋_GB2312", 32, "both", 640, 560),
    "sign": ("仿宋_GB2312", 32, "right", 0, 560),
    "cell": ("宋体", 18, "center", 0, 260),
    "label": ("宋体", 18, "left", 0, 260),
    "foot": ("宋体", 28, "center", 0, 320),
}


def document(report: SampleReport) -> bytes:
    """Return the bytes of a report's Word document."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _LINKS,
        "word/document.xml": _document(report),
        "word/_rels/document.xml.rels": _PARTS,
        "word/styles.xml": _styles(),
        "word/footer1.xml": _FOOTER,
        "docProps/core.xml": _properties(report),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as package:
        for name, xml in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), xml.encode())
    return data.getvalue()


def _styles() -> str:
    styles = [
        f'<w:style w:type="paragraph" w:styleId="{name}"{_DEFAULT if name == "cell" else ""}><w:name w:val="{name}"/><w:pPr>'
        f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="{"atLeast" if size < 20 else "exact"}"/>'
        f'<w:ind w:firstLine="{first}"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
        f'<w:sz w:val="{size}"/></w:rPr></w:style>'
        for name, (font, size, align, first, height) in _STYLES.items()
    ]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = '<w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/>'
    grid = (
        '<w:style w:type="table" w:styleId="grid"><w:name w:val="grid"/><w:tblPr>'
        f"<w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style>'
    )
    return f'{_XML}<w:styles xmlns:w="{_WORD}">{"".join(styles)}{grid}</w:styles>'


def _properties(report: SampleReport) -> str:
    day = report.published or f"{report.year + 1}-01-22"
    kinds = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    dates = 'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    # The day on which the file was last saved is not the day on which the report was published.
    return (
        f"{_XML}<cp:coreProperties {kinds} {dates}><dc:title>{escape(report.title)}</dc:title>"
        f'<dc:creator>综合科</dc:creator><dcterms:modified xsi:type="dcterms:W3CDTF">{day[:4]}-12-30T09:15:00Z'
        "</dcterms:modified></cp:coreProperties>"
    )


def _document(report: SampleReport) -> str:
    drawn = {"disclosures": _two, "requests": _three, "reviews": _four}
    cut = report.title.index("20")
    body = [_paragraph("title", report.title[:cut]), _paragraph("title", report.title[cut:])]
    body += [_paragraph("body", words) for words in report.preface]
    for numeral, (heading, paragraphs, table) in zip(NUMERALS, report.parts(), strict=False):
        body.append(_paragraph("head", f"{numeral}、{heading}"))
        body += [_paragraph("body", words) for words in paragraphs]
        body += [drawn[table](report)] if table else []
    if report.annex:
        body += [_paragraph("head", report.annex.title), _annex(report.annex)]
    body += [_paragraph("body", words) for words in report.closing]
    if report.published:
        body += [_paragraph("sign", words) for words in (report.agency, in_words(report.published))]
    body.append(
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1474" w:gutter="0"/>'
        "</w:sectPr>"
    )
    spaces = f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}/relationships"'
    return f"{_XML}<w:document {spaces}><w:body>{''.join(body)}</w:body></w:document>"


def _paragraph(style: str, words: str) -> str:
    text = f"<w:r><w:t>{escape(words)}</w:t></w:r>" if words else ""
    named = "" if style == "cell" else f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    return f"<w:p>{named}{text}</w:p>"


def _two(report: SampleReport) -> str:
    rows = spans.two(report)
    columns = sum(box.across for box in rows[0])
    return _table(rows, [WIDTH // columns] * columns, heads=0)


def _three(report: SampleReport) -> str:
    narrow = (WIDTH - sum(LABELS)) // spans.COLUMNS
    return _table(spans.three(report), [*LABELS, *[narrow] * spans.COLUMNS], heads=HEAD_ROWS)


def _four(report: SampleReport) -> str:
    return _table(spans.four(report), [WIDTH // 15] * 15, heads=0)


def _annex(table: Annex) -> str:
    narrow = WIDTH // (table.width + 3)
    widths = [WIDTH - narrow * (table.width - 1), *[narrow] * (table.width - 1)]
    return _table(spans.annex(table), widths, heads=1)


def _table(rows: Sequence[Row], widths: Sequence[int], heads: int) -> str:
    """Return a table; its first ``heads`` rows are printed again on every page."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = "".join(_row(row, place < heads) for place, row in enumerate(spans.continued(rows)))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="grid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>'
    )


def _row(row: Row, is_head: bool) -> str:
    repeated = "<w:tblHeader/>" if is_head else ""
    height = '<w:trHeight w:val="360" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{''.join(map(_cell, row))}</w:tr>"


def _cell(box: Box) -> str:
    across = f'<w:gridSpan w:val="{box.across}"/>' if box.across > 1 else ""
    down = "<w:vMerge/>" if box.kind == "merged" else '<w:vMerge w:val="restart"/>' if box.down > 1 else ""
    reach = f"<w:tcPr>{across}{down}</w:tcPr>" if across or down else ""
    style = "label" if box.kind == "label" and box.down == 1 else "cell"
    return f"<w:tc>{reach}{_paragraph(style, box.text)}</w:tc>"
