"""Words and signs in rows of running text, where a number belongs: 见附件, 二十三, (23), ×.

In cells they are values that cannot be read. Where there are no cells they run into the labels, and the row
has a value too few: what the form asks for there is printed, and is no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from toolkit.forms import Column, Row, Table
from toolkit.recognition.grids import Candidate
from toolkit.recognition.labels import row_label
from toolkit.recognition.stream import LETTERS, Stream, key_text
from toolkit.report import Figure
from toolkit.text import DASHES, LABEL_MARKS, label_key, longest_of

_SIGN = re.compile(rf"[^\s{LETTERS}{re.escape(LABEL_MARKS + ''.join(sorted(filter(str.isascii, DASHES))))}…—–―−－]|##")


def has_remark(stream: Stream, table: Table, row: Row, candidate: Candidate, following: Candidate | None) -> bool:
    """Decide whether more than its label and its values is printed in a row of running text.

    ``following`` is the next run of values; what stands before its label may belong to this row.
    """
    if candidate.in_cells:
        return False
    behind = _behind_label(table, row, candidate.key)
    if behind and not _words_of_form(table).match(behind):
        return True
    end = stream.text.find("\n", candidate.tokens[-1].end)
    end = max(following.start, end) if following else end if end >= 0 else len(stream.text)
    if _SIGN.search(_without(stream.text, candidate.start, end, candidate)):
        return True
    return following is not None and _begins_otherwise(table, following)


def remark_for(stream: Stream, table: Table, row: Row, candidates: Iterable[Candidate]) -> tuple[int, int] | None:
    """Return where words or signs stand behind the label of a row that has no value: 行政许可 见附件."""
    for candidate in candidates:
        if candidate.in_cells:
            continue
        ends = [*(start for start, _ in candidate.texts[1:]), candidate.texts[-1][1] if candidate.texts else 0]
        remark = _behind_label(table, row, candidate.key)
        if remark and _words_of_form(table).match(remark):
            remark = None
        for (start, _), end in zip(candidate.texts, ends, strict=False):
            text = stream.text[start:end]
            key = key_text(text)
            if (remark and remark[:2] in key) or (
                _behind_label(table, row, key) == "" and _SIGN.search(text)
            ):
                return start, end
    return None


def remarked_figure(stream: Stream, form: str, table: str, row: str, column: Column, at: tuple[int, int]) -> Figure:
    """Return the figure of a cell for which words are printed."""
    raw = stream.raw(*at).strip()
    return Figure(form, table, row, column.key, None, column.unit or None, "unreadable", raw, stream.place(*at))


def _behind_label(table: Table, row: Row, key: str) -> str | None:
    """Return what stands behind the last wording of a row's label in a key, if there is one."""
    wordings = row_label(row).wordings
    ends = [found.end() for found in _words_of_form(table).finditer(key) if found.group() in wordings]
    return key[ends[-1] :] if ends else None


def _begins_otherwise(table: Table, following: Candidate) -> bool:
    """Decide whether a run of values has words before it that are none of the form's, and then some that are."""
    if following.in_cells or not following.key:
        return False
    words = _words_of_form(table)
    return words.match(following.key) is None and words.search(following.key) is not None


def _without(text: str, start: int, end: int, candidate: Candidate) -> str:
    """Return a stretch of text without the values in it."""
    parts, at = [], start
    for token in candidate.tokens:
        parts.append(text[at : token.start])
        at = token.end
    return "".join([*parts, text[at:end]])


@cache
def _words_of_form(table: Table) -> re.Pattern[str]:
    """Return what a table of the form prints besides values, in keys: labels, headings, list numbers."""
    words = [*table.heading_words, *table.marks, *(band.title for band in table.bands)]
    words += [wording for row in table.rows for wording in row_label(row).wordings]
    keys = sorted({label_key(word) for word in words} - {""})
    return re.compile(rf"{longest_of(keys)}|[一二三四五六七八九十](?![一二三四五六七八九十])|\d(?![\dA-Za-z])|第[一二三四五六七八九十]")
