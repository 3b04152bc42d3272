"""Where links stand in a page: the order of anchors and story blocks, and the story's ancestors."""

from __future__ import annotations

from crawler.pages.links.anchors import Anchor, Element, Links


class Places:
    """Where every anchor stands, and how far the story's root is from its ancestors."""

    def __init__(self, links: Links) -> None:
        self._at: dict[Element, tuple[int, int]] = {}
        """Anchor -> how many anchors and how many characters of the story come before it."""
        self.last = 0
        """Anchors before the end of the story."""
        before = count = 0
        end: Element | None = None
        tags = {block.element.tag for block in links.story.blocks if isinstance(block.element.tag, str)}
        for element in links.page.tagged("a", *tags):
            if element.tag == "a":
                self._at[element] = (count, before)
                count += 1
            block = links.block_of.get(element)
            if block is not None and element in links.story_elements:
                before += len(block.text)
                end, self.last = element, count
        self.count = count
        """All anchors."""
        if end is not None:
            self.last += sum(1 for _ in end.iter("a"))
        self.total = before
        self.near: dict[Element, int] = {}
        """The story's root and its ancestors -> levels above the root."""
        node = links.story.root
        while node is not None:
            self.near[node] = len(self.near)
            node = node.getparent()

    def order(self, anchor: Anchor) -> int:
        """How many anchors come before this one."""
        return self._at[anchor.element][0]

    def story_before(self, anchor: Anchor) -> tuple[int, int]:
        """Story characters before an anchor, and in all."""
        return self._at[anchor.element][1], self.total
