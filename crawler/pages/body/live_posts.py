"""The posts of a live blog: out of JSON-LD (`liveBlogUpdate`), or out of the blocks of a story that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lxml import etree

from crawler.pages.body.line_types import CLOCK
from crawler.pages.body.segment import Role, segment
from crawler.pages.dom.page import Page, parse

MOST_POSTS = 2000
"""A live blog of more posts is cut there."""
# Posts are told by how alike they are wrapped where there are so many, and most of them have a time.
_LEAST, _TIMED = 3, 0.6
# The list of posts holds so much of what stands in its container with it: a standfirst is none.
_MOST_OF = 0.8
_LINES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"))
# A line that begins with the time of day begins a post; with so many of them, posts are told by these lines. A word
# such as "ore" may stand before a time that a dash sets apart.
_CLOCK_FIRST = re.compile(r"[\W_]{0,6}(?:[^\W\d_]{1,5}\.? (?=\S{4,5} ?[-–—|:]))?((?:[01]?\d|2[0-4])[:.h][0-5]\d)(?!\d)")
_TIME_NAME = re.compile(r"time|date|stamp|clock|ago\b", re.I)
_STAMP = 60
"""A line with the time of a post is no longer, in characters."""


class BlockLike(Protocol):
    """A paragraph of a story (Block)."""

    element: etree._Element
    text: str
    role: Role


@dataclass(slots=True)
class Post:
    """A post. at: when, as the page says it."""

    at: str | None = None
    title: str | None = None
    paragraphs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The paragraphs, joined by blank lines."""
        return "\n\n".join(self.paragraphs)

    @property
    def lines(self) -> list[str]:
        """The title, if it has one, and the paragraphs."""
        return [self.title, *self.paragraphs] if self.title else self.paragraphs


def live_blogs(page: Page) -> list[dict[str, Any]]:
    """The live blogs that JSON-LD declares, parts of a story among them; of several, those that are this page's by
    address or headline, if any are."""
    things = [t for thing in page.json_ld for t in (thing, *_members(thing.get("hasPart"))) if "liveBlogUpdate" in t]
    own = [thing for thing in things if _is_of_page(thing, page)] if len(things) > 1 else []
    return own or things


def read_posts(page: Page) -> list[Post]:
    """The posts that JSON-LD holds, each once, newest first where all have a date of one form, else in its order."""
    held = [post for thing in live_blogs(page) for post in _updates(thing["liveBlogUpdate"])]
    posts = list({(post.at, post.title, post.text): post for post in held}.values())[:MOST_POSTS]
    stamps = [post.at or "" for post in posts]
    if all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", stamp) for stamp in stamps):
        posts.sort(key=lambda post: post.at or "", reverse=True)
    return posts


def split_posts(blocks: Sequence[BlockLike], root: etree._Element | None) -> list[Post]:
    """A story's blocks as posts, in their order; none where the story is not made of posts. root: what holds it."""
    if root is None:
        return []
    return _by_wrapper(blocks, root) or _by_clock(blocks) or _by_stamped_headings(blocks)


