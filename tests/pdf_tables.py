"""Planted reports drawn as PDF: the tables of the form with their spans, in the ways programs draw lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scripts.samples.report import SampleReport
from scripts.samples.tables import (
    APPLICANTS,
    CORNER,
    LITIGATION,
    ORGANISATIONS,
    RECONSIDERATION,
    applicants,
    disclosures,
    requests,
    results,
    reviews,
)
from tests.pdf_writer import Page, Pdf, width_of

#: Text, columns and rows of a cell.
Span = tuple[str, int, int]
LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 60, 535, 780, 70, 22


def draw_report(report: SampleReport, style: str) -> Pdf:
    """Return a report with prose, headings and its three tables, over as many pages as it takes.

    ``style`` says how lines are drawn: ``lines`` stroked one by one, ``rects`` as one rectangle a cell,
    ``thin`` as filled rectangles half a point thick, ``one_path`` all in one path, ``open`` as ``lines``
    without the last one of a page, and with a white rectangle behind every text.
    """
    writer = _Writer(Pdf(), style)
    writer.text(report.title)
    for text in report.preface:
        writer.text(text)
    writer.text("一、总体情况")
    writer.text(report.sections["overview"][0])
    writer.text("二、主动公开政府信息情况")
    writer.table([3] * 4, list(_two(report)))
    writer.text("三、收到和处理政府信息公开申请情况")
    writer.table([1, 2, 5, *[1] * 7], list(_three(report)))
    writer.text("四、政府信息公开行政复议、行政诉讼情况")
    writer.table([1] * 15, list(_four(report)))
    writer.text("五、存在的主要问题及改进情况")
    writer.text(report.sections["problems"][0])
    writer.text("六、其他需要报告的事项")
    writer.text(report.sections["other"][0])
    return writer.pdf


def _two(report: SampleReport) -> Iterator[list[Span]]:
    for part in disclosures(report):
        spans = {2: (1, 3), 3: (1, 1, 2), 4: (1, 1, 1, 1)}[len(part.headings)]
        yield [(part.title, 4, 1)]
        for texts in (part.headings, *((*line.labels, *line.cells) for line in part.lines)):
            yield [(text, span, 1) for text, span in zip(texts, spans, strict=True)]


def _three(report: SampleReport) -> Iterator[list[Span]]:
    first, *inner, last = applicants(report)
    yield [(CORNER[:12], 3, 3), (APPLICANTS, 7, 1)]
    yield [(first, 1, 2), (ORGANISATIONS, 5, 1), (last, 1, 2)]
    yield [(name, 1, 1) for name in inner]
    rows = requests(report)
    seen: set[tuple[str, ...]] = set()
    for line in rows:
        cells: list[Span] = []
        for depth, label in enumerate(line.labels[:-1], start=1):
            path = line.labels[:depth]
            if path not in seen:
                seen.add(path)
                cells.append((label, 1, sum(other.labels[:depth] == path for other in rows)))
        cells.append((line.labels[-1], 4 - len(line.labels), 1))
        yield [*cells, *((cell, 1, 1) for cell in line.cells)]


def _four(report: SampleReport) -> Iterator[list[Span]]:
    names, (_, direct, after) = results(report), reviews(report)
    yield [(RECONSIDERATION, 5, 1), (LITIGATION, 10, 1)]
    yield [*((name, 1, 2) for name in names), (direct.labels[0], 5, 1), (after.labels[0], 5, 1)]
    yield [(name, 1, 1) for name in (*names, *names)]
    yield [(cell, 1, 1) for line in reviews(report) for cell in line.cells]


class _Writer:
    """Where the next line goes."""

    def __init__(self, pdf: Pdf, style: str) -> None:
        self.pdf, self.style = pdf, style
        self.page, self.y = pdf.page(), float(TOP)

    def text(self, text: str) -> None:
        if self.y < BOTTOM + 40:
            self._next_page()
        self.y -= 20
        if self.style == "open":
            self.page.rect(LEFT, self.y - 5, RIGHT - LEFT, 20, before="1 1 1 rg")
        self.page.text(LEFT, self.y, text)

    def _next_page(self) -> None:
        self.page, self.y = self.pdf.page(), float(TOP)
        self.page.text(290, 40, f"- {len(self.pdf.pages)} -")

    def table(self, widths: Sequence[int], rows: Sequence[Sequence[Span]]) -> None:
        """Draw the rows that fit on the page, and the others on the next one; spans go on there, empty."""
        unit = (RIGHT - LEFT) / sum(widths)
        xs = [LEFT + unit * sum(widths[:n]) for n in range(len(widths) + 1)]
        self.y -= 12
        left_over = [0] * len(widths)
        while rows:
            count = min(len(rows), int((self.y - BOTTOM) // HEIGHT))
            left_over = self._piece(xs, rows[:count], left_over)
            rows = rows[count:]
            if rows:
                self._next_page()

    def _piece(self, xs: list[float], rows: Sequence[Sequence[Span]], left_over: list[int]) -> list[int]:
        """Draw rows; ``left_over`` is for each column how many rows a cell from the last page still takes."""
        open_rows = list(left_over)
        boxes: list[tuple[int, int, int, int]] = []
        column = 0
        while column < len(open_rows):
            if open_rows[column]:
                boxes.append((column, 0, column + 1, min(open_rows[column], len(rows))))
            column += 1
        for number, row in enumerate(rows):
            column = 0
            for text, wide, high in row:
                while open_rows[column]:
                    column += 1
                last = min(number + high, len(rows))
                boxes.append((column, number, column + wide, last))
                self._cell(
                    text, xs[column], xs[column + wide], self.y - number * HEIGHT, self.y - last * HEIGHT
                )
                open_rows[column : column + wide] = [high] * wide
                column += wide
            open_rows = [max(left - 1, 0) for left in open_rows]
        sides = [(xs[a], self.y - b * HEIGHT, xs[c], self.y - d * HEIGHT) for a, b, c, d in boxes]
        draw_boxes(self.page, sides, self.style)
        self.y -= len(rows) * HEIGHT
        return open_rows

    def _cell(self, text: str, x0: float, x1: float, top: float, bottom: float) -> None:
        size = min(8.0, (x1 - x0 - 3) / max(width_of(text, 1), 1), 8.0) if text else 8.0
        x, y = (x0 + x1 - width_of(text, size)) / 2, (top + bottom) / 2 - size / 3
        if self.style == "open" and text:
            self.page.rect(x - 1, y - 2, width_of(text, size) + 2, size + 3, before="1 1 1 rg")
        self.page.text(round(x, 2), round(y, 2), text, round(size, 2))


def draw_boxes(page: Page, boxes: Sequence[tuple[float, float, float, float]], style: str) -> None:
    """Draw the sides of boxes (left, top, right, bottom) in one of the styles."""
    last = min(bottom for *_, bottom in boxes)
    path = []
    for x0, top, x1, bottom in boxes:
        sides = [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, bottom, x0, top), (x1, bottom, x1, top)]
        if style == "rects":
            page.rect(x0, bottom, x1 - x0, top - bottom, "S")
        elif style == "one_path":
            path += [f"{a} {b} m {c} {d} l" for a, b, c, d in sides]
        for a, b, c, d in sides if style in ("lines", "open", "thin") else []:
            if style == "thin":
                page.rect(a, b, max(c - a, 0.5), max(d - b, 0.5))
            elif style == "lines" or (b, d) != (last, last):
                page.line(a, b, c, d)
    if path:
        page.content.append(f"q 0.5 w {' '.join(path)} S Q")
