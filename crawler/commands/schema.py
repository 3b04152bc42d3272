"""`scrapy schema`: the JSON Schema of each feed."""

from __future__ import annotations

import argparse
import json

from crawler.command_base import PlainCommand
from crawler.commands.console import write
from crawler.items import FEEDS
from crawler.items.schema import schema
from crawler.text.spelling import unknown


class Command(PlainCommand):
    """Prints one JSON object: feed name -> JSON Schema of its lines; with a feed's name, that schema alone."""

    def syntax(self) -> str:
        return "[feed]"

    def short_desc(self) -> str:
        return "Print the JSON Schema of the feeds"

    def long_desc(self) -> str:
        return (
            "Print one JSON object: the name of each feed and the JSON Schema of its lines; with a feed's name, that"
            " schema alone. Exit status: 0 printed; 2 usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1 or (args and args[0] not in FEEDS):
            given = " ".join(args)
            self.refuse(f"feed {given!r}: {unknown(given, FEEDS)}")
        found = schema(FEEDS[args[0]]) if args else {name: schema(cls) for name, cls in FEEDS.items()}
        write(json.dumps(found, indent=2) + "\n")
