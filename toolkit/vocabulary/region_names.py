"""What a name means: the regions that bear it, at the head of an agency's name and in running text.

Names are full, customarily shortened (恩施州) or bare (恩施). They are indexed on first use; what was in
force in which year `regions` knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from toolkit.vocabulary.regions import Chain, Region, all_rows, chain_in, covered_year


@dataclass(frozen=True, slots=True)
class PrefixMatch:
    """The region at the head of a name: the characters it covers and every chain that fits."""

    length: int
    chains: tuple[Chain, ...]


def find(name: str, year: int) -> tuple[Region, ...]:
    """Return every region in force at the end of the year that bears this full or customary short name.

    >>> [region.name for region in find("宁夏", 2020)]
    ['宁夏回族自治区']
    >>> [region.code for region in find("朝阳", 2020)]
    ['110105', '211300', '211321', '220104']
    """
    year = covered_year(year)
    return tuple(region for region in find_any_year(name) if region.is_in_force(year))


def find_any_year(name: str) -> tuple[Region, ...]:
    """Return every region that ever bore this full or customary short name, for messages.

    >>> [(region.code, region.valid_from, region.valid_to) for region in find_any_year("洪泽县")]
    [('320829', 2008, 2015)]
    """
    names = _names()
    found = {*names.full.get(name, ()), *names.abbreviated.get(name, ()), *names.bare.get(name, ())}
    return tuple(sorted(found, key=lambda region: (region.code, region.valid_from)))


def customary_names(levels: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...], str | None]]:
    """Yield every name that a region of these levels ever bore: in full, shortened with a suffix, and bare.

    >>> next(names for names in customary_names(["prefecture"]) if names[0] == "杭州市")
    ('杭州市', (), '杭州')
    """
    for name in dict.fromkeys(region.name for region in all_rows() if region.level in set(levels)):
        yield name, *_customary(name)


def match_prefix(text: str, year: int) -> PrefixMatch | None:
    """Return the longest region at the head of an agency's name, or None if none can be told.

    Names are read from the top down and must lie inside each other; levels may be left out. A bare
    short name counts only for provinces and prefectures, and only before a full name inside it
    (宁夏红寺堡区) or before the words a body's name begins with (宁夏科学技术厅). ``text`` begins with
    the name and has no spaces in it.

    Nothing is returned where the name goes on with a county that the year does not know: 淮安市洪泽县
    is not 淮安市. A county's name without its city that also stood elsewhere at the end of the year
    before gives both chains, because both were in force during the year.

    >>> match_prefix("红寺堡区科学技术局", 2023).chains[0].names
    ('宁夏回族自治区', '吴忠市', '红寺堡区')
    >>> [chain.code for chain in match_prefix("朝阳区教育局", 2020).chains]
    ['110105', '220104']
    >>> match_prefix("新华书店", 2020), match_prefix("淮安市洪泽县水利局", 2023)
    (None, None)
    """
    year = covered_year(year)
    readings = list(_readings(text, 0, None, year))
    length = max((end for end, _ in readings), default=0)
    if not readings or _goes_on_with_a_county(text[length:]):
        return None
    fitting = [link for end, link in readings if end == length]
    fitting += _holders_until_last_year(text[:length], year)
    by_code = {link.code: link for link in fitting}
    return PrefixMatch(length, tuple(by_code[code] for code in sorted(by_code)))


def begins_with_a_body(name: str) -> bool:
    """Decide whether a name begins at once with what a body is for, and says nothing of its place.

    >>> begins_with_a_body("水务局"), begins_with_a_body("隆德县水务局")
    (True, False)
    """
    return re.match(_BODY_BEGINS, name) is not None


def chains_named_in(text: str, year: int) -> tuple[Chain, ...]:
    """Return the counties that running text writes out with what lies above them, in order of appearance.

    Counted are a prefecture, a municipality or, where the name is unique in it, a province, followed
    at once by the full name of a county inside it. A space or line break inside a name hides it.

    >>> [chain.code for chain in chains_named_in("向吴忠市红寺堡区和银川市西夏区公开", 2020)]
    ['640303', '640105']
    """
    year = covered_year(year)
    found: dict[str, Chain] = {}
    for match in _heads_of_chains().finditer(text):
        above = _named(match.group(), year)
        for piece in _pieces(text, match.end()):
            named = [link for link in _named(piece, year) if link.county]
            inside = [link for link in named if any(link.is_below(top) for top in above)]
            if len(inside) == 1:
                found.setdefault(inside[0].code, inside[0])
                break
    return tuple(found.values())


# How people write names -------------------------------------------------------------------------------

_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族"
    "|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族"
    "|仡佬族|锡伯|普米族|塔吉克|怒族|裕固族|保安族|独龙族|各族"
)
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:{_PEOPLES})*自治([区州县旗])")
#: Whole names of counties that are words of every day: on their own they name no place.
_EVERYDAY_WORDS = frozenset({"城区", "郊区", "矿区", "东区", "西区"})


def _customary(name: str) -> tuple[tuple[str, ...], str | None]:
    """Return how people write a full name: shortened but with a suffix, and bare.

    The bare form is None where it would be a single character or nobody says it.

    >>> _customary("恩施土家族苗族自治州"), _customary("浦东新区"), _customary("城区")
    ((('恩施州', '恩施自治州'), '恩施'), ((), '浦东'), ((), None))
    """
    if "自治" in name:
        match = _AUTONOMOUS.fullmatch(name)
        if not match or match[1].endswith("族"):  # 东乡族自治县 is named after the people itself
            return (), None
        stem, kind = match.groups()
        forms = (f"{stem}自治{kind}",) if kind == "区" else (f"{stem}{kind}", f"{stem}自治{kind}")
        return tuple(form for form in forms if form != name), stem
    if name.endswith(("地区", "新区", "林区", "特区")):
        bare = name[:-2]
    elif name[-1] in "省市盟县区" and not name.endswith("矿区"):
        bare = name[:-1]
    else:
        return (), None
    return (), bare if len(bare) > 1 else None


# What can stand behind a bare short name: the beginning of a body's name, or a development zone.
_BODY_BEGINS = (
    "人民政府|科学技术|科技|教育|公安|民政|司法|财政|人力资源|人社|自然资源|国土|规划|环境保护|环保|生态环境|住房|住建"
    "|城乡建设|建设|城市管理|城管|交通|水利|水务|农业|农牧|商务|文化|旅游|文旅|卫生|退役军人|应急|安全生产|审计|市场监督"
    "|工商|质量技术监督|食品药品|药品监督|统计|医疗保障|医保|信访|发展和改革|发展改革|发改|工业和信息化|经济和信息化|工信"
    "|林业|税务|国家税务|地方税务|行政审批|审批服务|政务服务|体育|广播|新闻出版|外事|侨务|民族|宗教|国有资产|国资|金融"
    "|地方金融|粮食|档案|气象|地震|海事|邮政|烟草|通信管理|机关事务|乡村振兴|扶贫|人民防空|人防|园林|畜牧|渔业|海洋"
)
_BODY = (
    rf"(?:{_BODY_BEGINS})[^，。、；\s]{{0,20}}?(?:厅|局|委员会|委|办公室|办|政府|署|中心)"
    r"|[^，。、；\s]{0,14}?(?:新|开发|园|高新|示范|实验|试验|保税|保税港|风景|名胜|度假|管理|合作|产业)区"
    r"(?:管理委员会|管委会)|海关|调查(?:总)?队|监管(?:分)?局"
)
# A county that the year does not know, as in 大兴安岭地区加格达奇区人民政府; a development zone is none.
_UNKNOWN_COUNTY = (
    r"[^，。、；\s]{1,8}?(?:县|旗|(?<![新发园术技范验税港景胜度假理作业林垦库灌牧山社军老小片])区)"
    rf"(?=人民政府|{_BODY_BEGINS})"
)


# The names and how they are found ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Names:
    """The regions of all years by each kind of name, and how long the names are by first character."""

    full: Mapping[str, list[Region]]
    abbreviated: Mapping[str, list[Region]]
    bare: Mapping[str, list[Region]]
    lengths: Mapping[str, tuple[int, ...]]


@cache
def _names() -> _Names:
    """Return the regions of all years by name."""
    full: dict[str, list[Region]] = {}
    for row in all_rows():
        full.setdefault(row.name, []).append(row)
    abbreviated: dict[str, list[Region]] = {}
    bare: dict[str, list[Region]] = {}
    for name, regions in full.items():
        shortened, short = _customary(name)
        for form in shortened:
            abbreviated.setdefault(form, []).extend(regions)
        if short:
            bare.setdefault(short, []).extend(regions)
    lengths: dict[str, set[int]] = {}
    for name in (*full, *abbreviated, *bare):
        lengths.setdefault(name[0], set()).add(len(name))
    longest_first = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
    return _Names(full, abbreviated, bare, longest_first)


@cache
def _heads_of_chains() -> re.Pattern[str]:
    """Return the pattern that finds provinces and prefectures, grouped by first character for speed."""
    names = _names()
    rests: dict[str, list[str]] = {}
    for name, regions in (*names.full.items(), *names.abbreviated.items()):
        if any(region.level != "county" for region in regions):
            rests.setdefault(name[0], []).append(name[1:])
    groups = (f"{first}(?:{'|'.join(sorted(rest, key=len, reverse=True))})" for first, rest in rests.items())
    return re.compile("|".join(groups))


def _chains(regions: Iterable[Region], year: int) -> tuple[Chain, ...]:
    """Return the chains of those regions that were in force in a covered year."""
    found = (chain_in(region.code, year) for region in regions if region.is_in_force(year))
    return tuple(link for link in found if link)


def _named(name: str, year: int) -> tuple[Chain, ...]:
    """Return what bore a full name, or else what is customarily abbreviated to it."""
    names = _names()
    return _chains(names.full.get(name, ()), year) or _chains(names.abbreviated.get(name, ()), year)


# Reading a name from its head -------------------------------------------------------------------------


def _pieces(text: str, start: int) -> Iterator[str]:
    """Yield the pieces of text from ``start`` that were the name of a region in some year, longest first."""
    names = _names()
    for length in names.lengths.get(text[start : start + 1], ()):
        piece = text[start : start + length]
        if piece in names.full or piece in names.abbreviated or piece in names.bare:
            yield piece


def _readings(text: str, start: int, above: Chain | None, year: int) -> Iterator[tuple[int, Chain]]:
    """Yield where each way of reading region names from ``start`` ends, and the chain that it names."""
    for piece in _pieces(text, start):
        end = start + len(piece)
        for link in _inside(_named(piece, year), above):
            # 朝阳市场监督管理局 begins with 朝阳, not with 朝阳市
            if piece[-1] == "市" and text.startswith("场", end):
                continue
            if above is not None or piece not in _EVERYDAY_WORDS:
                yield end, link
            if link.county is None:
                yield from _readings(text, end, link, year)
        if short := _inside(_chains(_names().bare.get(piece, ()), year), above):
            for link in short:
                if link.county is None:
                    yield from _readings(text, end, link, year)
            yield from ((end, link) for link in _bearers(short, text[end:]))


def _inside(links: tuple[Chain, ...], above: Chain | None) -> tuple[Chain, ...]:
    """Return the chains that lie inside ``above``."""
    return links if above is None else tuple(link for link in links if link.is_below(above))


def _bearers(links: tuple[Chain, ...], rest: str) -> tuple[Chain, ...]:
    """Return what a bare short name can mean before ``rest``: nothing unless a body's name begins there.

    A county inside the city of the same name is left out: 长沙教育局 is not that of 长沙县. A name that
    only counties bear is not read without its suffix. Only provinces have a 厅 or a 总队.
    """
    body = re.match(_BODY, rest)
    higher = tuple(link for link in links if link.county is None)
    if not body or not higher:
        return ()
    if body.group().endswith(("厅", "总队")) and not body.group().endswith("办公厅"):
        return tuple(link for link in higher if link.level == "province")
    cities = [link for link in higher if link.lowest.name.endswith("市")]
    return tuple(link for link in links if not any(link.is_below(city) for city in cities))


def _goes_on_with_a_county(rest: str) -> bool:
    """Decide whether what follows a region reads like a county, which the year then does not know."""
    for name in _pieces(rest, 0):
        # 新区 were development zones before they were counties, 东区 and the like are words
        if name in _names().full and name not in _EVERYDAY_WORDS and not name.endswith("新区"):
            return True
    return re.match(_UNKNOWN_COUNTY, rest) is not None


def _holders_until_last_year(name: str, year: int) -> tuple[Chain, ...]:
    """Return who lost this full name during the year, unless it stayed in the province under a new code.

    重庆市江北区 was abolished in November 2025: a report on 2025 that says no more than 江北区 can be
    its own as well as that of 宁波市江北区.
    """
    regions = _names().full.get(name, ())
    now = {link.code for link in _chains(regions, year)}
    before = {link.code: link for link in _chains(regions, covered_year(year - 1))}
    moved = {code[:2] for code in now - before.keys()}
    return tuple(link for code, link in before.items() if code not in now and code[:2] not in moved)
