"""Which parameters of a site's URLs only say where a reader came from (?ref=box): learnt from the pages' own addresses.

A page that declares itself (rel=canonical, og:url) at the address it was read from, but for a parameter, says that the
parameter does not choose it. Sites declare nonsense too, so nothing is taken from a page that claims another path, a
path that is no article's, or a parameter that may number pages; and two articles have to say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from crawler.urls.canonical import canonical
from crawler.urls.kinds import url_kind

PROOFS = 2
"""Articles of a site that have to say so before a parameter is left out."""
MOST_HOSTS = 5_000
MOST_NAMES = 40
"""Parameters of a host that are watched."""

_CHOOSES = re.compile(
    r"(?:.*[-_])?(?:id|uuid|guid|key|slug|q|query|search|p|pg|page|paged|seite|pagina|sida|strona|part|start|offset|from"
    r"|lang|language|locale|date|year|month|day|v|view|tab|section)|.*id|page.*",
    re.I,
)
"""Names that may choose a page or a part of it, whatever it declares."""


class SiteParameters:
    """What was learnt, host by host. The same pages teach the same, in whatever order they are read."""

    def __init__(self) -> None:
        self._proofs: dict[str, dict[str, list[str] | None]] = {}
        """Host -> parameter -> paths of articles that do without it; None where one declares it."""
        self._changed: set[str] = set()

    def observe(self, url: str, declared: str) -> None:
        """Take in what a page read at a URL declares as its own."""
        identities = canonical(url), canonical(declared)
        if not any("?" in identity for identity in identities):
            return
        own, other = map(urlsplit, identities)
        if (own.netloc, own.path) != (other.netloc, other.path) or not _is_article(own.netloc, own.path):
            return
        kept = _names(other.query)
        for name in dict.fromkeys([*_names(own.query), *kept]):
            self._note(own.netloc, name, None if name in kept else own.path)

    def _note(self, host: str, name: str, path: str | None) -> None:
        if _CHOOSES.fullmatch(name) or (host not in self._proofs and len(self._proofs) >= MOST_HOSTS):
            return
        names = self._proofs.setdefault(host, {})
        paths = names.get(name, [])
        if paths is None or (name not in names and len(names) >= MOST_NAMES):
            return
        if path is None:
            names[name] = None
        elif path in paths or len(paths) >= PROOFS:
            return
        else:
            names[name] = [*paths, path]
        self._changed.add(host)

    def plain(self, identity: str) -> str:
        """A canonical URL without the parameters that its site's articles do without."""
        parts = urlsplit(identity) if "?" in identity else None
        names = self._proofs.get(parts.netloc) if parts else None
        if parts is None or not names or not _is_article(parts.netloc, parts.path):
            return identity
        kept = [pair for pair in parts.query.split("&") if len(names.get(_name(pair)) or ()) < PROOFS]
        return urlunsplit(parts._replace(query="&".join(kept)))

    def state(self) -> dict[str, Any]:
        """What was learnt since the last call."""
        changed, self._changed = sorted(self._changed), set()
        return {host: self._proofs[host] for host in changed}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Know again what was learnt."""
        self._proofs = {host: dict(names) for host, names in state.items()}


def _is_article(netloc: str, path: str) -> bool:
    return url_kind(f"https://{netloc}{path}") == "article"


def _names(query: str) -> list[str]:
    return [_name(pair) for pair in query.split("&") if pair]


def _name(pair: str) -> str:
    return pair.partition("=")[0].lower()
