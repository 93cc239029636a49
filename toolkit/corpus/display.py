"""How a corpus and a report show themselves at the end of a notebook cell and in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from toolkit.corpus.blocks import (
    Beside,
    Block,
    Cell,
    Note,
    Pairs,
    Style,
    Table,
    Title,
    as_html,
    as_text,
    plain_table,
)
from toolkit.corpus.columns import number
from toolkit.corpus.facts import Facts, RuleCount, facts
from toolkit.corpus.holder import FrameHolder, OneReport
from toolkit.corpus.sheets import STATES, legend, sheets, where
from toolkit.forms import all_forms
from toolkit.vocabulary.agencies import agencies

#: How many failed files, issues, findings and claims stand in a notebook or at a prompt.
_FIRST = 5
_FIRST_FINDINGS = 12
_FIRST_CLAIMS = 12
_GRAVITY = {"error": 0, "warning": 1, "note": 2}


def corpus_text(corpus: FrameHolder, *, every: bool = False) -> str:
    """Return a corpus in numbers as text; with ``every`` all files that could not be read."""
    return as_text(_corpus_blocks(corpus, every))


def corpus_html(corpus: FrameHolder) -> str:
    """Return a corpus in numbers as HTML."""
    return as_html(_corpus_blocks(corpus, every=False))


def corpus_card(corpus: FrameHolder) -> list[Block]:
    """Return a corpus in short: what was read, and the findings by rule."""
    known = facts(corpus)
    failed = [f"{source}: {reason}" for source, reason in known.failed] or ["every file was read"]
    card = Pairs((*_card(known), ("not read", "; ".join(failed))))
    return [card, _rules(known)] if known.rules else [card]


def report_text(report: OneReport, *, every: bool = False) -> str:
    """Return one report as text: who, its tables as on the form, findings and issues, or ``every`` one of them."""
    return as_text(_report_blocks(report, every))


def report_html(report: OneReport) -> str:
    """Return one report as HTML: who, its tables as on the form, findings and issues."""
    return as_html(_report_blocks(report, every=False))


# -- a corpus ------------------------------------------------------------------------------------------


def _corpus_blocks(corpus: FrameHolder, every: bool) -> Iterator[Block]:
    known = facts(corpus, failed=None if every else _FIRST, issues=_FIRST)
    yield Title(f"Corpus of {_counted(known.rows['reports'], 'report')}", str(corpus.folder or "in memory"))
    yield Pairs(tuple(_card(known)))
    tables = [_editions(known)] if known.editions else []
    if known.rules:
        tables.append(_rules(known))
    yield Beside((*tables[:1], _frames(known), *tables[1:]))
    if known.failed:
        left = known.statuses["failed"] - len(known.failed)
        caption = f"could not be read: {_counted(known.statuses['failed'], 'file')}{_more(left, 'sources')}"
        yield plain_table(caption, ("file", "why"), known.failed, fills=1)
    if known.issues:
        yield _issue_kinds(known)
    yield Note('corpus.sql("select …")   corpus.pandas("requests")   corpus.lazy("figures")')


def _card(known: Facts) -> Iterator[tuple[str, str]]:
    statuses = [f"{count:,} {status}" for status, count in known.statuses.items()]
    yield "files", " · ".join([f"{known.rows['sources']:,}", *statuses])
    if known.formats:
        yield "formats", " · ".join(f"{count:,} {name}" for name, count in known.formats.items())
    years = sorted({year for _, year in known.editions if year is not None})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years)) or "unknown"
    nameless = f" · {_counted(known.nameless, 'report')} without a known agency" if known.nameless else ""
    yield "agencies", f"{known.agencies:,}{nameless}"
    yield "years", span
    states = [f"{count:,} {state}" for state, count in _in_order(known.states)]
    yield "figures", " · ".join([f"{known.rows['figures']:,}", *states])
    yield (
        "verified",
        f"{known.verified:,} of {_counted(known.rows['reports'], 'report')}: all sums hold, no cell missing",
    )
    if known.secondary:
        yield "second copies", f"{known.secondary:,} (primary is false: measures and charts leave them out)"


def _in_order(states: Mapping[str, int]) -> list[tuple[str, int]]:
    order = [*STATES, *sorted(set(states) - set(STATES))]
    return [(state, states[state]) for state in order if state in states]


def _editions(known: Facts) -> Table:
    """Return how many reports follow which edition of the form, year by year."""
    years = sorted({year for _, year in known.editions}, key=lambda year: (year is None, year))
    forms = sorted({form for form, _ in known.editions}, key=lambda form: (form is None, form))
    rows: list[list[str | Cell]] = []
    for year in years:
        counts = [known.editions.get((form, year), 0) for form in forms]
        rows.append([str(year or "unknown"), *map(_count, counts), _count(sum(counts))])
    head = ["year", *(f"form\n{form}" if form else "no\ntable" for form in forms), "reports"]
    return plain_table("reports by year and form", head, rows, (False, *[True] * (len(forms) + 1)))


def _rules(known: Facts) -> Table:
    rows = [
        (
            rule.rule,
            rule.severity,
            _count(rule.fail, "bad" if rule.severity == "error" else ""),
            _count(rule.unknown),
        )
        for rule in _by_gravity(known)
    ]
    caption = "findings: fails, and what cannot be checked"
    return plain_table(caption, ("rule", "severity", "fail", "unknown"), rows, (False, False, True, True))


def _by_gravity(known: Facts) -> list[RuleCount]:
    return sorted(known.rules, key=lambda rule: (_GRAVITY.get(rule.severity, 3), rule.rule))


def _count(count: int, style: Style = "") -> Cell:
    return Cell(f"{count:,}", style if count else "faint")


def _issue_kinds(known: Facts) -> Table:
    """Return the kinds of issue that came most often, each with its first place as an example."""
    caption = f"not understood: {_counted(known.rows['issues'], 'issue')} of {_counted(known.kinds, 'kind')}"
    caption += f", the {len(known.issues)} most frequent with an example" if known.kinds > len(known.issues) else ""
    rows = [(f"{number:,}", source, where(place), message) for number, source, place, message in known.issues]
    return plain_table(f"{caption}; all in .issues", ("issues", "first in", "where", "what"), rows, (True,), fills=3)


def _frames(known: Facts) -> Table:
    rows = [(f"corpus.{name}", f"{count:,}") for name, count in known.rows.items()]
    return plain_table("frames", ("frame", "rows"), rows, (False, True))


# -- a report ------------------------------------------------------------------------------------------


def _report_blocks(report: OneReport, every: bool) -> Iterator[Block]:
    identity, figures = report.identity, report.frame("figures")
    year = "year unknown" if identity["year"] is None else str(identity["year"])
    yield Title(identity["agency"] or "agency unknown", year)
    yield Pairs(tuple(_identity(report)))
    yield from sheets(figures)
    if marks := legend(figures):
        yield Note(marks)
    if missing := _missing_tables(report):
        yield Note(f"not found in this report: {'; '.join(missing)}")
    if prose := [*_claims(report, every), *_themes(report)]:
        yield Beside(tuple(prose))
    yield from _findings(report, every)
    yield from _issues(report, every)
    if not figures.is_empty() and not every:
        codes = ", ".join(f'"{code}"' for code in figures.select("table", "row", "column").row(-1))
        yield Note(f"where a figure is printed: report.show({codes})")


def _identity(report: OneReport) -> Iterator[tuple[str, str]]:
    known = report.identity
    yield "title", known["title"] or "unknown"
    chain = " › ".join(dict.fromkeys(known[name] for name in ("province", "city", "county") if known[name]))
    code = f"{known['region_code'] or 'no code'}, {known['level'] or 'level unknown'}"
    yield "region", f"{chain or 'unknown'} ({code})"
    names = {function.code: function.zh for function in agencies().functions}
    yield (
        "function",
        f"{known['function']} {names.get(known['function'], '')}" if known["function"] else "unknown",
    )
    yield (
        "form",
        f"{known['form'] or 'none recognised'} · scope {known['scope']} · published {known['published'] or 'unknown'}",
    )
    yield "source", f"{known['source']} ({known['format']}) · report_id {known['report_id']}"
    states = dict(report.frame("figures")["state"].value_counts().rows())
    yield (
        "figures",
        " · ".join(
            [f"{report.frame('figures').height:,}", *(f"{n:,} {state}" for state, n in _in_order(states))]
        ),
    )
    yield (
        "verified",
        "yes: every sum of the form holds, no cell missing" if known["verified"] else _why_not(report),
    )


def _why_not(report: OneReport) -> str:
    """Return what stands in the way of a report being verified."""
    rules = {balance.rule for form in all_forms().values() for t in form.tables for balance in t.balances}
    of_form = (pl.col("severity") == "error") | pl.col("rule").is_in(rules)
    errors = report.frame("findings").filter(of_form)["status"]
    reasons = [
        (_counted(int((errors == "fail").sum()), "sum"), "not as the form asks"),
        (_counted(int((errors == "unknown").sum()), "sum"), "cannot be checked"),
        (_counted(int((report.frame("figures")["state"] != "reported").sum()), "cell"), "without a number"),
        (_counted(len(_missing_tables(report)), "table"), "not found"),
    ]
    return "no: " + ", ".join(f"{count} {what}" for count, what in reasons if not count.startswith("0 "))


def _missing_tables(report: OneReport) -> list[str]:
    """Return the tables of the report's form of which it has no figure."""
    form = all_forms().get(report.identity["form"] or "")
    there = set(report.frame("figures")["table"].unique())
    return [
        f"{table.name_zh} ({table.key})" for table in (form.tables if form else ()) if table.key not in there
    ]


