"""The data dictionary in English and Chinese, made from the schema, the forms, the vocabulary and the rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from toolkit import checks
from toolkit.corpus.sheets import STATES
from toolkit.forms import Balance, Column, Form, Row, Table, all_forms, editions_of
from toolkit.frames import FRAMES
from toolkit.frames.schema import IN_CHINESE
from toolkit.markdown import code as _code
from toolkit.markdown import table as _table
from toolkit.vocabulary.agencies import agencies
from toolkit.vocabulary.mentions import mention_words
from toolkit.vocabulary.sections import section_titles
from toolkit.vocabulary.themes import themes

_HEAD = """# Data dictionary 数据字典

Made by `ogi dictionary > docs/data-dictionary.md` from the definitions that the software itself uses; do not
edit it by hand. 本文件由 `ogi dictionary > docs/data-dictionary.md` 生成，请勿手工修改。
"""


def data_dictionary() -> str:
    """Return the data dictionary as Markdown: frames, states, the tables of the forms, codes, rules."""
    parts = [_HEAD, *_frames(), *_states(), *_forms(), *_functions(), *_sections(), *_mentions(), *_themes()]
    return "\n".join([*parts, *_rules()])


# -- frames --------------------------------------------------------------------------------------------


def _frames() -> Iterator[str]:
    yield "## Frames 数据表\n"
    yield (
        "Each frame is `corpus.NAME` in Python, a table of that name in SQL, and `NAME.parquet` in a corpus folder. "
        "Rows are sorted by their key. “Key” marks the columns that together name one row; “null” says whether a "
        "value may be missing.\n"
    )
    quoted = ", ".join(f'`"{column}"`' for column in _reserved())
    yield f"Words of SQL that are columns here are written in quotes in a query: {quoted}.\n"
    for name, schema in FRAMES.items():
        yield f"### {name}\n\n{inspect.getdoc(schema) or ''} {IN_CHINESE[name]}\n"
        keys = schema.primary_key()
        rows = []
        for column, definition in schema.columns().items():
            said = definition.metadata or {}
            rows.append(
                (
                    _code(column),
                    _type(definition.dtype),
                    said.get("unit", ""),
                    "key" if column in keys else "",
                    "null" if definition.nullable else "",
                    definition.description or "",
                    said.get("zh", ""),
                )
            )
        yield _table(("column 列", "type", "unit 单位", "key", "null", "meaning", "含义"), rows)


def _reserved() -> list[str]:
    """Return the columns whose names mean something else in a query."""
    import duckdb

    query = "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'"
    with duckdb.connect(":memory:") as connection:
        words = {word for (word,) in connection.execute(query).fetchall()}
    return [
        column
        for column in sorted({c for schema in FRAMES.values() for c in schema.columns()})
        if column in words
    ]


def _type(dtype: pl.DataType) -> str:
    """Return a type as polars calls it; a struct with its fields."""
    if isinstance(dtype, pl.Struct):
        return f"struct ({', '.join(f'{field.name} {field.dtype}' for field in dtype.fields)})"
    return str(dtype)


def _states() -> Iterator[str]:
    yield "## State of a cell 单元格状态\n"
    yield "The value is null in every state but `reported` and `corrected`; what is not printed is never a zero.\n"
    rows = [(_code(state), mark.mark, mark.en, mark.zh) for state, mark in STATES.items()]
    yield _table(("state", "shown as", "meaning", "含义"), rows)


# -- forms ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one code stands for in each edition that has it, by the edition's key, oldest edition first."""

    in_edition: Mapping[str, Row | Column]

    def said(self, what: Callable[[Row | Column], str]) -> str:
        """Return what the newest edition says, followed by what older ones say where they differ."""
        said = {key: what(item) for key, item in self.in_edition.items()}
        newest = list(said.values())[-1]
        older = [f"{key}: {text}" for key, text in said.items() if text != newest]
        return newest + (f" ({'; '.join(older)})" if older else "")


def _forms() -> Iterator[str]:
    yield "## Forms 表式\n"
    yield "The edition is told for every table by its own printed headings, never by the year.\n"
    rows = [
        (_code(f.key), f.name_zh, f.name_en, f.notice, _years(f.usual_years)) for f in all_forms().values()
    ]
    yield _table(("form", "表式", "name", "notice 文号", "usual years 通常年份"), rows)
    for key in dict.fromkeys(table.key for form in all_forms().values() for table in form.tables):
        yield from _form_table(key)


def _years(years: tuple[int, int]) -> str:
    first, last = years
    return f"{first} and later" if last >= 2099 else f"{first} to {last}"


def _form_table(key: str) -> Iterator[str]:
    editions = list(editions_of(key))
    newest = editions[-1][1]
    keys = [form.key for form, _ in editions]
    yield f"### Table `{key}` {newest.name_zh} {newest.name_en}\n"
    rows = _gather([(form.key, table.rows) for form, table in editions])
    yield "Rows 行:\n"
    yield _table(
        ("row", "printed as 表中名称", "group 分组", "meaning", *keys),
        [
            (_code(code), e.said(_printed), e.said(_group), e.said(_meaning), *_marks(e, keys))
            for code, e in rows.items()
        ],
    )
    columns = _gather([(f.key, [c for band in table.bands for c in band.columns]) for f, table in editions])
    yield "Columns 列:\n"
    yield _table(
        ("column", "printed as 表中名称", "meaning", "unit 单位", "kind", *keys, "rows 所属行"),
        [
            (
                _code(code),
                *(entry.said(what) for what in (_printed, _meaning, _unit, _kind)),
                *_marks(entry, keys),
                _asked(editions, code),
            )
            for code, entry in columns.items()
        ],
    )
    if balances := [(form, balance) for form, table in editions for balance in table.balances]:
        yield "Sums that must hold 勾稽关系:\n"
        yield _table(("rule", "left", "=", "right", "in every", "editions", "note"), _balances(balances))


