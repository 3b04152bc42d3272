"""`scrapy view`: Scrapy's own, shows one page in a browser, with settings checked and replays."""

from __future__ import annotations

from scrapy.commands.view import Command as ScrapyView

from crawler.scrapy_page_command import ScrapyFetchCommand


class Command(ScrapyFetchCommand, ScrapyView):
    """Scrapy's command."""