def _claims(report: OneReport, every: bool) -> Iterator[Table]:
    """Yield the numbers that the prose claims, in the order of printing."""
    mentions = report.frame("mentions")
    if mentions.is_empty():
        return
    shown = mentions if every else mentions.head(_FIRST_CLAIMS)
    rows = [
        (Cell(" · ".join(filter(None, (one["kind"], one["detail"]))), hint=one["sentence"]),
         ("约 " if one["approximate"] else "") + number(one["value"]), one["unit"] or "", where(one["place"]))
        for one in shown.rows(named=True)
    ]  # fmt: skip
    caption = f"numbers that the prose claims: {mentions.height:,}{_more(mentions.height - shown.height, 'mentions')}"
    yield plain_table(caption, ("kind", "value", "unit", "where"), rows, (False, True))


def _themes(report: OneReport) -> Iterator[Table]:
    """Yield what the prose speaks of: its themes by aspect, each with the words that decided it."""
    themes = report.frame("themes")
    if themes.is_empty():
        return
    grouped = themes.group_by("aspect", "theme", maintain_order=True).agg("match", pl.col("sentence").first())
    rows = [
        (aspect, Cell(theme, hint=sentence), "、".join(dict.fromkeys(words))) for aspect, theme, words, sentence in grouped.rows()
    ]
    yield plain_table("what the prose speaks of", ("aspect", "theme", "words"), rows, fills=2)


