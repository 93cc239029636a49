"""Cues: that a text cannot hold one is only said where its pattern finds nothing."""

from __future__ import annotations

import random
import re

import pytest

from tests.labelled_mentions import cases
from toolkit.recognition.numerals import plain
from toolkit.vocabulary.cues import Cues
from toolkit.vocabulary.mentions import mention_words


def _texts() -> list[str]:
    """Return the labelled sentences, and as many made of two halves of them."""
    texts = [
        plain(case.text).text
        for half in ("developed", "held_out", "later", "variants")
        for case in cases(half)
    ]
    chance = random.Random(1)
    return texts + [
        one[: chance.randrange(len(one) + 1)] + other[chance.randrange(len(other)) :]
        for one, other in zip(texts, chance.sample(texts, len(texts)), strict=True)
    ]


def test_what_a_pattern_finds_is_possible() -> None:
    cues = mention_words().cues
    held = dict.fromkeys(cues.like, 0)
    for text in _texts():
        possible = cues.possible(text)
        for name, pattern in cues.like.items():
            if pattern.search(text):
                held[name] += 1
                assert possible & cues.bits[name], (name, text)
    assert sum(count > 0 for count in held.values()) > 100


def test_most_cues_are_impossible_in_a_sentence() -> None:
    cues = mention_words().cues
    possible = cues.possible("2022年，我局主动公开政府信息1120条，其中政府网站公开800条。")
    assert possible.bit_count() < len(cues.like) / 2


@pytest.mark.parametrize(
    ("pattern", "possible", "impossible"),
    [
        ("申请|复议", "复议", "受理"),
        ("申(?:请|报)?表", "申表", "请报"),
        ("(?:共计){2,}", "共计共计", "合"),
        ("(?:共计)*件", "件", "共计"),
        ("(?=[较比])[^，]+", "比上年", "上年"),
        ("(?>(?:未|没有))收到", "未收到", "受理"),
        (r"(?<!不)公开\d", "公开1", "信息1"),
        ("[^，]{2}|共", "信息", None),
        (r"\d+年?", "1", None),
    ],
)
def test_a_pattern_needs_characters_that_it_cannot_do_without(
    pattern: str, possible: str, impossible: str | None
) -> None:
    cues = Cues({"one": re.compile(pattern)})
    assert cues.possible(possible)
    assert impossible is None or not cues.possible(impossible)
