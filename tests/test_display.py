"""What a person sees of a corpus and of a report: every number, every state, nothing that is no zero as a zero.

The figures stand in data/samples/qinghe/songqiao-nongye-2022.md, into which the tests write their changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

import toolkit
from tests.truth import FOLDER
from toolkit.corpus.blocks import Cell, Line, Table, Title, as_html, as_text
from toolkit.corpus.columns import pad, printable, table, width, wrap
from toolkit.corpus.display import corpus_text, report_text
from toolkit.corpus.sheets import sheets

SAMPLE = FOLDER / "qinghe" / "songqiao-nongye-2022.md"
#: Where the sample is changed, and into what.
CHANGES = {
    "| 行政许可 | 149 |": "| 行政许可 |   |",
    "| 行政处罚 | 31 |": "| 行政处罚 | — |",
    "| 行政强制 | 2 |": "| 行政强制 | 若干 |",
    "|  |  | 4、无正当理由大量反复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n": "",
}
MOST = ("ningxia/yinchuan-science-2020.pdf", "qinghe/shi-jiaoyu-2021.txt", "qinghe/kaifaqu-2020.md")


@pytest.fixture
def changed(tmp_path: Path) -> toolkit.ReportView:
    """Return the sample with a blank, a dash, an unreadable cell, and a row of seven that is not printed."""
    text = SAMPLE.read_text("utf-8")
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "songqiao-nongye-2022.md"
    path.write_text(text, "utf-8")
    return toolkit.read_report(path)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> toolkit.Corpus:
    """Return a corpus of four files: two reports, a copy of one of them, and a note that is no report."""
    folder = tmp_path_factory.mktemp("reports")
    for name in ("songqiao-nongye-2022.md", "kaifaqu-2020.md"):
        (folder / name).write_bytes((FOLDER / "qinghe" / name).read_bytes())
    (folder / "z-copy.md").write_bytes(SAMPLE.read_bytes())
    (folder / "note.txt").write_text("明天九点开会。", "utf-8")
    return toolkit.load(folder, tmp_path_factory.mktemp("built"), progress=False)


def row(text: str, label: str) -> list[str]:
    """Return what stands behind a label in a shown table."""
    (line,) = [line for line in text.splitlines() if re.match(rf"\s*{re.escape(label)}  +\S", line)]
    return line.strip().removeprefix(label).split()


# -- a report ------------------------------------------------------------------------------------------


def test_report_shows_numbers_where_the_form_has_them() -> None:
    text = report_text(toolkit.read_report(SAMPLE))
    assert text.startswith("松桥县农业农村局  2022\n")
    assert row(text, "一、本年新收政府信息公开申请数量") == ["20", "5", "0", "0", "3", "1", "29", "43"]
    assert row(text, "（七）总计") == ["24", "5", "0", "0", "3", "1", "33", "66"]
    assert row(text, "行政规范性文件") == ["1", "2", "10", "25"]
    assert text.index("三、本年度办理结果") < text.index("（一）予以公开") < text.index("（三）不予公开")


def test_a_cell_without_a_number_is_never_shown_as_zero(changed: toolkit.ReportView) -> None:
    text = report_text(changed)
    assert row(text, "行政许可") == ["▢", "28"]
    assert row(text, "行政处罚") == ["—", "31"]
    assert row(text, "行政强制") == ["？", "32"]
    assert row(text, "4.无正当理由大量反复申请") == ["·"] * 7
    assert "figures   200 · 190 reported · 1 blank · 1 dash · 7 absent · 1 unreadable" in text
    for mark in ("▢ blank", "— dash", "· absent", "？ unreadable"):
        assert mark in text
    assert "10 cells without a number" in text


def test_html_shows_the_same_marks_apart_from_zeros(changed: toolkit.ReportView) -> None:
    html = changed._repr_html_()
    assert '<td class="ogi-r ogi-m" title="disclosures, licensing, decisions · blank' in html
    assert html.count('class="ogi-r ogi-m"') == 10
    assert ">？<" in html
    assert (
        '<td class="ogi-r" title="requests, received_new, total · reported · &#x27;29&#x27; · line 43">29</td>'
        in html
    )


@pytest.mark.parametrize("source", MOST)
def test_every_figure_is_shown_once(source: str) -> None:
    report = toolkit.read_report(FOLDER / source)
    codes = [
        cell.hint.split(" · ")[0]
        for sheet in sheets(report.figures)
        for line in sheet.rows
        for cell in line.cells
    ]
    shown = [tuple(code.split(", ")) for code in codes if code]
    assert sorted(shown) == sorted(report.figures.select("table", "row", "column").rows())


def test_a_report_that_mixes_editions_shows_each_table_in_its_own() -> None:
    text = report_text(toolkit.read_report(FOLDER / "qinghe/shi-jiaoyu-2021.txt"))
    assert "disclosures · form 2019" in text
    assert "requests · form 2021" in text
    # An amount of which the report does not say whether it counts 元 or 万元 does not pass for 万元.
    assert row(text, "政府集中采购")[1] == "333.6206（单位不明）"


def test_findings_come_with_place_and_fails_first() -> None:
    text = report_text(toolkit.read_report(SAMPLE))
    after = text.split("\nfindings: ")[1]
    assert re.match(r"\d+ fail, 0 unknown", after)
    assert re.search(r"fail\s+error\s+applicant_sum\s+line 67\s+四、结转下年度继续办理: 总计 is 2", after)
    assert "no: 2 sums not as the form asks" in text


def test_claims_and_themes_of_the_prose_stand_below_the_tables() -> None:
    # Line 21 of the sample claims 57 requests; its section on problems names two themes.
    report = toolkit.read_report(FOLDER / "qinghe/shi-bangongshi-2016.md")
    text = report_text(report)
    assert f"numbers that the prose claims: {report.mentions.height}\n" in text
    claimed = re.findall(r"^  requests_received +(\d+) +(\S+) +line (\d+)$", text, re.MULTILINE)
    assert claimed == [("57", "件", "21")]
    spoken = re.findall(r"^  problem +(\w+) +\S", text, re.MULTILINE)
    assert sorted(spoken) == sorted(report.themes.filter(pl.col("aspect") == "problem")["theme"].unique())
    assert text.index("requests_received  ") > text.index("（三）接受培训人员数")


def test_what_is_left_out_is_counted() -> None:
    report = toolkit.read_report(FOLDER / "qinghe/kaifaqu-2020.md")
    short, full = report_text(report), report_text(report, every=True)
    left = report.findings.height - 12
    assert f"the first ones here and {left} more in .findings" in short
    assert "more in ." not in full
    assert full.count("cannot be checked") > short.count("cannot be checked")


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_columns_align_in_terminals_of_any_width(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = report_text(toolkit.read_report(SAMPLE))
    three = text[text.index("  一、本年新收") : text.index("四、结转下年度")].splitlines()
    assert len(three) > 25
    ends = {width(line) for line in three if re.search(r"  \d+$", line)}
    assert len(ends) == 1, "the line numbers stand in one column"
    assert max(map(width, text.splitlines())) <= columns


# -- a corpus ------------------------------------------------------------------------------------------


def test_corpus_counts_files_reports_forms_and_states(corpus: toolkit.Corpus) -> None:
    text = corpus_text(corpus)
    assert text.startswith("Corpus of 2 reports")
    assert "4 · 1 duplicate · 1 failed · 2 loaded" in text
    # 200 cells in the form of 2021 and 198 in that of 2019, of which 133 are empty.
    assert "398 · 265 reported · 133 blank" in text
    assert "2020–2022" in text
    assert row(text, "2020") == ["1", "0", "1"]
    assert row(text, "2022") == ["0", "1", "1"]
    assert "0 of 2 reports" in text
    assert row(text, "corpus.figures") == ["398"]


def test_corpus_says_what_could_not_be_read_and_why(corpus: toolkit.Corpus) -> None:
    text = corpus_text(corpus)
    assert "could not be read: 1 file\n" in text
    assert re.search(r"note\.txt\s+no annual report", text)


def test_issues_of_one_kind_are_one_row(tmp_path: Path) -> None:
    for name in ("songqiao-nongye-2022.md", "kaifaqu-2020.md"):
        (tmp_path / name).write_bytes((FOLDER / "qinghe" / name).read_bytes())
    text = corpus_text(toolkit.load(tmp_path, progress=False))
    assert "not understood: 2 issues of 1 kind; all in .issues" in text
    assert re.search(r"^ +2  kaifaqu-2020\.md +no region: ", text, re.MULTILINE)
    assert text.count("no region") == 1


def test_corpus_counts_fails_apart_from_unknowns(corpus: toolkit.Corpus) -> None:
    counts = {name: row(corpus_text(corpus), name) for name in ("applicant_sum", "column_balance")}
    found = corpus.findings.group_by("rule", "status").len().rows()
    for name, (severity, fail, unknown) in counts.items():
        assert severity == "error"
        assert int(fail) == sum(n for rule, status, n in found if (rule, status) == (name, "fail"))
        assert int(unknown) == sum(n for rule, status, n in found if (rule, status) == (name, "unknown"))


def test_showing_a_kept_corpus_loads_no_frame(corpus: toolkit.Corpus) -> None:
    assert corpus.folder is not None
    opened = toolkit.open_corpus(corpus.folder)
    assert repr(opened).splitlines()[2:] == repr(corpus).splitlines()[2:]
    assert "398" in opened._repr_html_()
    assert opened._frames == {}


def test_an_empty_corpus_shows_itself(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("明天九点开会。", "utf-8")
    empty = toolkit.load(tmp_path, progress=False)
    assert "Corpus of 0 reports" in repr(empty)
    assert "note.txt" in empty._repr_html_()


# -- HTML ----------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Checks that every tag is closed where it should be, and collects the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += "" if self.open[-1:] == ["style"] else data


@pytest.mark.parametrize("shown", ["report", "corpus"])
def test_html_is_whole_and_takes_its_colours_from_the_theme(shown: str, corpus: toolkit.Corpus) -> None:
    html = (toolkit.read_report(SAMPLE) if shown == "report" else corpus)._repr_html_()
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert not re.search(r"#[0-9a-f]{3,6}\b|white\b(?!-)|black|rgb\(", html.split("</style>")[0])
    assert len(html) < 60_000


def test_text_of_reports_is_escaped(tmp_path: Path) -> None:
    path = tmp_path / "<img src=x onerror=alert(1)>.md"
    path.write_text(
        SAMPLE.read_text("utf-8").replace("| 行政强制 | 2 |", "| 行政强制 | <script>alert(2)</script> |"),
        "utf-8",
    )
    report = toolkit.read_report(path)
    html = report._repr_html_() + toolkit.load(path, progress=False)._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(2)" in html


def test_all_text_is_escaped_in_every_kind_of_block() -> None:
    cell = Cell("<b>", hint='"><b>')
    lines = (Line((Cell("<b>\n<b>"),), is_head=True), Line((cell,)))
    assert "<b>" not in as_html([Title("<b>", "<b>"), Table("<b>", lines, (False,))])


# -- columns -------------------------------------------------------------------------------------------


def test_width_counts_two_columns_for_a_chinese_character() -> None:
    assert width("清河市") == 6
    assert width("ｅ＋́") == 4
    assert pad("件", 4) == "件  "


def test_wrapping_loses_no_character() -> None:
    text = "（二）部分公开（区分处理的，只计这一情形，不计其他情形） 12345678901234567890 and words"
    for columns in range(4, 60):
        lines = wrap(text, columns)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert max(map(width, lines)) <= columns + 1


def test_control_characters_cannot_reach_the_terminal() -> None:
    assert printable("a\x1b[2Jb\r\nc\u202e") == "a\\x1b[2Jb\\r↵c\\u202e"


def test_no_number_is_cut(tmp_path: Path) -> None:
    big = "123456789012.5678"
    text = as_text([Table("", (Line((Cell("项" * 80), Cell(big))),), (False, True))], columns=80)
    assert big in text
    assert text.count("项") == 80
    assert table([["a", "1"], ["bb", "22"]], [False, True]) == ["a    1", "bb  22"]


@pytest.mark.parametrize("show", [repr, lambda shown: shown._repr_html_()])
def test_a_report_without_tables_says_so(show: Callable[[toolkit.ReportView], str], tmp_path: Path) -> None:
    path = tmp_path / "without.txt"
    path.write_text(
        "清河市教育局2021年政府信息公开工作年度报告\n一、总体情况\n全年主动公开信息3条。\n", "utf-8"
    )
    shown = show(toolkit.read_report(path))
    assert "清河市教育局" in shown
    assert "none recognised" in shown
