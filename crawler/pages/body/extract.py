"""The story's own text: which blocks of a page are the article.

`find_body(page)` is a list of steps: cut the page into blocks, find the headline, weigh the blocks, go down to the
smallest container that holds the story, keep the story's blocks, add the lead above it; where the markup holds hardly
any text, look once more, and into embedded JSON.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import accumulate

from lxml import etree

from crawler.pages.body.announced_lists import flag_announced_lists
from crawler.pages.body.container import choose_root
from crawler.pages.body.embedded_json import find_story
from crawler.pages.body.flags import BESIDE, STORY
from crawler.pages.body.held_markup import held_story
from crawler.pages.body.line_types import CLOCK, is_stamp
from crawler.pages.body.live_posts import read_posts, split_posts
from crawler.pages.body.other_stories import flag_other_stories
from crawler.pages.body.repeated import drop_repeated
from crawler.pages.body.scoring import find_title, flag_blocks, folded, weigh
from crawler.pages.body.segment import Role, Segments, segment
from crawler.pages.body.story_blocks import drop_notices, find_lead, story_blocks
from crawler.pages.body.trace import NOTICES, REPEATED, TEASERS, UNBOXED, Look
from crawler.pages.body.wrappers import drop_teasers, is_teaser, without_boxes
from crawler.pages.dom.page import Page

# A body of fewer characters is looked for a second time, with names distrusted.
_THIN = 100
# Where the markup holds less than this, embedded JSON may hold the story.
_SPARSE = 700
# Where a story stands, by its element; and what a page says it is that has one.
_PLACES, _STORY_TYPES = ("article", "main"), ("article", "video", "posting")
# JSON is believed where it holds so many times as much text as the markup.
_MORE = 2


@dataclass(slots=True)
class Block:
    """A paragraph of the story: the element that holds it, its text on one line, its role."""

    element: etree._Element
    text: str
    role: Role


@dataclass(slots=True)
class Body:
    """The story: its blocks in order, and the smallest element that holds them (None for text out of embedded JSON)."""

    blocks: list[Block]
    root: etree._Element | None
    teasers: float = 0.0
    """Share of the paragraphs that stand right under a linked headline: a list of stories has most of them there."""
    stamps: int = 0
    """Lines among the blocks that say little but the time of day: a live blog has many."""
    captions: bool = False
    """Whether the text is what stands under pictures."""
    looks: tuple[Look, ...] = ()
    """How the markup was read: once, or twice where the first look found hardly a word."""

    @property
    def ends(self) -> tuple[etree._Element, ...]:
        """The elements of the first and the last block; none for text out of embedded JSON."""
        return (self.blocks[0].element, self.blocks[-1].element) if self.blocks and self.root is not None else ()

    def text(self, exclude: Collection[etree._Element] = ()) -> str:
        """The paragraphs, joined by blank lines; blocks inside an excluded element are left out."""
        return "\n\n".join(block.text for block in self.without(exclude))

    def without(self, exclude: Collection[etree._Element]) -> list[Block]:
        """The blocks that are not inside an excluded element."""
        left_out = set(exclude)
        return [b for b in self.blocks if not _inside(b.element, left_out)] if left_out else self.blocks


def find_body(page: Page, *, title: str | None = None) -> Body:
    """The article's text on a page; without blocks where there is none. title: the headline, where it is known."""
    headline = title or _headline(page)
    body = _find(segment(page.tree), headline, page.url)
    if _length(body) < _THIN:
        again = _find(segment(page.tree, thorough=True), headline, page.url, trusting=False)
        again.looks = (*body.looks, *again.looks)
        body = max((body, again), key=_length)
        body.looks = again.looks
    if _stands_beside(body, headline) and not _declares_story(page):
        body = Body([], None, looks=body.looks)
    return _from_posts(page, body) or _from_json(page, body, headline) or _from_held(page, body, headline) or body


def _stands_beside(body: Body, headline: str) -> bool:
    """Whether all of a body is in elements made for what stands beside a story, and the headline is not: the story's
    own place is empty."""
    boxes = {_box_beside(block.element) for block in body.blocks}
    own_places = (c for look in body.looks for c in look.segments.containers if c.flags & STORY or c.tag in _PLACES)
    if not boxes or None in boxes or next(own_places, None) is None:
        return False
    wanted = folded(headline)
    headings = (folded("".join(e.itertext())) for box in boxes if box is not None for e in box.iter("h1", "h2"))
    return bool(wanted) and not any(words and words in wanted for words in headings)


