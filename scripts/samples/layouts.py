"""Every way in which a sample report can be set out, by name.

``render(report, "tabs")`` gives the text of the file; ``LAYOUTS["tabs"]`` says what the layout can
and cannot carry. The same figures can be set out in each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from scripts.samples import piped, running, tabbed
from scripts.samples.report import NUMERALS, Annex, SampleReport, in_words

Lines = list[str]
Writer = Callable[[SampleReport], Lines]
AnnexWriter = Callable[[Annex], Lines]
#: Heading levels of a real report, which mean nothing (003).
UNEVEN_LEVELS = (3, 2, 3, 4, 4, 2, 3)


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of setting out a report.

    ``keeps_blanks``: an empty cell in the middle of a row can be told from one that is not there.
    ``keeps_rows``: every row stands on a line or on lines of its own, so that a stray number or a
    cell of words can be told from the row beside it.
    """

    suffix: str
    two: Writer
    three: Writer
    four: Writer
    annex: AnnexWriter
    title: Callable[[str], Lines]
    heading: Callable[[int, str], str]
    paragraph: Callable[[str], Lines]
    keeps_blanks: bool = False
    keeps_rows: bool = True


def render(report: SampleReport, layout: str) -> str:
    """Return the text of a report in the named layout, ending in one newline."""
    style = LAYOUTS[layout]
    tables = {"disclosures": style.two, "requests": style.three, "reviews": style.four}
    lines = style.title(report.title)
    published = [f"发布日期：{in_words(report.published)}"] if report.published else []
    for text in (*published, *report.preface):
        lines += ["", *style.paragraph(text)]
    for index, (heading, paragraphs, table) in enumerate(report.parts()):
        lines += ["", style.heading(index, heading)]
        for text in paragraphs:
            lines += ["", *style.paragraph(text)]
        if table:
            lines += ["", *tables[table](report)]
    if report.annex:
        lines += ["", *style.paragraph(report.annex.title), "", *style.annex(report.annex)]
    for text in report.closing:
        lines += ["", *style.paragraph(text)]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> Lines:
    return [text]


def _numbered(index: int, text: str) -> str:
    return f"{NUMERALS[index]}、{text}"


def _even(index: int, text: str) -> str:
    return f"## {_numbered(index, text)}"


def _uneven(index: int, text: str) -> str:
    return f"{'#' * UNEVEN_LEVELS[index]} {_numbered(index, text)}"


def _bold(index: int, text: str) -> str:
    return f"**{_numbered(index, text)}**"


def _markdown_title(text: str) -> Lines:
    return [f"# {text}"]


def _two_part_title(text: str) -> Lines:
    # 003 prints the agency and the rest of the title as headings of two levels.
    cut = text.index("20")
    return [f"# {text[:cut]}", "", f"## {text[cut:]}"]


def _broken_title(text: str) -> Lines:
    cut = text.index("工作年度")
    return [running.spaced(text[:cut]), text[cut:]]


def _wrapped_paragraph(text: str) -> Lines:
    # Every line of 002 is followed by an empty one: paragraphs cannot be told from lines.
    lines = running.wrap(running.spaced(text), running.TEXT_WIDTH)
    return [piece for line in lines for piece in (line, "")][:-1]


def _tabs(rows: Callable[[SampleReport], list[list[str]]]) -> Writer:
    return lambda report: tabbed.lines_of(rows(report))


def _pages(pieces: Callable[[SampleReport], list[list[list[str]]]], *marks: str) -> Writer:
    """Return a writer that puts an empty line, and a page mark if any is given, between pages."""

    def write(report: SampleReport) -> Lines:
        first, *others = pieces(report)
        lines = tabbed.lines_of(first)
        for rows, mark in zip_longest(others, marks):
            lines += ["", *([mark, ""] if mark else []), *tabbed.lines_of(rows)]
        return lines

    return write


def _annex(table: Annex) -> Lines:
    return tabbed.lines_of(tabbed.annex(table))


def _annex_pages(repeats: bool, mark: str) -> AnnexWriter:
    def write(table: Annex) -> Lines:
        first, second = map(tabbed.lines_of, tabbed.annex_cut(table, repeats))
        return [*first, "", *([mark, ""] if mark else []), *second]

    return write


def _cells(rows: Callable[[SampleReport], list[list[str]]]) -> Writer:
    return lambda report: running.one_by_one(rows(report))


def _glued(writer: Writer) -> Writer:
    return lambda report: running.glued(writer(report))


def _text(
    two: Writer,
    three: Writer,
    four: Writer,
    annex: AnnexWriter = _annex,
    *,
    blanks: bool = False,
    rows: bool = True,
) -> Layout:
    return Layout(".txt", two, three, four, annex, _one_line, _numbered, _one_line, blanks, rows)


def _wrapped(between: bool) -> Layout:
    return Layout(
        ".txt",
        running.two_wrapped,
        lambda report: running.three_wrapped(report, between),
        running.four_wrapped,
        lambda table: running.annex_wrapped(table, between),
        _broken_title,
        _numbered,
        _wrapped_paragraph,
        keeps_rows=False,
    )


LAYOUTS: Mapping[str, Layout] = {
    "tabs": _text(_tabs(tabbed.two), _tabs(tabbed.three_packed), _tabs(tabbed.four)),
    "tabs_aligned": _text(_tabs(tabbed.two), _tabs(tabbed.three_aligned), _tabs(tabbed.four), blanks=True),
    "tabs_cut_lost": Layout(
        ".txt",
        _pages(tabbed.two_cut),
        _pages(lambda report: tabbed.three_cut(report, repeats=False)),
        _tabs(tabbed.four),
        _annex_pages(repeats=False, mark=""),
        _two_part_title,
        _uneven,
        _one_line,
    ),
    "tabs_cut_repeated": _text(
        _pages(tabbed.two_cut, "— 3 —"),
        _pages(lambda report: tabbed.three_cut(report, repeats=True), "— 4 —", "— 5 —"),
        _tabs(tabbed.four),
        _annex_pages(repeats=True, mark="— 6 —"),
    ),
    "pipes": Layout(
        ".md",
        piped.two,
        piped.three,
        piped.four,
        piped.annex,
        _markdown_title,
        _even,
        _one_line,
        keeps_blanks=True,
    ),
    "pipes_filled": Layout(
        ".md",
        piped.two_by_band,
        piped.three_filled,
        piped.four_filled,
        piped.annex,
        _markdown_title,
        _bold,
        _one_line,
        keeps_blanks=True,
    ),
    "spaces": _text(running.two, running.three, running.four, running.annex),
    "wrapped": _wrapped(between=False),
    "wrapped_between": _wrapped(between=True),
    "lines": _text(
        _cells(tabbed.two),
        _cells(tabbed.three_aligned),
        _cells(tabbed.four),
        lambda table: running.one_by_one(tabbed.annex(table)),
        rows=False,
    ),
    # For tests only: not every number can be told, and none may be told wrong.
    "glued": _text(
        _glued(running.two),
        _glued(running.three),
        _glued(running.four),
        lambda table: running.glued(running.annex(table)),
        rows=False,
    ),
}
