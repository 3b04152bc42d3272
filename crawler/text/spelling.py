"""What an unknown name was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def unknown(name: str, known: Iterable[str]) -> str:
    """What to say of a name that is none of the known ones: the nearest, if one is near, and all there are."""
    names = list(known)
    folded = {one.casefold(): one for one in names}
    near = get_close_matches(name.casefold(), folded, 1, 0.7)
    hint = f"unknown; is it {folded[near[0]]}?" if near else "unknown;"
    return f"{hint} there are {', '.join(names)}"
