"""The sample corpora are what they say they are: marked, reproducible, small, and true to their truth."""

from __future__ import annotations

import csv
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.samples.__main__ import contents
from scripts.samples.cast import CAST, YEARS
from scripts.samples.corpus import SampleFile, all_files
from scripts.samples.layouts import LAYOUTS, render
from scripts.samples.report import SECTION_TITLES, Stray, sample
from tests import truth

FICTIONAL_MARK, ABRIDGED_MARK = "本报告为虚构样例", "本文为本项目编写的缩略版"
STATES = {"reported", "blank", "dash", "absent", "unreadable"}
#: Where each table begins and where the next section follows it; prose may stand in front of a table.
TABLES = re.compile(
    r"第二十条第（一）项(?P<two>.*?)^\W*三、收到.*?勾稽关系(?P<three>.*?)^\W*四、[政因]"
    r".*?^\W*行政复议\W*(?P<four>.*?)^\W*五、",
    re.DOTALL | re.MULTILINE,
)
NUMBER = re.compile(r"[+－-]?[\d０-９][\d０-９,.]*(?:万?元)?")
WORDS = {"-", "/", "若干", "见附件"}


@pytest.fixture(scope="module")
def files() -> list[SampleFile]:
    return all_files()


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def test_generator_reproduces_every_byte() -> None:
    texts = contents()
    for name, text in texts.items():
        assert (truth.FOLDER / name).read_bytes() == text.encode(), name
    folders = (truth.FICTIONAL, truth.FOLDER / "truth" / truth.FICTIONAL.name)
    there = {path.relative_to(truth.FOLDER).as_posix() for folder in folders for path in folder.rglob("*.*")}
    assert there == set(texts)


def test_every_agency_has_every_year_but_those_never_published() -> None:
    expected = {f"{agency.slug}-{year}" for agency in CAST for year in YEARS}
    first = {source for source, known in truth.fictional().items() if "same_as" not in known["report"]}
    assert {Path(source).stem for source in first} == expected - truth.never_published()
    assert len(CAST) == 30


@pytest.mark.parametrize("folder", [truth.FICTIONAL, truth.ABRIDGED], ids=["qinghe", "ningxia"])
def test_truth_and_files_are_the_same_set(folder: Path) -> None:
    known = truth.fictional() if folder == truth.FICTIONAL else truth.abridged()
    assert {path.name for path in on_disk(folder)} == set(known)


@pytest.mark.parametrize("source", sorted(truth.samples()))
def test_sample_is_marked_and_reads_as_a_report(source: str) -> None:
    known = truth.samples()[source]
    text = (truth.FOLDER / source).read_text("utf-8")
    plain = re.sub(r"\s|[#*]", "", text)
    agency, year = known["report"]["agency"], known["report"]["year"]
    planted = {line["kind"] for line in known["planted"]}
    mark = ABRIDGED_MARK if source.startswith(truth.ABRIDGED.name) else FICTIONAL_MARK
    assert mark in plain.rsplit("六、" if "section_missing" not in planted else "五、", 1)[1]
    assert plain.startswith(agency)
    assert f"{year}年1月1日" in plain
    titles = "一二三四五" if source.endswith("liping-xiang-2022.txt") else "一二三四五六"
    for numeral in titles:
        assert re.search(rf"^\W*{numeral}、\w", text, re.MULTILINE), numeral
    if "title_period_mismatch" not in planted:
        assert f"{agency}{year}年" in plain
    if mark == ABRIDGED_MARK:
        assert f"数字取自{agency}{year}年政府信息公开工作年度报告" in plain


@pytest.fixture(scope="module")
def real_regions() -> set[str]:
    """Return the name of every region that exists or existed."""
    path = truth.FOLDER.parents[1] / "toolkit" / "vocabulary" / "regions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {line["name"] for line in csv.DictReader(file)}


def test_no_fictional_agency_carries_the_name_of_a_real_region(real_regions: set[str]) -> None:
    assert {"清河县", "西夏区"} <= real_regions
    assert not {(agency.name, name) for agency in CAST for name in real_regions if name in agency.name}


def test_no_fictional_report_names_a_real_region(real_regions: set[str]) -> None:
    text = "".join(path.read_text("utf-8") for path in on_disk(truth.FICTIONAL))
    # 应城市 stands in 回应城市更新关切: a trap for whoever looks for places without looking at words.
    assert {name for name in real_regions if len(name) > 2 and name in text} == {"应城市"}


def test_samples_are_small() -> None:
    sizes = {path: path.stat().st_size for path in truth.FOLDER.rglob("*.*") if path.is_file()}
    assert sum(size for path, size in sizes.items() if path.suffix == ".csv") < 1_000_000
    assert sum(size for path, size in sizes.items() if path.suffix != ".csv") < 1_100_000
    assert max(size for path, size in sizes.items() if path.suffix in (".txt", ".md")) < 12_000


def test_truth_names_every_cell_of_its_forms(files: list[SampleFile]) -> None:
    for file in files:
        known = truth.fictional()[file.source]
        assert set(known["figures"]) == set(file.report.asked()), file.source
        for key, (value, state) in known["figures"].items():
            assert state in STATES
            assert (value is None) == (state != "reported"), (file.source, key)
            assert file.report.cell(key).value == value, (file.source, key)


