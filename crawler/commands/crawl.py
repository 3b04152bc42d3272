"""`scrapy crawl`: Scrapy's own, with arguments and settings checked before anything starts, and an exit status.

crawler/extensions/verdict.py has the exit statuses.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from contextlib import suppress
from typing import NoReturn

from scrapy import signals
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.utils.conf import arglist_to_dict

from crawler.command_base import USAGE, CheckedCommand
from crawler.commands.component_faults import failed_component
from crawler.commands.console import complain, stop, warnings_as_complaints
from crawler.crawl_spider import crawl_spider
from crawler.exporters.appended import AppendError, check_appended_files
from crawler.exporters.formats import FormatError, set_feeds, take_output_options
from crawler.extensions.logs import log_beside, quiet_scrapy
from crawler.extensions.manifest import write_summary
from crawler.extensions.verdict import BY_REASON, MEANINGS, OUTPUT, exit_status, exit_statuses, explained
from crawler.plugins import PluginError
from crawler.settings.check import check_settings
from crawler.spiders.arguments import BY_SPIDER, ArgumentError, own_arguments, read_arguments
from crawler.store.base import StoreError
from crawler.store.checkpoints import Job
from crawler.store.feeds import FeedError
from crawler.store.jobdir import JobError
from crawler.store.jobs import open_job
from crawler.store.output import OutputError, remove_unwritten
from crawler.text.plurals import counted
from crawler.text.spelling import unknown

logger = logging.getLogger(__name__)

_SEEDS_NAMED = 10
"""Failed seeds that are named one by one on standard error."""


class Command(CheckedCommand, ScrapyCrawl):
    """Run a spider; `scrapy crawl related -h` lists the arguments of the spiders too."""

    _reason = "shutdown"
    """Why the spider was closed; as here where it was ended before it could be."""
    _error: BaseException | None = None
    """What ended the crawl before it could run."""

    def short_desc(self) -> str:
        return "Follow related-reading links (related), or read articles out of archives (archive)"

    def long_desc(self) -> str:
        said = "; ".join(f"{status} {meaning}" for status, meaning in MEANINGS.items())
        how = "Arguments are given as -a NAME=VALUE, settings as -s NAME=VALUE."
        return f"{self.short_desc()}. {how} Exit status, the smallest but 0 of those that hold: {said}."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = "\n\n".join(_help(spider) for spider in BY_SPIDER)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything that the user gave; one line and status 2 where something is wrong."""
        self._check_words(args)
        try:
            given = own_arguments(arglist_to_dict(opts.spargs))
        except ValueError:
            self.refuse(f"argument {opts.spargs[-1]!r}: is not NAME=VALUE")
        appended, overwritten = take_output_options(opts)
        super().process_options(args, opts)
        assert self.settings is not None
        try:
            set_feeds(self.settings, appended, overwritten)
        except FormatError as error:
            self.refuse(str(error))
        with warnings_as_complaints(self.name):
            self._prepare(args[0], given, opts)

    def _prepare(self, spider: str, given: dict[str, str], opts: argparse.Namespace) -> None:
        """Read the arguments and open the job."""
        assert self.settings is not None
        strict = self.settings["RELATED_SEED_LINES"] == "refuse"
        try:
            # The values are read once here, so that standard input is read once; the spider gets them as they are.
            opts.spargs = {"arguments": read_arguments(spider, given, strict_files=strict), "given": given}
            check_appended_files(self.settings.getdict("FEEDS"))
        except (ArgumentError, AppendError) as error:
            self.refuse(str(error))
        quiet_scrapy(self.settings)
        opts.spargs["job"] = self._open_job(spider, given)

    def check_settings(self) -> None:
        """All of them, before anything is fetched or written."""
        assert self.settings is not None
        check_settings(self.settings)

    def refuse(self, message: str) -> NoReturn:
        """Say what was wrong, in the summary too, and end."""
        self._summarize("usage", USAGE, message)
        super().refuse(message)

    def _check_words(self, args: list[str]) -> None:
        """End where what is neither option nor argument is not the name of one spider."""
        words = [a for a in args if not a.startswith("-") or a == "-"]
        if len(words) < len(args):
            return  # an option that nobody knows: it is answered with those that there are
        urls = [a for a in words if a.lower().startswith(("http://", "https://"))]
        if urls:
            self.refuse(f"{urls[0]}: a URL is given as -a url={urls[0]}")
        if len(words) != 1 or words[0] not in BY_SPIDER:
            given = " ".join(words) or "(none)"
            self.refuse(f"spider {given}: {unknown(given, BY_SPIDER)}")

    def _open_job(self, spider: str, given: dict[str, str]) -> Job:
        """Make or find the output folder, the store and the job before anything is fetched."""
        assert self.settings is not None
        try:
            return open_job(self.settings, spider, given, self.settings.getdict("FEEDS"))
        except (JobError, PluginError) as error:
            self.refuse(str(error))
        except (OutputError, StoreError, FeedError) as error:
            self._summarize("output", OUTPUT, str(error))
            stop(str(error), OUTPUT, "crawl")
        except OSError as error:
            self._summarize("output", OUTPUT, str(error))
            self.stop_at_file(error)

    def _summarize(self, reason: str, status: int, error: str) -> None:
        """Say in RELATED_SUMMARY, and in the log where that is a file, why a run did not begin."""
        assert self.settings is not None
        with suppress(OSError, ValueError):  # the log's own settings may be what is wrong
            log_beside(self.settings, f"The crawl could not begin: {error}")
        document = {"run_id": None, "finish_reason": reason, "exit_status": status, "error": error}
        with suppress(OSError):
            write_summary(self.settings, document)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, and keep the status that the close reason stands for."""
        assert self.crawler_process
        job: Job = opts.spargs["job"]
        if job.finished:
            complain(f"this job is done ({job.finished}): {job.folder}", "crawl")
            self.exitcode = BY_REASON.get(job.finished, 0)
            job.close()
            return
        crawler = self.crawler_process.create_crawler(args[0])
        crawler.signals.connect(self._closed, signals.spider_closed, weak=False)
        crawl = self.crawler_process.crawl(crawler, **opts.spargs)
        if isinstance(crawl, asyncio.Task):  # as it is unless a user's settings choose another kind of process
            crawl.add_done_callback(self._ended)
        self.crawler_process.start()
        _ignore_late_signals()
        if self._error is not None:
            self._say_why_it_failed(self._error, job)
        elif self.crawler_process.bootstrap_failed:
            self.exitcode = OUTPUT if job.fault else 1
        else:
            self.exitcode = exit_status(crawler, self._reason)
            self._tell_beside_the_log(crawler, job)
        job.stop("killed")  # where a second signal ended it before anything else could
        job.close()

    def _ended(self, crawl: asyncio.Task[None]) -> None:
        self._error = None if crawl.cancelled() else crawl.exception()

    def _say_why_it_failed(self, error: BaseException, job: Job) -> None:
        """What kept a crawl from being started: a component of the user's is named, a fault of ours shows its trace."""
        assert self.settings is not None
        component = failed_component(error)
        if job.fault or component is None:
            logger.error("The crawl could not be started", exc_info=error)
            self.exitcode = OUTPUT if job.fault else 1
            return
        logger.debug("The crawl could not be started", exc_info=error)
        job.stop("usage")
        job.close()
        if not self.settings["JOBDIR"]:  # a job may go on in its folder
            remove_unwritten(job.folder)
        self.refuse(f"component {component}: cannot be started ({type(error).__name__}: {error})")

    def _tell_beside_the_log(self, crawler: Crawler, job: Job) -> None:
        """A run whose log goes to a file says on standard error that it failed: cron mails what is printed."""
        assert self.settings is not None
        log = self.settings["LOG_FILE"]
        if not log or not self.exitcode:
            return
        statuses, fault = exit_statuses(crawler, self._reason), f"; {job.fault}" if job.fault else ""
        complain(f"run {job.run_id} is over with exit status {explained(statuses)}{fault}; the log is {log}", "crawl")
        failed = [seed for seed in crawl_spider(crawler).seed_outcomes.rows if seed["status"] == "failed"]
        for seed in failed[:_SEEDS_NAMED]:
            complain(f"seed {seed['url']}: could not be read ({seed['reason']})", "crawl")
        if len(failed) > _SEEDS_NAMED:
            complain(f"and {counted(len(failed) - _SEEDS_NAMED, 'further seed')}: see manifest.json", "crawl")

    def _closed(self, reason: str) -> None:
        self._reason = reason


def _ignore_late_signals() -> None:
    """Have signals count for nothing once the crawl is over: the status that the process is to end with is written by
    then. The interpreter takes handlers away as it ends, and a signal would end it with a status of its own."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _help(spider: str) -> str:
    lines = [f"arguments of {spider}:"]
    for argument in BY_SPIDER[spider]:
        default = f" (default {argument.default})" if argument.default else ""
        lines.append(f"  -a {argument.name + '=…':<18} {argument.help}{default}")
    return "\n".join(lines)
