"""Notebooks run from top to bottom, are kept without outputs, and stay short and plain."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_top_to_bottom(path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "--nbmake", "--nbmake-timeout=300", "-q", "-p", "no:cacheprovider", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_kept_without_outputs(path: Path) -> None:
    nbstripout = Path(sys.executable).parent / "nbstripout"
    assert subprocess.run([nbstripout, "--verify", path], check=False).returncode == 0


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_sentence_before_each_short_cell(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    for before, cell in itertools.pairwise(cells):
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            assert before["cell_type"] == "markdown"
            assert len(source.split("\n")) <= 10
            assert "def " not in source
