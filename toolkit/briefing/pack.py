"""A briefing before it is written: charts with their words, numbers, cells and findings, in chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from inspect import signature
from itertools import zip_longest
from types import ModuleType
from typing import TYPE_CHECKING, Any

import polars as pl

from toolkit import charts
from toolkit.briefing import one_theme, selection, touching
from toolkit.briefing.blocks import Block, Told, joined, no_cells
from toolkit.briefing.cells import with_print
from toolkit.briefing.names import chart_name
from toolkit.briefing.plan import Plan, PlanError
from toolkit.briefing.shapes import shape_of
from toolkit.briefing.story import Facts, facts_of, sentences
from toolkit.charts.export import LaidOut, lay_out
from toolkit.charts.theme_names import theme_names
from toolkit.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.measures.population import population_of
from toolkit.wording import Lang, say

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True)
class Page:
    """One chart with all that belongs to it.

    ``headline`` says what the numbers say; ``table`` are the tidy numbers, ``blocks`` the same laid out;
    ``cells`` are those behind them, ``findings`` those that touch them.
    """

    name: str
    chart: alt.VConcatChart
    headline: str
    title: str
    question: str
    facts: Sequence[str]
    notes: Sequence[str]
    source: str
    alt_text: str
    table: pl.DataFrame
    blocks: Sequence[Block]
    cells: pl.DataFrame
    findings: pl.DataFrame

    @property
    def told(self) -> str:
        """The headline with what it is about, as it stands alone."""
        about, _, _ = self.title.rpartition("，" if "，" in self.title else ", ")
        return f"{about or self.title}{'：' if '，' in self.title else ': '}{self.headline}"

    @cached_property
    def drawn(self) -> LaidOut:
        """The chart laid out, once for all formats."""
        return lay_out(self.chart)

    @cached_property
    def bare(self) -> dict[str, Any]:
        """The chart without the words around it, which stand beside it, and without any address."""
        (body,) = self.drawn.spec["vconcat"]
        inner = {key: value for key, value in body.items() if key != "title"}
        kept = {
            key: value
            for key, value in self.drawn.spec.items()
            if key not in ("$schema", "title", "usermeta")
        }
        return {**kept, "vconcat": [inner]}


@dataclass(frozen=True)
class Pack:
    """One briefing, ready to be written in any format; ``left_out`` are charts without numbers, and why."""

    title: str
    subtitle: str
    introduction: str
    office: str
    lang: Lang
    made: date
    scope: Sequence[str]
    facts: Facts
    sentences: Sequence[str]
    chapters: Sequence[tuple[str, Sequence[Page]]]
    left_out: Sequence[tuple[str, str]]
    method: Sequence[str]
    reports: pl.DataFrame
    findings: pl.DataFrame
    corpus: Corpus
    excerpts: int

    def not_drawn(self) -> list[str]:
        """Return in words the charts that are left out, those of one reason together."""
        why: dict[str, list[str]] = {}
        for name, reason in self.left_out:
            why.setdefault(reason, []).append(chart_name(name, self.lang))
        colon = say(self.lang, "：", ": ")
        return [f"{joined(named, self.lang)}{colon}{reason}" for reason, named in why.items()]

    @property
    def pages(self) -> list[Page]:
        """Every chart, in order."""
        return [page for _, pages in self.chapters for page in pages]


def make_pack(corpus: Corpus, plan: Plan, lang: Lang, made: date) -> Pack:
    """Return the briefing of a plan; raise `PlanError` where no report or no chart is left."""
    chosen = selection.select(corpus, plan.reports)
    source = plan.said("source", lang) or None
    findings = touching.findings_with_tables(chosen, lang)
    counted = population_of(chosen.reports).reports
    chapters, left_out = [], []
    for chapter, names in plan.names():
        pages = []
        for name in names:
            takes = signature(_module(name).draw).parameters
            options: dict[str, Any] = {"agency": plan.reports.agency} if "agency" in takes else {}
            if "theme" in takes:
                options["theme"] = plan.theme
            if "agency" in options and not plan.reports.agency:
                left_out.append((name, say(lang, "只用于单个机关的简报", "only in a briefing of one agency")))
                continue
            drawn_of = chosen
            if "beside" in takes:
                peers = selection.with_peers(corpus, plan.reports, lang)
                drawn_of, options["beside"] = peers.corpus, peers.about
            try:
                pages.append(_page(name, drawn_of, counted, findings, lang, source, options))
            except ToolkitError as error:
                # A chart without numbers is no fault of the briefing: it says what is missing.
                left_out.append((name, say(lang, "这些报告没有此图所需的数", str(error))))
        if pages:
            chapters.append((say(lang, *chapter.title), pages))
    if plan.theme and chapters:
        # The findings of reports that do not name the theme are no news about it.
        naming = chapters[0][1][0].cells.select("report_id").unique()
        findings = findings.join(naming, on="report_id", how="semi")
    if not chapters:
        raise PlanError(
            "no chart can be drawn of these reports: "
            + "; ".join(f"{name}: {why}" for name, why in left_out[:3])
        )
    facts = facts_of(chosen, counted)
    return Pack(
        title=plan.said("title", lang) or _title(plan, facts, lang),
        subtitle=plan.said("subtitle", lang),
        introduction=plan.said("introduction", lang),
        office=plan.said("office", lang),
        lang=lang,
        made=made,
        scope=[*selection.about(plan.reports, chosen.reports, lang), *facts.scope(lang)],
        facts=facts,
        sentences=sentences(facts, findings, _told_first(chapters), lang),
        chapters=chapters,
        left_out=left_out,
        method=_method(lang, plan),
        reports=chosen.reports.sort("region_code", "agency", "year", "report_id", nulls_last=True),
        findings=findings,
        corpus=chosen,
        excerpts=plan.excerpts,
    )


def _page(
    name: str, corpus: Corpus, counted: pl.DataFrame, findings: pl.DataFrame, lang: Lang, source: str | None,
    options: Mapping[str, Any],
) -> Page:  # fmt: skip
    """Return one chart with its numbers; ``counted`` are the reports whose cells stand behind them."""
    module = _module(name)
    chart = module.draw(corpus, lang=lang, source=source, **options)
    words: Mapping[str, Any] = chart.usermeta["ogi"]
    of_table = {key: value for key, value in options.items() if key != "beside"}
    table = module.table(corpus, **of_table) if hasattr(module, "table") else pl.DataFrame()
    aspect = getattr(getattr(module, "ASPECT", None), "code", "plan")
    told = Told(name, module, table, corpus, counted, lang, words["title"], theme_names(aspect, lang))
    shape = shape_of(table)
    blocks = _as_named(shape.blocks(told), module) if shape is not None else []
    behind = shape.behind(told) if shape is not None else no_cells()
    return Page(
        name=name,
        chart=chart,
        headline=(shape.headline(told) if shape is not None else "") or words["title"],
        title=words["title"],
        question=words["question"],
        facts=words.get("facts", ()),
        notes=words.get("notes", ()),
        source=words["source"],
        alt_text=str(chart.description),
        table=table,
        blocks=blocks,
        cells=with_print(corpus, behind, lang),
        findings=touching.touching(findings, behind),
    )


def _module(name: str) -> ModuleType:
    """Return the module of a chart; that of one theme is the briefing's own."""
    return one_theme if name == "one_theme" else charts.module(name)


