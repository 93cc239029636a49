"""How the rows that are printed line up with those of an edition: by their labels, before, behind or around the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from toolkit.forms import Form, Table
from toolkit.recognition.grids import Candidate, Token
from toolkit.recognition.labels import (
    NAMES_ITS_ROW,
    Alignment,
    Likeness,
    align,
    begins_with,
    ends_exactly,
    ends_in_table,
    row_label,
    split_around,
)
from toolkit.text import label_key, longest_of

# What pairing a candidate with a row is worth. Only the order of these numbers matters.
_EXACT, _DAMAGED, _DOUBTFUL, _NO_LABEL, _OTHER_LABEL, _TOO_SHORT = 10.0, 7.0, 3.0, -1.0, -20.0, -6.0
_SKIP_ROW, _SKIP_FULL, _SKIP_SHORT = 1.0, 5.0, 0.3
_DOUBT = 0.4
#: So many characters of a label name its row.
LABEL_LENGTH = 4
_HEAD = 2
_BROKEN = "it does not add up, and what stands below may be the rest of one of its numbers"


@dataclass(frozen=True, slots=True)
class Match:
    """How the candidates line up with one edition of the table."""

    form: Form
    table: Table
    alignment: Alignment
    likeness: Callable[[int, int], Likeness]
    follows_label: bool


def line_up(
    rows: list[Candidate], editions: Sequence[tuple[Form, Table]], hint: str | None, width: int
) -> Match:
    """Return how rows line up with the edition that they fit best; in doubt, with the one that is hinted at."""
    full = [candidate for candidate in rows if candidate.tokens]
    return next(filter(None, (_in_order(form, table, full) for form, table in editions)), None) or max(
        (_best_mode(form, table, rows, full, width) for form, table in editions),
        key=lambda found: (found.alignment.score, found.form.key == hint, found.form.usual_years),
    )


def rows_of_run(candidate: Candidate, width: int) -> list[Candidate]:
    """Return a run of values cut where it holds several rows whose labels were lost, or stray lines."""
    if candidate.in_cells or len(candidate.tokens) <= width:
        return [candidate]
    lines = [list(group) for _, group in groupby(candidate.tokens, key=lambda token: token.row)]
    if any(len(line) == width for line in lines):
        return _cut_at_lines(candidate, lines, width)
    if len(candidate.tokens) % width == 0:
        tokens = candidate.tokens
        runs = [tokens[at : at + width] for at in range(0, len(tokens), width)]
        # Within a line the numbers of one row may be in pieces: 1 4 for 14.
        if all(run[0].row != before[-1].row for before, run in pairwise(runs)) or all(map(_adds_up, runs)):
            return _cut_at_lines(candidate, runs, width)
    return [candidate]


def _adds_up(run: Sequence[Token]) -> bool:
    """Decide whether the last number of a run, or the first, is the sum of the others."""
    numbers = [int(text) if text.isdecimal() else 0 for text in (token.text.strip() for token in run)]
    return sum(numbers) in (2 * numbers[-1], 2 * numbers[0])


def _cut_at_lines(candidate: Candidate, lines: Sequence[list[Token]], width: int) -> list[Candidate]:
    """Return one candidate for each full line; the label goes to the first, other lines stand apart."""
    owner = next(i for i, line in enumerate(lines) if len(line) == width)
    is_broken = lines[owner + 1 : owner + 2] and lines[owner + 1][0].row == lines[owner][0].row + 1
    refused = _BROKEN if is_broken and not _adds_up(lines[owner]) else ""
    return [
        Candidate(
            texts=candidate.texts if i == owner else [],
            tokens=line,
            key=candidate.key if i == owner else "",
            is_beside=candidate.is_beside and i == owner,
            refused=candidate.refused or (refused if i == owner else ""),
        )
        for i, line in enumerate(lines)
    ]


def _in_order(form: Form, table: Table, full: Sequence[Candidate]) -> Match | None:
    """Return the match of a table that prints every row of the form in order and in its wording.

    Most reports do, and nothing has to be weighed then.
    """
    if len(full) != len(table.rows):
        return None
    likes = []
    for candidate, row in zip(full, table.rows, strict=True):
        like = ends_exactly(candidate.key, row_label(row))
        if like is None or not like.exact:
            return None
        likes.append(like)
    pairs = tuple((n, n) for n in range(len(full)))
    score = sum(_EXACT * like.score for like in likes)
    return Match(
        form, table, Alignment(score, pairs), lambda i, r: likes[i] if i == r else Likeness(0.0), True
    )


def _best_mode(form: Form, table: Table, rows: list[Candidate], full: list[Candidate], width: int) -> Match:
    """Return how the rows line up, with the label before the values or, where that fits worse, around them."""
    labels = [row_label(row) for row in table.rows]
    after = [_group_words(table).sub("", text) for text in _texts_after(rows)]

    ends = [ends_in_table(candidate.key, labels) for candidate in full]

    def before(i: int, r: int) -> Likeness:
        return ends[i][r]

    # Words on the line of the values are the head of their own label, whatever stands on the next line.
    def behind(i: int, r: int) -> Likeness:
        return around(i, r) if full[i].is_beside else begins_with(after[i], labels[r])

    def around(i: int, r: int) -> Likeness:
        split = split_around(full[i].key, after[i], labels[r], _HEAD if full[i].is_beside else 0)
        if split.exact or not full[i].is_beside:
            return split
        # Not a damaged wording: the text before may still be the tail of the label above.
        return before(i, r) if before(i, r).exact else Likeness(0.0)

    found = _match(form, table, full, width, before, follows_label=True)
    named = sum(before(i, r).score >= NAMES_ITS_ROW for i, r in found.alignment.pairs)
    if named == len(found.alignment.pairs) == len(full) or any(candidate.in_cells for candidate in full):
        return found
    others = [
        _match(form, table, full, width, likeness, follows_label=False) for likeness in (behind, around)
    ]
    paired = dict(others[1].alignment.pairs)
    for i, following in pairwise(range(len(full))):
        r = paired.get(following)
        if i in paired or r is None or full[i].is_beside or full[following].is_beside:
            continue
        if behind(i, r).exact and before(following, r).exact:
            # The label behind these values was given to the next: all values stand above their labels.
            others.pop()
            break
    return max([found, *others], key=lambda match: match.alignment.score)


def _texts_after(rows: Sequence[Candidate]) -> list[str]:
    """Return for each candidate with values the key of the text that follows them."""
    following = [*(candidate.key for candidate in rows[1:]), ""]
    return [text for candidate, text in zip(rows, following, strict=True) if candidate.tokens]


def _match(
    form: Form,
    table: Table,
    full: list[Candidate],
    width: int,
    likeness: Callable[[int, int], Likeness],
    follows_label: bool,
) -> Match:
    likeness = cache(likeness)
    short = [is_short(candidate, width) for candidate in full]
    bare = [not follows_label or len(own_words(table, candidate.key)) < LABEL_LENGTH for candidate in full]

    def worth(i: int, r: int) -> float:
        like = likeness(i, r)
        penalty = _TOO_SHORT if short[i] else 0.0
        if like.exact:
            return _EXACT * like.score + penalty
        if like.score >= _DOUBT:
            return (_DAMAGED if like.score >= NAMES_ITS_ROW else _DOUBTFUL) * like.score + penalty
        return (_NO_LABEL if bare[i] else _OTHER_LABEL) + penalty

    skips = [_SKIP_SHORT if small else _SKIP_FULL for small in short]
    alignment = align(len(full), len(table.rows), worth, skips, _SKIP_ROW)
    return Match(form, table, alignment, likeness, follows_label)


def is_short(candidate: Candidate, width: int) -> bool:
    """Decide whether a run is too short for a row: fewer values, and fewer digits, than columns."""
    if candidate.in_cells:
        return False
    if len(candidate.tokens) >= width - 2:
        return False
    return sum(sum(char.isdigit() for char in token.text) for token in candidate.tokens) < width


@cache
def _words_of_heading(table: Table) -> re.Pattern[str]:
    """Return what a heading or a group label prints: the columns, the groups, and words that name neither."""
    return re.compile(
        rf"{longest_of(filter(None, map(label_key, table.heading_words)))}|[一二三四五六七八九十\d]"
    )


@cache
def _group_words(table: Table) -> re.Pattern[str]:
    """Return what can stand before a row's own label: its list number and the labels of its groups."""
    groups = sorted({label_key(row.group) for row in table.rows} - {""}, key=len, reverse=True)
    return re.compile("^(?:" + "|".join([*groups, r"[一二三四五六七八九十\d]"]) + ")+")


def own_words(table: Table, key: str) -> str:
    """Return what of a key is neither heading nor group: the row's own label, if it has one."""
    return _words_of_heading(table).sub("", key)
