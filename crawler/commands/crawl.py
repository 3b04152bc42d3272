"""`scrapy crawl`: Scrapy's own, with arguments and settings checked before anything starts, and an exit status.

crawler/extensions/verdict.py has the exit statuses.
"""

from __future__ import annotations

import argparse
from contextlib import suppress
from typing import NoReturn

from scrapy import signals
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from crawler.commands.console import complain, program, stop
from crawler.extensions.logs import quiet_scrapy
from crawler.extensions.manifest import write_summary
from crawler.extensions.verdict import BY_REASON, OUTPUT, USAGE, exit_status
from crawler.settings.check import check_settings, find_misspelled
from crawler.settings.readers import SettingError
from crawler.spiders.arguments import BY_SPIDER, ArgumentError, own_arguments, read_arguments
from crawler.store.base import StoreError
from crawler.store.checkpoints import Job
from crawler.store.feeds import FeedError
from crawler.store.jobdir import JobError
from crawler.store.jobs import open_job
from crawler.store.output import OutputError
from crawler.text.spelling import unknown


class Command(ScrapyCrawl):
    """Run a spider; `scrapy crawl related -h` lists the arguments of the spiders too."""

    _reason = "shutdown"
    """Why the spider was closed; as here where it was ended before it could be."""

    def short_desc(self) -> str:
        return "Follow related-reading links (related), or read articles out of archives (archive)"

    def long_desc(self) -> str:
        return self.short_desc() + ". Arguments are given as -a NAME=VALUE, settings as -s NAME=VALUE."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.usage = f"{program()} crawl {self.syntax()}"
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = "\n\n".join(_help(spider) for spider in BY_SPIDER)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything that the user gave; one line and status 2 where something is wrong."""
        _check_words(args)
        try:
            given = own_arguments(arglist_to_dict(opts.spargs))
        except ValueError:
            _usage(f"argument {opts.spargs[-1]!r}: is not NAME=VALUE")
        try:
            super().process_options(args, opts)
        except UsageError as error:
            _usage(str(error))
        assert self.settings is not None
        strict = self.settings["RELATED_SEED_LINES"] == "refuse"
        try:
            # The values are read once here, so that standard input is read once; the spider gets them as they are.
            opts.spargs = {"arguments": read_arguments(args[0], given, strict_files=strict), "given": given}
            check_settings(self.settings)
            for line in find_misspelled(self.settings):
                complain(line, "crawl")
            quiet_scrapy(self.settings)
        except (ArgumentError, SettingError) as error:
            self._summarize("usage", USAGE, str(error))
            _usage(str(error))
        opts.spargs["job"] = self._open_job(args[0], given)

    def _open_job(self, spider: str, given: dict[str, str]) -> Job:
        """Make or find the output folder, the store and the job before anything is fetched."""
        assert self.settings is not None
        try:
            return open_job(self.settings, spider, given, self.settings.getdict("FEEDS"))
        except JobError as error:
            self._summarize("usage", USAGE, str(error))
            _usage(str(error))
        except (OutputError, StoreError, FeedError) as error:
            self._summarize("output", OUTPUT, str(error))
            stop(str(error), OUTPUT, "crawl")

    def _summarize(self, reason: str, status: int, error: str) -> None:
        """Say in RELATED_SUMMARY why a run did not begin."""
        assert self.settings is not None
        document = {"run_id": None, "finish_reason": reason, "exit_status": status, "error": error}
        with suppress(OSError):
            write_summary(self.settings["RELATED_SUMMARY"], document)

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
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = OUTPUT if job.fault else 1
        else:
            self.exitcode = exit_status(crawler, self._reason)
        job.stop("killed")  # where a second signal ended it before anything else could
        job.close()

    def _closed(self, reason: str) -> None:
        self._reason = reason


def _check_words(args: list[str]) -> None:
    """End where what is neither option nor argument is not the name of one spider."""
    options = [a for a in args if a.startswith("-") and a != "-"]
    if options:
        _usage(f"option {options[0]}: unknown; see crawl -h")
    urls = [a for a in args if a.lower().startswith(("http://", "https://"))]
    if urls:
        _usage(f"{urls[0]}: a URL is given as -a url={urls[0]}")
    if len(args) != 1 or args[0] not in BY_SPIDER:
        given = " ".join(args) or "(none)"
        _usage(f"spider {given}: {unknown(given, BY_SPIDER)}")


def _help(spider: str) -> str:
    lines = [f"arguments of {spider}:"]
    for argument in BY_SPIDER[spider]:
        default = f" (default {argument.default})" if argument.default else ""
        lines.append(f"  -a {argument.name + '=…':<18} {argument.help}{default}")
    return "\n".join(lines)


def _usage(message: str) -> NoReturn:
    stop(message, 2, "crawl")
