"""The tables that stand behind the prose of an early report: the national 统计表, or one of the agency's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from scripts.samples import statistics_form as statistics
from scripts.samples.dice import Dice
from scripts.samples.report import Annex, SampleReport

TITLES = (
    "附件：政府信息公开情况统计表",
    "附件：政府信息公开情况统计表（{year}年度）",
    "附表：{year}年政府信息公开情况统计表",
    "附件：{agency}{year}年度政府信息公开情况统计表",
)
_REMARK = re.compile(r"（不[^）]*）")


@dataclass(frozen=True, slots=True)
class Additions:
    """What an agency adds to the form: rows below an item, and a column with numbers for some items."""

    rows: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    heading: str = ""
    column: Mapping[str, str] = field(default_factory=dict)


NOTHING = Additions()


def statistics_annex(report: SampleReport, slug: str, added: Additions = NOTHING) -> Annex:
    """Return the 统计表 of a report as its agency prints it; what is not printed has no row."""
    dice = Dice("annex", slug)
    title = dice.pick(TITLES).format(year=report.year, agency=report.agency)
    nothing = dice.pick([("——", "——"), ("——", ""), ("", ""), ()])
    without_remarks, half_width = dice.chance(0.3), dice.chance(0.25)
    rows: list[tuple[str, ...]] = [statistics.HEADINGS]
    for line in statistics.LINES:
        label = _REMARK.sub("", line.label) if without_remarks else line.label
        label = label.replace("（", "(").replace("）", ")") if half_width else label
        if not line.item:
            rows.append((label, *nothing))
            continue
        cell = report.cell((statistics.TABLE, line.item, statistics.COLUMN))
        if cell.printed is not None:
            rows.append((label, line.unit, cell.printed))
            if added.heading:
                rows[-1] += (added.column.get(line.item, ""),)
        if line.item in added.rows:
            rows.append(added.rows[line.item])
    if added.heading:
        rows = [row + ("",) * (4 - len(row)) if 1 < len(row) < 4 else row for row in rows]
        rows[0] = (*statistics.HEADINGS, added.heading)
    return Annex(title, tuple(rows))


def local_annex(dice: Dice, kind: str, name: str, year: int, website: int, other: int) -> Annex:
    """Return a table that no form describes; its columns make up what the prose tells."""
    return {"subjects": _subjects, "quarters": _quarters, "register": _register}[kind](
        dice, name, year, website, other
    )


def _subjects(dice: Dice, name: str, year: int, website: int, other: int) -> Annex:
    known = ("机构职能", "政策文件", "规划计划", "工作动态", "人事任免", "办事指南", "统计数据", "应急管理")
    names = dice.shuffled(known)[:6]
    counts = dice.split(website + other, {subject: 1 + place for place, subject in enumerate(names)})
    rows = [(subject, str(n), str(n * 2 + dice.between(3, 60))) for subject, n in counts.items()]
    total = [sum(int(row[place]) for row in rows) for place in (1, 2)]
    return Annex(
        f"附表：{year}年主动公开信息分类情况",
        (("信息类别", "本年公开条数", "累计公开条数"), *rows, (f"{name}合计", *map(str, total))),
    )


def _quarters(dice: Dice, name: str, year: int, website: int, other: int) -> Annex:
    names = ("第一季度", "第二季度", "第三季度", "第四季度")
    online, offline = (dice.split(n, dict.fromkeys(names, 1.0)) for n in (website, other))
    rows = [(part, str(online[part]), str(offline[part]), str(dice.between(0, 40))) for part in names]
    return Annex(
        f"附：{name}{year}年各季度公开情况一览",
        (("时间", "网站公开（条）", "其他渠道公开（条）", "查阅点接待（人次）"), *rows),
    )


def _register(dice: Dice, name: str, year: int, website: int, other: int) -> Annex:
    return Annex(
        f"附件：{year}年公开工作情况登记表",
        (
            ("序号", "项目", "数量"),
            ("1", "网站公开信息（条）", str(website)),
            ("2", "其他渠道公开信息（条）", str(other)),
            ("3", "编制公开目录（册）", str(dice.between(1, 4))),
            ("4", "设置公开栏（处）", str(dice.between(1, 9))),
            ("5", f"{name}信息员（名）", str(dice.between(2, 12))),
        ),
    )
