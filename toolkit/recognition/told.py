"""Items of the statistics table that a report tells in sentences instead: 收到申请12件，其中当面申请3件.

Only what names an item in the form's own words, next to one number and its unit, is a figure; everything
else that prose claims is a mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from toolkit.forms import Row
from toolkit.recognition.items import plain_key
from toolkit.recognition.stream import Stream

#: So many items have to be told for the sentences to be the table.
_FEWEST_ITEMS = 5
_SHORTEST = 4
_ENDING = re.compile(r"(?:总次数|总数量?|次数|数量|人员数|数)$")
# A number of another year, of a part of the year, or of someone else.
_OTHER = re.compile(r"上年|去年|前年|同比|环比|增长|下降|累计|历年|自\d{4}年|截至|以来|上半年|下半年|季度|其他年份|目标|计划|预计|拟")


@cache
def _pattern(row: Row) -> re.Pattern[str]:
    words = {plain_key(text) for text in (row.label, *row.aliases)}
    words |= {_ENDING.sub("", word) for word in words} | set(row.told)
    names = "|".join(sorted((re.escape(w) for w in words if len(w) >= _SHORTEST), key=len, reverse=True))
    return re.compile(rf"(?:{names})(?:数|总数|数量|次数)?(?:共计|共有|合计|为|共|有|[:：])?(\d[\d,]*(?:\.\d+)?){row.unit}(?![次员])")


def told_numbers(stream: Stream, zones: Sequence[tuple[int, int]], row: Row) -> frozenset[float]:
    """Return the numbers that the prose outside the tables names for an item, next to its unit."""
    found = _pattern(row).finditer(_prose(stream, tuple(zones)))
    return frozenset(float(match[1].replace(",", "")) for match in found)


def _prose(stream: Stream, zones: tuple[tuple[int, int], ...]) -> str:
    text, at, kept = stream.text, 0, []
    for start, end in zones:
        kept.append(text[at:start])
        at = end
    return "".join("".join([*kept, text[at:]]).split())
