"""The page of ogi browse on sample reports: numbers that stand in named files, and nothing from elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import toolkit
from scripts import browser
from toolkit.browse.pieces import change_text, charts_of, with_steady_growth
from toolkit.browse.selection import Filters, Selection, options_of
from toolkit.browse.server import bind
from toolkit.browse.view import Opened, View
from toolkit.charts import names
from toolkit.cli import run
from toolkit.corpus.origin import show_in_source
from toolkit.corpus.query import run_sealed_query
from toolkit.errors import QueryError, ToolkitError, UnreadableFile

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "samples" / "qinghe"
#: 清河市教育局 received, as its reports print it in the total column.
EDUCATION = {2019: 41, 2020: 40, 2021: 42, 2022: 44, 2023: 42, 2024: 52, 2025: 58}
FILES = [f"shi-jiaoyu-{year}.{'html' if year > 2023 else 'txt'}" for year in EDUCATION] + ["lanping-minzheng-2024.html", "shi-renshe-2025.pdf"]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with copies of a few sample reports, which a test may move."""
    folder = tmp_path_factory.mktemp("reports")
    for name in FILES:
        shutil.copy(SAMPLES / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def built(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the corpus of those reports in a folder."""
    folder = tmp_path_factory.mktemp("built")
    toolkit.load(reports, folder, jobs=1, progress=False)
    return folder


# -- the reports that are chosen -----------------------------------------------------------------------


def education(built: Path, **chosen: object) -> Selection:
    """Return the reports of 清河市教育局, chosen further."""
    corpus = toolkit.open_corpus(built)
    (agency,) = [code for code, name in options_of(corpus).agencies.items() if name == "清河市教育局"]
    return Selection(corpus, Filters(agencies=(agency,), **chosen))  # type: ignore[arg-type]


def test_a_selection_counts_what_its_reports_print(built: Path) -> None:
    received = education(built).measure("requests_received").select("year", "value").rows()
    assert dict(received) == EDUCATION
    assert education(built, years=(2022, 2023)).measure("requests_received")["value"].to_list() == [44, 42]
    # Its reports for 2019 and 2020 follow the form of 2019.
    assert education(built, forms=("2019",)).reports["year"].to_list() == [2019, 2020]


def test_everything_chosen_is_the_whole_corpus(built: Path) -> None:
    corpus = toolkit.open_corpus(built)
    every = Selection(corpus, Filters())
    assert len(every) == len(FILES)
    for name in ("reports", "figures", "findings", "sources"):
        assert every.lazy(name).collect().equals(corpus.frame(name))


def test_a_selection_holds_only_what_belongs_to_it(built: Path) -> None:
    one = education(built, years=(2024, 2024))
    assert one.sources["source"].to_list() == ["shi-jiaoyu-2024.html"]
    assert set(one.figures["report_id"]) == set(one.reports["report_id"])


def test_a_report_that_was_filtered_out_is_not_missing(built: Path) -> None:
    # The reports of 2021 and later follow another form; those before are there all the same.
    rows = education(built, forms=("2021",), years=(2019, 2022)).coverage()
    assert rows.select("year", "status").rows() == [(year, "there") for year in range(2019, 2023)]


def test_no_change_is_told_between_years_of_many_and_few_reports() -> None:
    series = pl.DataFrame({"year": [2013, 2014, 2015], "segment": 1, "reports": [17, 1, 2], "growth": [None, -0.99, 0.5]})
    assert with_steady_growth(series)["growth"].to_list() == [None, None, 0.5]


def test_every_chart_stands_on_a_page() -> None:
    pages = ("overview", "agency", "requests", "disclosure", "themes", "quality")
    assert sorted(name for page in pages for name in charts_of(page)) == names()


def test_the_arrow_of_a_change_points_where_the_number_went(built: Path) -> None:
    view = View(Opened(built, 0), Filters(), "zh", dark=False)
    # Streamlit points it down where the text begins with a minus.
    assert change_text(view, {"growth": -0.364, "denominator": None, "unit": "件"}) == "-36.4%，较上年"
    assert change_text(view, {"growth": 0.06, "denominator": None, "unit": "件"}) == "+6.0%，较上年"


# -- figures beside their source -----------------------------------------------------------------------


def figure(built: Path, source: str, **key: str) -> dict[str, object]:
    """Return one figure of the report in a file."""
    corpus = toolkit.open_corpus(built)
    own = corpus.reports.filter(pl.col("source") == source).select("report_id")
    return corpus.figures.join(own, on="report_id", how="semi").filter(**key).row(0, named=True)


RECEIVED = {"table": "requests", "row": "received_new", "column": "total"}


def test_a_figure_is_shown_where_it_is_printed(built: Path) -> None:
    shown = show_in_source(toolkit.open_corpus(built), figure(built, "shi-jiaoyu-2019.txt", **RECEIVED))
    (line,) = [line for line in shown.lines if line.mark]
    assert "本年新收政府信息公开申请数量" in line.text
    assert line.text[slice(*line.mark or ())] == "41"


def test_a_figure_on_a_page_is_shown_as_a_picture(built: Path) -> None:
    shown = show_in_source(toolkit.open_corpus(built), figure(built, "shi-renshe-2025.pdf", **RECEIVED))
    assert shown.picture is not None
    assert shown.picture.startswith(b"\x89PNG")


def test_a_file_that_was_moved_or_changed_is_not_shown(reports: Path, built: Path) -> None:
    corpus, asked = toolkit.open_corpus(built), figure(built, "lanping-minzheng-2024.html", **RECEIVED)
    file = reports / "lanping-minzheng-2024.html"
    moved = file.rename(file.with_suffix(".moved"))
    with pytest.raises(UnreadableFile, match=r"no longer where it was, .*lanping-minzheng-2024\.html"):
        show_in_source(corpus, asked)
    file.write_bytes(moved.read_bytes() + b" ")
    with pytest.raises(UnreadableFile, match="was changed since it was loaded"):
        show_in_source(corpus, asked)
    moved.rename(file)
    assert show_in_source(corpus, asked).lines


def test_a_figure_inside_an_archive_is_shown(reports: Path, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "all"), "zip", reports, "shi-jiaoyu-2019.txt")
    toolkit.load(tmp_path / "all.zip", tmp_path / "built", jobs=1, progress=False)
    asked = figure(tmp_path / "built", "all.zip/shi-jiaoyu-2019.txt", **RECEIVED)
    assert show_in_source(toolkit.open_corpus(tmp_path / "built"), asked).lines


# -- SQL -----------------------------------------------------------------------------------------------


def test_a_sealed_query_answers_and_says_where_it_was_cut(built: Path) -> None:
    corpus = toolkit.open_corpus(built)
    rows, more = run_sealed_query(corpus, "select year from reports where agency = '清河市教育局' order by year", most=3)
    assert (rows["year"].to_list(), more) == ([2019, 2020, 2021], True)


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_text('{secret}')",
        "select * from read_csv('{secret}')",
        "select * from '{secret}'",
        "select * from glob('{folder}/*')",
        "select * from query('select * from read_text(''{secret}'')')",
        "select * from own_variable",
        "set enable_external_access = true",
        "copy reports to '{folder}/out.csv'",
    ],
)
def test_a_sealed_query_sees_nothing_but_the_frames(built: Path, tmp_path: Path, query: str) -> None:
    own_variable = pl.DataFrame({"secret": [1]})
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with pytest.raises(QueryError):
        run_sealed_query(toolkit.open_corpus(built), query.format(secret=tmp_path / "secret.csv", folder=tmp_path), most=10)
    assert own_variable.height == 1
    assert not (tmp_path / "out.csv").exists()


def test_a_sealed_query_that_takes_too_long_is_ended(built: Path) -> None:
    endless = "select count(*) from range(100000000) a, range(100000) b where a.range % 7 = b.range % 3"
    with pytest.raises(QueryError, match=r"took longer than 0\.2 s"):
        run_sealed_query(toolkit.open_corpus(built), endless, most=10, seconds=0.2)


# -- the command ---------------------------------------------------------------------------------------


def test_a_folder_that_is_no_corpus_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["browse", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"ogi browse: {tmp_path} holds no corpus; make one with: ogi load REPORTS --out {tmp_path}\n"


def test_a_missing_extra_says_how_to_install_it(built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert run(["browse", str(built)]) == 1
    assert capsys.readouterr().err == "ogi browse: the page needs Streamlit: install it with pip install 'ogi-toolkit[browse]'\n"


def test_the_page_is_bound_to_this_machine_only() -> None:
    with bind(None) as bound:
        host, port = bound.getsockname()
        assert host == "127.0.0.1"
        with pytest.raises(ToolkitError, match=f"port {port} is taken"):
            bind(port)


# -- the page ------------------------------------------------------------------------------------------


@pytest.fixture
def page(built: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Return the page as Streamlit runs it, without a browser."""
    testing = pytest.importorskip("streamlit.testing.v1", reason="Streamlit is not installed: pip install 'ogi-toolkit[browse]'")
    monkeypatch.setenv("OGI_BROWSE_FOLDER", str(built))
    monkeypatch.setenv("OGI_BROWSE_LANG", "zh")
    return testing.AppTest.from_file(ROOT / "toolkit" / "browse" / "app.py", default_timeout=60)


def metrics(page: object) -> dict[str, str]:
    """Return the numbers on the page by their names."""
    return {one.label: one.value for one in page.metric}  # type: ignore[attr-defined]


def test_filters_change_the_numbers(page: object) -> None:
    page.run()  # type: ignore[attr-defined]
    assert not page.exception  # type: ignore[attr-defined]
    assert metrics(page)["报告"] == str(len(FILES))
    page.slider(key="years").set_value((2019, 2022)).run()  # type: ignore[attr-defined]
    shown = metrics(page)
    assert (shown["报告"], shown["年份"], shown["新收申请数"]) == ("4", "2019–2022", "44 件")


def test_the_page_speaks_english(page: object) -> None:
    page.run()  # type: ignore[attr-defined]
    page.segmented_control(key="lang").set_value("en").run()  # type: ignore[attr-defined]
    assert [title.value for title in page.title] == ["Overview"]  # type: ignore[attr-defined]
    assert metrics(page)["Reports"] == str(len(FILES))


# -- in a browser --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """Serve the page in a process of its own and return its address."""
    pytest.importorskip("streamlit", reason="Streamlit is not installed: pip install 'ogi-toolkit[browse]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", "browse", str(built), "--no-open", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.send_signal(2)
            _, errors = server.communicate(timeout=20)
    assert (server.returncode, errors) == (130, b"ogi browse: interrupted\n")


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, server.stderr.read() if server.stderr else ""
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the page did not start within a minute")


def test_only_pages_of_this_machine_are_answered(address: str) -> None:
    import http.client

    host = address.removeprefix("http://").rstrip("/")
    answers = {}
    for named in ({"Host": host}, {"Host": "elsewhere.example"}, {"Host": host, "Origin": "http://elsewhere.example"}):
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", "/", headers=named)
        answers[tuple(named.values())] = connection.getresponse().status
        connection.close()
    assert list(answers.values()) == [200, 403, 403]


def test_in_chromium_nothing_leaves_this_machine_and_chinese_is_drawn(address: str) -> None:
    if browser.program() is None:
        pytest.skip("no Chromium on this machine: the page is not looked at in a browser")
    with browser.opened(1400, 1000) as tab:
        tab.open(address)
        for name in ("质量", "报告与原文"):
            link = f"[...document.querySelectorAll('a')].find(one => one.innerText.includes({json.dumps(name)}))"
            tab.until(f"!!{link}", what=f"the link to {name}")
            tab.value(f"{link}.click()")
            tab.until(f"[...document.querySelectorAll('h1')].some(one => one.innerText.includes({json.dumps(name)}))", what=f"the page {name}")
            if name == "质量":
                tab.until("!!document.querySelector('svg.marks')", what="a chart")
        assert tab.value("document.fonts.check('16px \"Noto Sans SC\"', '政')")
        assert len(tab.asked) > 10
        assert tab.strangers() == []
        assert tab.errors == []
