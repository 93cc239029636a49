"""Web pages: every figure in every way of drawing its tables, and what a browser shows or does not show."""

from __future__ import annotations

import base64
import random
import re
import time
from collections import Counter

import pytest

from scripts.samples.report import SampleReport, sample
from tests.pages import DRAWN, FRAMES, page
from tests.planted import planted
from tests.read import figures_of, messages
from tests.truth import abridged
from toolkit.document import Document, Grid, Line
from toolkit.errors import UnreadableFile
from toolkit.markup.marking import marked, run_by_run
from toolkit.reading import read
from toolkit.recognition import recognise
from toolkit.report import Report

EDITIONS = ("2019", "2021")


def shown(source: str | bytes, suffix: str = ".html") -> list[str | list[list[str]]]:
    """Return what a page shows: lines, and tables as rows of texts; ``^`` is a cell merged with one above."""
    data = source.encode() if isinstance(source, str) else source
    document = read(data, suffix)
    assert document.format == "html"
    return [
        block.text
        if isinstance(block, Line)
        else [["^" if cell.merged else cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def report_of(source: str | bytes) -> Report:
    """Return what is understood about a page."""
    return recognise(read(source.encode() if isinstance(source, str) else source, ".html"))


def compare(report: Report, truth: SampleReport) -> Counter[str]:
    """Return how many figures of a page are right, wrong, or not told."""
    got = figures_of(report)
    count: Counter[str] = Counter()
    for key, cell in truth.cells.items():
        said = got[key].value if key in got else None
        count["right" if said == cell.value else "not told" if said is None else "wrong"] += 1
    count["wrong"] += sum(figure.value is not None for key, figure in got.items() if key not in truth.cells)
    return +count


# -- figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("frame", sorted(FRAMES))
@pytest.mark.parametrize("drawn", sorted(DRAWN))
def test_every_figure_in_every_kind_of_page(drawn: str, frame: str) -> None:
    for edition in EDITIONS:
        rng = random.Random(f"{drawn} {frame} {edition}")
        truth = planted(rng, edition)
        report = report_of(page(truth, drawn, frame, rng))
        assert compare(report, truth) == Counter(right=len(truth.cells)), edition
        assert report.identity.title == truth.title
        assert len(report.sections) == 6


@pytest.mark.parametrize("name", sorted(abridged()))
def test_the_figures_of_published_reports(name: str) -> None:
    truth = abridged()[name]
    figures = {key: value for key, (value, _) in truth["figures"].items()}
    got = figures_of(report_of(page(sample(figures, truth["report"]["form"]), "word", "site")))
    assert {key: got[key].value for key in figures} == figures


def test_a_file_that_breaks_off_gives_no_wrong_figure() -> None:
    rng = random.Random("breaks off")
    truth = planted(rng, "2021")
    for drawn in ("clean", "word", "spare_columns"):
        source = page(truth, drawn, "document").encode()
        for _ in range(12):
            try:
                report = report_of(source[: rng.randint(len(source) // 3, len(source))])
            except UnreadableFile:
                continue
            assert compare(report, truth)["wrong"] == 0


@pytest.mark.parametrize("spoilt", ["", "</div>", "</span>", "<p>", "<td class='x>"])
def test_lost_and_spoilt_tags_give_no_wrong_figure(spoilt: str) -> None:
    count: Counter[str] = Counter()
    for seed in range(8):
        rng = random.Random(f"spoilt {spoilt} {seed}")
        truth = planted(rng, "2021")
        pieces = re.split(r"(</?td[^>]*>)", page(truth, rng.choice(["clean", "unmerged", "cut"])))
        pieces[rng.randrange(1, len(pieces), 2)] = spoilt
        count += compare(report_of("".join(pieces)), truth)
    assert count["wrong"] == 0
    assert count["right"] >= 0.97 * count.total(), count


# -- tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # each cell once, and a filler for what reaches down, at its place
        ("<tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d", [["a", "b"], ["^", "c", "d"]]),
        ("<tr><td>a<td rowspan=2 colspan=2>b<td>c<tr><td>d<td>e", [["a", "b", "c"], ["d", "^", "e"]]),
        ("<tr><td>a<td rowspan=3>b<tr><td>c<tr><td>d", [["a", "b"], ["c", "^"], ["d", "^"]]),
        # a row without cells takes a row away from what reaches down
        ("<tr><td rowspan=2>a<td>b</tr><tr></tr><tr><td>c<td>d</tr>", [["a", "b"], ["c", "d"]]),
        # spans that are absurd, missing, or mean "to the end"
        ("<tr><td rowspan=99999 colspan=0>a<td>b<tr><td>c", [["a", "b"], ["^", "c"]]),
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d", [["a", "b"], ["^", "c"], ["^", "d"]]),
        ("<tr><td rowspan=x colspan='-3'>a<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        # overlapping: the second column is taken twice
        ("<tr><td>a<td rowspan=2>b<tr><td colspan=2>c<td>d", [["a", "b"], ["c", "^", "d"]]),
        # cells do not reach out of their group; the foot is shown last wherever it stands
        ("<thead><tr><td rowspan=5>a<td>b<tbody><tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<tfoot><tr><td>z<td>y</tfoot><tbody><tr><td>a<td>b</tbody>", [["a", "b"], ["z", "y"]]),
        # no ends, no rows, headings
        ("<TD>a<TH>b<TR><TD>c<TD>d", [["a", "b"], ["c", "d"]]),
        ("<tr><td>a</td><td>b</td></tr><td>c</td><td>d</td>", [["a", "b"], ["c", "d"]]),
        # an attribute that looks like the end of the tag, or like a span
        (
            "<tr><td title='a>b' data-rowspan=4>1<td alt=\"rowspan=2\">2<tr><td>3<td>4",
            [["1", "2"], ["3", "4"]],
        ),
        # not displayed: no cell; invisible: an empty one
        ("<tr><td style='display: none'>9<td>1<td>2", [["1", "2"]]),
        ("<tr><td style='visibility:hidden'>9<td>1<td>2", [["", "1", "2"]]),
    ],
)
def test_rows_and_what_spans_them(rows: str, expected: list[list[str]]) -> None:
    assert shown(f"<table>{rows}</table>") == [expected]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<span>1</span><span lang=EN-US>2</span>", "12"),
        ("1<!-- 5 -->2<o:p></o:p>", "12"),
        ("\n   12\n  ", "12"),
        ("<p>1</p><p>2</p>", "1\n2"),
        ("1<br>2", "1\n2"),
        ("1\n2", "1 2"),
        ("<div>\n <p>&#49;&#x32;</p>\n</div>", "12"),
        ("&nbsp;", "\xa0"),
        ("1\u200b2", "1\u200b2"),
        ("&lt;5&gt; &amp;", "<5> &"),
        ("12<sup>3</sup>", "12³"),
        ("12<span style='vertical-align:super'>3</span>4", "12³4"),
        # one number struck out beside another, and one alone
        ("<s>12</s>13", "12\ufffd 13"),
        ("<del>12</del>", "12\ufffd"),
        ("<span style='float:left'>1</span>2", "1 2"),
        ("1<span style='display:none'>7<b>8</b></span>2", "12"),
        ("<input type=text value=12>", "12"),
        ("<input type=hidden value=12>", ""),
        ("<input type=text name=a>", ""),
        ("<input type=button value=12>", "\ufffc"),
        ("<input placeholder=12>", "\ufffc"),
        ("<select><option>1<option>2</select>", "\ufffc"),
        ("<textarea>1</textarea>", "\ufffc"),
        ("<svg><text>12</text></svg>", "\ufffc"),
        ("<button>12</button>", "\ufffc"),
        ("12<button>改</button>", "12"),
        ("<iframe src=12.html></iframe>", "\ufffc"),
        ("<object data=12.swf></object>", "\ufffc"),
        ("<embed src=12.swf>", "\ufffc"),
        ("<meter value=12></meter>", "\ufffc"),
        ("<math><msup><mn>1</mn><mn>2</mn></msup></math>", "\ufffc"),
        ("<![CDATA[12]]>", "\ufffc"),
        ("<i style='background:url(12.png)'></i>", "\ufffc"),
        ("<i style='background:url(12.png)'>&nbsp;</i>", "\ufffc"),
        ("<span data-value=12></span>", "\ufffc"),
        ("<span data-value=12>12</span>", "12"),
        ("<span data-to=12>0</span>", "0\ufffd"),
        ("1<img src=2.gif>", "1\ufffc"),
        ("1<img src=2.gif width=1>", "1"),
        ("&#xe612;", "\ufffd"),
        ("1&#xe612;", "1\ufffd"),
        ("\ue612 上", "\ue612 上"),
        ("<ruby>12<rt>3</rt></ruby>", "12³"),
        # no one sees it
        ("<span style='font-size:0'>3</span>12", "3\ufffd 12"),
        ("<span style='font-size:0.1pt'>3</span>12", "3\ufffd 12"),
        ("<span style='opacity:0'>12</span>", "12\ufffd"),
        ("<span style='opacity:0.9'>1</span>2", "12"),
        ("<span style='opacity:inherit'>12</span>", "12"),
        ("<span style='justify-content:center'></span>", ""),
        ("<span style='text-indent:-9999px'>12</span>", "12\ufffd"),
        ("<font color='#FFFFFF'>3</font>12", "3\ufffd 12"),
        ("<font color='#FFFFFF'>12</font>", "12\ufffd"),
        ("<span style='color:#eee;background:#eee'>12</span>", "12\ufffd"),
        ("<span style='color:#05a;background:#0055aa'>12</span>", "12\ufffd"),
        ("<span style='color:#fff;background:#0055aa'>12</span>", "12"),
        ("<span style='background-color:#fff'>1</span>2", "12"),
        ("<div style='display:flex;flex-direction:row-reverse'><i>1</i><i>2</i></div>", "1\ufffd2"),
        ("<div style='display:flex;flex-direction:row'><i>1</i><i>2</i></div>", "12"),
        ("<span style='color:rgba(0, 0, 0, 0)'>3</span>12", "3\ufffd 12"),
        ("<span style='color:rgb(0 0 0 / 0%)'>3</span>12", "3\ufffd 12"),
        ("<span style='color:rgb(255,255,255)'>3</span>12", "3\ufffd 12"),
        ("<span style='color:#0000'>3</span>12", "3\ufffd 12"),
        ("<span style='color:var(--quiet)'>3</span>12", "3\ufffd12"),
        ("<span style='color:rgba(0,0,0,.85)'>1</span>2", "12"),
        ("<span style='color:rgb(51,0,0)'>1</span>2", "12"),
        ("<span style='color:#330000'>1</span>2", "12"),
        # not as it is written
        ("<bdo dir=rtl>12</bdo>", "12\ufffd"),
        ("<span style='unicode-bidi:bidi-override;direction:rtl'>12</span>", "12\ufffd"),
        ("<span style='display:inline-block;transform:scaleX(-1)'>12</span>", "12\ufffd"),
        # two numbers beside each other, or one with a mark of a note
        ("12<span style='position:relative;top:-6pt'>3</span>", "12\ufffd3"),
        ("12<span style='mso-text-raise:6pt'>3</span>", "12\ufffd3"),
        ("<span style='mso-text-raise:1pt'>12</span>", "12"),
        ("<span style='mso-text-raise:1pt'>1</span><span style='mso-text-raise:1pt'>2</span>", "12"),
        ("<span style='position:absolute'>1</span><span style='position:absolute'>2</span>", "1\ufffd2"),
        ("12<small>3</small>", "12\ufffd3"),
        ("12<span style='font-size:50%'>3</span>", "12\ufffd3"),
        ("<span style='font-size:0.9em'>1</span>2", "12"),
        ("12<a href='#note3'>3</a>", "12\ufffd3"),
        ("12<a href='note3.html'>3</a>", "12\ufffd3"),
        ("<a href='note3.html'>3</a>12", "3\ufffd12"),
        ("<a href='#'>12</a>", "12"),
        ("<a name=x>1</a>2", "12"),
        ("<span style='float:right'>3</span>12", "3\ufffd12"),
        ("<font style='vertical-align: inherit;'>1</font>2", "12"),
        ("<img src=12.gif>", "\ufffc"),
        ("<table><tr><td>12</td></tr></table>", "12"),
        ("12<script>if (a</b/.x) '</td><td>13'</script>", "12"),
        ("12<style>td>p{}</style><textarea>13</textarea>", "12"),
        ("<![if !supportLists]>12<![endif]><!--[if gte mso 9]>13<![endif]-->", "12"),
    ],
)
def test_what_a_cell_says(inside: str, expected: str) -> None:
    assert shown(f"<table><tr><td>{inside}</td><td>x</td></tr></table>") == [[[expected, "x"]]]


_RULES = 1500 * "td {width: 77pt}\n"


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (f"<style>{_RULES}</style>", ["12"]),
        (f"<STYLE type='text/css'>\n<!--\n /* 1 */ {_RULES}-->\n</STYLE>", ["12"]),
        (f"<style>{_RULES}</style>34<style>{_RULES}</style>", ["34", "12"]),
        # what only looks like one ends where it ends
        (f"<!-- <style> {_RULES} -->34", ["34", "12"]),
        (f"<!-- <style>{_RULES}--> 34 {_RULES}<style></style>", [f"34 {' '.join(_RULES.split())}", "12"]),
        (f"<script>'<style>{_RULES}'</script>34", ["34", "12"]),
        (f"<p title='<style>{_RULES}'>34</p>", ["34", "12"]),
        (f"<style>{_RULES} 5<b>6</style>34", ["34", "12"]),
    ],
)
def test_a_long_style_sheet_is_passed_over(sheet: str, expected: list[str]) -> None:
    assert shown(f"<html><body>{sheet}<p>12</p>") == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("span.x, .y { text-decoration: line-through }", "3\ufffd 12"),
        ("td .x{display:none}", "3\ufffd 12"),
        ("@media screen{.x{opacity:0}}", "3\ufffd 12"),
        ("@media print{.x{display:none}}", "312"),
        ("@media (max-width:600px){.y{color:red} .x{display:none}}", "312"),
        ("#k{visibility:hidden}", "3\ufffd 12"),
        ("span{position:absolute;left:-9999px}", "3\ufffd 12"),
        (".menu span{display:none}", "312"),
        (".menu .x{display:none}", "312"),
        ("/* .x{display:none} */", "312"),
        (".x[data-v-7ba5bd90]{display:none}", "3\ufffd 12"),
        ("[data-v-7ba5bd90]{display:none}", "3\ufffd 12"),
        (".x{color:#fff}", "3\ufffd 12"),
        (".x{color:#fff;background:#05a}", "312"),
        (".x:after{content:'0'}", "3\ufffd 12"),
        (".x:after{content:'\\0020'}", "312"),
        (".x{float:right}", "3\ufffd12"),
        ("SPAN.x{vertical-align:super}", "³12"),
        (".x{color:red}", "312"),
        (".xx{display:none}", "312"),
    ],
)
def test_words_whose_class_the_style_sheet_sets_apart(rule: str, expected: str) -> None:
    page = f"<style type='text/css'>{rule}</style><table><tr><td><span id=k class='a x' data-v-7ba5bd90>3</span>12</td><td>x</td></tr></table>"
    assert shown(page) == [[[expected, "x"]]]


