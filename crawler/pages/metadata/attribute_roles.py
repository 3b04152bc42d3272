"""What the names of elements and the words of labels say: byline, date, last change.

Words as data: rules/data/metadata.toml.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from lxml import etree

from crawler.rules.metadata import metadata_rules
from crawler.text.words import alternation

# Whole words: a "commentlist" may be all that a page consists of.
_OTHERS = re.compile(
    r"(?<![a-z])(?:comments?|(?:leser-?)?kommentare?|commentaires?|comentarios|comentários|commenti|reacties|reply|replies"
    r"|respond|disqus|forum|pinglun"
    r"|related(?:posts|news|articles)?|recommended|recommendations|trending|most-?(?:read|popular))(?![a-z])",
    re.I,
)
_MARKS = ("class", "id", "rel", "itemprop", "data-testid")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def attribute_words_of(attributes: dict[str, str]) -> str:
    """The words by which an element is named."""
    return " ".join([attributes[name] for name in _MARKS if name in attributes])[:300] if attributes else ""


def holds_others_words(element: etree._Element) -> bool:
    """Whether an element is named a box of readers' comments or of other stories."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return names != " " and element.tag != "body" and _OTHERS.search(names[:300]) is not None


def is_author_link(attributes: dict[str, str]) -> bool:
    """Whether a link with these attributes leads to an author's page."""
    folders = attributes.get("href", "")[:300].lower().split("/")[:-1]
    return attributes.get("rel") == "author" or not _words()[3].isdisjoint(folders)


@lru_cache(maxsize=8192)
def roles_of(attribute_words: str) -> tuple[bool, bool]:
    """Whether an element's words name it a byline, and a date; hyphens and capitals part words."""
    byline, not_byline, date, *_ = _words()
    words = {w.lower() for w in _WORD.findall(attribute_words)}
    return bool(words & byline) and not words & not_byline, bool(words & date)


@cache
def _words() -> tuple[frozenset[str], ...]:
    markup = metadata_rules().markup
    return tuple(frozenset(markup[name]) for name in ("byline", "not_byline", "date", "author_path"))


@cache
def updated_form() -> re.Pattern[str]:
    """Words that say a last change."""
    return re.compile(alternation(metadata_rules().markup["updated"]), re.I)
