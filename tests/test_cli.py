"""The command ogi: what it prints, with which status it ends, and one line for every error."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

import toolkit
from tests.truth import FOLDER
from toolkit import charts, cli, demo
from toolkit.dictionary import data_dictionary
from toolkit.terminal import findings_table, frame_json, frame_table, write_frame

ROOT = Path(__file__).parents[1]
SAMPLE = FOLDER / "qinghe" / "songqiao-nongye-2022.md"
GOOD = FOLDER / "ningxia" / "xixia-approval-2020.md"
OGI = (sys.executable, "-c", "from toolkit.cli import main; main()")
COMMANDS = ("load", "info", "show", "check", "query", "export", "dictionary", "demo")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def ogi(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Return a way to run a command in this process."""

    def run(*arguments: object) -> Ended:
        status = cli.run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ended(status, said.out, said.err)

    return run


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one report that adds up, one that does not, and a note that is no report."""
    folder = tmp_path_factory.mktemp("reports")
    for path in (SAMPLE, GOOD):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "note.txt").write_text("明天九点开会。", "utf-8")
    return folder


@pytest.fixture(scope="module")
def corpus(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of their corpus."""
    folder = tmp_path_factory.mktemp("corpus")
    toolkit.load(reports, folder, progress=False)
    return folder


def spawn(*arguments: object, **more: str) -> subprocess.Popen[str]:
    """Start a command as a process of its own."""
    return subprocess.Popen(
        [*OGI, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", start_new_session=True, env={**os.environ, **more},
        # Whoever runs the tests in the background has told their processes to ignore an interrupt.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> Ended:
    out, err = process.communicate(timeout=120)
    return Ended(process.returncode, out, err)


# -- wrong usage and errors ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "ogi: give a command: load, info, show, check, query, export, brief, browse, dictionary, demo; see ogi --help"),
        (["lod"], "ogi: no such command 'lod'. Did you mean 'load'?; see ogi --help"),
        (["load"], "ogi load: give at least one REPORT; see ogi load --help"),
        (["load", "x"], "ogi load: give --out DIR; see ogi load --help"),
        (["query", "built"], "ogi query: give SELECT; see ogi query --help"),
        (["show", "x", "--xyz"], "ogi show: no such option: --xyz; see ogi show --help"),
        (
            ["show", "x", "--table", "requests"],
            "ogi show: give all three of --table, --row and --column, or none; see",
        ),
        (["show", str(FOLDER)], f"ogi show: {FOLDER} is a folder; name one report"),
        (
            ["query", "x", "select 1", "--format", "parquet"],
            "ogi query: parquet is no text: give --output FILE; see",
        ),
        (
            ["query", "x", "select 1", "--output", "answer.xlsx"],
            "ogi query: no answer is written as .xlsx: end the name in .csv, .json or .parquet; Excel opens a .csv; see",
        ),
        (
            ["query", "x", "select 1", "--format", "xml"],
            "ogi query: invalid value for '--format': 'xml' is not one of",
        ),
        (["load", "x", "--out", "y", "--jobs", "0"], "ogi load: invalid value for '--jobs': "),
        (
            ["check", "x", "--rule", "beauty"],
            "ogi check: there is no rule 'beauty'; there are ",
        ),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], said: str, ogi: Callable[..., Ended]
) -> None:
    done = ogi(*arguments)
    assert done.status == 2
    assert done.err.startswith(said)
    assert done.err.count("\n") == 1
    assert done.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["load", "nowhere", "--out", "y"], "ogi load: nowhere is not there; name a file, a folder, a glob"),
        (["show", "nowhere.pdf"], "ogi show: nowhere.pdf is not there"),
        (["show", str(ROOT / "LICENSE")], f"ogi show: {ROOT / 'LICENSE'}: no annual report"),
        (["show", str(SAMPLE), "--table", "requests", "--row", "granted", "--column", "cats"],
         "ogi show: this report has no column 'cats' there; it has business, "),
        (["info", str(FOLDER)], f"ogi info: {FOLDER} holds no corpus; make one with: ogi load REPORTS --out"),
        (["check", "nowhere"], "ogi check: nowhere holds no corpus"),
        (["query", "nowhere", "select 1"], "ogi query: nowhere holds no corpus"),
    ],
)  # fmt: skip
def test_an_error_is_one_line_and_status_1(
    arguments: list[str], said: str, ogi: Callable[..., Ended]
) -> None:
    done = ogi(*arguments)
    assert done.status == 1
    assert done.err.startswith(said)
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_a_wrong_query_is_one_line_that_names_the_mistake(corpus: Path, ogi: Callable[..., Ended]) -> None:
    done = ogi("query", corpus, "select * from request")
    assert done.status == 1
    assert done.err.startswith(
        "ogi query: the query cannot be run: Catalog Error: Table with name request does not exist"
    )
    assert done.err.count("\n") == 1


