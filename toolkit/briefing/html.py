"""The page: charts to hover over, their numbers, and behind each number the cells of the reports; all offline."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from toolkit.briefing import names, touching
from toolkit.briefing.blocks import Block, Series
from toolkit.briefing.excerpts import excerpts_of, files_of
from toolkit.briefing.pack import Pack, Page
from toolkit.briefing.wordings import day, place_of, word
from toolkit.charts import export, theme
from toolkit.charts.framing import grouped
from toolkit.wording import Lang, say

#: What tells the cells of one number from those of another.
_BETWEEN = "|"
_MOST_ERRORS = 30


def write_page(pack: Pack, path: Path) -> Path:
    """Return the path of the page written."""
    data = _data(pack, path.parent)
    body = "\n".join(_body(pack))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    fills = {
        "lang": say(pack.lang, "zh-CN", "en"),
        "title": escape(pack.title),
        "faces": export.faces(body + text),
        "style": _packaged("page.css"),
        "body": body,
        "close": say(pack.lang, "关闭", "Close"),
        "more": say(pack.lang, "再列一些", "Show more"),
        "scripts": export.scripts(),
        "data": text,
        "script": _packaged("page.js"),
    }
    page = _packaged("page.html")
    # From left to right, each once: what is filled in may hold braces of its own.
    pieces, rest = [], page
    while "{" in rest:
        before, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        pieces += [before, fills[name]]
    path.write_text("".join([*pieces, rest]), "utf-8")
    return path


def _packaged(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


# -- what stands on the page ---------------------------------------------------------------------------


def _body(pack: Pack) -> Iterator[str]:
    lang = pack.lang
    yield f"<header><h1>{escape(pack.title)}</h1>"
    made = f"{word('made', lang)} {day(pack.made, lang)}"
    for line in (pack.subtitle, " · ".join(pack.scope), " · ".join(filter(None, (pack.office, made)))):
        if line:
            yield f'<p class="muted">{escape(line)}</p>'
    yield "</header><main>"
    if pack.introduction:
        yield f"<p>{escape(pack.introduction)}</p>"
    yield f'<h2>{word("summary", lang)}</h2><ul class="brief">{_items(pack.sentences)}</ul>'
    yield f'<nav aria-label="{word("contents", lang)}"><h2>{word("contents", lang)}</h2><ol>'
    for page in pack.pages:
        yield f'<li><a href="#{page.name}">{escape(page.title)}</a></li>'
    yield "</ol></nav>"
    for chapter, pages in pack.chapters:
        yield f"<h2>{escape(chapter)}</h2>"
        for page in pages:
            yield from _chart(page, pack)
    yield from _findings(pack)
    yield f'<h2>{word("method", lang)}</h2><ul class="brief">{_items(pack.method)}</ul>'
    if pack.left_out:
        yield f'<h3>{word("left_out", lang)}</h3><ul class="muted">{_items(pack.not_drawn())}</ul>'
    yield "</main>"


def _items(lines: Any) -> str:
    return "".join(f"<li>{escape(line)}</li>" for line in lines)


def _chart(page: Page, pack: Pack) -> Iterator[str]:
    lang = pack.lang
    colon = say(lang, "：", ": ")
    yield f'<section class="chart" id="{page.name}"><h3>{escape(page.headline)}</h3>'
    yield f'<p class="facts">{escape(page.title)}<br>{escape(" · ".join([page.question, *page.facts]))}</p>'
    alt = escape(page.alt_text, quote=True)
    notes = f"<ul>{_items(page.notes)}</ul>" if page.notes else ""
    yield f'<figure><div class="scroll"><div class="drawn" id="chart-{page.name}" role="img" aria-label="{alt}"></div></div>'
    yield f"<figcaption>{word('source', lang)}{colon}{escape(page.source)}{notes}</figcaption></figure><noscript><p>{escape(page.alt_text)}</p></noscript>"
    yield '<div class="tools">'
    yield _download(page, lang)
    if not page.cells.is_empty():
        title = escape(f"{page.title}{colon}{word('figures', lang)}", quote=True)
        yield f'<button type="button" data-chart="{page.name}" data-title="{title}">{word("figures", lang)}</button>'
    yield "</div>"
    if page.blocks:
        hint = (
            say(lang, "点数字可看其出处。", "Click a number to see where it is printed.")
            if not page.cells.is_empty()
            else ""
        )
        yield f'<details><summary>{word("data", lang)}</summary><p class="muted">{hint} {word("gap", lang)}</p>'
        for block in page.blocks:
            yield _numbers(block, page, lang)
        yield "</details>"
    yield from _touching(page, lang)
    yield "</section>"


def _download(page: Page, lang: Lang) -> str:
    """Return a link that holds the tidy numbers as a csv, which Excel takes for what it is."""
    plain = page.table.select(pl.exclude(pl.Struct, pl.List, pl.Object))
    data = base64.b64encode(("\ufeff" + plain.write_csv()).encode()).decode()
    said = say(lang, "下载数据（CSV）", "Download the data (CSV)")
    return f'<a download="{page.name}.csv" href="data:text/csv;charset=utf-8;base64,{data}">{said}</a>'


def _numbers(block: Block, page: Page, lang: Lang) -> str:
    """Return the numbers as a table; each that comes from cells is a button."""
    has_cells = (
        set(page.cells.select(pl.concat_str("series", pl.lit(_BETWEEN), "category")).to_series())
        if not page.cells.is_empty()
        else set()
    )
    heads = "".join(f'<th scope="col" class="number">{escape(series.name)}</th>' for series in block.series)
    rows = []
    for at, (key, name) in enumerate(zip(block.keys, block.names, strict=True)):
        told = {series.key for series in block.series if series.values[at] is not None}
        cells = "".join(
            f'<td class="number">{_number(series, at, key, name, page, has_cells, series.key in told, lang)}</td>'
            for series in block.series
        )
        rows.append(f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>')
    caption = f"<caption>{escape(block.heading(lang))}</caption>" if block.heading(lang) else ""
    return f'<div class="scroll"><table>{caption}<thead><tr><th scope="col">{escape(block.head)}</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _number(
    series: Series,
    at: int,
    key: str,
    name: str,
    page: Page,
    has_cells: set[str],
    is_elsewhere: bool,
    lang: Lang,
) -> str:
    """Return a number; ``is_elsewhere`` where another piece of the same line tells this year."""
    value = series.values[at]
    if value is None and is_elsewhere:
        return ""
    text = "–" if value is None else f"{value:.1%}" if series.is_share else grouped(value, lang)
    asked = f"{series.key}{_BETWEEN}{key}"
    if asked not in has_cells:
        return text
    title = escape(f"{name} · {series.name}{say(lang, '：', ': ')}{text}", quote=True)
    return f'<button type="button" data-chart="{page.name}" data-key="{escape(asked, quote=True)}" data-title="{title}">{text}</button>'


def _touching(page: Page, lang: Lang) -> Iterator[str]:
    if page.findings.is_empty():
        return
    counted = touching.by_rule(page.findings)
    failed = int(counted["fail"].sum())
    said = say(
        lang,
        f"{word('touching', lang)}（不成立 {failed:,} 处）",
        f"{word('touching', lang)} ({failed:,} do not hold)",
    )
    yield f"<details><summary>{said}</summary>"
    yield _rule_table(counted, lang)
    errors = touching.grave(page.findings)
    if not errors.is_empty():
        yield _error_table(errors.head(_MOST_ERRORS), lang)
        if errors.height > _MOST_ERRORS:
            yield f'<p class="muted">{_cut(errors.height, lang)}</p>'
    yield "</details>"


def _cut(total: int, lang: Lang) -> str:
    return say(
        lang,
        f"只列前 {_MOST_ERRORS} 处，共 {total:,} 处，全部见工作簿。",
        f"The first {_MOST_ERRORS} of {total:,}; all are in the workbook.",
    )


def _rule_table(counted: pl.DataFrame, lang: Lang) -> str:
    rows = [
        (
            names.rule_name(row["rule"], lang), names.rule_meaning(row["rule"], lang), names.severity_name(row["severity"], lang),
            f"{row['fail']:,}", f"{row['unknown']:,}",
        )
        for row in counted.iter_rows(named=True)
    ]  # fmt: skip
    heads = [word(name, lang) for name in ("rule", "holds", "severity", "fail", "unknown")]
    return _table(heads, rows, kinds=("name", "", "short", "number", "number"))


def _error_table(errors: pl.DataFrame, lang: Lang) -> str:
    rows = [
        (
            row["agency"] or "", "" if row["year"] is None else str(row["year"]), names.rule_name(row["rule"], lang), row["message"],
            " ".join(filter(None, (row["source"], place_of(row["page"], row["line"], lang)))),
        )
        for row in errors.iter_rows(named=True)
    ]  # fmt: skip
    heads = [word(name, lang) for name in ("agency", "year", "rule", "message", "file")]
    return _table(heads, rows, kinds=("name", "short", "name", "", "name"))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], kinds: Sequence[str]) -> str:
    """Return a table; the kinds of its columns say how they are set: ``number``, ``short``, ``name`` or as text."""
    top = "".join(
        f'<th scope="col" class="{kind}">{escape(text)}</th>' for text, kind in zip(heads, kinds, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{kind}">{escape(text)}</td>' for text, kind in zip(row, kinds, strict=True))
        + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table class="findings"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _findings(pack: Pack) -> Iterator[str]:
    lang = pack.lang
    yield f"<h2>{word('findings', lang)}</h2>"
    counted = touching.by_rule(pack.findings)
    if counted.is_empty():
        yield f"<p>{say(lang, '没有核对不成立之处。', 'No rule is broken.')}</p>"
        return
    yield _rule_table(counted, lang)
    errors = touching.grave(pack.findings)
    if not errors.is_empty():
        yield f"<h3>{say(lang, f'错误级发现（{errors.height:,} 处）', f'Findings of severity error ({errors.height:,})')}</h3>"
        yield _error_table(errors.head(_MOST_ERRORS), lang)
        if errors.height > _MOST_ERRORS:
            yield f'<p class="muted">{_cut(errors.height, lang)}</p>'


# -- what the scripts need -----------------------------------------------------------------------------


def _data(pack: Pack, folder: Path) -> Mapping[str, Any]:
    """Return specifications, reports and cells; a cell behind several charts is there once."""
    lang = pack.lang
    key = ["report_id", "table", "row", "column", "raw", "page", "line"]
    parts = [page.cells.with_columns(pl.lit(page.name).alias("chart")) for page in pack.pages]
    every = pl.concat(parts, how="diagonal")
    unique = every.unique(key, maintain_order=True).with_row_index("number")
    files = files_of(pack.corpus)
    lines, quoted = excerpts_of(pack, unique, files)
    reports = unique.select("report_id", "agency", "year", "source").unique("report_id", maintain_order=True)
    at = {report: place for place, report in enumerate(reports["report_id"])}
    labels = list(dict.fromkeys(unique["label"].fill_null("").to_list()))
    label_at = {label: place for place, label in enumerate(labels)}
    cells = [
        [at[row["report_id"]], label_at[row["label"] or ""], _plain(row["value"]), row["unit"], row["state"], row["raw"], row["page"], row["line"], quoted.get(row["number"])]
        for row in unique.iter_rows(named=True)
    ]  # fmt: skip
    numbered = every.join(unique.select("number", *key), on=key, nulls_equal=True)
    behind: dict[str, dict[str, list[int]]] = {page.name: {} for page in pack.pages}
    for chart, series, category, numbers in (
        numbered.group_by("chart", "series", "category", maintain_order=True).agg("number").iter_rows()
    ):
        behind[chart][f"{series}{_BETWEEN}{category}"] = numbers
    states = unique["state"].drop_nulls().unique().to_list()
    return {
        "specs": {page.name: page.bare for page in pack.pages},
        "dark": theme.config(dark=True),
        "reports": [
            {
                "agency": agency, "year": year, "source": source,
                "link": _link(files.get(source), folder),
            }
            for _, agency, year, source in reports.iter_rows()
        ],
        "labels": labels,
        "cells": cells,
        "excerpts": lines,
        "behind": behind,
        "states": {state: word(state, lang) if state in ("fail", "unknown") else names.state_name(state, lang) for state in states},
        "heads": [word(name, lang) for name in ("agency", "year", "label", "value", "unit", "raw", "state", "file")] + [say(lang, "位置", "Place")],
        "words": {
            "open": say(lang, "打开", "Open"),
            "gone": say(lang, "报告文件已不在载入时的位置", "the file is no longer where it was loaded from"),
            "nothing": say(lang, "（未印）", "(nothing is printed)"),
            "page": say(lang, "第 {} 页", "p. {}"),
            "line": say(lang, "第 {} 行", "line {}"),
            "count": say(lang, "共 {} 个单元格或句子；点一行看原文。", "{} cells or sentences; click a row to see what is printed."),
        },
    }  # fmt: skip


def _plain(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _link(file: Path | None, folder: Path) -> str | None:
    """Return the way from the page to a file of a report, where it still is; files on another drive have none."""
    if file is None or not file.is_file():
        return None
    try:
        return quote(Path(os.path.relpath(file, folder.resolve())).as_posix())
    except ValueError:
        return None
