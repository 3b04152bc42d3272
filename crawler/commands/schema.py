"""`scrapy schema`: the JSON Schema of each feed."""

from __future__ import annotations

import argparse
import json
import sys

from scrapy.commands import ScrapyCommand

from crawler.items import FEEDS
from crawler.items.schema import schema


class Command(ScrapyCommand):
    """Prints one JSON object: feed name -> JSON Schema of its lines; with a feed's name, that schema alone."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - Scrapy's own form

    def syntax(self) -> str:
        return "[feed]"

    def short_desc(self) -> str:
        return "Print the JSON Schema of the feeds"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1 or (args and args[0] not in FEEDS):
            sys.stderr.write(f"scrapy schema: feed {' '.join(args)}: unknown; there are {', '.join(FEEDS)}\n")
            self.exitcode = 2
            return
        found = schema(FEEDS[args[0]]) if args else {name: schema(cls) for name, cls in FEEDS.items()}
        print(json.dumps(found, indent=2))
