"""What is wrong with a query, in one line: what DuckDB says, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from toolkit.forms import all_forms
from toolkit.frames import FRAMES

_UNKNOWN_COLUMN = re.compile(r'column "(\w+)" not found|does not have a column named "(\w+)"')
_AT_WORD = re.compile(r'syntax error at or near "(\w+)"')


def explained_error(said: str, query: str) -> str:
    """Return the first lines of what DuckDB says, which name the mistake, and a hint where one is known.

    >>> said = 'Binder Error: Referenced column "granted" not found in FROM clause!'
    >>> print(explained_error(said, "select count from requests where outcome = granted"))
    Binder Error: Referenced column "granted" not found in FROM clause! 'granted' is a code: write it in single quotes
    """
    first = " ".join(said.split("\n\n")[0].split())
    return " ".join([first, *_hints(first, query)])


def _hints(said: str, query: str) -> Iterator[str]:
    if found := _UNKNOWN_COLUMN.search(said):
        name = found[1] or found[2]
        if name in _codes():
            yield f"'{name}' is a code: write it in single quotes"
        elif frames := [frame for frame, columns in _columns().items() if name in columns]:
            yield f"{name} is a column of {', '.join(frames)}: join it, as in: join {frames[0]} using (report_id)"
        elif f'"{name}"' in query and not name.isascii():
            yield f"words of a report stand in single quotes: '{name}'"
        elif near := get_close_matches(name, {one for columns in _columns().values() for one in columns}, 3):
            yield f"did you mean {' or '.join(near)}?"
    if found := _AT_WORD.search(said):
        word = found[1].lower()
        if any(word in columns for columns in _columns().values()):
            yield f'the column {word} is written in double quotes, since SQL has such a word: "{word}"'


@cache
def _columns() -> dict[str, list[str]]:
    """Return the columns of every frame."""
    return {name: list(schema.columns()) for name, schema in FRAMES.items()}


@cache
def _codes() -> set[str]:
    """Return the codes of all rows and columns of the forms, for which quotes are forgotten most often."""
    bands = [band for form in all_forms().values() for table in form.tables for band in table.bands]
    return {row.key for band in bands for row in band.rows} | {column.key for band in bands for column in band.columns}
