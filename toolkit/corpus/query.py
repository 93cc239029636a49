"""Ad-hoc SQL over a corpus, by DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from toolkit.errors import QueryError
from toolkit.frames import FRAMES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from toolkit.corpus.corpus import Corpus


def connect(corpus: Corpus) -> DuckDBPyConnection:
    """Return a DuckDB connection in which every frame is a view of its own name."""
    import duckdb

    connection = duckdb.connect(":memory:")
    for name in FRAMES:
        if corpus.folder is not None:
            path = str((corpus.folder / f"{name}.parquet").resolve()).replace("'", "''")
            connection.execute(f"create view {name} as select * from read_parquet('{path}')")
        else:
            connection.register(name, corpus.frame(name).to_arrow())
    return connection


def run_query(corpus: Corpus, query: str) -> pl.DataFrame:
    """Return the answer to one query; raise `QueryError` with what DuckDB says is wrong with it."""
    import duckdb

    with connect(corpus) as connection:
        try:
            relation = connection.sql(query)
        except duckdb.Error as error:
            raise QueryError(_said(error)) from error
        if relation is None:
            raise QueryError("the query answers nothing; ask with SELECT")
        try:
            answer: pl.DataFrame = relation.pl()
            return answer
        except duckdb.Error as error:
            raise QueryError(_said(error)) from error


def _said(error: Exception) -> str:
    """Return the first lines of what DuckDB says, which name the mistake, in one line."""
    said = " ".join(str(error).split("\n\n")[0].split())
    return f"the query cannot be run: {said}"
