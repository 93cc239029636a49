"""Whose report it is and which year it covers: the title, the period, the agency and its region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import product

import numpy as np

from toolkit.recognition.prose import Heading
from toolkit.recognition.stream import Stream
from toolkit.report import Identity, Issue
from toolkit.text import squeeze
from toolkit.vocabulary.agencies import agencies, full_name, function_of
from toolkit.vocabulary.bodies import id_without_region, identity_of, written_out
from toolkit.vocabulary.region_names import chains_named_in, find_any_year, match_prefix
from toolkit.vocabulary.regions import Chain, years
from toolkit.vocabulary.successions import body_code
from toolkit.vocabulary.zones import place_of, zone_at_head

_DIGIT = "[0-9〇○零一二三四五六七八九]"
_YEAR = rf"(?P<year>(?:19|20)\d\d|二[〇○零]{_DIGIT}{{2}})(?>(?:年度?|度)?)"
_ABOUT = r"(?:政府|政务)信息(?:与政务)?公开(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:情况)?的?"
_REPORT = r"(?:报告|年报)"
_AGENCY = r"(?P<agency>[㐀-鿿()·、]{2,40}?)"
_TITLES = (
    re.compile(rf"{_AGENCY}(?:关于)?[(]?{_YEAR}[)]?的?{_ABOUT}{_REPORT}"),
    re.compile(rf"{_YEAR}{_AGENCY}(?:关于)?{_ABOUT}{_REPORT}"),
    re.compile(rf"{_AGENCY}(?:关于)?{_ABOUT}{_YEAR}(?:年度)?(?:工作)?{_REPORT}"),
    re.compile(rf"{_AGENCY}(?:关于)?{_ABOUT}{_REPORT}[(]?(?:{_YEAR}[)]?)?"),
    re.compile(rf"(?P<agency>){_YEAR}的?{_ABOUT}{_REPORT}"),
)
_LEAD = re.compile(r"^(?:标题[:：]|附件\d*[:：]?|名称[:：]|信息名称[:：]|题名[:：]|《|〈|<|关于)+")
_NO_NAME = re.compile(
    r"根据|规定|本报告|现发布|要求|编制|按照|通知|条例|以下简称|年度报告|第.条|印发|索引|发布|日期|来源|信息公开"
)
_PERIOD = re.compile(
    r"(?P<from>(?:19|20)\d\d)年0?1月0?1日[^。;]{0,8}?(?:(?P<to>(?:19|20)\d\d)年|同年|当年)?(?:12月31日)"
)
_WRITTEN_BY = re.compile(
    rf"(?:本报告|本年度报告|年度报告|本年报)由{_AGENCY}(?:根据|按照|依据|编制|汇总|结合|,)"
    rf"|(?:现公布|现发布|现公开|现将|公布|发布){_AGENCY.replace('agency', 'named')}{_YEAR}的?{_ABOUT}{_REPORT}"
    rf"|(?:^|\n)(?!本){_AGENCY.replace('agency', 'other')}(?:根据|按照|依据)《(?:中华人民共和国)?政府信息公开条例"
)
_DATE = r"(?P<y>(?:19|20)\d\d)[-年/.](?P<m>\d{1,2})[-月/.](?P<d>\d{1,2})日?"
_PUBLISHED = re.compile(rf"(?:发布时间|发布日期|公开日期|发文日期|成文日期|生成日期|时间|日期)[:：]?{_DATE}")
_SIGNED = re.compile(rf"{_DATE}")
# Bodies of the centre that carry a region in the middle of their name.
_CENTRAL = re.compile(r"^(?:国家税务总局|国家统计局|中华人民共和国)")
_MOST_HEAD_LINES = 40
# The same bodies report year after year, and a report is asked for its name more than once.
_match_prefix = lru_cache(maxsize=4096)(match_prefix)
_function_of = lru_cache(maxsize=4096)(function_of)
_zone_at_head = lru_cache(maxsize=4096)(zone_at_head)
_WRAPPED_LINES = 3


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    agency: str
    year: int | None


def read_cover(
    stream: Stream, headings: tuple[Heading, ...], properties: Mapping[str, str]
) -> tuple[Identity, tuple[Issue, ...]]:
    """Return whose report a document is and what it covers; what stays unknown becomes an issue.

    ``properties`` is what the file says of itself; it counts where the text says nothing.
    """
    issues: list[Issue] = []
    head_end = headings[0].start if headings else min(len(stream.text), 3000)
    lines = _lines(stream, head_end)
    title = _title(lines, stream, head_end)
    if title is None or not title.agency:
        title = _stated_title(properties) or title
    published = _published(stream, head_end) or _stated_date(properties)
    year = _year(stream, title, issues)
    agency = _agency(stream, title, head_end, issues)
    if agency is None:
        return Identity(title=title.text if title else None, year=year, published=published), tuple(issues)
    chain, body, is_ambiguous = _region(agency, year, stream, issues)
    agency = _written_out(_completed(agency, body), chain, stream)
    body = full_name(body) if body or chain is None else "人民政府"
    function = _function_of(written_out((body or agency).split("、")[0]))
    zone = None if chain else _zone_at_head(agency)
    place = place_of(zone[0], year or years()[-1]) if zone else chain
    province, city, county = place.names if place else (None, None, None)
    return (
        Identity(
            title=title.text if title else None,
            agency=agency,
            # Two bodies of one name in two places must not be taken for one.
            agency_id=None if is_ambiguous else _agency_id(agency, chain, body),
            function=function,
            level=_level(function, chain, agency),
            region_code=chain.code if chain else None,
            province=province,
            city=city,
            county=county,
            year=year,
            scope=_scope(stream, head_end, function),
            published=published,
        ),
        tuple(issues),
    )


def named_in(title: str) -> Identity | None:
    """Return the agency, and the year, of which a title says that a report is; None where it names no agency.

    The title may be the name of a file. An agency that fits several places is not named by it.
    """
    found = _as_title(_LEAD.sub("", squeeze(title)))
    if found is None or not found.agency:
        return None
    issues: list[Issue] = []
    nowhere = Stream("", np.empty(0, np.uint32), [], [], [])
    chain, body, is_ambiguous = _region(found.agency, found.year, nowhere, issues)
    if is_ambiguous:
        return None
    agency = _completed(found.agency, body)
    body = full_name(body) if body or chain is None else "人民政府"
    return Identity(
        agency=agency,
        agency_id=_agency_id(agency, chain, body),
        function=function_of(written_out(body)),
        region_code=chain.code if chain else None,
        year=found.year,
    )


def is_report(stream: Stream, headings: tuple[Heading, ...], has_tables: bool) -> bool:
    """Decide whether a document is an annual report at all: it has its tables, its title or its sections."""
    if has_tables:
        return True
    head_end = headings[0].start if headings else min(len(stream.text), 3000)
    is_about = re.search(r"(?:政府|政务)信息公开", _squeezed(stream.text[:20000])) is not None
    return is_about and (
        len({h.section for h in headings}) >= 3
        or _title(_lines(stream, head_end), stream, head_end) is not None
    )


def _squeezed(text: str) -> str:
    """Return a text of the stream, which is folded already, without any space."""
    return "".join(text.split())


# -- title and year ----------------------------------------------------------------------------------


def _lines(stream: Stream, end: int) -> list[str]:
    # Cells too: a table of metadata prints the title beside the word 名称.
    lines = [_squeezed(line) for line in stream.text[:end].replace("\t", "\n").split("\n")]
    return [line for line in lines if line]


def _title(lines: list[str], stream: Stream, head_end: int) -> _Title | None:
    """Return the title: one line, or up to three that were one before they were wrapped."""
    head = lines[:_MOST_HEAD_LINES]
    named: list[tuple[tuple[bool, bool, bool, int, int], _Title]] = []
    nameless: _Title | None = None
    for at, count in product(range(len(head)), range(1, _WRAPPED_LINES + 1)):
        part = head[at : at + count]
        if len(part) < count or any(len(line) > 60 for line in part[:-1]):
            continue
        found = _as_title(_LEAD.sub("", "".join(part)))
        if found and not found.agency and nameless is None:
            nameless = found = _with_name_below(found, head[at + count : at + count + 1])
        if found and found.agency:
            # A name that begins with a place is whole; then a title with a year; one line; the first.
            whole = _match_prefix(_CENTRAL.sub("", found.agency), found.year or years()[-1]) is not None
            named.append(((not whole, found.year is None, count > 1, at, count), found))
            if not any(named[-1][0][:3]):
                break
    if named:
        return min(named, key=lambda item: item[0])[1]
    # A report that begins with its first paragraph quotes its own title there.
    text = _squeezed(stream.text[: head_end + 600])
    for match in re.finditer(r"[《〈]([^《》〈〉]{6,60}(?:报告|年报))[》〉]", text):
        found = _as_title(match.group(1))
        if found and found.agency:
            return found
    return nameless


def _with_name_below(title: _Title, below: list[str]) -> _Title:
    """Return a title without an agency with the one that stands in brackets on the next line."""
    match = re.fullmatch(rf"\({_AGENCY}\)", below[0]) if below else None
    return replace(title, agency=match["agency"]) if match else title


def _as_title(text: str) -> _Title | None:
    if "公开" not in text or not ("报告" in text or "年报" in text):
        return None
    for pattern in _TITLES:
        match = pattern.match(text)
        if match and not _NO_NAME.search(match["agency"] or ""):
            rest = text[match.end() :]
            if (
                rest
                and not re.match(r"[(》〉。\s<]|$", rest)
                and len(rest) > 30
                and rest[0] not in "根本为按现依一"
            ):
                continue
            return _Title(
                match.group(),
                match["agency"].strip("、") if match["agency"] else "",
                _number(match["year"]),
            )
    return None


def _number(year: str | None) -> int | None:
    if year is None:
        return None
    digits = year.translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))
    return int(digits)


def _year(stream: Stream, title: _Title | None, issues: list[Issue]) -> int | None:
    """Return the year the figures cover: that of the period, checked against the title and the prose."""
    text = _squeezed(stream.text)
    period = next((m for m in _PERIOD.finditer(text) if m["to"] in (None, m["from"])), None)
    by_period = int(period["from"]) if period else None
    by_title = title.year if title else None
    if by_period is None and by_title is None:
        issues.append(
            Issue(
                "recognise", "no year: neither a title nor a period such as 2021年1月1日至12月31日 is printed"
            )
        )
        return None
    if by_period is None or by_title is None or by_period == by_title:
        return by_period or by_title
    if stream.is_scanned:
        said = f"the title says {by_title}, the period says {by_period}, and both were read from a picture"
        issues.append(Issue("recognise", f"no year: {said}; look at the page"))
        return None
    named = Counter(int(found) for found in re.findall(r"((?:19|20)\d\d)年(?!1月1日)", text))
    year = by_title if named[by_title] > named[by_period] else by_period
    issues.append(
        Issue(
            "recognise",
            f"the title says {by_title}, the period says {by_period}; {year} is taken, which the text names more often",
        )
    )
    return year


# -- agency and region -------------------------------------------------------------------------------


def _agency(stream: Stream, title: _Title | None, head_end: int, issues: list[Issue]) -> str | None:
    if title and title.agency:
        return title.agency
    head = "\n".join(_lines(stream, head_end + 800))
    for match in _WRITTEN_BY.finditer(head):
        name = match["agency"] or match["named"] or match["other"]
        if name and not _NO_NAME.search(name) and len(name) >= 4:
            return name
    issues.append(Issue("recognise", "no agency: the title does not name one, nor does the first paragraph"))
    return None


def _region(
    agency: str, year: int | None, stream: Stream, issues: list[Issue]
) -> tuple[Chain | None, str, bool]:
    """Return the region an agency's name begins with, as in force in that year, and the rest of the name.

    The last is true where several places fit and nothing says which: then there is no region.
    """
    name = _CENTRAL.sub("", agency)
    if not name:
        return None, agency, False
    if _level("", None, agency) == "national" and name == agency:
        return None, name, False
    in_year = year or years()[-1]
    match = _match_prefix(name, in_year)
    if (match is None or len(match.chains) > 1) and _zone_at_head(name):
        return None, name, False
    if match is None and (earlier := _match_prefix(name, in_year - 1)):
        # A place renamed or merged during the year may sign its report with its old name.
        issues.append(
            Issue(
                "recognise",
                f"the region of {agency!r} was no longer in force at the end of {in_year}; {in_year - 1} is taken",
            )
        )
        match = earlier
    if match is None:
        known = find_any_year(_region_word(name))
        hint = f"; {known[0].name} was one in other years" if known else ""
        issues.append(
            Issue("recognise", f"no region: {agency!r} begins with no region in force in {in_year}{hint}")
        )
        return None, name, False
    body = name[match.length :]
    if len(match.chains) == 1:
        return match.chains[0], body, False
    written = [chain for chain in chains_named_in(_squeezed(stream.text), in_year) if chain in match.chains]
    if len(set(written)) == 1:
        return written[0], body, False
    candidates = ", ".join("".join(dict.fromkeys(n for n in chain.names if n)) for chain in match.chains)
    issues.append(
        Issue(
            "recognise",
            f"no region: {name[: match.length]!r} fits several places ({candidates}) and the text does not say which",
        )
    )
    return None, body, True


def _agency_id(agency: str, chain: Chain | None, body: str) -> str:
    """Return what stands for one body through the renames of its region and its own.

    A zone's body counts as one of the region that holds it, whether the name begins with that region
    (福建省平潭综合实验区管理委员会) or not.
    """
    if chain is not None:
        return f"{body_code(chain.lowest)}-{identity_of(body)}"
    if zone := _zone_at_head(agency):
        return f"{zone[0].code}-{zone[0].name}{identity_of(agency[zone[1] :])}"
    return id_without_region(agency)


def _region_word(name: str) -> str:
    match = re.match(r".{1,8}?(?:自治州|自治县|地区|[市县区州盟旗])", name)
    return match.group() if match else name


def _completed(agency: str, body: str) -> str:
    if body == "":
        return agency + "人民政府"
    return full_name(agency)


def _written_out(agency: str, chain: Chain | None, stream: Stream) -> str:
    """Return a county's agency with its city in front, where the text writes its name out like that."""
    city = chain.names[1] if chain else None
    if city is None or agency.startswith(city) or chain is None or chain.names[2] is None:
        return agency
    return city + agency if city + agency in _squeezed(stream.text) else agency


