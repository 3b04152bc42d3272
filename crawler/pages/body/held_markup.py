"""A story that stands in a template, or in a script or a field that holds markup, until a script puts it on the page.

Asked only where the page itself shows hardly any text.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from crawler.pages.body.flags import OUT
from crawler.pages.body.segment import Segment, segment
from crawler.pages.dom.page import Page, parse
from crawler.rules.scripts import SENTENCE_ENDS

# A story has so many paragraphs of so many characters that end as sentences do; forms and notices have fewer.
_PARAGRAPHS, _LONG = 3, 60
# What a script is to fill in.
_HOLES = ("{{", "${", "<%", "[[")
_ROLES = ("paragraph", "heading", "item", "quote")


def held_story(page: Page) -> tuple[etree._Element, list[Segment]] | None:
    """The longest story in held markup, and the element that holds it; None where there is none."""
    best: tuple[etree._Element, list[Segment]] | None = None
    for element, root in _held(page):
        blocks = [b for b in segment(root).blocks if not b.container.flags & OUT and b.role in _ROLES]
        told = sum(len(b.text) >= _LONG and b.text.endswith(SENTENCE_ENDS) for b in blocks)
        if told < _PARAGRAPHS or any(hole in b.text for b in blocks for hole in _HOLES):
            continue
        if best is None or _size(blocks) > _size(best[1]):
            best = element, blocks
    return best


def _held(page: Page) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Elements that hold markup, each with the root of what it holds."""
    for element in page.tagged("template", "textarea", "script"):
        if element.tag == "template":
            yield element, element
        elif element.text and "<p" in element.text and (element.tag == "textarea" or _is_markup(element)):
            yield element, parse(element.text)


def _is_markup(script: etree._Element) -> bool:
    kind = (script.get("type") or "").lower()
    return any(name in kind for name in ("html", "template", "handlebars"))


def _size(blocks: list[Segment]) -> int:
    return sum(len(block.text) for block in blocks)
