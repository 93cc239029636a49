"""The slides: a cover, the points in brief, one chart a slide with a native chart to edit, method and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from toolkit.briefing import names, touching
from toolkit.briefing.blocks import Block
from toolkit.briefing.drawing import add_chart, add_grid, add_picture, is_wordy
from toolkit.briefing.pack import Pack, Page
from toolkit.briefing.paper import Box, Paper
from toolkit.briefing.wordings import day, place_of, word
from toolkit.wording import Lang, say

if TYPE_CHECKING:
    pass

#: All in inches. A slide of 16 to 9.
WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.62
_INNER = WIDTH - 2 * MARGIN
_TITLE_TOP, _BODY_TOP, _FOOT_TOP = 0.42, 1.78, 6.02
#: Rows that a slide can hold and a reader can read.
_MOST_ROWS, _MOST_FINDINGS, _MOST_SLIDES = 15, 12, 4


def write_slides(pack: Pack, path: Path) -> Path:
    """Return the path of the slides written."""
    from pptx import Presentation
    from pptx.util import Inches

    show = Presentation()
    show.slide_width, show.slide_height = Inches(WIDTH), Inches(HEIGHT)
    about = show.core_properties
    about.title, about.subject, about.author = pack.title, " · ".join(pack.scope), pack.office
    about.language = "zh-CN" if pack.lang == "zh" else "en"
    about.created = about.modified = datetime(pack.made.year, pack.made.month, pack.made.day)
    paper = Paper(show, pack.lang)
    paper.set_theme()
    _cover(paper, pack)
    _in_brief(paper, pack)
    for chapter, pages in pack.chapters:
        for page in pages:
            _chart_slides(paper, pack, chapter, page)
    _findings(paper, pack)
    _method(paper, pack)
    show.save(str(path))
    return path


def _cover(paper: Paper, pack: Pack) -> None:
    slide = paper.slide(is_cover=True)
    paper.bar(slide, Box(0, 0, 0.28, HEIGHT))
    paper.title(slide, pack.title, Box(1.1, 2.0, 11.0, 1.6), size=38, at_bottom=True)
    lines = [text for text in (pack.subtitle, " · ".join(pack.scope)) if text]
    paper.text(slide, lines, Box(1.1, 3.75, 11.0, 1.2), size=18, muted=True)
    foot = [text for text in (pack.office, f"{word('made', pack.lang)} {day(pack.made, pack.lang)}") if text]
    paper.text(slide, foot, Box(1.1, 6.2, 11.0, 0.8), size=14, muted=True)


def _in_brief(paper: Paper, pack: Pack) -> None:
    slide = paper.slide()
    paper.title(slide, word("summary", pack.lang), Box(MARGIN, _TITLE_TOP, _INNER, 0.8))
    lines = [*([pack.introduction] if pack.introduction else []), *pack.sentences]
    paper.text(slide, lines, Box(MARGIN, 1.5, _INNER, 4.8), size=20 if len(lines) < 6 else 18, bullets=True, space=14)
    note = say(pack.lang, "句中数字均为报告所印；n 与年度见各句。", "Numbers as printed in the reports; n and year stand in each sentence.")
    paper.foot(slide, [note])


def _chart_slides(paper: Paper, pack: Pack, chapter: str, page: Page) -> None:
    """Add the slide of a chart; bars of more rows than a reader can read go on over further slides."""
    shown = [block for block in page.blocks if block.native != "none" and block.names]
    rows = max((len(block.names) for block in shown if block.native == "bar" and not is_wordy(block)), default=0)
    slides = max(1, min(_MOST_SLIDES, -(-rows // _MOST_ROWS)))
    for number in range(slides):
        part = [_part_of(block, number, slides) for block in shown] if slides > 1 else shown
        headline = page.headline + (say(pack.lang, f"（{number + 1}/{slides}）", f" ({number + 1}/{slides})") if slides > 1 else "")
        left = rows - _MOST_ROWS * _MOST_SLIDES
        more = say(pack.lang, f"只列前 {rows - left} 个，共 {rows} 个，全部见工作簿。", f"The first {rows - left} of {rows}; all are in the workbook.")
        _chart_slide(paper, pack, chapter, page, part, headline, [more] if left > 0 else [])


def _part_of(block: Block, number: int, slides: int) -> Block:
    """Return the rows of a block that one of several slides shows, as many on each."""
    size = min(_MOST_ROWS, -(-len(block.names) // slides))
    rows = slice(number * size, (number + 1) * size)
    series = tuple(replace(one, values=one.values[rows]) for one in block.series)
    return replace(block, keys=block.keys[rows], names=block.names[rows], series=series)


def _chart_slide(
    paper: Paper, pack: Pack, chapter: str, page: Page, blocks: Sequence[Block], headline: str, more: Sequence[str]
) -> None:
    slide = paper.slide()
    paper.text(slide, [chapter], Box(MARGIN, 0.26, _INNER, 0.3), size=12, muted=True)
    paper.title(slide, headline, Box(MARGIN, 0.52, _INNER, 0.66), size=25)
    under = " · ".join([page.title, *page.facts])
    paper.text(slide, [page.question, under], Box(MARGIN, 1.2, _INNER, 0.62), size=13, muted=True)
    notes = [*more, *_notes(page, pack.lang)]
    top = paper.foot(slide, notes)
    _draw(paper, slide, page, blocks, Box(MARGIN, 1.92, _INNER, top - 0.08 - 1.92))


def _notes(page: Page, lang: Lang) -> list[str]:
    """Return the small print: source, cautions, findings that touch the numbers."""
    colon = say(lang, "：", ": ")
    notes = [f"{word('source', lang)}{colon}{page.source}"]
    if page.notes:
        notes.append(f"{word('cautions', lang)}{colon}{' '.join(page.notes)}")
    failed = page.findings.filter(pl.col("status") == "fail")
    if not failed.is_empty() and page.name != "findings_by_rule":
        counted = touching.by_rule(failed)
        listed = say(lang, "；", "; ").join(
            f"{names.rule_name(row['rule'], lang)} {row['fail']:,}" for row in counted.head(4).iter_rows(named=True)
        )
        more = say(lang, " 等", " and others") if counted.height > 4 else ""
        notes.append(f"{word('touching', lang)}{colon}" + say(lang, f"{failed.height:,} 处不成立（{listed}{more}），见末页与工作簿。", f"{failed.height:,} do not hold ({listed}{more}); see the last slides and the workbook."))
    return notes


def _draw(paper: Paper, slide: Any, page: Page, shown: Sequence[Block], body: Box) -> None:
    """Draw the numbers: native where a native chart or table can show them, else the picture."""
    if not shown or any(block.native == "grid" and not _fits(block) for block in shown):
        add_picture(paper, slide, page, body)
        return
    gap = 0.25
    weights = [_weight(block, place) for place, block in enumerate(shown)]
    room = body.width - gap * (len(shown) - 1)
    # Bars with one set of names draw their rows at one height: with the same axis and title, no legend.
    left = body.left
    for place, (block, weight) in enumerate(zip(shown, weights, strict=True)):
        width = room * weight / sum(weights)
        box = Box(left, body.top, width, body.height)
        if block.native == "grid" or is_wordy(block):
            add_grid(paper, slide, block, page, box)
        else:
            add_chart(paper, slide, block, page, box, has_names=place == 0 or block.native != "bar")
        left += width + gap


def _fits(block: Block) -> bool:
    return len(block.names) <= 13 and len(block.series) <= 17


def _weight(block: Block, place: int) -> float:
    """Return how much room a block needs beside its siblings: the first bars bring the names of the rows."""
    if block.native == "bar":
        return 1.75 if place == 0 else 1.0
    return 1.0


def _findings(paper: Paper, pack: Pack) -> None:
    """Add the slides with the findings: how often each rule fails, and each error with agency, year and place."""
    lang = pack.lang
    failed = pack.findings.filter(pl.col("status") == "fail")
    if not any(page.name == "findings_by_rule" for page in pack.pages):
        _counted(paper, pack)
    _errors(paper, failed, lang)


def _counted(paper: Paper, pack: Pack) -> None:
    lang = pack.lang
    slide = paper.slide()
    paper.title(slide, word("findings", lang), Box(MARGIN, _TITLE_TOP, _INNER, 0.8))
    counted = touching.by_rule(pack.findings)
    if counted.is_empty():
        paper.text(slide, [say(lang, "没有发现数字不符之处。", "No contradiction was found.")], Box(MARGIN, 1.5, _INNER, 1), size=18)
        return
    rows = [
        [names.rule_name(row["rule"], lang), names.severity_name(row["severity"], lang), f"{row['fail']:,}", f"{row['unknown']:,}"]
        for row in counted.iter_rows(named=True)
    ]
    heads = [word(name, lang) for name in ("rule", "severity", "fail", "unknown")]
    paper.table(slide, heads, rows, Box(MARGIN, 1.35, _INNER, 5.2), [8.4, 1.2, 1.2, 1.3], right=(2, 3), size=11)
    paper.foot(slide, [say(lang, "不成立只说明所印的数字互不相符，不说明哪个数错了；无法核对：有一方的数没有印出。", "A finding says that printed numbers do not agree, not which of them is wrong; cannot be checked: one of them is not printed.")])


def _errors(paper: Paper, failed: pl.DataFrame, lang: Lang) -> None:
    errors = touching.grave(failed)
    heads = [word(name, lang) for name in ("agency", "year", "rule", "message", "file")]
    for start in range(0, min(errors.height, 2 * _MOST_FINDINGS), _MOST_FINDINGS):
        part = errors.slice(start, _MOST_FINDINGS)
        slide = paper.slide()
        title = say(lang, f"错误级发现（共 {errors.height:,} 处）", f"Findings of severity error ({errors.height:,} in all)")
        paper.title(slide, title, Box(MARGIN, _TITLE_TOP, _INNER, 0.8))
        paper.table(slide, heads, [_finding(row, lang) for row in part.iter_rows(named=True)], Box(MARGIN, 1.35, _INNER, 5.2), [2.1, 0.7, 3.0, 3.7, 2.6], size=10)
        if errors.height > 2 * _MOST_FINDINGS:
            paper.foot(slide, [say(lang, f"只列前 {2 * _MOST_FINDINGS} 处，全部见工作簿。", f"The first {2 * _MOST_FINDINGS}; all are in the workbook.")])


def _finding(row: dict[str, Any], lang: Lang) -> list[str]:
    where = " ".join(filter(None, (str(row["source"] or ""), place_of(row["page"], row["line"], lang))))
    year = "" if row["year"] is None else str(row["year"])
    return [row["agency"] or "", year, names.rule_name(row["rule"], lang), row["message"], where]


def _method(paper: Paper, pack: Pack) -> None:
    lang = pack.lang
    slide = paper.slide()
    paper.title(slide, word("method", lang), Box(MARGIN, _TITLE_TOP, _INNER, 0.8))
    paper.text(slide, list(pack.method), Box(MARGIN, 1.4, _INNER, 3.6), size=15, bullets=True, space=7)
    if pack.left_out:
        head = word("left_out", lang) + say(lang, "（这些报告没有所需的数）：", " (these reports lack the numbers): ")
        said = say(lang, "、", ", ").join(name for name, _ in pack.left_out)
        paper.foot(slide, [head + said])


