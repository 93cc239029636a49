"""One sample report before it is set out: whose it is, what every cell prints, and what the prose says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from scripts.samples import statistics_form as statistics
from toolkit.forms import Row, Table, all_forms

#: Table, row and column of one cell, in the codes of the forms.
Key = tuple[str, str, str]

TABLES = ("disclosures", "requests", "reviews")
SECTIONS = ("overview", "disclosures", "requests", "reviews", "problems", "other")
NUMERALS = "一二三四五六七八"
SECTION_TITLES: Mapping[str, str] = {
    "overview": "总体情况",
    "disclosures": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "reviews": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}
_BRACKETED = re.compile(r"^(\([一二三四五六七八九]\))")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is printed, the number a careful reader takes from it, and its state.

    ``printed`` is null where the report does not print the cell at all. ``unit`` is given only for
    amounts of money, and is null there too when the report does not tell it.
    """

    printed: str | None
    value: float | None
    state: str
    unit: str | None = None


BLANK = Cell("", None, "blank")
ABSENT = Cell(None, None, "absent")


def number(value: float, printed: str | None = None, unit: str | None = None) -> Cell:
    """Return a cell that prints a number, in ``printed``'s spelling if one is given.

    >>> number(117, "+117")
    Cell(printed='+117', value=117, state='reported', unit=None)
    """
    return Cell(plain(value) if printed is None else printed, value, "reported", unit)


def dash(printed: str) -> Cell:
    """Return a cell that prints a dash or a slash instead of a number."""
    return Cell(printed, None, "dash")


def unreadable(printed: str) -> Cell:
    """Return a cell that prints words where a number belongs."""
    return Cell(printed, None, "unreadable")


def plain(value: float) -> str:
    """Return a number as reports print it: no point where there is nothing behind it.

    >>> plain(12.0), plain(103.3879)
    ('12', '103.3879')
    """
    return str(int(value)) if value == int(value) else str(value)


@dataclass(frozen=True, slots=True)
class Stray:
    """A number that belongs to no cell, printed on a row of its own below the row ``after``."""

    table: str
    after: str
    printed: str


@dataclass(frozen=True, slots=True)
class Annex:
    """A table that stands after the last section, as it is printed: its title and its rows.

    The first row is the heading; a row of one cell is a title that reaches over the whole table.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0])


@dataclass(frozen=True, slots=True)
class SampleReport:
    """Everything that a layout needs to set out one report.

    ``forms`` names the edition of each table that it fills in; a report may mix them, or have none.
    ``wording`` replaces labels of the form by what this report prints instead. ``displaced`` prints a row
    of table two inside table three, below the row named there. Cells that ``cells`` does not name are not printed. ``published``
    is a date such as 2022-01-18, empty where the report does not print one; ``site`` is what a web page
    of it names as its site.
    """

    agency: str
    year: int
    forms: Mapping[str, str]
    cells: Mapping[Key, Cell]
    title: str = ""
    published: str = ""
    site: str = "清河市政务公开网"
    preface: tuple[str, ...] = ()
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=lambda: SECTION_TITLES)
    annex: Annex | None = None
    closing: tuple[str, ...] = ()
    wording: Mapping[str, str] = field(default_factory=dict)
    half_width: bool = False
    strays: tuple[Stray, ...] = ()
    displaced: Mapping[str, str] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """Return the table of the edition that this report fills in."""
        return all_forms()[self.forms[name]].table(name)

    def cell(self, key: Key) -> Cell:
        """Return what stands in one cell."""
        return self.cells.get(key, ABSENT)

    def has_row(self, table: str, row: str) -> bool:
        """Decide whether any cell of a row is printed."""
        columns = self.table(table).band_of(row).columns
        return any(self.cell((table, row, column.key)).printed is not None for column in columns)

    def parts(self) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """Yield each section: its heading without number, its paragraphs, its table or nothing."""
        for section, title in self.titles.items():
            yield title, self.sections.get(section, ()), section if section in self.forms else ""

    def asked(self) -> Iterator[Key]:
        """Yield every cell that the forms of this report ask for, in the order of the form."""
        for name in self.forms:
            yield from statistics.KEYS if name == statistics.TABLE else keys_of(self.table(name))

    def with_cells(self, changes: Mapping[Key, Cell]) -> SampleReport:
        """Return the same report with some cells replaced."""
        return replace(self, cells={**self.cells, **changes})


def keys_of(table: Table) -> Iterator[Key]:
    """Yield every cell that a table asks for, in the order of the form."""
    for band in table.bands:
        for row in band.rows:
            for column in band.columns:
                yield table.key, row.key, column.key


def in_words(date: str) -> str:
    """Return a date as a report prints it.

    >>> in_words("2022-01-08")
    '2022年1月8日'
    """
    year, month, day = (int(part) for part in date.split("-"))
    return f"{year}年{month}月{day}日"


def label_of(report: SampleReport, row: Row) -> str:
    """Return the label of a row as this report prints it, with its list number."""
    return printed(report, row.number + report.wording.get(row.label, row.label))


def printed(report: SampleReport, label: str) -> str:
    """Return a label of the form in the wording and the width that this report uses.

    >>> report = SampleReport("清河市科学技术局", 2021, {}, {}, half_width=True)
    >>> printed(report, "（一）予以公开"), printed(report, "3.其他"), printed(report, "总计")
    ('(一) 予以公开', '3、其他', '总计')
    """
    label = report.wording.get(label, label)
    if not report.half_width:
        return label
    label = _BRACKETED.sub(r"\1 ", label.replace("（", "(").replace("）", ")"))
    return label.replace(".", "、", 1) if label[:1].isdigit() else label


def sample(
    figures: Mapping[Key, float | None],
    form: str = "2021",
    *,
    agency: str = "清河市科学技术局",
    year: int = 2021,
) -> SampleReport:
    """Return a report with the given figures and the shortest possible prose, for any layout.

    Cells that ``figures`` does not name print 0; a null prints nothing at all.
    """
    forms = dict.fromkeys(TABLES, form)
    keys = [key for name in TABLES for key in keys_of(all_forms()[form].table(name))]
    cells = {key: _cell(figures.get(key, 0)) for key in keys}
    return SampleReport(
        agency=agency,
        year=year,
        forms=forms,
        cells=cells,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        preface=(f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",),
        sections={
            "overview": ("各项公开工作按规定进行。",),
            "problems": ("内容还不够全面，下一步将补充。",),
            "other": ("无。",),
        },
    )


def _cell(value: float | None) -> Cell:
    return ABSENT if value is None else number(value)
