"""Old Word files made into .docx by LibreOffice: many at once, because starting it takes a second."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from toolkit.errors import UnreadableFile

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
#: A conversion takes a second; one that hangs, on a file or on a question nobody sees, is given up.
SECONDS_TO_START, SECONDS_PER_FILE = 60, 15
# A report may name files to be fetched and programs to be run; neither is wanted.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
# Two conversions cannot share a profile.
_one_at_a_time = threading.Lock()


def is_installed() -> bool:
    """Decide whether there is a LibreOffice to convert with."""
    return _program() is not None


def convert(files: Sequence[tuple[bytes, str]]) -> list[bytes | None]:
    """Return old Word files, each with its suffix, as .docx; nothing for one that cannot be converted.

    Raises `UnreadableFile` where LibreOffice is not installed or does not come back in time.
    """
    program = _program()
    if program is None:
        raise UnreadableFile(
            "an old Word, WPS, RTF or OpenDocument file is read by LibreOffice, which is not installed; install it "
            "(the command soffice has to be found), or open the file and save it as .docx"
        )
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="ogi-word-") as folder:
        into = Path(folder, "converted")
        named = [Path(folder, f"{at}{suffix}") for at, (_, suffix) in enumerate(files)]
        for path, (data, _) in zip(named, files, strict=True):
            path.write_bytes(data)
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={_profile().as_uri()}"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(into), *map(str, named)]
        _run(command, SECONDS_TO_START + SECONDS_PER_FILE * len(files))
        made = [into / f"{path.stem}.docx" for path in named]
        return [path.read_bytes() if path.is_file() else None for path in made]


@cache
def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


@cache
def _profile() -> Path:
    """Return the folder in which LibreOffice keeps its settings, one for each process.

    It is kept until the process ends: making one takes as long as a conversion.
    """
    folder = Path(tempfile.mkdtemp(prefix="ogi-libreoffice-"))
    # Unlike atexit, this is called in the processes of a pool too.
    Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=1)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return folder


def _run(command: Sequence[str], seconds: float) -> None:
    """Run a program and all it starts; end them all where they take too long."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        # What it left behind in its profile may keep it from starting again.
        _profile.cache_clear()
        raise UnreadableFile(
            f"LibreOffice took longer than {seconds:.0f} s to convert the file; open it and save it as .docx"
        ) from error
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
