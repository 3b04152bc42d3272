"""`scrapy store`: what the store holds; --prune 90d forgets what nothing has led to for so long.

Exit status: 0 it is done; 2 usage; 3 the store cannot be read or written.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from scrapy.commands import ScrapyCommand

from crawler.commands.console import complain, program, write
from crawler.spiders.arguments import read_span
from crawler.store.base import StoreError
from crawler.store.contents import Holdings, RunNote
from crawler.store.lock import Locked
from crawler.store.store_url import (
    StoreUrlError,
    check_store_url,
    is_shared,
    open_store,
    own_store,
    shared_store,
    store_name,
    store_path,
)

_LAST_RUNS = 10
_SITES = 10


class Command(ScrapyCommand):
    """Prints what RELATED_STORE holds."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - Scrapy's own form

    def short_desc(self) -> str:
        return "Show what the store holds, or forget what is old (--prune 90d)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.usage = f"{program()} store {self.syntax()}"
        parser.add_argument("--prune", metavar="AGE", help="forget what nothing has led to for so long: 90d, 48h")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Show or prune; one line and a status where that cannot be done."""
        assert self.settings is not None
        url = str(self.settings["RELATED_STORE"])
        try:
            if args:
                raise ValueError(f"argument {args[0]}: unknown; it takes --prune AGE and -s RELATED_STORE=URL")
            age = _age(opts.prune)
            check_store_url(url)
            if not is_shared(url) and not store_path(url).is_file():
                raise StoreError(f"{store_path(url)}: there is no store")
            write("\n".join(_show(url) if age is None else _prune(url, age)) + "\n")
        except (StoreUrlError, ValueError) as error:
            self._stop(f"setting RELATED_STORE: {error}" if isinstance(error, StoreUrlError) else str(error), 2)
        except StoreError as error:
            self._stop(str(error), 3)

    def _stop(self, message: str, status: int) -> None:
        complain(message, "store")
        self.exitcode = status


def _age(text: str | None) -> timedelta | None:
    if text is None:
        return None
    span = read_span(text)
    if span is None:
        raise ValueError(f"option --prune: {text!r} is not allowed; it takes hours as 48h or days as 90d")
    return span


def _show(url: str) -> list[str]:
    store = open_store(url)
    try:
        return report(store_name(url) if is_shared(url) else url, store.holdings(_LAST_RUNS))
    finally:
        store.close()


def _prune(url: str, age: timedelta) -> list[str]:
    with ExitStack() as open_files:
        try:
            store = shared_store(url, open_files) if is_shared(url) else own_store(url, open_files)
        except Locked as error:
            raise StoreError(f"{store_path(url)}: the store is in use by a crawl") from error
        before = store.holdings(0)
        store.prune((datetime.now(UTC) - age).timestamp())
        after = store.holdings(0)
    return [
        f"forgot {before.stories - after.stories} stories, {before.copies - after.copies} copies,"
        f" {before.links - after.links} links and {before.runs - after.runs} runs;"
        f" {_size(before.bytes)} are {_size(after.bytes)} now"
    ]


def report(url: str, held: Holdings) -> list[str]:
    """What a store holds, in lines."""
    sites = ", ".join(
        f"{site} {count}" for site, count in sorted(held.sites.items(), key=lambda s: (-s[1], s[0]))[:_SITES]
    )
    pages = ", ".join(f"{count} {state}" for state, count in held.pages.items())
    return [
        f"{url}: {_size(held.bytes)}, schema {held.schema}",
        f"  stories   {held.stories:>8}  and {held.copies} copies, {held.versions} later versions",
        f"  sites     {len(held.sites):>8}  {sites}{', …' if len(held.sites) > _SITES else ''}",
        f"  pages     {sum(held.pages.values()):>8}  {pages or 'none'}",
        f"  links     {held.links:>8}  from one page to another",
        f"  waiting   {held.waiting:>8}  requests of jobs that are not done",
        f"  runs      {held.runs:>8}  the last:",
        *(f"    {_run(run)}" for run in held.last_runs),
    ]


def _run(run: RunNote) -> str:
    began = datetime.fromtimestamp(run.started or 0, UTC).strftime("%Y-%m-%d %H:%M")
    counts = run.note.get("counts", {})
    what = f"{run.note.get('spider', '?')} {run.note.get('arguments', {}).get('mode', 'all')}"
    came = f"{counts.get('articles', 0)} articles, {counts.get('failures', 0)} failures"
    return f"{began}  {run.run_id}  {what:<16} {came if 'reason' in run.note else 'not ended'}"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB"
