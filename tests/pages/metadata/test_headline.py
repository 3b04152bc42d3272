"""Which of a page's titles is the headline."""

import pytest

from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import read_declared
from crawler.pages.metadata.headline import best_title, whole_quotation


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
        # Pages without an h1: the title element and a lesser heading or marked element share the headline.
        f"<title>Quay TV - Fair. Fast. Near. -{HEADLINE}</title><font><b>{HEADLINE}</b></font>",
        f"<title>Pier: {HEADLINE}</title><b>{HEADLINE}</b>",
        f"<title>{HEADLINE} on Quayside</title><font class=headline>{HEADLINE}</font>",
        f"<title>{HEADLINE}: The Quay: Ships</title><h3 class=entry-title>{HEADLINE}</h3>",
        # The title element is the same on every page, or there is none.
        f"<title>Sea News Gazette (English)</title><span class=headline>{HEADLINE}</span>",
        f"<table><tr><td class=contentheading>{HEADLINE}</table>",
        f"<title>Top Stories</title><font size=4><b>{HEADLINE}</b></font>",
        f"<title>Top Stories</title><font size=2>Weather and shipping forecast</font><font size=+2>{HEADLINE}</font>",
        # An h1 that leads to the front page is the site's name.
        f"<title>Quay Radio : News : {HEADLINE}</title><h1><a href='/'>Quay Radio and More</a></h1><h2>{HEADLINE}</h2>",
        f"<title>Harbour</title><h1>Harbour</h1><h2><a href=ferry-line-opens-a-new-quay-123.html#x>{HEADLINE}</a></h2>",
        # What a template names, but is another story's, is passed over.
        f"<title>Top Stories</title><div class=headline><a href=/b>Lighthouse closes for winter</a></div>"
        f"<div class=related-headline>Lighthouse closes for winter</div><div id=p_articleTitle>{HEADLINE}</div>",
        # A section's name in another script.
        f"<title>{HEADLINE} | λιμάνι | quay.example</title><h1>ΕΛΛΑΔΑ</h1>",
        # Words that meet over a line break.
        "<h1>Ferry line<br>opens a new quay</h1>",
        "<h1><div>Ferry line</div><div>opens a new quay</div></h1>",
        "<h1><span class=a>F</span>erry l<b>in</b>e opens a new quay</h1>",
        "<h1><span style='display: block'>Ferry line</span><span style='display:block'>opens a new quay</span></h1>",
        # Kickers, badges and buttons in the h1, which the page leaves out where it says its title elsewhere.
        f"<title>{HEADLINE} - Quay TV</title><h1><span class=kicker>Harbour</span>{HEADLINE}</h1>",
        f"<title>{HEADLINE} - Quay TV</title><h1><a href=/x><b>Harbour:</b> {HEADLINE}</a></h1>",
        f"<title>{HEADLINE} - Quay TV</title><h1>{HEADLINE}<span class='badge badge-danger'>Live</span></h1>",
        f"<title>{HEADLINE} - Quay TV</title><h1><i>Plus</i>{HEADLINE}<button>Share</button></h1>",
        f"<title>{HEADLINE} - Quay TV</title><h1>{HEADLINE} <a href='#comments'>12 comments</a></h1>",
        # Words of two elements without a blank, where the page says its title elsewhere; the sign of a link to it.
        f"<title>{HEADLINE} - Quay TV</title><h1><span>Ferry line</span><span>opens a new quay</span></h1>",
        f"<h1>{HEADLINE} <a href='#top'>#</a></h1>",
        f"<title>{HEADLINE} ! - Quay TV</title><h1>{HEADLINE}</h1>",
        # What a template left in its place.
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{{{{ post.title }}}}"}}</script>'
        f"<title>{HEADLINE}</title>",
        # A list of other stories in structured data has their headlines.
        '<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle",'
        f'"headline":"Lighthouse closes for winter"}}]}}</script><h1>{HEADLINE}</h1>',
        # A section's name behind it, which the menu or a folder of the URL has.
        f"<a href=/ships>Ships</a><title>{HEADLINE} » Ships » harbour.example</title>",
        f"<title>{HEADLINE} | News</title>",
    ],
)  # fmt: skip
def test_the_headline_alone(html: str) -> None:
    assert title(html) == HEADLINE


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        # Signs that headlines have too, before or around the name of the site.
        (f"{HEADLINE} (Quay TV)", HEADLINE),
        (f"{HEADLINE} [Quay TV]", HEADLINE),
        (f"{HEADLINE}, Quay TV", HEADLINE),
        (f"{HEADLINE}: what comes. Quay TV", f"{HEADLINE}: what comes"),
        (f"{HEADLINE} > Quay TV", HEADLINE),
        (f"{HEADLINE} // Quay TV", HEADLINE),
        (f"{HEADLINE} ⋆ Quay TV", HEADLINE),
        (f"{HEADLINE} ― Quay TV", HEADLINE),
        (f"Quay TV：{HEADLINE}", HEADLINE),
        # The same signs before other words.
        (f"{HEADLINE} (Quay Street)", f"{HEADLINE} (Quay Street)"),
        (f"{HEADLINE}, Quay Street", f"{HEADLINE}, Quay Street"),
        ("Mayor：ferry line opens", "Mayor：ferry line opens"),
    ],
)
def test_the_site_s_name_behind_a_sign_that_headlines_have_too(head: str, headline: str) -> None:
    site = "<meta property=og:site_name content='Quay TV'>"
    assert title(f"{site}<title>{head}</title>", "https://harbour.example/1") == headline


