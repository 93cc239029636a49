"""Places in the prose that are not the agency's own: left over from somebody else's report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import polars as pl

from toolkit.checks import Frames, Rule
from toolkit.checks.sentences import finding, findings, quoted, said
from toolkit.vocabulary.region_names import customary_names, find_any_year
from toolkit.vocabulary.wording import any_of, words

RULES = {
    "foreign_place": Rule(
        "note",
        "the prose names no place outside the agency's own province and city, partners named as such and phrases of "
        "the whole country apart",
        "文中不出现本机关所在省市以外的地名（点明的合作方和全国性用语除外）",
        short_en="place of elsewhere",
        short_zh="外地地名",
    ),
}

_TITLES = re.compile(r"《[^》]*》|“[^”]*”|‘[^’]*’|\"[^\"]*\"|〈[^〉]*〉|https?://\S+")
_CJK = "㐀-鿿"
#: So many characters in front of a place and behind it tell why it is named.
_BEFORE, _BEHIND = 18, 13


def check(frames: Frames) -> pl.DataFrame:
    """Return sentences that name a place of another province or city without a reason."""
    return findings(_foreign(frames))


def _foreign(frames: Frames) -> Iterator[dict[str, Any]]:
    reports = frames["reports"].filter(pl.col("region_code").is_not_null())
    own = {
        report_id: (code, names)
        for report_id, code, *names in reports.select(
            "report_id", "region_code", "agency", "title"
        ).iter_rows()
    }
    seen = set()
    for sentence in said(frames, _names().pattern):
        if sentence.report_id not in own:
            continue
        code, names = own[sentence.report_id]
        for place in foreign_places(sentence.text, code):
            if (sentence.report_id, place) in seen or any(place in name for name in names if name):
                continue
            seen.add((sentence.report_id, place))
            yield finding(
                "foreign_place",
                sentence.report_id,
                f"{place} is no place of this agency's: {quoted(sentence.text)}",
                f"“{place}”不是本机关所在地：{quoted(sentence.text)}",
                sentence.place,
            )


def foreign_places(text: str, region_code: str) -> tuple[str, ...]:
    """Return the places of another city or province that a sentence names without saying why.

    >>> foreign_places("完善创新杭州微信、微博等技术平台的互动和协作功能", "640100")
    ('杭州',)
    >>> foreign_places("与杭州市开展结对帮扶,学习杭州微信公众号的做法", "640100")
    ()
    >>> foreign_places("北京大学、上海合作组织、南京路、长江", "640100")
    ()
    """
    if not re.search("[。，；,;、]", text):
        return ()
    text = _TITLES.sub("", text)
    found = []
    for match in _names().finditer(text):
        name = match["full"] or match["short"]
        start = match.start("full") if match["full"] else match.start("short")
        near = text[max(start - _BEFORE, 0) : start + len(name) + _BEHIND]
        if not (_is_own(name, region_code) or _is_explained(near)):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _is_explained(near: str) -> bool:
    """Decide whether the words around a place name it as a partner, or belong to a phrase of the whole country."""
    return any(re.search(any_of("places", name), near) for name in ("partners", "national"))


def _is_own(name: str, region_code: str) -> bool:
    """Decide whether a name can be of a place in the agency's own city, or of what lies above it.

    For a province its own are all inside it. Cities of one province that share a name's code are one.
    """
    codes = {region.code for region in find_any_year(name)}
    is_province = region_code.endswith("0000")
    prefix = (
        region_code[:2] if is_province or region_code[:2] in ("11", "12", "31", "50") else region_code[:4]
    )
    return any(code.startswith(prefix) or code == region_code[:2] + "0000" for code in codes)


@cache
def _names() -> re.Pattern[str]:
    """Return the pattern of provinces and prefectures: in full, or short before what can only be local."""
    full, short = set[str](), set[str]()
    for name, shortened, bare in customary_names(("province", "prefecture")):
        full.update(n for n in (name, *shortened) if len(n) > 2)
        if bare and bare not in words("places", "everyday"):
            short.add(bare)
    local = any_of("places", "local")
    return re.compile(
        rf"(?P<full>{'|'.join(sorted(full, key=len, reverse=True))})(?:$|[^场])"
        rf"|(?P<short>{'|'.join(sorted(short, key=len, reverse=True))})(?:{local})"
    )
