"""The statistics table of 2014 to 2018 and its local kin: every number right, or not told; none is another's."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
import pytest

import toolkit
from tests.disturb_statistics import DISTURBANCES, disturbed
from tests.planted_statistics import (
    LAYOUTS,
    YEAR,
    Key,
    Planted,
    as_docx,
    as_pdf,
    keys_of,
    planted_statistics,
    report,
    source_of,
    tabs,
    with_other_years,
)
from tests.read import figures_of, messages, report_of
from toolkit import forms
from toolkit.document import Cell, Document, Grid, Line, Place, Row
from toolkit.forms import all_forms, editions_of, parse_form
from toolkit.reading import read
from toolkit.recognition import item_columns, item_zones, items, recognise, told
from toolkit.recognition.form import Tables, add_statistics, read_tables
from toolkit.recognition.items import is_damaged
from toolkit.recognition.prose import headings
from toolkit.recognition.regular_items import read_regular_items
from toolkit.recognition.stream import stream_of
from toolkit.report import Report

FORMS = ("2014", "local_fujian")
#: Two numbers of a row run together: nothing decides between the ways to cut them.
UNDECIDED = {("local_fujian", "run_together"), ("local_fujian", "glued_numbers")}
#: Layouts in which a row stands on a line, or in cells, of its own.
ROWS = ("tabs", "spaces", "markdown", "html")


def counted(found: Report, truth: Mapping[Key, float | None]) -> Counter[str]:
    """Return how many cells are right, wrong, or without a number that is printed or not."""
    got = {(figure.row, figure.column): figure for figure in found.figures if figure.table == "statistics"}
    count: Counter[str] = Counter()
    for key, value in truth.items():
        figure = got.get(key)
        if figure is None or figure.value is None:
            count["nothing" if value is None else "not told"] += 1
        else:
            # Where no unit is printed, an amount is as printed, and its unit null.
            count["right" if figure.value == value or figure.unit is None else "wrong"] += 1
    return count


# -- regular tables ----------------------------------------------------------------------------------


def ways_of(text: bytes, suffix: str) -> tuple[Tables, Tables]:
    """Return the tables of a document as they are read, and as they are read row by row."""
    stream = stream_of(read(text, suffix))
    quick, careful = (read_tables(stream, headings(stream), carefully=way) for way in (False, True))
    add_statistics(stream, quick, YEAR)
    add_statistics(stream, careful, YEAR, carefully=True)
    return quick, careful


def is_regular(text: bytes, suffix: str) -> bool:
    """Decide whether a statistics table is read at once."""
    stream = stream_of(read(text, suffix))
    (zone,) = item_zones.item_zones(stream)
    return read_regular_items(stream, zone, tuple(editions_of("statistics")), YEAR) is not None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_regular_tables_come_to_the_same_row_by_row(form: str, layout: str) -> None:
    for name in sorted(DISTURBANCES):
        rng = random.Random(f"{form} {layout} {name} regular")
        planted = planted_statistics(rng, form)
        lines, _ = disturbed(name, rng, planted.lines, planted.truth, keys_of(planted))
        quick, careful = ways_of(*source_of(planted, layout, lines))
        assert quick == careful, name


@pytest.mark.parametrize("layout", ["tabs", "spaces", "cell_a_line"])
def test_page_numbers_between_rows_leave_a_table_regular(layout: str) -> None:
    planted = planted_statistics(random.Random(layout))
    text = source_of(planted, layout)[0].decode()
    for label, number in (("统计数\n", "- 3 -\n"), ("2.传真申请数", "第 4 页 共 9 页\n"), ("四、行政复议数量", "— 5 —\n")):
        text = text.replace(label, label + number if label.endswith("\n") else number + label)
    quick, careful = ways_of(text.encode(), ".txt")
    assert quick == careful and len(quick.page_numbers) == 3
    assert counted(report_of(text), planted.truth) == {"right": 58}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", ["tabs", "spaces", "cell_a_line", "one_line", "markdown", "full_width", "unit_in_label", "html"])
def test_a_table_as_its_form_prints_it_is_regular(form: str, layout: str) -> None:
    planted = planted_statistics(random.Random(form), form)
    assert is_regular(*source_of(planted, layout))


@pytest.mark.parametrize("name", ["four_rows_dropped", "values_blank", "values_dashed", "list_numbers_removed", "title_rows_removed"])
def test_rows_and_values_may_be_missing_in_cells(name: str) -> None:
    for layout in ("tabs", "html"):
        rng = random.Random(f"{name} {layout}")
        planted = planted_statistics(rng)
        lines, truth = disturbed(name, rng, planted.lines, planted.truth, keys_of(planted))
        # The last row says where the table ends.
        lines[-1], truth["trainees", "value"] = list(planted.lines[-1]), planted.truth["trainees", "value"]
        assert is_regular(*source_of(planted, layout, lines))
        assert counted(recognise(read(*source_of(planted, layout, lines))), truth)["not told"] == 0


@pytest.mark.parametrize("printed", ["007", "12 4", "-3", "约5", "3.5", "1,23", "5件多", "12（其中3件转办）", "１２ 月"])
def test_what_is_no_plain_number_is_weighed(printed: str) -> None:
    planted = planted_statistics(random.Random(4))
    at = keys_of(planted).index("received_online")
    lines = [list(line) for line in planted.lines]
    lines[at][2] = printed
    for layout in ("tabs", "spaces", "cell_a_line", "html"):
        assert not is_regular(*source_of(planted, layout, lines))


def test_a_label_wrapped_around_its_number_may_break_behind_what_looks_like_a_unit() -> None:
    # lanping-zhengfu-2014.txt: 参加或举办新闻发布会总次 before its number, and 数 behind it, lost the numbers of three rows.
    path = Path(__file__).parents[1] / "data/samples/qinghe/lanping-zhengfu-2014.txt"
    assert is_regular(path.read_bytes(), ".txt")
    found = {f.row: f.value for f in recognise(read(path.read_bytes(), ".txt")).figures}
    assert found["press_conferences"] == 1
    assert (found["press_conferences_by_head"], found["web_interviews"]) == (1, 0)
    assert (found["staff"], found["staff_full_time"]) == (21, 1)


# -- every layout and format -------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_number_in_every_layout(form: str, layout: str) -> None:
    for seed in range(3):
        planted = planted_statistics(random.Random(f"{form} {layout} {seed}"), form, dense=seed != 1)
        found = recognise(read(*source_of(planted, layout)))
        count = counted(found, planted.truth)
        assert count["wrong"] == 0
        assert found.form == "2014"
        if (form, layout) not in UNDECIDED:
            assert count == {"right": len(planted.truth)}, messages(found)
            assert [section.section for section in found.sections][:4] == ["overview", "disclosures", "requests", "problems"]


@pytest.mark.parametrize("form", FORMS)
def test_word_and_pdf(form: str) -> None:
    planted = planted_statistics(random.Random(form), form)
    for data, suffix in ((as_docx(planted), ".docx"), (as_pdf(planted, "lines"), ".pdf"), (as_pdf(planted, "open"), ".pdf")):
        assert counted(recognise(read(data, suffix)), planted.truth) == {"right": len(planted.truth)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", sorted(DISTURBANCES))
def test_a_disturbed_table_has_no_wrong_number(form: str, name: str) -> None:
    total: Counter[str] = Counter()
    for layout in sorted(LAYOUTS):
        rng = random.Random(f"{form} {name} {layout}")
        planted = planted_statistics(rng, form)
        lines, truth = disturbed(name, rng, planted.lines, planted.truth, keys_of(planted))
        if name == "serial_numbers" and layout not in ("tabs", "spaces", "cell_a_line", "one_line", "markdown"):
            continue
        found = recognise(read(*source_of(planted, layout, lines)))
        count = counted(found, truth)
        assert count["wrong"] == 0, layout
        total += count if layout in ROWS else Counter()
    if any(value is not None for value in truth.values()):
        assert total["right"] >= 0.85 * (total["right"] + total["not told"]), total


# -- columns of several years ------------------------------------------------------------------------

#: Headings of a table in a report on 2016, and which of them is of its year.
YEARS = [
    (["2016年", "2015年"], 0), (["2016年度数", "2015年度数"], 0), (["2015年统计数", "2016年统计数"], 1), (["今年", "去年"], 0),
    (["上年", "本年"], 1), (["本年度", "上年度"], 0), (["上一年", "当年"], 1), (["本期数", "上年同期"], 0), (["去年", "2016年"], 1),
    (["2015年", "今年"], 1), (["统计数", "2015年"], 0), (["2014年", "2015年", "2016年"], 2), (["2015年", "2016年", "增减%"], 1),
    (["本年（2016年）", "上年（2015年）", "同比"], 0), (["二〇一五年", "二〇一六年"], 1), (["二O一五年", "二O一六年"], 1), (["2016", "2015"], 0),
    (["2016年1-12月", "2015年1-12月"], 0), (["2015年合计", "2016年合计"], 1),
]  # fmt: skip


def every_format(planted: Planted, lines: list[list[str]]) -> Iterator[tuple[str, Report]]:
    """Yield what is understood about a report with these lines as its table, in every format."""
    for layout in ("tabs", "spaces", "cell_a_line", "markdown", "html"):
        yield layout, recognise(read(*source_of(planted, layout, lines)))
    yield "docx", recognise(read(as_docx(planted, lines), ".docx"))
    yield "pdf", recognise(read(as_pdf(planted, "lines", lines), ".pdf"))


@pytest.mark.parametrize(("heads", "own"), YEARS, ids=lambda value: "|".join(value) if isinstance(value, list) else "")
def test_of_several_years_the_report_s_own_is_read(heads: list[str], own: int) -> None:
    rng = random.Random("|".join(heads))
    planted = planted_statistics(rng)
    for name, found in every_format(planted, with_other_years(rng, planted, heads, own)):
        count = counted(found, planted.truth)
        assert (count["wrong"], count["not told"]) == (0, 0), (name, messages(found))


@pytest.mark.parametrize(
    "heads",
    [
        ["2015年", "2014年"], ["2017年", "2016年"], ["2015年", "2016年", "合计"], ["2016年", "合计"], ["2015年", "同比"],
        ["上年", "去年"], ["2015年"], ["去年"],
    ],
    ids="|".join,
)  # fmt: skip
def test_columns_none_of_which_is_certainly_of_the_year_are_unreadable(heads: list[str]) -> None:
    rng = random.Random("|".join(heads))
    planted = planted_statistics(rng)
    for name, found in every_format(planted, with_other_years(rng, planted, heads, 0)):
        assert {figure.state for figure in found.figures} == {"unreadable"}, name


def test_years_count_only_where_the_report_says_its_own() -> None:
    rng = random.Random(3)
    planted = planted_statistics(rng)
    for heads, is_told in ((["2016年", "2015年"], False), (["本年", "2015年", "2014年"], True), (["2016年"], True)):
        text = report(planted, tabs(with_other_years(rng, planted, heads, 0))).replace(f"{YEAR}年政府", "政府").replace(f"{YEAR}年1月1日", "年初")
        found = report_of(text)
        assert found.identity.year is None
        assert counted(found, planted.truth)["right"] == (58 if is_told else 0), heads


@pytest.mark.parametrize(
    ("above", "below", "own"),
    [
        (["统计数", ""], ["2015年", "2016年"], 1), (["2016年", ""], ["合计", "市本级"], 0), (["2015年", "2016年"], ["统计数", "统计数"], 1),
        (["年度", ""], ["2016", "2015"], 0), (["统计数", "", "增减"], ["2016年", "2015年", ""], None), (["2015年", ""], ["合计", "市本级"], None),
    ],
)  # fmt: skip
def test_a_heading_in_two_rows(above: list[str], below: list[str], own: int | None) -> None:
    rng = random.Random("".join(below))
    planted = planted_statistics(rng)
    lines = with_other_years(rng, planted, below, own or 0)
    lines[:1] = [["统计指标", "单位", *above], ["", "", *below]]
    for name, found in every_format(planted, lines):
        count = counted(found, planted.truth)
        assert (count["wrong"], count["right"]) == (0, 0 if own is None else 58), (name, messages(found))


def test_a_row_that_lost_a_number_is_not_told_by_sums_that_hold_in_every_year() -> None:
    rng = random.Random(8)
    planted = planted_statistics(rng)
    lines = with_other_years(rng, planted, ["2015年", "2016年"], 1)
    line = next(line for line in lines if line[0].endswith("网络申请数"))
    line[3] = ""
    found = report_of(report(planted, "\n".join(" ".join(cell for cell in line if cell) for line in lines)))
    assert figures_of(found)["statistics", "received_online", "value"].state == "unreadable"


# -- what is said of a table -------------------------------------------------------------------------


def cells(rng_seed: int = 1) -> tuple[Planted, list[list[str]]]:
    """Return a planted table of 2014, and its lines to change."""
    planted = planted_statistics(random.Random(rng_seed))
    return planted, [list(line) for line in planted.lines]


def read_lines(planted: Planted, lines: list[list[str]]) -> Report:
    """Return what is understood about a report with these lines as its table."""
    return report_of(report(planted, tabs(lines)))


def test_a_local_row_is_quoted_and_takes_no_neighbours_place() -> None:
    planted, lines = cells()
    at = next(n for n, line in enumerate(lines) if "收到申请数" in line[0])
    lines.insert(at, ["其中：市本级收到申请数", "件", "77123"])
    found = read_lines(planted, lines)
    assert counted(found, planted.truth) == {"right": 58}
    assert "'77123' on line 34 after '其中：市本级收到申请数' belongs to no cell of the form" in messages(found)


def test_a_column_for_each_layer_is_quoted_where_the_heading_names_the_total() -> None:
    planted, lines = cells()
    lines = [[*line, "88001", "88002"] if line[2] else [*line, "", ""] for line in lines]
    lines[0] = ["统计指标", "单位", "合计", "市本级", "街道"]
    found = read_lines(planted, lines)
    assert counted(found, planted.truth) == {"right": 58}
    assert "row 收到申请数: 市本级 '88001', 街道 '88002'" in messages(found)


def test_layers_without_a_total_are_unreadable_and_one_issue_says_why() -> None:
    planted, lines = cells()
    lines = [[*line, "5"] if line[2] else [*line, ""] for line in lines]
    lines[0] = ["统计指标", "单位", "市本级", "街道"]
    found = read_lines(planted, lines)
    assert {figure.state for figure in found.figures} == {"unreadable"}
    assert messages(found).count("the heading does not say which column is the total") == 1


def test_states_of_cells_without_a_number() -> None:
    planted, lines = cells()
    for label, said in (("传真申请数", ""), ("网络申请数", "——"), ("信函申请数", "若干")):
        next(line for line in lines if line[0].endswith(label))[2] = said
    lines = [line for line in lines if not line[0].endswith("当面申请数")]
    got = figures_of(read_lines(planted, lines))
    ways = ("in_person", "by_fax", "online", "by_letter")
    assert [got["statistics", f"received_{way}", "value"].state for way in ways] == ["absent", "blank", "dash", "unreadable"]


def test_money_counts_in_the_unit_that_is_printed_beside_it() -> None:
    planted, lines = cells()
    line = next(line for line in lines if "收取的费用" in line[0])
    for unit, printed, expected in (("元", "12500", (1.25, "万元")), ("万元", "1.25", (1.25, "万元")), ("", "12500", (12500, None))):
        line[1:] = [unit, printed]
        figure = figures_of(read_lines(planted, lines))["statistics", "fees_charged", "value"]
        assert (figure.value, figure.unit, figure.raw) == (*expected, printed)


def test_labels_that_repeat_are_told_apart_by_the_row_above_and_not_without_it() -> None:
    planted, lines = cells()
    got = figures_of(read_lines(planted, [line for line in lines if "行政诉讼数量" not in line[0]]))
    corrected = [got["statistics", f"{of}_corrected", "value"].state for of in ("reconsiderations", "litigations")]
    assert corrected == ["unreadable", "unreadable"]


def test_a_damaged_label_has_lost_letters_and_gained_none() -> None:
    assert is_damaged("政府网站公开政府信息", "政府网站公开政府信息数")
    assert not is_damaged("收到申请数本级", "收到申请数")
    assert not is_damaged("同意公开答复数", "不同意部分公开答复数")


def test_what_was_read_from_a_picture_is_believed_only_where_a_sum_proves_it() -> None:
    planted, _ = cells()
    rows = []
    for n, line in enumerate(planted.lines):
        places = [Place(1, None, 100.0 * at, 20.0 * n, 100.0 * at + 90, 20.0 * n + 15) for at in range(3)]
        rows.append(Row(tuple(Cell(t, place, False, (t,)) for t, place in zip(line, places, strict=True))))
    document = Document("image", (Line(planted.title, Place(1)), Grid(tuple(rows))), scanned=frozenset({1}))
    found = recognise(document)
    proven = {key for balance in all_forms()["2014"].table("statistics").sums for key in (*balance.left, *balance.right)}
    assert counted(found, planted.truth)["wrong"] == 0
    assert {figure.row for figure in found.figures if figure.state == "reported"} == proven
    assert {figure.state for figure in found.figures if figure.row not in proven} == {"unreadable"}


def test_labels_first_and_all_numbers_after_them_are_unreadable_not_blank() -> None:
    planted, lines = cells()
    columns = ["\n".join(line[at] for line in lines if line[at]) for at in range(3)]
    found = report_of(report(planted, "\n".join(columns)))
    assert not [figure for figure in found.figures if figure.state in ("reported", "blank")]
    assert "table statistics" in messages(found)


def test_numbers_above_their_labels_are_unreadable() -> None:
    planted, lines = cells()
    head = " ".join(lines[0])
    above = [part for line in lines[1:] for part in (line[2], f"{line[0]} {line[1]}") if part]
    found = report_of(report(planted, "\n".join([head, *above])))
    assert {figure.state for figure in found.figures} == {"unreadable"}
    assert messages(found).count("the numbers stand above their labels") == 1


def test_every_figure_stands_where_its_place_says() -> None:
    planted, _ = cells()
    text = report(planted, tabs(planted.lines))
    lines = text.split("\n")
    for figure in report_of(text).figures:
        assert figure.place is not None and figure.place.line is not None and figure.raw is not None
        assert lines[figure.place.line - 1][int(figure.place.x0 or 0) : int(figure.place.x1 or 0)] == figure.raw


# -- Fujian ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pingtan_2014", "pingtan_2018"])
def test_the_published_tables_of_fujian(real_reports: Path, name: str) -> None:
    gold = json.loads((real_reports / "gold" / f"{name}.json").read_text("utf-8"))
    found = recognise(read((real_reports / "real" / f"{name}.txt").read_bytes(), ".txt"))
    got = figures_of(found)
    assert {item: got["statistics", item, "value"].value for item in gold["statistics"]} == gold["statistics"]
    running = {"主动公开文件数": "proactive_total", "其中：1.政府网站公开数": "channel_website"}
    assert {k: got["statistics", running[k], "cumulative"].value for k in gold["cumulative"]} == gold["cumulative"]
    assert "unreadable" not in {figure.state for figure in found.figures}


def test_numbers_run_together_are_cut_where_the_prose_names_the_year() -> None:
    table = "指标名称计量单位2016年度历年累计主动公开文件数条31712904其中：1.政府网站公开数条317129042.政府公报公开数条00受理依申请公开信息总数条00"
    planted = planted_statistics(random.Random(1), "local_fujian")
    told_year = figures_of(report_of(report(planted, table, prose="全年主动公开政府信息317条。")))
    for row in ("proactive_total", "channel_website"):
        assert [told_year["statistics", row, column].value for column in ("value", "cumulative")] == [317, 12904]
    untold = figures_of(report_of(report(planted, table)))
    assert untold["statistics", "proactive_total", "value"].state == "unreadable"


# -- without the table -------------------------------------------------------------------------------


def without_table(prose: str, year: int = 2016) -> Report:
    """Return what is understood about a report without the table."""
    return report_of(
        f"清河市教育局{year}年政府信息公开工作年度报告\n一、概述\n{year}年，我局认真做好工作。\n"
        f"二、主动公开政府信息情况\n{prose}\n三、依申请公开办理情况\n见上。\n四、存在的问题和改进措施\n不足。"
    )


def test_items_told_in_sentences_of_the_forms_own_words() -> None:
    found = without_table(
        "全年收到政府信息公开申请12件，其中当面申请3件、网络申请9件。申请答复数12件，同意公开10件，不同意公开2件。"
        "去年收到申请7件。街道按时办结4件。政府网站公开政府信息约90条。"
    )
    values = {figure.row: figure.value for figure in found.figures if figure.value is not None}
    assert values == {
        "requests_received": 12, "received_in_person": 3, "received_online": 9, "replies_total": 12,
        "reply_granted": 10, "reply_refused": 2,
    }  # fmt: skip
    assert found.form == "2014"
    assert "table statistics was not found; 6 of its items are taken from sentences" in messages(found)


#: Five items, so that the sentences stand for the table.
FIVE = "按时办结4件，延期办结0件，同意公开答复数3件，不同意公开答复数1件，申请办结数4件。"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("收到申请12件，其中当面申请的3件，网络申请的9件。", {"requests_received": 12, "received_in_person": 3, "received_online": 9}),
        ("收到申请数12件（上年为7件），当面申请数3件。", {"requests_received": 12, "received_in_person": 3}),
        ("收到申请数12件，同比增加5件，申请答复数11件。", {"requests_received": 12, "replies_total": 11}),
        ("2015年收到申请7件，2016年全年累计收到申请12件。", {"requests_received": 12}),
        ("全市教育系统推进公开，清河市教育局收到申请12件。", {"requests_received": 12}),
        ("不同意公开的，危及国家安全、公共安全、经济安全和社会稳定1件。", {"refused_safety_stability": 1}),
        ("从事政府信息公开工作人员5人，接受培训人员80人次，政府信息公开专项经费2.5万元。", {"staff": 5, "trainees": 80, "special_budget": 2.5}),
        ("政府信息公开工作开展以来逐步完善，今年发布政策解读稿件14篇，全年收到申请\n12件。", {"interpretations": 14, "requests_received": 12}),
        ("1.收到申请数：12件\n2.申请答复数：11件", {"requests_received": 12, "replies_total": 11}),
    ],
)
def test_ways_to_tell_an_item(said: str, told: dict[str, float]) -> None:
    values = {figure.row: figure.value for figure in without_table(FIVE + "\n" + said).figures if figure.value is not None}
    five = {"completed_on_time": 4, "completed_extended": 0, "reply_granted": 3, "reply_refused": 1, "requests_completed": 4}
    assert values == five | told


@pytest.mark.parametrize(
    "said",
    [
        "通过政府网站主动公开政府信息2900条", "网上收到申请8件", "3月份收到申请2件", "1—6月收到申请7件", "按照要求认真做好依申请公开工作，去年\n收到申请7件",
        "市体育局收到申请3件", "每月平均收到申请3件", "收到申请12.5件", "收到申请12件左右", "省厅收到申请8件", "收到申请1\n2件",
        "收到申请12余件", "截至2016年累计收到申请120件", "部分同意公开答复9件", "收到申请数比上年增加5件，其中网络申请3件",
        "2016年，各乡镇收到申请7件", "2015年的情况是收到申请7件；申请答复数7件",
    ],
)  # fmt: skip
def test_a_number_of_a_part_or_of_another_is_none_of_the_item(said: str) -> None:
    values = {figure.row: figure.value for figure in without_table(f"{FIVE}\n{said}。").figures if figure.value is not None}
    assert set(values) == {"completed_on_time", "completed_extended", "reply_granted", "reply_refused", "requests_completed"}
    assert values["reply_granted"] == 3


def test_two_numbers_for_one_item_give_none() -> None:
    found = without_table("收到申请12件，当面申请3件，网络申请9件，按时办结12件，申请答复数12件。全年收到申请15件。")
    figure = figures_of(found)["statistics", "requests_received", "value"]
    assert (figure.value, figure.state) == (None, "unreadable")


def test_a_few_numbers_in_prose_are_no_table() -> None:
    found = without_table("收到申请12件，其中当面申请3件。")
    assert (found.figures, found.form) == ((), "2008")
    assert "table statistics was not found; look whether the file holds it as a picture" in messages(found)


def test_reports_up_to_2013_have_form_2008_and_no_table_is_missed() -> None:
    found = without_table("公开信息120条。", year=2011)
    assert (found.form, found.figures) == ("2008", ())
    assert "was not found" not in messages(found)
    assert [section.section for section in found.sections] == ["overview", "disclosures", "requests", "problems"]


@pytest.mark.parametrize(
    "table",
    [
        "指标\t单位\t数量\n本年公开信息\t条\t120\n网站公开\t条\t100\n公报公开\t条\t20",
        "指标 单位 数量\n本年公开信息 条 120\n网站公开 条 100\n公报公开 条 20",
        "指标 单位 数量 本年公开信息 条 120 网站公开 条 100 公报公开 条 20 查阅人次 人次 33",
    ],
)
def test_a_local_table_that_no_form_describes_is_one_issue_that_quotes_it(table: str) -> None:
    found = without_table(table, year=2011)
    assert messages(found).count("a table that no form describes on line 5") == 1
    assert "本年公开信息 | 条 | 120" in messages(found)


@pytest.mark.parametrize(
    "noise",
    [
        "索引号\tQH-2012-0003\n发布日期\t2012-03-01\n文号\t清教办12号",
        "首页\t政务公开\t办事服务",
        "关于开展检查的通知\t2012-03-01\n关于表彰的决定\t2012-03-02\n关于放假的通知\t2012-03-05",
        "一是公开信息120条；二是培训3次；三是印发简报5期。",
    ],
)
def test_menus_particulars_and_lists_of_links_are_no_tables(noise: str) -> None:
    assert "no form describes" not in messages(without_table(noise, year=2011))


# -- frames and checks -------------------------------------------------------------------------------


def loaded(tmp_path: Path, lines: list[list[str]] | None = None, form: str = "2014") -> toolkit.corpus.single.ReportView:
    """Return a loaded report with a planted table."""
    planted = planted_statistics(random.Random(1), form)
    path = tmp_path / "report.txt"
    path.write_text(report(planted, tabs(planted.lines if lines is None else lines)), "utf-8")
    return toolkit.read_report(path)


def test_the_frame_holds_the_numbers_of_the_year_and_figures_the_running_totals_too(tmp_path: Path) -> None:
    found = loaded(tmp_path, form="local_fujian")
    assert (found.statistics.height, found.figures.height) == (16, 32)
    row = found.statistics.row(by_predicate=pl.col("item") == "proactive_total", named=True)
    planted = planted_statistics(random.Random(1), "local_fujian")
    assert (row["value"], row["unit"], row["form"], row["year"]) == (planted.truth["proactive_total", "value"], "条", "2014", 2016)
    assert found.identity["verified"] is True


def test_a_sum_that_does_not_add_up_is_a_warning_and_the_report_is_not_verified(tmp_path: Path) -> None:
    planted, lines = cells()
    assert loaded(tmp_path).identity["verified"] is True
    next(line for line in lines if line[0].endswith("收到申请数"))[2] = "77123"
    found = loaded(tmp_path, lines)
    wrong = found.findings.filter(pl.col("rule") == "statistics_sum").row(0, named=True)
    parts = sum(planted.truth[f"received_{way}", "value"] or 0 for way in ("in_person", "by_fax", "online", "by_letter"))
    assert (wrong["severity"], wrong["status"], wrong["actual"], wrong["expected"]) == ("warning", "fail", 77123, parts)
    assert found.identity["verified"] is False


@pytest.mark.parametrize(("reasons", "findings"), [("9999999", 0), ("0", 1)])
def test_reasons_may_overlap_but_not_fall_short(tmp_path: Path, reasons: str, findings: int) -> None:
    _, lines = cells()
    at = next(n for n, line in enumerate(lines) if "涉及国家秘密" in line[0])
    for line in lines[at : at + 6]:
        line[2] = reasons
    found = loaded(tmp_path, lines)
    assert found.findings.filter(pl.col("rule") == "statistics_sum").height == findings
    assert found.identity["verified"] is (not findings)


def test_the_table_shows_its_units_and_the_local_one_its_own_rows(tmp_path: Path) -> None:
    shown = repr(loaded(tmp_path, form="local_fujian"))
    assert "政府信息公开情况统计表（福建省）" in shown
    assert "figures of no known table" not in shown
    line = next(line for line in shown.split("\n") if "信函、传真申请数" in line)
    planted = planted_statistics(random.Random(1), "local_fujian")
    assert line.split()[1:4] == ["条", *(str(int(planted.truth["received_by_letter_or_fax", c] or 0)) for c in ("value", "cumulative"))]


# -- a form of one's own -----------------------------------------------------------------------------

TOY = """
key = "local_qinghe"
edition = "2014"
name_zh = "清河市统计表"
name_en = "A table of three rows more"
notice = "none"
usual_years = [2014, 2018]

