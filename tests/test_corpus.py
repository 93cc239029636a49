"""Loading, keeping, opening, asking: what a user of the Python face relies on."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import toolkit
from tests.truth import ABRIDGED
from toolkit.errors import FrameError, QueryError, UnknownForm, UnreadableFile
from toolkit.frames import FRAMES
from toolkit.frames.schema import dtypes

NAMES = sorted(path.name for path in ABRIDGED.iterdir() if path.is_file())
APPROVAL = ABRIDGED / "xixia-approval-2020.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of the five reports, one of them twice, and three files that are no reports."""
    top = tmp_path_factory.mktemp("reports")
    for name in NAMES:
        shutil.copy(ABRIDGED / name, top / name)
    (top / "z").mkdir()
    shutil.copy(APPROVAL, top / "z" / "again.md")
    (top / "empty.txt").write_bytes(b"")
    (top / "letter.txt").write_text("您好，这是一封与年度报告没有关系的信。", "utf-8")
    (top / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return top


@pytest.fixture(scope="module")
def corpus(folder: Path) -> toolkit.Corpus:
    return toolkit.load(folder, progress=False)


def test_every_frame_has_the_declared_columns_and_types(corpus: toolkit.Corpus) -> None:
    for name in FRAMES:
        assert dict(corpus.frame(name).schema) == dict(dtypes(name)), name
        assert corpus.lazy(name).collect().equals(corpus.frame(name))


def test_a_bad_file_is_a_row_with_a_reason_and_stops_nothing(corpus: toolkit.Corpus) -> None:
    assert len(corpus) == 5
    rows = {row["source"]: row for row in corpus.sources.iter_rows(named=True)}
    assert {name: rows[name]["status"] for name in rows} == {
        **dict.fromkeys(NAMES, "loaded"),
        "z/again.md": "duplicate",
        "empty.txt": "failed",
        "letter.txt": "failed",
        "broken.pdf": "failed",
    }
    assert rows["z/again.md"]["reason"] == "the same file as xixia-approval-2020.md"
    assert rows["empty.txt"]["reason"] == "the file is empty"
    assert rows["letter.txt"]["reason"].startswith("no annual report")
    assert rows["broken.pdf"]["reason"].startswith("the PDF is cut off")


def test_the_one_request(corpus: toolkit.Corpus) -> None:
    # 004 prints one request, of a natural person, for information it does not hold.
    found = corpus.sql("select agency, year, outcome, applicant, count from requests where count > 0")
    assert set(found["agency"]) == {"银川市西夏区审批服务管理局"}
    assert set(found["year"]) == {2020}
    assert set(found["count"]) == {1}
    assert set(found["outcome"]) == {"received_new", "unavailable_not_held", "processed_total"}
    assert set(found["applicant"]) == {"natural_person", "total"}


def test_tables_are_views_of_the_figures(corpus: toolkit.Corpus) -> None:
    for table in ("requests", "disclosures", "reviews"):
        assert corpus.frame(table).height == corpus.figures.filter(pl.col("table") == table).height
    assert corpus.requests.height == 7 * (23 * 3 + 25 * 2)


def test_no_number_without_a_printed_one(corpus: toolkit.Corpus) -> None:
    odd = corpus.figures.filter((pl.col("state") == "reported") != pl.col("value").is_not_null())
    assert odd.is_empty()
    assert corpus.figures.filter((pl.col("state") == "absent") & pl.col("raw").is_not_null()).is_empty()


def test_pandas_keeps_whole_numbers_beside_missing_ones(corpus: toolkit.Corpus) -> None:
    frame = corpus.pandas("requests")
    assert isinstance(frame, pd.DataFrame)
    assert str(frame["count"].dtype) == "Int64"
    assert frame["count"].isna().sum() == corpus.requests["count"].null_count() == 16


def test_sql_over_every_frame(corpus: toolkit.Corpus) -> None:
    for name in FRAMES:
        assert corpus.sql(f"select count(*) as n from {name}")["n"].item() == corpus.frame(name).height
    total = corpus.sql("select year, sum(count)::bigint as n from requests where outcome = 'received_new' group by year")
    assert dict(total.rows()) == {2020: 2, 2021: 0, 2023: 0}


@pytest.mark.parametrize(
    ("query", "said"),
    [("select nothing from requests", "nothing"), ("selec 1", "selec"), ("select * from no_frame", "no_frame"), ("", "SELECT")],
)
def test_a_wrong_query_says_what_is_wrong_in_one_line(corpus: toolkit.Corpus, query: str, said: str) -> None:
    with pytest.raises(QueryError, match=said) as caught:
        corpus.sql(query)
    assert "\n" not in str(caught.value)


def test_keeping_and_opening_again(corpus: toolkit.Corpus, folder: Path, tmp_path: Path) -> None:
    kept = toolkit.load(folder, out=tmp_path / "built", progress=False)
    opened = toolkit.open_corpus(tmp_path / "built")
    for name in FRAMES:
        columns = pl.exclude("seconds")
        assert opened.frame(name).select(columns).equals(corpus.frame(name).select(columns)), name
        assert kept.frame(name).equals(opened.frame(name)), name
    assert opened.sql("select count(*) as n from figures")["n"].item() == corpus.figures.height


def test_a_second_run_reads_only_what_changed(folder: Path, tmp_path: Path) -> None:
    reports, out = tmp_path / "reports", tmp_path / "built"
    shutil.copytree(folder, reports)
    first = toolkit.load(reports, out=out, progress=False)
    before = dict(first.sources.select("source", "seconds").rows())
    changed = reports / "xixia-science-2021.txt"
    changed.write_text(changed.read_text("utf-8").replace("西夏区科学技术局", "西夏区教育局"), "utf-8")
    (reports / "guyuan-science-2020.html").unlink()
    second = toolkit.load(reports, out=out, progress=False)
    after = dict(second.sources.select("source", "seconds").rows())
    assert after["hongsipu-science-2023.docx"] == before["hongsipu-science-2023.docx"]
    assert "guyuan-science-2020.html" not in after
    assert set(second.reports["agency"]) >= {"银川市西夏区教育局"}
    assert len(second) == 4
    fresh = toolkit.load(reports, progress=False)
    for name in FRAMES:
        columns = pl.exclude("seconds")
        assert fresh.frame(name).select(columns).equals(second.frame(name).select(columns)), name


def test_several_processes_give_the_same(corpus: toolkit.Corpus, folder: Path) -> None:
    parallel = toolkit.load(folder, jobs=2, progress=False)
    for name in FRAMES:
        columns = pl.exclude("seconds")
        assert parallel.frame(name).select(columns).equals(corpus.frame(name).select(columns)), name


def test_files_globs_and_archives(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "上报.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(APPROVAL, "2020/审批局.md")
        opened.writestr("2020/empty.txt", "")
    assert toolkit.load(archive, progress=False).sources.select("source", "status").rows() == [
        ("上报.zip/2020/empty.txt", "failed"),
        ("上报.zip/2020/审批局.md", "loaded"),
    ]
    assert len(toolkit.load(str(folder / "xixia-*"), progress=False)) == 2
    assert toolkit.load([APPROVAL, ABRIDGED / NAMES[0]], progress=False).sources["source"].to_list() == sorted(
        [APPROVAL.name, NAMES[0]]
    )


def test_an_archive_from_a_chinese_windows(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("?" * 9, APPROVAL.read_bytes())
    # Nine ASCII bytes become the nine that Windows writes for the name, in GBK and not marked as UTF-8.
    name = "审批局.md".encode("gb18030")
    archive.write_bytes(archive.read_bytes().replace(b"?" * 9, name))
    (source,) = toolkit.load(archive, progress=False).sources.select("source", "status").rows()
    assert source == ("a.zip/审批局.md", "loaded")


def test_a_damaged_archive_is_a_failed_file(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and then nothing")
    (source,) = toolkit.load(tmp_path, progress=False).sources.select("source", "status").rows()
    assert source == ("a.zip", "failed")


def test_what_is_not_there() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-folder is not there"):
        toolkit.load("no-such-folder")
    with pytest.raises(FrameError, match="holds no corpus"):
        toolkit.open_corpus(ABRIDGED)
    with pytest.raises(FrameError, match="there is no frame 'request'"):
        toolkit.Corpus({}).frame("request")


def test_one_report() -> None:
    report = toolkit.read_report(APPROVAL)
    assert report.identity["agency"] == "银川市西夏区审批服务管理局"
    assert report.figures.height == 198
    assert report.figures.columns == list(dtypes("figures"))
    with pytest.raises(UnreadableFile, match=r"README.md: no annual report"):
        toolkit.read_report(ABRIDGED.parent / "README.md")


def test_showing_a_figure_in_its_source() -> None:
    report = toolkit.read_report(APPROVAL)
    shown = str(report.show("disclosures", "licensing", "change"))
    assert "117 项, printed as '+117'" in shown
    assert "【+117】" in shown
    (marked,) = [line for line in shown.split("\n") if line.startswith(">")]
    assert "行政许可" in marked
    html = report.show("requests", "unavailable_not_held", "natural_person")._repr_html_()
    assert "<mark><b>1</b></mark>" in html
    with pytest.raises(UnknownForm, match="no column 'everyone' there; it has"):
        report.show("requests", "granted", "everyone")
    with pytest.raises(UnknownForm, match="no table 'request' there; it has disclosures"):
        report.show("request", "granted", "total")


def test_showing_what_is_not_printed() -> None:
    report = toolkit.read_report(ABRIDGED / "yinchuan-science-2020.pdf")
    assert str(report.show("requests", "not_processed_excessive", "total")).endswith("this report does not print it")
    report = toolkit.read_report(ABRIDGED / "guyuan-science-2020.html")
    assert "blank: the cell is there and empty" in str(report.show("requests", "granted", "total"))


@pytest.mark.parametrize("query", ["create table x (a int)", "copy reports to 'x.csv'", "select 1; select 2", "attach 'x'"])
def test_a_query_only_asks(corpus: toolkit.Corpus, query: str) -> None:
    with pytest.raises(QueryError, match="a query is one SELECT, not"):
        corpus.sql(query)


def test_a_corpus_kept_among_the_reports_is_no_report(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "reports")
    for _ in range(2):
        again = toolkit.load(tmp_path / "reports", out=tmp_path / "reports" / "built", progress=False)
    assert again.sources.filter(pl.col("source").str.starts_with("built")).is_empty()