def test_files_print_the_cells_of_the_truth_in_the_order_of_the_form(files: list[SampleFile]) -> None:
    for file in files:
        expected = printed_cells(truth.fictional()[file.source]["printed"], file.report.strays)
        text = (truth.FICTIONAL / file.source).read_text("utf-8")
        assert table_words(text) == expected, file.source


def test_nothing_is_planted_that_its_layout_cannot_show(files: list[SampleFile]) -> None:
    for file in files:
        layout, kinds = LAYOUTS[file.layout], {plant.kind for plant, _ in file.plants}
        assert layout.keeps_blanks or not kinds & {"blank_zeros", "blank_parts"}, file.source
        assert layout.keeps_rows or not kinds & {"stray_number", "unreadable_cell"}, file.source


def test_abridged_files_print_the_numbers_of_their_truth() -> None:
    for source, known in truth.abridged().items():
        values = sorted(value for value, _ in known["figures"].values() if value is not None)
        words = table_words((truth.ABRIDGED / source).read_text("utf-8"))
        assert sorted(float(word) for word in words) == values, source


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"glued"}))
def test_every_layout_prints_every_cell_once(layout: str, form: str) -> None:
    asked = list(sample({}, form).asked())
    report = sample({key: 100 + place for place, key in enumerate(asked)}, form)
    text = render(report, layout)
    assert table_words(text) == [str(100 + place) for place in range(len(asked))]


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_leaves_out_a_row_that_is_not_printed(layout: str) -> None:
    report = sample({key: None for key in sample({}).asked() if key[1] == "not_processed_excessive"})
    text = re.sub(r"\s", "", render(report, layout))
    assert "无正当理由大量" not in text


def test_a_row_of_table_two_can_stand_in_table_three() -> None:
    report = replace(sample({}, "2019"), displaced={"procurement": "unavailable_needs_creation"})
    text = render(report, "wrapped")
    assert text.index("三、收到") < text.index("政府集中采购") < text.index("3.补正后")


def test_truth_plants_every_kind_of_trouble() -> None:
    kinds = truth.kinds()
    assert kinds["missing_report"] == 3
    assert kinds["mixed_editions"] == 4
    assert {"column_balance", "outcome_sum", "applicant_sum", "review_sum", "missing_row"} <= set(kinds)
    assert {"item_change", "procurement_pair", "carry_over", "stock_flow", "stray_number"} <= set(kinds)


def test_nothing_fails_but_what_is_planted_or_follows_from_it() -> None:
    planted = {source for source, known in truth.fictional().items() if known["planted"]}
    after = {f"{slug}-{int(year) + 1}" for slug, year in (_slug_and_year(source) for source in planted)}
    for source, known in truth.fictional().items():
        if known["findings"]:
            assert source in planted or Path(source).stem in after, source


def test_abridged_reports_copy_no_sentence() -> None:
    folder = os.environ.get("OGI_REAL_REPORTS")
    if not folder:
        pytest.skip("OGI_REAL_REPORTS is not set: the published reports are not at hand")
    published = {path: han(path.read_text("utf-8")) for path in Path(folder).glob("seeds/*.txt")}
    assert len(published) == 5
    for path in on_disk(truth.ABRIDGED):
        for sentence in prose(path.read_text("utf-8")).split("。"):
            runs = {han(sentence)[start : start + 18] for start in range(len(han(sentence)) - 17)}
            assert not {run for run in runs for text in published.values() if run in text}, sentence


def prose(text: str) -> str:
    """Return a report without its tables and without wording that the form prescribes."""
    match = TABLES.search(text)
    assert match
    for table in match.groups():
        text = text.replace(table, "。")
    prescribed = r"^\W*\w+政府信息公开工作年度报告|所列数据的统计期限.*?止|[^。]*勾稽关系|数字取自.*?报告"
    prescribed = "|".join([prescribed, *SECTION_TITLES.values()])
    return re.sub(prescribed, "。", re.sub(r"[\s#]", "", text))


def han(text: str) -> str:
    """Return the Chinese characters of a text."""
    return re.sub(r"[^一-鿿]", "", text)


def table_words(text: str) -> list[str]:
    """Return the numbers, and the words in place of numbers, in the tables of a report, in order."""
    match = TABLES.search(text)
    assert match
    lines = "\n".join(match.groups()).splitlines()
    lines = [line for line in lines if not re.fullmatch(r"[-—] \d+ [-—]", line)]
    words = " ".join(lines).replace("|", " ").split()
    return [word for word in words if NUMBER.fullmatch(word) or word in WORDS]


def printed_cells(printed: dict[truth.Key, str], strays: tuple[Stray, ...]) -> list[str]:
    """Return what the tables print, row by row, with the numbers that strayed in between."""
    cells: list[str] = []
    rows = list(dict.fromkeys(key[:2] for key in printed))
    for row in rows:
        cells += [text for key, text in printed.items() if key[:2] == row and text]
        cells += [stray.printed for stray in strays if (stray.table, stray.after) == row]
    return cells


def _slug_and_year(source: str) -> tuple[str, str]:
    match = re.match(r"(.+)-(\d{4})", source)
    assert match
    return match.group(1), match.group(2)
