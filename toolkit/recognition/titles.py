"""The title of a report: the agency and the year that it names, wherever it is printed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from toolkit.recognition.numerals import CHINESE_YEAR, in_digits
from toolkit.text import squeeze
from toolkit.vocabulary.agencies import agencies, without_rank
from toolkit.vocabulary.cover import cover_words
from toolkit.vocabulary.lists import any_of, not_after
from toolkit.vocabulary.region_names import begins_with_a_body, match_prefix
from toolkit.vocabulary.regions import years

_WORDS = cover_words().title
AGENCY = r"(?P<agency>[㐀-鿿()·、]{2,40}?)"


def _year(name: str) -> str:
    """Return the pattern of a year, or of several, as a group, with what follows it: 2021年度, 2019—2020年."""
    return rf"(?P<{name}>(?:(?:19|20)\d\d年?[-—–~至到和、]{{1,2}})?(?:(?:19|20)\d\d|{CHINESE_YEAR}))(?>(?:年度?|度)?)"


# What every title ends with. Public bodies that are no part of the government write 信息公开 without 政府.
_WHOSE = f"{any_of(_WORDS.government)}?"
_ABOUT, _REPORT = any_of(_WORDS.subject), any_of(_WORDS.report)
_CORE = re.compile(rf"{_ABOUT}(?:{_year('inside')}(?:年度)?(?:工作)?)?{_REPORT}")
# What stands before it. 政府办公室关于印发…的通知 may hand on the report of the government, whose name then is not
# in the title.
_HANDING_ON = any_of(_WORDS.handing_on)
_SENT = f"(?:{not_after(_WORDS.offices)}关于{_HANDING_ON}|关于)?"
_BEFORE = re.compile(
    rf"(?:{_year('alone')}的?"
    rf"|{_year('first')}{AGENCY.replace('agency', 'second')}(?:关于)?"
    rf"|{AGENCY}{_SENT}(?:[(]?{_year('year')}[)]?的?)?"
    rf"|){_WHOSE}"
)
# And behind it: a year, but no date.
_BEHIND = re.compile(
    rf"[(]?{_year('behind')}(?!\d?\d月|[一二三四五六七八九十]{{1,2}}月|[-/.]\d)(?P<closed>[)]?)"
)
#: The year of which an agency says that it publishes its report: 现公布我局2022年度政府信息公开工作年度报告.
OWN_YEAR = re.compile(
    rf"{any_of(_WORDS.announcing)}[^。;《》]{{0,20}}?{_year('year')}的?{_WHOSE}{_ABOUT}{_REPORT}(?!的?{any_of(_WORDS.paper_about)})"
)
_LEAD = re.compile(
    rf"^(?:{any_of(_WORDS.labels)}[:：]|{any_of(_WORDS.annexes)}\d*[:：]?|关于{_HANDING_ON}?"
    r"|[《〈<“\"‘'「]|【[^【】]{0,12}】|\[[^\[\]]{0,12}\])+"
)
_BRACKETED = re.compile(rf"\({AGENCY}\)")
_QUOTED = re.compile(rf"[《〈]([^《》〈〉]{{6,60}}{_REPORT})[》〉]")
#: What goes on in the line of a title: its end, a remark, or the first sentence.
_GOES_ON = frozenset("(》〉。<").union(_WORDS.first_letters)
#: So long is what stands before the core of a title at most.
_LONGEST_BEFORE = 90
_MOST_LINES = 40
_WRAPPED_LINES = 3
#: A line that is longer than this goes on in no title.
_LONGEST_PART = 60
# The same bodies report year after year, and a report is asked for its name more than once.
match_region = lru_cache(maxsize=4096)(match_prefix)


@dataclass(frozen=True, slots=True)
class Title:
    """A title: as printed, the agency that it names or nothing, the year that it names or None.

    ``masthead`` is true where the agency stands on a line of its own above a title without one.
    """

    text: str
    agency: str
    year: int | None
    masthead: bool = False


@lru_cache(maxsize=4096)
def is_name(name: str) -> bool:
    """Decide whether words can be the name of an agency at all.

    >>> is_name("隆德县水务局"), is_name("名称"), is_name("我局"), is_name("根据县政府办公室")
    (True, False, False, False)
    """
    words = agencies()
    return bool(words.ends.search(name)) and not (words.no_name.search(name) or words.nobody.fullmatch(name))


def is_whole(title: Title) -> bool:
    """Decide whether the name of a title's agency begins with a place that is known."""
    return match_region(agencies().central.sub("", title.agency), title.year or years()[-1]) is not None


