"""What the sections of a report are called, from ``sections.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class SectionTitle:
    """The wordings of one section's heading, without space and punctuation, the longest first."""

    code: str
    titles: tuple[str, ...]
    full: tuple[str, ...]


@cache
def section_titles() -> tuple[SectionTitle, ...]:
    """Return the headings of all sections, in the order of the form."""
    data = tomllib.loads(resources.files(__package__).joinpath("sections.toml").read_text("utf-8"))
    return tuple(
        SectionTitle(
            item["code"],
            tuple(sorted(item["titles"], key=len, reverse=True)),
            tuple(sorted(item["full"], key=len, reverse=True)),
        )
        for item in data["section"]
    )