@pytest.mark.parametrize(
    ("table", "cell", "inside", "is_read"),
    [
        ("", "bgcolor=#eeeeee", "<font color=#EEE>12</font>", False),
        ("bgcolor=eeeeee", "", "<font color=#EEE>12</font>", False),
        ("", "style='color:#fff'", "12", False),
        ("", "class=dark", "<font color=white>12</font>", True),
        ("", "bgcolor=#0055aa", "<font color=white>12</font>", True),
        ("style='background-color: rgb(0, 85, 170)'", "", "<font color=white>12</font>", True),
        ("bgcolor=navy", "bgcolor=white", "<font color=white>12</font>", False),
        ("background=top.jpg", "", "<font color=white>12</font>", True),
    ],
)
def test_words_in_the_colour_of_their_ground(table: str, cell: str, inside: str, is_read: bool) -> None:
    sheet = "<style>.dark{background:#0055aa}</style>"
    page = f"{sheet}<table {table}><tr><td {cell}>{inside}</td><td>x</td></tr></table>"
    assert shown(page) == [[["12" if is_read else "12\ufffd", "x"]]]


@pytest.mark.parametrize(
    ("table", "row", "cell", "is_read"),
    [
        ("", "", " bgcolor=blue", False),
        ("", "", " style='background:#00F'", False),
        ("", " class=b", "", False),
        (" bgcolor=#0000F0", "", "", False),
        (" bgcolor=blue", "", " bgcolor=white", True),
        ("", "", " bgcolor=#eee", True),
    ],
)
@pytest.mark.parametrize("word", ["<font color=blue>7</font>", "<b style='color:rgb(0,0,255)'>7</b>"])
def test_dark_words_on_the_same_dark_ground(
    table: str, row: str, cell: str, word: str, is_read: bool
) -> None:
    source = f"<style>.b{{background:blue}}</style><table{table}><tr{row}><td{cell}>{word}5</td><td>1</td></tr></table>"
    assert shown(source) == [[["75" if is_read else "7\ufffd 5", "1"]]]


