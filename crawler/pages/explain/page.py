"""Why a page is read as it is: the fate of each of its blocks, the source of each field, the kind of each link.

    from crawler.pages.article import extract
    from crawler.pages.explain.page import as_json, explain
    found = explain(extract(html, "https://news.example/2024/05/03/story"))
    print(found.body.parts[0].fate, as_json(found))

No Scrapy, no store, no network. What only a crawl can know is left out: which paragraphs a site repeats on every
page, and what the pages read before say about a topic.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from crawler.items import Article, Rights, row
from crawler.pages.article import Extraction
from crawler.pages.explain.body import BodyFound, explain_body, note_cuts, story_text
from crawler.pages.explain.fields import Fact, explain_fields
from crawler.pages.explain.links import LinksFound, explain_links
from crawler.pages.links.listing import find_listed
from crawler.pages.scripted import is_drawn_by_scripts
from crawler.text.cleaning import clean_article
from crawler.text.normalize import shown
from crawler.text.plurals import counted
from crawler.urls.canonical import canonical, page_id, site

MOST_LINKS = 500
"""Links explained of one page."""


@dataclass(slots=True)
class Explanation:
    """A page explained."""

    url: str
    canonical_url: str
    id: str
    site: str
    encoding: str | None
    """What its bytes were read as; None where it came as text."""
    type: str | None
    """What kind of story it is; None for no article."""
    reason: str | None
    """Why it is no article, as in failures.jsonl."""
    detail: str | None
    """Why, in a sentence."""
    text: str | None
    """The story's text as a crawl writes it, but for what a site repeats on its pages; None for no article."""
    next_page: str | None
    """URL of the page that continues the article."""
    rights: Rights | None
    site_rule: str | None
    """What became of the site's own rule; None where it has none."""
    fields: list[Fact]
    body: BodyFound
    links: list[LinksFound]
    unknown_here: list[str]
    """What a crawl knows and one page does not show."""


def explain(found: Extraction, *, most_links: int = MOST_LINKS) -> Explanation:
    """Explain what `extract` made of a page. The record is cleaned on the way, as a crawl does."""
    page, article = found.page, found.article
    before = found.metadata
    body = explain_body(page, found.body, found.links)
    detail = found.detail
    if article is not None:
        article = _cleaned(article, body)
        if not article.text:
            detail = "nothing is left of the text once boilerplate is cut"
    elif listed := sum(len(block.links) for block in find_listed(page, found.body)):
        detail = f"{detail}; given as a seed it is a list of {counted(listed, 'article')} to start from"
    if is_drawn_by_scripts(found):
        detail = f"{detail}; its scripts may bring one: a crawl with RELATED_BROWSER=True has a browser draw it"
    identity = canonical(page.url)
    is_article = article is not None and bool(article.text)
    return Explanation(
        url=page.url,
        canonical_url=identity,
        id=page_id(identity),
        site=site(page.url),
        encoding=page.encoding,
        type=article.type if article and is_article else None,
        reason=None if is_article else found.reason or "not-article",
        detail=detail,
        text=article.text if article and is_article else None,
        next_page=found.next_page,
        rights=article.rights if article else None,
        site_rule=found.site_rule.summary,
        fields=explain_fields(page, article or before, before),
        body=body,
        links=explain_links(page, found.links, article, most_links),
        unknown_here=[
            "paragraphs that the site repeats on other pages: a data set is cut of them, by rule site-repeat",
            "pages read before: in a crawl they shape relevance",
        ],
    )


def as_json(found: Explanation) -> str:
    """One JSON object on one line; no character in it acts on a terminal."""
    return json.dumps(plain(found), ensure_ascii=False)


def plain(found: Explanation) -> dict[str, Any]:
    """The mapping that as_json writes."""
    made: dict[str, Any] = _shown(row(found))
    return made


def _cleaned(article: Article, body: BodyFound) -> Article:
    """A copy of the record with its boilerplate cut; the cuts are noted in the body's parts."""
    article = replace(
        article, text=story_text(body.parts), provenance=dict(article.provenance), authors=[*article.authors]
    )
    clean_article(article)
    note_cuts(body.parts, article.removed)
    body.characters = len(article.text)
    return article


def _shown(value: Any) -> Any:
    """A plain value without characters that act instead of showing."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, list):
        return [_shown(v) for v in value]
    if isinstance(value, dict):
        return {_shown(k): _shown(v) for k, v in value.items()}
    return value