def _level(function: str, chain: Chain | None, agency: str) -> str | None:
    if function in ("township", "subdistrict_office"):
        return "township"
    if chain is not None:
        return chain.level
    if agency.startswith(("国务院", "国家", "中华人民共和国")):
        return "national"
    return None


def _scope(stream: Stream, head_end: int, function: str) -> str:
    head = _squeezed(stream.text[: head_end + 200])
    if agencies().own.search(head):
        return "own"
    if agencies().consolidated.search(head):
        return "consolidated"
    return "unknown" if function in ("government", "development_zone", "general_office") else "own"


def _published(stream: Stream, head_end: int) -> date | None:
    """Return the date of publication, where the page prints one or the report is signed with one."""
    # A row at a time: a table of particulars prints 发布日期 in one cell and the date in the next.
    for line in [line for line in map(_squeezed, stream.text[:head_end].split("\n")) if line][
        :_MOST_HEAD_LINES
    ]:
        match = _PUBLISHED.search(line)
        if match:
            return _as_date(match)
    tail = [_squeezed(line) for line in stream.text[-400:].split("\n") if line.strip()][-4:]
    for line in reversed(tail):
        match = _SIGNED.fullmatch(line)
        if match:
            return _as_date(match)
    return None


def _stated_date(properties: Mapping[str, str]) -> date | None:
    match = re.match(_DATE, _squeezed(properties.get("published", "")))
    return _as_date(match) if match else None


def _stated_title(properties: Mapping[str, str]) -> _Title | None:
    title = _as_title(_LEAD.sub("", squeeze(properties.get("title", ""))))
    return title if title and title.agency else None


def _as_date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
