"""Pages that are no stories and lead to seeds: feeds, sitemaps, front and section pages."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request
from scrapy.settings import BaseSettings

from crawler.items import RelatedLinks
from crawler.pages.article import Extraction
from crawler.pages.links.listing import find_listed
from crawler.pages.seed_lists.entries import SeedList
from crawler.request_meta import Hop
from crawler.spiders import records
from crawler.spiders.link_choice import LinkChoice
from crawler.spiders.requests import Requests
from crawler.store.seed_outcomes import SeedKind, SeedOutcomes

logger = logging.getLogger(__name__)


class OpenedLists:
    """How many lists were opened under sitemap indexes; a restart goes on counting."""

    def __init__(self) -> None:
        self.files = 0

    def state(self) -> dict[str, Any]:
        """What a restart needs."""
        return {"list_files": self.files}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where a run was left."""
        self.files = state["list_files"]


@dataclass(frozen=True, slots=True)
class SeedPages:
    """Reads lists of seeds, within bounds on their number and depth."""

    requests: Requests
    choice: LinkChoice
    outcomes: SeedOutcomes
    settings: BaseSettings
    opened: OpenedLists

    def read_list(self, entries: SeedList, hop: Hop, fetched_at: str) -> Iterator[Request]:
        """Requests for a list's entries; each article in a list is a seed of its own."""
        self._is_list(hop.requested_url, "feed" if entries.kind == "feed" else "sitemap", known=entries.kind != "index")
        if entries.cut is not None:
            logger.warning("%s: read in part, %s", hop.requested_url, entries.cut)
        wanted = [e for e in entries.entries if not self.choice.selection.too_old(e.date, fetched_at)]
        taken = wanted[: self.settings.getint("RELATED_LIST_LIMIT")]
        if len(taken) < len(wanted):
            logger.warning("%s: %d of %d entries taken", hop.requested_url, len(taken), len(wanted))
        for entry in taken:
            if entries.kind == "index" and not self._may_open(entry.url, hop):
                return
            list_depth = hop.list_depth + 1
            nested = Hop(entry.url, entry.url, parent_url=hop.requested_url, list_depth=list_depth, root=hop.root)
            request = self.requests.ask(nested, changed=entry.date)
            if isinstance(request, Request):
                yield request

    def read_front_page(self, found: Extraction, hop: Hop, origin: records.Origin) -> list[Any] | None:
        """Requests for the articles that a front or section page lists, each a seed, after its links' record.

        None where the page lists none: then it is a page that could not be read.
        """
        listed = replace(found, links=find_listed(found.page, found.body))
        links = records.links(listed, origin, self.settings.getint("RELATED_LINKS_LIMIT"))
        asked: list[Request] = []
        for link in links:
            link.reason = link.reason or self.choice.selection.refuses_as_seed(link, origin.fetched_at)
            seed = Hop(link.url, seed_url=link.url, parent_url=found.page.url, list_depth=1, root=hop.root)
            self.choice.ask(link, seed, 0, asked)
        if not asked and not any(link.reason in ("known", "seen") for link in links):
            return None
        self._is_list(hop.requested_url, "list")
        if self.choice.is_first_reading(links[0].source_id) and (new := self.choice.not_written(links)):
            return [RelatedLinks(new), *asked]
        return list(asked)

    def _is_list(self, url: str, kind: SeedKind, known: bool = True) -> None:
        """Note that a page is a list. An index of lists stays unknown: it may be the same while the lists change."""
        self.outcomes.read(url, kind)
        self.requests.stats.inc_value("related/seed_lists")
        if known:
            self.requests.earlier_runs.is_list(url)

    def _may_open(self, url: str, hop: Hop) -> bool:
        self.opened.files += 1
        within = self.opened.files <= self.settings.getint("RELATED_LIST_FILES")
        if not within or hop.list_depth >= self.settings.getint("RELATED_LIST_DEPTH"):
            logger.warning("%s: lists beyond the bounds are left out, from %s on", hop.requested_url, url)
            return False
        return True
