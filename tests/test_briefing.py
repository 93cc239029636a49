"""Briefings: the numbers on slides, in the workbook and on the page are those of the measures, and gaps stay gaps.

The corpus is the five reports of data/samples/ningxia, which carry the figures of published reports: 2020 (three
agencies), 2021 and 2023 (one each); 2022 has none. Their sums are small enough to add up by hand: in 2020 one
request was received and one processed, in the other years none.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pptx
import pytest
from pptx.oxml.ns import qn

import toolkit
from tests.truth import FOLDER
from toolkit import briefing, charts, cli
from toolkit.briefing.blocks import Block, Look, Series
from toolkit.briefing.marks import MARKS, without_marks
from toolkit.briefing.pack import Pack, make_pack
from toolkit.briefing.plan import Chapter, PlanError, Reports, read_plan
from toolkit.briefing.selection import about, select, with_peers
from toolkit.briefing.slides import write_slides
from toolkit.briefing.touching import findings_with_tables, touching
from toolkit.charts.outcome_counts import GROUPS
from toolkit.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.frames import FRAMES
from toolkit.frames.schema import dtypes
from toolkit.measures.population import population_of
from toolkit.wording import Lang

MADE = date(2026, 3, 1)
#: Where the charts do not matter, a few are drawn.
FEW = replace(read_plan(), chapters=(Chapter("few", ("少数", "Few"), ("requests_by_outcome", "disclosures_by_agency")),))
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a corpus folder whose reports lie beside it, so that they can be taken away."""
    place = tmp_path_factory.mktemp("briefing")
    shutil.copytree(FOLDER / "ningxia", place / "reports")
    toolkit.load(place / "reports", place / "built", jobs=1, progress=False)
    return place / "built"


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    return toolkit.open_corpus(folder)


@pytest.fixture(scope="module")
def pack(corpus: Corpus) -> Pack:
    return make_pack(corpus, read_plan(), "zh", MADE)


