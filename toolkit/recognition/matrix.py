"""A table of many rows under one set of columns: table three, and its like in other editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from toolkit.forms import Balance, Column, Form, Table
from toolkit.recognition.grids import Candidate
from toolkit.recognition.headings import columns_of_matrix, group_stands_first
from toolkit.recognition.labels import NAMES_ITS_ROW, row_label
from toolkit.recognition.matching import LABEL_LENGTH, Match, is_short, line_up, own_words, rows_of_run
from toolkit.recognition.readings import (
    Option,
    RowReading,
    TableReading,
    absent,
    decide,
    figures_of,
    leftovers,
    read_row,
    unreadable_row,
    usual_shapes,
)
from toolkit.recognition.remarks import has_remark, remark_for, remarked_figure
from toolkit.recognition.stream import Stream
from toolkit.recognition.sums import breaks
from toolkit.report import Figure, Issue
from toolkit.text import label_key

#: So many rows must agree before the position of the total is doubted.
_TELLING_ROWS = 3


def read_matrix(
    stream: Stream, rows: list[Candidate], editions: Sequence[tuple[Form, Table]], hint: str | None
) -> TableReading:
    """Return a table read row by row: the label decides which row, the sums what is in doubt."""
    width = len(editions[0][1].bands[0].columns)
    rows = [part for candidate in rows for part in rows_of_run(candidate, width)]
    full = [candidate for candidate in rows if candidate.tokens]
    _refuse_exchanged(editions[0][1], full)
    match = line_up(rows, editions, hint, width)
    reading = TableReading(match.table.key, match.form.key)
    columns, missing = _columns(stream, match.table, rows, full, reading)
    _read_rows(stream, match, rows, columns, missing, reading)
    return reading


def _refuse_exchanged(table: Table, full: Sequence[Candidate]) -> None:
    """Refuse every row of a table in which headings of columns stand as labels before values."""
    columns = {label_key(column.label) for column in table.bands[0].columns}
    labels = {label_key(wording) for row in table.rows for wording in (row.label, *row.aliases)}
    headings = {column for column in columns - labels for candidate in full if candidate.key.endswith(column)}
    # Behind a line of headings stands the first row: that is one.
    if len(headings) >= _TELLING_ROWS:
        for candidate in full:
            candidate.refused = candidate.refused or "rows and columns are exchanged"


# -- columns -----------------------------------------------------------------------------------------


def _columns(
    stream: Stream, table: Table, rows: Sequence[Candidate], full: Sequence[Candidate], reading: TableReading
) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return the columns as printed, and those of the form that the heading and all rows leave out.

    Nothing is printed where the heading does not tell which column is which.
    """
    columns = table.bands[0].columns
    first = next((i for i, row in enumerate(rows) if any(token.has_digit for token in row.tokens)), 0)
    header = "".join(row.key for row in rows[: first + 1])
    printed = columns_of_matrix(table, header)
    end = rows[first].tokens[0].start if rows and rows[first].tokens else 0
    if printed == columns and group_stands_first(table, stream.text[min(rows[0].start, end) : end] if rows else ""):
        return (), ()
    left_out = tuple(column for column in columns if column not in printed)
    if not left_out:
        return _where_it_adds_up(printed, columns[-1], full), ()
    widths = [len(candidate.tokens) for candidate in full]
    if len(left_out) <= 2 and widths.count(len(printed)) * 2 > len(widths):
        reading.issues.append(
            Issue(
                "recognise",
                f"table {table.key}: the heading has no column {', '.join(column.label for column in left_out)}; "
                "its cells are absent",
            )
        )
        return printed, left_out
    # So many numbers in a row say that the heading lost a label.
    is_damaged = printed and sum(c.numbers >= len(columns) for c in full) * 2 > len(full)
    return (_where_it_adds_up(columns, columns[-1], full), ()) if is_damaged else ((), ())


