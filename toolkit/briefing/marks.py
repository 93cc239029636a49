"""Cautions of a chart where a native chart shows its numbers, which lacks some marks of the picture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolkit.wording import Lang

#: What a caution says of a mark, and what holds without it; ``None`` where nothing is left to say.
MARKS: Mapping[Lang, Sequence[tuple[str, str | None]]] = {
    "zh": (
        (r"^虚竖?线：", "换表："),
        (r"^虚框：所印总计中，没有印明结果的部分。", "所印总计中没有印明结果的部分，图中未画。"),
        (r"^\* ", ""),
        (r"^灰色占比、空心点：", "空心点："),
        (r"，见 n/N。$", "。"),
        (r"^a \| b：.*|^–：.*", None),
        (r"^线中断而无虚线处：", "其他中断处："),
    ),
    "en": (
        (r"^Dashed (?:line|rule): ", "Change of form: "),
        (r"^Dashed box: the part", "Not drawn: the part"),
        (r"^\* ", ""),
        (r"^Grey shares and hollow points: ", "Hollow points: "),
        (r"; see n/N\.$", "."),
        (r"^a \| b: .*|^–: .*", None),
        (r"^A line that stops without a dashed line: ", "Another gap: "),
    ),
}


def without_marks(notes: Sequence[str], lang: Lang) -> list[str]:
    """Return the cautions in the words of a native chart.

    >>> without_marks(["虚线：2014 年起用全国统一统计表，两侧不相连。", "a | b：分列不相加。"], "zh")
    ['换表：2014 年起用全国统一统计表，两侧不相连。']
    """
    return [said for note in notes if (said := _said(note, lang)) is not None]


def _said(note: str, lang: Lang) -> str | None:
    for pattern, instead in MARKS[lang]:
        if re.search(pattern, note):
            if instead is None:
                return None
            note = re.sub(pattern, instead, note)
    return note
