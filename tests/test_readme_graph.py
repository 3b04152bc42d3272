"""The graph as the README reads it: its very lines, run on the feeds of the sample web."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.conftest import ROOT, SAMPLE, Run, Scrapy

SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("## The graph")[2].partition("\n## ")[0]
NETWORKX, PANDAS = re.findall(r"```python\n(.*?)```", SECTION, re.S)


@pytest.fixture(scope="module")
def run(shared_scrapy: Scrapy) -> Run:
    return shared_scrapy(
        "crawl", "related", "-a", f"urls_file={SAMPLE / 'seeds.txt'}", "-a", "depth=2",
        "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}",
    )  # fmt: skip


def said(run: Run, module: str, lines: str, question: str) -> object:
    """What a reader's session in the run's folder would answer."""
    if find_spec(module) is None:
        pytest.skip(f"{module} is not installed; it is in the dev extra")
    assert run.status == 0, run.err
    code = f"{lines}\nimport json\nprint(json.dumps({question}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=run.folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_networkx_reads_the_graph_in_the_lines_of_the_readme(run: Run) -> None:
    links, pages = run.feed("links"), run.feed("duplicates") + run.feed("articles")
    answer = said(run, "networkx", NETWORKX, "[len(graph.edges), sorted(dict(graph.nodes(data='title')).items())]")
    ends = {link["source_id"] for link in links} | {link["target_id"] for link in links} | {p["id"] for p in pages}
    titles = {page["id"]: page["title"] for page in pages}
    assert answer == [len(links), [[node, titles.get(node)] for node in sorted(ends)]]


def test_pandas_joins_the_feeds_in_the_lines_of_the_readme(run: Run) -> None:
    pages = {page["id"]: page for page in run.feed("duplicates") + run.feed("articles")}
    answer = said(run, "pandas", PANDAS, "offers[['source_id', 'target_id', 'title', 'cluster_id']].values.tolist()")
    joined = [(link, pages[link["target_id"]]) for link in run.feed("links") if link["target_id"] in pages]
    assert len(joined) > 100
    assert answer == [
        [link["source_id"], link["target_id"], page["title"], page["cluster_id"]] for link, page in joined
    ]
