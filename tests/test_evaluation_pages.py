"""What must hold on real pages: no title of another story in a text, and no figure below its floor.

Each set is crawled once, as a user crawls it. Skipped where the evaluation sets are not beside the project.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks import quality
from crawler.pages.links.anchors import key_of
from tests.conftest import read_lines

SHARED = Path(os.environ.get("RELATED_SHARED") or Path(__file__).parents[2] / "shared")
EVALUATION = SHARED / "eval"
OPEN = {"pages": 690, "read": 390, "texts": 500}
"""Sets whose pages may be looked at -> how many are stories at least."""
SHORT = 12
"""A shorter title may stand anywhere by chance."""

pytestmark = pytest.mark.skipif(
    not (EVALUATION / "pages").is_dir(),
    reason=f"no evaluation pages in {EVALUATION}; RELATED_SHARED names the folder that holds eval/",
)

Row = dict[str, Any]
Crawled = Callable[[str], Path]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """Gives the output folder of a set, crawled when it is first asked for."""

    @cache
    def crawl(name: str) -> Path:
        return quality.crawl(name, EVALUATION, tmp_path_factory.mktemp(name), workers="1")  # the cores have other tests

    return crawl


@pytest.mark.parametrize("name", OPEN)
def test_no_title_of_another_story_begins_or_ends_a_line_of_the_text(name: str, crawled: Crawled) -> None:
    links = defaultdict(list)
    for link in read_lines(crawled(name) / "links.jsonl"):
        links[link["source_url"]].append(link)
    stories = [row for feed in ("articles", "duplicates") for row in read_lines(crawled(name) / f"{feed}.jsonl")]
    assert len(stories) >= OPEN[name]
    assert sum(bool(links[story["url"]]) for story in stories) > len(stories) / 2
    assert [f"{story['url']}: {line[:100]}" for story in stories for line in leaks(story, links[story["url"]])] == []


def leaks(story: Row, links: list[Row]) -> Iterator[str]:
    """Lines of the text that begin or end with the title of a related, more or sponsored link."""
    titles = tuple(
        link["title"]
        for link in links
        if link["kind"] != "inline"
        and len(link["title"]) >= SHORT
        and link["title"] not in story["title"]
        and key_of(link["url"]) != key_of(story["url"])
    )
    for line in story["text"].split("\n\n"):
        if line.startswith(titles) or line.endswith(titles):
            yield line


@pytest.mark.parametrize("name", quality.SETS)
def test_no_figure_falls_below_its_floor(name: str, crawled: Crawled) -> None:
    floors = quality.read_floors()[name]
    found = quality.score(name, EVALUATION, crawled(name))
    assert set(floors) <= set(found)
    lost = {
        figure: (found[figure], floor)
        for figure, floor in floors.items()
        if (found[figure] > floor if quality.is_falling(figure) else found[figure] < floor)
    }
    assert lost == {}