def as_title(text: str) -> Title | None:
    """Return what a text without spaces says as a title, or None where it is none.

    >>> as_title("关于印发《隆德县水务局2021年政府信息公开工作年度报告》的通知").agency
    '隆德县水务局'
    >>> as_title("隆德县水务局2019—2020年政府信息公开工作年度报告").year is None
    True
    """
    core = _CORE.search(text)
    before = (
        _BEFORE.fullmatch(_LEAD.sub("", text[: core.start()]))
        if core and core.start() < _LONGEST_BEFORE
        else None
    )
    if core is None or before is None:
        return None
    agency = (before["agency"] or before["second"] or "").strip("、")
    if agency.endswith("人民"):  # 隆德县人民政府信息公开年报 says 政府 once for both
        agency += "政府"
    if is_nobody := agencies().nobody.fullmatch(agency) is not None:
        agency = ""
    year = before["alone"] or before["first"] or before["year"] or core["inside"]
    end = core.end()
    if year is None and (behind := _BEHIND.match(text, end)) and (agency or is_nobody or behind["closed"]):
        year, end = behind["behind"], behind.end()
    if not is_name(agency) if agency else not (is_nobody or year):
        return None
    rest = text[end:]
    if rest and rest[0] not in _GOES_ON and len(rest) > 30:
        return None
    return _with_name_behind(Title(before.group() + text[core.start() : end], agency, number(year)), rest)


def find_title(lines: list[str], opening: Callable[[], str]) -> Title | None:
    """Return the title: one line, or up to three that were one before they were wrapped.

    ``opening`` is the beginning of the report: one that begins with its first paragraph quotes its own title there.
    """
    head = lines[:_MOST_LINES]
    named: list[tuple[tuple[bool, bool, bool, int, int], Title]] = []
    nameless: Title | None = None
    settled = -1
    for at, count in _where_titles_can_be(head):
        found = as_title("".join(head[at : at + count])) if at != settled else None
        if found is None:
            continue
        if at + count < len(head):
            found = _with_name_behind(found, head[at + count])
        if found.agency:
            # A name that begins with a place is whole; then a title with a year; one line; the first.
            rank = (not is_whole(found), found.year is None, count > 1)
            if not any(rank):
                return found
            named.append(((*rank, at, count), found))
            settled = at if found.year else settled  # more lines would add nothing
        elif nameless is None:
            nameless = found
    if named:
        (*_, at, count), best = min(named, key=lambda item: item[0])
        below = as_title("".join(head[at + 1 : at + count])) if count > 1 else None
        return replace(best, masthead=below is not None and not below.agency)
    for match in _QUOTED.finditer(opening()):
        found = as_title(match.group(1))
        if found and found.agency:
            return found
    return nameless


def _where_titles_can_be(head: list[str]) -> list[tuple[int, int]]:
    """Return the first lines, and the numbers of lines, that hold the words with which every title ends."""
    ends = list(accumulate(map(len, head)))
    found = set()
    for core in _CORE.finditer("".join(head)):
        first, last = bisect_right(ends, core.start()), bisect_left(ends, core.end())
        for at in range(max(last - _WRAPPED_LINES + 1, 0), first + 1):
            for end in range(at + 1, min(at + _WRAPPED_LINES, len(head)) + 1):
                if end > last:
                    found.add((at, end - at))
                if len(head[end - 1]) > _LONGEST_PART:
                    break
    return sorted(found)


def stated_title(properties: Mapping[str, str]) -> Title | None:
    """Return the title that a file has set for it outside its text."""
    title = as_title(squeeze(properties.get("title", "")))
    return title if title and title.agency else None


def window_title(properties: Mapping[str, str]) -> Title | None:
    """Return the title among what a page calls its window: 审计局2021年…年度报告_县人民政府."""
    parts = re.split(r"[_|]|--|\s[-–—]\s", properties.get("window", ""))
    titles = (as_title(squeeze(part)) for part in parts)
    return next((title for title in titles if title and title.agency), None)


def number(year: str | None) -> int | None:
    """Return a year in digits of either kind, None for several.

    >>> number("二〇二一"), number("2021"), number("2019—2020"), number(None)
    (2021, 2021, None, None)
    """
    return None if year is None or len(year) > 4 else int(in_digits(year))


def _with_name_behind(title: Title, rest: str) -> Title:
    """Return a title that names no body with the one that stands in brackets behind or below it.

    >>> _with_name_behind(Title("隆德县2022年政府信息公开工作年度报告", "隆德县", 2022), "(县水务局)").agency
    '隆德县水务局'
    """
    match = _BRACKETED.fullmatch(rest) if rest.startswith("(") else None
    if match is None or not is_name(match["agency"]) or agencies().office.search(match["agency"]):
        return title
    if not title.agency:
        return replace(title, agency=match["agency"])
    body = without_rank(match["agency"])
    is_place = title.agency[-1] in "省市县区州旗盟" and begins_with_a_body(body)
    return replace(title, agency=title.agency + body) if is_place else title
