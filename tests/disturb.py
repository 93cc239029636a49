"""What conversions do to a report, done on purpose: each takes the lines of one and gives those of another.

The figures stay those that were planted, or can no longer be told; they never become others.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Lines = list[str]
Disturbance = Callable[[random.Random, Lines], Lines]

_VALUES = re.compile(r"^(?P<label>.*?[一-鿿”）)])(?P<values>(?:[ \t]+[+-]?[\d.]+)+)[ \t]*$")
_ROW = re.compile(r"[一-鿿].*(?:[\t ]+[+-]?\d+){6,}[\t ]*$")
DISTURBANCES: dict[str, Disturbance] = {}


def disturbance(function: Disturbance) -> Disturbance:
    """Keep a disturbance under its name."""
    DISTURBANCES[function.__name__] = function
    return function


def _tables(lines: Lines) -> tuple[int, int]:
    """Return where the tables begin and end."""
    start = next(i for i, line in enumerate(lines) if "第二十条" in line and "规定" not in line)
    end = next(i for i, line in enumerate(lines) if re.match(r"[#\s]*五、", line))
    return start, end


def _rows(lines: Lines) -> list[int]:
    start, end = _tables(lines)
    return [i for i in range(start, end) if _ROW.search(lines[i])]


@disturbance
def nothing(rng: random.Random, lines: Lines) -> Lines:
    return lines


@disturbance
def tabs_become_spaces(rng: random.Random, lines: Lines) -> Lines:
    return [line.replace("\t", " ") for line in lines]


@disturbance
def a_number_a_line(rng: random.Random, lines: Lines) -> Lines:
    start, end = _tables(lines)
    parts = [re.split(r"[\t ]+(?=[+-]?\d[\d.]*(?:[\t ]|$))", line) for line in lines[start:end]]
    return [line.replace("\t", " ") for line in [*lines[:start], *(p for part in parts for p in part), *lines[end:]]]


@disturbance
def page_numbers(rng: random.Random, lines: Lines) -> Lines:
    start, end = _tables(lines)
    out = list(lines)
    shape = rng.choice(["- {} -", "— {} —", "-{}-", "第 {} 页", "第{}页 共8页"])
    for number, at in sorted(enumerate(sorted(rng.sample(range(start, end), 3))), reverse=True):
        out.insert(at, shape.format(number + 3))
    return out


@disturbance
def bare_page_numbers(rng: random.Random, lines: Lines) -> Lines:
    start, end = _tables(lines)
    out = list(lines)
    for number, at in sorted(enumerate(sorted(rng.sample(range(start, end), 3))), reverse=True):
        out.insert(at, str(number + 3))
    return out


@disturbance
def spaces_between_characters(rng: random.Random, lines: Lines) -> Lines:
    return [re.sub(r"([一-鿿])(?=[一-鿿])", lambda m: m[1] + " " * (rng.random() < 0.3), line) for line in lines]


@disturbance
def full_width_digits(rng: random.Random, lines: Lines) -> Lines:
    start, end = _tables(lines)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return [line.translate(wide) if start <= i < end else line for i, line in enumerate(lines)]


@disturbance
def three_labels_lost(rng: random.Random, lines: Lines) -> Lines:
    out, rows = list(lines), _rows(lines)
    for at in rng.sample(rows, min(3, len(rows))):
        out[at] = re.sub(r"^.*?((?:[\t ]+[+-]?\d+){6,}[\t ]*)$", lambda m: m[1] if "\t" in m[1] else m[1].strip(), out[at])
    return out


@disturbance
def two_rows_deleted(rng: random.Random, lines: Lines) -> Lines:
    out, rows = list(lines), _rows(lines)
    for at in sorted(rng.sample(rows, min(2, len(rows))), reverse=True):
        del out[at]
    return out


@disturbance
def numbers_of_two_rows_deleted(rng: random.Random, lines: Lines) -> Lines:
    out, rows = list(lines), _rows(lines)
    for at in rng.sample(rows, min(2, len(rows))):
        out[at] = re.sub(r"((?:[\t ]+[+-]?\d+){6,}[\t ]*)$", "", out[at])
    return out


@disturbance
def one_character_in_25_lost(rng: random.Random, lines: Lines) -> Lines:
    start, end = _tables(lines)
    return [
        re.sub(r"[一-鿿]", lambda m: "" if rng.random() < 0.04 else m[0], line) if start <= i < end else line
        for i, line in enumerate(lines)
    ]


@disturbance
def ends_trimmed(rng: random.Random, lines: Lines) -> Lines:
    return [line.rstrip() for line in lines]


@disturbance
def two_cells_lost(rng: random.Random, lines: Lines) -> Lines:
    out, rows = list(lines), _rows(lines)
    for at in rng.sample(rows, min(2, len(rows))):
        cell = rng.choice(list(re.finditer(r"[\t ]+[+-]?\d+(?=[\t ]|$)", out[at]))[-7:])
        out[at] = out[at][: cell.start()] + out[at][cell.end() :]
    return out


def _around(rng: random.Random, lines: Lines, place: Callable[[str, str, str], Lines]) -> Lines:
    """Return the lines with each label of the tables cut in two and its values placed anew."""
    start, end = _tables(lines)
    out: Lines = []
    for i, line in enumerate(tabs_become_spaces(rng, lines)):
        match = _VALUES.match(line) if start <= i < end else None
        if match and len(match["label"]) > 8:
            cut = rng.randint(4, len(match["label"]) - 2)
            out += place(match["label"][:cut], match["label"][cut:], match["values"].strip())
        else:
            out.append(line)
    return out


@disturbance
def labels_wrapped(rng: random.Random, lines: Lines) -> Lines:
    return _around(rng, lines, lambda head, tail, values: [head, tail, values])


@disturbance
def values_between_the_label(rng: random.Random, lines: Lines) -> Lines:
    return _around(rng, lines, lambda head, tail, values: [head, values, tail])


@disturbance
def values_above_the_label(rng: random.Random, lines: Lines) -> Lines:
    start, end = _tables(lines)
    out: Lines = []
    for i, line in enumerate(tabs_become_spaces(rng, lines)):
        match = _VALUES.match(line) if start <= i < end else None
        out += [match["values"].strip(), match["label"]] if match else [line]
    return out


@disturbance
def one_long_line(rng: random.Random, lines: Lines) -> Lines:
    return [" ".join(tabs_become_spaces(rng, lines))]


@disturbance
def tabs_become_pipes(rng: random.Random, lines: Lines) -> Lines:
    return ["|" + line.replace("\t", "|") + "|" if "\t" in line else line for line in lines]


@disturbance
def everything_run_together(rng: random.Random, lines: Lines) -> Lines:
    start, end = _tables(lines)
    return [*lines[:start], "".join(re.sub(r"\s", "", line) for line in lines[start:end]), *lines[end:]]
