"""In which order links are asked for: relevance weighed with depth, rank, list and site.

Relevance says how likely a link is on the topic, and an editor's list near the seed is right more often than any
likeness of titles: so near links come first, and likeness decides among those of pages further away.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.focus.relevance import OfferedLink, OfferingPage

DEPTH_POWER = 2.0
"""A link `depth` hops from the seed keeps depth ** -DEPTH_POWER."""
STRANGER_DROP = 0.2
"""What a link to another site loses in a list that mostly stays on its own."""
LIST_POWER = 0.5
"""How much the mean relevance of a list counts beside that of the link: a list that is trusted is trusted whole."""


def priorities(links: Sequence[OfferedLink], relevance: Sequence[float], page: OfferingPage) -> list[float]:
    """The priorities, 0 to 1, of the links of one block, in their order."""
    if not links:
        return []
    at_home = 2 * sum(link.same_site for link in links) > len(links)
    trust = (sum(relevance) / len(links)) ** LIST_POWER
    near = (page.depth + 1) ** -DEPTH_POWER
    strangers = 1 - STRANGER_DROP * at_home
    return [
        near * trust * value * (1 if link.same_site else strangers)
        for link, value in zip(links, relevance, strict=True)
    ]
