"""A path that the system does not let a command look at is one line that names it, whatever takes it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE, Scrapy, clean_environment
from tests.made_runs import MakeRun

LIVE = ("crawl", "related", "-a", "url=http://127.0.0.1:9/")
CRAWL = (*LIVE, "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}")
_UNLOOKED = "x" * 300
"""A name longer than file systems allow: to look at it is an error for every user, for root too."""
_AS_ROOT = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override")
"""Root without its right to enter every folder."""


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        ((*LIVE, "-s", f"RELATED_RECORD={_UNLOOKED}/r.warc.gz"), 3, "/r.warc.gz: cannot be written"),
        ((*CRAWL, "-s", f"RELATED_SITE_RULES={_UNLOOKED}"), 2, "setting RELATED_SITE_RULES: "),
        ((*CRAWL, "-s", f"RELATED_STORE=sqlite:///{_UNLOOKED}/s/s.db"), 2, "setting RELATED_STORE: "),
        ((*CRAWL, "-s", f"RELATED_OUTPUT={_UNLOOKED}/run"), 3, "/run: cannot be written"),
        ((*CRAWL, "-s", f"JOBDIR={_UNLOOKED}/job"), 3, "/job: cannot be written"),
        ((*CRAWL, "--pidfile", f"{_UNLOOKED}/pid"), 2, "option --pidfile: "),
        (("explain", f"{_UNLOOKED}/x.warc.gz:12"), 2, "/x.warc.gz:12: File name too long"),
        (("store", "-s", f"RELATED_STORE=sqlite:///{_UNLOOKED}/s.db"), 3, "/s.db: "),
        (("report", _UNLOOKED), 2, f"{_UNLOOKED}: no such folder"),
        (("dataset", _UNLOOKED, "-o", "news"), 2, f"{_UNLOOKED}: no such folder"),
    ],
)
def test_a_path_that_cannot_be_looked_at_is_named(
    scrapy: Scrapy, args: tuple[str, ...], status: int, said: str
) -> None:
    run = scrapy(*args)
    assert (run.status, run.err.count("\n")) == (status, 1), run.err
    assert said in run.err


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_named(tmp_path: Path, make_run: MakeRun) -> None:
    run = make_run("run", articles=[])
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    said = {
        ("store", "-s", "RELATED_STORE=sqlite:///closed/s.db"): (3, "closed/s.db: "),
        ("report", "closed"): (2, "closed: cannot be read (Permission denied)"),
        ("dataset", str(run), "-o", "closed/news"): (3, "closed/news"),
        (*CRAWL, "-s", "RELATED_SITE_RULES=closed/rules"): (2, "setting RELATED_SITE_RULES: "),
        (*LIVE, "-s", "RELATED_RECORD=closed/r.warc.gz"): (3, "closed/r.warc.gz: cannot be written"),
    }
    for args, (status, line) in said.items():
        words = [*(_AS_ROOT if os.geteuid() == 0 else ()), sys.executable, "-m", "crawler", *args]
        environment = {**clean_environment(), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
        assert (done.returncode, done.stderr.count("\n")) == (status, 1), done.stderr
        assert line in done.stderr
