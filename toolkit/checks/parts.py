"""Numbers in prose that are said to be parts of another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

import polars as pl

from toolkit.checks import Frames, Rule
from toolkit.checks.sentences import finding, findings, quoted, said
from toolkit.vocabulary.wording import any_of, words

RULES = {
    "narrative_sum_mismatch": Rule(
        "warning",
        "parts that the prose lists (其中, 包括, 分别, or before 合计) add up to the whole it names",
        "文中列举的各部分之和等于所称总数",
        short_en="parts in prose against whole",
        short_zh="文中分项与总数",
    ),
}

_BRACKET = re.compile(r"\([^()]*\)")
_CLAUSE = re.compile(r"[^，,、；;。]+[，,、；;。]?")
#: Fewer parts than these tell nothing where they are less than the whole.
_SOME = 3


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts, of one measure word; ``closed`` where the text says that these are all."""

    whole: int
    parts: tuple[int, ...]
    unit: str
    closed: bool


def check(frames: Frames) -> pl.DataFrame:
    """Return sentences whose parts are more than their whole, or less where they should be all of it."""
    return findings(_broken(frames))


def _broken(frames: Frames) -> Iterator[dict[str, Any]]:
    marks = "其中|包括|包含|分别|合计|总计|共计"
    for sentence in said(frames, rf"(?:{marks}).*[0-9０-９]|[0-9０-９].*(?:{marks})"):
        for found in wrong_sums(sentence.text, sentence.before):
            total = sum(found.parts)
            if total < found.whole and not found.closed and len(found.parts) < _SOME:
                continue
            listed = " + ".join(map(str, found.parts))
            yield finding(
                "narrative_sum_mismatch",
                sentence.report_id,
                f"{found.whole}{found.unit} is said to be {listed}, which is {total}: {quoted(sentence.text)}",
                f"文中称共 {found.whole} {found.unit}，所列 {listed} = {total}：{quoted(sentence.text)}",
                sentence.place,
                expected=found.whole,
                actual=total,
                severity=None if total > found.whole or found.closed else "note",
            )


def wrong_sums(text: str, before: str = "") -> tuple[Sum, ...]:
    """Return the sums of a sentence that do not add up however they are read; ``before`` is the last sentence.

    >>> wrong_sums("全年主动公开865条,其中网站608条、微信172条、微博125条。")
    (Sum(whole=865, parts=(608, 172, 125), unit='条', closed=False),)
    >>> wrong_sums("共处理工单57次,包括咨询建议17次、求助工单2次、误解投诉38次。")
    ()
    """
    text = _without_remarks(text)
    if re.match(r"其中", text):
        text = _without_remarks(before).rstrip("。") + "，" + text
    found = []
    marks = list(_marks().finditer(text))
    for number, mark in enumerate(marks):
        rest = text[mark.end() :]
        within = 0
        if number + 1 < len(marks) and marks[number + 1].start() > mark.end():
            nested = marks[number + 1].start() - mark.end()
            # What the next list is of may be a part of this one, or a new whole beside it.
            within = max((_number(n) for n in [*_numbers().finditer(rest[:nested])][-1:]), default=0)
            rest = _outer(rest, nested)
        broken = _listed(text[: mark.start()], rest, mark.group(), is_nested=len(marks) > 1)
        if broken and not broken.whole < sum(broken.parts) <= broken.whole + within:
            found.append(broken)
    if not marks and (broken := _added_up(text)):
        found.append(broken)
    return tuple(found)


def _without_remarks(text: str) -> str:
    """Return a sentence without what stands in brackets, where a comparison may stand."""
    return _BRACKET.sub("", text)


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(rf"{any_of('sums', 'parts')}|(?<=[，,:：])分别(?:是|为)?")


@cache
def _numbers() -> re.Pattern[str]:
    no_measure = any_of("sums", "no_measure")
    return re.compile(rf"(?<![\d.第])(\d[\d,]*)(万|余|多)?({any_of('sums', 'measures')})(?!{no_measure})")


