"""Every frame and every column, once: type, key, and what it means in English and Chinese.

The data dictionary, the checks on writing and the empty frames all come from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import dataframely as dy
import polars as pl

from toolkit.errors import FrameError

_PLACE_FIELDS = {
    "page": dy.Int64(nullable=True),
    "line": dy.Int64(nullable=True),
    "x0": dy.Float64(nullable=True),
    "top": dy.Float64(nullable=True),
    "x1": dy.Float64(nullable=True),
    "bottom": dy.Float64(nullable=True),
}
#: Where something is printed, as polars sees it.
PLACE = pl.Struct({name: column.dtype for name, column in _PLACE_FIELDS.items()})


def _text(en: str, zh: str, *, key: bool = False, nullable: bool = False) -> dy.String:
    return dy.String(primary_key=key, nullable=nullable, description=en, metadata={"zh": zh})


def _whole(en: str, zh: str, *, nullable: bool = False, unit: str = "") -> dy.Int64:
    return dy.Int64(nullable=nullable, description=en, metadata={"zh": zh, "unit": unit})


def _number(en: str, zh: str, *, nullable: bool = False, unit: str = "") -> dy.Float64:
    return dy.Float64(nullable=nullable, description=en, metadata={"zh": zh, "unit": unit})


def _flag(en: str, zh: str) -> dy.Bool:
    return dy.Bool(nullable=False, description=en, metadata={"zh": zh})


def _place() -> dy.Struct:
    return dy.Struct(
        _PLACE_FIELDS,
        nullable=True,
        description=(
            "where it is printed: page and box, or, in formats with lines, the line and the first and last "
            "character; null where the format has none"
        ),
        metadata={"zh": "印在何处：页与框；按行的格式为行号与起止字符"},
    )


def _report_id(*, key: bool = True) -> dy.String:
    return _text(
        "the report: first 16 hexadecimal digits of its file's SHA-256",
        "报告编号（文件 SHA-256 前 16 位）",
        key=key,
    )


_STATE = (
    "what the paper says: reported, blank, dash, absent or unreadable; or corrected",
    "印刷状态：reported 有数、blank 空格、dash 横线或无、absent 未印、unreadable 不可读、corrected 已更正",
)


class Sources(dy.Schema):
    """One row per input file, read or not."""

    source = _text("path of the file, relative to what was loaded", "文件路径（相对于载入处）", key=True)
    sha256 = _text("SHA-256 of the file's bytes", "文件 SHA-256", nullable=True)
    bytes = _whole("size of the file", "文件大小", nullable=True, unit="B")
    format = _text("format by content: txt md html pdf docx doc image", "格式（按内容判断）", nullable=True)
    status = _text("loaded, duplicate, skipped or failed", "载入状态")
    reason = _text("why a file was not loaded, and what can be done", "未载入的原因与办法", nullable=True)
    report_id = _text("the report it became, or of which it is a copy", "对应的报告编号", nullable=True)
    seconds = _number("time it took to read", "读取用时", unit="s")
    toolkit_version = _text("version of this toolkit that read it", "读取所用版本")


class Reports(dy.Schema):
    """One row per report: who published it, what it covers, and whether its arithmetic holds."""

    report_id = _report_id()
    source = _text("path of its file, relative to what was loaded", "文件路径")
    format = _text("format of its file", "格式")
    title = _text("title as printed, without spaces", "标题", nullable=True)
    agency = _text("full published name of the agency", "机关全称", nullable=True)
    agency_id = _text(
        "one body through its renames: the code its region bears today, or bore last, and the name that stands "
        "for the body (生态环境局 for 环境保护局 too), a key and not a name to print; where no region is known, "
        "its name. What was merged into another keeps an id of its own. `corpus.agencies()` gives the evidence",
        "机关编号：更名前后同一机关为同一编号（所在区划现行或最后的代码 + 机关的统一名称）；并入他机关者另有编号",
        nullable=True,
    )
    function = _text("what the agency does (code)", "职能（代码）", nullable=True)
    level = _text("national, province, prefecture, county or township", "层级", nullable=True)
    region_code = _text("six digits, as in force in that year", "行政区划代码（当年有效）", nullable=True)
    province = _text("province of that region, or of a development zone without a code", "省级", nullable=True)
    city = _text("prefecture of that region or zone", "地级", nullable=True)
    county = _text("county of that region", "县级", nullable=True)
    year = _whole("the year the figures cover", "数据年份", nullable=True)
    form = _text("edition of the form: of table three, else of table two, else of the statistics table", "表式版本", nullable=True)
    scope = _text("own, consolidated or unknown", "口径：own 本机关、consolidated 汇总、unknown 不明")
    published = dy.Date(
        nullable=True, description="date of publication, where printed", metadata={"zh": "发布日期"}
    )
    primary = _flag(
        "the one that measures and charts use where the same agency, year and scope came more than once",
        "同一机关、年份、口径有多份时所采用的一份",
    )
    verified = _flag(
        "every arithmetic rule of the form holds and no required cell is missing", "勾稽关系全部成立且无缺格"
    )


class Figures(dy.Schema):
    """One row per figure: one number that the form asks for, at one row and column of one table."""

    report_id = _report_id()
    form = _text("edition of the form that this table, or this band of it, follows", "表式版本")
    table = _text("disclosures, requests, reviews or statistics", "表", key=True)
    row = _text("row of the table (code)", "行（代码）", key=True)
    column = _text("column of the table (code)", "列（代码）", key=True)
    value = _number("the number; null unless the state is reported or corrected", "数值", nullable=True)
    unit = _text("unit of the value; null where it cannot be told", "单位", nullable=True)
    state = _text(*_STATE)
    raw = _text("what is printed; for a corrected number with the correction", "原文（更正者附更正）", nullable=True)
    place = _place()


class Requests(dy.Schema):
    """Table three: requests for information by outcome and applicant."""

    report_id = _report_id()
    agency = _text("full published name of the agency", "机关全称", nullable=True)
    year = _whole("the year the figures cover", "数据年份", nullable=True)
    form = _text("edition of the form", "表式版本")
    outcome = _text("what became of the requests (code)", "办理结果（代码）", key=True)
    applicant = _text("who applied (code)", "申请人（代码）", key=True)
    count = _whole("number of requests; null unless the state is reported", "件数", nullable=True, unit="件")
    state = _text(*_STATE)


class Disclosures(dy.Schema):
    """Table two: what was disclosed proactively."""

    report_id = _report_id()
    agency = _text("full published name of the agency", "机关全称", nullable=True)
    year = _whole("the year the figures cover", "数据年份", nullable=True)
    form = _text("edition of the form", "表式版本")
    item = _text("kind of information (code)", "信息内容（代码）", key=True)
    measure = _text("what is counted (code)", "指标（代码）", key=True)
    value = _number("the number; null unless the state is reported or corrected", "数值", nullable=True)
    unit = _text("unit of the value; null where it cannot be told", "单位", nullable=True)
    state = _text(*_STATE)


class Reviews(dy.Schema):
    """Table four: reconsiderations and lawsuits by result."""

    report_id = _report_id()
    agency = _text("full published name of the agency", "机关全称", nullable=True)
    year = _whole("the year the figures cover", "数据年份", nullable=True)
    form = _text("edition of the form", "表式版本")
    channel = _text("reconsideration or lawsuit (code)", "途径（代码）", key=True)
    result = _text("how it ended (code)", "结果（代码）", key=True)
    count = _whole("number of cases; null unless the state is reported", "件数", nullable=True, unit="件")
    state = _text(*_STATE)


class Statistics(dy.Schema):
    """The statistics table of the 2014 form and its local kin: the numbers of the year, item by item."""

    report_id = _report_id()
    agency = _text("full published name of the agency", "机关全称", nullable=True)
    year = _whole("the year the figures cover", "数据年份", nullable=True)
    form = _text("edition of the form", "表式版本")
    item = _text("what is counted (code)", "统计指标（代码）", key=True)
    value = _number("the number; null unless the state is reported", "数值", nullable=True)
    unit = _text("unit of the value; null where it cannot be told", "单位", nullable=True)
    state = _text(*_STATE)


class Sections(dy.Schema):
    """The report's prose, section by section, without its tables."""

    report_id = _report_id(key=False)
    section = _text("overview, disclosures, requests, reviews, problems or other", "部分（代码）")
    heading = _text("heading as printed", "标题原文")
    text = _text("the prose under it", "正文")


