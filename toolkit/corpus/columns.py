"""Text for a terminal: columns that align although a Chinese character takes two of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

#: What does not begin a line in Chinese setting.
_NEVER_FIRST = frozenset("，。、；：！？）》】”’")
#: Characters that turn the direction of a line; printed as they are, they could disguise what follows.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> width("清河市 2021"), width("（一）")
    (11, 6)
    """
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Return the text filled up with spaces to a number of columns, on its left where ``right``.

    >>> pad("总计", 6) + "|", pad("12", 6, right=True) + "|"
    ('总计  |', '    12|')
    """
    space = " " * (columns - width(text))
    return space + text if right else text + space


def printable(text: str) -> str:
    r"""Return the text on one line, with control characters spelled out: a report may hold any.

    >>> print(printable("共3件\n其中\x1b[31m2件"))
    共3件↵其中\x1b[31m2件
    """
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char in "\n\u2028\u2029":
        return "↵"
    if char in _TURNS or unicodedata.category(char) == "Cc":
        return char.encode("unicode_escape").decode("ascii")
    return char


def wrap(text: str, columns: int) -> list[str]:
    """Return the lines of a text that takes at most so many columns; words and numbers stay whole if they can.

    >>> wrap("不予公开：属于国家秘密", 12), wrap("确认、重新出具", 4), wrap("two words", 5)
    (['不予公开：属', '于国家秘密'], ['确', '认、', '重新', '出具'], ['two', 'words'])
    """
    lines, line = [], ""
    for char in text:
        if line and width(line) + _columns(char) > columns:
            end = _break(line, char, columns)
            lines.append(line[:end].rstrip())
            line = (line[end:] + char).lstrip()
        else:
            line += char
    return [*lines, line] if line.strip() or not lines else lines


def _break(line: str, char: str, columns: int) -> int:
    """Return where to break a line that the next character does not fit on."""
    if char in _NEVER_FIRST and len(line) > 1:
        return len(line) - 1
    space = line.rfind(" ")
    in_word = char != " " and _columns(char) == 1 == _columns(line[-1])
    # A space far from the end is no place to break: most of the line would stay empty.
    return space if in_word and width(line[:space]) * 2 >= columns else len(line)


def number(value: float) -> str:
    """Return a number in full, without a decimal point where it is whole.

    >>> number(116.0), number(0.1), number(-2), number(1234567.25)
    ('116', '0.1', '-2', '1234567.25')
    """
    return str(int(value)) if float(value).is_integer() and abs(value) < 2**53 else repr(float(value))


def table(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> list[str]:
    """Return the lines of a table whose columns are as wide as what stands in them; nothing is cut.

    ``right`` says of each column whether it is set to the right. A line break in a cell makes the row
    taller.

    >>> table([["总计", "3"], ["其他\\n结果", "12"]], [False, True])
    ['总计   3', '其他  12', '结果']
    """
    split = [[text.split("\n") for text in row] for row in rows]
    widths = [max((width(part) for row in split for part in row[at]), default=0) for at in range(len(right))]
    lines = []
    for row in split:
        for parts in zip_longest(*row, fillvalue=""):
            cells = (pad(part, widths[at], right=right[at]) for at, part in enumerate(parts))
            lines.append("  ".join(cells).rstrip())
    return lines