def test_a_block_with_a_number_that_its_class_hides() -> None:
    source = "<style>.tip{opacity:0;position:absolute}</style><table><tr><td>12<div class=tip>9</div></td><td>1</td></tr></table>"
    assert shown(source) == [[["12\n9\ufffd", "1"]]]


def test_a_white_title_is_read_whose_ground_the_page_does_not_name() -> None:
    title = "<span style='color:#fff'>清河市2022年报告</span>"
    assert shown(f"<div class=banner>{title}</div><p>x") == ["清河市2022年报告", "x"]
    assert shown(f"<div style='background:#fff'>{title}</div><p>x") == ["清河市2022\ufffd年报告", "x"]


def test_a_cell_that_a_style_sheet_fills_is_not_empty() -> None:
    page = (
        "<style>td::before{content:attr(data-n)}</style><table><tr><td data-n=5></td><td>x</td></tr></table>"
    )
    assert shown(page) == [[["\ufffc", "x"]]]
    narrow = page.replace("td::", "@media(max-width:600px){td::").replace("</style>", "}</style>")
    assert shown(narrow) == [[["", "x"]]]


def test_an_article_that_waits_to_be_faded_in_is_shown() -> None:
    # As WeChat sends its articles.
    assert shown("<div id=js_content style='visibility: hidden; opacity: 0;'><p>规章</p></div>") == ["规章"]
    assert shown("<p>规章</p><div style='visibility: hidden'><p>x</p></div>") == ["规章"]


