"""`scrapy crawl related`: follows related-reading links from articles, feeds and sitemaps."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.items import Article, Duplicate, Failure, Skipped
from crawler.pages.article import Extraction
from crawler.pages.seed_lists.read import read_list
from crawler.request_meta import Hop, attempts
from crawler.spiders import records
from crawler.spiders.answers import Answer, Problem
from crawler.spiders.drawn_pages import DrawnPages
from crawler.spiders.failure_reasons import reason_of
from crawler.spiders.job_spider import JobSpider
from crawler.spiders.link_choice import LinkChoice
from crawler.spiders.multipage_story import Story
from crawler.spiders.priorities import REVISIT_PRIORITY
from crawler.spiders.requests import Requests
from crawler.spiders.seed_pages import OpenedLists, SeedPages
from crawler.spiders.selection import Selection
from crawler.spiders.topics import Topics
from crawler.store.base import UNREACHABLE
from crawler.store.earlier_runs import Answered, EarlierRuns
from crawler.store.frontier import NEXT_PAGE_PRIORITY
from crawler.store.seed_outcomes import SeedOutcomes
from crawler.store.visits import Schedule
from crawler.text.timestamps import from_seconds, stamp
from crawler.urls.address import without_credentials
from crawler.urls.canonical import canonical, page_id, site
from crawler.urls.site_parameters import SiteParameters

logger = logging.getLogger(__name__)


class RelatedSpider(JobSpider):
    """Every URL asked for ends in exactly one of articles, duplicates, skipped, failures; lists of seeds in none."""

    name = "related"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = self.arguments
        self.seeds = tuple(dict.fromkeys(map(without_credentials, values["url"] + values["urls_file"])))
        self.seed_outcomes = SeedOutcomes(self.seeds)
        chosen = ("since", "language", "follow", "depth", "scope", "min_relevance", "match")
        self.selection = Selection(**{name: values[name] for name in chosen})
        self._topics = Topics()
        self._parameters = SiteParameters()
        self._opened_lists = OpenedLists()
        self.parts = {
            "spider": self._opened_lists,
            "topics": self._topics,
            "seeds": self.seed_outcomes,
            "parameters": self._parameters,
        }

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> RelatedSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._scraped, signals.item_scraped)
        crawler.signals.connect(spider._dropped, signals.item_dropped)
        crawler.signals.connect(spider._idle, signals.spider_idle)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    @cached_property
    def earlier_runs(self) -> EarlierRuns:
        """What earlier runs left."""
        get = self.settings.getint
        schedule = Schedule(
            get("RELATED_REVISIT_SHORTEST"), get("RELATED_REVISIT_LONGEST"), get("RELATED_REVISIT_AGES")
        )
        scope = "&".join(
            f"{name}={self.given[name]}" for name in ("since", "language", "match") if self.given.get(name)
        )
        return EarlierRuns(self.job, self.mode, scope, schedule)

    @cached_property
    def drawn_pages(self) -> DrawnPages:
        """What has pages drawn by a browser."""
        return DrawnPages(self.requests, self.settings.getbool("RELATED_BROWSER"))

    @cached_property
    def requests(self) -> Requests:
        """What asks for pages."""
        return Requests(self.job, self.earlier_runs, self._parameters, self.crawler.stats, self.parse, self.failed)

    @cached_property
    def choice(self) -> LinkChoice:
        """What chooses among a page's links."""
        most = self.settings.getint("RELATED_LINKS_LIMIT")
        return LinkChoice(self.requests, self.selection, self._topics, self.max_articles, most)

    @cached_property
    def seed_pages(self) -> SeedPages:
        """What reads lists of seeds."""
        return SeedPages(self.requests, self.choice, self.seed_outcomes, self.settings, self._opened_lists)

    async def start(self) -> AsyncIterator[Request]:
        """A request for each seed, then for each known page that is due."""
        for url in self.seeds:
            request = self.requests.ask(Hop(url, seed_url=url, root=url))
            if isinstance(request, Request):
                yield request
            elif request == "address":
                self.seed_outcomes.failed(url, request)
            else:
                self.seed_outcomes.known(url)
        roots = {page_id(canonical(url)) for url in self.seeds}
        for visit in self.earlier_runs.due(roots, self.settings.getint("RELATED_REVISIT_LIMIT")):
            hop = Hop.unpack(visit.hop)
            if self.job.frontier.seen(visit.page) or self.selection.too_old(from_seconds(visit.published), self._now()):
                continue
            self.job.frontier.mark(visit.page)
            self.job.frontier.mark(page_id(canonical(hop.requested_url)))
            revisit = self.requests.request(hop, REVISIT_PRIORITY, page=visit.page)
            if revisit is not None:
                yield revisit

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        """The records of an answer, and the requests that it leads to."""
        hop = Hop.of(response)
        page = page_id(canonical(response.url))
        if page != response.meta.get("page"):  # that one was marked when it was asked for
            self.job.frontier.mark(page)
        if "story" in response.meta:
            yield from self._read_next_page(response, hop)
            return
        if response.status == 304:
            self._unmodified(response, hop)
            return
        self._answered(response, hop)
        if hop.depth == 0:
            entries = read_list(response.body, response.url, self.settings.getfloat("RELATED_PAGE_SECONDS"))
            if entries is not None:
                yield from self.seed_pages.read_list(entries, hop, self._origin(hop, response).fetched_at)
                return
        yield from self._read_page(response, hop)

    def failed(self, failure: TwistedFailure) -> Iterator[Any]:
        """The record of a request that got no answer to read."""
        request: Request = failure.request  # type: ignore[attr-defined]
        hop = Hop.of(request)
        response = getattr(failure.value, "response", None)
        reason, detail = reason_of(failure.value or RuntimeError("no answer"))
        if "story" in request.meta:  # the story ends with the pages that could be read
            logger.warning("Gave up %s: %s (%s)", hop.requested_url, reason, detail)
            yield Story.unpack(request.meta["story"]).joined()
            return
        self.drawn_pages.failed(request)
        origin = self._origin(hop, response)
        yield records.failure(origin, reason, detail, attempts=attempts(request))

    def _answered(self, response: Response, hop: Hop) -> None:
        """Let later runs know of an answer: pipelines will say what it was."""
        headers = {k: (response.headers.get(k) or b"").decode("latin-1") or None for k in ("ETag", "Last-Modified")}
        self.earlier_runs.answered(
            hop.requested_url,
            Answered(
                page=response.meta.get("page") or page_id(canonical(hop.requested_url)),
                url=response.url,
                hop=hop.pack(response.url),
                root=page_id(canonical(hop.root or hop.seed_url)),
                etag=headers["ETag"],
                last_modified=headers["Last-Modified"],
            ),
        )

    def _unmodified(self, response: Response, hop: Hop) -> None:
        """The page is as it was at the last visit: there is nothing to read and nothing to write."""
        self.earlier_runs.is_unmodified(response.meta["page"])
        self.seed_outcomes.known(hop.requested_url)
        self.crawler.stats.inc_value("related/revisits/not-modified")

    def _read_page(self, response: Response, hop: Hop) -> Iterator[Any]:
        origin = self._origin(hop, response)
        found = self.read(Answer.from_response(response, origin.fetched_at))
        if isinstance(found, Problem):
            yield records.failure(origin, found.reason, found.detail, attempts=attempts(response))
            return
        origin = records.with_encoding(origin, found)
        if found.article is None and found.reason != "not-found" and hop.depth == 0 and hop.list_depth == 0:
            seeds = self.seed_pages.read_front_page(found, hop, origin)
            if seeds is not None:
                yield from seeds
                return
            if found.reason == "not-article":
                found = replace(found, detail=f"{found.detail}, and no list of articles to start from")
        again = self.drawn_pages.ask(found, response, hop)
        if again is not None:
            yield again
            return
        rating = self._topics.rate_page(found, hop.seed_url, hop.depth, hop.offered_relevance)
        self._learn_parameters(found)
        record = self._record(found, hop, origin, rating.relevance)
        if isinstance(record, Article) and found.next_page:
            yield from self._turn_page(Story([record]), found.next_page, hop)
        else:
            yield record
        if self.choice.is_first_reading(page_id(canonical(response.url))):
            yield from self.choice.follow(found, hop, origin, rating)

    def _learn_parameters(self, found: Extraction) -> None:
        """Learn from the address that an article declares; where it is its own, it need not be asked for."""
        declared = found.article.declared_url if found.article is not None else None
        if declared:
            self._parameters.observe(found.page.url, declared)
            url = canonical(found.page.url)
            plain = self._parameters.plain(url)
            if url != plain == canonical(declared):
                self.job.frontier.mark(page_id(plain))

    def _read_next_page(self, response: Response, hop: Hop) -> Iterator[Any]:
        """A further page of a story: it gives its text to the story's record, and nothing else."""
        story = Story.unpack(response.meta["story"])
        found = self.read(Answer.from_response(response, self._origin(hop, response).fetched_at))
        onward = None
        if isinstance(found, Extraction) and found.article is not None:
            story.pages.append(found.article)
            onward = found.next_page
        yield from self._turn_page(story, onward, hop)

    def _turn_page(self, story: Story, url: str | None, hop: Hop) -> Iterator[Any]:
        """A request for the story's next page, before all others; the story itself where there is none."""
        onward = None
        if url is not None and not story.has(url) and site(url) == site(hop.requested_url):
            onward = self.requests.request(
                replace(hop, requested_url=url), priority=NEXT_PAGE_PRIORITY, story=story.pack()
            )
        if url is None or onward is None:
            yield story.joined()
            return
        self.job.frontier.mark(page_id(canonical(url)))
        yield onward

    def _record(
        self, found: Extraction, hop: Hop, origin: records.Origin, relevance: float | None
    ) -> Article | Failure | Skipped:
        """The page's article, or why it is not written."""
        article = found.article
        if article is None:
            detail = (found.detail or "no article on the page") + (", drawn by a browser" if origin.drawn else "")
            return records.failure(origin, found.reason or "not-article", detail)
        if self.selection.article_too_old(article, origin.fetched_at):
            return records.skipped(origin, "since", f"published {article.date_published}")
        if self.selection.wrong_language(article.language):
            return records.skipped(origin, "language", f"written in {article.language or 'an unknown language'}")
        if not self.selection.matches(article.title, article.description, article.text):
            return records.skipped(origin, "match", f"{article.title!r} says none of the words of match")
        if self.selection.off_topic(relevance):
            return records.skipped(origin, "relevance", f"{article.title!r} has relevance {relevance:.3f}")
        article.relevance = relevance
        return records.complete_article(article, found, origin)

    def _origin(self, hop: Hop, response: Response | None) -> records.Origin:
        return records.origin_of(hop, response, self.run_id, self._now())

    def _scraped(self, item: Any, response: Any) -> None:
        """What a record that is written says of the seed that it is, or that it goes back to."""
        if isinstance(item, Failure):
            self.seed_outcomes.failed(item.url, item.reason)
        elif isinstance(item, Skipped):
            self.seed_outcomes.read(item.url, "article")
        elif isinstance(item, Article | Duplicate):
            self.seed_outcomes.read(item.requested_url, "article")
        if isinstance(item, Article) and isinstance(response, Response):
            self.seed_outcomes.wrote_article(Hop.of(response).root)

    def _dropped(self, item: Any) -> None:
        """A story that is as it was is written nowhere; a seed that is one was read all the same."""
        if isinstance(item, Article):
            self.seed_outcomes.read(item.requested_url, "article")

    def _idle(self) -> None:
        if self.seed_outcomes.none_read:
            logger.error("No seed could be read: see failures.jsonl")
            raise CloseSpider("no-seed")
        if len(self.job.frontier) and not self.job.has_enough:
            raise CloseSpider(UNREACHABLE)

    def _closed(self, reason: str) -> None:
        if reason in ("finished", "no-seed"):
            self.earlier_runs.finish(len(self.job.frontier))

    def _now(self) -> str:
        return stamp(self.job.now())
