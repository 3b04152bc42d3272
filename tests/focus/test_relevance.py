"""What relevance promises: the topic before the rest, adverts last, alike at every depth, across languages by names."""

from __future__ import annotations

from math import exp

import pytest

from crawler.focus.background import Background
from crawler.focus.profile import Profile
from crawler.focus.relevance import OfferedLink, OfferingPage, link_relevance, page_evidence, page_relevance
from crawler.focus.topic import Topic

TITLE = "沿海城市新建三座潮汐發電站"
TEXT = "潮汐發電站利用海水漲落發電。三座發電站年底併網,可供四十萬戶居民用電。工程師說,潮汐能比風能更穩定。"
LINKS = [
    "潮汐发电站的水轮机如何检修",
    "海水涨落一日两次:潮汐能入门",
    "这几款口红姐妹们闭眼入",
    "风能与潮汐能谁更稳定",
]
ENGLISH = (
    "The tidal plant in the bay feeds forty thousand homes. Engineers inspect the turbines of the plant at low tide."
)
SEED = OfferingPage()


def _topic(offered: list[str] = LINKS, title: str = TITLE, text: str = TEXT, language: str = "zh-Hant") -> Topic:
    profile = Profile.of(title, text, language=language).offering((title, None) for title in offered)
    background = Background()
    background.add(profile.counts)
    return Topic(profile, background)


def _value(title: str | None, topic: Topic, page: OfferingPage = SEED, **known: object) -> float:
    return link_relevance(OfferedLink(title, **known), topic, page).value  # type: ignore[arg-type]


def test_an_advert_comes_last_whatever_the_script() -> None:
    values = [_value(title, _topic()) for title in LINKS]
    assert min(values) == values[2]
    assert all(value > 2 * values[2] for value in (values[0], values[1], values[3]))


@pytest.mark.parametrize(
    ("language", "title", "text", "on", "off"),
    [
        ("en", "Tidal plant opens", ENGLISH, "New turbines for tidal plants", "Ten lipsticks you need this spring"),
        (
            "ja",
            "潮力発電所が運転開始",
            "湾の潮力発電所が動き出した。技術者は水車を点検する。",
            "潮力発電の仕組み",
            "春の口紅おすすめ",
        ),
        (
            "ko",
            "조력 발전소 가동",
            "만의 조력 발전소가 전력을 공급한다. 기술자들이 수차를 점검한다.",
            "조력발전의 원리",
            "봄 립스틱 추천",
        ),
        (
            "de",
            "Gezeitenkraftwerk geht ans Netz",
            "Das Gezeitenkraftwerk liefert Strom.",
            "Gezeitenkraft erklärt",
            "Rezept für Kuchen",
        ),
    ],
)
def test_the_topic_counts_in_any_language(language: str, title: str, text: str, on: str, off: str) -> None:
    topic = _topic([on, off], title, text, language)
    assert _value(on, topic) > _value(off, topic)


def test_adverts_that_resemble_each_other_do_not_make_a_topic() -> None:
    adverts = ["瘦身茶饮买哪家", "瘦身茶饮半价抢", "瘦身茶饮口碑榜"]
    topic = _topic([*LINKS[:2], *adverts])
    assert min(_value(t, topic) for t in LINKS[:2]) > max(_value(t, topic) for t in adverts)


def test_what_the_seeds_list_has_in_common_belongs_to_the_topic() -> None:
    listed = ["海堤加高工程完成", "海堤绿道向市民开放", "海堤下的潮汐发电站"]
    further = OfferingPage(0.5, 1)
    assert _value("百年海堤的故事", _topic(listed), further) > _value("百年海堤的故事", _topic([]), further)


def test_a_link_counts_the_same_at_any_depth() -> None:
    values = {_value(LINKS[0], _topic(), OfferingPage(0.9, depth)) for depth in (1, 2, 10)}
    assert len(values) == 1


def test_a_page_off_the_topic_offers_less() -> None:
    values = [_value(LINKS[0], _topic(), OfferingPage(r, 1)) for r in (0.9, 0.3, 0.05)]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 3


