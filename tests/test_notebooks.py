"""Notebooks run from top to bottom, are kept without outputs, and stay short and plain."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: No functions, no loops, no path arithmetic; and of the toolkit its public face alone.
NOT_PLAIN = re.compile(r"Path\(|os\.path|__file__|[\w\])] / [\"'\w]|REPORTS \+|\bdef |\blambda\b|\bfor\b")
PUBLIC = {"toolkit", "toolkit.charts", "toolkit.measures", "toolkit.briefing", "polars"}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what went wrong in each notebook, nothing if it ran: all of them once, over one built corpus.

    They run in a copy, with the samples where they expect them, so that nothing an earlier version
    of the toolkit built is taken for fresh.
    """
    root = tmp_path_factory.mktemp("checkout")
    (root / "data").mkdir()
    (root / "data" / "samples").symlink_to(ROOT / "data" / "samples")
    (root / "notebooks").mkdir()
    for path in NOTEBOOKS:
        shutil.copy(path, root / "notebooks")
    command = [sys.executable, "-m", "pytest", "--nbmake", "--nbmake-timeout=300", "-q", "-p", "no:cacheprovider"]
    subprocess.run([*command, "--junitxml=ran.xml", "notebooks"], cwd=root, capture_output=True, check=False)
    cases = ElementTree.parse(root / "ran.xml").getroot().iter("testcase")
    return {Path(case.get("name", "")).stem: "\n".join(part.text or "" for part in case) for case in cases}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_top_to_bottom(path: Path, outcomes: dict[str, str]) -> None:
    assert outcomes[path.stem] == "", outcomes[path.stem][-4000:]


def test_kept_without_outputs() -> None:
    nbstripout = Path(sys.executable).parent / "nbstripout"
    done = subprocess.run([nbstripout, "--verify", *NOTEBOOKS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_sentence_before_each_short_plain_cell(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    for before, cell in itertools.pairwise(cells):
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            assert before["cell_type"] == "markdown"
            assert len(source.split("\n")) <= 10
            if source.startswith("%%sql"):
                continue
            assert not NOT_PLAIN.search(source), source
            assert set(re.findall(r"^(?:import|from) ([\w.]+)", source, re.MULTILINE)) <= PUBLIC


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_asks_in_two_languages_and_lets_the_reports_be_chosen(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    title = cells[0]["source"][0]
    assert re.fullmatch(r"# [^一-鿿]+\? .*[一-鿿]+？\n", title)
    (first, *_) = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    assert first[0].startswith("REPORTS = ")
    for cell in cells:
        for target in re.findall(r"\]\(([^)]+)\)", "".join(cell["source"])):
            assert (path.parent / target).exists(), target
