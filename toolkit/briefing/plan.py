"""What a briefing is to hold: which reports, which charts in which chapters, and its own words; read from TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path
from typing import Any

from toolkit import charts
from toolkit.briefing.one_theme import names_of_theme, theme_code, theme_codes
from toolkit.errors import ToolkitError
from toolkit.wording import Lang, say

_SCOPES = ("own", "consolidated", "unknown")
_WORDS = ("title", "subtitle", "introduction", "source", "office")
_KEYS = {
    "words": tuple(f"{name}_{lang}" for name in _WORDS for lang in ("zh", "en")),
    "reports": ("region", "agency", "years", "scope", "theme"),
    "chapter": ("key", "zh", "en", "charts"),
    "html": ("excerpts",),
}


class PlanError(ToolkitError, ValueError):
    """The plan of a briefing asks for something that is not there."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Which reports: a region (code or name), an agency (full name), years, a scope; empty means all."""

    region: str = ""
    agency: str = ""
    years: tuple[int, ...] = ()
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its key, its title in both languages, and the charts in it, which may be patterns."""

    key: str
    title: tuple[str, str]
    charts: tuple[str, ...]


#: What stands beside the chart of one theme: all themes of its kind.
_AROUND = Chapter(
    "themes",
    ("各主题一览", "All themes"),
    ("themes_heatmap", "promised_and_repeated", "complaint_themes", "request_topics"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One briefing: ``excerpts`` is the number of reports up to which a page quotes the lines of the sources.

    ``theme`` is the code of the one theme it is about, if it is about one.
    """

    reports: Reports
    chapters: tuple[Chapter, ...]
    words: Mapping[str, str]
    excerpts: int
    theme: str = ""

    def said(self, name: str, lang: Lang) -> str:
        """Return the plan's own words, in the language asked for; empty where it has none."""
        return self.words.get(f"{name}_{say(lang, 'zh', 'en')}", "").strip()

    def narrowed(
        self,
        *,
        region: str | None = None,
        agency: str | None = None,
        years: str | int | Sequence[int] | None = None,
        scope: str | None = None,
        theme: str | None = None,
    ) -> Plan:
        """Return the plan for fewer reports, or for the chapters of one theme."""
        reports = self.reports
        if region is not None:
            reports = replace(reports, region=region)
        if agency is not None:
            reports = replace(reports, agency=agency)
        if years is not None:
            reports = replace(reports, years=years_of(years))
        if scope is not None:
            reports = replace(reports, scope=_scope(scope))
        plan = replace(self, reports=reports)
        return plan if theme is None else plan._about(theme)

    def _about(self, theme: str) -> Plan:
        """Return the plan for one of its chapters, or for one theme of problems, complaints or requests."""
        own = tuple(chapter for chapter in self.chapters if chapter.key == theme)
        if own:
            return replace(self, chapters=own)
        code = theme_code(theme)
        if code is None:
            known = ", ".join(chapter.key for chapter in self.chapters)
            themes = ", ".join(theme_codes())
            raise PlanError(f"there is no theme {theme!r}; the chapters of this plan are {known}; the themes are {themes}")
        return replace(self, theme=code, chapters=(Chapter("theme", names_of_theme(code), ("one_theme",)), _AROUND))

    def names(self) -> list[tuple[Chapter, list[str]]]:
        """Return the charts of each chapter; a chart that several patterns meet stands in the first one."""
        taken: set[str] = set()
        found = []
        for chapter in self.chapters:
            own = [name for pattern in chapter.charts for name in _meant(pattern) if name not in taken]
            own = list(dict.fromkeys(own))
            taken.update(own)
            if own:
                found.append((chapter, own))
        return found


