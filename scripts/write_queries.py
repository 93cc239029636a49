"""Write the answers into docs/queries.md, each under its query: ``python -m scripts.write_queries``."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.markdown import table

if TYPE_CHECKING:
    from toolkit import Corpus

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "queries.md"
#: What the questions are asked of.
SAMPLES = (ROOT / "data" / "samples" / "qinghe", ROOT / "data" / "samples" / "ningxia")
#: A query, and what stands between it and the next heading or the end.
_QUERY = re.compile(r"```sql\n(?P<sql>.*?)\n```\n(?P<answer>.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_LONGEST = 60


def answered(page: str, corpus: Corpus) -> str:
    """Return the page with the answer of a corpus under every query."""
    return _QUERY.sub(lambda found: f"```sql\n{found['sql']}\n```\n\n{_answer(corpus, found['sql'])}\n", page).rstrip() + "\n"


def _answer(corpus: Corpus, sql: str) -> str:
    frame = corpus.sql(sql)
    if frame.is_empty():
        return "No row. 无。\n"
    return table(frame.columns, [[_cell(value) for value in row] for row in frame.rows()])


def _cell(value: Any) -> str:
    """Return a value as it stands in the page; a null is an empty cell."""
    text = "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def main() -> None:
    """Load the samples, ask every question, and write the page; exit with 1 and the reason where one cannot be asked."""
    import toolkit
    from toolkit.errors import QueryError

    try:
        PAGE.write_text(answered(PAGE.read_text("utf-8"), toolkit.load(SAMPLES, progress=False)), "utf-8")
    except QueryError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
