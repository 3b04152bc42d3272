"""The chosen title held against the rest of the page: headings of every rank, the title element, the URL.

Many a page prints its site's or its section's name as its h1, or hangs it on the title element: the headline is the
part of the title element that another heading prints, or that the URL spells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote, urlsplit

from crawler.pages.dom.page import Page
from crawler.pages.metadata.headline import SEPARATOR, key
from crawler.pages.metadata.headline_area import Heading, headings
from crawler.pages.metadata.marked_headline import front_page, large_headline, links_to, marked_headline
from crawler.rules.scripts import CJK
from crawler.text.markup import plain

_LESSER = ("h2", "h3", "h4")
_PRINTED = ("h2", "h3", "h4", "h5", "b", "strong", "font")
_LEAST, _NAME_WORDS, _SENTENCE_WORDS = 12, 2, 4
_LONGEST_NAME = 48
_LEAST_NAME = 4
_MOST_PARTS, _MOST_HEADINGS = 8, 40
_SPELT = 0.6
_CJK_SIGN = re.compile(f"[{CJK}]")
_WORD = re.compile(r"[^\W\d_]{3,}|\d{3,}")
_DASHES = re.compile(r"\A\s*[|｜\-–—−_·•»›~]|\A\s*::")
_LEAD = re.compile(r"([^|｜\-–—−_:]{3,30})\s+[|｜\-–—−»›]\s+")
_SECTION_MARK = re.compile(r"\s*[|｜»›]\s*|\s+[-–—]\s+")
_LONGEST_SECTION, _MOST_ENTRIES = 24, 150
_TAIL = re.compile(r"[|｜\-–—−_·•»›~:]+\s*\Z")


def confirmed(title: str, head: str, page: Page, heads: Sequence[Heading], site_names: frozenset[str]) -> str:
    """The headline: the title, or what of it or of the title element the page's headings and URL confirm.

    head: the title element's text; heads: the page's h1; site_names: folded names that the site goes by.
    """
    head = plain(head)
    title = _without_section(title, page.url)
    trimmed = _as_printed(title, [text for _, text in heads])
    if trimmed != title:
        return trimmed
    if not _names_no_story(title, head, page, heads, site_names):
        return title if heads else _without_section_behind(_without_heading(title, page), page)
    return _headline_elsewhere(title, head, page, heads, site_names)


def _names_no_story(title: str, head: str, page: Page, heads: Sequence[Heading], site_names: frozenset[str]) -> bool:
    """Whether a title is rather the site's, a section's or a page's: by its words, its place, its link."""
    if _is_a_name(title, head, page, site_names) or _is_site_behind(title, head, page):
        return True
    front, own = front_page(page.url), key(title)
    return any(key(text) == own and links_to(element, front, page.url) for element, text in heads if front != page.url)


def _headline_elsewhere(title: str, head: str, page: Page, heads: Sequence[Heading], site_names: frozenset[str]) -> str:
    """The part of the title element that a heading prints or the URL spells, else what the markup names a headline."""
    own = key(title)
    parts = [p for p in _runs(head) if (k := key(p)) != own and k not in site_names and len(k) >= _LEAST]
    for shown in (heads, headings(page, *_LESSER)[:_MOST_HEADINGS]):
        folded = {key(text) for _, text in shown}
        printed = next((p for p in parts if key(p) in folded), None)
        if printed:
            return printed
    spelt = max(((_share_spelt(p, page.url), -len(p), p) for p in parts), default=(0.0, 0, ""))
    if spelt[0] >= _SPELT:
        return spelt[2]
    if marked := marked_headline(page):
        return marked
    longest = max((p for p in _pieces(head) if p in parts), key=len, default="")
    whole = len(longest.split()) >= _SENTENCE_WORDS or _is_long_unspaced(longest)
    named = _is_a_name(title, head, page, site_names)
    if whole and named:
        return longest
    return (large_headline(page) if named else None) or title


def _without_heading(title: str, page: Page) -> str:
    """The headline of a page that has no h1: what its title element and a lesser heading or a marked element share,
    else the marked element, where the title element has no word of it and so is the same on every page."""
    marked = marked_headline(page)
    if marked and (title.startswith(marked) or title.endswith(marked)):
        return marked
    printed = [text for _, text in headings(page, *_PRINTED) if len(key(text)) >= _LEAST]
    shared = max((text for text in printed if _stands_apart(text, title)), key=len, default=None)
    if shared:
        return shared
    if not marked and len(title.split()) <= _NAME_WORDS:
        marked = large_headline(page)
    spelt = _share_spelt(title, page.url) >= _SPELT / 2
    return marked if marked and not spelt and _says_other(marked, title) else title


