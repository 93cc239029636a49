"""Ad-hoc SQL over a corpus, by DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from toolkit.corpus.holder import FrameHolder
from toolkit.errors import QueryError
from toolkit.frames import FRAMES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def connect(corpus: FrameHolder) -> DuckDBPyConnection:
    """Return a DuckDB connection in which every frame is a view of its own name."""
    import duckdb

    connection = duckdb.connect(":memory:")
    # It would be printed among the answers where no script is running.
    connection.execute("set enable_progress_bar = false")
    for name in FRAMES:
        if corpus.folder is not None:
            path = str((corpus.folder / f"{name}.parquet").resolve()).replace("'", "''")
            connection.execute(f"create view {name} as select * from read_parquet('{path}')")
        else:
            connection.register(name, corpus.frame(name).to_arrow())
    return connection


def run_query(corpus: FrameHolder, query: str) -> pl.DataFrame:
    """Return the answer to one query; raise `QueryError` with what is wrong with it.

    A query asks and changes nothing: one SELECT (or WITH, DESCRIBE, SUMMARIZE, EXPLAIN).
    """
    import duckdb

    with connect(corpus) as connection:
        try:
            _check_asks(duckdb.extract_statements(query))
            answer: pl.DataFrame = connection.sql(query).pl()
        except (duckdb.Error, pl.exceptions.PolarsError) as error:
            raise QueryError(_said(error)) from error
    return answer


def _check_asks(statements: list[Any]) -> None:
    """Refuse anything but one statement that only asks."""
    kinds = [statement.type.name for statement in statements]
    if kinds not in (["SELECT"], ["EXPLAIN"]):
        what = " and ".join(kind.lower() for kind in kinds) or "nothing"
        raise QueryError(f"a query is one SELECT, not {what}; export answers with --output, or in Python")


def _said(error: Exception) -> str:
    """Return the first lines of what DuckDB says, which name the mistake, in one line."""
    said = " ".join(str(error).split("\n\n")[0].split())
    return f"the query cannot be run: {said}"
