"""Themes: what says the problem, what promises, what was done, and what people complained about or asked for."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.themes_truth import labelled, macro_f1, read_text, scores, told
from toolkit.vocabulary.themes import themes

PROBLEM, PLAN = "problem", "plan"


def test_labelled_sentences_are_read_as_the_file_says() -> None:
    scored = scores(labelled())
    assert macro_f1(scored) >= 0.98
    for aspect in (PROBLEM, PLAN, "complaint", "request_topic"):
        assert macro_f1(scored, aspect) >= 0.97, aspect
    assert {key for key, score in scored.items() if score.f1 < 0.85} == set()


def test_labelled_sentences_cover_every_theme_of_every_aspect() -> None:
    said = Counter(key for case in labelled() for key in case.expected)
    for aspect in (PROBLEM, PLAN):
        for theme in themes().themes:
            if (aspect, theme.code) != (PLAN, "none_stated"):
                assert said[aspect, theme.code] >= 2, (aspect, theme.code)
    for aspect in ("complaint", "request_topic"):
        for topic in themes().topics:
            if (aspect, topic.code) != ("complaint", "other"):
                assert said[aspect, topic.code], (aspect, topic.code)


# -- each rule -----------------------------------------------------------------------------------------


def test_the_same_words_promise_where_a_sentence_looks_ahead() -> None:
    assert told("政策解读形式单一。") == {(PROBLEM, "interpretation")}
    assert told("下一步，将改变政策解读形式单一的状况。") == {(PLAN, "interpretation")}
    assert told("2022年丰富政策解读形式。", year=2021) == {(PLAN, "interpretation")}
    # The year of the report itself is no promise.
    assert told("2021年丰富了政策解读形式。", year=2021) == set()


def test_a_sentence_against_a_problem_names_it_and_promises() -> None:
    assert told("针对信息更新不及时的问题，将健全机制。") == {(PROBLEM, "timeliness"), (PLAN, "system")}
    # What was done about last year's problem is neither.
    assert told("针对上年度队伍不稳的问题，今年已增配人员，问题得到有效解决。") == set()


def test_headings_inside_section_five_say_what_follows() -> None:
    text = "（一）存在的主要问题\n公开渠道较窄。\n（二）下一步工作打算\n拓宽公开渠道。"
    assert told(text) == {(PROBLEM, "channel"), (PLAN, "channel")}
    done = "（一）存在的问题\n公开渠道较窄。\n（二）改进情况\n今年以来，拓宽了公开渠道，开展培训3期。"
    assert told(done) == {(PROBLEM, "channel")}


def test_praise_is_no_problem() -> None:
    assert told("队伍建设不断加强，公开渠道不断拓宽。") == set()
    assert told("虽然队伍建设取得了成效，但公开渠道还不够宽。") == {(PROBLEM, "channel")}


def test_a_quality_belongs_to_what_was_named_before() -> None:
    assert told("政策解读质量不高，形式单一。") == {(PROBLEM, "interpretation")}
    assert told("公开内容不够全面，形式单一。") == {(PROBLEM, "content"), (PROBLEM, "channel")}


@pytest.mark.parametrize("text", ["无", "无。", "暂无。", "不存在问题。", "本年度未发现突出问题。"])
def test_that_there_is_no_problem_is_said_where_nothing_else_is(text: str) -> None:
    assert told(text) == {(PROBLEM, "none_stated")}


def test_no_problem_is_not_stated_beside_one_or_in_another_section() -> None:
    assert told("没有突出问题。公开渠道还不够宽。") == {(PROBLEM, "channel")}
    assert told("无专职人员。") == {(PROBLEM, "staff")}
    assert told("无其他需要报告的事项。", "other") == set()


def test_other_sections_count_in_older_reports_without_section_five() -> None:
    text = "目前还存在公开内容不够全面的问题。下一步，我局将加强业务培训。"
    assert told(text, "overview", 2012) == {(PROBLEM, "content"), (PLAN, "staff")}
    assert told(text, "overview", 2021) == set()
    assert told("网站信息更新不及时的，予以通报。", "overview", 2012) == set()


def test_each_theme_of_a_sentence_comes_once_with_its_words_and_their_place() -> None:
    text = "一是更新不及时；二是更新缓慢，公开渠道较窄。"
    found, _ = read_text(text)
    assert [(theme.theme, theme.match) for theme in found] == [
        ("timeliness", "更新不及时"),
        ("channel", "公开渠道较窄"),
    ]
    assert {theme.sentence for theme in found} == {text}
    for theme in found:
        place = theme.place
        assert place is not None and place.line == 2
        assert place.x0 is not None and place.x1 is not None
        assert text[int(place.x0) : int(place.x1)] == theme.match


def test_words_are_found_across_spaces_and_quoted_as_printed() -> None:
    (theme,), _ = read_text("一是公开 渠道 还不够宽。")
    assert (theme.theme, theme.match) == ("channel", "公开 渠道 还不够宽")


def test_what_an_earlier_sentence_named_is_quoted_from_the_sentence_that_says_what_lacks() -> None:
    first = "我局的政府信息公开工作对照要求，在政策解读方面。"
    for then in ("还是很单一。", "还是 很单一。"):
        (theme,), _ = read_text(first + then)
        assert (theme.theme, theme.match, theme.sentence) == ("interpretation", then[:-1], then)


def test_a_problem_that_no_word_names_is_an_issue_that_quotes_it() -> None:
    _, issues = read_text("一是便民程度不高。")
    assert [issue.message for issue in issues] == ["problem sentence matches no theme: “一是便民程度不高。”"]
    for text in (
        "公开渠道不宽。",
        "我局工作与上级要求相比还有一定差距。",
        "下一步将改进不足。",
        "2021年取得一定成效。",
    ):
        assert read_text(text)[1] == ()


def test_topics_are_told_from_fields_of_work_and_names_of_bodies() -> None:
    def topics(text: str) -> set[str]:
        return {theme for aspect, theme in told(text, "overview") if aspect in ("complaint", "request_topic")}

    assert topics("收到公开申请3件，主要涉及征地拆迁、住房保障。") == {"land", "housing"}
    assert topics("重点领域信息公开：公开征地拆迁、住房保障信息30条。") == set()
    assert topics("市教育局、市公安局收到投诉3件。") == set()
    assert topics("投诉共20件：环境20件，教育0件。") == {"environment"}
    assert topics("未收到涉及征地拆迁的信息公开申请。") == set()


def test_a_list_goes_on_in_the_next_sentence() -> None:
    assert told(
        "共收到公开申请8件。申请内容主要涉及以下几方面。一是房屋征收；二是财政预算。", "overview"
    ) == {
        ("request_topic", "land"),
        ("request_topic", "finance"),
    }
    assert told("受理投诉30件。其中反映物业管理问题的12件。", "overview") == {("complaint", "housing")}


def test_what_a_clause_concedes_is_not_what_lacks() -> None:
    assert told("虽然制度逐步完善，但公开的广度和深度仍显不足。") == {(PROBLEM, "content")}
    # Unless nothing else is named.
    assert told("虽然制定了相关制度，但仍然有待完善。") == {(PROBLEM, "system")}


def test_in_a_list_of_problems_what_is_named_lacks_whatever_the_words() -> None:
    assert told("存在以下问题：制度写在纸上，贴在墙上。") == {(PROBLEM, "system")}
    assert told("制度写在纸上，贴在墙上。") == set()


def test_rows_and_annexes_of_unknown_tables_are_no_plans() -> None:
    text = "今后将加强业务培训。\n设置公开栏（处）\n附件：公开目录一览\n更新查阅点设备"
    assert told(text) == {(PLAN, "staff")}


def test_a_dispute_that_somebody_asks_about_is_no_complaint() -> None:
    assert told("申请事项以消费纠纷为主，公交线路次之。", "requests") == {
        ("request_topic", "market"),
        ("request_topic", "transport"),
    }
    assert told("受理消费纠纷12件。", "overview") == {("complaint", "market")}


def test_who_appeals_complains_and_does_not_ask_for_information() -> None:
    assert told("复议申请人对工伤认定结论不服。", "reviews") == {("complaint", "labour_social_security")}
    assert told("因政府信息公开引发行政复议2件。", "reviews") == set()


def test_handling_requests_badly_asks_for_nothing() -> None:
    assert told("依申请公开答复环评事项说理不足。") == {(PROBLEM, "requests")}