@pytest.fixture(scope="module")
def made(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a briefing in Chinese, in every format that is no picture."""
    out = tmp_path_factory.mktemp("out")
    toolkit.briefing(corpus, out, formats=["html", "pptx", "xlsx"], made=MADE)
    return out


@pytest.fixture(scope="module")
def slides(made: Path) -> Any:
    return pptx.Presentation(str(made / "briefing.pptx"))


@pytest.fixture(scope="module")
def page(made: Path) -> str:
    return (made / "briefing.html").read_text("utf-8")


def outcomes(pack: Pack) -> Block:
    """Return the counts of the chart of outcomes as they are laid out."""
    (found,) = [one for one in pack.pages if one.name == "requests_by_outcome"]
    return found.blocks[0]


# Numbers


def test_every_chart_of_these_reports_is_in_the_pack(pack: Pack) -> None:
    assert {page.name for page in pack.pages} | {name for name, _ in pack.left_out} == set(charts.names())
    assert {"requests_by_outcome", "requests_by_applicant", "disclosures_by_agency"} <= {page.name for page in pack.pages}


def test_a_year_without_a_report_is_a_gap_in_every_number(pack: Pack) -> None:
    block = outcomes(pack)
    assert block.names == ("2020", "2021", "2022", "2023")
    for series in block.series:
        assert series.values[2] is None
        assert series.values[1] == 0.0


def test_the_numbers_are_those_of_the_measures(pack: Pack, corpus: Corpus) -> None:
    block = outcomes(pack)
    for series in block.series:
        code = {"other": "other_processing"}.get(series.key, series.key)
        told = dict(corpus.measure(code, by=["year"]).select("year", "value").iter_rows())
        for year, value in zip(block.names, series.values, strict=True):
            assert told.get(int(year)) == value, (series.key, year)


def test_each_number_is_the_sum_of_the_cells_behind_it(pack: Pack) -> None:
    counted = 0
    for page in pack.pages:
        if page.cells.is_empty():
            continue
        for block in page.blocks:
            for series in block.series:
                if series.is_share or series.key == "reports":
                    continue
                for key, value in zip(block.keys, series.values, strict=True):
                    own = page.cells.filter((pl.col("series") == series.key) & (pl.col("category") == key))
                    # A line is cut where its reports double: another piece tells that year.
                    others = [one.values[block.keys.index(key)] for one in block.series if one.key == series.key]
                    if value is None and any(other is not None for other in others):
                        continue
                    if "themes" in page.cells["table"]:
                        assert series.key == "n" or own["report_id"].n_unique() == (value or 0), (page.name, series.key, key)
                    elif "findings" in page.cells["table"]:
                        assert own.height == value, (page.name, series.key, key)
                    else:
                        assert (own["value"].sum() if own["value"].count() else None) == value, (page.name, series.key, key)
                    counted += 1
    assert counted > 50


def test_a_cell_behind_a_number_says_where_it_is_printed(pack: Pack) -> None:
    (page,) = [one for one in pack.pages if one.name == "requests_by_outcome"]
    one = page.cells.filter((pl.col("series") == "whole") & (pl.col("value") == 1.0)).row(0, named=True)
    assert one["agency"] == "银川市西夏区审批服务管理局" and one["raw"] == "1" and one["source"] == "xixia-approval-2020.md"
    text = (FOLDER / "ningxia" / one["source"]).read_text("utf-8").splitlines()
    assert "总计" in text[one["line"] - 1] and "1" in text[one["line"] - 1]


def test_sentences_are_made_of_numbers_and_name_n_and_year(pack: Pack) -> None:
    assert 3 <= len(pack.sentences) <= 5
    assert pack.sentences[0] == "本简报依据 5 个机关 2020—2023 年的 5 份年度报告，其中 3 份表内勾稽关系全部成立、无缺格。"
    assert all(re.search(r"\d", sentence) for sentence in pack.sentences)


def test_a_share_of_few_cases_is_written_as_n_of_n(corpus: Corpus) -> None:
    pack = make_pack(corpus, FEW.narrowed(years="2020"), "zh", MADE)
    told = {page.name: page.headline for page in pack.pages}
    assert told["requests_by_outcome"] == "2020 年办结 1 件（3 份报告），予以公开 0 件（0/1）"
    assert "%" not in "".join(told.values())


# Slides


def native_charts(slides: Any) -> Iterator[Any]:
    return (shape.chart for slide in slides.slides for shape in slide.shapes if shape.has_chart)


def test_slides_begin_with_cover_and_points_and_end_with_the_method(slides: Any, pack: Pack) -> None:
    titles = [slide.shapes.title.text for slide in slides.slides]
    assert titles[0] == pack.title and titles[1] == "要点" and titles[-1] == "口径与方法"
    assert {page.headline for page in pack.pages} <= {title.split("（1/")[0] for title in titles}
    brief = "\n".join(shape.text_frame.text for shape in slides.slides[1].shapes if shape.has_text_frame)
    assert all(sentence in brief for sentence in pack.sentences)


def test_slides_hold_native_charts_with_the_numbers(slides: Any, pack: Pack) -> None:
    block = outcomes(pack)
    names = [series.name for series in block.series]
    # Outcomes and their shares hold the same counts.
    chart, *_ = [
        chart
        for chart in native_charts(slides)
        if [series.name for series in chart.plots[0].series] == names and "STACKED (52)" in str(chart.chart_type)
    ]
    assert list(chart.plots[0].categories) == ["2020", "2021", "2022", "2023"]
    for series, told in zip(chart.plots[0].series, block.series, strict=True):
        assert tuple(series.values) == told.values
    # The workbook inside, which people edit, has an empty cell for 2022.
    inside = zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    root = ElementTree.fromstring(inside.read("xl/worksheets/sheet1.xml"))
    cells = {cell.get("r"): cell.find(f"{SHEET}v") for cell in root.iter(f"{SHEET}c")}
    assert cells["B2"] is not None and cells.get("B4") is None


def test_native_charts_leave_gaps_open(slides: Any) -> None:
    found = list(native_charts(slides))
    assert found
    for chart in found:
        (shown,) = chart._chartSpace.iter(qn("c:dispBlanksAs"))
        assert shown.get("val") == "gap"


def test_charts_and_pictures_have_alt_text(slides: Any, pack: Pack) -> None:
    texts = {page.alt_text for page in pack.pages}
    drawn = [shape for slide in slides.slides for shape in slide.shapes if shape.has_chart or shape.shape_type == 13]
    assert drawn
    for shape in drawn:
        named = next(node for node in shape._element.iter() if node.tag.endswith("}cNvPr"))
        assert named.get("descr") in texts


def test_all_text_names_an_east_asian_font(slides: Any, made: Path) -> None:
    for slide in slides.slides:
        for run in slide._element.iter(qn("a:r")):
            (font,) = run.iter(qn("a:ea"))
            assert font.get("typeface") == "Microsoft YaHei"
    for chart in native_charts(slides):
        assert [node.get("typeface") for node in chart._chartSpace.iter(qn("a:ea"))]
    with zipfile.ZipFile(made / "briefing.pptx") as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
    assert theme.count('<a:ea typeface="Microsoft YaHei"/>') == 2


def test_nothing_reaches_beyond_a_slide_or_over_another_thing(slides: Any) -> None:
    for number, slide in enumerate(slides.slides, start=1):
        boxes = [shape for shape in slide.shapes if shape.has_text_frame or shape.has_chart or shape.has_table]
        for shape in boxes:
            assert shape.left >= 0 and shape.top >= 0, number
            assert shape.left + shape.width <= slides.slide_width, number
            assert shape.top + shape.height <= slides.slide_height, number
        charts_of = [shape for shape in slide.shapes if shape.has_chart]
        for chart in charts_of:
            for other in slide.shapes:
                if other is slide.shapes.title or not other.has_text_frame:
                    continue
                assert other.top + other.height <= chart.top + 20000 or other.top >= chart.top + chart.height - 20000, number


# The workbook


def sheets_of(path: Path) -> dict[str, ElementTree.Element]:
    """Return the XML of each sheet by its name."""
    with zipfile.ZipFile(path) as package:
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{SHEET}sheet")]
        return {
            name: ElementTree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))
            for number, name in enumerate(names, start=1)
        }


def texts_of(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        root = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
    return ["".join(item.itertext()) for item in root.iter(f"{SHEET}si")]


def test_sheets_have_names_that_excel_takes(made: Path, pack: Pack) -> None:
    found = list(sheets_of(made / "briefing.xlsx"))
    assert found[0] == "要点" and found[-3:] == ["数据出处", "核对发现", "报告清单"]
    assert len(found) == len(set(found)) == len(pack.pages) + 4
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in found)


def test_every_sheet_says_title_question_source_date_and_cautions(made: Path, pack: Pack) -> None:
    texts = texts_of(made / "briefing.xlsx")
    for page in pack.pages:
        assert page.headline in texts and page.title in texts
        assert f"问题：{page.question}" in texts and f"来源：{page.source}" in texts
        assert all(f"注意：{note}" in texts for note in without_marks(page.notes, "zh"))
    assert "编制日期 2026 年 3 月 1 日" in texts


def test_numbers_are_numbers_years_are_words_and_gaps_are_empty(made: Path, pack: Pack) -> None:
    block, texts = outcomes(pack), texts_of(made / "briefing.xlsx")
    (sheet,) = [root for name, root in sheets_of(made / "briefing.xlsx").items() if name == "政府信息公开申请的办理结果"]
    rows = [list(row) for row in sheet.iter(f"{SHEET}row")]

    def told(cell: ElementTree.Element) -> str | float | None:
        value = cell.find(f"{SHEET}v")
        if value is None or value.text is None:
            return None
        return texts[int(value.text)] if cell.get("t") == "s" else float(value.text)

    heads = [block.head, *(series.name for series in block.series)]
    (start,) = [at for at, row in enumerate(rows) if [told(cell) for cell in row] == heads]
    for at, year in enumerate(block.names):
        cells = rows[start + 1 + at]
        assert told(cells[0]) == year
        assert [told(cell) for cell in cells[1:]] == [series.values[at] for series in block.series]
    assert [told(cell) for cell in rows[start + 3]][1:] == [None] * len(GROUPS)


def test_the_workbook_has_native_charts_that_leave_gaps_open(made: Path) -> None:
    with zipfile.ZipFile(made / "briefing.xlsx") as package:
        found = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        assert len(found) >= 3
        for name in found:
            root = ElementTree.fromstring(package.read(name))
            assert [node.get("val") for node in root.iter(f"{CHART}dispBlanksAs")] == ["gap"]
        drawings = "".join(package.read(name).decode() for name in package.namelist() if name.startswith("xl/drawings/drawing"))
    assert drawings.count("descr=") >= len(found)


# The page


def test_the_page_asks_no_network(page: str) -> None:
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page)
    assert not re.findall(r"""@import|url\(\s*["']?https?:|<link\b|<script[^>]+src|<iframe""", page)
    # The scripts of Vega hold the word for tooltips with pictures, which no chart here has.
    assert "<img" not in page[: page.index("<script>")]
    own = page[page.rindex("const pack = ") :]
    assert "http" not in own
    assert page.count("data:font/woff;base64,") >= 2


def embedded(page: str) -> dict[str, Any]:
    text = page[page.rindex("const pack = ") + len("const pack = ") :]
    found: dict[str, Any] = json.JSONDecoder().raw_decode(text)[0]
    return found


def test_a_click_on_a_number_has_its_cells(page: str, pack: Pack) -> None:
    data = embedded(page)
    keys = re.findall(r'data-chart="(\w+)" data-key="([^"]+)"', page)
    assert len(keys) > 40
    assert all(data["behind"][chart][key] for chart, key in keys)
    (number,) = [n for n in data["behind"]["requests_by_outcome"]["whole|2020"] if data["cells"][n][2] == 1]
    report, label, value, unit, state, raw, _, line, excerpt = data["cells"][number]
    assert data["reports"][report]["agency"] == "银川市西夏区审批服务管理局"
    assert "总计" in data["labels"][label] and (value, unit, state, raw) == (1, "件", "reported", "1")
    text, start, end = data["excerpts"][excerpt]
    assert text[start:end].strip() == "1" and line is not None


def test_the_page_opens_the_source_and_says_where_it_is_gone(made: Path, page: str, folder: Path, tmp_path: Path) -> None:
    links = {one["source"]: one["link"] for one in embedded(page)["reports"]}
    assert (made / links["xixia-approval-2020.md"]).resolve() == (folder.parent / "reports" / "xixia-approval-2020.md").resolve()
    # The same corpus in another place, without its reports.
    shutil.copytree(folder, tmp_path / "built")
    about = json.loads((tmp_path / "built" / "corpus.json").read_text("utf-8"))
    about["files"] = {source: str(tmp_path / "gone" / source) for source in about["files"]}
    (tmp_path / "built" / "corpus.json").write_text(json.dumps(about), "utf-8")
    (written,) = toolkit.briefing(toolkit.open_corpus(tmp_path / "built"), tmp_path / "out", formats=["html"], plan=FEW)
    data = embedded(written.read_text("utf-8"))
    assert {one["link"] for one in data["reports"]} == {None} and data["excerpts"] == []


def test_each_chart_has_its_data_as_a_csv_that_excel_reads(page: str, corpus: Corpus) -> None:
    (data,) = re.findall(r'download="requests_by_outcome.csv" href="data:text/csv;charset=utf-8;base64,([^"]+)"', page)
    text = base64.b64decode(data).decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["year"], row["count"]) for row in rows if row["group"] == "granted"] == [("2020", "0"), ("2021", "0"), ("2023", "0")]


