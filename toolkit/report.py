"""One report as understood: who, when, and every figure with its state and its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from toolkit.document import Place

State = Literal["reported", "blank", "dash", "absent", "unreadable", "corrected"]
Stage = Literal["read", "recognise", "frame"]


class Figure(NamedTuple):
    """One number that the form asks for, at one row and one column of one table.

    ``value`` is null unless ``state`` is ``reported``, or ``corrected`` by a line of a corrections file;
    ``raw`` is what is printed, null where nothing is.
    """

    form: str
    table: str
    row: str
    column: str
    value: float | None
    unit: str | None
    state: State
    raw: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One section of the report's prose; ``section`` is a code of the contract."""

    section: str
    heading: str
    text: str


class Statement(NamedTuple):
    """One sentence of the report's prose, as printed; ``section`` is a code of the contract."""

    section: str
    sentence: str
    place: Place | None = None


class Mention(NamedTuple):
    """One number that the prose claims; ``kind`` and ``detail`` are codes of the contract.

    ``approximate`` where the number is rounded (余, 多, 约); ``detail`` null for the total of its kind.
    """

    kind: str
    detail: str | None
    value: float
    unit: str | None
    approximate: bool
    sentence: str
    section: str
    place: Place | None = None


class Theme(NamedTuple):
    """What one sentence is about; ``match`` are the words that decided it."""

    aspect: str
    theme: str
    match: str
    sentence: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something the toolkit did not understand; ``message`` quotes it, so that a person can look."""

    stage: Stage
    message: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is and what it covers; what is not known is null."""

    title: str | None = None
    agency: str | None = None
    agency_id: str | None = None
    function: str | None = None
    level: str | None = None
    region_code: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    year: int | None = None
    scope: str = "unknown"
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything understood about one file."""

    identity: Identity
    form: str | None
    figures: tuple[Figure, ...] = ()
    sections: tuple[Passage, ...] = ()
    sentences: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    themes: tuple[Theme, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
