"""Lists of words in the vocabulary's files, and the patterns that are made of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib import resources
from itertools import groupby
from typing import TypeVar, get_type_hints

from toolkit.errors import FormError

_T = TypeVar("_T")
_IS_PATTERN = re.compile(r"[()|\[\]\\]")


def any_of(words: Iterable[str]) -> str:
    """Return the pattern of any of several words, the longest first, as a group.

    An entry that holds ( ) | [ ] or \\ is a pattern itself.

    >>> any_of(["增", "增加", "[较比]上年"])
    '(?:[较比]上年|增加|增)'
    """
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(word if _IS_PATTERN.search(word) else re.escape(word) for word in longest_first)})"


def not_after(words: Iterable[str]) -> str:
    """Return the pattern of a place before which none of several words stands; none of them is a pattern.

    >>> not_after(["不", "不予", "没有"])
    '(?<!(?:不予|没有))(?<!(?:不))'
    """
    by_length = groupby(sorted(words, key=len, reverse=True), len)
    return "".join(f"(?<!{any_of(same)})" for _, same in by_length)


def read_lists(file: str, kind: type[_T]) -> _T:
    """Return a file of lists as the dataclass of its tables, each a dataclass of the lists that it must hold.

    Raises `FormError` where the file holds a list that nobody reads, or lacks one, or is no TOML.
    """
    text = resources.files(__package__).joinpath(file).read_text("utf-8")
    kinds = get_type_hints(kind)
    try:
        return kind(
            **{
                table: kinds[table](**{name: _words(entries) for name, entries in lists.items()})
                for table, lists in tomllib.loads(text).items()
            }
        )
    except (AttributeError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise FormError(f"vocabulary/{file} cannot be used: {error}; mend the file") from error


def _words(entries: object) -> tuple[str, ...]:
    if not isinstance(entries, list) or not all(entry and isinstance(entry, str) for entry in entries):
        raise TypeError(f"{entries!r} is no list of words")
    return tuple(entries)
