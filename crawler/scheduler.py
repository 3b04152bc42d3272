"""The frontier behind Scrapy's scheduler interface: best first, and never more articles than asked for.

A request given out is a lease: it stays in the frontier until Scrapy is through with it. No signal says when that is,
so it is looked up: a request is done when neither the downloader nor the scraper holds it.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.utils.request import request_from_dict

from crawler.crawl_spider import crawl_spider
from crawler.engine import engine_room
from crawler.host_turns import HostHandover, Turns
from crawler.items import Article
from crawler.outages import outages
from crawler.request_meta import Drawn, Hop, Tried
from crawler.scraped import on_scraped
from crawler.store.base import UNREACHABLE, StoreError
from crawler.store.frontier import NEXT_PAGE_PRIORITY, Lease
from crawler.store.jobs import job_of
from crawler.text.plurals import counted
from crawler.urls.canonical import canonical, page_id

logger = logging.getLogger(__name__)

OVERDUE = 1.5
"""Seconds without a checkpoint after which nothing is given out until the pages at hand are read."""
_TRIED = " tried"  # no host has a blank in its name
_NAMED = 5
_BEGUN = NEXT_PAGE_PRIORITY // 2
"""The least priority of a request for a story's next page, retried or redirected ones included."""
_PLAIN = Request("https://plain.invalid/").to_dict()
_BYTES = "latin-1"  # maps every byte to one character and back


