"""The command ``ogi``: each command is a few lines over what Python offers.

What is heavy is imported inside the commands, so that ``ogi --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from toolkit.errors import ToolkitError
from toolkit.version import __version__

_USAGE, _INTERRUPTED = 2, 130
#: Set to anything, it shows where in the code a command failed.
_TRACEBACK = "OGI_TRACEBACK"

app = typer.Typer(
    name="ogi",
    help="Annual reports on government information disclosure 政府信息公开工作年度报告 as tidy data.",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder of a corpus, made by ogi load.", show_default=False)
]


class Usage(typer.TyperException):
    """A command was called in a way that it cannot be."""

    exit_code = _USAGE


def main() -> None:
    """Run the command line and end with its status; an error is one line on standard error."""
    _speak_utf8()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Return the status of one command: 0, or 1 for an error, 2 for wrong usage, 130 if interrupted."""
    try:
        status = typer.main.get_command(app).main(list(arguments), prog_name="ogi", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = _INTERRUPTED
    except typer.TyperException as error:
        return _complain(_usage(error), error.exit_code, arguments)
    except (BrokenPipeError, SystemExit):
        # Typer leaves the program where a pipe is broken.
        return _close_quietly()
    except (ToolkitError, OSError) as error:
        return _complain(_said(error), 1, arguments)
    except Exception as error:  # noqa: BLE001 - the last boundary: a person gets one line and the way to see more
        said = f"failed, which is a defect of the toolkit: {type(error).__name__}: {error}"
        return _complain(f"{said}; {_TRACEBACK}=1 shows where; please report it", 1, arguments)
    if status == _INTERRUPTED:
        return _complain("interrupted", _INTERRUPTED, arguments)
    return status if isinstance(status, int) else 0


@app.callback(invoke_without_command=True)
def _ogi(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    if version:
        print(f"ogi {__version__}")
    elif context.invoked_subcommand is None:
        raise Usage(f"give a command: {', '.join(_commands())}")


@app.command()
def load(
    report: Annotated[
        list[Path],
        typer.Argument(
            metavar="REPORT...", help="Files, folders, globs and zip archives.", show_default=False
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder to keep the corpus in.", show_default=False)
    ],
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Processes; by default one for each core.", show_default=False),
    ] = None,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Scheduler of a Dask cluster.", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Status 1 if any file failed.")] = False,
) -> None:
    """Load reports into a corpus folder.

    Run again, it reads only what changed.

    Status 0 if at least one report was loaded, 1 if none was, or, with --strict, if any file failed.
    A file that cannot be read never stops the others: ogi info says which and why.
    """
    import toolkit
    from toolkit.corpus.display import corpus_text

    corpus = toolkit.load(report, out, jobs=jobs, dask=dask)
    print(corpus_text(corpus))
    failed, files = int((corpus.sources["status"] == "failed").sum()), corpus.sources.height
    if len(corpus) == 0:
        raise ToolkitError(f"no report was loaded: {failed} of {files} files could not be read")
    if strict and failed:
        raise ToolkitError(f"{failed} of {files} files could not be read; ogi info {out} says why")


@app.command()
def info(folder: Folder) -> None:
    """Show reports by year and form; what failed and why."""
    import toolkit
    from toolkit.corpus.display import corpus_text

    print(corpus_text(toolkit.open_corpus(folder), every=True))


@app.command()
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One report.", show_default=False)],
    table: Annotated[
        str | None, typer.Option(metavar="T", help="With --row and --column: one figure.", show_default=False)
    ] = None,
    row: Annotated[str | None, typer.Option(metavar="R", help="Code of the row.", show_default=False)] = None,
    column: Annotated[
        str | None, typer.Option(metavar="C", help="Code of the column.", show_default=False)
    ] = None,
) -> None:
    """Show one report: its tables, findings and issues.

    Everything comes with its place in the file. With --table, --row and --column: where that figure stands in the source. Codes: ogi dictionary.
    """
    import toolkit
    from toolkit.corpus.display import report_text

    if file.is_dir():
        raise Usage(f"{file} is a folder; name one report, or load the folder with ogi load")
    if table and row and column:
        print(toolkit.read_report(file).show(table, row, column))
    elif table or row or column:
        raise Usage("give all three of --table, --row and --column, or none")
    else:
        print(report_text(toolkit.read_report(file), every=True))


