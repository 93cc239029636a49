"""From what is printed to what it means: which form, which row, whose report, which year."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from toolkit.document import Document
from toolkit.errors import UnreadableFile
from toolkit.recognition.cover import is_report, read_cover
from toolkit.recognition.form import Tables, add_statistics, read_tables
from toolkit.recognition.local_tables import local_tables
from toolkit.recognition.mentions import read_mentions
from toolkit.recognition.paragraphs import paragraphs, sections, sentences
from toolkit.recognition.prose import Heading, headings
from toolkit.recognition.stream import Stream, stream_of
from toolkit.recognition.themes import read_themes
from toolkit.recognition.told import read_told
from toolkit.recognition.unread import account
from toolkit.report import Figure, Identity, Issue, Report, Statement


class Filled(NamedTuple):
    """The form of a report, filled in: whose it is, and what its tables say; its prose is not read yet."""

    stream: Stream
    headings: tuple[Heading, ...]
    identity: Identity
    form: str | None
    tables: Tables
    issues: list[Issue]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of all tables."""
        return tuple([figure for reading in self.tables.readings for figure in reading.figures])

    @property
    def zones(self) -> list[tuple[int, int]]:
        """From where to where in the stream tables stand."""
        return [(zone.start, zone.end) for zone in self.tables.zones]


def recognise(document: Document) -> Report:
    """Return everything understood about a document.

    Raises `UnreadableFile` where the document is no annual report at all.
    """
    filled = read_form(document)
    stream, identity = filled.stream, filled.identity
    prose = paragraphs(stream, filled.headings, filled.zones)
    said = sentences(stream, prose)
    themes, unnamed = read_themes(said, identity)
    return Report(
        identity=identity,
        form=filled.form,
        figures=filled.figures,
        sections=sections(stream, filled.headings, prose),
        mentions=read_mentions(said, identity),
        sentences=tuple([Statement(s.section, s.text, s.place) for s in said]),
        themes=themes,
        issues=(*filled.issues, *unnamed),
    )


def read_form(document: Document) -> Filled:
    """Return whose report a document is, and the figures of its tables.

    Raises `UnreadableFile` where the document is no annual report at all.
    """
    stream = stream_of(document)
    found = headings(stream)
    tables = read_tables(stream, found)
    # 一、主动公开情况 is a section's heading in prose, and a title row inside the statistics table.
    found = tuple(h for h in found if not any(zone.start <= h.start < zone.end for zone in tables.zones))
    if not is_report(stream, found, bool(tables.zones)):
        raise UnreadableFile(
            "no annual report on government information disclosure: the file has neither its title, nor its sections, "
            "nor its tables"
        )
    identity, unknown = read_cover(stream, found, document.properties)
    add_statistics(stream, tables, identity.year)
    account(stream, tables.readings, tables.issues)
    if not tables.readings and identity.year in _STATISTICS_YEARS:
        said = sentences(stream, paragraphs(stream, found, [(zone.start, zone.end) for zone in tables.zones]))
        if told := read_told(said, identity):
            tables.readings.append(told)
            tables.issues += told.issues
    form = next(
        (tables.editions[key] for key in ("requests", "disclosures", "statistics") if key in tables.editions),
        _without_table(identity.year),
    )
    issues = [
        *_unread(document),
        *_seen(document, identity),
        *unknown,
        *tables.issues,
        *_missing_tables(tables.editions.keys(), identity.year, stream.is_scanned),
        *_undescribed(stream, tables, identity.year),
    ]
    return Filled(stream, found, identity, form, tables, issues)


def _unread(document: Document) -> list[Issue]:
    said = document.properties.get("unread")
    return [Issue("read", f"{said}; look whether a table stands there")] if said else []


def _seen(document: Document, identity: Identity) -> list[Issue]:
    """Return the issue that words on a picture are proven by nothing: a name can be misread."""
    if not document.scanned or identity.agency is None:
        return []
    said = f"{identity.agency!r}, {identity.year}" if identity.year else repr(identity.agency)
    return [
        Issue("recognise", f"whose report it is was read from a picture: {said}; look whether it is right")
    ]


def _without_table(year: int | None) -> str | None:
    """Return the form of a report in which no table was found: until 2019 prose and local tables tell all."""
    return "2008" if year is not None and year < _FIRST_TABLES else None


#: Since when there are the statistics table and, in its place, tables two to four.
_FIRST_STATISTICS, _FIRST_TABLES = 2014, 2019
_STATISTICS_YEARS = range(_FIRST_STATISTICS, _FIRST_TABLES)


def _undescribed(stream: Stream, tables: Tables, year: int | None) -> list[Issue]:
    """Return the local tables of the years in which every place had its own."""
    has_later = any(key in tables.editions for key in ("disclosures", "requests", "reviews"))
    if has_later or (year is not None and year >= _FIRST_TABLES):
        return []
    return local_tables(stream, [(zone.start, zone.end) for zone in tables.zones])


def _missing_tables(found: Collection[str], year: int | None, is_scanned: bool) -> list[Issue]:
    names = {"disclosures": "two (disclosures)", "requests": "three (requests)", "reviews": "four (reviews)"}
    if year is None:
        # Pictures can hide the year and tables; tables two to four stand together.
        if not is_scanned or "statistics" in found:
            return []
    elif year < _FIRST_STATISTICS:
        return []
    elif year < _FIRST_TABLES:
        names = {"statistics": "statistics"}
    return [
        Issue("recognise", f"table {name} was not found; look whether the file holds it as a picture")
        for key, name in names.items()
        if key not in found
    ]
