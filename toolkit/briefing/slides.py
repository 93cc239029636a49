"""The slides: a cover, the points in brief, one chart a slide with a native chart to edit, method and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.briefing import names, touching
from toolkit.briefing.blocks import Block
from toolkit.briefing.drawing import add_chart
from toolkit.briefing.grids import add_grid, add_picture, is_wordy
from toolkit.briefing.marks import without_marks
from toolkit.briefing.pack import Pack, Page
from toolkit.briefing.paper import Box, Paper
from toolkit.briefing.wordings import day, place_of, word
from toolkit.wording import Lang, say

#: All in inches. A slide of 16 to 9.
WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.62
_INNER = WIDTH - 2 * MARGIN
_TITLE_TOP = 0.42
#: Rows of bars that a slide can hold and a reader can read; slides of one chart; lines of small print.
_MOST_ROWS, _MOST_SLIDES, _MOST_LINES = 15, 4, 5
#: The size of type in tables of findings.
_READABLE = 12
#: More charts than these stand in two rows.
_MOST_ABREAST = 3
_FINDINGS = "findings_by_rule"


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
    paper.text(
        slide, lines, Box(MARGIN, 1.5, _INNER, 4.8), size=20 if len(lines) < 6 else 18, bullets=True, space=14
    )
    note = say(
        pack.lang,
        "句中的数都是报告所印的数或其合计；年度和报告份数见各句。",
        "Numbers as printed in the reports, or their sums; year and number of reports stand in each sentence.",
    )
    paper.foot(slide, [note])


def _chart_slides(paper: Paper, pack: Pack, chapter: str, page: Page) -> None:
    """Add the slides of a chart: bars of more rows than a reader can read go on over further slides, after any table."""
    shown = [block for block in page.blocks if block.native != "none" and block.names]
    is_long = page.name != _FINDINGS and not any(is_wordy(block) for block in shown)
    bars = [block for block in shown if block.native == "bar" and is_long]
    tables = [block for block in shown if block not in bars]
    rows = max((len(block.names) for block in bars), default=0)
    slides = max(1, min(_MOST_SLIDES, -(-rows // _MOST_ROWS)))
    parts = [tables] if tables or not bars else []
    parts += [[_part_of(block, number, slides) for block in bars] for number in range(slides if bars else 0)]
    left = rows - _MOST_ROWS * _MOST_SLIDES
    more = say(
        pack.lang,
        f"只列前 {rows - left} 个，共 {rows} 个，全部见工作簿。",
        f"The first {rows - left} of {rows}; all are in the workbook.",
    )
    for number, part in enumerate(parts, start=1):
        count = say(pack.lang, f"（{number}/{len(parts)}）", f" ({number}/{len(parts)})") if len(parts) > 1 else ""
        _chart_slide(paper, pack, chapter, page, part, page.headline + count, [more] if left > 0 else [])


def _part_of(block: Block, number: int, slides: int) -> Block:
    """Return the rows of a block that one of several slides shows, as many on each."""
    size = min(_MOST_ROWS, -(-len(block.names) // slides))
    rows = slice(number * size, (number + 1) * size)
    series = tuple(replace(one, values=one.values[rows]) for one in block.series)
    return replace(block, keys=block.keys[rows], names=block.names[rows], series=series)


def _chart_slide(
    paper: Paper,
    pack: Pack,
    chapter: str,
    page: Page,
    blocks: Sequence[Block],
    headline: str,
    more: Sequence[str],
) -> None:
    slide = paper.slide()
    paper.text(slide, [chapter], Box(MARGIN, 0.26, _INNER, 0.3), size=12, muted=True)
    paper.title(slide, headline, Box(MARGIN, 0.52, _INNER, 0.66), size=25)
    under = " · ".join([page.title, *page.facts])
    size = min(paper.fitting(line, 13, _INNER * 1.1) for line in (page.question, under))
    paper.text(slide, [page.question, under], Box(MARGIN, 1.2, _INNER, 0.62), size=size, muted=True)
    notes = [*more, *_notes(page, pack.lang)]
    cautions = without_marks(page.notes, pack.lang) if _is_native(blocks) else page.notes
    top = paper.foot(slide, _foot(paper, notes, cautions, pack.lang))
    paper.aside(slide, [page.title, *page.facts, *notes, *cautions])
    captions = _captions(blocks, pack.lang)
    if captions:
        size = min(paper.fitting(caption, 12, _INNER * 1.1) for caption in captions)
        paper.text(slide, captions, Box(MARGIN, 1.82, _INNER, 0.24), size=size)
    body_top = 1.92 + 0.24 * len(captions)
    body = Box(MARGIN, body_top, _INNER, top - 0.08 - body_top)
    if page.name == _FINDINGS:
        _counted(paper, slide, page.findings, body, pack.lang)
    else:
        _draw(paper, slide, page, blocks, body)


def _captions(blocks: Sequence[Block], lang: Lang) -> list[str]:
    """Return which lines are of which editions of the form: once where that is the same in all blocks."""
    said = {
        block.title: block.caption(lang) for block in blocks if block.native == "line" and block.caption(lang)
    }
    if len(set(said.values())) < 2:
        return list(dict.fromkeys(said.values()))
    colon, stop = say(lang, "：", ": "), say(lang, "。", ". ")
    return [stop.join(f"{title}{colon}{caption}" for title, caption in said.items())]


def _notes(page: Page, lang: Lang) -> list[str]:
    """Return what is to be said of a chart before its cautions: the source, the findings that touch its numbers."""
    colon = say(lang, "：", ": ")
    notes = [f"{word('source', lang)}{colon}{page.source}"]
    failed = page.findings.filter(pl.col("status") == "fail")
    if not failed.is_empty() and page.name != _FINDINGS:
        counted = touching.by_rule(failed)
        listed = say(lang, "；", "; ").join(
            f"{names.rule_name(row['rule'], lang)} {row['fail']:,}"
            for row in counted.head(4).iter_rows(named=True)
        )
        more = say(lang, " 等", " and others") if counted.height > 4 else ""
        said = say(
            lang,
            f"{failed.height:,} 处不成立（{listed}{more}），逐条见工作簿。",
            f"{failed.height:,} do not hold ({listed}{more}); each is in the workbook.",
        )
        notes.append(f"{word('touching', lang)}{colon}{said}")
    return notes


def _foot(paper: Paper, notes: Sequence[str], cautions: Sequence[str], lang: Lang) -> list[str]:
    """Return the notes, with as many cautions as there is room for in type that can be read."""
    colon = say(lang, "：", ": ")
    for shown in range(len(cautions), -1, -1):
        left = len(cautions) - shown
        parts = list(cautions[:shown])
        if left:
            parts.append(
                say(
                    lang,
                    f"另有 {left} 条，见本页备注和工作簿。",
                    f"{left} more: see the speaker notes and the workbook.",
                )
            )
        lines = [*notes, *([f"{word('cautions', lang)}{colon}{' '.join(parts)}"] if parts else [])]
        if paper.lines_of(lines) <= _MOST_LINES:
            break
    return lines


def _draw(paper: Paper, slide: Any, page: Page, shown: Sequence[Block], body: Box) -> None:
    """Draw the numbers: native where a native chart or table can show them, else the picture."""
    if not _is_native(shown):
        add_picture(paper, slide, page, body)
        return
    if len(shown) > _MOST_ABREAST:
        half = -(-len(shown) // 2)
        height = body.height / 2
        for row, part in enumerate((shown[:half], shown[half:])):
            _draw(paper, slide, page, part, Box(body.left, body.top + row * height, body.width, height))
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


def _is_native(shown: Sequence[Block]) -> bool:
    """Whether native charts and tables can show the blocks of a chart."""
    return bool(shown) and all(block.native != "grid" or _fits(block) for block in shown)


def _fits(block: Block) -> bool:
    return len(block.names) <= 18 and len(block.series) <= 18


def _weight(block: Block, place: int) -> float:
    """Return how much room a block needs beside its siblings: the first bars bring the names of the rows."""
    if block.native == "bar":
        return 1.75 if place == 0 else 1.0
    return len(block.names) + 4.0 if block.native == "grid" else 1.0


def _counted(paper: Paper, slide: Any, findings: pl.DataFrame, box: Box, lang: Lang) -> None:
    """Set a table of how often each rule fails, the gravest first, as many as can be read."""
    counted = touching.by_rule(findings)
    heads = [word(name, lang) for name in ("rule", "severity", "fail", "unknown")]
    rows = [
        [
            names.rule_name(row["rule"], lang),
            names.severity_name(row["severity"], lang),
            f"{row['fail']:,}",
            f"{row['unknown']:,}",
        ]
        for row in counted.iter_rows(named=True)
    ]
    widths = [box.width - 4.5, 1.3, 1.5, 1.7]
    shown = _fitting(paper, heads, rows, box.height - 0.35, widths)
    paper.table(slide, heads, shown, box, widths, right=(2, 3), size=_READABLE)
    rest = counted.slice(len(shown))
    if not rest.is_empty():
        fail, unknown = int(rest["fail"].sum()), int(rest["unknown"].sum())
        said = say(
            lang,
            f"另有 {rest.height} 条规则：不成立 {fail:,} 处，无法核对 {unknown:,} 处，见工作簿。",
            f"{rest.height} more rules: {fail:,} do not hold, {unknown:,} cannot be checked; see the workbook.",
        )
        paper.text(
            slide,
            [said],
            Box(box.left, box.top + box.height - 0.3, box.width, 0.3),
            size=_READABLE,
            muted=True,
        )


def _fitting(
    paper: Paper, heads: Sequence[str], rows: Sequence[Sequence[str]], height: float, widths: Sequence[float]
) -> list[Sequence[str]]:
    """Return as many rows as a table of that height holds in type that can be read."""
    shown = list(rows)
    while len(shown) > 1 and paper.height(heads, shown, widths, _READABLE) > height:
        shown.pop()
    return shown


def _findings(paper: Paper, pack: Pack) -> None:
    """Add the findings: how often each rule fails, where no chart says it, and the newest errors with their places."""
    lang = pack.lang
    if not any(page.name == _FINDINGS for page in pack.pages):
        slide = paper.slide()
        paper.title(slide, word("findings", lang), Box(MARGIN, _TITLE_TOP, _INNER, 0.8))
        if pack.findings.is_empty():
            paper.text(
                slide,
                [say(lang, "没有核对不成立之处。", "No rule is broken.")],
                Box(MARGIN, 1.5, _INNER, 1),
                size=18,
            )
        else:
            note = say(
                lang,
                "不成立只说明所印的数字互不相符，不说明哪个数错了；无法核对：有一方的数没有印出。",
                "A finding says that printed numbers do not agree, not which of them is wrong; cannot be checked: one of them is not printed.",
            )
            top = paper.foot(slide, [note])
            _counted(paper, slide, pack.findings, Box(MARGIN, 1.35, _INNER, top - 1.5), lang)
    errors = touching.grave(pack.findings)
    if not errors.is_empty():
        _errors(paper, errors, lang)


def _errors(paper: Paper, errors: pl.DataFrame, lang: Lang) -> None:
    slide = paper.slide()
    heads = [word(name, lang) for name in ("agency", "year", "rule", "message", "file")]
    title = say(
        lang,
        f"错误级发现（共 {errors.height:,} 处）",
        f"Findings of severity error ({errors.height:,} in all)",
    )
    paper.title(slide, title, Box(MARGIN, _TITLE_TOP, _INNER, 0.8))
    widths = [2.2, 0.75, 1.9, 4.9, _INNER - 9.75]
    rows = [_finding(row, lang) for row in errors.head(_MOST_ROWS).iter_rows(named=True)]
    shown = _fitting(paper, heads, rows, 5.3, widths)
    paper.table(slide, heads, shown, Box(MARGIN, 1.3, _INNER, 5.3), widths, size=_READABLE)
    if errors.height > len(shown):
        paper.foot(
            slide,
            [
                say(
                    lang,
                    f"年度最近的 {len(shown)} 处；全部 {errors.height:,} 处见工作簿“{word('findings', lang)}”。",
                    f"The {len(shown)} of the latest years; all {errors.height:,} are in the workbook, sheet “{word('findings', lang)}”.",
                )
            ],
        )


def _finding(row: dict[str, Any], lang: Lang) -> list[str]:
    source = str(row["source"] or "").rpartition("/")[2]
    where = " ".join(filter(None, (source, place_of(row["page"], row["line"], lang))))
    year = "" if row["year"] is None else str(row["year"])
    return [row["agency"] or "", year, names.rule_name(row["rule"], lang), row["message"], where]


def _method(paper: Paper, pack: Pack) -> None:
    lang = pack.lang
    slide = paper.slide()
    paper.title(slide, word("method", lang), Box(MARGIN, _TITLE_TOP, _INNER, 0.8))
    paper.text(slide, list(pack.method), Box(MARGIN, 1.4, _INNER, 3.6), size=15, bullets=True, space=7)
    if pack.left_out:
        paper.foot(slide, [word("left_out", lang), *pack.not_drawn()])
