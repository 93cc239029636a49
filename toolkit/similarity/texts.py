"""The prose of a report as letters only, with what is common to all reports marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from toolkit.forms import all_forms
from toolkit.similarity.fingerprints import GRAM, Hashes, Mask, among, covered, grams, winnow
from toolkit.text import folding
from toolkit.vocabulary.sections import section_titles
from toolkit.vocabulary.statutory import statutory_wording

# The last plane but one is private: a mark between sections that no two reports have in common.
_MARKS = (0xF0000, 0xFFFD)
_PLANE = 0x10000
# Shorter lines without a stop are what is left of a table, headings, names.
_SAYS_NOTHING = r"(?m)^[^。，；！？\n]{0,14}$\n?"
#: Where so many letters in a row are the law's, they are taken for its words.
_LAW_GRAM = 8
_DIGITS = frozenset("0123456789")
_NO_DIGITS = dict.fromkeys(map(ord, _DIGITS))
#: So many letters between two stretches of the law are what was filled in.
_FILLED_IN = 12
Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Prose:
    """One report's prose: ``text`` as printed, with a mark of the report's own between its sections."""

    text: str

    @cached_property
    def _letters(self) -> tuple[str, Places]:
        codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        folded, is_letter = _tables()
        basic = np.minimum(codes, _PLANE - 1)
        places = np.flatnonzero(is_letter[basic] | (codes >= _PLANE))
        letters = np.where(codes < _PLANE, folded[basic], codes)[places]
        return letters.tobytes().decode("utf-32-le", "surrogatepass"), places

    @property
    def letters(self) -> str:
        """Its letters and digits, folded: what is compared."""
        return self._letters[0]

    @cached_property
    def _grams(self) -> Hashes:
        return grams(self.letters)

    @cached_property
    def kept(self) -> tuple[Hashes, Places]:
        """The fingerprints, sorted, and with which letter each begins."""
        places = winnow(self._grams)
        hashes = self._grams[places]
        order = np.argsort(hashes, kind="stable")
        return hashes[order], places[order]

    def shared_by_all(self, common: Hashes) -> Mask:
        """Return which letters are statutory wording, or belong to a stretch whose hash is ``common``.

        A few letters between two such stretches, a year or a name that is filled in, belong to them.
        """
        length = len(self.letters)
        often = np.flatnonzero(among(self._grams, common))
        mask = covered(length, often, GRAM)
        # Years and numbers of documents differ: the law's words are compared without digits.
        words = np.array([i for i, letter in enumerate(self.letters) if letter not in _DIGITS], np.intp)
        law = np.flatnonzero(among(_law_grams(self.letters), _law()))
        mask[words[covered(len(words), law, _LAW_GRAM)]] = True
        edges = np.flatnonzero(mask)
        gaps = np.diff(edges)
        filled = edges[:-1][(gaps > 1) & (gaps <= _FILLED_IN)]
        return mask | covered(length, filled, _FILLED_IN)

    @cached_property
    def widths(self) -> Places:
        """How many printed characters each letter stands for: itself, and the punctuation behind it."""
        places = self._letters[1]
        inked = np.concatenate([[0], np.cumsum([not char.isspace() for char in self.text])])
        ends = np.append(places[1:], min(int(places[-1]) + 2, len(self.text)) if len(places) else 0)
        return np.asarray(inked[ends] - inked[places], np.intp)

    def printed(self, first: int, last: int) -> str:
        """Return the letters from ``first`` to before ``last`` as printed, with the stop after them."""
        places = self._letters[1]
        start, end = int(places[first]), int(places[last - 1]) + 1
        if self.text[end : end + 1] in ("。", "！", "？", "；"):
            end += 1
        return self.text[start:end]


@cache
def _tables() -> tuple[Codes, Mask]:
    """Return what each character of the first plane is folded to, and whether it is a letter."""
    folded = np.arange(_PLANE, dtype=np.uint32)
    for code, to in folding().items():
        folded[code] = ord(to)
    is_letter = re.compile("[0-9A-Za-z㐀-䶿一-鿿〇]")
    return folded, np.array([bool(is_letter.match(chr(code))) for code in folded])


def _law_grams(letters: str) -> Hashes:
    return grams(letters.translate(_NO_DIGITS), _LAW_GRAM)


@cache
def _law() -> Hashes:
    """Return the hashes of statutory wording, sorted: the regulation, its notices, headings and labels of the forms."""
    labels = [
        f"{row.number}{row.label}"
        for form in all_forms().values()
        for table in form.tables
        for band in table.bands
        for row in band.rows
    ]
    titles = [title for section in section_titles() for title in (*section.titles, *section.full)]
    wording = (Prose(text).letters for text in (*statutory_wording(), *labels, *titles))
    return np.unique(np.concatenate([_law_grams(text) for text in wording]))


def proses(sections: pl.DataFrame) -> Iterator[tuple[str, Prose]]:
    """Yield each report's prose, one after the other, from the frame of sections."""
    by_report = sections.group_by("report_id", maintain_order=True).agg(
        pl.col("text").str.replace_all(_SAYS_NOTHING, "")
    )
    first, many = _MARKS
    for number, (report_id, texts) in enumerate(by_report.iter_rows()):
        yield report_id, Prose(chr(first + number % many).join(texts))
