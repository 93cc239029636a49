"""Tables of a Word file as rows of cells: spans, cells that reach down, deleted rows, tables in cells."""

from __future__ import annotations

from typing import Any, NamedTuple

from toolkit.office.lightened import CELL, LINE
from toolkit.office.paragraphs import ParagraphReader, kinds


class TableCell(NamedTuple):
    """One cell as it stands in the file: its paragraphs and the tables inside it, in their order.

    ``columns`` is how many columns it spans, those included that are left out before the first cell.
    """

    content: Content
    merged: bool = False
    columns: int = 1


class Table(NamedTuple):
    """The rows of a table as they stand in the file."""

    rows: list[list[TableCell]]


#: Paragraphs and tables, as a body, a cell or a text box holds them.
Content = list[str | Table]


class BodyReader:
    """Takes a body apart into paragraphs and tables, in the order of the file."""

    def __init__(self, w: str, paragraphs: ParagraphReader) -> None:
        self._paragraphs = paragraphs
        self._kinds = {name: kind for name, kind in kinds(w).items() if kind in ("nothing", "choice")} | {
            w + name: name for name in ("p", "tbl", "tr", "tc")
        }
        self._kinds |= {LINE: "line", CELL: "tc"}
        # Properties of tables come before what they belong to, and hold nothing that is printed.
        self._kinds |= dict.fromkeys((w + name for name in ("tblPr", "tblGrid", "trPr", "tcPr")), "nothing")
        self._w = w
        self._value = f"{w}val"
        names = ("gridSpan", "vMerge", "hMerge", "cellDel", "cellMerge")
        self._cell_properties = {w + name: name for name in names}

    def content(self, container: Any) -> Content:
        """Return the paragraphs and tables of a body, a cell or a text box."""
        found: Content = []
        begun = ""
        for child in container:
            kind = self._kinds.get(child.tag, "inside")
            if kind == "line":
                found.append(self._paragraphs.plain(child.text or ""))
            elif kind == "p":
                paragraph = self._paragraphs.read(child)
                if paragraph.runs_on:
                    begun += paragraph.text
                elif not (paragraph.is_contents and "\t" in paragraph.text):
                    found.append(paragraph.number + begun + paragraph.text)
                    begun = ""
                for box in paragraph.boxes:
                    found += self.content(box)
            elif kind == "tbl":
                found += [begun, self._table(child)] if begun else [self._table(child)]
                begun = ""
            elif child.tag == CELL:
                # A cell in no row.
                found.append(self._paragraphs.plain(child.text or ""))
            elif kind != "nothing":
                found += self.content(self._paragraphs.branch(child) if kind == "choice" else child)
        if begun:
            found.append(begun)
        return found

    def _parts(self, container: Any, wanted: str) -> list[Any]:
        """Return the rows of a table or the cells of a row, those inside content controls and the like too."""
        found: list[Any] = []
        for child in container:
            kind = self._kinds.get(child.tag, "inside")
            if kind == wanted:
                found.append(child)
            elif kind in ("choice", "inside"):
                found += self._parts(self._paragraphs.branch(child) if kind == "choice" else child, wanted)
        return found

    def _table(self, table: Any) -> Table:
        rows = []
        above: dict[int, int] = {}
        for row in self._parts(table, "tr"):
            properties = next(row.iterchildren(f"{self._w}trPr"), None)
            if self._has(properties, "del"):
                continue
            cells, above = self._row(row, self._number(properties, "gridBefore"), above)
            if not self._has(properties, "hidden") or any(any(cell.content) for cell in cells):
                rows.append(cells)
        return Table(rows)

    def _row(self, row: Any, column: int, above: dict[int, int]) -> tuple[list[TableCell], dict[int, int]]:
        """Return the cells of a row, and where in it stand those that may reach further down.

        ``column`` is where the first cell begins; ``above`` gives, for the row above, the columns in which
        such cells begin and how many columns they span.
        """
        cells: list[TableCell] = []
        below: dict[int, int] = {}
        for element in self._parts(row, "tc"):
            if not len(element) and element.tag == CELL:
                text = self._paragraphs.plain(element.text or "")
                cells.append(TableCell([text], False, 1 if cells else column + 1))
                column += 1
                continue
            has = self._properties(element)
            if "cellDel" in has:
                continue
            width = int(has["gridSpan"]) if has.get("gridSpan", "").isdecimal() else 1
            content = self.content(element)
            if has.get("hMerge", "restart") != "restart" and cells:
                # The old way to span columns: what is in the cell belongs to the one before.
                if not cells[-1].merged:
                    cells[-1].content.extend(part for part in content if part)
                column += width
                continue
            down = has.get("vMerge") or {"cont": "continue", "rest": "restart"}.get(has.get("cellMerge", ""))
            # Word shows no text of a cell that continues one of the same width.
            merged = down == "continue" and (
                above.get(column) == width or (column in above and not any(content))
            )
            if down:
                below[column] = width
            cells.append(TableCell([] if merged else content, merged, width + (0 if cells else column)))
            column += width
        return cells, below

    def _properties(self, cell: Any) -> dict[str, str]:
        """Return the properties of a cell that decide what it spans; without a value, ``continue``."""
        found = {}
        # They come first, if there are any.
        for item in cell[0] if len(cell) else ():
            name = self._cell_properties.get(item.tag)
            if name is not None:
                value = f"{self._w}vMerge" if name == "cellMerge" else self._value
                found[name] = item.get(value, "continue")
        return found

    def _has(self, properties: Any, name: str) -> bool:
        return properties is not None and next(properties.iterchildren(self._w + name), None) is not None

    def _number(self, properties: Any, name: str) -> int:
        for item in properties.iterchildren(self._w + name) if properties is not None else ():
            value = item.get(f"{self._w}val", "")
            return int(value) if value.isdecimal() else 0
        return 0
