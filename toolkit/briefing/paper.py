"""Slides to write on: their type, colours and margins, and text, tables and bars set on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.charts import theme
from toolkit.charts.framing import text_width
from toolkit.wording import Lang

if TYPE_CHECKING:
    from pptx.presentation import Presentation

#: Installed with PowerPoint and WPS on Windows and macOS; elsewhere the program takes its own Chinese font.
FONT = "Microsoft YaHei"
_POINTS = 72
_FOOT_WIDTH, _LEADING = 11.5, 1.25
#: The height of a line of Chinese in a cell, in its size.
_CELL_LEADING = 1.4
#: The smallest type on a slide.
SMALL = 10.0


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height in the unit of the file."""
        return tuple(round(side * 914400) for side in (self.left, self.top, self.width, self.height))  # type: ignore[return-value]


class Paper:
    """A presentation, and how things are set on its slides."""

    def __init__(self, show: Presentation, lang: Lang) -> None:
        """Hold a presentation whose slides are to be written in one language."""
        self.show, self.lang = show, lang
        self.look = theme.LIGHT

    def set_theme(self) -> None:
        """Name the font, for Latin and Chinese letters, and the colours in the theme: what is added later has them."""
        from lxml import etree

        main = "http://schemas.openxmlformats.org/drawingml/2006/main"
        master = self.show.slide_masters[0].part
        (part,) = [rel.target_part for rel in master.rels.values() if rel.reltype.endswith("/theme")]
        root = etree.fromstring(part.blob)
        for kind in ("majorFont", "minorFont"):
            for script in ("latin", "ea"):
                for node in root.iter(f"{{{main}}}{kind}"):
                    node.find(f"{{{main}}}{script}").set("typeface", FONT)
        colours = {f"accent{place}": colour for place, colour in enumerate(self.look.series, start=1)}
        for name, colour in colours.items():
            for node in root.iter(f"{{{main}}}{name}"):
                node[0].set("val", colour.lstrip("#"))
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def slide(self, is_cover: bool = False) -> Any:
        """Return a new slide with a title and, unless it is the cover, with its number."""
        slide = self.show.slides.add_slide(self.show.slide_layouts[5])
        if not is_cover:
            number = str(len(self.show.slides))
            self.text(slide, [number], Box(12.2, 7.08, 0.52, 0.26), size=10, muted=True, align="right")
        return slide

    def bar(self, slide: Any, box: Box) -> None:
        """Set a bar of colour, which is no content and has no alt text to read."""
        from pptx.enum.shapes import MSO_SHAPE

        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu())
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(self.look.series[0])
        shape.line.fill.background()
        describe(shape, "")

    def title(self, slide: Any, text: str, box: Box, size: float = 30, at_bottom: bool = False) -> None:
        """Set the title of a slide, smaller where it would not fit."""
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = box.emu()
        lines = 2 if at_bottom else 1
        # A program that has not the font takes one whose letters are wider.
        size = self.fitting(text, size, box.width * lines, least=15)
        frame = shape.text_frame
        self._clear(frame)
        frame.vertical_anchor = MSO_ANCHOR.BOTTOM if at_bottom else MSO_ANCHOR.MIDDLE
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._run(frame.paragraphs[0], text, size, bold=True)

    def text(
        self,
        slide: Any,
        lines: Sequence[str],
        box: Box,
        *,
        size: float,
        muted: bool = False,
        bullets: bool = False,
        space: float = 2,
        align: str = "left",
    ) -> None:
        """Set lines of text; with ``bullets`` each begins with a mark and hangs."""
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        frame = slide.shapes.add_textbox(*box.emu()).text_frame
        self._clear(frame)
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(space)
            paragraph.alignment = PP_ALIGN.RIGHT if align == "right" else PP_ALIGN.LEFT
            if bullets:
                self._bullet(paragraph, size)
            self._run(paragraph, line, size, muted=muted)

    def fitting(self, text: str, size: float, width: float, least: float = 10) -> float:
        """Return the largest size, up to the one given, at which a text fits a width."""
        room = width * _POINTS * (0.84 if self.lang == "zh" else 0.74)
        while size > least and text_width(text, size) > room:
            size -= 0.5
        return size

    def foot(self, slide: Any, notes: Sequence[str]) -> float:
        """Set the small print at the foot of a slide; return where it begins."""
        height = self.lines_of(notes) * SMALL * _LEADING / _POINTS
        self.text(slide, notes, Box(0.62, 7.2 - height, _FOOT_WIDTH, height), size=SMALL, muted=True, space=0)
        return 7.2 - height

    def aside(self, slide: Any, lines: Sequence[str]) -> None:
        """Write the notes that the speaker sees, and that are printed with the slide."""
        slide.notes_slide.notes_text_frame.text = "\n".join(lines)

    def lines_of(self, notes: Sequence[str]) -> int:
        """Return how many lines some notes take at the foot of a slide."""
        return sum(
            max(1, math.ceil(text_width(note, SMALL) * 1.08 / (_FOOT_WIDTH * _POINTS))) for note in notes
        )

    def table(
        self,
        slide: Any,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        box: Box,
        widths: Sequence[float],
        *,
        right: Sequence[int] = (),
        size: float,
    ) -> Any:
        """Set a table of text, its columns in inches; returns it. What fits is told by `height`."""
        low = Box(box.left, box.top, sum(widths), min(box.height, self.height(heads, rows, widths, size)))
        frame = slide.shapes.add_table(len(rows) + 1, len(heads), *low.emu())
        table = frame.table
        plain_style(frame)
        for place, width in enumerate(widths):
            table.columns[place].width = round(width * 914400)
        for at, row in enumerate([heads, *rows]):
            table.rows[at].height = round(self._row_height(row, widths, size) * 914400)
            for place, text in enumerate(row):
                self.cell(table.cell(at, place), text, size, bold=at == 0, is_right=place in right)
                if at == 0:
                    fill(table.cell(at, place), self.look.stripe)
        describe(frame, "；".join(heads))
        return table

    def cell(
        self,
        cell: Any,
        text: str,
        size: float,
        *,
        bold: bool = False,
        is_right: bool = False,
        colour: str | None = None,
    ) -> None:
        """Set the text of one cell."""
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        cell.margin_left = cell.margin_right = round(0.06 * 914400)
        cell.margin_top = cell.margin_bottom = round(0.025 * 914400)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if is_right else PP_ALIGN.LEFT
        self._run(paragraph, text, size, bold=bold, colour=colour)

    def _row_height(self, row: Sequence[str], widths: Sequence[float], size: float) -> float:
        lines = max(
            math.ceil(text_width(text, size) * 1.12 / max(1, (width - 0.13) * _POINTS))
            for text, width in zip(row, widths, strict=True)
        )
        return max(1, lines) * size * _CELL_LEADING / _POINTS + 0.06

    def height(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], size: float
    ) -> float:
        """Return how high a table of text is."""
        return sum(self._row_height(row, widths, size) for row in [heads, *rows])

    def _clear(self, frame: Any) -> None:
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0

    def _run(
        self,
        paragraph: Any,
        text: str,
        size: float,
        *,
        bold: bool = False,
        muted: bool = False,
        colour: str | None = None,
    ) -> None:
        from pptx.util import Pt

        run = paragraph.add_run()
        run.text = text
        font = run.font
        font.size, font.bold, font.name = Pt(size), bold, FONT
        font.color.rgb = rgb(colour or (self.look.muted if muted else self.look.text))
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "zh-CN" if self.lang == "zh" else "en-GB")
        properties.set("altLang", "en-GB" if self.lang == "zh" else "zh-CN")
        east_asian(properties)

    def _bullet(self, paragraph: Any, size: float) -> None:
        from lxml import etree
        from pptx.oxml.ns import qn

        properties = paragraph._p.get_or_add_pPr()
        indent = round(size * 1.1 / _POINTS * 914400)
        properties.set("marL", str(indent))
        properties.set("indent", str(-indent))
        etree.SubElement(etree.SubElement(properties, qn("a:buClr")), qn("a:srgbClr")).set(
            "val", self.look.series[0][1:]
        )
        etree.SubElement(properties, qn("a:buChar")).set("char", "•")


