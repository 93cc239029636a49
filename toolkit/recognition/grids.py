"""From the stretch of a document that holds a table to its rows: a label, and the cells after it.

The same code reads rows of real cells and rows that lost them, as text dumps have. What it makes
of both is a `Candidate`: the text since the last numbers, and the numbers that follow it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.document import Cell
from toolkit.recognition.stream import Stream, key_text
from toolkit.text import is_blank, is_dash, list_number
from toolkit.vocabulary.tables import table_words

#: Decides whether a key is, or ends with, the label of some row of the forms.
KnownLabel = Callable[[str], bool]
#: Decides whether a key is the heading of some column of the forms.
KnownHeading = Callable[[str], bool]
#: Decides whether a text that follows a single digit is the label with that list number.
NumberedLabel = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the forms call their rows and columns, as the questions the scanner asks.

    ``is_heading`` knows the names of columns, ``is_above`` all that stands above columns and beside groups of rows.
    """

    is_label: KnownLabel
    is_heading: KnownHeading
    is_above: KnownHeading
    is_numbered: NumberedLabel


class Token(NamedTuple):
    """One printed value: a number, a dash, an empty cell, or a cell with something else in it."""

    start: int
    end: int
    text: str
    row: int
    readings: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed."""
        return _is_blank(self.text)

    @property
    def has_digit(self) -> bool:
        """Whether a number, or a part of one, is printed."""
        return _has_digit(self.text)


@dataclass(slots=True)
class Candidate:
    """A run of values with the text before it.

    ``in_cells`` where the cells are really there, ``is_beside`` where the label stands on the line of
    the first value, ``is_narrow`` where a row covers fewer columns than most rows of its grid, ``refused``
    says why nobody can tell which of its values belong to which label.
    """

    texts: list[tuple[int, int]] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    in_cells: bool = False
    is_beside: bool = False
    is_narrow: bool = False
    refused: str = ""
    shape: tuple[int, int] = (0, 0)
    width: int = 0
    grid: int = 0
    key: str = ""

    @property
    def start(self) -> int:
        """Where the label or, without one, the first value begins."""
        return self.texts[0][0] if self.texts else self.tokens[0].start

    @property
    def numbers(self) -> int:
        """How many of the values are numbers or dashes."""
        return sum(not token.is_blank for token in self.tokens)


def candidates(
    stream: Stream, start: int, end: int, words: Vocabulary, skip: frozenset[int] = frozenset()
) -> list[Candidate]:
    """Return the runs of values between two offsets, each with the text that stands before it.

    The last one may have no values: it holds the text after the last number. Lines that begin at
    an offset in ``skip`` are passed over.
    """
    return _Scanner(stream, words, skip).scan(start, end)


_REMEMBERED = 16_384
#: What readers put in place of a digit that nobody can read.
_UNKNOWN = "\ufffd"
# A value as it stands free in running text.
_VALUE = re.compile(r"[+-]{0,2}\d[\d,]*(?:\.\d+)?(?:\s?万?元)?")
DASH = re.compile(r"(?<!\S)(?:-{1,2}|[—―–_/\\]{1,2}|无|暂无|不涉及|无此项|不适用)(?!\S)")
#: Words behind a dash, and behind those that follow it.
_WORDS_BEHIND = re.compile(rf"(?P<dashes>(?>(?: *{DASH.pattern})*)) *[㐀-鿿]")
_ITEM = re.compile(rf"{DASH.pattern}|{_VALUE.pattern}")
_NOT_A_COUNT = re.compile(r"\s?(?:年|月|日|号|时|%|页|期)|:\d|-\d|[A-Za-z@]")
_BEFORE_NO_VALUE = re.compile(r"(?:[(\[〔<第.:/@A-Za-z]|\d-)$")
_LIST_NUMBER_END = re.compile(r"\s*[.、](?!\s*\d)")
#: Nothing stands behind the mark on its line: 12. may be a number, or one and the list number of what follows.
_MARK_AT_END = re.compile(r" *[.、] *(?=[\t\n]|$)")
#: 83 1) and 83^1: the mark of a footnote, which makes the number one that cannot be read.
_FOOTNOTE = re.compile(r" *(?:\d{1,2}\)|\^\d{1,2})(?= *(?:[\t\n]|$)| +[\d-])")
_MEASURE = re.compile(r"\s?[件条个项次宗人份篇家]")
_UNIT = re.compile(rf"\s*{_MEASURE.pattern}\s*")
#: What heads a column beside the numbers, the last one.
_REMARKS = frozenset(table_words().columns.remarks)
#: A row of this many cells is a row of table four; narrower empty rows only make space.
_WIDE = 15
#: So many cells with words are a label and values, where none is a heading; fewer may be a group and its label.
_MANY = 4
# 数量—3—行政许可: a page number run together with what stands around it.
_PAGE_NUMBER_INSIDE = re.compile(r"\S[—–―]\d{1,3}[—–―]\S")
_NO_HEADS = (-1, 0, (0,))
_NUMERAL = re.compile("[一二三四五六七八九十百千零〇两]+")
_YEAR = re.compile("(?:19|20)[0-9]{2}年度?")
_STARTS_WITH_NUMBER = re.compile(r"[+-]*\s?\d")
_STARTS_WITH_LIST_NUMBER = re.compile(r"\d{1,2}\s?[.、](?!\d)")
PROSE = re.compile(r"。|(?:19|20)\d\d\s*年.*[,;，]")


class _Scanner:
    def __init__(self, stream: Stream, words: Vocabulary, skip: frozenset[int]) -> None:
        self.stream = stream
        self.words = words
        self.skip = skip
        self.done: list[Candidate] = []
        self.block = 0
        self.now = Candidate()
        self.remarks = (-1, 0)
        # The last row of headings that begins with one: its block, its number of cells, and which of them are filled.
        self.heads: tuple[int, int, tuple[int, ...]] = _NO_HEADS
        # How many columns the headings of each grid cover.
        self.widths: dict[int, int] = {}

    def scan(self, start: int, end: int) -> list[Candidate]:
        text, row, first = self.stream.text, list[tuple[int, int]](), 0
        for number, (piece, low, high) in enumerate(self.stream.pieces_between(start, end)):
            self.block = piece.block
            if piece.is_cell:
                first = first if row else piece.start
                row.append((low, high))
                if text[piece.end : piece.end + 1] != "\t":
                    self._row_of_cells(row, first, number)
                    row = []
            elif piece.start not in self.skip:
                self._line(low, high, number)
        if row:
            self._row_of_cells(row, first, -1)
        self._close()
        for candidate in self.done:
            candidate.key = "".join([_key(text[a:b]) for a, b in candidate.texts])
            candidate.is_beside = candidate.in_cells or self._is_beside(candidate)
        _mark_narrow([candidate for candidate in self.done if candidate.in_cells], self.widths)
        return self.done

    def _is_beside(self, candidate: Candidate) -> bool:
        if not candidate.texts or not candidate.tokens:
            return False
        last, first = candidate.texts[-1][1], candidate.tokens[0].start
        return "\n" not in self.stream.text[last:first]

    # -- rows of cells ---------------------------------------------------------------------------

    def _row_of_cells(self, spans: list[tuple[int, int]], start: int, number: int) -> None:
        texts = [self.stream.text[low:high] for low, high in spans]
        if all(map(_is_blank, texts)):
            self._empty_row(spans, number)
            return
        keys = list(map(_key, texts))
        width = self.stream.width_of_row(start) or len(spans)
        if keys[-1] in _REMARKS:
            self.remarks = self.block, width
        if self.remarks == (self.block, width) and len(spans) > 2:
            spans, texts, keys = spans[:-1], texts[:-1], keys[:-1]
        worded = [i for i, (text, key) in enumerate(zip(texts, keys, strict=True)) if is_wording(text, key)]
        if (
            worded
            and all(_NUMERAL.fullmatch(texts[i].strip()) for i in worded)
            and any(map(_is_value, texts))
        ):
            # 三 beside 457 is written out, and heads no row.
            worded = []
        # A list number stands before its label: 23. behind one is a value that cannot be read.
        label = next((i for i in worded if not keys[i].isdecimal()), len(keys))
        worded = [i for i in worded if i <= label or not keys[i].isdecimal()]
        if worded and len(texts) == 1:
            self._line(*spans[0], number)
            return
        if worded and self._is_tail(spans, texts, keys, worded[-1]):
            self.done[-1].texts.append(spans[worded[-1]])
            return
        if worded and self._is_header(keys, worded):
            self.heads = (self.block, len(texts), tuple(worded)) if worded[0] == 0 else _NO_HEADS
            self.widths[self.block] = max(width, self.widths.get(self.block, 0))
            for i, key in enumerate(keys):
                if i in worded or _YEAR.fullmatch(key):
                    self._add_text(*spans[i])
            return
        if worded == [0] and self.heads[:2] == (self.block, len(texts)) and len(self.heads[2]) < len(texts):
            # A sheet pasted as text: where headings span cells, those without a heading are none.
            _, _, under = self.heads
            if all(_is_blank(text) or i in under for i, text in enumerate(texts)):
                spans = [spans[i] for i in under]
                texts, keys = [texts[i] for i in under], [keys[i] for i in under]
        for first, last in self._parts(texts, keys, worded):
            self._part_of_row(
                spans[first:last],
                texts[first:last],
                keys[first:last],
                [i - first for i in worded if first <= i < last],
                number,
                (len(texts), width),
                first,
            )

    def _is_tail(
        self, spans: Sequence[tuple[int, int]], texts: Sequence[str], keys: Sequence[str], own: int
    ) -> bool:
        """Decide whether a cell holds the rest of the label above, whose values stand there or reach down."""
        if own + 1 == len(texts) or any(map(str.strip, texts[own + 1 :])) or not self.done:
            return False
        last = self.done[-1]
        if (
            self.now.texts
            or self.now.tokens
            or not last.in_cells
            or last.grid != self.block
            or not last.texts
        ):
            return False
        above = "".join(key_text(self.stream.text[a:b]) for a, b in last.texts)
        if all(self.stream.is_merged(start) for start, _ in spans[own + 1 :]):
            return not (self.words.is_label(keys[own]) and self.words.is_label(above))
        is_below = last.shape == (len(texts), own)
        is_new = (
            bool(list_number(texts[own]))
            or self.words.is_label(keys[own])
            or self.words.is_heading(keys[own])
        )
        return is_below and not is_new and not self.words.is_label(above)

    def _empty_row(self, spans: Sequence[tuple[int, int]], number: int) -> None:
        """Keep a row of empty cells that follows a heading: it may be the table's only row."""
        if len(spans) >= _WIDE and self.now.texts and not self.now.tokens:
            self.now.tokens = [Token(*span, "", number) for span in spans]
            self.now.in_cells = True
            self._close()

    def _parts(
        self, texts: Sequence[str], keys: Sequence[str], worded: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield the parts of a row that have a label of their own: tables can stand side by side."""
        labels = [i for i in worded if self.words.is_label(keys[i])]
        cuts = [
            right
            for left, right in pairwise(labels)
            if any(_is_value(texts[i]) for i in range(left + 1, right))
        ]
        return pairwise([0, *cuts, len(texts)])

    def _part_of_row(
        self,
        spans: Sequence[tuple[int, int]],
        texts: Sequence[str],
        keys: Sequence[str],
        worded: Sequence[int],
        number: int,
        size: tuple[int, int],
        offset: int,
    ) -> None:
        leaf = self._leaf(texts, keys, worded)
        begin = leaf + 1
        if leaf >= 0:
            # A column of units is no column of values.
            first = next((i for i in range(begin, len(texts)) if texts[i].strip()), len(texts))
            begin = first + 1 if first < len(texts) and _UNIT.fullmatch(texts[first]) else begin
        if worded or self.now.tokens:
            self._close_run()
        values = texts[begin:]
        is_behind = leaf > 0 and _stands_behind(texts[:leaf], values)
        for i in range(leaf if is_behind else 0, leaf + 1):
            if texts[i].strip():
                self._add_text(*spans[i])
        if is_behind:
            spans, values, begin = spans[:leaf], texts[:leaf], 0
        tokens = [
            Token(low, high, text, number, self._readings(low))
            for (low, high), text in zip(spans[begin:], values, strict=True)
        ]
        printed = not all(map(_is_blank, values))
        heads = leaf >= 0 and self.words.is_heading(keys[leaf])
        if heads and not any(map(_is_value, values)):
            # 总计 beside 申请人情况: a heading that is also the label of a row.
            for span, text in zip(spans[begin:], values, strict=True):
                if text.strip():
                    self._add_text(*span)
            return
        if not printed and not (tokens and leaf >= 0 and self.words.is_label(keys[leaf])):
            return
        self.now.tokens = tokens
        self.now.in_cells = True
        self.now.refused = "its label stands behind its values" if is_behind else ""
        self.now.shape, self.now.width = (size[0], offset + leaf), size[1]
        self.now.grid = self.block
        self._close()

    def _readings(self, start: int) -> tuple[str, ...]:
        """Return what else the picture of a cell may say, where it was read from one."""
        if not self.stream.is_scanned:
            return ()
        part = self.stream.parts[self.stream.number_at(start)]
        return part.readings if isinstance(part, Cell) else ()

    def _is_header(self, keys: Sequence[str], worded: Sequence[int]) -> bool:
        return sum(self.words.is_heading(keys[i]) for i in worded) >= 2

    def _leaf(self, texts: Sequence[str], keys: Sequence[str], worded: Sequence[int]) -> int:
        """Return which cell is the row's own label; the values stand to its right."""
        known = [i for i in worded if self.words.is_label(keys[i])]
        first = next((i for i, text in enumerate(texts) if _is_value(text)), len(texts))
        before = [i for i in worded if i < first]
        if known:
            # （六）其他处理 is a row of one edition and a group of another: 1.申请人… beside it is the label.
            return max(known[-1], *(i for i in before if list_number(texts[i])), -1)
        if len(before) >= _MANY and first == len(texts) and not any(map(self.words.is_above, keys)):
            # Nothing but words, and none of a heading: they stand where numbers belong.
            return -1 if len(texts) >= _WIDE else before[0]
        if before:
            return before[-1]
        return -1

    # -- running text ----------------------------------------------------------------------------

    def _line(self, start: int, end: int, number: int) -> None:
        for low, high in self._without_prose(start, end):
            self._stretch(low, high, number)

    def _without_prose(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the parts of a line that may belong to a table; whole sentences do not."""
        text = self.stream.text[start:end]
        if not PROSE.search(text):
            yield start, end
            return
        at = 0
        for sentence in re.finditer(r"[^。]*(?:。|$)", text):
            part = sentence.group()
            if part and (not PROSE.search(part) or self._holds_row(part)):
                yield start + at, start + at + len(part)
            at = sentence.end()

    def _holds_row(self, text: str) -> bool:
        return any(
            self.words.is_label(key_text(text[: match.start()]))
            for match in re.finditer(r"\d+(?!\s*[年月日])", text)
        )

    def _stretch(self, start: int, end: int, number: int) -> None:
        text = self.stream.text
        at = start
        for match in _ITEM.finditer(text, start, end):
            low, high = match.start(), match.end()
            if low < at:
                continue
            if not _has_digit(match.group()):
                if not self._is_dash_cell((start, at), low, high, end):
                    continue
            else:
                low, high = self._value(low, high, end)
                if low >= high:
                    continue
            self._add_text(at, low)
            self.now.tokens.append(Token(low, high, text[low:high], number))
            at = high
        self._add_text(at, end)

    def _is_dash_cell(self, line: tuple[int, int], low: int, high: int, end: int) -> bool:
        """Decide whether a free-standing dash or 无 is a cell: a part of words, as in 增 / 减, is none.

        ``line`` is where its line begins, and where the last value on that line ends.
        """
        text = self.stream.text
        start, at = line
        behind = _WORDS_BEHIND.match(text, high, end)
        if behind and not behind["dashes"] and text[low] in "/\\":
            return False
        if key_text(text[at:low]):
            return self.words.is_label(key_text(text[at:low]))
        if behind and at == start:
            return False
        pending = "".join(key_text(text[a:b]) for a, b in self.now.texts)
        return bool(self.now.tokens) or self.words.is_label(pending)

    def _value(self, low: int, high: int, end: int) -> tuple[int, int]:
        """Return what of a run of digits is a value; list numbers, dates and the like are none."""
        text = self.stream.text
        before = text[max(0, low - 12) : low].rstrip(" ")
        if _BEFORE_NO_VALUE.search(before) and not text[max(0, low - 1) : low].isspace():
            return low, low
        after = text[high:end]
        if _NOT_A_COUNT.match(after) or _PAGE_NUMBER_INSIDE.fullmatch(text[max(0, low - 2) : high + 2]):
            return low, low
        if mark := _FOOTNOTE.match(after):
            return low, high + mark.end()
        if high - low > 1 and (mark := _MARK_AT_END.match(after)):
            return low, high + mark.end()
        if _LIST_NUMBER_END.match(after):
            # 00000002.其他法律…: the last digit is the list number of the label that follows.
            return (low, high - 1) if high - 1 > low and text[high - 1] in "12345678" else (low, low)
        if high - low == 1 and self.words.is_numbered(text[low], key_text(after[:40])):
            return low, low
        measure = _MEASURE.match(after)
        if measure:
            rest = after[measure.end() :]
            return (low, high + measure.end()) if not rest.strip() or rest[0] in " \n" else (low, low)
        return low, high

    # -- keeping account -------------------------------------------------------------------------

    def _add_text(self, start: int, end: int) -> None:
        text = self.stream.text[start:end]
        if not _key(text):
            return
        if self.now.tokens:
            self._close()
        self.now.texts.append((start, end))

    def _close_run(self) -> None:
        if self.now.tokens:
            self._close()

    def _close(self) -> None:
        if self.now.tokens or self.now.texts:
            self.done.append(self.now)
        self.now = Candidate()


def _mark_narrow(rows: Sequence[Candidate], headings: Mapping[int, int]) -> None:
    """Mark rows with fewer cells than most of their grid, or than its headings: a cell was lost, and nobody says which.

    Where no length is that of most rows, the longest is the usual one.
    """
    grids: dict[int, list[Candidate]] = {}
    for row in rows:
        grids.setdefault(row.grid, []).append(row)
    heading = 0
    for number, grid in grids.items():
        # A table that goes on behind a line or a page has the headings from before.
        heading = headings.get(number, heading)
        widths = Counter(row.width for row in grid)
        usual = max(widths, key=lambda width: (widths[width], width))
        if widths[usual] * 2 < len(grid):
            usual = max(widths)
        for row in grid:
            row.is_narrow = row.width < max(usual, heading)


# The cells of reports say the same again and again.
_key = lru_cache(maxsize=_REMEMBERED)(key_text)
_is_blank = lru_cache(maxsize=_REMEMBERED)(is_blank)


@lru_cache(maxsize=_REMEMBERED)
def _has_digit(text: str) -> bool:
    return text.isdigit() or any(char.isdigit() or char == _UNKNOWN for char in text)


@lru_cache(maxsize=_REMEMBERED)
def _is_value(text: str) -> bool:
    """Decide whether a cell holds a number or a dash; 1.属于国家秘密 is a label."""
    text = text.strip()
    return is_dash(text) or (
        bool(_STARTS_WITH_NUMBER.match(text)) and not _STARTS_WITH_LIST_NUMBER.match(text)
    )


def _stands_behind(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Decide whether the values of a row stand before its label; a serial number alone is none of them."""
    if any(map(_is_value, behind)):
        return False
    return any(map(_has_digit, before)) and sum(map(_is_value, before)) > bool(behind)


def is_wording(text: str, key: str) -> bool:
    """Decide whether a cell holds words: a label, a heading, or a remark where a number belongs.

    A number with signs around it, such as (83), is neither words nor a value that can be read.
    """
    if key.isdecimal() and not text.lstrip()[:1].isdigit():
        return False
    return bool(key) and not _is_value(text)
