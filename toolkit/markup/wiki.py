"""Tables as MediaWiki writes them, turned into tags line for line: what reads HTML then reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BEGINS = re.compile(r"\s*:*\s*\{\|")
_BETWEEN = {"!": re.compile(r"!!|\|\|"), "|": re.compile(r"\|\|")}
_ATTRIBUTES = re.compile(
    r"""\s*(?P<said>\w+\s*=\s*(?:"[^"]*"|'[^']*'|\S+)(?:\s+\w+\s*=\s*(?:"[^"]*"|'[^']*'|\S+))*)\s*\|(?!\|)"""
)
_SPAN = re.compile(r"""\b(?:col|row)span\s*=\s*["']?\d+["']?""")
_EMPHASIS = re.compile("'{2,}")


def with_tags(lines: Sequence[str]) -> list[str]:
    """Return lines in which every table of MediaWiki is one of HTML, as many lines as before.

    >>> with_tags(["{|", "! a !! b", "|-", '| colspan="2" | c', "|}"])
    ['<table><tr>', '<td> a </td><td> b', '</td></tr><tr>', '<td colspan="2"> c', '</td></tr></table>']
    """
    found = list(lines)
    start: int | None = None
    for at, line in enumerate(lines):
        if _BEGINS.match(line):
            start = at
        elif start is not None and line.lstrip().startswith("|}"):
            found[start : at + 1] = _tags(lines[start : at + 1])
            start = None
    return found


def _tags(lines: Sequence[str]) -> list[str]:
    """Return the lines of one table, from the one that begins it to the one that ends it."""
    found, end = ["<table><tr>"], ""
    for line in lines[1:-1]:
        text = line.lstrip()
        if text.startswith("|+"):
            found.append(f"<caption>{text[2:]}</caption>")
        elif text.startswith("|-"):
            found.append(f"{end}</tr><tr>")
            end = ""
        elif text[:1] in _BETWEEN:
            cells = map(_cell, _BETWEEN[text[0]].split(text[1:]))
            found.append(end + "</td>".join(cells))
            end = "</td>"
        else:
            found.append(line)
    return [*found, f"{end}</tr></table>"]


def _cell(text: str) -> str:
    attributes = _ATTRIBUTES.match(text)
    spans = "".join(f" {span}" for span in _SPAN.findall(attributes["said"])) if attributes else ""
    return f"<td{spans}>{_EMPHASIS.sub('', text[attributes.end() :] if attributes else text)}"
