"""Which of a page's titles is the headline, and what of it is the site's name.

Candidates come in order of trust. The one that most others agree with wins, after segments that name the site
("… | The Daily Focus", "…_新闻频道_某某网") are cut off the ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

from crawler.text.normalize import line

_SEPARATOR = re.compile(
    r"\s+(?:[|｜\-–—−_·•»«›‹:/~]|::|--|\|\|)\s+|\s*[|｜]\s*|\s*_{1,2}\s*|\s+[»›]\s*|\s?(?:--|——)\s?|(?<=[\u3400-\u9fff”》）)!！?？])-(?=[\u3400-\u9fff])|:\s+|\s+:"
)
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…)\Z")
_LEAST = 8
_SECTION_WORDS = 4


def best_title(candidates: Sequence[tuple[str, str]], site_names: Iterable[str]) -> tuple[str, str, str] | None:
    """(title, source, raw) of the headline among (source, raw) candidates, best first; None where there is none."""
    names = frozenset(key(n) for n in site_names if len(key(n)) > 1)
    cleaned: list[tuple[str, str, str]] = []
    keys = [key(line(unescape(raw))) for _, raw in candidates]
    for source, raw in candidates:
        text = without_site(line(unescape(raw)), names, keys)
        if text and key(text) not in names:
            cleaned.append((text, source, raw))
    if not cleaned:
        return next(((line(unescape(r)), s, r) for s, r in candidates if line(unescape(r))), None)
    folded = [key(text) for text, _, _ in cleaned]
    votes = [sum(_agree(mine, other) for other in folded) for mine in folded]
    best = max(range(len(cleaned)), key=lambda n: (votes[n], -n))
    return cleaned[best]


def without_site(title: str, names: frozenset[str], others: Sequence[str] = ()) -> str:
    """The title without segments at its ends that name the site, or that another candidate shows to be added."""
    for _ in range(4):
        splits = list(_SEPARATOR.finditer(title))[:12]
        if not splits:
            break
        last, first = splits[-1], splits[0]
        head, tail = title[: last.start()].strip(), title[last.end() :].strip()
        lead, rest = title[: first.start()].strip(), title[first.end() :].strip()
        if _names_site(tail, names) or (len(key(head)) >= _LEAST and key(head) in others):
            title = head
        elif _names_site(lead, names) or (len(key(rest)) >= _LEAST and key(rest) in others and len(lead) < len(rest)):
            title = rest
        else:
            break
    return title


def key(text: str) -> str:
    """Letters and digits only, case folded: what two spellings of one title share."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _names_site(segment: str, names: frozenset[str]) -> bool:
    folded = key(segment)
    if not folded:
        return True
    return folded in names or any(
        len(n) >= 4 and (folded.startswith(n) or folded.endswith(n)) and len(folded) <= len(n) + 12 for n in names
    )


def _agree(mine: str, other: str) -> bool:
    """Whether two folded titles are the same, or the other is a cut copy of this one."""
    return mine == other or (len(other) >= 25 and mine.startswith(other))
