"""What the score promises: the topic before the rest, adverts last, near before far, the same answer every time."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.focus.profile import Background, Profile
from crawler.focus.score import KIND, LinkContext, page_relevance, score, score_links
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


def _topic(offered: list[str] = LINKS, title: str = TITLE, text: str = TEXT) -> Topic:
    profile = Profile.of(title, text).offering(offered)
    background = Background()
    background.add(profile.counts)
    return Topic(profile, background)


def _contexts(titles: list[str], **known: Any) -> list[LinkContext]:
    return [LinkContext(title=t, rank=i, block_size=len(titles), **known) for i, t in enumerate(titles, 1)]


def _scores(titles: list[str], **known: Any) -> list[float]:
    return [r.value for r in score_links(_contexts(titles, **known), _topic(titles))]


def test_an_advert_comes_last_whatever_the_script() -> None:
    scores = _scores(LINKS)
    assert min(scores) == scores[2]
    assert all(s > 2 * scores[2] for s in (scores[0], scores[1], scores[3]))


@pytest.mark.parametrize(
    ("title", "text", "on", "off"),
    [
        ("Tidal plant opens", ENGLISH, "New turbines for tidal plants", "Ten lipsticks you need this spring"),
        (
            "潮力発電所が運転開始",
            "湾の潮力発電所が動き出した。技術者は水車を点検する。",
            "潮力発電の仕組み",
            "春の口紅おすすめ",
        ),
        (
            "조력 발전소 가동",
            "만의 조력 발전소가 전력을 공급한다. 기술자들이 수차를 점검한다.",
            "조력발전의 원리",
            "봄 립스틱 추천",
        ),
        (
            "Gezeitenkraftwerk geht ans Netz",
            "Das Gezeitenkraftwerk liefert Strom.",
            "Gezeitenkraft erklärt",
            "Rezept für Kuchen",
        ),
    ],
)
def test_the_topic_counts_in_any_language(title: str, text: str, on: str, off: str) -> None:
    topic = _topic([on, off], title, text)
    likely, unlikely = score_links(_contexts([on, off]), topic)
    assert likely.value > unlikely.value


def test_adverts_that_resemble_each_other_do_not_make_a_topic() -> None:
    adverts = ["瘦身茶饮买哪家", "瘦身茶饮半价抢", "瘦身茶饮口碑榜"]
    scores = _scores([*LINKS[:2], *adverts])
    assert min(scores[:2]) > max(scores[2:])


def test_what_the_seeds_list_has_in_common_belongs_to_the_topic() -> None:
    listed = ["海堤加高工程完成", "海堤绿道向市民开放", "海堤下的潮汐发电站"]
    fits = score(LinkContext(title="百年海堤的故事", depth=2), _topic(listed), Profile.of(TITLE, TEXT))
    alone = score(LinkContext(title="百年海堤的故事", depth=2), _topic([]), Profile.of(TITLE, TEXT))
    assert fits.parts["list"] > alone.parts["list"] == 0


def test_the_seeds_own_links_come_before_equal_ones_further_away() -> None:
    page = Profile.of(TITLE, TEXT)
    by_depth = [score(LinkContext(title=LINKS[0], depth=d), _topic(), page).value for d in (1, 2, 3, 10)]
    assert by_depth == sorted(by_depth, reverse=True)
    assert by_depth[-1] > 0


def test_a_page_off_the_topic_offers_less() -> None:
    page = Profile.of("海水养殖户的一天", "养殖户清早出海,收网时说起潮汐。")
    by_parent = [
        score(LinkContext(title=LINKS[0], depth=2, parent_relevance=r), _topic(), page).value for r in (0.9, 0.3, 0.05)
    ]
    assert by_parent == sorted(by_parent, reverse=True)


def test_a_link_that_is_like_its_page_alone_loses_by_it() -> None:
    page = Profile.of("养殖户的一天", "养殖户清早出海,收网。养殖户说今年海水养殖收成好。")
    parts = score(LinkContext(title="海水养殖户谈收成", depth=2, parent_relevance=0.1), _topic(), page).parts
    assert parts["parent"] < 0


def test_kind_rank_and_site_count() -> None:
    assert KIND["related"] > KIND["more"] > KIND["sponsored"]
    values = {k: score(LinkContext(title=LINKS[0], kind=k), _topic()).value for k in ("related", "more", "sponsored")}
    assert values["related"] > values["more"] > values["sponsored"]
    titles = [LINKS[0]] * 5
    first, *_, last = _scores(titles)
    assert first > last
    links = [*_contexts(titles[:4]), LinkContext(title=LINKS[0], rank=4, block_size=4, same_site=False)]
    at_home, stranger = score_links(links, _topic())[3:]
    assert at_home.value > stranger.value


def test_pages_read_refine_the_topic() -> None:
    topic, page = _topic(), Profile.of("水轮机叶片防锈", "水轮机叶片用新涂层防锈,潮汐发电站先试用。")
    link = LinkContext(title="新涂层让叶片防锈十年", depth=2)
    before = score(link, topic, Profile.of(TITLE, TEXT)).value
    topic.learn(topic.background.vector(page.counts), page_relevance(page, topic))
    assert score(link, topic, Profile.of(TITLE, TEXT)).value > before


def test_a_page_is_most_like_its_own_topic() -> None:
    topic = _topic()
    assert page_relevance(Profile.of(TITLE, TEXT), topic) > 0.8
    assert page_relevance(Profile.of("Bakers strike over flour", "Ovens stay cold in the old town."), topic) == 0


def test_nothing_known_is_no_error() -> None:
    assert score_links([], _topic()) == []
    assert score(LinkContext(title=None), _topic()).value == 0
    assert score(LinkContext(title="Any title"), Topic(Profile.of("", ""), Background())).value == 0
    assert page_relevance(Profile(), _topic([])) == 0


@given(st.lists(st.text(max_size=40), max_size=8), st.integers(0, 80), st.floats(0, 1))
def test_a_score_is_a_share_and_the_same_every_time(titles: list[str], depth: int, parent: float) -> None:
    page = Profile.of(TITLE, TEXT) if depth > 1 else None
    links = _contexts(titles, depth=depth, parent_relevance=parent)
    first = [r.value for r in score_links(links, _topic(titles), page)]
    assert all(0 <= v <= 1 for v in first)
    assert first == [r.value for r in score_links(links, _topic(titles), page)]


def test_a_very_long_list_takes_time_in_proportion() -> None:
    topic, links = _topic(), _contexts(LINKS * 2_500)
    start = time.process_time()
    assert len(score_links(links, topic)) == 10_000
    assert time.process_time() - start < 10


def test_a_link_of_which_nothing_can_be_known_comes_before_an_advert() -> None:
    """Nothing speaks for either; but the one is in a script that the seed is not in, and the other could be known."""
    topic = Topic(
        Profile.of("青島國際標準化大會召開", "記者從市場監管總局獲悉,標準化大會在青島召開。" * 5), Background()
    )
    foreign, advert = (
        score(LinkContext(title=title, depth=2), topic, Profile.of("標準", "標準化", (), None)).value
        for title in ("Steelmakers agree on what may be called green", "網遊禮包免費領取攻略")
    )
    assert (foreign > 0, advert) == (True, 0)
