"""A plain modern page: UTF-8, metadata in the head, a table of particulars, clean tables with spans."""

from __future__ import annotations

from collections.abc import Callable

from scripts.samples import spans
from scripts.samples.report import Annex, SampleReport
from scripts.samples.spans import Box, Row
from scripts.samples.web.furniture import MENU, SECTIONS, Furniture, furniture
from scripts.samples.web.markup import article, lines, table, text

_STYLE = """<style>
*{box-sizing:border-box}body{margin:0;font:16px/1.8 "Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#333;background:#f4f6f8}
a{color:inherit;text-decoration:none}.wrap{width:1100px;margin:0 auto}
.top{background:#fff;border-bottom:1px solid #e3e3e3;font-size:13px;color:#777;line-height:34px}.top span{margin-right:18px}
.head{background:COLOUR;color:#fff}.head h2{margin:0;padding:30px 0 22px;font-size:34px;letter-spacing:3px}
.nav{display:flex;list-style:none;margin:0;padding:0;border-top:1px solid rgba(255,255,255,.3)}.nav li{padding:8px 34px 8px 0}
.path{font-size:14px;color:#777;padding:14px 0}.article{background:#fff;padding:28px 56px 40px}
.info{width:100%;border-collapse:collapse;font-size:14px;margin-bottom:26px}.info td,.info th{border:1px solid #dcdcdc;padding:5px 12px;text-align:left}.info th{background:#f5f8fb;font-weight:400;width:120px;color:#666}
.article h1{font-size:26px;text-align:center;color:COLOUR;margin:8px 0 12px}.meta{text-align:center;font-size:13px;color:#888;border-bottom:1px dashed #ccc;padding-bottom:10px;margin-bottom:20px}.meta span{margin:0 12px}
.text p{text-indent:2em;margin:10px 0}.text h3{font-size:18px;margin:22px 0 8px}
.text table{width:100%;border-collapse:collapse;font-size:14px;line-height:1.5;margin:14px 0}.text td,.text th{border:1px solid #999;padding:5px 6px;text-align:center;font-weight:400}.text th{background:#f2f5f8}.text td.l{text-align:left}
.more{background:#fff;margin-top:16px;padding:16px 56px}.more h4{margin:0 0 8px;color:COLOUR}.more li{display:flex;justify-content:space-between;font-size:14px}
.foot{background:#3a4149;color:#cfd4d9;font-size:13px;text-align:center;padding:24px 0;margin-top:30px}
</style>"""


def page(report: SampleReport) -> str:
    """Return the page of a report."""
    around = furniture(report)
    return lines(
        _head(report, around),
        "<body>",
        f'<div class="top"><div class="wrap"><span>{around.weather}</span><span>今天是 {around.visited}</span>'
        "<span>无障碍浏览</span><span>简 | 繁</span></div></div>",
        f'<div class="head"><div class="wrap"><h2>{text(around.site)}</h2><ul class="nav">',
        *(f'<li><a href="/{place}.html">{name}</a></li>' for place, name in enumerate(MENU)),
        "</ul></div></div>",
        f'<div class="wrap"><div class="path">当前位置：首页 &gt; 政务公开 &gt; {SECTIONS[3]} &gt; 正文</div>',
        '<div class="article">',
        _particulars(report, around),
        f"<h1>{text(report.title)}</h1>",
        f'<div class="meta">{_when(around)}<span>来源：{text(report.agency)}</span>'
        f'<span>浏览次数：<i id="hits">{around.views}</i></span><span>字号：[大 中 小]</span></div>',
        '<div class="text">',
        article(report, _heading, _paragraph, _TABLES, _annex),
        "</div></div>",
        '<div class="more"><h4>相关信息</h4><ul>',
        *(f"<li><a>{text(title)}</a><span>{day}</span></li>" for title, day in around.others),
        "</ul></div></div>",
        _foot(around),
        "</body>",
        "</html>\n",
    )


def _head(report: SampleReport, around: Furniture) -> str:
    names = {
        "SiteName": around.site,
        "SiteDomain": around.domain,
        "SiteIDCode": around.site_code,
        "ColumnName": SECTIONS[3],
        "ColumnType": "年度报告",
        "ArticleTitle": report.title,
        "PubDate": f"{around.published} {around.clock}" if around.published else "",
        "ContentSource": report.agency,
    }
    return lines(
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{text(report.title)}_{text(around.site)}</title>",
        *(f'<meta name="{name}" content="{text(words)}">' for name, words in names.items() if words),
        _STYLE.replace("COLOUR", around.colour),
        f"<script>var article={{id:{around.article},hits:{around.views},channel:1063}};</script>",
        "</head>",
    )


def _particulars(report: SampleReport, around: Furniture) -> str:
    return lines(
        '<table class="info">',
        f"<tr><th>索引号</th><td>{around.index}</td><th>发布机构</th><td>{text(report.agency)}</td></tr>",
        f"<tr><th>名称</th><td>{text(report.title)}</td><th>主题分类</th><td>政府信息公开年报</td></tr>",
        f"<tr><th>公开日期</th><td>{around.published}</td><th>文号</th><td>无</td></tr>",
        "</table>",
    )


def _when(around: Furniture) -> str:
    return f"<span>发布时间：{around.published} {around.clock[:5]}</span>" if around.published else ""


def _drawn(rows: Callable[[SampleReport], list[Row]]) -> Callable[[SampleReport], str]:
    return lambda report: table(rows(report), _inside, "<table>", heads=True)


def _annex(drawn: Annex) -> str:
    return table(spans.annex(drawn), _inside, "<table>", heads=True)


def _inside(box: Box) -> str:
    return text(box.text)


def _heading(words: str) -> str:
    return f"<h3>{text(words)}</h3>"


def _paragraph(words: str) -> str:
    return f"<p>{text(words)}</p>"


_TABLES = {"disclosures": _drawn(spans.two), "requests": _drawn(spans.three), "reviews": _drawn(spans.four)}


def _foot(around: Furniture) -> str:
    return lines(
        '<div class="foot"><div class="wrap">',
        f"<p>主办：{text(around.site)}编辑部　联系电话：{around.phone}　邮编：000555</p>",
        f"<p>网站标识码：{around.site_code}　沐ICP备{around.article:08d}号-1　"
        f"沐公网安备{around.article * 7:014d}号</p>",
        f"<p>访问总量：{around.visitors:,}　建议使用1280×768以上分辨率浏览</p>",
        "</div></div>",
    )
