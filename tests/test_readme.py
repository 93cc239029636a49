"""The README does what it says: its code runs, and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

import polars as pl
import pytest

from toolkit import charts

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def block(language: str) -> str:
    """Return the first code block in a language."""
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found, f"README has no {language} block"
    return found.group(1)


def test_the_code_prints_what_the_readme_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), pl.Config(set_tbl_width_chars=100):
        exec(compile(block("python"), "README.md", "exec"), {})
    printed = "\n".join(line.rstrip() for line in said.getvalue().split("\n")).strip()
    assert printed == block("text").strip(), f"README should show:\n{printed}"


def test_files_and_folders_that_it_names_are_there() -> None:
    for name in re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE):
        assert (ROOT / name).exists(), name


def test_commands_that_it_names_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_it_says_no_path_of_a_machine() -> None:
    assert os.sep + "work" + os.sep not in README


@pytest.mark.parametrize("name", charts.names())
def test_every_chart_is_shown(name: str) -> None:
    assert (ROOT / "docs" / "pictures" / f"{name}.png").stat().st_size > 5_000
    assert f"(pictures/{name}.png)" in (ROOT / "docs" / "charts.md").read_text("utf-8")


def test_what_it_says_to_ask_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    first, second = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[:2]
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(first + second, "README.md", "exec"), {})
