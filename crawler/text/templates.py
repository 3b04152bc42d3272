"""May two pages be off one template: flood notices, crime reports, the weather, results, each about another event?

Their standing text is no likeness. What a desk takes over from another site it trims, re-cuts and gives a title of its
own; what a site writes twice it fills in anew: other names and numbers in the same places.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from crawler.rules.scripts import CJK, HAN
from crawler.text.fingerprint import fold
from crawler.text.origin import Copy

_UNITS = re.compile(rf"[{CJK}\u0e00-\u0eff]|\w+")
_IDEOGRAPH = re.compile(rf"[{HAN}](?<![一二三四五六七八九十百千零两])")
LONGEST_TITLE = 200
"""Characters of a title that are compared."""


def may_share_template(one: Copy, other: Copy) -> bool:
    """Whether two pages are of one site, or their titles are alike but for what stands in the same places.

    Two pages of one site that have one title and one time of publication are the same page at two addresses.
    """
    titles = fold(one.title or "").casefold(), fold(other.title or "").casefold()
    if one.site == other.site:
        return not (titles[0] == titles[1] and one.published == other.published and len(one.published or "") > _DAY)
    return filled_in_anew(*titles)


def filled_in_anew(one: str, other: str) -> bool:
    """Whether two titles differ in what stands in the same places and in nothing else, and share half their words."""
    units, others = (_UNITS.findall(title[:LONGEST_TITLE]) for title in (one, other))
    steps = SequenceMatcher(None, units, others, autojunk=False).get_opcodes()
    shared = sum(end - start for kind, start, end, _, _ in steps if kind == "equal")
    filled = [(units[a:b], others[c:d]) for kind, a, b, c, d in steps if kind == "replace"]
    if not all(kind in ("equal", "replace") for kind, *_ in steps) or all(_is_spelling(*pair) for pair in filled):
        return False
    return 2 * shared >= min(len(units), len(others))


def _is_spelling(one: list[str], other: list[str]) -> bool:
    """Whether one ideograph stands for another that may be its variant: numerals are none."""
    return len(one) == len(other) == 1 and all(_IDEOGRAPH.fullmatch(unit) for unit in (*one, *other))


_DAY = len("2026-01-31")
