"""Ad-hoc queries: comments in Chinese, the cell magic, a database file for other programs."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from IPython.testing.globalipapp import start_ipython

import toolkit
from tests.truth import FOLDER
from toolkit.corpus import Corpus
from toolkit.errors import FrameError, QueryError
from toolkit.frames import FRAMES


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Return the abridged reports of agencies in Ningxia."""
    return toolkit.load(FOLDER / "ningxia", progress=False)


def test_columns_are_explained_in_chinese(corpus: Corpus, tmp_path: Path) -> None:
    asked = "select column_name, comment from duckdb_columns() where table_name = 'requests'"
    comments = dict(corpus.sql(asked).rows())
    assert comments["count"] == "件数（件）"
    kept = toolkit.load(FOLDER / "ningxia", tmp_path / "built", progress=False)
    assert dict(kept.sql(asked).rows()) == comments
    corpus.to_duckdb(tmp_path / "corpus.duckdb")
    with duckdb.connect(str(tmp_path / "corpus.duckdb"), read_only=True) as database:
        assert dict(database.sql(asked).fetchall()) == comments
        tables = {name for (name,) in database.sql("select table_name from duckdb_tables()").fetchall()}
        assert tables == set(FRAMES)
        ((number,),) = database.sql("select count(*) from figures").fetchall()
    assert number == corpus.figures.height


def test_a_database_is_never_written_over(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "corpus.duckdb"
    path.write_text("something of mine")
    with pytest.raises(FrameError, match="is there already; name another file"):
        corpus.to_duckdb(path)
    assert path.read_text() == "something of mine"


def test_the_cell_magic_answers_in_polars(corpus: Corpus) -> None:
    shell = start_ipython()
    shell.run_line_magic("load_ext", "toolkit")
    shell.user_ns["corpus"] = corpus
    answer = shell.run_cell_magic("sql", "", "select count(*)::bigint as n from reports")
    assert isinstance(answer, pl.DataFrame)
    assert answer.item() == 5
    assert shell.run_cell_magic("sql", "corpus >> mine", "select year from reports order by year") is None
    assert shell.user_ns["mine"]["year"].to_list() == [2020, 2020, 2020, 2021, 2023]
    with pytest.raises(QueryError, match="there is no corpus 'other' here"):
        shell.run_cell_magic("sql", "other", "select 1")
    with pytest.raises(QueryError, match="takes the name of a corpus"):
        shell.run_cell_magic("sql", "--connect x", "select 1")
