"""Open every notebook in a real JupyterLab without a network, run it, and keep pictures: ``python -m scripts.see_notebooks OUT``.

Needs Chromium. Exits with 1, naming what it saw, where a cell fails, where a page asks any other machine for
anything, or where a chart does not come. The pictures are for looking at: light and dark.
"""

from __future__ import annotations

import argparse
import base64
import itertools
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import websocket

ROOT = Path(__file__).parents[1]
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
_WIDTH, _HEIGHT, _SCREEN, _TALLEST = 1200, 1000, 1500, 16000
_PATIENCE = 300
#: What a page may ask: this machine, and itself.
_HERE = {"127.0.0.1", "localhost"}
_OWN = {"data", "blob", "about", "chrome", "devtools", "chrome-extension"}
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
    asked: cells.filter(cell => /^draw\\(/m.test(cell.querySelector('.cm-content')?.innerText ?? '')).length,
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


class Page:
    """One page of a browser, spoken to over its remote debugging port."""

    def __init__(self, address: str) -> None:
        """Connect to a page and listen to what it asks for."""
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=_PATIENCE)
        self._numbers = itertools.count(1)
        self.asked: list[str] = []
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return what the browser answers to one command; what it reports meanwhile is noted."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.recv())
            if said.get("method") == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            if said.get("method") == "Network.webSocketCreated":
                self.asked.append(said["params"]["url"])
            if said.get("id") == number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']['message']}")
                result: dict[str, Any] = said["result"]
                return result

    def value(self, script: str) -> Any:
        """Return what a script comes to in the page."""
        said = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in said:
            raise RuntimeError(said["exceptionDetails"].get("exception", {}).get("description", "a script failed"))
        return said["result"].get("value")

    def until(self, script: str, fits: Callable[[Any], bool], what: str) -> Any:
        """Return what a script comes to, once it fits."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if fits(value := self.value(script)):
                return value
            time.sleep(0.5)
        raise RuntimeError(f"{what} did not happen within {_PATIENCE} s: {value}")

    def pictures(self, path: Path, height: int) -> None:
        """Write what the page shows from top to bottom into PNGs, each as high as a screen."""
        size = {"width": _WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        time.sleep(3)
        self.value("document.querySelectorAll('.jp-WindowedPanel-outer').forEach(one => one.scrollTo(0, 0))")
        time.sleep(1)
        for number, top in enumerate(range(0, height, _SCREEN)):
            clip = {"x": 0, "y": top, "width": _WIDTH, "height": min(_SCREEN, height - top), "scale": 1}
            said = self.call("Page.captureScreenshot", clip=clip)
            path.with_name(f"{path.name}-{number}.png").write_bytes(base64.b64decode(said["data"]))
        self.call("Emulation.setDeviceMetricsOverride", **(size | {"height": _HEIGHT}))

    def strangers(self) -> list[str]:
        """Return what the page asked of other machines."""
        parts = [(url, urlparse(url)) for url in self.asked]
        return sorted({url[:200] for url, at in parts if at.scheme not in _OWN and at.hostname not in _HERE})


def see(name: str, address: str, page: Page, out: Path, theme: str) -> list[str]:
    """Run one notebook in JupyterLab, keep its picture, and return what is wrong with it."""
    page.asked.clear()
    page.call("Page.navigate", url=address.format(name=name))
    page.until("!!window.jupyterapp && !!document.querySelector('.jp-NotebookPanel .jp-CodeCell')", bool, "opening")
    page.until(_RUN.replace("NAME", json.dumps(name)), bool, "the kernel's start")
    page.until(_STATE, lambda state: state and state["cells"] and not state["waiting"], "running")
    state = page.until(_STATE, lambda state: state["charts"] >= state["asked"], "drawing")
    page.value("window.jupyterapp.commands.execute('application:toggle-left-area'); 1")
    page.pictures(out / f"{name.removesuffix('.ipynb')}-{theme}", min(state["height"] + 120, _TALLEST))
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
        with _checkout() as root, _lab(root, theme) as address, _browser() as page:
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
    port, word = _free_port(), secrets.token_hex(8)
    options = {"ip": "127.0.0.1", "port": port, "open_browser": False, "root_dir": root, "allow_root": True}
    command = [sys.executable, "-m", "jupyterlab", *(f"--ServerApp.{name}={value}" for name, value in options.items())]
    command += [f"--IdentityProvider.token={word}", f"--LabApp.user_settings_dir={root / 'settings'}", f"--LabApp.workspaces_dir={root / 'workspaces'}", "--LabApp.expose_app_in_browser=True"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(root / "config")}
    with (root / "lab.log").open("w") as log, _started(command, stdout=log, stderr=log, env=environment, cwd=root):
        base = f"http://127.0.0.1:{port}"
        _when_there(f"{base}/api?token={word}")
        yield f"{base}/lab/tree/notebooks/{{name}}?reset&token={word}"


@contextmanager
def _browser() -> Iterator[Page]:
    """Yield a page of a Chromium without a window, which keeps nothing and has no network but this machine."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        raise SystemExit("no Chromium here; install it (Debian: apt install chromium)")
    port = _free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars", f"--user-data-dir={profile}", f"--remote-debugging-port={port}", f"--window-size={_WIDTH},{_HEIGHT}", "about:blank"]
        with _started(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            pages = json.loads(_when_there(f"http://127.0.0.1:{port}/json/list"))
            yield Page(next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"))


@contextmanager
def _started(command: list[str], **options: Any) -> Iterator[None]:
    process = subprocess.Popen(command, **options)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _when_there(url: str) -> str:
    """Return what is at an address, once something is."""
    end = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