@app.command()
def check(
    folder: Folder,
    rule: Annotated[
        str | None, typer.Option(metavar="RULE", help="Findings of this rule only.", show_default=False)
    ] = None,
    lang: Annotated[Literal["zh", "en"], typer.Option(help="Language of the messages.")] = "en",
) -> None:
    """List findings; status 1 if a rule is broken.

    A finding says what does not add up (fail) or cannot be checked (unknown). Status 1 if a rule of
    severity error fails. What is unknown does not count: a number that is not printed is no contradiction.
    """
    import polars as pl

    import toolkit
    from toolkit import checks
    from toolkit.terminal import findings_table

    if rule is not None and rule not in checks.rules():
        raise Usage(f"there is no rule {rule!r}; there are {', '.join(checks.rules())}")
    corpus = toolkit.open_corpus(folder)
    found = corpus.findings if rule is None else corpus.findings.filter(pl.col("rule") == rule)
    print(findings_table(checks.in_language(found, corpus.messages, lang), corpus.reports))
    grave = found.filter((pl.col("severity") == "error") & (pl.col("status") == "fail"))
    raise typer.Exit(1 if grave.height else 0)


@app.command()
def query(
    folder: Folder,
    select: Annotated[
        str,
        typer.Argument(
            metavar="SELECT",
            help="SQL over the frames, as in: select year, sum(count)::bigint as n from requests group by year.",
            show_default=False,
        ),
    ],
    form: Annotated[
        Literal["table", "csv", "json", "parquet"] | None,
        typer.Option(
            "--format", help="By default what the name of the output says, else a table.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write to this file; a csv then opens in Excel as it is.", show_default=False
        ),
    ] = None,
) -> None:
    """Answer a query in SQL.

    Every frame is a table of its name; the dialect is that of DuckDB. A table shows up to 1,000 rows and
    says so where there are more; the other formats give all.
    """
    import toolkit
    from toolkit.terminal import FORMATS, Format, write_frame

    named = output.suffix[1:].lower() if output is not None else ""
    if form is None and named not in (*FORMATS, "", "txt"):
        raise Usage(f"no answer is written as .{named}: end the name in .csv, .json or .parquet; Excel opens a .csv")
    chosen: Format = (
        form if form is not None else next((known for known in FORMATS if known == named), "table")
    )
    if chosen == "parquet" and output is None:
        raise Usage("parquet is no text: give --output FILE")
    write_frame(toolkit.open_corpus(folder).sql(select), chosen, output)


@app.command()
def export(
    folder: Folder,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A new file, as in corpus.duckdb.", show_default=False)
    ],
) -> None:
    """Write a corpus into one DuckDB file.

    One table for each frame, its columns explained in Chinese, for programs that speak SQL.
    """
    import toolkit

    toolkit.open_corpus(folder).to_duckdb(file)
    print(f"{file}: {file.stat().st_size / 1e6:,.1f} MB")