def test_a_tag_that_swallows_others_is_an_issue() -> None:
    source = page(planted(random.Random(4), "2021"))
    spoilt = re.sub(
        r'<td>(?=0</td>.{1,200}rowspan=")', '<td style="width:5>', source, count=1, flags=re.DOTALL
    )
    assert "damaged tag" in messages(report_of(spoilt))
    assert "damaged" not in messages(report_of(source))


def test_a_row_of_pictures_is_unreadable_in_every_table() -> None:
    truth = planted(random.Random(3), "2021")
    source = re.sub(r"(<td[^>]*>)[-+\d.]+</td>", r"\1<img src=n.gif></td>", page(truth))
    assert {figure.state for figure in report_of(source).figures} == {"unreadable"}


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("<style>{}</style>", "3\ufffd 12"),
        ("<style media='print'>{}</style>", "312"),
        ("<!-- <style>{}</style> -->", "312"),
        ("<noscript><style>{}</style></noscript>", "312"),
    ],
)
def test_style_sheets_that_do_not_count(sheet: str, expected: str) -> None:
    page = (
        f"<p>{sheet.format('.x{display:none}')}</p>"
        + "<table><tr><td><b class=x>3</b>12</td><td>x</td></tr></table>"
    )
    assert shown(page) == [[[expected, "x"]]]


