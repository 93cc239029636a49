"""``%%sql`` for notebooks: a query over a corpus, answered as a polars DataFrame.

``%load_ext toolkit`` makes it known. A cell that begins with ``%%sql`` asks the variable ``corpus``;
``%%sql other`` asks another one, and ``%%sql corpus >> answer`` keeps the answer under a name.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from toolkit.corpus import Corpus
from toolkit.errors import QueryError

_LINE = re.compile(r"(?P<corpus>[A-Za-z_]\w*)?\s*(?:>>\s*(?P<answer>[A-Za-z_]\w*))?")


def register(shell: Any) -> None:
    """Make ``%%sql`` known to a running IPython."""

    def sql(line: str, cell: str) -> pl.DataFrame | None:
        """Answer a query over a corpus: %%sql [corpus] [>> answer]."""
        said = _LINE.fullmatch(line.strip())
        if said is None:
            raise QueryError(f"%%sql takes the name of a corpus and >> a name for the answer, not {line.strip()!r}")
        name = said["corpus"] or "corpus"
        corpus = shell.user_ns.get(name)
        if not isinstance(corpus, Corpus):
            raise QueryError(f"there is no corpus {name!r} here; write: {name} = toolkit.load(...), or name another: %%sql NAME")
        answer = corpus.sql(cell)
        if said["answer"] is None:
            return answer
        shell.user_ns[said["answer"]] = answer
        return None

    shell.register_magic_function(sql, magic_kind="cell", magic_name="sql")
