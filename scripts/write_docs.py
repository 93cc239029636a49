"""Write the pages of docs/ that follow from the forms and the vocabulary: ``python -m scripts.write_docs``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from toolkit.dictionary import data_dictionary
from toolkit.forms import Balance, Band, Table, all_forms
from toolkit.markdown import code, table
from toolkit.vocabulary.measures import SHARE, Cell, Measure, Sum, measures

DOCS = Path(__file__).parents[1] / "docs"
_MADE = (
    "Made by `make docs` from {}; do not edit it by hand. 本文件由 `make docs` 根据 {} 生成，请勿手工修改。\n"
)
_EDITIONS = ("2008", "2014", "2019", "2021")
_DIRECTIONS = {
    "more": ("more is more open", "越大越公开"),
    "less": ("less is better", "越小越好"),
    "neutral": ("neither", "不宜评优劣"),
}


def forms_page() -> str:
    """Return the page on the editions of the form: tables, rows, columns, sums, and what can be compared."""
    return "\n".join(_forms_page())


def _forms_page() -> Iterator[str]:
    yield "# The forms 表式\n"
    yield _MADE.format("`toolkit/forms/*.toml`", "`toolkit/forms/*.toml`")
    yield (
        "Which edition a table follows is told by its own printed headings, never by the year nor by the notice that "
        "the report cites. 表式由各表自身的表头判定，不看年份，也不看报告所引文号。\n"
    )
    rows = []
    for form in all_forms().values():
        tables = "、".join(one.name_zh for one in form.tables) or "—"
        years = f"{form.usual_years[0]}–" + ("" if form.usual_years[1] >= 2099 else str(form.usual_years[1]))
        rows.append((code(form.key), form.name_zh, form.name_en, form.notice, years, tables))
    yield table(("form", "表式", "name", "notice 文号", "usual years 通常年份", "tables 表"), rows)
    yield "## What can be compared 可比性\n"
    yield (
        "A code means the same in every edition that has it; where the meaning changes, the code changes. What a series "
        "over several editions counts, and where it breaks, stands in [measures.md](measures.md). "
        "同一代码在各表式中含义相同；含义变了，代码也变。跨表式的数列及其断点见 [measures.md](measures.md)。\n"
    )
    yield from _comparison()
    for form in all_forms().values():
        if form.tables:
            yield f"## {form.key}: {form.name_en} {form.name_zh}\n"
        for one in form.tables:
            yield from _one_table(one)


def _comparison() -> Iterator[str]:
    """Yield for each table which of its codes each form has."""
    forms = [form for form in all_forms().values() if form.tables]
    for key in dict.fromkeys(one.key for form in forms for one in form.tables):
        having = [form for form in forms if form.has(key)]
        if len(having) < 2:
            continue
        yield f"### `{key}`\n"
        # Where bands have columns of their own, a column alone says nothing: fees and purchases have amounts.
        is_banded = any(len(form.table(key).bands) > 1 for form in having)
        for what, items in ((("cell 格", _cells),) if is_banded else (("row 行", _rows), ("column 列", _columns))):
            found: dict[str, tuple[str, str]] = {}
            for form in having:
                found |= {name: said for name, said in items(form.table(key)) if name not in found}
            lines = [
                (code(name), *said, *("●" if name in dict(items(form.table(key))) else "" for form in having))
                for name, said in found.items()
            ]
            if all(all(line[3:]) for line in lines):
                yield f"Every {what}, in all of them 各表式均有: {'、'.join(line[1] for line in lines)}\n"
            else:
                yield table((what, "名称", "meaning", *(form.key for form in having)), lines)


def _rows(one: Table) -> list[tuple[str, tuple[str, str]]]:
    return [(row.key, (row.label, row.en)) for row in one.rows]


def _columns(one: Table) -> list[tuple[str, tuple[str, str]]]:
    return [(column.key, (column.label, column.en)) for band in one.bands for column in band.columns]


def _cells(one: Table) -> list[tuple[str, tuple[str, str]]]:
    return [
        (f"{row.key}.{column.key}", (f"{row.label}（{column.label}）", f"{row.en}: {column.en}"))
        for band in one.bands
        for row in band.rows
        for column in band.columns
    ]


def _one_table(one: Table) -> Iterator[str]:
    yield f"### {one.name_zh} {one.name_en} (`{one.key}`)\n"
    for band in one.bands:
        yield from _band(band)
    if one.balances:
        yield "Sums 勾稽关系:\n"
        yield "".join(f"- {code(balance.rule)}: {_balance(one, balance)}\n" for balance in one.balances)


def _band(band: Band) -> Iterator[str]:
    if band.title:
        yield f"**{band.title}**\n"
    columns = "; ".join(f"{c.label} {c.en} {code(c.key)}" + (f" ({c.unit})" if c.unit else "") for c in band.columns)
    yield f"Columns 列: {columns}\n"
    yield table(
        ("row 行", "printed as 名称", "under 上级", "meaning"),
        [(code(row.key), f"{row.number}{row.label}", row.group, row.en) for row in band.rows],
    )


def _balance(one: Table, balance: Balance) -> str:
    labels = {name: label for name, (label, _) in (*_rows(one), *_columns(one))}
    sides = (" + ".join(labels[key] for key in side) for side in (balance.left, balance.right))
    return " = ".join(sides) + (f" ({balance.note})" if balance.note else "")


def measures_page() -> str:
    """Return the page on the measures: what each counts in each edition, where it breaks, what to mind."""
    return "\n".join(_measures_page())


def _measures_page() -> Iterator[str]:
    yield "# The measures 指标\n"
    yield _MADE.format("`toolkit/vocabulary/measures.toml`", "`toolkit/vocabulary/measures.toml`")
    yield (
        '`corpus.measure("requests_received", by=["year"])` gives one series across the editions of the form. A share '
        "comes with its numerator and denominator. Where the line is broken, numbers on both sides are not the same "
        "measure: no growth is told across it, and they are never added. "
        "占比附分子分母；断开处两侧口径不同，不算增减，也不相加。\n"
    )
    yield "● told by a table 见于表格 · ○ told by the prose where it says so 仅见于文字 · ┃ the series breaks 数列断开\n"
    rows = []
    for one in measures().values():
        marks = []
        for number, edition in enumerate(_EDITIONS):
            broken = number and any(b.after == edition for b in one.breaks)
            marks.append(("┃ " if broken else "") + _mark(one, edition))
        rows.append((f"[{code(one.code)}](#{one.code})", one.zh, one.en, _unit(one), *marks))
    yield table(("measure", "指标", "name", "unit 单位", *_EDITIONS), rows)
    for one in measures().values():
        yield from _measure(one)


def _mark(one: Measure, edition: str) -> str:
    if edition not in one.editions:
        return ""
    cells = [cell for formula in one.parts.values() for way in formula[edition] for cell in way]
    return "○" if all(cell.table == "mentions" for cell in cells) else "●"


def _unit(one: Measure) -> str:
    return "占比" if one.unit == SHARE else one.unit


def _measure(one: Measure) -> Iterator[str]:
    yield f"## {one.code}\n"
    english, chinese = _DIRECTIONS[one.direction]
    yield f"**{one.zh}** {one.en}, unit 单位: {_unit(one)}; {english} {chinese}。\n"
    parts = {"value": "", "numerator": "numerator 分子: ", "denominator": "denominator 分母: "}
    rows = [
        (edition, "<br>".join(f"{parts[name]}{_formula(edition, formula[edition])}" for name, formula in one.parts.items()))
        for edition in one.editions
    ]
    yield table(("form", "formula 算法"), rows)
    yield "".join(f"- {b.before} ┃ {b.after}: {b.zh}。{b.en}.\n" for b in one.breaks) + f"- {one.caution_zh}{one.caution_en}\n"


def _formula(edition: str, ways: tuple[Sum, ...]) -> str:
    return " — else 否则 — ".join(" + ".join(_cell(edition, cell) for cell in way) for way in ways)


def _cell(edition: str, cell: Cell) -> str:
    """Return a cell as the form prints it, with its code."""
    name = code(f"{cell.table}.{cell.row}.{cell.column}")
    if cell.table == "mentions" or "*" in cell.row:
        return name
    one = all_forms()[edition].table(cell.table)
    row = next(row for row in one.rows if row.key == cell.row)
    column = next(column for column in one.band_of(cell.row).columns if column.key == cell.column)
    return f"{row.label}（{column.label}） {name}"


#: Every page that this program writes, by its name in docs/.
PAGES: Mapping[str, Callable[[], str]] = {
    "data-dictionary.md": data_dictionary,
    "forms.md": forms_page,
    "measures.md": measures_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
