"""The anchors of a page without its menus, and what their wordings say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Protocol

from lxml import etree

from crawler.pages.dom.page import Page
from crawler.pages.dom.text import UNSEEN, raw_text, visible
from crawler.rules.related import is_label

Element = etree._Element

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MANY = ""
"""In `Links.owner`: the element holds candidates for several targets."""
MAX_ANCHORS = 20_000
MENU = 8
"""A nav or footer of more anchors is a menu, of which headlines alone are read; a smaller one is read whole."""
MAX_PIECES = 200
"""At most so many pieces of an element's text are read."""
MAX_UNSEEN = 50
"""So many scripts and styles are taken out of one element's text."""
_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+")
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.I)


class StoryBlock(Protocol):
    """A paragraph of the story: its element, text and role."""

    @property
    def element(self) -> Element: ...
    @property
    def text(self) -> str: ...
    @property
    def role(self) -> str: ...


class Story(Protocol):
    """What is read of the story's body: its blocks in document order and the smallest element that holds them."""

    @property
    def blocks(self) -> Sequence[StoryBlock]: ...
    @property
    def root(self) -> Element | None: ...


@dataclass(slots=True)
class Anchor:
    """An <a> with a web link. key: the target without scheme, www. and fragment; text: its wording."""

    element: Element
    url: str
    key: str
    text: str


@dataclass(slots=True)
class Links:
    """What the steps share. owner: element -> the one target whose candidates it holds, or MANY."""

    page: Page
    story: Story
    origin: list[str] | None = None
    """The base address, cut at its first slashes; None where it is no web address."""
    anchors: list[Anchor] = field(default_factory=list)
    owner: dict[Element, str] = field(default_factory=dict)
    unseen: set[Element] = field(default_factory=set)
    """Elements that hold something unseen (scripts, styles): their text has to be picked with care."""
    block_of: dict[Element, StoryBlock] = field(default_factory=dict)
    title: str = ""
    """What the page calls itself."""
    menu: set[str] = field(default_factory=set)
    """Targets that the page's menus lead to."""
    own: set[Element] = field(default_factory=set)
    """Anchors that lead to the page itself, with other parameters too."""
    story_elements: set[Element] = field(default_factory=set)
    """Elements that hold paragraphs of the story: never part of a card."""
    labels: dict[Element, str] = field(default_factory=dict)
    """Anchors that a label offers in the story's own text, each with the label."""

    texts: dict[Element, str] = field(default_factory=dict)
    """What `text` has answered."""
    read: dict[Element, list[str]] = field(default_factory=dict)
    """What `pieces` has answered."""

    def text(self, element: Element) -> str:
        """The text that a reader sees in an element, spaces folded."""
        known = self.texts.get(element)
        if known is None:
            known = self.texts[element] = " ".join(self._seen(element).split())
        return known

    def pieces(self, element: Element) -> list[str]:
        """The first pieces of text that a reader sees in an element, spaces folded."""
        known = self.read.get(element)
        if known is None:
            pieces = islice(visible(element) if element in self.unseen else element.itertext(), MAX_PIECES)
            known = self.read[element] = [text for piece in pieces if (text := " ".join(piece.split()))]
        return known

    def _seen(self, element: Element) -> str:
        """The text of an element but for its scripts and styles."""
        text = raw_text(element)
        if element in self.unseen:
            for hidden in islice(element.iter(*UNSEEN), MAX_UNSEEN):
                if len(hidden) or hidden.text:
                    text = text.replace(raw_text(hidden), " ", 1)
        return text


def collect(page: Page, story: Story) -> Links:
    """The page's anchors and what of the tree belongs to the story."""
    links = Links(
        page,
        story,
        page.base_url.split("/", 3) if _SCHEME.match(page.base_url) else None,
        title=page.head_title,
    )
    for element in page.tagged(*UNSEEN):
        parent = element.getparent()
        while parent is not None and parent not in links.unseen:
            links.unseen.add(parent)
            parent = parent.getparent()
    for block in story.blocks:
        links.block_of.setdefault(block.element, block)
    menus = {a for menu in page.tagged("nav", "footer") if len(found := list(menu.iter("a"))) > MENU for a in found}
    in_menus: list[Anchor] = []
    own = key_of(page.url)
    # The page itself with other parameters (share=…, print=…).
    twins = () if "?" in own else (f"{own}?", f"{own}/?")
    for element, href in page.anchors:
        if not href or len(href) > 2000 or len(links.anchors) >= MAX_ANCHORS:
            continue
        url = absolute(page, href.strip(), links.origin)
        if url:
            text = links.text(element) if len(element) else " ".join((element.text or "").split())
            anchor = Anchor(element, url, key_of(url), text)
            links.anchors.append(anchor)
            if anchor.key == own or anchor.key.startswith(twins):
                links.own.add(element)
            if element in menus:
                in_menus.append(anchor)
    _leave_out_menus(links, in_menus)
    return links


def _leave_out_menus(links: Links, in_menus: Sequence[Anchor]) -> None:
    """Takes the entries of menus out of a page's anchors. A headline in a nav or footer is a list's, and stays in."""
    titled = {anchor.key for anchor in in_menus if is_title(anchor.text)}
    entries = {anchor.element for anchor in in_menus if anchor.key not in titled}
    links.menu.update(anchor.key for anchor in in_menus if anchor.key not in titled)
    links.anchors = [anchor for anchor in links.anchors if anchor.element not in entries]


def absolute(page: Page, href: str, origin: list[str] | None) -> str | None:
    """`page.absolute` with a short cut for the two commonest forms."""
    if href.startswith(("#", "javascript:", "mailto:", "tel:", "JavaScript:")) or not href:
        return None
    if href.startswith(("http://", "https://")):
        return href
    if origin and href[0] == "/" and "/." not in href:
        return f"{origin[0]}{href}" if href[1:2] == "/" else f"{origin[0]}//{origin[2]}{href}"
    return page.absolute(href)


@lru_cache(maxsize=8192)
def is_title(text: str) -> bool:
    """Whether a wording could be a headline: four words, or eight signs of a script without spaces; no known label."""
    if len(text) < 8:
        return False
    signs = wide(text)
    # Among signs, a foreign word or a number says as much as two of them.
    long = (
        signs >= 8
        or (signs > 0 and signs + 2 * len(_WORD.findall(text)) >= 9)
        or (len(text) >= 16 and text.count(" ") + signs // 3 >= 3)
    )
    return long and not (len(text) <= 40 and is_label(text))


def is_wording(text: str) -> bool:
    """Whether a text says enough to be an article's title, where its address does too: two words or some signs; no
    number, no known label."""
    if not any(c.isalpha() for c in text):
        return False
    signs = wide(text)
    enough = signs >= 5 or (signs >= 2 and len(text) >= 8) or (len(text) >= 10 and " " in text.strip())
    return enough and not is_label(text)


def wide(text: str) -> int:
    """Letters of scripts that write a word in one or two signs."""
    return 0 if text.isascii() else len(_WIDE.findall(text))


def key_of(url: str) -> str:
    """A cheap identity of a target: scheme, www., fragment and trailing slash left out."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


def block_around(links: Links, element: Element) -> StoryBlock | None:
    """The story's block that an element stands in."""
    node: Element | None = element
    for _ in range(12):
        if node is None:
            return None
        if node in links.block_of:
            return links.block_of[node]
        node = node.getparent()
    return None
