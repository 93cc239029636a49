"""Small pieces of HTML that several kinds of pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from scripts.samples.report import NUMERALS, Annex, SampleReport
from scripts.samples.spans import Box, Row

#: Writes the inside of a cell.
Inside = Callable[[Box], str]


def text(words: object) -> str:
    """Return words with what HTML keeps for itself escaped."""
    return escape(str(words), quote=True)


def spans(box: Box) -> str:
    """Return the attributes that say how far a cell reaches.

    >>> spans(Box("总计", 1, 2))
    ' rowspan="2"'
    """
    across = f' colspan="{box.across}"' if box.across > 1 else ""
    return across + (f' rowspan="{box.down}"' if box.down > 1 else "")


def row(boxes: Row, inside: Inside, *, heads: bool = False) -> str:
    """Return one row of a table."""
    tags = ["th" if heads and box.kind in ("title", "head") else "td" for box in boxes]
    cells = [f"<{tag}{spans(box)}>{inside(box)}</{tag}>" for tag, box in zip(tags, boxes, strict=True)]
    return f"<tr>{''.join(cells)}</tr>"


def table(rows: Sequence[Row], inside: Inside, opening: str, *, heads: bool = False) -> str:
    """Return a table, one row a line."""
    return "\n".join([opening, *(row(boxes, inside, heads=heads) for boxes in rows), "</table>"])


def lines(*pieces: str | Iterable[str]) -> str:
    """Return pieces, and lists of pieces, one a line; empty ones are left out."""
    flat = [one for piece in pieces for one in ([piece] if isinstance(piece, str) else piece)]
    return "\n".join(one for one in flat if one)


def article(
    report: SampleReport,
    heading: Callable[[str], str],
    paragraph: Callable[[str], str],
    drawn: Mapping[str, Callable[[SampleReport], str]],
    annex: Callable[[Annex], str],
) -> list[str]:
    """Return the text of a report without its title, its tables drawn by the given writers."""
    pieces = [paragraph(words) for words in report.preface]
    for numeral, (words, paragraphs, name) in zip(NUMERALS, report.parts(), strict=False):
        pieces += [heading(f"{numeral}、{words}"), *map(paragraph, paragraphs)]
        pieces += [drawn[name](report)] if name else []
    if report.annex:
        pieces += [paragraph(report.annex.title), annex(report.annex)]
    return [*pieces, *map(paragraph, report.closing)]
