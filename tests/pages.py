"""Web pages that set out a report: how its tables are drawn, what stands around it, and what spoils the source.

``page(report, "word", "site", rng)`` gives the source of a page; ``DRAWN`` and ``FRAMES`` name the ways.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from scripts.samples import running, spans, tabbed
from scripts.samples.report import SampleReport
from scripts.samples.spans import Box, Row

#: Draws rows of boxes as the source of a table.
Drawn = Callable[[Sequence[Row]], str]


def page(report: SampleReport, drawn: str = "clean", frame: str = "bare", rng: random.Random | None = None) -> str:
    """Return the source of a page; with ``rng``, disturbed in ways that a browser does not show."""
    source = article(report, DRAWN[drawn])
    if rng is not None:
        source = noisy(rng, source)
    return FRAMES[frame](report, source)


def article(report: SampleReport, writer: Callable[[SampleReport], list[str]]) -> str:
    """Return the text of a report with its three tables, without its title."""
    two, three, four = writer(report)
    tables = {"disclosures": two, "requests": three, "reviews": four}
    pieces = [f"<p>{words}</p>" for words in report.preface]
    for number, (section, title) in enumerate(report.titles.items()):
        pieces.append(f"<p><b>{'一二三四五六'[number]}、{title}</b></p>")
        pieces += [f"<p>{words}</p>" for words in report.sections.get(section, ())]
        pieces += [tables[section]] if section in tables else []
    return "\n".join(pieces)


# -- how the tables are drawn ------------------------------------------------------------------------


def _span(box: Box) -> str:
    across = f' colspan="{box.across}"' if box.across > 1 else ""
    return across + (f' rowspan="{box.down}"' if box.down > 1 else "")


def clean(rows: Sequence[Row]) -> str:
    """Draw a table as a person would."""
    lines = ("<tr>" + "".join(f"<td{_span(box)}>{escape(box.text)}</td>" for box in row) + "</tr>" for row in rows)
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def heads(rows: Sequence[Row]) -> str:
    """Draw a table with a caption, a head, a body and heading cells."""
    kinds = [all(box.kind in ("head", "title") for box in row) for row in rows]
    first = kinds.index(False)
    lines = [
        "<tr>"
        + "".join(f"<th{_span(b)}>{b.text}</th>" if b.kind != "number" else f"<td{_span(b)}>{b.text}</td>" for b in row)
        + "</tr>"
        for row in rows
    ]
    head, body = "".join(lines[:first]), "\n".join(lines[first:])
    return f"<table><caption>附表</caption><colgroup><col span=3></colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"


_CELL = (
    "width:{width}.4pt;border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt;"
    "height:22.5pt"
)
_LETTERS = "font-size:9.0pt;font-family:宋体;mso-bidi-font-family:宋体;color:black;mso-font-kerning:0pt"


def word(rows: Sequence[Row]) -> str:
    """Draw a table as a word processor saves it; every number is parted over spans."""
    lines = []
    for row in rows:
        cells = []
        for place, box in enumerate(row):
            across, down = f" colspan={box.across}" * (box.across > 1), f" rowspan={box.down}" * (box.down > 1)
            digits = box.text if box.kind != "number" else f"</span><span lang=EN-US style='{_LETTERS}'>".join(box.text)
            cells.append(
                f"  <td width={40 + 7 * place}{across}{down} style='{_CELL.format(width=40 + 7 * place)}'>\n"
                f"  <p class=MsoNormal align=center style='text-align:center'><span lang=EN-US style='{_LETTERS}'>"
                f"{digits or '&nbsp;'}<o:p></o:p></span></p>\n  </td>\n"
            )
        lines.append(" <tr style='height:22.5pt'>\n" + "".join(cells) + " </tr>\n")
    return f"<table class=MsoNormalTable border=0 style='border-collapse:collapse'>\n{''.join(lines)}</table>"


def without_ends(rows: Sequence[Row]) -> str:
    """Draw a table in capitals and without the ends of cells and rows."""
    lines = ("<TR>" + "".join(f"<TD{_span(box).upper()}>{box.text or '&nbsp;'}" for box in row) for row in rows)
    return "<TABLE BORDER=1>\n" + "\n".join(lines) + "\n</TABLE>"


def unmerged(rows: Sequence[Row]) -> str:
    """Draw a table in which nothing spans: empty cells stand beside and below what was merged."""
    return clean(spans.unmerged(rows))


def spare_columns(rows: Sequence[Row]) -> str:
    """Draw a table whose rows of numbers have an empty cell too many, before the numbers and at the end."""
    spaced = []
    for row in rows:
        first = next((at for at, box in enumerate(row) if box.kind == "number"), None)
        spaced.append(row if first is None else [*row[:first], Box(""), *row[first:], Box("")])
    return clean(spaced)


def uneven(rows: Sequence[Row]) -> str:
    """Draw a table in which labels span more columns than the headings above them know of."""
    return clean([[replace(box, across=box.across + (box.kind == "label")) for box in row] for row in rows])


def _whole(drawn: Drawn) -> Callable[[SampleReport], list[str]]:
    return lambda report: [drawn(spans.two(report)), drawn(spans.three(report)), drawn(spans.four(report))]


def _cut(report: SampleReport) -> list[str]:
    first, *others = (spans.three_body(lines) for lines in spans.three_pieces(report))
    pieces = [spans.three_head(report) + first, *others]
    two = spans.two(report)
    cut = next(at for at, row in enumerate(two) if at and row[0].kind == "title")
    three = "<p>&nbsp;</p>".join(map(clean, pieces))
    return [clean(two[:cut]) + "\n<br>\n" + clean(two[cut:]), three, clean(spans.four(report))]


def _nested(rows: Sequence[Row]) -> str:
    inner = clean(rows)
    return f"<table width=100%><tr><td>&nbsp;</td></tr><tr><td><div><table><tr><td>{inner}</td></tr></table></div></td></tr></table>"


def _lines(report: SampleReport) -> list[str]:
    tables = (running.two(report), running.three(report), running.four(report))
    return ["".join(f"<p>{escape(line).replace(' ', '&nbsp;&nbsp; ')}</p>\n" for line in lines) for lines in tables]


def _breaks(report: SampleReport) -> list[str]:
    tables = (running.two(report), running.three(report), running.four(report))
    return ["<div>" + "<br>".join(escape(line) for line in lines) + "</div>" for lines in tables]


def _verbatim(report: SampleReport) -> list[str]:
    tables = (tabbed.two(report), tabbed.three_aligned(report), tabbed.four(report))
    return ["<pre>" + "\n".join("\t".join(row) for row in rows) + "</pre>" for rows in tables]


DRAWN: dict[str, Callable[[SampleReport], list[str]]] = {
    "clean": _whole(clean),
    "heads": _whole(heads),
    "word": _whole(word),
    "without_ends": _whole(without_ends),
    "unmerged": _whole(unmerged),
    "spare_columns": _whole(spare_columns),
    "uneven": _whole(uneven),
    "cut": _cut,
    "nested": _whole(_nested),
    "lines": _lines,
    "breaks": _breaks,
    "verbatim": _verbatim,
}


# -- what stands around it ---------------------------------------------------------------------------


def _bare(report: SampleReport, source: str) -> str:
    return f"<h1>{report.title}</h1>\n{source}"


def _document(report: SampleReport, source: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        "<meta http-equiv=Content-Type content='text/html; charset=utf-8'><title>附件2018</title>\n"
        "<!--[if gte mso 9]><xml><o:Pages>3</o:Pages></xml><![endif]--><style><!-- td {width:12pt} --></style></head>\n"
        f"<body lang=ZH-CN><div class=WordSection1><p class=MsoNormal>{report.title}</p>{source}</div></body></html>"
    )


_MENU = "".join(f'<li><a href="/c{n}/">{name}</a></li>' for n, name in enumerate(["首页", "政务公开", "互动交流", "服务"]))
_OTHERS = "".join(
    f'<li><a href="/a{n}.html" title="a>b">清河市{name}2021年政府信息公开工作年度报告</a><span>2022-01-{n:02}</span></li>'
    for n, name in enumerate(["财政局", "民政局", "水务局"], 11)
)


def _site(report: SampleReport, source: str) -> str:
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{report.title}-清河市人民政府</title>
<meta name="ArticleTitle" content="{report.title}"><meta name="PubDate" content="2023-01-21 09:30">
<script>if (a < b && "<table><tr><td>99</td></tr></table>") document.write("<td>88</td>")</script>
<style>td {{width: 77px}}</style></head><body>
<div class="top"><span>今天是2024年5月3日 星期五</span> <span>清河 多云 12~23℃</span> 无障碍浏览</div>
<nav><ul>{_MENU}</ul></nav>
<div style="display:none"><table><tr><td>规章</td><td>991</td><td>992</td><td>993</td></tr></table></div>
<table><tr><td><a href="/">首页</a></td><td><a href="/x">政府信息公开年报</a></td></tr></table>
<p>当前位置：<a href="/">首页</a> &gt; <a href="/nb">政府信息公开年报</a> &gt; 正文</p>
<table class="xxgk"><tr><td>索引号</td><td>000014349/2023-00012</td><td>发布日期</td><td>2023-01-21</td></tr>
<tr><td>名称</td><td colspan="3">{report.title}</td></tr></table>
<h1>{report.title}</h1>
<div>发布时间：2023-01-21 09:30 来源：{report.agency} 浏览次数：<span id="hits">4213</span> 【字体：大 中 小】</div>
<div class="article" id="zoom">{source}</div>
<div class="share">分享到：<a href="#">微信</a> <button>微博 12</button></div>
<ul><li>附件：<a href="/a.docx">{report.title}.docx</a></li></ul>
<p>上一篇：<a href="/1.html">清河市民政局2021年政府信息公开工作年度报告</a></p>
<div class="related"><h4>相关信息</h4><ul>{_OTHERS}</ul></div>
<select name="links"><option>1</option><option value="2">国务院部门网站 27</option></select>
<footer>主办：清河市人民政府办公室 网站标识码：9900000012 清ICP备12345678号 访问量：7654321</footer>
<noscript><img src="/hit.gif">55</noscript><template><td>66</td></template>
</body></html>"""


