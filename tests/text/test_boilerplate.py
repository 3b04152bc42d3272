"""Stories come out of their boilerplate whole, every cut is named, and all cuts can be undone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.rules.boilerplate import boilerplate_languages, boilerplate_pack
from crawler.text.boilerplate import REPEAT_LENGTH, SITE_REPEAT, clean_text, clean_title, packs_for, restore
from crawler.text.credits import split_names

STORY = "市长说，新桥将在明年春天通车。\n\n工程已经开始。\n\n居民表示欢迎，也有人担心噪音。\n\n市政府将再开一次听证会。"


def rules_of(text: str, language: str | None) -> list[tuple[str, str]]:
    return [(r.rule, r.text.strip()) for r in clean_text(text, language).removed]


@pytest.mark.parametrize(
    "last",
    ["(責編:張三、李四)關注公眾號:某某網財經關鍵詞:", "（责编：张三、李四）关注公众号：某某网财经关键词："],
)
def test_pieces_glued_into_one_line_come_apart(last: str) -> None:
    cleaned = clean_text(f"{STORY}\n\n{last}", "zh")
    assert cleaned.text == STORY
    assert [r.rule for r in cleaned.removed] == ["zh-editor", "zh-follow", "zh-keywords"]
    assert len(cleaned.credits.editors) == 2


def test_glued_pieces_come_off_a_sentence() -> None:
    assert rules_of(STORY + "（责编：张三）来源：某某社 上一篇：旧桥拆除", "zh-Hans") == [
        ("zh-editor", "（责编：张三）"),
        ("zh-source", "来源：某某社"),
        ("zh-previous-next", "上一篇：旧桥拆除"),
    ]


def test_last_sentences_go_that_would_go_as_a_paragraph() -> None:
    assert clean_text("It ended. Sign up to our newsletter. Share this article", "en").text == "It ended."
    assert (
        clean_text("It ended. The prize went to nobody. Next.", "en").text
        == "It ended. The prize went to nobody. Next."
    )
    assert clean_text(STORY + "查看原文", "zh").text == STORY


def test_a_dateline_belongs_to_the_story() -> None:
    for text, language in [
        ("某某网北京6月9日电 (记者张三)" + STORY, "zh"),
        ("LONDON (Reuters) - The bridge opens in spring.\n\nWork has begun.", "en"),
        ("(서울=연합뉴스) 홍길동 기자 = 다리가 열린다.", "ko"),
    ]:
        assert clean_text(text, language).text == text


def test_a_wires_credits_feed_the_editors() -> None:
    cleaned = clean_text("The bridge opens.\n\n(Reporting by Ann Poe in Rome; Editing by John Doe and Jane Roe)", "en")
    assert cleaned.text == "The bridge opens."
    assert cleaned.credits.editors == ("John Doe", "Jane Roe")


def test_source_and_authors_are_read_from_cut_credits() -> None:
    credits = clean_text(STORY + "\n\n作者：张三\n\n来源：某某社", "zh").credits
    assert (credits.authors, credits.source) == (("张三",), "某某社")


def test_a_heading_takes_the_titles_under_it_along() -> None:
    text = STORY + "\n\n相关阅读\n\n旧桥今日拆除\n\n新桥设计方案公布"
    assert clean_text(text, "zh").text == STORY


def test_edge_rules_leave_the_middle_alone() -> None:
    middle = "Tags: red, green, blue"
    text = "\n\n".join(["One sentence of the story."] * 5 + [middle] + ["Another sentence of it."] * 6)
    assert middle in clean_text(text, "en").text
    assert middle not in clean_text(middle + "\n\n" + text, "en").text.split("\n\n")[0]


@pytest.mark.parametrize("language", [None, "und"])
def test_an_unknown_language_gets_the_rules_of_its_script(language: str | None) -> None:
    assert clean_text("The bridge opens.\n\nSign up to our newsletter", language).text == "The bridge opens."
    assert clean_text(STORY + "\n\n责任编辑：张三", language).text == STORY
    assert (
        clean_text("橋が開通する。工事は春に終わる。\n\n無断転載を禁じます。", language).text
        == "橋が開通する。工事は春に終わる。"
    )


def test_leaked_style_sheets_go() -> None:
    assert clean_text(STORY + " tjewm{width:100%;text-align:center;margin:30", "zh").text == STORY


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("The ferry [ad_1] leaves at noon.", "The ferry leaves at noon."),
        ("The[ad_1] ferry leaves at noon.", "The ferry leaves at noon."),
    ],
)
def test_words_around_a_piece_stay_one_blank_apart(text: str, cleaned: str) -> None:
    assert clean_text(text, "en").text == cleaned


def test_a_letter_that_is_longer_in_lower_case_moves_no_rule_to_another_line() -> None:
    heading = "İSTANBUL İLÇELERİNDE İLK İŞ " * 4 + "BU"
    cleaned = clean_text(f"{heading}\n\nAdvertisement\n\nThe ferry leaves at noon.", "en")
    assert cleaned.text == f"{heading}\n\nThe ferry leaves at noon."


def test_a_text_may_begin_with_boilerplate() -> None:
    assert clean_text("责编：张三\n\n" + STORY, "zh").text == STORY


@pytest.mark.parametrize("before", [0, 9])
def test_pieces_glued_to_a_long_line_come_off_both_ends(before: int) -> None:
    long = "海港" * 500
    first = ["一句话。"] * before
    glued = [*first, f"(資料圖片僅供參考){long}（责编：张三）", *["一句话。"] * 20]
    kept = [*first, f"(資料圖片僅供參考){long}" if before else long, *["一句话。"] * 20]
    assert clean_text("\n\n".join(glued), "zh").text == "\n\n".join(kept)


def test_the_rules_of_a_script_that_does_not_occur_are_left_out() -> None:
    assert [pack.language for pack in packs_for(None, STORY)] == ["zh"]


def test_nothing_is_left_of_nothing() -> None:
    for text in ("", "\n\n", "Advertisement"):
        cleaned = clean_text(text, "en")
        assert cleaned.text.strip() == ""
        assert restore(cleaned.text, cleaned.removed) == text


SAMPLES = [
    s.replace("⟦", "").replace("⟧", "")
    for p in map(boilerplate_pack, boilerplate_languages())
    for r in p.rules
    for s in r.cuts
]
PIECE = st.one_of(st.sampled_from(SAMPLES), st.text(max_size=30), st.sampled_from([STORY, " ", "İ", "。", "\u2028"]))
GLUE = st.sampled_from(["", " ", "\n", "\n\n", "\n \n\t", "\r\n", "　"])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(PIECE, GLUE), max_size=12),
    st.sampled_from([None, "ja", *boilerplate_languages()]),
    st.booleans(),
)
def test_text_and_removed_give_the_uncut_body_again(
    pieces: list[tuple[str, str]], language: str | None, repeated: bool
) -> None:
    text = "".join(a + b for a, b in pieces)
    cleaned = clean_text(text, language, repeats=(lambda p: len(p) % 3 == 0) if repeated else None)
    assert restore(cleaned.text, cleaned.removed) == text
    places = [(r.at, r.at + len(r.text)) for r in cleaned.removed]
    assert places == sorted(places)
    assert all(a < b for a, b in places)
    assert all(x[1] <= y[0] for x, y in pairwise(places))
    assert all(text[r.at : r.at + len(r.text)] == r.text for r in cleaned.removed)


def test_kept_paragraphs_stay_apart_and_nothing_hangs_over() -> None:
    assert clean_text("One here.\n\nAdvertisement\n\nTwo here.\n\nShare", "en").text == "One here.\n\nTwo here."
    assert clean_text("One here.\nAdvertisement\n\nTwo here.", "en").text == "One here.\n\nTwo here."
    assert clean_text("Advertisement\n\nOne here.", "en").text == "One here."


def story(n: int) -> list[str]:
    return [f"Story {n} opens.", f"It has a long middle paragraph of its own, number {n}.", "Come to our fair!"]


def test_a_sites_own_paragraph_is_cut_from_both_edges_and_the_text_can_be_had_again() -> None:
    text = "\n\n".join(["Come to our fair!", *story(1)])
    cleaned = clean_text(text, "en", repeats=lambda paragraph: paragraph == "Come to our fair!")
    assert [r.rule for r in cleaned.removed] == [SITE_REPEAT, SITE_REPEAT]
    assert "fair" not in cleaned.text
    assert restore(cleaned.text, cleaned.removed) == text


def test_of_a_sites_own_paragraph_what_was_glued_to_it_stays_cut_by_its_own_rule() -> None:
    text = STORY + "\n\n欢迎参加集市（责编：张三）"
    cleaned = clean_text(text, "zh", repeats=lambda paragraph: paragraph == "欢迎参加集市")
    assert cleaned.text == STORY
    assert [r.rule for r in cleaned.removed] == [SITE_REPEAT, "zh-editor"]
    assert restore(cleaned.text, cleaned.removed) == text


def test_a_long_paragraph_is_no_sites_own() -> None:
    short, long = "a" * REPEAT_LENGTH, "b" * (REPEAT_LENGTH + 1)
    assert clean_text(f"{short}\n\n{long}\n\nOne.", "en", repeats=lambda p: p != "One.").text == f"{long}\n\nOne."


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("新桥明年通车_某某网", "新桥明年通车"),
        ("新橋明年通車_新聞頻道_某某網", "新橋明年通車"),
        ("新桥明年通车-某某网", "新桥明年通车"),
        ("环球最资讯丨新桥明年通车", "新桥明年通车"),
        ("每日速看!新橋明年通車", "新橋明年通車"),
        ("全球热点！新桥明年通车_某某网", "新桥明年通车"),
        ("New bridge opens - World news - Example News", "New bridge opens"),
        ("New bridge opens | example.com", "New bridge opens"),
        ("Example News: New bridge opens", "New bridge opens"),
        ("New bridge - what we know", "New bridge - what we know"),
        ("Opinion | The bridge we need", "Opinion | The bridge we need"),
        ("桥头观察丨新桥明年通车", "桥头观察丨新桥明年通车"),
        ("New bridge - what we know - Example News", "New bridge - what we know"),
        ("Ny bro åpner - VG", "Ny bro åpner"),
        ("The town has a plan - B", "The town has a plan - B"),
        ("Example News", "Example News"),
        ("每日速看!", "每日速看!"),
        ("", ""),
    ],
)
def test_a_title_is_the_headline_alone(title: str, clean: str) -> None:
    names = ["某某网", "某某網", "Example News", "www.example.com", "VG", "B"]
    assert clean_title(title, language=None, site_names=names) == clean


@given(st.text(max_size=60), st.lists(st.text(max_size=10), max_size=3))
def test_cleaning_a_title_is_idempotent_and_never_empties_it(title: str, names: list[str]) -> None:
    once = clean_title(title, language="zh", site_names=names)
    assert clean_title(once, language="zh", site_names=names) == once
    assert bool(once) == bool(title.strip())


def test_names_are_split() -> None:
    assert split_names("王震、呂騫") == ["王震", "呂騫"]
    assert split_names("Anna Muster und Max Probe / dpa") == ["Anna Muster", "Max Probe", "dpa"]
    assert split_names("Anna Muster, 1203") == ["Anna Muster"]
    assert split_names(f"{'A' * 60}, {'B' * 61}") == ["A" * 60]
