"""What a site puts around an article: menus, counters, lists of other articles, the foot of the page.

Only short lines are ever taken away, and tables of links; prose, rows of cells, headings and what tells
title, date and source stay wherever they stand. Where in doubt a line stays: recognition looks for what
it knows, so that a line too many does less harm than a number too few.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.markup.marks import END_LINK, LINK, unlinked
from toolkit.markup.page import Item

_LONGEST, _LONGEST_FOOT = 60, 240
_LINKED = re.compile(f"{LINK}[^{LINK}{END_LINK}]*{END_LINK}")
_WORD = re.compile(r"[^\W_]")
_TITLE = re.compile(
    r"信息公开.{0,16}?(?:报告|年报)|(?:报告|年报).{0,8}信息公开|資訊公開.{0,16}?(?:報告|年報)"
)
_YEAR = re.compile(r"(?:19|20)\d\d|[12１２]\s?[09０９]\s?[0-9０-９]\s?[0-9０-９]|二\s*[〇○零Ｏ０0]")
#: What says whose report it is, what it is called, and when it was published.
_PARTICULAR = re.compile(
    r"索\s*引\s*[号號]|文\s*[号號]|名\s*[称稱]|[标標]\s*题|來?来?源\s*[:：]|作者|主题|分类|体裁|有效性|"
    r"(?:[发發]\s*布|公\s*开|公\s*開|成\s*文|[发發]\s*文|生\s*成|印\s*发|制\s*发|更\s*新|生\s*效)\s*(?:日\s*期|[时時]\s*[间間]|机\s*构|機構|单\s*位|部门)|"
    r"^\W*(?:日\s*期|[时時]\s*[间間])\s*[:：]"
)
#: What a site says about today; a date in such a line is none of the report's.
_TODAY = re.compile(r"今天是|今日是|(?:当前|现在|系统|北京)(?:日期|时间)|[℃°]|天气预报\s*[:：]")
#: What a site says about itself.
_OF_SITE = re.compile(
    r"\W*(?:当前位置|您?(?:现在)?(?:的|所在)?位置|欢迎|无障碍|设为首页|加入收藏|网站(?:首页|地图)|站内搜索|搜索|检索|登录|注册)"
)
#: Lines that a site sets between the parts of an article; a dash or a number alone may be a cell.
_WIDGET = re.compile(
    r"(?=.*[^\W\d_])\W*(?:(?:浏览|点击|阅读|访问)(?:次数|量|数)|分享(?:到|至)?[:：]?|【?(?:字体|字号)[:：].{0,16}|扫一扫.{0,24}|"
    r"(?:打印|关闭|收藏|返回|顶部|首页|列表|复制|纠错|听全文|窗口|本[页文]|大|中|小|\W)+)\W*"
)
#: What begins a line that follows an article.
_AFTER = re.compile(
    r"\W*(?:上一[篇条页]|下一[篇条页]|上篇|下篇|相关(?:信息|链接|文章|新闻|阅读|稿件|文件|解读|推荐|附件)|推荐阅读|热点推荐|"
    r"友情链接|分享(?:到|至)|扫一扫|打印本|关闭窗口|主办(?:单位)?[:：]|承办(?:单位)?[:：]|版权所有|网站标识码|网站地图|联系我们|"
    r"技术支持|您是本?站?第|服务热线|(?:阅读|浏览|点击|访问)(?:次数|量|数|总量)?[:：\s]*\d+|共\s*\d+\s*条(?:记录)?\W*(?:第|当前|$)|"
    r"责任编辑[:：]|(?:打印|关闭|收藏)\W*(?:打印|关闭|收藏)|Copyright|©)",
    re.IGNORECASE,
)
#: What stands somewhere in the foot of a page.
_FOOT = re.compile(r"ICP备|公网安备|版权所有|网站标识码|位访(?:问者|客)")
_NUMBERS = re.compile(r"[-+\d.,/—\s]*\d\s+[-+\d.,/—\s]*\d[-+\d.,/—\s]*")
_SECTION = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]+\s*(?:[、.．,，]|部分)|[（(][一二三四五六七八九十]+[)）])"
)
#: How many lines above the title may belong to it: a long name takes two.
_ABOVE_TITLE = 2


def without_furniture(items: Sequence[Item], title: str = "", window: str = "") -> list[Item]:
    """Return the items of a page without what its site put around them; links are no longer marked.

    ``title`` is what the page says its article is called, ``window`` the title of its window; both may be
    empty, and neither has to be true.
    """
    own = "".join(title.split())
    plain: list[Item] = [unlinked(item) if isinstance(item, str) else item for item in items]
    linked = [isinstance(item, str) and LINK in item and _is_links(item) for item in items]
    report = [_is_report(item) for item in plain]
    begin = report.index(True) if True in report else len(report)
    kept = [
        report[at] or _is_called(item, own)
        if linked[at]
        else not _is_widget(item) and not (at < begin and _is_of_today(item))
        for at, item in enumerate(plain)
    ]
    title_at = _title(plain, kept, own, "".join(window.split()))
    # Where the report has begun already, what looks like its title is a mention of it.
    if title_at <= begin:
        _cut_head(plain, linked, kept, title_at)
    _cut_tail(plain, report, kept)
    return [item for item, is_kept in zip(plain, kept, strict=True) if is_kept]


def _is_links(line: str) -> bool:
    """Decide whether a line holds links and nothing else."""
    return len(line) <= 2 * _LONGEST and not _WORD.search(_LINKED.sub("", line))


def _is_called(item: Item, name: str) -> bool:
    return isinstance(item, str) and bool(name) and "".join(item.split()) == name


def _is_widget(item: Item) -> bool:
    return isinstance(item, str) and len(item) <= _LONGEST and _WIDGET.fullmatch(item) is not None


def _is_of_today(item: Item) -> bool:
    return isinstance(item, str) and len(item) <= _LONGEST and _TODAY.search(item) is not None


def _is_report(item: Item) -> bool:
    """Decide whether an item is most likely part of the report: prose, a heading, a row of numbers."""
    if isinstance(item, str):
        return (
            "。" in item
            or len(item) > _LONGEST
            or bool(_SECTION.match(item))
            or bool(_NUMBERS.fullmatch(item))
        )
    return any(cell and cell.strip().isdecimal() for row in item for cell in row) or sum(map(len, item)) > 30


# -- above the title ---------------------------------------------------------------------------------


def _title(items: Sequence[Item], kept: Sequence[bool], own: str, window: str) -> int:
    """Return which item is the title, or 0 where none looks like it.

    A line without a year may be the name of a list of reports; so may one that the window does not name.
    """
    titles = [
        (not _is_called(item, own), not _YEAR.search(item), "".join(item.split()) not in window, at)
        for at, item in enumerate(items)
        if kept[at] and isinstance(item, str) and _looks_like_title(item)
    ]
    return min(titles)[-1] if titles else 0


def _looks_like_title(line: str) -> bool:
    return len(line) <= _LONGEST and _TITLE.search(line) is not None and not _OF_SITE.match(line)


def _cut_head(items: Sequence[Item], linked: Sequence[bool], kept: list[bool], title: int) -> None:
    """Drop what stands above the title, but for particulars, and lines that may be a part of the title."""
    menu_end = max((i for i in range(title) if linked[i] or _is_of_site(items[i])), default=-1)
    for i in range(title):
        is_near = i > menu_end and i >= title - _ABOVE_TITLE
        kept[i] = kept[i] and (is_near or _is_particular(items[i]))


def _is_of_site(item: Item) -> bool:
    return isinstance(item, str) and _OF_SITE.match(item) is not None


def _is_particular(item: Item) -> bool:
    if isinstance(item, str):
        return _PARTICULAR.search(item) is not None and not _is_of_site(item)
    return any(cell and _PARTICULAR.search(cell) for row in item for cell in row)


# -- below the report --------------------------------------------------------------------------------


def _cut_tail(items: Sequence[Item], report: Sequence[bool], kept: list[bool]) -> None:
    """Drop what stands below the report, from the first line on that only a site prints."""
    first = len(items)
    for at in range(len(items) - 1, -1, -1):
        if _is_after(items[at]):
            first = at
        elif report[at]:
            break
    kept[first:] = [False] * (len(items) - first)


def _is_after(item: Item) -> bool:
    if not isinstance(item, str) or len(item) > _LONGEST_FOOT or "。" in item[:-1]:
        return False
    return _AFTER.match(item) is not None or _FOOT.search(item) is not None
