"""The data dictionary names everything there is, and the one in docs/ is the one that the software prints."""

from __future__ import annotations

from typing import get_args

import pytest

from scripts.write_docs import DOCS, PAGES
from toolkit import checks
from toolkit.corpus.sheets import STATES
from toolkit.dictionary import data_dictionary
from toolkit.forms import Form, all_forms
from toolkit.frames import FRAMES
from toolkit.report import State
from toolkit.vocabulary.agencies import agencies
from toolkit.vocabulary.mentions import mention_words
from toolkit.vocabulary.sections import section_titles


@pytest.fixture(scope="module")
def lines() -> list[list[str]]:
    """Return the rows of all tables of the dictionary, as cells."""
    return [line.strip("| ").split(" | ") for line in data_dictionary().splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("name", PAGES)
def test_the_written_page_is_the_one_the_software_writes(name: str) -> None:
    same = (DOCS / name).read_text("utf-8") == PAGES[name]()
    assert same, f"docs/{name} is not up to date; run: make docs"


@pytest.mark.parametrize("name", FRAMES)
def test_every_column_of_a_frame_stands_under_its_frame(name: str) -> None:
    part = data_dictionary().split(f"\n### {name}\n")[1].split("\n#")[0]
    for column, definition in FRAMES[name].columns().items():
        assert f"\n| `{column}` | " in part
        assert definition.description
        assert definition.description in part
        assert (definition.metadata or {})["zh"] in part


@pytest.mark.parametrize("form", all_forms().values(), ids=lambda form: form.key)
def test_every_code_of_a_form_is_there_with_its_label(form: Form, lines: list[list[str]]) -> None:
    first = {(line[0], line[1]) for line in lines if len(line) > 1}
    said = dict(first)
    for table in form.tables:
        for row in table.rows:
            assert any(code == f"`{row.key}`" and row.label in label for code, label in first), row.key
        for column in (column for band in table.bands for column in band.columns):
            assert any(code == f"`{column.key}`" and column.label in label for code, label in first), (
                column.key
            )
        for balance in table.balances:
            assert f"`{balance.rule}`" in said


def test_editions_are_told_apart() -> None:
    text = data_dictionary()
    # FORMS: （六）其他处理 is one row in 2019, three rows in 2021.
    assert "| `other_processing` | （六）其他处理 | 三、本年度办理结果 | other handling | x |  |" in text
    assert "| `other_other` | 3.其他 | （六）其他处理 | other: anything else |  | x |" in text
    # Table two calls them 规范性文件 in 2019 and 行政规范性文件 in 2021.
    assert "| `normative_documents` | 行政规范性文件 (2019: 规范性文件) |" in text
    assert text.index("`other_processing` |") < text.index("`other_not_corrected_in_time` |")


def test_states_functions_sections_and_rules_are_there() -> None:
    text = data_dictionary()
    assert set(STATES) == set(get_args(State))
    codes = [
        *STATES,
        *(f.code for f in agencies().functions),
        *(t.code for t in section_titles()),
        *mention_words().kinds,
        *checks.rules(),
    ]
    assert [code for code in codes if f"| `{code}` |" not in text] == []


def test_tables_are_whole(lines: list[list[str]]) -> None:
    for part in data_dictionary().split("\n\n"):
        widths = {line.replace("\\|", "").count("|") for line in part.splitlines() if line.startswith("|")}
        assert len(widths) <= 1, part[:200]
    assert len(lines) > 200


def test_words_of_sql_are_named() -> None:
    (line,) = [line for line in data_dictionary().splitlines() if line.startswith("Words of SQL")]
    assert '`"primary"`, `"table"`' in line
