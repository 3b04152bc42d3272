"""The command `related-news`: Scrapy's command line with this project's settings, from any folder."""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module

import crawler.commands
from crawler import __version__
from crawler.commands.console import stop, write
from crawler.text.spelling import unknown

SETTINGS = "crawler.settings"
_HELP = ("-h", "--help", "help")
_VERSION = ("-V", "--version")
_INTERRUPTED = 130
"""As shells have it: 128 and the number of SIGINT."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; argv as sys.argv, the program's name first. Ends with SystemExit and the command's status."""
    words = list(sys.argv if argv is None else argv)
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", SETTINGS)  # a user's own project may name its own
    first = words[1] if len(words) > 1 else "--help"
    if first in _VERSION:
        write(f"related-news {__version__}\n")
        return
    if first == "help" and len(words) > 2:
        main([words[0], words[2], "--help"])
        return
    if first in _HELP:
        write(_overview())
    elif first not in (*own_commands(), *_scrapy_commands()):
        stop(f"{first}: {unknown(first, own_commands())}", 2)
    else:
        _run(first, words)


def _run(command: str, words: list[str]) -> None:
    from scrapy.cmdline import execute

    try:
        execute(words)
    except KeyboardInterrupt:  # a crawl that has begun has its own way to stop
        stop("stopped", _INTERRUPTED, command)


def own_commands() -> dict[str, str]:
    """Name -> what it does, of the project's own commands."""
    found = {}
    for module in pkgutil.iter_modules(crawler.commands.__path__):
        command = getattr(import_module(f"crawler.commands.{module.name}"), "Command", None)
        if command is not None and getattr(command, "is_own", True):
            found[module.name] = str(command().short_desc())
    return found


def _scrapy_commands() -> list[str]:
    import scrapy.commands

    own = own_commands()
    return [module.name for module in pkgutil.iter_modules(scrapy.commands.__path__) if module.name not in own]


def _overview() -> str:
    commands = "\n".join(f"  {name:<12} {what}" for name, what in own_commands().items())
    return (
        "Usage: related-news COMMAND [OPTIONS]\n\n"
        f"{commands}\n\n"
        f"Scrapy's own commands work too: {', '.join(_scrapy_commands())}.\n"
        "`related-news COMMAND -h` says what a command takes, `related-news --version` which release this is.\n"
    )
