"""Corpora of titles: whose reports there are and when they were published, without a figure in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from toolkit.corpus import Corpus
from toolkit.frames.schema import as_frame
from toolkit.reading import read
from toolkit.recognition import recognise
from toolkit.version import __version__

_SECTIONS = "一、总体情况\n概述。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、行政复议和行政诉讼情况\n"


def corpus_of(titles: Mapping[str, str | None], failed: Mapping[str, str] | None = None) -> Corpus:
    """Return a corpus of reports with these titles, each with its printed date or None, and of failed files."""
    reports: list[dict[str, Any]] = []
    sources: list[dict[str, Any]] = [_source(name, "failed", reason=reason) for name, reason in (failed or {}).items()]
    for number, (title, published) in enumerate(titles.items()):
        stated = f"发布时间：{published}\n" if published else ""
        report = recognise(read(f"{title}\n{stated}{_SECTIONS}".encode(), ".txt"))
        report_id = hashlib.sha256(title.encode()).hexdigest()[:16]
        source = f"{number:02}.txt"
        sources.append(_source(source, "loaded", report_id=report_id))
        whose = asdict(report.identity)
        about = {"report_id": report_id, "source": source, "format": "txt", "form": None}
        reports.append(about | whose | {"primary": True, "verified": False})
    return Corpus({"reports": as_frame("reports", reports), "sources": as_frame("sources", sources)})


def _source(name: str, status: str, **said: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"source": name, "status": status, "seconds": 0.0, "toolkit_version": __version__}
    return row | {"report_id": None, "reason": None, "sha256": None, "bytes": None, "format": None} | said


