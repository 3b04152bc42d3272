"""What the score promises: the topic before the rest, adverts last, the same answer every time."""

from __future__ import annotations

from crawler.focus.profile import Background, Profile
from crawler.focus.score import LinkContext, Topic, page_relevance, score_links

TITLE = "沿海城市新建三座潮汐發電站"
TEXT = "潮汐發電站利用海水漲落發電。三座發電站年底併網,可供四十萬戶居民用電。工程師說,潮汐能比風能更穩定。"
LINKS = [
    "潮汐发电站的水轮机如何检修",
    "海水涨落一日两次:潮汐能入门",
    "这几款口红姐妹们闭眼入",
    "风能与潮汐能谁更稳定",
]


def _topic(offered: list[str]) -> Topic:
    profile = Profile.of(TITLE, TEXT).offering(offered)
    background = Background()
    background.add(profile.counts)
    return Topic(profile, background)


def _scores(titles: list[str], **known: object) -> list[float]:
    topic = _topic(titles)
    links = [LinkContext(title=t, rank=i, block_size=len(titles), **known) for i, t in enumerate(titles, 1)]  # type: ignore[arg-type]
    return [r.value for r in score_links(links, topic)]


def test_an_advert_comes_last_whatever_the_script() -> None:
    scores = _scores(LINKS)
    assert min(scores) == scores[2]
    assert all(0 <= s <= 1 for s in scores)


def test_further_hops_and_unlike_parents_count_less() -> None:
    near, far = _scores(LINKS, depth=2), _scores(LINKS, depth=3)
    assert all(f <= n for n, f in zip(near, far, strict=True))
    alike, unlike = _scores(LINKS, depth=2, parent_relevance=0.9), _scores(LINKS, depth=2, parent_relevance=0.1)
    assert all(u <= a for a, u in zip(alike, unlike, strict=True))


def test_nothing_known_of_a_link_is_no_error() -> None:
    topic = _topic([])
    assert score_links([], topic) == []
    assert score_links([LinkContext(title=None)], topic)[0].value == 0
    empty = Topic(Profile.of("", ""), Background())
    assert score_links([LinkContext(title="Any title")], empty)[0].value == 0


def test_a_page_is_most_like_itself() -> None:
    topic = _topic(LINKS)
    itself = page_relevance(Profile.of(TITLE, TEXT), topic)
    other = page_relevance(Profile.of("Bakers strike over flour prices", "Ovens stay cold in the old town."), topic)
    assert itself > 0.9
    assert other == 0
