"""`related-news store`: what the store holds, how the sites in it are, and its maintenance.

Exit status: 0 it is done; 2 usage; 3 the store cannot be read or written, or is damaged; 6 with --health, there is
something to look at.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from scrapy.commands import ScrapyCommand

from crawler.commands.console import complain, program, write
from crawler.commands.store_report import as_mapping, report, size
from crawler.spiders.arguments import read_span
from crawler.store.base import Store, StoreError
from crawler.store.health import LAST_RUNS, RUNS_LOOKED_AT, find_problems
from crawler.store.lock import Locked
from crawler.store.old_runs import prune_runs
from crawler.store.sqlite_backup import back_up, find_damage
from crawler.store.store_url import (
    StoreUrlError,
    check_store_url,
    is_file,
    is_shared,
    open_store,
    own_store,
    shared_store,
    store_name,
    store_path,
)
from crawler.text.spelling import unknown

_Found = TypeVar("_Found")

_RUNS_SHOWN = 10
_OPTIONS = ("--json", "--health", "--prune", "--prune-runs", "--check", "--backup", "--move")
_TO_LOOK_AT = 6


class Command(ScrapyCommand):
    """Shows what RELATED_STORE holds, or does one thing to it."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - Scrapy's own form

    def short_desc(self) -> str:
        return "Show what the store holds and how its sites are, prune it, check it, copy it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.usage = f"{program()} store {self.syntax()}[options] [-s RELATED_STORE=URL]"
        parser.add_argument("--json", action="store_true", help="print one JSON document, also with --health")
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--health", action="store_true", help="list silent seeds and sites that changed")
        one.add_argument("--prune", metavar="AGE", help="forget what nothing has led to for so long: 90d, 48h")
        one.add_argument("--prune-runs", metavar="AGE", help="delete output folders of runs older than this")
        one.add_argument("--check", action="store_true", help="look whether the file is sound")
        one.add_argument("--backup", metavar="FILE", help="copy the store to a new file, also while a crawl runs")
        one.add_argument("--move", metavar="FILE", help="move the store to a new file; no crawl may be using it")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was asked; one line and a status where that cannot be done."""
        assert self.settings is not None
        url = str(self.settings["RELATED_STORE"])
        try:
            if args:
                kind = "option" if args[0].startswith("-") else "argument"
                raise ValueError(f"{kind} {args[0]}: {unknown(args[0], _OPTIONS)}")
            if opts.prune_runs is not None:
                self._prune_runs(_age("--prune-runs", opts.prune_runs))
                return
            check_store_url(url)
            if is_file(url) and not store_path(url).is_file():
                raise StoreError(f"{store_path(url)}: there is no store")
            self._use(url, opts)
        except StoreUrlError as error:
            self._stop(f"setting RELATED_STORE: {error}", 2)
        except ValueError as error:
            self._stop(str(error), 2)
        except StoreError as error:
            self._stop(str(error), 3)

    def _use(self, url: str, opts: argparse.Namespace) -> None:
        if not is_file(url) and (opts.check or opts.backup or opts.move):
            raise ValueError(
                "options --check, --backup, --move: for a file; a database has its own (pg_amcheck, pg_dump)"
            )
        if opts.prune is not None:
            write(_prune(url, _age("--prune", opts.prune)) + "\n")
        elif opts.check:
            self._check(store_path(url))
        elif opts.backup is not None:
            target = _new_file("--backup", opts.backup)
            write(f"{target}: {size(back_up(store_path(url), target))}\n")
        elif opts.move is not None:
            write(_move(url, _new_file("--move", opts.move)) + "\n")
        elif opts.health:
            self._show_health(url, as_json=opts.json)
        else:
            held = _opened(url, lambda store: store.summary(_RUNS_SHOWN))
            write(
                _json(as_mapping(store_name(url), held))
                if opts.json
                else "\n".join(report(store_name(url), held)) + "\n"
            )

    def _check(self, path: Path) -> None:
        damage = find_damage(path)
        if damage:
            raise StoreError(f"{path}: damaged ({'; '.join(damage[:3])}); go back to a backup")
        write(f"{path}: sound\n")

    def _show_health(self, url: str, *, as_json: bool) -> None:
        runs = _opened(url, lambda store: store.last_runs(RUNS_LOOKED_AT))
        problems = find_problems(runs)
        if as_json:
            write(_json({"store": _shown(url), "runs": len(runs), "problems": [asdict(one) for one in problems]}))
        else:
            lines = [f"{one.kind}: {one.subject}: {one.detail}" for one in problems]
            write("\n".join(lines or [_all_well(len(runs))]) + "\n")
        self.exitcode = _TO_LOOK_AT if problems else 0

    def _prune_runs(self, age: timedelta) -> None:
        gone = prune_runs(Path("output").absolute(), datetime.now(UTC) - age)
        write(f"deleted {gone.folders} folders of runs under {Path('output').absolute()}, {size(gone.bytes)}\n")

    def _stop(self, message: str, status: int) -> None:
        complain(message, "store")
        self.exitcode = status


def _all_well(runs: int) -> str:
    line = f"nothing to look at; runs looked at: {runs}"
    few = f" (it takes more than {LAST_RUNS} of one command before anything can be told)" if runs <= LAST_RUNS else ""
    return line + few


def _shown(url: str) -> str:
    return url if is_file(url) else store_name(url)


def _age(option: str, text: str) -> timedelta:
    span = read_span(text)
    if span is None:
        raise ValueError(f"option {option}: {text!r} is not allowed; it takes hours as 48h or days as 90d")
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


def _opened(url: str, use: Callable[[Store], _Found]) -> _Found:
    """Read a store beside whoever uses it."""
    store = open_store(url)
    try:
        return use(store)
    finally:
        store.close()


def _alone(url: str, use: Callable[[Store], str]) -> str:
    """Use a store that nobody else uses meanwhile; a database looks to that itself."""
    with ExitStack() as open_files:
        try:
            return use(shared_store(url, open_files) if is_shared(url) else own_store(url, open_files))
        except Locked as error:
            raise StoreError(f"{store_path(url)}: the store is in use by a crawl") from error


def _prune(url: str, age: timedelta) -> str:
    def prune(store: Store) -> str:
        before = store.summary(0)
        store.prune((datetime.now(UTC) - age).timestamp())
        after = store.summary(0)
        return (
            f"forgot {before.stories - after.stories} stories, {before.copies - after.copies} copies,"
            f" {before.links - after.links} links and {before.runs - after.runs} runs;"
            f" {size(before.bytes)} are {size(after.bytes)} now"
        )

    return _alone(url, prune)


def _move(url: str, target: Path) -> str:
    def move(store: Store) -> str:
        path = store_path(url)
        written = back_up(path, target)
        store.close()
        for one in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            one.unlink(missing_ok=True)
        return f"{target}: {size(written)}; give RELATED_STORE=sqlite:///{target} from now on"

    return _alone(url, move)


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
