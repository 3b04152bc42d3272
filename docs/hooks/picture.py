"""The picture of a report in README and docs: `python -m docs.hooks.picture REPORT.html`, by Debian's Chromium.

Run `make crawl` first; a font for Chinese is needed (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[1] / "report.png"
STORY = "Steelmakers and buyers agree on what may be called low-carbon steel"
FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-first-run")
TO_THE_GRAPH = """document.documentElement.style.scrollBehavior = "auto";
window.scrollTo(0, document.querySelector("#canvas").getBoundingClientRect().top + scrollY - 300)"""


def main(report: Path) -> None:
    """Choose a story in the table, go to the graph, and take the picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(report.resolve().as_uri())
        page.wait_for_selector("html[data-ready]")
        page.locator("#table tbody").get_by_text(STORY).first.click()
        page.evaluate(TO_THE_GRAPH)
        page.wait_for_timeout(2000)  # until the graph has drawn the choice
        page.screenshot(path=str(PICTURE), clip={"x": 0, "y": 130, "width": 1280, "height": 860})
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
