"""Which of a page's titles is the headline."""

import pytest

from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import read_declared
from crawler.pages.metadata.headline import whole_quotation


def title(html: str, url: str = "https://harbour.example/news/2026/ferry-line-opens-a-new-quay-123.html") -> str:
    return read_declared(Page(f"<html lang=en>{html}</html>", url)).meta.title


HEADLINE = "Ferry line opens a new quay"


@pytest.mark.parametrize(
    "html",
    [
        # The site's or a section's name as the h1; another heading, or the URL, has the headline.
        f"<title>{HEADLINE} | Sailor's Notes</title><h1>Sailor's Notes</h1><h2>{HEADLINE}</h2>",
        f"<title>{HEADLINE} - NBA - Quay TV</title><h1>NBA</h1>",
        f"<title>{HEADLINE} - Quay TV</title><h1>News</h1>",
        f"<title>{HEADLINE} « Sailing</title><h1>Sailing Sailing</h1><h3>{HEADLINE}</h3>",
        f"<title>Quay TV - Sports - {HEADLINE}</title><h1>Sports</h1><h2>{HEADLINE}</h2>",
        f"<title>Releases - Newsroom - {HEADLINE} - Senator</title><h1>Senator</h1><h1>{HEADLINE}</h1>",
        # A name before or behind what the h1 prints.
        f'<meta property="og:title" content="{HEADLINE} - Quayside"><h1>{HEADLINE}</h1>',
        f'<meta property="og:title" content="News - {HEADLINE}"><h1>{HEADLINE}</h1>',
        f'<meta property="og:title" content="Des Moines: {HEADLINE}"><h1>{HEADLINE}</h1>',
        f"<title>Welcome to harbour.example - Ships - {HEADLINE}</title><h1>{HEADLINE}</h1>",
        f"<title>News - {HEADLINE}</title>",
        # Structured data with a title that is none.
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"NaN"}}</script>'
        f'<meta property="og:title" content="{HEADLINE}"><h1>{HEADLINE}</h1>',
        # Words that meet over a line break.
        "<h1>Ferry line<br>opens a new quay</h1>",
        "<h1><div>Ferry line</div><div>opens a new quay</div></h1>",
        "<h1><span class=a>F</span>erry l<b>in</b>e opens a new quay</h1>",
    ],
)  # fmt: skip
def test_the_headline_alone(html: str) -> None:
    assert title(html) == HEADLINE


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        # Colons and dashes of the headline's own stay.
        ("<title>Superbugs: what they are</title><h1>Superbugs</h1>", "Superbugs"),
        ("<title>Ferry line - a history - Quay TV</title><h1>Ferry line - a history</h1>", "Ferry line - a history"),
        (
            "<h1><span class=kicker>Harbour</span>Ferry line opens a new quay</h1>",
            "Harbour Ferry line opens a new quay",
        ),
        ("<title>Purple Rain | Songs</title><h1>Purple Rain</h1>", "Purple Rain"),
        ("<h1>News</h1>", "News"),
    ],
)
def test_what_stays(html: str, headline: str) -> None:
    assert title(html, "https://harbour.example/1") == headline


@pytest.mark.parametrize(
    ("cut", "raw", "whole"),
    [
        ("Captain : « He earned better", "Captain : « He earned better » - Post", "Captain : « He earned better »"),
        ("He says “enough", "He says “enough” | Post", "He says “enough”"),
        ("港長：「今天重開", "港長：「今天重開」_海港網", "港長：「今天重開」"),
        ("He says enough", "He says enough » Post", "He says enough"),
        ("He says “enough", "He says “enough | Post", "He says “enough"),
    ],
)  # fmt: skip
def test_a_quotation_keeps_its_closing_mark(cut: str, raw: str, whole: str) -> None:
    assert whole_quotation(cut, raw) == whole


def test_descriptions_are_words() -> None:
    from crawler.pages.metadata.extract import read_metadata

    html = '<meta name="description" content="&lt;p&gt;The &amp;eacute;lan&lt;/p&gt;"><h1>Ferry</h1>'
    assert read_metadata(Page(html, "https://harbour.example/1")).description == "The élan"
