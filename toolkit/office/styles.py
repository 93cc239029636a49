"""What paragraph and character styles bring with them: list numbers, and text that does not show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.office.colours import WHITE, are_alike
from toolkit.office.numbering import Numbering

#: Properties of characters that change what is read, as given by a style or a run.
LOOKS = ("vanish", "specVanish", "strike", "dstrike", "vertAlign")
#: Properties of characters that set them apart from those beside them (see `setting`).
SETTINGS = ("position", "color", "sz", "w", "spacing")
_WHITE_THEMES = frozenset({"background1", "light1", "bg1", "lt1"})
_RAISED, _SMALL = re.compile(r"[4-9]|\d\d+"), re.compile("[5-8]")
#: Half points; hundredths of the usual width; twentieths of a point, of which a digit has a hundred.
_FAINT = {"sz": re.compile("[1-4]"), "w": re.compile(r"1?\d%?"), "spacing": re.compile(r"-(?:[89]\d|\d{3,})")}
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
    """The styles of a document by their id, the one of paragraphs that name none, and what holds without any."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    usual: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any) -> Styles:
        """Return the styles that the part ``styles.xml`` defines."""
        w = root.tag[: root.tag.index("}") + 1]
        made = cls(usual=looks(root.find(f"{w}docDefaults/{w}rPrDefault/{w}rPr"), w))
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

    def tell(self, style: str) -> bool:
        """Decide whether characters of a style are hidden, struck out or set apart on paper."""
        found = {**self.usual, **self.looks(style)}
        return any(map(found.get, LOOKS)) or bool(setting(found))

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
    """Return the properties of characters among `LOOKS` and `SETTINGS`, ``""`` where one is switched off."""
    if properties is None:
        return {}
    found = {}
    for item in properties:
        name = item.tag[len(w) :] if isinstance(item.tag, str) else ""
        if name in LOOKS:
            value = item.get(f"{w}val", "on")
            found[name] = "" if value in OFF else value
        elif name in SETTINGS:
            is_white = item.get(f"{w}themeColor") in _WHITE_THEMES and item.get(f"{w}themeShade") is None
            found[name] = WHITE if is_white else item.get(f"{w}val", "")
    return found


def setting(found: Mapping[str, str], ground: Callable[[], str] = lambda: WHITE) -> str:
    """Return how characters with such looks are set apart from those beside them without being hidden.

    Raised by two points or more; faint, in the colour of their ground, of two points or less, or pressed into
    each other; small, of four points or less; or not.
    """
    if _RAISED.fullmatch(found.get("position", "")):
        return "raised"
    if any(pattern.fullmatch(found.get(name, "")) for name, pattern in _FAINT.items()) or found.get(
        "specVanish"
    ):
        return "faint"
    ink = found.get("color", "")
    if ink and are_alike(ink, ground()):
        return "faint"
    return "small" if _SMALL.fullmatch(found.get("sz", "")) else ""