def test_a_number_that_a_spreadsheet_keeps_in_an_attribute_only_is_not_empty() -> None:
    assert shown("<table><tr><td x:num='5'></td><td x:num='5'>5</td></tr></table>") == [[["\ufffc", "5"]]]


def test_a_number_beside_the_cells_of_a_row_makes_it_a_line() -> None:
    assert shown("<table><tr><td>规章</td><td>1</td>2</td><td>3</td></tr></table>") == ["规章 1 2 3"]


def test_captions_stand_above_and_rows_of_prose_are_lines() -> None:
    long = "本表统计口径与上年相同，" * 5 + "特此说明。"
    source = f"<table><caption>附表</caption><tr><td>a<td>1<tr><td colspan=2>{long}<tr><td>b<td>2</table>"
    assert shown(source) == ["附表", [["a", "1"]], long, [["b", "2"]]]


def test_a_table_for_the_layout_is_none() -> None:
    source = (
        "<table><tr><td>上</td></tr><tr><td><p>一、总体情况</p><table><tr><td>a</td><td>1</td></tr></table>后</td>"
        "<td>旁</td></tr><tr><td>名称</td><td>报告</td></tr></table>下"
    )
    assert shown(source) == ["上", "一、总体情况", [["a", "1"]], "后", "旁", [["名称", "报告"]], "下"]