def _where_it_adds_up(columns: tuple[Column, ...], total: Column, full: Sequence[Candidate]) -> tuple[Column, ...]:
    """Return the columns with the total in front, where that and only that makes every row add up.

    The heading cannot tell: 总计 stands above the other columns and so before them in any case. Where it tells
    of a total elsewhere, that has to add up.
    """
    rows = []
    for candidate in full:
        digits = [token.text.strip() for token in candidate.tokens if not token.is_blank]
        if len(digits) == len(columns) and all(text.isdecimal() for text in digits):
            rows.append([int(text) for text in digits])
    telling = [row for row in rows if any(row)]

    def sums(at: int) -> list[bool]:
        return [sum(row) == 2 * row[at] for row in telling]

    if columns[-1] is not total:
        return columns if telling and all(sums(columns.index(total))) else ()
    is_first = len(telling) >= _TELLING_ROWS and all(sums(0)) and not any(sums(-1))
    return (columns[-1], *columns[:-1]) if is_first else columns


# -- reading the rows --------------------------------------------------------------------------------


def _read_rows(
    stream: Stream,
    match: Match,
    candidates: Sequence[Candidate],
    columns: tuple[Column, ...],
    missing: tuple[Column, ...],
    reading: TableReading,
) -> None:
    full = [candidate for candidate in candidates if candidate.tokens]
    table, form = match.table, match.form.key
    is_told = bool(columns)
    columns = columns or table.bands[0].columns
    shapes = usual_shapes((candidate, len(columns)) for candidate in full)
    paired = {r: i for i, r in match.alignment.pairs}
    rows: dict[int, RowReading] = {}
    for r, i in paired.items():
        rows[r] = read_row(table.rows[r].key, columns, full[i], shapes, has_sums=True)
        rows[r].is_named = match.likeness(i, r).score >= NAMES_ITS_ROW
    for r, i in _out_of_order(match, full, paired).items():
        rows[r] = read_row(table.rows[r].key, columns, full[i], shapes, has_sums=True)
    doubtful_rows = _settle_gaps(match, full, rows)
    if not is_told:
        for row_reading in rows.values():
            row_reading.refused = "the heading does not tell which column is which"
    readable = {r: row for r, row in rows.items() if row.refused is None}
    decided = dict(zip(readable, decide(stream, list(readable.values()), table.balances), strict=True))
    remarked = _remarked(stream, match, full, readable, decided)
    unproven = _unproven(stream, match, full, readable, decided)
    order = {column.key: n for n, column in enumerate(table.bands[0].columns)}
    for r, row in enumerate(table.rows):
        figures = _row_figures(stream, match, r, rows.get(r), decided.get(r), columns, r in unproven)
        if r in doubtful_rows and r not in rows:
            figures = _unreadable(stream, match, r, doubtful_rows[r], columns)
        elif r not in rows and (remark := remark_for(stream, table, row, candidates)):
            figures = [remarked_figure(stream, form, table.key, row.key, column, remark) for column in columns]
        figures += [absent(form, table.key, row.key, column) for column in missing]
        reading.figures += sorted(figures, key=lambda figure: order[figure.column])
    _doubt_absent(stream, match, full, rows, reading)
    repeated = _compare_repeated(stream, match, full, rows, columns, shapes, reading)
    _account(stream, match, full, rows, decided, unproven, remarked, repeated, reading)


def _remarked(
    stream: Stream,
    match: Match,
    full: Sequence[Candidate],
    rows: Mapping[int, RowReading],
    decided: dict[int, tuple[Option, set[int]]],
) -> set[int]:
    """Open the columns without a number in rows that print words instead, and return these rows.

    Words can cut a row in two: then the values behind them found no row.
    """
    found = set()
    for r, row in rows.items():
        option, is_open = decided[r]
        empty = {n for n, spot in enumerate(option) if spot is None} - is_open
        if not empty or row.candidate.in_cells:
            continue
        i = next(i for i, candidate in enumerate(full) if candidate is row.candidate)
        following = full[i + 1] if i + 1 < len(full) else None
        is_cut = following is not None and not _is_paired(rows, following)
        if is_cut or has_remark(stream, match.table, match.table.rows[r], row.candidate, following):
            decided[r] = option, is_open | empty
            found.add(r)
    return found