def test_a_page_embeds_no_whole_report(page: str, corpus: Corpus) -> None:
    for text in corpus.sections["text"]:
        assert len(text) < 150 or text not in page


# Plans and parts of a corpus


def test_a_plan_says_what_differs_and_the_packaged_one_the_rest(tmp_path: Path, corpus: Corpus) -> None:
    plan = tmp_path / "own.toml"
    plan.write_text(
        '[words]\ntitle_zh = "清河市简报"\nsource_zh = "样例"\n[reports]\nyears = "2020-2021"\n[[chapter]]\nkey = "a"\nzh = "申请"\n'
        'charts = ["requests_by_outcome"]\n',
        "utf-8",
    )
    pack = make_pack(corpus, read_plan(plan), "zh", MADE)
    assert pack.title == "清河市简报" and [page.name for page in pack.pages] == ["requests_by_outcome"]
    assert pack.facts.years == (2020, 2021) and pack.chapters[0][0] == "申请" and pack.pages[0].source == "样例"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[chapter]]\ncharts = ["pie"]', "no chart 'pie'; there are .*requests_by_outcome"),
        ("chapters = 1", "no plan has 'chapters'"),
        ('[reports]\nprovince = "x"', "reports has no 'province'; it can have region"),
        ("[reports", "is no TOML"),
        ('[reports]\nyears = "late"', "write 2021, or 2019-2024"),
        ('[reports]\nscope = "all"', "no scope 'all'"),
        ('[[chapter]]\nkey = "a"', "needs a list of charts"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(text, "utf-8")
    with pytest.raises(PlanError, match=message):
        read_plan(tmp_path / "p.toml")


def test_a_part_of_a_corpus_by_region_agency_and_years(corpus: Corpus) -> None:
    plan = read_plan()
    assert len(select(corpus, plan.narrowed(region="银川市").reports)) == 3
    assert len(select(corpus, plan.narrowed(region="6401").reports)) == 3
    one = select(corpus, plan.narrowed(agency="银川市西夏区审批服务管理局").reports)
    assert one.reports["year"].to_list() == [2020] and set(one.figures["report_id"]) == set(one.reports["report_id"])
    for options, message in (
        ({"region": "长沙市"}, "no report in this corpus is of the region '长沙市'"),
        ({"agency": "审批"}, "did you mean 银川市西夏区审批服务管理局"),
        ({"years": "1999"}, "no such report on 1999; there are 2020"),
        ({"theme": "weather"}, "no theme 'weather'; the chapters of this plan are agency, requests"),
    ):
        with pytest.raises(PlanError, match=message):
            select(corpus, plan.narrowed(**options).reports)  # type: ignore[arg-type]


def test_findings_touch_a_chart_by_report_and_table(pack: Pack) -> None:
    findings = findings_with_tables(pack.corpus, "zh")
    sums = findings.filter(pl.col("rule") == "outcome_sum")
    assert sums["tables"].to_list() == [["requests"]] * sums.height and sums.height == 8
    cells = pl.DataFrame({"report_id": sums["report_id"][:1], "table": ["disclosures"]})
    assert "outcome_sum" not in set(touching(findings, cells)["rule"])
    cells = cells.with_columns(table=pl.lit("requests"))
    assert set(touching(findings, cells)["report_id"]) == set(cells["report_id"])


def test_lines_do_not_join_what_a_break_parts() -> None:
    block = Block("", "", "line", "", ("2018", "2019"), ("2018", "2019"), (
        Series("a:0", "a (2014)", (1.0, None), of="a"), Series("a:1", "a (2019)", (None, 2.0), of="a"), Series("b:0", "b", (1.0, 2.0), of="b"),
    ))  # fmt: skip
    assert block.looks() == [Look(0, 0, False), Look(0, 0, True), Look(1, 0, True)]


def test_an_empty_corpus_and_a_format_that_is_none_are_refused(corpus: Corpus, tmp_path: Path) -> None:
    empty = Corpus({name: corpus.frame(name).clear() for name in ("reports", "findings", "figures")})
    with pytest.raises(ToolkitError, match="holds no report, so there is nothing to brief on"):
        toolkit.briefing(empty, tmp_path)
    with pytest.raises(ToolkitError, match=r"'docx'.*use some of png"):
        toolkit.briefing(corpus, tmp_path, formats=["docx"])


def test_a_briefing_in_english_has_english_words(corpus: Corpus) -> None:
    pack = make_pack(corpus, FEW, "en", MADE)
    assert pack.sentences[0].startswith("This briefing rests on 5 annual reports by 5 agencies, 2020–2023; in 3 of them")
    words = [word for page in pack.pages for block in page.blocks for word in (block.head, *(one.name for one in block.series))]
    assert words and not re.search("[一-鿿]", "".join(words))


# The command


def test_ogi_brief_writes_the_pictures_too(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "p.toml"
    plan.write_text('[[chapter]]\ncharts = ["requests_by_outcome"]\n', "utf-8")
    out = tmp_path / "out"
    assert cli.run(["brief", str(folder), "--out", str(out), "--formats", "png,svg,pdf,xlsx", "--plan", str(plan), "--lang", "en"]) == 0
    assert sorted(path.name for path in out.rglob("*.*")) == [
        "briefing.xlsx", "requests_by_outcome.pdf", "requests_by_outcome.png", "requests_by_outcome.svg",
    ]  # fmt: skip
    assert "3 pictures" in capsys.readouterr().out
    assert (out / "charts" / "requests_by_outcome.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (["--formats", "docx"], 2, "there is no format 'docx'; use some of png, svg, pdf, html, pptx, xlsx"),
        (["--lang", "fr"], 2, "fr"),
        (["--region", "长沙市"], 1, "长沙市"),
        (["--plan", "nowhere.toml"], 1, "nowhere.toml"),
    ],
)
def test_ogi_brief_says_what_is_wrong(
    options: list[str], status: int, message: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["brief", str(folder), "--out", str(tmp_path / "out"), *options]) == status
    said = capsys.readouterr().err
    assert message in said and said.count("\n") == 1 and "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_the_folder_and_the_function_bear_one_name() -> None:
    assert toolkit.briefing is briefing and callable(toolkit.briefing)


# One agency, one theme, a region known by its name; the fictional prefecture of data/samples/qinghe


@pytest.fixture(scope="module")
def qinghe(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Return the reports on education and of a town, 2014 to 2024, which are few and of all editions."""
    place = tmp_path_factory.mktemp("qinghe")
    for pattern in ("*jiaoyu*", "shi-keji*", "shi-minzheng*", "weidu*"):
        for file in (FOLDER / "qinghe").glob(pattern):
            shutil.copy(file, place / file.name)
    return toolkit.load(place, jobs=1, progress=False)


@pytest.fixture(scope="module")
def of_agency(qinghe: Corpus) -> Pack:
    return make_pack(qinghe, read_plan().narrowed(agency="清河市教育局"), "zh", MADE)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_mark_that_native_charts_lack_is_spoken_of_by_some_chart(lang: Lang, qinghe: Corpus) -> None:
    # Where a chart words its note anew, the wording for native charts has to follow.
    # kaifaqu-2022 prints a total of requests processed and leaves those granted blank.
    blank = toolkit.load(str(FOLDER / "qinghe" / "kaifaqu-202[0-4].*"), progress=False)
    packs = (make_pack(corpus, read_plan(), lang, MADE) for corpus in (qinghe, blank))
    notes = [note for pack in packs for page in pack.pages for note in page.notes]
    unmet = [pattern for pattern, _ in MARKS[lang] if not any(re.search(pattern, note) for note in notes)]
    assert unmet == []


def test_an_agency_is_compared_with_its_peers_and_not_with_itself(of_agency: Pack, qinghe: Corpus) -> None:
    assert of_agency.chapters[0][0] == "机关概览"
    profile, peers = of_agency.chapters[0][1]
    assert (profile.name, peers.name) == ("agency_profile", "peers")
    bodies = qinghe.reports["agency_id"].n_unique()
    assert bodies >= 4 and f"与全部 {bodies} 个机关相比（含本机关），层级和职能不同。" in peers.notes
    assert int(peers.table["agencies"].max()) > 1
    # Behind the agency's own line stand its own cells alone.
    assert set(peers.cells["agency"]) == {"清河市教育局"}
    assert set(of_agency.reports["agency"]) == {"清河市教育局"}


def test_peers_are_the_closest_kind_of_which_there_are_enough() -> None:
    reports = [
        {"report_id": str(number), "agency": f"某{number}局", "agency_id": str(number), "level": level, "function": function}
        for number, (level, function) in enumerate([("county", "education")] * 4 + [("prefecture", "education"), ("county", "health")])
    ]  # fmt: skip
    corpus = Corpus({name: pl.DataFrame(reports if name == "reports" else [], schema=dict(dtypes(name))) for name in FRAMES})
    peers = with_peers(corpus, Reports(agency="某0局"), "en")
    assert peers.about == "Beside the 4 agencies of the same level and function, this one among them."
    assert set(peers.corpus.reports["agency_id"]) == {"0", "1", "2", "3"}
    alone = with_peers(corpus, Reports(agency="某5局"), "zh")
    assert alone.about == "与全部 6 个机关相比（含本机关），层级和职能不同。"


def test_the_legend_names_a_measure_once_and_lines_stay_parted(of_agency: Pack, tmp_path: Path) -> None:
    pack = replace(of_agency, chapters=[("x", [page for page in of_agency.pages if page.name == "requests_flow"])])
    write_slides(pack, tmp_path / "x.pptx")
    (block, _) = pack.pages[0].blocks
    (chart, _) = native_charts(pptx.Presentation(str(tmp_path / "x.pptx")))
    names = [series.name for series in chart.plots[0].series]
    hidden = {int(entry.find(qn("c:idx")).get("val")) for entry in chart._chartSpace.iter(qn("c:legendEntry"))}
    assert [name for place, name in enumerate(names) if place not in hidden] == ["新收", "办结"]
    assert len(names) == len(block.series) > 2
    # No series reaches over a change of the form: 2014 to 2018 and 2019 on are told by different ones.
    for series in block.series:
        years = [int(year) for year, value in zip(block.keys, series.values, strict=True) if value is not None]
        assert not (min(years) < 2019 <= max(years)), series.name
    assert block.caption("zh").startswith("实线：2019、2021 年表；虚线：2014 年表")


def test_findings_on_slides_are_in_type_that_can_be_read(of_agency: Pack, tmp_path: Path) -> None:
    write_slides(replace(of_agency, chapters=[("x", of_agency.chapters[-1][1])]), tmp_path / "x.pptx")
    sizes = [
        run.font.size.pt
        for slide in pptx.Presentation(str(tmp_path / "x.pptx")).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
        for paragraph in cell.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert sizes and min(sizes) >= 12


def test_a_briefing_of_one_theme_says_who_names_it(qinghe: Corpus) -> None:
    pack = make_pack(qinghe, read_plan().narrowed(theme="时效"), "zh", MADE)
    page = pack.pages[0]
    assert pack.title.endswith("简报：时效") and page.name == "one_theme"
    named = qinghe.themes.filter((pl.col("theme") == "timeliness") & (pl.col("aspect") == "problem"))
    (told,) = [series for series in page.blocks[0].series if series.key == "problem"]
    counted = population_of(qinghe.reports, added=False).reports
    assert sum(value or 0 for value in told.values) == named.join(counted, on="report_id", how="semi")["report_id"].n_unique()
    assert set(page.cells["row"]) == {"timeliness"}
    assert set(pack.findings["report_id"]) <= set(page.cells["report_id"])


def test_a_region_that_no_table_knows_is_told_by_the_names_of_agencies(qinghe: Corpus) -> None:
    county = select(qinghe, read_plan().narrowed(region="松桥县").reports)
    assert county.reports["agency"].str.contains("松桥县").all() and 0 < county.reports.height < qinghe.reports.height
    assert about(Reports(region="松桥县"), county.reports, "zh") == [f"地区：松桥县（其中 {county.reports.height} 份按机关名称归入）"]


def test_a_corpus_of_one_edition_alone_has_its_charts(qinghe: Corpus) -> None:
    pack = make_pack(qinghe, read_plan().narrowed(years="2014-2015", theme="requests"), "zh", MADE)
    assert "requests_flow" in {page.name for page in pack.pages}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[reports]\nyears = ["a"]\n', "write years = 2024"),
        ("[reports]\nyears = 2019.5\n", "write years = 2024"),
        ('[html]\nexcerpts = "many"\n', "write excerpts = 60"),
        ("[words]\ntitle_zh = 3\n", 'write title_zh = "…"'),
        ('[[chapter]]\nkey = "a"\ncharts = ["nope_*"]\n', "there is no chart 'nope_"),
        ("chapter = []\n", "a plan needs a"),
    ],
)
def test_a_plan_of_the_wrong_kind_says_how_to_write_it(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(text, "utf-8")
    with pytest.raises(PlanError, match=message):
        read_plan(tmp_path / "plan.toml")