class Scheduler(BaseScheduler):
    """Holds back what could not be sent at once: a host whose turn it is not, a page that max_articles may not need.

    So the best request goes next even where links come in while others wait, and a crawl that is stopped has little
    to wait for.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.job = job_of(crawler)
        self._room = engine_room(crawler)
        self._spider = crawl_spider(crawler)
        self._outages = outages(crawler)
        self._ending = False
        """Whether what was tried in vain is given up, as the run ends without its hosts."""
        self._frontier = self.job.frontier
        self._leases: dict[int, tuple[Request, Lease]] = {}  # by the identity of the request: its meta is copied
        self._articles = 0
        self._settled = 0
        """Articles that are no copies of what other workers brought first, as of the last checkpoint."""
        self._elsewhere: dict[str, tuple[int, int]] = {}  # worker -> its articles, and those that it may yet bring
        self._granted: int | None = None
        """With other workers: how many articles this one may bring in all, as was settled at the last checkpoint."""
        self._stories_begun = 0
        """Stories whose next page waits in the frontier: each has its place within max_articles."""
        self._at_once = crawler.settings.getint("CONCURRENT_REQUESTS")
        on_scraped(crawler, self._scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Scheduler:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Begin, or go on: whoever held leases is gone."""
        self._limit = self._spider.max_articles
        self._frontier.release()
        if self.job.identity.follows:
            self._mark_what_was_taken_over()
        self._stories_begun = self._frontier.count(_BEGUN)
        self.job.register("scheduler", self)
        self.job.on_resolution.append(self._correct)
        self._frontier.manners = HostHandover(self._room, self._outages)

    def close(self, reason: str) -> None:
        """Everything asked for is read or was never sent: the last checkpoint."""
        self._remove_done()
        self._room.cancel_wake()
        self.crawler.stats.set_value("related/frontier_left", len(self._frontier))
        if self._frontier:
            self._explain_what_is_left(reason)
        if self._spider.at_rest:
            self.job.checkpoint()

    def state(self) -> Mapping[str, Any]:
        self._remove_done()
        self._settled = self._articles
        if not self.job.live:
            return {"articles": self._articles}
        reserved = self._reserve()
        self._granted = self._articles + reserved
        return {"articles": self._articles, "reserved": reserved}

    def restore(self, state: Mapping[str, Any]) -> None:
        self._articles = self._settled = state["articles"]
        self._granted = self._articles + state["reserved"] if "reserved" in state else None

    def shares(self, key: str) -> bool:
        return True

    def learn_from(self, worker: str, entries: Mapping[str, Any]) -> None:
        articles, reserved = self._elsewhere.get(worker, (0, 0))
        self._elsewhere[worker] = entries.get("articles", articles), entries.get("reserved", reserved)

    def enqueue_request(self, request: Request) -> bool:
        """Put a request in; whether it was asked for before is the spider's to know."""
        if self.job.fault:
            return False
        queue = _queue(self._room.host_key(request), tried=Tried.of(request) is not None)
        try:
            again = request.meta.get("retry_times") or request.meta.get("redirect_times") or Tried.of(request)
            page = None if again or Drawn.of(request) else request.meta.get("page")
            self._frontier.add(queue, request.priority, dump_request(request, self.crawler.spider), page)
            self._stories_begun += "story" in request.meta
        except StoreError as error:
            self.job.fail(error)
        return not self.job.fault

    def next_request(self) -> Request | None:
        """The best request that may go now."""
        self._remove_done()
        if self.job.fault or not self._frontier or self._must_wait():
            return None
        turns = self._turns()
        bounded = self._full(self._articles + self._stories_begun + len(self._leases))
        try:
            lease = self._frontier.lease(_was_tried if self._ending else turns.free, _BEGUN if bounded else None)
        except StoreError as error:
            self.job.fail(error)
            return None
        if lease is None:
            self._room.wake_in(turns.soonest)
            return None
        request = load_request(lease.request, self.crawler.spider)
        tried = Tried.of(request)
        if tried is not None and self.job.identity.follows:
            tried.begin_run(request, self.job.run_id)
        if self._ending and tried is not None:
            tried.end(request)
        self._leases[id(request)] = request, lease
        self._stories_begun -= "story" in request.meta
        return request

    def has_pending_requests(self) -> bool:
        """Whether something is left that will be asked for, or, tried in vain, becomes a failure."""
        self.job.has_enough = self._all_found()
        wanted = self._stories_begun > 0 or not self.job.has_enough
        if not self._frontier or not wanted or self.job.fault:
            return False
        if self._frontier.waits_elsewhere:
            return True
        queues = self._frontier.hosts()
        if any(self._outages.worth_waiting(_host(queue), durable=self.job.durable) for queue in queues):
            return True
        # The hosts are gone for this run. A job can go on with what waits for them; without one, what was tried is
        # a failure now, and what was not is left.
        if not self.job.durable and not self._ending and any(map(_was_tried, queues)):
            self._ending = True
            self._room.wake_in(0)
        return self._ending and any(map(_was_tried, queues))

    def _mark_what_was_taken_over(self) -> None:
        """Have what an earlier run left over count as asked for: nobody asks for it a second time."""
        for text in self._frontier.waiting():
            request = load_request(text, self.crawler.spider)
            identity = page_id(canonical(request.url))
            for page in {identity, request.meta.get("page", identity)}:
                self._frontier.mark(page)

    def _fail_seeds_that_wait(self) -> None:
        """Seeds whose hosts did not answer were not read in this run, though they may be in the next."""
        for text in self._frontier.waiting():
            request = load_request(text, self.crawler.spider)
            hop, tried = Hop.find(request), Tried.of(request)
            if hop is not None and tried is not None and hop.depth == hop.list_depth == 0:
                self._spider.seed_outcomes.failed(hop.requested_url, tried.reason)

    def _explain_what_is_left(self, reason: str) -> None:
        if self._all_found():
            self.crawler.stats.set_value("related/frontier_left_reason/budget", len(self._frontier))
        elif reason in (UNREACHABLE, "no-seed"):
            self._fail_seeds_that_wait()
            self.crawler.stats.set_value(f"related/frontier_left_reason/{UNREACHABLE}", len(self._frontier))
            hosts = sorted({_host(queue) for queue in self._frontier.hosts()})
            named = ", ".join(hosts[:_NAMED]) + (f" and {len(hosts) - _NAMED} more" if len(hosts) > _NAMED else "")
            onward = "the same command goes on with them" if self.job.durable else "a crawl with JOBDIR could go on"
            left = counted(len(self._frontier), "request is", "requests are")
            logger.warning("%s left, for %s: %s", left, named, onward)

    def _must_wait(self) -> bool:
        if self._stories_begun == 0 and self._full(self._articles + len(self._leases)):
            return True
        return 0 < self._at_once <= len(self._leases) or self.job.late(OVERDUE)

    def _full(self, articles: int) -> bool:
        """Whether so many articles of this worker are as many as it may bring."""
        bounds = [bound for bound in (self._limit, self._granted) if bound is not None]
        return self._limit is not None and articles >= min(bounds)

    def _all_found(self) -> bool:
        """Whether there are max_articles, those of other workers included."""
        own = self._settled if self.job.live else self._articles
        return self._limit is not None and own + sum(n for n, _ in self._elsewhere.values()) >= self._limit

    def _reserve(self) -> int:
        """How many more articles this worker may bring until the next checkpoint, at which the others see it."""
        wanted = len(self._leases) + self._stories_begun + min(len(self._frontier), 2 * self._at_once)
        if self._limit is None:
            return wanted
        live = self.job.live
        taken = sum(n + (reserved if worker in live else 0) for worker, (n, reserved) in self._elsewhere.items())
        return max(0, min(wanted, self._limit - taken - self._articles))

    def _remove_done(self) -> None:
        """Take what is done out of the frontier."""
        held = self._room.in_progress()
        for key, (_, lease) in list(self._leases.items()):
            if key not in held:
                del self._leases[key]
                if not self.job.fault:
                    self._frontier.done(lease.number)

    def _turns(self) -> Turns:
        active = self._room.downloading()
        hosts = Counter(_host(lease.host) for key, (_, lease) in self._leases.items() if key in active)
        return Turns(self._room, self._outages, hosts, _host)

    def _correct(self, changes: Counter[str]) -> None:
        """Other workers were first: what was counted as an article is a copy."""
        self._articles += changes["articles"]

    def _scraped(self, item: Any) -> None:
        self._articles += isinstance(item, Article)


