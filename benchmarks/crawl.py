"""What a page costs: bare Scrapy and this project on the bundled sample web, in turn, in one run.

    python -m benchmarks.crawl [--rounds N]

Both fetch the same pages by replay from the same archive, so that no network takes part; bare Scrapy takes the title
of each. CPU is the crawl's own, from the engine's start to its stop: imports and start-up are left out.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.utils.project import get_project_settings

SAMPLE = Path(__file__).parents[1] / "sample"
KINDS = ("bare", "project")


class BareSpider(Spider):
    """The least that Scrapy can do: fetch and take the title."""

    name = "bare"

    def __init__(self, urls: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls = urls

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield Request(url, dont_filter=True)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[dict[str, str | None]]:
        yield {"url": response.url, "title": response.css("title::text").get()}


def crawl(kind: str, folder: Path) -> dict[str, float]:
    """Run one crawl in this process: CPU seconds, pages, peak memory in MiB."""
    settings = get_project_settings()
    own = {
        "LOG_LEVEL": "ERROR",
        "RELATED_OUTPUT": str(folder / kind),
        "RELATED_STORE": f"sqlite:///{folder / 'store.db'}",
        "RELATED_REPLAY": str(SAMPLE / "web.warc.gz"),
    }
    settings.setdict(own, priority="cmdline")
    if kind == "bare":
        bare = {"ITEM_PIPELINES": {}, "EXTENSIONS": {}, "SCHEDULER": "scrapy.core.scheduler.Scheduler"}
        settings.setdict(bare, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    spent = {"cpu": 0.0}

    def start() -> None:
        spent["cpu"] = -time.process_time()

    def stop() -> None:
        spent["cpu"] += time.process_time()

    crawler = process.create_crawler(BareSpider if kind == "bare" else "related")
    crawler.signals.connect(start, signals.engine_started)
    crawler.signals.connect(stop, signals.engine_stopped)
    if kind == "bare":
        process.crawl(crawler, urls=pages())
    else:
        process.crawl(crawler, urls_file=str(SAMPLE / "seeds.txt"), depth="9")
    process.start()
    count = crawler.stats.get_value("downloader/response_status_count/200", 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": spent["cpu"], "pages": count, "peak": peak}


def pages() -> list[str]:
    """The sample web's article pages."""
    lines = (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [line["url"] for line in map(json.loads, lines) if line["kind"] == "article"]


def measured(kind: str) -> dict[str, float]:
    """One crawl in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.crawl", "--one", kind, "--folder", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="crawls of each kind (default 5)")
    parser.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(crawl(args.one, args.folder)))
        return
    rounds = [{kind: measured(kind) for kind in KINDS} for _ in range(args.rounds)]
    print(f"{'':10}{'pages':>7}{'CPU ms/page':>13}{'peak MiB':>10}   median of {args.rounds}")
    cost: dict[str, list[float]] = {}
    for kind in KINDS:
        runs = [r[kind] for r in rounds]
        cost[kind] = [1000 * r["cpu"] / r["pages"] for r in runs]
        print(f"{kind:10}{runs[0]['pages']:7.0f}{median(cost[kind]):13.2f}{median(r['peak'] for r in runs):10.0f}")
    ratios = [p / b for b, p in zip(cost["bare"], cost["project"], strict=True)]
    spread = f"{min(ratios):.2f} {median(ratios):.2f} {max(ratios):.2f}"
    print(f"ratio project / bare, round by round: {spread} (min median max)")


if __name__ == "__main__":
    main()
