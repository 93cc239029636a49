"""A workbook being written: its formats, and sheets whose names Excel takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toolkit.charts import theme
from toolkit.charts.framing import text_width
from toolkit.wording import Lang

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Excel's own limit, and the characters it refuses.
_LONGEST_NAME = 31
_REFUSED = re.compile(r"[\[\]:*?/\\']")
#: Installed with Excel and WPS on Windows and macOS.
FONT = "Microsoft YaHei"


class Sheets:
    """One workbook with its formats and the names of its sheets."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self.book, self.lang = book, lang
        self.names: list[str] = []
        look = theme.LIGHT
        plain: dict[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "top", "font_color": look.text}
        looks: Mapping[str, dict[str, Any]] = {
            "plain": {},
            "wrapped": {"text_wrap": True},
            "subtitle": {"bold": True, "text_wrap": True},
            "small": {"text_wrap": True, "font_color": look.muted, "font_size": 9},
            "title": {"bold": True, "font_size": 15},
            "bold": {"bold": True},
            "muted": {"font_color": look.muted, "font_size": 9},
            "link": {"font_color": look.series[0], "underline": 1},
            "head": {
                "bold": True,
                "text_wrap": True,
                "bottom": 1,
                "bg_color": look.stripe,
                "valign": "vcenter",
            },
            "text": {"num_format": "@"},
            "whole": {"num_format": "#,##0"},
            "share": {"num_format": "0.0%"},
        }
        self.formats = {name: book.add_format({**plain, **more}) for name, more in looks.items()}

    def add(self, title: str) -> Worksheet:
        """Return a new sheet of a name that Excel takes and that no other sheet has."""
        plain = _REFUSED.sub(" ", title).strip() or "-"
        name, count = plain[:_LONGEST_NAME], 1
        while name.lower() in (other.lower() for other in self.names):
            count += 1
            tail = f" {count}"
            name = plain[: _LONGEST_NAME - len(tail)] + tail
        self.names.append(name)
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet


def height_of(text: str, width: float) -> int:
    """Return how many lines a text takes in so many pixels."""
    return max(1, -(-int(text_width(text, 13)) // int(width)))
