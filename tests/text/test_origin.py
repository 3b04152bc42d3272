"""The origin of a story: whom its text credits, and which copy is probably the first."""

from __future__ import annotations

import time
from itertools import permutations

import pytest

from crawler.rules.syndication import syndication_rules
from crawler.text.origin import Copy, credited, probable_origin, same_name

BODY = "The council voted to rebuild the market.\n\nWork begins in spring."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{BODY}\n\nThis story was originally published by The Harbour Bee.", "The Harbour Bee"),
        (f"{BODY}\n\nOriginally published in Harbour Review on 3 May 2024.", "Harbour Review"),
        (f"{BODY}\n\n(Source: Harbour Bee)", "Harbour Bee"),
        (f"{BODY}\n\nQuelle: Hafenbote", "Hafenbote"),
        (f"{BODY}\n\nFuente: El Puerto", "El Puerto"),
        (f"{BODY}\n\nSource: The Harbour and Island Evening Gazette", "The Harbour and Island Evening Gazette"),
        (f"{BODY}\n\nOriginally published by The Harbour Bee on 3 May 2024 and since corrected.", "The Harbour Bee"),
        (f"{BODY}\n\n(dpa)", "dpa"),
        (f"{BODY}\n\n© AFP", "AFP"),
        (f"HARBOURTON, May 3 (Reuters) - {BODY}", "Reuters"),
        (f"HARBOURTON (AP) — {BODY}", "AP"),
        ("市场将改建。\n\n来源：海港晚报", "海港晚报"),
        ("市場將改建。\n\n（來源：海港晚報）", "海港晚報"),
        ("2024-05-03 10:00 来源: 海港网 作者: 李四\n\n市场将改建。", "海港网"),
        ("本文转自海港晚报，版权归原作者所有。\n\n市场将改建。", "海港晚报"),
        ("新华社海港5月3日电 （记者李四）市场将改建。", "新华社"),
        ("海港新闻网台北5月3日电 市场将改建。", "海港新闻网"),
        ("海港網南岸5月3日電 (記者李四)市場將改建。", "海港網"),
    ],
)
def test_a_credit_is_read_as_printed(text: str, name: str) -> None:
    assert credited(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY,
        "A source of joy: herring. Sources say that the market will close.",
        "据海港网报道，消息来源不明。",
        "市场将改建。\n\n图片转自网络\n\n（来源：网络）",
        "他说，从此转自行车道上走。",
        "The report was originally published on 3 May 2024.",
        f"{BODY}\n\nSource: The Association of Harbourmasters and Pilots of the North",
        "Via text message he said that he had not been told.",
    ],
)
def test_a_sentence_is_not_a_credit(text: str) -> None:
    assert credited(text) is None


def test_the_copy_that_others_credit_is_the_first_whatever_the_dates_say() -> None:
    copies = [
        Copy("portal.example", "Portal", "Harbour Bee", "2024-05-03T08:00:00+00:00"),
        Copy("bee.example", "Harbour Bee", None, "2024-05-03T09:00:00+00:00"),
        Copy("city.example", "City News", "harbour bee", "2024-05-03T07:00:00+00:00"),
    ]
    for order in permutations(copies):
        assert order[probable_origin(order)].publisher == "Harbour Bee"


def test_a_copy_that_credits_another_is_not_the_first() -> None:
    copies = [Copy("a.example", "A Times", "Reuters", "2024-05-01"), Copy("b.example", "B Post", None, "2024-05-02")]
    assert probable_origin(copies) == 1


def test_a_copy_that_credits_itself_may_be_the_first() -> None:
    copies = [Copy("a.example", "海港网", "海港網", "2024-05-01"), Copy("b.example", "B Post", None, "2024-05-02")]
    assert probable_origin(copies) == 0


def test_without_credits_the_earliest_is_the_first() -> None:
    copies = [
        Copy("a.example", published="2024-05-03"),  # no time: at the end of its day
        Copy("b.example", published="2024-05-03T20:00:00+08:00"),
        Copy("c.example", published="2024-05-03T11:59:00"),  # no offset: in UTC
        Copy("d.example"),
        Copy("e.example", published="yesterday"),
    ]
    assert probable_origin(copies) == 2


def test_of_equals_the_first_to_come_is_the_first() -> None:
    assert probable_origin([Copy("a.example"), Copy("b.example")]) == 0


def test_a_site_may_be_credited_by_its_address() -> None:
    copies = [Copy("portal.example", "Portal", "harbourbee.example"), Copy("harbourbee.example", "The Bee")]
    assert probable_origin(copies) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reuters", "路透社"),
        ("The Harbour Bee", "harbour bee"),
        ("Harbour-Bee", "Harbour Bee"),
        ("海港網", "海港网"),
        ("海港晚报", "海港晚报客户端"),
        ("AP", "Associated Press"),
    ],
)
def test_names_of_one_publisher(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(("one", "other"), [("新华社", "新华日报"), ("AP", "Apple Daily"), ("", ""), ("—", "-")])
def test_names_of_different_publishers(one: str, other: str) -> None:
    assert not same_name(one, other)


def test_a_copy_survives_packing() -> None:
    for copy in (Copy("a.example"), Copy("a.example", "海港网", "Reuters", "2024-05-03")):
        assert Copy.unpack(copy.pack()) == copy


@pytest.mark.parametrize(
    "bait", ["(a " * 100_000, "来源" * 100_000, "（" * 200_000, "a\n" * 200_000, "社" * 200_000 + "6月"]
)
def test_hostile_text_costs_little(bait: str) -> None:
    start = time.process_time()
    credited(bait)
    assert time.process_time() - start < 0.5


def test_the_rules_load() -> None:
    assert syndication_rules().wires["路透社"] == "Reuters"
