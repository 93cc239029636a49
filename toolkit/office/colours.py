"""The colours of words and of what they stand on: whether a reader can tell them."""

from __future__ import annotations

import re

#: The colour of paper.
WHITE = "FFFFFF"
#: The colours of a marker pen by their names.
HIGHLIGHTS = {
    "white": WHITE,
    "black": "000000",
    "red": "FF0000",
    "green": "00FF00",
    "blue": "0000FF",
    "yellow": "FFFF00",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "darkRed": "800000",
    "darkGreen": "008000",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkMagenta": "800080",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}
#: How far two colours are apart to be told.
_TELLING = 40
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")


def are_alike(ink: str, ground: str) -> bool:
    """Decide whether two colours cannot be told apart; what is no colour is unlike any.

    >>> are_alike("FFFFFE", "FFFFFF"), are_alike("0000FF", "FFFFFF"), are_alike("FFFFFF", "auto")
    (True, False, False)
    """
    if not (_COLOUR.fullmatch(ink) and _COLOUR.fullmatch(ground)):
        return False
    pairs = zip(bytes.fromhex(ink), bytes.fromhex(ground), strict=True)
    return all(abs(one - other) < _TELLING for one, other in pairs)
