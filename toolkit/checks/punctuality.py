"""Reports published after the day by which they were due."""

from __future__ import annotations

from datetime import date

import polars as pl

from toolkit.checks import Frames, Rule, worded
from toolkit.frames.schema import PLACE

RULES = {
    "late_publication": Rule(
        "note",
        "a report is published by the deadline of its kind: until 2018 on 31 March for all; since then on "
        "31 January for departments, 31 March for governments, townships and zones; checked where a date is printed",
        "年报按期公布：2018年度及以前均为次年3月31日前；其后部门为1月31日前，政府及乡镇、街道、开发区按3月31日前；仅核对印有日期者",
        short_en="published late",
        short_zh="逾期公布",
    ),
}

#: The first year whose reports fall under the regulation of 2019 (国务院令第711号, in force 15 May 2019).
FIRST_UNDER_2019 = 2019
#: Article 49 names departments, and governments through the body in charge of their disclosure. Of
#: townships, subdistricts and zones it says nothing: after the later day they are late in any case.
_LATER = frozenset({"government", "general_office", "township", "subdistrict_office", "development_zone"})
_DEPARTMENT = ("厅", "局", "委员会", "委", "办公室", "办")


def deadline(function: str | None, year: int | None, agency: str | None) -> date | None:
    """Return the day by which the report on a year was due, or None where agency or year are not known.

    Regulation of 2008, article 31: all agencies by 31 March of the year after. Regulation of 2019, article
    49: departments by 31 January; the body in charge, for its government, by 31 March. An agency of
    which it cannot be told that it is a department has until 31 March.

    >>> deadline("science_technology", 2020, "银川市科学技术局"), deadline("government", 2020, "银川市人民政府")
    (datetime.date(2021, 1, 31), datetime.date(2021, 3, 31))
    >>> deadline("science_technology", 2018, "银川市科学技术局")
    datetime.date(2019, 3, 31)
    """
    if year is None or agency is None:
        return None
    is_department = function not in _LATER and (
        function not in (None, "other") or agency.endswith(_DEPARTMENT)
    )
    if year >= FIRST_UNDER_2019 and is_department:
        return date(year + 1, 1, 31)
    return date(year + 1, 3, 31)


def with_deadline(reports: pl.DataFrame) -> pl.DataFrame:
    """Return reports with ``deadline`` and ``days_late``: null where it is not known, or not late."""
    days = [deadline(*row) for row in reports.select("function", "year", "agency").iter_rows()]
    late = (pl.col("published") - pl.col("deadline")).dt.total_days()
    return reports.with_columns(pl.Series("deadline", days, pl.Date)).with_columns(
        pl.when(late > 0).then(late).alias("days_late")
    )


def check(frames: Frames) -> pl.DataFrame:
    """Return the reports that print a date of publication after their deadline."""
    is_new = pl.col("year") >= FIRST_UNDER_2019
    return (
        with_deadline(frames["reports"])
        .filter(pl.col("days_late") > 0)
        .select(
            "report_id",
            pl.lit("late_publication").alias("rule"),
            pl.lit("fail").alias("status"),
            *worded(
                "published on {published}, {days_late} days after {deadline}, by which the report on {year} was due ({law})",
                "{year} 年度报告于 {published_zh}公布，比 {deadline_zh}的期限晚 {days_late} 天（{law_zh}）",
                **{name: pl.col(name) for name in ("published", "days_late", "deadline", "year")},
                **{
                    f"{name}_zh": pl.col(name).dt.strftime("%Y 年 %-m 月 %-d 日")
                    for name in ("published", "deadline")
                },
                law=_either(is_new, "regulation of 2019, article 49", "regulation of 2008, article 31"),
                law_zh=_either(is_new, "2019 年修订的《条例》第四十九条", "2008 年施行的《条例》第三十一条"),
            ),
            pl.lit(None, pl.Float64).alias("expected"),
            pl.lit(None, pl.Float64).alias("actual"),
            pl.lit(None, PLACE).alias("place"),
        )
    )


def _either(test: pl.Expr, one: str, other: str) -> pl.Expr:
    return pl.when(test).then(pl.lit(one)).otherwise(pl.lit(other))
