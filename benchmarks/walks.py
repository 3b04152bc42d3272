"""Crawls simulated over a made web of known topics: what each page and each link was rated, and what it was."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.topicweb import Offered, TopicPage
from crawler.focus import calibration
from crawler.focus.background import Background
from crawler.focus.calibration import Weights
from crawler.focus.profile import Profile
from crawler.focus.relevance import (
    OfferedLink,
    OfferingPage,
    is_foreign,
    link_evidence,
    page_evidence,
)
from crawler.focus.terms import primary
from crawler.focus.topic import Topic

Web = Mapping[str, TopicPage]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights to rate by."""

    page: Weights = field(default_factory=lambda: calibration.PAGE)
    foreign_page: Weights = field(default_factory=lambda: calibration.FOREIGN_PAGE)
    link: Weights = field(default_factory=lambda: calibration.LINK)


@dataclass(frozen=True, slots=True)
class Rated:
    """Something that was rated: its evidence, its relevance, and whether it is on the topic."""

    what: str
    """page, foreign_page or link."""
    evidence: Mapping[str, float]
    relevance: float
    on_topic: bool
    url: str


@dataclass(slots=True)
class Walk:
    """What a simulated crawl read and rated."""

    read: list[Rated] = field(default_factory=list)
    links: list[Rated] = field(default_factory=list)


def profile(page: TopicPage) -> Profile:
    """The profile of a page, its list included."""
    related = [(link.title, link.snippet) for link in page.links if link.kind == "related" and link.title]
    return Profile.of(page.title, page.text, page.keywords, page.language).offering(related)


def walk(web: Web, seed: str, model: Model, budget: int, least: float = 0.0, depth: int = 99) -> Walk:
    """Read up to `budget` pages from a seed, most relevant first; follow related and more links from `least` on."""
    background, done = Background(), Walk()
    start = profile(web[seed])
    background.add(start.counts)
    topic = Topic(start, background)
    seen, waiting = {seed}, [(0.0, 0, 0, seed, 1.0)]
    while waiting and len(done.read) < budget:
        _, hops, _, url, offered = heapq.heappop(waiting)
        page = web[url]
        rating, vector = _rate(page, topic, model, offered, on=web[seed].tags, is_seed=hops == 0)
        done.read.append(rating)
        for link in page.links:
            rated = _rate_link(link, topic, model, OfferingPage(rating.relevance, hops), web, web[seed].tags)
            done.links.append(rated)
            known = link.url in seen or link.url not in web
            if not known and hops < depth and link.kind in ("related", "more") and rated.relevance >= least:
                seen.add(link.url)
                heapq.heappush(waiting, (-rated.relevance, hops + 1, len(seen), link.url, rated.relevance))
        if hops:
            topic.learn(vector, primary(page.language), rating.relevance)
    return done


def alone(web: Web, model: Model, step: int) -> list[Rated]:
    """The links of every page rated by the page itself, as an archive run does; kept of one page in `step`."""
    background, found = Background(), list[Rated]()
    for n, page in enumerate(web.values()):
        own = profile(page)
        background.add(own.counts)
        if n % step == 0:
            topic = Topic(own, background)
            found += [_rate_link(link, topic, model, OfferingPage(), web, page.tags) for link in page.links]
    return found


def _rate(
    page: TopicPage, topic: Topic, model: Model, offered: float, *, on: frozenset[str], is_seed: bool
) -> tuple[Rated, dict[str, float]]:
    if is_seed:
        return Rated("seed", {}, 1.0, True, page.url), {}
    own = profile(page)
    topic.background.add(own.counts)
    vector = topic.background.vector(own.counts)
    what = "foreign_page" if is_foreign(own, topic) else "page"
    evidence = page_evidence(vector, primary(page.language), topic, offered)
    return Rated(what, evidence, _value(evidence, getattr(model, what)), bool(page.tags & on), page.url), vector


def _rate_link(link: Offered, topic: Topic, model: Model, page: OfferingPage, web: Web, on: frozenset[str]) -> Rated:
    shown = OfferedLink(link.title, link.snippet, link.rank, link.block_size, link.same_site, link.kind)
    evidence = link_evidence(shown, topic, page)
    target = web.get(link.url)
    return Rated("link", evidence, _value(evidence, model.link), bool(target and target.tags & on), link.url)


def _value(evidence: Mapping[str, float], weights: Weights) -> float:
    return calibration.likelihood(sum(weights.get(name, 0.0) * x for name, x in evidence.items()))
