"""`scrapy shell`: Scrapy's own, a console with one page in it, with settings checked and replays."""

from __future__ import annotations

from scrapy.commands.shell import Command as ScrapyShell

from crawler.scrapy_page_command import ScrapyPageCommand


class Command(ScrapyPageCommand, ScrapyShell):
    """Scrapy's command."""
