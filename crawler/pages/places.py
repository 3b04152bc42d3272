"""Where links stand in a page: the order of anchors and story blocks, and the story's ancestors."""

from __future__ import annotations

from crawler.pages.anchors import Anchor, Element, Links

SOON = 12
"""So many anchors (tags, share buttons, authors) may stand between a story and the list right under it."""


class Places:
    """Where things stand in the page: order of anchors and story blocks, and the story's ancestors."""

    def __init__(self, links: Links) -> None:
        tags = {b.element.tag for b in links.story.blocks if isinstance(b.element.tag, str)}
        self.order: dict[Element, int] = {}
        self.before: dict[Element, int] = {}
        self.last = 0
        """Anchors before the end of the story."""
        told = count = 0
        self.rank: dict[Element, int] = {}
        for n, element in enumerate(links.page.tree.iter("a", *sorted(tags))):
            if element.tag == "a":
                self.order[element] = n
                self.before[element] = told
                self.rank[element] = count
                count += 1
            block = links.block_of.get(element)
            if block is not None and element in links.told:
                told += len(block.text)
                self.last = count + sum(1 for _ in element.iter("a"))
        self.total = told
        self.near: dict[Element, int] = {}
        node = links.story.root
        while node is not None:
            self.near[node] = len(self.near)
            node = node.getparent()

    def soon(self, anchor: Anchor) -> bool:
        """Whether few anchors stand between the story's end and this one."""
        return 0 <= self.rank.get(anchor.element, 0) - self.last <= SOON

    def told(self, anchor: Anchor) -> tuple[int, int]:
        """Story characters before an anchor, and in all."""
        return self.before.get(anchor.element, 0), self.total
