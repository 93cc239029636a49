"""Every way in which a sample report comes as a file, by name: text, web pages, Word documents, PDF.

``STYLES["cms"].write(report)`` gives the bytes of the file, of a PDF those that it is printed from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from scripts.samples import office
from scripts.samples.layouts import LAYOUTS, render
from scripts.samples.report import TABLES, SampleReport
from scripts.samples.web import aspnet, cms, mobile, paper, pasted, portal


@dataclass(frozen=True, slots=True)
class Style:
    """One way to make a file of a report.

    ``suffix`` is that of the file, ``source`` that of what a PDF is printed from, empty for all others.
    ``blanks`` are the tables in which an empty cell can be told from one that is not there, ``rows``
    those in which every row stands apart, so that words or a stray number can be told from the row
    beside. ``is_page`` marks a page of a site, which prints when the report was published.
    """

    suffix: str
    write: Callable[[SampleReport], bytes]
    blanks: tuple[str, ...] = TABLES
    rows: tuple[str, ...] = TABLES
    source: str = ""
    is_page: bool = False


def _text(layout: str) -> Style:
    known = LAYOUTS[layout]
    return Style(
        known.suffix,
        lambda report: render(report, layout).encode(),
        TABLES if known.keeps_blanks else (),
        TABLES if known.keeps_rows else (),
    )


def _page(
    page: Callable[[SampleReport], str], encoding: str = "utf-8", tables: tuple[str, ...] = TABLES
) -> Style:
    # In lines of text nothing tells an empty cell, and words in one are no cell at all.
    blanks = tables if tables == TABLES else ()
    return Style(".html", lambda report: page(report).encode(encoding), blanks, tables, is_page=True)


def _paper(look: str) -> Style:
    page = partial(paper.page, look)
    return Style(".pdf", lambda report: page(report).encode(), source=".html")


STYLES: Mapping[str, Style] = {
    **{name: _text(name) for name in LAYOUTS},
    "cms": _page(cms.page),
    "pasted": _page(pasted.page),
    "portal": _page(portal.page, portal.ENCODING),
    "aspnet": _page(aspnet.page),
    # Two of its tables are lines of text, and the third holds an empty column of its own.
    "mobile": _page(mobile.page, tables=("requests",)),
    "docx": Style(".docx", office.document),
    "pdf_ruled": _paper("ruled"),
    "pdf_spaced": _paper("spaced"),
    "pdf_hairline": _paper("hairline"),
    "pdf_office": Style(".pdf", office.document, source=".docx"),
}
