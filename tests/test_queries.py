"""Ad-hoc queries: comments in Chinese, the cell magic, a database file for other programs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from IPython.testing.globalipapp import start_ipython

import toolkit
from scripts.write_queries import PAGE, SAMPLES, answered
from tests.truth import FOLDER
from toolkit.corpus import Corpus
from toolkit.corpus.query import run_sealed_query
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


@pytest.fixture(scope="module")
def shell() -> Any:
    """Return the one IPython of this process."""
    return start_ipython()


def test_the_cell_magic_answers_in_polars(corpus: Corpus, shell: Any) -> None:
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


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("select agncy from reports", 'Candidate bindings: "agency"'),
        ("select r.yaer from requests r", "did you mean year"),
        ("select applicant from reports", "applicant is a column of requests: join it"),
        ("select count from requests where outcome = granted", "'granted' is a code: write it in single quotes"),
        ('select count from requests where agency = "清河市教育局"', "in single quotes: '清河市教育局'"),
        ("select primary from reports", 'in double quotes, since SQL has such a word: "primary"'),
        ("select table from figures", 'in double quotes, since SQL has such a word: "table"'),
        ("select 1 from reqests", 'Did you mean "requests"?'),
        ("drop table reports", "a query is one SELECT, not drop"),
        ("pivot reports on year; drop view reports", "a query is one SELECT, not multi and drop"),
    ],
)
def test_a_wrong_query_says_what_to_write(corpus: Corpus, query: str, hint: str) -> None:
    with pytest.raises(QueryError) as raised:
        corpus.sql(query)
    assert hint in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_wrong_query_in_a_notebook_is_one_line(
    corpus: Corpus, shell: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.user_ns["corpus"] = corpus
    shell.run_cell("corpus.sql('select agncy from reports')")
    said = capsys.readouterr()
    assert (said.out + said.err).count("\n") == 1
    assert "QueryError: the query cannot be run" in said.out + said.err


def test_a_pivot_finds_its_columns(corpus: Corpus) -> None:
    answer = corpus.sql("pivot (select year, format from reports) on year using count(*)::bigint group by format order by format")
    assert answer.columns == ["format", "2020", "2021", "2023"]
    assert answer.row(0) == ("docx", 0, 0, 1)
    sealed, is_cut = run_sealed_query(corpus, "pivot (select year, format from reports) on year group by format", most=2)
    assert (sealed.height, is_cut) == (2, True)


def test_every_answer_of_the_page_of_queries_is_what_the_samples_say() -> None:
    page = PAGE.read_text("utf-8")
    assert len(re.findall(r"^## \d+\. ", page, re.MULTILINE)) == page.count("```sql") >= 20
    same = answered(page, toolkit.load(SAMPLES, progress=False)) == page
    assert same, "docs/queries.md is out of date; write it with: python -m scripts.write_queries"
