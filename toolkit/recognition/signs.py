"""What tells beside the title whose report it is and when it came out: the first sentence, the signature, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toolkit.recognition.numerals import CHINESE_YEAR, chinese_number
from toolkit.recognition.titles import AGENCY, as_title, is_name, number
from toolkit.text import longest_of, squeeze
from toolkit.vocabulary.cover import cover_words
from toolkit.vocabulary.lists import any_of

_WORDS, _DATES = cover_words().author, cover_words().date
_GROUND = any_of(_WORDS.grounds)
_TO_ALL, _PUBLISHES = any_of(_WORDS.to_all), any_of(_WORDS.publishes)
_WRITTEN_BY = (
    re.compile(
        rf"{any_of(_WORDS.this_report)}{any_of(_WORDS.by)}{AGENCY}(?:{any_of([*_WORDS.grounds, *_WORDS.makes])}|,)"
    ),
    re.compile(rf"(?:^|\n)(?!本){AGENCY}{_GROUND}《{any_of(_WORDS.regulation)}"),
    re.compile(rf"(?<=[,。])由?{AGENCY}{any_of(_WORDS.writes)}(?:{any_of(_WORDS.behind_writes)}|,)"),
    re.compile(rf"(?:^|(?<=[\n,。])){AGENCY}现{_TO_ALL}?{_PUBLISHES}"),
)
_ITS_TITLE = re.compile(
    rf"(?:(?:现{_TO_ALL}?|{_TO_ALL}){_PUBLISHES}|{any_of(_WORDS.announcing)})(?=[^,。;《]{{8}})"
)
_SPACE = r"\s*"
_DATE = (
    rf"(?P<y>19\d\d|20\d\d|{CHINESE_YEAR})\s*[-年/.]\s*(?P<m>\d{{1,2}}|[元一二三四五六七八九十]{{1,2}})\s*[-月/.]\s*"
    r"(?P<d>\d{1,2}(?!\d)|\d\d(?=\d\d:)|[一二三四五六七八九十]{1,3})\s*日?"
)
_ON = re.compile(_DATE)
# What says before a date that it is that of publication, the best first; letters may be set apart.
_LABEL = re.compile(
    rf"(?:(?P<best>{longest_of(_DATES.published, _SPACE)})|(?P<good>{longest_of(_DATES.issued, _SPACE)})"
    rf"|(?<![一-鿿])|(?<={any_of(_DATES.sources)}))(?:{longest_of(_DATES.time, _SPACE)})$"
)
_ENDS_OF_LABELS = tuple(word[-1] for word in _DATES.time)
_LONGEST_LABEL = 20
_ON_BEHALF = re.compile(any_of(_WORDS.on_behalf))
_NEAR = 20
_SEALED = rf"{AGENCY}(?:\({any_of(cover_words().signature.seals)}\))?"
_SIGNED, _NAME = re.compile(rf"(?:{_SEALED},?)??{_DATE}"), re.compile(_SEALED)
_LONGEST_TITLE = 80
#: A signature stands on one of so many last lines, and in so many last characters.
_LAST_LINES, _TAIL = 4, 400


@dataclass(frozen=True, slots=True)
class Signed:
    """How a report is signed: by which agency, if one stands before the date, and when."""

    agency: str | None
    on: date


def first_sentence(lines: list[str]) -> str | None:
    """Return the agency that says in its first sentences that the report is its own.

    >>> first_sentence(["本报告由隆德县水务局根据《中华人民共和国政府信息公开条例》编制。"])
    '隆德县水务局'
    """
    # Once with the ends of lines, where a sentence can begin, and once as if nothing had been wrapped.
    for text in ("\n".join(lines), "".join(lines)):
        for pattern in _WRITTEN_BY:
            for match in pattern.finditer(text):
                # 受县人民政府委托,政务服务中心编制了本报告: it is that of the government.
                if is_one_name(match["agency"]) and not _ON_BEHALF.search(
                    text, max(match.start() - _NEAR, 0), match.start()
                ):
                    return match["agency"]
        for match in _ITS_TITLE.finditer(text):
            title = as_title(
                re.split("[。,;\n]", text[match.end() : match.end() + _LONGEST_TITLE], maxsplit=1)[0]
            )
            if title and is_one_name(title.agency):
                return title.agency
    return None


def is_one_name(name: str) -> bool:
    """Decide whether words are the name of one agency: 水务局、审计局 are two."""
    return len(name) >= 4 and "、" not in name and is_name(name)


def published_on(head: str) -> date | None:
    """Return the date of publication that is printed above a report, the label that says so best first.

    >>> published_on("成文日期:2023-01-09 公开日期:2023-1-1 15:07")
    datetime.date(2023, 1, 1)
    """
    # A table of particulars prints 发布日期 in one cell, or line, and the date in the next.
    found = []
    for match in _ON.finditer(head):
        before = head[max(match.start() - _LONGEST_LABEL, 0) : match.start()].rstrip(" \t\n:")
        label = _LABEL.search(before) if before.endswith(_ENDS_OF_LABELS) else None
        if label:
            rank = 0 if label["best"] else 1 if label["good"] else 2
            found.append((rank, match.start(), _as_date(match)))
    return min(found, key=lambda item: item[:2])[2] if found else None


def signed_at_the_end(text: str) -> Signed | None:
    r"""Return how a report is signed: a date on one of its last lines, the agency on it or above it.

    >>> signed_at_the_end("无。\n隆德县水务局(公章)\n二〇二三年一月十六日").agency
    '隆德县水务局'
    """
    lines = [line for line in text[-_TAIL:].rsplit("\n", 3 * _LAST_LINES) if line.strip()]
    for above, line in zip(
        ["", *lines][-2 : -_LAST_LINES - 2 : -1], lines[: -_LAST_LINES - 1 : -1], strict=True
    ):
        match = _SIGNED.fullmatch("".join(line.split())) if line.rstrip()[-1] in "日0123456789" else None
        on = _as_date(match) if match else None
        if match and on:
            named = match if match["agency"] else _NAME.fullmatch("".join(above.split()))
            name = named["agency"] if named else None
            return Signed(name if name and is_one_name(name) else None, on)
    return None


def stated_date(properties: Mapping[str, str]) -> date | None:
    """Return the date of publication that a file has set for it outside its text."""
    match = re.match(_DATE, squeeze(properties.get("published", "")))
    return _as_date(match) if match else None


def _count(numeral: str) -> int:
    """Return a day or a month in numerals of either kind.

    >>> _count("十二"), _count("二十"), _count("三十一"), _count("07")
    (12, 20, 31, 7)
    """
    if numeral.isdigit():
        return int(numeral)
    return 1 if numeral == "元" else chinese_number(numeral) or 0


def _as_date(match: re.Match[str]) -> date | None:
    try:
        return date(number(match["y"]) or 0, _count(match["m"]), _count(match["d"]))
    except ValueError:
        return None
