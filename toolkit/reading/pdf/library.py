"""The functions of pdfium that are asked some thousand times a page.

They take addresses of arrays as plain numbers: converting arguments one by one, as ctypes does for
declared pointers, would take longer than the work itself.
"""

from __future__ import annotations

import ctypes
from functools import cache
from types import SimpleNamespace
from typing import Any

_A, _I, _F = ctypes.c_void_p, ctypes.c_int, ctypes.c_float

#: Name, type of the result, types of the arguments.
_FUNCTIONS: tuple[tuple[Any, ...], ...] = (
    ("FPDF_LoadPage", _A, _A, _I),
    ("FPDF_ClosePage", None, _A),
    ("FPDF_GetPageBoundingBox", _I, _A, _A),
    ("FPDFPage_GetAnnotCount", _I, _A),
    ("FPDFPage_GetAnnot", _A, _A, _I),
    ("FPDFPage_CloseAnnot", None, _A),
    ("FPDFAnnot_GetSubtype", _I, _A),
    ("FPDFPage_Flatten", _I, _A, _I),
    ("FPDFPage_GetRotation", _I, _A),
    ("FPDFPage_CountObjects", _I, _A),
    ("FPDFPage_GetObject", _A, _A, _I),
    ("FPDFFormObj_CountObjects", _I, _A),
    ("FPDFFormObj_GetObject", _A, _A, ctypes.c_ulong),
    ("FPDFPageObj_GetType", _I, _A),
    ("FPDFPageObj_GetBounds", _I, _A, _A, _A, _A, _A),
    ("FPDFPageObj_GetMatrix", _I, _A, _A),
    ("FPDFPageObj_GetFillColor", _I, _A, _A, _A, _A, _A),
    ("FPDFPageObj_GetStrokeColor", _I, _A, _A, _A, _A, _A),
    ("FPDFPageObj_HasTransparency", _I, _A),
    ("FPDFPageObj_GetClipPath", _A, _A),
    ("FPDFClipPath_CountPaths", _I, _A),
    ("FPDFClipPath_CountPathSegments", _I, _A, _I),
    ("FPDFClipPath_GetPathSegment", _A, _A, _I, _I),
    ("FPDFPath_GetDrawMode", _I, _A, _A, _A),
    ("FPDFPath_CountSegments", _I, _A),
    ("FPDFPath_GetPathSegment", _A, _A, _I),
    ("FPDFPathSegment_GetPoint", _I, _A, _A, _A),
    ("FPDFPathSegment_GetType", _I, _A),
    ("FPDFPathSegment_GetClose", _I, _A),
    ("FPDFText_LoadPage", _A, _A),
    ("FPDFText_ClosePage", None, _A),
    ("FPDFText_CountChars", _I, _A),
    ("FPDFText_GetText", _I, _A, _I, _I, _A),
    ("FPDFText_GetUnicode", ctypes.c_uint, _A, _I),
    ("FPDFText_HasUnicodeMapError", _I, _A, _I),
    ("FPDFText_GetCharAngle", _F, _A, _I),
    ("FPDFText_GetCharBox", _I, _A, _I, _A, _A, _A, _A),
    ("FPDFText_GetLooseCharBox", _I, _A, _I, _A),
    ("FPDFText_GetFillColor", _I, _A, _I, _A, _A, _A, _A),
    ("FPDFText_GetTextObject", _A, _A, _I),
    ("FPDFTextObj_GetTextRenderMode", _I, _A),
)


@cache
def functions() -> SimpleNamespace:
    """Return the functions by their names."""
    import pypdfium2.raw as raw

    return SimpleNamespace(
        **{
            name: ctypes.PYFUNCTYPE(*types)(ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0)
            for name, *types in _FUNCTIONS
        }
    )


class Numbers:
    """An array of numbers that pdfium writes into: its values, and the address of each of them."""

    def __init__(self, kind: Any, count: int) -> None:
        """Make room for ``count`` numbers of a ctypes kind."""
        self.values = (kind * count)()
        start, size = ctypes.addressof(self.values), ctypes.sizeof(kind)
        self.at = tuple(start + size * n for n in range(min(count, 6)))
