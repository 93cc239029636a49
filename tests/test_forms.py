"""The form files: what the editions ask for, and what is wrong with a wrong file."""

from __future__ import annotations

import pytest

from toolkit.errors import FormError, UnknownForm
from toolkit.forms import all_forms, editions_of, parse_form

TOY = """
key = "toy"
name_zh = "两行表"
name_en = "A form of two rows"
notice = "none"
usual_years = [1900, 1901]

[[table]]
key = "apples"
name_zh = "苹果"
name_en = "Apples"
marks = ["苹果情况"]

[[table.band]]
key = "apples"
columns = [{ key = "red", label = "红", en = "red", unit = "个" }, { key = "all", label = "总计", en = "all", unit = "个" }]
rows = [{ key = "picked", label = "摘下", en = "picked" }, { key = "kept", label = "留下", en = "kept" }]

[[table.balance]]
rule = "apple_sum"
along = "columns"
left = ["all"]
right = ["red"]
"""


def test_editions() -> None:
    assert {key: form.edition for key, form in all_forms().items()} == {
        "2008": "2008", "2014": "2014", "local_fujian": "2014", "2019": "2019", "2021": "2021",
    }  # fmt: skip


def test_the_statistics_table_asks_for_58_items_of_the_contract_and_that_of_fujian_for_16() -> None:
    tables = {form.key: table for form, table in editions_of("statistics")}
    assert {key: len(table.rows) for key, table in tables.items()} == {"2014": 58, "local_fujian": 16}
    assert [column.key for column in tables["local_fujian"].bands[0].columns] == ["value", "cumulative"]
    own = {row.key for row in tables["local_fujian"].rows} - {row.key for row in tables["2014"].rows}
    assert own == {"received_by_letter_or_fax", "reply_other", "fees_reduced", "litigations_and_complaints"}


@pytest.mark.parametrize(("edition", "rows"), [("2019", 23), ("2021", 25)])
def test_table_three_has_the_rows_and_columns_of_its_notice(edition: str, rows: int) -> None:
    table = all_forms()[edition].table("requests")
    assert len(table.rows) == rows
    assert [column.label for column in table.bands[0].columns] == [
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
    ]  # fmt: skip


def test_outcomes_are_all_rows_between_carried_in_and_the_total() -> None:
    for _, table in editions_of("requests"):
        (balance,) = [b for b in table.balances if b.rule == "outcome_sum"]
        keys = [row.key for row in table.rows]
        assert list(balance.right) == keys[2:-2]
        assert balance.left == ("processed_total",)


def test_table_two_asks_for_10_cells_in_2021_and_22_in_2019() -> None:
    cells = {
        form.key: sum(len(band.rows) * len(band.columns) for band in table.bands)
        for form, table in editions_of("disclosures")
    }
    assert cells == {"2019": 22, "2021": 10}


def test_a_toy_form_is_read() -> None:
    form = parse_form(TOY, "toy.toml")
    assert form.table("apples").rows[1].label == "留下"
    assert form.table("apples").band_of("kept").key == "apples"


def test_asking_for_what_a_form_does_not_have() -> None:
    with pytest.raises(UnknownForm, match="form 2021 has no table 'pears'; it has disclosures, requests, reviews"):
        all_forms()["2021"].table("pears")
    with pytest.raises(UnknownForm, match="no row 'eaten'; it has picked, kept"):
        parse_form(TOY, "toy.toml").table("apples").band_of("eaten")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (TOY.replace('right = ["red"]', 'right = ["green"]'), "adds up green"),
        (TOY.replace('key = "kept"', 'key = "picked"'), "names a row twice"),
        (TOY.replace('key = "toy"', ""), "not a form file"),
        (TOY.replace("[[table]]", "[[table"), "not a form file"),
        (TOY.replace('unit = "个" }, {', 'weight = "个" }, {'), "not a form file"),
    ],
)
def test_a_wrong_form_file_stops_the_program(wrong: str, said: str) -> None:
    with pytest.raises(FormError, match=said):
        parse_form(wrong, "toy.toml")
