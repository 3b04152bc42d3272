"""A plugin of each kind, for a gazette of one's own: small, but nothing in it is left out."""

from crawler.items import Article
from crawler.pages.article import Extraction
from crawler.pages.dom.page import Page
from crawler.pages.links.extract import LinkBlock
from crawler.store.sqlite import SqliteStore


def read_series(page: Page, found: Extraction) -> Extraction:
    """Take the name of a series for the section; it stands in an element that no selector of a site rule may name."""
    series = page.tree.xpath("//*[@data-series]/@data-series")
    if found.article is not None and series:
        found.article.section = series[0].title()
    return found


def judge_links(page: Page, blocks: list[LinkBlock]) -> list[LinkBlock]:
    """Call a list by what the gazette calls it: "Our neighbours write" is paid for."""
    for block in blocks:
        if block.heading == "Our neighbours write":
            block.kind = "sponsored"
    return blocks


class Shout:
    """A Scrapy item pipeline. `order` is its place among the crawler's own; without one it is 250."""

    order = 260

    def process_item(self, item: object) -> object:
        """Write headlines in capitals."""
        if isinstance(item, Article):
            item.title = item.title.upper()
        return item


class ForgetfulStore(SqliteStore):
    """A store that forgets everything when the crawl ends: RELATED_STORE=forgetful://"""

    def __init__(self, url: str) -> None:
        super().__init__(None)
