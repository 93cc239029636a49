"""The characters that stand for what shapes a page, between flattening it and reading its tables.

They are control characters: no text holds them once it has been cleaned, and in no encoding in use are
they part of another character, so that a page can be marked before its encoding is known.
"""

from __future__ import annotations

import re

TABLE, END_TABLE = "\x01", "\x02"
ROW, END_ROW = "\x03", "\x04"
#: A cell that spans has its columns and rows after the mark: ``CELL 2,3 SPANS``.
CELL, SPANS, END_CELL = "\x05", "\x06", "\x07"
#: The end of a line.
BREAK = "\x08"
#: A group of rows begins, or ends; the letter that follows says which: head, body or foot, a capital at its end.
GROUP = "\x0e"
LINK, END_LINK = "\x0f", "\x10"
#: The element that begins here is not shown.
HIDDEN = "\x11"
#: The text that follows is set apart from the text around it; or shifted, or elsewhere, so that no one takes both for
#: one number; or above or below the line; or it is pale; or not to be seen as it is written. The last counts most.
APART, SHIFTED, SEVERED, RAISED, PALE, FAINT = "\x12", "\x13", "\x1c", "\x1d", "\x1e", "\x1f"
IMAGE = "\x14"
#: What stands in a field that a reader could fill in.
FIELD, END_FIELD = "\x15", "\x16"
#: Text whose spaces and line ends are shown.
VERBATIM, END_VERBATIM = "\x17", "\x18"
#: Tags that do not say by themselves what they come to, such as one that ends inside a quoted value.
TORN = "\x19"
#: The file ends here, in the middle of a table.
TORN_OFF = "\x1a"
#: A damaged tag: what stands before and behind it may have been two numbers.
DAMAGED = "\x1b"

#: Every character that no text holds: the marks, and the other control characters.
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r") + b"\x7f"

GROUPS = re.compile(f"{GROUP}[a-zA-Z]")


_IN_NUMBER = re.compile(rf"(?<=\d){LINK}(?=\d)|(?<={LINK})(\d+){END_LINK}(?=\d)")


def unlinked(text: str) -> str:
    """Return a text in which links are no longer marked; a number does not begin or end inside of one."""
    if LINK in text:
        text = _IN_NUMBER.sub("\\1\ufffd", text).replace(LINK, "")
    return text.replace(END_LINK, "")
