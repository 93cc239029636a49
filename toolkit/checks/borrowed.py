"""Passages taken over from another agency, and section five taken over from last year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from toolkit.checks import Frames, Rule
from toolkit.checks.sentences import finding, findings, quoted
from toolkit.text import label_key, squeeze

RULES = {
    "copied_passage": Rule(
        "note",
        "no passage of 60 characters or more is another agency's, word for word, unless many agencies have it",
        "没有与其他机关逐字相同的六十字以上段落（普遍用语除外）",
        short_en="passage shared with another agency",
        short_zh="与其他机关雷同段落",
    ),
    "repeated_section": Rule(
        "note",
        "section five is not almost that of the year before",
        "第五部分与上一年不雷同",
        short_en="section five as last year",
        short_zh="第五部分与上年雷同",
    ),
}

#: Stretches of so many letters are compared; so much of both sections has to be the same.
_GRAM, _ALMOST = 4, 0.8
_BODY = re.compile(r"(?=([省市区县州旗][㐀-鿿]{1,8}?(?:局|委|厅|办公室)|[㐀-鿿]{2}(?:街道|镇|乡)))")
#: A shorter section is too short to be called repeated.
_SHORTEST = 40


def check(frames: Frames) -> pl.DataFrame:
    """Return passages of other agencies, the longest of each report, and sections repeated."""
    return findings([*_copied(frames), *_repeated(frames)])


def _copied(frames: Frames) -> Iterator[dict[str, Any]]:
    who = frames["reports"].select("report_id", "source", "agency", "agency_id", "year", "published")
    pairs = (
        frames["similar"]
        .join(who, on="report_id")
        .join(who, left_on="other_id", right_on="report_id", suffix="_other")
        .filter(
            pl.col("agency_id").is_null()
            | pl.col("agency_id_other").is_null()
            | (pl.col("agency_id") != pl.col("agency_id_other"))
        )
        .filter(~_came_first())
        .sort("report_id", "chars", "other_id", descending=[False, True, False])
        .filter(~_is_original(pl.struct("passage", "agency", "agency_other")))
        .with_columns(pl.len().over("report_id").alias("others"))
        .unique("report_id", keep="first", maintain_order=True)
    )
    places = _places(frames, pairs.select("report_id", "passage"))
    for row in pairs.iter_rows(named=True):
        other = f"{row['agency_other'] or 'an unknown agency'}, {row['year_other'] or 'unknown year'}"
        year_zh = f"{row['year_other']} 年" if row["year_other"] else "年度不明"
        other_zh = f"{row['agency_other'] or '机关不明'}，{year_zh}"
        more, more_zh = "", ""
        if row["others"] > 1:
            more = f", and {row['others'] - 1} more reports share a passage"
            more_zh = f"，另有 {row['others'] - 1} 份报告有相同段落"
        passage = quoted(squeeze(row["passage"]))
        yield finding(
            "copied_passage",
            row["report_id"],
            f"{row['chars']} characters word for word as in {row['source_other']} ({other}){more}: {passage}",
            f"{row['chars']} 字与 {row['source_other']}（{other_zh}）逐字相同{more_zh}：{passage}",
            places.get(row["report_id"]),
        )


def _came_first() -> pl.Expr:
    """Decide whether a report is older than the other one: then it is the other that borrowed."""
    earlier = pl.col("published") < pl.col("published_other")
    return pl.coalesce(
        pl.when(pl.col("published") != pl.col("published_other")).then(earlier),
        pl.col("year") < pl.col("year_other"),
        pl.lit(False),
    )


def _is_original(sides: pl.Expr) -> pl.Expr:
    """Decide whether a passage speaks of its own agency and not of the other one: then the other borrowed it."""
    return sides.map_elements(
        lambda side: (
            names_agency(side["passage"], side["agency"])
            and not names_agency(side["passage"], side["agency_other"])
        ),
        return_dtype=pl.Boolean,
    )


def names_agency(passage: str, agency: str | None) -> bool:
    """Decide whether a passage names an agency, in full or as people shorten it.

    >>> names_agency("市科技局将做好公开", "清河市科学技术局"), names_agency("市科技局将做好公开", "清河市澄波区科学技术局")
    (True, False)
    """
    if agency is None:
        return False
    return any(word[:2] in agency and _is_within(word, agency) for word in _BODY.findall(squeeze(passage)))


def _is_within(word: str, name: str) -> bool:
    """Decide whether the letters of a word stand in a name in the same order."""
    letters = iter(name)
    return all(letter in letters for letter in word)


def _places(frames: Frames, passages: pl.DataFrame) -> dict[str, Any]:
    """Return where each passage begins, by report: at the sentence that holds its first words."""
    begins = {report_id: squeeze(passage)[:20] for report_id, passage in passages.iter_rows()}
    sentences = frames["sentences"].join(passages.select("report_id"), on="report_id", how="semi")
    found: dict[str, Any] = {}
    for report_id, sentence, place in sentences.select("report_id", "sentence", "place").iter_rows():
        text = squeeze(sentence)
        if report_id not in found and (
            begins[report_id] in text or (len(text) > 8 and begins[report_id].startswith(text))
        ):
            found[report_id] = place
    return found


def _repeated(frames: Frames) -> Iterator[dict[str, Any]]:
    who = frames["reports"].filter(pl.col("agency_id").is_not_null() & pl.col("year").is_not_null())
    texts = (
        frames["sections"]
        .filter(pl.col("section") == "problems")
        .group_by("report_id", maintain_order=True)
        .agg(pl.col("text").str.join("\n"))
        .join(who.select("report_id", "agency_id", "scope", "year", "source"), on="report_id")
    )
    last = texts.with_columns(pl.col("year") + 1)
    same = ["agency_id", "scope", "year"]
    for row in (
        texts.join(last, on=same, suffix="_last").sort("report_id", "source_last").iter_rows(named=True)
    ):
        share = likeness(row["text"], row["text_last"])
        if share >= _ALMOST:
            yield finding(
                "repeated_section",
                row["report_id"],
                f"{share:.0%} of section five is that of {row['year'] - 1} ({row['source_last']})",
                f"第五部分有 {share:.0%} 与 {row['year'] - 1} 年的（{row['source_last']}）相同",
                _first_place(frames, row["report_id"]),
            )


def likeness(text: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1: the share of their stretches of four letters that both have (Dice).

    Digits are left out; a text too short to be called repeated is like none.

    >>> likeness("一" * 50, "二" * 50), likeness("一是公开不及时", "一是公开不及时")
    (0.0, 0.0)
    """
    one, two = (_letters(part) for part in (text, other))
    if min(len(one), len(two)) < _SHORTEST:
        return 0.0
    left, right = (
        {letters[i : i + _GRAM] for i in range(len(letters) - _GRAM + 1)} for letters in (one, two)
    )
    return 2 * len(left & right) / (len(left) + len(right))


def _letters(text: str) -> str:
    return "".join(char for char in label_key(text) if not char.isdigit())


def _first_place(frames: Frames, report_id: str) -> Any:
    of_section = (pl.col("report_id") == report_id) & (pl.col("section") == "problems")
    return next(iter(frames["sentences"].filter(of_section).head(1)["place"]), None)
