"""What is shown to a person, piece by piece, and its two looks: text for a terminal, HTML for a notebook."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from toolkit.corpus.columns import pad, printable, table, width, wrap

#: ``faint`` steps back (a zero), ``mark`` stands out (a cell without a number), ``bad`` is wrong.
Style = Literal["", "faint", "mark", "bad"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``hint`` is what a notebook shows while the mouse rests on it."""

    text: str
    style: Style = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table.

    ``depth`` indents its first cell; ``is_head`` sets it as a heading, in which a line break is kept.
    """

    cells: tuple[Cell, ...]
    depth: int = 0
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """The name of what is shown, with what it is."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values, as on a card."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a caption; ``right`` says which columns hold numbers, ``fills`` which one may be broken."""

    caption: str
    rows: tuple[Line, ...]
    right: tuple[bool, ...]
    fills: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small print."""

    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Tables that stand side by side where there is room."""

    tables: tuple[Table, ...]


Block = Title | Pairs | Table | Note | Beside


def plain_table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str | Cell]],
    right: Sequence[bool] = (),
    *,
    fills: int = 0,
) -> Table:
    """Return a table with one heading; columns of which ``right`` says nothing hold text."""
    lines = [Line(tuple(Cell(text) for text in head), is_head=True)] if head else []
    for row in rows:
        lines.append(Line(tuple(item if isinstance(item, Cell) else Cell(item) for item in row)))
    columns = max((len(line.cells) for line in lines), default=0)
    return Table(caption, tuple(lines), (*right, *[False] * (columns - len(right))), fills)


# -- text ----------------------------------------------------------------------------------------------

# Headings are broken, in a narrow terminal into smaller pieces: 本年处理 / 决定数量.
_HEADINGS = (8, 6, 4)
_NARROWEST = 24


def as_text(blocks: Iterable[Block], columns: int | None = None) -> str:
    """Return the blocks as lines for a terminal, by default as wide as the one at hand."""
    room = columns or min(max(shutil.get_terminal_size((100, 24)).columns, 80), 140)
    lines: list[str] = []
    for block in blocks:
        if lines and not isinstance(block, Note):
            lines.append("")
        lines.extend(_text_of(block, room))
    return "\n".join(lines)


def _text_of(block: Block, room: int) -> Iterator[str]:
    match block:
        case Title(text, note):
            yield printable(text) + (f"  {printable(note)}" if note else "")
        case Pairs(rows):
            names = max((width(name) for name, _ in rows), default=0)
            for name, value in rows:
                first, *rest = wrap(printable(value), room - names - 4)
                yield f"  {pad(name, names)}  {first}"
                yield from (" " * (names + 4) + line for line in rest)
        case Note(text):
            yield from (f"  {line}" for line in wrap(printable(text), room - 2))
        case Beside(tables):
            for at, one in enumerate(tables):
                if at:
                    yield ""
                yield from _text_of(one, room)
        case Table():
            yield from _table_text(block, room)


def _table_text(block: Table, room: int) -> Iterator[str]:
    if block.caption:
        yield from wrap(printable(block.caption), room)
    if not block.rows:
        return
    for heading in _HEADINGS:
        rows = [[_cell_text(line, at, heading) for at in range(len(block.right))] for line in block.rows]
        widths = [
            max(width(part) for row in rows for part in row[at].split("\n")) for at in range(len(block.right))
        ]
        # Two columns of space stand before each column of the table.
        left = room - 2 * len(widths) - sum(widths) + widths[block.fills]
        if left >= min(_NARROWEST, widths[block.fills]):
            break
    for line, row in zip(block.rows, rows, strict=True):
        indent = "  " * line.depth if block.fills == 0 else ""
        parts = wrap(row[block.fills], max(left, _NARROWEST) - len(indent))
        row[block.fills] = "\n".join(indent + part for part in parts)
    yield from ("  " + line for line in table(rows, block.right))


def _cell_text(line: Line, at: int, heading: int) -> str:
    if at >= len(line.cells):
        return ""
    parts = line.cells[at].text.split("\n") if line.is_head else [line.cells[at].text]
    if line.is_head and at:
        parts = [piece for part in parts for piece in wrap(part, heading)]
    return "\n".join(map(printable, parts))


# -- HTML ----------------------------------------------------------------------------------------------

# The colours are those of whatever is around: a light and a dark notebook both stay legible.
_STYLE = """
.ogi{font-size:12px;line-height:1.4;color:inherit;max-width:100%}
.ogi .ogi-t{font-size:15px;font-weight:600;margin:2px 0 6px}
.ogi .ogi-t span,.ogi .ogi-n,.ogi .ogi-f{font-weight:400;opacity:.62}
.ogi .ogi-n{font-size:11px;margin:2px 0 6px}
.ogi .ogi-b{display:flex;flex-wrap:wrap;align-items:flex-start;gap:0 28px}
.ogi .ogi-s{overflow-x:auto;max-width:100%}
.ogi .ogi-s table.ogi-g{border-collapse:collapse;border:0;margin:0 0 10px;table-layout:auto;width:auto;font-size:12px}
.ogi .ogi-s table.ogi-g caption{caption-side:top;text-align:left;font-weight:600;padding:6px 0 3px;color:inherit;white-space:normal}
.ogi .ogi-s table.ogi-g tr,.ogi .ogi-s table.ogi-g tbody tr:nth-child(n){background:transparent}
.ogi .ogi-s table.ogi-g tbody tr:hover{background:rgba(128,128,128,.16)}
.ogi .ogi-s table.ogi-g th,.ogi .ogi-s table.ogi-g td{border:0;border-bottom:1px solid rgba(128,128,128,.22);padding:2px 8px;text-align:left;vertical-align:baseline;white-space:normal;max-width:44em;color:inherit}
.ogi .ogi-s table.ogi-g th{font-weight:600;vertical-align:bottom;border-bottom-color:rgba(128,128,128,.6)}
.ogi .ogi-s table.ogi-g .ogi-r{text-align:right;font-variant-numeric:tabular-nums;max-width:9em}
.ogi .ogi-s table.ogi-g .ogi-m{font-weight:700;background:rgba(240,160,0,.18)}
.ogi .ogi-s table.ogi-g .ogi-x{font-weight:700;background:rgba(220,60,60,.2)}
.ogi .ogi-s table.ogi-k td:first-child{opacity:.62;white-space:nowrap}
""".strip()
_CLASSES: dict[Style, str] = {"": "", "faint": "ogi-f", "mark": "ogi-m", "bad": "ogi-x"}


def as_html(blocks: Iterable[Block]) -> str:
    """Return the blocks as one piece of HTML that carries its own style; all text is escaped."""
    return f'<div class="ogi"><style>{_STYLE}</style>{"".join(map(_html_of, blocks))}</div>'


def _html_of(block: Block) -> str:
    match block:
        case Title(text, note):
            return f'<div class="ogi-t">{_safe(text)} <span>{_safe(note)}</span></div>'
        case Pairs(rows):
            lines = "".join(f"<tr><td>{_safe(name)}</td><td>{_safe(value)}</td></tr>" for name, value in rows)
            return f'<div class="ogi-s"><table class="ogi-g ogi-k"><tbody>{lines}</tbody></table></div>'
        case Note(text):
            return f'<div class="ogi-n">{_safe(text)}</div>'
        case Beside(tables):
            return f'<div class="ogi-b">{"".join(map(_html_of, tables))}</div>'
        case Table(caption, lines, right):
            named = f"<caption>{_safe(caption)}</caption>" if caption else ""
            body = "".join(_row_html(line, right) for line in lines)
            return f'<div class="ogi-s"><table class="ogi-g">{named}<tbody>{body}</tbody></table></div>'


def _row_html(line: Line, right: Sequence[bool]) -> str:
    cells = [_cell_html(cell, line, at, right[at]) for at, cell in enumerate(line.cells)]
    cells += ["<td></td>"] * (len(right) - len(cells))
    return f"<tr>{''.join(cells)}</tr>"


def _cell_html(cell: Cell, line: Line, at: int, is_number: bool) -> str:
    kind = "th" if line.is_head else "td"
    classes = " ".join(name for name in ("ogi-r" if is_number else "", _CLASSES[cell.style]) if name)
    said = f' class="{classes}"' if classes else ""
    said += f' title="{_safe(cell.hint)}"' if cell.hint else ""
    said += f' style="padding-left:{8 + 14 * line.depth}px"' if at == 0 and line.depth else ""
    text = "<br>".join(map(_safe, cell.text.split("\n"))) if line.is_head else _safe(cell.text)
    return f"<{kind}{said}>{text}</{kind}>"


def _safe(text: str) -> str:
    return escape(printable(text))
