"""`scrapy report`: one HTML file that shows a crawl."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from pathlib import Path

from crawler.command_base import PlainCommand
from crawler.commands.console import complain, stop, why_not_written, write
from crawler.items.runs import RunError, RunFolder, find_runs, named_folders
from crawler.text.plurals import counted

LATEST = (Path("output/related/latest"), Path("output/archive/latest"))
"""Where the last run is, where none is named."""


class Command(PlainCommand):
    """Writes the report of some runs."""

    def syntax(self) -> str:
        return "[RUN ...] [-o FILE]"

    def short_desc(self) -> str:
        return "Show a crawl as one HTML file: the graph, copies, timeline, what was cut and left out"

    def long_desc(self) -> str:
        return (
            "Write one HTML file that shows runs: the graph of related reading, who links whom, copies and how they"
            " spread, a timeline, what cleaning cut, what was not read and why, and a table of the stories. It needs no"
            " network to be looked at. Stories are counted as the runs told copies apart; `dataset` compares the"
            " texts of several runs with each other as well, and may come to fewer. RUN is a run's folder, or a folder"
            " above several; the last run by default."
            " Exit status: 0 written; 2 usage; 3 a feed could not be read or the file not written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="default: report.html in the folder that is shown")

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        runs = self._runs(args)
        path = self._target(opts.output) or _folder(args, runs) / "report.html"
        if find_spec("jinja2") is None or find_spec("igraph") is None:
            self.refuse("it takes the extra `report`: in a checkout pip install '.[report]'")
        from crawler.report.build import build_report  # what draws the graph is needed by this command only

        try:
            found = build_report(runs, path)
        except RunError as error:
            stop(str(error), 3, "report")
        except OSError as error:
            stop(why_not_written(path, error), 3, "report")
        size = path.stat().st_size / 1_000_000
        stories, links = counted(len(found.stories), "story", "stories"), counted(sum(found.edges.values()), "link")
        write(f"{path}: {stories}, {links}, {size:.1f} MB\n")
        if not found.stories:
            complain("there is no story to show; the folder above several runs shows all of them together", self.name)

    def _target(self, given: str | None) -> Path | None:
        """The file that -o names; None without -o."""
        if given is None:
            return None
        path = Path(given).expanduser()
        if not given.strip() or given == "-" or os.path.isdir(path):
            self.refuse(f"option -o: {given!r} is not allowed; it takes the name of a file")
        return path

    def _runs(self, args: list[str]) -> list[RunFolder]:
        """The runs that are named, or the last one; one line and status 2 where there is none."""
        if not args:
            latest = [path.resolve() for path in LATEST if path.exists()][:1]
            if not latest:
                self.refuse(f"which run? there is none at {' or '.join(map(str, LATEST))}; name its folder")
            args = [str(latest[0])]
        try:
            return find_runs(named_folders(args))
        except RunError as error:
            self.refuse(str(error))


def _folder(args: list[str], runs: list[RunFolder]) -> Path:
    """The one folder that was named, a run's or one above several; else the last run's."""
    return Path(args[0]) if len(args) == 1 else runs[-1].path