def _doubt_absent(
    stream: Stream,
    match: Match,
    full: Sequence[Candidate],
    rows: Mapping[int, RowReading],
    reading: TableReading,
) -> None:
    """Turn absent rows into unreadable ones where a run of values has their label, or hardly one has its own."""
    is_guessed = 2 * sum(row.is_named for row in rows.values()) < len(rows)
    columns = match.table.bands[0].columns
    for r, row in enumerate(match.table.rows):
        if r in rows:
            continue
        named = (c for i, c in enumerate(full) if match.likeness(i, r).exact)
        candidate = next(named, full[0] if is_guessed else None)
        if candidate:
            doubted = {figure.column: figure for figure in _unreadable(stream, match, r, candidate, columns)}
            reading.figures = [
                doubted[f.column] if f.row == row.key and f.state == "absent" else f for f in reading.figures
            ]


def _compare_repeated(
    stream: Stream,
    match: Match,
    full: Sequence[Candidate],
    rows: Mapping[int, RowReading],
    columns: tuple[Column, ...],
    shapes: Mapping[tuple[int, int], int],
    reading: TableReading,
) -> list[Candidate]:
    """Return the candidates that print a row again; where the numbers differ, neither is believed."""
    table, repeated = match.table, []
    for i, candidate in enumerate(full):
        again = [r for r in rows if match.likeness(i, r).exact]
        if _is_paired(rows, candidate) or not again:
            continue
        row = read_row(table.rows[again[0]].key, columns, candidate, shapes, has_sums=True)
        if len(row.options) != 1:
            continue
        repeated.append(candidate)
        figures = figures_of(stream, table.key, match.form.key, row, row.options[0], set())
        values = {figure.column: figure.value for figure in figures}
        differing = {
            f.column for f in reading.figures if f.row == row.row and f.value != values.get(f.column, f.value)
        }
        if differing:
            why = "the row is printed twice with different numbers"
            reading.issues.append(
                unreadable_row(stream, candidate, table.key, table.rows[again[0]].label, why)
            )
            reading.figures = [
                f._replace(value=None, state="unreadable")
                if f.row == row.row and f.column in differing
                else f
                for f in reading.figures
            ]
    return repeated


def _out_of_order(match: Match, full: Sequence[Candidate], paired: Mapping[int, int]) -> dict[int, int]:
    """Return rows that stand elsewhere than in the form: their label names them, wherever it is printed."""
    found: dict[int, list[int]] = {}
    for i in range(len(full)):
        if i in paired.values():
            continue
        for r in range(len(match.table.rows)):
            like = match.likeness(i, r)
            if r not in paired and like.exact and like.length >= LABEL_LENGTH and full[i].is_beside:
                found.setdefault(r, []).append(i)
    return {r: candidates[0] for r, candidates in found.items() if len(candidates) == 1}


def _settle_gaps(match: Match, full: list[Candidate], rows: dict[int, RowReading]) -> dict[int, Candidate]:
    """Refuse rows without a label unless they fill a gap between named rows exactly.

    Returns the rows of the form for which a candidate may be printed that could not be placed.
    """
    named = [(-1, -1), *((i, r) for i, r in match.alignment.pairs if rows[r].is_named)]
    named.append((len(full), len(match.table.rows)))
    doubtful: dict[int, Candidate] = {}
    width = len(match.table.bands[0].columns)
    for (i0, r0), (i1, r1) in pairwise(named):
        inside = [i for i in range(i0 + 1, i1) if not is_short(full[i], width)]
        if not inside:
            continue
        gap = list(range(r0 + 1, r1))
        unlabelled = all(_is_paired(rows, full[i]) for i in inside)
        if len(inside) == len(gap) and unlabelled:
            continue
        for r in gap:
            doubtful[r] = full[inside[0]]
            if r in rows:
                rows[r].refused = "its label is lost and more than one row may be meant"
    return doubtful


def _is_paired(rows: Mapping[int, RowReading], candidate: Candidate) -> bool:
    """Decide whether a candidate was paired with a row."""
    return any(row.candidate is candidate for row in rows.values())


