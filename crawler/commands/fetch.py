"""`scrapy fetch`: Scrapy's own, asks for one page and prints it, with settings checked and replays."""

from __future__ import annotations

from scrapy.commands.fetch import Command as ScrapyFetch

from crawler.scrapy_page_command import ScrapyFetchCommand


class Command(ScrapyFetchCommand, ScrapyFetch):
    """Scrapy's command."""
