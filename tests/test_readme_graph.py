"""The graph as the README reads it: its very lines, run on the feeds of the sample web."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import pytest

from crawler.items import Duplicate
from crawler.urls.canonical import canonical, page_id
from tests.conftest import ROOT, SAMPLE, Run, Scrapy
from tests.made_runs import MakeRun, article, link, prose

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
    done = subprocess.run([sys.executable, "-c", code], cwd=run.folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def addresses(run: Run) -> dict[str, dict[str, Any]]:
    """Every id and alias of a run -> the page."""
    records = run.feed("duplicates") + run.feed("articles")
    pages = {page["id"]: page for page in records}
    return {alias: pages[page["id"]] for page in records for alias in page["aliases"]} | pages


def test_networkx_reads_the_graph_in_the_lines_of_the_readme(run: Run) -> None:
    links, pages = run.feed("links"), addresses(run)
    answer = said(run, "networkx", NETWORKX, "[len(graph.edges), sorted(dict(graph.nodes(data='title')).items())]")
    targets = {pages[link["target_id"]]["id"] if link["target_id"] in pages else link["target_id"] for link in links}
    ends = {link["source_id"] for link in links} | targets | {page["id"] for page in pages.values()}
    titles = {page["id"]: page["title"] for page in pages.values()}
    assert answer == [len(links), [[node, titles.get(node)] for node in sorted(ends)]]


def test_the_stories_of_the_graph_all_have_titles(run: Run) -> None:
    answer = said(run, "networkx", NETWORKX, "[sorted(stories.nodes(data='title')), len(stories.edges)]")
    pages = addresses(run)
    read = {page["id"]: page["title"] for page in pages.values()}
    ends = [(link["source_id"], link["target_id"]) for link in run.feed("links")]
    assert answer == [sorted(map(list, read.items())), sum(a in read and b in pages for a, b in ends)]


def test_pandas_joins_the_feeds_in_the_lines_of_the_readme(run: Run) -> None:
    pages = addresses(run)
    answer = said(run, "pandas", PANDAS, "offers[['source_id', 'page_id', 'title', 'cluster_id']].values.tolist()")
    joined = [(link, pages[link["target_id"]]) for link in run.feed("links") if link["target_id"] in pages]
    assert len(joined) > 100
    assert answer == [[link["source_id"], page["id"], page["title"], page["cluster_id"]] for link, page in joined]


def identity(url: str) -> str:
    return page_id(canonical(url))


A, B = "https://a.example/story", "https://b.example/story"
MOVED, AMP = "https://a.example/old/story", "https://a.example/amp/story"


@pytest.fixture
def met_twice(make_run: MakeRun) -> Run:
    """A run in which a story was met again at an old address: a copy with the story's id and an alias of its own."""
    story = article(A, prose(1), aliases=[identity(AMP)])
    copy = Duplicate(
        id=story.id, url=A, requested_url=MOVED, canonical_url=A, site="a.example", title=A, duplicate_of=story.id,
        cluster_id=story.id, method="url", aliases=[identity(MOVED)],
    )  # fmt: skip
    links = [link(B, A), link(B, MOVED, rank=2), link(B, AMP, rank=3), link(A, B)]
    return Run(0, "", "", make_run("met-twice", [story, article(B, prose(2))], links=links, duplicates=[copy]))


def test_networkx_follows_links_to_every_address_that_a_story_was_met_at(met_twice: Run) -> None:
    edges = said(met_twice, "networkx", NETWORKX, "sorted(graph.edges(keys=False))")
    ends = {A: identity(A), B: identity(B)}
    assert edges == sorted([[ends[B], ends[A]]] * 3 + [[ends[A], ends[B]]])


def test_pandas_joins_links_to_every_address_that_a_story_was_met_at(met_twice: Run) -> None:
    answer = said(met_twice, "pandas", PANDAS, "offers[['url_link', 'title']].values.tolist()")
    assert answer == [[A, A], [MOVED, A], [AMP, A], [B, B]]
