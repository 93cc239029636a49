"""From the bytes of a file to what is printed in it, nothing interpreted.

One module per format, found by listing this folder. A reader module has

``FORMATS``   the format codes it may give, as in the contract
``SUFFIXES``  the file name endings it usually comes with
``recognises(head, size)``  decides from the first bytes whether the file is of this format
``read(data, suffix)``      returns a `Document`, or raises `UnreadableFile` with a reason
``page_image(data, page)``  in formats with pages: the picture of a page, and its pixels in a point
``prepare(files)``          in formats that another program converts: the bytes of files to read next, all at once
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from toolkit.document import Document
from toolkit.errors import UnreadableFile

if TYPE_CHECKING:
    from PIL.Image import Image

_HEAD = 4096

#: What a file that no reader takes looks like, by its first bytes, and what a person can do.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"<?xml", "an Office file written as XML; open it in Word and save it as .docx"),
    (b"GIF8", "a GIF picture; save it as PNG first"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"PAR1", "a Parquet file, not a report"),
)


class Reader(Protocol):
    """What a reader module offers."""

    FORMATS: tuple[str, ...]
    SUFFIXES: tuple[str, ...]

    def recognises(self, head: bytes, size: int) -> bool:
        """Decide from the first bytes whether a file is of this format."""

    def read(self, data: bytes, suffix: str) -> Document:
        """Return what is printed in the file."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return every reader module in this folder, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(cast(Reader, module) for module in modules if hasattr(module, "recognises"))


@cache
def suffixes() -> frozenset[str]:
    """Return the file name endings that some reader knows, lower case, with their dot."""
    return frozenset(suffix for reader in readers() for suffix in reader.SUFFIXES)


@cache
def prepared_suffixes() -> frozenset[str]:
    """Return the endings of files that are read faster once `prepare` has seen them all."""
    return frozenset(suffix for reader in readers() if hasattr(reader, "prepare") for suffix in reader.SUFFIXES)


def prepare(files: Iterable[bytes]) -> None:
    """Do at once what files to be read next need from another program."""
    waiting = list(files)
    for reader in readers():
        if waiting and hasattr(reader, "prepare"):
            reader.prepare(waiting)


def read(data: bytes, suffix: str = "") -> Document:
    """Return what is printed in a file; the content decides the format, not the suffix.

    Raises `UnreadableFile` with a reason a person can act on.
    """
    if not data.strip():
        raise UnreadableFile("the file is empty")
    head = data[:_HEAD]
    for reader in readers():
        if reader.recognises(head, len(data)):
            return reader.read(data, suffix.lower())
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableFile(f"the file is {what}")
    raise UnreadableFile("the file is no text and of no format this version knows; is it damaged?")


def page_image(data: bytes, suffix: str, page: int) -> tuple[Image, float] | None:
    """Return the picture of a page and its pixels in a point, or nothing in formats without pages."""
    reader = next((reader for reader in readers() if reader.recognises(data[:_HEAD], len(data))), None)
    draw = getattr(reader, "page_image", None)
    return None if draw is None else cast("tuple[Image, float]", draw(data, page))
