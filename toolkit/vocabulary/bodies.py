"""Which names of a body mean the same one, and how that is known: from ``renames.toml``.

A body is an agency without its region: 科学技术局. Within one region, names that lead to the same
`identity_of` are one body; what was merged into another stays a body of its own, which ended.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

# 农业农村局(乡村振兴局) bears a second name plate; it is one body. 人民政府(办公室) may mean the office.
_SECOND_PLATE = re.compile(r"(?<=[局厅会室])[(（][^()（）]{2,}(?:局|委员会|办公室|中心)[)）]$")
_ENDS = re.compile(r"(?P<subject>.+?)(?P<end>委员会|办公室|厅|局|委|办)")
_AND = re.compile("[和与及、]")


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a name to the next: what it is short for, or what it was renamed to or merged into.

    ``kind`` is ``short``, ``variant`` (局 or 委员会), ``renamed`` or ``merged``. ``year`` is when the centre
    decided it, ``by`` the year by which every place had followed; null where nothing says so.
    """

    name: str
    becomes: str
    kind: str
    evidence: str
    year: int | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    endings: Mapping[str, str]
    whole: Mapping[str, str]
    subjects: Mapping[str, str]
    renames: Mapping[str, Step]


@cache
def _vocabulary() -> _Vocabulary:
    data = tomllib.loads(resources.files(__package__).joinpath("renames.toml").read_text("utf-8"))
    subjects = {_AND.sub("", full): full for full in data["subjects"].values()} | data["subjects"]
    steps = [
        Step(name, entry["to"], entry["kind"], entry["evidence"], entry.get("year"), entry.get("by"))
        for entry in data["rename"]
        for name in entry["from"]
    ]
    return _Vocabulary(data["endings"], data["whole"], subjects, {step.name: step for step in steps})


def written_out(name: str) -> str:
    """Return a body's name without what it is short for.

    >>> written_out("科技局"), written_out("发展改革委"), written_out("农业农村局(乡村振兴局)"), written_out("府办")
    ('科学技术局', '发展和改革委员会', '农业农村局', '人民政府办公室')
    """
    words = _vocabulary()
    name = _SECOND_PLATE.sub("", name)
    if name in words.whole:
        return words.whole[name]
    match = _ENDS.fullmatch(name)
    if not match:
        return name
    subject, end = match["subject"], match["end"]
    known = words.subjects.get(subject) or words.subjects.get(_AND.sub("", subject))
    return known + words.endings.get(end, end) if known else name


@cache
def steps_of(name: str) -> tuple[Step, ...]:
    """Return the steps from a body's name to the one that stands for it; the last one may be a merger.

    >>> [(step.kind, step.becomes) for step in steps_of("环保局")]
    [('short', '环境保护局'), ('renamed', '生态环境局')]
    >>> [(step.kind, step.becomes) for step in steps_of("工商行政管理局")]
    [('merged', '市场监督管理局')]
    """
    full = written_out(name)
    steps = [Step(name, full, "short", f"{name} is written short for {full}")] if full != name else []
    renames = _vocabulary().renames
    while full in renames and (not steps or steps[-1].kind != "merged"):
        steps.append(renames[full])
        full = renames[full].becomes
    return tuple(steps)


def identity_of(name: str) -> str:
    """Return the name that stands for a body under all its names: the one it came to bear.

    >>> identity_of("环境保护局"), identity_of("卫生局"), identity_of("工商局"), identity_of("审批服务管理局")
    ('生态环境局', '卫生健康委员会', '工商行政管理局', '审批服务管理局')
    """
    return next((step.becomes for step in reversed(steps_of(name)) if step.kind != "merged"), name)


def id_without_region(agency: str) -> str:
    """Return the id of an agency whose place is not known: its name, with the body's part as it came to be.

    >>> id_without_region("清河市环保局"), id_without_region("清河市市场监督管理局"), id_without_region("地震局")
    ('清河市生态环境局', '清河市市场监督管理局', '地震局')
    """
    for body in parts(agency):
        if identity_of(body) != body:
            return agency.removesuffix(body) + identity_of(body)
    return agency


def parts(agency: str) -> Iterator[str]:
    """Yield what can be the body in an agency's name: all of it, then what follows each kind of place.

    >>> list(parts("洪泽区民政局"))
    ['洪泽区民政局', '民政局']
    """
    yield agency
    for match in re.finditer("[省市县区旗州盟]", agency):
        if match.end() < len(agency):
            yield agency[match.end() :]


def merger_of(name: str) -> Step | None:
    """Return the merger that ended a body, or None where none is known.

    >>> merger_of("质监局").becomes, merger_of("民政局")
    ('市场监督管理局', None)
    """
    steps = steps_of(name)
    return steps[-1] if steps and steps[-1].kind == "merged" else None