def _unproven(
    stream: Stream,
    match: Match,
    full: Sequence[Candidate],
    rows: Mapping[int, RowReading],
    decided: Mapping[int, tuple[Option, set[int]]],
) -> set[int]:
    """Return the rows whose place was inferred and is not borne out by the sums.

    A run of values that found no row, and has no label or a piece of one of the form's, may mean that
    the values stand above their labels: then every row whose label is not on its own line has to be
    proven.
    """
    table = match.table
    inferred = {r for r, row in rows.items() if not row.is_named or not match.follows_label}
    shifted = any(
        not is_short(candidate, len(table.bands[0].columns))
        and not _is_paired(rows, candidate)
        and (len(own_words(table, candidate.key)) < LABEL_LENGTH or _is_of_form(table, candidate.key))
        for candidate in full
    )
    if not inferred and not shifted:
        return set()
    values: dict[str, dict[str, float | None]] = {}
    for r, (option, is_open) in decided.items():
        figures = figures_of(stream, table.key, match.form.key, rows[r], option, is_open)
        values[table.rows[r].key] = {figure.column: figure.value for figure in figures}
    broken = [balance for balance in table.balances if breaks(values, balance)]
    # With labels around their values, words on the line of the values may belong to the label above.
    apart = {r for r, row in rows.items() if not row.candidate.is_beside or not match.follows_label}
    unproven = {r for r in inferred if any(_concerns(table.rows[r].key, balance) for balance in broken)}
    if broken and (shifted or inferred & apart):
        return unproven | apart
    if shifted and not _is_complete(values, table.balances):
        return unproven | apart
    return unproven


def _is_of_form(table: Table, key: str) -> bool:
    """Decide whether a key holds a piece of a label of the form, however damaged the rest."""
    return any(key[at : at + LABEL_LENGTH] in _pieces(table) for at in range(len(key) - LABEL_LENGTH + 1))


@cache
def _pieces(table: Table) -> frozenset[str]:
    """Return every piece of a label of the form that is long enough to name it."""
    wordings = [wording for row in table.rows for wording in row_label(row).wordings]
    return frozenset(w[at : at + LABEL_LENGTH] for w in wordings for at in range(len(w) - LABEL_LENGTH + 1))


def _is_complete(values: Mapping[str, Mapping[str, float | None]], balances: Sequence[Balance]) -> bool:
    """Decide whether the longest sum down the rows has all its operands in every column."""
    longest = max((b for b in balances if b.along == "rows"), key=lambda balance: len(balance.right))
    keys = (*longest.left, *longest.right)
    return all(key in values and None not in values[key].values() for key in keys)


def _concerns(row: str, balance: Balance) -> bool:
    return balance.along == "columns" or row in (*balance.left, *balance.right)


def _row_figures(
    stream: Stream,
    match: Match,
    r: int,
    row: RowReading | None,
    decision: tuple[Option, set[int]] | None,
    columns: tuple[Column, ...],
    is_unproven: bool,
) -> list[Figure]:
    table, form = match.table, match.form.key
    if row is None:
        return [absent(form, table.key, table.rows[r].key, column) for column in columns]
    if decision is None or is_unproven:
        return _unreadable(stream, match, r, row.candidate, columns)
    option, is_open = decision
    return figures_of(stream, table.key, form, row, option, is_open)


def _unreadable(
    stream: Stream, match: Match, r: int, candidate: Candidate, columns: tuple[Column, ...]
) -> list[Figure]:
    row = RowReading(match.table.rows[r].key, columns, candidate, [])
    nothing: Option = (None,) * len(columns)
    return figures_of(stream, match.table.key, match.form.key, row, nothing, set(range(len(columns))))


def _account(
    stream: Stream,
    match: Match,
    full: Sequence[Candidate],
    rows: Mapping[int, RowReading],
    decided: Mapping[int, tuple[Option, set[int]]],
    unproven: set[int],
    remarked: set[int],
    repeated: Sequence[Candidate],
    reading: TableReading,
) -> None:
    """Write an issue for every number that became no figure."""
    table = match.table
    for r, row in rows.items():
        label = table.rows[r].label
        option, is_open = decided.get(r, ((), set()))
        if r in unproven or row.refused or is_open:
            why = row.refused or (
                "the sums of the form do not bear out where it stands"
                if r in unproven
                else "words stand where a number belongs"
                if r in remarked
                else "the cells can be read in more than one way and the sums of the form do not decide"
            )
            reading.issues.append(unreadable_row(stream, row.candidate, table.key, label, why))
        else:
            reading.issues += leftovers(stream, row.candidate, option, table.key)
    for candidate in full:
        if not _is_paired(rows, candidate) and not any(candidate is other for other in repeated):
            reading.issues += leftovers(stream, candidate, (), table.key)
