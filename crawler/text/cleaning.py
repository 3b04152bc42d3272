"""A record without boilerplate: text and title cut, and what the cut credits name put where it belongs."""

from __future__ import annotations

from crawler.items import Article, Provenance
from crawler.text.boilerplate import clean_text, clean_title
from crawler.text.credits import Credits
from crawler.text.names import is_person


def clean_article(article: Article) -> None:
    """Clean text and title in place; every cut is in `removed`."""
    cleaned = clean_text(article.text, article.language)
    article.text, article.removed = cleaned.text, cleaned.removed
    names = [name for name in (article.publisher, article.site, article.site.split(".")[0]) if name]
    article.title = clean_title(article.title, language=article.language, site_names=names)
    _take_credits(article, cleaned.credits)


def _take_credits(article: Article, credits: Credits) -> None:
    """Names in what was cut count where the page said nothing better."""
    article.editors = list(dict.fromkeys([*article.editors, *filter(is_person, credits.editors)]))
    authors = [name for name in credits.authors if is_person(name)]
    if authors and not article.authors:
        article.authors = authors
        article.provenance["authors"] = Provenance("heuristic", ", ".join(authors))
    if credits.source and not article.source:
        article.source = credits.source
        article.provenance["source"] = Provenance("heuristic", credits.source)
