"""What Scrapy's commands for one page (fetch, view, shell) lack here: settings that are checked, faults in one line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.command_base import CheckedCommand
from crawler.commands.console import complain, stop
from crawler.settings.check import check_settings

if TYPE_CHECKING:
    from scrapy.http import Response

_NO_ANSWER, _USAGE = 1, 2
"""Exit statuses: the page did not come; what was given is no address that is asked here."""


class ScrapyPageCommand(CheckedCommand):
    """Goes before a command class of Scrapy's."""

    is_own = False

    def check_settings(self) -> None:
        """All of them: RELATED_REPLAY and RELATED_ALLOW_PRIVATE hold here as in a crawl."""
        assert self.settings is not None
        check_settings(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run Scrapy's command; a page that does not come is one line and status 1."""
        from scrapy.exceptions import IgnoreRequest
        from scrapy.utils.url import guess_scheme

        from crawler.handlers.guarded import NO_ANSWER  # Scrapy imports every command at every start

        if args and urlsplit(guess_scheme(args[0])).scheme not in ("http", "https"):  # there are no other handlers
            stop(f"{args[0]}: takes an http or https URL; `related-news explain FILE` reads a file", _USAGE, self.name)
        try:
            super().run(args, opts)  # type: ignore[safe-super]
        except (*NO_ANSWER, IgnoreRequest) as error:
            stop(f"{args[0]}: no answer came ({error})", _NO_ANSWER, self.name)


class ScrapyFetchCommand(ScrapyPageCommand):
    """For those that print or show an answer from a callback: that none came is seen when the crawl is over."""

    _answered = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Fetch, and say where nothing came of it."""
        super().run(args, opts)
        if not self._answered:
            stop(f"{args[0]}: no answer came; the log says why (without --nolog)", _NO_ANSWER, self.name)

    def _print_response(self, response: Response, opts: argparse.Namespace) -> None:
        self._answered = True
        if response.status >= 400:
            complain(f"{response.url}: HTTP status {response.status}", self.name)
        show: Any = super()
        show._print_response(response, opts)