def test_verbatim_lines_with_tabs_are_rows() -> None:
    assert shown("<pre>标题\n规章\t1\t\t3\n完</pre>") == ["标题", [["规章", "1", "", "3"]], "完"]


def test_lines_are_paragraphs_as_shown() -> None:
    source = "<div>一<br>二</div>三<p>四 \n 五<p>六<li>七&emsp;八</li>根据条例\n的要求"
    assert shown(source) == ["一", "二", "三", "四 五", "六", "七\u2003八", "根据条例的要求"]


def test_every_cell_stands_where_its_place_says() -> None:
    truth = planted(random.Random(5), "2021")
    document = read(page(truth, "word", "site").encode(), ".html")
    seen = 0
    for block in document.blocks:
        for part in (
            [block] if isinstance(block, Line) else [cell for row in block.rows for cell in row.cells]
        ):
            place = part.place
            assert place.line is not None and place.x0 is not None and place.x1 is not None
            line = document.lines[place.line - 1]
            assert line[int(place.x0) : int(place.x1)] == part.text.replace("\n", " ")
            seen += 1
    assert seen > 300
    assert sum(isinstance(block, Grid) for block in document.blocks) == 4


# -- the site around the report ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def site() -> Document:
    return read(page(planted(random.Random(1), "2021"), "clean", "site").encode(), ".html")


def test_a_site_leaves_the_report_with_its_title_and_date(site: Document) -> None:
    assert site.lines[:4] == (
        "索引号\t000014349/2023-00012\t发布日期\t2023-01-21",
        "名称\t清河市教育局2022年政府信息公开工作年度报告",
        "清河市教育局2022年政府信息公开工作年度报告",
        "发布时间：2023-01-21 09:30 来源：清河市教育局 浏览次数：4213 【字体：大 中 小】",
    )
    assert site.lines[-1] == "无其他需要报告的事项。"
    assert site.properties == {
        "title": "清河市教育局2022年政府信息公开工作年度报告",
        "published": "2023-01-21 09:30",
        "window": "清河市教育局2022年政府信息公开工作年度报告-清河市人民政府",
    }


def test_nothing_of_the_report_goes_with_the_furniture() -> None:
    # Links, counters and words of a site, but inside the report.
    body = [
        "<a href='/x'>一、总体情况</a>",
        "访问量 7654321 次",
        "技术支持由<a href='/y'>信息中心</a>承担，网站标识码已按规定标明。",
        "当日气温 12℃",
        "六、其他需要报告的事项",
        "无。",
        "清河市教育局",
        "2023年1月20日",
    ]
    lines = "".join(f"<p>{line}</p>" for line in ["清河市教育局2022年政府信息公开工作年度报告", *body])
    assert shown(f"<ul><li><a href='/'>首页</a></li></ul>{lines}<p>主办：清河市</p><p>电话 000</p>")[1:] == [
        re.sub("<.*?>", "", line) for line in body
    ]