def test_a_file_that_cannot_be_written_is_one_line(
    corpus: Path, tmp_path: Path, ogi: Callable[..., Ended]
) -> None:
    for name in ("no/such/folder.csv", "no/such/folder.parquet"):
        done = ogi("query", corpus, "select 1 as n", "--output", tmp_path / name)
        assert done.status == 1
        assert done.err.count("\n") == 1
        assert "No such file or directory" in done.err


def test_no_defect_shows_a_traceback_unless_asked(
    corpus: Path, ogi: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: object) -> None:
        raise KeyError("figures")

    monkeypatch.setattr(toolkit, "open_corpus", broken, raising=False)
    done = ogi("info", corpus)
    assert done.status == 1
    assert done.err.startswith("ogi info: failed, which is a defect of the toolkit: KeyError: 'figures'")
    assert done.err.count("\n") == 1
    monkeypatch.setenv("OGI_TRACEBACK", "1")
    assert "Traceback" in ogi("info", corpus).err


# -- load and info -------------------------------------------------------------------------------------


def test_load_ends_with_0_if_a_report_was_loaded(
    reports: Path, tmp_path: Path, ogi: Callable[..., Ended]
) -> None:
    done = ogi("load", reports, "--out", tmp_path / "built")
    assert done.status == 0
    assert done.err == ""
    assert done.out.startswith("Corpus of 2 reports")
    assert "3 · 1 failed · 2 loaded" in done.out
    assert toolkit.open_corpus(tmp_path / "built").reports.height == 2


def test_load_ends_with_1_if_none_was(tmp_path: Path, ogi: Callable[..., Ended]) -> None:
    done = ogi("load", ROOT / "LICENSE", "--out", tmp_path / "built")
    assert done.status == 1
    assert done.err == "ogi load: no report was loaded: 1 of 1 files could not be read\n"
    assert "LICENSE" in done.out


def test_strict_ends_with_1_if_any_file_failed(
    reports: Path, tmp_path: Path, ogi: Callable[..., Ended]
) -> None:
    done = ogi("load", reports, "--out", tmp_path / "built", "--strict")
    assert done.status == 1
    assert done.err.startswith("ogi load: 1 of 3 files could not be read; ogi info")
    assert ogi("load", SAMPLE, GOOD, "--out", tmp_path / "two", "--strict", "--jobs", 1).status == 0


