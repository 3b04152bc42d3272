"""The classes of rules: frozen, plain, checked when loaded (load.py)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UrlRules:
    """What in a URL does not choose the page (data/urls.toml)."""

    tracking: frozenset[str]
    """Names of query parameters, lower case, that only track."""
    tracking_prefixes: tuple[str, ...]
    """Beginnings of such names."""
    host_prefixes: tuple[str, ...]
    """Labels before a host, with their dot, that serve the same pages: www., m."""


@dataclass(frozen=True, slots=True)
class BodyRules:
    """What the names of containers say about their content (data/body.toml): beginnings of class and id words."""

    never: tuple[str, ...]
    """Never the story: comments, consent."""
    beside: tuple[str, ...]
    """Beside the story: sharing, related lists, meta lines, captions."""
    story: tuple[str, ...]
    """The story is in here."""
    lead: tuple[str, ...]
    """The short text between headline and story."""
    embed: tuple[str, ...]
    """A post of a social network, quoted in the story."""
    inline: tuple[str, ...]
    """Inline elements whose text is no part of their sentence."""
    teaser: tuple[str, ...]
    """The lead where it stands between headline and story, another story elsewhere."""
    caption: tuple[str, ...]
    """What is written under a picture."""
    notices: tuple[str, ...]
    """Phrases of notices to the reader: registration, subscription, newsletters."""


@dataclass(frozen=True, slots=True)
class KindRules:
    """Words that tell what kind of page this is (data/kinds.toml), in lower case."""

    missing: tuple[str, ...]
    """Titles of error pages that answer 200."""
    barrier: tuple[str, ...]
    """Titles of pages that stand before the page."""
    live: tuple[str, ...]
    """Words in the URL or title of a live blog."""
    lists: frozenset[str]
    """schema.org types of pages that list others."""
    next_page: frozenset[str]
    """What a link to an article's next page says."""
