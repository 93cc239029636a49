"""Numbers with a measure word in running Chinese text: 1,234条, １２０余件, 一百二十人次, 3.5万条, 300元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.text import folding
from toolkit.vocabulary.lists import any_of
from toolkit.vocabulary.numbers import number_words

_WORDS = number_words()
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_CHINESE = "零〇一二两三四五六七八九十百千"
#: How people write the naught of a year, in typing and in scans: 二○二一, 二O二一
_ZEROS = "〇○◯Oo零"
#: A year of this century in Chinese numerals, some of which may be digits.
CHINESE_YEAR = rf"二[0{_ZEROS}][0-9{_ZEROS}一二三四五六七八九]{{2}}"
_YEAR_DIGITS = str.maketrans(f"{_ZEROS}一二三四五六七八九", f"{'0' * len(_ZEROS)}123456789")
_WIDE_THOUSANDS = re.compile(r"，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_NO_THOUSANDS = re.compile(r",(?:(?<!\d,)|(?!\d{3}(?!\d)))")
_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
_SPACE = re.compile(r"\s")
_QUOTED = re.compile(f"《[^《》]*?(?P<kept>{any_of(_WORDS.other.counted_titles)})?》")
#: The folding of `toolkit.text`, but for the full-width comma, which never stands inside a number.
_FOLDING = {chr(code): plain for code, plain in folding().items() if code != ord("，")}
_FOLDED = re.compile(f"[{re.escape(''.join(_FOLDING))}]")

_BEFORE, _AFTER = any_of(_WORDS.rounding.before), any_of(_WORDS.rounding.after)
_ROUNDED = re.compile(f"{_BEFORE}$")
_ROUNDING = frozenset(word[-1] for word in _WORDS.rounding.before)
_LONGEST_ROUNDING = max(map(len, _WORDS.rounding.before))


def _measures() -> str:
    """Return the pattern of a measure word that is not the beginning of another word: 条, but not 条例."""
    others, patterns = _WORDS.units.others, list[str]()
    for measure in sorted(_WORDS.units.measures, key=len, reverse=True):
        rests = [word.removeprefix(measure) for word in others if word.startswith(measure)]
        patterns.append(f"{measure}(?!{any_of(rests)})" if rests else measure)
    return "|".join(patterns)


#: Found at once, where the pattern of a quantity would be tried at every character.
_NUMERAL = re.compile(rf"[\d{_CHINESE}万亿][\d{_CHINESE}万亿]*")
_QUANTITY = re.compile(
    rf"(?P<before>{_BEFORE})?(?<![\d.])(?<!\d )"
    rf"(?:(?P<digits>\d{{1,3}}(?:[, ]\d{{3}})+(?!\d)|(?>\d+(?:\.\d+)?))|(?P<chinese>[{_CHINESE}万亿]++))"
    rf"(?P<scale>[万亿千百])?(?P<more>[余多来])?(?P<group>[万亿])?(?P<later>[余多])?"
    rf"(?P<unit>{_measures()})(?P<after>{_AFTER})?"
)
#: Before a number these make it no count: 第3期, 2至3次, 每2件, 2、3件, 没有一件.
_NO_COUNT = re.compile(
    rf"(?:{any_of(_WORDS.other.no_count)}|[.〔\[]|[\d一二三四五六七八九十][-~—–至到/、 ])$"
)
_LONGEST_BARRING = max(2, *map(len, _WORDS.other.no_count))
#: The last characters of these.
_BARRING = frozenset(".〔[-~—–至到/、 ").union(word[-1] for word in _WORDS.other.no_count)
#: Before a numeral these make another word of it: 数百条, 几十次; before 一 also these: 统一, 同一件, 另一场.
_NO_NUMERAL = frozenset(_WORDS.other.no_numeral)
_NO_ONE = frozenset(word.removesuffix("一") for word in _WORDS.other.no_one)


class Quantity(NamedTuple):
    """A number with its measure word, and where both stand; ``approximate`` where the text rounds it."""

    value: float
    unit: str
    approximate: bool
    start: int
    end: int


class Plain(NamedTuple):
    """Text without spaces and width, and where each of its characters stands in the printed text."""

    text: str
    offsets: tuple[int, ...] | None

    def offset(self, at: int) -> int:
        """Return where a character stands in the printed text."""
        return at if self.offsets is None else self.offsets[at]


def _hidden(found: re.Match[str]) -> str:
    """Return a title as 《□□》; a gazette's name is what is counted."""
    kept = found["kept"] or ""
    return f"《{'□' * (len(found.group()) - 2 - len(kept))}{kept}》"