def test_info_gives_every_file_that_failed(tmp_path: Path, ogi: Callable[..., Ended]) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(8):
        (folder / f"note{number}.txt").write_text(f"第{number}号通知", "utf-8")
    (folder / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    assert ogi("load", folder, "--out", tmp_path / "built").out.count("no annual report") == 5
    done = ogi("info", tmp_path / "built")
    assert done.status == 0
    assert done.out.count("no annual report") == 8


# -- show and check ------------------------------------------------------------------------------------


def test_show_prints_identity_tables_and_findings(ogi: Callable[..., Ended]) -> None:
    done = ogi("show", SAMPLE)
    assert done.status == 0
    assert done.out.startswith("松桥县农业农村局  2022\n")
    for said in ("收到和处理政府信息公开申请情况", "line 67", "column_balance"):
        assert said in done.out


def test_show_marks_one_figure_in_its_line(ogi: Callable[..., Ended]) -> None:
    done = ogi("show", SAMPLE, "--table", "requests", "--row", "received_new", "--column", "total")
    assert done.status == 0
    assert done.out.startswith("requests, received_new, total (form 2021): 29 件, printed as '29'")
    (marked,) = [line for line in done.out.splitlines() if line.startswith(">")]
    assert marked.split()[:2] == [">", "43"]
    assert "【29】" in marked


def test_check_ends_with_1_only_for_an_error_that_fails(corpus: Path, ogi: Callable[..., Ended]) -> None:
    done = ogi("check", corpus)
    assert done.status == 1
    assert done.err == ""
    # songqiao-nongye-2022.md: 29 + 5 come in, 33 + 2 go out.
    assert "fail" in done.out
    assert "is 34, but （七）总计 + 四、结转下年度继续办理 is 35" in done.out
    assert "为 34，“（七）总计 + 四、结转下年度继续办理”为 35" in ogi("check", corpus, "--lang", "zh").out
    calm = ogi("check", corpus, "--rule", "item_change")
    assert calm.status == 0
    assert "0 fail (0 of them errors), 0 unknown" in calm.out


def test_what_cannot_be_checked_is_no_failure(tmp_path: Path, ogi: Callable[..., Ended]) -> None:
    # kaifaqu-2020.md leaves 133 cells empty; nothing it prints contradicts itself.
    toolkit.load(FOLDER / "qinghe" / "kaifaqu-2020.md", tmp_path, progress=False)
    done = ogi("check", tmp_path, "--rule", "applicant_sum")
    assert done.status == 0
    assert "unknown  error     applicant_sum" in done.out
    assert "does not count" in ogi("check", "--help").out


def test_findings_are_listed_gravest_first(corpus: Path) -> None:
    opened = toolkit.open_corpus(corpus)
    lines = findings_table(opened.findings, opened.reports).splitlines()
    assert lines[0].split() == ["status", "severity", "rule", "source", "line", "message"]
    status = [line.split()[0] for line in lines[1:-1]]
    assert status == sorted(status)
    assert len(status) == opened.findings.height


# -- query ---------------------------------------------------------------------------------------------

QUERY = "select agency, year, form from reports order by year"


def test_query_prints_an_aligned_table(corpus: Path, ogi: Callable[..., Ended]) -> None:
    assert ogi("query", corpus, QUERY).out.splitlines() == [
        "agency                      year  form",
        "银川市西夏区审批服务管理局  2020  2019",
        "松桥县农业农村局            2022  2021",
    ]


def test_query_writes_csv_and_json_to_the_pipe(corpus: Path, ogi: Callable[..., Ended]) -> None:
    out = ogi("query", corpus, QUERY, "--format", "csv").out
    assert out.startswith("agency,year,form\n"), "no byte order mark in a pipe"
    assert list(csv.reader(io.StringIO(out)))[1] == ["银川市西夏区审批服务管理局", "2020", "2019"]
    rows = json.loads(ogi("query", corpus, QUERY, "--format", "json").out)
    assert rows[1] == {"agency": "松桥县农业农村局", "year": 2022, "form": "2021"}


def test_query_writes_files_by_their_name(corpus: Path, tmp_path: Path, ogi: Callable[..., Ended]) -> None:
    for name in ("out.csv", "out.json", "out.parquet", "out.txt"):
        done = ogi("query", corpus, QUERY, "--output", tmp_path / name)
        assert (done.status, done.out, done.err) == (0, "", "")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfagency,year,form\n")
    assert pl.read_csv(tmp_path / "out.csv")["agency"].to_list()[1] == "松桥县农业农村局"
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))[0]["year"] == 2020
    assert pl.read_parquet(tmp_path / "out.parquet").height == 2
    assert "松桥县农业农村局            2022  2021" in (tmp_path / "out.txt").read_text("utf-8")


def test_a_cut_table_says_so_and_a_file_is_never_cut(
    corpus: Path, tmp_path: Path, ogi: Callable[..., Ended]
) -> None:
    many = "select i from range(1500) t(i)"
    lines = ogi("query", corpus, many).out.splitlines()
    assert len(lines) == 1002
    assert lines[-1] == "1,000 of 1,500 rows; --format csv gives them all"
    ogi("query", corpus, many, "--output", tmp_path / "all.txt")
    assert len((tmp_path / "all.txt").read_text().splitlines()) == 1501
    assert ogi("query", corpus, "select 1 as n where false").out.splitlines() == ["n", "no rows"]


def test_nothing_in_a_cell_is_lost_or_rounded() -> None:
    frame = pl.DataFrame(
        {
            "text": ["很长的说明" * 40, "两行\n文字", None],
            "number": [123456789.123456789, 0.1, None],
            "whole": [9007199254740993, -1, None],
            "place": [{"line": 4}, {"line": None}, None],
        }
    )
    table = frame_table(frame)
    for said in (
        "很长的说明" * 40,
        "两行↵文字",
        "123456789.12345679",
        "9007199254740993",
        '{"line": 4}',
        "null",
    ):
        assert said in table
    assert [json.loads(line.rstrip(",")) for line in frame_json(frame).splitlines()[1:-1]] == frame.to_dicts()


def test_csv_holds_places_as_json(tmp_path: Path, corpus: Path) -> None:
    frame = toolkit.open_corpus(corpus).figures.filter(
        pl.col("row") == "received_new", pl.col("column") == "total"
    )
    write_frame(frame, "csv", tmp_path / "figures.csv")
    with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {json.loads(row["place"])["line"] for row in rows} == set(frame["place"].struct.field("line"))
    assert "29.0" in {row["value"] for row in rows}