def test_a_title_above_which_the_report_has_begun_cuts_nothing() -> None:
    source = "<a href='/'>首页</a><p>规章</p><p>一、总体情况</p><p>12</p><p>附件：2021年政府信息公开工作年度报告</p>"
    assert shown(source) == ["规章", "一、总体情况", "12", "附件：2021年政府信息公开工作年度报告"]


def test_what_sites_set_for_an_article_and_the_window_are_properties() -> None:
    document = read(
        "<html><head><title>2018年报告</title><meta name=PubDate content=''><meta name=keywords content=年报></head>x".encode()
    )
    assert document.properties == {"window": "2018年报告"}


# -- bytes -------------------------------------------------------------------------------------------

TRADITIONAL = "清河市教育局2022年政府資訊公開工作年度報告，本機關主動公開的項目和數量情況見下表，工作年度內公開資訊如下。"
SIMPLIFIED = "清河市教育局2022年政府信息公开工作年度报告，本机关主动公开的项目和数量情况见下表，朱镕基喆龘。"


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "gbk", "big5"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "big5"])
def test_encodings_whatever_a_page_says(declared: str, encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    meta = f"<meta charset='{declared}'>" * bool(declared) + f"<meta name=ArticleTitle content='{text}'>"
    source = f"<html><head>{meta}</head><body><p>{text}</p><table><tr><td>规</td><td>1</td></tr></table></body></html>"
    if encoding == "big5":
        source = source.replace("规", "規")
    data = source.encode(encoding)
    data = b"\xfe\xff" + data if encoding == "utf-16-be" else data
    assert shown(data)[0] == text
    assert read(data).properties["title"] == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_character_cut_in_half_at_the_end(encoding: str) -> None:
    first, *_ = shown(f"<p>{SIMPLIFIED}</p><p>完毕".encode(encoding)[:-1])
    assert first == SIMPLIFIED


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
def test_a_web_page_in_a_mail_message_is_what_word_calls_doc(transfer: str) -> None:
    truth = planted(random.Random(2), "2021")
    source = page(truth, "word", "document").encode("gb18030")
    if transfer == "base64":
        content = base64.encodebytes(source)
    else:
        coded = "".join(chr(code) if 32 <= code < 127 and code != 61 else f"={code:02X}" for code in source)
        content = "=\r\n".join(re.findall(r"(?:=..|[^=]){1,70}", coded)).encode()
    head = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--=_b"\r\n\r\n此文档为单个文件网页。\r\n\r\n'
        "----=_b\r\nContent-Location: file:///C:/a.files/header.htm\r\nContent-Type: text/html\r\n\r\n<p>- 1 -</p>\r\n"
        f'----=_b\r\nContent-Transfer-Encoding: {transfer}\r\nContent-Type: text/html; charset="gb2312"\r\n\r\n'
    ).encode()
    report = recognise(read(head + content + b"\r\n----=_b--\r\n", ".doc"))
    assert compare(report, truth) == Counter(right=len(truth.cells))


def test_of_a_web_archive_its_first_page_counts() -> None:
    truth, other = planted(random.Random(2), "2021"), planted(random.Random(9), "2021")
    pages = [page(truth), page(other) + "<table><tr><td>1<td>2</table>"]
    parts = "".join(
        f"\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{one}" for one in pages
    )
    for mark in ("", "\ufeff"):
        for version in ("MIME-Version: 1.0\r\n", ""):
            head = f"{mark}From: x\r\n{version}Content-Type: multipart/related; boundary=b\r\n"
            report = recognise(read(f"{head}{parts}\r\n--b--\r\n".encode(), ".mht"))
            assert compare(report, truth) == Counter(right=len(truth.cells))


@pytest.mark.parametrize(
    "text",
    [
        "清河市教育局年度报告\n办结时间 < 15 个工作日，5<6>3。\n规章\t0\t1\t2\n",
        "# 年度报告\n\n<br>\n\n| 规章 | 0 |\n|---|---|\n",
        "<div align=center>\n\n# 年度报告\n\n</div>\n",
        "<2021年>年度报告\n<p 规章\n",
        "From: 清河市教育局\nTo: 清河市政府\n年度报告\n",
    ],
)
def test_text_with_angle_brackets_stays_text(text: str) -> None:
    assert read(text.encode(), ".html").format in ("txt", "md")