def _outer(rest: str, nested: int) -> str:
    """Return a list without the one inside it, which begins at ``nested`` and ends at a semicolon."""
    end = re.search(r"[；;]", rest[nested:])
    return rest[:nested] + (rest[nested + end.start() :] if end else "")


def _listed(before: str, rest: str, mark: str, *, is_nested: bool) -> Sum | None:
    """Return the sum of a list behind a mark, where it fits no whole before it."""
    wholes = list(_numbers().finditer(before))
    if not wholes or wholes[-1][2] or not _is_whole(before, wholes[-1], mark):
        return None
    unit = wholes[-1][3]
    parts, is_open = _parts(rest, unit)
    if not parts:
        return None
    whole = _number(wholes[-1])
    named = [_number(w) for w in wholes if w[3] == unit]
    holds = {*accumulate(parts)}
    # Any whole in front, two of them together (新收 and 结转), or a list whose beginning adds up, is no contradiction.
    if holds & {*named, *(a + b for i, a in enumerate(named) for b in named[i + 1 :])}:
        return None
    total = sum(parts)
    if len(parts) < 2 and total < whole:
        return None
    if total > whole and (
        any(n > whole for n in named) or (is_nested and not re.search("[；;]", rest) and mark != "其中")
    ):
        return None
    if total < whole and (is_open or is_nested):
        return None
    return Sum(whole, parts, unit, mark.startswith(words("sums", "closed")))


def _is_whole(before: str, whole: re.Match[str], mark: str) -> bool:
    """Decide whether a list can be of the number before it: it says so, or no other one stands between."""
    between = before[whole.end() :]
    if mark.startswith("分别"):
        head = re.split(r"[，,；;。]", before[: whole.start()])[-1]
        return len(between) <= 1 and re.search(any_of("sums", "whole"), head) is not None
    # A new subject between a number and its parts, as in 收到5件。…行政复议…, belongs to something else.
    return not re.search(r"[。；;]", between) and not re.search(r"\d", between)


def _parts(rest: str, unit: str) -> tuple[tuple[int, ...], bool]:
    """Return the numbers of a list that have a measure word, and whether the list says that it goes on."""
    clauses = [match.group() for match in _CLAUSE.finditer(re.split(r"[。！]", rest)[0])]
    parts: list[int] = []
    separator = ""
    for clause in clauses:
        numbers = list(_numbers().finditer(clause))
        if not numbers and parts:
            is_open = re.search(any_of("sums", "open_end"), clause) is not None
            return tuple(parts), is_open
        if len(numbers) > 1 or any(n[2] for n in numbers):
            return (), False
        if numbers and numbers[0][3] == unit and not re.search(any_of("sums", "no_part"), clause):
            parts.append(_number(numbers[0]))
            after = clause[numbers[0].end() :]
            if re.match(any_of("sums", "open_end"), after):
                return tuple(parts), True
            if separator == "、" and clause[-1] in "，,；;":
                return tuple(parts), False
            separator = separator or clause[-1]
            if len(parts) == 1 and clause[-1] != "、":
                separator = "，"
        elif numbers and parts and numbers[0][3] == unit:
            return tuple(parts), True
    return tuple(parts), False


def _added_up(text: str) -> Sum | None:
    """Return the sum of a list in front of 合计, where it does not add up."""
    match = re.search(r"[，,](?:合计|总计|共计)[^\d，,。；;]{0,12}(\d[\d,]*)([^\d，,。；;余多万]{1,2})", text)
    if not match:
        return None
    numbers = list(_numbers().finditer(text[: match.start()]))
    total = _numbers().match(text, match.start(1))
    if not total or len(numbers) < 2 or any(n[2] or n[3] != total[3] for n in numbers):
        return None
    clauses = _CLAUSE.findall(text[: match.start()])
    if re.search(any_of("sums", "no_part"), text[numbers[0].start() : match.start()]) or len(clauses) < len(
        numbers
    ):
        return None
    parts = tuple(_number(n) for n in numbers)
    if parts[0] == sum(parts[1:]) or sum(parts) == _number(total):
        return None
    return Sum(_number(total), parts, total[3], True)


def _number(match: re.Match[str]) -> int:
    return int(match[1].replace(",", ""))