# -- dictionary, demo, help ----------------------------------------------------------------------------


def test_dictionary_prints_the_dictionary(ogi: Callable[..., Ended]) -> None:
    assert ogi("dictionary").out == data_dictionary()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, ogi: Callable[..., Ended]) -> None:
    done = ogi(command, "--help")
    assert done.status == 0
    assert done.out.startswith(f"Usage: ogi {command} ")
    assert command in ogi("--help").out


def test_help_says_when_load_and_check_fail(ogi: Callable[..., Ended]) -> None:
    assert "Status 0 if at least one report was loaded, 1 if none was" in ogi("load", "--help").out
    assert "Status 1 if a rule of severity error fails" in ogi("check", "--help").out


def test_version(ogi: Callable[..., Ended]) -> None:
    assert ogi("--version").out == f"ogi {toolkit.__version__}\n"


@pytest.fixture
def few_samples(tmp_path: Path) -> Path:
    """Return a folder of samples with two reports of each kind, and their truth beside them."""
    for name, files in {
        "ningxia": ("xixia-approval-2020.md", "hongsipu-science-2023.docx"),
        "qinghe": ("shi-keji-2020.txt", "shi-keji-2021.txt"),
    }.items():
        (tmp_path / name / "truth").mkdir(parents=True)
        (tmp_path / name / "truth" / "figures.csv").write_text("no report", "utf-8")
        for file in files:
            (tmp_path / name / file).write_bytes((FOLDER / name / file).read_bytes())
    return tmp_path


def test_demo_loads_draws_and_keeps_real_and_invented_apart(
    few_samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ogi: Callable[..., Ended]
) -> None:
    monkeypatch.setenv("OGI_SAMPLES", str(few_samples))
    # The demo draws all charts; one is enough here, the others have tests of their own.
    monkeypatch.setattr(charts, "names", lambda: ["requests_by_outcome"])
    done = ogi("demo", "--out", tmp_path / "out")
    assert done.status == 0, done.err
    assert done.out.index("ningxia  REAL FIGURES") < done.out.index("qinghe  FICTIONAL")
    assert "every file was read" in done.out
    for name in ("ningxia", "qinghe"):
        assert toolkit.open_corpus(tmp_path / "out" / name).sources["status"].to_list() == [
            "loaded",
            "loaded",
        ]
    assert "notebooks/00-start-here.ipynb" in done.out
    assert "ogi query" in done.out
    drawn = sorted(path.name for path in (tmp_path / "out" / "charts").iterdir())
    assert drawn == ["ningxia-requests_by_outcome.html", "ningxia-requests_by_outcome.png"]
    assert all(f"charts/{name}\n" in done.out for name in drawn)


def test_demo_says_where_samples_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ogi: Callable[..., Ended]
) -> None:
    monkeypatch.setenv("OGI_SAMPLES", str(tmp_path / "nowhere"))
    done = ogi("demo")
    assert done.status == 1
    assert done.err == f"ogi demo: OGI_SAMPLES names {tmp_path / 'nowhere'}, which is no folder\n"
    monkeypatch.delenv("OGI_SAMPLES")
    monkeypatch.chdir(tmp_path)
    assert demo.find_samples() == ROOT / "data" / "samples"


# -- as a process --------------------------------------------------------------------------------------


def test_errors_of_a_process_go_to_standard_error() -> None:
    done = ended(spawn("load"))
    assert done == Ended(2, "", "ogi load: give at least one REPORT; see ogi load --help\n")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from toolkit import cli; cli.run(['--help']);"
        "print([name for name in ('polars', 'duckdb', 'altair', 'pandas', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_quiet(corpus: Path) -> None:
    with spawn("query", corpus, "select i from range(1000000) t(i)", "--format", "csv") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "i\n"
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 0


def test_output_is_utf8_even_where_the_system_is_not(corpus: Path) -> None:
    process = spawn("query", corpus, QUERY, PYTHONUTF8="0", LC_ALL="C", PYTHONCOERCECLOCALE="0")
    assert "松桥县农业农村局" in ended(process).out


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_an_interrupt_is_one_line_and_status_130(tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number}.md").write_text(SAMPLE.read_text("utf-8") + str(number), "utf-8")
    process = spawn("load", tmp_path, "--out", tmp_path / "built", "--jobs", 1)
    time.sleep(2.5)
    os.killpg(process.pid, signal.SIGINT)
    done = ended(process)
    assert done == Ended(130, "", "ogi load: interrupted\n")
    assert not (tmp_path / "built").exists()
