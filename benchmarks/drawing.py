"""What it costs to have pages drawn by a browser: `python -m benchmarks.drawing [PAGES]`.

The same stories are served twice on loopback, once as pages that hold them and once as frames that a script fills. Both
are crawled at full speed; processor time and memory are those of the crawl with all its processes, as /proc has them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.scripted_web import ScriptedWeb
from tests.web.process import Crawl

EVERY = 0.2
"""Seconds between two looks at the processes."""
PLAIN = 10
"""Plain pages for each that is drawn: they cost so little that few of them cannot be measured."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Cost:
    """What a crawl's processes took so far."""

    seconds: dict[int, float] = field(default_factory=dict)
    """Process -> its processor time."""
    peak: int = 0
    """Bytes of memory that they had together at most; what several share counts once."""

    def look(self, crawl: Crawl) -> None:
        """Take in what there is at this moment."""
        assert crawl.process is not None
        memory = 0
        for process in (crawl.process.pid, *crawl.descendants()):
            with suppress(OSError, ValueError):
                user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
                self.seconds[process] = (int(user) + int(system)) / _TICKS
                rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
                memory += 1024 * int(rollup.partition("\nPss:")[2].split()[0])
        self.peak = max(self.peak, memory)


def measure(base: str, pages: int, kind: str) -> tuple[Cost, int]:
    """The cost of a crawl of all pages of a kind, and how many stories it brought."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder) / "seeds.txt"
        seeds.write_text("".join(f"{base}/{kind}/{number}.html\n" for number in range(pages)), encoding="utf-8")
        crawl = Crawl(Path(folder), f"urls_file={seeds}", JOBDIR="", RELATED_BROWSER=kind == "drawn").begin()
        assert crawl.process is not None
        cost = Cost()
        while crawl.process.poll() is None:
            cost.look(crawl)
            time.sleep(EVERY)
        return cost, len(crawl.feed("articles"))


def main() -> None:
    """Measure both kinds, and an empty crawl to take off what any crawl costs."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    numbers = {"plain": PLAIN * pages, "drawn": pages}
    web = ScriptedWeb()
    for number in range(pages):
        web.story(f"/drawn/{number}.html", number)
    for number in range(PLAIN * pages):
        web.plain(f"/plain/{number}.html", number)
    start, _ = measure(web.base, 1, "plain")
    print(f"{'':8}{'stories':>8}{'CPU s a page':>14}{'peak MB':>9}")
    for kind, number in numbers.items():
        cost, found = measure(web.base, number, kind)
        seconds = (sum(cost.seconds.values()) - sum(start.seconds.values())) / number
        print(f"{kind:8}{found:8}{seconds:14.3f}{cost.peak / 1e6:9.0f}", flush=True)
    web.close()


if __name__ == "__main__":
    main()
