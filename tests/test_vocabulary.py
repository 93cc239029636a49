"""The lists of words in `toolkit/vocabulary/`: each is read by somebody, can be used, and says nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from toolkit import vocabulary
from toolkit.errors import FormError
from toolkit.recognition.numerals import quantities
from toolkit.vocabulary.cover import cover_words
from toolkit.vocabulary.lists import any_of, not_after, read_lists
from toolkit.vocabulary.numbers import number_words
from toolkit.vocabulary.tables import table_words

FOLDER = Path(vocabulary.__path__[0])
FILES = {"cover": cover_words(), "tables": table_words(), "numbers": number_words()}
#: What reads them.
CODE = "".join(path.read_text("utf-8") for path in sorted((FOLDER.parent / "recognition").glob("*.py")))


def lists() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every list with its name: cover.title.report."""
    for file, words in FILES.items():
        for table in fields(words):
            part = getattr(words, table.name)
            for one in fields(part):
                yield f"{file}.{table.name}.{one.name}", getattr(part, one.name)


@pytest.mark.parametrize(
    ("name", "words"), list(lists()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_list_is_read_and_can_be_used(name: str, words: tuple[str, ...]) -> None:
    assert words and len(set(words)) == len(words)
    assert all(word == word.strip() for word in words)
    assert re.compile(any_of(words)).search("") is None
    assert re.search(rf"\.{name.rpartition('.')[2]}\b", CODE)


@pytest.mark.parametrize("file", FILES)
def test_a_file_says_what_each_of_its_tables_is_for(file: str) -> None:
    lines = (FOLDER / f"{file}.toml").read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    for at, line in enumerate(lines):
        if line.startswith("["):
            assert lines[at - 1].startswith("# ") or lines[at + 1].startswith("# "), line


@pytest.mark.parametrize(
    "name", ["cover.title.offices", "tables.sentences.denying", "tables.sentences.until"]
)
def test_words_before_which_nothing_is_looked_for_are_no_patterns(name: str) -> None:
    words = dict(lists())[name]
    assert re.compile(f"{not_after(words)}件").search("1件")
    assert all(re.compile(f"{not_after(words)}件").search(f"{word}件") is None for word in words)


@pytest.mark.parametrize("word", number_words().units.others)
def test_a_word_that_begins_with_a_measure_word_counts_nothing(word: str) -> None:
    assert any(word.startswith(measure) for measure in number_words().units.measures)
    assert quantities(f"共3{word}") == []


@pytest.mark.parametrize("word", number_words().rounding.before)
def test_a_rounded_number_is_no_exact_one(word: str) -> None:
    assert [(found.value, found.approximate) for found in quantities(f"公开{word}120条")] == [(120.0, True)]


@pytest.mark.parametrize("word", number_words().other.no_one)
def test_a_word_that_ends_with_one_is_no_number(word: str) -> None:
    assert quantities(f"{word}件") == []


@dataclass(frozen=True)
class _Weather:
    rain: tuple[str, ...]
    snow: tuple[str, ...]


@dataclass(frozen=True)
class _Toy:
    weather: _Weather


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[weather]\nrain = ["雨"]', "snow"),
        ('[weather]\nrain = ["雨"]\nsnow = ["雪"]\nhail = ["雹"]', "hail"),
        ('[wind]\nrain = ["雨"]', "wind"),
        ("", "weather"),
        ('[weather]\nrain = "雨"\nsnow = ["雪"]', "no list of words"),
        ('[weather]\nrain = [""]\nsnow = ["雪"]', "no list of words"),
        ('[weather\nrain = ["雨"]', "mend the file"),
    ],
)
def test_a_wrong_file_stops_the_program(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "toy.toml"
    file.write_text('[weather]\nrain = ["雨", "雷雨"]\nsnow = ["雪"]', "utf-8")
    assert read_lists(str(file), _Toy).weather.rain == ("雨", "雷雨")
    file.write_text(text, "utf-8")
    with pytest.raises(FormError, match=said):
        read_lists(str(file), _Toy)
