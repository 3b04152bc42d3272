"""A page cut into blocks of text, in one pass over its tree.

`segment(root)` gives the blocks in document order and the containers around them. A container's blocks are a
contiguous range, so whatever is summed over a container is a difference of two running sums.
Nothing here decides what belongs to the story; that is for class_names.py, line_types.py and scoring.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

from crawler.pages.body.class_names import flags_of, is_unseen
from crawler.pages.body.flags import BESIDE, NEVER
from crawler.pages.body.inline_text import BREAK, LINK, UNLINK, linked_share, pieces, size_of

Role = Literal["paragraph", "heading", "item", "quote", "row", "pre"]

_SKIP = frozenset(
    """
    script style noscript template svg math iframe object embed audio video canvas map select option
    button input textarea head link meta img picture source track frameset applet datalist progress
    meter label rt rp
    """.split()  # noqa: SIM905 - a word list reads better than 40 quotes
)
_BLOCK = frozenset(
    """
    html body div p section article main aside header footer nav form fieldset figure figcaption
    blockquote ul ol li dl dt dd table thead tbody tfoot tr td th caption h1 h2 h3 h4 h5 h6 pre address
    center details summary dialog hgroup amp-accordion amp-sidebar noindex
    """.split()  # noqa: SIM905 - a word list reads better than 40 quotes
)
_ROLES: dict[str, Role] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    "blockquote": "quote",
    "pre": "pre",
}
# A container named like a menu is passed over unless it holds one of these.
_TELLING = ("p", "h1", "article", "blockquote", "br", "table")
# A paragraph, heading or item without attributes and children is a block of what it stands in.
_BARE = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt"))
# Between the cells of a row.
CELL = " | "
# Deeper than this, only text is read: recursion has its price and its limit.
_DEPTH = 150
_MAX_BLOCKS = 20_000


@dataclass(slots=True)
class Container:
    """A block-level element with what its name says.

    first, last: the range of its blocks among the page's; place, end: the range of itself and the containers in it.
    There is no list of children: a circle of references would leave every page to the garbage collector.
    """

    element: etree._Element
    parent: Container | None
    flags: int
    depth: int
    tag: str
    first: int = 0
    last: int = 0
    place: int = 0
    end: int = 0


@dataclass(slots=True)
class Segment:
    """A block of text as it stands on the page.

    size: length in characters, a Chinese, Japanese or Korean one counting three; linked: the share of it in links;
    place: its number among the page's blocks.
    """

    element: etree._Element
    text: str
    role: Role
    container: Container
    size: int
    linked: float
    tag: str
    place: int
    flags: int = 0


@dataclass(slots=True)
class Segments:
    """All blocks and containers of a page, both in document order."""

    blocks: list[Segment]
    containers: list[Container]

    def children(self, container: Container) -> list[Container]:
        """The containers that stand directly in one."""
        found = []
        place = container.place + 1
        while place < container.end:
            found.append(self.containers[place])
            place = self.containers[place].end
        return found


def segment(root: etree._Element, *, thorough: bool = False) -> Segments:
    """Cut a page into blocks. Menus and the like, told by their names and by having no paragraph, are passed over
    unless thorough."""
    body = root if root.tag == "body" else root.find("body")
    walker = _Walker(thorough=thorough)
    walker.enter(body if body is not None else root, None, "paragraph", 0)
    return Segments(walker.blocks, walker.containers)


class _Walker:
    """The pass over the tree: text is collected until a block ends."""

    def __init__(self, *, thorough: bool) -> None:
        self.blocks: list[Segment] = []
        self.containers: list[Container] = []
        self.buffer: list[str] = []
        self.links = 0
        self.thorough = thorough

    def enter(self, element: etree._Element, parent: Container | None, role: Role, depth: int) -> None:
        """Read a block-level element: what came before it is a block, and what stands in it is."""
        tag = str(element.tag)
        flags = flags_of(element, tag)
        if flags & (NEVER | BESIDE) and not self.thorough and next(element.iter(*_TELLING), None) is None:
            return
        container = Container(element, parent, flags, depth, tag, len(self.blocks))
        self.add(container)
        role = _ROLES.get(tag, "paragraph" if tag == "p" and role == "heading" else role)
        self.read(element, container, role, depth)
        if self.buffer:
            self.flush(container, role)
        container.last = len(self.blocks)
        container.end = len(self.containers)

    def add(self, container: Container) -> None:
        container.place = len(self.containers)
        container.end = container.place + 1
        self.containers.append(container)

    def read(self, element: etree._Element, container: Container, role: Role, depth: int) -> None:
        """Collect the text of an element's content, block by block."""
        buffer = self.buffer
        if element.text:
            buffer.append(element.text)
        for child in element:
            tag: Any = child.tag
            if tag in _BLOCK or "-" in tag:
                if buffer:
                    self.flush(container, role)
                if len(self.blocks) < _MAX_BLOCKS:
                    self.block(child, tag, container, role, depth)
            elif tag == "br" or tag == "hr":
                buffer.append(BREAK)
            elif tag == "a" and not _is_place(child) and (self.thorough or not is_unseen(child)):
                self.links += 1
                buffer.append(LINK)
                self.inline(child, container, role, depth)
                buffer.append(UNLINK)
                self.links -= 1
            elif (tag not in _SKIP or (tag == "noscript" and self.thorough)) and (
                self.thorough or not is_unseen(child)
            ):
                self.inline(child, container, role, depth)
            if child.tail:
                buffer.append(child.tail)

    def inline(self, element: etree._Element, container: Container, role: Role, depth: int) -> None:
        """Collect the text of an element within a line."""
        if not len(element):
            if element.text:
                self.buffer.append(element.text)
        elif depth < _DEPTH:
            self.read(element, container, role, depth + 1)
        else:
            self.deep(element, container, role)

    def block(self, element: etree._Element, tag: str, container: Container, role: Role, depth: int) -> None:
        """Read a block inside another: a table of data, a bare paragraph, a container."""
        if tag == "table" and _is_data(element):
            self.table(element, container, depth)
        elif tag in _BARE and not len(element) and not element.attrib:
            if element.text:
                self.buffer.append(element.text)
                own = _ROLES.get(tag, "paragraph" if role == "heading" else role)
                self.flush(container, own, element, tag)
        elif depth >= _DEPTH:
            self.deep(element, container, role)
        elif tag != "nav" or self.thorough:
            self.enter(element, container, role, depth + 1)

    def deep(self, element: etree._Element, container: Container, role: Role) -> None:
        """Collect what lies deeper than any page is meant to be nested: its blocks, without containers."""
        walk = etree.iterwalk(element, events=("start", "end"))
        for event, inner in walk:
            if inner.tag in _BLOCK and self.buffer:
                self.flush(container, role)
            if event == "end":
                if inner.tail and inner is not element:
                    self.buffer.append(inner.tail)
            elif inner.tag in _SKIP or len(self.blocks) >= _MAX_BLOCKS:
                walk.skip_subtree()
            elif inner.text:
                self.buffer.append(inner.text)

    def table(self, element: etree._Element, parent: Container, depth: int) -> None:
        """A table of data: a row is a block."""
        container = Container(element, parent, flags_of(element, "table"), depth, "table", len(self.blocks))
        self.add(container)
        for row in element.iter("tr"):
            for cell in row:
                if cell.tag in ("td", "th") and not is_unseen(cell):
                    self.cell(cell, depth)
            self.flush(container, "row", row)
        container.last = len(self.blocks)

    def cell(self, element: etree._Element, depth: int) -> None:
        """Collect a cell of a row; what stands before it is parted from it."""
        start = len(self.buffer)
        self.flat(element, depth + 1)
        if all(piece.isspace() or piece in (LINK, UNLINK) for piece in self.buffer[start:]):
            del self.buffer[start:]
        elif start:
            self.buffer.insert(start, CELL)

    def flat(self, element: etree._Element, depth: int) -> None:
        """Collect text with blocks taken as spaces."""
        if element.text:
            self.buffer.append(element.text)
        for child in element:
            if child.tag not in _SKIP and depth < _DEPTH:
                linked = child.tag == "a"
                self.buffer.append(LINK if linked else " ")
                self.flat(child, depth + 1)
                self.buffer.append(UNLINK if linked else " ")
            if child.tail:
                self.buffer.append(child.tail)

    def flush(
        self, container: Container, role: Role, element: etree._Element | None = None, tag: str | None = None
    ) -> None:
        """End a block: what was collected becomes one, or several where line breaks part it."""
        raw = "".join(self.buffer)
        self.buffer.clear()
        if self.links:
            self.buffer.append(LINK)
        if not raw or raw.isspace():
            return
        if element is None:
            element = container.element
        for piece in pieces(raw) if BREAK in raw else (raw,):
            text = " ".join(piece.replace(LINK, "").replace(UNLINK, "").split())
            if text:
                size = size_of(text)
                linked = linked_share(piece, len(text)) if LINK in piece else 0.0
                place = len(self.blocks)
                self.blocks.append(Segment(element, text, role, container, size, linked, tag or container.tag, place))


def _is_place(anchor: etree._Element) -> bool:
    """Whether an anchor names a place of the page and leads nowhere: left open, it holds all that follows."""
    return bool(anchor.attrib) and all(name in ("name", "id") for name in anchor.attrib)


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds data; a layout table holds blocks, tables or long cells."""
    if next(table.iterchildren(), None) is None or table.get("role") == "presentation":
        return False
    cells = 0
    for n, element in enumerate(table.iter("table", "p", "div", "h1", "h2", "h3", "ul", "article", "br", "td", "th")):
        tag = element.tag
        if tag == "td" or tag == "th":
            cells += 1
            if len(element.text or "") > 300:
                return False
        elif n and tag != "p" and tag != "div":
            return False
        if n > 2000:
            break
    return cells >= 4
