"""`scrapy report`: one HTML file that shows a crawl."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.commands.console import program, stop, write
from crawler.items.runs import RunError, RunFolder, find_runs

LATEST = (Path("output/related/latest"), Path("output/archive/latest"))
"""Where the last run is, where none is named."""


class Command(ScrapyCommand):
    """Writes the report of some runs."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - Scrapy's own form

    def syntax(self) -> str:
        return "[RUN ...] [-o FILE]"

    def short_desc(self) -> str:
        return "Show a crawl as one HTML file: the graph, copies, timeline, what was cut and left out"

    def long_desc(self) -> str:
        return (
            "Write one HTML file that shows runs: the graph of related reading, who links whom, copies and how they"
            " spread, a timeline, what cleaning cut, what was not read and why, and a table of the stories. It needs no"
            " network to be looked at. RUN is a run's folder, or a folder above several; the last run by default."
            " Exit status: 0 written; 2 usage; 3 a feed could not be read or the file not written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.usage = f"{program()} report {self.syntax()}"
        parser.add_argument("-o", "--output", metavar="FILE", help="default: report.html in the folder that is shown")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        runs = _runs(args)
        if find_spec("jinja2") is None or find_spec("igraph") is None:
            stop("it takes the extra: pip install 'related-news-crawler[report]'", 2, "report")
        from crawler.report.build import build_report  # what draws the graph is needed by this command only

        path = Path(opts.output or _folder(args, runs) / "report.html")
        try:
            found = build_report(runs, path)
        except (RunError, OSError) as error:
            stop(str(error), 3, "report")
        size = path.stat().st_size / 1_000_000
        write(f"{path}: {len(found.stories):,} stories, {sum(found.edges.values()):,} links, {size:.1f} MB\n")


def _folder(args: list[str], runs: list[RunFolder]) -> Path:
    """The one folder that was named, a run's or one above several; else the last run's."""
    return Path(args[0]) if len(args) == 1 else runs[-1].path


def _runs(args: list[str]) -> list[RunFolder]:
    """The runs that are named, or the last one; one line and status 2 where there is none."""
    paths = [Path(arg) for arg in args] or [path.resolve() for path in LATEST if path.exists()][:1]
    if not paths:
        stop(f"which run? there is none at {' or '.join(map(str, LATEST))}; name its folder", 2, "report")
    for path in paths:
        if not path.is_dir():
            stop(f"{path}: no such folder", 2, "report")
    try:
        return find_runs(paths)
    except RunError as error:
        stop(str(error), 2, "report")