def _queue(host: str, *, tried: bool) -> str:
    """The name of a host's queue in the frontier: what was tried in vain has one beside what was not."""
    return f"{host}{_TRIED}" if tried else host


def _host(queue: str) -> str:
    return queue.removesuffix(_TRIED)


def _was_tried(queue: str) -> bool:
    return queue.endswith(_TRIED)


def dump_request(request: Request, spider: Spider | None) -> str:
    """A request whose callbacks are methods of the spider, as JSON without what is as in any request.

    Not pickle: a store may come from anywhere.
    """
    fields = {k: v for k in Request.attributes if (v := getattr(request, k)) != _PLAIN.get(k)}
    for name in ("callback", "errback"):  # Request.to_dict() looks through all of the spider for each
        function = getattr(request, name)
        if function is not None:
            fields[name] = _method_name(function, spider)
    if type(request) is not Request:
        fields["_class"] = f"{type(request).__module__}.{type(request).__name__}"
    fields["headers"] = [
        [name.decode(_BYTES), [value.decode(_BYTES) for value in values]] for name, values in request.headers.items()
    ]
    if request.body:
        fields["body"] = request.body.decode(_BYTES)
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _method_name(function: Callable[..., Any], spider: Spider | None) -> str:
    """The name of a spider's method; ValueError where it is none, for then it could not be found again."""
    name = getattr(function, "__name__", "")
    if getattr(spider, name, None) != function:
        raise ValueError(f"{function} is no method of {spider}")
    return name


def load_request(text: str, spider: Spider | None) -> Request:
    """The request that dump_request() described."""
    fields: dict[str, Any] = json.loads(text)
    headers = fields.pop("headers")
    if "body" in fields:
        fields["body"] = fields["body"].encode(_BYTES)
    fields["headers"] = {name.encode(_BYTES): [value.encode(_BYTES) for value in values] for name, values in headers}
    return request_from_dict(fields, spider=spider)
