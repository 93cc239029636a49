"""A page whose article was pasted from a word processor: inline styles, spans in paragraphs in cells.

Numbers are parted over several spans, group labels reach over rows, long labels are broken by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from scripts.samples import spans
from scripts.samples.dice import Dice
from scripts.samples.report import Annex, SampleReport
from scripts.samples.spans import Box, Row
from scripts.samples.web.furniture import MENU, SECTIONS, furniture
from scripts.samples.web.markup import article, lines, table, text

_STYLE = """<style type="text/css">
body{margin:0;background:#fff;font-family:"Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-size:14px;color:#222}
#top{height:110px;background:COLOUR;color:#fff}#top b{position:absolute;left:60px;top:34px;font-size:32px}
#menu{background:#f0f0f0;border-bottom:2px solid COLOUR;padding:9px 60px}#menu a{margin-right:42px}
#left{float:left;width:200px;margin:24px 0 0 60px;border:1px solid #ddd}#left p{margin:0;padding:9px 14px;border-bottom:1px solid #eee}
#main{margin:24px 60px 0 290px;max-width:820px}.tip{color:#888;font-size:12px;border-bottom:1px solid #ddd;padding:6px 0;text-align:center}
.MsoNormal{margin:0;line-height:1.9}td{padding:2px 4px}td .MsoNormal{line-height:1.4}#foot{clear:both;text-align:center;color:#777;border-top:2px solid COLOUR;margin-top:36px;padding:16px;font-size:12px}
</style>"""
_BODY = "font-size:16.0pt;font-family:仿宋_GB2312,&quot;Noto Serif CJK SC&quot;,serif"
_BOLD = "font-size:16.0pt;font-family:黑体,&quot;Noto Sans CJK SC&quot;,sans-serif"
_CELL = "font-size:9.0pt;font-family:宋体"
_TABLE = (
    '<table class="MsoNormalTable" border="0" cellspacing="0" cellpadding="0" width="100%" '
    'style="width:100.0%;border-collapse:collapse;mso-padding-alt:0cm 0cm 0cm 0cm">'
)
_LATIN = re.compile(r"[0-9A-Za-z.:/-]+")
_LINKS = "".join(f"<a>{name}</a>" for name in MENU)
#: Headings that a narrow column breaks in the middle.
_BROKEN = re.compile(r"^(..)(业|构|公益组织|服务机构|维持|纠正|结果|审结)$")


def page(report: SampleReport) -> str:
    """Return the page of a report."""
    around = furniture(report)
    when = f"发布时间：{around.published} {around.clock}　" if around.published else ""
    return lines(
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office">',
        "<head>",
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />',
        f"<title>{text(around.site)} {SECTIONS[3]} {text(report.title)}</title>",
        _STYLE.replace("COLOUR", around.colour),
        "</head>",
        "<body>",
        f'<div id="top"><b>{text(around.site)}</b></div>',
        f'<div id="menu">{_LINKS}<i>{around.visited}</i></div>',
        '<div id="left">',
        (f"<p>{name}</p>" for name in SECTIONS),
        f"<p>网上申请 {around.received} 件</p><p>已答复 {around.answered} 件</p></div>",
        '<div id="main">',
        f'<div class="tip">{when}信息来源：{text(report.agency)}　点击数：{around.views}　'
        "【字体：<a>大</a> <a>中</a> <a>小</a>】</div>",
        '<div class="editor-content"><div class="Section0">',
        _title(report.title),
        article(report, _heading, _paragraph, _TABLES, _annex),
        '<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>',
        "</div></div>",
        f'<div class="tip">上一篇：{text(around.others[0][0])}　下一篇：{text(around.others[1][0])}</div>',
        "</div>",
        f'<div id="foot">版权所有：{text(around.site)}　电话：{around.phone}　'
        f"网站标识码：{around.site_code}　您是第 {around.visitors} 位访问者</div>",
        "</body>",
        "</html>\n",
    )


def _title(words: str) -> str:
    cut = words.index("20")
    style = "font-size:22.0pt;font-family:方正小标宋_GBK,&quot;Noto Serif CJK SC&quot;,serif"
    parts = (words[:cut], words[cut:])
    return lines(
        f'<p class="MsoNormal" align="center" style="text-align:center"><span style="{style}">'
        f"{_latin(part)}<o:p></o:p></span></p>"
        for part in parts
    )


def _latin(words: str) -> str:
    """Return words with every number in a span of its own, as the word processor writes them."""
    return _LATIN.sub(lambda found: f'<span lang="EN-US">{found.group()}</span>', text(words))


def _heading(words: str) -> str:
    return f'<p class="MsoNormal" style="text-indent:32.0pt"><span style="{_BOLD}">{_latin(words)}</span></p>'


def _paragraph(words: str) -> str:
    return f'<p class="MsoNormal" style="text-indent:32.0pt"><span style="{_BODY}">{_latin(words)}</span></p>'


def _drawn(rows: Callable[[SampleReport], list[Row]]) -> Callable[[SampleReport], str]:
    return lambda report: _edged(rows(report))


def _annex(drawn: Annex) -> str:
    return _edged(spans.annex(drawn))


def _edged(rows: Sequence[Row]) -> str:
    return table(rows, _inside, _TABLE).replace("<td", f'<td style="{_EDGE}"')


def _inside(box: Box) -> str:
    words = _split(box.text) if box.kind == "number" else _BROKEN.sub(r"\1<br />\2", text(box.text))
    align = "left" if box.kind == "label" else "center"
    return (
        f'<p class="MsoNormal" align="{align}" style="text-align:{align}">'
        f'<span style="{_CELL}">{words or "&nbsp;"}</span></p>'
    )


def _split(number: str) -> str:
    """Return a number whose figures stand in two spans, where there are two to part."""
    if len(number) < 2:
        return text(number)
    cut = Dice("split", number).between(1, len(number) - 1)
    pieces = (number[:cut], number[cut:])
    return "".join(f'<span lang="EN-US">{text(piece)}</span>' for piece in pieces)


_EDGE = "border:solid windowtext 1.0pt"
_TABLES = {"disclosures": _drawn(spans.two), "requests": _drawn(spans.three), "reviews": _drawn(spans.four)}