class Sentences(dy.Schema):
    """The report's prose, one row per sentence in the order of printing, the lines above the first section too."""

    report_id = _report_id(key=False)
    section = _text("overview, disclosures, requests, reviews, problems or other", "部分（代码）")
    sentence = _text("the sentence as printed", "原句")
    place = _place()


class Mentions(dy.Schema):
    """One row per number that the prose claims; that none was received is a claim of zero."""

    report_id = _report_id(key=False)
    kind = _text("what is counted (code)", "指标（代码）")
    detail = _text("which part of it (code); null for the total", "细项（代码），总数为空", nullable=True)
    value = _number("the number claimed", "数值")
    unit = _text("measure word as printed; null where none is", "量词（原文）", nullable=True)
    approximate = _flag("rounded in the text: 余, 多, 约", "文中为约数（余、多、约）")
    sentence = _text("the sentence that claims it", "原句")
    section = _text("overview, disclosures, requests, reviews, problems or other", "部分（代码）")
    place = _place()


class Themes(dy.Schema):
    """One row per theme of a sentence about problems, plans, complaints, or what applicants asked for."""

    report_id = _report_id(key=False)
    aspect = _text("problem, plan, complaint or request_topic", "方面：存在问题、改进打算、投诉内容、申请内容")
    theme = _text("what the sentence is about (code)", "主题（代码）")
    match = _text("the words that decided it", "判定词语（原文）")
    sentence = _text("the sentence", "原句")
    place = _place()


