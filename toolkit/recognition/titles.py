"""The title of a report: the agency and the year that it names, wherever it is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from toolkit.text import squeeze
from toolkit.vocabulary.agencies import agencies, without_rank
from toolkit.vocabulary.region_names import begins_with_a_body, match_prefix
from toolkit.vocabulary.regions import years

_ZERO = "〇○◯Oo零"
_DIGITS = str.maketrans(f"{_ZERO}一二三四五六七八九", f"{'0' * len(_ZERO)}123456789")
CHINESE_YEAR = rf"二[0{_ZERO}][0-9{_ZERO}一二三四五六七八九]{{2}}"
_YEAR = (
    r"(?:(?P<since>(?:19|20)\d\d)年?[-—–~至到和、]{1,2})?"
    rf"(?P<year>(?:19|20)\d\d|{CHINESE_YEAR})(?>(?:年度?|度)?)"
)
#: Public bodies that are no part of the government write 信息公开 without 政府.
_ABOUT = r"(?:政府|政务)?信息(?:与政务)?公开(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:情况)?的?"
_REPORT = r"(?:报告|年报)"
AGENCY = r"(?P<agency>[㐀-鿿()·、]{2,40}?)"
# 政府办公室关于印发…的通知 may hand on the report of the government, whose name then is not in the title.
_SENT = r"(?:(?<!办公[室厅])关于(?:印发|报送|呈报|上报|发布|公布|公开)|关于)?"
_TITLES = (
    re.compile(rf"{AGENCY}{_SENT}[(]?{_YEAR}[)]?的?{_ABOUT}{_REPORT}"),
    re.compile(rf"{_YEAR}{AGENCY}(?:关于)?{_ABOUT}{_REPORT}"),
    re.compile(rf"{AGENCY}(?:关于)?{_ABOUT}{_YEAR}(?:年度)?(?:工作)?{_REPORT}"),
    re.compile(rf"{AGENCY}(?:关于)?{_ABOUT}{_REPORT}[(]?(?:{_YEAR}[)]?)?"),
    re.compile(rf"(?P<agency>){_YEAR}的?{_ABOUT}{_REPORT}"),
    re.compile(rf"(?P<agency>){_ABOUT}{_REPORT}[(]{_YEAR}[)]"),
)
#: The year of which an agency says that it publishes its report, whoever is said to publish it: 现公布我局2022年度政府信息公开工作年度报告.
OWN_YEAR = re.compile(
    rf"(?:现将|公布|发布|编制|公开)[^。;《》]{{0,20}}?{_YEAR}的?{_ABOUT}{_REPORT}(?!的?(?:通知|编制|格式|有关|工作))"
)
_LEAD = re.compile(
    r"^(?:标题[:：]|附件\d*[:：]?|名称[:：]|信息名称[:：]|题名[:：]|[《〈<“\"‘'「]|【[^【】]{0,12}】|\[[^\[\]]{0,12}\]"
    r"|关于(?:印发|报送|呈报|上报|发布|公布|公开)?)+"
)
_BRACKETED = re.compile(rf"\({AGENCY}\)")
_QUOTED = re.compile(r"[《〈]([^《》〈〉]{6,60}(?:报告|年报))[》〉]")
#: Where in a line a title is about the disclosure of information, if it is one.
_WITHIN = 120
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
    if text.find("公开", 0, _WITHIN) < 0 or not ("报告" in text or "年报" in text):
        return None
    text = _LEAD.sub("", text)
    for pattern in _TITLES:
        match = pattern.match(text)
        agency = match["agency"].strip("、") if match else ""
        is_nobody = agencies().nobody.fullmatch(agency) is not None
        if match and (not agency or is_nobody or is_name(agency)):
            rest = text[match.end() :]
            if rest and rest[0] not in "(》〉。<根本为按现依一" and len(rest) > 30:
                continue
            year = None if match["since"] else number(match["year"])
            return _with_name_behind(Title(match.group(), "" if is_nobody else agency, year), rest)
    return None


def find_title(lines: list[str], opening: str) -> Title | None:
    """Return the title: one line, or up to three that were one before they were wrapped.

    ``opening`` is the beginning of the report: one that begins with its first paragraph quotes its own title there.
    """
    head = lines[:_MOST_LINES]
    named: list[tuple[tuple[bool, bool, bool, int, int], Title]] = []
    nameless: Title | None = None
    for at in range(len(head)):
        text = ""
        for count, line in enumerate(head[at : at + _WRAPPED_LINES], 1):
            text += line
            found = as_title(text)
            if found:
                found = _with_name_behind(found, "".join(head[at + count : at + count + 1]))
            if found and not found.agency and nameless is None:
                nameless = found
            if found and found.agency:
                # A name that begins with a place is whole; then a title with a year; one line; the first.
                rank = (not is_whole(found), found.year is None, count > 1)
                if not any(rank):
                    return found
                named.append(((*rank, at, count), found))
            if len(line) > _LONGEST_PART:
                break
    if named:
        (*_, at, count), best = min(named, key=lambda item: item[0])
        below = as_title("".join(head[at + 1 : at + count]))
        return replace(best, masthead=below is not None and not below.agency)
    for match in _QUOTED.finditer(opening):
        found = as_title(match.group(1))
        if found and found.agency:
            return found
    return nameless


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
    """Return a year in digits of either kind.

    >>> number("二〇二一"), number("2021"), number(None)
    (2021, 2021, None)
    """
    return None if year is None else int(year.translate(_DIGITS))


def _with_name_behind(title: Title, rest: str) -> Title:
    """Return a title that names no body with the one that stands in brackets behind or below it.

    >>> _with_name_behind(Title("隆德县2022年政府信息公开工作年度报告", "隆德县", 2022), "(县水务局)").agency
    '隆德县水务局'
    """
    match = _BRACKETED.fullmatch(rest)
    if match is None or not is_name(match["agency"]) or agencies().office.search(match["agency"]):
        return title
    if not title.agency:
        return replace(title, agency=match["agency"])
    body = without_rank(match["agency"])
    is_place = title.agency[-1] in "省市县区州旗盟" and begins_with_a_body(body)
    return replace(title, agency=title.agency + body) if is_place else title
