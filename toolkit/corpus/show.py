"""Where a figure stands in its source: the lines around it, with the value marked."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from toolkit.corpus.files import InputFile
from toolkit.reading import read

_AROUND = 2
_STATES = {
    "blank": "the cell is there and empty",
    "dash": "the cell holds a dash or the like",
    "absent": "the form asks for it, this report does not print it",
    "unreadable": "something is printed that is no number, or not one number only",
}
# Long lines are cut to what stands around the value.
_WIDEST = 160


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the source, with the stretch to mark, if it is the line of the figure."""

    number: int
    text: str
    mark: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in its source; prints as lines in a terminal, as a table in a notebook."""

    what: str
    says: str
    lines: tuple[ShownLine, ...]

    def __str__(self) -> str:
        """Return the lines with their numbers, the value between brackets."""
        out = [f"{self.what}: {self.says}"]
        for line in self.lines:
            text = line.text
            if line.mark:
                start, end = line.mark
                text = f"{text[:start]}【{text[start:end]}】{text[end:]}"
            out.append(f"{'>' if line.mark else ' '} {line.number:>5}  {text.expandtabs(4)}")
        return "\n".join(out)

    def __repr__(self) -> str:
        """Return the same as ``str``."""
        return str(self)

    def _repr_html_(self) -> str:
        rows = []
        for line in self.lines:
            if line.mark:
                start, end = line.mark
                text = (
                    f"{escape(line.text[:start])}<mark><b>{escape(line.text[start:end]) or '&nbsp;'}</b></mark>"
                    f"{escape(line.text[end:])}"
                )
            else:
                text = escape(line.text)
            rows.append(
                f"<tr><td style='color:#888;text-align:right'>{line.number}</td>"
                f"<td style='text-align:left;white-space:pre-wrap'>{text}</td></tr>"
            )
        return f"<p>{escape(self.what)}: {escape(self.says)}</p><table>{''.join(rows)}</table>"


def show_lines(file: InputFile, figure: dict[str, Any]) -> Shown:
    """Return the lines around a figure; none where it is printed nowhere."""
    what = f"{figure['table']}, {figure['row']}, {figure['column']} (form {figure['form']})"
    says = _says(figure)
    place = figure["place"]
    if place is None or place["line"] is None:
        return Shown(what, says, ())
    printed = read(file.read(), file.suffix).lines
    at = place["line"]
    mark = (int(place["x0"] or 0), int(place["x1"] or 0))
    around = range(max(at - _AROUND, 1), min(at + _AROUND, len(printed)) + 1)
    lines = tuple(_cut(number, printed[number - 1], mark if number == at else None) for number in around)
    return Shown(what, says, lines)


def _says(figure: dict[str, Any]) -> str:
    if figure["state"] == "reported":
        unit = f" {figure['unit']}" if figure["unit"] else ""
        return f"{figure['value']:g}{unit}, printed as {figure['raw']!r}"
    said = _STATES.get(figure["state"], figure["state"])
    return f"{figure['state']}: {said}" + (f" ({figure['raw']!r})" if figure["raw"] else "")


def _cut(number: int, text: str, mark: tuple[int, int] | None) -> ShownLine:
    if mark is None:
        return ShownLine(number, text if len(text) <= _WIDEST else text[:_WIDEST] + "…")
    start, end = mark
    low = max(0, start - _WIDEST // 2) if len(text) > _WIDEST else 0
    high = low + _WIDEST if len(text) > _WIDEST else len(text)
    lead, tail = ("…" if low else ""), ("…" if high < len(text) else "")
    shift = len(lead) - low
    return ShownLine(number, lead + text[low:high] + tail, (start + shift, min(end, high) + shift))