@pytest.mark.parametrize(
    "start",
    [
        "<table>",
        "\ufeff<div>",
        "\n <p class=x>",
        "<!-- x --><span>",
        '<?xml version="1.0"?>\n<!DOCTYPE html>',
        "<HTML>",
        "Warning: x in y on line 3\n<html>",
        "年度报告" + "<br/>" * 12,
    ],
)
def test_pages_and_pieces_of_pages(start: str) -> None:
    assert read((start + "<table><tr><td>规章<td>1</table>").encode(), ".txt").format == "html"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<html><body><img src=1.jpg><iframe src=x>a</iframe></body></html>", "shows no text"),
        ("<html><frameset><frame src=a></frameset></html>", "shows no text"),
        (
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n\nx\n--b--",
            "holds no page",
        ),
        ("<p>" * 600_000, "more than 500,000 tags"),
        ("<table>" + "<tr><td rowspan=9999>1<td>2" * 3000, "more than 200,000 cells"),
    ],
)
def test_pages_that_cannot_be_read_say_why(source: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(source.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_quoted_value_with_a_tag_in_it(encoding: str) -> None:
    source = '<p>政府信息公开</p><p title="a><style>b">主动公开政府信息3条。</p>'
    assert shown(source.encode(encoding)) == ["政府信息公开", "主动公开政府信息3条。"]


#: What makes a page more than texts between tags.
_ODD = (
    "<sup>2</sup>", "<s>5", "</s>", " < 5 ", "<5>", "<p hidden>7<br>8", "</p>", "<!-- 5 <td>6</td> -->", "<!--", "<script>a>b<",
    "</script>", "<td title='a>b'>", "<td x='", '<i y="> ', "<![CDATA[5]]>", "<style>p>b {x: y}</style>", "\x05", "> ", "</", "<t",
)  # fmt: skip


@pytest.mark.parametrize("frame", sorted(FRAMES))
@pytest.mark.parametrize("drawn", sorted(DRAWN))
def test_a_page_read_at_once_is_what_it_is_run_by_run(drawn: str, frame: str) -> None:
    rng = random.Random(f"{drawn} {frame}")
    for _ in range(4):
        source = page(planted(rng, rng.choice(EDITIONS)), drawn, frame, rng)
        for _ in range(rng.randint(0, 8)):
            place = rng.choice([match.start() for match in re.finditer("[<>]", source)]) + rng.randint(0, 1)
            source = source[:place] + rng.choice(_ODD) + source[place:]
        data = source.encode()
        assert marked(data).split() == run_by_run(data).split()


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 50_000 + "x",
        "<table><tr><td>" * 20_000 + "x",
        "<div hidden>" * 20_000 + "x" + "</div>" * 20_000 + "y",
        "<p>x<img src='data:" + "A" * 3_000_000,
        "<p>x<!--" + "-" * 300_000,
        "<p>x" + "<a b='\">" * 20_000,
        "<p>x<a " + '="' * 200_000,
        "<p>x<script>" + "</scrip" * 30_000,
        "<table>" + "</tbody>x" * 20_000 + "<tr><td>1<td>2",
        "<table><tr><td>" + "<br> " * 50_000 + "x<td>1",
        "<p>x<b style='" + "width:0;" * 50_000 + "'>1</b>",
        "<style>.a{display:none}</style><p>x<b class='" + "a " * 100_000 + "'>1</b>",
        "<style>" + "@media screen{.b{color:red}}.a{display:none}" * 5_000 + "</style><p class=a>x",
        "<table><tr><td>" + "<b style='color:#fff'>1" * 10_000 + "</table>x",
    ],
)
def test_hostile_pages_come_to_an_end(source: str) -> None:
    started = time.perf_counter()
    assert read(source.encode()).blocks
    assert time.perf_counter() - started < 20
