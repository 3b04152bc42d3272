"""A report of 5,000 stories and 30,000 links: `python -m benchmarks.report [--stories N] [--links N]`.

Prints the file's size, the seconds to write it, and, where Chromium is there, the seconds from opening the file until
the graph is drawn, the table filled and a search answered (best of three).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.items.runs import find_runs
from crawler.report.build import build_report
from tests.made_runs import article, link, prose, run_maker
from tests.report.test_browser import CHROMIUM, FLAGS


def main() -> int:
    parser = argparse.ArgumentParser(description="Size and times of a large report.")
    parser.add_argument("--stories", type=int, default=5000)
    parser.add_argument("--links", type=int, default=30_000)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        run = make(Path(folder), arguments.stories, arguments.links)
        start = time.perf_counter()
        build_report(find_runs([run]), path)
        print(f"written in {time.perf_counter() - start:.1f} s, {path.stat().st_size / 1e6:.1f} MB")
        if CHROMIUM is None:
            print("left out: no Chromium to open it with")
        else:
            opened, searched = min(open_it(path) for _ in range(3))
            print(f"usable {opened:.2f} s after it was opened; a search answered in {searched * 1000:.0f} ms")
    return 0


def make(folder: Path, stories: int, links: int) -> Path:
    """A run of stories of thirty outlets, whose links prefer stories near in time."""
    chosen = random.Random(0)
    urls = [f"https://outlet{n % 30}.example/{n}" for n in range(stories)]
    made = [
        article(url, prose(n, 4), title=f"Story n{n:05} of the {prose(n, 1)[:40]}",
                date_published=f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}")
        for n, url in enumerate(urls)
    ]  # fmt: skip
    edges = [(n, (n + chosen.randint(1, 40)) % stories) for n in (chosen.randrange(stories) for _ in range(links))]
    return run_maker(folder)("run", made, links=[link(urls[a], urls[b]) for a, b in edges])


def open_it(path: Path) -> tuple[float, float]:
    """Seconds until the report can be used, and until a search is answered."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", timeout=60_000)
        opened = time.perf_counter() - start
        start = time.perf_counter()
        page.fill("#search", "n00042")
        page.wait_for_selector("#table tbody tr:only-child", timeout=60_000)  # a function would need eval
        searched = time.perf_counter() - start
        browser.close()
    return opened, searched


if __name__ == "__main__":
    sys.exit(main())
