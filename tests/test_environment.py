"""environment.yml, requirements.lock and pyproject.toml ask for the same packages; make and CI are at hand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: What a package is called on conda-forge, where that is not its name on PyPI.
CONDA_NAMES = {"duckdb": "python-duckdb"}
#: What conda-forge does not have.
BY_PIP = {"gb2260"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def normal(requirement: str) -> tuple[str, str]:
    """Return name and range of a requirement; extras are left to pip, which installs the project itself."""
    match = re.fullmatch(r"\s*([\w.-]+)(?:\[[\w,]+\])?\s*([<>=!~].*)?", requirement)
    assert match, requirement
    return match.group(1).lower(), ",".join(sorted((match.group(2) or "").replace(" ", "").split(",")))


def asked() -> dict[str, str]:
    """Return what pyproject.toml asks for, for use, for the page and for tests."""
    extras = PROJECT["optional-dependencies"]
    return dict(normal(item) for item in [*PROJECT["dependencies"], *extras["browse"], *extras["dev"]])


def listed() -> tuple[dict[str, str], list[str]]:
    """Return the packages that conda installs, and the lines that it hands to pip."""
    lines = (ROOT / "environment.yml").read_text("utf-8").splitlines()
    conda = [line[4:] for line in lines if re.match(r"  - (?!conda-forge|pip:?$)", line)]
    pip = [line.strip()[2:] for line in lines if line.startswith("      - ")]
    return dict(normal(item) for item in conda), pip


def test_conda_installs_the_same_packages_and_ranges() -> None:
    conda, _ = listed()
    expected = {CONDA_NAMES.get(name, name): said for name, said in asked().items() if name not in BY_PIP}
    assert conda == expected | {"python": PROJECT["requires-python"]}


def test_pip_installs_the_rest_and_the_project() -> None:
    _, pip = listed()
    assert dict(normal(item) for item in pip[:-1]) == {
        name: said for name, said in asked().items() if name in BY_PIP
    }
    assert pip[-1] == "-e .[dev]"


def test_conda_environment_is_named_as_the_command() -> None:
    head = (ROOT / "environment.yml").read_text("utf-8")
    assert "\nname: ogi\nchannels:\n  - conda-forge\ndependencies:\n" in head
    assert "ogi" in PROJECT["scripts"]


def test_lock_has_every_package_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))
    extras = [item for extra in PROJECT["optional-dependencies"].values() for item in extra]
    wanted = {normal(item)[0] for item in [*PROJECT["dependencies"], *extras]}
    assert wanted <= locked, f"missing: {sorted(wanted - locked)}; run: make lock"
    assert "://" not in text
    assert "index" not in re.sub(r"#.*", "", text)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").rstrip().endswith("\nmake test")


@pytest.mark.parametrize("target", ["setup", "demo", "test", "lint", "lab", "lock", "samples", "clean"])
def test_make_has_the_target(target: str) -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
