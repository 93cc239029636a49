"""A page for telephones whose article went through a converter: lines instead of tables, odd columns.

Table two is a paragraph a row, table four its fifteen numbers in one paragraph. Table three is a table
still, but the spans of its headings are not those of its rows, and a column without a use stands in it.
"""

from __future__ import annotations

import json
from dataclasses import replace

from scripts.samples import running, spans
from scripts.samples.report import Annex, SampleReport
from scripts.samples.spans import Box, Row
from scripts.samples.tables import requests
from scripts.samples.web.furniture import SECTIONS, Furniture, furniture
from scripts.samples.web.markup import article, lines, table, text

_STYLE = """<style>
html{font-size:50px}body{margin:0 auto;max-width:640px;font:16px/1.75 -apple-system,"PingFang SC","Noto Sans CJK SC",sans-serif;background:#fff;color:#222}
header{background:COLOUR;color:#fff;text-align:center;font-size:18px;line-height:46px}h1{font-size:22px;line-height:1.4;padding:0 16px}
.tag{color:#999;font-size:13px;padding:0 16px}.rich{padding:0 16px;overflow-x:auto}.rich table{border-collapse:collapse;font-size:12px}.rich td{border:1px solid #ccc;padding:3px;text-align:center}
.bar{display:flex;justify-content:space-around;background:#fafafa;border-top:1px solid #eee;padding:10px;color:#666;font-size:13px}.list p{border-bottom:1px solid #eee;margin:0 16px;padding:8px 0;font-size:14px}
</style>"""


def page(report: SampleReport) -> str:
    """Return the page of a report."""
    around = furniture(report)
    return lines(
        "<!doctype html>",
        '<html><head><meta charset="UTF-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1.0,maximum-scale=1.0">',
        f"<title>{text(report.title)}</title>",
        _STYLE.replace("COLOUR", around.colour),
        _data(report, around),
        "</head><body>",
        f"<header>{text(around.site)}</header>",
        f"<h1>{text(report.title)}</h1>",
        f'<div class="tag">{_when(around)}<span>{text(report.agency)}</span> <span>{SECTIONS[3]}</span></div>',
        '<div class="rich" id="js_content">',
        article(report, _heading, _paragraph, _TABLES, _annex),
        "</div>",
        f'<div class="bar"><span>阅读 {around.views}</span><span>赞 {around.likes}</span>'
        f"<span>在看 {around.likes // 3}</span></div>",
        '<div class="list"><h4>推荐阅读</h4>',
        (f"<p>{text(title)} <i>{day}</i></p>" for title, day in around.others),
        "</div>",
        f'<div class="bar">服务热线 {around.phone}　关注 {around.visitors // 40}</div>',
        "</body></html>\n",
    )


def _data(report: SampleReport, around: Furniture) -> str:
    known = {"id": around.article, "title": report.title, "read": around.views, "like": around.likes}
    return f"<script>window.__DATA__={json.dumps(known, ensure_ascii=False)};</script>"


def _when(around: Furniture) -> str:
    return f"<em>发布时间：{around.published}</em> " if around.published else ""


def _heading(words: str) -> str:
    return f"<p><strong>{text(words)}</strong></p>"


def _paragraph(words: str) -> str:
    return f"<p>{text(words)}</p>"


def _two(report: SampleReport) -> str:
    return lines(f"<p>{_spaced(line)}</p>" for line in running.two(report))


def _four(report: SampleReport) -> str:
    return lines(f"<p>{_spaced(line)}</p>" for line in running.four(report))


def _annex(drawn: Annex) -> str:
    return lines(f"<p>{_spaced(line)}</p>" for line in running.annex(drawn))


def _spaced(line: str) -> str:
    return "&nbsp;&nbsp;".join(text(word) for word in line.split(" "))


def _three(report: SampleReport) -> str:
    head = spans.three_head(report)
    # The corner covers one column more than the labels below it do, and the rows hold an empty one.
    head[0][0] = replace(head[0][0], across=spans.DEPTH + 1)
    rows = head + [_with_spare(row) for row in spans.three_body(requests(report))]
    return table(rows, lambda box: f"<span>{text(box.text)}</span>" if box.text else "", "<table>")


def _with_spare(row: Row) -> Row:
    first = next(place for place, box in enumerate(row) if box.kind == "number")
    return [*row[:first], Box(""), *row[first:]]


_TABLES = {"disclosures": _two, "requests": _three, "reviews": _four}
