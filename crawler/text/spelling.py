"""What an unknown name was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str], likeness: float = 0.7) -> str | None:
    """The known name that is most like one, whatever the case; None where none is at least so much like it (0 to 1)."""
    folded = {one.casefold(): one for one in known}
    near = get_close_matches(name.casefold(), folded, 1, likeness)
    return folded[near[0]] if near else None


def unknown(name: str, known: Iterable[str]) -> str:
    """What to say of a name that is none of the known ones: the nearest, if one is near, and all there are."""
    names = list(known)
    near = nearest(name, names)
    hint = f"unknown; is it {near}?" if near else "unknown;"
    return f"{hint} there are {', '.join(names)}"
