"""Making a briefing: from a corpus and a plan to files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from toolkit.briefing import images
from toolkit.briefing.pack import make_pack
from toolkit.briefing.plan import Plan, PlanError, read_plan
from toolkit.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.wording import Lang, say

FORMATS = (*images.FORMATS, "html", "pptx", "xlsx")


def briefing(
    corpus: Corpus,
    out: str | Path,
    *,
    lang: Lang = "zh",
    formats: Sequence[str] = FORMATS,
    plan: str | Path | Plan | None = None,
    region: str | None = None,
    agency: str | None = None,
    years: str | int | Sequence[int] | None = None,
    scope: str | None = None,
    theme: str | None = None,
    made: date | None = None,
) -> list[Path]:
    """Return the files of a briefing, written into the folder ``out``.

    ``briefing.html``, ``briefing.pptx`` and ``briefing.xlsx`` hold the same charts, numbers, sources, cautions
    and findings; the pictures stand in the folder ``charts``. ``plan`` is a TOML file, by default the
    packaged one; ``region`` (code or name), ``agency`` (full name), ``years`` ("2019-2024"), ``scope`` and
    ``theme`` (a chapter of the plan) narrow it. ``made`` is the date it bears, by default today's. Raises
    `PlanError` for a format, a chart or a report that is not there.
    """
    say(lang, "", "")
    unknown = [form for form in formats if form not in FORMATS]
    if unknown or not formats:
        raise PlanError(
            f"there is no format {', '.join(map(repr, unknown)) or 'named'}; use some of {', '.join(FORMATS)}"
        )
    wanted = plan if isinstance(plan, Plan) else read_plan(plan)
    wanted = wanted.narrowed(region=region, agency=agency, years=years, scope=scope, theme=theme)
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise ToolkitError(f"{folder} is a file; name a folder for the briefing")
    pack = make_pack(corpus, wanted, lang, made or date.today())
    written: list[Path] = []
    pictures = [form for form in images.FORMATS if form in formats]
    if pictures:
        written += [
            path
            for paths in images.write_images(pack, folder / "charts", pictures).values()
            for path in paths
        ]
    folder.mkdir(parents=True, exist_ok=True)
    if "html" in formats:
        from toolkit.briefing.html import write_page

        written.append(write_page(pack, folder / "briefing.html"))
    if "pptx" in formats:
        from toolkit.briefing.slides import write_slides

        written.append(write_slides(pack, folder / "briefing.pptx"))
    if "xlsx" in formats:
        from toolkit.briefing.workbook import write_workbook

        written.append(write_workbook(pack, folder / "briefing.xlsx"))
    return written
