"""Statistics tables with planted numbers that obey the sums of their form, set out in the ways reports print them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests import docx, pdf_tables
from tests.pdf_writer import Pdf
from toolkit.forms import Row, Table, all_forms

Key = tuple[str, str]
AGENCY, YEAR = "清河市教育局", 2016
_COUNTS = (0, 0, 0, 1, 2, 3, 5, 8, 12, 27, 104)
#: Title rows of the form of 2014, before the row that they stand above.
_HEADS = {
    "proactive_total": "一、主动公开情况",
    "channel_gazette": "（二）通过不同渠道和方式公开政府信息的情况",
    "responses_total": "二、回应解读情况",
    "press_conferences": "（二）通过不同渠道和方式回应解读的情况",
    "requests_received": "三、依申请公开情况",
    "dedicated_offices": "八、机构建设和保障经费情况",
    "meetings": "九、政府信息公开会议和培训情况",
}
_OF_THESE = frozenset({"proactive_normative_documents", "press_conferences_by_head", "web_interviews_by_head", "refused_state_secret"})
CORNER, UNIT = "统计指标", "单位"


@dataclass(frozen=True)
class Planted:
    """A table as planted: its printed lines of cells, the first one its heading, and the truth."""

    form: str
    lines: tuple[tuple[str, ...], ...]
    truth: Mapping[Key, float | None]

    @property
    def title(self) -> str:
        """The title of the report."""
        return f"{AGENCY}{YEAR}年政府信息公开工作年度报告"


def planted_statistics(rng: random.Random, form: str = "2014", dense: bool = True) -> Planted:
    """Return a table of a form with random numbers; its sums hold, and no running total is less than its year."""
    table = all_forms()[form].table("statistics")
    year = _numbers(rng, table, dense)
    truth: dict[Key, float | None] = {(key, "value"): value for key, value in year.items()}
    columns = [column.key for column in table.bands[0].columns]
    if "cumulative" in columns:
        before = _numbers(rng, table, dense)
        truth |= {(key, "cumulative"): value + 3 * before[key] for key, value in year.items()}
    head = ("指标名称", "计量单位", f"{YEAR}年度", "历年累计") if form != "2014" else (CORNER, UNIT, "统计数")
    lines: list[tuple[str, ...]] = [head]
    for row in table.rows:
        if form == "2014" and row.key in _HEADS:
            lines.append((_HEADS[row.key], "——", *[""] * (len(columns))))
        unit = "元" if row.key == "fees_reduced" else row.unit
        scale = 10_000 if unit == "元" else 1
        cells = [_plain((truth[row.key, column] or 0) * scale) for column in columns]
        lines.append((_label(row, form), unit, *cells))
    return Planted(form, tuple(lines), truth)


def with_other_years(rng: random.Random, planted: Planted, heads: Sequence[str], own: int) -> list[list[str]]:
    """Return the lines of a table of 2014 with a column for each of these headings, of which one is the report's own.

    The sums of the form hold in each of them, so that only the heading tells them apart.
    """
    others = [planted_statistics(rng).lines if at != own else planted.lines for at in range(len(heads))]
    return [
        [*line[:2], *(heads if not at else [other[at][2] for other in others])] for at, line in enumerate(planted.lines)
    ]


def _label(row: Row, form: str) -> str:
    of_these = row.key in _OF_THESE or (form != "2014" and row.number == "1.")
    return ("其中：" if of_these else "") + row.number + row.label


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.4f}".rstrip("0")


def _numbers(rng: random.Random, table: Table, dense: bool) -> dict[str, float]:
    """Return numbers for every row; wholes are the sums of their parts."""
    wholes = {balance.left[0]: balance.right for balance in table.balances}
    numbers: dict[str, float] = {}

    def number(row: Row) -> float:
        if row.key in wholes:
            return sum(numbers.setdefault(part, number(_row(table, part))) for part in wholes[row.key])
        if row.unit == "万元":
            return rng.choice([0, 0.5, 12, 103.3879])
        return rng.randint(1, 9999) if dense and rng.random() < 0.7 else rng.choice(_COUNTS)

    for row in table.rows:
        if row.key not in numbers:
            numbers[row.key] = number(row)
    return {row.key: numbers[row.key] for row in table.rows}


def _row(table: Table, key: str) -> Row:
    return next(row for row in table.rows if row.key == key)


# -- how it is set out -------------------------------------------------------------------------------


def report(planted: Planted, table: str, *, prose: str = "") -> str:
    """Return a report with the table as an annex; ``table`` is the text of it."""
    return f"""{planted.title}
