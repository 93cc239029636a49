"""The functions of pdfium that are asked some thousand times a page.

Their arguments are not declared: ctypes would convert each of them anew at every call, which takes
longer than the work itself. Numbers are passed as they are, everything else as made by `handle` or
`Numbers`, once for all calls.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable
from functools import cache
from threading import local
from types import SimpleNamespace
from typing import Any

_A, _I, _F = ctypes.c_void_p, ctypes.c_int, ctypes.c_float

#: Name and type of the result.
_FUNCTIONS: tuple[tuple[str, Any], ...] = (
    ("FPDF_LoadPage", _A),
    ("FPDF_ClosePage", None),
    ("FPDF_GetPageBoundingBox", _I),
    ("FPDFPage_GetAnnotCount", _I),
    ("FPDFPage_GetAnnot", _A),
    ("FPDFPage_CloseAnnot", None),
    ("FPDFAnnot_GetSubtype", _I),
    ("FPDFAnnot_GetFlags", _I),
    ("FPDFAnnot_HasKey", _I),
    ("FPDFAnnot_GetRect", _I),
    ("FPDFPage_Flatten", _I),
    ("FPDFPage_GetRotation", _I),
    ("FPDFPage_CountObjects", _I),
    ("FPDFPage_GetObject", _A),
    ("FPDFFormObj_CountObjects", _I),
    ("FPDFFormObj_GetObject", _A),
    ("FPDFPageObj_GetType", _I),
    ("FPDFPageObj_GetBounds", _I),
    ("FPDFPageObj_GetMatrix", _I),
    ("FPDFPageObj_GetFillColor", _I),
    ("FPDFPageObj_GetStrokeColor", _I),
    ("FPDFPageObj_HasTransparency", _I),
    ("FPDFPageObj_GetClipPath", _A),
    ("FPDFClipPath_CountPaths", _I),
    ("FPDFClipPath_CountPathSegments", _I),
    ("FPDFClipPath_GetPathSegment", _A),
    ("FPDFPath_GetDrawMode", _I),
    ("FPDFPath_CountSegments", _I),
    ("FPDFPath_GetPathSegment", _A),
    ("FPDFPathSegment_GetPoint", _I),
    ("FPDFPathSegment_GetType", _I),
    ("FPDFPathSegment_GetClose", _I),
    ("FPDFImageObj_GetRenderedBitmap", _A),
    ("FPDFText_LoadPage", _A),
    ("FPDFText_ClosePage", None),
    ("FPDFText_CountChars", _I),
    ("FPDFText_GetText", _I),
    ("FPDFText_GetUnicode", ctypes.c_uint),
    ("FPDFText_HasUnicodeMapError", _I),
    ("FPDFText_GetCharAngle", _F),
    ("FPDFText_GetMatrix", _I),
    ("FPDFText_GetCharBox", _I),
    ("FPDFText_GetLooseCharBox", _I),
    ("FPDFText_GetFillColor", _I),
    ("FPDFText_GetTextObject", _A),
    ("FPDFTextObj_GetTextRenderMode", _I),
)

#: What a function of pdfium takes for a page, an object or a text of which another one gave the address.
handle = ctypes.c_void_p.from_param


@cache
def functions() -> SimpleNamespace:
    """Return the functions by their names."""
    import pypdfium2.raw as raw

    return SimpleNamespace(
        **{
            name: ctypes.PYFUNCTYPE(result)(ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0)
            for name, result in _FUNCTIONS
        }
    )


class Numbers:
    """An array of numbers that pdfium writes into: its values, and what it takes for the place of each."""

    def __init__(self, kind: Any, count: int) -> None:
        """Make room for ``count`` numbers of a ctypes kind."""
        self.values = (kind * count)()
        size = ctypes.sizeof(kind)
        self.at = [ctypes.byref(self.values, size * n) for n in range(count)]


class _Rooms(local):
    """The arrays that `columns` writes into, kept for the next page: making places takes as long as asking."""

    def __init__(self) -> None:
        self.of: dict[Any, Numbers] = {}


_rooms = _Rooms()


def columns(
    kind: Any, each: int, function: Callable[..., int], count: int, *about: Iterable[Any], places: int = 0
) -> list[list[Any]]:
    """Return the numbers that a function writes down for each of ``count`` things, column by column.

    It writes ``each`` numbers of a ctypes kind at a time, to ``each`` places, or to so many ``places``:
    one where they are a structure.
    """
    end = each * count
    room = _rooms.of.get(kind)
    if room is None or len(room.at) < end:
        room = _rooms.of[kind] = Numbers(kind, 2 * end)
    ctypes.memset(room.values, 0, end * ctypes.sizeof(kind))
    deque(map(function, *about, *(room.at[place:end:each] for place in range(places or each))), 0)
    return [room.values[place:end:each] for place in range(each)]
