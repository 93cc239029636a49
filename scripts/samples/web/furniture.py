"""What a site prints around an article: menus, dates, counters, weather, telephones, other articles.

None of its numbers belongs to the report. Places, sites and telephones are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scripts.samples.dice import Dice
from scripts.samples.report import SampleReport

MENU = ("首页", "政务要闻", "政务公开", "政务服务", "互动交流", "数据开放")
SECTIONS = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")
WEATHER = ("多云", "晴", "小雨转阴", "阴", "晴间多云")
WEEKDAYS = "一二三四五六日"
#: Titles of other articles of a site; the second is one of another year and of another kind.
OTHERS = (
    "关于{next}年度公开栏目调整的通知",
    "{last}年政府网站工作年度报表",
    "12345热线第{issue}期办理情况通报",
    "{year}年度部门预算公开说明",
    "政府开放日报名公告（限{guests}人）",
    "第{issue}批行政许可事项清单（{items}项）",
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words and numbers around one article.

    ``published`` is the date of the article, empty where the report has none; ``visited`` is the day on
    which the page was kept; ``others`` are titles of other articles with their dates.
    """

    site: str
    domain: str
    published: str
    clock: str
    visited: str
    colour: str
    weather: str
    views: int
    visitors: int
    likes: int
    received: int
    answered: int
    phone: str
    index: str
    site_code: str
    article: int
    others: tuple[tuple[str, str], ...]


def furniture(report: SampleReport) -> Furniture:
    """Return what stands around the article of a report, the same every time."""
    dice = Dice("furniture", report.agency, report.year)
    # Of a real agency's report neither the day nor last year's report is known: none is invented.
    published = date.fromisoformat(report.published or f"{report.year + 1}-01-22")
    own = f"{report.agency}{report.year - 1}年政府信息公开工作年度报告"
    last = [(own, str(published - timedelta(days=dice.between(330, 380))))] if report.published else []
    visited = published + timedelta(days=dice.between(30, 420))
    low = dice.between(-6, 18)
    numbers = {
        "year": report.year,
        "next": report.year + 1,
        "last": report.year - 1,
        "issue": dice.between(3, 48),
        "guests": dice.between(20, 60),
        "items": dice.between(12, 160),
    }
    others = [
        (title.format(**numbers), str(published + timedelta(days=dice.between(-60, 60))))
        for title in dice.shuffled(OTHERS)[:4]
    ]
    received = dice.between(120, 960)
    return Furniture(
        site=report.site,
        domain="www.gongkai.example",
        published=report.published,
        clock=f"{dice.between(8, 17):02d}:{dice.between(0, 59):02d}:{dice.between(0, 59):02d}",
        visited=f"{visited.year}年{visited.month}月{visited.day}日 星期{WEEKDAYS[visited.weekday()]}",
        colour=dice.pick(["#b2151b", "#0f5aa6", "#1a6fb5", "#9c1f24", "#1d5f8a"]),
        weather=f"{dice.pick(WEATHER)} {low}℃～{low + dice.between(5, 11)}℃",
        views=dice.between(36, 4800),
        visitors=dice.between(100_000, 9_900_000),
        likes=dice.between(0, 60),
        received=received,
        answered=received - dice.between(0, 40),
        phone=f"000-5550{dice.between(100, 999)}",
        index=f"{dice.between(100, 999):09d}/{published.year}-{dice.between(1, 400):05d}",
        site_code=f"{dice.between(1, 99):010d}",
        article=dice.between(10_000, 999_999),
        others=(*others, *last),
    )
