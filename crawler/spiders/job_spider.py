"""What the spiders share: their arguments, and the job that their crawl is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from scrapy import Spider

from crawler.pages.article import Extraction
from crawler.pages.site_rules import load_site_rules
from crawler.plugins import Plugins
from crawler.rules.sites import SiteRule
from crawler.settings.readers import plugins
from crawler.spiders.answers import Answer, Problem, read_answer
from crawler.spiders.arguments import own_arguments, read_arguments
from crawler.store.checkpoints import Job, StatefulPart
from crawler.store.earlier_runs import EarlierRuns, Mode
from crawler.store.seed_outcomes import SeedOutcomes


class JobSpider(Spider):
    """A spider whose crawl is a job. Fulfils crawler.crawl_spider.CrawlSpider."""

    def __init__(
        self,
        arguments: dict[str, Any] | None = None,
        given: Mapping[str, str] | None = None,
        job: Job | None = None,
        **kwargs: Any,
    ) -> None:
        """arguments: the values, where they were read already; given: the same as the user wrote them; job: the job,
        where it is open already; kwargs: Scrapy's own way to give arguments, as strings."""
        super().__init__()
        self.given: Mapping[str, str] = own_arguments(kwargs) if given is None else dict(given)
        self.arguments = arguments or read_arguments(self.name, self.given)
        self.job: Any = job
        """A Job; set by the add-on where the command gave none."""
        self.run_id = "" if job is None else job.run_id
        self.mode: Mode = self.arguments.get("mode", "all")
        self.max_articles: int | None = self.arguments.get("max_articles")
        self.parts: dict[str, StatefulPart] = {}
        self.seed_outcomes = SeedOutcomes(())
        self.at_rest = True

    def read(self, answer: Answer) -> Extraction | Problem:
        """What an answer holds, within the time, by the site rules and with the plugins that the settings give."""
        seconds = self.settings.getfloat("RELATED_PAGE_SECONDS")
        return read_answer(answer, seconds, self._site_rules, self._plugins)

    @cached_property
    def _site_rules(self) -> Mapping[str, SiteRule]:
        return load_site_rules(self.settings["RELATED_SITE_RULES"])

    @cached_property
    def _plugins(self) -> Plugins:
        found: Plugins = plugins(self.settings["RELATED_PLUGINS"])
        return found

    @cached_property
    def earlier_runs(self) -> EarlierRuns | None:
        """Nothing, unless the spider reads what earlier runs left."""
        return None
