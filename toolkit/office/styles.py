"""What paragraph and character styles bring with them: list numbers, and text that does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.office.numbering import Numbering

#: Properties of characters that change what is read, as given by a style or a run.
LOOKS = ("vanish", "strike", "dstrike", "vertAlign")
#: How a property is switched off.
OFF = frozenset({"0", "false", "off", "none", "baseline"})


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its base, its place in a list, and its properties of characters."""

    base: str | None = None
    number_id: str | None = None
    level: int | None = None
    looks: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Styles:
    """The styles of a document by their id, and the one of paragraphs that name none."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""

    @classmethod
    def of(cls, root: Any) -> Styles:
        """Return the styles that the part ``styles.xml`` defines."""
        w = root.tag[: root.tag.index("}") + 1]
        made = cls()
        for item in root.iterchildren(f"{w}style"):
            key = item.get(f"{w}styleId", "")
            number_id, level = listed(item.find(f"{w}pPr"), w)
            base = item.find(f"{w}basedOn")
            made.by_id[key] = Style(
                base.get(f"{w}val") if base is not None else None,
                number_id,
                level,
                looks(item.find(f"{w}rPr"), w),
            )
            if item.get(f"{w}type") == "paragraph" and item.get(f"{w}default") in ("1", "true", "on"):
                made.default = key
        return made

    def looks(self, style: str) -> dict[str, str]:
        """Return the properties of characters that a style has, its own before those of its base."""
        found: dict[str, str] = {}
        for _, each in self._line(style):
            found = {**each.looks, **found}
        return found

    def listed(self, style: str, numbering: Numbering) -> tuple[str | None, int]:
        """Return the list and the level in it that a paragraph style stands for."""
        for key, each in self._line(style):
            if each.number_id is not None:
                level = numbering.level_of(each.number_id, style)
                level = numbering.level_of(each.number_id, key) if level is None else level
                return each.number_id, level if level is not None else each.level or 0
        return None, 0

    def _line(self, style: str) -> Iterator[tuple[str, Style]]:
        """Yield a style and those that it is based on."""
        seen = set()
        key: str | None = style
        while key is not None and key not in seen and key in self.by_id:
            seen.add(key)
            yield key, self.by_id[key]
            key = self.by_id[key].base


def listed(properties: Any, w: str) -> tuple[str | None, int | None]:
    """Return the list and the level that properties of a paragraph name; 0 is no list."""
    found = properties.find(f"{w}numPr") if properties is not None else None
    if found is None:
        return None, None
    number, level = found.find(f"{w}numId"), found.find(f"{w}ilvl")
    at = level.get(f"{w}val", "0") if level is not None else ""
    return (
        number.get(f"{w}val") if number is not None else None,
        int(at) if at.isdecimal() else None,
    )


def looks(properties: Any, w: str) -> dict[str, str]:
    """Return the properties of characters among `LOOKS`, ``""`` where one is switched off."""
    if properties is None:
        return {}
    found = {}
    for name in LOOKS:
        item = properties.find(w + name)
        if item is not None:
            value = item.get(f"{w}val", "on")
            found[name] = "" if value in OFF else value
    return found


def setting(properties: Any, w: str) -> str:
    """Return how characters are set apart from those beside them without being hidden: raised, faint, or not.

    Faint are white ones and those of two points or less; a position of two points or more is raised.
    """
    if properties is None:
        return ""
    position, size, color = (_value(properties, w + name) for name in ("position", "sz", "color"))
    if re.fullmatch(r"[4-9]|\d\d+", position):
        return "raised"
    return "faint" if color.upper() == "FFFFFF" or re.fullmatch("[1-4]", size) else ""


def _value(properties: Any, name: str) -> str:
    item = properties.find(name)
    return (
        next((value for key, value in item.items() if key.endswith("}val")), "") if item is not None else ""
    )
