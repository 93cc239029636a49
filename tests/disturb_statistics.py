"""What local statistics tables and their conversions do to a table, done on purpose: lines in, lines and truth out.

A number keeps its value or can no longer be told; it never becomes another's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from tests.planted_statistics import Key

Lines = list[list[str]]
Truth = dict[Key, float | None]
Disturbance = Callable[[random.Random, Lines, Truth, list[str]], None]
DISTURBANCES: dict[str, Disturbance] = {}


def disturbance(function: Disturbance) -> Disturbance:
    """Keep a disturbance under its name."""
    DISTURBANCES[function.__name__] = function
    return function


def disturbed(
    name: str, rng: random.Random, lines: tuple[tuple[str, ...], ...], truth: Mapping[Key, float | None], keys: list[str]
) -> tuple[Lines, Truth]:
    """Return disturbed lines and what is then true; ``keys`` name the row of each line, or nothing."""
    made, true = [list(line) for line in lines], dict(truth)
    DISTURBANCES[name](rng, made, true, keys)
    return made, true


def _forget(truth: Truth, key: str) -> None:
    for row, column in truth:
        if row == key:
            truth[row, column] = None


def _some(rng: random.Random, keys: list[str], count: int) -> list[int]:
    return sorted(rng.sample([at for at, key in enumerate(keys) if key], count), reverse=True)


@disturbance
def nothing(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    pass


@disturbance
def four_rows_dropped(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    for at in _some(rng, keys, 4):
        _forget(truth, keys[at])
        del lines[at]


@disturbance
def values_blank(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    for at in _some(rng, keys, 5):
        _forget(truth, keys[at])
        lines[at][2:] = [""] * len(lines[at][2:])


@disturbance
def values_dashed(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    for at in _some(rng, keys, 5):
        _forget(truth, keys[at])
        lines[at][2:] = [rng.choice(["——", "/", "-", "无"])] * len(lines[at][2:])


@disturbance
def local_rows(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    names = ["其中：市本级收到申请数", "政务公开专栏访问量", "编发信息公开简报数", "网站留言答复数", "其中：街道办理数"]
    for at in _some(rng, keys, 4):
        lines.insert(at + 1, [rng.choice(names), "件", *[str(rng.randint(1, 900)) for _ in lines[0][2:]]])


@disturbance
def local_row_last(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    lines.append(["（四）编发信息公开简报数", "期", *[str(rng.randint(1, 900)) for _ in lines[0][2:]]])


def _layers(rng: random.Random, lines: Lines, names: list[str], total: int) -> None:
    head, *rows = lines
    head[2:] = names
    for row in rows:
        own = row[2]
        others = [str(rng.randint(0, 99)) if own and row[1] != "——" else "" for _ in names]
        others[total] = own
        row[2:] = others


@disturbance
def a_column_a_layer(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    if len(lines[0]) == 3:
        _layers(rng, lines, *rng.choice([(["合计", "市本级", "县（区）"], 0), (["本级", "街道", "合计"], 2), (["总计", "机关", "下属单位"], 0)]))


@disturbance
def layers_without_a_total(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    if len(lines[0]) == 3:
        _layers(rng, lines, rng.choice([["市本级", "县区"], ["局机关", "直属单位", "乡镇"]]), 0)
        for key in truth:
            truth[key] = None


@disturbance
def last_year_beside(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    if len(lines[0]) == 3:
        _layers(rng, lines, rng.choice([["统计数", "上年统计数"], ["统计数", "上年数", "同比增减"]]), 0)


@disturbance
def remarks_beside(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    for line in lines[1:]:
        line.append(rng.choice(["", "", "含下属单位", "详见附件"]) if line[1] != "——" else "")
    lines[0].append("备注")


@disturbance
def two_years(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    if len(lines[0]) == 3:
        _layers(rng, lines, *rng.choice([(["2016年", "2015年"], 0), (["去年", "今年"], 1), (["2015年数", "2016年数", "增减%"], 1)]))


@disturbance
def two_other_years(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    if len(lines[0]) == 3:
        _layers(rng, lines, rng.choice([["2015年", "2014年"], ["2017年", "2016年"], ["2015年", "2016年", "合计"]]), 0)
        for key in truth:
            truth[key] = None


@disturbance
def units_removed(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    for line in lines:
        line[1] = ""


@disturbance
def header_removed(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    if len(lines[0]) > 3:
        for key in truth:
            truth[key] = None
    del lines[0]


@disturbance
def columns_swapped(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    for line in lines:
        line[1:] = line[:0:-1]


@disturbance
def serial_numbers(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    lines[0].insert(0, "序号")
    for n, line in enumerate(lines[1:], start=1):
        line.insert(0, str(n))


@disturbance
def list_numbers_removed(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    import re

    for line in lines[1:]:
        line[0] = re.sub(r"^(?:其中：)?(?:（[一二三四五六七八九]）|[一二三四五六七八九]、|\d\.)?", "", line[0])


@disturbance
def list_numbers_without_stop(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    for line in lines[1:]:
        line[0] = line[0].replace(".", "")


@disturbance
def remarks_removed(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    for line in lines[1:]:
        line[0] = line[0].split("（不")[0]


@disturbance
def a_character_lost(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    for at in _some(rng, keys, 6):
        label = lines[at][0]
        cut = rng.randrange(2, len(label))
        lines[at][0] = label[:cut] + label[cut + 1 :]


@disturbance
def heading_repeated(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    at = rng.randrange(5, len(lines) - 2)
    lines.insert(at, list(lines[0]))


@disturbance
def a_row_twice_with_other_numbers(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    (at,) = _some(rng, keys, 1)
    again = [*lines[at][:2], *[str(rng.randint(10_000, 20_000)) for _ in lines[at][2:]]]
    _forget(truth, keys[at])
    lines.insert(at + 1, again)


@disturbance
def title_rows_removed(rng: random.Random, lines: Lines, truth: Truth, keys: list[str]) -> None:
    lines[:] = [line for line in lines if line[1] != "——"]

