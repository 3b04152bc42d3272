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
