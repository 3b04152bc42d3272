"""`scrapy dataset`: runs and workers' shards merged into one data set."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from importlib.util import find_spec
from pathlib import Path

from crawler.command_base import PlainCommand
from crawler.commands.console import stop, why_not_written, write
from crawler.dataset.unfinished import is_free
from crawler.store.lock import Locked
from crawler.text.plurals import counted
from crawler.text.spelling import unknown

FORMATS = ("jsonl", "parquet", "csv", "gexf", "graphml")
SPLITS = ("none", "hash", "date", "site")


class Command(PlainCommand):
    """Merges runs."""

    def syntax(self) -> str:
        return "RUN [RUN ...] -o DIR [options]"

    def short_desc(self) -> str:
        return "Merge runs into one data set: JSON Lines, Parquet, CSV, graphs, a card"

    def long_desc(self) -> str:
        return (
            "Merge the feeds of runs, or of one run's workers, into one data set: copies are found over all of it,"
            " versions put in order, links resolved over redirects, and what a site repeats cut alike on every page."
            " RUN is a run's folder, or a folder above several. The same runs give the same bytes. Exit status: 0 made;"
            " 2 usage; 3 a feed could not be read or a file not written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="DIR", help="folder of the data set, new or empty")
        parser.add_argument(
            "--formats", default="jsonl,parquet", metavar="NAMES", help=f"of {','.join(FORMATS)}; default jsonl,parquet"
        )
        parser.add_argument(
            "--split",
            default="none",
            metavar="BY",
            help="divide the stories into train, validation and test, 80/10/10: hash, by chance; date, the newest are"
            " test; site, all of a site's stories in one (80/10/10 of the sites); default none, all are train",
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        formats = [name for name in opts.formats.split(",") if name]
        self._check(args, opts, formats)
        from crawler.dataset.build import build  # pyarrow takes a second, and only this command needs it
        from crawler.items.runs import RunError, find_runs, named_folders

        folder = Path(opts.output)
        try:
            runs = find_runs(named_folders(args))
        except RunError as error:
            self.refuse(str(error))
        try:
            facts = build(runs, folder, formats=formats, split=opts.split, progress=_progress)
        except RunError as error:
            stop(str(error), 3, "dataset")
        except Locked:
            self.refuse(f"{folder}: another process is making a data set there")
        except OSError as error:
            stop(why_not_written(folder, error), 3, "dataset")
        except sqlite3.Error as error:
            stop(f"temporary files (SQLITE_TMPDIR says where): cannot be written ({error})", 3, "dataset")
        rows = ", ".join(counted(facts.count(f"{noun}s"), noun) for noun in ("article", "duplicate", "link"))
        write(f"{folder}: {rows}, out of {counted(len(runs), 'folder')} of runs\n")
        if empty := facts.empty_splits(opts.split):
            write(f"{empty}\n")

    def _check(self, args: list[str], opts: argparse.Namespace, formats: list[str]) -> None:
        """One line and status 2 for what is wrong, before anything is read."""
        if not args:
            self.refuse("which runs? it takes their folders, such as output/related/latest")
        if not (opts.output or "").strip():
            self.refuse("where to? -o DIR names the folder of the data set")
        for name in formats:
            if name not in FORMATS:
                self.refuse(f"--formats: {name!r} is {unknown(name, FORMATS)}")
        if not formats:
            self.refuse(f"--formats: it takes at least one of {', '.join(FORMATS)}")
        if opts.split not in SPLITS:
            self.refuse(f"--split: {opts.split!r} is {unknown(opts.split, SPLITS)}")
        if not is_free(Path(opts.output)):
            self.refuse(f"{opts.output}: holds something already; -o takes a new or empty folder")
        if find_spec("pyarrow") is None:
            self.refuse("it takes the extra `dataset`: in a checkout pip install '.[dataset]'")


def _progress(step: str, done: int) -> None:
    """Long work says where it is, to whoever watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{step}: {done:,}")
        sys.stderr.flush()
