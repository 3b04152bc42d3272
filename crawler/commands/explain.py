"""`scrapy explain`: for one page, which blocks were kept and why, where the fields came from, which links are what.

Exit status: 0 it was explained, article or not; 1 it could not be read; 2 usage, or it is no page.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.command_base import PlainCommand
from crawler.commands.console import stop, write
from crawler.commands.one_page import TargetError, ask, check_is_page, is_url, read_target
from crawler.pages.dom.limits import TooHeavy, time_limit
from crawler.pages.site_rules import load_site_rules
from crawler.plugins import Plugins
from crawler.rules.sites import SiteRule
from crawler.settings.check import check_settings
from crawler.settings.readers import plugins
from crawler.spiders.answers import Answer, Problem, read_answer
from crawler.spiders.seed_files import check_url
from crawler.text.normalize import shown

if TYPE_CHECKING:  # imported when a page is explained: Scrapy imports every command at every start
    from crawler.pages.explain.page import Explanation

_UNCUT = 1_000_000
"""Cells: wider than any line."""
_PATIENCE = 4
"""How many times as long as reading explaining may take."""


class Command(PlainCommand):
    """Explains one page."""

    def syntax(self) -> str:
        return "[options] URL|FILE"

    def short_desc(self) -> str:
        return "Explain one page: blocks kept and cut, sources of fields, kinds of links"

    def long_desc(self) -> str:
        return (
            "Explain how one page is read: which blocks of text are the story and why the others are not, where each"
            " field came from and what lost, which links are related, more, sponsored or inline by which evidence, and"
            " how near each is to the page's own topic. URL is asked for once, with a crawl's manners, or looked up in"
            " the archives that -s RELATED_REPLAY=FILE names. FILE is an HTML file, or FILE:OFFSET in a WARC or WACZ"
            " file, as crawl.record of an article gives it. Exit status: 0 explained, article or not; 1 it could not"
            " be read; 2 usage, or what is there is no page."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object, the final text in it")
        parser.add_argument("--text", action="store_true", help="print the final text alone, as a crawl writes it")
        parser.add_argument("--url", metavar="URL", help="address of an HTML file's page")
        parser.add_argument("--all", action="store_true", help="show every block outside the story's container too")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check what the user gave; one line and status 2 where something is wrong."""
        super().process_options(args, opts)
        if len(args) != 1 or not args[0]:
            self.refuse(f"{' '.join(args) or '(nothing)'}: it takes one URL or FILE")
        if opts.url and is_url(args[0]):
            self.refuse("option --url: only with an HTML file")
        for name, url in (("option --url", opts.url), ("URL", args[0] if is_url(args[0]) else None)):
            if url is not None and not _is_page_url(url):
                self.refuse(f"{name}: {url!r} is not allowed; it takes one http or https URL")

    def check_settings(self) -> None:
        """All of them: a page is read as in a crawl."""
        assert self.settings is not None
        check_settings(self.settings)

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        """Get the page, read it, explain it."""
        assert self.settings is not None
        seconds = self.settings.getfloat("RELATED_PAGE_SECONDS")
        try:
            if is_url(args[0]):
                answer = ask(args[0], self.settings)
            else:
                answer = read_target(args[0], opts.url, self.settings.getint("DOWNLOAD_MAXSIZE"))
            if isinstance(answer, Answer):
                check_is_page(answer, args[0])
        except TargetError as error:
            self.refuse(str(error))
        own = plugins(self.settings["RELATED_PLUGINS"])
        found = _explained(answer, seconds, load_site_rules(self.settings["RELATED_SITE_RULES"]), own)
        if isinstance(found, Problem):
            stop(f"{args[0]}: could not be read: {found.reason} ({found.detail})", 1, "explain")
        if opts.text and not opts.json:
            write(f"{shown(found.text)}\n" if found.text else "")
        else:
            write(_json(found) if opts.json else _lines(found, opts.all))


def _explained(
    answer: Answer | Problem, seconds: float, rules: Mapping[str, SiteRule], own: Plugins
) -> Explanation | Problem:
    """The page explained; Problem where it cannot be read in the time that a page has."""
    from crawler.pages.explain.page import explain

    found = answer if isinstance(answer, Problem) else read_answer(answer, seconds, rules, own)
    if isinstance(found, Problem):
        return found
    try:
        with time_limit(_PATIENCE * seconds):
            return explain(found)
    except TooHeavy as error:
        return Problem("parser", str(error))


def _json(found: Explanation) -> str:
    from crawler.pages.explain.page import as_json

    return as_json(found) + "\n"


def _lines(found: Explanation, every: bool) -> str:
    """On a terminal as wide as it is, and coloured where colours are not refused; in a pipe nothing is cut."""
    from crawler.commands.terminal import render

    if not sys.stdout.isatty():
        return render(found, width=_UNCUT, every=every)
    width = shutil.get_terminal_size((100, 24)).columns
    return render(found, width=width, colour=not os.environ.get("NO_COLOR"), every=every)


def _is_page_url(url: str) -> bool:
    """Whether it is one URL, with whatever commas, and not several with a comma between them."""
    try:
        check_url(url)
    except ValueError:
        return False
    return not any(piece.startswith(("http://", "https://")) for piece in url.split(",")[1:])
