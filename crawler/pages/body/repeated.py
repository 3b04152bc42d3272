"""What a page says twice is the story's once: copies for phones and desks, a lead above and in the text, teasers."""

from __future__ import annotations

from collections import Counter

from crawler.pages.body.scoring import folded
from crawler.pages.body.segment import Segment
from crawler.pages.body.wrappers import wrapper_of

# A shorter line may be said twice on purpose: a refrain, a speaker's name, a row of a table.
_LONG = 40
# A block with all of the text in it has so large a share of what is said, and so much of it is said again.
_IN_ONE, _HELD = 0.4, 0.9
_CUT_OFF = ("…", "...", "[…]", "[...]")
_ROLES = ("paragraph", "heading", "item", "quote")


def drop_repeated(blocks: list[Segment]) -> list[Segment]:
    """Leave out what is said twice, short lines among it included, and beginnings of what is said in full after.

    Of two copies that stay which is wrapped as most of the text is, and of equals the first: a lead and a drawn-out
    quotation go, the paragraph that they repeat stays in its place.
    """
    keys = [folded(block.text) if block.role in _ROLES else "" for block in blocks]
    again = _said_twice(blocks, keys)
    if any(again):
        again = _with_short_lines(keys, again)
    whole = _all_in_one(keys)
    return [b for n, b in enumerate(blocks) if not again[n] and n != whole and not _is_beginning(n, blocks, keys)]


def _all_in_one(keys: list[str]) -> int | None:
    """The block that says in one what most of the others say in several: the text for printing, or for a voice."""
    total = sum(map(len, keys))
    for n, key in enumerate(keys):
        if len(key) > _IN_ONE * total:
            held = [other for other in keys[:n] + keys[n + 1 :] if len(other) >= _LONG and other in key]
            if sum(map(len, held)) > _HELD * len(key):
                return n
    return None


def _said_twice(blocks: list[Segment], keys: list[str]) -> list[bool]:
    places: dict[str, list[int]] = {}
    for n, key in enumerate(keys):
        if len(key) >= _LONG:
            places.setdefault(key, []).append(n)
    again = [False] * len(blocks)
    if len(places) == sum(len(key) >= _LONG for key in keys):
        return again
    common = Counter(wrapper_of(block) for block in blocks)
    for copies in places.values():
        best = max(copies, key=lambda n: (common[wrapper_of(blocks[n])], -n))
        for n in copies:
            again[n] = n != best
    return again


def _with_short_lines(keys: list[str], again: list[bool]) -> list[bool]:
    """Short lines that are said twice go with the long ones beside them: the copy's subheadings."""
    times = Counter(keys)
    result = list(again)
    for n, key in enumerate(keys):
        if key and len(key) < _LONG and times[key] > 1:
            result[n] = (n > 0 and result[n - 1]) or (n + 1 < len(again) and again[n + 1])
            times[key] -= result[n]
    return result


def _is_beginning(place: int, blocks: list[Segment], keys: list[str]) -> bool:
    """Whether a block is the beginning of a later one: a lead that the next paragraph holds, a teaser cut off."""
    key = keys[place]
    if len(key) < _LONG:
        return False
    after = keys[place + 1 :] if blocks[place].text.endswith(_CUT_OFF) else keys[place + 1 : place + 2]
    return any(len(other) > len(key) and other.startswith(key) for other in after)