@app.command()
def brief(
    folder: Folder,
    out: Annotated[
        Path, typer.Option(metavar="OUT", help="Folder to write the briefing into.", show_default=False)
    ],
    lang: Annotated[Literal["zh", "en"], typer.Option(help="Language of the words.")] = "zh",
    formats: Annotated[
        str, typer.Option(metavar="LIST", help="Some of png, svg, pdf, html, pptx, xlsx.")
    ] = "png,svg,pdf,html,pptx,xlsx",
    plan: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A plan in TOML: which charts, reports and words.", show_default=False),
    ] = None,
    region: Annotated[
        str | None, typer.Option(metavar="R", help="Code or name of a region.", show_default=False)
    ] = None,
    agency: Annotated[
        str | None, typer.Option(metavar="A", help="Full published name of an agency.", show_default=False)
    ] = None,
    years: Annotated[
        str | None, typer.Option(metavar="Y", help="2024, or 2019-2024.", show_default=False)
    ] = None,
    scope: Annotated[
        str | None, typer.Option(metavar="S", help="own, consolidated or unknown.", show_default=False)
    ] = None,
    theme: Annotated[
        str | None, typer.Option(metavar="T", help="One chapter of the plan, by its key.", show_default=False)
    ] = None,
) -> None:
    """Make a briefing: a page, slides, a workbook and pictures.

    Each chart comes with its source, date, scope, cautions and the findings that touch its numbers. On the
    page a click on a number shows where it is printed; the charts of slides and workbook can be edited.
    """
    import toolkit
    from toolkit.briefing import FORMATS

    asked = [form.strip().lower() for form in formats.split(",") if form.strip()]
    unknown = [form for form in asked if form not in FORMATS]
    if unknown or not asked:
        raise Usage(f"there is no format {', '.join(map(repr, unknown or [formats]))}; use some of {', '.join(FORMATS)}")
    written = toolkit.briefing(
        toolkit.open_corpus(folder), out, lang=lang, formats=asked, plan=plan, region=region, agency=agency,
        years=years, scope=scope, theme=theme,
    )  # fmt: skip
    pictures = [path for path in written if path.parent != out]
    for path in written:
        if path not in pictures:
            print(f"{path}: {path.stat().st_size / 1e6:,.1f} MB")
    if pictures:
        print(f"{pictures[0].parent}: {len(pictures)} pictures")


@app.command()
def browse(
    folder: Folder,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=65535, help="By default any that is free.", show_default=False),
    ] = None,
    lang: Annotated[Literal["zh", "en"], typer.Option(help="Language the page starts in.")] = "zh",
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
) -> None:
    """Look around in a corpus in a browser.

    Filters, charts, findings, SQL, and every figure beside its source. The page is served to this machine
    only, and nothing goes online. Ctrl-C ends it.
    """
    from toolkit.browse.server import browse as serve

    serve(folder, port=port, lang=lang, show=not no_open)


@app.command()
def dictionary() -> None:
    """Print the data dictionary.

    It names every frame, column, code, state and rule, in English and Chinese.
    """
    from toolkit.dictionary import data_dictionary

    print(data_dictionary(), end="")


@app.command()
def demo(
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for what it makes [default: data/built/demo, else ogi-demo]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Load and draw the sample reports."""
    from toolkit.demo import run_demo

    run_demo(out)


# -- how it ends ---------------------------------------------------------------------------------------


def _usage(error: typer.TyperException) -> str:
    """Return what is wrong with the usage, naming what is missing."""
    parameter = getattr(error, "param", None)
    if type(error).__name__ == "MissingParameter" and parameter is not None:
        return f"give {_name(parameter)}"
    said = error.format_message().rstrip(".").replace("Value error, ", "")
    return f"{said[:1].lower()}{said[1:]}"


def _name(parameter: Any) -> str:
    """Return a parameter as it is written: DIR, --out DIR, at least one REPORT."""
    metavar = str(parameter.metavar or parameter.name)
    if parameter.param_type_name == "option":
        return f"{parameter.opts[0]} {metavar}"
    return f"at least one {metavar.rstrip('.')}" if parameter.nargs == -1 else metavar


def _said(error: Exception) -> str:
    """Return what an error says; one of the operating system with the file it is about."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _complain(said: str, status: int, arguments: Sequence[str]) -> int:
    """Return the status, after one line on standard error."""
    command = next((word for word in arguments if word in _commands()), None)
    words = f"ogi {command}" if command else "ogi"
    hint = f"; see {words} --help" if status == _USAGE else ""
    print(f"{words}: {' '.join(said.split())}{hint}", file=sys.stderr)
    if os.environ.get(_TRACEBACK):
        import traceback

        traceback.print_exc()
    return status


def _commands() -> list[str]:
    return [command.callback.__name__ for command in app.registered_commands if command.callback]


def _close_quietly() -> int:
    """Return 0 after whoever read the output, as ``head`` does, closed it; nothing more can be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _speak_utf8() -> None:
    """Write UTF-8 into files and pipes on every system; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")
