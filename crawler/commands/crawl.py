"""`scrapy crawl`: Scrapy's own, with arguments and settings checked before anything starts, and an exit status.

Exit status: 0 it ran; 1 no seed could be read; 2 usage; 3 the store or the output could not be written.
"""

from __future__ import annotations

import argparse
from typing import NoReturn

from scrapy import signals
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from crawler.commands.console import complain, program, stop
from crawler.settings.check import check_settings
from crawler.settings.readers import SettingError
from crawler.spiders.arguments import BY_SPIDER, ArgumentError, own_arguments, read_arguments
from crawler.store.base import StoreError
from crawler.store.feeds import FeedError
from crawler.store.job import Job
from crawler.store.jobdir import JobError
from crawler.store.jobs import open_job
from crawler.store.output import OutputError

EXIT_BY_REASON = {"no-seed": 1, "usage": 2, "output": 3}
"""Close reason of a spider -> exit status; any other reason is 0."""


class Command(ScrapyCrawl):
    """Run a spider; `scrapy crawl related -h` lists the arguments of the spiders too."""

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
        unknown = [a for a in args if a.startswith("-") and a != "-"]
        if unknown:
            _usage(f"option {unknown[0]}: unknown; see crawl -h")
        if len(args) != 1 or args[0] not in BY_SPIDER:
            _usage(f"spider {' '.join(args) or '(none)'}: unknown; there are {', '.join(BY_SPIDER)}")
        try:
            given = own_arguments(arglist_to_dict(opts.spargs))
        except ValueError:
            _usage(f"argument {opts.spargs[-1]!r}: is not NAME=VALUE")
        try:
            super().process_options(args, opts)
        except UsageError as error:
            _usage(str(error))
        assert self.settings is not None
        try:
            # The values are read once here, so that standard input is read once; the spider gets them as they are.
            opts.spargs = {"arguments": read_arguments(args[0], given), "given": given}
            check_settings(self.settings)
        except (ArgumentError, SettingError) as error:
            _usage(str(error))
        opts.spargs["job"] = self._open_job(args[0], given)

    def _open_job(self, spider: str, given: dict[str, str]) -> Job:
        """Make or find the output folder, the store and the job before anything is fetched."""
        assert self.settings is not None
        try:
            return open_job(self.settings, spider, given, self.settings.getdict("FEEDS"))
        except JobError as error:
            _usage(str(error))
        except (OutputError, StoreError, FeedError) as error:
            stop(str(error), EXIT_BY_REASON["output"], "crawl")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, and keep the status that the close reason stands for."""
        assert self.crawler_process
        job: Job = opts.spargs["job"]
        if job.finished:
            complain(f"this job is done ({job.finished}): {job.folder}", "crawl")
            self.exitcode = EXIT_BY_REASON.get(job.finished, 0)
            job.close()
            return
        crawler = self.crawler_process.create_crawler(args[0])
        crawler.signals.connect(self._closed, signals.spider_closed, weak=False)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if job.fault:
            self.exitcode = EXIT_BY_REASON["output"]
        elif self.crawler_process.bootstrap_failed and not self.exitcode:
            self.exitcode = 1
        job.close()

    def _closed(self, reason: str) -> None:
        self.exitcode = EXIT_BY_REASON.get(reason, 0)


def _help(spider: str) -> str:
    lines = [f"arguments of {spider}:"]
    for argument in BY_SPIDER[spider]:
        default = f" (default {argument.default})" if argument.default else ""
        lines.append(f"  -a {argument.name + '=…':<18} {argument.help}{default}")
    return "\n".join(lines)


def _usage(message: str) -> NoReturn:
    stop(message, 2, "crawl")