def _members(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON-LD value that may be one object, or a list of them, its members wrapped in items."""
    if isinstance(value, dict) and "itemListElement" in value:
        value = value["itemListElement"]
    members = value if isinstance(value, list) else [value]
    return [m["item"] if isinstance(m.get("item"), dict) else m for m in members if isinstance(m, dict)]


def _is_of_page(thing: dict[str, Any], page: Page) -> bool:
    """Whether a live blog's address or headline is the page's."""
    headline = _line(thing.get("headline") or thing.get("name"))
    titles = (page.head_title, *page.meta.get("og:title", ()))
    addresses = (thing.get("url"), thing.get("@id"), thing.get("mainEntityOfPage"))
    return page.url in addresses or (headline is not None and any(headline in title for title in titles))


def _updates(value: Any) -> Iterator[Post]:
    for update in _members(value):
        body = update.get("articleBody") or update.get("text") or update.get("description")
        lines = [line for line in (body if isinstance(body, list) else [body]) if isinstance(line, str)]
        paragraphs = [paragraph for line in lines for paragraph in _paragraphs(line)]
        title = _line(update.get("headline") or update.get("name"))
        if paragraphs or title:
            yield Post(_line(update.get("datePublished") or update.get("dateModified")), title, paragraphs)


def _paragraphs(text: str) -> list[str]:
    if "<" in text and ">" in text:
        return [block.text for block in segment(parse(text)).blocks]
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _line(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if isinstance(value, str | int | float) else None


def _by_wrapper(blocks: Sequence[BlockLike], root: etree._Element) -> list[Post]:
    """Posts that stand each in a container of its own, siblings of one make; one of that make that is pinned above
    them counts with them."""
    parent, all_blocks = root, blocks
    while True:
        held = _children_with(blocks, parent)
        if len(held) >= _LEAST:
            break
        largest = max(held, key=lambda child: len(held[child]), default=None)
        if largest is None or len(held[largest]) < _MOST_OF * sum(map(len, held.values())):
            return []
        parent, blocks = largest, held[largest]
    makes = [(child.tag, (child.get("class") or "").split(" ")[0]) for child in held]
    make = max(dict.fromkeys(makes), key=makes.count)
    if make[0] in _LINES:
        return []
    held = {child: own for (child, own), m in zip(held.items(), makes, strict=True) if m == make}
    posts = [_post(child, own) for child, own in (*_pinned(all_blocks, parent, make).items(), *held.items())]
    timed = sum(post.at is not None for post in posts)
    return posts[:MOST_POSTS] if len(posts) >= _LEAST and timed >= _TIMED * len(posts) else []


def _pinned(
    blocks: Sequence[BlockLike], parent: etree._Element, make: tuple[object, str]
) -> dict[etree._Element, list[BlockLike]]:
    """Elements of the make of posts that stand outside the container of the others, each with its blocks."""
    found: dict[etree._Element, list[BlockLike]] = {}
    for block in blocks:
        around = (block.element, *block.element.iterancestors())
        if parent not in around and make[1]:
            own = next((e for e in around if (e.tag, (e.get("class") or "").split(" ")[0]) == make), None)
            if own is not None:
                found.setdefault(own, []).append(block)
    return found


def _children_with(blocks: Sequence[BlockLike], parent: etree._Element) -> dict[etree._Element, list[BlockLike]]:
    """The children of an element that hold blocks, each with its own, in order."""
    held: dict[etree._Element, list[BlockLike]] = {}
    for block in blocks:
        node: etree._Element | None = block.element
        while node is not None and node.getparent() is not parent:
            node = node.getparent()
        if node is not None:
            held.setdefault(node, []).append(block)
    return held


def _post(element: etree._Element, blocks: list[BlockLike]) -> Post:
    at = _time_in(element)
    blocks = blocks[blocks[0].text == at :]
    title = blocks[0].text if len(blocks) > 1 and blocks[0].role == "heading" else None
    return Post(at, title, [b.text for b in blocks[title is not None :]])


def _time_in(element: etree._Element) -> str | None:
    """The time that a post shows: a <time>, the first line that is little else, or such a line right before it."""
    for found in element.iter("time"):
        return found.get("datetime") or " ".join("".join(found.itertext()).split()) or None
    for found in element.iter("meta"):
        if found.get("itemprop") == "datePublished":
            return found.get("content")
    for found in element.iter():
        text = (found.text or "").strip()
        if isinstance(found.tag, str) and 0 < len(text) <= _STAMP and _is_time(found, text):
            return text
    return _stamp(element.getprevious())


def _stamp(element: etree._Element | None) -> str | None:
    """The text of a line that is little but a time."""
    text = " ".join("".join(element.itertext()).split()) if element is not None else ""
    return text if element is not None and 0 < len(text) <= _STAMP and _is_time(element, text) else None


def _is_time(element: etree._Element, text: str) -> bool:
    """Whether a short text is a time: by its form, or by its number and its element's name ("5 min ago")."""
    return CLOCK.search(text) is not None or (
        _TIME_NAME.search(element.get("class") or "") is not None and any(map(str.isdigit, text))
    )


def _by_stamped_headings(blocks: Sequence[BlockLike]) -> list[Post]:
    """Posts that follow one another without containers, each under a heading with a line before or after it that is a
    time."""
    posts: list[Post] = []
    for block in blocks:
        heading = block.element if block.role == "heading" else None
        stamp = None if heading is None else _stamp(heading.getprevious()) or _stamp(heading.getnext())
        if stamp is not None:
            posts.append(Post(stamp, block.text))
        elif posts:
            posts[-1].paragraphs.append(block.text)
    posts = [post for post in posts if post.paragraphs]
    return posts[:MOST_POSTS] if len(posts) >= _LEAST else []


def _by_clock(blocks: Sequence[BlockLike]) -> list[Post]:
    """Posts that follow one another without containers, each after a line that begins with the time of day."""
    posts: list[Post] = []
    for block in blocks:
        found = _CLOCK_FIRST.match(block.text)
        if found:
            said = block.text[found.end() :].lstrip(" -–—:|+.")
            post = Post(found[1])
            if block.role == "heading" or (len(block.text) <= 2 * _STAMP and not said.endswith((".", "。"))):
                post.title = said.rstrip(" -–—:|+.") or None
            else:
                post.paragraphs.append(said)
            posts.append(post)
        elif posts:
            posts[-1].paragraphs.append(block.text)
    posts = [post for post in posts if post.paragraphs]
    return posts[:MOST_POSTS] if len(posts) >= _LEAST else []
