"""Story and offered links kept apart: no title of another story stays in the text, no line of the story is a link.

The last word after the body and the links were read each by its own signs: a title set apart from its link (a card
whose anchor is empty), a subheading of the story that a shop's link below it repeats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lxml import etree

from crawler.pages.body.extract import Body
from crawler.pages.links.extract import LinkBlock

_CLOSING = (".", ",", ";", ":", "。", "，")
# A shorter wording may stand anywhere by chance.
_TITLE = 12
# A line with so much more than an offered title in it is the story's, and the title its words.
_BESIDE = 25
# A box of links holds no more of a story of so many characters than this share.
_MAX_SHARE, _MIN_STORY = 0.6, 400


def separate(body: Body, blocks: Sequence[LinkBlock], headline: str) -> None:
    """Lines that are no more than an offered title join its block; links in the story's own words leave theirs.

    blocks: of the same page; they are changed, and one whose links all leave is left without any. headline: the
    story's own, which is no other story's title.
    """
    _cut_labelled(body, blocks)
    offers = {
        link.title: block
        for block in reversed(blocks)
        if block.kind != "inline"
        for link in block.links
        if len(link.title) >= _TITLE and link.title not in headline
    }
    titles = tuple(offers)
    shared = Counter(line.element for line in body.blocks)
    own: set[str] = set()
    for line in body.without([element for block in blocks for element in block.elements]):
        titles_here = _titles_at_ends(line.text, titles)
        if not titles_here:
            continue
        longest = max(titles_here, key=len)
        if line.role != "heading" and shared[line.element] == 1 and _is_title(line.text, longest):
            offers[longest].elements.append(line.element)
        else:
            own.update(titles_here)
    _release(blocks, own)


def _cut_labelled(body: Body, blocks: Sequence[LinkBlock]) -> None:
    """Takes links that a label offers between sentences ("(See also: Title)") out of their lines, label and all."""
    for block in blocks:
        if block.kind == "inline" or block.heading is None:
            continue
        for link in block.links:
            for line in body.blocks:
                if block.heading in line.text and link.title in line.text:
                    line.text = _without(line.text, block.heading, link.title)
    body.blocks = [line for line in body.blocks if line.text]


def _without(text: str, label: str, title: str) -> str:
    """A line without a labelled title, the brackets around both and a full stop that ended nothing else."""
    said = re.escape(title) if title.startswith(label) else rf"{re.escape(label)}\W{{0,4}}{re.escape(title)}"
    found = re.search(rf"[(（\[【]\s*{said}[\s.]*[)）\]】]|{said}", text)
    if found is None:
        return text
    before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    if not before or before.endswith((".", "!", "?", "。")):
        after = after.removeprefix(".").lstrip()
    return f"{before}{after}" if after.startswith(_CLOSING) else f"{before} {after}".strip()


def beside_story(body: Body, blocks: Sequence[LinkBlock]) -> list[etree._Element]:
    """The elements of blocks of links, but for those that hold most of the story: a list's box is not the story's."""
    elements = [element for block in blocks for element in block.elements]
    size = sum(len(line.text) for line in body.blocks)
    holders = Counter[etree._Element]()
    for line in body.blocks:
        for element in (line.element, *line.element.iterancestors()):
            holders[element] += len(line.text)
    return [element for element in elements if holders[element] <= _MAX_SHARE * size or holders[element] < _MIN_STORY]


def _titles_at_ends(text: str, titles: tuple[str, ...]) -> list[str]:
    """The titles that a line begins or ends with."""
    if not text.startswith(titles) and not text.endswith(titles):
        return []
    return [title for title in titles if text.startswith(title) or text.endswith(title)]


def _is_title(text: str, title: str) -> bool:
    """Whether a line is an offered title and hardly more; a sentence that only begins like one is the story's."""
    return text == title or (len(text) <= len(title) + _BESIDE and not text.endswith((".", "。")))


def _release(blocks: Sequence[LinkBlock], own: set[str]) -> None:
    """Take links with such titles out of adverts and lists without a heading; what a heading claims is an offer."""
    for block in blocks:
        if own and (block.kind == "sponsored" or (block.kind != "inline" and block.heading is None)):
            block.links = [link for link in block.links if link.title not in own]
            for rank, link in enumerate(block.links, 1):
                link.rank = rank
