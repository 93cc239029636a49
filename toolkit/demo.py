"""The sample reports from end to end: load them, say what they hold, draw them, say what to do next."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import toolkit
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit import Corpus

#: Names the folder of samples.
SAMPLES = "OGI_SAMPLES"


@dataclass(frozen=True, slots=True)
class Sample:
    """What a folder of samples is, and what its charts give as their source."""

    what: str
    source: str | None = None


#: The folders of samples. Real figures and invented ones are never put into one corpus.
KNOWN: Mapping[str, Sample] = {
    "ningxia": Sample("REAL FIGURES 真实数据: those of five published reports, the prose in our own words"),
    "qinghe": Sample(
        "FICTIONAL 虚构: a prefecture that does not exist; every agency and every number is invented",
        "清河市虚构样例，机关与数字均为虚构",
    ),
}
#: The charts that a first look needs; all of them: `toolkit.charts.names()`.
_CHARTS = ("disclosures_by_agency", "requests_by_applicant", "requests_by_outcome")
_UNKNOWN = Sample("reports of your own")
_STORY = """
select year, scope, any_value(count) filter (where outcome = 'received_new') as received,
       any_value(count) filter (where outcome = 'granted') as granted
from requests join reports using (report_id, agency, year)
where agency = '{agency}' and applicant = 'total' and "primary" group by report_id, year, scope order by year, scope
"""


def run_demo(out: Path | None) -> None:
    """Load the samples into a folder, print what they hold, and leave a corpus and charts there."""
    samples = find_samples()
    folder = (
        out if out is not None else Path("data/built/demo") if Path("data").is_dir() else Path("ogi-demo")
    )
    print(f"Sample reports in {_short(samples)}\n")
    corpora = {}
    for inside in sorted(path for path in samples.iterdir() if path.is_dir()):
        files = report_files(inside)
        if files:
            # So few and so small: starting further processes would take longer than reading.
            corpora[inside.name] = toolkit.load(files, folder / inside.name, jobs=1)
            print(_told(inside.name, corpora[inside.name]) + "\n")
    if not corpora:
        raise ToolkitError(f"{samples} holds no folder of reports; name another one in {SAMPLES}")
    name, largest = max(corpora.items(), key=lambda item: len(item[1]))
    print(_story(largest, folder / name) + "\n")
    print(f"Charts of {name}, as pictures and as pages that open in any browser:")
    for chart in _draw(name, largest, folder / "charts"):
        print(f"  {_short(chart)}", flush=True)
    print(f"\n{_next(folder / name)}")


def find_samples() -> Path:
    """Return the folder of samples: the one that is named, or data/samples here or beside the package."""
    if named := os.environ.get(SAMPLES):
        if not Path(named).is_dir():
            raise ToolkitError(f"{SAMPLES} names {named}, which is no folder")
        return Path(named)
    for root in (Path(), Path(__file__).parents[1]):
        if (root / "data" / "samples").is_dir():
            return root / "data" / "samples"
    raise ToolkitError(
        f"there is no data/samples here; run this in a checkout, or name a folder in {SAMPLES}"
    )


def report_files(folder: Path) -> list[Path]:
    """Return the reports of a folder of samples; the truth about them is in no format of reports."""
    from toolkit.reading import suffixes

    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix.lower() in suffixes() and path.stem != "README" and path.name[0] != "."
    )


def _told(name: str, corpus: Corpus) -> str:
    """Return what a corpus holds, in a few lines."""
    from toolkit.corpus.blocks import Title, as_text
    from toolkit.corpus.display import corpus_card

    return as_text([Title(name, KNOWN.get(name, _UNKNOWN).what), *corpus_card(corpus)])


def _story(corpus: Corpus, folder: Path) -> str:
    """Return one question to a corpus with its answer: the requests of the agency with the most reports."""
    from toolkit.terminal import frame_table

    most = "select agency from reports where agency is not null group by agency order by count(*) desc, agency limit 1"
    agency = corpus.sql(most).item().replace("'", "''")
    answer = corpus.sql(_STORY.format(agency=agency))
    table = "\n".join(f"  {line}" for line in frame_table(answer).splitlines())
    return f"Requests to {agency}, asked of {_short(folder)} in SQL:\n{table}"


def _draw(name: str, corpus: Corpus, folder: Path) -> Iterator[Path]:
    """Draw a few charts, each as a picture and as a page of its own, and yield where they are."""
    from toolkit import charts
    from toolkit.charts import export

    for chart in (name for name in charts.names() if name in _CHARTS):
        drawn = charts.draw(chart, corpus, lang="zh", source=KNOWN.get(name, _UNKNOWN).source)
        for suffix in ("png", "html"):
            yield export.save(drawn, folder / f"{name}-{chart}.{suffix}")


def _next(folder: Path) -> str:
    """Return what to do next, as it can be typed here."""
    commands = Path(sys.executable).parent
    on_path = shutil.which("ogi") == str(commands / "ogi")
    typed = "" if on_path else f"{_short(commands)}/"
    return f"""Next:
  {typed}jupyter lab notebooks/00-start-here.ipynb
  {typed}ogi info {_short(folder)}
  {typed}ogi check {_short(folder)} --rule column_balance
  {typed}ogi query {_short(folder)} "select agency, year, verified from reports" --output reports.csv
  {typed}ogi load YOUR-REPORTS --out data/built/mine"""


def _short(path: Path) -> str:
    """Return a path as seen from here, where that is shorter."""
    resolved = path.resolve()
    here = Path.cwd()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(path)