def _told_first(chapters: Sequence[tuple[str, Sequence[Page]]]) -> list[str]:
    """Return what the charts tell, one chapter after the other and then the next chart of each."""
    turns = zip_longest(*(pages for _, pages in chapters))
    return [page.told for turn in turns for page in turn if page is not None and page.headline != page.title]


def _as_named(blocks: list[Block], module: ModuleType) -> list[Block]:
    """Return the blocks shown as the chart asks for by its ``NATIVE``, where it does."""
    native = getattr(module, "NATIVE", None)
    if native is None:
        return blocks
    return [replace(block, native=native if block.native != "none" else "none") for block in blocks]


def _title(plan: Plan, facts: Facts, lang: Lang) -> str:
    if plan.theme:
        zh, en = one_theme.names_of_theme(plan.theme)
        place = plan.reports.agency or facts.place
        return say(lang, f"{place}政府信息公开年报简报：{zh}", f"Government information disclosure in annual reports: {en}{f', {place}' if place else ''}")
    where = plan.reports.agency or plan.reports.region
    if where.isdigit() or not where:
        where = facts.place
    if lang == "en":
        return f"Government information disclosure in annual reports{f': {where}' if where else ''}"
    return f"{where}政府信息公开年报简报"


def _method(lang: Lang, plan: Plan) -> list[str]:
    said = [
        (
            "数字取自各机关公布的政府信息公开工作年度报告，照所印录入，不作修补；每个数都可回查到文件、页或行。",
            "Numbers are those printed in the annual reports of the agencies, taken as printed and not mended; "
            "each can be traced to its file and its page or line.",
        ),
        (
            "空格、横线、未印的项目都不是零：图中留空，表中为空单元格，合计不含这些项目。",
            "A blank, a dash or an item that is not printed is no zero: it is a gap in a chart, an empty cell in a "
            "table, and no part of a sum.",
        ),
        (
            "同一机关同一年度只计一份；汇总报告不与其所含机关的报告相加。",
            "One report counts for each agency and year; a consolidated report is never added to its parts.",
        ),
        (
            "2008、2014、2019、2021 年各版表式口径不同之处，数列断开，不跨越比较。",
            "Where the forms of 2008, 2014, 2019 and 2021 differ in meaning, a series breaks, and nothing is compared across.",
        ),
        (
            "核对只说明所印的数字互不相符，不说明哪个数错了；“无法核对”指有一方未印出。",
            "A finding says that printed numbers do not agree, not which of them is wrong; “cannot be checked” means "
            "that one of them is not printed.",
        ),
        (
            "句子和图题由数字按固定格式写成，没有人工增删；少于 30 件的占比写作 n/N。",
            "Sentences and headlines are made from the numbers by fixed patterns; a share of fewer than 30 cases is written as n/N.",
        ),
    ]
    return [say(lang, zh, en) for zh, en in said]
