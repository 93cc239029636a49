"""In which encoding a file is written: its content decides, not what it says of itself."""

from __future__ import annotations

import re
from contextlib import suppress

from toolkit.errors import UnreadableFile

# Frequent in every report and in no text that was decoded with the wrong table.
_COMMON = re.compile("[的年政府信息公开工作数量项情况机關資訊開]")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    # Begins as UTF-16 does.
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, GB18030, Big5, UTF-16 or UTF-32, whichever reads as Chinese.

    Raises `UnreadableFile` where none of them does.
    """
    return decoded(data)[0]


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the encoding it is written in."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8"), "utf-8"
    with suppress(UnicodeDecodeError):
        # Nearly every file that is not UTF-8; the others need not be tried.
        text = data.decode("gb18030")
        if len(_COMMON.findall(text)) * 50 > len(text):
            return text, "gb18030"
    readings = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030", "big5")]
    best = max(readings, key=lambda reading: _likeness(reading[0]))
    if best[0].count("\ufffd") * 50 > len(best[0]):
        raise UnreadableFile("the text is in no encoding this version knows (UTF-8, GB18030, Big5, UTF-16)")
    return best


def _likeness(text: str) -> int:
    return len(_COMMON.findall(text)) - 20 * text.count("\ufffd")
