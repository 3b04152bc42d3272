"""manifest.json beside the feeds: what this run was, and what came of it."""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import lxml.etree
import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from crawler import __version__
from crawler.crawl_spider import crawl_spider
from crawler.extensions.counts import counts, received, statuses
from crawler.extensions.health import Health
from crawler.extensions.site_counts import SiteCounts
from crawler.extensions.verdict import RAN, exit_statuses, monitors
from crawler.items import FEEDS, SCHEMA_VERSION
from crawler.store.jobs import job_of
from crawler.store.output import point_latest
from crawler.store.whole_file import write_whole
from crawler.text.timestamps import utc_now
from crawler.urls.redaction import redact

logger = logging.getLogger(__name__)

_SECRET = ("PASS", "TOKEN", "SECRET", "KEY", "CREDENTIAL")


class Manifest:
    """Writes the manifest once everything else is over: the feeds are closed, the monitors have looked at the run.

    `latest` leads to a run as soon as it has begun: one that could not begin is none to look at.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.job = job_of(crawler)
        self.reason = ""
        crawler.signals.connect(self._spider_opened, signals.spider_opened)
        crawler.signals.connect(self._spider_closed, signals.spider_closed)
        crawler.signals.connect(self._stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Manifest:
        return cls(crawler)

    def _spider_opened(self) -> None:
        point_latest(self.job.folder, self.job.identity.spider)

    def _spider_closed(self, reason: str) -> None:
        self.reason = reason

    def _stopped(self) -> None:
        folder = Path(self.crawler.settings["RELATED_OUTPUT"])
        try:
            document = self.build(folder)
            if not self.job.fault:  # else the run is not over: it goes on from its last checkpoint
                write_whole(folder / "manifest.json", _text(document))
            write_summary(self.crawler.settings, document)
        except OSError as error:
            said = f"{error.filename or 'standard output'}: cannot be written ({error.strerror or error})"
            self.job.fault = self.job.fault or said
            logger.error("%s", self.job.fault)

    def build(self, folder: Path) -> dict[str, Any]:
        """The manifest of a run whose feeds lie in a folder."""
        spider = crawl_spider(self.crawler)
        stats, sites = self.crawler.stats, self.crawler.get_extension(SiteCounts)
        health = self.crawler.get_extension(Health)
        statuses_that_hold = exit_statuses(self.crawler, self.reason)
        return {
            "run_id": spider.run_id,
            "spider": spider.name,
            "schema_version": SCHEMA_VERSION,
            "versions": _versions(),
            "rules_sha256": rules_hash(),
            "arguments": dict(spider.given),
            "settings": _changed_settings(self.crawler),
            "started_at": self.job.identity.started_at,
            "ended_at": utc_now(),
            "finish_reason": self.reason,
            "exit_status": next(iter(statuses_that_hold), RAN),
            "exit_statuses": statuses_that_hold,
            "error": self.job.fault,
            "folder": str(folder),
            "counts": counts(stats),
            "seeds": spider.seed_outcomes.rows,
            "sites": sites.rows("asked", "articles", "failures") if sites else {},
            "statuses": statuses(stats),
            "bytes": received(stats),
            "monitors": monitors(self.crawler),
            "health": [asdict(problem) for problem in health.problems] if health else [],
            "feeds": {name: _feed(folder / f"{name}.jsonl") for name in FEEDS},
        }


def write_summary(settings: BaseSettings, document: Mapping[str, Any]) -> None:
    """Write what came of a run as one JSON document to RELATED_SUMMARY: a file, or - for standard output.

    On standard output it is one line where RELATED_LOG_JSON is on: a container's log is read line by line.
    """
    target = settings["RELATED_SUMMARY"]
    if target == "-":
        _print(_text(document, indent=None if _logs_json(settings) else 2))
    elif target:
        write_whole(Path(target).expanduser(), _text(document))


def _print(text: str) -> None:
    """Write to standard output, in UTF-8 whatever the locale; OSError where that takes nothing or is closed."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the interpreter writes what is left at its end
        raise


def _logs_json(settings: BaseSettings) -> bool:
    try:
        return settings.getbool("RELATED_LOG_JSON")
    except ValueError:  # which may be why the run could not begin
        return False


def _text(document: Mapping[str, Any], indent: int | None = 2) -> str:
    return json.dumps(document, ensure_ascii=False, indent=indent) + "\n"


def rules_hash() -> str:
    """SHA-256 over the names and contents of all rule files, in order of name."""
    digest = hashlib.sha256()
    for path, content in sorted(_rule_files(files("crawler.rules").joinpath("data"), "")):
        digest.update(path.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _rule_files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _rule_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml"):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found


def _versions() -> dict[str, str]:
    return {
        "crawler": __version__,
        "scrapy": scrapy.__version__,
        "lxml": lxml.etree.__version__,
        "python": platform.python_version(),
    }


def _changed_settings(crawler: Crawler) -> dict[str, Any]:
    """What the command line, a job or the environment set beyond the project's defaults."""
    settings, project = crawler.settings, SETTINGS_PRIORITIES["project"]
    changed = {}
    for name in sorted(str(n) for n in settings):
        given = settings.getpriority(name) or 0
        if given > project and given != settings.getint("REPLAY_PRIORITY") and name != "FEEDS":
            secret = any(word in name for word in _SECRET)
            changed[name] = "(set)" if secret else _plain(settings[name])
    return changed


def _plain(value: Any) -> Any:
    if isinstance(value, BaseSettings):
        value = value.copy_to_dict()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, int | float | bool | None) else redact(str(value))


def _feed(path: Path) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    if path.exists():
        with path.open("rb") as file:
            for line in file:
                digest.update(line)
                count += 1
    return {"file": path.name, "lines": count, "sha256": digest.hexdigest()}
