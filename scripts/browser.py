"""A Chromium without a window, spoken to over its debugging port: for looking at pages as people see them."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import websocket

#: How long, in seconds, a page may take for what it is asked to do.
PATIENCE = 300
#: What a page may ask: this machine, and itself.
_HERE = {"127.0.0.1", "localhost"}
_OWN = {"data", "blob", "about", "chrome", "devtools", "chrome-extension"}
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


class Page:
    """One page of a browser: what it asked for is in ``asked``, what it complained of in ``errors``."""

    def __init__(self, address: str) -> None:
        """Connect to a page and listen to it."""
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=PATIENCE)
        self._numbers = itertools.count(1)
        self.asked: list[str] = []
        self.errors: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return what the browser answers to one command; what it reports meanwhile is noted."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.recv())
            self._note(said.get("method"), said.get("params", {}))
            if said.get("id") == number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']['message']}")
                result: dict[str, Any] = said["result"]
                return result

    def _note(self, event: str | None, told: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif event == "Network.webSocketCreated":
            self.asked.append(told["url"])
        elif event == "Runtime.exceptionThrown":
            self.errors.append(
                str(told["exceptionDetails"].get("exception", {}).get("description", "a script failed"))
            )
        elif event == "Runtime.consoleAPICalled" and told["type"] == "error":
            self.errors.append(
                " ".join(str(one.get("value", one.get("description"))) for one in told["args"])
            )
        elif event == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.errors.append(told["entry"]["text"])

    def open(self, url: str) -> None:
        """Go to an address."""
        self.call("Page.navigate", url=url)

    def value(self, script: str) -> Any:
        """Return what a script comes to in the page."""
        said = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in said:
            raise RuntimeError(
                said["exceptionDetails"].get("exception", {}).get("description", "a script failed")
            )
        return said["result"].get("value")

    def until(
        self, script: str, fits: Callable[[Any], bool] = bool, what: str = "what was waited for"
    ) -> Any:
        """Return what a script comes to, once it fits."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if fits(value := self.value(script)):
                return value
            time.sleep(0.5)
        raise RuntimeError(f"{what} did not happen within {PATIENCE} s: {value}")

    def size(self, width: int, height: int) -> None:
        """Make the window so many pixels wide and high."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def dark(self, is_dark: bool) -> None:
        """Ask for the dark or the light look, as the settings of a machine do."""
        look = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[look])

    def picture(self, path: Path, left: int, top: int, width: int, height: int) -> None:
        """Write a part of what the page shows into a PNG."""
        clip = {"x": left, "y": top, "width": width, "height": height, "scale": 1}
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", clip=clip)["data"]))

    def strangers(self) -> list[str]:
        """Return what the page asked of other machines."""
        parts = [(url, urlparse(url)) for url in self.asked]
        return sorted({url[:200] for url, at in parts if at.scheme not in _OWN and at.hostname not in _HERE})


def program() -> str | None:
    """Return the path of the Chromium of this machine."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def opened(width: int, height: int) -> Iterator[Page]:
    """Yield a page of a browser that keeps nothing and is closed afterwards."""
    chromium = program()
    if chromium is None:
        raise SystemExit("no Chromium here; install it (Debian: apt install chromium)")
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            chromium,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
            f"--remote-debugging-port={port}",
            f"--window-size={width},{height}",
            "about:blank",
        ]
        with started(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            pages = json.loads(when_there(f"http://127.0.0.1:{port}/json/list"))
            page = Page(next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"))
            page.size(width, height)
            try:
                yield page
            finally:
                page._socket.close()


@contextmanager
def started(command: list[str], **options: Any) -> Iterator[None]:
    """Run a program for as long as it is needed."""
    process = subprocess.Popen(command, **options)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def when_there(url: str) -> str:
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
