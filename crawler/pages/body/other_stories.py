"""Stories that a page appends to its own: endless scroll, an article within the article.

Known before the body is chosen: on a short story the next one weighs more.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from crawler.pages.body.flags import OTHER
from crawler.pages.body.line_types import CLOCK
from crawler.pages.body.scoring import is_headline, prose
from crawler.pages.body.segment import Container, Segment, Segments

# Attributes in which a page keeps the address that the reader's browser will show beside an appended story.
_ADDRESSES = ("data-url", "data-href", "data-permalink", "data-canonical", "data-canonical-url", "data-article-url")
# Its heading is among so many of an appended story's first blocks, and it has so many paragraphs of so much running
# text (a section of the page's own has one, as a rule); the page's own story has so much, in characters.
_FIRST, _PARAGRAPHS, _TEXT, _OWN = 4, 2, 80, 250
# So many containers around a heading are looked at.
_LEVELS = 6


def flag_other_stories(segments: Segments, title: int | None, headline: str, url: str) -> None:
    """Flag the containers of appended stories as OTHER.

    title: the place of the heading taken for the headline; headline: as the page gives it; url: the page's own.
    """
    if title is None or segments.blocks[title].tag != "h1" or not is_headline(headline, segments.blocks[title]):
        return
    own = _path(url, url)
    for heading in segments.blocks[title + 1 :]:
        if heading.role != "heading" or is_headline(headline, heading):
            continue
        if (story := _story_around(segments, heading, title, own, url)) is not None:
            story.flags |= OTHER


def _story_around(segments: Segments, heading: Segment, title: int, own: str, url: str) -> Container | None:
    """The container of the story that a heading begins; None where it begins none."""
    node: Container | None = heading.container
    for _ in range(_LEVELS):
        if node is None or node.first <= title or heading.place - node.first >= _FIRST:
            return None
        if _is_other(segments, node, heading, title, own, url):
            return node
        node = node.parent
    return None


def _is_other(segments: Segments, node: Container, heading: Segment, title: int, own: str, url: str) -> bool:
    """Whether a container that begins with a heading is another story."""
    blocks = segments.blocks[node.first : node.last]
    if sum(prose(block) >= _TEXT for block in blocks) < _PARAGRAPHS:
        return False
    address = next((value for name in _ADDRESSES if (value := node.element.get(name))), None)
    elsewhere = address is not None and _path(address, url) not in ("", own)
    post = heading.tag != "h1" and any(CLOCK.search(b.text) for b in blocks[:_FIRST] if len(b.text) < 40)
    if post or not (elsewhere or heading.tag == "h1"):
        return False  # an entry of a live blog may have an address of its own
    return _own_text(segments, node, title) >= _OWN


def _own_text(segments: Segments, node: Container, title: int) -> float:
    """Running text between the headline and a container, within what holds both.

    Where only the headline stands before it, the container is a section of the story under an h1 of its own.
    """
    return sum(map(prose, segments.blocks[title + 1 : node.first]))


def _path(address: str, base: str) -> str:
    """The path of an address on the page's own host; empty for others'."""
    try:
        parts, here = urlsplit(urljoin(base, address)), urlsplit(base)
    except ValueError:
        return ""
    return parts.path.rstrip("/") if parts.netloc == here.netloc else ""
