"""What a crawl imports before its first page: every run pays for it, and every test that runs one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, SAMPLE, clean_environment

UNUSED = {"aiohttp", "twisted.conch", "rich.live", "dateparser.date", "crawler.pages.explain.page"}
"""Servers, displays and a date library that a crawl of plain pages has no use for: a second and more to import."""
SCRIPT = """
import sys
from crawler.cli import main
try:
    main(["related-news", "crawl", "related", *sys.argv[1:]])
finally:
    print(*sorted({unused} & set(sys.modules)), file=sys.stderr)
"""


def test_a_crawl_imports_nothing_that_it_has_no_use_for(tmp_path: Path) -> None:
    settings = {
        "RELATED_REPLAY": SAMPLE / "web.warc.gz",
        "RELATED_OUTPUT": tmp_path / "run",
        "RELATED_STORE": f"sqlite:///{tmp_path / 'store.db'}",
        "LOG_LEVEL": "ERROR",
    }
    given = ["-a", "url=https://gridweekly.example/2023/06/solid-state-pilot-line", "-a", "depth=0"]
    given += [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-c", SCRIPT.replace("{unused}", repr(UNUSED)), *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=clean_environment(), timeout=300)
    assert (tmp_path / "run" / "articles.jsonl").read_text(encoding="utf-8").count("\n") == 1
    assert done.stderr.split() == []
