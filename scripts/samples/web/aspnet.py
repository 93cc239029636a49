"""A page of forms: everything in one form, hidden fields, tables cut in pieces, nothing spans.

Headings leave empty cells beside and below them. Where a piece begins, some name the group again and
others do not.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace

from scripts.samples import spans, tabbed
from scripts.samples.dice import Dice
from scripts.samples.report import Annex, SampleReport
from scripts.samples.spans import Row
from scripts.samples.web.furniture import MENU, SECTIONS, Furniture, furniture
from scripts.samples.web.markup import article, lines, text

_STYLE = """<style type="text/css">
body{font-family:SimSun,"Noto Serif CJK SC",serif;font-size:14px;margin:0;background:#f7f7f2}form{width:960px;margin:0 auto;background:#fff;border:1px solid #d8d0c0}
.banner{background:COLOUR;color:#fff;font-size:30px;padding:26px}.bar{background:#efe8da;padding:8px 26px}.bar a{margin-right:30px}
.query{padding:10px 26px;font-size:12px;border-bottom:1px dotted #bbb}.title{font-size:24px;text-align:center;padding:22px 0 6px;font-weight:bold}
.sub{text-align:center;font-size:12px;color:#777}.cont{padding:10px 40px;line-height:28px}.cont table{border-collapse:collapse;width:100%;margin:8px 0;line-height:20px;font-size:13px}
.cont td{border:1px solid #b9a888;padding:3px;text-align:center}.page{padding:12px 40px;font-size:12px;color:#555}
</style>"""
_LINKS = "".join(f"<a>{name}</a>" for name in MENU)


def page(report: SampleReport) -> str:
    """Return the page of a report."""
    around = furniture(report)
    when = f"发布时间：{around.published.replace('-', '/')} {around.clock}　" if around.published else ""
    return lines(
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
        '<html xmlns="http://www.w3.org/1999/xhtml">',
        f'<head id="Head1"><title>\n\t{text(report.title)}\n</title>',
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />',
        _STYLE.replace("COLOUR", around.colour),
        "</head>",
        "<body>",
        f'<form name="form1" method="post" action="./Show.aspx?id={around.article}" id="form1">',
        _hidden(around),
        f'<div class="banner">{text(around.site)}</div>',
        f'<div class="bar">{_LINKS}</div>',
        _query(report, around),
        f'<div class="title"><span id="lblTitle">{text(report.title)}</span></div>',
        f'<div class="sub"><span id="lblInfo">{when}录入：{text(report.agency)}　点击：{around.views}</span></div>',
        '<div class="cont"><span id="lblContent">',
        article(report, _heading, _paragraph, _TABLES, _annex),
        "</span></div>",
        f'<div class="page">共 {around.received} 条记录　第 1/{around.received // 15 + 1} 页　每页 15 条　'
        f'转到 <input name="txtPage" type="text" value="1" size="3" /> 页　满意度：{around.answered} 票</div>',
        f'<div class="page">{SECTIONS[0]}　{SECTIONS[4]}　技术支持电话：{around.phone}　'
        f"网站标识码：{around.site_code}　累计访问 {around.visitors}</div>",
        "</form>",
        "</body>",
        "</html>\n",
    )


def _hidden(around: Furniture) -> str:
    dice = Dice("state", around.index, around.article)
    state = base64.b64encode(bytes(dice.between(0, 255) for _ in range(360))).decode()
    fields = {
        "__EVENTTARGET": "",
        "__VIEWSTATE": state,
        "__VIEWSTATEGENERATOR": "B5E1A0F2",
        "hidId": around.article,
        "hidHits": around.views,
    }
    return lines(
        f'<input type="hidden" name="{name}" id="{name}" value="{value}" />' for name, value in fields.items()
    )


def _query(report: SampleReport, around: Furniture) -> str:
    years = range(report.year - 3, report.year + 2)
    options = "".join(f'<option value="{year}">{year}</option>' for year in years)
    return (
        f'<div class="query">年度：<select name="ddlYear">{options}</select>　'
        f'关键字：<input name="txtKey" type="text" value="年报" />'
        f'<input type="submit" name="btnQuery" value="检索" />　当前日期：{around.visited}</div>'
    )


def _heading(words: str) -> str:
    return f"<strong>{text(words)}</strong><br />"


def _paragraph(words: str) -> str:
    return f"&nbsp;&nbsp;&nbsp;&nbsp;{text(words)}<br />"


def _table(rows: Sequence[Sequence[str]]) -> str:
    cells = ["".join(f"<td>{text(words) or '&nbsp;'}</td>" for words in row) for row in rows]
    return lines('<table border="1">', (f"<tr>{row}</tr>" for row in cells), "</table>")


def _plain(rows: Sequence[Row]) -> list[list[str]]:
    return [[box.text for box in row] for row in spans.unmerged(rows)]


def _two(report: SampleReport) -> str:
    return lines(map(_table, tabbed.two_cut(report)))


def _three(report: SampleReport) -> str:
    first, *others = map(spans.three_body, spans.three_pieces(report))
    if Dice("cut", report.agency).chance(0.5):
        others = [[_without_groups(row), *rows] for row, *rows in others]
    pieces = [spans.three_head(report) + first, *others]
    return lines(_table(_plain(piece)) for piece in pieces)


def _without_groups(row: Row) -> Row:
    """Return the first row of a piece as a site leaves it that does not name the groups again."""
    return [replace(box, text="") if box.down > 1 else box for box in row]


def _four(report: SampleReport) -> str:
    return _table(_plain(spans.four(report)))


def _annex(drawn: Annex) -> str:
    return lines(map(_table, tabbed.annex_cut(drawn, repeats=True)))


_TABLES = {"disclosures": _two, "requests": _three, "reviews": _four}
