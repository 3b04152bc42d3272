"""What one setting means for many: RELATED_OUTPUT for the feeds, RELATED_REPLAY for the whole way to the network.

Runs as a Scrapy add-on, after the command line is read and before any component is built.
"""

from __future__ import annotations

from importlib.util import find_spec
from logging import getLevelNamesMapping
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings, Settings

from crawler.archive.reader import ArchiveError, check, check_seekable, expand
from crawler.items import FEEDS, Article, RelatedLinks
from crawler.store.jobs import open_job
from crawler.store.store_url import StoreUrlError, store_path
from crawler.urls.address import AllowError, read_allowed

OWN_SETTINGS = (
    "RELATED_OUTPUT",
    "RELATED_STORE",
    "RELATED_REPLAY",
    "RELATED_RECORD",
    "RELATED_ALLOW_PRIVATE",
    "RELATED_DEDUPE_ENABLED",
    "RELATED_CONTACT",
    "RELATED_OBEY_RIGHTS",
    "RELATED_PROGRESS",
    "RELATED_LIST_LIMIT",
    "RELATED_LIST_DEPTH",
    "RELATED_LIST_FILES",
    "RELATED_LINKS_LIMIT",
    "RELATED_HOST_PAGES",
    "RELATED_SITE_PAGES",
    "RELATED_SITE_HOSTS",
    "RELATED_HOST_FAILURES",
    "RELATED_NOVELTY",
    "RELATED_WAIT_LIMIT",
    "RELATED_REVISIT_SHORTEST",
    "RELATED_REVISIT_LONGEST",
    "RELATED_REVISIT_AGES",
    "RELATED_REVISIT_LIMIT",
    "RELATED_PAGE_SECONDS",
)
_WHOLE = ("_LIMIT", "_DEPTH", "_FILES", "_PAGES", "_HOSTS", "_FAILURES", "_NOVELTY", "_SHORTEST", "_LONGEST", "_AGES")
_SECONDS = ("RELATED_WAIT_LIMIT", "RELATED_PAGE_SECONDS")
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


_NUMBERS = (
    "DOWNLOAD_DELAY",
    "DOWNLOAD_TIMEOUT",
    "DOWNLOAD_MAXSIZE",
    "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "CONCURRENT_ITEMS",
    "RETRY_TIMES",
    "REDIRECT_MAX_TIMES",
)
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
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
_MONITORS = {"spidermon.contrib.scrapy.extensions.Spidermon": 520, "crawler.extensions.monitors.FieldCounts": 525}
_SUITE = "crawler.extensions.monitors.RelatedSuite"


class SettingError(ValueError):
    """A wrong setting: the message names it, its value and what is allowed, in one line."""


