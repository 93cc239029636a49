"""Annual reports on government information disclosure as tidy dataframes.

>>> corpus = toolkit.load("reports/")            # files, folders, globs, zip archives
>>> corpus.requests                              # polars DataFrames
>>> corpus.sql("select year, sum(count)::bigint as n from requests group by year")
>>> toolkit.read_report("x.txt").show("requests", "granted", "total")
>>> toolkit.briefing(corpus, "out/")             # page, slides, workbook, pictures
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from toolkit.version import __version__

if TYPE_CHECKING:
    from toolkit.briefing.making import briefing
    from toolkit.corpus import Corpus, ReportView, load, open_corpus, read_report

__all__ = ["Corpus", "ReportView", "__version__", "briefing", "load", "open_corpus", "read_report"]


def __getattr__(name: str) -> Any:
    """Import the corpus, and with it polars, when it is first used: ``import toolkit`` stays fast."""
    if name == "briefing":
        # Importing the folder sets the attribute, and the folder can be called.
        return import_module("toolkit.briefing")
    if name in __all__:
        from toolkit import corpus

        return getattr(corpus, name)
    raise AttributeError(f"module 'toolkit' has no attribute {name!r}")


def load_ipython_extension(shell: Any) -> None:
    """Make the cell magic ``%%sql`` known: what ``%load_ext toolkit`` calls."""
    from toolkit.magic import register

    register(shell)


def __dir__() -> list[str]:
    return sorted(__all__)