def _declares_story(page: Page) -> bool:
    """Whether a page declares itself a story: its fields are worth having, wherever its text went."""
    types = (*page.meta.get("og:type", ()), *(str(thing.get("@type")) for thing in page.json_ld))
    return "article:published_time" in page.meta or any(word in kind.lower() for kind in types for word in _STORY_TYPES)


def _box_beside(element: etree._Element) -> etree._Element | None:
    """The aside or nav that an element is in."""
    return next((e for e in (element, *element.iterancestors()) if e.tag in ("aside", "nav")), None)


def _from_posts(page: Page, body: Body) -> Body | None:
    """The posts of a live blog that a script draws, out of JSON-LD, where the markup holds fewer of them: all of them,
    or those of which no line is on the page, to follow what it shows."""
    posts = read_posts(page)
    if not posts:
        return None
    lines = [line for post in posts for line in post.lines]
    if lines and sum(map(len, lines)) >= _MORE * _length(body):
        return Body([Block(page.tree, line, "paragraph") for line in lines], None, looks=body.looks)
    shown = split_posts(body.blocks, body.root)
    said = folded(" ".join(block.text for look in body.looks for block in look.segments.blocks))
    more = [post for post in posts if not any(folded(line) in said for line in post.lines)]
    if not shown or not more or len(shown) + len(more) > len(posts):
        return None
    last = body.blocks[-1].element
    return replace(body, blocks=body.blocks + [Block(last, line, "paragraph") for post in more for line in post.lines])


def _from_json(page: Page, body: Body, headline: str) -> Body | None:
    """The story out of embedded JSON, where the markup holds hardly any of it."""
    if _length(body) >= _SPARSE or (story := find_story(page, headline)) is None:
        return None
    wanted = folded(headline)
    lines = [text for text in story.paragraphs if folded(text) != wanted]
    found = Body([Block(story.element, text, "paragraph") for text in lines], None, looks=body.looks)
    return found if _length(found) > _MORE * _length(body) else None


def _from_held(page: Page, body: Body, headline: str) -> Body | None:
    """The story out of a template or the like, where the page shows hardly a word."""
    if _length(body) >= _THIN or (held := held_story(page)) is None:
        return None
    wanted, (element, blocks) = folded(headline), held
    return Body([Block(element, b.text, b.role) for b in blocks if folded(b.text) != wanted], None, looks=body.looks)


def _headline(page: Page) -> str:
    """What the page calls itself, for finding the headline among the blocks."""
    for name in ("og:title", "twitter:title"):
        if page.meta.get(name):
            return page.meta[name][0]
    return " ".join((page.tree.findtext(".//title") or "").split())


def _length(body: Body) -> int:
    return sum(len(block.text) for block in body.blocks)


def _find(segments: Segments, headline: str, url: str, *, trusting: bool = True) -> Body:
    """The story among a page's blocks. trusting: believe the names of containers."""
    blocks = segments.blocks
    if not trusting:
        _distrust(segments)
    title = find_title(blocks, headline)
    flag_announced_lists(segments)
    flag_other_stories(segments, title, headline, url)
    flag_blocks(segments, title)
    sums = [0.0, *accumulate(weigh(block) for block in blocks)]
    root = choose_root(segments, sums, title)
    look = Look(segments, root, title, find_lead(blocks, root, title))
    found = look.filtered(UNBOXED, story_blocks(blocks, root, headline), without_boxes)
    paragraphs = [b for b in found if b.role == "paragraph"]
    under = sum(is_teaser(b, blocks) for b in paragraphs)
    found = look.filtered(TEASERS, found, lambda left: drop_teasers(left, blocks))
    found = look.filtered(NOTICES, found, drop_notices)
    look.kept = look.filtered(REPEATED, look.lead + found, drop_repeated)
    return Body(
        [Block(b.element, b.text, b.role) for b in look.kept],
        root.element,
        teasers=under / max(6, len(paragraphs)),
        stamps=sum(is_stamp(b) and CLOCK.search(b.text) is not None for b in blocks[root.first : root.last]),
        captions=sum(b.container.tag in ("figcaption", "figure") for b in look.kept) > len(look.kept) / 2,
        looks=(look,),
    )


def _distrust(segments: Segments) -> None:
    """Forget what names and attributes say, but for elements that are made for what stands beside a story."""
    for container in segments.containers:
        if container.tag not in ("footer", "nav", "aside"):
            container.flags &= ~BESIDE


def _inside(element: etree._Element, excluded: set[etree._Element]) -> bool:
    return element in excluded or any(e in excluded for e in element.iterancestors())
