"""What the project's commands have in common: options and names of settings are checked, and a fault is one line."""

from __future__ import annotations

import argparse
import json
import re
from abc import abstractmethod
from collections.abc import Sequence
from typing import NoReturn

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawler.commands.console import complain, program, stop
from crawler.settings.check import check_names, find_misspelled
from crawler.settings.readers import SettingError
from crawler.text.spelling import unknown

USAGE = 2
"""Exit status of a command that was given something wrong."""
UNUSABLE = 3
"""Exit status of a command whose files cannot be read or written."""


class CheckedCommand(ScrapyCommand):
    """A command whose wrong usage is one line on standard error and status 2."""

    requires_project = True

    @property
    def name(self) -> str:
        """The word that runs it: Scrapy names a command after its module."""
        return type(self).__module__.rpartition(".")[2]

    def refuse(self, message: str) -> NoReturn:
        """Say what was wrong, and end."""
        stop(message, USAGE, self.name)

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options; a subclass adds its own."""
        super().add_options(parser)
        self._parser = parser
        self._scrapy_options = set(parser._option_string_actions)
        parser.usage = f"{program()} {self.name} {self.syntax()}"
        # argparse would print the whole usage first, under the name `scrapy`.
        parser.error = self._refuse_options  # type: ignore[method-assign]

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take the options over into the settings; one line and status 2 where something is wrong."""
        for arg in args:
            if arg.startswith("-") and arg != "-":
                self.refuse(f"option {arg}: {unknown(arg, self._own_options())}")
        self._check_objects(opts.set)
        try:
            super().process_options(args, opts)
            self.check_settings()
        except (UsageError, SettingError) as error:
            self.refuse(str(error))
        except OSError as error:
            if opts.pidfile and error.filename == opts.pidfile:
                self.refuse(f"option --pidfile: {error.filename!r} cannot be written ({error.strerror or error})")
            self.stop_at_file(error)
        assert self.settings is not None
        for line in find_misspelled(self.settings):
            complain(line, self.name)

    def stop_at_file(self, error: OSError) -> NoReturn:
        """End with one line and status 3, where the error names a file or folder; else it is a fault of ours."""
        if error.filename is None:
            raise error
        stop(f"{error.filename}: {error.strerror or error}", UNUSABLE, self.name)

    def check_settings(self) -> None:
        """SettingError at the first setting that is wrong, as far as this command has a use for it."""
        assert self.settings is not None
        check_names(self.settings)

    def _check_objects(self, given: Sequence[str]) -> None:
        """Settings that hold names and values take a JSON object; Scrapy says of others that NAME=VALUE is wrong."""
        assert self.settings is not None
        for word in given:
            name, _, value = word.partition("=")
            if isinstance(self.settings.get(name), BaseSettings | dict) and not _is_object(value):
                self.refuse(f"setting {name}: {value!r} is not allowed; it takes a JSON object")

    def _own_options(self) -> list[str]:
        found = self._parser._option_string_actions
        own = [option for option in found if option.startswith("--") and option not in self._scrapy_options]
        return own or [option for option in found if option.startswith("--")]

    def _refuse_options(self, message: str) -> NoReturn:
        """In place of argparse's own words, which call an option an argument."""
        said = re.sub(r"\bargument (?=-)", "option ", message)
        said = said.replace("ignored explicit argument", "it takes no value, and is given")
        named = re.fullmatch(r"option (\S+): expected one argument", said)
        if named:
            action = self._parser._option_string_actions[named[1].rpartition("/")[2]]
            said = f"option {named[1]}: no value is given; it takes {action.metavar or 'one'}"
        self.refuse(said)


def _is_object(value: str) -> bool:
    try:
        return isinstance(json.loads(value), dict)
    except ValueError:
        return False


class PlainCommand(CheckedCommand):
    """A command that is no crawl: it needs no process for one, and logs nothing."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - Scrapy's own form

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it; a path that the system does not let the command look at is one line and status 3."""
        try:
            self.perform(args, opts)
        except OSError as error:
            self.stop_at_file(error)

    @abstractmethod
    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the command is for. OSError with the name of a file ends it."""