def _says_other(marked: str, title: str) -> bool:
    """Whether two wordings have no word in common."""
    return not set(_WORD.findall(marked.casefold())) & set(_WORD.findall(title.casefold()))


def _stands_apart(text: str, title: str) -> bool:
    """Whether a title begins or ends with a text, and a sign parts it from the rest."""
    if title.startswith(text):
        return bool(_DASHES.match(title[len(text) :]))
    before = title.removesuffix(text)
    return before != title and bool(_TAIL.search(before)) and not (":" in before[-2:] and len(before) > _LONGEST_NAME)


def _without_section(title: str, url: str) -> str:
    """The title without a section's name before it: one that a folder of the URL has."""
    cut = _LEAD.match(title)
    named = cut and key(cut[1]) in [key(folder) for folder in _folders(url)[:-1]]
    return title[cut.end() :] if cut and named and len(key(title[cut.end() :])) >= _LEAST else title


def _without_section_behind(title: str, page: Page) -> str:
    """The title without a section's name behind it: one that a folder of the URL or an entry of the menu has."""
    for cut in reversed(list(_SECTION_MARK.finditer(title))):
        section = key(title[cut.end() :])
        if len(key(title[: cut.start()])) < _LEAST or len(title) - cut.end() > _LONGEST_SECTION or not section:
            break
        menu = (key(element.text or "") for element, href in page.anchors[:_MOST_ENTRIES] if href)
        if section not in [key(folder) for folder in _folders(page.url)[:-1]] and section not in menu:
            break
        title = title[: cut.start()]
    return title


def _as_printed(title: str, heads: Sequence[str]) -> str:
    """The h1 where the title is that and a name before or behind it: "News - …", "… - Harbour Post"."""
    for text in heads:
        printed = text.strip()
        if (
            not printed
            or len(key(printed)) < _LEAST
            or printed == title
            or (len(printed.split()) < 3 and printed.isascii())
        ):
            continue
        at = title.find(printed)
        before, behind = title[: max(0, at)], title[at + len(printed) :]
        if at == 0 and _DASHES.match(behind) and len(behind) <= _LONGEST_NAME:
            return printed
        if (
            at > 0
            and not behind.strip()
            and _TAIL.search(before)
            and len(before) <= _LONGEST_NAME
            and len(before) < len(printed)
        ):
            return printed
    return title


def _is_a_name(title: str, head: str, page: Page, site_names: frozenset[str]) -> bool:
    """Whether a title is rather a site's, a section's or a page's than a story's."""
    own, pieces = key(title), _pieces(head)
    if own in site_names or any(len(name) >= _LEAST_NAME and not own.replace(name, "") for name in site_names):
        return True
    folders = [key(folder) for folder in _folders(page.url)]
    if own in folders[-1:] or own == key(pieces[0] if pieces else ""):
        return False
    words = len(title.split())
    short = title.isascii() or (len(own) < _LEAST and not _CJK_SIGN.search(title))
    return (words <= _SENTENCE_WORDS and own in folders[:-1]) or (words <= _NAME_WORDS and short)


def _is_site_behind(title: str, head: str, page: Page) -> bool:
    """Whether the title is the last part of a title element whose other parts the URL spells better."""
    pieces = _pieces(head)
    return len(pieces) > 1 and key(title) == key(pieces[-1]) and _share_spelt(title, page.url) < _SPELT


def _pieces(head: str) -> list[str]:
    return [p.strip() for p in SEPARATOR.split(head)[:_MOST_PARTS] if p and p.strip()]


def _runs(head: str) -> Iterator[str]:
    """The title element's parts, and every run of parts that stand together, the longest first."""
    cuts = [
        (0, 0),
        *((m.start(), m.end()) for m in islice(SEPARATOR.finditer(head), _MOST_PARTS)),
        (len(head), len(head)),
    ]
    runs = (
        head[cuts[first][1] : cuts[last][0]].strip()
        for size in range(len(cuts) - 1, 0, -1)
        for first in range(len(cuts) - size)
        for last in (first + size,)
    )
    return (run for run in runs if run)


def _folders(url: str) -> list[str]:
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return []
    return [folder for folder in path.split("/") if folder][:12]


def _share_spelt(title: str, url: str) -> float:
    """The share of a title's words that the URL's last folders spell; 0 for fewer than three words."""
    words = _WORD.findall(title.casefold())
    spelt = set(_WORD.findall(" ".join(_folders(url)[-3:]).casefold()))
    return sum(word in spelt for word in words) / len(words) if len(words) >= 3 else 0.0


def _is_long_unspaced(text: str) -> bool:
    return len(text) >= _LEAST and bool(_CJK_SIGN.search(text))