本报告所列数据的统计期限自{YEAR}年1月1日起至{YEAR}年12月31日止。
一、概述
{YEAR}年，我局认真做好政府信息公开工作，共培训36人次。
二、主动公开政府信息情况
通过网站等渠道及时公开。{prose}
三、依申请公开政府信息情况
按规定办理每一件申请。
四、存在的主要问题及改进情况
公开的内容还不够全面。
附件：政府信息公开情况统计表
{table}
"""


def tabs(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(line) for line in lines)


def spaces(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join(" ".join(cell for cell in line if cell) for line in lines)


def cell_a_line(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join(cell for line in lines for cell in line if cell)


def one_line(lines: Sequence[Sequence[str]]) -> str:
    return " ".join(cell for line in lines for cell in line if cell)


def run_together(lines: Sequence[Sequence[str]]) -> str:
    return "".join(cell for line in lines for cell in line)


def glued_numbers(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join("".join(line) for line in lines)


def wrapped(lines: Sequence[Sequence[str]]) -> str:
    """Return a table whose long labels are on two lines, their unit and number on the first or the second."""
    out = []
    for n, (label, *cells) in enumerate(lines):
        rest = " ".join(cell for cell in cells if cell)
        if len(label) > 14:
            head, tail = label[:10], label[10:]
            out += [f"{head} {rest}", tail] if n % 2 else [head, f"{tail} {rest}"]
        else:
            out.append(f"{label} {rest}")
    return "\n".join(out)


def markdown(lines: Sequence[Sequence[str]]) -> str:
    head, *rows = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([head, "|" + " --- |" * len(lines[0]), *rows])


def full_width(lines: Sequence[Sequence[str]]) -> str:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    head, *rows = lines
    return tabs([head, *([label, unit, *(cell.translate(wide) for cell in cells)] for label, unit, *cells in rows)])


def unit_behind(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"{label} {cells[0]}{unit.strip('—')}" if len(cells) == 1 else " ".join([label, unit, *cells]) for label, unit, *cells in lines)


def unit_in_label(lines: Sequence[Sequence[str]]) -> str:
    head, *rows = lines
    return tabs([[head[0], *head[2:]], *([f"{label}（{unit}）".replace("（——）", ""), *cells] for label, unit, *cells in rows)])


def html(lines: Sequence[Sequence[str]]) -> str:
    """Return the table as a web page draws it; title rows span all columns."""
    rows = []
    for line in lines:
        if line[1] == "——":
            rows.append(f'<tr><td colspan="{len(line)}">{escape(line[0])}</td></tr>')
        else:
            rows.append("<tr>" + "".join(f"<td>{escape(cell) or '&nbsp;'}</td>" for cell in line) + "</tr>")
    return "<table border=1>" + "\n".join(rows) + "</table>"


LAYOUTS: dict[str, Callable[[Sequence[Sequence[str]]], str]] = {
    layout.__name__: layout
    for layout in (
        tabs, spaces, cell_a_line, one_line, run_together, glued_numbers, wrapped, markdown, full_width,
        unit_behind, unit_in_label, html,
    )
}  # fmt: skip


def as_page(text: str) -> str:
    """Return a report as the source of a web page; its tables are drawn already."""
    before, _, after = text.partition("<table")
    table, _, behind = after.partition("</table>")
    lines = "".join(f"<p>{line}</p>" for line in before.split("\n"))
    return f"<html><body>{lines}<table{table}</table><p>{behind}</p></body></html>"


def source_of(planted: Planted, layout: str, lines: Sequence[Sequence[str]] | None = None, *, prose: str = "") -> tuple[bytes, str]:
    """Return a report with the table in a layout, as the bytes of a file and its suffix."""
    text = report(planted, LAYOUTS[layout](planted.lines if lines is None else lines), prose=prose)
    if layout == "html":
        return as_page(text).encode(), ".html"
    return text.encode(), ".md" if layout == "markdown" else ".txt"


def as_docx(planted: Planted, lines: Sequence[Sequence[str]] | None = None) -> bytes:
    """Return the report as a Word document; title rows span all columns."""
    rows = []
    for line in planted.lines if lines is None else lines:
        if line[1] == "——":
            rows.append(docx.row(docx.cell(line[0], f'<w:gridSpan w:val="{len(line)}"/>', docx.WIDTH * len(line))))
        else:
            rows.append(docx.row(*(docx.cell(cell) for cell in line)))
    before = report(planted, "").strip().split("\n")
    widths = [docx.WIDTH] * len(planted.lines[0])
    return docx.package("".join(docx.paragraph(line) for line in before) + docx.table(*rows, widths=widths))


def as_pdf(planted: Planted, style: str = "lines", lines: Sequence[Sequence[str]] | None = None) -> bytes:
    """Return the report as a PDF with drawn lines, its table over as many pages as it takes."""
    writer = pdf_tables._Writer(Pdf(), style)
    for line in report(planted, "").strip().split("\n"):
        writer.text(line)
    rows = planted.lines if lines is None else lines
    writer.table([6, *[2] * (len(rows[0]) - 1)], [[(cell, 1, 1) for cell in line] for line in rows])
    return writer.pdf.bytes()


def keys_of(planted: Planted) -> list[str]:
    """Return for each line of a table the row that it prints; empty for its heading and its title rows."""
    rows = iter(all_forms()[planted.form].table("statistics").rows)
    return ["" if line[1] == "——" or line is planted.lines[0] else next(rows).key for line in planted.lines]
