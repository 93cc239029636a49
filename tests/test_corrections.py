"""Corrections beside the reports: applied, visible, and refused once they no longer meet what they expect."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

import toolkit
from tests.truth import FOLDER
from toolkit.cli import run
from toolkit.errors import CorrectionError
from toolkit.frames.corrections import parse_corrections

HEAD = "source,table,row,column,expect,value,reason,evidence,author,date\n"
#: 固原市科学技术局 2020: （一）予以公开 prints six numbers and no total (FORMS.md, 001).
NAME = "guyuan-science-2020.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one report."""
    shutil.copy(FOLDER / "ningxia" / NAME, tmp_path / NAME)
    return tmp_path


def write(folder: Path, *lines: str) -> None:
    (folder / "corrections.csv").write_text(HEAD + "".join(f"{line}\n" for line in lines), "utf-8")


def total(corpus: toolkit.Corpus) -> tuple[float | None, str, str | None]:
    found = corpus.sql("select value, state, raw from figures where \"row\" = 'granted' and \"column\" = 'total'")
    return found.row(0)


def test_a_correction_is_applied_and_seen(folder: Path) -> None:
    before = toolkit.load(folder, progress=False)
    assert total(before)[:2] == (None, "blank")
    write(folder, f"{NAME},requests,granted,total,blank,0,六项均为零,table three,a colleague,2026-01-05")
    after = toolkit.load(folder, progress=False)
    assert total(after)[:2] == (0, "corrected")
    assert "corrections.csv, line 2: 六项均为零" in (total(after)[2] or "")
    assert after.sql("select count from requests where outcome = 'granted' and applicant = 'total'").item() == 0
    unknown = [c.findings.filter(status="unknown", rule="applicant_sum").height for c in (before, after)]
    assert unknown[1] == unknown[0] - 1
    assert toolkit.read_report(folder / NAME).figures.filter(state="corrected").height == 1


def test_a_kept_corpus_follows_the_file(folder: Path) -> None:
    out = folder / "built"
    write(folder, f"{NAME},requests,granted,total,blank,0,六项均为零,,a colleague,")
    for _ in range(2):
        assert total(toolkit.load(folder, out, progress=False))[1] == "corrected"
    (folder / "corrections.csv").unlink()
    assert total(toolkit.load(folder, out, progress=False))[1] == "blank"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{NAME},requests,granted,total,3,0,r,,me,", "line 2: expects 3 at requests, granted, total of guyuan-science-2020.html, but blank is read"),
        (f"{NAME},requests,granted,natural_person,blank,0,r,,me,", "line 2: expects blank at .* but 0 is read"),
        (f"{NAME},requests,made_up,total,0,1,r,,me,", "line 2: there is no cell requests, made_up, total"),
        ("gone.html,requests,granted,total,0,1,r,,me,", "line 2: there is no cell .* of gone.html"),
        (f"{NAME},requests,granted,total,absent,many,r,,me,", "line 2: the value 'many' is no number"),
        (f"{NAME},requests,granted,total,empty,1,r,,me,", "line 2: expect is 'empty'; write the number"),
        (f"{NAME},requests,granted,total,absent,1,,,me,", "line 2: reason is empty"),
    ],
)
def test_a_line_that_cannot_be_applied_is_named(folder: Path, line: str, said: str) -> None:
    write(folder, line)
    with pytest.raises(CorrectionError, match=said):
        toolkit.load(folder, progress=False)


def test_the_command_says_so_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, f"{NAME},requests,granted,total,3,0,r,,me,")
    assert run(["load", str(folder), "--out", str(folder / "built")]) == 1
    assert "corrections.csv, line 2: expects 3" in capsys.readouterr().err


def test_a_file_without_a_column_is_refused() -> None:
    with pytest.raises(CorrectionError, match="lacks the column value"):
        parse_corrections("source,table,row,column,expect,reason,evidence,author,date\n", "corrections.csv")


def test_lines_are_named_relative_to_their_folder(folder: Path) -> None:
    inner = folder / "2020"
    inner.mkdir()
    (folder / NAME).rename(inner / NAME)
    write(inner, f"{NAME},requests,granted,total,blank,0,r,,me,")
    assert total(toolkit.load(folder, progress=False))[1] == "corrected"


def test_a_corpus_kept_by_another_state_of_the_toolkit_is_read_anew(folder: Path) -> None:
    out = folder / "built"
    toolkit.load(folder, out, progress=False)
    about = json.loads((out / "corpus.json").read_text("utf-8"))
    frame = pl.read_parquet(out / "reports.parquet").with_columns(title=pl.lit("as read last week"))
    frame.write_parquet(out / "reports.parquet")
    assert toolkit.load(folder, out, progress=False).reports["title"].item() == "as read last week"
    (out / "corpus.json").write_text(json.dumps(about | {"toolkit_fingerprint": "that of last week"}), "utf-8")
    assert toolkit.load(folder, out, progress=False).reports["title"].item() != "as read last week"
