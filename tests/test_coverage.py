"""Which agency reported on which year. The deadlines are those of 政府信息公开条例: of 2008, article 31
(31 March for all), and of 2019, article 49 (31 January for departments, 31 March for governments)."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.corpora import corpus_of
from tests.truth import ABRIDGED, FOLDER
from toolkit import checks, load
from toolkit.checks.punctuality import deadline
from toolkit.corpus import Corpus
from toolkit.corpus.coverage import STATUSES
from toolkit.errors import FrameError


def title(agency: str, year: int) -> str:
    return f"{agency}{year}年政府信息公开工作年度报告"


def statuses(corpus: Corpus, agency_id: str | None) -> dict[int | None, str]:
    """Return the status of each year of one agency."""
    rows = corpus.coverage().filter(pl.col("agency_id").eq_missing(agency_id))
    return dict(rows.select("year", "status").rows())


# Deadlines --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agency", "function", "year", "due"),
    [
        ("银川市科学技术局", "science_technology", 2017, date(2018, 3, 31)),
        # the regulation of 2019 came into force on 15 May: too late for the report on 2018
        ("银川市科学技术局", "science_technology", 2018, date(2019, 3, 31)),
        ("银川市科学技术局", "science_technology", 2019, date(2020, 1, 31)),
        ("银川市人民政府", "government", 2019, date(2020, 3, 31)),
        ("银川市人民政府办公室", "general_office", 2022, date(2023, 3, 31)),
        ("银川市民族事务委员会", "other", 2022, date(2023, 1, 31)),
        # article 49 says nothing of these
        ("银川市第一中学", "other", 2022, date(2023, 3, 31)),
        ("兴泾镇人民政府", "township", 2022, date(2023, 3, 31)),
        ("平潭综合实验区管理委员会", "development_zone", 2022, date(2023, 3, 31)),
    ],
)
def test_deadline(agency: str, function: str, year: int, due: date) -> None:
    assert deadline(function, year, agency) == due


def test_no_deadline_where_year_or_agency_is_not_known() -> None:
    assert deadline("government", None, "银川市人民政府") is None
    assert deadline(None, 2020, None) is None


@pytest.mark.parametrize(
    ("agency", "year", "published", "days"),
    [
        ("银川市科学技术局", 2021, "2022-01-31", None),
        ("银川市科学技术局", 2021, "2022-02-01", 1),
        ("银川市科学技术局", 2018, "2019-03-29", None),
        ("银川市科学技术局", 2018, "2019-04-10", 10),
        ("银川市人民政府", 2021, "2022-03-31", None),
        ("银川市人民政府", 2021, "2022-04-02", 2),
        ("银川市科学技术局", 2021, None, None),
    ],
)
def test_late_publication(agency: str, year: int, published: str | None, days: int | None) -> None:
    corpus = corpus_of({title(agency, year): published})
    (row,) = corpus.coverage().iter_rows(named=True)
    assert (row["status"], row["days_late"]) == ("late" if days else "there", days)
    frames = {"reports": corpus.reports}
    found = next(m for m in checks.checks() if "late_publication" in m.RULES).check(frames)
    assert [message.startswith(f"published on {published}, {days} days after") for message in found["message"]] == (
        [True] if days else []
    )


def test_the_two_that_were_planted_are_found_and_no_other() -> None:
    """`data/samples/truth/qinghe/findings.csv` has these two lines of late_publication."""
    corpus = load([FOLDER / "qinghe" / f"{name}-2022.html" for name in ("shi-weijian", "songqiao-zhengfu")], progress=False)
    found = corpus.findings.filter(pl.col("rule") == "late_publication")
    assert found["severity"].to_list() == ["note", "note"]
    days = corpus.coverage().filter(pl.col("status") == "late").select("published", "deadline", "days_late")
    assert sorted(days.rows()) == [
        (date(2023, 2, 18), date(2023, 1, 31), 18),
        (date(2023, 4, 9), date(2023, 3, 31), 9),
    ]


# Years ------------------------------------------------------------------------------------------------


def test_from_the_first_year_of_an_agency_to_the_last_of_the_corpus() -> None:
    corpus = corpus_of(
        {
            title("西夏区教育局", 2018): None,
            title("西夏区教育局", 2020): None,
            title("西夏区民政局", 2019): None,
            title("西夏区民政局", 2022): None,
        }
    )
    assert statuses(corpus, "640105-教育局") == {
        2018: "there", 2019: "missing", 2020: "there", 2021: "missing", 2022: "missing",
    }  # fmt: skip
    assert list(statuses(corpus, "640105-民政局")) == [2019, 2020, 2021, 2022]
    notes = corpus.coverage().filter(pl.col("agency_id") == "640105-教育局")["note"].to_list()
    assert notes == [None, None, None, "last there for 2020", "last there for 2020"]


def test_a_renamed_agency_is_not_missing_and_its_region_is_that_of_the_year() -> None:
    corpus = corpus_of(
        {title("洪泽县环境保护局", 2014): None, title("淮安市洪泽区生态环境局", 2019): None, title("洪泽区生态环境局", 2018): None}
    )
    rows = corpus.coverage().select("year", "status", "region_code", "agency").rows()
    assert rows == [
        (2014, "there", "320829", "洪泽县环境保护局"),
        (2015, "missing", "320829", "洪泽县环境保护局"),
        (2016, "missing", "320813", "洪泽县环境保护局"),
        (2017, "missing", "320813", "洪泽县环境保护局"),
        (2018, "there", "320813", "洪泽区生态环境局"),
        (2019, "there", "320813", "淮安市洪泽区生态环境局"),
    ]


@pytest.mark.parametrize(
    ("agency", "year", "last"),
    [
        ("崇文区教育局", 2008, 2009),  # merged into 东城区 in 2010
        ("杭州市江干区教育局", 2019, 2020),
        ("西夏区工商行政管理局", 2016, 2018),  # all counties had 市场监督管理局 by March 2019
        ("清河市工商局", 2016, 2018),
        ("西夏区教育局", 2016, 2021),
    ],
)
def test_what_was_merged_away_is_not_missing_afterwards(agency: str, year: int, last: int) -> None:
    corpus = corpus_of({title(agency, year): None, title("银川市民政局", 2021): None})
    (agency_id,) = corpus.reports.filter(pl.col("year") == year)["agency_id"]
    assert list(statuses(corpus, agency_id)) == list(range(year, last + 1))


def test_scopes_and_copies_of_one_year_are_there_once() -> None:
    own = title("西夏区人民政府", 2021) + "\n本报告仅含本机关的数据。"
    corpus = corpus_of({title("西夏区人民政府", 2021): "2022-04-20", own: "2022-03-10"})
    assert corpus.reports["scope"].to_list().count("own") == 1
    (row,) = corpus.coverage().iter_rows(named=True)
    assert (row["status"], row["published"]) == ("there", date(2022, 3, 10))


# Files that were not read -----------------------------------------------------------------------------


def test_a_failed_file_whose_name_is_a_title_stands_for_its_year() -> None:
    corpus = corpus_of(
        {title("西夏区教育局", 2019): None},
        {
            f"scans/003_{title('银川市西夏区教育局', 2020)}.pdf": "the PDF is cut off",
            f"{title('西夏区教育局', 2019)}.doc": "the file is empty",
            "xixia-jiaoyu-2021.pdf": "the PDF is cut off",
            f"{title('朝阳区教育局', 2020)}.pdf": "the PDF is cut off",
            f"{title('某地教育局', 2020)}.pdf": "the PDF is cut off",
        },
    )
    rows = corpus.coverage().select("agency_id", "year", "status", "source", "note").rows()
    assert rows == [
        ("640105-教育局", 2019, "there", "00.txt", "西夏区教育局2019年政府信息公开工作年度报告.doc was not read: the file is empty"),
        ("640105-教育局", 2020, "failed", "scans/003_银川市西夏区教育局2020年政府信息公开工作年度报告.pdf", "the PDF is cut off"),
        (None, None, "failed", "xixia-jiaoyu-2021.pdf", "the PDF is cut off"),
        # two places bear the first name, no known one the second
        (None, None, "failed", "朝阳区教育局2020年政府信息公开工作年度报告.pdf", "the PDF is cut off"),
        (None, None, "failed", "某地教育局2020年政府信息公开工作年度报告.pdf", "the PDF is cut off"),
    ]  # fmt: skip


def test_every_report_and_every_failed_file_is_in_it() -> None:
    """The abridged reports, and a file beside them that is none."""
    corpus = load([ABRIDGED, FOLDER / "README.md"], progress=False)
    frame = corpus.coverage()
    unread = corpus.sources.filter(pl.col("status") == "failed")["source"]
    assert unread.to_list() == ["README.md"]
    assert set(unread) <= set(frame["source"])
    placed = corpus.reports.select("agency_id", "year").drop_nulls().unique()
    there = frame.filter(pl.col("status").is_in(["there", "late"])).select("agency_id", "year")
    assert there.sort("agency_id", "year").rows() == placed.sort("agency_id", "year").rows()
    keys = frame.drop_nulls(["agency_id", "year"]).select("agency_id", "year")
    assert keys.is_unique().all()


def test_a_report_without_agency_or_year_has_a_row_of_its_own() -> None:
    corpus = corpus_of({"政府信息公开工作年度报告": None, "西夏区教育局政府信息公开工作年度报告": None})
    assert set(corpus.coverage().select("agency_id", "year", "status", "note").rows()) == {
        (None, None, "there", "the report says no agency"),
        ("640105-教育局", None, "there", "the report says no year"),
    }


# Counted ----------------------------------------------------------------------------------------------


def test_counted_by_columns() -> None:
    corpus = corpus_of({title("西夏区教育局", 2018): None, title("西夏区民政局", 2019): "2020-02-01"}, {"a.pdf": "no"})
    assert corpus.coverage("year").columns == ["year", *STATUSES]
    assert corpus.coverage(["year"]).rows() == [(2018, 1, 0, 0, 0), (2019, 0, 1, 0, 1), (None, 0, 0, 1, 0)]
    with pytest.raises(FrameError, match="coverage has no column county; there are agency_id"):
        corpus.coverage(by=["county"])


def test_an_empty_corpus() -> None:
    assert corpus_of({}).coverage().is_empty()
    assert corpus_of({}).coverage("year").is_empty()