def test_a_name_that_the_heading_repeats_belongs_to_the_headline() -> None:
    sold = "Sold by the town, Quay TV"
    html = f"<meta property=og:site_name content='Quay TV'><title>{sold}</title><h1>{sold}</h1>"
    assert title(html, "https://harbour.example/1") == sold


@pytest.mark.parametrize(
    "cut", ["Ferry line opens [...]", "Ferry line opens […]", "Ferry line opens (...)", "Ferry line opens.."]
)
def test_a_title_cut_short_gives_way_to_the_whole_one(cut: str) -> None:
    assert title(f"<meta property=og:title content='{cut}'><h1>{HEADLINE}</h1>") == HEADLINE


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
        # A marked element that shares a word with the title element is no better.
        ("<title>Storm over Northport</title><p class=headline>The storm in pictures</p>", "Storm over Northport"),
        (
            "<title>Storm: why the northern ports closed, and what comes next</title><b>and what comes next</b>",
            "Storm: why the northern ports closed, and what comes next",
        ),
        (
            "<meta property=og:site_name content=港新聞><h1>港新聞</h1>"
            "<title>風と波の物語 港の新しい埠頭が開く | 港新聞</title>",
            "風と波の物語 港の新しい埠頭が開く",
        ),
    ],
)
def test_what_stays(html: str, headline: str) -> None:
    assert title(html, "https://harbour.example/1") == headline


@pytest.mark.parametrize(
    "html",
    [
        "<title>Pier: Ferry line opens - Quay TV</title><h1><span class=kicker>Pier:</span> Ferry line opens</h1>",
        "<title>Quay TV</title><h1><span class=kicker>Pier:</span> Ferry line opens</h1>",
    ],
)
def test_a_kicker_that_belongs_to_the_title_stays(html: str) -> None:
    assert title(html) == "Pier: Ferry line opens"


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


def test_a_title_that_the_url_spells_is_the_headline_whatever_is_marked() -> None:
    assert title(f"<title>{HEADLINE}</title><p class=headline>Candidates debate in Northport</p>") == HEADLINE


@pytest.mark.parametrize(
    ("candidates", "names", "title"),
    [
        (["Five lines - Harbour Post"], ["Harbour Post"], "Five lines"),
        (["Harbour Post: Five new lines"], ["Harbour Post"], "Five new lines"),
        (["Five lines: what changes - and when"], ["Harbour Post"], "Five lines: what changes - and when"),
        (
            ["Five new lines for the hills | City | HP", "Five new lines for the hills"],
            [],
            "Five new lines for the hills",
        ),
        (["Five new bus lines for …", "Five new bus lines for the hills"], [], "Five new bus lines for the hills"),
        (["Harbour Post", "Five new lines"], ["Harbour Post"], "Five new lines"),
        (["五条公交线路开通--城市日报"], ["城市日报"], "五条公交线路开通"),
        (["五条公交线路全部开通_社会_城市日报"], [], "五条公交线路全部开通"),
        (["Lines &amp; hills"], [], "Lines & hills"),
    ],
)
def test_titles_lose_the_sites_name(candidates: list[str], names: list[str], title: str) -> None:
    found = best_title([("meta", c) for c in candidates], names)
    assert found is not None
    assert found[0] == title
