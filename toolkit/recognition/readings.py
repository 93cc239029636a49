"""From the values after a label to the cells of a row: every way to read them, and the one that holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from typing import NamedTuple

from toolkit.document import Place
from toolkit.forms import Balance, Column
from toolkit.recognition.cells import CellValue, has_leading_zero, read_cell
from toolkit.recognition.grids import Candidate, Token
from toolkit.recognition.stream import Stream
from toolkit.recognition.sums import Reading, any_adds_up, leave_out, placements, splits, surviving
from toolkit.report import Figure, Issue
from toolkit.text import fold, is_dash


class Spot(NamedTuple):
    """Where one cell is printed in the stream; ``text`` is another reading of its picture."""

    start: int
    end: int
    text: str | None = None


#: One way to read a row: a spot for each column, or nothing where no cell is printed.
Option = tuple[Spot | None, ...]

#: 84 7: a number that was wrapped, or two numbers; only a sum of the form can say so.
WRAPPED = re.compile(r"\s*\d+(?:\s+\d+)+\s*")
#: A row whose picture can be read in more ways is not worth the search; nobody could check it either.
_MOST_READINGS = 600
#: How many values too many are tried: page numbers stray into a row one or two at a time.
_MOST_EXTRA = 2


@dataclass(slots=True)
class TableReading:
    """One table as read: its edition, its figures, what was not understood, and which values were used."""

    table: str
    form: str
    figures: list[Figure] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class RowReading:
    """A row of the form with the candidate that stands for it and the ways to read its values.

    ``preferred`` is the way that the position of the cells suggests; it counts only where the sums
    do not speak against it.
    """

    row: str
    columns: tuple[Column, ...]
    candidate: Candidate
    options: list[Option]
    preferred: Option | None = None
    is_named: bool = True
    refused: str | None = None


def read_row(
    row: str,
    columns: Sequence[Column],
    candidate: Candidate,
    shapes: Mapping[tuple[int, int], int],
    has_sums: bool = False,
) -> RowReading:
    """Return the ways to read a candidate as a row with these columns.

    ``has_sums`` where sums of the form will judge between the ways.
    """
    if candidate.refused:
        return RowReading(row, tuple(columns), candidate, [], refused=candidate.refused)
    if candidate.in_cells:
        options, preferred = _options_of_cells(candidate, tuple(columns), shapes, has_sums)
    else:
        options, preferred = _options_of_text(candidate, len(columns), has_sums), None
    if any(len(token.readings) > 1 for token in candidate.tokens):
        options, preferred = _with_readings(options, preferred, candidate.tokens), None
    return RowReading(row, tuple(columns), candidate, options, preferred)


def _with_readings(
    options: Sequence[Option], preferred: Option | None, tokens: Sequence[Token]
) -> list[Option]:
    """Return every way to read a row whose cells are pictures that can be read in several ways."""
    readings = {token.start: token.readings for token in tokens}
    found: list[Option] = []
    for option in [preferred] if preferred is not None else options:
        ways = [
            [spot._replace(text=text) for text in readings[spot.start]]
            if spot and readings[spot.start]
            else [spot]
            for spot in option
        ]
        if len(found) + prod(map(len, ways)) > _MOST_READINGS:
            return []
        found += product(*ways)
    return found


def _text(stream: Stream, spot: Spot) -> str:
    """Return what stands in a cell; a number that was wrapped in a narrow one is in one piece again."""
    text = stream.text[spot.start : spot.end] if spot.text is None else fold(spot.text)
    return text.replace(" ", "") if not text.isdigit() and WRAPPED.fullmatch(text) else text


def usual_shapes(rows: Iterable[tuple[Candidate, int]]) -> dict[tuple[int, int], int]:
    """Return where the values of rows of one shape begin, counted over rows where it is certain.

    A shape is the number of cells and the place of the label among them; a table dumped from one
    page gives rows of one shape the same columns.
    """
    votes: dict[tuple[int, int], Counter[int]] = {}
    for candidate, width in rows:
        if candidate.in_cells:
            starts = _windows(candidate.tokens, width)
            if len(starts) == 1:
                votes.setdefault(candidate.shape, Counter())[starts[0]] += 1
    return {shape: count.most_common(1)[0][0] for shape, count in votes.items()}


def _windows(tokens: Sequence[Token], width: int) -> list[int]:
    """Return where ``width`` neighbouring cells can begin so that no number is left outside.

    Words or a dash at the end of a row that is too long can be a remark.
    """
    filled = [i for i, token in enumerate(tokens) if not token.is_blank]
    last = len(tokens) - width
    if last > 0 and (numbers := [i for i in filled if tokens[i].has_digit]):
        filled = [i for i in filled if i <= numbers[-1]]
    if last < 0 or (filled and filled[-1] - filled[0] >= width):
        return []
    if not filled:
        return [0] if last >= 0 else []
    return [start for start in range(last + 1) if start <= filled[0] and filled[-1] < start + width]


def _options_of_cells(
    candidate: Candidate, columns: tuple[Column, ...], shapes: Mapping[tuple[int, int], int], has_sums: bool
) -> tuple[list[Option], Option | None]:
    tokens, width = candidate.tokens, len(columns)
    spans: list[Spot | None] = [Spot(token.start, token.end) for token in tokens]
    if len(tokens) < width:
        # Nobody says which cells are missing, those at the end or empty ones anywhere.
        places = placements(list(map(float, range(len(tokens)))), width)
        return [tuple(None if at is None else spans[int(at)] for at in place) for place in places], None
    starts = _windows(tokens, width)
    options = [tuple(spans[start : start + width]) for start in starts]
    filled = [span for span, token in zip(spans, tokens, strict=True) if not token.is_blank]
    usual = shapes.get(candidate.shape)
    is_numeric = all(token.has_digit for token in tokens)
    if usual is None and has_sums and 0 < len(tokens) - width <= _MOST_EXTRA and not is_numeric:
        return _without_extra(tokens, width), None
    if not options:
        return _options_of_wide(candidate, spans, filled, width, has_sums)
    preferred = tuple(spans[usual : usual + width]) if usual in starts and usual is not None else None
    if len(options) == 1:
        preferred = options[0]
    # One number too few, and the empty cell at the edge: a cell may have been lost and the rest moved.
    if len(filled) == width - 1 or (candidate.is_narrow and len(filled) < width):
        places = placements(list(map(float, range(len(filled)))), width)
        moved = [tuple(None if at is None else filled[int(at)] for at in place) for place in places]
        return [*options, *moved], None if candidate.is_narrow else preferred
    return options, preferred if len(options) > 1 else None


def _options_of_wide(
    candidate: Candidate,
    spans: Sequence[Spot | None],
    filled: Sequence[Spot | None],
    width: int,
    has_sums: bool,
) -> tuple[list[Option], Option | None]:
    """Return the ways to read a row whose values are spread over more cells than it has columns.

    The empty cells among them may only make space, or stand for nothing where a serial number or a remark
    makes the row longer.
    """
    if len(filled) > width + _MOST_EXTRA:
        return [], None
    close: list[Option] = [tuple(filled[i] for i in chosen) for chosen in leave_out(len(filled), width)]
    is_numeric = all(token.is_blank or token.text.strip().isdecimal() for token in candidate.tokens)
    if len(filled) == len(spans) or len(spans) > width + _MOST_EXTRA or (is_numeric and not has_sums):
        return close, None
    return [*close, *_without_extra(candidate.tokens, width)], close[0] if is_numeric and len(
        close
    ) == 1 else None


def _without_extra(tokens: Sequence[Token], width: int) -> list[Option]:
    """Return the ways to leave cells out of a row that has too many: those at its edges, and empty ones."""
    spots = [Spot(token.start, token.end) for token in tokens]
    return [
        tuple(spots[i] for i in kept)
        for kept in leave_out(len(tokens), width)
        if all(tokens[i].is_blank or not kept[0] < i < kept[-1] for i in set(range(len(tokens))) - set(kept))
    ]


def _options_of_text(candidate: Candidate, width: int, has_sums: bool) -> list[Option]:
    tokens = candidate.tokens
    spans: list[Spot | None] = [Spot(token.start, token.end) for token in tokens]
    if len(tokens) == width:
        # Six values on a line and a seventh on the next may be a row and a page number.
        lines = Counter(token.row for token in tokens)
        rest = [token for token in tokens if lines[token.row] > 1]
        if len(lines) == 2 and len(rest) == width - 1 and has_sums:
            places = placements(list(map(float, range(len(rest)))), width)
            short = [
                tuple(None if at is None else Spot(rest[int(at)].start, rest[int(at)].end) for at in p)
                for p in places
            ]
            return [tuple(spans), *short]
        return [tuple(spans)]
    if len(tokens) > width:
        if len(tokens) > width + _MOST_EXTRA:
            return []
        return [tuple(spans[i] for i in chosen) for chosen in leave_out(len(tokens), width)]
    texts = [token.text.strip() for token in tokens]
    options = [_cut(tokens, pieces) for pieces in splits(texts, width)] if all(map(_is_plain, texts)) else []
    is_run_together = any(has_leading_zero(text) for text in texts) or (
        has_sums and bool(options) and len(tokens) * 2 <= width
    )
    if not is_run_together:
        places = placements(list(map(float, range(len(tokens)))), width)
        options += [tuple(None if at is None else spans[int(at)] for at in place) for place in places]
    return options


def _is_plain(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and text[0] != "."


def _cut(tokens: Sequence[Token], pieces: Sequence[str]) -> Option:
    """Return where the pieces of runs of digits stand."""
    spans: list[Spot | None] = []
    numbers = iter(tokens)
    token = next(numbers)
    at = token.start
    for piece in pieces:
        if at >= token.start + len(token.text.rstrip()):
            token = next(numbers)
            at = token.start
        spans.append(Spot(at, at + len(piece)))
        at += len(piece)
    return tuple(spans)


# -- deciding ----------------------------------------------------------------------------------------


def values_of(stream: Stream, option: Option, columns: Sequence[Column]) -> Reading:
    """Return the numbers of one way to read a row."""
    return tuple(
        None if spot is None else read_cell(_text(stream, spot), column).value
        for spot, column in zip(option, columns, strict=True)
    )


def decide(
    stream: Stream, rows: Sequence[RowReading], balances: Sequence[Balance]
) -> list[tuple[Option, set[int]]]:
    """Return for each row the way to read it, and the columns in which that stays open.

    A row with one way is as printed, whether it adds up or not. Of several ways the sums decide;
    where they leave more than one, the position of the cells does, and a column on which all agree
    is settled in any case.
    """
    if all(len(row.options) == 1 and row.preferred is None and not _is_short(row) for row in rows):
        return [(row.options[0], set()) for row in rows]
    by_value = [_distinct(stream, row) for row in rows]
    if all(len(options) == 1 for options in by_value):
        return [_only(stream, row, options, balances) for row, options in zip(rows, by_value, strict=True)]
    columns = [column.key for column in rows[0].columns]
    readings = {row.row: list(options) for row, options in zip(rows, by_value, strict=True) if options}
    sound = _sound(readings, columns, balances)
    kept = surviving(readings, columns, sound)
    kept = kept and _with_positions(
        stream, rows, _without_contradictions(rows, kept, columns, sound), columns, sound
    )
    decided: list[tuple[Option, set[int]]] = []
    for row, options in zip(rows, by_value, strict=True):
        if len(options) == 1:
            decided.append(_only(stream, row, options, balances))
            continue
        left = [options[reading] for reading in kept[row.row]] if kept and options else []
        decided.append(_choose(stream, row, left))
    return decided


def _is_short(row: RowReading) -> bool:
    """Decide whether a row prints fewer values than it has cells."""
    return len(row.candidate.tokens) < len(row.columns)


def _only(
    stream: Stream, row: RowReading, options: Mapping[Reading, Option], balances: Sequence[Balance]
) -> tuple[Option, set[int]]:
    """Return the one thing that all ways to read a row say, and the columns of which they say nothing.

    In a row with too few values of which one is no number, that one may be several, run together. The one way
    to cut 8 104 112 into seven is none where it does not add up: there may be three, and empty cells.
    """
    ((values, option),) = options.items()
    if not _is_short(row):
        return option, set()
    if not any_adds_up([values], [column.key for column in row.columns], balances):
        return (None,) * len(values), set(range(len(values)))
    if any(
        spot and read_cell(_text(stream, spot), column).state == "unreadable"
        for spot, column in zip(option, row.columns, strict=True)
    ):
        return option, {i for i, value in enumerate(values) if value is None}
    return option, set()


def _without_contradictions(
    rows: Sequence[RowReading],
    kept: dict[str, list[Reading]],
    columns: Sequence[str],
    balances: Sequence[Balance],
) -> dict[str, list[Reading]]:
    """Return the readings without those of a row that lost a cell and adds up in none of its ways."""
    short = {row.row for row in rows if _is_short(row)}
    return {
        key: []
        if key in short and len(readings) > 1 and not any_adds_up(readings, columns, balances)
        else readings
        for key, readings in kept.items()
    }


def _with_positions(
    stream: Stream,
    rows: Sequence[RowReading],
    kept: dict[str, list[Reading]],
    columns: Sequence[str],
    balances: Sequence[Balance],
) -> dict[str, list[Reading]]:
    """Return the readings narrowed to what the position of cells suggests, where that adds up as a whole."""
    narrowed = dict(kept)
    for row in rows:
        if row.preferred is not None and len(kept.get(row.row, ())) > 1:
            suggested = values_of(stream, row.preferred, row.columns)
            if suggested in kept[row.row]:
                narrowed[row.row] = [suggested]
    found = surviving({key: readings for key, readings in narrowed.items() if readings}, columns, balances)
    return kept if found is None else {key: found.get(key, []) for key in kept}


def _distinct(stream: Stream, row: RowReading) -> dict[Reading, Option]:
    """Return the ways to read a row that differ in a number; ways that say the same are one."""
    found: dict[Reading, Option] = {}
    for option in row.options:
        found.setdefault(values_of(stream, option, row.columns), option)
    if row.preferred is not None:
        found[values_of(stream, row.preferred, row.columns)] = row.preferred
    return found


def _sound(
    readings: Mapping[str, list[Reading]], columns: Sequence[str], balances: Sequence[Balance]
) -> list[Balance]:
    """Return the sums that can judge: one that settled rows already break says nothing about the others."""
    sound = []
    for balance in balances:
        keys = (*balance.left, *balance.right)
        settled = balance.along == "rows" and all(len(readings.get(key, [()])) == 1 for key in keys)
        if not settled:
            sound.append(balance)
    return sound


def _choose(stream: Stream, row: RowReading, left: Sequence[Option]) -> tuple[Option, set[int]]:
    width = len(row.columns)
    if not left:
        if row.preferred is not None and len(row.candidate.tokens) >= width and not row.candidate.is_narrow:
            return row.preferred, set()
        return (None,) * width, set(range(width))
    if len(left) == 1:
        return left[0], set()
    values = [values_of(stream, option, row.columns) for option in left]
    open_columns = {i for i in range(width) if len({reading[i] for reading in values}) > 1}
    if open_columns and len(row.candidate.tokens) < width:
        # What no reading has a number for may be printed all the same, run together with its neighbour.
        open_columns |= {i for i in range(width) if all(reading[i] is None for reading in values)}
    return left[0], open_columns


# -- writing down ------------------------------------------------------------------------------------


def figures_of(
    stream: Stream, table: str, form: str, row: RowReading, option: Option, is_open: set[int]
) -> list[Figure]:
    """Return the figures of one row, with their state and place."""
    candidate = row.candidate
    start, end = candidate.tokens[0].start, candidate.tokens[-1].end
    whole, where = (stream.raw(start, end).strip(), stream.place(start, end)) if is_open else ("", None)
    found = []
    for number, (spot, column) in enumerate(zip(option, row.columns, strict=True)):
        if number in is_open:
            found.append(
                Figure(
                    form, table, row.row, column.key, None, column.unit or None, "unreadable", whole, where
                )
            )
        elif spot is None:
            found.append(absent(form, table, row.row, column))
        else:
            said = read_cell(_text(stream, spot), column)
            if said.state == "blank" and stream.is_merged(spot.start):
                said = CellValue("unreadable")
            unit = said.unit if said.state == "reported" else column.unit or None
            printed = spot.text or stream.printed(spot.start, spot.end)
            found.append(
                Figure(
                    form,
                    table,
                    row.row,
                    column.key,
                    said.value,
                    unit,
                    said.state,
                    printed or None,
                    _place(stream, spot),
                )
            )
    return found


def absent(form: str, table: str, row: str, column: Column) -> Figure:
    """Return the figure of a cell that the form asks for and the report does not print."""
    return Figure(form, table, row, column.key, None, column.unit or None, "absent")


def _place(stream: Stream, spot: Spot) -> Place:
    start, end = spot.start, spot.end
    text = stream.text[start:end]
    if not text.isdigit():
        lead = len(text) - len(text.lstrip())
        start, end = start + lead, max(start + lead, start + len(text.rstrip()))
    return stream.place(start, end)


def leftovers(stream: Stream, candidate: Candidate, used: Option, table: str) -> list[Issue]:
    """Return an issue that quotes the numbers of a candidate which became no figure, if there are any.

    Where nothing of a row of cells was used, words in their place are quoted as well.
    """
    taken = [(spot.start, spot.end) for spot in used if spot is not None]
    left = [
        token
        for token in candidate.tokens
        if token.has_digit and not any(start < token.end and token.start < end for start, end in taken)
    ]
    if candidate.in_cells and not any(token.has_digit or is_dash(token.text) for token in candidate.tokens):
        left = [token for token in candidate.tokens if not taken and not token.is_blank]
    if not left:
        return []
    numbers = ", ".join(repr(stream.printed(token.start, token.end)) for token in left)
    place = stream.place(left[0].start, left[0].end)
    label = " ".join(stream.raw(*candidate.texts[-1]).split()) if candidate.texts else ""
    return [
        Issue(
            "recognise",
            f"table {table}: {numbers}{on_line(place)}{f' after {label!r}' if label else ''} "
            f"{'belongs' if len(left) == 1 else 'belong'} to no cell of the form; look whether it is a row or a column "
            "of its own, or a page number",
            place,
        )
    ]


def unreadable_row(stream: Stream, candidate: Candidate, table: str, label: str, why: str) -> Issue:
    """Return the issue that quotes a row which could not be read, and says why."""
    start, end = candidate.tokens[0].start, candidate.tokens[-1].end
    place = stream.place(start, end)
    printed = " ".join(stream.raw(start, end).split())
    return Issue(
        "recognise", f"table {table}, row {label}: {printed!r}{on_line(place)} is unreadable: {why}", place
    )


def on_line(place: Place) -> str:
    """Return the words that say on which line something is printed, where the format has lines.

    >>> on_line(Place(line=49)), on_line(Place(page=3))
    (' on line 49', ' on page 3')
    """
    if place.page is not None:
        return f" on page {place.page}"
    return f" on line {place.line}" if place.line is not None else ""


def with_unit(column: Column, unit: str) -> Column:
    """Return a column whose bare amounts count in the unit that its heading prints."""
    return replace(column, unit=unit)
