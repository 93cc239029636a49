"""The charts of one subject: what agencies disclose of their own accord, and their decisions."""

from __future__ import annotations

from toolkit.browse.pieces import charts_of, nothing, show_charts
from toolkit.browse.view import View

TITLE = ("主动公开", "Disclosure")


def show(view: View) -> None:
    """Show the page."""
    names = charts_of("disclosure")
    show_charts(view, names)
    if not names:
        nothing(view, "这一版没有这类图表。", "This version has no chart of this kind.")
