"""Where reports contradict themselves: findings by rule and severity, those that cannot be checked apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from toolkit.charts.agency_names import set_in_lines
from toolkit.charts.bars import Heap, Kind, bars_by_row
from toolkit.charts.framing import Frame, framed, span_of
from toolkit.charts.series import Frames
from toolkit.checks import rules
from toolkit.errors import NothingToDraw, ToolkitError
from toolkit.wording import Lang, counted_noun, say

if TYPE_CHECKING:
    import altair as alt

_SEVERITIES = {"error": ("错误", "error", 2), "warning": ("警告", "warning", 3), "note": ("提示", "note", 1)}
_UNKNOWN = ("unknown", ("无法核对（缺数）", "cannot be checked (a number is missing)"), 5)


def table(corpus: Frames) -> pl.DataFrame:
    """Return the numbers behind the chart, one row per rule with a finding, in the order of the rules.

    Columns: ``rule``, ``severity``, ``fail`` and ``unknown`` (findings), ``reports_fail`` and
    ``reports_unknown`` (reports they are in).
    """
    found = corpus.lazy("findings").select("report_id", "rule", "severity", "status").collect()
    places = {code: place for place, code in enumerate(rules())}
    failed, unknown = pl.col("status") == "fail", pl.col("status") == "unknown"
    rank = {"error": 0, "warning": 1, "note": 2}
    return (
        found.group_by("rule", "severity")
        .agg(
            failed.sum().cast(pl.Int64).alias("fail"),
            unknown.sum().cast(pl.Int64).alias("unknown"),
            pl.col("report_id").filter(failed).n_unique().cast(pl.Int64).alias("reports_fail"),
            pl.col("report_id").filter(unknown).n_unique().cast(pl.Int64).alias("reports_unknown"),
        )
        .sort(
            pl.col("severity").replace_strict(rank, default=3),
            pl.col("rule").replace_strict(places, default=len(places)),
            "rule",
        )
    )


def draw(
    corpus: Frames,
    *,
    lang: Lang = "zh",
    dark: bool = False,
    order: Literal["rule", "value"] = "rule",
    source: str | None = None,
) -> alt.VConcatChart:
    """Return bars of findings by rule: what fails, coloured by severity, and beside it what cannot be checked.

    ``order="value"`` puts the rule with the most failures first; otherwise errors come before warnings.
    """
    if order not in ("rule", "value"):
        raise ToolkitError(f"rules are ordered by 'rule' or by 'value', not by {order!r}")
    reports = corpus.lazy("reports").select("report_id", "year", "agency").collect()
    if reports.is_empty():
        raise NothingToDraw("this corpus holds no report, so nothing was checked; load some reports first")
    counts = table(corpus)
    if order == "value":
        counts = counts.sort("fail", "unknown", descending=True, maintain_order=True)
    frame = _frame(counts, reports, order, lang, source)
    if counts.is_empty():
        raise NothingToDraw(
            f"no check found anything in {counted_noun(reports.height, 'report')}, so there is nothing to draw; "
            "ogi check says the same"
        )
    labels = {code: _label(code, lang) for code in counts["rule"]}
    # A rule can be found with two severities: one row, two colours.
    rows = list(dict.fromkeys(labels[code] for code in counts["rule"]))
    row = pl.col("rule").replace_strict(labels, return_dtype=pl.String).alias("row")
    cells = pl.concat(
        [
            counts.select(row, pl.col("severity").alias("kind"), pl.col("fail").alias("count")),
            counts.select(row, pl.lit("unknown").alias("kind"), pl.col("unknown").alias("count")),
        ]
    ).group_by("row", "kind", maintain_order=True).agg(pl.col("count").sum())
    present = set(counts.filter(pl.col("fail") > 0)["severity"])
    severities = [
        Kind(code, say(lang, zh, en), colour) for code, (zh, en, colour) in _SEVERITIES.items() if code in present
    ]
    unknown = Kind(_UNKNOWN[0], say(lang, *_UNKNOWN[1]), _UNKNOWN[2])
    heaps = [
        Heap(say(lang, "不成立（处）", "Does not hold (findings)"), severities),
        Heap(say(lang, "无法核对（处）", "Cannot be checked (findings)"), [unknown]),
    ]
    return framed(bars_by_row(cells, rows, heaps), frame, lang=lang, dark=dark)


def _label(code: str, lang: Lang) -> str:
    """Return what must hold, in a few lines."""
    said = _plain(code, lang)
    return set_in_lines(said[:1].upper() + said[1:], 265)


def _frame(counts: pl.DataFrame, reports: pl.DataFrame, order: str, lang: Lang, source: str | None) -> Frame:
    years = reports["year"].drop_nulls().to_list()
    span = span_of(years, lang) if years else say(lang, "年度不明", "year unknown")
    n = reports.height
    failed, unknown = int(counts["fail"].sum()), int(counts["unknown"].sum())
    worst = counts.sort("fail", "rule", descending=[True, False]).head(1)
    most = "".join(say(lang, f"，最多的是“{_plain(code, lang)}”（{count} 处）", f"; most often “{_plain(code, lang)}” ({count})") for code, count in worst.select("rule", "fail").iter_rows() if count)
    title = say(lang, f"报告核对不成立之处，{span}", f"Where reports do not hold up to the rules, {span}")
    return Frame(
        name="findings_by_rule",
        title=title,
        question=say(
            lang, "各条核对规则有多少处不成立，多少处无法核对？", "How often does each rule not hold, and how often can it not be checked?"
        ),
        facts=[
            say(lang, "单位：处", "Unit: findings"),
            f"n = {n:,} " + say(lang, "份报告", "report" if n == 1 else "reports"),
            say(lang, f"{failed:,} 处不成立", f"{failed:,} that fail"),
            say(lang, f"{unknown:,} 处无法核对", f"{unknown:,} unknown"),
        ],
        notes=[
            say(
                lang,
                "只列有发现的规则；一份报告可有多处。不成立只说明所印的数字互不相符，不说明哪个数错了。",
                "Only rules with a finding are listed; one report can have several. A finding says that printed "
                "numbers do not agree, not which of them is wrong.",
            ),
            say(lang, "无法核对：有一方的数没有印出，不等于不成立。", "Cannot be checked: one of the numbers is not printed, which is no failure."),
            say(lang, "按程度和规则排列。", "In order of severity and rule.")
            if order == "rule"
            else say(lang, "按不成立的处数由多到少排列。", "Sorted by the number of failures."),
        ],
        source=source
        or say(lang, "各机关政府信息公开工作年度报告，由本工具核对（ogi check）", "annual reports of the agencies, checked by this toolkit (ogi check)"),
        unit="处",
        n=n,
        alt_text=say(
            lang,
            f"条形图：{title}，{n:,} 份报告中 {failed:,} 处不成立、{unknown:,} 处无法核对{most}。",
            f"Bars: {title}: {failed:,} findings fail and {unknown:,} cannot be checked in {counted_noun(n, 'report')}{most}.",
        ),
    )


def _plain(code: str, lang: Lang) -> str:
    known = rules().get(code)
    return say(lang, known.short_zh, known.short_en) if known else code
