"""Automatic list numbers: 一、（一）1. stand in no text of a Word file, only the rule for counting them.

Section headings and the rows of table three are told apart by these numbers, so that they have to be
counted as Word counts them: one counter a level for all lists that share a definition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_ROMAN_SMALL = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def chinese(number: int) -> str:
    """Return a number from 1 to 9999 in Chinese numerals, as headings have it.

    >>> [chinese(number) for number in (1, 10, 12, 20, 35, 105, 110)]
    ['一', '十', '十二', '二十', '三十五', '一百零五', '一百一十']
    """
    if not 0 < number < 10_000:
        return _by_digit(number)
    digits = f"{number:d}"
    parts = [
        _DIGITS[int(digit)] + _UNITS[len(digits) - 1 - at] if digit != "0" else "零"
        for at, digit in enumerate(digits)
    ]
    said = re.sub("零+", "零", "".join(parts)).rstrip("零")
    return said[1:] if 10 <= number < 20 else said


def _by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in f"{abs(number):d}")


def _letters(number: int) -> str:
    # Word counts a … z, aa, bb, cc.
    times = (number - 1) // 26 + 1
    return chr(ord("a") + (number - 1) % 26) * times if 0 < times <= 26 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    said = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        while number >= value:
            said, number = said + letters, number - value
    return said


def _signs(first: str, count: int) -> Callable[[int], str]:
    """Return a way to count with signs that Unicode has in a row; beyond them there are plain digits."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _row(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "bullet": lambda number: "•",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _by_digit),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional"),
        lambda number: chinese(number).translate(_LEGAL),
    ),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _signs("①", 20)),
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "ideographTraditional": _row("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _row("子丑寅卯辰巳午未申酉戌亥"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts; ``text`` holds %1 to %9 where the counters stand.

    ``restart`` is the number of the level after which it starts again, 0 for never, and nothing for
    after any level above it.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    gap: str = " "
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """One definition of a list with the state of its counters."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """The lists of a document. `label` counts on, so ask once for each paragraph, in their order."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _of: dict[str, str] = field(default_factory=dict)
    _overrides: dict[str, dict[int, tuple[int | None, Level | None]]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Any) -> Numbering:
        """Return the lists that the part ``numbering.xml`` defines."""
        w = root.tag[: root.tag.index("}") + 1]
        made, links, linked = cls(), {}, {}
        for item in root.iterchildren(f"{w}abstractNum"):
            key = item.get(f"{w}abstractNumId", "")
            made._lists[key] = _List(
                {int(level.get(f"{w}ilvl", 0)): _level(level, w) for level in item.iterchildren(f"{w}lvl")}
            )
            if (style := _value(item, w, "styleLink")) is not None:
                linked[style] = key
            if (style := _value(item, w, "numStyleLink")) is not None:
                links[key] = style
        for item in root.iterchildren(f"{w}num"):
            key = item.get(f"{w}numId", "")
            definition = _value(item, w, "abstractNumId") or ""
            made._of[key] = linked.get(links.get(definition, ""), definition)
            made._overrides[key] = {
                int(change.get(f"{w}ilvl", 0)): (
                    _number(_value(change, w, "startOverride")),
                    next((_level(level, w) for level in change.iterchildren(f"{w}lvl")), None),
                )
                for change in item.iterchildren(f"{w}lvlOverride")
            }
        return made

    @property
    def is_empty(self) -> bool:
        """Whether no list is defined."""
        return not self._of

    def level_of(self, number_id: str, style: str) -> int | None:
        """Return the level of a list that a paragraph style stands for, if one does."""
        found = self._lists.get(self._of.get(number_id, ""))
        levels = found.levels if found else {}
        return next((at for at, level in levels.items() if level.style == style), None)

    def label(self, number_id: str, at: int) -> str:
        """Return the list number that the next paragraph of a list prints, its gap included."""
        found = self._lists.get(self._of.get(number_id, ""))
        if found is None or self._level(number_id, at) is None:
            return ""
        self._count(found, number_id, at)
        level = self._level(number_id, at) or Level()
        if level.format == "bullet":
            return "•" + level.gap if level.text else ""

        def counted(match: re.Match[str]) -> str:
            above = int(match.group(1)) - 1
            other = self._level(number_id, above) or Level()
            number = found.counts.get(above, other.start)
            return str(number) if level.legal else _FORMATS.get(other.format, str)(number)

        said = re.sub(r"%([1-9])", counted, level.text)
        return said + level.gap if said else ""

    def _level(self, number_id: str, at: int) -> Level | None:
        start, changed = self._overrides.get(number_id, {}).get(at, (None, None))
        found = changed or self._lists[self._of[number_id]].levels.get(at)
        return replace(found, start=start) if found is not None and start is not None else found

    def _count(self, found: _List, number_id: str, at: int) -> None:
        level = self._level(number_id, at) or Level()
        start, _ = self._overrides.get(number_id, {}).get(at, (None, None))
        if start is not None and (number_id, at) not in self._begun:
            self._begun.add((number_id, at))
            found.counts[at] = start
        else:
            found.counts[at] = found.counts[at] + 1 if at in found.counts else level.start
        for below in [other for other in found.counts if other > at]:
            restart = (self._level(number_id, below) or Level()).restart
            if restart is None or at < restart:
                del found.counts[below]


def _level(item: Any, w: str) -> Level:
    suffix = _value(item, w, "suff")
    return Level(
        start=_number(_value(item, w, "start")) or 0,
        format=_value(item, w, "numFmt") or "decimal",
        text=_value(item, w, "lvlText") or "",
        gap="" if suffix == "nothing" else " ",
        restart=_number(_value(item, w, "lvlRestart")),
        legal=_value(item, w, "isLgl") not in (None, "0", "false", "off"),
        style=_value(item, w, "pStyle") or "",
    )


def _value(item: Any, w: str, name: str) -> str | None:
    """Return the value of a property, ``""`` where it is given without one."""
    found = next(item.iterchildren(w + name), None)
    return None if found is None else found.get(f"{w}val", "")


def _number(value: str | None) -> int | None:
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None
