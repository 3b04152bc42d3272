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
