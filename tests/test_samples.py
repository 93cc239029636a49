"""The sample corpora are what they say they are: marked, reproducible, small, and true to their truth."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import html as markup
from pypdfium2 import PdfDocument

from scripts.samples import statistics_form
from scripts.samples.__main__ import contents, jobs, main
from scripts.samples.annex import statistics_annex
from scripts.samples.cast import CAST, EARLY_YEARS, STATISTICS_SINCE, YEARS
from scripts.samples.corpus import all_files
from scripts.samples.layouts import LAYOUTS, render
from scripts.samples.printing import PRINTED, print_all, read_table, stale
from scripts.samples.report import SECTION_TITLES, Stray, number, sample
from scripts.samples.sample_file import SampleFile
from scripts.samples.styles import STYLES
from scripts.samples.web import portal
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
def files() -> tuple[SampleFile, ...]:
    return all_files()


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def test_generator_reproduces_every_byte() -> None:
    files = contents()
    for name, data in files.items():
        assert (truth.FOLDER / name).read_bytes() == data, name
    by_hand = {"README.md", PRINTED, *(f"truth/ningxia/{Path(name).stem}.json" for name in truth.abridged())}
    there = {path.relative_to(truth.FOLDER).as_posix() for path in truth.FOLDER.rglob("*.*")}
    assert there == {*files, *(job.path for job in jobs()), *by_hand}


def test_no_pdf_is_stale() -> None:
    old = [job.path for job in stale(truth.FOLDER, jobs())]
    assert not old, f"print these again with: python -m scripts.samples --pdf ({old})"
    assert set(read_table(truth.FOLDER)) == {job.path for job in jobs()}


def test_a_pdf_is_stale_whose_source_or_bytes_have_changed(tmp_path: Path) -> None:
    job = jobs()[0]
    for name in (PRINTED, job.path):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((truth.FOLDER / name).read_bytes())
    assert stale(tmp_path, [job]) == []
    changed = replace(job, source=job.source + b" ")
    assert stale(tmp_path, [changed]) == [changed]
    (tmp_path / job.path).write_bytes(b"%PDF-1.7")
    assert stale(tmp_path, [job]) == [job]


def test_what_an_earlier_run_left_is_taken_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("qinghe/old-2019.txt", "qinghe/shi-renshe-2024.pdf", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old", "utf-8")
    main(tmp_path, with_pdf=False)
    assert not (tmp_path / "qinghe" / "old-2019.txt").exists()
    assert (tmp_path / "qinghe" / "shi-renshe-2024.pdf").read_text("utf-8") == "old"
    assert (tmp_path / "notes.txt").exists()
    assert "31 of 31 PDFs are missing or stale; print them with --pdf" in capsys.readouterr().out


def test_pdfs_are_not_printed_without_the_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="is at hand to print 1 PDFs"):
        print_all(tmp_path, [jobs()[0]], [])


def test_reports_come_in_every_format() -> None:
    count = Counter(path.suffix for path in on_disk(truth.FICTIONAL))
    assert count == {".txt": 187, ".md": 37, ".html": 138, ".docx": 27, ".pdf": 18}
    assert {path.suffix for path in on_disk(truth.ABRIDGED)} == set(count)
    used = Counter(known["report"]["layout"] for known in truth.fictional().values())
    # The layout of glued cells is for tests alone: its numbers cannot all be told apart.
    assert set(used) == set(STYLES) - {"glued"}
    assert min(used[style] for style in ("cms", "pasted", "portal", "aspnet", "mobile")) >= 14
    producers = Counter(line["producer"] for line in read_table(truth.FOLDER).values())
    assert min(producers.values()) >= 12
    assert set(producers) == {"chromium", "libreoffice"}


def test_the_old_pages_say_less_than_they_hold() -> None:
    data = STYLES["portal"].write(sample({}))
    assert b"charset=gb2312" in data
    with pytest.raises(UnicodeDecodeError):
        data.decode("gb2312")
    assert portal.EDITOR in data.decode(portal.ENCODING)


def test_every_agency_has_every_year_but_those_never_published() -> None:
    expected = {f"{agency.slug}-{year}" for agency in CAST for year in agency.years}
    first = {source for source, known in truth.fictional().items() if "same_as" not in known["report"]}
    assert {Path(source).stem for source in first} == expected - truth.never_published()
    assert len(CAST) == 37
    assert all(agency.years[-len(YEARS) :] == tuple(YEARS) for agency in CAST if not agency.last)


def test_bodies_keep_their_identity_through_renames_and_mergers() -> None:
    reports = [known["report"] for known in truth.fictional().values()]
    names = {(line["body"], line["agency"]): line for line in truth.bodies()}
    for report in reports:
        known = names[report["body"], report["agency"]]
        assert int(known["first"] or 0) <= report["year"] <= int(known["last"] or 9999)
    water = {report["agency"] for report in reports if report["body"] == "shi-weijian"}
    assert water == {"清河市卫生局", "清河市卫生和计划生育局", "清河市卫生健康委员会"}
    merged = {line["body"] for line in truth.bodies() if line["into"] == "shi-shichang"}
    assert merged == {"shi-gongshang", "shi-zhijian", "shi-shiyao"}
    ended = {report["body"] for report in reports if report["agency"].find("溪口县") >= 0}
    assert ended == {"xikou-zhengfu", "xikou-nongye", "xikou-jiaoyu", "luwan-zhen"}
    assert all(report["county_today"] == "松桥县" for report in reports if report["body"] in ended)


@pytest.mark.parametrize("folder", [truth.FICTIONAL, truth.ABRIDGED], ids=["qinghe", "ningxia"])
def test_truth_and_files_are_the_same_set(folder: Path) -> None:
    known = truth.fictional() if folder == truth.FICTIONAL else truth.abridged()
    assert {path.name for path in on_disk(folder)} == set(known)


@pytest.mark.parametrize("source", sorted(truth.samples()))
def test_sample_is_marked_and_reads_as_a_report(source: str) -> None:
    known = truth.samples()[source]
    text = visible(truth.FOLDER / source)
    plain = re.sub(r"\s|[#*]", "", text)
    agency, year = known["report"]["agency"], known["report"]["year"]
    planted = {line["kind"] for line in known["planted"]}
    mark = ABRIDGED_MARK if source.startswith(truth.ABRIDGED.name) else FICTIONAL_MARK
    titles = numerals(source, year)
    assert mark in plain.rsplit(f"{titles[-1]}、", 1)[1]
    assert plain.startswith(agency) or not source.endswith((".txt", ".md"))
    assert f"{year}年1月1日" in plain
    for numeral in titles:
        assert re.search(rf"^\W*{numeral}、\w", text, re.MULTILINE), numeral
    if "title_period_mismatch" not in planted:
        assert f"{agency}{year}年" in plain
    if mark == ABRIDGED_MARK:
        assert f"数字取自{agency}{year}年政府信息公开工作年度报告" in plain


def numerals(source: str, year: int) -> str:
    """Return the numbers of the sections of a report."""
    if source.endswith("liping-xiang-2022.txt"):
        return "一二三四五"
    return "一二三四五六七" if year in range(STATISTICS_SINCE, YEARS[0]) else "一二三四五六"


@pytest.fixture(scope="module")
def real_regions() -> set[str]:
    """Return the name of every region that exists or existed."""
    path = truth.FOLDER.parents[1] / "toolkit" / "vocabulary" / "regions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {line["name"] for line in csv.DictReader(file)}


def test_no_fictional_agency_carries_the_name_of_a_real_region(real_regions: set[str]) -> None:
    assert {"清河县", "西夏区"} <= real_regions
    names = {agency.named(year).name for agency in CAST for year in agency.years}
    assert len(names) == 45
    assert not {(agency, name) for agency in names for name in real_regions if name in agency}


def test_no_fictional_report_names_a_real_region(real_regions: set[str]) -> None:
    text = "".join(visible(path) for path in on_disk(truth.FICTIONAL))
    # 应城市 stands in 回应城市更新关切: a trap for whoever looks for places without looking at words.
    assert {name for name in real_regions if len(name) > 2 and name in text} == {"应城市"}


def test_samples_are_small() -> None:
    most = {".csv": 900_000, ".json": 16_000, ".txt": 12_000, ".md": 12_000}
    most |= {".html": 72_000, ".docx": 42_000, ".pdf": 62_000}
    sizes = {path: path.stat().st_size for path in truth.FOLDER.rglob("*.*") if path.is_file()}
    assert sum(sizes.values()) < 9_200_000
    assert len(on_disk(truth.FICTIONAL)) == 407
    for path, size in sizes.items():
        assert size < most[path.suffix], path


def test_truth_names_every_cell_of_its_forms(files: tuple[SampleFile, ...]) -> None:
    for file in files:
        known = truth.fictional()[file.source]
        assert set(known["figures"]) == set(file.report.asked()), file.source
        for key, (value, state) in known["figures"].items():
            assert state in STATES
            assert (value is None) == (state != "reported"), (file.source, key)
            assert file.report.cell(key).value == value, (file.source, key)


def test_files_print_the_cells_of_the_truth_in_the_order_of_the_form(files: tuple[SampleFile, ...]) -> None:
    for file in files:
        if "requests" not in file.report.forms:
            continue
        expected = printed_cells(truth.fictional()[file.source]["printed"], file.report.strays)
        found = table_words(visible(truth.FICTIONAL / file.source))
        if file.source.endswith(".pdf"):
            # Paper breaks a long number over two lines.
            found, expected = ["".join(found)], ["".join(expected)]
        assert found == expected, file.source


def test_early_files_print_the_items_of_the_truth_and_what_their_agency_adds(
    files: tuple[SampleFile, ...],
) -> None:
    count = Counter[str]()
    for file in files:
        if file.report.year not in EARLY_YEARS:
            continue
        if "statistics" not in file.report.forms:
            assert not truth.fictional()[file.source]["figures"]
            count["local table" if file.report.annex else "prose"] += 1
            continue
        printed = truth.fictional()[file.source]["printed"].values()
        # The titles of the table print the same dash as one of its items.
        expected = [text for text in printed if text and text != "——"]
        found = annex_words(visible(truth.FICTIONAL / file.source))
        # On paper the 1 of 计1条 stands apart from the label it belongs to.
        added = Counter(found) - Counter(expected) if file.layout != "pdf_office" else Counter()
        assert not Counter(expected) - Counter(found), file.source
        assert found == expected or added or file.layout == "pdf_office", file.source
        # A row of the agency's own has one number, a column of its own three or four.
        count[{0: "table", 1: "row added", 3: "column added", 4: "column added"}[added.total()]] += 1
    assert count == {"table": 117, "row added": 4, "column added": 2, "local table": 13, "prose": 62}


def test_nothing_is_planted_that_its_layout_cannot_show(files: tuple[SampleFile, ...]) -> None:
    for file in files:
        if "requests" not in file.report.forms:
            continue
        style, kinds = STYLES[file.layout], {plant.kind for plant, _ in file.plants}
        assert style.blanks or not kinds & {"blank_zeros", "blank_parts"}, file.source
        assert style.rows or not kinds & {"stray_number", "unreadable_cell"}, file.source


def test_abridged_files_print_the_numbers_of_their_truth() -> None:
    for source, known in truth.abridged().items():
        values = sorted(value for value, _ in known["figures"].values() if value is not None)
        words = table_words(visible(truth.ABRIDGED / source))
        assert sorted(float(word) for word in words) == values, source


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"glued"}))
def test_every_layout_prints_every_cell_once(layout: str, form: str) -> None:
    asked = list(sample({}, form).asked())
    report = sample({key: 100 + place for place, key in enumerate(asked)}, form)
    text = render(report, layout)
    assert table_words(text) == [str(100 + place) for place in range(len(asked))]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("style", sorted(set(STYLES) - set(LAYOUTS)))
def test_every_style_prints_every_cell_once_beside_numbers_of_its_own(style: str, form: str) -> None:
    asked = list(sample({}, form).asked())
    report = sample({key: 100_000 + place for place, key in enumerate(asked)}, form)
    known = STYLES[style]
    text = words_of(known.write(report), known.source or known.suffix)
    assert table_words(text) == [str(100_000 + place) for place in range(len(asked))]
    if known.is_page:
        match = TABLES.search(text)
        assert match
        around = text[: match.start()] + text[match.end() :]
        assert len(re.findall(r"\d+", around)) > 12


@pytest.mark.parametrize("style", sorted(set(STYLES) - {"glued"}))
def test_every_style_prints_every_item_of_the_statistics_table_once(style: str) -> None:
    cells = {key: number(100_000 + place) for place, key in enumerate(statistics_form.KEYS)}
    report = replace(sample({}), forms={"statistics": "2014"}, cells=cells, closing=(FICTIONAL_MARK,))
    report = replace(report, annex=statistics_annex(report, "shi-keji"))
    known = STYLES[style]
    words = annex_words(words_of(known.write(report), known.source or known.suffix))
    assert words == [str(100_000 + place) for place in range(len(cells))]
    assert len(cells) == 58


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
    assert kinds["missing_report"] == 5
    assert kinds["mixed_editions"] == 4
    assert kinds["statistics_sum"] == 5
    assert kinds["late_publication"] == 6
    assert {"column_balance", "outcome_sum", "applicant_sum", "review_sum", "missing_row"} <= set(kinds)
    assert {"item_change", "procurement_pair", "carry_over", "stock_flow", "stray_number"} <= set(kinds)


def test_nothing_fails_but_what_is_planted_or_follows_from_it() -> None:
    planted = {source for source, known in truth.fictional().items() if known["planted"]}
    after = {f"{slug}-{int(year) + 1}" for slug, year in (_slug_and_year(source) for source in planted)}
    plants = [line for known in truth.fictional().values() for line in known["planted"]]
    revised = {line["note"] for line in plants if line["kind"] == "revised_report"}
    assert revised == {"shi-keji-2025.md", "shi-jiaoyu-2015.txt"}
    revised |= {line[name] for line in truth.similar() for name in ("source", "other")}
    for source, known in truth.fictional().items():
        if known["findings"]:
            assert source in planted | revised or Path(source).stem in after, source


def test_agencies_share_no_passage_but_those_that_are_planted(files: tuple[SampleFile, ...]) -> None:
    shared = {(line["source"], line["other"]): line["passage"] for line in truth.similar()}
    assert len(shared) == 9
    assert all(60 <= len(passage) <= 200 for passage in shared.values())
    holders: dict[str, set[str]] = defaultdict(set)
    for file in files:
        texts = [*file.report.preface, *(text for texts in file.report.sections.values() for text in texts)]
        for run in {text[at : at + 60] for text in texts for at in range(len(text) - 59)}:
            holders[run].add(file.source)
    bodies = {source: known["report"]["body"] for source, known in truth.fictional().items()}
    for run, sources in holders.items():
        if len({bodies[source] for source in sources}) > 1:
            assert any(run in passage and {*pair} <= sources for pair, passage in shared.items()), run
    for (source, other), passage in shared.items():
        for name in (source, other):
            assert re.sub(r"\s", "", passage) in re.sub(r"\s", "", visible(truth.FICTIONAL / name)), name


def test_measures_add_up_by_hand() -> None:
    known = {(line["measure"], line["year"], line["agency"]): line for line in truth.measures()}
    # 清河市松桥县人民政府 reports for its bureaus and towns: it is not added to them.
    towns = [line for key, line in known.items() if key[:2] == ("licensing_decisions", "2024") and key[2]]
    own = [float(line["value"]) for line in towns if not line["agency"].endswith(("区人民政府", "县人民政府"))]
    assert float(known["licensing_decisions", "2024", ""]["value"]) == sum(own)
    assert len(towns) == len(own) + 3
    share = known["granted_share", "2022", "清河市教育局"]
    figures = truth.fictional()["shi-jiaoyu-2022.txt"]["figures"]
    granted, total = (figures["requests", row, "total"][0] for row in ("granted", "processed_total"))
    assert (float(share["numerator"]), float(share["denominator"])) == (granted, total)
    # The revised file counts, in which one case was moved from granted to partly granted.
    first, second = (truth.fictional()[f"shi-keji-2025{end}"]["figures"] for end in (".md", "-revised.txt"))
    moved = second["requests", "granted", "total"][0]
    assert float(known["granted", "2025", "清河市科学技术局"]["value"]) == moved != first["requests", "granted", "total"][0]


def test_abridged_reports_copy_no_sentence() -> None:
    folder = os.environ.get("OGI_REAL_REPORTS")
    if not folder:
        pytest.skip("OGI_REAL_REPORTS is not set: the published reports are not at hand")
    published = {path: han(path.read_text("utf-8")) for path in Path(folder).glob("seeds/*.txt")}
    assert len(published) == 5
    for path in on_disk(truth.ABRIDGED):
        who = truth.abridged()[path.name]["report"]
        title = f"{who['agency']}{who['year']}年政府信息公开工作年度报告"
        for sentence in prose(visible(path), title).split("。"):
            runs = {han(sentence)[start : start + 18] for start in range(len(han(sentence)) - 17)}
            assert not {run for run in runs for text in published.values() if run in text}, sentence


def visible(path: Path) -> str:
    """Return what a reader sees of a file, told without the toolkit: one cell or paragraph a line."""
    return words_of(path.read_bytes(), path.suffix)


def words_of(data: bytes, suffix: str) -> str:
    """Return what a reader sees of the bytes of a file."""
    if suffix == ".html":
        text = data.decode("utf-8" if b"utf-8" in data[:600].lower() else portal.ENCODING)
        page = markup.document_fromstring(text).body
        for element in list(page.iter("script", "style", "select")):
            element.drop_tree()
        for element in page.iter("p", "div", "td", "th", "tr", "h1", "h2", "h3", "br", "table"):
            element.tail = "\n" + (element.tail or "")
            element.text = "\n" + (element.text or "") if element.tag == "table" else element.text
        return str(page.text_content())
    if suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = ElementTree.fromstring(package.read("word/document.xml"))
        word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
        return "\n".join("".join(t.text or "" for t in p.iter(f"{word}t")) for p in body.iter(f"{word}p"))
    if suffix == ".pdf":
        with PdfDocument(data) as pdf:
            return "\n".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\r", "")
    return data.decode()


def prose(text: str, title: str) -> str:
    """Return a report without its title, its tables and the wording that the form prescribes."""
    match = TABLES.search(text)
    assert match
    for table in match.groups():
        text = text.replace(table, "。")
    prescribed = r"所列数据的统计期限.*?止|[^。]*勾稽关系"
    prescribed = "|".join([title, prescribed, *SECTION_TITLES.values()])
    return re.sub(prescribed, "。", re.sub(r"[\s#]", "", text))


def annex_words(text: str) -> list[str]:
    """Return the numbers, and the marks in place of numbers, in the statistics table behind the prose."""
    table = text.partition("统计数")[2].partition(FICTIONAL_MARK)[0]
    lines = [line for line in table.splitlines() if not re.fullmatch(r"[-—] \d+ [-—]", line.strip())]
    words = "\n".join(lines).replace("|", " ").split()
    return [word for word in words if NUMBER.fullmatch(word) or word == "/"]


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