def test_kind_and_rank_count() -> None:
    topic, page = _topic(), OfferingPage(0.9, 1)
    related, more, sponsored = (
        link_relevance(OfferedLink(LINKS[0], kind=kind), topic, page).value for kind in ("related", "more", "sponsored")
    )
    assert related > more > sponsored
    assert _value(LINKS[0], topic, page, rank=1, block_size=5) > _value(LINKS[0], topic, page, rank=5, block_size=5)


def test_words_of_the_title_say_more_than_those_of_the_teaser() -> None:
    topic, page, on, off = _topic(), OfferingPage(0.9, 1), LINKS[0], "养殖户清早出海收网"
    assert _value(on, topic, page, snippet=off) > _value(off, topic, page, snippet=on)


def test_a_title_without_any_word_the_run_has_read_is_less_likely() -> None:
    topic, page = _topic(), OfferingPage(0.9, 1)
    for n in range(3):
        topic.background.add(Profile.of("", f"渔民在码头晾晒渔网第{n}天").counts)
    assert _value("码头的渔网", topic, page) > _value("闭眼入的口红", topic, page)


def test_a_headline_of_another_script_is_decided_by_the_page_that_offers_it() -> None:
    topic, title = _topic(), "Three plants join the grid of the coast"
    on, off = (link_relevance(OfferedLink(title), topic, OfferingPage(r, 1)) for r in (0.95, 0.05))
    assert on.value > 0.3 > off.value
    assert "known" not in on.points


def test_a_page_in_the_words_of_the_seed_is_on_its_topic_and_one_without_is_not() -> None:
    topic = _topic()
    same = Profile.of("潮汐發電站年底併網", TEXT, language="zh-Hans")
    other = Profile.of("面包师罢工", "面粉涨价,老城的炉子冷着。面包师要求加薪。", language="zh-Hans")
    assert page_relevance(same, topic, 0.5).value > 0.5 > page_relevance(other, topic, 0.5).value
    assert page_relevance(same, topic, 0.9).value > page_relevance(same, topic, 0.1).value


NEWS = "The Selene ran aground at noon. Divers found a crack in the hull of the Selene. Oil drifts to the shore."
GERMAN = "Die Selene lief mittags auf Grund. Taucher fanden einen Riss im Rumpf der Selene. Öl treibt an die Küste."
BAKERS = "Die Bäcker streiken, weil das Mehl teurer wird. In der Altstadt bleiben die Öfen kalt."


def test_names_meet_across_languages() -> None:
    topic = _topic([], "Selene aground", NEWS, "en")
    on, off = (page_relevance(Profile.of("", text, language="de"), topic, 0.5) for text in (GERMAN, BAKERS))
    assert on.value > off.value
    assert on.points["seed"] > off.points.get("seed", 0.0)


def test_pages_read_before_stand_for_the_topic_in_their_language() -> None:
    topic = _topic([], "Selene aground", NEWS, "en")
    link = OfferedLink("Riss im Rumpf: Taucher am Öl", kind="more")
    before = link_relevance(link, topic, OfferingPage(0.8, 1)).value
    page = Profile.of("Havarie", GERMAN, language="de")
    topic.background.add(page.counts)
    topic.learn(topic.background.vector(page.counts), "de", 0.9)
    assert link_relevance(link, topic, OfferingPage(0.8, 1)).value > before
    assert topic.pages == 1


def test_nothing_known_is_no_error() -> None:
    empty = Topic(Profile(), Background())
    assert 0 <= _value(None, empty) < 1
    assert 0 <= _value("Any title", empty) < 1
    assert 0 <= page_relevance(Profile(), empty, 0.0).value < 1
    assert 0 < page_relevance(Profile(), empty, 1.0).value < 1


def test_the_points_add_up_to_the_log_odds() -> None:
    found = link_relevance(OfferedLink(LINKS[0], LINKS[1]), _topic(), OfferingPage(0.7, 2))
    assert found.value == pytest.approx(1 / (1 + exp(-sum(found.points.values()))))


def test_pages_read_speak_for_and_against_a_page_in_another_language_alone() -> None:
    topic = _topic(title="Tidal plant opens", text=ENGLISH, offered=[], language="en")
    for language, counts in (("de", True), ("en", False), ("", False)):
        found = page_evidence({"gezeiten": 1.0}, language, topic, 0.5)
        assert ("on_topic" in found, "off_topic" in found) == (counts, counts)
