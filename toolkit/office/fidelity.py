"""Whether LibreOffice kept every number of a file when it made it into .docx.

It reads nearly everything right, and where it does not, nobody would see it: from a row of an odd shape
it made one cell 783 out of the cells 7 and 83, and it left out last cells. So the runs of digits are
counted in the file itself, which takes a few lines for each format and no knowledge of its looks.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from toolkit.errors import UnreadableFile
from toolkit.office.compound import CompoundFile
from toolkit.office.package import Archive, Package, parse

_DIGITS = re.compile(r"\d+")
# Fields that a program works out anew whenever it opens a file, by the first word of their code.
_FLEETING = re.compile(
    r"\s*(?:\w*DATE|TIME|EDITTIME|(?:NUM|SECTION)?PAGES?|SECTION|FILE(?:NAME|SIZE)|REVNUM|NUM(?:WORDS|CHARS)|SEQ|\w*REF)\b",
    re.IGNORECASE,
)
#: A date with its time has so many numbers.
_NUMBERS_IN_A_FIELD = 6


class Numbers(NamedTuple):
    """How often each run of digits occurs, and how many fields there are whose numbers change on opening."""

    runs: Counter[str]
    fleeting: int = 0


def numbers_in(data: bytes, suffix: str) -> Numbers:
    """Return the numbers in an old Word (.doc), RTF (.rtf), OpenDocument (.odt) or Word 2003 XML (.xml) file.

    Raises `UnreadableFile` where the file is damaged, protected or too old to be looked into.
    """
    read = {".doc": _in_binary, ".rtf": _in_rtf, ".odt": _in_open_document, ".xml": _in_word_2003}[suffix]
    try:
        return read(data)
    except (struct.error, IndexError) as error:
        raise UnreadableFile("the old Word or WPS file is damaged; fetch it again") from error


def compare(said: Numbers, suffix: str, converted: bytes) -> None:
    """Raise `UnreadableFile` where a conversion to .docx joined, lost or changed a number."""
    # OpenDocument keeps deleted text apart from the place where it stood; that of Word 2003 XML is not kept.
    kept = _in_word(converted, with_deleted=suffix not in (".odt", ".xml"))
    lost, new = said.runs - kept, kept - said.runs
    if lost or new.total() > said.fleeting * _NUMBERS_IN_A_FIELD:
        examples = " and ".join(
            f"{what} {', '.join(list(numbers)[:3])}"
            for what, numbers in (("loses", lost), ("adds", new))
            if numbers
        )
        raise UnreadableFile(
            f"LibreOffice does not keep the numbers of this file as they stand (it {examples}); open it in Word or WPS "
            "and save it as .docx or PDF"
        )


def _counted(text: Iterable[str]) -> Counter[str]:
    return Counter(_DIGITS.findall("".join(text)))


# -- what LibreOffice made ---------------------------------------------------------------------------

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SAID = (f"{_WORD}t", f"{_WORD}delText")
_PARTING = tuple(_WORD + name for name in ("p", "br", "cr", "tab", "noBreakHyphen"))


def _in_word(data: bytes, with_deleted: bool) -> Counter[str]:
    package = Package(data)
    root = parse(package.read(package.main) or b"", package.main)
    aside = (_FALLBACK,) if with_deleted else (_FALLBACK, f"{_WORD}del", f"{_WORD}moveFrom")
    for element in list(root.iter(*aside)):
        element.getparent().remove(element)
    return _counted(
        (element.text or "") if element.tag in _SAID else " " for element in root.iter(*_SAID, *_PARTING)
    )


# -- old Word files ----------------------------------------------------------------------------------

_FIELD_MARKS = re.compile("([\x13\x14\x15])")
# Where pictures, notes and comments hang, and hyphens that show at the end of a line only.
_NOT_PRINTED = re.compile("[\x01-\x06\x08\x1f]")
_WORD_97 = 0xC1
_IS_PROTECTED, _HAS_TABLE_1 = 0x0100, 0x0200


def _in_binary(data: bytes) -> Numbers:
    """Return the numbers in the text and the text boxes of an old Word file."""
    return _beside_codes(_NOT_PRINTED.sub("", _binary_text(data)))


def _beside_codes(text: str) -> Numbers:
    """Return the numbers of a text in which fields are marked: not those of codes, nor what changes on opening."""
    runs: list[str] = []
    fleeting = 0
    # Of every open field: whether what comes is its code, its result, or a result that does not count.
    fields: list[str] = []
    for part in _FIELD_MARKS.split(text):
        if part == "\x13":
            fields.append("code")
        elif part == "\x14" and fields:
            fields[-1] = "result" if fields[-1] == "code" else "fleeting"
        elif part == "\x15" and fields:
            fields.pop()
        elif fields and fields[-1] == "code" and _FLEETING.match(part):
            fields[-1] = "fleeting"
            fleeting += 1
        elif not {"code", "fleeting"} & set(fields):
            runs.append(part)
    return Numbers(_counted(runs), fleeting)


def _binary_text(data: bytes) -> str:
    """Return the text of an old Word file and that of its text boxes, with all their marks."""
    file = CompoundFile(data)
    stream = file.stream("WordDocument")
    version, flags = struct.unpack_from("<H6xH", stream, 2)
    if flags & _IS_PROTECTED:
        raise UnreadableFile("the file is protected by a password; open it and save it without")
    if version < _WORD_97:
        raise UnreadableFile("the file is of Word 95 or older; open it in Word or WPS and save it as .docx")
    table = file.stream("1Table" if flags & _HAS_TABLE_1 else "0Table")
    main, *between, boxes = struct.unpack_from("<7I", stream, 0x4C)
    at, length = struct.unpack_from("<II", stream, 0x1A2)
    text = "".join(_pieces(stream, table[at : at + length]))
    start = main + sum(between)
    return f"{text[:main]}\r{text[start : start + boxes]}"


def _pieces(stream: bytes, places: bytes) -> Iterator[str]:
    """Yield the pieces of text of an old Word file in their order."""
    at = 0
    while places[at] == 1:
        at += 3 + int(struct.unpack_from("<H", places, at + 1)[0])
    count = (int(struct.unpack_from("<I", places, at + 1)[0]) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", places, at + 5)
    for number in range(count):
        (where,) = struct.unpack_from("<I", places, at + 5 + 4 * (count + 1) + 8 * number + 2)
        length = starts[number + 1] - starts[number]
        if where & 0x40000000:
            where = (where & 0x3FFFFFFF) // 2
            yield stream[where : where + length].decode("cp1252", "replace")
        else:
            # Each half of a character of two halves counts, as the positions do; none is a digit.
            yield "".join(map(chr, struct.unpack_from(f"<{length}H", stream, where)))


# -- RTF ---------------------------------------------------------------------------------------------

_TOKEN = re.compile(rb"\\([a-z]+)(-?\d+)? ?|\\'[0-9a-fA-F]{2}|\\(.)|([{}])|([^\\{}\r\n]+)", re.DOTALL)
#: Groups whose text is not printed where it stands, or is printed twice; those with a star are others.
_ASIDE = frozenset(
    [
        *(b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"listtext", b"pntext", b"sp"),
        *(b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf"),
        *(b"footnote", b"shprslt"),
    ]
)


def _in_rtf(data: bytes) -> Numbers:
    """Return the numbers in the text and the text boxes of an RTF file."""
    runs: list[str] = []
    fleeting = 0
    code = b""
    aside = [False]
    for word, number, sign, brace, plain in _TOKEN.findall(data):
        if brace == b"{":
            aside.append(aside[-1])
        elif brace == b"}" and len(aside) > 1:
            aside.pop()
        elif word in _ASIDE or sign == b"*":
            aside[-1] = True
        elif word == b"shpinst":
            aside[-1] = False
        elif word == b"fldinst":
            code = b""
        elif word == b"fldrslt" and _FLEETING.match(code.decode("latin-1")):
            aside[-1] = True
            fleeting += 1
        elif aside[-1]:
            code += plain
        elif word == b"u":
            runs.append(chr(int(number or 0) % 0x10000))
        elif plain:
            runs.append(plain.decode("latin-1"))
        elif word in (b"par", b"cell", b"nestcell", b"row", b"line", b"tab", b"page", b"sect") or sign in (
            b"~",
            b"_",
        ):
            runs.append(" ")
    return Numbers(_counted(runs), fleeting)


# -- OpenDocument ------------------------------------------------------------------------------------

_OPEN = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
_TEXT = _OPEN % ("text", "")
_NOT_TEXT = frozenset(
    [
        *(_TEXT + name for name in ("tracked-changes", "note", "ruby-text", "sequence-decls")),
        *(_OPEN % ("office", name) for name in ("annotation", "forms")),
        *(_OPEN % ("svg-compatible", name) for name in ("title", "desc")),
    ]
)
_OPEN_PARTING = frozenset(_TEXT + name for name in ("p", "h", "tab", "s", "line-break"))
_OPEN_FLEETING = re.compile(
    re.escape(_TEXT) + r"(?:[\w-]*(?:date|time|duration|-ref|cycles)|page-\w+|sequence|file-name)"
)


def _in_open_document(data: bytes) -> Numbers:
    """Return the numbers in the text of an OpenDocument file; what was deleted stands elsewhere in it."""
    root = parse(Archive(data).read("content.xml") or b"", "content.xml")
    body = root.find(f"{_OPEN % ('office', 'body')}/{_OPEN % ('office', 'text')}")
    fleeting = sum(1 for each in root.iter(f"{_TEXT}*") if _OPEN_FLEETING.fullmatch(each.tag))
    return Numbers(_counted(_open_text(body)) if body is not None else Counter(), fleeting)


def _open_text(element: Any) -> Iterator[str]:
    if element.tag in _OPEN_PARTING:
        yield " "
    yield element.text or ""
    for child in element:
        if child.tag not in _NOT_TEXT and not _OPEN_FLEETING.fullmatch(child.tag):
            yield from _open_text(child)
        yield child.tail or ""


# -- Word 2003 XML -----------------------------------------------------------------------------------

_OLD_WORD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_OLD_FIELDS = {"begin": "\x13", "separate": "\x14", "end": "\x15"}
_OLD_ASIDE = frozenset(
    _OLD_WORD + name for name in ("hdr", "ftr", "footnote", "endnote", "docOleData", "binData")
)


def _in_word_2003(data: bytes) -> Numbers:
    """Return the numbers in the text of a file in the XML of Word 2003."""
    body = parse(data, "the file").find(f"{_OLD_WORD}body")
    if body is None:
        raise UnreadableFile("the XML file holds no Word document; open it in Word and save it as .docx")
    return _beside_codes("".join(_old_text(body)))


def _old_text(element: Any) -> Iterator[str]:
    """Yield the text inside an element, with the marks that fields have in an old Word file."""
    name = element.tag.removeprefix(_OLD_WORD)
    if name in ("t", "instrText"):
        yield element.text or ""
    elif name in ("p", "br", "tab", "noBreakHyphen"):
        yield " "
    elif name == "fldChar":
        yield _OLD_FIELDS.get(element.get(f"{_OLD_WORD}fldCharType", ""), "")
    elif name == "fldSimple":
        yield f"\x13{element.get(f'{_OLD_WORD}instr', '')}\x14"
    for child in element:
        if child.tag not in _OLD_ASIDE:
            yield from _old_text(child)
    if name == "fldSimple":
        yield "\x15"
