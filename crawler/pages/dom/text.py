"""The text in an element: all of it, and what of it a reader sees."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element

UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe")
"""Elements whose text is not shown."""


def raw_text(element: Element) -> str:
    """All text in an element; four times as fast as its XPath string value."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def visible(element: Element) -> Iterator[str]:
    """Pieces of text in an element, without scripts and styles."""
    if element.tag in UNSEEN or not isinstance(element.tag, str):
        return
    tails: list[str | None] = []
    if element.text:
        yield element.text
    line = [element.iterchildren()]
    while line:
        child = next(line[-1], None)
        if child is None:
            line.pop()
            if line and (tail := tails.pop()):
                yield tail
        elif child.tag in UNSEEN or not isinstance(child.tag, str):
            if child.tail:
                yield child.tail
        else:
            if child.text:
                yield child.text
            tails.append(child.tail)
            line.append(child.iterchildren())
