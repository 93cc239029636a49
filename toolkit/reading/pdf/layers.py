"""Layers of a PDF that are switched off: nobody sees what is on them, and yet it is among the characters."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping
from typing import Any

_LAYERS = b"/OCProperties"
#: Where objects are packed together, among them what the file says of its layers; so much of each is looked at.
_MOST_UNPACKED = 10_000_000
_PACKED = re.compile(rb"/ObjStm\b.*?stream\r?\n", re.DOTALL)


def has_layers_off(data: bytes) -> bool:
    """Decide whether a file has layers that are not shown when it is opened."""
    if _LAYERS not in data and not any(
        _LAYERS in _unpacked(data, found.end()) for found in _PACKED.finditer(data)
    ):
        return False
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    layers = _entries(PDFDocument(PDFParser(io.BytesIO(data))).catalog.get("OCProperties"))
    shown = _entries(layers.get("D"))
    return (
        bool(_values(shown.get("OFF")))
        or _name(shown.get("BaseState")) == "OFF"
        or any(
            _name(_entries(_entries(_entries(layer).get("Usage")).get("View")).get("ViewState")) == "OFF"
            for layer in _values(layers.get("OCGs"))
        )
    )


def _unpacked(data: bytes, start: int) -> bytes:
    """Return packed objects; where they cannot be unpacked, as in an encrypted file, what makes the file be opened."""
    try:
        return zlib.decompressobj().decompress(memoryview(data)[start:], _MOST_UNPACKED)
    except zlib.error:
        return _LAYERS


def _entries(value: object) -> Mapping[str, Any]:
    from pdfminer.pdftypes import resolve1

    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _values(value: object) -> list[Any]:
    from pdfminer.pdftypes import resolve1

    found = resolve1(value)
    return found if isinstance(found, list) else []


def _name(value: object) -> str:
    from pdfminer.pdftypes import resolve1

    return str(getattr(resolve1(value), "name", ""))
