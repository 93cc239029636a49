"""What LibreOffice makes into .docx first: old Word and WPS files, RTF, OpenDocument text, and Word 2003 XML.

One file alone takes a second, most of it for starting LibreOffice. `prepare` converts many at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from toolkit.document import Document
from toolkit.errors import UnreadableFile
from toolkit.office.compound import MAGIC, CompoundFile
from toolkit.office.document import read_document
from toolkit.office.fidelity import compare, numbers_in
from toolkit.office.libreoffice import convert

FORMATS = ("doc",)
SUFFIXES = (".doc", ".dot", ".wps", ".rtf", ".odt")

_RTF = b"{\\rtf"
_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_ZIP = b"PK\x03\x04"
_OPEN_DOCUMENT_TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"
#: What a compound file is, by a name at its top level.
_OTHERS = {
    "Workbook": "an old Excel workbook; open it and save the report as .docx or PDF",
    "Book": "an old Excel workbook; open it and save the report as .docx or PDF",
    "PowerPoint Document": "an old PowerPoint presentation; open it and save the report as .docx or PDF",
    "EncryptedPackage": "protected by a password; open it and save it without",
    "__properties_version1.0": "an e-mail message; save the report attached to it on its own",
}
#: Files converted ahead of their reading, by their digest.
_prepared: dict[bytes, bytes] = {}


def recognises(head: bytes, size: int) -> bool:
    """Decide whether a file is a compound file, RTF, OpenDocument text, or Word 2003 XML."""
    is_open_document = head.startswith(_ZIP) and _OPEN_DOCUMENT_TEXT in head
    is_word_2003 = head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and _WORD_2003 in head
    return is_open_document or is_word_2003 or head.startswith((MAGIC, _RTF))


def read(data: bytes, suffix: str) -> Document:
    """Return what is printed in a document that LibreOffice can open."""
    kind = _suffix(data)
    said = numbers_in(data, kind)
    converted = _prepared.pop(_digest(data), None)
    if converted is None:
        (converted,) = convert([(data, kind)])
    if converted is None:
        raise UnreadableFile(
            "LibreOffice cannot open the file: it is damaged or of an unusual kind; open it in Word or WPS and save it "
            "as .docx"
        )
    compare(said, kind, converted)
    return read_document(converted, "doc")


def prepare(files: Iterable[bytes]) -> None:
    """Convert files at once, so that reading each of them next costs next to nothing.

    Files of other formats are passed over. What cannot be converted is left to `read`, which says why.
    """
    waiting: dict[bytes, tuple[bytes, str]] = {}
    for data in files:
        if recognises(data[:4096], len(data)):
            try:
                waiting[_digest(data)] = data, _suffix(data)
            except UnreadableFile:
                continue
    if not waiting:
        return
    try:
        converted = convert(list(waiting.values()))
    except UnreadableFile:
        return
    _prepared.update(
        (digest, made) for digest, made in zip(waiting, converted, strict=True) if made is not None
    )


def _suffix(data: bytes) -> str:
    """Return the suffix that tells LibreOffice what a file is; the content decides, not its name."""
    if data.startswith(_RTF):
        if not data.rstrip(b"\0\r\n\t ").endswith(b"}"):
            raise UnreadableFile("the RTF file is cut off; fetch it again")
        return ".rtf"
    if data.startswith(_ZIP):
        return ".odt"
    if not data.startswith(MAGIC):
        return ".xml"
    names = CompoundFile(data).streams
    if "WordDocument" in names:
        return ".doc"
    what = next((what for name, what in _OTHERS.items() if name in names), None)
    raise UnreadableFile(
        f"the file is {what}"
        if what
        else "the file is of an old office program and no Word document; save it as .docx"
    )


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
