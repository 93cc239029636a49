"""An old page: GB18030 that says gb2312, tables for the layout, tags in capitals, a visitor counter.

The article lies three tables deep; its paragraphs are parted by line breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scripts.samples import spans
from scripts.samples.report import Annex, SampleReport
from scripts.samples.spans import Box, Row
from scripts.samples.web.furniture import MENU, SECTIONS, Furniture, furniture
from scripts.samples.web.markup import article, lines, table, text

ENCODING = "gb18030"
#: A name that GB2312 does not hold: whoever believes the page's own word stops here.
EDITOR = "方䶮"
_STYLE = """<STYLE TYPE="text/css">
TD{font-size:14px;line-height:22px;font-family:宋体,"Noto Serif CJK SC",serif;color:#333}A{color:#003399;text-decoration:none}
BODY{margin:0;background:#dfe9f3}.menu{background:COLOUR;color:#fff;font-weight:bold}.side{background:#eef4fa}
.t{font-size:22px;font-weight:bold;color:#c00;line-height:40px}.small{font-size:12px;color:#666}
</STYLE>"""


def page(report: SampleReport) -> str:
    """Return the page of a report; `ENCODING` is how it is to be written."""
    around = furniture(report)
    return lines(
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">',
        "<HTML><HEAD>",
        '<META http-equiv="Content-Type" content="text/html; charset=gb2312">',
        f"<TITLE>{text(report.title)}--{text(around.site)}</TITLE>",
        _STYLE.replace("COLOUR", around.colour),
        "</HEAD>",
        '<BODY BGCOLOR="#DFE9F3">',
        '<TABLE WIDTH="980" ALIGN="center" BORDER="0" CELLPADDING="0" CELLSPACING="0" BGCOLOR="#FFFFFF"><TR><TD>',
        _top(around),
        '<TABLE WIDTH="100%" BORDER="0" CELLSPACING="8" CELLPADDING="0"><TR>',
        f'<TD WIDTH="190" VALIGN="top" CLASS="side">{_side(around)}</TD>',
        '<TD VALIGN="top">',
        '<TABLE WIDTH="100%" BORDER="0" CELLPADDING="4">',
        f'<TR><TD CLASS="small">您现在的位置：<A>首页</A>&nbsp;&gt;&gt;&nbsp;<A>{SECTIONS[3]}</A></TD></TR>',
        f'<TR><TD ALIGN="center" CLASS="t">{text(report.title)}</TD></TR>',
        f'<TR><TD ALIGN="center" CLASS="small">{_when(around)}作者：{text(report.agency)}'
        f"&nbsp;&nbsp;责任编辑：{EDITOR}&nbsp;&nbsp;阅读次数：{around.views}</TD></TR>",
        '<TR><TD><HR SIZE="1">',
        article(report, _heading, _paragraph, _TABLES, _annex),
        "</TD></TR>",
        "</TABLE>",
        "</TD></TR></TABLE>",
        _foot(around),
        "</TD></TR></TABLE>",
        "</BODY></HTML>\n",
    )


def _top(around: Furniture) -> str:
    return lines(
        '<TABLE WIDTH="100%" BORDER="0" CELLPADDING="6" CELLSPACING="0">',
        f'<TR><TD HEIGHT="80" COLSPAN="{len(MENU)}"><FONT SIZE="6" COLOR="{around.colour}"><B>{text(around.site)}'
        "</B></FONT></TD></TR>",
        lines("<TR>", (f'<TD CLASS="menu" ALIGN="center">{name}</TD>' for name in MENU), "</TR>"),
        f'<TR><TD CLASS="small" COLSPAN="4">今天是：{around.visited}</TD>'
        f'<TD CLASS="small" COLSPAN="2" ALIGN="right">天气预报：{around.weather}</TD></TR>',
        "</TABLE>",
    )


def _side(around: Furniture) -> str:
    return lines(
        '<TABLE WIDTH="100%" BORDER="0" CELLPADDING="5">',
        '<TR><TD CLASS="menu">公开目录</TD></TR>',
        (f"<TR><TD>·<A>{name}</A></TD></TR>" for name in SECTIONS),
        '<TR><TD CLASS="menu">最新信息</TD></TR>',
        (f"<TR><TD>·<A>{text(title)}</A> [{day[5:]}]</TD></TR>" for title, day in around.others),
        '<TR><TD CLASS="menu">统计</TD></TR>',
        f"<TR><TD>本年受理：{around.received}件<BR>已经办结：{around.answered}件<BR>"
        f"在线：{around.likes}人</TD></TR>",
        "</TABLE>",
    )


def _when(around: Furniture) -> str:
    return f"发布日期：{around.published}&nbsp;&nbsp;" if around.published else ""


def _foot(around: Furniture) -> str:
    return lines(
        '<TABLE WIDTH="100%" BORDER="0" CELLPADDING="4">',
        f'<TR><TD ALIGN="center" CLASS="small">主办：{text(around.site)}&nbsp;电话：{around.phone}&nbsp;'
        f"邮编：000555<BR>您是本站第 <B>{around.visitors}</B> 位访客&nbsp;"
        f"沐ICP备{around.article:08d}号</TD></TR>",
        "</TABLE>",
    )


def _heading(words: str) -> str:
    return f"<B>　　{text(words)}</B><BR><BR>"


def _paragraph(words: str) -> str:
    return f"　　{text(words)}<BR><BR>"


def _drawn(rows: Callable[[SampleReport], list[Row]]) -> Callable[[SampleReport], str]:
    return lambda report: _capitals(rows(report))


def _annex(drawn: Annex) -> str:
    return _capitals(spans.annex(drawn))


def _capitals(rows: Sequence[Row]) -> str:
    opening = '<TABLE BORDER="1" WIDTH="100%" CELLPADDING="2" CELLSPACING="0" BORDERCOLOR="#666666">'
    drawn = table(rows, _inside, opening)
    for tag in ("table", "tr", "td"):
        drawn = drawn.replace(f"</{tag}>", f"</{tag.upper()}>").replace(f"<{tag}", f"<{tag.upper()}")
    return drawn.replace("</TD>", "").replace("</TR>", "") + "<BR>"


def _inside(box: Box) -> str:
    words = text(box.text) or "&nbsp;"
    return words if box.kind == "label" else f'<DIV ALIGN="center">{words}</DIV>'


_TABLES = {"disclosures": _drawn(spans.two), "requests": _drawn(spans.three), "reviews": _drawn(spans.four)}
