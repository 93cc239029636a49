"""Many loaded reports: load them, keep them in a folder, open them again, ask them."""

from __future__ import annotations

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.loading import load, read_report
from toolkit.corpus.single import ReportView
from toolkit.corpus.store import open_corpus

__all__ = ["Corpus", "ReportView", "load", "open_corpus", "read_report"]
