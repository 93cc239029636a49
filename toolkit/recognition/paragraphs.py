"""The prose of a report, without its tables: sections, paragraphs and sentences, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from toolkit.document import Line, Place
from toolkit.recognition.prose import Heading
from toolkit.recognition.stream import Stream
from toolkit.report import Passage
from toolkit.text import CJK

_PAGE_NUMBER = re.compile(r"[\s\-—–―·]*(?:第\s*)?\d{1,3}(?:\s*页)?[\s\-—–―·]*")
_MARKS = re.compile(r"\*\*|^\s*#{1,6}\s*|`")
_ENDS = frozenset("。！？；：!?;:.)）”")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”」』]?")
_CLAUSE = re.compile(r"[^；;]+[；;]?")
#: A line that begins with a list number begins a paragraph: 二、 （二）
_NUMBERED = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、")
#: Shorter lines without a stop are headings or entries of a list, and do not run on in the next line.
_FULL_LINE = 15
#: Fewer characters say nothing: what is left of a table, a date, a name below a text.
_FEW = 4
#: All that some sections say.
_NOTHING = re.compile(r"[(（]?[一1]?[)）、.]?(?:暂|均)?无[。.]?")


class _Span(NamedTuple):
    """From ``at`` on in a text, its characters stand one by one from ``offset`` on in the stream."""

    at: int
    offset: int


def _span_at(spans: Sequence[_Span], at: int) -> int:
    """Return the number of the stretch that holds a character of a text."""
    return bisect_right(spans, at, key=itemgetter(0)) - 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text under one heading, with its wrapped lines joined; ``lead`` where it stands above all headings."""

    section: str
    text: str
    spans: tuple[_Span, ...]
    heading: int
    lead: bool = False

    def offset(self, at: int) -> int:
        """Return where in the stream a character of the text stands."""
        span = self.spans[0] if len(self.spans) == 1 else self.spans[_span_at(self.spans, at)]
        return span.offset + at - span.at


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paragraph, as printed; ``start`` and ``end`` count its characters in the paragraph."""

    text: str
    section: str
    start: int
    end: int
    paragraph: Paragraph
    stream: Stream

    @property
    def place(self) -> Place:
        """Where the sentence begins."""
        return self.place_of(0, len(self.text))

    def place_of(self, start: int, end: int) -> Place:
        """Return where a stretch of the sentence stands."""
        paragraph, length = self.paragraph, max(end - start, 1)
        first = paragraph.offset(self.start + start)
        if len(paragraph.spans) > 1:
            length = max(paragraph.offset(self.start + start + length - 1) + 1 - first, 1)
        return self.stream.place(first, first + length)

    @property
    def folded(self) -> str:
        """The sentence in half width (see `toolkit.text.fold`), character for character."""
        spans, parts = self.paragraph.spans, list[str]()
        if len(spans) == 1:
            shift = spans[0].offset - spans[0].at
            return self.stream.text[shift + self.start : shift + self.end]
        number = _span_at(spans, self.start)
        while number < len(spans) and spans[number].at < self.end:
            span = spans[number]
            last = spans[number + 1].at if number + 1 < len(spans) else self.end
            low, high = max(self.start, span.at), min(self.end, last)
            parts.append(self.stream.text[span.offset + low - span.at : span.offset + high - span.at])
            number += 1
        return "".join(parts)

    def clauses(self) -> Iterator[Sentence]:
        """Yield the parts between semicolons, each a sentence of its own."""
        for match in _CLAUSE.finditer(self.text):
            yield from _sentence(
                self.paragraph, self.start + match.start(), self.start + match.end(), self.stream
            )


def paragraphs(
    stream: Stream, found: Sequence[Heading], tables: Iterable[tuple[int, int]]
) -> tuple[Paragraph, ...]:
    """Return the running text of a report in the order in which it is printed.

    What stands above the first heading belongs to the overview. Lines inside the stretch of a table
    count where they say a whole sentence: a remark below a table is prose.
    """
    stretches = sorted(tables)
    paragraphs: list[Paragraph] = []
    first = found[0].begins if found else len(stream.text)
    paragraphs += _under(stream, -1, "overview", 0, first, stretches)
    for number, heading in enumerate(found):
        end = found[number + 1].begins if number + 1 < len(found) else len(stream.text)
        paragraphs += _under(stream, number, heading.section, heading.end, end, stretches)
    return tuple(paragraphs)


def sections(stream: Stream, found: Sequence[Heading], under: Iterable[Paragraph]) -> tuple[Passage, ...]:
    """Return the prose under each heading, one paragraph a line."""
    texts: list[list[str]] = [[] for _ in found]
    for paragraph in under:
        if not paragraph.lead:
            texts[paragraph.heading].append(paragraph.text)
    return tuple(
        Passage(
            heading.section,
            _MARKS.sub("", stream.raw(heading.begins, heading.end)).strip(),
            "\n".join(text),
        )
        for heading, text in zip(found, texts, strict=True)
    )


def sentences(stream: Stream, under: Iterable[Paragraph]) -> tuple[Sentence, ...]:
    """Return the sentences of a report in the order in which they are printed."""
    return tuple(
        sentence
        for paragraph in under
        for match in _SENTENCE.finditer(paragraph.text)
        for sentence in _sentence(paragraph, match.start(), match.end(), stream)
    )


def _sentence(paragraph: Paragraph, start: int, end: int, stream: Stream) -> Iterator[Sentence]:
    text = paragraph.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if len(text) >= _FEW or _NOTHING.fullmatch(text):
        yield Sentence(text, paragraph.section, start, start + len(text), paragraph, stream)


def _under(
    stream: Stream, heading: int, section: str, start: int, end: int, tables: Sequence[tuple[int, int]]
) -> Iterator[Paragraph]:
    """Yield the paragraphs of a stretch, the lines of one paragraph joined again.

    A line that ends without a stop and fills its width runs on in the next one.
    """
    text, spans = "", list[_Span]()
    for line, pieces in _lines(stream, start, end, tables):
        if text and (len(text) < _FULL_LINE or text[-1] in _ENDS or _NUMBERED.match(line)):
            yield Paragraph(section, text, tuple(spans), heading, heading < 0)
            text, spans = "", []
        spans += [_Span(len(text) + piece.at, piece.offset) for piece in pieces]
        text += line
    if text:
        yield Paragraph(section, text, tuple(spans), heading, heading < 0)


def _lines(
    stream: Stream, start: int, end: int, tables: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, list[_Span]]]:
    """Yield the lines of a stretch without the marks of Markdown and without page numbers."""
    for offset, raw in _printed(stream, start, end, tables):
        for part in raw.split("\n"):
            line, spans = _clean(part, offset)
            offset += len(part) + 1
            if line and not _PAGE_NUMBER.fullmatch(line):
                yield line, spans


def _printed(
    stream: Stream, start: int, end: int, tables: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, str]]:
    at = start
    for low, high in [*(t for t in tables if t[1] > start and t[0] < end), (end, end)]:
        yield from stream.printed_between(at, min(low, end))
        yield from _remarks(stream, max(low, at), min(high, end))
        at = max(at, high)


def _remarks(stream: Stream, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the lines that begin inside a table's stretch and are sentences about it."""
    at = start
    while at < end and (stop := stream.text.find("。", at)) >= 0:
        number = stream.number_at(stop)
        first, part = stream.starts[number], stream.parts[number]
        if start <= first < end and isinstance(part, Line) and _is_remark(part.text):
            yield first, part.text
        at = first + len(part.text)


def _is_remark(line: str) -> bool:
    """Decide whether a line inside a table's stretch is a sentence about it."""
    return "。" in line and "\t" not in line and len(CJK.findall(line)) * 2 > len(line.replace(" ", ""))


def _clean(line: str, offset: int) -> tuple[str, list[_Span]]:
    """Return a line without marks and outer space, and where what is left of it stands."""
    if not ("*" in line or "#" in line or "`" in line):
        stripped = line.lstrip()
        return stripped.rstrip(), [_Span(0, offset + len(line) - len(stripped))]
    kept, spans = list[str](), list[_Span]()
    length = at = 0
    for start, end in [*(match.span() for match in _MARKS.finditer(line)), (len(line), len(line))]:
        part = line[at:start]
        if not length:
            at += len(part) - len(part.lstrip())
            part = part.lstrip()
        if part:
            spans.append(_Span(length, offset + at))
            kept.append(part)
            length += len(part)
        at = end
    return "".join(kept).rstrip(), spans
