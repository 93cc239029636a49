"""Serving the page to this machine and no other: what is bound, who is answered, and how it ends."""

from __future__ import annotations

import errno
import importlib.util
import os
import socket
import threading
import traceback
import webbrowser
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from toolkit.browse.view import FOLDER, LANGUAGE
from toolkit.charts.theme import FONT_FAMILY, FONT_FOLDER
from toolkit.corpus import open_corpus
from toolkit.errors import ToolkitError
from toolkit.wording import Lang

HOST = "127.0.0.1"
_OWN_NAMES = (HOST, "localhost")

#: The browser itself refuses to load anything for this page from elsewhere; Vega makes functions of text.
_POLICY = b"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; frame-ancestors 'self'; form-action 'self'"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def browse(folder: Path, *, port: int | None = None, lang: Lang = "zh", show: bool = True) -> None:
    """Serve the page of a corpus until it is interrupted, by default on any free port, and open it in a browser.

    Raises `FrameError` where the folder holds no corpus, `ToolkitError` where the port is taken or the
    extra ``browse`` is not installed.
    """
    open_corpus(folder)
    if importlib.util.find_spec("streamlit") is None:
        raise ToolkitError("the page needs Streamlit: install it with pip install 'ogi-toolkit[browse]'")
    bound = bind(port)
    address = f"http://{HOST}:{bound.getsockname()[1]}/"
    print(f"{folder}: {address}  (Ctrl-C ends it)", flush=True)
    serve(folder.resolve(), bound, lang, address if show else None)


def bind(port: int | None) -> socket.socket:
    """Return a socket bound to this machine alone, on the port asked for or on any that is free."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        # Elsewhere it would let a second server take the port of the first.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port or 0))
        bound.listen()
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            raise ToolkitError(f"port {port} is taken by another program; name another one, or leave --port away") from error
        raise ToolkitError(f"port {port} cannot be used: {error.strerror}; leave --port away") from error
    return bound


def serve(folder: Path, bound: socket.socket, lang: Lang, address: str | None) -> None:
    """Serve the page on a bound socket until it is interrupted; open ``address`` in a browser once it answers."""
    import uvicorn

    os.environ[FOLDER], os.environ[LANGUAGE] = str(folder), lang
    config = uvicorn.Config(application(), log_level="error", lifespan="on", ws="websockets-sansio", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    if address is not None:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    server.run(sockets=[bound])


def application() -> Application:
    """Return the page as a program that uvicorn runs: nothing is sent anywhere, nothing is watched or uploaded."""
    import streamlit as st
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles
    from streamlit.web import bootstrap

    bootstrap.load_config_options(OPTIONS)
    fonts = Mount("/fonts", StaticFiles(directory=FONT_FOLDER))
    app = st.App(Path(__file__).with_name("app.py"), routes=[fonts], on_script_error=_say_failed)
    return only_this_machine(app)


def _say_failed(error: Exception) -> bool:
    """Say on the page, in one line, that it failed; where in the code goes to the terminal."""
    import streamlit as st

    traceback.print_exception(error)
    st.error(f"页面出错，这是本工具的缺陷，请报告。The page failed, which is a defect: {type(error).__name__}: {error}")
    return True


#: Whatever a person's own settings for Streamlit say, these hold.
OPTIONS: dict[str, Any] = {
    "browser_gatherUsageStats": False,
    "browser_serverAddress": HOST,
    "client_showErrorDetails": "type",
    "client_toolbarMode": "minimal",
    "global_developmentMode": False,
    "runner_magicEnabled": False,
    "server_address": HOST,
    "server_enableCORS": True,
    "server_enableStaticServing": False,
    "server_enableXsrfProtection": True,
    "server_fileWatcherType": "none",
    "server_headless": True,
    "server_maxUploadSize": 1,
    "theme_font": f"{FONT_FAMILY}, sans-serif",
    "theme_headingFont": f"{FONT_FAMILY}, sans-serif",
    # Given for light and for dark, the page follows what the system of the person is set to.
    "theme_light_primaryColor": "#2163C9",
    "theme_dark_primaryColor": "#6AA5F5",
    "theme_fontFaces": [
        {"family": FONT_FAMILY, "url": f"/fonts/NotoSansSC-{name}.ttf", "weight": weight}
        for name, weight in (("Regular", 400), ("Bold", 700))
    ],
}


def only_this_machine(app: Application) -> Application:
    """Return the program answering only to pages of its own.

    Another site's page, open in the same browser, reaches a server on this machine too, be it under a name
    of its own that leads here: both are told by the headers that a page cannot forge. What is answered says
    that nothing may be loaded from elsewhere.
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_sealed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"content-security-policy", _POLICY)]
            await send(message)

        if scope["type"] == "lifespan" or _is_own(dict(scope["headers"])):
            await app(scope, receive, send_sealed)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"this page answers to this machine only\n"})

    return guarded


def _is_own(headers: dict[bytes, bytes]) -> bool:
    named = [f"//{headers.get(b'host', b'').decode('latin-1')}"]
    if b"origin" in headers:
        named.append(headers[b"origin"].decode("latin-1"))
    return all(urlsplit(name).hostname in _OWN_NAMES for name in named)
