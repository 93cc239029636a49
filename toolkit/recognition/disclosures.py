"""Table two: bands with headings of their own, each recognised by what its heading says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.forms import Band, Column, Form, Row, Table
from toolkit.recognition.grids import Candidate, Token
from toolkit.recognition.headings import in_printed_unit
from toolkit.recognition.labels import (
    NAMES_ITS_ROW,
    begins_with,
    ends_in_table,
    ends_with,
    row_label,
    split_around,
)
from toolkit.recognition.parted import PARTED, is_parted, prints_whole
from toolkit.recognition.readings import (
    Option,
    RowReading,
    Spot,
    TableReading,
    absent,
    decide,
    figures_of,
    leftovers,
    read_row,
    unreadable_row,
    usual_shapes,
    with_unit,
)
from toolkit.recognition.remarks import remark_for, remarked_figure
from toolkit.recognition.stream import Stream
from toolkit.report import Issue
from toolkit.text import label_key

#: So many characters of a wrapped label have to stand before its values.
_HEAD = 2
_TITLE = re.compile(r"第?二十条第?[一二三四五六七八九十]+项")


@dataclass(frozen=True, slots=True)
class _Edition:
    """A band as one edition has it."""

    form: Form
    table: Table
    band: Band


@dataclass(frozen=True, slots=True)
class _Heading:
    """A printed heading of a band: the edition it follows and its columns in their printed order."""

    edition: _Edition
    columns: tuple[Column, ...]


def read_disclosures(
    stream: Stream, rows: list[Candidate], editions: Sequence[tuple[Form, Table]], hint: str | None
) -> TableReading:
    """Return table two, each band in the edition that its own heading prints."""
    bands: dict[str, list[_Edition]] = {}
    for form, table in editions:
        for band in table.bands:
            bands.setdefault(band.key, []).append(_Edition(form, table, band))
    printed = _printed_headings(rows, bands, editions[0][1].corner)
    usual = _usual_edition(printed, hint, editions)
    reading = TableReading(editions[0][1].key, usual)
    expected: list[tuple[_Heading, Row]] = []
    for key, choices in sorted(bands.items()):
        heading = printed.get(key) or _assumed(key, choices, usual, rows, reading)
        if heading is not None:
            expected += [(heading, row) for row in heading.edition.band.rows]
    _read_rows(stream, rows, expected, reading)
    return reading


# -- headings ----------------------------------------------------------------------------------------


def _printed_headings(
    rows: Sequence[Candidate], bands: dict[str, list[_Edition]], corner: str
) -> dict[str, _Heading]:
    """Return for each band the heading that is printed for it."""
    found: dict[str, _Heading] = {}
    titles = {label_key(choices[0].band.title): key for key, choices in bands.items()}
    pending: str | None = None
    for candidate in rows:
        for title, text in _chunks(candidate.key, label_key(corner)):
            if title:
                pending = titles.get(title, titles.get("第" + title.removeprefix("第")))
            if not text:
                continue
            key = pending or _band_of_row(candidate, bands) or _band_of_columns(text, bands)
            heading = _heading(text, bands[key]) if key else None
            if key and heading and key not in found:
                found[key] = heading
            pending = None
    return found


def _chunks(key: str, corner: str) -> list[tuple[str, str]]:
    """Return the titles of bands in a text, and the column headings that follow each corner."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in re.finditer(rf"(?P<title>{_TITLE.pattern})|{corner}", key):
        if pieces and not pieces[-1][0]:
            pieces[-1] = ("", key[at : match.start()])
        pieces.append((match["title"] or "", ""))
        at = match.end()
    if pieces and not pieces[-1][0]:
        pieces[-1] = ("", key[at:])
    elif pieces and at < len(key):
        # The corner cell may be lost: what follows a title is then its heading.
        pieces.append(("", key[at:]))
    return pieces


def _band_of_row(candidate: Candidate, bands: dict[str, list[_Edition]]) -> str | None:
    for key, choices in bands.items():
        for edition in choices:
            if candidate.tokens and any(
                ends_with(candidate.key, row_label(row)).exact for row in edition.band.rows
            ):
                return key
    return None


def _band_of_columns(text: str, bands: dict[str, list[_Edition]]) -> str | None:
    """Return the only band whose columns a heading names in full, if there is only one."""
    full = {
        key
        for key, choices in bands.items()
        for e in choices
        if len(_matched(text, e.band)) == len(e.band.columns)
    }
    return full.pop() if len(full) == 1 else None


