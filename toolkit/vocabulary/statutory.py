"""Wording that all reports share by law, from ``statutory.toml`` and from the forms."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def statutory_wording() -> tuple[str, ...]:
    """Return passages of the regulation, of its notices, and formulas that say nothing about their author."""
    data: dict[str, list[str]] = tomllib.loads(
        resources.files(__package__).joinpath("statutory.toml").read_text("utf-8")
    )
    return tuple(text for group in data.values() for text in group)
