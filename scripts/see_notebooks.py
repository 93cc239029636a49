"""Open every notebook in a real JupyterLab without a network, run it, and keep pictures: ``python -m scripts.see_notebooks OUT``.

Needs Chromium. Exits with 1, naming what it saw, where a cell fails, where a page asks any other machine for
anything, or where a chart does not come. The pictures are for looking at: light and dark.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.browser import Page, free_port, opened, started, when_there

ROOT = Path(__file__).parents[1]
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
_WIDTH, _HEIGHT, _SCREEN, _TALLEST = 1200, 1000, 1500, 16000
#: What stands in a notebook once it has run.
_STATE = """(() => {
  const panel = [...document.querySelectorAll('.jp-NotebookPanel')].at(-1);
  if (!panel) return null;
  const cells = [...panel.querySelectorAll('.jp-CodeCell')];
  const prompts = cells.map(cell => cell.querySelector('.jp-InputPrompt')?.textContent ?? '');
  return {
    cells: cells.length,
    waiting: prompts.filter(text => !/^\\[\\d+\\]/.test(text)).length,
    errors: [...panel.querySelectorAll('[data-mime-type*="stderr"], [data-mime-type*="error"]')].map(e => e.textContent.slice(0, 400)),
    charts: [...panel.querySelectorAll('.vega-embed')].filter(one => one.querySelector('canvas, svg.marks')).length,
    asked: cells.filter(cell => /^show\\(/m.test(cell.querySelector('.cm-content')?.innerText ?? '')).length,
    height: Math.max(...[...panel.querySelectorAll('.jp-WindowedPanel-inner, .jp-WindowedPanel-viewport')].map(e => e.scrollHeight)),
  };
})()"""
#: Runs all cells, once the kernel is there: before, JupyterLab would ask which one to take.
_RUN = """(() => {
  const sessions = [...window.jupyterapp.serviceManager.sessions.running()];
  const idle = document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle';
  if (!idle || !sessions.some(session => session.path.endsWith(NAME))) return false;
  document.querySelector('.jp-Dialog .jp-mod-accept')?.click();
  window.jupyterapp.commands.execute('notebook:run-all-cells');
  return true;
})()"""


def pictures(page: Page, path: Path, height: int) -> None:
    """Write what the page shows from top to bottom into PNGs, each as high as a screen."""
    page.size(_WIDTH, height)
    time.sleep(3)
    page.value("document.querySelectorAll('.jp-WindowedPanel-outer').forEach(one => one.scrollTo(0, 0))")
    time.sleep(1)
    for number, top in enumerate(range(0, height, _SCREEN)):
        page.picture(path.with_name(f"{path.name}-{number}.png"), 0, top, _WIDTH, min(_SCREEN, height - top))
    page.size(_WIDTH, _HEIGHT)


def see(name: str, address: str, page: Page, out: Path, theme: str) -> list[str]:
    """Run one notebook in JupyterLab, keep its picture, and return what is wrong with it."""
    page.asked.clear()
    page.open(address.format(name=name))
    page.until("!!window.jupyterapp && !!document.querySelector('.jp-NotebookPanel .jp-CodeCell')", bool, "opening")
    page.until(_RUN.replace("NAME", json.dumps(name)), bool, "the kernel's start")
    page.until(_STATE, lambda state: state and state["cells"] and not state["waiting"], "running")
    state = page.until(_STATE, lambda state: state["charts"] >= state["asked"], "drawing")
    page.value("window.jupyterapp.commands.execute('application:toggle-left-area'); 1")
    pictures(page, out / f"{name.removesuffix('.ipynb')}-{theme}", min(state["height"] + 120, _TALLEST))
    wrong = [f"{name}: {error}" for error in state["errors"]]
    wrong += [f"{name}: asks {url}" for url in page.strangers()]
    print(f"{name:28} {theme:6} {state['cells']} cells, {state['charts']} charts, {len(page.asked)} requests, {len(wrong)} wrong", flush=True)
    return wrong


def main() -> int:
    """Return 0 where every notebook ran without a word to another machine."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("out", type=Path)
    told.add_argument("--only", default="", help="notebooks whose name holds this")
    told.add_argument("--theme", choices=THEMES, action="append", help="by default both")
    given = told.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    names = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb") if given.only in path.name)
    wrong: list[str] = []
    for theme in given.theme or THEMES:
        with _checkout() as root, _lab(root, theme) as address, opened(_WIDTH, _HEIGHT) as page:
            for name in names:
                wrong += see(name, address, page, given.out, theme)
    print("\n".join(wrong) or f"nothing wrong; pictures in {given.out}")
    return 1 if wrong else 0


@contextmanager
def _checkout() -> Iterator[Path]:
    """Yield a folder with copies of the notebooks, so that what they print is kept nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "data").mkdir()
        (root / "data" / "samples").symlink_to(ROOT / "data" / "samples")
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        yield root


@contextmanager
def _lab(root: Path, theme: str) -> Iterator[str]:
    """Yield the address of a notebook, but for its name, in a JupyterLab with a theme, its settings in the folder."""
    settings = root / "settings" / "@jupyterlab"
    # Every cell is drawn, also those out of sight, so that one picture holds the whole notebook.
    for plugin, said in (
        ("apputils-extension/themes", {"theme": THEMES[theme]}),
        ("apputils-extension/notification", {"fetchNews": "false", "checkForUpdates": False}),
        ("notebook-extension/tracker", {"windowingMode": "none"}),
    ):
        path = settings / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(said))
    port, word = free_port(), secrets.token_hex(8)
    options = {"ip": "127.0.0.1", "port": port, "open_browser": False, "root_dir": root, "allow_root": True}
    command = [sys.executable, "-m", "jupyterlab", *(f"--ServerApp.{name}={value}" for name, value in options.items())]
    command += [f"--IdentityProvider.token={word}", f"--LabApp.user_settings_dir={root / 'settings'}", f"--LabApp.workspaces_dir={root / 'workspaces'}", "--LabApp.expose_app_in_browser=True"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(root / "config")}
    with (root / "lab.log").open("w") as log, started(command, stdout=log, stderr=log, env=environment, cwd=root):
        base = f"http://127.0.0.1:{port}"
        when_there(f"{base}/api?token={word}")
        yield f"{base}/lab/tree/notebooks/{{name}}?reset&token={word}"


if __name__ == "__main__":
    sys.exit(main())
