"""Ad-hoc SQL over a corpus, by DuckDB: every frame is a view of its name, its columns explained in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

import polars as pl

from toolkit.corpus.holder import FrameHolder
from toolkit.corpus.query_errors import explained_error
from toolkit.errors import FrameError, QueryError
from toolkit.frames import FRAMES
from toolkit.frames.schema import IN_CHINESE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def connect(corpus: FrameHolder, *, explained: bool = True) -> DuckDBPyConnection:
    """Return a DuckDB connection in which every frame is a view of its own name.

    Where ``explained``, a column says in its comment what it means:
    ``select column_name, comment from duckdb_columns()``.
    """
    import duckdb

    connection = duckdb.connect(":memory:")
    # It would be printed among the answers where no script is running.
    connection.execute("set enable_progress_bar = false")
    for name in FRAMES:
        if corpus.folder is not None:
            connection.execute(f'create view "{name}" as select * from read_parquet({_quoted(_parquet(corpus.folder, name))})')
        else:
            connection.register(f"frame_{name}", corpus.frame(name).to_arrow())
            connection.execute(f'create view "{name}" as select * from frame_{name}')
    if explained:
        connection.execute("; ".join(_comments("view")))
    return connection


def run_query(corpus: FrameHolder, query: str) -> pl.DataFrame:
    """Return the answer to one query; raise `QueryError` with what is wrong with it.

    A query asks and changes nothing: one SELECT (or WITH, PIVOT, DESCRIBE, SUMMARIZE, EXPLAIN).
    """
    import duckdb

    # Comments are written for those who ask for them: they take longer than most queries.
    with connect(corpus, explained="comment" in query.lower()) as connection:
        try:
            asked = with_names_quoted(query)
            _check_asks(duckdb.extract_statements(asked))
            answer: pl.DataFrame = connection.sql(asked).pl()
        except (duckdb.Error, pl.exceptions.PolarsError) as error:
            raise _refused(error, query) from error
    return answer


def run_sealed_query(corpus: FrameHolder, query: str, *, most: int, seconds: float = 30) -> tuple[pl.DataFrame, bool]:
    """Return at most so many rows of the answer, and whether there are more, for queries that come over a web page.

    The query sees the frames and nothing else of the machine: no other file, no variable, no setting. One
    that takes too long is ended. Raises `QueryError` with what is wrong with it.
    """
    import duckdb

    with connect(corpus, explained="comment" in query.lower()) as connection:
        _seal(connection, corpus)
        ending = Timer(seconds, connection.interrupt)
        ending.start()
        try:
            asked = with_names_quoted(query)
            statements = duckdb.extract_statements(asked)
            _check_asks(statements)
            relation = connection.sql(asked)
            # What EXPLAIN answers is no relation that could be cut.
            is_explained = statements[0].type.name == "EXPLAIN"
            answer: pl.DataFrame = (relation if is_explained else relation.limit(most + 1)).pl()
        except duckdb.InterruptException as error:
            raise QueryError(f"the query took longer than {seconds:g} s and was ended; ask for less, or use ogi query") from error
        except (duckdb.Error, pl.exceptions.PolarsError) as error:
            raise _refused(error, query) from error
        finally:
            ending.cancel()
    return answer.head(most), answer.height > most


def _seal(connection: DuckDBPyConnection, corpus: FrameHolder) -> None:
    """Close a connection to everything but the frames; nothing said in a query opens it again."""
    if corpus.folder is not None:
        files = ", ".join(_quoted(_parquet(corpus.folder, name)) for name in FRAMES)
        connection.execute(f"set allowed_paths = [{files}]")
    connection.execute("set temp_directory = ''")
    for setting in ("python_enable_replacements", "autoinstall_known_extensions", "enable_external_access"):
        connection.execute(f"set {setting} = false")
    connection.execute("set lock_configuration = true")


def write_database(corpus: FrameHolder, path: Path) -> None:
    """Write the corpus into a DuckDB file, one table for each frame, with its comments, for other programs.

    Raises `FrameError` where there is such a file already: nothing is written over.
    """
    import duckdb

    if path.exists():
        raise FrameError(f"{path} is there already; name another file, or remove it first")
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("set enable_progress_bar = false")
        for name in FRAMES:
            frame = corpus.frame(name).to_arrow()
            connection.register("frame", frame)
            connection.execute(f'create table "{name}" as select * from frame')
            connection.unregister("frame")
        connection.execute("; ".join(_comments("table")))


def _comments(kind: str) -> Iterator[str]:
    """Yield the statements that explain the frames and their columns."""
    for name, schema in FRAMES.items():
        yield f'comment on {kind} "{name}" is {_quoted(IN_CHINESE[name])}'
        for column, definition in schema.columns().items():
            said = definition.metadata or {}
            unit = f"（{said['unit']}）" if said.get("unit") else ""
            yield f'comment on column "{name}"."{column}" is {_quoted(said["zh"] + unit)}'


def _parquet(folder: Path, name: str) -> str:
    return str((folder / f"{name}.parquet").resolve())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def with_names_quoted(query: str) -> str:
    """Return a query in which a frame may bear the name of a keyword: SQL knows SIMILAR TO.

    >>> print(with_names_quoted("select chars from similar where passage similar to '.*similar.*'"))
    select chars from "similar" where passage similar to '.*similar.*'
    """
    import duckdb

    tokens = [*((start, kind.name) for start, kind in duckdb.tokenize(query)), (len(query), "end")]
    words = [(query[start:end].strip(), start, kind) for (start, kind), (end, _) in pairwise(tokens)]
    for at in range(len(words) - 1, -1, -1):
        word, start, kind = words[at]
        following = words[at + 1][0].lower() if at + 1 < len(words) else ""
        if kind == "keyword" and word.lower() in FRAMES and following != "to":
            query = f'{query[:start]}"{word.lower()}"{query[start + len(word) :]}'
    return query


#: What DuckDB calls a PIVOT whose columns are those it finds.
_PIVOT = "MULTI"


def _check_asks(statements: list[Any]) -> None:
    """Refuse anything but one statement that only asks."""
    kinds = [statement.type.name for statement in statements]
    # DuckDB first makes a type of the values that become columns, then selects.
    if kinds not in (["SELECT"], ["EXPLAIN"], [_PIVOT]):
        what = " and ".join(kind.lower() for kind in kinds) or "nothing"
        raise QueryError(f"a query is one SELECT, not {what}; export answers with --output, or in Python")


def _refused(error: Exception, query: str) -> QueryError:
    return QueryError(f"the query cannot be run: {explained_error(str(error), query)}")