def rgb(colour: str) -> Any:
    """Return a colour such as ``"#0B409C"`` as the library wants it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.lstrip("#"))


def east_asian(properties: Any) -> None:
    """Name the font of Chinese characters, for which a program would otherwise take any."""
    from lxml import etree
    from pptx.oxml.ns import qn

    for old in properties.findall(qn("a:ea")):
        properties.remove(old)
    node = etree.Element(qn("a:ea"), typeface=FONT)
    latin = properties.find(qn("a:latin"))
    if latin is not None:
        latin.addnext(node)
    else:
        properties.append(node)


def describe(shape: Any, text: str) -> None:
    """Give a shape its alt text; an empty one says that there is nothing to read."""
    named = next(node for node in shape._element.iter() if node.tag.endswith("}cNvPr"))
    named.set("descr", text)


def fill(cell: Any, colour: str) -> None:
    """Fill a cell with a colour."""
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(colour)


def plain_style(frame: Any) -> None:
    """Take the coloured bands of the default style from a table; thin lines stay."""
    from pptx.oxml.ns import qn

    style = frame._element.find(".//" + qn("a:tableStyleId"))
    # "No Style, Table Grid" of the file format.
    style.text = "{5940675A-B579-460E-94D1-54222C63F5DA}"
    frame.table.horz_banding = False
    frame.table.first_row = True