def plain(text: str) -> Plain:
    """Return text as one reads it: without spaces, titles of documents as 《□□》, thousands with a comma.

    A space between two digits stays: 1 234 is a thousand, of 1 2 nobody can tell what it is. A full-width comma between half-width
    digits stays full-width: it divides two numbers.

    >>> plain("共 公开１，２３４条，《2019年要点》").text
    '共公开1,234条，《□□□□□□□》'
    """
    # A sentence has few characters that change: looking for them is quicker than asking for each.
    folded = _FOLDED.sub(lambda found: _FOLDING[found.group()], _WIDE_THOUSANDS.sub(",", text))
    if "," in folded:
        folded = _NO_THOUSANDS.sub("，", folded)
    if "《" in folded:
        folded = _QUOTED.sub(_hidden, folded)
    if len("".join(folded.split())) == len(folded):
        return Plain(folded, None)
    parts, kept, end = list[str](), list[int](), 0
    for space in _SPACE.finditer(folded):
        at = space.start()
        if not (at and folded[at - 1].isdigit() and folded[at + 1 : at + 2].isdigit()):
            parts.append(folded[end:at])
            kept += range(end, at)
            end = at + 1
    return Plain("".join([*parts, folded[end:]]), (*kept, *range(end, len(folded))))


def in_digits(year: str) -> str:
    """Return a year in digits, whatever numerals it is printed in.

    >>> in_digits("二〇二一"), in_digits("二O一6"), in_digits("2021")
    ('2021', '2016', '2021')
    """
    return year.translate(_YEAR_DIGITS)


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral, or none where it is no single number.

    >>> chinese_number("一百二十"), chinese_number("两万三千"), chinese_number("十"), chinese_number("一〇二")
    (120, 23000, 10, 102)
    >>> chinese_number("两三") is None, chinese_number("百") is None
    (True, True)
    """
    if len(text) > 1 and all(char in _DIGITS for char in text):
        if "〇" not in text:
            return None
        return int("".join(str(_DIGITS[char]) for char in text))
    total = group = 0
    digit: int | None = None
    last = 10**9
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _SCALES:
            scale = _SCALES[char]
            if scale >= last or (not digit and not (scale == 10 and group == 0)):
                return None
            group += (digit or 1) * scale
            last, digit = scale, None
        else:
            group += digit or 0
            if not group:
                return None
            total, group, digit, last = total + group * _GROUPS[char], 0, None, 10**9
    return total + group + (digit or 0)


def quantities(text: str) -> list[Quantity]:
    """Return the counted numbers of a text that `plain` has made, in their order.

    >>> [(q.value, q.unit, q.approximate) for q in quantities("公开0.17万余条，培训两次、一百二十人次，收费300元")]
    [(1700.0, '条', True), (2.0, '次', False), (120.0, '人次', False), (300.0, '元', False)]
    >>> quantities("第3期，2至3次，1 2条，数十件，二〇二〇年")
    []
    """
    return [found for match in _matches(text) if (found := _quantity(match, text)) is not None]


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a quantity from left to right."""
    end = 0
    for numeral in _NUMERAL.finditer(text):
        at, last = numeral.span()
        at = max(at, end)
        while at < last:
            inside = at > 0 and text[at - 1].isdecimal()
            if not inside and (match := _QUANTITY.match(text, at)):
                before = (
                    at
                    and text[at - 1] in _ROUNDING
                    and _ROUNDED.search(text, max(at - _LONGEST_ROUNDING, end), at)
                )
                yield _QUANTITY.match(text, before.start()) or match if before else match
                at = end = match.end()
            else:
                at += 1


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    before, digits, chinese, scale, more, group, later, unit, after = match.groups()
    first = match.start()
    if (
        first
        and text[first - 1] in _BARRING
        and _NO_COUNT.search(text[max(0, first - _LONGEST_BARRING) : first])
    ):
        return None
    if digits:
        value = float(digits.replace(",", "").replace(" ", ""))
    else:
        last = text[first - 1] if first else ""
        if last in _NO_NUMERAL or (chinese == "一" and last in _NO_ONE):
            return None
        # 十余件 and 百余条 say "more than a hundred"; 百 alone is no number.
        said = 100 if chinese == "百" and more else 1000 if chinese == "千" and more else None
        number = said if said is not None else chinese_number(chinese)
        if number is None:
            return None
        value = float(number)
        if unit == "元" and chinese.endswith("万"):
            value, unit = value / 10**4, "万元"
    for power in (scale, group) if scale or group else ():
        if power == "万" and unit == "元":
            unit = "万元"
        elif power:
            value = round(value * {"百": 100, "千": 1000, **_GROUPS}[power], 4)
    if value != int(value):
        if unit not in {"元", "万元"}:
            return None
        value = round(value, 4)
    unit = "人次" if unit == "人(次)" else unit
    rounded = bool(before or more or later or after)
    return Quantity(value, unit, rounded, first + len(before or ""), match.end("unit"))