def _heading(text: str, choices: Sequence[_Edition]) -> _Heading | None:
    """Return the edition whose columns the heading names best, or nothing where it names none."""
    scored = []
    for edition in choices:
        places = _matched(text, edition.band)
        length = sum(end - start for start, end in places.values())
        missing = len(edition.band.columns) - len(places)
        scored.append((length - 6 * missing, len(places), edition, places))
    scored.sort(key=lambda item: item[:2], reverse=True)
    best = scored[0]
    if not best[3] or (len(scored) > 1 and scored[1][:2] == best[:2]):
        return None
    columns = best[2].band.columns
    if len(best[3]) == len(columns):
        columns = tuple(sorted(columns, key=lambda column: best[3][column.key]))
    return _Heading(best[2], tuple(in_printed_unit(column, text) for column in columns))


def _matched(text: str, band: Band) -> dict[str, tuple[int, int]]:
    """Return where a heading names each column of a band."""
    found = {}
    for column in band.columns:
        for wording in sorted({label_key(w) for w in (column.label, *column.aliases)}, key=len, reverse=True):
            at = text.find(wording)
            if at >= 0:
                found[column.key] = (at, at + len(wording))
                break
    return found


def _usual_edition(
    printed: dict[str, _Heading], hint: str | None, editions: Sequence[tuple[Form, Table]]
) -> str:
    count = Counter(heading.edition.form.key for heading in printed.values())
    if count:
        most = max(count.values())
        best = [key for key, n in count.items() if n == most]
        return hint if hint in best else best[0]
    return hint or editions[-1][0].key


def _assumed(
    key: str, choices: Sequence[_Edition], usual: str, rows: Sequence[Candidate], reading: TableReading
) -> _Heading | None:
    """Return the heading that a band without one would have, told by its neighbours and its width."""
    printed = [
        c
        for c in rows
        if c.tokens and any(ends_with(c.key, row_label(r)).exact for e in choices for r in e.band.rows)
    ]
    edition = next((choice for choice in choices if choice.form.key == usual), None)
    fits = [e for e in choices if all(len(c.tokens) == len(e.band.columns) or c.in_cells for c in printed)]
    if printed and edition not in fits:
        edition = fits[0] if len(fits) == 1 else None
    if edition is None:
        return None
    if printed:
        reading.issues.append(
            Issue(
                "recognise",
                f"table {reading.table}: the heading of {edition.band.title} is lost or damaged; "
                f"its rows are read as in edition {edition.form.key}, like the rest of the table",
            )
        )
    columns = tuple(with_unit(c, "") if c.kind == "amount" and printed else c for c in edition.band.columns)
    return _Heading(edition, columns)


# -- rows --------------------------------------------------------------------------------------------


def _read_rows(
    stream: Stream, rows: list[Candidate], expected: list[tuple[_Heading, Row]], reading: TableReading
) -> None:
    full = [candidate for candidate in rows if candidate.tokens]
    names = _naming(rows, expected)
    widths = {i: len(heading.columns) for heading, row in expected for i in range(len(full)) if names(i, row)}
    _refuse_parted(stream, full, widths)
    used: set[int] = set()
    without: list[tuple[_Heading, Row]] = []
    for heading, row in expected:
        matches = [i for i in range(len(full)) if i not in used and names(i, row)]
        form, columns = heading.edition.form.key, heading.columns
        if not matches:
            without.append((heading, row))
            remark = remark_for(stream, heading.edition.table, row, rows)
            reading.figures += [
                remarked_figure(stream, form, reading.table, row.key, column, remark)
                if remark
                else absent(form, reading.table, row.key, column)
                for column in _in_form_order(heading)
            ]
            continue
        shapes = usual_shapes((full[i], width) for i, width in widths.items() if width == len(columns))
        read = [read_row(row.key, columns, _own_line(full[i], len(columns)), shapes) for i in matches]
        used.update(matches)
        _add(stream, heading, row, read, reading)
        for i, one in zip(matches, read, strict=True):
            _stray(stream, full[i], one, reading)
    homeless = [
        (candidate, issues)
        for i, candidate in enumerate(full)
        if i not in used and (issues := leftovers(stream, candidate, (), reading.table))
    ]
    for _, issues in homeless:
        reading.issues += issues
    if homeless:
        _doubt(stream, without, homeless[0][0], reading)


def _refuse_parted(stream: Stream, full: Sequence[Candidate], widths: Mapping[int, int]) -> None:
    """Refuse rows whose values may be parted numbers where one row has too many for anything else."""
    parted = [(i, row) for i, row in enumerate(full) if is_parted(stream, row)]
    if prints_whole(full) or not any(len(row.tokens) > widths.get(i, len(row.tokens)) for i, row in parted):
        return
    for _, row in parted:
        row.refused = row.refused or PARTED


