"""The corpus: frames in memory or in a folder of Parquet, with the doors to polars, pandas and SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from toolkit.errors import FrameError
from toolkit.frames import FRAMES

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.wording import Lang


class Corpus:
    """Loaded reports as tidy frames.

    Each frame is an attribute and a polars DataFrame: ``corpus.requests``, ``corpus.findings``. The
    data dictionary (``ogi dictionary``) says what every column means and in which unit it counts.
    """

    def __init__(self, frames: Mapping[str, pl.DataFrame] | None = None, folder: Path | None = None) -> None:
        """Hold frames in memory, or a folder from which each is read when it is first asked for."""
        self._frames = dict(frames or {})
        self.folder = folder

    def frame(self, name: str) -> pl.DataFrame:
        """Return one frame by its name; raise `FrameError` where there is none of that name."""
        if name not in FRAMES:
            raise FrameError(f"there is no frame {name!r}; there are {', '.join(FRAMES)}")
        if name not in self._frames:
            self._frames[name] = self.lazy(name).collect()
        return self._frames[name]

    @property
    def sources(self) -> pl.DataFrame:
        """One row per input file, read or not."""
        return self.frame("sources")

    @property
    def reports(self) -> pl.DataFrame:
        """One row per report: whose it is, what it covers, whether its arithmetic holds."""
        return self.frame("reports")

    @property
    def figures(self) -> pl.DataFrame:
        """One row per figure of any table, with its state and its place."""
        return self.frame("figures")

    @property
    def requests(self) -> pl.DataFrame:
        """Table three: requests by outcome and applicant."""
        return self.frame("requests")

    @property
    def disclosures(self) -> pl.DataFrame:
        """Table two: what was disclosed proactively."""
        return self.frame("disclosures")

    @property
    def reviews(self) -> pl.DataFrame:
        """Table four: reconsiderations and lawsuits by result."""
        return self.frame("reviews")

    @property
    def statistics(self) -> pl.DataFrame:
        """The statistics table of 2014 to 2018: the year's numbers by item."""
        return self.frame("statistics")

    @property
    def sections(self) -> pl.DataFrame:
        """The prose of the reports, section by section."""
        return self.frame("sections")

    @property
    def sentences(self) -> pl.DataFrame:
        """The same prose sentence by sentence, each with its place."""
        return self.frame("sentences")

    @property
    def mentions(self) -> pl.DataFrame:
        """The numbers that the prose claims."""
        return self.frame("mentions")

    @property
    def themes(self) -> pl.DataFrame:
        """What the prose says about problems, plans, complaints, and what applicants asked for."""
        return self.frame("themes")

    @property
    def similar(self) -> pl.DataFrame:
        """Which reports share passages word for word, across agencies and years."""
        return self.frame("similar")

    @property
    def findings(self) -> pl.DataFrame:
        """Where reports contradict themselves."""
        return self.frame("findings")

    @property
    def messages(self) -> pl.DataFrame:
        """What findings say, in English and in Chinese."""
        return self.frame("messages")

    @property
    def issues(self) -> pl.DataFrame:
        """What the toolkit did not understand."""
        return self.frame("issues")

    def lazy(self, name: str) -> pl.LazyFrame:
        """Return one frame as a polars LazyFrame, for corpora larger than memory."""
        if name not in FRAMES:
            raise FrameError(f"there is no frame {name!r}; there are {', '.join(FRAMES)}")
        if name in self._frames:
            return self._frames[name].lazy()
        if self.folder is None:
            raise FrameError(f"this corpus has no frame {name}: it was made from {', '.join(self._frames) or 'none'}")
        return pl.scan_parquet(self.folder / f"{name}.parquet")

    def pandas(self, name: str) -> pd.DataFrame:
        """Return one frame as a pandas DataFrame; whole numbers stay whole beside missing ones."""
        import pandas as pd
        import pyarrow as pa

        nullable = {
            pa.int64(): pd.Int64Dtype(),
            pa.float64(): pd.Float64Dtype(),
            pa.bool_(): pd.BooleanDtype(),
        }
        frame: pd.DataFrame = self.frame(name).to_arrow().to_pandas(types_mapper=nullable.get)
        return frame

    def sql(self, query: str) -> pl.DataFrame:
        """Return the answer of DuckDB to a query over the frames, which are tables of their names.

        Raises `QueryError` where the query cannot be run. Sums of whole numbers are wide in DuckDB:
        write ``sum(count)::bigint``.
        """
        from toolkit.corpus.query import run_query

        return run_query(self, query)

    def to_duckdb(self, path: str | Path) -> None:
        """Write the corpus into a new DuckDB file, one table for each frame, its columns explained in Chinese."""
        from toolkit.corpus.query import write_database

        write_database(self, Path(path))

    def measure(
        self,
        name: str,
        by: Sequence[str] = ("year",),
        *,
        scope: str | None = None,
        growth: bool = False,
        lang: Lang = "zh",
    ) -> pl.DataFrame:
        """Return one harmonised series: see `toolkit.measures.measure`; `toolkit.measures.catalogue` lists all."""
        from toolkit.measures import measure

        return measure(self, name, by, scope=scope, growth=growth, lang=lang)

    def coverage(self, by: str | Sequence[str] | None = None) -> pl.DataFrame:
        """Return agencies by years: there, late, failed or missing; counted by the columns of ``by``, if given.

        From the first year of an agency in the corpus to the corpus's last; `toolkit.corpus.coverage`
        says how each status is decided.
        """
        from toolkit.corpus.coverage import coverage

        return coverage(self, by)

    def agencies(self) -> pl.DataFrame:
        """Return every agency under every name it bore, with its regions then and today and the evidence."""
        from toolkit.corpus.agencies import agencies

        return agencies(self)

    def complaints(self, by: Sequence[str] = ("year",), *, lang: Lang = "zh") -> pl.DataFrame:
        """Return the complaint panel, five sources side by side: see `toolkit.corpus.complaints`."""
        from toolkit.corpus.complaints import complaints

        return complaints(self, by, lang=lang)

    def promised_and_repeated(self) -> pl.DataFrame:
        """Return what each report promised to mend and the next one names again: see `toolkit.corpus.promises`."""
        from toolkit.corpus.promises import promised_and_repeated

        return promised_and_repeated(self)

    def __len__(self) -> int:
        """Return the number of reports."""
        return int(self.lazy("reports").select(pl.len()).collect().item())

    def __repr__(self) -> str:
        from toolkit.corpus.display import corpus_text

        return corpus_text(self)

    def _repr_html_(self) -> str:
        from toolkit.corpus.display import corpus_html

        return corpus_html(self)
