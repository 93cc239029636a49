"""What of a Word document cannot be read: pictures as large as a table, and files put into it."""

from __future__ import annotations

import re
from typing import Any

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
# width:415.3pt;height:200pt
_SIZE = re.compile(r"(width|height):(\d+(?:\.\d+)?)pt")
#: A tenth of a page, in square points: a seal or an emblem is smaller, a table is not.
_TABLE = 595 * 842 / 10
_UNITS_IN_A_POINT = 12_700


def unread_in(root: Any, w: str, source: bytes) -> str:
    """Return what of a document was not read, in words, or an empty text; ``w`` is the namespace in braces."""
    parts = []
    if any(name in source for name in (b"pic:pic", b"imagedata", b"OLEObject")):
        parts += [
            _counted(_large_pictures(root, w), "picture as large as a table", "pictures as large as a table")
        ]
        programs = [each.get("ProgID", "") for each in root.iter(_OBJECT)]
        parts += [f"an embedded object ({name})" for name in programs if not name.startswith("Equation")]
    if b"altChunk" in source or b"subDoc" in source:
        files = sum(1 for _ in root.iter(f"{w}altChunk", f"{w}subDoc"))
        parts += [_counted(files, "other file put into it", "other files put into it")]
    said = [part for part in parts if part]
    return f"of the document, {', '.join(said)} could not be read" if said else ""


def _large_pictures(root: Any, w: str) -> int:
    sizes = [
        (_points(extent.get("cx", "")), _points(extent.get("cy", "")))
        for drawing in root.iter(f"{w}drawing")
        if next(drawing.iter(_PICTURE), None) is not None
        for extent in drawing.iter(_EXTENT)
    ]
    if not sizes:
        # The preview of an embedded object is told with the object.
        shapes = [
            each.getparent().get("style", "")
            for each in root.iter(_OLD_PICTURE)
            if next(each.iterancestors(f"{w}object"), None) is None
        ]
        found = [{name: float(size) for name, size in _SIZE.findall(style)} for style in shapes]
        sizes = [(size.get("width", 0.0), size.get("height", 0.0)) for size in found]
    return sum(width * height >= _TABLE for width, height in sizes)


def _points(units: str) -> float:
    return int(units) / _UNITS_IN_A_POINT if units.isdecimal() else 0.0


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