def _doubt(
    stream: Stream, without: Sequence[tuple[_Heading, Row]], candidate: Candidate, reading: TableReading
) -> None:
    """Turn absent rows into unreadable ones where values were printed that found no row."""
    for heading, row in without:
        nothing = (None,) * len(heading.columns)
        read = RowReading(row.key, heading.columns, candidate, [])
        doubted = {
            figure.column: figure
            for figure in figures_of(
                stream, reading.table, heading.edition.form.key, read, nothing, set(range(len(nothing)))
            )
        }
        reading.figures = [doubted[f.column] if f.row == row.key else f for f in reading.figures]


def _naming(
    rows: Sequence[Candidate], expected: Sequence[tuple[_Heading, Row]]
) -> Callable[[int, Row], bool]:
    """Return what decides whether a run of values belongs to a row of the form.

    The label stands before its values or, wrapped, around them, unless more runs have theirs behind
    them. Where runs whose label is not on their own line could be named from either side, they are named
    from none.
    """
    full = [candidate for candidate in rows if candidate.tokens]
    following = [*(candidate.key for candidate in rows[1:]), ""]
    behind = [text for candidate, text in zip(rows, following, strict=True) if candidate.tokens]

    labels = [row_label(row) for _, row in expected]
    numbers = {row.key: number for number, (_, row) in enumerate(expected)}

    def is_named(i: int, row: Row) -> bool:
        around = split_around(full[i].key, behind[i], row_label(row), _HEAD)
        # 行政处罚 without a value may stand before 行政强制 with one.
        like = ends_in_table(full[i].key, labels)[numbers[row.key]]
        return around.exact or like.exact or like.score >= NAMES_ITS_ROW

    by_before = [any(is_named(i, row) for _, row in expected) for i in range(len(full))]
    by_behind = [
        any(
            begins_with(text, row_label(row)).exact and len(c.tokens) == len(heading.columns)
            for heading, row in expected
        )
        for c, text in zip(full, behind, strict=True)
    ]
    apart = [i for i, c in enumerate(full) if not c.is_beside]
    before, after = sum(by_before[i] for i in apart), sum(by_behind[i] for i in apart)
    unnamed = any(not by_before[i] and by_behind[i] for i in apart)
    if unnamed and after > before:
        return lambda i, row: begins_with(behind[i], row_label(row)).exact if i in apart else is_named(i, row)
    if unnamed:
        return lambda i, row: i not in apart and is_named(i, row)
    return is_named


def _own_line(candidate: Candidate, width: int) -> Candidate:
    """Return a candidate cut to the one line that holds exactly as many values as the row has cells."""
    if candidate.in_cells or len(candidate.tokens) <= width:
        return candidate
    lines: dict[int, list[Token]] = {}
    for token in candidate.tokens:
        lines.setdefault(token.row, []).append(token)
    fitting = [line for line in lines.values() if len(line) == width]
    if len(fitting) == 1 and width > 1:
        return Candidate(candidate.texts, fitting[0], key=candidate.key, refused=candidate.refused)
    return candidate


def _add(
    stream: Stream, heading: _Heading, row: Row, read: Sequence[RowReading], reading: TableReading
) -> None:
    form = heading.edition.form.key
    order = {column.key: n for n, column in enumerate(heading.edition.band.columns)}
    results = []
    for one in read:
        option, is_open = decide(stream, [one], ())[0]
        figures = figures_of(stream, reading.table, form, one, option, is_open)
        results.append(sorted(figures, key=lambda figure: order[figure.column]))
        if is_open:
            why = (
                one.refused
                or f"it can be cut into {len(one.columns)} cells in more than one way, and no sum of the form decides"
            )
            reading.issues.append(unreadable_row(stream, one.candidate, reading.table, row.label, why))
    values = {tuple(figure.value for figure in figures) for figures in results}
    if len(values) > 1:
        place = results[1][0].place
        reading.issues.append(
            Issue(
                "recognise",
                f"table {reading.table}: the row {row.label} is printed twice with different numbers",
                place,
            )
        )
        width = set(range(len(read[0].columns)))
        results[0] = figures_of(stream, reading.table, form, read[0], (None,) * len(width), width)
    reading.figures += results[0]


def _in_form_order(heading: _Heading) -> list[Column]:
    order = {column.key: n for n, column in enumerate(heading.edition.band.columns)}
    return sorted(heading.columns, key=lambda column: order[column.key])


def _stray(stream: Stream, candidate: Candidate, read: RowReading, reading: TableReading) -> None:
    """Write an issue for the values of a row that lie outside its cells."""
    kept: Option = tuple(Spot(token.start, token.end) for token in read.candidate.tokens)
    if len(read.options) == 1:
        kept = read.options[0]
    reading.issues += leftovers(stream, candidate, kept, reading.table)
