"""The smallest container that holds the whole story."""

from __future__ import annotations

from crawler.pages.body.flags import OUT, STORY
from crawler.pages.body.scoring import prose
from crawler.pages.body.segment import Container, Segment, Segments
from crawler.pages.body.wrappers import main_wrappers, wrapper_of

# A child is gone into while it holds this share of the weight.
_MOST = 0.7
# The child with the headline is gone into, though another holds more, when it holds this share, or when it is an
# article element with so much running text: of several stories on a page the headline's is the page's.
_TITLED, _STORY = 0.3, 250
# A body in parts is looked for so many containers up; a part has at least so much running text in a paragraph.
_WIDER, _PART = 4, 80
# What is too small to be a root: the text of a paragraph or of a list.
_PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote pre ul ol dl li dd dt td tr tbody".split()  # noqa: SIM905
)


def choose_root(segments: Segments, sums: list[float], title: int | None) -> Container:
    """Go down from the page to the smallest container that still holds the story.

    sums: running sums of the blocks' weights; title: the place of the headline.
    """

    def mass(container: Container) -> float:
        return sums[container.last] - sums[container.first]

    node, one_of_several = segments.containers[0], False
    while mass(node) and (children := segments.children(node)):
        best = max(children, key=mass)
        holders = (c for c in children if title is not None and c.first <= title < c.last and c.tag != "header")
        titled = next(holders, None)
        if titled is not None and mass(titled) > (_STORY if titled.tag == "article" else _TITLED * mass(node)):
            if titled is not best and best.flags & STORY and not titled.flags & STORY:
                break
            best = titled
        elif mass(best) < _MOST * mass(node):
            above = title if titled is None else None
            several = _stories([c for c in children if mass(c) >= _STORY], segments.blocks, above)
            if not several:
                break
            best, one_of_several = several[0], True
        node = best
    while node.tag in _PARAGRAPHS and node.parent:
        node = node.parent
    return node if one_of_several else _widened(node, segments.blocks)


def _stories(children: list[Container], blocks: list[Segment], title: int | None) -> list[Container]:
    """Children that are stories of their own: article elements, or boxes of one class under linked headlines.

    title: the place of a headline that stands in none of them. Articles below it are its entries: a live blog.
    """
    names = {(c.tag, c.element.get("class")) for c in children}
    if len(children) < 2 or len(names) > 1:
        return []
    heads = [next((b for b in blocks[c.first : c.last] if b.role == "heading"), None) for c in children]
    linked = all(head is not None and head.linked > 0.8 for head in heads)
    articles = all(c.tag == "article" and head is not None for c, head in zip(children, heads, strict=True))
    entries = title is not None and title < children[0].first and blocks[title].tag == "h1"
    return children if linked or (articles and not entries) else []


def _widened(root: Container, blocks: list[Segment]) -> Container:
    """The container around a root where it holds more paragraphs that are wrapped like the root's: a body in parts."""
    wrappers = main_wrappers(blocks[root.first : root.last])
    node, found = root, root
    for _ in range(_WIDER):
        if node.parent is None or node.parent.tag == "body" or node.tag == "article":
            break
        node = node.parent
        beside = blocks[node.first : found.first] + blocks[found.last : node.last]
        if any(wrapper_of(b) in wrappers and not b.flags & OUT and prose(b) > _PART for b in beside):
            found = node
    return found