class FeedsAndReplay:
    """The add-on: sets FEEDS, and in a replay whatever goes with it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FeedsAndReplay:
        return cls(crawler)

    def update_settings(self, settings: Settings) -> None:
        """Complete the settings of a crawl; called by Scrapy."""
        spider: Any = self.crawler.spider
        if not hasattr(spider, "job"):
            for name, value in _PLAIN_SCRAPY.items():
                settings.set(name, value, priority="spider")
            return
        job = spider.job
        if job is None:
            given = getattr(spider, "given", {})
            job = spider.job = open_job(settings, spider.name, given, settings.getdict("FEEDS"))
        spider.run_id = job.run_id
        settings.set("RELATED_OUTPUT", str(job.folder), priority="cmdline")
        settings.set("FEEDS", _feeds(settings, job.folder), priority=max(settings.getpriority("FEEDS") or 0, 15))
        if settings["RELATED_CONTACT"]:
            agent = f"{settings['USER_AGENT']} (+{settings['RELATED_CONTACT']})"
            settings.set("USER_AGENT", agent, priority=max(settings.getpriority("USER_AGENT") or 0, 20))
        if settings.getbool("SPIDERMON_ENABLED"):
            extensions = {**settings.getdict("EXTENSIONS"), **_MONITORS}
            settings.set("EXTENSIONS", extensions, priority=max(settings.getpriority("EXTENSIONS") or 0, 20))
            settings.set("SPIDERMON_SPIDER_CLOSE_MONITORS", [_SUITE], priority=15)
        if settings["RELATED_REPLAY"]:
            for name, value in _REPLAY.items():
                settings.set(name, value, priority=settings.getint("REPLAY_PRIORITY"))


def check_settings(settings: BaseSettings) -> None:
    """SettingError at the first RELATED_ setting that is unknown or wrong."""
    for name in settings:
        if str(name).startswith("RELATED_") and name not in OWN_SETTINGS:
            raise SettingError(f"setting {name}: unknown; there are {', '.join(OWN_SETTINGS)}")
    progress = settings["RELATED_PROGRESS"]
    if progress not in ("auto", "on", "off"):
        raise SettingError(f"setting RELATED_PROGRESS: {progress!r} is not allowed; it takes auto, on or off")
    for name in ("RELATED_DEDUPE_ENABLED", "RELATED_OBEY_RIGHTS"):
        _check_bool(settings, name)
    for name in _SECONDS:
        _check_seconds(settings, name)
    if settings.getbool("SPIDERMON_ENABLED") and find_spec("spidermon") is None:
        raise SettingError("setting SPIDERMON_ENABLED: it takes the extra: pip install 'related-news-crawler[monitor]'")
    try:
        read_allowed(settings["RELATED_ALLOW_PRIVATE"])
    except AllowError as error:
        raise SettingError(f"setting RELATED_ALLOW_PRIVATE: {error}") from error
    for name in (n for n in OWN_SETTINGS if n.endswith(_WHOLE) and n not in _SECONDS):
        value = str(settings[name])
        if not (value.isascii() and value.isdecimal() and int(value) > 0):
            raise SettingError(f"setting {name}: {value!r} is not allowed; it takes a whole number from 1")
    try:
        store_path(str(settings["RELATED_STORE"]))
    except StoreUrlError as error:
        raise SettingError(f"setting RELATED_STORE: {error}") from error
    if "%(" in str(settings["RELATED_OUTPUT"] or ""):
        raise SettingError(f"setting RELATED_OUTPUT: {settings['RELATED_OUTPUT']!r} is not allowed; '%(' is Scrapy's")
    _check_archives(settings)
    _check_scrapys(settings)


def _check_scrapys(settings: BaseSettings) -> None:
    """Scrapy reads its numbers late and answers a wrong one with a traceback."""
    for name in _NUMBERS:
        try:
            good = float(settings[name]) >= 0
        except (TypeError, ValueError):
            good = False
        if not good:
            raise SettingError(f"setting {name}: {settings[name]!r} is not allowed; it takes a number from 0")
    level = settings["LOG_LEVEL"]
    if not str(level).isdecimal() and level not in getLevelNamesMapping():
        raise SettingError(f"setting LOG_LEVEL: {level!r} is not allowed; it takes {', '.join(_LEVELS)}")


def _check_bool(settings: BaseSettings, name: str) -> None:
    try:
        settings.getbool(name)
    except ValueError as error:
        raise SettingError(f"setting {name}: {settings[name]!r} is not allowed; it takes True or False") from error


def _check_seconds(settings: BaseSettings, name: str) -> None:
    try:
        good = 0 < float(settings[name]) < 86400
    except (TypeError, ValueError):
        good = False
    if not good:
        raise SettingError(f"setting {name}: {settings[name]!r} is not allowed; it takes seconds, more than 0")


def _check_archives(settings: BaseSettings) -> None:
    replay, record = settings["RELATED_REPLAY"], settings["RELATED_RECORD"]
    if replay and record:
        raise SettingError("setting RELATED_RECORD: not together with RELATED_REPLAY, which asks nobody")
    if replay:
        try:
            for file in expand(replay):
                check(file)
                check_seekable(file)
        except ArchiveError as error:
            raise SettingError(f"setting RELATED_REPLAY: {error}; it takes WARC, WARC.gz or WACZ files") from error
    if record and Path(record).exists() and not settings["JOBDIR"]:  # a job goes on with its own
        raise SettingError(f"setting RELATED_RECORD: {record!r} exists; it takes the name of a new file")


def _feeds(settings: BaseSettings, folder: Path) -> dict[str, Any]:
    """The user's feeds, articles alone where they name no class, and the run's own."""
    feeds: dict[str, Any] = {}
    for uri, options in settings.getdict("FEEDS").items():
        feeds[uri] = {"item_classes": [Article], **options}
    for name, cls in FEEDS.items():
        classes = [RelatedLinks] if name == "links" else [cls]
        options = {"format": "jsonlines", "item_classes": classes, "overwrite": True, "store_empty": True}
        feeds[str(folder / f"{name}.jsonl")] = options
    return feeds
