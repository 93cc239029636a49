"""Chinese text as reports print it: width, radicals, spaces, list numbers, and what counts as blank.

Everything here is decided once, so that no form file has to list spelling variants.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

#: What people write into a cell to say that there is nothing to say.
DASHES = frozenset(
    {"-", "--", "---", "—", "——", "―", "–", "−", "_", "/", "//", "\\", "|", "无", "空", "暂无", "没有"}
    | {"不涉及", "无此项", "未涉及", "不适用", "N/A", "n/a", "NA"}
)

#: What may stand between the letters of a label, folded, besides spaces.
LABEL_MARKS = ",.;:、。()[]<>《》“”\"'‘’·*#|"

_CJK = "㐀-䶿一-鿿〇"
CJK = re.compile(f"[{_CJK}]")
_SPACES = dict.fromkeys(
    [
        *(*range(0x09), *range(0x0E, 0x20), 0x0B, 0x0C, 0xA0, 0xAD, 0x1680, 0x180E, *range(0x2000, 0x2010)),
        *(
            *range(0x202A, 0x202E),
            0x202F,
            *range(0x205F, 0x2065),
            *range(0x2066, 0x206A),
            0x3000,
            0xFEFF,
            *range(0xE000, 0xF900),
        ),
    ],
    " ",
)
#: Look-alikes that Unicode does not fold by itself, one character for one.
_LOOK_ALIKES = {
    "﹒": ".",
    "。": "。",
    "‐": "-",
    "‑": "-",
    "﹣": "-",
    "－": "-",
    "−": "-",
    "﹢": "+",
    "⁄": "/",
    "∕": "/",
}


@cache
def folding() -> dict[int, str]:
    """Return the table of one-to-one replacements that `fold` applies, by code point."""
    table: dict[int, str] = {}
    # Full-width forms, CJK compatibility forms, and the Kangxi and CJK radicals that browsers
    # write into PDFs. Circled and bracketed digits are left alone: ① is a list number, not a 1.
    for start, end in [
        (0xFF01, 0xFF5F),
        (0x2F00, 0x2FD6),
        (0x2E80, 0x2EF4),
        (0xF900, 0xFB00),
        (0xFE30, 0xFE50),
    ]:
        for code in range(start, end):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1:
                table[code] = folded
    table.update({ord(char): plain for char, plain in _LOOK_ALIKES.items()})
    table.update(_SPACES)
    return table


def fold(text: str) -> str:
    """Return ``text`` with width, radicals and odd spaces folded, character for character.

    The result has the same length, so that an offset in it is an offset in what is printed.

    >>> fold("（一）予以公开　０")
    '(一)予以公开 0'
    """
    return text.translate(folding())


# A list number at the head of a label: 一、 （一） (1) 1. 1、 其中：
_LIST_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]+[、.．]|\([一二三四五六七八九十]+\)[、.]?|\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]|其中[:,]?)"
)
_NOT_LABEL = re.compile(rf"[^{_CJK}A-Za-z0-9]+")


def list_number(label: str) -> str:
    """Return the list number at the head of a label, without its brackets, or an empty string.

    >>> list_number("（六）其他处理"), list_number("3.其他"), list_number("总计")
    ('六', '3', '')
    """
    match = _LIST_NUMBER.match(squeeze(label))
    return re.sub(r"[^一二三四五六七八九十\d]", "", match.group()) if match else ""


# A sign of a font of its own may show a digit, or anything; in a label it is a mark of a list.
_OWN_SIGN = re.compile(
    "\\A\\s*[\ue000-\uf8ff][\ue000-\uf8ff\\s]*\\Z|[\ue000-\uf8ff](?=\\d)|(?<=\\d)[\ue000-\uf8ff]"
)


def own_signs_marked(text: str) -> str:
    """Return the text of a cell in which what may be a digit in a font of its own is marked as unreadable.

    >>> own_signs_marked("\\ue601"), own_signs_marked("3\\ue601"), own_signs_marked("\\uf06c其他")
    ('�', '3�', '\\uf06c其他')
    """
    return text if text.isascii() else _OWN_SIGN.sub("\ufffd", text)


def squeeze(text: str) -> str:
    """Return ``text`` folded and without any space.

    >>> squeeze("危及“三安全 一稳定 ”")
    '危及“三安全一稳定”'
    """
    return "".join(fold(text).split())


def label_key(label: str) -> str:
    """Return what is left of a label when its list number, spaces, width and punctuation are taken away.

    >>> label_key("3.危及“三安全 一稳定 ”")
    '危及三安全一稳定'
    >>> label_key("第二十条第（五）项"), label_key("其中：1.政府网站公开数")
    ('第二十条第五项', '政府网站公开数')
    >>> label_key("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    '部分公开区分处理的只计这一情形不计其他情形'
    """
    rest = squeeze(label)
    while number := _LIST_NUMBER.match(rest):
        rest = rest[number.end() :]
    return _NOT_LABEL.sub("", rest)


def is_blank(raw: str) -> bool:
    """Decide whether a cell holds nothing but space.

    >>> is_blank("\\u3000"), is_blank("&nbsp;"), is_blank("0")
    (True, True, False)
    """
    return not fold(raw).replace("&nbsp;", "").strip()


def is_dash(raw: str) -> bool:
    """Decide whether a cell holds a dash, a slash, 无 or the like.

    >>> is_dash("——"), is_dash("／"), is_dash(" 无 "), is_dash("0")
    (True, True, True, False)
    """
    folded = squeeze(raw)
    return folded in DASHES or (bool(folded) and not folded.strip("-—―–_/."))


def longest_of(words: Iterable[str], between: str = "") -> str:
    """Return the pattern of the longest of several words, with the pattern ``between`` between their characters.

    Words share their beginnings, so that a text is read character by character, not word by word.

    >>> longest_of(["公开", "公开渠道", "公开平台", "渠道"])
    '公开(?:渠道|平台)?|渠道'
    """
    return "|".join(_branches(words, between))


def _branches(words: Iterable[str], between: str) -> list[str]:
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return [re.escape(char) + _rest(rest, between) for char, rest in rests.items()]


def _rest(rests: list[str], between: str) -> str:
    branches = _branches(filter(None, rests), between)
    if not branches:
        return ""
    if "" not in rests:
        return between + (branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})")
    tree = "|".join(branches)
    return f"(?:{between}(?:{tree}))?" if between else f"(?:{tree})?"


class Endings:
    """Words by their last two characters, so that a text is compared with few of them."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take words of two characters or more."""
        self._words: dict[str, tuple[str, ...]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            self._words[word[-2:]] = (*self._words.get(word[-2:], ()), word)

    def end(self, text: str) -> bool:
        """Decide whether a text ends with one of the words.

        >>> Endings(["总计", "其他处理"]).end("七、总计"), Endings(["总计"]).end("计")
        (True, False)
        """
        return text.endswith(self._words.get(text[-2:], ()))

    def of(self, text: str) -> list[str]:
        """Return the words with which a text ends, the longest first.

        >>> Endings(["处理", "其他处理", "总计"]).of("(六)其他处理")
        ['其他处理', '处理']
        """
        return [word for word in self._words.get(text[-2:], ()) if text.endswith(word)]
