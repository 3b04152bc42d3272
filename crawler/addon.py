"""The Scrapy add-on that completes a crawl's settings: what one of this project's settings means for many of Scrapy's.

It runs after the command line is read and before any component is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings, Settings

from crawler.items import FEEDS, Article, RelatedLinks
from crawler.plugins import order_of
from crawler.settings.readers import plugins
from crawler.store.jobs import open_job

_HANDLER = "crawler.handlers.replay.ReplayHandler"
_REPLAY: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER, "data": None, "file": None, "ftp": None, "s3": None},
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_SLOTS": {},
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,  # it was obeyed, or not, when the archive was made
    "RETRY_ENABLED": False,  # the same question has the same answer
    "HTTPCACHE_ENABLED": False,
    "CONCURRENT_REQUESTS": 1,  # one after another: the order of the output must not hang on timing
    "CONCURRENT_ITEMS": 1,
}
_PLAIN_SCRAPY: dict[str, Any] = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "DUPEFILTER_CLASS": "scrapy.dupefilters.RFPDupeFilter",
    "ITEM_PIPELINES": {},
    "ITEM_PROCESSOR": "scrapy.pipelines.ItemPipelineManager",
    "EXTENSIONS": {},
    "SPIDER_MIDDLEWARES": {},
    "DOWNLOADER_MIDDLEWARES": {},
    "FEED_STORAGES": {},
}
"""For scrapy shell, fetch and view, whose spiders are no crawl of ours; the download handlers keep their guard."""
_CONSOLES = {
    "TELNETCONSOLE_ENABLED": "scrapy.extensions.telnet.TelnetConsole",
    "REMOTE_CONTROL_ENABLED": "scrapy.extensions.remote_control.RemoteControl",
}
"""Switch -> an extension of Scrapy's that brings a server of its own: importing them is a sixth of a crawl's start."""
_MONITORS = {"crawler.extensions.monitors.Monitors": 520, "crawler.extensions.monitors.FieldCounts": 525}
_METRICS = "crawler.extensions.metrics.Metrics"
_SUITE = "crawler.extensions.monitors.RelatedSuite"


class RunSettings:
    """The add-on: feeds in the run's folder, the User-Agent, the monitors, and in a replay the way to the archive."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunSettings:
        return cls(crawler)

    def update_settings(self, settings: Settings) -> None:
        """Complete the settings of a crawl; called by Scrapy."""
        spider: Any = self.crawler.spider
        if not hasattr(spider, "job"):
            _leave_to_scrapy(settings)
            _set_replay(settings)
            return
        if spider.job is None:
            spider.job = open_job(settings, spider.name, spider.given, settings.getdict("FEEDS"))
            spider.run_id = spider.job.run_id
        _leave_out_consoles(settings)
        _set_feeds(settings, spider.job.folder)
        _set_user_agent(settings)
        _set_monitors(settings)
        _set_metrics(settings)
        _set_plugins(settings)
        _set_replay(settings)


def _leave_to_scrapy(settings: Settings) -> None:
    for name, value in _PLAIN_SCRAPY.items():
        settings.set(name, value, priority="spider")


def _leave_out_consoles(settings: Settings) -> None:
    """Out of EXTENSIONS_BASE itself: what is None in EXTENSIONS is imported all the same."""
    off = {extension for switch, extension in _CONSOLES.items() if not settings.getbool(switch)}
    base = {name: order for name, order in settings.getdict("EXTENSIONS_BASE").items() if name not in off}
    settings.set("EXTENSIONS_BASE", base, priority="addon")


def _set_feeds(settings: Settings, folder: Path) -> None:
    settings.set("RELATED_OUTPUT", str(folder), priority="cmdline")
    settings.set("FEEDS", _feeds(settings, folder), priority=max(settings.getpriority("FEEDS") or 0, 15))


def _set_user_agent(settings: Settings) -> None:
    if settings["RELATED_CONTACT"]:
        agent = f"{settings['USER_AGENT']} (+{settings['RELATED_CONTACT']})"
        settings.set("USER_AGENT", agent, priority=max(settings.getpriority("USER_AGENT") or 0, 20))


def _set_monitors(settings: Settings) -> None:
    if settings.getbool("SPIDERMON_ENABLED"):
        _add(settings, "EXTENSIONS", _MONITORS)
        settings.set("SPIDERMON_SPIDER_CLOSE_MONITORS", [_SUITE], priority=15)


def _set_metrics(settings: Settings) -> None:
    if settings["RELATED_METRICS_FILE"] or settings["RELATED_STATSD"]:
        _add(settings, "EXTENSIONS", {_METRICS: 530})


def _set_plugins(settings: Settings) -> None:
    own = {pipeline: order_of(pipeline) for pipeline in plugins(settings["RELATED_PLUGINS"]).pipelines}
    if own:
        _add(settings, "ITEM_PIPELINES", own)


def _add(settings: Settings, name: str, components: Mapping[Any, int]) -> None:
    """Add components to those that a setting names already."""
    together = {**settings.getdict(name), **components}
    settings.set(name, together, priority=max(settings.getpriority(name) or 0, 20))


def _set_replay(settings: Settings) -> None:
    if settings["RELATED_REPLAY"]:
        for name, value in _REPLAY.items():
            settings.set(name, value, priority=settings.getint("REPLAY_PRIORITY"))


def _feeds(settings: BaseSettings, folder: Path) -> dict[str, Any]:
    """The user's feeds, and the run's own. A user's feed that names no class gets what its file is named for, as
    links.csv is, or else the articles."""
    feeds: dict[str, Any] = {}
    for uri, options in settings.getdict("FEEDS").items():
        feeds[uri] = {"item_classes": [_item_class(PurePath(str(uri)).stem)], **options}
    for name in FEEDS:
        options = {"format": "jsonlines", "item_classes": [_item_class(name)], "overwrite": True, "store_empty": True}
        feeds[str(folder / f"{name}.jsonl")] = options
    return feeds


def _item_class(name: str) -> type[Any]:
    """The class of a feed's items; a page's links come as one item."""
    return RelatedLinks if name == "links" else FEEDS.get(name, Article)
