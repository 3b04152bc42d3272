"""How much of the gap between breadth-first and an oracle the order of a crawl closes: `python -m benchmarks.focus`.

Crawls from 100 seeds over the made news web, each with max_articles = half of the stories that bear the seed's tag.
The measure is the share of the stories read that bear one of the seed's tags; copies of a story count once.
The order is the crawler's: highest round(priority * 1e6) first, then least depth, then first offered.

    --shared PATH   folder that holds eval/newsweb (default ../shared); without it the benchmark is skipped
    --seeds N       how many seeds (default 100)
"""

from __future__ import annotations

import argparse
import heapq
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from benchmarks.newsweb import WebPage, read_web
from crawler.focus.background import Background
from crawler.focus.priority import priorities
from crawler.focus.profile import Profile
from crawler.focus.relevance import OfferedLink, OfferingPage, link_relevance, page_relevance
from crawler.focus.topic import Topic
from crawler.urls.canonical import site

LEAST_STORIES = 15
"""A tag counts that this many stories or more bear."""
LEAST_OFFERS = 5
"""A seed offers this many links or more: a page that leads nowhere tests nothing."""

Web = dict[str, WebPage]
Order = Callable[[WebPage, int], list[float]]
"""A page and its depth -> scores of its offers: called once a page, in the order of reading."""


@dataclass(frozen=True, slots=True)
class Seed:
    """Where a crawl starts, and how many stories it may read."""

    url: str
    tag: str
    max_articles: int


@dataclass(slots=True)
class Walk:
    """What a crawl has read."""

    stories: set[str] = field(default_factory=set)
    on_topic: int = 0
    fetched: int = 0

    @property
    def share(self) -> float:
        """Share of the stories that bear one of the seed's tags."""
        return self.on_topic / len(self.stories) if self.stories else 0.0


def choose_seeds(web: Web, number: int) -> list[Seed]:
    """Seeds spread over all tags that are common enough, and over the stories of each tag by URL."""
    of_tag: dict[str, dict[str, list[str]]] = {}
    for url, page in sorted(web.items()):
        for tag in page.tags:
            of_tag.setdefault(tag, {}).setdefault(page.story, []).append(url)
    tags = sorted(
        (t for t, stories in of_tag.items() if len(stories) >= LEAST_STORIES), key=lambda t: (-len(of_tag[t]), t)
    )
    counts = Counter(tags[i % len(tags)] for i in range(number))
    seeds = []
    for tag, n in counts.items():
        urls = [next((u for u in copies if len(web[u].offers) >= LEAST_OFFERS), "") for copies in of_tag[tag].values()]
        usable = sorted(filter(None, urls))
        seeds += [Seed(usable[(2 * i + 1) * len(usable) // (2 * n)], tag, len(of_tag[tag]) // 2) for i in range(n)]
    return seeds


def crawl(web: Web, seed: Seed, order: Order) -> Walk:
    """Walk from a seed in the crawler's order until the budget is spent or nothing is left."""
    walk, seen, tags = Walk(), {seed.url}, web[seed.url].tags
    frontier: list[tuple[int, int, int, str]] = [(0, 0, 0, seed.url)]
    while frontier and len(walk.stories) < seed.max_articles:
        _, depth, _, url = heapq.heappop(frontier)
        page = web.get(url)
        if page is None:  # an advert: it is asked for and not read
            continue
        walk.fetched += 1
        if page.story not in walk.stories:
            walk.stories.add(page.story)
            walk.on_topic += bool(page.tags & tags)
        for offer, score in zip(page.offers, order(page, depth), strict=True):
            if offer.url not in seen:
                seen.add(offer.url)
                heapq.heappush(frontier, (-round(score * 1e6), depth + 1, len(seen), offer.url))
    return walk


def breadth_first(web: Web, seed: Seed) -> Order:
    """Every link alike: depth and arrival decide."""
    return lambda page, depth: [0.0] * len(page.offers)


def oracle(web: Web, seed: Seed) -> Order:
    """Knows the tags: what bears one of the seed's first."""
    tags = web[seed.url].tags
    return lambda page, depth: [float(o.url in web and bool(web[o.url].tags & tags)) for o in page.offers]


def focused(web: Web, seed: Seed) -> Order:
    """The crawler's own priority."""
    background = Background()
    start = profile(web[seed.url])
    background.add(start.counts)
    topic = Topic(start, background)
    offered: dict[str, float] = {}

    def order(page: WebPage, depth: int) -> list[float]:
        own = start if depth == 0 else profile(page)
        relevance = 1.0
        if depth:
            background.add(own.counts)
            relevance = page_relevance(own, topic, offered[page.url]).value
        links, offering = offered_links(page), OfferingPage(relevance, depth)
        values = [link_relevance(link, topic, offering).value for link in links]
        for offer, value in zip(page.offers, values, strict=True):
            offered.setdefault(offer.url, value)
        if depth:
            topic.learn(background.vector(own.counts), "", relevance)
        return priorities(links, values, offering)

    return order


def profile(page: WebPage) -> Profile:
    """The profile of a page of the web, its own list included."""
    return Profile.of(page.title, page.text, page.keywords).offering((o.title, o.snippet) for o in page.offers)


def offered_links(page: WebPage) -> list[OfferedLink]:
    """A page's offers as they are rated."""
    home = site(page.url)
    return [
        OfferedLink(
            title=offer.title,
            snippet=offer.snippet,
            rank=offer.rank,
            block_size=len(page.offers),
            same_site=site(offer.url) == home,
        )
        for offer in page.offers
    ]


ORDERS: dict[str, Callable[[Web, Seed], Order]] = {"breadth": breadth_first, "ours": focused, "oracle": oracle}


def report(seeds: Sequence[Seed], shares: dict[str, list[float]]) -> str:
    """A table of shares a seed, their means, and how much of the gap is closed."""
    lines = [f"{'tag':10}{'budget':>7}" + "".join(f"{name:>9}" for name in shares) + "  seed"]
    for i, seed in enumerate(seeds):
        row = "".join(f"{found[i]:9.3f}" for found in shares.values())
        lines.append(f"{seed.tag:10}{seed.max_articles:7}{row}  {seed.url}")
    means = {name: mean(found) for name, found in shares.items()}
    lines.append(f"{'mean':17}" + "".join(f"{m:9.4f}" for m in means.values()))
    gap = means["oracle"] - means["breadth"]
    closed = f"{(means['ours'] - means['breadth']) / gap:.3f}" if gap > 0 else "no gap"
    return "\n".join([*lines, f"share of the gap closed: {closed}"])


def main() -> int:
    """Run the three orders from the same seeds and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--seeds", type=int, default=100)
    options = parser.parse_args()
    folder = options.shared / "eval" / "newsweb"
    if not (folder / "pages.warc.gz").is_file():
        print(f"skipped: no made news web at {folder}; name the folder that holds eval/newsweb with --shared")
        return 0
    web = read_web(folder)
    seeds = choose_seeds(web, options.seeds)
    shares = {name: [crawl(web, s, make(web, s)).share for s in seeds] for name, make in ORDERS.items()}
    print(report(seeds, shares))
    return 0


if __name__ == "__main__":
    sys.exit(main())
