"""Page numbers, headers and footers: what stands at the same edge of several pages is no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.document import Block, Line
from toolkit.layout.page import Page
from toolkit.text import squeeze

#: The share of a page's height, at its top and at its bottom, in which headers and footers stand.
_ZONE = 0.12
#: Headers of two pages stand at the same height when they differ by no more points than this.
_SAME = 6.0
#: So many letters or characters make words; less is a page number or a value.
_WORDS = 4
#: A single page number stands alone: so many times its own height away from everything else.
_ALONE = 1.5

_NUMBER = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_DECORATED = re.compile(
    r"[-—–―·~•]+\d{1,3}[-—–―·~•]+|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|(?i:page)?\d{1,3}(?:/|(?i:of))\d{1,3}"
)


class _Edge(NamedTuple):
    """One line near an edge of a page: its distance from that edge, its text and the numbers in it."""

    page: int
    at: int
    distance: float
    text: str
    skeleton: str
    numbers: tuple[int, ...]


def without_running_heads(pages: Sequence[Page]) -> list[list[Block]]:
    """Return the blocks of every page without its page number, header and footer.

    A page number counts up with the pages. A header repeats word for word; it is kept once where its
    words stand nowhere else, because it may be the title. A row of numbers alone is never a header.
    """
    drop: set[tuple[int, int]] = set()
    groups: dict[tuple[str, str], list[_Edge]] = defaultdict(list)
    for number, page in enumerate(pages):
        for side, edges in _edges(number, page).items():
            for edge in edges:
                groups[side, edge.skeleton].append(edge)
            if edges and _is_single_number(page, edges[0]):
                drop.add((number, edges[0].at))
    for group in groups.values():
        for level in _levels(group):
            if _counts_up(level):
                drop.update((edge.page, edge.at) for edge in level)
            elif _repeats(level):
                is_elsewhere = _is_elsewhere(level, pages)
                drop.update((edge.page, edge.at) for edge in level[0 if is_elsewhere else 1 :])
    return [
        [block for at, block in enumerate(page.blocks) if (number, at) not in drop]
        for number, page in enumerate(pages)
    ]


def _edges(number: int, page: Page) -> dict[str, list[_Edge]]:
    """Return the lines in the two zones, the outermost first; a table ends the search."""
    found: dict[str, list[_Edge]] = {"top": [], "bottom": []}
    for at, block in enumerate(page.blocks):
        if not isinstance(block, Line) or block.place.top is None or block.place.bottom is None:
            continue
        middle = (block.place.top + block.place.bottom) / 2
        for side, distance in (("top", middle), ("bottom", page.height - middle)):
            if distance < _ZONE * page.height:
                text = squeeze(block.text)
                numbers = tuple(map(int, (digits[:9] for digits in _NUMBER.findall(text))))
                found[side].append(_Edge(number, at, distance, text, _NUMBER.sub("#", text), numbers))
    for edges in found.values():
        edges.sort(key=lambda edge: edge.distance)
    return found


def _levels(group: list[_Edge]) -> list[list[_Edge]]:
    """Return lines of the same wording that stand at the same height of two pages or more."""
    group.sort(key=lambda edge: edge.distance)
    levels: list[list[_Edge]] = []
    for edge in group:
        if levels and edge.distance - levels[-1][0].distance <= _SAME:
            levels[-1].append(edge)
        else:
            levels.append([edge])
    return [
        sorted(level, key=lambda edge: edge.page)
        for level in levels
        if len({edge.page for edge in level}) == len(level) > 1
    ]


def _counts_up(level: Sequence[_Edge]) -> bool:
    """Decide whether one of the numbers is the page's, and the others (the year, the total) stay."""
    counting = 0
    for values in zip(*(edge.numbers for edge in level), strict=True):
        if len({value - edge.page for value, edge in zip(values, level, strict=True)}) == 1:
            counting += 1
        elif len(set(values)) > 1:
            return False
    return counting == 1


def _repeats(level: Sequence[_Edge]) -> bool:
    return len({edge.text for edge in level}) == 1 and len(_LETTER.findall(level[0].text)) >= _WORDS


def _is_elsewhere(level: Sequence[_Edge], pages: Sequence[Page]) -> bool:
    own = {(edge.page, edge.at) for edge in level}
    text = "".join(
        squeeze(block.text)
        for number, page in enumerate(pages)
        for at, block in enumerate(page.blocks)
        if isinstance(block, Line) and (number, at) not in own
    )
    return level[0].text in text


def _is_single_number(page: Page, edge: _Edge) -> bool:
    """Decide whether the outermost line is the number of its page though no other page has one."""
    own = page.blocks[edge.at]
    if edge.page + 1 not in edge.numbers[:1] or not isinstance(own, Line):
        return False
    if _DECORATED.fullmatch(edge.text):
        return True
    if not edge.text.isdigit() or own.place.top is None or own.place.bottom is None:
        return False
    room = _ALONE * (own.place.bottom - own.place.top)
    return all(
        bottom + room < own.place.top or top - room > own.place.bottom
        for top, bottom in (_extent(block) for at, block in enumerate(page.blocks) if at != edge.at)
    )


def _extent(block: Block) -> tuple[float, float]:
    """Return how far from top to bottom a block reaches."""
    places = [block.place] if isinstance(block, Line) else [c.place for row in block.rows for c in row.cells]
    return min(place.top or 0.0 for place in places), max(place.bottom or 0.0 for place in places)