def _findings(report: OneReport, every: bool) -> Iterator[Block]:
    gravity = pl.col("severity").replace_strict(_GRAVITY, default=3, return_dtype=pl.Int64)
    ordered = report.frame("findings").sort(pl.col("status") != "fail", gravity, "rule", maintain_order=True)
    fails = int((ordered["status"] == "fail").sum())
    shown = ordered if every else ordered.head(_FIRST_FINDINGS)
    if ordered.is_empty():
        yield Note("no findings: no rule fails, none is left unchecked")
        return
    rows = [
        (Cell(one["status"], "bad" if one["status"] == "fail" and one["severity"] == "error" else ""),
         one["severity"], one["rule"], where(one["place"]), one["message"])
        for one in shown.rows(named=True)
    ]  # fmt: skip
    caption = f"findings: {fails} fail, {ordered.height - fails} unknown{_more(ordered.height - shown.height, 'findings')}"
    yield plain_table(caption, ("status", "severity", "rule", "where", "what"), rows, fills=4)


def _issues(report: OneReport, every: bool) -> Iterator[Block]:
    shown = report.frame("issues") if every else report.frame("issues").head(_FIRST)
    if shown.is_empty():
        yield Note("no issues: nothing was left that the toolkit did not understand")
        return
    rows = [(one["stage"], where(one["place"]), one["message"]) for one in shown.rows(named=True)]
    caption = f"not understood: {_counted(report.frame('issues').height, 'issue')}{_more(report.frame('issues').height - shown.height, 'issues')}"
    yield plain_table(caption, ("stage", "where", "what"), rows, fills=2)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _more(left: int, frame: str) -> str:
    return f", the first ones here and {left:,} more in .{frame}" if left else ""