[[table]]
key = "statistics"
name_zh = "清河市政务公开统计表"
name_en = "Qinghe"
layout = "items"
corner = "公开事项"
heading = ["计量"]
marks = ["公开事项计量本年数"]

[[table.band]]
key = "statistics"
columns = [{ key = "value", label = "本年数", en = "this year", unit = "" }]
rows = [
    { key = "bulletins", label = "编发公开简报期数", en = "bulletins", unit = "期" },
    { key = "requests_received", label = "受理群众申请件数", en = "requests", unit = "件" },
    { key = "by_phone", label = "电话受理件数", en = "by phone", unit = "件", group = "受理群众申请件数" },
    { key = "at_desk", label = "窗口受理件数", en = "at the desk", unit = "件", group = "受理群众申请件数" },
]

[[table.balance]]
rule = "statistics_sum"
along = "rows"
left = ["requests_received"]
right = ["by_phone", "at_desk"]
"""


def test_a_local_form_is_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    text = report_text = "公开事项 计量 本年数\n编发公开简报期数 期 12\n受理群众申请件数 件 30\n其中：电话受理件数 件 21\n窗口受理件数 件 9"
    assert not report_of(report(planted_statistics(random.Random(1)), text)).figures
    toy = parse_form(TOY, "local_qinghe.toml")
    known = {**all_forms(), toy.key: toy}
    monkeypatch.setattr(forms, "all_forms", lambda: known)
    caches = (item_zones._marks, item_zones._corners, item_zones._labels, item_zones._list_numbers, items.item_labels, told._pattern)
    for cached in caches:
        cached.cache_clear()
    try:
        found = report_of(report(planted_statistics(random.Random(1)), report_text))
    finally:
        for cached in caches:
            cached.cache_clear()
    assert found.form == "2014"
    assert {figure.row: figure.value for figure in found.figures} == {
        "bulletins": 12, "requests_received": 30, "by_phone": 21, "at_desk": 9,
    }  # fmt: skip


def test_a_total_is_told_by_the_heading_alone() -> None:
    table = all_forms()["2014"].table("statistics")
    chosen = item_columns.columns_of_items(table, ["统计指标", "单位", "市本级", "合计"], [2, 2, 2])
    assert [column.key for column in chosen.columns] == ["extra0", "value"]
    assert item_columns.columns_of_items(table, ["统计指标", "单位", "市本级", "县区"], [2, 2, 2]).why


@pytest.mark.parametrize("remarks", ["备注", "備註", "说明", "注"])
def test_a_column_of_remarks_holds_no_number(remarks: str) -> None:
    table = all_forms()["2014"].table("statistics")
    columns = item_columns.columns_of_items(table, ["统计指标", "单位", "统计数", remarks], [1, 1, 1])
    assert [column.key for column in columns.columns] == ["value"] and not columns.why
