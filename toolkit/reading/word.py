"""Word documents (.docx) of Word, WPS and LibreOffice."""

from __future__ import annotations

from toolkit.document import Document
from toolkit.office.document import read_document
from toolkit.office.package import is_flat

FORMATS = ("docx",)
SUFFIXES = (".docx", ".docm", ".dotx")

_ZIP = b"PK\x03\x04"
_OPEN_DOCUMENT_TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"


def recognises(head: bytes, size: int) -> bool:
    """Decide whether a file is a package; what kind of package is told by its directory, at its end.

    A package can also be written as one XML file.
    """
    return (head.startswith(_ZIP) and _OPEN_DOCUMENT_TEXT not in head) or is_flat(head)


def read(data: bytes, suffix: str) -> Document:
    """Return what is printed in a Word document."""
    return read_document(data)
