"""A Word document as a package: the parts inside the zip archive, opened with care.

A file from the web may be anything that is called .docx. Nothing is taken from it but named parts of
a sensible size, and its XML may neither define entities nor fetch anything.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote

from toolkit.errors import UnreadableFile

#: Far more than any report: the text of a long one is 2 MB of XML.
_LARGEST_PART = 64 * 1024 * 1024
_RELATIONS = "_rels/.rels"
_MAIN_PART = "word/document.xml"
_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"

#: Zip archives that are no Word document, by what stands in them: a name, or how names begin.
_OTHERS: tuple[tuple[str, str], ...] = (
    ("xl/", "an Excel workbook; open it and save the report as .docx or PDF"),
    ("ppt/", "a PowerPoint presentation; open it and save the report as .docx or PDF"),
    ("visio/", "a Visio drawing; open it and save the report as PDF"),
    ("ofd.xml", "an OFD document; open it in an OFD viewer and save it as PDF"),
    ("fixeddocseq.fdseq", "an XPS document; open it and save it as PDF"),
    ("meta-inf/container.xml", "an electronic book (EPUB); save the report in it as .docx or PDF"),
    ("index/document.iwa", "a Pages document; open it and save it as .docx"),
)
#: The same for OpenDocument, whose part ``mimetype`` says what it is.
_OPEN_DOCUMENT = {
    b"opendocument.text": "an OpenDocument text packed in an unusual way; open it and save it as .docx",
    b"spreadsheet": "an OpenDocument spreadsheet; open it and save the report as .docx or PDF",
    b"presentation": "an OpenDocument presentation; open it and save the report as .docx or PDF",
}


class Archive:
    """The parts inside a zip archive, by name; names are compared without regard to case."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = self._archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise UnreadableFile(
                "the file begins as a Word document or zip archive and is cut off or damaged; fetch it again"
            ) from error
        # Some programs write Windows separators.
        self._parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a part, or nothing where there is no such part."""
        info = self._parts.get(name.lstrip("/").lower())
        if info is None:
            return None
        if info.file_size > _LARGEST_PART:
            raise UnreadableFile(
                f"{name} inside the file unpacks to more than 64 MB, as no report does; save it anew in Word"
            )
        try:
            return self._archive.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise UnreadableFile(f"{name} inside the file is damaged; fetch the file again") from error
        except RuntimeError as error:
            raise UnreadableFile(
                "the archive is protected by a password; open it and save it without"
            ) from error


class Package(Archive):
    """The parts of one Word document; ``main`` is the name of the part with its text."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.main = self._main_part()

    def related(self, kind: str) -> bytes | None:
        """Return the part that the main part names as its ``numbering``, ``styles`` and so on."""
        folder, name = posixpath.split(self.main)
        for target, found in self._relations(f"{folder}/_rels/{name}.rels", folder):
            if found == kind:
                return self.read(target)
        return None

    def _main_part(self) -> str:
        """Return the name of the part with the text; raise `UnreadableFile` where it is no Word document."""
        for target, kind in self._relations(_RELATIONS, ""):
            if kind == "officeDocument":
                self._refuse_others([target.lower()])
                if target.lower() in self._parts:
                    return target
        if _MAIN_PART in self._parts:
            return _MAIN_PART
        self._refuse_others(list(self._parts))
        raise UnreadableFile(
            "the file is a zip archive and no Word document; unpack it, or give its name the ending .zip"
        )

    def _refuse_others(self, names: list[str]) -> None:
        for begins, what in _OTHERS:
            if any(name.startswith(begins) for name in names):
                raise UnreadableFile(f"the file is {what}")
        said = (self.read("mimetype") or b"")[:200]
        for word, what in _OPEN_DOCUMENT.items():
            if word in said:
                raise UnreadableFile(f"the file is {what}")

    def _relations(self, name: str, folder: str) -> list[tuple[str, str]]:
        """Return what a part of relations names: each target, and the last word of its kind."""
        data = self.read(name)
        if data is None:
            return []
        return [
            (_joined(folder, relation.get("Target", "")), relation.get("Type", "").rpartition("/")[2])
            for relation in parse(data, name)
            if relation.get("TargetMode") != "External"
        ]


def _joined(folder: str, target: str) -> str:
    """Return the name of a part that is named from inside a folder."""
    target = unquote(target).replace("\\", "/")
    return posixpath.normpath(target if target.startswith("/") else posixpath.join(folder, target)).lstrip(
        "/"
    )


def is_flat(head: bytes) -> bool:
    """Decide whether a file is a package written as one XML file, as Word does on request."""
    return _FLAT.strip("{}").encode() in head


def packed(data: bytes) -> bytes:
    """Return a package that is written as one XML file as the archive that it usually is."""
    from lxml import etree

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in parse(data, "the file").iterchildren(f"{_FLAT}part"):
            content = part.find(f"{_FLAT}xmlData")
            if content is not None and len(content):
                archive.writestr(
                    part.get(f"{_FLAT}name", "").lstrip("/"), etree.tostring(content[0], encoding="UTF-8")
                )
    return made.getvalue()


def as_utf8(data: bytes) -> bytes:
    """Return a part in UTF-8; a few programs write UTF-16, which the format allows too."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    return re.sub(r"^<\?xml[^>]*\?>", "", data.decode("utf-16", "replace")).encode()


def parse(data: bytes, name: str) -> Any:
    """Return the root element of a part; raise `UnreadableFile` where it is no sound XML."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(
            f"{name} inside the file is no sound XML; open it in Word and save it anew"
        ) from error
    # Word never writes one, and what an entity stands for would be missing from the text.
    if root.getroottree().docinfo.doctype:
        raise UnreadableFile(
            f"{name} inside the file defines entities, as no Word document does; save it anew in Word"
        )
    return root
