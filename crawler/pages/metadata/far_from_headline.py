"""The one writer and the one day that a page names far from its headline: in author links and bylines, in its
measuring code, in elements named after a date.

Where nothing near the headline says who wrote and when, but all the rest says the same, it is the story's: a page that
lists other stories names several.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import islice

from lxml import etree

from crawler.pages.dom.page import Page
from crawler.pages.metadata.attribute_roles import attribute_words_of, holds_others_words, is_author_link, roles_of
from crawler.pages.metadata.bylines import people
from crawler.pages.metadata.evidence import Evidence
from crawler.pages.metadata.printed import in_a_sentence
from crawler.text.names import is_person
from crawler.text.normalize import line
from crawler.urls.canonical import canonical

_LONGEST, _LONGEST_NAME, _DEEPEST, _MOST = 80, 40, 12, 4000
_READERS = re.compile(r"comment|reply|replies|respond|kommentar|disqus|forum", re.I)
_CARD_DEPTH, _LONGEST_CARD, _LINKS_OF_CARD = 4, 400, 3
_FURNITURE = ("nav", "footer", "aside")
# A box below the story about who wrote it: its heading, or its first link, is the name.
_AUTHOR_BOX = re.compile(
    r"(?:author|autor|auteur|autore|writer|kirjoittaja|forfatter)e?n?[\w]?[-_](?:bio|box|info|card|about|profile|block)(?![a-z])",
    re.I,
)
_NAMING = ("h2", "h3", "h4", "h5", "h6", "strong", "b", "a")
# Narrower than what counts beside a headline.
_DATED = re.compile(r"(?<![a-z])(?:date(?:published|line)?|pub(?:lish(?:ed)?)?-?date|timestamp|posted)(?![a-z])", re.I)
# Chartbeat, data layers and their kin: authors = "Jane Doe", "author": "Jane Doe".
_MEASURED_WORDS = ("author", "contributor")
_MEASURED = re.compile(
    r"""(?<![\w-])["']?(?:authors?|author_?name|article_?authors?|contributor)["']?\s*[:=,]\s*\[?\s*["']([^"'<>{}\\*+()=]{4,60})["']""",
    re.I,
)


def sole_author(
    page: Page, headline: etree._Element | None = None, aside: Collection[etree._Element] = ()
) -> Evidence | None:
    """Evidence of one author, where all that names one names the same person; None where nothing or more does.

    headline: the element that holds the story's; aside: elements that hold other stories' links.
    """
    for raws in (_named(page, headline, aside), _measured(page)):
        names: dict[str, str] = {}
        for raw in islice(raws, 40):
            names.update({name.casefold(): name for name in people(raw) if is_person(name)})
            if len(names) > 1:
                return None
        if names:
            return Evidence("heuristic", authors=list(names.values()))
    return None


def _named(page: Page, headline: etree._Element | None, aside: Collection[etree._Element]) -> Iterator[str]:
    """Texts of author links and of elements named after an author, but for readers' comments and other stories."""
    others = set(aside) | _other_articles(page, headline)
    for element in islice(page.tree.iter("a", "span", "div", "p", "address"), _MOST):
        attributes = dict(element.items())
        words = attribute_words_of(attributes)
        boxed, named = _of_author(words)
        if boxed:
            element = next(iter(element.iter(*_NAMING)), element)
        elif not named and not (element.tag == "a" and _is_author_link(element, attributes)):
            continue
        text = line(" ".join(islice(element.itertext(), 12))[: 2 * _LONGEST])
        if text and len(text) <= _LONGEST and not _is_another_s(element, others):
            yield text


@lru_cache(maxsize=8192)
def _of_author(attribute_words: str) -> tuple[bool, bool]:
    """Whether an element's words name it a box about an author, and a byline."""
    return _AUTHOR_BOX.search(attribute_words) is not None, roles_of(attribute_words)[0]


def _is_author_link(link: etree._Element, attributes: dict[str, str]) -> bool:
    if attributes.get("rel") == "author":
        return True
    text = (link.text or "").strip()
    return " " in text and len(text) <= _LONGEST_NAME and is_author_link(attributes) and not in_a_sentence(link)


def _other_articles(page: Page, headline: etree._Element | None) -> set[etree._Element]:
    """The article elements that do not hold the headline: each is a story of its own."""
    if headline is None:
        return set()
    return set(page.tagged("article")[:200]) - set(headline.iterancestors())


def marked_dates(page: Page, aside: Collection[etree._Element] = ()) -> list[str]:
    """Texts of the elements anywhere on the page that are named after the date of publication, but for readers'
    comments and other stories: of those that the markup declares to be it, else of all."""
    others, declared, named = set(aside), list[str](), list[str]()
    for element in islice(page.tagged("time", "span", "div", "p", "td", "small"), _MOST):
        attributes = dict(element.items())
        if element.tag != "time" and not _DATED.search(attribute_words_of(attributes)):
            continue
        text = attributes.get("datetime") or line(" ".join(islice(element.itertext(), 12))[: 2 * _LONGEST])
        if any(map(str.isdigit, text)) and len(text) <= _LONGEST and not _is_another_s(element, others):
            (declared if attributes.get("itemprop") == "datePublished" else named).append(text)
    return declared or named


def dates_of_own_card(page: Page) -> Iterator[str]:
    """Texts of the cards that link to the page itself, as a list of a site's latest stories holds them."""
    here = canonical(page.url)
    end = here.rstrip("/").rpartition("/")[2]
    ending = (a for a in islice(page.tree.iter("a"), _MOST) if (a.get("href") or "").rstrip("/").endswith(end))
    for link in ending:
        if canonical(page.absolute(link.get("href") or "") or "") != here:
            continue
        for card in islice(link.iterancestors(), _CARD_DEPTH):
            text = line(" ".join(islice(card.itertext(), 40)))
            if len(text) > _LONGEST_CARD or sum(1 for _ in islice(card.iter("a"), 4)) > _LINKS_OF_CARD:
                break
            if any(map(str.isdigit, text)):
                yield text
                break


def _is_readers(element: etree._Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag != "body" and _READERS.search(names) is not None


def _is_another_s(element: etree._Element, others: Collection[etree._Element]) -> bool:
    """Whether it stands in a reader's comment or among other stories."""
    lineage = [element, *islice(element.iterancestors(), _DEEPEST)]
    return any(e in others or e.tag in _FURNITURE or _is_readers(e) or holds_others_words(e) for e in lineage)


def _measured(page: Page) -> Iterator[str]:
    """What the page's scripts give as its author."""
    for element in page.tagged("script")[:200]:
        text = (element.text or "")[:200_000]
        folded = text.lower()
        if any(word in folded for word in _MEASURED_WORDS):  # a hundred times as fast as the pattern
            yield from (match[1] for match in islice(_MEASURED.finditer(text), 40))
