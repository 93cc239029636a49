"""What every page is given: the corpus, the reports chosen of it, the language, and light or dark."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from toolkit import charts
from toolkit.browse.selection import Filters, Options, Selection, options_of
from toolkit.corpus import Corpus, open_corpus
from toolkit.errors import ToolkitError
from toolkit.wording import Lang, say

#: Where the server says which corpus to show, and in which language it starts.
FOLDER, LANGUAGE = "OGI_BROWSE_FOLDER", "OGI_BROWSE_LANG"


@dataclass(frozen=True, slots=True)
class Opened:
    """A corpus as it lies in its folder; loaded anew, it is another one."""

    folder: Path
    stamp: int

    @classmethod
    def now(cls) -> Opened:
        """Return the corpus that the server was started for, as it is now."""
        folder = Path(os.environ[FOLDER])
        if not (folder / "reports.parquet").is_file():
            raise ToolkitError(f"{folder} is gone, or is no corpus any more; make it again with ogi load")
        return cls(folder, (folder / "findings.parquet").stat().st_mtime_ns)


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows, and how."""

    opened: Opened
    filters: Filters
    lang: Lang
    dark: bool

    @property
    def whole(self) -> Corpus:
        """The whole corpus."""
        return corpus_of(self.opened)

    @property
    def chosen(self) -> Selection:
        """The reports that were chosen."""
        return selection_of(self.opened, self.filters)

    def say(self, zh: str, en: str) -> str:
        """Return the wording in the language of the page."""
        return say(self.lang, zh, en)


@lru_cache(maxsize=2)
def corpus_of(opened: Opened) -> Corpus:
    """Return a corpus, opened once for all who look at it."""
    return open_corpus(opened.folder)


@lru_cache(maxsize=2)
def choices_of(opened: Opened) -> Options:
    """Return what there is to choose from in a corpus."""
    return options_of(corpus_of(opened))


# A selection keeps the frames it has read: few are kept, so that a large corpus does not fill the memory.
@lru_cache(maxsize=4)
def selection_of(opened: Opened, filters: Filters) -> Selection:
    """Return the chosen reports of a corpus."""
    return Selection(corpus_of(opened), filters)


@lru_cache(maxsize=256)
def drawn(view: View, name: str, of_whole: bool, options: tuple[tuple[str, str], ...]) -> dict[str, Any] | str:
    """Return a chart as Vega-Lite, or, where there is nothing to draw, why."""
    corpus = view.whole if of_whole else view.chosen
    try:
        spec: dict[str, Any] = charts.draw(name, corpus, lang=view.lang, dark=view.dark, **dict(options)).to_dict(validate=False)
    except ToolkitError as error:
        return str(error)
    # Text in SVG is set again once the font is there; a canvas would keep what it could draw at first.
    spec["usermeta"] = {"embedOptions": {"renderer": "svg", "actions": False}}
    return spec