class Similar(dy.Schema):
    """One row per report and other report that share a passage of 60 characters or more, from either side.

    Statutory wording and what many agencies write is left out.
    """

    report_id = _report_id()
    other_id = _text("the report that has the passage too", "有相同段落的另一份报告编号", key=True)
    containment = _number("share of the report's own wording that the other has too, 0 to 1", "本报告自有文字中另一份也有的比例（0 至 1）")
    chars = _whole("characters of the longest shared passage, without spaces", "最长相同段落的字数（不含空格）")
    passage = _text("that passage, as this report prints it", "该段落（本报告原文）")


class Findings(dy.Schema):
    """Where a report contradicts itself, its own form, or last year's report."""

    report_id = _report_id(key=False)
    rule = _text("the rule that was checked (code)", "规则（代码）")
    severity = _text("error, warning or note", "程度")
    status = _text("fail, or unknown where an operand is not there", "结果：fail 不成立、unknown 无法核对")
    message = _text("what does not agree, with the numbers", "说明")
    expected = _number("what the rule asks for", "应为", nullable=True)
    actual = _number("what is printed", "实为", nullable=True)
    place = _place()


class Messages(dy.Schema):
    """What findings say, in English as in `findings` and in Chinese."""

    report_id = _report_id(key=False)
    rule = _text("the rule that was checked (code)", "规则（代码）")
    message = _text("the message of the finding", "说明（英文，同 findings）")
    message_zh = _text("the same in Chinese", "说明（中文）")


class Issues(dy.Schema):
    """What the toolkit did not understand: work for us, not news about the agency."""

    source = _text("path of the file", "文件路径")
    report_id = _text("the report, where the file became one", "报告编号", nullable=True)
    stage = _text("read, recognise or frame", "环节")
    message = _text("what was not understood, quoting it", "说明")
    place = _place()


#: What each frame holds, in Chinese; in English its docstring says it.
IN_CHINESE: Mapping[str, str] = {
    "sources": "每个输入文件一行，无论是否读成。",
    "reports": "每份报告一行：哪个机关、哪一年、勾稽关系是否成立。",
    "figures": "每个数据一行：表式要求的一个数，位于某表的某行某列。",
    "requests": "表三：政府信息公开申请，按办理结果和申请人。",
    "disclosures": "表二：主动公开政府信息情况。",
    "reviews": "表四：行政复议、行政诉讼，按结果。",
    "statistics": "2014年版统计表及地方同类表：当年数，按统计指标。",
    "sections": "报告的文字部分，不含表格。",
    "sentences": "报告的文字部分，每句一行，按印刷顺序，含首个标题之前的文字。",
    "mentions": "文字部分所称的每个数；写明没有的记为零。",
    "themes": "谈及问题、打算、投诉或申请内容的每个句子的主题。",
    "similar": "有六十字以上相同段落的每两份报告两行，各从一方看；法定用语和普遍用语不计。",
    "findings": "报告自相矛盾、与表式不符之处。",
    "messages": "核对发现的说明，英文与中文对照。",
    "issues": "本工具未能读懂之处，与机关无关。",
}

#: Every frame by its name, in the order of the contract.
FRAMES: Mapping[str, type[dy.Schema]] = {
    "sources": Sources,
    "reports": Reports,
    "figures": Figures,
    "requests": Requests,
    "disclosures": Disclosures,
    "reviews": Reviews,
    "statistics": Statistics,
    "sections": Sections,
    "sentences": Sentences,
    "mentions": Mentions,
    "themes": Themes,
    "similar": Similar,
    "findings": Findings,
    "messages": Messages,
    "issues": Issues,
}

#: What each frame is sorted by before it is written, exported or compared.
SORTED_BY: Mapping[str, tuple[str, ...]] = {
    name: tuple(schema.primary_key()) or ("report_id",) for name, schema in FRAMES.items()
} | {"issues": ("source", "stage", "message"), "findings": ("report_id", "rule", "message"), "messages": ("report_id", "rule", "message")}


@cache
def dtypes(name: str) -> Mapping[str, Any]:
    """Return the polars type of each column of a frame."""
    return {column: definition.dtype for column, definition in FRAMES[name].columns().items()}


def as_frame(name: str, rows: list[dict[str, Any]] | pl.DataFrame) -> pl.DataFrame:
    """Return rows as the named frame, sorted by its key; raise `FrameError` where they break its schema."""
    frame = (
        rows
        if isinstance(rows, pl.DataFrame)
        else pl.DataFrame(rows, schema=dict(dtypes(name)), orient="row")
    )
    frame = frame.sort(SORTED_BY[name], maintain_order=True)
    try:
        return FRAMES[name].validate(frame)
    except (dy.exc.ValidationError, dy.exc.SchemaError) as error:
        raise FrameError(
            f"frame {name} breaks its own schema, which is a defect of this toolkit: {error}"
        ) from error
