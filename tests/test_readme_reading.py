"""The Python of the README that reads an archive: its very lines, against what `crawl archive` writes."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.conftest import ROOT, Scrapy

TEXT = (ROOT / "README.md").read_text(encoding="utf-8").partition("Reading is a Python API")[2]


def test_it_prints_the_articles_and_copies_of_an_archive_crawl_and_nothing_else(scrapy: Scrapy) -> None:
    [code] = re.findall(r"```python\n(.*?)```", TEXT, re.S)
    run = scrapy("crawl", "archive", "-a", "path=sample/web.warc.gz")
    assert run.status == 0, run.err
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert printed.returncode == 0, printed.stderr
    read = [line.partition(" ")[0] for line in printed.stdout.splitlines()]
    written = [record["url"] for feed in ("articles", "duplicates") for record in run.feed(feed)]
    assert sorted(read) == sorted(written)
