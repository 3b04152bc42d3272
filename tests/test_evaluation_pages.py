"""What must hold on real pages: no title of another story in a text, and no figure below its floor.

Skipped where the evaluation sets are not beside the project.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from benchmarks import quality
from crawler.items import Article
from crawler.pages.article import Extraction, extract
from crawler.pages.links.anchors import key_of
from crawler.text.encoding import decode

SHARED = Path(os.environ.get("RELATED_SHARED") or Path(__file__).parents[2] / "shared")
EVALUATION = SHARED / "eval"
OPEN = {"pages": 700, "read": 395, "texts": 515}
"""Sets whose pages may be looked at -> how many are articles at least."""
SHORT = 12
"""A shorter title may stand anywhere by chance."""

pytestmark = pytest.mark.skipif(
    not (EVALUATION / "pages").is_dir(),
    reason=f"no evaluation pages in {EVALUATION}; RELATED_SHARED names the folder that holds eval/",
)


def read(name: str) -> Iterator[Extraction]:
    """Every page of a set, read."""
    return (extract(html, url) for url, html in responses(name))


def responses(name: str) -> Iterator[tuple[str, str]]:
    """URL and decoded HTML."""
    with (EVALUATION / name / "pages.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                declared = record.http_headers.get_header("Content-Type")
                yield (
                    record.rec_headers.get_header("WARC-Target-URI"),
                    decode(record.content_stream().read(), declared)[0],
                )


@pytest.mark.parametrize("name", OPEN)
def test_no_title_of_another_story_begins_or_ends_a_line_of_the_text(name: str) -> None:
    articles, left = 0, []
    for found in read(name):
        if found.article is not None:
            articles += 1
            left += [f"{found.page.url}: {line[:100]}" for line in leaks(found, found.article)]
    assert articles >= OPEN[name]
    assert left == []


def leaks(found: Extraction, article: Article) -> Iterator[str]:
    """Lines of the text that begin or end with the title of a related, more or sponsored link."""
    here = key_of(article.url)
    titles = tuple(
        link.title
        for block in found.links
        if block.kind != "inline"
        for link in block.links
        if len(link.title) >= SHORT and link.title not in article.title and key_of(link.url) != here
    )
    for line in article.text.split("\n\n"):
        if line.startswith(titles) or line.endswith(titles):
            yield line


@pytest.mark.parametrize("name", quality.SETS)
def test_no_figure_falls_below_its_floor(name: str, tmp_path: Path) -> None:
    floors = quality.read_floors()[name]
    found = quality.measure(name, EVALUATION, tmp_path)
    assert set(floors) <= set(found)
    lost = {
        figure: (found[figure], floor)
        for figure, floor in floors.items()
        if (found[figure] > floor if quality.is_falling(figure) else found[figure] < floor)
    }
    assert lost == {}
