"""Where the headline stands, and how much each block speaks for being the story."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import accumulate

from crawler.pages.body.captions import include_captions_of_a_gallery
from crawler.pages.body.flags import BESIDE, CAPTION, DOUBTFUL, EMBED, NEVER, OTHER, OUT, STORY, TEASER
from crawler.pages.body.segment import Container, Segment, Segments
from crawler.rules.scripts import SENTENCE_ENDS

"""What a full sentence, or a line that announces one, ends in."""
# A headline of fewer letters may stand anywhere by chance.
_TITLE = 12
# A paragraph of so much running text is believed more than its name.
_PARAGRAPH = 300
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_NOT_ALNUM = re.compile(r"[\W_]+")


def find_title(blocks: list[Segment], headline: str) -> int | None:
    """The place of the headline among the blocks: the first heading that the page's title begins with or holds."""
    first = None
    wanted = folded(headline)
    longest = 2 * len(headline) + 20
    for n, block in enumerate(blocks):
        if block.role == "heading" or len(block.text) < longest:
            text = folded(block.text)
            if len(text) > _TITLE and wanted and (text in wanted or wanted in text):
                if block.role == "heading":
                    return n
                first = n if first is None else first
    likely = [n for n, block in enumerate(blocks) if block.role == "heading" and _alike(wanted, folded(block.text))]
    if likely:
        return likely[0]
    return first if first is not None else next((n for n, b in enumerate(blocks) if b.tag == "h1"), None)


def is_headline(headline: str, block: Segment) -> bool:
    """Whether a block says the page's headline, or most of it."""
    wanted, text = folded(headline), folded(block.text)
    return bool(text) and (text in wanted or (bool(wanted) and wanted in text) or _alike(wanted, text))


def _alike(one: str, other: str) -> bool:
    """Whether two headlines share half of their letter triples."""
    if len(one) < _TITLE or len(other) < _TITLE:
        return False
    a, b = _triples(one), _triples(other)
    return len(a & b) > 0.5 * min(len(a), len(b))


@lru_cache(maxsize=64)
def _triples(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 3] for n in range(len(text) - 2))


@lru_cache(maxsize=512)
def folded(text: str) -> str:
    """Letters and digits alone, case folded; several steps ask it of one headline and of the same blocks."""
    if text.isascii():
        return text.encode().translate(None, _ASCII_MARKS).decode().lower()
    return _NOT_ALNUM.sub("", text).casefold()


def prose(block: Segment) -> float:
    """How much running text a block is, names of containers aside."""
    if block.role == "heading" or block.size < 12:
        return 0.0
    weight = block.size * max(0.0, 1 - 1.5 * block.linked)
    if block.size < 90 and not block.text.endswith(SENTENCE_ENDS):
        weight *= 0.25
    return weight


def weigh(block: Segment) -> float:
    """How much a block speaks for its containers being the story's."""
    if block.flags & OUT:
        return 0.0
    weight = prose(block)
    if block.flags & STORY:
        weight *= 1.5
    return weight * 0.6 if block.role == "item" else weight


def flag_blocks(segments: Segments, title: int | None = None) -> None:
    """Hand down the flags of containers to their blocks; a flag that would take most of the page's text is wrong."""
    headed = title is not None and segments.blocks[title].tag == "h1"
    sums = [0.0, *accumulate(prose(b) for b in segments.blocks)]
    for container in segments.containers:
        if container.flags & NEVER:
            titled = headed and title is not None and container.first <= title < container.last
            if titled or sums[container.last] - sums[container.first] > 0.9 * sums[-1]:
                container.flags &= ~NEVER
        container.flags |= container.parent.flags & (NEVER | OTHER) if container.parent else 0
    clean = [0.0, *accumulate(0.0 if b.container.flags & NEVER else prose(b) for b in segments.blocks)]
    # Siblings of one kind are weighed together: every paragraph may bear the flag.
    kin: Counter[tuple[int, str, int]] = Counter()
    for container in segments.containers:
        if container.flags & DOUBTFUL:
            kin[_kin(container)] += int(clean[container.last] - clean[container.first])
    for container in segments.containers:
        own = container.flags
        if own & TEASER and not _leads(container, segments.blocks, title):
            own |= BESIDE
        if own & DOUBTFUL and container.tag == "p" and clean[container.last] - clean[container.first] > _PARAGRAPH:
            own &= ~DOUBTFUL
        if own & DOUBTFUL:
            titled = headed and title is not None and container.first <= title < container.last
            mass = clean[container.last] - clean[container.first]
            if mass > (0.3 if titled else 0.6) * clean[-1] or kin[_kin(container)] > 0.7 * clean[-1]:
                own &= ~DOUBTFUL
        inherited = container.parent.flags if container.parent else 0
        if container.tag in ("blockquote", "table"):
            inherited &= ~CAPTION
        if own & EMBED:
            own &= ~BESIDE
            inherited &= ~BESIDE
        container.flags = own | (inherited & ~EMBED)
    for block in segments.blocks:
        block.flags |= block.container.flags
    include_captions_of_a_gallery(segments.blocks, [prose(block) for block in segments.blocks])


def _leads(container: Container, blocks: list[Segment], title: int | None) -> bool:
    """Whether a teaser is this story's own: right after the headline, or around it, and without links."""
    if title is None or container.last <= title or container.first > title + 12:
        return False
    own = blocks[container.first : container.last]
    return sum(b.linked * len(b.text) for b in own) < 0.3 * sum(len(b.text) for b in own)


def _kin(container: Container) -> tuple[int, str, int]:
    return id(container.parent), container.tag, container.flags & DOUBTFUL
