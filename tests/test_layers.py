"""Imports point down: a layer knows those below it, siblings do not know each other."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "toolkit"

#: The layers from the ground up. Modules of one layer do not import each other.
LAYERS = (
    ("document", "text", "errors", "version", "markdown"),
    ("forms", "vocabulary", "report", "wording", "markup", "office", "layout"),
    ("ocr",),
    ("reading",),
    ("frames", "recognition"),
    ("checks", "measures", "similarity"),
    ("corpus",),
    ("charts", "dictionary"),
    ("briefing",),
    ("browse",),
    ("magic",),
    ("__init__",),
    ("terminal",),
    ("demo",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))
#: Too slow to load for people who do not use them at once.
HEAVY = {"cv2", "PIL", "lxml", "pypdfium2", "pandas", "altair", "vl_convert", "pdfplumber", "jupyterlab", "distributed", "pebble", "duckdb", "tqdm", "streamlit", "starlette", "uvicorn", "pptx", "xlsxwriter"}


def part_of(path: Path) -> str:
    """Return the part of the package a module belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield every module that a file imports, those inside functions too, and whether at its top."""
    tree = ast.parse(path.read_text("utf-8"))
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            names = [node.module or ""]
            if node.module == "toolkit":
                names = [f"toolkit.{alias.name}" for alias in node.names]
        yield from ((name, id(node) in top) for name in names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = part_of(path)
    for name, _ in imports(path):
        if name.split(".")[0] != "toolkit":
            continue
        other = ([*name.split("."), "__init__"])[1]
        other = other if other in LEVEL else "__init__"
        assert own == other or LEVEL[other] < LEVEL[own], f"{path.name} ({own}) imports {name} from above or beside"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    at_top = {name.split(".")[0] for name, is_top in imports(path) if is_top}
    assert not at_top & HEAVY


def test_readers_do_not_import_each_other() -> None:
    readers = {path.stem for path in (PACKAGE / "reading").glob("*.py")} - {"__init__"}
    for path in (PACKAGE / "reading").glob("*.py"):
        for name, _ in imports(path):
            assert name.rpartition(".")[2] not in readers or not name.startswith("toolkit.reading.")


def test_the_ground_layer_needs_only_the_standard_library() -> None:
    for name in LAYERS[0]:
        for module, _ in imports(PACKAGE / f"{name}.py"):
            assert module.split(".")[0] in sys.stdlib_module_names | {"toolkit"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, toolkit; print(' '.join(sorted({m.split('.')[0] for m in sys.modules})))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not set(loaded) & (HEAVY | {"polars", "dataframely", "typer"})
