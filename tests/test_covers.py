"""The labelled covers of ``tests/labelled/covers.toml``: no field of an identity may be wrong, and few may be missing.

Measured before anything was changed for its sake, each round had so many right, wrong and missing: developed 133, 15
and 51 of 199; held_out 124, 13 and 17 of 154; later 66, 3 and 1 of 70, where a null was allowed for what is not sure.
"""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import Any

import pytest

from tests.read import report_of
from toolkit.report import Identity

ROUNDS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "labelled" / "covers.toml").read_text("utf-8")
)
SECTIONS = {
    "overview": "一、总体情况\n我单位按要求开展公开工作。",
    "disclosures": "二、主动公开政府信息情况\n见下表。",
    "requests": "三、收到和处理政府信息公开申请情况\n无。",
    "reviews": "四、政府信息公开行政复议、行政诉讼情况\n无。",
    "problems": "五、存在的主要问题及改进情况\n队伍还需加强。",
    "other": "六、其他需要报告的事项\n无。",
}
FIELDS = ("agency", "function", "level", "region_code", "year", "published")
#: How many of a round are right in every field; the rest has nulls, and nothing wrong.
RIGHT = {"developed": 174, "held_out": 135, "later": 58}


def identity_of(case: dict[str, Any]) -> Identity:
    """Return whose report it is of which a case gives the beginning and the end."""
    body = "\n".join([*SECTIONS.values(), *([case["tail"]] if "tail" in case else [])])
    if "window" not in case:
        text, suffix = f"{case['head']}\n{body}\n", ".txt"
    else:
        meta = f"<meta name=ArticleTitle content='{case['meta']}'>" if "meta" in case else ""
        lines = "".join(f"<p>{line}</p>" for line in body.splitlines())
        head = f"<head><meta charset=utf-8><title>{escape(case['window'])}</title>{meta}</head>"
        text, suffix = f"<html>{head}<body>{case['head']}{lines}</body></html>", ".html"
    report = report_of(text, suffix)
    assert [passage.section for passage in report.sections] == list(SECTIONS), case
    return report.identity


def judged(case: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return which fields of a case are wrong, and which are missing."""
    found = identity_of(case)
    wrong, missing = [], []
    for field in (*FIELDS, *(["scope"] if "scope" in case else [])):
        value, true = getattr(found, field), case.get(field)
        said = (
            str(value).translate(str.maketrans("()", "（）"))
            if field in ("agency", "published") and value
            else value
        )
        if field in case.get("open", ()) or said in (true if isinstance(true, list) else [true]):
            continue
        is_optional = field == "published" and value is None
        (missing if value is None else wrong).append(
            f"{field}: {said!r}, not {true!r}"
        ) if not is_optional else None
    return wrong, missing


@pytest.mark.parametrize("name", RIGHT)
def test_no_field_of_an_identity_is_wrong(name: str) -> None:
    judgements = [(case["head"], *judged(case)) for case in ROUNDS[name]]
    assert [(head, wrong) for head, wrong, _ in judgements if wrong] == []
    assert sum(not missing for _, _, missing in judgements) >= RIGHT[name]
