"""Whose report it is and which year it covers: the title, the period, the agency and its region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import numpy as np

from toolkit.recognition.prose import Heading
from toolkit.recognition.signs import (
    Signed,
    first_sentence,
    published_on,
    signed_at_the_end,
    stated_date,
)
from toolkit.recognition.stream import Stream
from toolkit.recognition.titles import (
    OWN_YEAR,
    Title,
    as_title,
    find_title,
    is_whole,
    match_region,
    number,
    stated_title,
    window_title,
)
from toolkit.report import Identity, Issue
from toolkit.text import squeeze
from toolkit.vocabulary.agencies import agencies, full_name, function_of, without_rank
from toolkit.vocabulary.bodies import id_without_region, identity_of, written_out
from toolkit.vocabulary.region_names import begins_with_a_body, chains_named_in, find_any_year
from toolkit.vocabulary.regions import Chain, years
from toolkit.vocabulary.successions import body_code
from toolkit.vocabulary.zones import place_of, zone_at_head

_PERIOD = re.compile(
    r"(?P<from>19\d\d|20\d\d)年0?1月(?:0?1日[^。;]{0,8}?(?:(?P<to>(?:19|20)\d\d)年|同年|当年)?12月31日"
    # 上年度(2021年1月至12月) is none.
    r"|(?:(?<=[从自为是:限段间]\d{4}年1月)|(?<=报告\(\d{4}年1月))[-—–~至到]+12月)"
)
#: To be quick where there is no period.
_FIRST_OF_JANUARY = re.compile(r"1\s*月[\s01]*[日—–~至到-]")
#: A township without the county that it lies in.
_ANY_TOWNSHIP = re.compile("[^市县区州旗盟]+(?:[镇乡]人民政府|苏木人民政府|街道办事处)")
#: What no government says of itself.
_DEPARTMENT = re.compile("[我本][局委厅]")
#: So far a report without headings is looked through for its title.
_HEAD = 3000
# The same bodies report year after year.
_function_of = lru_cache(maxsize=4096)(function_of)
_zone_at_head = lru_cache(maxsize=4096)(zone_at_head)


def read_cover(
    stream: Stream, headings: tuple[Heading, ...], properties: Mapping[str, str]
) -> tuple[Identity, tuple[Issue, ...]]:
    """Return whose report a document is and what it covers; what stays unknown becomes an issue.

    ``properties`` is what the file says of itself; it counts where the text says nothing.
    """
    issues: list[Issue] = []
    head_end = _head_end(stream, headings)
    opening = _squeezed(stream.text[: head_end + 200])
    title = _title(stream, head_end)
    if title is None or not title.agency:
        title = stated_title(properties) or title
    signed = signed_at_the_end(stream.text)
    published = published_on(stream.text[:head_end]) or (signed.on if signed else stated_date(properties))
    year = _year(stream, opening, title, published, issues)
    if published and year and published.year < year:  # no report is out before its year is
        published = None
    agency = _agency(stream, title, head_end, signed, properties, issues)
    if agency is None:
        return Identity(title=title.text if title else None, year=year, published=published), tuple(issues)
    chain, body, is_ambiguous = _region(agency, year, stream, issues)
    agency = _written_out(_completed(agency, body), chain, stream)
    body = full_name(body) if body or chain is None else "人民政府"
    function = _function_of(written_out(without_rank(body or agency).split("、")[0]))
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
            scope=_scope(opening, function),
            published=published,
        ),
        tuple(issues),
    )


def named_in(title: str) -> Identity | None:
    """Return the agency, and the year, of which a title says that a report is; None where it names no agency.

    The title may be the name of a file. An agency that fits several places is not named by it.
    """
    found = as_title(squeeze(title))
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
        function=function_of(written_out(without_rank(body))),
        region_code=chain.code if chain else None,
        year=found.year,
    )


def is_report(stream: Stream, headings: tuple[Heading, ...], has_tables: bool) -> bool:
    """Decide whether a document is an annual report at all: it has its tables, its title or its sections."""
    if has_tables:
        return True
    is_about = re.search(r"(?:政府|政务)信息公开", _squeezed(stream.text[:20000])) is not None
    return is_about and (
        len({h.section for h in headings}) >= 3 or _title(stream, _head_end(stream, headings)) is not None
    )


def _squeezed(text: str) -> str:
    """Return a text of the stream, which is folded already, without any space."""
    return "".join(text.split())


def _head_end(stream: Stream, headings: tuple[Heading, ...]) -> int:
    return headings[0].start if headings else min(len(stream.text), _HEAD)


def _lines(stream: Stream, end: int) -> list[str]:
    # Cells too: a table of metadata prints the title beside the word 名称.
    lines = [_squeezed(line) for line in stream.text[:end].replace("\t", "\n").split("\n")]
    return [line for line in lines if line]


# -- title and year ----------------------------------------------------------------------------------


def _title(stream: Stream, head_end: int) -> Title | None:
    return find_title(_lines(stream, head_end), lambda: _squeezed(stream.text[: head_end + 600]))


def _period(text: str) -> re.Match[str] | None:
    """Return the first period of one whole year that a text names."""
    return next((match for match in _PERIOD.finditer(text) if match["to"] in (None, match["from"])), None)


def _year(
    stream: Stream, opening: str, title: Title | None, published: date | None, issues: list[Issue]
) -> int | None:
    """Return the year the figures cover: that of the period, checked against the title, the date and the prose."""
    period = _period(opening)
    if period is None and _FIRST_OF_JANUARY.search(stream.text):
        period = _period(_squeezed(stream.text))
    stated, says = int(period["from"]) if period else None, "the period says"
    by_title = title.year if title else None
    if stated is None and (own := OWN_YEAR.search(_squeezed(stream.text[:_HEAD]))):
        stated, says = number(own["year"]), "the opening says"
    if stated is None and by_title is None:
        said = "neither a title nor a period such as 2021年1月1日至12月31日 is printed"
        issues.append(Issue("recognise", f"no year: {said}"))
        return None
    if stated is None or by_title is None or stated == by_title:
        return stated or by_title
    if stream.is_scanned:
        said = f"the title says {by_title}, {says} {stated}, and both were read from a picture"
        issues.append(Issue("recognise", f"no year: {said}; look at the page"))
        return None
    said = f"the title says {by_title}, {says} {stated}"
    if published and published.year - 1 in (by_title, stated):
        issues.append(
            Issue("recognise", f"{said}; {published.year - 1} is taken: it was published the year after")
        )
        return published.year - 1
    named = Counter(map(int, re.findall(r"((?:19|20)\d\d)年(?!1月1日)", _squeezed(stream.text))))
    if period is None and named[by_title] == named[stated]:
        issues.append(Issue("recognise", f"no year: {said}, and the text names both as often"))
        return None
    year = by_title if named[by_title] > named[stated] else stated
    issues.append(Issue("recognise", f"{said}; {year} is taken, which the text names more often"))
    return year


# -- agency and region -------------------------------------------------------------------------------


def _agency(
    stream: Stream,
    title: Title | None,
    head_end: int,
    signed: Signed | None,
    properties: Mapping[str, str],
    issues: list[Issue],
) -> str | None:
    """Return the agency that the title names, or else the one that says that the report is its own."""
    named = title.agency if title else ""
    # 水务局2021年… leaves out whose; a government above the title of a department is the name of the site.
    is_short = title is not None and begins_with_a_body(without_rank(named)) and not is_whole(title)
    is_site = (
        title is not None and title.masthead and _is_government(named) and _DEPARTMENT.search(stream.text)
    )
    if named and not is_short and not is_site:
        return named
    signs = {
        "the first paragraph": first_sentence(_lines(stream, head_end + 800)),
        "the signature": signed.agency if signed else None,
    }
    told = {where: name for where, name in signs.items() if name and not agencies().office.search(name)}
    if is_short:
        return next((name for name in told.values() if name.endswith(named)), named)
    longest = max(told.values(), key=len, default=None)
    if longest and all(longest.endswith(name) for name in told.values()):
        return longest
    window = window_title(properties)
    if window and _is_government(window.agency) and _DEPARTMENT.search(stream.text):
        window = None
    if not longest and window and title and window.year == title.year:
        said = f"the agency {window.agency!r} stands only in the title of the page's window; look whether it is right"
        issues.append(Issue("recognise", said))
        return window.agency
    said = "the title does not name one, nor does the first paragraph or the signature"
    if longest:
        said = "; ".join(f"{where} says {name!r}" for where, name in told.items())
    issues.append(Issue("recognise", f"no agency: {said}"))
    return None


def _region(
    agency: str, year: int | None, stream: Stream, issues: list[Issue]
) -> tuple[Chain | None, str, bool]:
    """Return the region an agency's name begins with, as in force in that year, and the rest of the name.

    The last is true where several places fit and nothing says which: then there is no region.
    """
    name = agencies().central.sub("", agency)
    if _is_national(agency):
        return None, agency, False
    in_year = year or years()[-1]
    match = match_region(name, in_year)
    if (match is None or len(match.chains) > 1) and _zone_at_head(name):
        return None, name, False
    if match is None and (earlier := match_region(name, in_year - 1)):
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


def _agency_id(agency: str, chain: Chain | None, body: str) -> str | None:
    """Return what stands for one body through the renames of its region and its own.

    A zone's body counts as one of the region that holds it, whether the name begins with that region
    (福建省平潭综合实验区管理委员会) or not. What could stand anywhere (水务局, 城关镇人民政府) stands for no one body.
    """
    if chain is not None:
        return f"{body_code(chain.lowest)}-{identity_of(body)}"
    if zone := _zone_at_head(agency):
        return f"{zone[0].code}-{zone[0].name}{identity_of(agency[zone[1] :])}"
    if _is_national(agency):
        return agency
    return (
        None
        if begins_with_a_body(without_rank(agency)) or _ANY_TOWNSHIP.fullmatch(agency)
        else id_without_region(agency)
    )


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


def _is_government(agency: str) -> bool:
    """Decide whether an agency is a government, written out or as no more than its place."""
    return agency.endswith(("人民政府", *"省市县区州旗盟"))


def _is_national(agency: str) -> bool:
    """Decide whether an agency is one of the whole country: 国家粮食和物资储备局, not 国家税务总局银川市税务局."""
    return agencies().national.fullmatch(agency) is not None


def _level(function: str, chain: Chain | None, agency: str) -> str | None:
    if function in ("township", "subdistrict_office") or re.search("(?:[镇乡]|苏木|街道)党政", agency):
        return "township"
    if chain is not None:
        return chain.level
    return "national" if _is_national(agency) else None


def _scope(opening: str, function: str) -> str:
    if agencies().own.search(opening):
        return "own"
    if agencies().consolidated.search(opening):
        return "consolidated"
    return "unknown" if function in ("government", "development_zone", "general_office") else "own"
