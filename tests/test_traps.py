"""What can go wrong in a table that looks right: each trap is set on purpose, and named."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from scripts.samples import tabbed
from scripts.samples.layouts import LAYOUTS, render
from scripts.samples.report import Cell, SampleReport, number
from tests.planted import planted
from tests.read import figures_of, messages, report_of
from toolkit.report import Figure

Key = tuple[str, str, str]


@pytest.fixture
def report() -> SampleReport:
    """Return a report in the 2019 edition with planted figures."""
    return planted(random.Random("traps"), "2019")


def lines_of(report: SampleReport) -> list[str]:
    return render(report, "tabs").split("\n")


def read(lines: list[str]) -> tuple[dict[Key, Figure], str]:
    found = report_of("\n".join(lines))
    return figures_of(found), messages(found)


def differing(got: dict[Key, Figure], report: SampleReport) -> set[tuple[str, str]]:
    """Return the rows in which a figure is not the planted one."""
    return {key[:2] for key, cell in report.cells.items() if got[key].value != cell.value}


def at(lines: list[str], word: str) -> int:
    return next(i for i, line in enumerate(lines) if word in line)


def test_rows_in_another_order_are_found_by_their_labels(report: SampleReport) -> None:
    lines = lines_of(report)
    here = at(lines, "2.重复申请")
    lines[here], lines[here + 1] = lines[here + 1], lines[here]
    got, said = read(lines)
    assert not differing(got, report)
    assert "belong" not in said


def test_columns_in_another_order_are_found_by_their_heading(report: SampleReport) -> None:
    lines = lines_of(report)
    here = at(lines, "第二十条第（五）项")
    for i in range(here + 1, here + 4):
        label, first, second, third, *rest = lines[i].split("\t")
        lines[i] = "\t".join([label, third, first, second, *rest])
    got, _ = read(lines)
    assert not differing(got, report)


def test_the_total_in_the_first_column(report: SampleReport) -> None:
    got, _ = read([_total_first(line) for line in lines_of(report)])
    assert not differing(got, report)


def _total_first(line: str) -> str:
    """Return a line of table three with its last column moved before the first."""
    cells = line.rstrip("\t").split("\t")
    if cells[-1].isdigit() and len(cells) > 7 and len(cells) != 15:
        return "\t".join([*cells[:-7], cells[-1], *cells[-7:-1]])
    if "申请人情况" in line:
        return line.replace("申请人情况", "总计\t申请人情况").removesuffix("总计")
    return line


def test_bold_numbers_in_markdown(report: SampleReport) -> None:
    lines = [
        re.sub(r"\|\s*(\d+)\s*(?=\|)", r"| **\1** ", line) for line in render(report, "pipes").split("\n")
    ]
    got, _ = read(lines)
    assert not differing(got, report)
    assert (
        got["requests", "received_new", "total"].raw == f"{got['requests', 'received_new', 'total'].value:g}"
    )


def test_a_row_printed_twice_counts_once(report: SampleReport) -> None:
    lines = lines_of(report)
    here = at(lines, "2.重复申请")
    got, said = read([*lines[: here + 1], *lines[here:]])
    assert not differing(got, report)
    assert "belong" not in said


def test_a_row_printed_twice_with_different_numbers_is_believed_in_neither(report: SampleReport) -> None:
    lines = lines_of(report)
    here = at(lines, "2.重复申请")
    again = lines[here].rstrip("\t").split("\t")
    again[-7] = str(int(again[-7]) + 1)
    got, said = read([*lines[: here + 1], "\t".join(again), *lines[here + 1 :]])
    assert differing(got, report) == {("requests", "not_processed_repeat")}
    assert got["requests", "not_processed_repeat", "natural_person"].state == "unreadable"
    assert got["requests", "not_processed_repeat", "business"].state == "reported"
    assert "printed twice with different numbers" in said


def test_rows_that_the_form_does_not_have_are_issues(report: SampleReport) -> None:
    lines = lines_of(report)
    lines.insert(at(lines, "2.重复申请") + 1, "\t\t其中：网上申请\t5\t0\t0\t0\t0\t0\t5\t")
    lines.insert(at(lines, "行政许可") + 1, "行政确认\t4\t1\t7")
    got, said = read(lines)
    assert not differing(got, report)
    assert "after '其中：网上申请'" in said
    assert "'4', '1', '7'" in said and "after '行政确认'" in said


def test_two_tables_three_that_differ_are_not_mixed(report: SampleReport) -> None:
    lines = lines_of(report)
    start, end = at(lines, "申请人情况"), at(lines, "四、政府信息公开行政复议")
    again = [line.replace("\t27\t", "\t28\t") for line in lines[start:end]]
    got, said = read([*lines[:end], *again, *lines[end:]])
    for key, cell in report.cells.items():
        assert got[key].value in (None, cell.value)
    assert "printed twice" in said


def test_words_where_a_number_belongs_are_unreadable(report: SampleReport) -> None:
    lines = lines_of(report)
    here = at(lines, "行政许可")
    lines[here] = "行政许可\t若干\t减少2\t1,234"
    got, _ = read(lines)
    cells = [got["disclosures", "licensing", column] for column in ("previous_items", "change", "decisions")]
    assert [(c.value, c.state, c.raw) for c in cells] == [
        (None, "unreadable", "若干"),
        (-2, "reported", "减少2"),
        (1234, "reported", "1,234"),
    ]


@pytest.mark.parametrize(
    ("printed", "value", "state"),
    [
        ("5件", 5, "reported"),
        ("１２", 12, "reported"),
        ("22（其中修订 16 件）", 22, "reported"),
        ("零", 0, "reported"),
        ("-", None, "dash"),
        ("／", None, "dash"),
        ("无", None, "dash"),
        ("　", None, "blank"),
        ("&nbsp;", None, "blank"),
        ("-3", None, "unreadable"),
        ("2.5", None, "unreadable"),
        ("约10", None, "unreadable"),
        ("12%", None, "unreadable"),
        ("l0", None, "unreadable"),
        ("1 2", None, "unreadable"),
        ("007", None, "unreadable"),
        ("3①", None, "unreadable"),
        ("③", None, "unreadable"),
        ("∕", None, "dash"),
        # More digits than a number of the frames holds exactly.
        ("12345678901234567890", None, "unreadable"),
        ("12¹", None, "unreadable"),
        ("####", None, "unreadable"),
        ("\u202a12\u202c", 12, "reported"),
    ],
)
def test_what_a_count_can_be(printed: str, value: float | None, state: str, report: SampleReport) -> None:
    lines = lines_of(report)
    lines[
        at(lines, "行政规范性文件")
        if any("行政规范性文件" in line for line in lines)
        else at(lines, "规范性文件\t")
    ] = f"规范性文件\t{printed}\t4\t9"
    got, _ = read(lines)
    figure = got["disclosures", "normative_documents", "made"]
    assert (figure.value, figure.state) == (value, state)
    assert got["disclosures", "normative_documents", "published"].value == 4


@pytest.mark.parametrize(
    ("heading", "printed", "value", "unit"),
    [
        ("采购总金额", "8040", 8040, None),
        ("采购总金额", "0", 0, "万元"),
        ("采购总金额（万元）", "103.3879", 103.3879, "万元"),
        ("采购总金额", "251000元", 25.1, "万元"),
        ("采购总金额（单位：元）", "251000", 25.1, "万元"),
        ("采购总金额", "103.3879万元", 103.3879, "万元"),
    ],
)
def test_amounts_and_their_unit(
    heading: str, printed: str, value: float, unit: str | None, report: SampleReport
) -> None:
    lines = [line.replace("采购总金额", heading) for line in lines_of(report)]
    lines[at(lines, "政府集中采购")] = f"政府集中采购\t3\t{printed}"
    got, _ = read(lines)
    figure = got["disclosures", "procurement", "amount"]
    assert (figure.value, figure.unit, figure.raw) == (value, unit, printed)


def test_a_circled_digit_behind_a_count_spoils_this_cell_alone(report: SampleReport) -> None:
    lines = lines_of(report)
    here = at(lines, "重复申请\t")
    cells = lines[here].split("\t")
    first = next(i for i, cell in enumerate(cells) if cell.strip().isdecimal())
    cells[first] += "①"
    lines[here] = "\t".join(cells)
    got, _ = read(lines)
    assert differing(got, report) == {("requests", "not_processed_repeat")}
    figure = got["requests", "not_processed_repeat", "natural_person"]
    assert (figure.state, figure.raw) == ("unreadable", cells[first])


@pytest.mark.parametrize("cut", range(2, 10))
def test_a_label_of_table_two_wrapped_around_its_values(cut: int, report: SampleReport) -> None:
    lines = lines_of(report)
    here = at(lines, "其他对外管理服务事项")
    label, *values = lines[here].split("\t")
    assert label == "其他对外管理服务事项"
    lines[here : here + 1] = [" ".join([label[:cut], *values]), label[cut:]]
    got, _ = read(lines)
    assert not differing(got, report)


def test_a_table_whose_first_label_is_wrapped_around_its_values_is_found(report: SampleReport) -> None:
    lines = [line for line in lines_of(report) if "勾稽关系" not in line and "申请人情况" not in line]
    here = at(lines, "一、本年新收政府信息公开申请数量")
    label, *values = lines[here].split("\t")
    lines[here : here + 1] = [label[:9], " ".join(value for value in values if value), label[9:]]
    assert not any("本年新收政府信息公开申请数量" in line for line in lines)
    got, _ = read(lines)
    assert not differing(got, report)


def test_six_cells_in_a_row_of_seven_are_the_first_six(report: SampleReport) -> None:
    # 001 prints six zeros and an empty cell in the rows （一） and （二）.
    lines = lines_of(report)
    here = at(lines, "予以公开\t")
    cells = lines[here].split("\t")
    filled = [i for i, cell in enumerate(cells) if cell.strip().isdigit()]
    cells[filled[-1]] = ""
    lines[here] = "\t".join(cells)
    got, _ = read(lines)
    assert differing(got, report) == {("requests", "granted")}
    assert got["requests", "granted", "total"].state == "blank"
    assert (
        got["requests", "granted", "other_org"].value
        == report.cells["requests", "granted", "other_org"].value
    )


def test_a_row_of_raised_and_circled_digits_is_a_row_without_numbers(report: SampleReport) -> None:
    lines = lines_of(report)
    here = at(lines, "2.重复申请")
    lines[here] = "\t\t2.重复申请\t①\t②\t³\t0¹\t0\t0\t0"
    got, _ = read(lines)
    row = [
        got["requests", "not_processed_repeat", c].state for c in ("natural_person", "business", "other_org")
    ]
    assert row == ["unreadable", "unreadable", "reported"]


def test_dashes_in_words_are_cells_where_spaces_stand_between_them(report: SampleReport) -> None:
    lines = lines_of(report)
    here = at(lines, "2.重复申请")
    lines[here] = "2.重复申请 无 无 3 无 无 无 3"
    lines[at(lines, "行政许可")] = "行政许可 无 无 无 其他对外管理服务事项 无 无 无"
    got, _ = read(lines)
    repeat = {key[2]: figure for key, figure in got.items() if key[1] == "not_processed_repeat"}
    assert {column: figure.value for column, figure in repeat.items() if figure.state == "reported"} == {
        "research_institution": 3,
        "total": 3,
    }
    assert [figure.state for figure in repeat.values()].count("dash") == 5
    assert {figure.state for key, figure in got.items() if key[1] == "licensing"} == {"dash"}


def test_numbers_run_together_with_commas_are_absent_in_no_column(report: SampleReport) -> None:
    lines = lines_of(report)
    lines[at(lines, "规范性文件\t")] = "规范性文件 12,5,104"
    got, said = read(lines)
    row = [figure for key, figure in got.items() if key[1] == "normative_documents"]
    assert [(figure.state, figure.raw) for figure in row] == [("unreadable", "12,5,104")] * 3
    assert "'12,5,104'" in said


def with_table_three(report: SampleReport, rows: list[list[str]]) -> list[str]:
    """Return the lines of a report with these rows of cells instead of its table three."""
    lines = lines_of(report)
    return [
        *lines[: at(lines, "申请人情况")],
        *map("\t".join, rows),
        *lines[at(lines, "四、结转下年度") + 1 :],
    ]


@pytest.mark.parametrize("valued", [0, 1, 2])
def test_a_label_over_three_rows_of_cells_has_the_values_of_any_of_them(
    valued: int, report: SampleReport
) -> None:
    head, body = tabbed.three_aligned(report)[:3], tabbed.three_aligned(report)[3:]
    wrapped: list[list[str]] = []
    for row in body:
        own = next(n for n in (2, 1, 0) if row[n])
        size = -(-len(row[own]) // 3)
        for n in range(3):
            line = row[:3] if n == 0 else [""] * 3
            line[own] = row[own][n * size : (n + 1) * size]
            wrapped.append([*line, *(row[3:] if n == valued else [""] * 7)])
    got, _ = read(with_table_three(report, head + wrapped))
    assert not differing(got, report)


def test_a_column_of_units_and_one_of_remarks(report: SampleReport) -> None:
    head, *rows = tabbed.three_aligned(report)
    remarks = iter(["", "含上年2件", "/", "3"] * 9)
    beside = [[*row[:3], "件" if row[9] else "", *row[3:], next(remarks) if row[9] else ""] for row in rows]
    got, _ = read(with_table_three(report, [[*head[:3], "单位", *head[3:], "备注"], *beside]))
    assert not differing(got, report)


def test_sums_that_do_not_add_up_stay_as_printed(report: SampleReport) -> None:
    key = ("requests", "processed_total", "total")
    changed = report.with_cells({key: number(99_999)})
    got, said = read(lines_of(changed))
    assert not differing(got, changed)
    assert got[key].value == 99_999
    assert said.count("\n") == 0 and "no region" in said


def test_nothing_but_zeros_still_keeps_its_missing_rows(report: SampleReport) -> None:
    zeros = replace(report, cells={key: number(0) for key in report.cells})
    lines = [line for line in lines_of(zeros) if "2.重复申请" not in line and "（七）" not in line]
    got, _ = read(lines)
    states = {key[1]: got[key].state for key in report.cells if key[0] == "requests"}
    assert {row for row, state in states.items() if state == "absent"} == {
        "not_processed_repeat",
        "processed_total",
    }


def test_a_table_that_is_not_there_is_an_issue(report: SampleReport) -> None:
    lines = lines_of(report)
    start, end = at(lines, "申请人情况"), at(lines, "四、政府信息公开行政复议")
    got, said = read(lines[:start] + lines[end:])
    assert not any(key[0] == "requests" for key in got)
    assert "table three (requests) was not found" in said


def test_numbers_of_the_prose_never_become_figures(report: SampleReport) -> None:
    lines = lines_of(report)
    sentence = "2020年，我局共收到申请 17 件，办结 17 件，电话 0951-8679660，网站访问 3205 人次。"
    lines.insert(at(lines, "申请人情况"), sentence)
    lines.insert(at(lines, "四、政府信息公开行政复议") + 1, sentence)
    got, _ = read(lines)
    assert not differing(got, report)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_edition_is_told_by_the_headings_whatever_the_notice_says(edition: str) -> None:
    planted_report = planted(random.Random(edition), edition)
    cited = {"2019": "国办公开办函〔2021〕30号", "2021": "国办公开办函〔2019〕60号"}[edition]
    lines = lines_of(replace(planted_report, preface=(f"本报告根据{cited}编制。", *planted_report.preface)))
    found = report_of("\n".join(lines))
    assert found.form == edition
    assert {figure.form for figure in found.figures} == {edition}


def test_a_2021_table_two_above_a_table_three_of_23_rows() -> None:
    # Two prefectural districts print this mixture.
    old, new = planted(random.Random("a"), "2019"), planted(random.Random("a"), "2021")
    cells = {k: v for k, v in old.cells.items() if k[0] != "disclosures"}
    cells |= {k: v for k, v in new.cells.items() if k[0] == "disclosures"}
    mixed = replace(new, forms={**old.forms, "disclosures": "2021"}, cells=cells)
    found = report_of(render(mixed, "tabs"))
    assert {(figure.table, figure.form) for figure in found.figures} >= {
        ("disclosures", "2021"),
        ("requests", "2019"),
    }
    assert found.form == "2019"
    assert not differing(figures_of(found), mixed)


@pytest.mark.parametrize(
    "printed", ["(83)", "[83]", "'83", '"83"', "*83*", "83.", "83、", "####", "三", "八十三"]
)
def test_what_is_no_number_among_numbers_moves_none_of_them(report: SampleReport, printed: str) -> None:
    lines = lines_of(report)
    truth = figures_of(report_of("\n".join(lines)))
    for word, first in (("政府集中采购\t", 0), ("上年结转政府信息公开申请", 1)):
        here = at(lines, word)
        cells = lines[here].split("\t")
        cells[1 + first] = printed
        lines[here] = "\t".join(cells)
    got, _ = read(lines)
    hit = {("disclosures", "procurement", "purchases"), ("requests", "carried_in", "natural_person")}
    assert {got[key].state for key in hit} == {"unreadable"}
    assert all(got[key].value in (None, figure.value) for key, figure in truth.items())


@pytest.mark.parametrize("remark", ["无", "/", "备注", "见附件"])
@pytest.mark.parametrize("row", ["政府集中采购", "上年结转政府信息公开申请", "2.重复申请"])
@pytest.mark.parametrize("column", range(2))
def test_a_remark_behind_a_row_with_an_empty_cell_moves_nothing(
    report: SampleReport, row: str, column: int, remark: str
) -> None:
    lines = lines_of(report)
    here = at(lines, row)
    first = len(lines[here].split("\t")) - (2 if row == "政府集中采购" else 7)
    cells = [*lines[here].split("\t"), remark]
    cells[first + column] = ""
    lines[here] = "\t".join(cells)
    got, _ = read(lines)
    assert all(got[key].value in (None, cell.value) for key, cell in report.cells.items())
    assert sum(got[key].value is None for key in report.cells) <= 3


@pytest.mark.parametrize("seed", range(12))
def test_a_serial_number_or_a_remark_beside_a_table_of_one_row_with_empty_cells(seed: int) -> None:
    rng = random.Random(f"beside {seed}")
    report = planted(rng, "2021")
    lines = lines_of(report)
    here = next(i for i in range(len(lines) - 1, 0, -1) if re.fullmatch(r"(?:\d+\t?){15}", lines[i]))
    cells = lines[here].split("\t")
    for empty in rng.sample(range(15), 2):
        cells[empty] = ""
    more = rng.choice(["1", "无", "/", "2"])
    lines[here] = "\t".join([more, *cells] if seed % 2 else [*cells, more])
    got, _ = read(lines)
    assert all(got[key].value in (None, cell.value) for key, cell in report.cells.items())


@pytest.mark.parametrize("layout", ["spaces", "lines"])
@pytest.mark.parametrize(
    "cell",
    [
        ("requests", "granted", "natural_person"),
        ("requests", "granted", "total"),
        ("disclosures", "licensing", "decisions"),
    ],
)
@pytest.mark.parametrize("printed", ["见附件", "八十三", "(83)", "83%", "×", "√", "#N/A", "8O", "2022年"])
def test_what_is_no_number_is_unreadable_where_there_are_no_cells(
    printed: str, cell: Key, layout: str
) -> None:
    report = planted(random.Random("remarks"), "2021")
    marked = replace(report, cells={**report.cells, cell: number(98765.0)})
    got = figures_of(report_of(render(marked, layout).replace("98765", printed)))
    assert got[cell].state == "unreadable"
    assert all(got[key].value == one.value for key, one in report.cells.items() if key != cell)


@pytest.mark.parametrize("mark", [".", "、", "．"])
def test_a_number_with_a_mark_at_the_end_of_its_line_is_not_cut(mark: str) -> None:
    """83. is no 8 before the list number 3."""
    report = planted(random.Random("remarks"), "2021")
    cell = ("disclosures", "licensing", "decisions")
    marked = replace(report, cells={**report.cells, cell: number(98765.0)})
    got = figures_of(report_of(render(marked, "spaces").replace("98765", f"83{mark}")))
    assert (got[cell].state, got[cell].raw) == ("unreadable", f"83{mark}")


def test_numbers_in_words_in_a_table_of_one_row(report: SampleReport) -> None:
    lines = lines_of(report)
    here = next(i for i in range(len(lines) - 1, 0, -1) if re.fullmatch(r"(?:\d+\t?){15}", lines[i]))
    lines[here] = "\t".join(["三", *lines[here].split("\t")[1:]])
    got, _ = read(lines)
    assert ("reviews", "reconsideration") in differing(got, report)
    assert got["reviews", "reconsideration", "upheld"].state == "unreadable"
    assert all(got[key].value in (None, cell.value) for key, cell in report.cells.items())


@pytest.mark.parametrize("layout", ["tabs", "spaces", "lines"])
@pytest.mark.parametrize("words", ["第{}", "见附件"])
def test_a_table_of_nothing_but_words_is_no_absent_table(words: str, layout: str) -> None:
    report = planted(random.Random("words"), "2021")
    cells = {key: Cell(words.format(cell.printed), None, "unreadable") for key, cell in report.cells.items()}
    found = report_of(render(replace(report, cells=cells), layout))
    got = figures_of(found)
    assert {figure.value for figure in got.values()} <= {None}
    is_told = layout == "tabs" or "{}" in words
    first = ("reviews", "reconsideration", "upheld")
    assert not is_told or (got[first].state == "unreadable" and got[first].raw)
    if layout == "tabs":
        assert {got[key].state for key in report.cells} == {"unreadable"}
    elif is_told:
        assert words.format(report.cells[first].printed) in messages(found)


@pytest.mark.parametrize("words", ["第{}", "见附件"])
def test_a_row_of_words_with_a_label_of_another_form_is_quoted(report: SampleReport, words: str) -> None:
    lines = lines_of(report)
    for word in ("2.重复申请", "规章"):
        here = at(lines, word + "\t")
        _, *values = lines[here].split("\t")
        lines[here] = "\t".join(["丁类事项", *(value and words.format(value) for value in values)])
    got, said = read(lines)
    assert {
        got[key].state
        for key in (("requests", "not_processed_repeat", "total"), ("disclosures", "rules", "made"))
    } == {"unreadable"}
    assert said.count(words.format(report.cells["disclosures", "rules", "made"].printed)) >= 1
    assert all(got[key].value in (None, cell.value) for key, cell in report.cells.items())


@pytest.mark.parametrize("empty", [(), (0,), (1, 2), (0, 2), (0, 1, 2)])
def test_a_sheet_pasted_as_text_has_its_values_under_their_headings(
    report: SampleReport, empty: tuple[int, ...]
) -> None:
    """Merged cells of a sheet come as one that is filled and others that are empty."""
    lines = lines_of(report)
    for word in ("第二十条第（六）项", "信息内容\t上一年", "行政处罚", "行政强制"):
        for here in [n for n, line in enumerate(lines) if line.startswith(word)]:
            label, *values = lines[here].rstrip("\t").split("\t")
            if word == "行政强制":
                values = ["" if n in empty else value for n, value in enumerate(values)]
            lines[here] = "".join(f"{cell}\t\t\t" for cell in [label, *values])
    got, _ = read(lines)
    row = [key for key in report.cells if key[1] == "coercion"]
    for n, key in enumerate(row):
        assert got[key].value == (None if n in empty else report.cells[key].value)
    assert not differing(got, report) - {("disclosures", "coercion")}


def test_a_row_whose_zeros_are_left_empty_is_not_cut_into_digits(report: SampleReport) -> None:
    """Where cells are lost, 8 104 112 has seven digits for seven columns, and is three numbers all the same."""
    lines = lines_of(report)
    here = at(lines, "2.重复申请")
    got, said = read([*lines[:here], "2.重复申请 8 104 112", *lines[here + 1 :]])
    assert {figure.value for key, figure in got.items() if key[1] == "not_processed_repeat"} <= {
        None,
        8,
        104,
        112,
    }
    assert "8 104 112" in said


@pytest.mark.parametrize("own", ["行政强制 83", "行政强制\n83"])
def test_a_label_without_a_value_takes_none_from_the_row_below(report: SampleReport, own: str) -> None:
    report = planted(random.Random("below"), "2021")
    lines = render(report, "spaces").split("\n")
    lines[at(lines, "行政处罚")] = "行政处罚"
    lines[at(lines, "行政强制")] = own
    got, _ = read(lines)
    assert (
        got["disclosures", "coercion", "decisions"].value,
        got["disclosures", "penalties", "decisions"].value,
    ) == (
        83,
        None,
    )


# -- files that break off ----------------------------------------------------------------------------


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_text_that_breaks_off_gives_no_wrong_figure(layout: str) -> None:
    rng = random.Random(f"breaks off {layout}")
    truth = planted(rng, "2021")
    whole = render(truth, layout)
    ends = [
        at for at in range(len(whole) // 3, len(whole)) if whole[at - 1].isdigit() or whole[at - 1] in "\t|-"
    ]
    for end in rng.sample(ends, 6):
        found = report_of(whole[:end])
        for key, figure in figures_of(found).items():
            printed = truth.cells[key].value if key in truth.cells else None
            assert figure.value in (None, printed), (whole[:end][-40:], key)


@pytest.mark.parametrize("last", ["1\t0\t0\t0\t0\t1\t2", "0\t0\t0\t0\t0\t0\t0"])
def test_a_last_row_whose_sum_holds_is_whole_without_the_end_of_its_line(
    report: SampleReport, last: str
) -> None:
    lines = lines_of(report)
    here = at(lines, "2.重复申请")
    found = figures_of(report_of("\n".join([*lines[:here], f"\t\t2.重复申请\t{last}"])))
    values = [figure.value for key, figure in found.items() if key[1] == "not_processed_repeat"]
    assert values == [float(value) for value in last.split("\t")]


def test_a_telephone_number_at_the_end_is_no_torn_row(report: SampleReport) -> None:
    said = messages(report_of("\n".join([*lines_of(report), "联系电话：0951-2076512"])))
    assert "does not end" not in said
    said = messages(report_of("\n".join([*lines_of(report), "\t收到\t12"])))
    assert "does not end its last line: '收到\\t12' may have gone on" in said


@pytest.mark.parametrize(
    ("date", "published"), [("2023.1.16", "2023-01-16"), ("2023-01-04", "2023-01-04"), ("2023.1.1", None)]
)
def test_a_date_at_the_end_is_whole_where_no_digit_can_follow(
    report: SampleReport, date: str, published: str | None
) -> None:
    text = "\n".join([*lines_of(report), "清河市教育局", date])
    found = report_of(text).identity.published
    assert (found.isoformat() if found else None) == published
