"""The text of one paragraph as it is printed: what is deleted, hidden or computed is told apart here."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from toolkit.office.colours import HIGHLIGHTS, WHITE
from toolkit.office.lightened import CELL, LINE
from toolkit.office.numbering import Numbering
from toolkit.office.styles import OFF, Styles, listed, looks, setting

#: Elements of a paragraph by what they stand for; of those that are not named here the inside counts.
_KINDS = {
    "text": ("t",),
    "run": ("r",),
    "tab": ("tab", "ptab"),
    "break": ("br", "cr"),
    "hyphen": ("noBreakHyphen",),
    "sign": ("sym",),
    "field": ("fldChar",),
    "code": ("instrText",),
    "simple": ("fldSimple",),
    "box": ("txbxContent",),
    "note": ("footnoteReference", "endnoteReference"),
    "reversed": ("bdo",),
    "drawn": ("drawing", "pict", "object", "contentPart"),
    # Deleted, moved away, the small reading above a character, and what is no text of the page.
    "nothing": (
        *("del", "moveFrom", "delText", "delInstrText", "rt", "rubyPr"),
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"),
    ),
}
_FORMULAS = (
    *("f", "sSup", "sSub", "sSubSup", "sPre", "nary", "rad", "limLow", "limUpp", "m", "mr", "func", "eqArr"),
    *("groupChr", "bar", "acc", "box", "borderBox", "phant"),
)
#: How the parts of a formula are told from figures that stand side by side: 1/2 is not 12.
_BETWEEN = {"f": "/", "sSup": "^", "sSub": "_"}
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT_MATH = "{http://purl.oclc.org/ooxml/officeDocument/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DRAWN_TEXT = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}t",
    "{http://purl.oclc.org/ooxml/drawingml/main}t",
)
_LETTERING = "{urn:schemas-microsoft-com:vml}textpath"
_PRESERVED = "{http://www.w3.org/XML/1998/namespace}space"

#: Combined with the character before it: the line through what an author struck out and left standing.
_STRUCK = "\u0336"
#: A note's 1 behind a 5 must not make 51.
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
#: A sign of a font that numbers its signs in its own way.
_UNKNOWN = "\ufffd"
_NUMBER, _SPOILT = re.compile(r"\d[\d.,]*"), rf"\g<0>{_UNKNOWN}"
#: Stands where something is drawn: a picture, a chart, an object of another program, a shape.
DRAWN = "\ufffc"
#: Stands where something is drawn that floats over the page, and may belong to any place on it.
FLOATING = "\x14"
_IS_FLOATING = re.compile(r"position:\s*absolute")
_SIGN_FONTS = frozenset({"Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"})
# EQ \o\ac(○,1): a formula of old, whose text stands in its code.
_SWITCH = re.compile(r"^\s*EQ\b|\\\w+|\\?[(),;]", re.IGNORECASE)
# What of the other fields shows something that may be a number, if only its code is in the file.
_SHOWING = re.compile(
    r"=|(?:QUOTE|SYMBOL|IF|COMPARE|(?:DOC|MERGE)\w+|FORMCHECKBOX|FILLIN|REF|LINK|EMBED|INCLUDE\w+|DATABASE)\b",
    re.IGNORECASE,
)
_BUTTON = re.compile(r"(?:MACRO|GOTO)BUTTON\s+\S+\s*", re.IGNORECASE)
_DELETED = ("del", "moveFrom")
#: Whose namespaces Word and WPS understand.
_MAKERS = ("schemas.microsoft.com/office/", "schemas.openxmlformats.org/", "purl.oclc.org/", "wps.cn/")


class Paragraph(NamedTuple):
    """The text of a paragraph, its list number with the gap behind it, and the text boxes that hang on it.

    ``runs_on`` where its end was deleted: the next paragraph continues it. ``is_contents`` marks a
    line of a table of contents: a heading, a tab and the number of its page.
    """

    text: str
    number: str = ""
    boxes: tuple[Any, ...] = ()
    runs_on: bool = False
    is_contents: bool = False


class ParagraphReader:
    """Reads the paragraphs of one document in their order, counting list numbers on the way.

    ``w`` is the namespace in braces. ``has_looks`` and ``has_deletions`` say what has to be looked for in
    each of its thousand runs: text that is hidden, struck out or raised, and ends that were deleted.
    """

    def __init__(
        self, w: str, styles: Styles, numbering: Numbering, *, has_looks: bool, has_deletions: bool
    ) -> None:
        self._w = w
        self._kinds = kinds(w)
        self._styles = styles
        self._numbering = numbering
        self._has_looks = has_looks
        self._has_lists = not numbering.is_empty
        self._has_deletions = has_deletions
        self._has_properties = has_looks or has_deletions or self._has_lists
        self._style = ""
        self._boxes: list[Any] = []
        self._is_contents = False
        # The open fields: the parts of a field's code, or nothing once its result has begun.
        self._fields: list[list[str] | None] = []
        self._codes = 0
        self._code = ""
        self._chosen = ""
        self._apart = ""

    def read(self, element: Any) -> Paragraph:
        """Return what one paragraph prints; its text boxes are left to be read after it."""
        number, runs_on = "", False
        if self._has_properties:
            properties = next(element.iterchildren(f"{self._w}pPr"), None)
            style = properties.find(f"{self._w}pStyle") if properties is not None else None
            self._style = self._styles.default if style is None else style.get(f"{self._w}val", "")
            runs_on = self._has_deletions and self._is_end_deleted(properties)
            number = self._list_number(properties) if self._has_lists and not runs_on else ""
        # A field that does not end in its paragraph, such as a table of contents, is in its result there.
        self._fields, self._codes = [], 0
        self._apart = ""
        out: list[str] = []
        self._walk(element, out)
        text = "".join(out)
        if not self._boxes and not self._is_contents:
            return Paragraph(text, number, (), runs_on)
        boxes, is_contents = self._boxes, self._is_contents
        self._boxes, self._is_contents = [], False
        return Paragraph(text, number, tuple(boxes), runs_on, is_contents)

    def plain(self, text: str) -> str:
        """Return what a paragraph prints of which nothing is left but its text (see `lightened`)."""
        if not self._has_lists:
            return text
        self._style = self._styles.default
        return self._list_number(None) + text

    def branch(self, choice: Any) -> Any:
        """Return which of several wordings of the same content counts: the first, of those with any text.

        One that needs what no version of Word understands is passed over.
        """
        texts = f"{self._w}t", LINE, CELL
        understood = list(filter(_is_understood, choice))
        first = understood[0] if understood else ()
        return next((each for each in understood if next(each.iter(*texts), None) is not None), first)

    def _is_end_deleted(self, properties: Any) -> bool:
        mark = properties.find(f"{self._w}rPr") if properties is not None else None
        return mark is not None and any(mark.find(self._w + name) is not None for name in _DELETED)

    def _list_number(self, properties: Any) -> str:
        number_id, level = listed(properties, self._w)
        if number_id is None or level is None:
            by_style, at = self._styles.listed(self._style, self._numbering)
            number_id, level = number_id or by_style, at if level is None else level
        return self._numbering.label(number_id, level) if number_id else ""

    def _walk(self, element: Any, out: list[str]) -> None:
        get = self._kinds.get
        for child in element:
            kind = get(child.tag, "inside")
            if kind == "text":
                text = child.text
                if text and not self._codes:
                    out.append(self._on_one_line(child, text) if "\n" in text else text)
            elif kind == "nothing":
                continue
            elif kind == "inside" or (kind == "run" and not self._has_looks):
                self._walk(child, out)
            else:
                self._special(kind, child, out)

    def _on_one_line(self, element: Any, text: str) -> str:
        """Return a text without the space around indented XML; Word shows a line end inside as a space."""
        return (text if element.get(_PRESERVED) == "preserve" else text.strip()).replace("\n", " ")

    def _special(self, kind: str, element: Any, out: list[str]) -> None:
        if kind == "run":
            self._run(element, out)
        elif kind == "field":
            self._field(element, out)
        elif kind == "code":
            if self._fields and (code := self._fields[-1]) is not None:
                code.append(element.text or "")
        elif kind == "choice":
            self._walk(self.branch(element), out)
        elif self._codes:
            return
        elif kind == "tab":
            out.append("\t")
        elif kind == "break":
            out.append("\n")
        elif kind == "hyphen":
            out.append("-")
        elif kind == "sign":
            out.append(_sign(element.get(f"{self._w}font", ""), element.get(f"{self._w}char", "")))
        elif kind == "box":
            self._boxes.append(element)
        elif kind == "note":
            # The sign of a note that the author chose himself follows as text: a 1 behind a 5 is no 51.
            if element.get(f"{self._w}customMarkFollows", "0") not in OFF:
                out.append("^")
        elif kind == "drawn":
            self._drawn(element, out)
        elif kind == "reversed":
            inside: list[str] = []
            self._walk(element, inside)
            is_reversed = element.get(f"{self._w}val") == "rtl"
            out += [_NUMBER.sub(_SPOILT, "".join(inside))] if is_reversed else inside
        elif kind == "simple":
            code = element.get(f"{self._w}instr", "")
            self._refer(code)
            result: list[str] = []
            self._walk(element, result)
            if not any(result):
                self._shown_by_word(code, result)
            out += result
        elif kind == "lettering":
            out.append(element.get("string", ""))
        else:
            self._formula(element, out)

    def _run(self, run: Any, out: list[str]) -> None:
        """Add the text of a run: none if it is hidden, marked if it is struck out, raised or lowered."""
        properties = run.find(f"{self._w}rPr")
        style = properties.find(f"{self._w}rStyle") if properties is not None else None
        found = {**self._styles.usual, **self._styles.looks(self._style)}
        if style is not None:
            found |= self._styles.looks(style.get(f"{self._w}val", ""))
        found |= looks(properties, self._w)
        inside: list[str] = []
        boxes = len(self._boxes)
        self._walk(run, inside)
        text = "".join(inside)
        if found.get("vanish"):
            del self._boxes[boxes:]
            return
        if found.get("vertAlign"):
            text = text.translate(_LOWERED if found["vertAlign"] == "subscript" else _RAISED)
        if found.get("strike") or found.get("dstrike"):
            text = re.sub(r"(\S)", rf"\1{_STRUCK}", text)
        apart = setting(found, lambda: self._ground(run, properties))
        if apart != self._apart and out and out[-1][-1:].isdecimal() and text[:1].isdecimal():
            text = text.translate(_RAISED) if apart == "raised" else f"{_UNKNOWN}{text}"
        self._apart = apart if text else self._apart
        out.append(_NUMBER.sub(_SPOILT, text) if apart == "faint" else text)

    def _ground(self, run: Any, properties: Any) -> str:
        """Return the colour of what a run stands on, or nothing where it is not known, as below a style of tables."""
        holders = [properties, *(each.find(f"{self._w}pPr") for each in run.iterancestors(f"{self._w}p"))]
        for each in run.iterancestors(f"{self._w}tc", f"{self._w}tbl"):
            holders.append(next((item for item in each if item.tag.endswith("Pr")), None))
        grounds = (self._own_ground(holder) for holder in holders if holder is not None)
        return next((ground for ground in grounds if ground is not None), WHITE)

    def _own_ground(self, properties: Any) -> str | None:
        """Return the colour of the ground that properties name, if they do."""
        for item in properties.iterchildren(*(self._w + name for name in ("highlight", "shd", "tblStyle"))):
            fill: str = item.get(f"{self._w}fill", "").upper()
            value = item.get(f"{self._w}val", "")
            if item.tag.endswith("}highlight"):
                return HIGHLIGHTS.get(value, "")
            if not item.tag.endswith("}shd") or value not in ("clear", "nil", ""):
                return ""
            if fill not in ("", "AUTO"):
                return fill
        return None

    def _drawn(self, element: Any, out: list[str]) -> None:
        """Add the text in a drawing, or a mark where it has none: what it shows may be a number."""
        inside: list[str] = []
        boxes = len(self._boxes)
        self._walk(element, inside)
        if not any(inside) and len(self._boxes) == boxes:
            is_floating = any(
                each.tag.endswith("}anchor") or _IS_FLOATING.search(each.get("style", "")) for each in element
            )
            inside = [FLOATING if is_floating else DRAWN]
        out += inside

    def _field(self, element: Any, out: list[str]) -> None:
        """Go on in a field: its code is not printed, its result is."""
        kind = element.get(f"{self._w}fldCharType")
        if kind == "begin":
            self._chosen = self._choice(element)
            self._fields.append([])
            self._codes += 1
        elif kind == "separate" and self._fields and (code := self._fields[-1]) is not None:
            self._code = "".join(code)
            self._refer(self._code)
            self._fields[-1] = None
            self._codes -= 1
        elif kind == "end" and self._fields:
            code = self._fields.pop()
            if code is not None:
                self._codes -= 1
            if not self._codes and (code is not None or self._has_no_result(element)):
                self._shown_by_word(self._code if code is None else "".join(code), out)

    def _has_no_result(self, end: Any) -> bool:
        """Decide whether a field ends right where its result would begin."""
        before = end.getprevious()
        run = end.getparent().getprevious()
        empty = (f"{self._w}rPr", f"{self._w}t")
        while before is None or (before.tag in empty and not before.text):
            before = before.getprevious() if before is not None else None
            if before is None and run is None:
                return False
            if before is None:
                before, run = (run[-1] if len(run) else None), run.getprevious()
        return bool(before.get(f"{self._w}fldCharType") == "separate")

    def _shown_by_word(self, code: str, out: list[str]) -> None:
        """Add what Word shows of a field whose result is not in the file; what it would compute is unknown."""
        code = code.strip()
        if code[:3].upper().startswith("EQ"):
            out.append(_SWITCH.sub(" ", code).strip())
        elif code.upper().startswith("FORMDROPDOWN"):
            out.append(self._chosen)
        elif button := _BUTTON.match(code):
            out.append(code[button.end() :])
        elif _SHOWING.match(code):
            out.append(_UNKNOWN)

    def _choice(self, begin: Any) -> str:
        """Return the entry that was chosen in the list of a form field, the first unless another is named."""
        entries: list[str] = []
        said: dict[str, str] = {}
        for item in next(begin.iter(f"{self._w}ddList"), ()):
            name, value = item.tag.rpartition("}")[2], item.get(f"{self._w}val", "")
            entries += [value] if name == "listEntry" else []
            said[name] = value
        at = said.get("result", said.get("default", "0"))
        return entries[int(at)] if at.isdecimal() and int(at) < len(entries) else _UNKNOWN * bool(said)

    def _refer(self, code: str) -> None:
        if "PAGEREF" in code:
            self._is_contents = True

    def _formula(self, element: Any, out: list[str]) -> None:
        name = element.tag.rpartition("}")[2]
        parts: list[str] = []
        for child in element:
            inside: list[str] = []
            self._walk((child,), inside)
            parts += ["".join(inside)] if any(inside) else []
        out.append(f"({','.join(parts)})" if name == "d" else _BETWEEN.get(name, " ").join(parts))


@cache
def kinds(w: str) -> dict[str, str]:
    """Return what each element stands for, by its full name; ``w`` is the namespace in braces."""
    math = _STRICT_MATH if w == _STRICT else _MATH
    made = {w + name: kind for kind, names in _KINDS.items() for name in names}
    made |= {math + name: "formula" for name in (*_FORMULAS, "d")}
    made |= dict.fromkeys((f"{math}t", *_DRAWN_TEXT), "text")
    made |= {_CHOICE: "choice", _LETTERING: "lettering"}
    return made


def _is_understood(wording: Any) -> bool:
    """Decide whether Word, or WPS, understands what a wording of some content needs."""
    needed = wording.get("Requires", "").split()
    return all(any(host in wording.nsmap.get(prefix, _MAKERS[0]) for host in _MAKERS) for prefix in needed)


def _sign(font: str, code: str) -> str:
    """Return a sign that is given by its number in a font."""
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN
    if not 0xF000 <= number < 0xF100 and font not in _SIGN_FONTS:
        return chr(number) if 0x20 <= number < 0x110000 else _UNKNOWN
    plain = chr(number % 0x100)
    # Symbol has digits and marks where ASCII has them.
    if font != "Symbol":
        return _UNKNOWN
    return plain if plain in "0123456789+-/.,()%:; " else "•" if plain == "·" else _UNKNOWN
