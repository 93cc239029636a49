"""How a report says whose it is, which year it covers and when it came out, from ``cover.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from toolkit.vocabulary.lists import read_lists

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Words of titles, and what stands around them."""

    government: _Words
    subject: _Words
    report: _Words
    handing_on: _Words
    offices: _Words
    labels: _Words
    annexes: _Words
    first_letters: _Words
    announcing: _Words
    paper_about: _Words


@dataclass(frozen=True, slots=True)
class AuthorWords:
    """What stands around the name of the agency that says in a sentence that the report is its own."""

    this_report: _Words
    by: _Words
    grounds: _Words
    regulation: _Words
    makes: _Words
    writes: _Words
    behind_writes: _Words
    publishes: _Words
    to_all: _Words
    announcing: _Words
    on_behalf: _Words


@dataclass(frozen=True, slots=True)
class DateWords:
    """What says of a date that it is that of publication."""

    published: _Words
    issued: _Words
    time: _Words
    sources: _Words


@dataclass(frozen=True, slots=True)
class SignatureWords:
    """What stands beside the name in a signature."""

    seals: _Words


@dataclass(frozen=True, slots=True)
class CoverWords:
    """The vocabulary of the cover."""

    title: TitleWords
    author: AuthorWords
    date: DateWords
    signature: SignatureWords


@cache
def cover_words() -> CoverWords:
    """Return the vocabulary of the cover; raise `FormError` where the file cannot be used."""
    return read_lists("cover.toml", CoverWords)