def read_plan(path: str | Path | None = None) -> Plan:
    """Return the plan in a file, or the packaged one; what a file does not say, the packaged plan does.

    Raises `PlanError` for a file that is no TOML, a word that no plan knows, or a chart that is not there.
    """
    packaged = resources.files(__package__).joinpath("default.toml").read_text("utf-8")
    default = _parsed(packaged, "default.toml")
    if path is None:
        return _plan(default, "default.toml")
    file = Path(path)
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"the plan {file} cannot be read: {error}") from error
    return _plan(default | _parsed(text, file.name), file.name)


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanError(f"{name} is no TOML: {error}") from error
    for key, value in data.items():
        if key not in _KEYS:
            raise PlanError(f"{name}: no plan has {key!r}; it can have {', '.join(_KEYS)}")
        if isinstance(value, list) != (key == "chapter"):
            raise PlanError(f"{name}: write {'[[chapter]]' if key == 'chapter' else f'[{key}]'} for {key!r}")
        for part in value if isinstance(value, list) else [value]:
            unknown = sorted(set(part) - set(_KEYS[key])) if isinstance(part, dict) else [str(part)]
            if unknown:
                raise PlanError(f"{name}: {key} has no {unknown[0]!r}; it can have {', '.join(_KEYS[key])}")
            for word, said in part.items():
                _check(said, word, f"{name}: {key}")
    return data


def _check(said: object, word: str, where: str) -> None:
    """Refuse a value of the wrong type, with how it is written."""
    listed = said if isinstance(said, list) else None
    if word == "charts":
        fits = listed is not None and all(isinstance(one, str) for one in listed)
        example = 'charts = ["requests_by_outcome"]'
    elif word == "years":
        fits = all(type(one) is int for one in listed) if listed is not None else type(said) is int or isinstance(said, str)
        example = 'years = 2024, "2019-2024" or [2019, 2021]'
    elif word == "excerpts":
        fits, example = type(said) is int and said >= 0, "excerpts = 60"
    else:
        fits, example = isinstance(said, str), f'{word} = "…"'
    if not fits:
        raise PlanError(f"{where} cannot have {word} = {said!r}; write {example}")


def _plan(data: Mapping[str, Any], name: str) -> Plan:
    asked = data.get("reports", {})
    reports = Reports(
        region=str(asked.get("region", "")),
        agency=str(asked.get("agency", "")),
        years=years_of(asked.get("years", ())),
        scope=_scope(str(asked.get("scope", ""))),
    )
    if not data["chapter"]:
        raise PlanError(f"{name}: a plan needs a [[chapter]] at least, or none at all for those of the packaged plan")
    chapters = tuple(_chapter(item, name) for item in data["chapter"])
    for chapter in chapters:
        for pattern in chapter.charts:
            if not _meant(pattern):
                raise PlanError(
                    f"{name}: there is no chart {pattern!r}; there are {', '.join(charts.names())}"
                )
    plan = Plan(reports, chapters, data.get("words", {}), int(data.get("html", {}).get("excerpts", 0)))
    return plan.narrowed(theme=str(asked["theme"])) if asked.get("theme") else plan


def _chapter(item: Mapping[str, Any], name: str) -> Chapter:
    if "charts" not in item:
        raise PlanError(
            f'{name}: every chapter needs a list of charts, as in charts = ["requests_by_outcome"]'
        )
    zh, en = item.get("zh", item.get("en", "")), item.get("en", item.get("zh", ""))
    return Chapter(str(item.get("key", "")), (zh, en), tuple(item["charts"]))


def _meant(pattern: str) -> list[str]:
    if pattern == "one_theme":
        return [pattern]
    return [name for name in charts.names() if fnmatchcase(name, pattern)]


def _scope(scope: str) -> str:
    if scope and scope not in _SCOPES:
        raise PlanError(f"there is no scope {scope!r}; use one of {', '.join(_SCOPES)}, or none for all")
    return scope


def years_of(years: str | int | Sequence[int]) -> tuple[int, ...]:
    """Return the years that are meant.

    >>> years_of("2019-2021"), years_of(2021), years_of([2020, 2019]), years_of("")
    ((2019, 2020, 2021), (2021,), (2019, 2020), ())
    """
    if isinstance(years, int):
        return (years,)
    if not isinstance(years, str):
        return tuple(sorted(int(year) for year in years))
    if not years.strip():
        return ()
    match = re.fullmatch(r"\s*(\d{4})\s*(?:[-–—至到]\s*(\d{4})\s*)?年?", years)
    if match is None:
        raise PlanError(f"the years {years!r} cannot be read; write 2021, or 2019-2024")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise PlanError(f"the years {years!r} run backwards; write the earlier year first")
    return tuple(range(first, last + 1))
