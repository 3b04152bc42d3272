"""`related-news completion`: a script for bash or zsh that completes commands, options, arguments and settings."""

from __future__ import annotations

import argparse
import pkgutil
from importlib import import_module

from scrapy.commands import ScrapyCommand

import crawler.commands
from crawler.command_base import PlainCommand
from crawler.commands.console import write
from crawler.items import FEEDS
from crawler.settings.table import BY_NAME
from crawler.spiders.arguments import BY_SPIDER

_SHELLS = ("bash", "zsh")
_SCRIPT = """\
# {what}: related-news completion {shell} prints this; load it with  source <(related-news completion {shell})
{zsh}_related_news() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" words=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="{commands}"
    else
        case "${{COMP_WORDS[1]}}:$before" in
{arguments}
            *:-s) words="{settings}" ;;
            crawl:crawl) words="{spiders}" ;;
            schema:schema) words="{feeds}" ;;
            completion:completion) words="{shells}" ;;
        esac
        if [ -z "$words" ]; then
            case "${{COMP_WORDS[1]}}" in
{options}
            esac
        fi
    fi
    local one found=()
    # A name that a value follows keeps the cursor at its end.
    for one in $(compgen -W "$words" -- "$word"); do
        case "$one" in *=) found+=("$one") ;; *) found+=("$one ") ;; esac
    done
    [ "${{#found[@]}}" -gt 0 ] || found=($(compgen -f -- "$word"))
    COMPREPLY=("${{found[@]}}")
}}
complete -o nospace -F _related_news related-news
"""


class Command(PlainCommand):
    """Prints the script."""

    def syntax(self) -> str:
        return "bash|zsh"

    def short_desc(self) -> str:
        return "Print a script that completes commands, options, arguments and settings in a shell"

    def long_desc(self) -> str:
        return f"{self.short_desc()}. Exit status: 0 printed; 2 usage."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the script of one shell."""
        if len(args) != 1 or args[0] not in _SHELLS:
            self.refuse(f"{' '.join(args) or '(nothing)'}: it takes {' or '.join(_SHELLS)}")
        assert self.settings is not None
        options = _options(self)
        write(
            _SCRIPT.format(
                what="Completion for the shell",
                shell=args[0],
                zsh="autoload -U +X bashcompinit && bashcompinit\n" if args[0] == "zsh" else "",
                commands=" ".join(options),
                spiders=" ".join(BY_SPIDER),
                feeds=" ".join(FEEDS),
                shells=" ".join(_SHELLS),
                settings=" ".join(f"{name}=" for name in (*BY_NAME, "JOBDIR", "LOG_LEVEL", "SPIDERMON_ENABLED")),
                arguments=_arguments(),
                options="\n".join(f'                {name}) words="{" ".join(o)}" ;;' for name, o in options.items()),
            )
        )


def _arguments() -> str:
    names = dict.fromkeys(argument.name for arguments in BY_SPIDER.values() for argument in arguments)
    words = " ".join(f"{name}=" for name in names)
    return f'            crawl:-a) words="{words}" ;;'


def _options(like: ScrapyCommand) -> dict[str, list[str]]:
    """Name of a command -> its options."""
    found = {}
    for module in pkgutil.iter_modules(crawler.commands.__path__):
        command = getattr(import_module(f"crawler.commands.{module.name}"), "Command", None)
        if command is not None:
            one = command()
            one.settings = like.settings
            parser = argparse.ArgumentParser(conflict_handler="resolve")
            one.add_options(parser)
            found[module.name] = [option for action in parser._actions for option in action.option_strings]
    return found
