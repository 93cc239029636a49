"""Passages that several agencies share word for word, planted in their prose."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.samples.sample_file import SampleFile


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage: its text, the section it stands in, and the agencies and years that hold it."""

    text: str
    section: str
    files: tuple[str, ...]


def _read() -> Iterator[Passage]:
    for known in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["passage"]:
        yield Passage(known["text"], known["section"], tuple(known["files"]))


PASSAGES: tuple[Passage, ...] = tuple(_read())


def with_passages(file: SampleFile) -> SampleFile:
    """Return the file with the passages that it shares, each a paragraph at the end of its section."""
    for passage in PASSAGES:
        if f"{file.agency.slug}-{file.report.year}" in passage.files:
            sections = dict(file.report.sections)
            sections[passage.section] = (*sections[passage.section], passage.text)
            report = replace(file.report, sections=sections)
            file = replace(file, report=report, shared=(*file.shared, passage.text))
    return file


def pairs(files: Sequence[SampleFile]) -> Iterator[tuple[str, str, str]]:
    """Yield each two files that share a passage, and the passage: a planted one, or a section taken over."""
    for passage in PASSAGES:
        holders = [file.source for file in files if passage.text in file.shared and not file.same_as]
        for at, first in enumerate(holders):
            yield from ((first, second, passage.text) for second in holders[at + 1 :])
    for file in files:
        if file.passage_of and not file.passage_of.startswith(file.agency.slug):
            (text,) = file.report.sections["problems"]
            yield file.source, file.passage_of, text