def _form(report: SampleReport, source: str) -> str:
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>
	{report.title}
</title></head><body><form name="form1" method="post" action="./Show.aspx?id=12" id="form1">
<div><input type="hidden" name="__VIEWSTATE" value="/wEPDwUKLTE2NjY5MTg4OGRk11" /><input type="text" name="q" value="12" /></div>
<table width="960" align="center"><tr><td height="80"><img src="logo.gif" alt="12>3" /></td></tr><tr>
<td><span id="lblTitle">{report.title}</span></td></tr><tr><td><span id="lblContent">{source}</span></td></tr>
<tr><td>共 12 条记录 第 1/3 页 <input type="text" name="page" value="1" size="3" /></td></tr></table>
</form></body></html>"""


FRAMES: dict[str, Callable[[SampleReport, str], str]] = {
    "bare": _bare,
    "document": _document,
    "site": _site,
    "form": _form,
}


# -- what a browser does not show --------------------------------------------------------------------

def noisy(rng: random.Random, source: str) -> str:
    """Return a source that shows the same: comments, entities, spaces, empty elements, other quotes."""
    pieces = re.split(r"(<[^>]*>)", source)
    for at in range(1, len(pieces), 2):
        tag = pieces[at]
        if rng.random() < 0.1:
            pieces[at] = tag[0] + re.sub(r"^/?\w+", lambda name: name[0].upper(), tag[1:])
        if rng.random() < 0.05:
            pieces[at] += rng.choice(["<!-- <td>5</td> -->", "<span></span>", "<o:p></o:p>", "<b><!----></b>"])
        if re.match(r"<(td|p)\b", tag, re.IGNORECASE) and rng.random() < 0.2:
            extra = rng.choice([' title="a>b"', " data-n='7'", ' onclick="if(1<2){x(\'3\')}"', " width=50%", ' class="x"'])
            pieces[at] = pieces[at].replace(tag[-1:], extra + ">", 1) if pieces[at].count(">") == 1 else pieces[at]
    for at in range(0, len(pieces), 2):
        number = pieces[at].strip()
        if re.fullmatch(r"\d+", number) and rng.random() < 0.2:
            cut = rng.randint(0, len(number))
            ways = [
                f"&#{ord(number[0])};{number[1:]}",
                f"{number[:cut]}<span>{number[cut:]}</span>",
                f"{number[:cut]}<!-- 1 --><font color=red>{number[cut:]}</font>",
                f"&nbsp;{number}\n ",
                f"<p>{number}</p>",
                f"\n<div> {number} </div>",
            ]
            pieces[at] = rng.choice(ways if pieces[at - 1][:3].lower() == "<td" else ways[:3])
    return "".join(pieces)