def _gather(editions: Sequence[tuple[str, Sequence[Row | Column]]]) -> dict[str, _Entry]:
    """Return the codes of a table as the newest edition orders them, older ones behind their neighbours."""
    order: list[str] = []
    for _, items in reversed(editions):
        at = 0
        for item in items:
            if item.key not in order:
                order.insert(at, item.key)
            at = order.index(item.key) + 1
    return {
        code: _Entry({key: item for key, items in editions for item in items if item.key == code})
        for code in order
    }


def _printed(item: Row | Column) -> str:
    if isinstance(item, Row):
        return f"{item.number}{item.label}" + (f" ({item.unit})" if item.unit else "")
    return item.label


def _meaning(item: Row | Column) -> str:
    return item.en


def _group(item: Row | Column) -> str:
    return item.group if isinstance(item, Row) else ""


def _unit(item: Row | Column) -> str:
    return "" if isinstance(item, Row) else item.unit


def _kind(item: Row | Column) -> str:
    return "" if isinstance(item, Row) else item.kind


def _marks(entry: _Entry, keys: Sequence[str]) -> list[str]:
    return ["x" if key in entry.in_edition else "" for key in keys]


def _asked(editions: Sequence[tuple[Form, Table]], code: str) -> str:
    """Return for which rows a column is asked, where it is not asked for all of them."""
    said = []
    for form, table in editions:
        rows = [row.key for band in table.bands if code in {c.key for c in band.columns} for row in band.rows]
        if rows and len(rows) < len(table.rows):
            said.append(f"{form.key}: {', '.join(map(_code, rows))}")
    return "; ".join(said) or "all"


def _balances(balances: Iterable[tuple[Form, Balance]]) -> Iterator[tuple[str, ...]]:
    """Yield each sum once, with the editions in which it is the same."""
    editions: dict[tuple[str, ...], list[str]] = {}
    for form, balance in balances:
        sides = [" + ".join(map(_code, side)) for side in (balance.left, balance.right)]
        where = "column" if balance.along == "rows" else "row"
        editions.setdefault((_code(balance.rule), *sides, where, balance.note), []).append(form.key)
    for (rule, left, right, where, note), keys in editions.items():
        yield rule, left, "=", right, where, ", ".join(keys), note


# -- codes and rules -----------------------------------------------------------------------------------


def _functions() -> Iterator[str]:
    yield "## What agencies do 机关职能 (`reports.function`)\n"
    yield _table(("code", "职能", "meaning"), [(_code(f.code), f.zh, f.en) for f in agencies().functions])


def _sections() -> Iterator[str]:
    yield "## Sections of a report 报告各部分 (`sections.section`)\n"
    yield _table(
        ("code", "标题"), [(_code(title.code), min(title.full, key=len)) for title in section_titles()]
    )


def _mentions() -> Iterator[str]:
    words = mention_words()
    yield "## Mentions 文中所称的数 (`mentions.kind`, `mentions.detail`)\n"
    yield (
        "A number that a sentence claims about the agency's own year. A sentence that says there was none claims a "
        "zero, in the unit named here. Another year's number, a growth, a plan, a running total, another body's number "
        "and a part by any other dimension are no mentions.\n"
    )
    rows = [(_code(kind.code), "", kind.zh, kind.en, kind.unit) for kind in words.kinds.values()]
    rows += [(_code(d.kind), _code(d.code), d.zh, d.en, "") for d in words.details]
    yield _table(("kind", "detail", "含义", "meaning", "unit of a zero"), rows)


def _themes() -> Iterator[str]:
    said = themes()
    yield "## Themes 主题 (`themes.theme`)\n"
    yield (
        "Aspects `problem` and `plan`: what section five says is wrong, and what it says will be done. A sentence may "
        "carry several; each comes once, with the words that decided it (`match`) and their place.\n"
    )
    yield _table(("theme", "主题", "meaning"), [(_code(one.code), one.zh, one.en) for one in said.themes])
    yield (
        "Aspects `complaint` and `request_topic`: what people complained about (hotlines, petitions, complaints, "
        "reviews), and what applicants asked for.\n"
    )
    yield _table(("theme", "内容", "meaning"), [(_code(one.code), one.zh, one.en) for one in said.topics])


def _rules() -> Iterator[str]:
    yield "## Rules 核对规则 (`findings.rule`)\n"
    yield (
        "A rule that holds leaves no trace. `fail`: it does not hold. `unknown`: it cannot be checked, because a number "
        "is not printed or cannot be read.\n"
    )
    rows = [
        (_code(code), rule.severity, f"{rule.short_en} {rule.short_zh}", rule.en, rule.zh)
        for code, rule in checks.rules().items()
    ]
    yield _table(("rule", "severity", "name 简称", "what must hold", "应当成立"), rows)
