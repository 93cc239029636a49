"""A page made to be printed on A4: no menus, page numbers at the foot, tables that run over pages.

Three looks: ruled lines that meet, cells that stand apart, and lines as thin as a hair.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from scripts.samples import spans
from scripts.samples.report import Annex, SampleReport, in_words
from scripts.samples.spans import Box, Row
from scripts.samples.web.markup import article, lines, table, text

_STYLE = """<style>
@page{size:A4 portrait;margin:26mm 22mm 24mm 24mm;@bottom-center{content:"- " counter(page) " -";font:10.5pt serif}}
body{margin:0;font:14pt/1.8 "FangSong","Droid Sans Fallback",serif;color:#000}
h1{font-size:19pt;font-weight:400;text-align:center;line-height:1.5;margin:0 0 14pt}h2{font-size:14pt;font-weight:400;margin:8pt 0;text-indent:2em;break-after:avoid}
p{margin:4pt 0;text-indent:2em;text-align:justify}.sign{text-align:right}
table{width:100%;font-size:8.5pt;line-height:1.35;margin:6pt 0}td{padding:2.5pt 2pt;text-align:center}
</style>"""
LOOKS = {
    "ruled": "<style>table{border-collapse:collapse}td{border:.75pt solid #000}</style>",
    "spaced": "<style>table{border-spacing:3pt;border:1pt solid #333}td{border:.6pt solid #333}</style>",
    "hairline": "<style>table{border-collapse:collapse}td{border:.3pt solid #555}</style>",
}


def page(look: str, report: SampleReport) -> str:
    """Return the page of a report in one of the looks."""
    cut = report.title.index("20")
    sign = (report.agency, in_words(report.published)) if report.published else ()
    return lines(
        "<!DOCTYPE html>",
        f'<html lang="zh-CN"><head><meta charset="utf-8"><title>{text(report.title)}</title>',
        _STYLE,
        LOOKS[look],
        "</head><body>",
        f"<h1>{text(report.title[:cut])}<br>{text(report.title[cut:])}</h1>",
        article(report, _heading, _paragraph, _TABLES, _annex),
        (f'<p class="sign">{text(words)}</p>' for words in sign),
        "</body></html>\n",
    )


def _heading(words: str) -> str:
    return f"<h2>{text(words)}</h2>"


def _paragraph(words: str) -> str:
    return f"<p>{text(words)}</p>"


def _drawn(rows: Callable[[SampleReport], list[Row]], report: SampleReport) -> str:
    return table(rows(report), _inside, "<table>")


def _annex(drawn: Annex) -> str:
    return table(spans.annex(drawn), _inside, "<table>")


def _inside(box: Box) -> str:
    return text(box.text)


_TABLES = {
    "disclosures": partial(_drawn, spans.two),
    "requests": partial(_drawn, spans.three),
    "reviews": partial(_drawn, spans.four),
}
