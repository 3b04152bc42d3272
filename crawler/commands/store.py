"""`related-news store`: what the store holds, how the sites in it are, and its maintenance.

Exit status: 0 it is done; 2 usage; 3 the store cannot be read or written, or is damaged; 6 with --health, there is
something to look at.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.command_base import PlainCommand
from crawler.commands.console import complain, write
from crawler.commands.store_maintenance import move, opened, prune
from crawler.commands.store_report import Outcome, as_mapping, health, report, size
from crawler.spiders.arguments import read_span
from crawler.store.base import StoreError
from crawler.store.health import RUNS_LOOKED_AT, find_problems
from crawler.store.old_runs import prune_runs
from crawler.store.sqlite_backup import back_up, find_damage
from crawler.store.store_url import StoreUrlError, check_store_url, is_file, store_name, store_path
from crawler.text.plurals import counted
from crawler.text.spelling import unknown

_RUNS_SHOWN = 10
_OPTIONS = ("--json", "--health", "--prune", "--prune-runs", "--check", "--backup", "--move")
_TO_LOOK_AT = 6
_DAMAGED = 3


class Command(PlainCommand):
    """Shows what RELATED_STORE holds, or does one thing to it."""

    def syntax(self) -> str:
        return "[options] [-s RELATED_STORE=URL]"

    def short_desc(self) -> str:
        return "Show what the store holds and how its sites are, prune it, check it, copy it"

    def long_desc(self) -> str:
        return (
            self.short_desc() + ". RELATED_STORE names it; without an option, what it holds is shown. Exit status: 0"
            " done; 2 usage; 3 the store cannot be read or written, or is damaged; 6 with --health, there is something"
            " to look at."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON document, whatever is done")
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--health", action="store_true", help="list silent seeds and sites that changed")
        one.add_argument("--prune", metavar="AGE", help="forget what nothing has led to for so long: 90d, 48h")
        one.add_argument("--prune-runs", metavar="AGE", help="delete output folders of runs older than this")
        one.add_argument("--check", action="store_true", help="look whether the file is sound")
        one.add_argument("--backup", metavar="FILE", help="copy the store to a new file, also while a crawl runs")
        one.add_argument("--move", metavar="FILE", help="move the store to a new file; no crawl may be using it")

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was asked; one line and a status where that cannot be done."""
        assert self.settings is not None
        url = str(self.settings["RELATED_STORE"])
        try:
            if args:
                raise ValueError(f"argument {args[0]}: {unknown(args[0], _OPTIONS)}")
            done = self._do(url, opts)
            write(_json(done.document) if opts.json else done.text and f"{done.text}\n")
        except StoreUrlError as error:
            self._stop(f"setting RELATED_STORE: {error}", 2)
        except ValueError as error:
            self._stop(str(error), 2)
        except StoreError as error:
            self._stop(str(error), 3)

    def _do(self, url: str, opts: argparse.Namespace) -> Outcome:
        if opts.prune_runs is not None:
            return _prune_runs(_age("--prune-runs", opts.prune_runs))
        check_store_url(url)
        if is_file(url) and not store_path(url).is_file():
            where = "crawls make theirs under the folder that they are run in; RELATED_STORE names another"
            raise StoreError(f"{store_path(url)}: there is no store ({where})")
        if not is_file(url) and (opts.check or opts.backup or opts.move):
            raise ValueError(
                "options --check, --backup, --move: for a file; a database has its own (pg_amcheck, pg_dump)"
            )
        if opts.prune is not None:
            return prune(url, datetime.now(UTC) - _age("--prune", opts.prune))
        if opts.check:
            return self._check(url)
        if opts.backup is not None:
            return _back_up(url, _new_file("--backup", opts.backup))
        if opts.move is not None:
            return move(url, _new_file("--move", opts.move))
        return self._health(url) if opts.health else _summary(url)

    def _check(self, url: str) -> Outcome:
        path = store_path(url)
        damage = find_damage(path)
        if damage:
            self._stop(f"{path}: damaged ({'; '.join(damage[:3])}); go back to a backup", _DAMAGED)
        document = {"store": store_name(url), "sound": not damage, "damage": damage}
        return Outcome("" if damage else f"{path}: sound", document)

    def _health(self, url: str) -> Outcome:
        runs = opened(url, lambda store: store.last_runs(RUNS_LOOKED_AT))
        problems = find_problems(runs)
        self.exitcode = _TO_LOOK_AT if problems else 0
        return health(store_name(url), len(runs), problems)

    def _stop(self, message: str, status: int) -> None:
        complain(message, "store")
        self.exitcode = status


def _age(option: str, text: str) -> timedelta:
    span = read_span(text)
    if span is None:
        raise ValueError(f"option {option}: {text!r} is not allowed; it takes hours as 48h or days as 90d, 1h at least")
    return span


def _new_file(option: str, given: str) -> Path:
    """Where a copy goes: a path, or the URL that RELATED_STORE would have there."""
    if "://" in given and not given.startswith("sqlite:///"):
        raise ValueError(f"option {option}: {given!r} is not allowed; it takes the name of a new file, no database")
    if not given.strip():
        raise ValueError(f"option {option}: no name is given; it takes the name of a new file")
    path = store_path(given) if "://" in given else Path(given).expanduser()
    if not path.absolute().parent.is_dir():
        raise ValueError(f"option {option}: the folder {path.parent} does not exist")
    return path


def _summary(url: str) -> Outcome:
    held = opened(url, lambda store: store.summary(_RUNS_SHOWN))
    return Outcome("\n".join(report(store_name(url), held)), as_mapping(store_name(url), held))


def _prune_runs(age: timedelta) -> Outcome:
    folder = Path("output").absolute()
    gone = prune_runs(folder, datetime.now(UTC) - age)
    text = f"deleted {counted(gone.folders, 'folder')} of runs under {folder}, {size(gone.bytes)}"
    return Outcome(text, {"folder": str(folder), "folders": gone.folders, "bytes": gone.bytes})


def _back_up(url: str, target: Path) -> Outcome:
    written = back_up(store_path(url), target)
    return Outcome(f"{target}: {size(written)}", {"file": str(target.absolute()), "bytes": written})


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
